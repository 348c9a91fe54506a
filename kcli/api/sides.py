"""From a question and two ends, as typed, to the askings that are set against each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, cast

from kcli.analysis.comparability import Side
from kcli.analysis.compare import notes_of, respondents_of
from kcli.analysis.concept import concept_column, sole_option, sure_parts, with_nets
from kcli.analysis.ends import End
from kcli.analysis.estimate import Estimation, estimate_item, score_item
from kcli.analysis.evidence import ItemEvidence, Place
from kcli.analysis.presentation import presented
from kcli.api.select import answering
from kcli.api.wish import Wish
from kcli.errors import UsageError, nearest
from kcli.io.project import Project, Survey
from kcli.model.questionnaire import Asking, SampleView
from kcli.model.records import Note
from kcli.model.selector import Selector, read_selector
from kcli.model.survey import Base

if TYPE_CHECKING:
    from kcli.analysis.respondents import Respondents
    from kcli.cells.coded import Coded
    from kcli.cells.sums import Sums

__all__ = [
    "Asked",
    "Finder",
    "ends_of",
    "latest_waves",
    "matched",
    "measures_of",
    "read_end",
]


@dataclass(frozen=True)
class Asked:
    """An item in one wave of its survey."""

    survey: Survey
    item: str
    wave: str

    @property
    def name(self) -> str:
        """``SURVEY.ITEM@WAVE``."""
        return f"{self.survey.questionnaire.survey}.{self.item}@{self.wave}"


def read_end(project: Project, text: str, survey: Survey | None) -> Selector:
    """``SURVEY[.ITEM][@WAVE][:POPULATION][/COUNTRY]``; a wave alone is one of ``survey``.

    Raises UsageError for a form or a survey that there is not.
    """
    try:
        selector = read_selector(text)
    except ValueError as problem:
        raise UsageError(f"cannot read {text!r}", str(problem)) from None
    if selector.name in project.survey_ids:
        return selector
    if survey is not None and selector.item is None and selector.wave is None:
        questionnaire = survey.questionnaire
        if selector.name in questionnaire.waves:
            return replace(selector, name=questionnaire.survey, wave=selector.name)
        known = [*questionnaire.wave_order, *project.survey_ids]
        hint = nearest(selector.name, known) or f"waves: {', '.join(questionnaire.wave_order)}"
        raise UsageError(f"{questionnaire.survey} has no wave {selector.name!r}", hint)
    project.survey(selector.name)  # says which survey was probably meant
    raise AssertionError(selector)


def measures_of(project: Project, concept: str) -> Iterator[tuple[Survey, str]]:
    """Every item that is mapped to a concept, invented surveys left out if there are others."""
    for survey in answering(project):
        for item, body in survey.questionnaire.items.items():
            if concept in (mapping.id for mapping in body.concept):
                yield survey, item


def latest_waves(survey: Survey, item: str, wave: str | None = None) -> list[str]:
    """The latest wave of an item, or the one that is named; of commentators every wave."""
    questionnaire = survey.questionnaire
    waves = questionnaire.waves_of(item)
    if wave is not None:
        return [wave] if wave in waves else []
    return [
        name
        for name in waves
        if name == waves[-1]
        or all(sample.population == "commentators" for sample in questionnaire.samples(name))
    ]


class Finder:
    """The evidence of items, each looked at once."""

    def __init__(self, project: Project, wish: Wish) -> None:
        self.project = project
        self.wish = wish
        self._evidence: dict[tuple[str, str, str], ItemEvidence] = {}
        self._rows: dict[tuple[str, str, str], Coded] = {}

    def foresee(self, askings: Iterable[tuple[Asked, str | None]]) -> None:
        """Reads at once, of each wave, what its items and their concepts will need."""
        if self.wish.evidence == "published":
            return
        waves: dict[tuple[str, str], tuple[Survey, list[Asking]]] = {}
        for asked, concept in askings:
            place = (asked.survey.questionnaire.survey, asked.wave)
            waves.setdefault(place, (asked.survey, []))[1].append(_asking(asked, concept))
        for (_, wave), (survey, found) in waves.items():
            self.project.sums(survey, wave, found)

    def rows(self, asked: Asked) -> Coded:
        """The respondents of an asking, of which there are some."""
        key = (asked.survey.questionnaire.survey, asked.wave, asked.item)
        if key not in self._rows:
            found = self.project.responses(asked.survey, asked.wave, [asked.item])
            assert found is not None
            self._rows[key] = found
        return self._rows[key]

    def origins(self, sample: SampleView) -> set[str]:
        """The waves that a sample's respondents are of, by what the questionnaires say."""
        found: set[str] = set()
        name: str | None = f"{sample.survey}@{sample.wave}"
        view: SampleView | None = sample
        while name is not None and name not in found:
            found.add(name)
            name = view.same_respondents_as if view else None
            view = self._sample(name, sample) if name else None
        return found

    def _sample(self, name: str, like: SampleView) -> SampleView | None:
        """The sample of another wave that is of the same country and population."""
        survey, _, wave = name.partition("@")
        for sample in self.project.survey(survey).questionnaire.samples(wave):
            if (sample.country, sample.population) == (like.country, like.population):
                return sample
        return None

    def evidence(self, survey: Survey, item: str, base: str | None = None) -> ItemEvidence:
        """Everything published about an item."""
        base = base or self.wish.base
        key = (survey.questionnaire.survey, item, base)
        if key not in self._evidence:
            self._evidence[key] = ItemEvidence(
                survey.questionnaire,
                item,
                survey.findings,
                self.project.conventions,
                cast(Base, base),
            )
        return self._evidence[key]

    def given(self, evidence: ItemEvidence) -> Finder:
        """A finder to which no more is known of one item than this evidence."""
        other = Finder(self.project, self.wish)
        other._evidence[evidence.questionnaire.survey, evidence.item, evidence.base] = evidence
        other._rows = self._rows
        return other


