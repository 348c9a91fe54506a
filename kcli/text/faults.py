"""How many faults there are, in words."""

from __future__ import annotations

from collections.abc import Iterable

from kcli.model.check_records import FaultRecord
from kcli.text.languages import plural, say

__all__ = ["fault_counts"]


def fault_counts(records: Iterable[FaultRecord], language: str = "en") -> str:
    """``2 errors, 1 warning, 3 acknowledged``; nothing where there are none."""
    found = {"error": 0, "warning": 0, "acknowledged": 0}
    for record in records:
        found["acknowledged" if record.acknowledged else record.severity] += 1
    told = [
        plural(f"check.{word}s", found[word], language)
        for word in ("error", "warning")
        if found[word]
    ]
    if found["acknowledged"]:
        told.append(say("check.acknowledged", language, n=found["acknowledged"]))
    return say("between.words", language).join(told)
