"""Respondents to cells: every sum of a file, in one pass over its rows.

A column of codes and the place of each row's sampling unit make one number a
row, and a sum by that number is a ``bincount``. Sums are taken over at most a
thousand rows at a time where many weights meet in one cell, and wide weights
are cut into pieces that add up without rounding, so that ten million weights
lose no digit that matters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kcli.cells.cells import ANSWERED, OPINION, Cells
from kcli.cells.coded import NOT_ASKED, NOT_STATED, Coded, CodedItem
from kcli.model.questionnaire import Asking
from kcli.stats.replicates import Replication, gram_dof

__all__ = ["Key", "Tally", "Units", "key_of", "tabulate"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Key = tuple[str, ...]

_RUN = 1024  # rows whose weights are added one after the other
_WIDE = 1e6  # how many times as large as the smallest the largest weight may be, to be just added
_UNASKED = 2  # columns before the first option: not asked, not stated


@dataclass(frozen=True)
class Units:
    """The names by which cells are kept: samples, and strata and sampling units as paths."""

    samples: tuple[str, ...]
    strata: tuple[str, ...]
    psus: tuple[str, ...] | None


def key_of(asking: Asking) -> Key:
    """What the cells of an item depend on besides the answers: two askings may share them."""
    if asking.type != "multiple":
        return (asking.item, *asking.options)
    nets = (f"{name}={'+'.join(net.options)}" for name, net in asking.nets.items())
    return (asking.item, *asking.options, "@nets", *nets, "@opinion", *asking.substantive)


def tabulate(coded: Coded, asking: Asking) -> dict[str, Cells]:
    """The cells of one item, by sample; samples without a row in the file are left out."""
    tally = Tally([asking])
    tally.add(coded)
    units = Units(coded.samples, coded.strata, coded.psus)
    return tally.cells(units, coded.replication)[key_of(asking)]


class Tally:
    """Sums of several items over blocks of respondents, whose places mean the same throughout."""

    def __init__(self, askings: Sequence[Asking]) -> None:
        self._sums = {key_of(asking): _Sums(asking) for asking in askings}
        self._rows = np.zeros(0, dtype=np.int64)
        self._stratum_of = np.zeros(0, dtype=np.int64)
        self._sample_of = np.zeros(0, dtype=np.int64)

    def add(self, coded: Coded) -> None:
        """Count more respondents."""
        if not len(coded.sample):
            return
        rows = _Rows(coded)
        self._rows = _added(self._rows, np.bincount(rows.unit))
        self._stratum_of = _put(self._stratum_of, rows.unit, coded.stratum)
        self._sample_of = _put(self._sample_of, coded.stratum, coded.sample)
        for sums in self._sums.values():
            sums.add(coded, rows)

    def clear(self) -> None:
        """Let go of all sums."""
        self._sums.clear()

    def rows(self, units: Units) -> dict[str, int]:
        """Respondents of each sample."""
        samples = self._sample_of[self._stratum_of]
        counts = np.bincount(samples, self._rows, minlength=len(units.samples))
        return {name: int(counts[place]) for place, name in enumerate(units.samples)}

    def cells(
        self, units: Units, replication: Replication | None = None
    ) -> dict[Key, dict[str, Cells]]:
        """The cells of every item, by sample; samples nobody was met of are left out."""
        met = np.flatnonzero(self._rows)
        sample_of_unit = self._sample_of[self._stratum_of[met]]
        found: dict[Key, dict[str, Cells]] = {key: {} for key in self._sums}
        for sample in np.unique(sample_of_unit).tolist():
            here = met[sample_of_unit == sample]
            strata = np.unique(self._stratum_of[here])
            names = tuple(self._names(units, here))
            strata_names = tuple(units.strata[place] for place in strata)
            rows = self._rows[here]
            for key, sums in self._sums.items():
                own = sums.of(sample, here, strata, replication)
                found[key][units.samples[sample]] = Cells(
                    columns=sums.columns,
                    strata=strata_names,
                    units=names,
                    clustered=units.psus is not None,
                    rows=rows,
                    **own,
                )
        return found

    def _names(self, units: Units, here: Ints) -> Iterator[tuple[str, str]]:
        for place in here.tolist():
            stratum = units.strata[self._stratum_of[place]]
            yield stratum, units.psus[place] if units.psus is not None else ""


class _Rows:
    """What the sums of all items over some rows have in common."""

    def __init__(self, coded: Coded) -> None:
        self.unit: NDArray[np.integer[Any]] = coded.stratum if coded.psu is None else coded.psu
        self.clustered = coded.psu is not None
        self.units, self.strata = int(self.unit.max()) + 1, int(coded.stratum.max()) + 1
        self.weights = list(_parts(coded.weight))
        self.squares = list(_parts(coded.weight**2))
        self.plain = not coded.weighted and bool((coded.weight == 1).all())
        self._run = np.arange(len(self.unit)) // _RUN
        self._known: dict[int, tuple[Ints, int]] = {}

    def by_unit(self, count: int) -> tuple[Ints, int]:
        """A number for each row's unit times ``count``, and how many runs of rows have their own.

        Where few cells take many rows, each run of rows has cells of its own.
        """
        if count not in self._known:
            self._known[count] = self._spread(self.unit, self.units, count)
        return self._known[count]

    def by_stratum(self, stratum: NDArray[np.integer[Any]], count: int) -> tuple[Ints, int]:
        """The same for strata."""
        if -count not in self._known:
            self._known[-count] = self._spread(stratum, self.strata, count)
        return self._known[-count]

    def _spread(
        self, place: NDArray[np.integer[Any]], size: int, count: int
    ) -> tuple[Ints, int]:  # fmt: skip
        runs = int(self._run[-1]) + 1
        if self.plain or runs * size * count > 2 * len(place):
            return place.astype(np.int64) * count, 1
        return (self._run * size + place) * count, runs


class _Sums:
    """The sums of one item."""

    def __init__(self, asking: Asking) -> None:
        self.asking = asking
        self.several = asking.type == "multiple"
        self.columns = _columns(asking)
        # Of one answer, the first columns are those who gave none.
        count = len(self.columns) + (0 if self.several else _UNASKED)
        self._n = np.zeros((0, count), dtype=np.int64)
        self._w = np.zeros((0, count))
        self._w2 = np.zeros((0, count, count) if self.several else (0, count))
        self._silent = np.zeros((0, _UNASKED), dtype=np.int64)
        self._replicates: dict[int, Floats] = {}
        self._grams: dict[int, Floats] = {}

    def add(self, coded: Coded, rows: _Rows) -> None:
        answers = coded.items[self.asking.item]
        if self.several:
            self._add_several(coded, answers, rows)
        else:
            self._add_single(coded, answers, rows)
        if coded.replicates is not None:
            self._add_replicates(coded, answers)

    def _add_single(self, coded: Coded, answers: CodedItem, rows: _Rows) -> None:
        """One answer: its place and the unit's make one number a row."""
        width = len(self.columns) + _UNASKED
        code = answers.status + np.int32(_UNASKED)
        place, runs = rows.by_unit(width)
        unit = place + code
        shape = (runs, rows.units, width)
        n = _over_runs(np.bincount(unit, minlength=runs * rows.units * width), shape)
        self._n = _added(self._n, n)
        if rows.plain:
            self._w = _added(self._w, n)
            w2: NDArray[Any] = n
        else:
            self._w = _added(self._w, _summed(unit, rows.weights, shape))
        if rows.clustered:
            place, runs = rows.by_stratum(coded.stratum, width)
            unit, shape = place + code, (runs, rows.strata, width)
        if rows.clustered or not rows.plain:
            w2 = _summed(unit, rows.squares, shape)
        self._w2 = _added(self._w2, w2)

    def _add_several(self, coded: Coded, answers: CodedItem, rows: _Rows) -> None:
        indicator = _indicators(answers, self.asking)
        count = len(indicator)
        n = np.zeros((rows.units, count), dtype=np.int64)
        w, w2 = np.zeros((rows.units, count)), np.zeros((rows.strata, count, count))
        status = np.minimum(answers.status, 0) + _UNASKED
        silent = np.bincount(rows.unit.astype(np.int64) * 3 + status, minlength=3 * rows.units)
        self._silent = _added(self._silent, silent.reshape(-1, 3)[:, :_UNASKED])
        unit, runs = rows.by_unit(1)
        stratum, layers = rows.by_stratum(coded.stratum, 1)
        for a, first in enumerate(indicator):
            n[:, a] = np.bincount(rows.unit[first], minlength=rows.units)
            some = [part[first] for part in rows.weights]
            w[:, a] = _summed(unit[first], some, (runs, rows.units, 1))[:, 0]
            for b in range(a + 1):
                both = first & indicator[b]
                some = [part[both] for part in rows.squares]
                sums = _summed(stratum[both], some, (layers, rows.strata, 1))[:, 0]
                w2[:, a, b] = w2[:, b, a] = sums
        self._n, self._w = _added(self._n, n), _added(self._w, w)
        self._w2 = _added(self._w2, w2)

    def _add_replicates(self, coded: Coded, answers: CodedItem) -> None:
        """The sums under each replicate weight, by sample, and their products."""
        assert coded.replicates is not None
        indicator = _indicators(answers, self.asking)
        answered = answers.status >= 0
        for sample in np.unique(coded.sample).tolist():
            here = coded.sample == sample
            weights = coded.replicates[here]
            sums = [_column_sums(weights[inside[here]]) for inside in indicator]
            base = weights[answered[here]]
            sofar = self._replicates.get(sample, 0.0)
            self._replicates[sample] = sofar + np.stack(sums, axis=1)
            self._grams[sample] = self._grams.get(sample, 0.0) + base.T @ base

    def of(
        self, sample: int, units: Ints, strata: Ints, replication: Replication | None
    ) -> dict[str, Any]:
        """The sums of one sample, as the keywords of ``Cells``."""
        n, w, w2, silent = self._n[units], self._w[units], self._w2[strata], self._silent
        if not self.several:
            silent, n, w, w2 = self._n, n[:, _UNASKED:], w[:, _UNASKED:], w2[:, _UNASKED:]
            whole = np.zeros((*w2.shape, w2.shape[1]))
            place = np.arange(w2.shape[1])
            whole[:, place, place] = w2
            w2 = whole
        found: dict[str, Any] = {
            "n": n,
            "w": w,
            "w2": w2,
            "n_not_asked": int(silent[units, NOT_ASKED + _UNASKED].sum()),
            "n_not_stated": int(silent[units, NOT_STATED + _UNASKED].sum()),
        }
        if sample in self._replicates:
            found |= {
                "replicates": self._replicates[sample],
                "replication": replication,
                "replicate_dof": gram_dof(self._grams[sample]),
            }
        return found


