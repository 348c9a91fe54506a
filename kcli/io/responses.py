"""Responses: one respondent a row, read strictly into columns of small integers.

A cell is text; it is an answer only if it is the code, or the id, of one of
the options. Nothing is trimmed, guessed or dropped: an unknown code, a weight
that is none, a respondent who stands twice are faults, each with its place.
An empty cell is an answer not stated; whoever the filter passes over was not
asked.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kcli.cells.coded import NOT_ASKED, NOT_STATED, Coded, CodedItem
from kcli.errors import Fault, InputError, Where, nearest
from kcli.io.csv_records import Table, check_dialect, read_rows
from kcli.io.plain import TextFile
from kcli.model.item import Asked
from kcli.model.questionnaire import Asking, Questionnaire
from kcli.model.survey import Design, Replicates
from kcli.stats.replicates import Replication, bootstrap, brr, jk1, jkn

__all__ = ["read_responses"]

_NUMBER = re.compile(r"[0-9]{1,300}(?:\.[0-9]{1,300})?(?:[eE][-+]?[0-9]{1,3})?", re.ASCII)
_WHOLE = re.compile(r"([0-9]+)\.0+", re.ASCII)
_ZERO = re.compile(r"0+(?:\.0+)?(?:[eE][-+]?[0-9]+)?", re.ASCII)
LEAST_WEIGHT = 2.3e-308  # smaller ones have lost digits already
_ENOUGH = 1_000  # rows of the wrong length after which a file is not read on
_SHOWN = 20  # faults of one kind that are printed one by one

Ints = NDArray[np.int64]


def read_responses(
    file: TextFile,
    questionnaire: Questionnaire,
    wave: str,
    items: Iterable[str],
    declared: Mapping[str, Where],
) -> Coded:
    """The respondents of a wave, with the items asked for. Raises InputError with every fault.

    ``declared`` is where the questionnaire declares each item, for messages.
    """
    return _Reader(file, questionnaire, wave, declared).read(list(items))


class _Reader:
    """One file's columns; every method reads some of them and collects their faults."""

    def __init__(
        self,
        file: TextFile,
        questionnaire: Questionnaire,
        wave: str,
        declared: Mapping[str, Where],
    ) -> None:
        self.questionnaire = questionnaire
        self.wave = wave
        self.declared = declared
        self.design = questionnaire.waves[wave].design or Design()
        rows = read_rows(file)
        _, header = next(rows)
        self.table = Table(file, header)
        check_dialect(file, header)
        self.counts: Counter[str] = Counter()
        self.unasked: dict[str, tuple[int, Where]] = {}
        self.faults: list[Fault] = list(self._header_faults())
        self.lines: list[int] = []
        cells: list[list[str]] = []
        for line, row in rows:
            if len(row) == len(header):
                self.lines.append(line)
                cells.append(row)
            else:
                self._ragged(line, row)
                if sum(self.counts.values()) > _ENOUGH:
                    break
        if any(cell.startswith('{"ImportId"') for row in cells[:2] for cell in row):
            message = "looks like a Qualtrics export: the rows below the header are no respondents"
            self.faults = [Fault("qualtrics", message, Where(file.name, 2), hint="remove them")]
        if not cells and not self.faults:
            self._fault("no-rows", "there are 0 respondents", 1)
        if not cells or len(self.faults) > sum(self.counts.values()):
            self._stop()  # without a header or a row, there is nothing more to look at
        self.columns = dict(zip(header, zip(*cells, strict=True), strict=True))

    def read(self, items: list[str]) -> Coded:
        """Everything about the rows, and the answers to these items."""
        samples, sample = self._samples()
        weight = self._weights(sample)
        self._respondents()
        replicates, replication = self._replicates(weight)
        strata, stratum = self._keys(self.design.stratum, samples, sample)
        psus, psu = None, None
        if self.design.psu is not None:
            names = [strata[place] for place in stratum]
            psus, psu = self._nested(self.design.psu, names)
        answers: dict[str, CodedItem] = {}
        for item in items:
            self._answer(item, answers)
        self._stop()
        ids = self.design.respondent
        return Coded(
            samples=samples,
            sample=sample,
            weight=weight,
            strata=strata,
            stratum=stratum,
            psus=psus,
            psu=psu,
            items={item: answers[item] for item in items},
            weighted=self.design.weight is not None,
            file=self.table.file.name,
            respondents=tuple(self.columns[ids]) if ids is not None else None,
            unasked=self.unasked,
            replicates=replicates,
            replication=replication,
        )

    # -- faults --------------------------------------------------------------

    def _fault(
        self, code: str, message: str, line: int, column: str | None = None,
        got: str | None = None, hint: str | None = None,
    ) -> None:  # fmt: skip
        self.counts[code] += 1
        if self.counts[code] > _SHOWN:
            return
        where = Where(self.table.file.name, line)
        if column is not None:
            where = self.table.where(line, column)
        self.faults.append(Fault(code, message, where, got, hint))

    def _stop(self) -> None:
        if not self.faults:
            return
        last = Where(self.table.file.name, self.table.file.text.count("\n") + 1)
        for code, count in self.counts.items():
            if count > _SHOWN:
                message = f"and {count - _SHOWN} more of this kind"
                self.faults.append(Fault(code, message, last))
        raise InputError(self.faults)

    def _header_faults(self) -> Iterator[Fault]:
        header, where = self.table.header, Where(self.table.file.name, 1)
        for place, name in enumerate(header):
            if not name.strip():
                yield Fault("blank-column", f"column {place + 1} has no name", where)
            elif name in header[:place]:
                yield Fault("duplicate-column", f"two columns are named {name!r}", where)
        design = self.design
        needed = [design.respondent, design.country, design.weight, design.stratum, design.psu]
        for name in filter(None, needed):
            if name not in header:
                message = f"the column {name!r} is missing, which the design names"
                yield Fault("missing-column", message, where, hint=self._close(name))
        for item in self.questionnaire.items:
            if self.wave in self.questionnaire.waves_of(item) and not self._has(item):
                message = f"the column {item!r} is missing; {self.declared[item]} declares it"
                yield Fault("missing-column", message, where, hint=self._close(item))

    def _has(self, item: str) -> bool:
        asking = self.questionnaire.asking(item, self.wave)
        parts = [f"{item}.{option}" for option in asking.options]
        several = asking.type == "multiple" and all(part in self.table.header for part in parts)
        return item in self.table.header or several

    def _close(self, name: str) -> str | None:
        return nearest(name, self.table.header)

    def _ragged(self, line: int, row: Sequence[str]) -> None:
        wanted = len(self.table.header)
        if not row:
            self._fault("blank-line", "a blank line", line, hint="remove it")
        else:
            self._fault("ragged-row", f"{len(row)} cells where the header has {wanted}", line)

    # -- columns that every row has -------------------------------------------

    def _samples(self) -> tuple[tuple[str, ...], Ints]:
        known = self.questionnaire.samples(self.wave)
        names = tuple(sample.id for sample in known)
        column = self.design.country
        if column is None:
            if len(names) > 1:
                message = "several samples in one file need a column: name it as design.country"
                self._fault("missing-column", message, 1)
                self._stop()
            return names, np.zeros(len(self.lines), dtype=np.int64)
        place = {sample.country: number for number, sample in enumerate(known) if sample.country}
        place |= {name: number for number, name in enumerate(names)}
        found = self._coded(column, place, "unknown-country", "country")
        return names, np.maximum(found, 0)  # faults are told together, at the end

    def _coded(
        self,
        column: str,
        place: dict[str | None, int] | dict[str, int],
        code: str,
        what: str,
        known: str = "",
    ) -> Ints:
        """Places of known values; unknown ones once each, with how many rows have them."""
        values = self.columns[column]
        found = [place.get(value, -9) for value in values]
        if -9 in found:
            names = [known] if known else place
            self._unknown(column, values, [p == -9 for p in found], names, code, what)
        return np.array(found, dtype=np.int64)

    def _unknown(
        self, column: str, values: Sequence[str], bad: Sequence[bool],
        place: Iterable[str | None], code: str, what: str,
    ) -> None:  # fmt: skip
        known = [str(name) for name in place]
        counts = Counter(value for value, wrong in zip(values, bad, strict=True) if wrong)
        for value, count in sorted(counts.items()):
            line = self.lines[values.index(value)]
            rows = "1 row" if count == 1 else f"{count} rows"
            close = nearest(value, known)
            hint = f"{f'{close} ' if close else ''}known: {', '.join(dict.fromkeys(known))}"
            self._fault(code, f"an unknown {what} in {rows}", line, column, value, hint)

    def _weights(self, sample: Ints) -> NDArray[np.float64]:
        column = self.design.weight
        if column is None:
            return np.ones(len(self.lines))
        weights = np.zeros(len(self.lines))
        for row, text in enumerate(self.columns[column]):
            value = float(text) if _NUMBER.fullmatch(text) else math.nan
            tiny = value < LEAST_WEIGHT and any(digit in text for digit in "123456789")
            if tiny and value >= 0 and not _ZERO.fullmatch(text):
                message = f"a weight is 0, or at least {LEAST_WEIGHT}"
                self._fault("bad-weight", message, self.lines[row], column, text)
            elif math.isfinite(value):
                weights[row] = value
            else:
                message = "a weight is a plain number, not negative"
                self._fault("bad-weight", message, self.lines[row], column, text)
        if not self.counts["bad-weight"] and not weights.any():
            self._fault("bad-weight", "all weights are 0", 1, column)
        # Weights have no unit: a sample's largest is made 1 where its squares might be lost.
        for place in np.unique(sample):
            here = sample == place
            largest = weights[here].max()
            if largest and not 1e-100 < largest < 1e100:
                weights[here] /= largest
        return weights

    def _replicates(
        self, weight: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64] | None, Replication | None]:
        """The replicate weights, in the order of the numbers in their names."""
        declared = self.design.replicates
        if declared is None:
            return None, None
        start = declared.columns.removesuffix("*")
        found = {
            int(name.removeprefix(start)): name
            for name in self.table.header
            if name.startswith(start) and name.removeprefix(start).isdecimal()
        }
        columns = [found[number] for number in sorted(found)]
        missing = sorted(set(range(min(found, default=1), max(found, default=0) + 1)) - set(found))
        named = [
            n
            for n in self.table.header
            if n.removeprefix(start).isdecimal() and n.startswith(start)
        ]
        if missing or len(named) > len(columns):
            odd = f"{start}{missing[0]} is missing" if missing else "a number stands twice"
            self._fault("missing-column", f"replicate weights {declared.columns!r}: {odd}", 1)
            return None, None
        if len(columns) < 2:
            message = f"there are not two columns of replicate weights {declared.columns!r}"
            self._fault("missing-column", message, 1, hint="the design names them")
            return None, None
        replicates = np.zeros((len(self.lines), len(columns)))
        for place, column in enumerate(columns):
            for row, text in enumerate(self.columns[column]):
                value = float(text) if _NUMBER.fullmatch(text) else math.nan
                if math.isfinite(value):
                    replicates[row, place] = value
                else:
                    message = "a replicate weight is a plain number, not negative"
                    self._fault("bad-weight", message, self.lines[row], column, text)
        if declared.factors == "yes":
            replicates *= weight[:, None]
        size = float(replicates.mean() / weight.mean()) if weight.any() else 1.0
        if not 0.8 < size < 1.25:
            message = (
                f"replicate weights are {size:.3g} times the weights on average, and not as large"
            )
            hint = "name their weight as design.weight; or say factors: yes"
            self._fault("bad-weight", message, 1, columns[0], None, hint)
        try:
            return replicates, _replication(declared, len(columns))
        except ValueError as problem:
            self._fault("bad-value", str(problem), 1, hint="rscales of the design's replicates")
            return None, None

    def _respondents(self) -> None:
        column = self.design.respondent
        if column is None:
            return
        first: dict[str, int] = {}
        for line, name in zip(self.lines, self.columns[column], strict=True):
            if not name.strip():
                self._fault("empty-id", "a respondent needs an id", line, column)
            elif name in first:
                message = f"the respondent stands on line {first[name]} already"
                self._fault("duplicate-id", message, line, column, name)
            else:
                first[name] = line

    def _keys(
        self, column: str | None, samples: tuple[str, ...], sample: Ints
    ) -> tuple[tuple[str, ...], Ints]:
        """Strata: those of the design inside each sample, or the samples themselves."""
        if column is None:
            return samples, sample
        return self._nested(column, [samples[place] for place in sample])

    def _nested(self, column: str, outer: Sequence[str]) -> tuple[tuple[str, ...], Ints]:
        place: dict[str, int] = {}
        found = np.zeros(len(self.lines), dtype=np.int64)
        for row, (parent, name) in enumerate(zip(outer, self.columns[column], strict=True)):
            if not name.strip():
                self._fault("empty-design", f"{column!r} is empty", self.lines[row], column)
            key = f"{parent}/{name.replace('~', '~0').replace('/', '~1')}"  # as JSON Pointer does
            found[row] = place.setdefault(key, len(place))
        return tuple(place), found

    # -- answers --------------------------------------------------------------

    def _answer(self, item: str, answers: dict[str, CodedItem]) -> CodedItem:
        if item not in answers:
            asking = self.questionnaire.asking(item, self.wave)
            read = self._several if asking.type == "multiple" else self._single
            answers[item] = self._filtered(item, read(item, asking), answers)
        return answers[item]

    def _single(self, item: str, asking: Asking) -> CodedItem:
        place = _codes(asking)
        place[""] = NOT_STATED
        values = self.columns[item]
        found = [place.get(value, -9) for value in values]
        if -9 in found:
            found = [place.get(_whole(v), -9) if p == -9 else p
                     for v, p in zip(values, found, strict=True)]  # fmt: skip
        if -9 in found:
            known = [code for code in _codes(asking, ids=False) if code]
            bad = [p == -9 for p in found]
            self._unknown(item, values, bad, known, "unknown-code", "code")
        return CodedItem(tuple(asking.options), np.array(found, dtype=np.int64))

    def _several(self, item: str, asking: Asking) -> CodedItem:
        if item in self.columns:
            return self._split(item, asking)
        chosen = np.zeros((len(self.lines), len(asking.options)), dtype=bool)
        stated = np.zeros(len(self.lines), dtype=bool)
        for number, option in enumerate(asking.options):
            column = f"{item}.{option}"
            place = {"0": 0, "1": 1, "": NOT_STATED, "0.0": 0, "1.0": 1}
            found = self._coded(column, place, "unknown-code", "mark", "1 given, 0 not, or empty")
            chosen[:, number] = found == 1
            stated |= found >= 0
        return CodedItem(tuple(asking.options), np.where(stated, 0, NOT_STATED), chosen)

    def _split(self, item: str, asking: Asking) -> CodedItem:
        """One column with the codes of all answers, divided by semicolons."""
        place = _codes(asking)
        values = self.columns[item]
        chosen = np.zeros((len(values), len(asking.options)), dtype=bool)
        status = np.full(len(values), NOT_STATED, dtype=np.int64)
        unknown: dict[str, list[int]] = {}
        for row, value in enumerate(values):
            for code in value.split(";") if value else ():
                found = place.get(code, place.get(_whole(code), -9))
                if found == -9:
                    unknown.setdefault(code, []).append(row)
                else:
                    chosen[row, found] = True
                    status[row] = 0
        for code, wrong in sorted(unknown.items()):
            rows = "1 row" if len(wrong) == 1 else f"{len(wrong)} rows"
            hint = f"known: {', '.join(_codes(asking, ids=False))}"
            line = self.lines[wrong[0]]
            self._fault("unknown-code", f"an unknown code in {rows}", line, item, code, hint)
        return CodedItem(tuple(asking.options), status, chosen)

    def _filtered(self, item: str, answers: CodedItem, others: dict[str, CodedItem]) -> CodedItem:
        """Whoever the filter passes over was not asked, whatever stands in the cell."""
        asked = self._asked(item)
        if asked is None:
            return answers
        leading = self._answer(asked.item, others)
        wanted = [leading.options.index(o) for o in asked.options if o in leading.options]
        if leading.chosen is None:
            passed = np.isin(leading.status, wanted)
        else:
            passed = np.asarray(leading.chosen[:, wanted].any(axis=1))
        given = answers.status >= 0 if answers.chosen is None else answers.chosen.any(axis=1)
        extra = np.flatnonzero(given & ~passed)
        if len(extra):
            column = item if item in self.columns else self.table.header[0]
            first = self.table.where(self.lines[extra[0]], column)
            self.unasked[item] = len(extra), first
        status = np.where(passed, answers.status, NOT_ASKED)
        chosen = None if answers.chosen is None else answers.chosen & passed[:, None]
        return CodedItem(answers.options, status, chosen)

    def _asked(self, item: str) -> Asked | None:
        return self.questionnaire.asking(item, self.wave).asked


def _replication(declared: Replicates, count: int) -> Replication:
    """How the replicates make a variance. Raises ValueError for factors that do not fit."""
    mse = declared.mse == "yes"
    if declared.type == "jk1":
        return jk1(count, mse=mse)
    if declared.type == "brr":
        return brr(count, fay=float(declared.fay), mse=mse)
    if declared.type == "bootstrap":
        return bootstrap(count, mse=mse)
    factors = [float(value) for value in declared.rscales]
    if len(factors) == 1:
        factors *= count
    if len(factors) != count:
        raise ValueError(f"jkn needs one factor, or one for each of {count} replicates")
    return jkn(factors, mse=mse)


def _codes(asking: Asking, *, ids: bool = True) -> dict[str, int]:
    """Each option's place by its code; by its id too, where that is no other option's code."""
    codes = {
        option.code or name: place for place, (name, option) in enumerate(asking.options.items())
    }
    if ids:
        for place, name in enumerate(asking.options):
            codes.setdefault(name, place)
    return codes


def _whole(text: str) -> str:
    """``1.0``, as a spreadsheet or pandas may write the code 1."""
    match = _WHOLE.fullmatch(text)
    return match[1] if match else text
