"""Korn and Graubard's interval of a share, and which shares NCHS would present."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from kcli.stats.student import t_quantile

__all__ = ["Presentation", "korn_graubard", "korn_graubard_base", "presentation"]

SMALLEST_N = 30
NARROW, WIDE = 0.05, 0.30
RELATIVELY_WIDE = 1.30
FEWEST_DOF = 8

Limits = tuple[float, float]
Suppress = Literal["n", "n_eff", "width", "relative_width"]
Review = Literal["dof", "extreme"]


def korn_graubard(share: float, n: float, quantile: float) -> Limits:
    r"""Clopper and Pearson's limits of a share, for a base that need not be whole.

    With :math:`x = np` and :math:`\alpha/2` the normal tail beyond the quantile:
    from :math:`B(\alpha/2;\ x,\ n - x + 1)` to :math:`B(1 - \alpha/2;\ x + 1,\ n - x)`, B the
    quantile of the beta distribution. On :func:`korn_graubard_base` this is Korn and Graubard's
    interval.

    Parameters
    ----------
    share : float, 0 to 1
    n : float
        Effective base, in respondents; above 0. The degrees of freedom are in it.
    quantile : float
        Two-sided quantile of the *normal* distribution, 1.96 for 95%: it says the confidence.

    Returns
    -------
    (float, float)
        Lower and upper limit, inside [0, 1].

    References
    ----------
    Clopper, C. J. & Pearson, E. S. (1934). The use of confidence or fiducial limits illustrated
    in the case of the binomial. *Biometrika* 26, 404-413. Korn, E. L. & Graubard, B. I. (1998).
    Confidence intervals for proportions with small expected number of positive counts estimated
    from survey data. *Survey Methodology* 24, 193-201.

    Examples
    --------
    >>> [round(limit, 4) for limit in korn_graubard(0.5, 2, 1.959964)]
    [0.0126, 0.9874]
    """
    from scipy.special import betainccinv, betaincinv

    tail = math.erfc(quantile / math.sqrt(2)) / 2
    chosen, others = n * share, n * (1 - share)
    low = float(betaincinv(chosen, others + 1, tail)) if chosen > 0 else 0.0
    high = float(betainccinv(chosen + 1, others, tail)) if others > 0 else 1.0
    return low, high


def korn_graubard_base(n_eff: float | None, n: int, dof: float, confidence: float) -> float:
    r"""The base of Korn and Graubard's interval, as NCHS computes it.

    :math:`\min(n,\ n_{eff}\,(t_{n-1} / t_{dof})^2)`, with t the two-sided quantiles: few degrees
    of freedom make the base smaller, and no design makes it larger than the sample.

    Parameters
    ----------
    n_eff : float or None
        Effective base of the design, p(1 - p)/V. None at a share of 0 or 1, where the design has
        none: the base is n, as in NCHS.
    n : int
        Respondents of the base; two or more under a design.
    dof : float
        Degrees of freedom of the design; above 0. n - 1 is a simple random sample.
    confidence : float, between 0 and 1

    Returns
    -------
    float
        Respondents.

    Raises
    ------
    ValueError
        Where t has no degrees of freedom.

    References
    ----------
    Korn & Graubard (1998), as above. Parker, J. D. et al. (2017). National Center for Health
    Statistics data presentation standards for proportions. *Vital and Health Statistics* 2(175).

    Examples
    --------
    >>> round(korn_graubard_base(500, 1000, 16, 0.95), 1), korn_graubard_base(2000, 1000, 999, 0.95)
    (428.4, 1000)
    """
    if n_eff is None:
        return n
    if dof == n - 1:
        return min(n, n_eff)
    if n < 2 or dof <= 0:
        raise ValueError(f"no degrees of freedom: n is {n}, dof {dof}")
    ratio = t_quantile(confidence, n - 1) / t_quantile(confidence, dof)
    return min(n, n_eff * ratio**2)


@dataclass(frozen=True, slots=True)
class Presentation:
    """What NCHS would do with a share.

    Attributes
    ----------
    suppress : tuple of str
        Why it is not presented: too few respondents (``n``) or effective ones (``n_eff``), too
        wide an interval (``width``), or one too wide for its share (``relative_width``).
    review : tuple of str
        Why a statistician looks at it first: few degrees of freedom (``dof``), or a share of 0
        or 1 (``extreme``). Empty where it is not presented.
    footnote : bool
        Whether it is presented, and its complement is not reliable.
    """

    suppress: tuple[Suppress, ...]
    review: tuple[Review, ...]
    footnote: bool


def presentation(
    share: float, limits: Limits, *, n: int, n_eff: float | None, dof: float
) -> Presentation:
    """Whether a share meets the presentation standards of NCHS.

    Parameters
    ----------
    share : float, 0 to 1
    limits : (float, float)
        Its Korn-Graubard limits at 95%, on :func:`korn_graubard_base`.
    n : int
        Respondents of the base.
    n_eff : float or None
        Effective base of the design, before the degrees of freedom; None at a share of 0 or 1.
    dof : float
        Degrees of freedom of the design.

    Notes
    -----
    The width of a share of 0 is not compared with it.

    References
    ----------
    Parker, J. D. et al. (2017). National Center for Health Statistics data presentation standards
    for proportions. *Vital and Health Statistics* 2(175).

    Examples
    --------
    >>> presentation(0.04, (0.01, 0.10), n=100, n_eff=80.0, dof=40)
    Presentation(suppress=('relative_width',), review=(), footnote=False)
    """
    width = limits[1] - limits[0]
    moderate = NARROW < width < WIDE
    reasons: list[tuple[bool, Suppress]] = [
        (n < SMALLEST_N, "n"),
        (n_eff is not None and n_eff < SMALLEST_N, "n_eff"),
        (width >= WIDE, "width"),
        (moderate and share > 0 and width > RELATIVELY_WIDE * share, "relative_width"),
    ]
    suppress = tuple(reason for holds, reason in reasons if holds)
    if suppress:
        return Presentation(suppress, (), footnote=False)
    doubts: list[tuple[bool, Review]] = [(dof < FEWEST_DOF, "dof"), (share in (0, 1), "extreme")]
    review = tuple(doubt for holds, doubt in doubts if holds)
    footnote = moderate and share < 1 and width > RELATIVELY_WIDE * (1 - share)
    return Presentation((), review, footnote)
