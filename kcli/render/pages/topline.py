"""The page of ``kcli topline``: wording, bases first, answers, nets; past waves beside it."""

from __future__ import annotations

from collections.abc import Sequence

from kcli.analysis.compare import Block, Column
from kcli.analysis.estimate import Estimation
from kcli.model.fields import said
from kcli.model.records import Estimate, Result
from kcli.render.pages.compare import WORDING, footer, heading_of
from kcli.render.pages.marks import header, share_cell
from kcli.render.pages.page import Cell, Heading, Page, Row, Table, Words
from kcli.text.countries import country_name
from kcli.text.periods import span

__all__ = ["lay_out"]

BASES = (
    ("Asked, unweighted", "n_base"),
    ("Weighted base", "w_base"),
    ("Not asked", "n_not_asked"),
    ("Not stated", "n_not_stated"),
)


def lay_out(result: Result) -> Page:
    """The latest wave's countries side by side; with past waves, a table a country."""
    blocks: list[Block] = result.context
    latest = blocks[0]
    (comparison,) = latest.comparisons
    samples = [column.sample for column in comparison.columns]
    about = heading_of(latest, samples, comparison.known_from)
    asking = comparison.asking
    wording = f"{asking.survey}.{asking.item} · {WORDING.get(asking.wording, 'verbatim wording')}"
    heading = Heading(said(asking.text, latest.language), (wording, *about.below))
    parts: list[Heading | Table | Words] = [heading]
    if len(blocks) == 1:
        parts.append(_table([(latest, column) for column in comparison.columns], by_wave=False))
    else:
        for sample in samples:
            columns = [
                (block, column)
                for block in blocks
                for column in block.comparisons[0].columns
                if column.sample.id == sample.id
            ]
            name = country_name(sample.country, latest.language) if sample.country else sample.id
            parts += [Heading(name), _table(columns, by_wave=True)]
    return Page((*parts, *footer(result, single=True)))


def _table(columns: Sequence[tuple[Block, Column]], *, by_wave: bool) -> Table:
    headers = []
    for block, column in columns:
        if by_wave:
            dates = span(column.sample.fieldwork)
            headers.append(Cell(((block.wave, "strong"), (dates, "faint"))))
        else:
            headers.append(header(column.sample, block.language))
    found = [{e.record.option: e for e in column.estimations} for _, column in columns]
    rows = [_base_row(title, key, [column for _, column in columns]) for title, key in BASES]
    rows = [row for row in rows if any(cell.lines[0][0] != "–" for cell in row.cells)]
    names = dict.fromkeys(name for options in found for name in options)
    order = sorted(names, key=lambda name: _rank(found, name))
    before = "base"
    for name in order:
        first = next(options[name] for options in found if name in options)
        kind = first.record.option_kind
        group = "answer" if kind in ("substantive", "dont_know", "refused") else kind
        label = first.record.option_label + (" (net)" if kind == "net" else "")
        cells = tuple(_cell(options.get(name)) for options in found)
        rows.append(Row(Cell.of(label), cells, rule=group != before))
        before = group
    return Table("%", tuple(headers), tuple(rows), numeric=True)


def _cell(found: Estimation | None) -> Cell:
    return Cell.of("not offered", "faint") if found is None else share_cell(found)


def _rank(found: Sequence[dict[str, Estimation]], name: str) -> int:
    """Answers first, then don't know and refused, then nets, then the mean score."""
    kind = next(options[name] for options in found if name in options).record.option_kind
    return ("substantive", "dont_know", "refused", "net", "score").index(kind)


def _base_row(title: str, key: str, columns: Sequence[Column]) -> Row:
    """One kind of base over all columns; of zero counts nothing is said."""
    cells = []
    for column in columns:
        record: Estimate = column.estimations[0].record
        value = getattr(record, key)
        plain = value is None or (key != "n_base" and not value)
        weighted = key == "w_base" and value == record.n_base
        cells.append(Cell.of("–" if plain or weighted else f"{value:,.10g}", "faint"))
    return Row(Cell.of(title, "faint"), tuple(cells))
