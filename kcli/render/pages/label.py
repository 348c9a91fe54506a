"""The page of ``kcli label``: a sample a line, what its respondents and a test say."""

from __future__ import annotations

from dataclasses import replace

from kcli.analysis.compare import Block, Column, Comparison
from kcli.analysis.precision import NAMED_KINDS
from kcli.analysis.remarks import filter_of
from kcli.model.records import Label, Result
from kcli.render.pages.compare import footer, heading_of
from kcli.render.pages.leading import silence_of
from kcli.render.pages.marks import amount, level_names, own_size
from kcli.render.pages.page import Cell, Heading, Page, Row, Table, Words
from kcli.text.languages import say
from kcli.text.numbers import chance, level_words, percent
from kcli.text.people import sample_name
from kcli.text.sentences import label_words

__all__ = ["lay_out"]

COLUMNS = ("answer", "respondents", "population", "p", "other")


def lay_out(result: Result) -> Page:
    """A table an item: what is true of the sample, what a test supports, what base it is on."""
    blocks: list[Block] = result.context
    parts: list[Heading | Table | Words] = []
    for block in blocks:
        samples = [column.sample for column in block.comparisons[0].columns]
        known = frozenset[str]().union(*(found.known_from for found in block.comparisons))
        parts.append(heading_of(block, samples, known))
        parts += [_item(block, comparison) for comparison in block.comparisons]
    base = "all" if result.parameters["base"] == "all" else "substantive"
    sure = level_words(result.parameters["confidence"])
    meaning = say(f"label.meaning.{base}", result.parameters["lang"], level=sure)
    parts.append(Words("", (meaning,), "faint"))
    kinds = {found.record.interval_kind for block in blocks for _, found in block.estimations}
    columns = [column for b in blocks for found in b.comparisons for column in found.columns]
    labels = [_of_few(column) for column in columns]
    return Page((*parts, *footer(result, single=True, estimates=labels, kinds=kinds)))


def _of_few(column: Column) -> Label:
    """The label with the mark of a small base, where its answer is printed with one."""
    label = column.label
    leads = (e.record for e in column.estimations if e.record.option == label.option)
    few = any("small_base" in record.flags for record in leads)
    return replace(label, flags=(*label.flags, "small_base")) if few else label


def _item(block: Block, comparison: Comparison) -> Table:
    language = block.language
    rows = tuple(
        Row(Cell.of(_stub(comparison, column, language)), _cells(column, language))
        for column in comparison.columns
    )
    headers = tuple(
        Cell.of(say(f"label.column.{column}", block.language), "faint") for column in COLUMNS
    )
    asked = filter_of(block.questionnaire, comparison.asking, language)
    title = " · ".join([comparison.asking.title(language), *asked])
    return Table(title, headers, rows, titled=True)


def _stub(comparison: Comparison, column: Column, language: str) -> str:
    """The sample; with the size of its base, where many of it are not in that."""
    samples = [each.sample for each in comparison.columns]
    name, record = sample_name(column.sample, samples, language), column.estimations[0].record
    size = own_size(column.sample, record, comparison.asking, language)
    return f"{name}, {size}" if size else name


def _cells(column: Column, language: str) -> tuple[Cell, ...]:
    """The words on a sample; bars are drawn of the answer that leads."""
    answer, *others = map(Cell.of, _line(column, language))
    leads = (e.record for e in column.estimations if e.record.option == column.label.option)
    return (replace(answer, bar=next(leads, None)), *others)


def _line(column: Column, language: str) -> tuple[str, ...]:
    label = column.label
    silence = silence_of(column, language)
    if silence is not None:
        return (silence, "", "", "", "")
    if column.sample.population in NAMED_KINDS:
        return (_answer(column, label, language), "–", "–", "–", "–")
    other = _word(label.label_other_base, language)
    same = label.label_other_base == label.label_sample
    return (
        _answer(column, label, language),
        _word(label.label_sample, language),
        _word(label.label, language, label),
        "–" if label.p_value is None or label.label is None else chance(label.p_value),
        say("label.same", language) if same else other,
    )


def _answer(column: Column, label: Label, language: str) -> str:
    by_name = {e.record.option: e for e in column.estimations}
    labels = {name: found.record.option_label for name, found in by_name.items()}
    if label.option is None:
        return " / ".join(labels[name] for name in level_names(label, by_name)) or "–"
    found = next(e for e in column.estimations if e.record.option == label.option)
    record = found.record
    interval = ""
    if record.low is not None and record.high is not None:
        interval = f" ({percent(record.low)}–{percent(record.high)})"
    few = "*" if "small_base" in record.flags else ""
    return f"{labels[label.option]} {amount(found, language)}{few}{interval}"


def _word(label: str | None, language: str, record: Label | None = None) -> str:
    if label is None:
        return "–" if record is not None else label_words(None, language)
    if label == "no_clear_leader" and record is not None and len(record.tied) > 1:
        return say("label.tied", language, count=len(record.tied))
    return label_words(label, language)
