"""The records of ``kcli import``."""

from __future__ import annotations

from typing import Literal

from kcli.model.records import record

__all__ = ["ImportRecord", "UnmappedRecord"]


@record
class ImportRecord:
    """A variable, or a set of them, and what it became; ``role`` is item, or part of a design."""

    type: Literal["imported"] = "imported"
    survey: str
    wave: str
    variable: str
    role: str
    name: str
    label: str | None
    several: bool | None
    options: int | None
    answered: int | None
    confirm: tuple[str, ...]


@record
class UnmappedRecord:
    """A variable that was left out: why, and what would change that."""

    type: Literal["unmapped"] = "unmapped"
    survey: str
    wave: str
    variable: str
    label: str | None
    reason: str
    hint: str | None