def _columns(asking: Asking) -> tuple[str, ...]:
    columns = tuple(asking.options)
    if asking.type != "multiple":
        return columns
    given = (*columns, *asking.nets)
    several = len(asking.substantive) < len(asking.options)
    held = tuple(f"{OPINION}:{name}" for name in given) if several else ()
    return (*given, ANSWERED, OPINION, *held)


def _indicators(answers: CodedItem, asking: Asking) -> list[Mask]:
    """Who belongs to each column."""
    place = {option: number for number, option in enumerate(asking.options)}
    chosen = answers.chosen
    if chosen is None:
        return [answers.status == number for number in place.values()]
    nets = [
        np.asarray(chosen[:, [place[part] for part in net.options]].any(axis=1))
        for net in asking.nets.values()
    ]
    silent = [number for option, number in place.items() if option not in asking.substantive]
    answered = answers.status >= 0
    opinion = answered & ~chosen[:, silent].any(axis=1)
    given = [*chosen.T, *nets]
    held = [inside & opinion for inside in given] if silent else []
    return [*given, answered, opinion, *held]


def _parts(weights: Floats) -> Iterator[Floats]:
    """Weights as they are; or, where they are of very different size, in pieces.

    Each piece is a multiple of a power of two that is small against the largest, and has so few
    digits that thirty million rows add up without rounding. What is left after three is beyond
    the digits of the sum.
    """
    present = weights[weights > 0]
    if not len(present) or present.max() <= _WIDE * present.min():
        yield weights
        return
    rest = weights
    for _ in range(3):
        largest = float(rest.max(initial=0.0))
        if not largest:
            break
        _, exponent = np.frexp(largest)
        grain = np.ldexp(1.0, max(int(exponent) - 28, -1022))
        piece = np.floor(rest / grain) * grain
        yield piece
        rest = rest - piece
    yield rest


