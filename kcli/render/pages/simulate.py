"""The page of ``kcli simulate``: what was invented, what could not be held, how many said what."""

from __future__ import annotations

from kcli.model.records import Result
from kcli.render.pages.page import Cell, Heading, Page, Row, Table, Words
from kcli.text.countries import country_name

__all__ = ["lay_out"]


def lay_out(result: Result) -> Page:
    """The notes, then for every item a table of counts by country."""
    records = result.records
    survey = records[0].survey if records else ""
    wave = records[0].wave if records else ""
    parts: list[Heading | Table | Words] = [
        Heading(f"{survey} {wave}: invented respondents"),
        Words("", tuple(note.text for note in result.notes)),
    ]
    for item in dict.fromkeys(record.item for record in records):
        mine = [record for record in records if record.item == item]
        countries = list(dict.fromkeys(record.country for record in mine))
        counts = {(record.option, record.country): record.count for record in mine}
        rows = tuple(
            Row(Cell.of(option), tuple(_count(counts.get((option, c))) for c in countries))
            for option in dict.fromkeys(record.option for record in mine)
        )
        headers = tuple(Cell.of(country_name(c) if c else "pooled", "strong") for c in countries)
        parts.append(Table(item, headers, rows, numeric=True, titled=True))
    return Page(tuple(parts))


def _count(count: int | None) -> Cell:
    return Cell.of("not asked", "faint") if count is None else Cell.of(f"{count:,}")
