"""Confidence limits of a share."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from statistics import NormalDist

__all__ = ["INTERVALS", "logit", "normal_quantile", "wald", "wilson"]

Limits = tuple[float, float]


@lru_cache(maxsize=64)
def normal_quantile(confidence: float) -> float:
    """The two-sided quantile of the normal distribution: 1.96 for 0.95."""
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def wilson(share: float, n: float, quantile: float) -> Limits:
    r"""Wilson's score limits of a share.

    :math:`(p + q^2/2n \pm q \sqrt{p(1-p)/n + q^2/4n^2}) / (1 + q^2/n)`

    Parameters
    ----------
    share : float, 0 to 1
    n : float
        Effective base, in respondents; above 0.
    quantile : float
        Two-sided quantile of the reference distribution, about 1.96 for 95%.

    Returns
    -------
    (float, float)
        Lower and upper limit, inside [0, 1].

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and
    statistical inference. *JASA* 22, 209-212.

    Examples
    --------
    >>> [round(limit, 4) for limit in wilson(0.5, 100, 1.959964)]
    [0.4038, 0.5962]
    """
    square = quantile * quantile / n
    centre = (share + square / 2) / (1 + square)
    spread = math.sqrt(share * (1 - share) * square + square * square / 4) / (1 + square)
    return max(0.0, centre - spread), min(1.0, centre + spread)


def wald(share: float, n: float, quantile: float) -> Limits:
    """The share, give or take the quantile times its standard error; clipped to [0, 1].

    Covers too little for small or extreme shares: Brown, Cai & DasGupta
    (2001), *Statistical Science* 16, 101-133.
    """
    spread = quantile * math.sqrt(share * (1 - share) / n)
    return max(0.0, share - spread), min(1.0, share + spread)


def logit(share: float, n: float, quantile: float) -> Limits:
    """Wald limits of the log odds, turned back into shares; (nan, nan) at 0 and 1.

    What Stata and SUDAAN print. Korn & Graubard (1999), *Analysis of Health
    Surveys*, section 3.2.
    """
    if share <= 0 or share >= 1:
        return math.nan, math.nan
    centre = math.log(share / (1 - share))
    spread = quantile / math.sqrt(n * share * (1 - share))
    return 1 / (1 + math.exp(spread - centre)), 1 / (1 + math.exp(-spread - centre))


INTERVALS: dict[str, Callable[[float, float, float], Limits]] = {
    "wilson": wilson,
    "logit": logit,
    "wald": wald,
}
