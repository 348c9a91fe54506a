"""What ``kcli verify``, ``check`` and ``explain`` give: verdicts, faults, codes."""

from __future__ import annotations

from typing import Literal

from kcli.model.records import EvidenceKind, record

__all__ = [
    "CodeRecord",
    "FaultRecord",
    "Verdict",
]


@record
class Verdict:
    """Whether a published sentence is true of one sample, and the facts that decide it.

    ``facts_say`` is what each of ``facts`` says, and of whom where that is not whom the claim is
    about; ``beside`` the shares of other countries or waves that were set beside it;
    ``no_share_of`` the numbers of people of whom its figure is no share. ``path`` and ``line``
    are where the claim stands.
    """

    type: Literal["verdict"] = "verdict"
    claim: str
    quote: str
    source: str
    survey: str
    wave: str
    population: str | None
    country: str | None
    sample: str | None
    item: str | None
    says: tuple[str, ...]
    verdict: Literal["supported", "sample_only", "contradicted", "not_settled", "not_testable"]
    why: str | None
    facts: tuple[str, ...]
    facts_say: tuple[str, ...]
    expected: str | None
    as_expected: bool
    share: float | None
    low: float | None
    high: float | None
    bound_low: float | None
    bound_high: float | None
    bound_low_reached: bool | None
    bound_high_reached: bool | None
    p_value: float | None
    rounding: str | None
    beside: tuple[str, ...]
    no_share_of: tuple[int, ...]
    evidence: EvidenceKind | None
    assumptions: tuple[str, ...]
    text: str
    path: str
    line: int


@record
class FaultRecord:
    """One thing that is wrong with one place of one file.

    ``facts`` are the ids of the findings or claims it is about; ``reason`` is
    why it may stay, where it is acknowledged.
    """

    type: Literal["fault"] = "fault"
    code: str
    severity: Literal["error", "warning"]
    path: str
    line: int
    column: int
    message: str
    hint: str | None
    facts: tuple[str, ...] = ()
    acknowledged: bool = False
    reason: str | None = None


@record
class CodeRecord:
    """A code that kcli prints: what it means, why it matters, an example and its repair."""

    type: Literal["code"] = "code"
    code: str
    area: str
    severity: Literal["error", "warning", "note"]
    title: str
    text: str
    example: str
    repair: str | None
