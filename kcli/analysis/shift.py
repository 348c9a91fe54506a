"""From one wave to another, or from one population to another: the difference of every answer.

The two sides may rest on respondents, on printed figures or on words, in any
mix. Their comparability decides whether the difference is a shift or a gap,
and whether it is tested.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from kcli.analysis.comparability import Comparability
from kcli.analysis.ends import End, Ends
from kcli.analysis.estimate import Estimation
from kcli.analysis.evidence import Reading
from kcli.analysis.precision import NAMED_KINDS, Method
from kcli.analysis.tested import Tested
from kcli.facts.polytope import Bounds
from kcli.model.predicates import Assumption
from kcli.model.questionnaire import Questionnaire
from kcli.model.records import Note, Record, number
from kcli.model.shift_records import Shift
from kcli.model.survey import Base
from kcli.stats.differences import holm
from kcli.text.changes import (
    Amount,
    Limits,
    apart_sentence,
    change_sentence,
    gap_sentence_between,
    silence_of,
)
from kcli.text.changes import End as Spoken
from kcli.text.people import people
from kcli.text.sentences import GapWords

if TYPE_CHECKING:
    pass

__all__ = [
    "Change",
    "Passage",
    "ShiftBlock",
    "alike",
    "amount_of",
    "finished",
    "passage",
    "unlike_notes",
]

Direction = Literal["increase", "decrease", "no_clear_change", "undetermined"]


@dataclass(frozen=True)
class Change:
    """One answer on both sides; ``gap`` is None where nothing may be said of the difference."""

    name: str
    first: Estimation
    second: Estimation
    gap: Bounds[Reading] | None
    tested: Tested
    assumptions: tuple[Assumption, ...]


@dataclass(frozen=True)
class Passage:
    """From one side to the other: every answer that both have, and how comparable they are."""

    concept: str | None
    first: End
    second: End
    comparability: Comparability
    changes: tuple[Change, ...]
    shifts: tuple[Shift, ...] = ()
    apart: tuple[str, str] = ("", "")
    """The ids of both samples, each where another of its country and people is shown, too."""


@dataclass(frozen=True)
class ShiftBlock:
    """Passages that are shown together, for the renderers."""

    title: str
    passages: tuple[Passage, ...]
    language: str
    confidence: float
    notes: tuple[Note, ...] = ()
    scan: bool = False
    """Whether these are all that can be compared, ranked."""

    @property
    def estimations(self) -> list[tuple[Questionnaire, Estimation]]:
        """Both sides of every change, with what the change itself leans on."""
        found = []
        for passage in self.passages:
            for change in passage.changes:
                leaning = tuple(sorted({*change.second.assumptions, *change.assumptions}))
                second = replace(change.second, assumptions=leaning)
                found.append((passage.first.side.questionnaire, change.first))
                found.append((passage.second.side.questionnaire, second))
        return found

    @property
    def records(self) -> list[Record]:
        """The shifts; of a scan the ones with the smallest adjusted p first."""
        return [shift for passage in self.passages for shift in passage.shifts]


def passage(
    first: End,
    second: End,
    comparability: Comparability,
    method: Method,
    *,
    concept: str | None = None,
    forced: bool = False,
) -> Passage:
    """The change of every answer that both sides have, tested where that may be.

    Of sides that share no more than a topic nothing is computed, unless it is ``forced``.
    """
    shown = forced or comparability.wording != "not_comparable"
    names = [n for n in first.estimations if n in second.estimations and alike(first, second, n)]
    ends = Ends(first, second)
    tested = shown and comparability.tested
    changes = tuple(_change(ends, name, method, shown=shown, tested=tested) for name in names)
    return Passage(concept, first, second, comparability, changes)


def alike(first: End, second: End, name: str) -> bool:
    """Whether a mean score has one scale, and a net the same of the answers that both offered."""
    one, two = first.side.asking, second.side.asking
    if first.estimations[name].record.option_kind == "score":
        return one.score == two.score
    if name not in one.nets or name not in two.nets:
        return True
    both = one.options.keys() & two.options.keys()
    return both & {*one.nets[name].options} == both & {*two.nets[name].options}


def unlike_notes(pairs: Iterable[tuple[End, End]]) -> list[Note]:
    """What has one name at both ends and is not one thing: nets, and the mean score."""
    notes: dict[Note, None] = {}
    for first, second in pairs:
        between = f"in {first.side.name} and {second.side.name}: its change is not told."
        for name, found in first.estimations.items():
            if name not in second.estimations or alike(first, second, name):
                continue
            text = f"“{found.record.option_label}” is of other answers {between}"
            if found.record.option_kind == "score":
                text = f"The mean score counts answers otherwise {between}"
            notes[Note("unlike-ends", text)] = None
    return list(notes)


def _change(ends: Ends, name: str, method: Method, *, shown: bool, tested: bool) -> Change:
    gap = ends.gap(name) if shown else None
    found = ends.tested((name, name), method) if tested and gap is not None else Tested()
    missing = ends.missing if gap is not None and found.method is None else ()
    one, two = (end.estimations[name] for end in (ends.first, ends.second))
    return Change(name, one, two, gap, found, missing)


# -- records -------------------------------------------------------------------------------


def finished(
    passages: Sequence[Passage],
    method: Method,
    base: Base,
    language: str = "en",
    *,
    headed: bool = False,
) -> tuple[Passage, ...]:
    """With their records; p adjusted over everything that is tested together (Holm).

    ``headed``: their sentences stand below a heading that says of whom they are.
    """
    changes = [change for found in passages for change in found.changes]
    tests = [change.tested.p_value for change in changes]
    many = sum(p is not None for p in tests) > 1
    samples = [found.first.side.sample for found in passages]
    people = {(sample.population, sample.country) for sample in samples}
    passages = _told_apart(passages)
    doubled = any(found.apart != ("", "") for found in passages)
    told = {"many": many, "named": (len(people) > 1 or doubled) and not headed}
    adjusted = iter(holm(tests))
    return tuple(
        replace(
            found,
            shifts=tuple(
                _record(found, change, reasons, next(adjusted), method, base, language, **told)
                for change in found.changes
            ),
        )
        for found in passages
        for reasons in [tuple(map(str, found.comparability.reasons))]
    )


def _told_apart(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """With the ids of samples that country and people do not tell from another at their end."""
    ids: tuple[dict[object, set[str]], ...] = ({}, {})
    for found in passages:
        for known, end in zip(ids, (found.first, found.second), strict=True):
            known.setdefault(_people_of(end), set()).add(end.side.sample.id)
    return tuple(
        replace(found, apart=(_own(ids[0], found.first), _own(ids[1], found.second)))
        for found in passages
    )


def _own(ids: dict[object, set[str]], end: End) -> str:
    return end.side.sample.id if len(ids[_people_of(end)]) > 1 else ""


def _people_of(end: End) -> object:
    """Who was asked, and when: what the name of a country and a wave tells."""
    sample = end.side.sample
    return sample.survey, sample.wave, sample.country, sample.population


def _record(
    found: Passage,
    change: Change,
    reasons: tuple[str, ...],
    p_adjusted: float | None,
    method: Method,
    base: Base,
    language: str,
    *,
    many: bool,
    named: bool,
) -> Shift:
    a, b, gap = change.first.record, change.second.record, change.gap
    shown = found.comparability.wording != "not_comparable" or gap is not None
    difference = None
    if gap is not None and a.share is not None and b.share is not None:
        difference = b.share - a.share
    leans = {*a.assumptions, *b.assumptions, *(lean.code for lean in change.assumptions)}
    return Shift(
        concept=found.concept,
        category=change.name,
        item_from=a.item or "",
        item_to=b.item or "",
        survey_from=a.survey,
        survey_to=b.survey,
        wave_from=a.wave,
        wave_to=b.wave,
        country_from=a.country,
        country_to=b.country,
        sample_from=a.sample,
        sample_to=b.sample,
        population_from=a.population,
        population_to=b.population,
        share_from=a.share if shown else None,
        share_to=b.share if shown else None,
        shift=number(difference),
        low=change.tested.low,
        high=change.tested.high,
        bound_low=number(gap.low) if gap else None,
        bound_high=number(gap.high) if gap else None,
        bound_low_reached=gap.low_reached if gap else None,
        bound_high_reached=gap.high_reached if gap else None,
        p_value=change.tested.p_value,
        p_adjusted=number(p_adjusted),
        method=change.tested.method,
        direction=_direction(change, p_adjusted, 1 - method.confidence),
        grade=found.comparability.grade,
        reasons=reasons,
        wording=found.comparability.wording,
        base=base,
        evidence_from=a.evidence,
        evidence_to=b.evidence,
        assumptions=tuple(sorted(leans)),
        text=_sentence(found, change, p_adjusted, method, language, many=many, named=named),
    )


def _direction(change: Change, p_adjusted: float | None, level: float) -> Direction:
    """Of the population where there is a test; else of those who were asked."""
    gap = change.gap
    if gap is None:
        return "undetermined"
    known = change.first.record.share is not None and change.second.record.share is not None
    if gap.sign == 0:
        tested = known and p_adjusted is not None
        return "no_clear_change" if tested or gap.low == gap.high == 0 else "undetermined"
    if p_adjusted is not None and p_adjusted >= level:
        return "no_clear_change"
    return "increase" if gap.sign > 0 else "decrease"


def _sentence(
    found: Passage,
    change: Change,
    p_adjusted: float | None,
    method: Method,
    language: str,
    *,
    many: bool,
    named: bool,
) -> str:
    label = change.first.record.option_label
    if found.comparability.wording == "not_comparable" and change.gap is None:
        return f"“{label}”: the two questions share the topic and no more."
    ends = ((found.first, change.first), (found.second, change.second))
    names = [
        people(end.side.sample.population, end.side.sample.country, language) for end, _ in ends
    ]
    names = [
        f"{name} ({own})" if own else name for name, own in zip(names, found.apart, strict=True)
    ]
    alike = names[0] == names[1]
    if alike and found.first.side.asking.wave == found.second.side.asking.wave:
        names = [f"{name}, asked {end.side.id}" for name, (end, _) in zip(names, ends, strict=True)]
    first, second = (
        Spoken(name, end.side.sample.wave, amount_of(end, estimation), estimation.record.base)
        for name, (end, estimation) in zip(names, ends, strict=True)
    )
    words, tested = _words(change), change.tested
    test = None
    if tested.low is not None and tested.high is not None and tested.method is not None:
        clear = p_adjusted is not None and p_adjusted < 1 - method.confidence
        test = Limits(method.confidence, tested.low, tested.high, p_adjusted, clear, many)
    if change.first.record.option_kind == "score":
        test = None  # limits of a score are no points; the record has them
    if found.comparability.wording == "gap" and alike and first.who == second.who:
        reason = found.comparability.reasons[0].text
        return apart_sentence(label, first, second, reason)
    if found.comparability.wording != "shift":
        return gap_sentence_between(label, first, second, words, test)
    return change_sentence(label, first, second, words, test, named=named)


def _words(change: Change) -> GapWords:
    gap = change.gap
    if gap is None:
        return GapWords(None, None, False, False, 0)
    return GapWords(gap.low, gap.high, gap.low_reached, gap.high_reached, gap.sign)


def amount_of(end: End, estimation: Estimation) -> Amount:
    """A share of one side, as far as it is known, ready for a sentence."""
    bounds, record = estimation.bounds, estimation.record
    if bounds is None:
        return Amount(None, None, silence=silence_of(record.flags))
    counted = record.n_base if end.side.sample.population in NAMED_KINDS else None
    low = Fraction(bounds.low) if bounds.low is not None else None
    return Amount(
        low,
        bounds.high,
        bounds.low_reached,
        bounds.high_reached,
        None if counted else estimation.printed,
        counted,
        record.option_kind == "score",
    )
