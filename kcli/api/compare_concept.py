"""``kcli compare CONCEPT``: who was asked about a concept, side by side, whatever the survey."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from kcli.analysis.comparability import compare_askings
from kcli.analysis.compare import Question, compare_item
from kcli.analysis.concept import ConceptBlock, ConceptColumn
from kcli.analysis.ends import End
from kcli.analysis.precision import NAMED_KINDS
from kcli.analysis.quotes import quotes_of
from kcli.api.select import answering, check_asked
from kcli.api.sides import Asked, Finder, ends_of, latest_waves, measures_of
from kcli.api.wish import Wish
from kcli.errors import UsageError
from kcli.io.project import Project
from kcli.model.concepts import Concept
from kcli.model.questionnaire import Questionnaire, SampleView
from kcli.model.selector import Selector
from kcli.text.people import KINDS

__all__ = ["askings_of", "check_places", "of_concept"]

Publics = tuple[Questionnaire, tuple[SampleView, ...]]


def of_concept(project: Project, name: str, concept: Concept, wish: Wish) -> ConceptBlock:
    """Every item that is mapped to the concept, in its latest wave; who was not asked beside it.

    Commentators of earlier waves stand beside those of the latest: they are
    other people, and nobody's answer is out of date.
    """
    finder = Finder(project, wish)
    askings, others = askings_of(project, name, wish.wave)
    check_places(askings, others, wish.codes)
    ends = [end for asked in askings for end in ends_of(finder, asked, Selector(""), name)]
    if not ends:
        hint = f"kcli show {name} tells who asks about it"
        raise UsageError(f"nobody was asked about {name!r} in that wave or country", hint)
    ends.sort(key=lambda end: list(KINDS).index(end.side.sample.population))
    ends = [end for end in ends if not _unheard(end)] or ends
    columns = [_column(finder, end) for end in ends]
    notes = [note for end in ends for note in end.notes]
    grades = tuple(
        (
            first.side,
            second.side,
            compare_askings(first.side, second.side, name, project.judgements),
        )
        for first, second in combinations(ends, 2)
        if first.side.name != second.side.name
    )
    quotes = quotes_of(ends, wish.lang)
    return ConceptBlock(
        name,
        concept,
        tuple(columns),
        wish.lang,
        wish.confidence,
        tuple(dict.fromkeys(notes)),
        _chosen(others, wish),
        grades,
        quotes,
    )


def askings_of(project: Project, name: str, wave: str | None) -> tuple[list[Asked], list[Publics]]:
    """What was asked about a concept, and the publics that were not asked about it."""
    askings = [
        Asked(survey, item, each)
        for survey, item in measures_of(project, name)
        for each in latest_waves(survey, item, wave)
    ]
    return askings, [] if wave is not None else list(_not_asked(project, name))


def check_places(
    askings: Sequence[Asked], others: Iterable[Publics], countries: Sequence[str]
) -> None:
    """Raise UsageError for a country of which nobody would stand in the comparison."""
    if askings:
        check_asked(_samples(askings, others), countries)


def _unheard(end: End) -> bool:
    """Whether an end is a named person or government of whom nothing is reported."""
    named = end.side.sample.population in NAMED_KINDS
    return named and all("not_reported" in e.record.flags for e in end.estimations.values())


def _column(finder: Finder, end: End) -> ConceptColumn:
    """A sample by category, with the one of its own answers that leads."""
    wish, side, evidence = finder.wish, end.side, end.evidence
    question = Question(
        questionnaire=side.questionnaire,
        item=side.asking.item,
        wave=side.asking.wave,
        conventions=finder.project.conventions,
        base=evidence.base,
        method=wish.method,
        language=wish.lang,
        sums=end.sums,
    )
    found = compare_item(question, finder.project.survey(side.asking.survey).findings, pairs=False)
    own = next((c for c in found.columns if c.sample.id == side.sample.id), None)
    return ConceptColumn(
        side.questionnaire,
        side.asking,
        side.sample,
        tuple(end.estimations.values()),
        own.estimations if own else (),
        own.label if own else None,
        _figures(end),
    )


def _figures(end: End) -> bool:
    """Whether any number was published of a sample, also with others; a range of words is none."""
    facts = (f.label.finding for f in end.evidence.facts if end.place in f.touches())
    return any(
        finding.statement.predicate in ("share", "count")
        for finding in (*end.evidence.of(end.place), *facts)
    )


def _not_asked(project: Project, name: str) -> Iterator[Publics]:
    """The publics whose survey measures other concepts, in its latest wave, and not this one."""
    asked = {survey.questionnaire.survey for survey, _ in measures_of(project, name)}
    for survey in answering(project):
        questionnaire = survey.questionnaire
        others = any(body.concept for body in questionnaire.items.values())
        if questionnaire.survey in asked or not others:
            continue
        samples = tuple(
            sample
            for sample in questionnaire.samples(questionnaire.wave_order[-1])
            if sample.population == "general_public"
        )
        if samples:
            yield questionnaire, samples


def _samples(askings: Iterable[Asked], others: Iterable[Publics]) -> Iterator[SampleView]:
    """Who was asked about a concept, and who stands beside them without having been."""
    for asked in askings:
        yield from asked.survey.questionnaire.samples(asked.wave)
    for _, samples in others:
        yield from samples


def _chosen(others: Iterable[Publics], wish: Wish) -> tuple[Publics, ...]:
    """The same publics, of those countries only that are wanted."""
    found = (
        (questionnaire, tuple(s for s in samples if not wish.codes or s.country in wish.codes))
        for questionnaire, samples in others
    )
    return tuple((questionnaire, samples) for questionnaire, samples in found if samples)
