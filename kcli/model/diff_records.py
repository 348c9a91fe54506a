"""What ``kcli diff`` gives: every difference of two questionnaires, and what follows by item."""

from __future__ import annotations

from typing import Literal

from kcli.model.concepts import Grade
from kcli.model.records import record

__all__ = ["Difference", "ItemDiff"]


@record
class ItemDiff:
    """One question on both sides, or on one: whether it was asked alike, and how comparable.

    The samples are null where it is so for all of them alike. ``concept`` is
    what pairs two questions of different names; ``aspects`` are those of the
    differences that count.
    """

    type: Literal["item_diff"] = "item_diff"
    survey_from: str
    survey_to: str
    wave_from: str
    wave_to: str
    item_from: str | None
    item_to: str | None
    sample_from: str | None
    sample_to: str | None
    country_from: str | None
    country_to: str | None
    concept: str | None
    status: Literal["same", "changed", "added", "removed"]
    aspects: tuple[str, ...]
    grade: Grade | None
    reasons: tuple[str, ...]
    wording: Literal["shift", "gap", "not_comparable"] | None
    text: str


@record
class Difference:
    """One thing that is otherwise on the second side; ``counts`` if people were asked otherwise.

    The items are null where it is so for all of them alike, and so are the
    samples; the waves, where it is about the file. ``part`` is the option,
    net or key it is about. ``path`` and ``line`` are those of the second side.
    """

    type: Literal["difference"] = "difference"
    aspect: str
    part: str | None
    language: str | None
    survey_from: str
    survey_to: str
    wave_from: str | None
    wave_to: str | None
    item_from: str | None
    item_to: str | None
    sample_from: str | None
    sample_to: str | None
    country_from: str | None
    country_to: str | None
    was: str | None
    now: str | None
    counts: bool
    text: str
    path: str
    line: int
