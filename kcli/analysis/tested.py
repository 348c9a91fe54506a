"""The limits and the p of a difference of two shares, each known as far as the evidence goes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial

from kcli.analysis.estimate import Estimation
from kcli.analysis.precision import Method
from kcli.model.records import number
from kcli.stats.differences import newcombe, newcombe_p_value, satterthwaite
from kcli.stats.student import t_p_value, t_quantile, t_tail

__all__ = ["Tested", "difference_at_bounds", "difference_of_respondents", "student", "welch"]

SMALL = 30  # below so many effective respondents the limits are Newcombe's


@dataclass(frozen=True)
class Tested:
    """Limits and p of the first share minus the second, and how they came about."""

    low: float | None = None
    high: float | None = None
    p_value: float | None = None
    method: str | None = None


def difference_of_respondents(
    one: Estimation,
    two: Estimation,
    method: Method,
    dof: float,
    name: str = "t",
    se: float | None = None,
) -> Tested:
    """Of two samples or groups: t, or Newcombe where one is small, or all or none.

    ``name`` is that of the method where it is t; ``se`` is the standard error
    of the difference, where the two share strata, units or people.
    """
    a, b = one.record, two.record
    if one.n_eff is None or two.n_eff is None:
        return Tested()
    if a.share is None or b.share is None or a.se is None or b.se is None or dof <= 0:
        return Tested()
    quantile = t_quantile(method.confidence, dof)
    if min(one.n_eff, two.n_eff) < SMALL or {a.share, b.share} & {0.0, 1.0}:
        low, high = newcombe(a.share, one.n_eff, b.share, two.n_eff, quantile)
        p_value = newcombe_p_value(a.share, one.n_eff, b.share, two.n_eff, partial(t_tail, dof=dof))
        return Tested(number(low), number(high), number(p_value), "newcombe")
    spread = math.hypot(a.se, b.se) if se is None else se
    return student(a.share - b.share, spread, dof, method, name)


def welch(one: Estimation, two: Estimation, method: Method) -> Tested:
    """Of two independent samples of respondents, each with its own degrees of freedom.

    Satterthwaite (1946); Welch (1947). Shares as in
    :func:`difference_of_respondents`, mean scores by t.
    """
    a, b = one.record, two.record
    if a.se is None or b.se is None or not a.dof or not b.dof:
        return Tested()
    if a.se == b.se == 0:
        return Tested()
    dof = satterthwaite((a.se**2, a.dof), (b.se**2, b.dof))
    if a.option_kind != "score":
        return difference_of_respondents(one, two, method, dof, name="welch")
    if a.share is None or b.share is None or a.low is None or b.low is None:
        return Tested()
    return student(a.share - b.share, math.hypot(a.se, b.se), dof, method, "welch")


def difference_at_bounds(one: Estimation, two: Estimation, method: Method) -> Tested:
    """Limits at the bounds, and the p of the difference nearest to 0 that the facts allow."""
    a, b, n, m = one.bounds, two.bounds, one.n_eff, two.n_eff
    if a is None or b is None or n is None or m is None:
        return Tested()
    if a.low is None or a.high is None or b.low is None or b.high is None:
        return Tested()
    low = newcombe(float(a.low), n, float(b.high), m, method.quantile)[0]
    high = newcombe(float(a.high), n, float(b.low), m, method.quantile)[1]
    if a.low > b.high:
        p_value = newcombe_p_value(float(a.low), n, float(b.high), m)
    elif b.low > a.high:
        p_value = newcombe_p_value(float(a.high), n, float(b.low), m)
    else:
        p_value = 1.0
    return Tested(number(low), number(high), number(p_value), "newcombe_at_bounds")


def student(difference: float, se: float, dof: float, method: Method, name: str) -> Tested:
    """By t, with a standard error that is known; nothing where there is none."""
    if se <= 0 or dof <= 0:
        return Tested()
    spread = t_quantile(method.confidence, dof) * se
    p_value = t_p_value(difference / se, dof)
    return Tested(number(difference - spread), number(difference + spread), number(p_value), name)
