"""The sections of a report: each command run, its result made a part of the document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kcli import api  # a command is loaded when a section needs it
from kcli.errors import UsageError
from kcli.io.project import Project
from kcli.model.fields import said
from kcli.model.records import Result
from kcli.model.report import ReportFile, Section
from kcli.model.survey import Source
from kcli.report.charts import Chart, Draw, charts_of
from kcli.report.document import Cited, Document, Part, Publication, Quote, Survey, Told
from kcli.report.methods import without_empty
from kcli.report.sections import assumed_in, cited_ids, owed_in, paragraphs, part_of
from kcli.text.languages import say
from kcli.text.periods import day

__all__ = ["document_of"]


def document_of(project: Project, body: ReportFile, language: str, draw: Draw) -> Document:
    """The whole report in one language; ``draw`` may go on while the next section is worked out.

    Raises UsageError with the section that cannot be.
    """
    results: list[Result | None] = []
    charts: list[Sequence[Chart]] = []
    for place, section in enumerate(body.sections, start=1):
        result = _run(project, section, language, place) if section.part is None else None
        shown = result is not None and section.charts == "yes"
        results.append(result)
        charts.append(charts_of(result, language, draw=draw) if result and shown else ())
    found = [result for result in results if result is not None]
    cited = _cited(project, found)
    parts: list[Part] = []
    sections = zip(body.sections, results, charts, strict=True)
    for place, (section, result, drawn) in enumerate(sections, start=1):
        if result is None:
            parts.append(_written(section, place, language))
        else:
            above = [said(body.title, language), *(part.title for part in parts)]
            parts.append(_made(section, result, drawn, place, language, cited, above))
    parts = list(_once(parts))
    document = Document(
        title=said(body.title, language),
        language=language,
        prose=paragraphs(said(body.prose, language)),
        parts=tuple(parts),
        synthetic=any(result.synthetic for result in found),
        assumed=assumed_in(found, language),
        owed=owed_in(found),
        surveys=tuple(_surveys(project, found, parts, language)),
        results=tuple(found),
    )
    return without_empty(document)


def _made(
    section: Section,
    result: Result,
    charts: Sequence[Chart],
    place: int,
    language: str,
    cited: Cited,
    above: Sequence[str],
) -> Part:
    return part_of(
        result,
        place,
        said(section.title, language),
        said(section.prose, language),
        language,
        cited,
        above=above,
        charts=charts,
        tables=section.tables == "yes",
    )


def _once(parts: Sequence[Part]) -> Iterator[Part]:
    """The parts without the sentences that an earlier one tells already."""
    before: set[tuple[Told, ...]] = set()
    for part in parts:
        yield replace(part, told=tuple(group for group in part.told if group not in before))
        before.update(part.told)


def _written(section: Section, place: int, language: str) -> Part:
    """A part that no command is run for."""
    kind = str(section.part)
    otherwise = "" if kind == "text" else say(f"report.{kind}", language)
    title = said(section.title, language) or otherwise
    return Part(
        id=f"section-{place}",
        title=title,
        prose=paragraphs(said(section.prose, language)),
        kind=kind,
    )


def _run(project: Project, section: Section, language: str, place: int) -> Result:
    name = next(name for name in RUNS if getattr(section, name) is not None)
    try:
        return RUNS[name](project, section, language)
    except UsageError as problem:
        message = f"section {place} ({name} {getattr(section, name)}): {problem.message}"
        raise UsageError(message, problem.hint) from None


def _common(section: Section, language: str) -> dict[str, Any]:
    return {
        "countries": section.countries or (),
        "base": section.base,
        "lang": language,
        "lonely": section.lonely,
    }


def _compare(project: Project, section: Section, language: str) -> Result:
    return api.compare(project, section.compare, wave=section.wave, **_common(section, language))


def _concept(project: Project, section: Section, language: str) -> Result:
    common = _common(section, language)
    return api.compare(project, None, concept=section.concept, wave=section.wave, **common)


def _label(project: Project, section: Section, language: str) -> Result:
    return api.label(project, section.label, wave=section.wave, **_common(section, language))


def _shift(project: Project, section: Section, language: str) -> Result:
    start, end = section.between or (None, None)
    return api.shift(project, section.shift, start=start, end=end, **_common(section, language))


def _trend(project: Project, section: Section, language: str) -> Result:
    start, end = section.between or (None, None)
    answers = section.answers or ()
    common = _common(section, language)
    return api.trend(project, str(section.trend), start=start, end=end, answers=answers, **common)


def _verify(project: Project, section: Section, language: str) -> Result:
    return api.verify(project, section.verify, lang=language, lonely=section.lonely)


def _topline(project: Project, section: Section, language: str) -> Result:
    return api.topline(
        project, str(section.topline), wave=section.wave, **_common(section, language)
    )


RUNS: dict[str, Callable[[Project, Section, str], Result]] = {
    "compare": _compare,
    "concept": _concept,
    "label": _label,
    "shift": _shift,
    "trend": _trend,
    "verify": _verify,
    "topline": _topline,
}


# -- sources -----------------------------------------------------------------------------


def _cited(project: Project, results: Sequence[Result]) -> Cited:
    """Where the facts of every survey come from that a result is about."""
    places: dict[tuple[str, str, str, str | None], dict[str, None]] = {}
    findings: dict[tuple[str, str], str] = {}
    for name in cited_ids(results, ()):
        survey = project.survey(name)
        views = {
            (wave, view.id): view.country
            for wave in survey.questionnaire.waves
            for view in survey.questionnaire.samples(wave)
        }
        for finding in survey.findings:
            country = views.get((finding.wave, finding.sample))
            place = (name, finding.wave, finding.item, country)
            places.setdefault(place, {})[finding.source] = None
            findings[name, finding.id] = finding.source
    return Cited({place: tuple(ids) for place, ids in places.items()}, findings)


def _surveys(
    project: Project, results: Sequence[Result], parts: Sequence[Part], language: str
) -> Iterator[Survey]:
    """The surveys in the order in which they come up, each with the sources that are named."""
    records = [record for result in results for record in result.records]
    about = {place for record in records for place in _places(record)}
    samples = [record for record in records if record.type in ("estimate", "label")]
    measured = {record.survey for record in samples if record.evidence == "measured"}
    for name, named in cited_ids(results, parts).items():
        survey = project.survey(name)
        every = survey.questionnaire.sources if name in measured else ()
        ids = named or every  # no record names what respondents come from
        quotes: dict[str, dict[str, list[str]]] = {}
        for finding in survey.findings:
            if finding.quote and (name, finding.item, finding.wave) in about:
                own = quotes.setdefault(finding.source, {})
                own.setdefault(finding.quote, []).append(finding.id)
        found = [
            _publication(key, source, quotes.get(key, {}), language)
            for key, source in survey.questionnaire.sources.items()
            if key in ids
        ]
        yield Survey(name, said(survey.questionnaire.title, language), tuple(found))


def _publication(
    key: str, source: Source, quotes: Mapping[str, Sequence[str]], language: str
) -> Publication:
    title = said(source.title, language)
    return Publication(
        id=key,
        title=f"{title} ({source.publisher})" if title else source.publisher,
        published=day(source.published, language) if source.published else "",
        url=source.url or "",
        quotes=tuple(Quote(tuple(ids), quote) for quote, ids in quotes.items()),
    )


def _places(record: Any) -> list[tuple[str, str, str]]:
    if hasattr(record, "survey_from"):
        return [
            (record.survey_from, record.item_from, record.wave_from),
            (record.survey_to, record.item_to, record.wave_to),
        ]
    if getattr(record, "item", None) and getattr(record, "wave", None):
        return [(record.survey, record.item, record.wave)]
    return []
