"""What commands give: flat records, the same keys whatever the flags, None where nothing is.

Shares are 0 to 1. A key is never renamed without a new version of the schema.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field, is_dataclass
from fractions import Fraction
from typing import Any, Literal, TypeVar, dataclass_transform

__all__ = [
    "Estimate",
    "Input",
    "Label",
    "Note",
    "Pair",
    "Record",
    "Result",
    "SourceRef",
    "is_total",
    "number",
    "numbers",
    "record",
]

NEXT_TO_ALL = 0.999999999999  # the largest share below 1 with 12 digits
T = TypeVar("T")


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """A class of records: keyword arguments, slots, and nothing changes once it is made.

    Type checkers hold the last; the interpreter is not asked to, because then a
    record takes two to three times as long to make.
    """
    return dataclass(slots=True, kw_only=True, unsafe_hash=True)(cls)


EvidenceKind = Literal["measured", "published", "bounded"]


@record
class Estimate:
    """The share of one option in one sample, as far as the evidence goes.

    For ``option_kind`` score, ``share`` is a mean score and so are its limits.
    """

    type: Literal["estimate"] = "estimate"
    survey: str
    wave: str
    population: str
    country: str | None
    sample: str
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


@record
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
    sample: str
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


@record
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
    sample_a: str
    sample_b: str
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


Record = Any


def is_total(told: Estimate | Label) -> bool:
    """Whether it is of a total of countries, and of no sample that anybody asked."""
    return any(flag.startswith("pooled-") for flag in told.flags)


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


def numbers(values: Sequence[float | None]) -> list[float | None]:
    """The same of many floats: their digits are written, and read again, all at once."""
    told = [math.nan if value is None else value for value in values]
    written = ("%.12g " * len(told) % tuple(told)).split()
    return [value + 0.0 if math.isfinite(value) else None for value in map(float, written)]


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
