"""The page of ``kcli check``: a block a file, a row a fault."""

from __future__ import annotations

from kcli.model.records import FaultRecord, Result
from kcli.render.pages.page import Cell, Heading, Page, Part, Row, Table, Tone, Words
from kcli.text.faults import fault_counts

__all__ = ["lay_out"]


def lay_out(result: Result) -> Page:
    """What was looked at, every fault with its hint, and how many there are."""
    records: tuple[FaultRecord, ...] = result.records
    files = len(result.inputs)
    read = "1 file" if files == 1 else f"{files} files"
    counts = fault_counts(records)
    parts: list[Part] = [Heading(f"{read} checked: {counts or 'no faults'}")]
    for path in dict.fromkeys(record.path for record in records):
        rows = tuple(_row(record) for record in records if record.path == path)
        parts.append(Heading(_visible(path)))
        parts.append(Table("Line", (Cell.of("Fault"),), rows, names=True))
    if result.notes:
        parts.append(Words("Not judged", tuple(note.text for note in result.notes)))
    return Page(tuple(parts))


def _row(record: FaultRecord) -> Row:
    place = ":".join(str(number) for number in (record.line, record.column) if number)
    lines: list[tuple[str, Tone]] = [
        (f"{record.severity} {record.code}: {_visible(record.message)}", "plain")
    ]
    if record.hint:
        lines.append((_visible(record.hint), "faint"))
    if record.acknowledged:
        lines.append((f"acknowledged: {record.reason}", "faint"))
    return Row(Cell.of(place or "–"), (Cell(tuple(lines)),))


def _visible(text: str) -> str:
    """A text with nothing in it that a terminal would obey."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
