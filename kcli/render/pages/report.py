"""The page of ``kcli report``: each file and its state; what changed, and how."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kcli.model.records import Result
from kcli.model.report_records import ReportRecord
from kcli.render.pages.page import Cell, Heading, Listing, Page, Part, Row, Table, Words

__all__ = ["lay_out"]

STATES = {
    "written": "written",
    "unchanged": "unchanged",
    "current": "up to date",
    "stale": "stale",
    "missing": "missing",
}


def lay_out(result: Result) -> Page:
    """A table of files; then, of each report that is stale, its inputs and a diff.

    Where a list alone is wanted, the table alone.
    """
    records = list(result.records)
    if not records:
        return Page((Words("", ("Every file is what kcli report would write now.",)),))
    rows = [
        Row(
            Cell.of(record.path),
            (Cell.of(STATES[record.state], "strong" if _bad(record) else "plain"),),
        )
        for record in records
    ]
    parts: list[Part] = [Table("File", (Cell.of("State"),), tuple(rows), names=True)]
    if result.parameters.get("list_stale") and not result.parameters.get("check"):
        return Page(tuple(parts))
    for found in result.context:
        if any(map(_bad, found.records)):
            parts += _stale(found)
    return Page((*parts, *_notes(result.context)))


def _stale(found: Any) -> list[Part]:
    """Of one report: why, as far as it is known, and how."""
    first = found.records[0]
    parts: list[Part] = [Heading(found.name)]
    if first.changed:
        parts.append(Words("Inputs that are other ones now", first.changed))
    stale = [record for record in found.records if record.state == "stale"]
    edited = [record.path for record in stale if record.edited]
    if edited:
        parts.append(Words("Edited since kcli wrote them", tuple(edited)))
    if any(record.edited is None for record in stale):
        words = "No manifest tells what this report was made of, so it is not known what changed."
        parts.append(Words("", (words,)))
    for one in found.differences:
        more = [f"… {one.more} more lines"] if one.more else []
        parts.append(Listing(one.path, (*one.lines, *more)))
    return parts


def _notes(checked: Sequence[Any]) -> list[Part]:
    """What changed without changing a file, and programs of another version: neither is a fault."""
    told = []
    for found in checked:
        first = found.records[0]
        if first.changed and all(record.state == "current" for record in found.records):
            told.append(f"{found.name}: {', '.join(first.changed)}; its files would be the same.")
        if first.tools and first.state not in ("written", "unchanged"):
            told.append(f"{found.name}: written with another version: {', '.join(first.tools)}.")
    return [Words("To be known", tuple(told), "faint")] if told else []


def _bad(record: ReportRecord) -> bool:
    return record.state in ("stale", "missing")
