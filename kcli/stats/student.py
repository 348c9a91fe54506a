"""Student's t: the reference distribution of estimates from a sample design."""

from __future__ import annotations

from functools import lru_cache

__all__ = ["t_p_value", "t_quantile", "t_tail"]


@lru_cache(maxsize=4096)  # a table of shares asks for few of them, many times
def t_quantile(confidence: float, dof: float) -> float:
    """The two-sided quantile: 2.042 for 0.95 and 30 degrees of freedom."""
    from scipy.special import stdtrit

    return float(stdtrit(dof, 0.5 + confidence / 2))


def t_tail(t: float, dof: float) -> float:
    """The probability of a value below ``t``."""
    from scipy.special import stdtr

    return float(stdtr(dof, t))


def t_p_value(t: float, dof: float) -> float:
    """Two-sided p of a statistic as far from 0 as ``t``."""
    return 2 * t_tail(-abs(t), dof)
