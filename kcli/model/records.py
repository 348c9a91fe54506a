"""What commands give: flat records, the same keys whatever the flags, None where nothing is.

Shares are 0 to 1. A key is never renamed without a new version of the schema.
"""

from __future__ import annotations

import math
from copy import deepcopy
from dataclasses import dataclass, field, is_dataclass
from fractions import Fraction
from typing import Any, Literal

from kcli.model.concepts import Grade

__all__ = [
    "CodeRecord",
    "ComparabilityRecord",
    "ConceptRecord",
    "Contrast",
    "CrosstabCell",
    "Estimate",
    "FaultRecord",
    "FindingRecord",
    "Independence",
    "Input",
    "ItemRecord",
    "Label",
    "MeasureRecord",
    "Note",
    "OptionRecord",
    "Pair",
    "Record",
    "Result",
    "Shift",
    "SourceRef",
    "SurveyRecord",
    "Verdict",
    "number",
]

NEXT_TO_ALL = 0.999999999999  # the largest share below 1 with 12 digits
EvidenceKind = Literal["measured", "published", "bounded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """The share of one option in one sample, as far as the evidence goes.

    For ``option_kind`` score, ``share`` is a mean score and so are its limits.
    """

    type: Literal["estimate"] = "estimate"
    survey: str
    wave: str
    population: str
    country: str | None
    item: str | None
    option: str
    option_kind: Literal["substantive", "dont_know", "refused", "net", "score"]
    option_label: str
    share: float | None = None
    low: float | None = None
    high: float | None = None
    se: float | None = None
    moe: float | None = None
    bound_low: float | None = None
    bound_high: float | None = None
    bound_low_reached: bool | None = None
    bound_high_reached: bool | None = None
    n_base: int | None = None
    w_base: float | None = None
    n_option: int | None = None
    n_not_asked: int | None = None
    n_not_stated: int | None = None
    n_eff: float | None = None
    deff: float | None = None
    dof: float | None = None
    method: str | None = None
    interval_kind: Literal["design", "model"] | None = None
    base: str
    letters: str | None = None
    label: str | None = None
    suppressed: bool = False
    evidence: EvidenceKind | None = None
    assumptions: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """The word for what one sample says to one item.

    ``label_sample`` is true of the respondents; ``label`` is what a test
    supports for the population, None where n or sampling allow none.
    """

    type: Literal["label"] = "label"
    survey: str
    wave: str
    population: str
    country: str | None
    item: str
    option: str | None = None
    label: str | None = None
    label_sample: str | None = None
    tied: tuple[str, ...] = ()
    share: float | None = None
    low: float | None = None
    high: float | None = None
    bound_low: float | None = None
    bound_high: float | None = None
    p_value: float | None = None
    lead: float | None = None
    lead_low: float | None = None
    lead_high: float | None = None
    base: str
    label_other_base: str | None = None
    method: str | None = None
    evidence: EvidenceKind | None = None
    assumptions: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The difference of one option's share between two samples, the first minus the second."""

    type: Literal["pair"] = "pair"
    item: str
    option: str
    survey_a: str
    survey_b: str
    wave_a: str
    wave_b: str
    population_a: str
    population_b: str
    country_a: str | None
    country_b: str | None
    share_a: float | None
    share_b: float | None
    gap: float | None
    low: float | None
    high: float | None
    bound_low: float | None
    bound_high: float | None
    bound_low_reached: bool | None
    bound_high_reached: bool | None
    p_value: float | None
    p_adjusted: float | None
    method: str | None
    evidence: EvidenceKind | None
    assumptions: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class CrosstabCell:
    """The share of one answer in one group: a cell of a crosstab.

    ``by`` is null, and so is ``group``, in the column of everyone.
    """

    type: Literal["cell"] = "cell"
    survey: str
    wave: str
    population: str
    country: str | None
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """The difference of one answer's share between two groups, the first minus the second.

    ``adjusted_gap`` is what is left of it when both groups have the same
    composition, where that is asked for.
    """

    type: Literal["contrast"] = "contrast"
    survey: str
    wave: str
    country: str | None
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Independence:
    """A test that an item's answers do not depend on the group."""

    type: Literal["independence"] = "independence"
    survey: str
    wave: str
    country: str | None
    item: str
    by: str
    f: float | None
    ndf: float | None
    ddf: float | None
    p_value: float | None
    method: str | None
    why: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a published sentence is true of one sample, and the facts that decide it.

    ``path`` and ``line`` are where the claim stands.
    """

    type: Literal["verdict"] = "verdict"
    claim: str
    quote: str
    source: str
    survey: str
    wave: str
    population: str | None
    country: str | None
    item: str | None
    says: tuple[str, ...]
    verdict: Literal["supported", "sample_only", "contradicted", "not_settled", "not_testable"]
    why: str | None
    facts: tuple[str, ...]
    expected: str | None
    as_expected: bool
    share: float | None
    low: float | None
    high: float | None
    bound_low: float | None
    bound_high: float | None
    p_value: float | None
    rounding: str | None
    evidence: EvidenceKind | None
    assumptions: tuple[str, ...]
    text: str
    path: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
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
    findings: int
    evidence: EvidenceKind | None
    licence: str | None
    attribution: str | None
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRecord:
    """An item as one wave asked it."""

    type: Literal["item"] = "item"
    survey: str
    wave: str
    item: str
    text: str
    wording: str
    answers: str
    options_complete: str
    time_frame: str | None
    concepts: tuple[str, ...]
    findings: int
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
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
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
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
    n: int | None
    n_status: str
    fieldwork_start: str | None
    fieldwork_end: str | None
    mode: str
    sampling: str
    wording: str
    evidence: EvidenceKind | None


@dataclass(frozen=True, slots=True, kw_only=True)
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
    population_from: str
    population_to: str
    grade: Grade
    wording: Literal["shift", "gap", "not_comparable"]
    tested: bool
    reasons: tuple[str, ...]


Record = Any


def number(value: Fraction | float | None) -> float | None:
    """A plain float, rounded to 12 significant digits; None for what is no number.

    Of an exact share, all but a few of very many people never become all of them.
    """
    if value is None:
        return None
    plain = float(value)
    if not math.isfinite(plain):
        return None
    rounded = float(f"{plain:.12g}") + 0.0
    if rounded == 1 and isinstance(value, Fraction) and value < 1:
        return NEXT_TO_ALL
    return rounded


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """Something a reader has to know beside the numbers."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A publication that the records rest on; ``id`` is unique within its survey."""

    survey: str
    id: str
    title: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Input:
    """A file that was read."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a command gives, before anything is rendered.

    ``context`` holds what renderers need to name things (titles, labels,
    sample sizes) and never reaches JSON.
    """

    command: str
    project: str
    synthetic: bool = False
    parameters: dict[str, Any]
    inputs: tuple[Input, ...] = ()
    sources: tuple[SourceRef, ...] = ()
    records: tuple[Record, ...] = ()
    notes: tuple[Note, ...] = ()
    context: Any = field(default=None, compare=False)

    def rows(self, kind: str | None = None) -> list[dict[str, Any]]:
        """The records as dictionaries; of one type, if one is named."""
        return [_row(r) for r in self.records if kind is None or r.type == kind]

    def to_frame(self, kind: str | None = None) -> Any:
        """The records as a pandas frame, a column a key; of one type, if one is named."""
        import pandas as pd

        return pd.DataFrame.from_records(self.rows(kind))


_SCALARS = frozenset({str, float, int, bool, type(None)})


def _row(record: Record) -> dict[str, Any]:
    """What ``asdict`` gives, faster: most of a record needs no copy."""
    return {name: _plain(getattr(record, name)) for name in record.__dataclass_fields__}


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind in _SCALARS:
        return value
    if kind is tuple or kind is list:
        return kind([_plain(part) for part in value])
    if kind is dict:
        return {_plain(key): _plain(part) for key, part in value.items()}
    return _row(value) if is_dataclass(value) else deepcopy(value)
