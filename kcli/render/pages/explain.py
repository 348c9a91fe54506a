"""The pages of ``kcli explain``: one code with its example, or the list of all."""

from __future__ import annotations

from collections.abc import Iterator

from kcli.model.records import CodeRecord, Result
from kcli.render.pages.page import Cell, Heading, Listing, Page, Part, Row, Table, Words

__all__ = ["lay_out"]


def lay_out(result: Result) -> Page:
    """A page a code where one, or all pages, are asked for; else a line each."""
    records: tuple[CodeRecord, ...] = result.records
    if result.parameters["all"]:
        title = Heading("Codes", ("Every code that kcli prints.",))
        return Page((title, *(part for record in records for part in _code(record))))
    if result.parameters["code"] is not None:
        return Page(tuple(_code(records[0])))
    parts: list[Part] = []
    for area in dict.fromkeys(record.area for record in records):
        rows = tuple(
            Row(Cell.of(record.code), (Cell.of(record.severity), Cell.of(record.title)))
            for record in records
            if record.area == area
        )
        header = (Cell.of("Severity"), Cell.of("Meaning"))
        parts += [Heading(area), Table("Code", header, rows, names=True)]
    parts.append(Words("", ("kcli explain CODE tells more.",), "faint"))
    return Page(tuple(parts))


def _code(record: CodeRecord) -> Iterator[Part]:
    kind = f"{record.severity} · {record.area}"
    yield Heading(record.code, (record.title, kind))
    yield Words("", (record.text,))
    yield Listing("For example", tuple(record.example.split("\n")))
    if record.repair:
        yield Listing("Repaired" if record.severity != "note" else "Instead", _lines(record.repair))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n"))
