"""Ratios of a sample design: shares, nets, leads and means with their covariance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kcli.stats.choices import Lonely
from kcli.stats.lonely import lonely_covariance

__all__ = ["LonelyStratumError", "Ratios", "effective_base", "ratios"]

ROUNDING = 1e-26  # a variance below it is what is left of rounding, and no variance
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

    Of several bases together: everyone who is in any of them.
    """

    value: Floats
    covariance: Floats
    dof: int
    n_base: int
    w_base: float
    kish_n: float


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
    matrix = np.atleast_2d(np.asarray(numerators, float))
    bases = np.broadcast_to(np.asarray(base, float), matrix.shape)
    inside = bases.max(axis=0, initial=0.0)
    totals = w.sum(axis=0)
    w_bases = bases @ totals
    w_base = float(inside @ totals)
    in_base = (n @ inside).astype(np.int64)
    n_base = int(in_base.sum())
    strata = w2.shape[0]
    targets = len(matrix)
    squares = float(inside @ w2.sum(axis=0) @ inside)
    if w_base <= 0 or (w_bases <= 0).any():
        empty = np.full(targets, np.nan)
        return Ratios(empty, np.full((targets, targets), np.nan), 0, n_base, w_base, 0.0)
    value = matrix @ totals / w_bases
    centre = value if at is None else np.asarray(at, float)
    influence = (matrix - centre[:, None] * bases) / w_bases[:, None]
    z = w @ influence.T
    present = np.bincount(stratum_of, in_base, strata) > 0
    if clustered:
        units = np.bincount(stratum_of, minlength=strata)
        dof = int((in_base > 0).sum() - present.sum())
    else:
        units = np.bincount(stratum_of, rows, strata).astype(np.int64)
        dof = n_base - int(present.sum())
    alone = np.flatnonzero((units < 2) & present)
    counts = len(alone) > 0 and (clustered or strata > 1)
    if counts and lonely == "fail":
        raise LonelyStratumError(int(alone[0]))
    rest = 1.0 if population_size is None else 1 - rows.sum() / population_size
    covariance = np.zeros((targets, targets))
    if counts and lonely != "fail":
        sums = [z[stratum_of == h].sum(axis=0) for h in alone]
        covariance += rest * lonely_covariance(sums, lonely)
    for h in np.flatnonzero(units > 1):
        m = units[h]
        if clustered:
            centred = z[stratum_of == h] - z[stratum_of == h].sum(axis=0) / m
            inner = centred.T @ centred
        else:
            total = z[stratum_of == h].sum(axis=0)
            inner = influence @ w2[h] @ influence.T - np.outer(total, total) / m
        covariance += rest * m / (m - 1) * inner
    # What sums of squares lose to rounding never makes a variance negative.
    variance = np.diag(covariance)
    lost = variance < ROUNDING * np.maximum(1.0, value**2)
    covariance[lost, :] = covariance[:, lost] = 0.0
    kish_n = float(effective_base(w_base, squares))
    return Ratios(value, covariance, dof, n_base, w_base, kish_n)


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
