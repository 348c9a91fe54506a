"""The page of ``kcli label``: a sample a line, what its respondents and a test say."""

from __future__ import annotations

from kcli.analysis.compare import Block, Column, Comparison
from kcli.analysis.precision import NAMED_KINDS
from kcli.model.fields import said
from kcli.model.records import Label, Result
from kcli.render.pages.compare import footer, heading_of
from kcli.render.pages.marks import amount, level_names, nothing_said
from kcli.render.pages.page import Cell, Heading, Page, Row, Table, Words
from kcli.text.countries import country_name
from kcli.text.numbers import percent
from kcli.text.sentences import label_words

__all__ = ["lay_out"]

COLUMNS = ("Answer", "Respondents", "Population", "p of lead", "Other base")


def lay_out(result: Result) -> Page:
    """A table an item: what is true of the sample, what a test supports, what base it is on."""
    blocks: list[Block] = result.context
    parts: list[Heading | Table | Words] = []
    for block in blocks:
        samples = [column.sample for column in block.comparisons[0].columns]
        known = frozenset[str]().union(*(found.known_from for found in block.comparisons))
        parts.append(heading_of(block, samples, known))
        parts += [_item(block, comparison) for comparison in block.comparisons]
    base = result.parameters["base"]
    other = "without don't know" if base == "all" else "with don't know"
    level = result.parameters["confidence"]
    meaning = (
        f"Base: {'everyone asked' if base == 'all' else 'substantive answers'}. "
        f"Respondents: true of those asked. Population: what a test at {level:.0%} supports; "
        f"a dash where it supports none. Other base: the label {other}."
    )
    parts.append(Words("", (meaning,), "faint"))
    return Page((*parts, *footer(result, single=True)))


def _item(block: Block, comparison: Comparison) -> Table:
    rows = tuple(
        Row(Cell.of(_name(column, block.language)), tuple(map(Cell.of, _line(column))))
        for column in comparison.columns
    )
    headers = tuple(Cell.of(column, "faint") for column in COLUMNS)
    return Table(said(comparison.asking.text, block.language), headers, rows, titled=True)


def _name(column: Column, language: str) -> str:
    sample = column.sample
    return country_name(sample.country, language) if sample.country else sample.id


def _line(column: Column) -> tuple[str, ...]:
    label = column.label
    silence = nothing_said(column.estimations[0].record)
    if silence is not None:
        return (silence, "", "", "", "")
    if column.sample.population in NAMED_KINDS:
        return (_answer(column, label), "–", "–", "–", "–")
    other = _word(label.label_other_base)
    return (
        _answer(column, label),
        _word(label.label_sample),
        _word(label.label, label),
        "–" if label.p_value is None or label.label is None else _p(label.p_value),
        "the same" if label.label_other_base == label.label_sample else other,
    )


def _answer(column: Column, label: Label) -> str:
    by_name = {e.record.option: e for e in column.estimations}
    labels = {name: found.record.option_label for name, found in by_name.items()}
    if label.option is None:
        return " / ".join(labels[name] for name in level_names(label, by_name)) or "–"
    found = next(e for e in column.estimations if e.record.option == label.option)
    record = found.record
    interval = ""
    if record.low is not None and record.high is not None:
        interval = f" ({percent(record.low)}–{percent(record.high)})"
    return f"{labels[label.option]} {amount(found)}{interval}"


def _word(label: str | None, record: Label | None = None) -> str:
    if label is None:
        return "–" if record is not None else "not settled"
    if label == "no_clear_leader" and record is not None and len(record.tied) > 1:
        return f"no clear leader ({len(record.tied)} tied)"
    return label_words(label)


def _p(value: float) -> str:
    return "<0.001" if value < 0.001 else f"{value:.3f}"
