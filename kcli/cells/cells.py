"""Cells: the sufficient sums of one item in one sample, at the grain of its design.

Tabulating two files together is pooling their cells: every number here is a
sum over respondents, kept by stratum and primary sampling unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kcli.cells.coded import NOT_ASKED, NOT_STATED, Coded, CodedItem
from kcli.model.questionnaire import Asking
from kcli.stats.replicates import Replication, replicate_dof

__all__ = ["ANSWERED", "OPINION", "Cells", "pool", "tabulate"]

# Where several answers are allowed: those who answered, and those of them with an opinion.
ANSWERED, OPINION = "@answered", "@opinion"

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Cells:
    """Sums over the respondents of one sample.

    Attributes
    ----------
    columns : tuple of str
        The options; where several answers are allowed, then the nets,
        ``ANSWERED`` and ``OPINION``, and, where don't know is an answer, all
        options and nets once more, of those with an opinion alone.
    strata : tuple of str, length H
    units : tuple of (stratum, unit), length U
        Primary sampling units; where these are the respondents, the strata.
    clustered : bool
        Whether units are clusters of respondents.
    rows : int array, shape (U,)
        Respondents in the file, also those outside any base.
    n, w : arrays, shape (U, C)
        Respondents, and their weights, with each answer.
    w2 : float array, shape (H, C, C)
        Sums of squared weights of those with both answers.
    """

    columns: tuple[str, ...]
    strata: tuple[str, ...]
    units: tuple[tuple[str, str], ...]
    clustered: bool
    rows: Ints
    n: Ints
    w: Floats
    w2: Floats
    n_not_asked: int
    n_not_stated: int
    replicates: Floats | None = None
    """The sums ``w`` over all units under each replicate weight, shape (R, C)."""
    replication: Replication | None = None
    replicate_dof: int = 0
    """Degrees of freedom of the replicate weights of those who answered."""
    mixed: bool = False
    """Whether these are samples of different designs, which no one variance fits."""

    @property
    def stratum_of(self) -> Ints:
        """The place of each unit's stratum, shape (U,)."""
        place = {stratum: number for number, stratum in enumerate(self.strata)}
        return np.array([place[stratum] for stratum, _ in self.units], dtype=np.int64)


def tabulate(coded: Coded, asking: Asking) -> dict[str, Cells]:
    """The cells of one item, by sample; samples without a row in the file are left out."""
    answers = coded.items[asking.item]
    columns: tuple[str, ...] = answers.options
    if answers.chosen is not None:
        given = (*columns, *asking.nets)
        several = len(asking.substantive) < len(asking.options)
        held = tuple(f"{OPINION}:{name}" for name in given) if several else ()
        columns = (*given, ANSWERED, OPINION, *held)
    return {
        sample: _sample(coded, answers, asking, columns, coded.sample == place)
        for place, sample in enumerate(coded.samples)
        if (coded.sample == place).any()
    }


