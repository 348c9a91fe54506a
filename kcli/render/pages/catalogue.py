"""The pages of ``kcli list`` and ``kcli show``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kcli.model.records import (
    ConceptRecord,
    FindingRecord,
    ItemRecord,
    OptionRecord,
    Result,
    SurveyRecord,
)
from kcli.render.pages.marks import source_lines
from kcli.render.pages.page import Cell, Heading, Page, Row, Table, Words

__all__ = ["lay_out"]


def lay_out(result: Result) -> Page:
    """Every kind of record in a part of its own, in their order."""
    surveys = _of(result, SurveyRecord)
    items = _of(result, ItemRecord)
    parts: list[Heading | Table | Words] = []
    if result.command == "list" and surveys:
        parts.append(_surveys(surveys))
    else:
        parts += [part for survey in surveys for part in _survey(survey)]
    if len(items) == 1 and not surveys and result.command == "show":
        parts += _item(items[0])
    elif items:
        parts.append(_items(items))
    parts += _options(_of(result, OptionRecord))
    parts += _findings(_of(result, FindingRecord))
    parts += _concept(_of(result, ConceptRecord))
    if result.sources:
        parts.append(Words("Sources", source_lines(result), "faint"))
    return Page(tuple(parts))


def _of(result: Result, kind: type[Any]) -> list[Any]:
    return [record for record in result.records if isinstance(record, kind)]


def _table(corner: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    return Table(
        corner,
        tuple(Cell.of(column, "strong") for column in columns),
        tuple(Row(Cell.of(row[0], "strong"), tuple(map(Cell.of, row[1:]))) for row in rows),
        names=True,
    )


def _surveys(surveys: Sequence[SurveyRecord]) -> Table:
    rows = [
        (
            f"{s.survey}@{s.wave}",
            s.title,
            " ".join(s.samples),
            f"{s.n:,}" if s.n is not None else "unknown",
            ", ".join(p.replace("_", " ") for p in s.populations),
            str(s.items),
            str(s.findings),
        )
        for s in surveys
    ]
    columns = ("Title", "Where", "n", "Who", "Items", "Facts")
    return _table("Survey", columns, rows)


def _survey(survey: SurveyRecord) -> list[Heading | Words]:
    dates = " to ".join(d for d in (survey.fieldwork_start, survey.fieldwork_end) if d)
    populations = ", ".join(p.replace("_", " ") for p in survey.populations)
    lines = [
        f"Organised by: {', '.join(survey.organisations) or 'not stated'}",
        f"Fieldwork: {dates or 'not published'}; mode {survey.mode}; sampling {survey.sampling}",
        f"Samples: {', '.join(survey.samples)} ({populations})",
        f"Respondents: {survey.n:,}" if survey.n is not None else "Respondents: not published",
        f"Licence: {survey.licence or 'not stated'}",
    ]
    if survey.attribution:
        lines.append(f"Attribution: {survey.attribution}")
    heading = Heading(survey.title, (f"{survey.survey}@{survey.wave}",))
    return [heading, Words("", tuple(lines))]


def _items(items: Sequence[ItemRecord]) -> Table:
    rows = [(i.item, i.text, i.wording, i.options_complete, str(i.findings)) for i in items]
    return _table("Item", ("Text", "Wording", "Options", "Facts"), rows)


def _item(item: ItemRecord) -> list[Heading]:
    several = "several answers allowed" if item.answers == "multiple" else "one answer"
    below = (
        f"{item.survey}.{item.item}@{item.wave}",
        f"wording {item.wording}; {several}; option list {item.options_complete}",
        *((f"concepts: {', '.join(item.concepts)}",) if item.concepts else ()),
    )
    return [Heading(item.text, below)]


def _options(options: Sequence[OptionRecord]) -> list[Table]:
    if not options:
        return []
    rows = [
        (o.option, o.label, " + ".join(o.parts) or o.code or "", o.kind.replace("_", " "))
        for o in options
    ]
    return [_table("Option", ("Label", "Code", "Kind"), rows)]


def _findings(findings: Sequence[FindingRecord]) -> list[Table | Words]:
    if not findings:
        return []
    rows = [
        (f.id, f.respondent or f.sample, f.option or "", f.says, f.base, f.source) for f in findings
    ]
    columns = ("Who", "Option", "Says", "Base", "Source")
    quotes = dict.fromkeys(f"“{f.quote}” ({f.source})" for f in findings if f.quote)
    parts: list[Table | Words] = [_table("Fact", columns, rows)]
    if quotes:
        parts.append(Words("In their words", tuple(quotes)))
    return parts


def _concept(records: Sequence[ConceptRecord]) -> list[Heading | Table]:
    if not records:
        return []
    rows = [
        (
            r.label,
            f"{r.survey}.{r.item}" if r.item else "no item yet",
            ", ".join(r.options) or "none for certain",
            ", ".join(r.options_maybe),
        )
        for r in records
    ]
    heading = Heading(records[0].title, (f"concept {records[0].concept}",))
    return [heading, _table("Category", ("Item", "Options", "Perhaps"), rows)]
