"""Many tests at once: the false discovery rate."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["benjamini_hochberg"]


def benjamini_hochberg(p_values: Sequence[float | None]) -> list[float | None]:
    r"""p-values adjusted so that few of those below a level are false; None stays None.

    With the m values in order, :math:`\min_{j \ge i} \min(1, m\,p_{(j)}/j)`. Of the differences
    found at level q, a share of at most q is false on average, where tests are independent or
    positively dependent; single ones may well be. :func:`kcli.stats.differences.holm` keeps the
    probability of any false one.

    References
    ----------
    Benjamini, Y. & Hochberg, Y. (1995). Controlling the false discovery rate. *JRSS B* 57, 289-300.

    Examples
    --------
    >>> benjamini_hochberg([0.01, None, 0.04, 0.03])
    [0.03, None, 0.04, 0.04]
    """
    order = sorted((p, place) for place, p in enumerate(p_values) if p is not None)
    adjusted: list[float | None] = [None] * len(p_values)
    running = 1.0
    for rank, (p, place) in reversed(list(enumerate(order, 1))):
        running = min(running, p * (len(order) / rank))
        adjusted[place] = running
    return adjusted
