"""The pages of ``kcli list`` and ``kcli show``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from kcli.model.catalogue_records import (
    ComparabilityRecord,
    ConceptRecord,
    FindingRecord,
    ItemRecord,
    MeasureRecord,
    OptionRecord,
    SurveyRecord,
)
from kcli.model.records import Result
from kcli.render.pages.marks import source_lines
from kcli.render.pages.page import Cell, Heading, Page, Row, Table, Words
from kcli.text.languages import listed_in, say
from kcli.text.people import kind_words
from kcli.text.retold import retold

__all__ = ["lay_out"]

# What facts say in words of kcli's own.
_TOLD = frozenset(
    {
        *("count", "majority", "minority", "plurality", "leading", "at_least_plurality"),
        *("equal_share", "more_than", "increase", "decrease", "loose"),
    }
)


def lay_out(result: Result) -> Page:
    """Every kind of record in a part of its own, in their order."""
    language = result.parameters["lang"]
    surveys = _of(result, SurveyRecord)
    items = _of(result, ItemRecord)
    parts: list[Heading | Table | Words] = []
    if result.command == "list" and surveys:
        parts.append(_surveys(surveys, language))
    else:
        parts += [part for survey in surveys for part in _survey(survey, language)]
    if len(items) == 1 and not surveys and result.command == "show":
        parts += _item(items[0], language)
    elif items:
        parts.append(_items(items, language))
    parts += [part for survey in surveys for part in _elsewhere(survey, result)]
    parts += _options(_of(result, OptionRecord), language)
    parts += _findings(_of(result, FindingRecord), language)
    parts += _concept(_of(result, ConceptRecord), language)
    parts += _measures(_of(result, MeasureRecord), language)
    parts += _comparability(_of(result, ComparabilityRecord), language)
    if result.sources:
        parts.append(Words(say("page.sources", language), source_lines(result), "faint"))
    return Page(tuple(parts))


def _of(result: Result, kind: type[Any]) -> list[Any]:
    return [record for record in result.records if isinstance(record, kind)]


def _table(keys: Sequence[str], rows: Sequence[Sequence[str]], language: str) -> Table:
    """The words of the first key in the corner, of the others above the columns."""
    corner, *columns = (say(key, language) if "." in key else key for key in keys)
    return Table(
        corner,
        tuple(Cell.of(column, "strong") for column in columns),
        tuple(Row(Cell.of(row[0], "strong"), tuple(map(Cell.of, row[1:]))) for row in rows),
        names=True,
    )


def _surveys(surveys: Sequence[SurveyRecord], language: str) -> Table:
    """A line a survey: its waves, newest last, and what all of them hold."""
    waves: dict[str, list[SurveyRecord]] = {}
    for survey in surveys:
        waves.setdefault(survey.survey, []).append(survey)
    mixed = len({survey.synthetic for survey in surveys}) > 1
    rows = [
        (
            name,
            _marked(found[-1], mixed=mixed),
            _span([found[0].wave, found[-1].wave], language),
            " ".join(dict.fromkeys(sample for s in found for sample in s.samples)),
            _sizes(found, language),
            _kinds((kind for survey in found for kind in survey.populations), language),
            str(found[-1].items + len(found[-1].other_items)),
        )
        for name, found in waves.items()
    ]
    keys = ("survey", "title", "waves", "where", "n", "who", "items")
    return _table([key if key == "n" else f"list.{key}" for key in keys], rows, language)


def _marked(survey: SurveyRecord, *, mixed: bool) -> str:
    """The title; with a mark, where these respondents are invented and others are not."""
    marked = survey.title.startswith("SYNTHETIC") or not (survey.synthetic and mixed)
    return survey.title if marked else f"SYNTHETIC: {survey.title}"


def _span(ends: Sequence[str], language: str) -> str:
    """Two ends, or the one that both are; nothing where there is none."""
    known = list(dict.fromkeys(ends))
    if len(known) < 2:
        return "".join(known)
    return say("date.between", language, first=known[0], last=known[-1])


def _kinds(kinds: Iterable[str], language: str) -> str:
    return say("between.words", language).join(
        kind_words(k, language) for k in dict.fromkeys(kinds)
    )


def _way(way: str, language: str) -> str:
    return say(f"way.{way.replace(' ', '_')}", language)


def _respondents(survey: SurveyRecord, language: str) -> str:
    if survey.n is None:
        return say("show.respondents_unknown", language)
    known = "show.respondents" if survey.n_status == "published" else "show.respondents_about"
    return say(known, language, n=f"{survey.n:,}")


def _sizes(records: Sequence[SurveyRecord | MeasureRecord], language: str) -> str:
    """The respondents of a wave, from the smallest to the largest."""
    known = [(record.n, record.n_status) for record in records if record.n is not None]
    if not known:
        return say("list.unknown", language)
    least, most = min(known), max(known)
    ends = [f"{'' if how == 'published' else '≈'}{n:,}" for n, how in (least, most)]
    return ends[0] if least[0] == most[0] else "–".join(ends)


def _survey(survey: SurveyRecord, language: str) -> list[Heading | Words]:
    ends = [end for end in (survey.fieldwork_start, survey.fieldwork_end) if end]
    dates = _span(ends, language) or say("show.not_published", language)
    mode, sampling = _way(survey.mode, language), _way(survey.sampling, language)
    samples, populations = ", ".join(survey.samples), _kinds(survey.populations, language)
    silent = say("show.not_stated", language)
    lines = [
        say("show.organised", language, names=", ".join(survey.organisations) or silent),
        say("show.fieldwork", language, dates=dates, mode=mode, sampling=sampling),
        say("show.samples", language, samples=samples, populations=populations),
        _respondents(survey, language),
        say("show.licence", language, text=survey.licence or silent),
    ]
    if survey.attribution:
        lines.append(say("show.attribution", language, text=survey.attribution))
    if survey.note:
        lines.append(say("show.note", language, text=survey.note))
    heading = Heading(survey.title, (f"{survey.survey}@{survey.wave}",))
    return [heading, Words("", tuple(lines))]


def _items(items: Sequence[ItemRecord], language: str) -> Table:
    wave = items[0].wave
    names = [i.item if i.wave == wave else f"{i.item}@{i.wave}" for i in items]
    rows = [
        (name, i.text, *_status(i, language), str(i.findings))
        for name, i in zip(names, items, strict=True)
    ]
    keys = ("list.item", "list.text", "list.wording", "list.options", "list.facts")
    return _table(keys, rows, language)


def _elsewhere(survey: SurveyRecord, result: Result) -> list[Words]:
    """The items that a page of one wave does not list."""
    if result.command == "list" or not survey.other_items:
        return []
    names = ", ".join(survey.other_items)
    return [Words("", (say("show.elsewhere", result.parameters["lang"], names=names),))]


def _status(item: ItemRecord, language: str) -> tuple[str, str]:
    """How the wording is known, and the list of answers."""
    wording = say(f"wording.{item.wording}", language)
    return wording, say(f"complete.{item.options_complete}", language)


def _item(item: ItemRecord, language: str) -> list[Heading | Words]:
    wording, complete = _status(item, language)
    several = "page.several" if item.answers == "multiple" else "show.one_answer"
    values = {"wording": wording, "answers": say(several, language), "options": complete}
    below = [f"{item.survey}.{item.item}@{item.wave}", say("show.about", language, **values)]
    if item.asked_item is not None:
        answers = listed_in([f"“{option}”" for option in item.asked_options], language)
        below.append(say("asked_of.those", language, answers=answers, item=item.asked_item))
    if item.concepts:
        below.append(say("show.concepts", language, names=", ".join(item.concepts)))
    parts: list[Heading | Words] = [Heading(item.text, tuple(below))]
    if item.note:
        parts.append(Words("", (say("show.note", language, text=item.note),), "faint"))
    return parts


def _options(options: Sequence[OptionRecord], language: str) -> list[Table]:
    if not options:
        return []
    keys = ["show.option", "show.label", "show.code", "show.kind"]
    rows = [
        [o.option, o.label, " + ".join(o.parts) or o.code or "", say(f"option.{o.kind}", language)]
        for o in options
    ]
    if any(o.score is not None for o in options):
        keys.append("show.score")
        for o, row in zip(options, rows, strict=True):
            row.append("" if o.score is None else f"{o.score:g}".replace("-", "−"))
    return [_table(keys, rows, language)]


def _findings(findings: Sequence[FindingRecord], language: str) -> list[Table | Words]:
    if not findings:
        return []
    rows = [
        (
            f.id,
            f.respondent or f.sample,
            f.option or "",
            _says(f, language),
            say(f"fact_base.{f.base}", language),
            f.source,
        )
        for f in findings
    ]
    keys = ("show.fact", "list.who", "show.option", "show.says", "show.base", "show.source")
    quotes = dict.fromkeys(
        f"{say('summary.quoted', language, name=f.quote)} ({f.source})" for f in findings if f.quote
    )
    parts: list[Table | Words] = [_table(keys, rows, language)]
    notes = tuple(f"{f.id}: {f.note}" for f in findings if f.note)
    if notes:
        parts.append(Words(say("show.notes", language), notes))
    if quotes:
        parts.append(Words(say("page.quotes", language), tuple(quotes)))
    return parts


def _says(finding: FindingRecord, language: str) -> str:
    """What a fact says; figures, labels and the words of a project stay as they are."""
    own = finding.predicate in _TOLD
    return retold(finding.says, "fact.", language) if own else finding.says


def _concept(records: Sequence[ConceptRecord], language: str) -> list[Heading | Table]:
    if not records:
        return []
    rows = [
        (
            r.label,
            f"{r.survey}.{r.item}" if r.item else say("show.no_item", language),
            _belonging(r, language),
        )
        for r in records
    ]
    named = say("concept.id", language, id=records[0].concept)
    keys = ("show.category", "list.item", "list.options")
    return [Heading(records[0].title, (named,)), _table(keys, rows, language)]


def _belonging(record: ConceptRecord, language: str) -> str:
    """The options that belong to a category, and those that may."""
    sure = ", ".join(record.options) or say("show.none_certain", language)
    if not record.options_maybe:
        return sure
    perhaps = say("show.perhaps", language).lower()
    return f"{sure}; {perhaps}: {', '.join(record.options_maybe)}"


def _measures(records: Sequence[MeasureRecord], language: str) -> list[Table]:
    """Who measured it, when and how: a line an item and wave, its samples together."""
    if not records:
        return []
    pooled = say("compare.pooled", language)
    waves: dict[tuple[str, str, str], list[MeasureRecord]] = {}
    for record in records:
        waves.setdefault((record.survey, record.item, record.wave), []).append(record)
    rows = [
        (
            f"{survey}.{item}@{wave}",
            _kinds((r.population for r in found), language),
            " ".join(dict.fromkeys(r.country or pooled for r in found)),
            _sizes(found, language),
            _dates(found, language),
            _how(found, language),
        )
        for (survey, item, wave), found in waves.items()
    ]
    keys = ("concept.measured_by", "list.who", "list.where", "n", "show.when", "show.how")
    return [_table(keys, rows, language)]


def _how(records: Sequence[MeasureRecord], language: str) -> str:
    """``paper/online, verbatim``."""
    modes = "/".join(_way(mode, language) for mode in dict.fromkeys(r.mode for r in records))
    wording = say(f"wording.{records[0].wording}", language)
    return say("between.words", language).join((modes, wording))


def _dates(records: Sequence[MeasureRecord], language: str) -> str:
    starts = [r.fieldwork_start for r in records if r.fieldwork_start]
    ends = [r.fieldwork_end for r in records if r.fieldwork_end]
    known = [*([min(starts)] if starts else []), *([max(ends)] if ends else [])]
    return _span(known, language) or say("show.not_published", language)


def _comparability(records: Sequence[ComparabilityRecord], language: str) -> list[Table | Words]:
    """Every two askings: the grade, and the reasons that weigh most; alike pairs in one line."""
    if not records:
        return []
    lines: dict[tuple[str, str, str], list[ComparabilityRecord]] = {}
    for record in records:
        weighty = [reason for reason in record.reasons if reason.startswith(record.grade)]
        texts = (reason.partition(": ")[2] for reason in weighty)
        told = say("between.reasons", language).join(
            retold(text, "reason.", language) for text in texts
        )
        alone = record.survey_from == record.survey_to
        about = record.survey_from if alone else _pair(record, language)
        lines.setdefault((about, record.grade, told), []).append(record)
    rows = [
        (
            _waves_of(about, found, language),
            grade,
            say(f"show.word.{found[0].wording}", language),
            told or say("show.alike", language),
        )
        for (about, grade, told), found in lines.items()
    ]
    keys = ("show.pair", "show.grade", "show.word", "show.because")
    table = replace(_table(keys, rows, language), names=False)
    return [table, Words("", (say("show.grades", language),), "faint")]


def _waves_of(about: str, records: Sequence[ComparabilityRecord], language: str) -> str:
    """Two surveys; or one survey with its waves, each and the next, first and last."""
    first, last = records[0], records[-1]
    if first.survey_from != first.survey_to:
        return about
    if len(records) == 1:
        values = {"survey": about, "one": first.wave_from, "two": first.wave_to}
        return say("show.waves", language, **values)
    waves = [wave for r in records for wave in (r.wave_from, r.wave_to)]
    values = {"survey": about, "first": waves[0], "last": last.wave_to}
    return say("show.waves_all", language, **values)


def _pair(record: ComparabilityRecord, language: str) -> str:
    one = f"{record.survey_from} {record.wave_from}"
    two = f"{record.survey_to} {record.wave_to}"
    return say("show.two", language, one=one, two=two)
