"""The page of a concept: whoever was asked about it, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kcli.analysis.compare import Column
from kcli.analysis.concept import ConceptBlock, ConceptColumn
from kcli.analysis.precision import NAMED_KINDS
from kcli.model.fields import said
from kcli.model.questionnaire import Questionnaire, SampleView
from kcli.render.pages.leading import leading
from kcli.render.pages.marks import asked_sample, header, share_cell
from kcli.render.pages.page import Cell, Heading, Row, Table, Words
from kcli.text.countries import country_name
from kcli.text.languages import listed_in, say
from kcli.text.people import kind_words

__all__ = ["concept_parts"]

MOST_GRADES = 6  # lines on how comparable the columns are
MOST_SILENT = 2  # more surveys that did not ask are told in a sentence


def concept_parts(block: ConceptBlock) -> list[Heading | Table | Words]:
    """A category a line, a sample a column; or a table a country, with all kinds of people."""
    definition = said(block.concept.definition, block.language)
    named = say("concept.id", block.language, id=block.id)
    below = (named, *([definition] if definition else []))
    asked = dict.fromkeys(
        f"{column.asking.survey}.{column.asking.item}: {said(column.asking.text, block.language)}"
        for column in block.columns
    )
    quoted = say("page.quotes", block.language)
    quotes = [Words(quoted, block.quotes)] if block.quotes else []
    silent = block.not_asked if len(block.not_asked) > MOST_SILENT or block.by_country else ()
    return [
        Heading(said(block.concept.title, block.language), below),
        *(_countries(block) if block.by_country else [_table(block, block.columns)]),
        Words(say("concept.measured_by", block.language), tuple(asked)),
        *quotes,
        *_silence(silent, block.language),
        *_grades(block),
    ]


def _countries(block: ConceptBlock) -> Iterator[Heading | Table]:
    """The people of each country side by side; those of several countries together last."""
    codes = sorted({c.sample.country for c in block.columns if c.sample.country})
    for code in codes:
        yield Heading(country_name(code, block.language))
        yield _table(block, [c for c in block.columns if c.sample.country == code])
    pooled = [c for c in block.columns if not c.sample.country]
    if pooled:
        yield Heading(say("concept.pooled", block.language))
        yield _table(block, pooled)


def _table(block: ConceptBlock, columns: Sequence[ConceptColumn]) -> Table:
    """Whoever was asked, and which item it was."""
    beside = () if len(block.not_asked) > MOST_SILENT or block.by_country else block.not_asked
    headers = [_header(block, column) for column in columns]
    headers += [_silent_header(samples, block.language) for _, samples in beside]
    language = block.language
    silence = [Cell.of(say("page.not_asked", language), "faint")] * len(beside)
    rows = [
        Row(
            Cell.of(said(category.label, block.language)),
            (
                *(share_cell(column.estimations[place], language=language) for column in columns),
                *silence,
            ),
        )
        for place, category in enumerate(block.concept.categories.values())
    ]
    if any(column.label is not None for column in columns):
        blank = [Cell.of("")] * len(beside)
        leads = [
            Cell.of("") if c.label is None else leading(Column(c.sample, c.own, c.label), language)
            for c in columns
        ]
        leads_stub = Cell.of(say("concept.leading", language))
        rows.append(Row(leads_stub, (*leads, *blank), rule=True))
    kinds = [Cell.of(_evidence(column, language), "faint") for column in columns]
    kinds += [Cell.of("")] * len(beside)
    known_from = Cell.of(say("concept.known_from", language), "faint")
    rows.append(Row(known_from, tuple(kinds), rule=True))
    base = "all" if columns[0].estimations[0].record.base == "all" else "substantive"
    share = say("page.share", language, base=say(f"page.percent_{base}", language))
    return Table(share, tuple(headers), tuple(rows), numeric=True)


def _header(block: ConceptBlock, column: ConceptColumn) -> Cell:
    sample = asked_sample(column.sample, column.estimations[0].record, column.asking)
    asked, kind = f"{sample.survey} {sample.wave}", kind_words(sample.population, block.language)
    if not block.by_country:
        return header(sample, block.language, "", (asked, kind))
    size = header(sample, block.language).lines[-1]
    return Cell(((kind, "strong"), (asked, "faint"), size))


def _silence(
    silent: Sequence[tuple[Questionnaire, Sequence[SampleView]]], language: str
) -> list[Words]:
    """Who measures other concepts and not this one, in a sentence."""
    names = [f"{found.survey} {samples[0].wave}" for found, samples in silent]
    text = say("concept.silent", language, names=listed_in(names, language))
    return [Words("", (text,), "faint")] if names else []


def _evidence(column: ConceptColumn, language: str) -> str:
    """What the column rests on: respondents, what named people wrote, figures or words."""
    records = [found.record for found in column.estimations]
    if column.sample.population in NAMED_KINDS:
        own = column.sample.population == "commentators"
        return say(f"concept.from.{'writing' if own else 'reports'}", language)
    kinds = {record.evidence for record in records}
    if "measured" in kinds:
        return say("concept.from.respondents", language)
    if not kinds - {None}:
        return ""
    return say(f"concept.from.{'figures' if column.figures else 'words'}", language)


def _silent_header(samples: Sequence[SampleView], language: str) -> Cell:
    """The publics of one survey in one column: its countries, its wave."""
    first = samples[0]
    lines = (f"{first.survey} {first.wave}", kind_words(first.population, language))
    if len(samples) == 1:
        return header(first, language, "", lines)
    codes = " ".join(sample.country or sample.id for sample in samples)
    return Cell(((codes, "strong"), *((line, "faint") for line in lines)))


def _grades(block: ConceptBlock) -> list[Words]:
    """How comparable the columns are: a line for every two surveys, with the weightiest reasons."""
    found: dict[tuple[str, str], tuple[str, dict[str, None]]] = {}
    for first, second, grade in block.grades:
        names = (f"{first.asking.survey} {first.asking.wave}",
                 f"{second.asking.survey} {second.asking.wave}")  # fmt: skip
        told = [r.code for r in grade.reasons if r.grade == grade.grade]
        reasons = dict.fromkeys(say(f"aspect.{code}", block.language) for code in told)
        known = found.setdefault(names, (grade.grade, reasons))
        if grade.grade < known[0]:
            found[names] = (grade.grade, reasons)
    lines = [
        say(
            "concept.pair",
            block.language,
            first=one,
            second=two,
            grade=grade,
            reasons=", ".join(reasons) or say("concept.alike", block.language),
        )
        for (one, two), (grade, reasons) in found.items()
    ]
    if len(lines) > MOST_GRADES:
        count = len(lines) - MOST_GRADES
        more = say("concept.more", block.language, count=count, id=block.id)
        lines = [*lines[:MOST_GRADES], more]
    return [Words(say("concept.comparable", block.language), tuple(lines))] if lines else []
