"""Variances from the replicate weights that a file brings: jackknife, BRR, bootstrap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "EmptyReplicateError",
    "Replication",
    "bootstrap",
    "brr",
    "gram_dof",
    "jk1",
    "jkn",
    "replicate_covariance",
    "replicate_dof",
]

Floats = NDArray[np.float64]
LOST = 1e-12  # the part of a value by which rounding alone sets a replicate apart
RANK = 1e-5  # how far a column must be from the span of others to count, as in R's survey


class EmptyReplicateError(ValueError):
    """A replicate leaves nobody in a base. ``replicate`` is its place."""

    def __init__(self, replicate: int) -> None:
        super().__init__(f"replicate {replicate} has nobody in the base")
        self.replicate = replicate


@dataclass(frozen=True, slots=True)
class Replication:
    """How replicates make a variance: ``scale * sum(rscales * (replicate - centre)**2)``.

    Attributes
    ----------
    scale : float
    rscales : tuple of float, length R
        One factor for each replicate.
    mse : bool
        Whether the centre is the estimate of the whole sample; otherwise the mean of the
        replicates, which gives a variance that is a little smaller.
    """

    scale: float
    rscales: tuple[float, ...]
    mse: bool


def jk1(count: int, *, mse: bool = True) -> Replication:
    """Jackknife without strata: each of R replicates leaves out one of R groups.

    The scale is (R - 1)/R. Wolter, K. M. (2007). *Introduction to Variance Estimation*, 2nd ed.
    Springer, section 4.2.

    >>> jk1(4).scale
    0.75
    """
    return Replication((count - 1) / count, (1.0,) * count, mse)


def jkn(rscales: Sequence[float], *, mse: bool = True) -> Replication:
    """Stratified jackknife: each replicate leaves out one unit of one stratum.

    The factor of a replicate is (m - 1)/m for the m units of its stratum; files state it. (JK2,
    with one replicate for each pair of units, has factors of 1.) Wolter (2007), section 4.5.

    >>> jkn([0.5, 0.5]).rscales
    (0.5, 0.5)
    """
    return Replication(1.0, tuple(map(float, rscales)), mse)


def brr(count: int, *, fay: float = 0.0, mse: bool = True) -> Replication:
    """Balanced repeated replication: half-samples of strata with two units each.

    The scale is 1/(R (1 - fay)^2). With ``fay`` above 0 the half left out keeps that part of its
    weight. McCarthy, P. J. (1969). Pseudo-replication: half samples. *Review of the International
    Statistical Institute* 37, 239-264. Judkins, D. R. (1990). Fay's method for variance
    estimation. *Journal of Official Statistics* 6, 223-239.

    >>> brr(80).scale, brr(80, fay=0.5).scale
    (0.0125, 0.05)
    """
    if not 0 <= fay < 1:
        raise ValueError(f"Fay's factor is from 0 to below 1, not {fay}")
    return Replication(1 / (count * (1 - fay) ** 2), (1.0,) * count, mse)


def bootstrap(count: int, *, mse: bool = True) -> Replication:
    """Bootstrap: replicates of units drawn with replacement.

    The scale is 1/(R - 1), as in R's ``svrepdesign``. Rao, J. N. K., Wu, C. F. J. & Yue, K. (1992).
    Some recent work on resampling methods for complex surveys. *Survey Methodology* 18, 209-217.

    >>> bootstrap(101).scale
    0.01
    """
    return Replication(1 / (count - 1), (1.0,) * count, mse)


def replicate_covariance(
    numerators: ArrayLike,
    base: ArrayLike,
    *,
    totals: ArrayLike,
    replicates: ArrayLike,
    replication: Replication,
    combine: ArrayLike | None = None,
) -> Floats:
    r"""Covariance of ratios of weighted sums, from replicates of the sums.

    With :math:`\theta_k` the ratios under the weights of replicate k, and :math:`\theta` those of
    the whole sample (or the mean of the replicates), :math:`V = a \sum_k a_k (\theta_k - \theta)
    (\theta_k - \theta)'`. With ``combine`` :math:`\theta` are sums of the ratios, such as the
    difference of two.

    Parameters
    ----------
    numerators : array_like of float, shape (targets, C)
        As of :func:`kcli.stats.design.ratios`.
    base : array_like of float, shape (C,) or (targets, C)
        As of :func:`kcli.stats.design.ratios`.
    totals : array_like of float, shape (C,)
        Sum of the weights of those with each answer.
    replicates : array_like of float, shape (R, C)
        The same under the weights of each replicate. Replicate weights are whole weights; where
        they come as factors, they are multiplied by the weight first.
    replication : Replication
        R factors.
    combine : array_like of float, shape (sums, targets), optional
        What each ratio counts in each sum: ``[[-1, 1]]`` is the second less the first.

    Returns
    -------
    ndarray of float, shape (targets, targets)
        Of the ratios; with ``combine`` of the sums of them.

    Raises
    ------
    EmptyReplicateError
        Where a replicate has nobody in a base.

    References
    ----------
    Wolter, K. M. (2007). *Introduction to Variance Estimation*, 2nd ed. Springer.
    Lumley, T. (2010). *Complex Surveys*. Wiley, section 2.3.

    Examples
    --------
    Four respondents, of whom the first says yes; each replicate leaves out one:

    >>> yes_no = [[0, 4], [4 / 3, 8 / 3], [4 / 3, 8 / 3], [4 / 3, 8 / 3]]
    >>> v = replicate_covariance([[1, 0]], [1, 1], totals=[1, 3], replicates=yes_no,
    ...                          replication=jk1(4))
    >>> float(v[0, 0].round(6)), 0.25 * 0.75 / 3
    (0.0625, 0.0625)
    """
    matrix = np.atleast_2d(np.asarray(numerators, float))
    bases = np.broadcast_to(np.asarray(base, float), matrix.shape)
    sums, rscales = np.asarray(replicates, float), np.array(replication.rscales)
    if len(rscales) != len(sums):
        raise ValueError(f"{len(sums)} replicates have {len(rscales)} factors")
    under = sums @ bases.T
    empty = np.flatnonzero((under <= 0).any(axis=1) & (rscales > 0))
    if len(empty):
        raise EmptyReplicateError(int(empty[0]))
    counts = rscales > 0
    together = np.eye(len(matrix)) if combine is None else np.atleast_2d(np.asarray(combine, float))
    values = (sums @ matrix.T)[counts] / under[counts] @ together.T
    whole = np.asarray(totals, float)
    mean = values.mean(axis=0)
    centre = together @ (matrix @ whole / (bases @ whole)) if replication.mse else mean
    away = (values - centre) * np.sqrt(rscales[counts])[:, None]
    size = (sums @ np.abs(matrix).T)[counts] / under[counts] @ np.abs(together).T
    away[np.abs(values - centre) <= LOST * size] = 0.0
    return np.asarray(replication.scale * away.T @ away)


def replicate_dof(weights: ArrayLike) -> int:
    """Degrees of freedom of replicate weights: how many are linearly independent, less one.

    Parameters
    ----------
    weights : array_like of float, shape (n, R)
        The replicate weights of the respondents of the base.

    References
    ----------
    ``degf`` of R's survey package. Valliant, R. & Rust, K. F. (2010). Degrees of freedom
    approximations and rules-of-thumb. *Journal of Official Statistics* 26, 585-602.

    Examples
    --------
    >>> replicate_dof([[0, 2, 1], [2, 0, 1]])
    1
    """
    matrix = np.asarray(weights, float)
    return gram_dof(matrix.T @ matrix)


def gram_dof(products: ArrayLike) -> int:
    """The same of the products of replicate weights, which may be added up over respondents.

    Parameters
    ----------
    products : array_like of float, shape (R, R)
        Sums over the respondents of the base of each two replicate weights multiplied.

    Examples
    --------
    >>> gram_dof([[4, 0, 2], [0, 4, 2], [2, 2, 2]])
    1
    """
    matrix = np.asarray(products, float)
    scale = np.sqrt(np.diag(matrix))
    used = scale > 0
    if not used.any():
        return 0
    unit = matrix[np.ix_(used, used)] / np.outer(scale[used], scale[used])
    return int(np.linalg.matrix_rank(unit, rtol=RANK**2, hermitian=True)) - 1
