"""The page of ``kcli weight``: each sample's margins before and after, and what weights cost."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from kcli.model.fields import said
from kcli.model.records import Result
from kcli.model.weighting import RakingRecord
from kcli.render.pages.page import Cell, Heading, Page, Part, Row, Table, Words
from kcli.text.countries import country_name
from kcli.text.languages import plural, say
from kcli.text.numbers import percent
from kcli.text.people import kind_words, own_id

if TYPE_CHECKING:
    from kcli.analysis.weighting import Weighed, Weights

__all__ = ["lay_out"]

COLUMNS = ("before", "target", "after")


def lay_out(result: Result) -> Page:
    """A table a sample, the weights in words below it; the notes at the end."""
    weights: Weights = result.context
    language = weights.language
    title = say("weight.title", language, survey=weights.survey, wave=weights.wave)
    headers = tuple(Cell.of(say(f"weight.{column}", language), "strong") for column in COLUMNS)
    parts: list[Part] = [Heading(title)]
    samples = [each.sample for each in weights.samples]
    for each in weights.samples:
        sample = each.sample
        name = country_name(sample.country, language) if sample.country else sample.id
        kind = kind_words(sample.population, language)
        own = own_id(sample, samples)
        about = [kind, *([own] if own else []), f"n={each.raking.n:,}"]
        parts.append(Heading(name, (" · ".join(about),)))
        if each.margins:
            parts.append(Table("%", headers, tuple(_rows(each, weights)), numeric=True))
        parts.append(Words("", tuple(_sentences(each.raking, language))))
    parts.append(Words("", tuple(note.text for note in result.notes), "faint"))
    return Page(tuple(parts))


def _rows(each: Weighed, weights: Weights) -> Iterator[Row]:
    """Every option below the text of its item."""
    before = None
    for record in each.margins:
        asking = weights.askings[record.item]
        if record.item != before:
            title = Cell.of(said(asking.text, weights.language), "strong")
            yield Row(title, (Cell.of(""),) * len(COLUMNS), rule=before is not None)
            before = record.item
        shares = (record.before, record.target, record.achieved)
        cells = tuple(Cell.of("–" if share is None else percent(share, 1)) for share in shares)
        yield Row(Cell.of(f"  {asking.label(record.option, weights.language)}"), cells)


def _sentences(record: RakingRecord, language: str) -> Iterator[str]:
    if record.least is None or record.greatest is None or record.deff is None:
        yield say("weight.all_zero", language)
        return
    yield plural(
        "weight.cost",
        record.n,
        language,
        least=_fixed(record.least),
        most=_fixed(record.greatest),
        deff=_fixed(record.deff),
        method="Kish",
        count=f"{record.n:,}",
        worth=_fixed(record.n_eff or 0, 0),
    )


def _fixed(value: float, decimals: int = 2) -> str:
    """A number above 0 is never shown as 0."""
    unit = Decimal(1).scaleb(-decimals)
    rounded = Decimal(repr(value)).quantize(unit, rounding=ROUND_HALF_UP)
    return f"<{unit}" if value > 0 and not rounded else f"{rounded:,f}"