def ends_of(
    finder: Finder, asked: Asked, selector: Selector, concept: str | None = None
) -> list[End]:
    """The samples of an asking, each with its estimates: by option, or by category."""
    wish, evidence = finder.wish, finder.evidence(asked.survey, asked.item)
    places = [
        (place, sample)
        for place, sample in evidence.samples.items()
        if place[0] == asked.wave and _meant(sample, selector, wish.codes)
    ]
    sums = _sums(finder, asked, concept)
    measured = respondents_of(sums, evidence, asked.wave, concept, lonely=wish.method.lonely)
    if measured is not None:
        measured.prepare([place for place, _ in places])
    if concept is None:
        return [_by_option(finder, asked, place, sums, measured) for place, _ in places]
    return [_by_category(finder, asked, place, concept, sums, measured) for place, _ in places]


def _meant(sample: SampleView, selector: Selector, countries: Sequence[str]) -> bool:
    return (
        selector.population in (None, sample.population)
        and selector.country in (None, sample.country)
        and (not countries or sample.country in countries)
    )


def _by_option(
    finder: Finder, asked: Asked, place: Place, sums: Sums | None, measured: Respondents | None
) -> End:
    wish, evidence = finder.wish, finder.evidence(asked.survey, asked.item)
    found: list[Estimation]
    notes = _notes(evidence, place, measured)
    theirs = measured if measured is not None and place in measured else None
    if measured is not None and place in measured:
        found = list(measured.estimate(place, wish.method, wish.lang))
        sample = measured.sized(place)
    else:
        sums, sample = None, evidence.samples[place]
        substantive = finder.evidence(asked.survey, asked.item, "substantive")
        score = score_item(substantive, evidence, place)
        found = [*estimate_item(evidence, place, wish.method, wish.lang)]
        found += [score] if score else []
    asking = evidence.asking(place)
    parts: dict[str, tuple[str, ...]] = {name: (name,) for name in asking.options}
    parts |= {name: tuple(net.options) for name, net in asking.nets.items()}
    side = _side(finder, asked, asking, sample, _people(evidence, place))
    named = {e.record.option: presented(e, wish.method) for e in found}
    sole = {name: name for name in named if name in parts}
    rows = None if sums is None else partial(finder.rows, asked)
    return End(side, place, evidence, named, parts, sole, sums, rows, notes, theirs)


