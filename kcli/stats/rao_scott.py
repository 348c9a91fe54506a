"""Independence of the rows and columns of a table, under a sample design."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["RaoScott", "UntestableError", "f_tail", "rao_scott"]

Floats = NDArray[np.float64]
TOLERANCE = 1e-9  # shares are sums of floating-point weights


class UntestableError(ValueError):
    """A table that has no test; ``why`` is the reason as a code."""

    def __init__(self, why: str, message: str) -> None:
        super().__init__(message)
        self.why = why


@dataclass(frozen=True, slots=True)
class RaoScott:
    """A test of independence.

    Attributes
    ----------
    f, ndf, ddf, p_value : float
        The statistic, the degrees of freedom of its F distribution, and the tail beyond it.
    chi_squared : float
        Pearson's statistic of the weighted table scaled to n; without the design it has
        (r - 1)(c - 1) degrees of freedom.
    deff : float
        The mean of the generalised design effects.
    """

    f: float
    ndf: float
    ddf: float
    p_value: float
    chi_squared: float
    deff: float


def rao_scott(shares: ArrayLike, covariance: ArrayLike, n: int, dof: float) -> RaoScott:
    r"""Rao and Scott's second-order test that rows and columns are independent.

    With p the shares, D their diagonal matrix, V their covariance and C a basis of the
    interactions (of tables whose rows and columns all sum to 0),

    .. math:: \Delta = (C' D^{-1} C / n)^{-1} (C' D^{-1} V D^{-1} C), \quad
              X^2 = n \sum \frac{(p_{ij} - p_{i.} p_{.j})^2}{p_{i.} p_{.j}}

    :math:`F = X^2 / tr \Delta` is referred to an F distribution with
    :math:`\nu_1 = (tr \Delta)^2 / tr \Delta^2` and :math:`\nu_1 \nu` degrees of freedom, where
    :math:`\nu` are those of the design. It is R's ``survey::svychisq(statistic = "F")``. Under
    simple random sampling :math:`\Delta` is the identity.

    Parameters
    ----------
    shares : array_like of float, shape (r, c)
        Of everyone who is in the table; they add up to 1. Rows and columns of nobody are left out.
    covariance : array_like of float, shape (r * c, r * c)
        Of the shares, row by row, under the design: of :func:`kcli.stats.design.ratios` whose
        numerators are the cells one by one and whose base is all of them.
    n : int
        Respondents in the table.
    dof : float
        Degrees of freedom of the design; above 0.

    Raises
    ------
    ValueError
        Where shapes do not fit.
    UntestableError
        Where shares do not add up to 1, less than two rows or columns have anybody, or too many
        cells are empty for a test; where the shares do not vary under the design.

    Notes
    -----
    An empty cell adds nothing to :math:`\Delta`, as in R.

    References
    ----------
    Rao, J. N. K. & Scott, A. J. (1984). On chi-squared tests for multiway contingency tables with
    cell proportions estimated from survey data. *Annals of Statistics* 12, 46-60. Thomas, D. R. &
    Rao, J. N. K. (1987). Small-sample comparisons of level and power for simple goodness-of-fit
    statistics under cluster sampling. *JASA* 82, 630-636.

    Examples
    --------
    A simple random sample of 100:

    >>> import numpy as np
    >>> p = np.array([[0.3, 0.2], [0.2, 0.3]])
    >>> found = rao_scott(p, (np.diag(p.ravel()) - np.outer(p, p)) / 100, n=100, dof=99)
    >>> round(found.chi_squared, 6), round(found.f, 6), round(found.ndf, 6), round(found.p_value, 4)
    (4.0, 4.0, 1.0, 0.0482)
    """
    table, matrix = np.asarray(shares, float), np.asarray(covariance, float)
    if table.ndim != 2 or matrix.shape != (table.size, table.size):
        raise ValueError(f"a table of {table.shape} has no covariance of {matrix.shape}")
    if abs(table.sum() - 1) > TOLERANCE or dof <= 0:
        message = f"the shares add up to {table.sum():.10g}, with {dof} degrees of freedom"
        raise UntestableError("no-dof", message)
    rows, columns = table.sum(axis=1) > 0, table.sum(axis=0) > 0
    if rows.sum() < 2 or columns.sum() < 2:
        message = "a table needs two rows and two columns with somebody in them"
        raise UntestableError("too-small", message)
    kept = np.outer(rows, columns).ravel()
    table, matrix = table[np.ix_(rows, columns)], matrix[np.ix_(kept, kept)]
    p = table.ravel()
    expected = np.outer(table.sum(axis=1), table.sum(axis=0))
    chi_squared = n * float(((table - expected) ** 2 / expected).sum())
    scaled = _interactions(*table.shape) * np.divide(1, p, where=p > 0, out=np.zeros_like(p))
    simple = scaled @ (p[:, None] * scaled.T) / n
    if np.linalg.matrix_rank(simple, hermitian=True) < len(simple):
        raise UntestableError("empty-cells", "too many cells are empty")
    delta = np.linalg.solve(simple, scaled @ matrix @ scaled.T)
    trace = float(np.trace(delta))
    if trace <= 0:
        raise UntestableError("no-variation", "the shares do not vary under this design")
    ndf = trace**2 / float(np.trace(delta @ delta))
    f = chi_squared / trace
    return RaoScott(f, ndf, ndf * dof, f_tail(f, ndf, ndf * dof), chi_squared, trace / len(delta))


def _interactions(rows: int, columns: int) -> Floats:
    """A basis of the tables whose rows and columns sum to 0, shape (tables, cells)."""
    contrasts = (np.eye(levels)[:-1] - np.eye(levels)[-1] for levels in (rows, columns))
    return np.asarray(np.kron(*contrasts), dtype=np.float64)


def f_tail(f: float, ndf: float, ddf: float) -> float:
    r"""The probability that an F of ``ndf`` and ``ddf`` degrees of freedom is above ``f``.

    :math:`I_x(\nu_2/2, \nu_1/2)` at :math:`x = \nu_2 / (\nu_2 + \nu_1 f)`, the regularised
    incomplete beta function: exact also far out in the tail.

    >>> round(f_tail(4.0, 1, 10), 6)
    0.073388
    """
    from scipy.special import betainc

    return float(betainc(ddf / 2, ndf / 2, ddf / (ddf + ndf * f)))
