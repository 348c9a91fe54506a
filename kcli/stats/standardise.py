"""Direct standardisation: shares of several groups as if all had the same composition."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["EmptyCellError", "Standardised", "pooled_composition", "standardise"]

Floats = NDArray[np.float64]
TOLERANCE = 1e-9


class EmptyCellError(ValueError):
    """A group has nobody in a cell that others have. ``group`` and ``cell`` are their places."""

    def __init__(self, group: int, cell: int) -> None:
        super().__init__(f"group {group} has nobody in cell {cell}")
        self.group = group
        self.cell = cell


@dataclass(frozen=True)
class Standardised:
    """Shares of groups under one composition.

    Attributes
    ----------
    value : float array, shape (groups,)
    covariance : float array, shape (groups, groups)
        A difference of two has the variance V_aa + V_bb - 2 V_ab.
    """

    value: Floats
    covariance: Floats


def pooled_composition(w_base: ArrayLike) -> Floats:
    """The composition of all groups together: the share of each cell in all weights.

    Parameters
    ----------
    w_base : array_like of float, shape (groups, cells)
        Sum of the weights of each group's base in each cell. The groups count as they weigh; for
        an even mix of two populations each row is divided by its sum first.

    Returns
    -------
    ndarray of float, shape (cells,)

    Raises
    ------
    EmptyCellError
        Where a cell has somebody of one group and nobody of another: nothing is known of how
        that group would answer there.

    Examples
    --------
    >>> pooled_composition([[30, 10], [30, 30]]).tolist()
    [0.6, 0.4]
    """
    weights = np.asarray(w_base, float)
    found = weights.sum(axis=0)
    empty = np.argwhere((weights <= 0) & (found > 0))
    if len(empty):
        raise EmptyCellError(int(empty[0][0]), int(empty[0][1]))
    return np.asarray(found / found.sum())


def standardise(shares: ArrayLike, covariance: ArrayLike, composition: ArrayLike) -> Standardised:
    r"""Shares of groups, with the composition of every group set to the same one.

    With p the share of group d in cell k, and c the composition, :math:`\sum_k c_k p_{dk}`. What
    is left of a difference between two groups is not due to how they are made up of the cells;
    the crude difference less this one is.

    Parameters
    ----------
    shares : array_like of float, shape (groups, cells)
        Of those of the group who are in the cell.
    covariance : array_like of float, shape (groups * cells,) * 2 or (groups * cells + cells,) * 2
        Of the shares, group by group, as of :func:`kcli.stats.design.ratios` with a base for each.
        In the larger one the shares of the composition follow: it is estimated from the same
        sample, and adds its part to the variance. In the smaller one it is a constant.
    composition : array_like of float, shape (cells,)
        Not negative, adding up to 1.

    Returns
    -------
    Standardised

    Raises
    ------
    ValueError
        Where shapes do not fit, or the composition is none.

    Notes
    -----
    :math:`V = J \Sigma J'`, with J the derivatives by the shares, :math:`c_k`, and by the
    composition, :math:`p_{dk}`. With a constant composition it is R's
    ``survey::svystandardize``, which takes the composition of the sample for constant, too.

    References
    ----------
    Kitagawa, E. M. (1955). Components of a difference between two rates. *JASA* 50, 1168-1194.
    Fleiss, J. L., Levin, B. & Paik, M. C. (2003). *Statistical Methods for Rates and
    Proportions*, 3rd ed. Wiley, chapter 19.

    Examples
    --------
    Two groups that answer alike in either cell, and differ in how many are in each:

    >>> p = [[0.2, 0.6], [0.2, 0.6]]
    >>> crude = [0.75 * 0.2 + 0.25 * 0.6, 0.5 * 0.2 + 0.5 * 0.6]
    >>> [round(share, 3) for share in crude]
    [0.3, 0.4]
    >>> standardise(p, [[0.0] * 4] * 4, [0.6, 0.4]).value.round(3).tolist()
    [0.36, 0.36]
    """
    p, sigma, c = (np.asarray(a, float) for a in (shares, covariance, composition))
    groups, cells = p.shape
    if c.shape != (cells,) or not (c >= 0).all() or abs(c.sum() - 1) > TOLERANCE:
        raise ValueError(f"the composition of {cells} cells is not {c.tolist()}")
    jacobian = np.kron(np.eye(groups), c)
    if len(sigma) == groups * cells + cells:
        jacobian = np.hstack([jacobian, p])
    if sigma.shape != (jacobian.shape[1],) * 2:
        raise ValueError(f"shares of {p.shape} have no covariance of {sigma.shape}")
    return Standardised(p @ c, jacobian @ sigma @ jacobian.T)
