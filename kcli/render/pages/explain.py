"""The pages of ``kcli explain``: one code with its example, or the list of all."""

from __future__ import annotations

from collections.abc import Iterator

from kcli.model.check_records import CodeRecord
from kcli.model.records import Result
from kcli.render.pages.page import Cell, Heading, Listing, Page, Part, Row, Table, Words
from kcli.text.languages import say

__all__ = ["lay_out"]


# YAML is called YAML everywhere.
_AREAS = {
    "Files": "files",
    "Keys, values and names": "grammar",
    "Findings and responses": "evidence",
    "Facts that cannot be true": "consistency",
    "Weighting": "weighting",
    "Foreign files": "importing",
    "Notes": "notes",
    "Assumptions": "assumptions",
    "Reasons of comparability": "reasons",
    "Marks of records": "marks",
}


def lay_out(result: Result) -> Page:
    """A page a code where one, or all pages, are asked for; else a line each."""
    records: tuple[CodeRecord, ...] = result.records
    language = result.parameters["lang"]
    if result.parameters["all"]:
        title = Heading(say("explain.title", language), (say("explain.every", language),))
        return Page((title, *(part for record in records for part in _code(record, language))))
    if result.parameters["code"] is not None:
        return Page(tuple(_code(records[0], language)))
    parts: list[Part] = []
    columns = ("explain.severity", "explain.meaning")
    header = tuple(Cell.of(say(column, language)) for column in columns)
    for area in dict.fromkeys(record.area for record in records):
        rows = tuple(
            Row(Cell.of(record.code), (Cell.of(_severity(record, language)), Cell.of(record.title)))
            for record in records
            if record.area == area
        )
        table = Table(say("explain.code", language), header, rows, names=True)
        parts += [Heading(_area(area, language)), table]
    more = say("explain.more", language, command="kcli explain CODE")
    parts.append(Words("", (more,), "faint"))
    return Page(tuple(parts))


def _code(record: CodeRecord, language: str) -> Iterator[Part]:
    kind = f"{_severity(record, language)} · {_area(record.area, language)}"
    yield Heading(record.code, (record.title, kind))
    yield Words("", (record.text,))
    yield Listing(say("explain.example", language), _lines(record.example))
    if record.repair:
        repaired = "repaired" if record.severity != "note" else "instead"
        yield Listing(say(f"explain.{repaired}", language), _lines(record.repair))


def _severity(record: CodeRecord, language: str) -> str:
    return say(f"severity.{record.severity}", language)


def _area(area: str, language: str) -> str:
    return say(f"area.{_AREAS[area]}", language) if area in _AREAS else area


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n"))
