"""The page of ``kcli simulate``: what was invented, what could not be held, how many said what."""

from __future__ import annotations

from kcli.model.records import Result
from kcli.render.pages.page import Cell, Heading, Page, Row, Table, Words
from kcli.text.countries import country_name
from kcli.text.languages import say

__all__ = ["lay_out"]


def lay_out(result: Result) -> Page:
    """The notes, then for every item a table of counts by country."""
    records = result.records
    language = result.parameters["lang"]
    survey = records[0].survey if records else ""
    wave = records[0].wave if records else ""
    parts: list[Heading | Table | Words] = [
        Heading(say("simulate.title", language, survey=survey, wave=wave)),
        Words("", tuple(note.text for note in result.notes)),
    ]
    for item in dict.fromkeys(record.item for record in records):
        mine = [record for record in records if record.item == item]
        countries = list(dict.fromkeys(record.country for record in mine))
        counts = {(record.option, record.country): record.count for record in mine}
        options = dict.fromkeys(record.option for record in mine)
        rows = tuple(
            Row(Cell.of(o), tuple(_count(counts.get((o, c)), language) for c in countries))
            for o in options
        )
        headers = tuple(Cell.of(_place(country, language), "strong") for country in countries)
        parts.append(Table(item, headers, rows, numeric=True, titled=True))
    return Page(tuple(parts))


def _place(country: str | None, language: str) -> str:
    return country_name(country, language) if country else say("compare.pooled", language)


def _count(count: int | None, language: str) -> Cell:
    if count is None:
        return Cell.of(say("page.not_asked", language), "faint")
    return Cell.of(f"{count:,}")
