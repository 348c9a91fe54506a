"""How comparable two askings are: a grade from A to E, and every reason for it.

The grade is that of the weightiest reason:

==  ====================================================================
A   the same words, answers, people and ways of asking
B   small differences, or something that no source tells
C   worded, asked or sampled otherwise, or brought together by a concept
D   other people, another time that is asked about, another series
E   only the topic is shared
==  ====================================================================

It comes from the two questionnaires alone, one aspect after another. Only a
written judgement in ``concepts.yaml`` goes before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kcli.model.concepts import Grade, Judgement
from kcli.model.fields import said
from kcli.model.item import Option
from kcli.model.questionnaire import Asking, Questionnaire, SampleView
from kcli.text.countries import country_name
from kcli.text.people import KINDS
from kcli.text.sentences import listed

__all__ = ["Comparability", "Reason", "Side", "compare_askings"]

Wording = Literal["shift", "gap", "not_comparable"]
TESTED: frozenset[Grade] = frozenset({"A", "B", "C"})


@dataclass(frozen=True)
class Side:
    """An item as one wave asked it of one sample."""

    questionnaire: Questionnaire
    asking: Asking
    sample: SampleView
    people: frozenset[str] = frozenset()
    """The named respondents, where answers are those of named people."""
    origins: frozenset[str] = frozenset()
    """The waves, ``SURVEY@WAVE``, that have these respondents, its own among them."""
    language: str = "en"
    """In which what a questionnaire says of itself is quoted in reasons."""

    @property
    def id(self) -> str:
        """``SURVEY.ITEM``."""
        return f"{self.asking.survey}.{self.asking.item}"

    @property
    def name(self) -> str:
        """``SURVEY.ITEM@WAVE``."""
        return f"{self.id}@{self.asking.wave}"


@dataclass(frozen=True, order=True)
class Reason:
    """Why two askings are not alike, and how much weight that has."""

    grade: Grade
    code: str
    text: str

    def __str__(self) -> str:
        return f"{self.grade} {self.code}: {self.text.replace(';', ',')}"


@dataclass(frozen=True)
class Comparability:
    """The grade, its reasons with the weightiest first, and the word that a difference bears."""

    grade: Grade
    reasons: tuple[Reason, ...]
    wording: Wording

    @property
    def tested(self) -> bool:
        """Whether a difference between the two may be tested."""
        return self.grade in TESTED


def compare_askings(
    first: Side,
    second: Side,
    concept: str | None = None,
    judgements: Sequence[Judgement] = (),
) -> Comparability:
    """The comparability of two askings, item to item or by the categories of a concept.

    It is the same in both directions. A judgement of the project sets the
    grade, never the reasons, and is one itself.
    """
    found = [reason for aspect in ASPECTS for reason in aspect(first, second)]
    found += _by_concept(first, second, concept)
    reasons = tuple(sorted(dict.fromkeys(found), key=lambda reason: (-ord(reason.grade[0]),)))
    grade: Grade = max((reason.grade for reason in reasons), default="A")
    about = [j for j in judgements if _is_about(j, first, second)]
    judged = max(about, key=lambda j: "".join(j.between).count("@"), default=None)
    if judged is not None:
        grade = judged.grade
        reasons = (Reason(grade, "judged", said(judged.reason, first.language)), *reasons)
    return Comparability(grade, reasons, _wording(grade, first, second))


def _wording(grade: Grade, first: Side, second: Side) -> Wording:
    if grade == "E":
        return "not_comparable"
    others = any(True for _ in _population(first, second))
    one_wave = first.name != second.name and _wave(first) == _wave(second)
    return "gap" if others or one_wave or grade not in TESTED else "shift"


def _wave(side: Side) -> tuple[str, str]:
    return side.asking.survey, side.asking.wave


def _is_about(judgement: Judgement, first: Side, second: Side) -> bool:
    one, two = judgement.between
    names = ({first.id, first.name}, {second.id, second.name})
    return (one in names[0] and two in names[1]) or (one in names[1] and two in names[0])


# -- aspects: each yields the reasons it finds --------------------------------------------


def _wording_of_question(first: Side, second: Side) -> Iterator[Reason]:
    a, b = first.asking, second.asking
    unseen = [side.name for side in (first, second) if side.asking.wording != "verbatim"]
    if unseen and first.id != second.id:
        text = f"the wording of {_both(unseen)} is not published word for word"
        yield Reason("C", "wording-unseen", text)
    elif not _same_words(a.text, b.text):
        yield Reason("C", "wording", "the question is worded differently")
    elif unseen and a.wave != b.wave:
        text = "the wording is not published word for word: that it stayed the same is not certain"
        yield Reason("B", "wording-unseen", text)


def _options(first: Side, second: Side) -> Iterator[Reason]:
    one, two = first.asking, second.asking
    names = [one.substantive, two.substantive]
    if set(names[0]) != set(names[1]):
        known = "incomplete" in (one.options_complete, two.options_complete)
        what = "the answers that are known" if known else "the answers"
        labels = [_labels(asking, first.language) for asking in (one, two)]
        text = f"{what} differ: {labels[0]} against {labels[1]}"
        yield Reason("C", "options", text)
        return
    if any(not _same_label(one.options[name], two.options[name]) for name in names[0]):
        yield Reason("C", "option-labels", "the answers are worded differently")
    if names[0] != names[1]:
        yield Reason("B", "option-order", "the answers stand in another order")
    open_lists = [side.name for side in (first, second) if not _published(side)]
    if open_lists:
        text = f"the list of answers is not published whole ({_both(open_lists)})"
        yield Reason("B", "options-unseen", text)


def _dont_know(first: Side, second: Side) -> Iterator[Reason]:
    """Only where both lists are known: an incomplete one may have had it."""
    if "incomplete" in (first.asking.options_complete, second.asking.options_complete):
        return
    offers = [
        any(option.kind == "dont_know" for option in side.asking.options.values())
        for side in (first, second)
    ]
    if offers[0] != offers[1]:
        yield Reason("B", "dont-know", "only one of the two offers don't know")


def _several(first: Side, second: Side) -> Iterator[Reason]:
    if first.asking.type != second.asking.type:
        yield Reason("D", "several-answers", "only one of the two allows several answers")


def _filter(first: Side, second: Side) -> Iterator[Reason]:
    one, two = first.asking.asked, second.asking.asked
    if one is None and two is None:
        return
    alike = (
        one is not None
        and two is not None
        and one.item == two.item
        and set(one.options) == set(two.options)
    )
    if not alike or first.asking.survey != second.asking.survey:
        yield Reason("D", "filter", "the question is put to other people: the filters differ")


def _mode(first: Side, second: Side) -> Iterator[Reason]:
    yield from _known_alike(first.sample.mode, second.sample.mode, "mode", "mode of interviewing")


def _sampling(first: Side, second: Side) -> Iterator[Reason]:
    yield from _known_alike(
        first.sample.sampling, second.sample.sampling, "sampling", "way of sampling"
    )


def _known_alike(one: str, two: str, code: str, what: str) -> Iterator[Reason]:
    if "unknown" in (one, two):
        yield Reason("B", f"{code}-unknown", f"the {what} is not published")
    elif one != two:
        yield Reason("C", code, f"the {what} differs: {_words(one)} against {_words(two)}")


def _population(first: Side, second: Side) -> Iterator[Reason]:
    a, b = first.sample, second.sample
    if a.population != b.population:
        text = f"other people: {KINDS[a.population]} against {KINDS[b.population]}"
        yield Reason("D", "population", text)
    if (a.country, a.countries) != (b.country, b.countries):
        yield Reason("D", "country", f"other countries: {_where(a)} against {_where(b)}")
    if first.people and second.people and first.people != second.people:
        text = f"other persons: {_names(first)} against {_names(second)}"
        yield Reason("D", "persons", text)


def _same_sample(first: Side, second: Side) -> Iterator[Reason]:
    """One sample that two surveys publish: asked once, so that nothing can have changed."""
    a, b = first.sample, second.sample
    alike = (a.country, a.population, a.fieldwork) == (b.country, b.population, b.fieldwork)
    if alike and a.survey != b.survey and first.origins & second.origins:
        yield Reason("D", "same-sample", "one sample, published twice: nobody was asked again")


def _universe(first: Side, second: Side) -> Iterator[Reason]:
    a, b = first.sample.universe, second.sample.universe
    if a and b and not _same_words(a, b) and first.sample.population == second.sample.population:
        yield Reason("B", "universe", _other_universe(first, second))


def _other_universe(first: Side, second: Side) -> str:
    names = [said(side.sample.universe, first.language) for side in (first, second)]
    return f"not quite the same people: {names[0]} against {names[1]}"


def _weighting(first: Side, second: Side) -> Iterator[Reason]:
    one, two = first.sample.weighted, second.sample.weighted
    if "unknown" in (one, two):
        yield Reason("B", "weighting-unknown", "whether the figures are weighted is not published")
    elif one != two:
        yield Reason("B", "weighting", "only one of the two is weighted")


def _partner(first: Side, second: Side) -> Iterator[Reason]:
    a, b = first.sample.organisations, second.sample.organisations
    if a and b and set(a) != set(b):
        yield Reason("B", "partner", f"done by others: {listed(list(a))} against {listed(list(b))}")


def _time_frame(first: Side, second: Side) -> Iterator[Reason]:
    one, two = first.asking.time_frame, second.asking.time_frame
    if one and two and one != two:
        text = f"one asks about the {one}, the other about the {two}"
        yield Reason("D", "time-frame", text)
    elif (one is None) != (two is None):
        text = f"only one of the two says which time it asks about: the {one or two}"
        yield Reason("B", "time-frame-unknown", text)


def _break(first: Side, second: Side) -> Iterator[Reason]:
    """A change that the questionnaire declares between the two waves."""
    if first.id != second.id:
        return
    order = first.questionnaire.wave_order
    early, late = sorted((order.index(first.asking.wave), order.index(second.asking.wave)))
    for change in first.questionnaire.breaks:
        countries = {first.sample.country, *first.sample.countries}
        here = change.countries is None or bool(countries & set(change.countries))
        about = change.items is None or first.asking.item in change.items
        if not here or not about or early == late:
            continue
        reason = said(change.reason, first.language)
        if change.apart is not None and change.apart in (first.asking.wave, second.asking.wave):
            text = f"{change.apart} stands apart: {reason}"
            yield Reason("D", "break", text)
        if change.before is not None and early < order.index(change.before) <= late:
            text = (
                f"the series breaks before {change.before}: {said(change.reason, first.language)}"
            )
            yield Reason("D", "break", text)


def _by_concept(first: Side, second: Side, concept: str | None) -> Iterator[Reason]:
    """What it costs to compare by categories; items that share none share the topic at most."""
    maps = [dict(side.asking.concepts) for side in (first, second)]
    shared = [name for name in maps[0] if name in maps[1] and concept in (None, name)]
    if first.id == second.id:
        if concept in shared:
            yield from _open_maps(first, second, str(concept))
        return
    if not any(_categories(maps[0][name]) & _categories(maps[1][name]) for name in shared):
        yield Reason("E", "topic-only", "no category of a concept is common to both questions")
        return
    text = f"two questions, brought together by the concept {shared[0]}"
    yield Reason("C", "mapped", text)
    yield from _open_maps(first, second, shared[0])


def _open_maps(first: Side, second: Side, concept: str) -> Iterator[Reason]:
    for side in (first, second):
        mapping = dict(side.asking.concepts)[concept]
        several = [
            side.asking.label(name, side.language) for name, to in mapping.items() if len(to) > 1
        ]
        if several:
            text = f"{_quoted(several)} of {side.id} may mean several categories"
            yield Reason("C", "map-open", text)


ASPECTS: tuple[Callable[[Side, Side], Iterable[Reason]], ...] = (
    _population,
    _same_sample,
    _time_frame,
    _break,
    _filter,
    _several,
    _wording_of_question,
    _options,
    _dont_know,
    _mode,
    _sampling,
    _universe,
    _weighting,
    _partner,
)


# -- words ---------------------------------------------------------------------------------


def _categories(mapping: Mapping[str, Sequence[str]]) -> set[str]:
    return {category for to in mapping.values() for category in to}


def _same_words(one: Mapping[str, str], two: Mapping[str, str]) -> bool:
    """Whether two texts are the same in every language that both have; in one, at least.

    A text whose language is not told may be that of any.
    """
    common = one.keys() & two.keys()
    if not common and "und" in {*one, *two}:
        return bool({*map(_folded, one.values())} & {*map(_folded, two.values())})
    return bool(common) and all(_folded(one[tag]) == _folded(two[tag]) for tag in common)


def _same_label(one: Option, two: Option) -> bool:
    return _same_words(one.label, two.label)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _published(side: Side) -> bool:
    return side.asking.options_complete == "published"


def _labels(asking: Asking, language: str) -> str:
    return _quoted([asking.label(name, language) for name in asking.substantive])


def _quoted(names: Iterable[str]) -> str:
    return listed([f"“{name}”" for name in names])


def _names(side: Side) -> str:
    return listed(sorted(side.people))


def _both(names: Sequence[str]) -> str:
    return listed(list(dict.fromkeys(names)))


def _words(name: str) -> str:
    return name.replace("_", " ")


def _where(sample: SampleView) -> str:
    if sample.country:
        return country_name(sample.country)
    return listed([country_name(code) for code in sample.countries]) or sample.id
