"""``kcli list`` and ``kcli show``: what there is, and everything known of one thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any

from kcli.analysis.comparability import compare_askings
from kcli.analysis.ends import End
from kcli.analysis.pairs import STRENGTH
from kcli.api.envelope import inputs_of, sources_of
from kcli.api.select import Selection, select
from kcli.api.sides import Asked, Finder, ends_of, matched, measures_of
from kcli.api.wish import Wish
from kcli.errors import InputError, UsageError
from kcli.io.project import Project, Survey
from kcli.model.catalogue_records import (
    ComparabilityRecord,
    ConceptRecord,
    FindingRecord,
    ItemRecord,
    MeasureRecord,
    OptionRecord,
    SurveyRecord,
)
from kcli.model.concepts import Concept
from kcli.model.evidence import Finding
from kcli.model.fields import said
from kcli.model.predicates import find_predicate
from kcli.model.questionnaire import Questionnaire, SampleView
from kcli.model.records import Result, number
from kcli.model.scenes import scene_of
from kcli.model.selector import Selector, read_selector
from kcli.text.people import sample_name

__all__ = ["item_record", "list_surveys", "show"]


def list_surveys(project: Project, what: str | None = None, *, lang: str = "en") -> Result:
    """Every survey, a record a wave; for one survey, its items, or those of a wave.

    Raises UsageError for a name nothing bears, InputError for files that cannot be used.
    """
    records: list[Any] = []
    if what is None:
        for survey in project.surveys():
            order = survey.questionnaire.wave_order
            records += [_survey(project, survey, wave, lang) for wave in order]
    else:
        for selection in select(project, what):
            records += [
                item_record(selection.survey, item, selection.wave, lang)
                for item in selection.items
            ]
            if not selection.single and read_selector(what).wave is None:
                records += _of_other_waves(selection, lang)
    return _result("list", project, {"what": what, "lang": lang}, records, lang)


def show(project: Project, what: str, *, wave: str | None = None, lang: str = "en") -> Result:
    """One survey, item or concept, with its findings and their sources.

    Raises UsageError for a name nothing bears, InputError for files that cannot be used.
    """
    parameters = {"what": what, "wave": wave, "lang": lang}
    concepts = project.concepts.concepts if project.concepts else {}
    if what in concepts and what not in project.survey_ids:
        if wave is not None:
            raise UsageError("a concept has no waves of its own", f"kcli show {what}")
        found: list[Any] = _concept(project, what, concepts[what], lang)
        ends = _measurements(project, what, lang)
        found += [_measure(what, end, lang) for end in ends]
        found += _comparabilities(project, what, ends)
        return _result("show", project, parameters, found, lang)
    (selection,) = select(project, what, wave)
    survey = selection.survey
    if not selection.single:
        records: list[Any] = [_survey(project, survey, selection.wave, lang)]
        records += [item_record(survey, item, selection.wave, lang) for item in selection.items]
        named = [(survey.questionnaire, _sources(survey, read_selector(what).wave or wave))]
        return _result("show", project, parameters, records, lang, named)
    (item,) = selection.items
    records = [item_record(survey, item, selection.wave, lang)]
    records += _options(survey.questionnaire, item, selection.wave, lang)
    findings = [f for f in survey.findings if (f.item, f.wave) == (item, selection.wave)]
    records += [_finding(project, survey.questionnaire, f, lang) for f in findings]
    named = [(survey.questionnaire, {finding.source for finding in findings})]
    return _result("show", project, parameters, records, lang, named)


def _of_other_waves(selection: Selection, language: str) -> Iterator[ItemRecord]:
    """The items that a wave did not ask, each as the latest wave that did asked it."""
    questionnaire = selection.survey.questionnaire
    for item in questionnaire.items:
        waves = questionnaire.waves_of(item)
        if selection.wave not in waves:
            yield item_record(selection.survey, item, waves[-1], language)


def _sources(survey: Survey, wave: str | None) -> set[str]:
    """The sources of the facts of a wave that is named; all where none is, or it has no facts."""
    cited = {finding.source for finding in survey.by_wave.get(wave or "", ())}
    return cited or set(survey.questionnaire.sources)


def _result(
    command: str,
    project: Project,
    parameters: dict[str, Any],
    records: Sequence[Any],
    language: str,
    named: Sequence[tuple[Questionnaire, set[str]]] = (),
) -> Result:
    return Result(
        command=command,
        project=project.name,
        synthetic=_are_invented(project, records, whole=command == "list"),
        parameters=parameters,
        inputs=inputs_of(project),
        sources=sources_of(named, language),
        records=tuple(records),
    )


def _are_invented(project: Project, records: Sequence[Any], *, whole: bool) -> bool:
    """Whether any record is about invented respondents; of a ``whole`` catalogue, all of them."""
    found = [_invented(project, record) for record in records]
    return bool(found) and all(found) if whole else any(found)


def _invented(project: Project, record: Any) -> bool:
    """Whether a record is about a survey whose respondents are invented."""
    survey = getattr(record, "survey", None)
    return survey in project.survey_ids and (
        project.survey(survey).questionnaire.synthetic == "yes"
    )


def _survey(project: Project, survey: Survey, wave: str, language: str) -> SurveyRecord:
    questionnaire = survey.questionnaire
    found = questionnaire.waves[wave]
    samples = questionnaire.samples(wave)
    # A pooled sample counts its countries once more.
    asked = [s for s in samples if not any(s.pools(o) for o in samples if not o.countries)]
    counted = _counted(project, survey, wave, asked)
    sizes = [counted.get(s.id) if s.size is None else s.size for s in asked]
    statuses = {sample.n_status for sample in asked}
    findings = survey.by_wave.get(wave, [])
    figures = {"share", "count", "answer"}
    kinds = {finding.statement.predicate in figures for finding in findings}
    fieldworks = [sample.fieldwork for sample in samples if sample.fieldwork]
    starts = [f.start for f in fieldworks if f.start]
    ends = [f.end for f in fieldworks if f.end]
    others = [i for i in questionnaire.items if wave not in questionnaire.waves_of(i)]
    return SurveyRecord(
        survey=questionnaire.survey,
        wave=wave,
        title=said(found.title or questionnaire.title, language),
        organisations=tuple(found.organisations or questionnaire.organisations),
        fieldwork_start=str(min(starts)) if starts else None,
        fieldwork_end=str(max(ends, key=lambda end: end.last)) if ends else None,
        mode=_one([sample.mode for sample in samples]),
        sampling=_one([sample.sampling for sample in samples]),
        populations=tuple(dict.fromkeys(sample.population for sample in samples)),
        samples=tuple(sample.id for sample in samples),
        n=sum(n for n in sizes if n is not None) if None not in sizes else None,
        n_status="published" if statuses == {"published"} else "approximate",
        items=len(questionnaire.items) - len(others),
        other_items=tuple(f"{item}@{questionnaire.waves_of(item)[-1]}" for item in others),
        findings=len(findings),
        evidence=None if not kinds else "published" if True in kinds else "bounded",
        licence=said(questionnaire.licence, language) or None,
        attribution=said(questionnaire.attribution, language) or None,
        note=" ".join(filter(None, (said(n, language) for n in (questionnaire.note, found.note))))
        or None,
        synthetic=questionnaire.synthetic == "yes",
    )


def _counted(
    project: Project, survey: Survey, wave: str, samples: Sequence[SampleView]
) -> Mapping[str, int]:
    """The rows of a file of respondents, where the questionnaire lacks the size of a sample."""
    if all(sample.size is not None for sample in samples):
        return {}
    try:
        return project.rows(survey, wave) or {}
    except InputError:
        return {}  # a list needs none of it; kcli check tells the faults


def _one(values: list[str]) -> str:
    """The value that all share; else that they differ."""
    return values[0] if len(set(values)) == 1 else "differs by sample"


def item_record(survey: Survey, item: str, wave: str, language: str) -> ItemRecord:
    """An item as a wave asked it."""
    asking = survey.questionnaire.asking(item, wave)
    return ItemRecord(
        survey=asking.survey,
        wave=wave,
        item=item,
        text=said(asking.text, language),
        wording=asking.wording,
        answers=asking.type,
        options_complete=asking.options_complete,
        time_frame=asking.time_frame,
        asked_item=asking.asked.item if asking.asked else None,
        asked_options=tuple(asking.asked.options) if asking.asked else (),
        concepts=tuple(concept for concept, _ in asking.concepts),
        findings=survey.counts[item, wave],
        note=said(survey.questionnaire.items[item].note, language) or None,
    )


def _options(
    questionnaire: Questionnaire, item: str, wave: str, language: str
) -> list[OptionRecord]:
    asking = questionnaire.asking(item, wave)
    where: dict[str, Any] = {"survey": asking.survey, "wave": wave, "item": item}
    options = [
        OptionRecord(
            **where,
            option=name,
            kind=option.kind,
            code=option.code or name,
            label=said(option.label, language),
            score=number(asking.score.get(name)),
            parts=(),
        )
        for name, option in asking.options.items()
    ]
    return options + [
        OptionRecord(
            **where,
            option=name,
            kind="net",
            code=None,
            label=said(net.label, language),
            score=None,
            parts=tuple(net.options),
        )
        for name, net in asking.nets.items()
    ]


def _finding(
    project: Project, questionnaire: Questionnaire, finding: Finding, language: str
) -> FindingRecord:
    samples: dict[str, SampleView] = {s.id: s for s in questionnaire.samples(finding.wave)}
    sample = samples[finding.sample]
    scene = scene_of(questionnaire, finding.item, finding.wave, sample, project.conventions)
    words = {*scene.conventions, *scene.own_conventions}
    predicate = find_predicate(finding.statement.predicate, words)
    assert predicate is not None, "findings are checked when they are read"
    place = sample_name(sample, questionnaire.samples(finding.wave), language)
    return FindingRecord(
        id=finding.id,
        survey=finding.survey,
        wave=finding.wave,
        item=finding.item,
        sample=place,
        respondent=finding.respondent,
        option=finding.statement.option,
        predicate=finding.statement.predicate,
        says=predicate.words(finding.statement, scene),
        base=finding.statement.base,
        source=finding.source,
        grade=finding.grade,
        quote=finding.quote,
        note=finding.note,
    )


def _concept(project: Project, name: str, concept: Concept, language: str) -> list[ConceptRecord]:
    """Each category, with every item that is mapped to the concept."""
    users = [
        (survey.questionnaire.survey, item, mapping.map)
        for survey in project.surveys()
        for item, body in survey.questionnaire.items.items()
        for mapping in body.concept
        if mapping.id == name
    ]
    records = []
    for category, body in concept.categories.items():
        common: dict[str, Any] = {
            "concept": name,
            "title": said(concept.title, language),
            "category": category,
            "label": said(body.label, language),
        }
        for survey, item, mapping in users:
            sure = tuple(option for option, to in mapping.items() if to == [category])
            maybe = tuple(o for o, to in mapping.items() if category in to and len(to) > 1)
            records.append(
                ConceptRecord(**common, survey=survey, item=item, options=sure, options_maybe=maybe)
            )
        if not users:
            records.append(
                ConceptRecord(**common, survey=None, item=None, options=(), options_maybe=())
            )
    return records


def _measurements(project: Project, concept: str, language: str) -> list[End]:
    """Every sample of every wave in which the concept was measured."""
    finder = Finder(project, Wish(lang=language))
    return [
        end
        for survey, item in measures_of(project, concept)
        for wave in survey.questionnaire.waves_of(item)
        for end in ends_of(finder, Asked(survey, item, wave), Selector(""), concept)
    ]


def _measure(concept: str, end: End, language: str) -> MeasureRecord:
    sample, asking = end.side.sample, end.side.asking
    fieldwork = sample.fieldwork
    kinds = [found.record.evidence for found in end.estimations.values()]
    return MeasureRecord(
        concept=concept,
        survey=sample.survey,
        wave=sample.wave,
        item=asking.item,
        text=said(asking.text, language),
        population=sample.population,
        country=sample.country,
        sample=sample.id,
        n=sample.size,
        n_status=sample.n_status,
        fieldwork_start=str(fieldwork.start) if fieldwork and fieldwork.start else None,
        fieldwork_end=str(fieldwork.end) if fieldwork and fieldwork.end else None,
        mode=sample.mode,
        sampling=sample.sampling,
        wording=asking.wording,
        evidence=min((kind for kind in kinds if kind), key=STRENGTH.index, default=None),
    )


def _comparabilities(
    project: Project, concept: str, ends: Sequence[End]
) -> list[ComparabilityRecord]:
    """How comparable the askings are, two by two.

    Of two askings the samples that stand against each other are those that
    ``kcli shift`` would set so; where these are several with one grade for the
    same reasons, the first speaks for all.
    """
    records = []
    for one, two in _askings_in_pairs(ends):
        seen: set[tuple[str, ...]] = set()
        for first, second in matched(one, two):
            found = compare_askings(first.side, second.side, concept, project.judgements)
            codes = (found.grade, *(reason.code for reason in found.reasons))
            if codes in seen:
                continue
            seen.add(codes)
            a, b = first.side, second.side
            records.append(
                ComparabilityRecord(
                    concept=concept,
                    item_from=a.asking.item,
                    item_to=b.asking.item,
                    survey_from=a.sample.survey,
                    survey_to=b.sample.survey,
                    wave_from=a.sample.wave,
                    wave_to=b.sample.wave,
                    country_from=a.sample.country,
                    country_to=b.sample.country,
                    sample_from=a.sample.id,
                    sample_to=b.sample.id,
                    population_from=a.sample.population,
                    population_to=b.sample.population,
                    grade=found.grade,
                    wording=found.wording,
                    tested=found.tested,
                    reasons=tuple(map(str, found.reasons)),
                )
            )
    return records


def _askings_in_pairs(ends: Sequence[End]) -> Iterator[tuple[list[End], list[End]]]:
    """The latest askings of every two items; of one item each wave and the next, first and last."""
    items: dict[str, dict[str, list[End]]] = {}
    for end in ends:
        items.setdefault(end.side.id, {}).setdefault(end.side.asking.wave, []).append(end)
    for waves in items.values():
        askings = list(waves.values())
        if len(askings) > 2:
            yield askings[0], askings[-1]
        yield from pairwise(askings)
    for one, two in combinations(items.values(), 2):
        yield list(one.values())[-1], list(two.values())[-1]
