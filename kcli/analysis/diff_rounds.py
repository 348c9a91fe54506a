"""Two rounds of asking against each other: question by question, sample by sample.

A round is a wave of a survey, as far as it is looked at. Questions of one
survey are paired by id, those of two by id or else by a concept they share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from kcli.analysis.comparability import Comparability, Side, compare_askings
from kcli.analysis.diff import Change, asking_changes, other_changes, sample_changes
from kcli.model.concepts import Judgement
from kcli.model.fields import said
from kcli.model.questionnaire import Asking, Questionnaire, SampleView
from kcli.text.sentences import listed

__all__ = ["Found", "ItemFound", "Names", "Round", "Samples", "common_concept", "compare_rounds"]

Names = tuple[str | None, str | None]
Samples = tuple[SampleView | None, SampleView | None]
Status = Literal["same", "changed", "added", "removed"]


@dataclass(frozen=True)
class Round:
    """A wave, with the questions and samples of it that are looked at."""

    questionnaire: Questionnaire
    wave: str
    items: tuple[str, ...]
    samples: tuple[SampleView, ...]
    people: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    """The named respondents, by item and sample."""

    def asking(self, item: str) -> Asking:
        """The question as this wave asked it; its filter in an order of its own."""
        found = self.questionnaire.asking(item, self.wave)
        if found.asked is None:
            return found
        options = sorted(found.asked.options)
        return replace(found, asked=found.asked.model_copy(update={"options": options}))

    def side(self, item: str, sample: SampleView) -> Side:
        """One end of a comparison."""
        people = self.people.get((item, sample.id), frozenset())
        return Side(self.questionnaire, self.asking(item), sample, people)


@dataclass(frozen=True)
class Found:
    """A change, and of which questions and samples; None where it is so of all of them."""

    change: Change
    items: Names | None = None
    samples: Samples | None = None


@dataclass(frozen=True)
class ItemFound:
    """What became of a question, in all samples or, where they differ, in two of them."""

    items: Names
    status: Status
    aspects: tuple[str, ...]
    comparability: Comparability | None = None
    concept: str | None = None
    samples: Samples | None = None


@dataclass(frozen=True)
class _Pair:
    """Two questions that are one, or are about one concept, and what the words have otherwise."""

    items: tuple[str, str]
    concept: str | None
    own: tuple[Change, ...]


@dataclass(frozen=True)
class _Meeting:
    """Two questions in two samples: what is otherwise there alone, and how comparable they are."""

    pair: _Pair
    samples: tuple[SampleView, SampleView]
    comparability: Comparability
    here: tuple[Change, ...]


def compare_rounds(
    first: Round,
    second: Round,
    *,
    language: str = "en",
    judgements: Sequence[Judgement] = (),
    versions: bool = False,
    chosen: bool = False,
) -> tuple[list[ItemFound], list[Found]]:
    """What became of every question, and every change.

    ``versions`` are two versions of one wave: then a sample's dates and sizes
    are looked at, too, and what neither version tells is no reason against
    the two. With ``chosen`` each side is one question, and the two are a pair.
    """
    pairs, alone = _paired_items(first, second, language, chosen=chosen)
    samples, unmatched = _paired_samples(first, second)
    meetings = [
        _meeting(first, second, pair, each, judgements, versions=versions)
        for pair in pairs
        for each in samples
    ]
    conduct = {
        _key(each): tuple(sample_changes(*each) + (other_changes(*each) if versions else []))
        for each in samples
    }
    items = [found for pair in pairs for found in _statuses(pair, meetings, conduct)]
    items += [ItemFound(names, _status(names), ("item",)) for names in alone]
    found = [Found(_sample(each), None, each) for each in unmatched]
    found += _alike([(change, each) for each in samples for change in conduct[_key(each)]], samples)
    found += _of_all(meetings, pairs, samples)
    found += [Found(change, pair.items) for pair in pairs for change in pair.own]
    found += [Found(_item(first, second, names, language), names) for names in alone]
    return items, found


def common_concept(first: Questionnaire, one: str, second: Questionnaire, two: str) -> str | None:
    """The concept that two items share; one with a category in common, where there is one."""
    maps = [
        {concept.id: concept.map for concept in questionnaire.items[item].concept}
        for questionnaire, item in ((first, one), (second, two))
    ]
    shared = sorted(maps[0].keys() & maps[1].keys())
    categories = [
        {name: {category for to in mapped[name].values() for category in to} for name in shared}
        for mapped in maps
    ]
    meeting = [name for name in shared if categories[0][name] & categories[1][name]]
    return next(iter((*meeting, *shared)), None)


# -- what is set against what --------------------------------------------------------------


def _paired_items(
    first: Round, second: Round, language: str, *, chosen: bool
) -> tuple[list[_Pair], list[Names]]:
    """The pairs in the order of the first round, and the questions that have no other."""
    names: list[tuple[str, str, str | None]]
    if chosen:
        one, two = first.items[0], second.items[0]
        own = (first.questionnaire.survey, one) == (second.questionnaire.survey, two)
        concept = None if own else _concept(first, one, second, two)
        names = [(one, two, concept)]
    else:
        names = [(name, name, None) for name in first.items if name in second.items]
        if first.questionnaire.survey != second.questionnaire.survey:
            names += [
                (one, two, concept)
                for one in first.items
                for two in second.items
                if one not in second.items and two not in first.items
                if (concept := _concept(first, one, second, two))
            ]
    pairs = [
        _Pair(
            (one, two),
            concept,
            tuple(asking_changes(first.asking(one), second.asking(two), language)),
        )
        for one, two, concept in names
    ]
    pairs.sort(key=lambda pair: (first.items.index(pair.items[0]), pair.items[1]))
    met = [{pair.items[side] for pair in pairs} for side in (0, 1)]
    alone: list[Names] = [(name, None) for name in first.items if name not in met[0]]
    alone += [(None, name) for name in second.items if name not in met[1]]
    return pairs, alone


def _concept(first: Round, one: str, second: Round, two: str) -> str | None:
    return common_concept(first.questionnaire, one, second.questionnaire, two)


def _paired_samples(
    first: Round, second: Round
) -> tuple[list[tuple[SampleView, SampleView]], list[Samples]]:
    """Samples of one name, else of the same people, else of one country; else all with all."""
    one_survey = first.questionnaire.survey == second.questionnaire.survey
    ways = (_same_name, _same_people, _same_country) if one_survey else _OF_TWO_SURVEYS
    left, right = list(first.samples), list(second.samples)
    pairs: list[tuple[SampleView, SampleView]] = []
    for alike in ways:
        for sample in tuple(left):
            other = next((each for each in right if alike(sample, each)), None)
            if other is not None:
                pairs.append((sample, other))
                left.remove(sample)
                right.remove(other)
    if left and right and not pairs:
        return [(a, b) for a in left for b in right], []
    pairs.sort(key=lambda pair: first.samples.index(pair[0]))
    return pairs, [*((sample, None) for sample in left), *((None, sample) for sample in right)]


def _same_name(first: SampleView, second: SampleView) -> bool:
    return first.id == second.id


def _same_country(first: SampleView, second: SampleView) -> bool:
    return (first.country, set(first.countries)) == (second.country, set(second.countries))


def _same_people(first: SampleView, second: SampleView) -> bool:
    return _same_country(first, second) and first.population == second.population


Alike = Callable[[SampleView, SampleView], bool]
_OF_TWO_SURVEYS: tuple[Alike, ...] = (_same_people, _same_country)


# -- what is otherwise ---------------------------------------------------------------------


def _meeting(
    first: Round,
    second: Round,
    pair: _Pair,
    samples: tuple[SampleView, SampleView],
    judgements: Sequence[Judgement],
    *,
    versions: bool,
) -> _Meeting:
    sides = (first.side(pair.items[0], samples[0]), second.side(pair.items[1], samples[1]))
    if versions:
        found = _between_versions(*sides)
    else:
        found = compare_askings(*sides, pair.concept, judgements)
    here = [_break(reason.text, *sides) for reason in found.reasons if reason.code == "break"]
    people = [listed(sorted(side.people)) for side in sides]
    if all(people) and people[0] != people[1]:
        here.append(Change("persons", people[0], people[1]))
    return _Meeting(pair, samples, found, tuple(here))


def _between_versions(first: Side, second: Side) -> Comparability:
    """Without the reasons that each version has against itself, such as a mode nobody tells."""
    found = compare_askings(first, second)
    known = [{reason.code for reason in compare_askings(s, s).reasons} for s in (first, second)]
    reasons = tuple(r for r in found.reasons if r.code not in known[0] & known[1])
    return replace(found, grade=max((r.grade for r in reasons), default="A"), reasons=reasons)


def _break(text: str, first: Side, second: Side) -> Change:
    """A break belongs to the later of two waves."""
    order = first.questionnaire.wave_order
    later = order.index(second.asking.wave) > order.index(first.asking.wave)
    return Change("break", None if later else text, text if later else None)


def _statuses(
    pair: _Pair, meetings: Sequence[_Meeting], conduct: Mapping[tuple[str, str], Iterable[Change]]
) -> Iterator[ItemFound]:
    """One for all samples where they are alike, else one each."""
    own = [change.aspect for change in pair.own if change.counts]
    found: list[ItemFound] = []
    for meeting in meetings:
        if meeting.pair is pair:
            there = (*meeting.here, *conduct[_key(meeting.samples)])
            aspects = dict.fromkeys((*own, *(c.aspect for c in there if c.counts)))
            status: Status = "changed" if aspects else "same"
            grade = meeting.comparability
            found.append(
                ItemFound(pair.items, status, tuple(aspects), grade, pair.concept, meeting.samples)
            )
    if not found:
        status = "changed" if own else "same"
        yield ItemFound(pair.items, status, tuple(dict.fromkeys(own)), None, pair.concept)
    elif len({replace(each, samples=None) for each in found}) == 1:
        yield replace(found[0], samples=None)
    else:
        yield from found


def _alike(
    changes: Sequence[tuple[Change, tuple[SampleView, SampleView]]],
    samples: Sequence[tuple[SampleView, SampleView]],
    items: Names | None = None,
) -> Iterator[Found]:
    """Each change once where all samples have it, else once a sample."""
    where: dict[Change, list[tuple[SampleView, SampleView]]] = {}
    for change, each in changes:
        where.setdefault(change, []).append(each)
    for change, those in where.items():
        if len(those) == len(samples):
            yield Found(change, items)
        else:
            yield from (Found(change, items, each) for each in those)


def _of_all(
    meetings: Sequence[_Meeting],
    pairs: Sequence[_Pair],
    samples: Sequence[tuple[SampleView, SampleView]],
) -> Iterator[Found]:
    """What is otherwise of some questions in some samples; of all questions it is said once."""
    everywhere = [
        (change, each)
        for each in samples
        for change in dict.fromkeys(c for m in meetings if m.samples == each for c in m.here)
        if all(change in m.here for m in meetings if m.samples == each)
    ]
    yield from _alike(everywhere, samples)
    for pair in pairs:
        rest = [
            (change, meeting.samples)
            for meeting in meetings
            if meeting.pair is pair
            for change in meeting.here
            if (change, meeting.samples) not in everywhere
        ]
        yield from _alike(rest, samples, pair.items)


def _status(names: Names) -> Status:
    return "removed" if names[1] is None else "added"


def _item(first: Round, second: Round, names: Names, language: str) -> Change:
    texts = [
        said(round_.asking(name).text, language) if name else None
        for round_, name in zip((first, second), names, strict=True)
    ]
    return Change("item", texts[0], texts[1])


def _sample(samples: Samples) -> Change:
    names = [sample.id if sample else None for sample in samples]
    return Change("sample", names[0], names[1])


def _key(samples: tuple[SampleView, SampleView]) -> tuple[str, str]:
    return samples[0].id, samples[1].id
