"""What ``kcli list``, ``show`` and ``concepts`` give: what there is, as the files say it."""

from __future__ import annotations

from typing import Literal

from kcli.model.concepts import Grade
from kcli.model.records import EvidenceKind, record

__all__ = [
    "ComparabilityRecord",
    "ConceptRecord",
    "FindingRecord",
    "ItemRecord",
    "MeasureRecord",
    "OptionRecord",
    "SurveyRecord",
]


@record
class SurveyRecord:
    """A survey in the catalogue: one line for each of its waves."""

    type: Literal["survey"] = "survey"
    survey: str
    wave: str
    title: str
    organisations: tuple[str, ...]
    fieldwork_start: str | None
    fieldwork_end: str | None
    mode: str
    sampling: str
    populations: tuple[str, ...]
    samples: tuple[str, ...]
    n: int | None
    n_status: str
    items: int
    other_items: tuple[str, ...]
    """Items that this wave did not ask, each with the latest wave that did: ``item@wave``."""
    findings: int
    evidence: EvidenceKind | None
    licence: str | None
    attribution: str | None
    note: str | None
    synthetic: bool
    """Whether its respondents are invented."""


@record
class ItemRecord:
    """An item as one wave asked it.

    Where only some were asked, those who gave one of ``asked_options`` to ``asked_item``.
    """

    type: Literal["item"] = "item"
    survey: str
    wave: str
    item: str
    text: str
    wording: str
    answers: str
    options_complete: str
    time_frame: str | None
    asked_item: str | None
    asked_options: tuple[str, ...]
    concepts: tuple[str, ...]
    findings: int
    note: str | None


@record
class OptionRecord:
    """A response option, or a net of several."""

    type: Literal["option"] = "option"
    survey: str
    wave: str
    item: str
    option: str
    kind: str
    code: str | None
    label: str
    score: float | None
    parts: tuple[str, ...]


@record
class FindingRecord:
    """A published fact, with who says it."""

    type: Literal["finding"] = "finding"
    id: str
    survey: str
    wave: str
    item: str
    sample: str
    respondent: str | None
    option: str | None
    predicate: str
    says: str
    base: str
    source: str
    grade: str | None
    quote: str | None
    note: str | None


@record
class ConceptRecord:
    """One category of a concept, and an item's options that may belong to it."""

    type: Literal["concept"] = "concept"
    concept: str
    title: str
    category: str
    label: str
    survey: str | None
    item: str | None
    options: tuple[str, ...]
    options_maybe: tuple[str, ...]


@record
class MeasureRecord:
    """One sample in which a concept was measured: who, when and how."""

    type: Literal["measure"] = "measure"
    concept: str
    survey: str
    wave: str
    item: str
    text: str
    population: str
    country: str | None
    sample: str
    n: int | None
    n_status: str
    fieldwork_start: str | None
    fieldwork_end: str | None
    mode: str
    sampling: str
    wording: str
    evidence: EvidenceKind | None


@record
class ComparabilityRecord:
    """How comparable two measurements of a concept are, and why."""

    type: Literal["comparability"] = "comparability"
    concept: str
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
    grade: Grade
    wording: Literal["shift", "gap", "not_comparable"]
    tested: bool
    reasons: tuple[str, ...]