def _sample(
    coded: Coded,
    answers: CodedItem,
    asking: Asking,
    columns: tuple[str, ...],
    here: NDArray[np.bool_],
) -> Cells:
    status, weight = answers.status[here], coded.weight[here]
    stratum_names, stratum = np.unique(coded.stratum[here], return_inverse=True)
    strata = tuple(coded.strata[place] for place in stratum_names)
    unit, units = stratum, tuple((name, "") for name in strata)
    if coded.psus is not None and coded.psu is not None:
        psu_names, unit = np.unique(coded.psu[here], return_inverse=True)
        first = {psu: place for place, psu in reversed(list(enumerate(unit.tolist())))}
        units = tuple(
            (strata[stratum[first[place]]], coded.psus[psu]) for place, psu in enumerate(psu_names)
        )
    chosen = None if answers.chosen is None else answers.chosen[here]
    indicator = _indicators(status, chosen, asking)
    shape = (len(units), len(columns))
    n, w = np.zeros(shape, dtype=np.int64), np.zeros(shape)
    w2 = np.zeros((len(strata), len(columns), len(columns)))
    for a, first_answer in enumerate(indicator):
        n[:, a] = np.bincount(unit[first_answer], minlength=len(units))
        w[:, a] = np.bincount(unit[first_answer], weight[first_answer], len(units))
        for b in range(a + 1):
            if a != b and chosen is None:
                continue  # one answer: nobody has two
            both = first_answer & indicator[b]
            sums = np.bincount(stratum[both], weight[both] ** 2, len(strata))
            w2[:, a, b] = w2[:, b, a] = sums
    return Cells(
        columns=columns,
        strata=strata,
        units=units,
        clustered=coded.psus is not None,
        rows=np.bincount(unit, minlength=len(units)).astype(np.int64),
        n=n,
        w=w,
        w2=w2,
        n_not_asked=int((status == NOT_ASKED).sum()),
        n_not_stated=int((status == NOT_STATED).sum()),
        **_replicates(coded, here, indicator, status >= 0),
    )


def _replicates(
    coded: Coded,
    here: NDArray[np.bool_],
    indicator: list[NDArray[np.bool_]],
    answered: NDArray[np.bool_],
) -> dict[str, Any]:
    """The sums under each replicate weight, where there are any."""
    if coded.replicates is None:
        return {}
    weights = coded.replicates[here]
    return {
        "replicates": np.stack([weights[inside].sum(axis=0) for inside in indicator], axis=1),
        "replication": coded.replication,
        "replicate_dof": replicate_dof(weights[answered]),
    }


def _indicators(
    status: Ints, chosen: NDArray[np.bool_] | None, asking: Asking
) -> list[NDArray[np.bool_]]:
    """Who belongs to each column."""
    place = {option: number for number, option in enumerate(asking.options)}
    if chosen is None:
        return [status == number for number in place.values()]
    nets = [
        np.asarray(chosen[:, [place[part] for part in net.options]].any(axis=1))
        for net in asking.nets.values()
    ]
    silent = [number for option, number in place.items() if option not in asking.substantive]
    answered = status >= 0
    opinion = answered & ~chosen[:, silent].any(axis=1)
    given = [*chosen.T, *nets]
    held = [inside & opinion for inside in given] if silent else []
    return [*given, answered, opinion, *held]


def pool(parts: Sequence[Cells]) -> Cells:
    """The cells of several files of one sample together."""
    first = parts[0]
    strata = tuple(dict.fromkeys(stratum for part in parts for stratum in part.strata))
    units = tuple(dict.fromkeys(unit for part in parts for unit in part.units))
    row = {unit: place for place, unit in enumerate(units)}
    block = {stratum: place for place, stratum in enumerate(strata)}
    count = len(first.columns)
    rows = np.zeros(len(units), dtype=np.int64)
    n, w = np.zeros((len(units), count), dtype=np.int64), np.zeros((len(units), count))
    w2 = np.zeros((len(strata), count, count))
    for part in parts:
        if part.columns != first.columns or part.clustered != first.clustered:
            raise ValueError("cells of different items or designs cannot be pooled")
        places = [row[unit] for unit in part.units]
        rows[places] += part.rows
        n[places] += part.n
        w[places] += part.w
        w2[[block[stratum] for stratum in part.strata]] += part.w2
    return Cells(
        first.columns,
        strata,
        units,
        first.clustered,
        rows,
        n,
        w,
        w2,
        sum(part.n_not_asked for part in parts),
        sum(part.n_not_stated for part in parts),
        None if first.replicates is None else _replicates_of(parts),
        first.replication,
        first.replicate_dof,
    )


def _replicates_of(parts: Sequence[Cells]) -> Floats:
    """The sums under each replicate weight, of several files of one sample."""
    found = [part.replicates for part in parts if part.replicates is not None]
    return np.asarray(np.sum(found, axis=0))
