"""Differences of two shares from independent samples, and tests of many of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from statistics import NormalDist

from kcli.stats.intervals import wilson

NORMAL = NormalDist()
__all__ = [
    "exact_lead_p_value",
    "holm",
    "lead_p_value",
    "newcombe",
    "newcombe_p_value",
    "satterthwaite",
]


def newcombe(
    first: float, n_first: float, second: float, n_second: float, quantile: float
) -> tuple[float, float]:
    r"""Limits of ``first - second`` by the hybrid of the two Wilson intervals.

    With Wilson limits :math:`(l_1, u_1)` and :math:`(l_2, u_2)`: from
    :math:`d - \sqrt{(p_1 - l_1)^2 + (u_2 - p_2)^2}` to
    :math:`d + \sqrt{(u_1 - p_1)^2 + (p_2 - l_2)^2}`.

    References
    ----------
    Newcombe, R. G. (1998). Interval estimation for the difference between
    independent proportions: comparison of eleven methods. *Statistics in
    Medicine* 17, 873-890, method 10.

    Examples
    --------
    Newcombe's own example (a), 56/70 and 48/80:

    >>> [round(limit, 4) for limit in newcombe(56 / 70, 70, 48 / 80, 80, 1.959964)]
    [0.0524, 0.3339]
    """
    low_first, high_first = wilson(first, n_first, quantile)
    low_second, high_second = wilson(second, n_second, quantile)
    gap = first - second
    return (
        gap - math.hypot(first - low_first, high_second - second),
        gap + math.hypot(high_first - first, second - low_second),
    )


def newcombe_p_value(
    first: float,
    n_first: float,
    second: float,
    n_second: float,
    tail: Callable[[float], float] = lambda x: math.erfc(-x / math.sqrt(2)) / 2,
) -> float:
    """Two-sided p of no difference: 1 minus the confidence at which a limit touches 0.

    ``tail`` is the distribution function that the quantile belongs to.
    """
    if first < second:
        first, n_first, second, n_second = second, n_second, first, n_first
    if first == second:
        return 1.0
    inside, outside = 0.0, 1.0
    while newcombe(first, n_first, second, n_second, outside)[0] > 0:
        inside, outside = outside, outside * 2
        if outside > 64:
            return 0.0
    for _ in range(60):
        middle = (inside + outside) / 2
        if newcombe(first, n_first, second, n_second, middle)[0] > 0:
            inside = middle
        else:
            outside = middle
    return 2 * tail(-inside)


def satterthwaite(*parts: tuple[float, float]) -> float:
    r"""Degrees of freedom of a sum of independent variances.

    With each part a variance and its degrees of freedom,
    :math:`(\sum v)^2 / \sum v^2/\nu`: never less than the least of them
    that counts, never more than their sum.

    References
    ----------
    Satterthwaite, F. E. (1946). An approximate distribution of estimates of
    variance components. *Biometrics Bulletin* 2, 110-114. Welch, B. L. (1947).
    *Biometrika* 34, 28-35.

    Examples
    --------
    >>> satterthwaite((4.0, 10), (4.0, 10)), satterthwaite((4.0, 10), (0.0, 3))
    (20.0, 10.0)
    """
    total = sum(variance for variance, _ in parts)
    return total**2 / sum(variance**2 / dof for variance, dof in parts)


def lead_p_value(lead: float, n: float) -> float:
    r"""Two-sided p of no lead of one option over another of the same sample.

    The variance :math:`(p_1 + p_2 - (p_1 - p_2)^2)/n` is taken at its largest,
    :math:`p_1 + p_2 = 1`, because published facts rarely give the sum: the p
    is an upper bound.
    """
    if lead <= 0:
        return 1.0
    if lead >= 1:
        return 0.0
    return 2 * NORMAL.cdf(-lead / math.sqrt((1 - lead * lead) / n))


def holm(p_values: Sequence[float | None]) -> list[float | None]:
    """p-values adjusted for their number by Holm's step-down; None stays None.

    Holm, S. (1979). *Scandinavian Journal of Statistics* 6, 65-70.

    >>> holm([0.01, None, 0.04, 0.03])
    [0.03, None, 0.06, 0.06]
    """
    order = sorted((p, place) for place, p in enumerate(p_values) if p is not None)
    adjusted: list[float | None] = [None] * len(p_values)
    running = 0.0
    for rank, (p, place) in enumerate(order):
        running = max(running, min(1.0, p * (len(order) - rank)))
        adjusted[place] = running
    return adjusted


def exact_lead_p_value(first: int, second: int) -> float:
    """Two-sided p of no lead between two options, of unweighted counts: exact binomial.

    Given that a respondent chose one of the two, each is as likely as the
    other: twice the smaller tail, at most 1.

    >>> round(exact_lead_p_value(9, 1), 6)
    0.021484
    """
    total = first + second
    tail = sum(math.comb(total, k) for k in range(min(first, second) + 1))
    return float(min(Fraction(1), Fraction(2 * tail, 1 << total)))
