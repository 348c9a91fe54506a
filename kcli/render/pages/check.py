"""The page of ``kcli check``: a block a file, a row a fault."""

from __future__ import annotations

from kcli.model.check_records import FaultRecord
from kcli.model.records import Result
from kcli.render.pages.page import Cell, Heading, Page, Part, Row, Table, Tone, Words
from kcli.text.faults import fault_counts
from kcli.text.languages import plural, say

__all__ = ["lay_out"]


def lay_out(result: Result) -> Page:
    """What was looked at, every fault with its hint, and how many there are."""
    records: tuple[FaultRecord, ...] = result.records
    language = result.parameters["lang"]
    counts = fault_counts(records, language) or say("check.none", language)
    title = plural("check.files", len(result.inputs), language, counts=counts)
    parts: list[Part] = [Heading(title)]
    for path in dict.fromkeys(record.path for record in records):
        rows = tuple(_row(record, language) for record in records if record.path == path)
        parts.append(Heading(_visible(path)))
        head = Cell.of(say("check.fault", language))
        parts.append(Table(say("check.line", language), (head,), rows, names=True))
    if result.notes:
        lines = tuple(note.text for note in result.notes)
        parts.append(Words(say("check.not_judged", language), lines))
    return Page(tuple(parts))


def _row(record: FaultRecord, language: str) -> Row:
    severity = say(f"severity.{record.severity}", language)
    place = ":".join(str(number) for number in (record.line, record.column) if number)
    lines: list[tuple[str, Tone]] = [
        (f"{severity} {record.code}: {_visible(record.message)}", "plain")
    ]
    if record.hint:
        lines.append((_visible(record.hint), "faint"))
    if record.acknowledged:
        lines.append((say("check.reason", language, reason=record.reason), "faint"))
    return Row(Cell.of(place or "–"), (Cell(tuple(lines)),))


def _visible(text: str) -> str:
    """A text with nothing in it that a terminal would obey."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
