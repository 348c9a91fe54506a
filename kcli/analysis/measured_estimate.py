"""Estimates from respondents: each answer, net, category and mean score as a record."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from kcli.analysis.estimate import Estimation
from kcli.analysis.measured import MeasuredSample
from kcli.analysis.precision import Method, is_counted
from kcli.facts.polytope import Bounds
from kcli.model.questionnaire import SampleView
from kcli.model.records import Estimate, number, numbers
from kcli.stats.design import Ratios
from kcli.stats.student import t_quantile

__all__ = ["estimate_category", "estimate_measured"]

_NO_FACTS: frozenset[Any] = frozenset()
_NEAR, _DIGITS = 1e-15, 10**12


def estimate_measured(
    measured: MeasuredSample, method: Method, language: str = "en"
) -> tuple[Estimation, ...]:
    """Every option of the base, every net, and the mean score where each answer has one."""
    found = measured.ratios(measured.targets.shares)
    common = _common(measured, found)
    counts = measured.counts
    known = [
        {**common, **named, "n_option": counts[name]}
        for name, named in measured.targets.named(language).items()
    ]
    estimations = _shares(measured, found, known, method)
    score = _score(measured, method)
    return tuple([*estimations, score] if score else estimations)


def _common(measured: MeasuredSample, found: Ratios) -> dict[str, Any]:
    sample = measured.sample
    return {
        "survey": sample.survey,
        "wave": sample.wave,
        "population": sample.population,
        "country": sample.country,
        "sample": sample.id,
        "item": measured.asking.item,
        "base": measured.base,
        "n_base": found.n_base,
        "w_base": number(found.w_base),
        "n_not_asked": measured.cells.n_not_asked,
        "n_not_stated": measured.cells.n_not_stated,
        "evidence": "measured",
    }


def estimate_category(
    measured: MeasuredSample,
    sure: Sequence[str],
    elsewhere: Sequence[str],
    named: Mapping[str, Any],
    method: Method,
) -> Estimation:
    """A category that some options surely belong to, and some surely do not.

    What may belong to it either way makes a range: the lower limit is that of
    what is sure, the upper one that of all that may be.
    """
    if measured.asking.type == "multiple" and len(sure) > 1:
        return _of_any(measured, sure, named, method)
    low = measured.ratios([dict.fromkeys(sure, 1.0)])
    options = measured.asking.options
    may_be = [option for option in measured.asking.substantive if option not in elsewhere]
    count = measured.count(dict.fromkeys(sure, 1.0)) if sure else 0
    least = _share(measured, low, {**_common(measured, low), **named, "n_option": count}, method)
    if set(may_be) == set(sure) or least.bounds is None:
        return least
    if measured.asking.type == "multiple":
        may_be = list(options)
    high = measured.ratios([dict.fromkeys(may_be, 1.0)])
    known = {**_common(measured, high), **named, "n_option": None}
    most = _share(measured, high, known, method)
    a, b = least.record, most.record
    if b.share == a.share:  # nobody gave what may belong to it either way
        return least
    top = min(1.0, b.share) if b.share is not None else 1.0
    bounds: Any = Bounds(
        Fraction(a.share or 0), Fraction(top), True, True, frozenset(), frozenset()
    )
    record = replace(
        a,
        share=None,
        se=None,
        moe=None,
        deff=None,
        n_option=None,
        bound_high=number(top),
        high=b.high,
    )
    return Estimation(record, bounds, least.n_eff, None)


def _of_any(
    measured: MeasuredSample, sure: Sequence[str], named: Mapping[str, Any], method: Method
) -> Estimation:
    """Whoever gave any of several answers: a net that is counted, or from the largest part on.

    How many gave two of them is not among the sums, so without a net the share
    lies between that of the largest answer and the sum of all.
    """
    nets = measured.asking.nets
    net = next((name for name, body in nets.items() if set(body.options) == set(sure)), None)
    if net is not None:
        found = measured.ratios([{net: 1.0}])
        count = measured.count({net: 1.0})
        known = {**_common(measured, found), **named, "n_option": count}
        return _share(measured, found, known, method)
    found = measured.ratios([{option: 1.0} for option in sure])
    known = {**_common(measured, found), **named, "n_option": None}
    parts = _shares(measured, found, [known] * len(sure), method)
    largest = max(parts, key=lambda part: part.record.share or 0.0)
    if largest.bounds is None:
        return largest
    top = min(
        Fraction(1), sum((p.bounds.high or Fraction(0) for p in parts if p.bounds), Fraction(0))
    )
    record = replace(
        largest.record,
        share=None,
        se=None,
        moe=None,
        deff=None,
        high=None,
        low=None,
        method=None,
        interval_kind=None,
        bound_high=number(top),
    )
    bounds = replace(largest.bounds, high=top)
    return Estimation(record, bounds, None, None)


@dataclass(frozen=True, slots=True)
class _Figures:
    """What follows of one ratio, before any of it is rounded."""

    share: float
    se: float
    n_eff: float | None
    low: float | None
    high: float | None
    moe: float | None
    deff: float | None
    flags: tuple[str, ...]


def _share(
    measured: MeasuredSample, found: Ratios, known: Mapping[str, Any], method: Method
) -> Estimation:
    """The first of the ratios as an estimate, with what is known of it besides."""
    return _shares(measured, found, [known], method)[0]


def _shares(
    measured: MeasuredSample, found: Ratios, known: Sequence[Mapping[str, Any]], method: Method
) -> list[Estimation]:
    """The first ratios as estimates, one for each of ``known``: what is known of it besides."""
    if found.w_base <= 0:
        nobody = [Estimate(**each, flags=("empty_base",)) for each in known]
        return [Estimation(record, None, None, None) for record in nobody]
    values, variances = found.value.tolist(), found.covariance.diagonal().tolist()
    figures = [
        _figures(measured, found, values[place], variances[place], method)
        for place in range(len(known))
    ]
    rounded = iter(
        numbers(
            [x for f in figures for x in (f.share, f.low, f.high, f.se, f.moe, f.n_eff, f.deff)]
        )
    )
    return [
        _estimation(measured, found, each, own, [next(rounded) for _ in range(7)], method)
        for each, own in zip(known, figures, strict=True)
    ]


def _figures(
    measured: MeasuredSample, found: Ratios, value: float, variance: float, method: Method
) -> _Figures:
    p = min(1.0, max(0.0, value))
    se = math.sqrt(variance)
    n_eff, flags = _effective(p, variance, found)
    limits: tuple[float | None, float | None] = (None, None)
    moe = None
    if found.dof <= 0:
        flags = (*flags, "no_dof")
    elif n_eff is not None and not is_counted(measured.sample):
        limits = _limits(p, n_eff, found, method, flags)
        if measured.sample.sampling == "probability":
            moe = t_quantile(method.confidence, found.dof) * se
    return _Figures(p, se, n_eff, *limits, moe, _deff(p, variance, found.n_base), flags)


def _estimation(
    measured: MeasuredSample,
    found: Ratios,
    known: Mapping[str, Any],
    figures: _Figures,
    rounded: Sequence[float | None],
    method: Method,
) -> Estimation:
    share, low, high, se, moe, n_eff, deff = rounded
    shown = figures.low is not None
    record = Estimate(
        **known,
        share=share,
        low=low,
        high=high,
        se=se,
        moe=moe,
        bound_low=share,
        bound_high=share,
        bound_low_reached=True,
        bound_high_reached=True,
        n_eff=n_eff,
        deff=deff,
        dof=found.dof,
        method=method.interval if shown else None,
        interval_kind=_kind(measured.sample) if shown else None,
        flags=figures.flags,
    )
    exact = _exact(figures.share, known["n_option"], found.n_base)
    bounds: Any = Bounds(exact, exact, True, True, _NO_FACTS, _NO_FACTS)
    return Estimation(record, bounds, figures.n_eff if shown else None, None)


def _exact(p: float, count: int | None, n: int) -> Fraction:
    """The share of a count, where it is one; otherwise to twelve digits, being a sum of floats."""
    if count is not None and n and abs(p - count / n) < _NEAR:
        return Fraction(count, n)
    return Fraction(round(p * _DIGITS), _DIGITS)


def _limits(
    p: float, n_eff: float, found: Ratios, method: Method, flags: tuple[str, ...]
) -> tuple[float, float]:
    """Kish's base stands in where the design has none; Korn and Graubard take n there."""
    of_design = None if method.interval == "kg" and "kish_n_eff" in flags else n_eff
    return method.limits(p, of_design, found.n_base, found.dof)


