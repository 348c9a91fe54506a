"""The slope of a share over time: logistic regression on one share a wave."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

__all__ = ["Slope", "chi_squared_tail", "logistic_slope"]

STEPS, CLOSE = 100, 1e-12
LEAP = 2.0  # log-odds: a longer step may end where every share is 0 or 1, and nothing is known
NOISE = 1e-12  # of a likelihood: at its top, steps change it by less than it is known


@dataclass(frozen=True)
class Slope:
    """A logistic curve through shares.

    Attributes
    ----------
    slope, se : float
        Change of the log-odds in one unit of time, and its standard error.
    fitted : tuple of float
        The share of the curve at each time.
    scatter : float
        Squared standardised distances of the shares from the curve, added up,
        less what another level and slope would take away; about chi-squared
        with two degrees of freedom less than there are waves, where a logistic
        curve is true.
    """

    slope: float
    se: float
    fitted: tuple[float, ...]
    scatter: float


def logistic_slope(
    times: Sequence[float],
    shares: Sequence[float],
    sizes: Sequence[float],
    variances: Sequence[Callable[[float], float]] | None = None,
) -> Slope | None:
    r"""Fit :math:`\operatorname{logit} \pi_t = a + b t` to one share a wave.

    The estimate solves :math:`\sum_t W_t (p_t - \pi_t)(1, t)' = 0`: it is that
    of a logistic regression of all respondents, each with a weight, on time.
    With :math:`I = \sum_t W_t \pi_t (1 - \pi_t) (1, t)(1, t)'`, the covariance
    is :math:`I^{-1}` for binomial shares, and
    :math:`I^{-1} \{\sum_t W_t^2 v_t (1, t)(1, t)'\} I^{-1}` for a design, with
    :math:`v_t` the variance of :math:`\sum w (y - \pi_t) / \sum w`.

    Parameters
    ----------
    times : floats, length T
        When; any unit.
    shares : floats in [0, 1], length T
    sizes : floats, length T
        The weight :math:`W_t` of each share, such as its effective base.
    variances : functions, length T, optional
        From :math:`\pi_t` to :math:`v_t`. Left out, shares are binomial.

    Returns
    -------
    Slope or None
        None where no curve can be fitted: fewer than two times, or every share
        0, or every share 1, or shares that a step separates.

    References
    ----------
    McCullagh, P. & Nelder, J. A. (1989). *Generalized Linear Models*. Chapman
    & Hall, section 4.4. Binder, D. A. (1983). On the variances of
    asymptotically normal estimators from complex surveys. *International
    Statistical Review* 51, 279-292. Neyman, J. (1959). Optimal asymptotic tests
    of composite statistical hypotheses. In *Probability and Statistics: The
    Harald Cramer Volume*, 213-234 (of the scatter).

    Examples
    --------
    Odds that double in every wave, from 1 to 16:

    >>> odds = [1, 2, 4, 8, 16]
    >>> found = logistic_slope([0, 1, 2, 3, 4], [o / (1 + o) for o in odds], [100] * 5)
    >>> round(math.exp(found.slope), 9)
    2.0
    """
    middle = _mean(times, sizes)
    centred = [time - middle for time in times]
    found = _solve(centred, shares, sizes)
    if found is None:
        return None
    level, slope = found
    fitted = [_expit(level + slope * time) for time in centred]
    spread = [size * pi * (1 - pi) for size, pi in zip(sizes, fitted, strict=True)]
    inverse = _inverse(_moments(centred, spread))
    if inverse is None:
        return None
    distances = [share - pi for share, pi in zip(shares, fitted, strict=True)]
    if variances is None:
        own = [pi * (1 - pi) / size for size, pi in zip(sizes, fitted, strict=True)]
        variance = inverse[2]
    else:
        own = [variance(pi) for variance, pi in zip(variances, fitted, strict=True)]
        meat = [size**2 * v for size, v in zip(sizes, own, strict=True)]
        variance = _sandwiched(inverse, _moments(centred, meat))
    scatter = _scatter(centred, fitted, distances, own)
    return Slope(slope, math.sqrt(max(0.0, variance)), tuple(fitted), scatter)


def chi_squared_tail(value: float, dof: int) -> float:
    """The chance that chi-squared with a whole number of degrees of freedom exceeds a value.

    In closed form (Abramowitz & Stegun 1964, 26.4.4 and 26.4.5).

    >>> round(chi_squared_tail(3.841459, 1), 6), round(chi_squared_tail(5.991465, 2), 6)
    (0.05, 0.05)
    """
    if value <= 0:
        return 1.0
    half = value / 2
    term = math.exp(-half) if dof % 2 == 0 else math.exp(-half) * math.sqrt(half / math.pi) * 2
    total = 0.0 if dof % 2 == 0 else math.erfc(math.sqrt(half))
    power = 0.0 if dof % 2 == 0 else 0.5
    for _ in range(dof // 2):
        total += term
        power += 1
        term *= half / power
    return min(1.0, total)


Moments = tuple[float, float, float]  # of a symmetric matrix of two rows: 11, 12, 22


def _mean(values: Sequence[float], weights: Sequence[float]) -> float:
    total = math.fsum(weights)
    return math.fsum(v * w for v, w in zip(values, weights, strict=True)) / total if total else 0.0


def _expit(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def _moments(times: Sequence[float], weights: Sequence[float]) -> Moments:
    return (
        math.fsum(weights),
        math.fsum(w * t for w, t in zip(weights, times, strict=True)),
        math.fsum(w * t * t for w, t in zip(weights, times, strict=True)),
    )


def _inverse(matrix: Moments) -> Moments | None:
    a, b, c = matrix
    determinant = a * c - b * b
    if not determinant > 1e-14 * a * c:
        return None
    return c / determinant, -b / determinant, a / determinant


def _sandwiched(bread: Moments, meat: Moments) -> float:
    """The lower right element of bread, meat and bread multiplied."""
    _, x, y = bread
    a, b, c = meat
    return x * x * a + 2 * x * y * b + y * y * c


def _scatter(
    times: Sequence[float],
    fitted: Sequence[float],
    distances: Sequence[float],
    variances: Sequence[float],
) -> float:
    """The least sum of squares that a small move of the curve leaves."""
    known = [place for place, variance in enumerate(variances) if variance > 0]
    spread = {place: fitted[place] * (1 - fitted[place]) for place in known}
    times = [times[place] for place in known]
    own = [distances[place] * spread[place] / variances[place] for place in known]
    inverse = _inverse(_moments(times, [spread[p] ** 2 / variances[p] for p in known]))
    total = math.fsum(distances[place] ** 2 / variances[place] for place in known)
    if inverse is None:
        return total
    g, h = math.fsum(own), math.fsum(u * t for u, t in zip(own, times, strict=True))
    return max(0.0, total - (inverse[0] * g * g + 2 * inverse[1] * g * h + inverse[2] * h * h))


def _solve(
    times: Sequence[float], shares: Sequence[float], sizes: Sequence[float]
) -> tuple[float, float] | None:
    """Level and slope by Newton's method: short steps, each halved until the likelihood grows."""
    mean = _mean(shares, sizes)
    if len(set(times)) < 2 or not 0 < mean < 1:
        return None
    level, slope = math.log(mean / (1 - mean)), 0.0
    best = _likelihood(level, slope, times, shares, sizes)
    for _ in range(STEPS):
        fitted = [_expit(level + slope * time) for time in times]
        weights = [size * pi * (1 - pi) for size, pi in zip(sizes, fitted, strict=True)]
        inverse = _inverse(_moments(times, weights))
        if inverse is None:
            return None
        score = [s * (p - pi) for s, p, pi in zip(sizes, shares, fitted, strict=True)]
        g, h = math.fsum(score), math.fsum(u * t for u, t in zip(score, times, strict=True))
        step = inverse[0] * g + inverse[1] * h, inverse[1] * g + inverse[2] * h
        factor = min(1.0, LEAP / max(LEAP, *(abs(step[0] + step[1] * time) for time in times)))
        while factor > CLOSE:
            moved = level + factor * step[0], slope + factor * step[1]
            likelihood = _likelihood(*moved, times, shares, sizes)
            if likelihood >= best - NOISE * abs(best):
                break
            factor /= 2
        (level, slope), best = moved, likelihood
        if max(map(abs, step)) < CLOSE * max(1.0, abs(level), abs(slope)):
            return level, slope
    return None


def _likelihood(
    level: float,
    slope: float,
    times: Sequence[float],
    shares: Sequence[float],
    sizes: Sequence[float],
) -> float:
    """The log-likelihood of shares, each of as many respondents as its size."""
    total = []
    for time, share, size in zip(times, shares, sizes, strict=True):
        x = level + slope * time
        # log(1 + exp(x)), without overflow.
        grown = max(x, 0.0) + math.log1p(math.exp(-abs(x)))
        total.append(size * (share * x - grown))
    return math.fsum(total)
