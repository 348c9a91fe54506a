"""The records of ``kcli import``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["ImportRecord", "UnmappedRecord"]


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmappedRecord:
    """A variable that was left out: why, and what would change that."""

    type: Literal["unmapped"] = "unmapped"
    survey: str
    wave: str
    variable: str
    label: str | None
    reason: str
    hint: str | None
