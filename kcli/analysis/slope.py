"""The slope of one answer over comparable waves, and its highest and lowest wave."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kcli.analysis.ends import Ends, shares_respondents
from kcli.analysis.estimate import Estimation
from kcli.analysis.precision import NAMED_KINDS, Method, is_counted
from kcli.analysis.series import Point
from kcli.analysis.shift import amount_of
from kcli.stats.differences import holm
from kcli.stats.intervals import normal_quantile
from kcli.stats.student import t_p_value, t_quantile
from kcli.stats.trend import Slope, logistic_slope
from kcli.text.trends import Peak

__all__ = ["LEAST", "Fit", "extreme", "fit_slope"]

LEAST = 5  # waves that a slope needs
HALVINGS = 20  # the slope is level there, so that its error is of the square of this


@dataclass(frozen=True)
class Fit:
    """A slope with its limits, for the shares as printed and at the ends of what they allow."""

    fitted: tuple[Point, ...] = ()
    reason: str | None = None
    best: Slope | None = None
    least: float | None = None
    most: float | None = None
    low: float | None = None
    high: float | None = None
    p_value: float | None = None
    dof: float | None = None
    measured: bool = False


def fit_slope(points: Sequence[Point], name: str, method: Method) -> Fit:
    """The slope, where at least five comparable waves have a share, a size and a time."""
    found = [(point, point.end.estimations[name]) for point in points]
    if any(e.record.option_kind == "score" for _, e in found):
        return Fit(reason="a mean score has no log-odds")
    if any(is_counted(point.end.side.sample) for point in points):
        return Fit(reason="people who are counted are no sample")
    ready = [(point, e) for point, e in found if _is_fitted(point, e)]
    ready.sort(key=lambda each: each[0].time or 0.0)
    fitted = tuple(point for point, _ in ready)
    if len(ready) < LEAST:
        return Fit(fitted, f"fewer than {LEAST} comparable waves have a share and a known size")
    if any(
        shares_respondents(a.end.side, b.end.side) for a in fitted for b in fitted if a is not b
    ):
        return Fit(fitted, "the same people were asked again")
    return _fitted(fitted, [e for _, e in ready], name, method)


def _is_fitted(point: Point, found: Estimation) -> bool:
    """Whether a point has what a curve needs: a share, its size, and when it was."""
    if point.time is None or not found.n_eff or found.record.share is None:
        return False
    return found.bounds is not None and found.bounds.low is not None


def _fitted(
    points: tuple[Point, ...], found: Sequence[Estimation], name: str, method: Method
) -> Fit:
    times = [point.time or 0.0 for point in points]
    variances = _variances(points, found, name)
    sizes = [
        float(e.record.n_base or 0) if variances is not None else float(e.n_eff or 0) for e in found
    ]
    if len(set(times)) < 2:
        return Fit(points, "all comparable waves were asked at one time")
    best = logistic_slope(times, [e.record.share or 0.0 for e in found], sizes, variances)
    extremes = [logistic_slope(times, s, sizes, variances) for s in _steepest(times, found, sizes)]
    slopes = [slope for slope in (best, *extremes) if slope is not None]
    if best is None or len(slopes) <= len(extremes):
        return Fit(points, "too many shares are 0% or 100%, or may be, for a logistic curve")
    dof = None
    if variances is not None:
        dof = sum(e.record.dof or 0.0 for e in found) - 1
        if dof <= 0:
            return Fit(points, "the designs leave no degrees of freedom")
    quantile = t_quantile(method.confidence, dof) if dof else normal_quantile(method.confidence)
    least, most = min(s.slope for s in slopes), max(s.slope for s in slopes)
    p_value = None
    if least > 0 or most < 0:
        nearest = min(abs(s.slope) / s.se if s.se else math.inf for s in slopes)
        p_value = t_p_value(nearest, dof) if dof else math.erfc(nearest / math.sqrt(2))
    return Fit(
        points,
        None,
        best,
        least,
        most,
        min(s.slope - quantile * s.se for s in slopes),
        max(s.slope + quantile * s.se for s in slopes),
        p_value,
        dof,
        variances is not None,
    )


def _steepest(
    times: Sequence[float], found: Sequence[Estimation], sizes: Sequence[float]
) -> Iterator[list[float]]:
    """Shares among which are those of the least and of the greatest slope that the facts allow.

    A share moves the slope by its wave's distance in time from the mean time,
    each wave weighing its size times p (1 - p) on the curve. So at the extremes
    every share is least up to some wave and greatest after it, or the other way
    round; only a wave right at that mean may have a share in between.
    """
    lows = [float(e.bounds.low or 0) for e in found if e.bounds is not None]
    highs = [float(e.bounds.high or 0) for e in found if e.bounds is not None]
    if lows == highs:
        return
    for early, late in ((lows, highs), (highs, lows)):
        yield list(late)
        for place in range(len(found)):
            yield [*early[: place + 1], *late[place + 1 :]]
            between = _balanced(times, sizes, early, late, place)
            if between is not None:
                yield between


def _balanced(
    times: Sequence[float],
    sizes: Sequence[float],
    early: Sequence[float],
    late: Sequence[float],
    place: int,
) -> list[float] | None:
    """With which share of its own a wave lies right at the mean time; None where with none."""

    def shares(part: float) -> list[float]:
        own = early[place] + part * (late[place] - early[place])
        return [*early[:place], own, *late[place + 1 :]]

    def beyond(part: float) -> float:
        found = logistic_slope(times, shares(part), sizes)
        if found is None:
            return 0.0
        weights = [size * pi * (1 - pi) for size, pi in zip(sizes, found.fitted, strict=True)]
        moments = (w * (times[place] - t) for w, t in zip(weights, times, strict=True))
        return math.fsum(moments)

    first, last = 0.0, 1.0
    side = beyond(first)
    if side * beyond(last) >= 0:
        return None
    for _ in range(HALVINGS):
        middle = (first + last) / 2
        if side * beyond(middle) > 0:
            first = middle
        else:
            last = middle
    return shares(first)


def _variances(
    points: Sequence[Point], found: Sequence[Estimation], name: str
) -> list[Callable[[float], float]] | None:
    """Of respondents the variance of their design; None where any wave is only published."""
    several = [point.end.side.asking.type == "multiple" for point in points]
    if any(e.record.evidence != "measured" for e in found):
        return None
    return [
        _about(point, name, multiple=multiple)
        for point, multiple in zip(points, several, strict=True)
    ]


def _about(point: Point, name: str, *, multiple: bool) -> Callable[[float], float]:
    end = point.end
    assert end.respondents is not None
    sample = end.respondents.measured(end.place)
    parts = end.parts.get(name, (name,))
    target = dict.fromkeys(parts, 1.0)
    if multiple and len(parts) > 1:
        # Whoever gave any of them is counted once, in a net; they are never added up.
        nets = sample.asking.nets.items()
        target = {next(net for net, body in nets if set(body.options) == set(parts)): 1.0}
    return lambda at: sample.variance_about(target, at)


def extreme(points: Sequence[Point], name: str, method: Method, sign: int) -> Peak:
    """The highest wave (or, with -1, the lowest), and those that a test does not tell from it.

    It is certain where no other wave can lie beyond it; one of which nothing is known can.
    """
    found = [(p, p.end.estimations[name]) for p in points]
    if len(found) < 2 or any(p.end.side.sample.population in NAMED_KINDS for p, _ in found):
        return Peak()
    if any(e.bounds is None for _, e in found):
        return Peak()
    reached = [(_end(e, sign, inner=True), p, e) for p, e in found]
    top, point, best = max(reached, key=lambda each: each[0])
    if all(_end(e, sign, inner=inner) == top for _, e in found for inner in (True, False)):
        return Peak()  # it never changed
    rivals = [(p, e) for p, e in found if p is not point]
    if any(_end(e, sign, inner=False) > top for _, e in rivals):
        return Peak()
    tests = [Ends(p.end, point.end).tested((name, name), method).p_value for p, _ in rivals]
    adjusted = holm(tests)
    # Ranges that touch leave nothing to test; a size that nobody knows leaves no test at all,
    # and neither do the same people, unless their answers are known one by one.
    untested = [
        p.wave
        for (p, e), chance in zip(rivals, tests, strict=True)
        if not e.n_eff
        or not best.n_eff
        or (chance is None and shares_respondents(p.end.side, point.end.side))
    ]
    level = [
        p.wave
        for (p, _), chance in zip(rivals, adjusted, strict=True)
        if p.wave not in untested and (chance is None or chance >= 1 - method.confidence)
    ]
    return Peak(point.wave, amount_of(point.end, best), tuple(level), tuple(untested), len(rivals))


def _end(found: Estimation, sign: int, *, inner: bool) -> float:
    """A bound of a share, or of minus the share: the nearer to its lead, or the further."""
    assert found.bounds is not None
    low, high = (
        float(found.bounds.low or 0),
        float(1 if found.bounds.high is None else found.bounds.high),
    )
    if sign > 0:
        return low if inner else high
    return -high if inner else -low
