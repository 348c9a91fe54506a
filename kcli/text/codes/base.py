"""What is known of a code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Code", "Severity"]

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Code:
    """What a code means, why it matters, a line that brings it and one that does not.

    A ``note`` is no fault: an assumption, a reason, a mark, or something a
    reader has to know. ``repair`` is empty where there is nothing to repair.
    """

    title: str
    text: str
    example: str
    repair: str = ""
    severity: Severity = "error"