def _summed(place: Ints, parts: Sequence[Floats], shape: tuple[int, ...]) -> Floats:
    """Sums by place, shape (runs, places, columns) with the runs added up."""
    size = int(np.prod(shape))
    found = _over_runs(np.bincount(place, parts[0], minlength=size), shape)
    for part in parts[1:]:
        found = found + _over_runs(np.bincount(place, part, minlength=size), shape)
    return np.asarray(found, dtype=np.float64)


def _over_runs(sums: NDArray[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    runs = sums.reshape(shape)
    return np.asarray(runs[0] if len(runs) == 1 else runs.sum(axis=0))


def _column_sums(table: Floats) -> Floats:
    """The sum of each column, of at most a thousand numbers at a time."""
    while len(table) > _RUN:
        table = np.add.reduceat(table, np.arange(0, len(table), _RUN), axis=0)
    return np.asarray(table.sum(axis=0))


def _added(sums: NDArray[Any], more: NDArray[Any]) -> NDArray[Any]:
    """Sums with others added; either may know places that the other does not."""
    if len(more) > len(sums):
        grown = np.zeros((len(more), *sums.shape[1:]), dtype=sums.dtype)
        grown[: len(sums)] = sums
        sums = grown
    sums[: len(more)] += more
    return sums


def _put(known: Ints, place: NDArray[Any], value: NDArray[Any]) -> Ints:
    """Remember what lies at each place."""
    size = int(place.max()) + 1
    if size > len(known):
        known = np.concatenate([known, np.zeros(size - len(known), dtype=np.int64)])
    known[place] = value
    return known
