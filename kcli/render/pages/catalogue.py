"""The pages of ``kcli list`` and ``kcli show``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kcli.model.records import (
    ComparabilityRecord,
    ConceptRecord,
    FindingRecord,
    ItemRecord,
    MeasureRecord,
    OptionRecord,
    Result,
    SurveyRecord,
)
from kcli.render.pages.marks import source_lines
from kcli.render.pages.page import Cell, Heading, Page, Row, Table, Words
from kcli.text.people import KINDS

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
    parts += _measures(_of(result, MeasureRecord))
    parts += _comparability(_of(result, ComparabilityRecord))
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
    """A line a survey: its waves, newest last, and what all of them hold."""
    waves: dict[str, list[SurveyRecord]] = {}
    for survey in surveys:
        waves.setdefault(survey.survey, []).append(survey)
    rows = [
        (
            name,
            found[-1].title,
            found[0].wave if len(found) == 1 else f"{found[0].wave} to {found[-1].wave}",
            " ".join(dict.fromkeys(sample for s in found for sample in s.samples)),
            _sizes(found),
            ", ".join(dict.fromkeys(p.replace("_", " ") for s in found for p in s.populations)),
            str(max(s.items for s in found)),
        )
        for name, found in waves.items()
    ]
    columns = ("Title", "Waves", "Where", "n", "Who", "Items")
    return _table("Survey", columns, rows)


def _respondents(survey: SurveyRecord) -> str:
    if survey.n is None:
        return "Respondents: not published"
    return f"Respondents: {'' if survey.n_status == 'published' else 'about '}{survey.n:,}"


def _sizes(records: Sequence[SurveyRecord | MeasureRecord]) -> str:
    """The respondents of a wave, from the smallest to the largest."""
    known = [(record.n, record.n_status) for record in records if record.n is not None]
    if not known:
        return "unknown"
    least, most = min(known), max(known)
    ends = [f"{'' if how == 'published' else '≈'}{n:,}" for n, how in (least, most)]
    return ends[0] if least[0] == most[0] else "–".join(ends)


def _survey(survey: SurveyRecord) -> list[Heading | Words]:
    dates = " to ".join(dict.fromkeys(filter(None, (survey.fieldwork_start, survey.fieldwork_end))))
    populations = ", ".join(p.replace("_", " ") for p in survey.populations)
    how = f"mode {survey.mode}; sampling {survey.sampling}".replace("_", " ")
    lines = [
        f"Organised by: {', '.join(survey.organisations) or 'not stated'}",
        f"Fieldwork: {dates or 'not published'}; {how}",
        f"Samples: {', '.join(survey.samples)} ({populations})",
        _respondents(survey),
        f"Licence: {survey.licence or 'not stated'}",
    ]
    if survey.attribution:
        lines.append(f"Attribution: {survey.attribution}")
    if survey.note:
        lines.append(f"Note: {survey.note}")
    heading = Heading(survey.title, (f"{survey.survey}@{survey.wave}",))
    return [heading, Words("", tuple(lines))]


def _items(items: Sequence[ItemRecord]) -> Table:
    rows = [(i.item, i.text, i.wording, i.options_complete, str(i.findings)) for i in items]
    return _table("Item", ("Text", "Wording", "Options", "Facts"), rows)


def _item(item: ItemRecord) -> list[Heading | Words]:
    several = "several answers allowed" if item.answers == "multiple" else "one answer"
    below = (
        f"{item.survey}.{item.item}@{item.wave}",
        f"wording {item.wording}; {several}; option list {item.options_complete}",
        *((f"concepts: {', '.join(item.concepts)}",) if item.concepts else ()),
    )
    note = [Words("", (f"Note: {item.note}",), "faint")] if item.note else []
    return [Heading(item.text, below), *note]


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
    notes = tuple(f"{f.id}: {f.note}" for f in findings if f.note)
    if notes:
        parts.append(Words("Notes", notes))
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


def _measures(records: Sequence[MeasureRecord]) -> list[Table]:
    """Who measured it, when and how: a line an item and wave, its samples together."""
    if not records:
        return []
    waves: dict[tuple[str, str, str], list[MeasureRecord]] = {}
    for record in records:
        waves.setdefault((record.survey, record.item, record.wave), []).append(record)
    rows = [
        (
            f"{survey}.{item}@{wave}",
            ", ".join(dict.fromkeys(KINDS[r.population] for r in found)),
            " ".join(dict.fromkeys(r.country or "pooled" for r in found)),
            _sizes(found),
            _dates(found),
            f"{'/'.join(dict.fromkeys(r.mode for r in found))}, {found[0].wording}".replace(
                "_", " "
            ),
        )
        for (survey, item, wave), found in waves.items()
    ]
    columns = ("Who", "Where", "n", "When", "Mode, wording")
    return [_table("Measured by", columns, rows)]


def _dates(records: Sequence[MeasureRecord]) -> str:
    starts = [r.fieldwork_start for r in records if r.fieldwork_start]
    ends = [r.fieldwork_end for r in records if r.fieldwork_end]
    known = dict.fromkeys([*([min(starts)] if starts else []), *([max(ends)] if ends else [])])
    return " to ".join(known) or "not published"


def _comparability(records: Sequence[ComparabilityRecord]) -> list[Table | Words]:
    """Every two askings: the grade, and the reasons that weigh most; alike pairs in one line."""
    if not records:
        return []
    lines: dict[tuple[str, str, str], list[ComparabilityRecord]] = {}
    for record in records:
        weighty = [reason for reason in record.reasons if reason.startswith(record.grade)]
        told = "; ".join(reason.partition(": ")[2] for reason in weighty)
        about = record.survey_from if record.survey_from == record.survey_to else _pair(record)
        lines.setdefault((about, record.grade, told), []).append(record)
    rows = [
        (
            _waves_of(about, found),
            grade,
            found[0].wording.replace("_", " "),
            told or "alike in everything that is published",
        )
        for (about, grade, told), found in lines.items()
    ]
    table = _table("Pair", ("Grade", "Word", "Because"), rows)
    meaning = (
        "A to C: a shift of one population, tested. D: a gap between two, not tested. "
        "E: only the topic is shared."
    )
    return [replace(table, names=False), Words("", (meaning,), "faint")]


def _waves_of(about: str, records: Sequence[ComparabilityRecord]) -> str:
    """Two surveys; or one survey with its waves, each and the next, first and last."""
    first, last = records[0], records[-1]
    if first.survey_from != first.survey_to:
        return about
    if len(records) == 1:
        return f"{about} {first.wave_from} and {first.wave_to}"
    waves = [wave for r in records for wave in (r.wave_from, r.wave_to)]
    order = list(dict.fromkeys(waves))
    return f"{about} {order[0]} to {last.wave_to}, every wave and the next"


def _pair(record: ComparabilityRecord) -> str:
    return f"{record.survey_from} {record.wave_from} and {record.survey_to} {record.wave_to}"
