"""What ``kcli crosstab`` gives: shares of groups, their differences, tests of independence."""

from __future__ import annotations

from typing import Literal

from kcli.model.records import EvidenceKind, record

__all__ = [
    "Contrast",
    "CrosstabCell",
    "Independence",
]


@record
class CrosstabCell:
    """The share of one answer in one group: a cell of a crosstab.

    ``by`` is null, and so is ``group``, in the column of everyone.
    """

    type: Literal["cell"] = "cell"
    survey: str
    wave: str
    population: str
    country: str | None
    sample: str | None
    item: str
    by: str | None
    group: str | None
    group_label: str
    option: str
    option_kind: str
    option_label: str
    share: float | None
    low: float | None
    high: float | None
    se: float | None
    bound_low: float | None
    bound_high: float | None
    n_base: int | None
    w_base: float | None
    n_option: int | None
    n_eff: float | None
    deff: float | None
    dof: float | None
    method: str | None
    interval_kind: Literal["design", "model"] | None
    base: str
    letters: str | None
    suppressed: bool
    evidence: EvidenceKind | None
    flags: tuple[str, ...]


@record
class Contrast:
    """The difference of one answer's share between two groups, the first minus the second.

    ``adjusted_gap`` is what is left of it when both groups have the same
    composition, where that is asked for.
    """

    type: Literal["contrast"] = "contrast"
    survey: str
    wave: str | None
    country: str | None
    sample: str | None
    item: str
    option: str
    by: str
    group_a: str
    group_b: str
    gap: float | None
    se: float | None
    low: float | None
    high: float | None
    dof: float | None
    p_value: float | None
    p_adjusted: float | None
    method: str | None
    adjusted_gap: float | None = None
    adjusted_low: float | None = None
    adjusted_high: float | None = None
    composition: tuple[str, ...] = ()


@record
class Independence:
    """A test that an item's answers do not depend on the group."""

    type: Literal["independence"] = "independence"
    survey: str
    wave: str | None
    country: str | None
    sample: str | None
    item: str
    by: str
    f: float | None
    ndf: float | None
    ddf: float | None
    p_value: float | None
    method: str | None
    why: str | None
