"""What ``kcli shift`` gives: an answer on two sides, and how far they are apart."""

from __future__ import annotations

from typing import Literal

from kcli.model.concepts import Grade
from kcli.model.records import EvidenceKind, record

__all__ = [
    "Shift",
]


@record
class Shift:
    """The difference of one answer, or category, between two waves or surveys: second minus first.

    ``wording`` says what it may be called: a shift of one population, a gap
    between two, or neither.
    """

    type: Literal["shift"] = "shift"
    concept: str | None
    category: str
    item_from: str
    item_to: str
    survey_from: str
    survey_to: str
    wave_from: str
    wave_to: str
    country_from: str | None
    country_to: str | None
    sample_from: str
    sample_to: str
    population_from: str
    population_to: str
    share_from: float | None
    share_to: float | None
    shift: float | None
    low: float | None
    high: float | None
    bound_low: float | None
    bound_high: float | None
    bound_low_reached: bool | None
    bound_high_reached: bool | None
    p_value: float | None
    p_adjusted: float | None
    method: str | None
    direction: Literal["increase", "decrease", "no_clear_change", "undetermined"]
    grade: Grade
    reasons: tuple[str, ...]
    wording: Literal["shift", "gap", "not_comparable"]
    base: str
    evidence_from: EvidenceKind | None
    evidence_to: EvidenceKind | None
    assumptions: tuple[str, ...]
    text: str