def _kind(sample: SampleView) -> Literal["design", "model"]:
    return "design" if sample.sampling == "probability" else "model"


def _effective(p: float, variance: float, found: Ratios) -> tuple[float | None, tuple[str, ...]]:
    """The design's effective base; Kish's at 0 and 1, where the design has none."""
    if p in (0.0, 1.0):
        return found.kish_n, ("kish_n_eff",)
    if variance <= 0:
        return None, ("zero_variance",)
    return p * (1 - p) / variance, ()


def _deff(p: float, variance: float, n: int) -> float | None:
    if p in (0.0, 1.0) or n < 2:
        return None
    return variance / (p * (1 - p) / (n - 1))


def _score(measured: MeasuredSample, method: Method) -> Estimation | None:
    """The mean of the scores, over those whose answer has one; t limits."""
    asking = measured.asking
    scored = {
        name: float(asking.score[name]) for name in asking.score if name in asking.substantive
    }
    if not scored or set(scored) != set(asking.substantive) or asking.type != "single":
        return None
    narrow = replace(measured, base="substantive")
    found = narrow.ratios([scored])
    common = _common(narrow, found)
    named: dict[str, Any] = {
        "option": "score",
        "option_kind": "score",
        "option_label": "Mean score",
    }
    if found.w_base <= 0:
        return Estimation(Estimate(**common, **named, flags=("empty_base",)), None, None, None)
    mean, se = float(found.value[0]), math.sqrt(float(found.covariance[0, 0]))
    low = high = None
    counted = is_counted(measured.sample)
    if found.dof > 0 and se > 0 and not counted:
        spread = t_quantile(method.confidence, found.dof) * se
        low, high = mean - spread, mean + spread
    record = Estimate(
        **common,
        **named,
        share=number(mean),
        low=number(low),
        high=number(high),
        se=number(se),
        bound_low=number(mean),
        bound_high=number(mean),
        bound_low_reached=True,
        bound_high_reached=True,
        dof=found.dof,
        method="t" if low is not None else None,
        interval_kind=_kind(measured.sample) if low is not None else None,
    )
    exact = _exact(mean, None, 0)
    bounds: Any = Bounds(exact, exact, True, True, _NO_FACTS, _NO_FACTS)
    return Estimation(record, bounds, None, None)
