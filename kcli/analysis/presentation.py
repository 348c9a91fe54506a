"""Whether a share may be shown: small bases are marked, unreliable shares withheld on request."""

from __future__ import annotations

from dataclasses import replace

from kcli.analysis.estimate import Estimation
from kcli.analysis.precision import Method
from kcli.stats.korn_graubard import (
    SMALLEST_N,
    korn_graubard,
    korn_graubard_base,
    presentation,
)

__all__ = ["SMALL_BASE", "presented"]

SMALL_BASE = 100  # a share of fewer respondents is marked


def presented(estimation: Estimation, method: Method) -> Estimation:
    """The estimate as it may be shown.

    A share of fewer than 100 respondents of a population is flagged
    ``small_base``. Under ``nchs`` one that does not meet the presentation
    standards of the National Center for Health Statistics is withheld, with
    the reasons as flags; one to be reviewed keeps its number and is flagged.
    """
    record = estimation.record
    undefined = {"no_dof", "zero_variance"} & set(record.flags)
    if record.n_base is None or (record.interval_kind is None and not undefined):
        return estimation
    flags = list(record.flags)
    if record.n_base < SMALL_BASE:
        flags.append("small_base")
    if record.option_kind == "score":
        few = method.suppress == "nchs" and record.n_base < SMALLEST_N
        return _withheld(estimation, [*flags, "nchs_n"]) if few else estimation
    if method.suppress == "nchs" and record.share is not None:
        n, n_eff = record.n_base, record.n_eff
        of_design = None if "kish_n_eff" in flags else n_eff
        dof = record.dof or n - 1
        if n < 2 or dof <= 0:
            return _withheld(estimation, [*flags, "nchs_n"])
        base = korn_graubard_base(of_design, n, dof, 0.95)
        limits = korn_graubard(record.share, base, Method(0.95).quantile)
        found = presentation(record.share, limits, n=n, n_eff=of_design, dof=dof)
        if found.suppress:
            return _withheld(estimation, [*flags, *(f"nchs_{why}" for why in found.suppress)])
        flags += [f"nchs_review_{why}" for why in found.review]
        flags += ["nchs_footnote"] if found.footnote else []
    if flags == list(record.flags):
        return estimation
    return replace(estimation, record=replace(record, flags=tuple(flags)))


def _withheld(estimation: Estimation, flags: list[str]) -> Estimation:
    record = replace(
        estimation.record,
        share=None,
        low=None,
        high=None,
        se=None,
        moe=None,
        bound_low=None,
        bound_high=None,
        bound_low_reached=None,
        bound_high_reached=None,
        n_option=None,
        letters=None,
        suppressed=True,
        flags=(*flags, "suppressed"),
    )
    return replace(estimation, record=record, bounds=None, n_eff=None, printed=None)