def _by_category(
    finder: Finder,
    asked: Asked,
    place: Place,
    concept: str,
    sums: Sums | None,
    measured: Respondents | None,
) -> End:
    wish, evidence = finder.wish, finder.evidence(asked.survey, asked.item)
    assert finder.project.concepts is not None
    theirs = measured if measured is not None and place in measured else None
    if theirs is None:
        sums = None
    body = finder.project.concepts.concepts[concept]
    column = concept_column(evidence, place, concept, body, wish.method, wish.lang, measured)
    side = _side(finder, asked, column.asking, column.sample, _people(evidence, place))
    estimations = {e.record.option: presented(e, wish.method) for e in column.estimations}
    parts = {name: sure_parts(column.asking, concept, name) for name in estimations}
    alone = {name: sole_option(column.asking, concept, name) for name in estimations}
    sole = {name: option for name, option in alone.items() if option is not None}
    notes = _notes(evidence, place, measured)
    rows = None if sums is None else partial(finder.rows, asked)
    return End(side, place, evidence, estimations, parts, sole, sums, rows, notes, theirs)


def _side(
    finder: Finder, asked: Asked, asking: Asking, sample: SampleView, people: frozenset[str]
) -> Side:
    origins = frozenset(finder.origins(sample))
    language = finder.wish.lang
    return Side(asked.survey.questionnaire, asking, sample, people, origins, language)


def _notes(evidence: ItemEvidence, place: Place, measured: Respondents | None) -> tuple[Note, ...]:
    if measured is not None and place in measured:
        return tuple(measured.notes(place, evidence))
    return tuple(notes_of(evidence, [place]))


def _sums(finder: Finder, asked: Asked, concept: str | None) -> Sums | None:
    """The sums over the respondents, also those that a concept's categories need."""
    if finder.wish.evidence == "published":
        return None
    return finder.project.sums(asked.survey, asked.wave, [_asking(asked, concept)])


def _asking(asked: Asked, concept: str | None) -> Asking:
    asking = asked.survey.questionnaire.asking(asked.item, asked.wave)
    return asking if concept is None else with_nets(asking, concept)


def _people(evidence: ItemEvidence, place: Place) -> frozenset[str]:
    answers = (f for f in evidence.of(place) if f.statement.predicate == "answer")
    return frozenset(finding.respondent for finding in answers if finding.respondent)


def matched(first: Sequence[End], second: Sequence[End]) -> list[tuple[End, End]]:
    """Which samples are set against each other.

    The same country and population in both, of several in one survey those of one name; else
    the same country; else, where they have none in common, each of the first against each of the
    second. Samples of which nothing was published step back where others remain.
    """
    told = [[end for end in side if _is_told(end)] for side in (first, second)]
    if all(told):
        first, second = told
    for likeness in (_people_of, _countries_of, _anybody):
        alike: dict[object, list[End]] = {}
        for end in second:
            alike.setdefault(likeness(end), []).append(end)
        names = {_name_of(end) for end in first}
        pairs = [(a, b) for a in first for b in _of_one_name(a, alike.get(likeness(a), []), names)]
        if pairs:
            return pairs
    return []


def _of_one_name(end: End, others: list[End], names: Collection[object]) -> list[End]:
    """The sample of the same name, where the other side has it; else those that no other has."""
    same = [other for other in others if _name_of(other) == _name_of(end)]
    return same or [other for other in others if _name_of(other) not in names]


def _name_of(end: End) -> object:
    return end.side.sample.survey, end.side.sample.id


def _is_told(end: End) -> bool:
    return any("not_reported" not in e.record.flags for e in end.estimations.values())


def _people_of(end: End) -> object:
    return _countries_of(end), end.side.sample.population


def _countries_of(end: End) -> object:
    return end.side.sample.country, end.side.sample.countries


def _anybody(_end: End) -> object:
    return None
