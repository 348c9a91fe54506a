"""Ratios of a sample design: shares, nets, leads and means with their covariance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kcli.stats.choices import Lonely
from kcli.stats.lonely import lonely_covariance

__all__ = [
    "LonelyStratumError",
    "Moments",
    "Ratios",
    "effective_base",
    "ratios",
    "ratios_of_each",
]

_AT_ONCE = 2048  # strata, so that memory does not grow with them
# Below such a part of what was set against each other a variance is what is left of rounding,
# and no variance: of a difference of squares, and of a sum of squared differences.
LOST, LOST_SQUARED = 1e-11, 1e-24
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class LonelyStratumError(ValueError):
    """A stratum has one primary sampling unit: its variance is unknown.

    ``stratum`` is its place.
    """

    def __init__(self, stratum: int) -> None:
        super().__init__(f"stratum {stratum} has a single primary sampling unit")
        self.stratum = stratum


@dataclass(frozen=True)
class Ratios:
    """Several ratios over one base.

    Attributes
    ----------
    value : float array, shape (targets,)
    covariance : float array, shape (targets, targets)
    dof : int
        Primary sampling units less strata, of those with anybody in the base.
    w_base, kish_n : float
        Sum of the weights of the base, and Kish's effective size of it.
    n_base : int
    lonely : int
        Strata with a single unit, of which a rule and not the design says what they add.

    Of several bases together: everyone who is in any of them.
    """

    value: Floats
    covariance: Floats
    dof: int
    n_base: int
    w_base: float
    kish_n: float
    lonely: int = 0


class Moments(NamedTuple):
    """The sums of one sample that ratios and their covariance are made of.

    What they are, and their shapes: :class:`kcli.cells.cells.Cells`.
    """

    n: Ints
    w: Floats
    w2: Floats
    rows: Ints
    stratum_of: Ints
    clustered: bool


def ratios(
    numerators: ArrayLike,
    base: ArrayLike,
    *,
    n: Ints,
    w: Floats,
    w2: Floats,
    rows: Ints,
    stratum_of: Ints,
    clustered: bool,
    population_size: int | None = None,
    lonely: Lonely = "fail",
    at: ArrayLike | None = None,
) -> Ratios:
    r"""Ratios of weighted sums, with their covariance by Taylor linearisation.

    With :math:`y_i` the answers of respondent i (0/1), :math:`A` the
    numerators, :math:`b` the base and :math:`W = \sum w_i b'y_i`, the ratio is
    :math:`r = \sum w_i A y_i / W` and its linearised value
    :math:`u_i = w_i (A - r b') y_i / W`. Over the totals :math:`z` of u in the
    primary sampling units,

    .. math:: V = \sum_h (1 - f_h) \frac{m_h}{m_h - 1}
              \sum_c (z_{hc} - \bar z_h)(z_{hc} - \bar z_h)'

    Whoever is outside the base counts with u = 0: no row is ever dropped.

    Parameters
    ----------
    numerators : array_like of float, shape (targets, C)
        The weights of the columns in each numerator.
    base : array_like of float, shape (C,) or (targets, C)
        The columns that make up the base, 1 or 0; of each ratio its own, where
        ratios over several domains are wanted with their covariance.
    n, w, w2, rows, stratum_of, clustered
        The sums of :class:`kcli.cells.cells.Cells`.
    population_size : int, optional
        Brings the finite population correction; respondents must be the units.

    lonely
        What becomes of strata with one unit: an error, the deviation from the
        mean of all units, or nothing (:func:`kcli.stats.lonely.lonely_covariance`).
    at : array_like of float, shape (targets,), optional
        Linearise at these values instead of at the ratios: the covariance is
        then that of the distances from them, as of the residuals of a model.

    Raises
    ------
    LonelyStratumError
        Where a stratum has one unit, somebody of it is in the base, and
        ``lonely`` is ``fail``.

    References
    ----------
    Binder, D. A. (1983). On the variances of asymptotically normal estimators
    from complex surveys. *International Statistical Review* 51, 279-292.
    Lumley, T. (2004). Analysis of complex survey samples. *Journal of
    Statistical Software* 9(8).
    """
    matrix = np.atleast_2d(np.asarray(numerators, float))[None]
    bases = np.broadcast_to(np.asarray(base, float), matrix.shape)
    about = None if at is None else np.asarray(at, float)[None]
    moments = Moments(n, w, w2, rows, stratum_of, clustered)
    (found,) = ratios_of_each(
        matrix, bases, [moments], population_size=population_size, lonely=lonely, at=about
    )
    if isinstance(found, LonelyStratumError):
        raise found
    return found


def ratios_of_each(
    numerators: Floats,
    bases: Floats,
    samples: Sequence[Moments],
    *,
    population_size: int | None = None,
    lonely: Lonely = "fail",
    at: Floats | None = None,
) -> list[Ratios | LonelyStratumError]:
    """The ratios of several samples at once: as many operations for sixty as for one.

    Parameters
    ----------
    numerators, bases : float arrays, shape (samples, targets, C)
    samples : their sums; all of units, or all of respondents
    population_size, lonely, at : as in :func:`ratios`, of each sample; ``at`` has shape
        (samples, targets)

    Returns
    -------
    list
        Of each sample its ratios, or the error that :func:`ratios` would raise.
    """
    together = _Together.of(samples)
    n, w, w2, rows, stratum_of, clustered = together.moments
    sample_of, of_unit, count = together.sample_of, together.of_unit, len(samples)
    totals = _added(w, of_unit, count)
    inside = bases.max(axis=1, initial=0.0)
    w_bases = np.einsum("ktc,kc->kt", bases, totals)
    w_base = np.einsum("kc,kc->k", inside, totals)
    in_base = np.einsum("uc,uc->u", n, inside[of_unit]).astype(np.int64)
    n_base = _added(in_base, of_unit, count)
    squares = np.einsum("kc,kcd,kd->k", inside, _added(w2, sample_of, count), inside)
    empty = (w_base <= 0) | (w_bases <= 0).any(axis=1)
    w_bases = np.where(empty[:, None], 1.0, w_bases)
    value = np.einsum("ktc,kc->kt", numerators, totals) / w_bases
    centre = value if at is None else at
    influence = (numerators - centre[:, :, None] * bases) / w_bases[:, :, None]
    present = np.bincount(stratum_of, in_base, len(w2)) > 0
    if clustered:
        units = np.bincount(stratum_of, minlength=len(w2))
        counted = np.bincount(of_unit, in_base > 0, count).astype(np.int64)
    else:
        units = np.bincount(stratum_of, rows, len(w2)).astype(np.int64)
        counted = n_base
    dof = counted - np.bincount(sample_of, present, count).astype(np.int64)
    taken = 0.0 if population_size is None else _added(rows, of_unit, count) / population_size
    rest = np.broadcast_to(1.0 - taken, count)
    sums, covariance = together.covariance(influence, units, rest)
    size = (np.abs(numerators) + np.abs(centre)[:, :, None] * bases) / w_bases[:, :, None]
    lost = together.lost(influence, size, covariance, units, rest)
    alone = (units < 2) & present & (clustered | (together.strata[sample_of] > 1))
    covariance[lost[:, :, None] | lost[:, None, :]] = 0.0
    if lonely != "fail":
        for k, (start, end) in enumerate(pairwise(together.strata_end)):
            single = np.flatnonzero(alone[start:end])
            if len(single):
                covariance[k] += rest[k] * lonely_covariance(sums[start + single], lonely)
    kish_n = effective_base(w_base, squares)
    found: list[Ratios | LonelyStratumError] = []
    for k, (start, end) in enumerate(pairwise(together.strata_end)):
        single = np.flatnonzero(alone[start:end])
        if empty[k]:
            nothing = np.full(value.shape[1], np.nan)
            none = np.full(covariance.shape[1:], np.nan)
            found.append(Ratios(nothing, none, 0, int(n_base[k]), float(w_base[k]), 0.0))
        elif len(single) and lonely == "fail":
            found.append(LonelyStratumError(int(single[0])))
        else:
            sizes = int(dof[k]), int(n_base[k]), float(w_base[k]), float(kish_n[k])
            found.append(Ratios(value[k], covariance[k], *sizes, len(single)))
    return found


@dataclass(frozen=True)
class _Together:
    """The sums of several samples below each other."""

    moments: Moments
    strata: Ints
    """How many strata each sample has."""
    units_end: Ints
    strata_end: Ints
    """Where the units and the strata of each sample begin, and end."""
    sample_of: Ints
    """Of each stratum."""
    of_unit: Ints
    """The sample of each unit."""

    @classmethod
    def of(cls, samples: Sequence[Moments]) -> _Together:
        strata_end = np.cumsum([0, *(len(s.w2) for s in samples)])
        strata = np.diff(strata_end)
        sample_of = np.repeat(np.arange(len(samples)), strata)
        stratum_of = np.concatenate(
            [s.stratum_of + start for s, start in zip(samples, strata_end, strict=False)]
        )
        moments = Moments(
            np.concatenate([s.n for s in samples]),
            np.concatenate([s.w for s in samples]),
            np.concatenate([s.w2 for s in samples]),
            np.concatenate([s.rows for s in samples]),
            stratum_of,
            samples[0].clustered,
        )
        units_end = np.cumsum([0, *(len(s.rows) for s in samples)])
        return cls(moments, strata, units_end, strata_end, sample_of, sample_of[stratum_of])

    def covariance(self, influence: Floats, units: Ints, rest: Floats) -> tuple[Floats, Floats]:
        """The totals of the influence in each stratum, and the covariance of each sample.

        ``rest`` is what is left of the variance of each sample beside its population.
        """
        _, w, w2, _, stratum_of, clustered = self.moments
        ends = list(pairwise(self.units_end))
        z = np.concatenate(
            [w[a:b] @ of_sample.T for of_sample, (a, b) in zip(influence, ends, strict=True)]
        )
        factor = self._factor(units, rest)
        sums = _added(z, stratum_of, len(w2))
        means = sums / np.maximum(units, 1)[:, None]
        covariance = np.empty((len(influence), *(influence.shape[1],) * 2))
        if clustered:
            centred = (z - means[stratum_of]) * np.sqrt(factor)[stratum_of, None]
            for k, (start, end) in enumerate(ends):
                covariance[k] = centred[start:end].T @ centred[start:end]
            return sums, covariance
        covariance[:] = 0.0
        for start in range(0, len(w2), _AT_ONCE):
            some = slice(start, start + _AT_ONCE)
            of_stratum = influence[self.sample_of[some]]
            inner = of_stratum @ w2[some] @ of_stratum.transpose(0, 2, 1)
            inner -= sums[some, :, None] * means[some, None, :]
            inner *= factor[some, None, None]
            covariance += _added(inner, self.sample_of[some], len(influence))
        return sums, covariance

    def _factor(self, units: Ints, rest: Floats) -> Floats:
        """What the squares of each stratum count in the variance of its sample."""
        found: Floats = rest[self.sample_of] * units / np.maximum(units - 1, 1)
        return np.where(units > 1, found, 0.0)

    def lost(
        self, influence: Floats, size: Floats, covariance: Floats, units: Ints, rest: Floats
    ) -> NDArray[np.bool_]:
        """Which variances are no more than what rounding left of them, shape (samples, targets).

        They are set against what they would be if nothing cancelled out: neither the two parts
        of the influence, whose ``size`` is that of both together, nor the mean of a stratum.
        """
        _, w, w2, _, stratum_of, clustered = self.moments
        factor = self._factor(units, rest)
        if clustered:
            ends = list(pairwise(self.units_end))
            z = np.concatenate(
                [w[a:b] @ of_sample.T for of_sample, (a, b) in zip(size, ends, strict=True)]
            )
            least = LOST_SQUARED * _added(z**2 * factor[stratum_of, None], self.of_unit, len(size))
        else:
            squares = _added(w2 * factor[:, None, None], self.sample_of, len(size))
            least = np.maximum(
                LOST_SQUARED * np.einsum("ktc,kcd,ktd->kt", size, squares, size),
                LOST * np.einsum("ktc,kcd,ktd->kt", influence, squares, influence),
            )
        lost: NDArray[np.bool_] = np.einsum("ktt->kt", covariance) < least
        return lost


def _added(values: NDArray[Any], groups: Ints, count: int) -> NDArray[Any]:
    """The sums of rows by group, of which some may have no row; fastest where they are in order."""
    found = np.zeros((count, *values.shape[1:]), values.dtype)
    steps = np.diff(groups)
    if (steps < 0).any():
        np.add.at(found, groups, values)
    elif len(values):
        starts = np.concatenate([[0], np.flatnonzero(steps) + 1])
        found[groups[starts]] = np.add.reduceat(values, starts, axis=0)
    return found


def effective_base(w_base: ArrayLike, w2_base: ArrayLike) -> NDArray[np.float64]:
    r"""Effective base under unequal weighting: :math:`(\sum w)^2 / \sum w^2`.

    The size of the simple random sample that would be about as precise. Never
    more than the unweighted base, and equal to it only when every respondent
    weighs the same.

    Parameters
    ----------
    w_base, w2_base : array_like of float, shape (...)
        Sums of the weights, and of their squares, over the base.

    Returns
    -------
    ndarray of float, shape (...)
        Respondents; NaN where the base is empty.

    References
    ----------
    Kish, L. (1965). *Survey Sampling*. Wiley, section 11.7.

    Examples
    --------
    Three respondents, one of them counted twice:

    >>> float(effective_base(1 + 1 + 2, 1 + 1 + 4).round(3))
    2.667
    """
    sums, squares = np.asarray(w_base, float), np.asarray(w2_base, float)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(squares > 0, sums**2 / squares, np.nan)
