"""How many faults there are, in words."""

from __future__ import annotations

from collections.abc import Iterable

from kcli.model.records import FaultRecord

__all__ = ["fault_counts"]


def fault_counts(records: Iterable[FaultRecord]) -> str:
    """``2 errors, 1 warning, 3 acknowledged``; nothing where there are none."""
    found = {"error": 0, "warning": 0, "acknowledged": 0}
    for record in records:
        found["acknowledged" if record.acknowledged else record.severity] += 1
    told = [_count(found[word], word) for word in ("error", "warning") if found[word]]
    if found["acknowledged"]:
        told.append(f"{found['acknowledged']} acknowledged")
    return ", ".join(told)


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
