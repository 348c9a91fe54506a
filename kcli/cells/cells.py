"""Cells: the sufficient sums of one item in one sample, at the grain of its design.

Tabulating two files together is pooling their cells: every number here is a
sum over respondents, kept by stratum and primary sampling unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kcli.stats.design import Moments
from kcli.stats.replicates import Replication

__all__ = ["ANSWERED", "OPINION", "Cells", "Floats", "Ints", "pool", "strata_of"]

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
    known_strata: Ints | None = field(default=None, repr=False, compare=False)
    """``stratum_of``, where it was worked out for another item of the sample."""

    @cached_property
    def stratum_of(self) -> Ints:
        """The place of each unit's stratum, shape (U,)."""
        known = self.known_strata
        return strata_of(self.strata, self.units) if known is None else known

    @cached_property
    def moments(self) -> Moments:
        """What ratios are made of."""
        return Moments(self.n, self.w, self.w2, self.rows, self.stratum_of, self.clustered)


def strata_of(strata: Sequence[str], units: Sequence[tuple[str, str]]) -> Ints:
    """The place of each unit's stratum among the strata, shape (U,)."""
    place = {stratum: number for number, stratum in enumerate(strata)}
    return np.array([place[stratum] for stratum, _ in units], dtype=np.int64)


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
