"""Respondents that satisfy what was published of an item: how many give which answer.

Every fact holds, and every fact that says which share is larger holds by the
margin with which its word passes kcli's own test at that n: a test of the
invented respondents gives back what was published, where whole numbers can.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from hashlib import sha256
from itertools import count, islice, product

from kcli.analysis.entropy import (
    ItemFact,
    Row,
    Sheet,
    agreed,
    even_shares,
    greatest,
    linear_row,
    whole_near,
)
from kcli.analysis.evidence import ItemEvidence, Place
from kcli.facts.shares import Shares, combined
from kcli.model.evidence import Finding
from kcli.model.item import Option
from kcli.model.predicates import Inequality, Term, find_predicate
from kcli.model.questionnaire import Asking
from kcli.model.records import Note
from kcli.stats.entropy import SplitMix64
from kcli.stats.student import t_quantile
from kcli.text.numbers import percent

__all__ = ["Simulated", "dealt", "simulate_item"]

_LEADS = frozenset({"plurality", "at_least_plurality", "leading"})
_ONE = Fraction(1)
_CONFIDENCE = 0.95
_FEW = 50
_UNNAMED = 9
_UNLED = "lead-not-held"
# How narrow a base is reckoned with, for facts about those who answered.
_NARROW = (Fraction(1, 2), Fraction(1, 4), Fraction(1, 8))


@dataclass(frozen=True)
class Simulated:
    """An item with an option for every answer, how many gave it, and what could not be held."""

    asking: Asking
    counts: dict[Place, dict[str, int]]
    """Of the samples that something was published about; nobody else was asked."""
    notes: tuple[Note, ...]

    @property
    def unled(self) -> bool:
        """Whether an option that is said to lead does not lead the answers nobody named."""
        return any(note.code == _UNLED for note in self.notes)


def simulate_item(evidence: ItemEvidence, sizes: Mapping[Place, int]) -> Simulated:
    """How many respondents of each sample of one wave give each answer.

    The shares are those of greatest entropy that the facts and their margins
    allow: nothing is put in that was not published. Where answers may exist
    that nobody named, there is one option for them; several where an option
    that is said to lead could not lead a single one.
    """
    asked = evidence.asking(next(iter(sizes)))
    if asked.options_complete != "incomplete":
        return _simulated(evidence, replace(asked, options_complete="published"), sizes)
    attempts = (_simulated(evidence, _closed(asked, n), sizes) for n in range(1, _UNNAMED + 1))
    first = next(attempts)
    if not first.unled:
        return first
    return next((further for further in attempts if not further.unled), first)


def _simulated(evidence: ItemEvidence, asking: Asking, sizes: Mapping[Place, int]) -> Simulated:
    """The same, of an item that has all its options."""
    facts, notes = _usable(evidence, asking, sizes)
    counts: dict[Place, dict[str, int]] = {}
    for group in _groups(facts, sizes):
        sheet = Sheet(asking, {place: sizes[place] for place in group})
        rows, unheld = _held(evidence, sheet, [f for f in facts if f.touches() & set(group)])
        notes += unheld
        found = whole_near(sheet.blocks, rows, even_shares(sheet.blocks, rows))
        for place, block in zip(group, sheet.blocks, strict=True):
            of_sample = [found[column] for column in block.columns]
            counts[place] = dict(zip(asking.options, of_sample, strict=True))
    return Simulated(asking, counts, tuple(dict.fromkeys(notes)))


def _closed(asking: Asking, unnamed: int) -> Asking:
    """The item with options for the answers that nobody named; don't know stays last."""
    ids = {*asking.options, *asking.nets, *(option.code for option in asking.options.values())}
    labels = {text for option in asking.options.values() for text in option.label.values()}
    names = _free("other", "-", ids, unnamed)
    texts = _free("Other answer", " ", labels, unnamed)
    new = {name: Option(label={"en": text}) for name, text in zip(names, texts, strict=True)}
    inside = {name: asking.options[name] for name in asking.substantive}
    return replace(
        asking, options={**inside, **new, **asking.options}, options_complete="published"
    )


def _free(name: str, joint: str, taken: Collection[str | None], wanted: int) -> list[str]:
    names = (name if number == 1 else f"{name}{joint}{number}" for number in count(1))
    return list(islice((n for n in names if n not in taken), wanted))


def _facts(evidence: ItemEvidence) -> list[ItemFact]:
    """The facts, in the order of their file."""
    return sorted(evidence.facts, key=lambda fact: fact.label.finding.where)


def _usable(
    evidence: ItemEvidence, asking: Asking, sizes: Mapping[Place, int]
) -> tuple[list[ItemFact], list[Note]]:
    """The facts about these samples alone; of the others that touch them, a note."""
    everyone_answers = Shares(asking).everyone_answers
    usable, notes = [], []
    for fact in _facts(evidence):
        touched = fact.touches()
        comparable = len(touched) < 2 or fact.base == "all" or everyone_answers
        if touched <= sizes.keys() and comparable:
            usable.append(fact)
        elif touched & sizes.keys():
            text = "relates samples that are not drawn together, or not on one base; not used."
            notes.append(Note("fact-not-used", f"{_named(evidence, fact.label.finding)} {text}"))
    return usable, notes


def _groups(facts: Sequence[ItemFact], sizes: Mapping[Place, int]) -> list[list[Place]]:
    """The samples with facts, those together that a fact compares; in the order of the wave."""
    groups: list[set[Place]] = []
    for fact in facts:
        touched = set(fact.touches())
        joined = [group for group in groups if group & touched]
        groups = [group for group in groups if not group & touched]
        groups.append(touched.union(*joined))
    ordered = [[place for place in sizes if place in group] for group in groups]
    return sorted(ordered, key=lambda group: list(sizes).index(group[0]))


def _named(evidence: ItemEvidence, finding: Finding) -> str:
    """A finding for a note: item, sample, id, words."""
    scene = evidence.scenes[finding.wave, finding.sample]
    statement = finding.statement
    predicate = find_predicate(statement.predicate, {*scene.conventions, *scene.own_conventions})
    assert predicate is not None, "findings are checked when they are read"
    words = f"{statement.option} {predicate.words(statement, scene)}"
    return f"{evidence.item}, {finding.sample}, {finding.id} ({words}):"


# -- what has to hold ---------------------------------------------------------


@dataclass(frozen=True)
class _Demand:
    """Rows that have to hold, in the first of several ways that leaves a solution."""

    fact: ItemFact
    ways: tuple[tuple[Row, ...], ...]
    margin: str | None = None
    """What is to pass a test; None for the fact itself."""
    code: str = "margin-not-held"

    def note(self, evidence: ItemEvidence, sizes: Mapping[Place, int], way: int) -> Note:
        """What to say where the first way does not do, or none does."""
        finding = self.fact.label.finding
        named, n = _named(evidence, finding), sizes[finding.wave, finding.sample]
        if self.margin is not None:
            text = f"{self.margin} cannot be held by the margin of a test at n = {n}"
            return Note(self.code, f"{named} {text}; the fact itself holds.")
        if way < len(self.ways):
            text = f"no whole numbers of {n} respondents give it beside the facts before it"
            return Note("fact-within-one", f"{named} {text}; it holds to within one respondent.")
        return Note("fact-not-held", f"{named} the facts before it exclude it; it does not hold.")


def _held(
    evidence: ItemEvidence, sheet: Sheet, facts: Sequence[ItemFact]
) -> tuple[list[Row], list[Note]]:
    """The rows of all facts, then of all margins that whole numbers can hold beside them."""
    sheet.settle(facts)
    demands = []
    for fact in facts:
        exact = sheet.rows(fact)
        demands.append(_Demand(fact, (exact, tuple(row.eased() for row in exact))))
    rows, ways = agreed(sheet.blocks, [], [demand.ways for demand in demands])
    taken = zip(demands, ways, strict=True)
    notes = [demand.note(evidence, sheet.sizes, way) for demand, way in taken if way]
    entire = [fact for fact, way in zip(facts, ways, strict=True) if not way]
    margins = [m for fact in entire for m in _margins(evidence, sheet, fact, rows)]
    rows, ways = agreed(sheet.blocks, rows, [margin.ways for margin in margins])
    for margin, way in zip(margins, ways, strict=True):
        if way == len(margin.ways):
            notes.append(margin.note(evidence, sheet.sizes, way))
    return rows, notes


# -- margins ------------------------------------------------------------------


def _margins(
    evidence: ItemEvidence, sheet: Sheet, fact: ItemFact, rows: Sequence[Row]
) -> Iterator[_Demand]:
    """What makes the words of a fact pass the test of kcli at this n, each a demand of its own."""
    finding = fact.label.finding
    for inequality in fact.inequalities:
        terms = inequality.terms
        if len(terms) == 1 and (inequality.strict or finding.statement.predicate == "plurality"):
            yield from _beyond(sheet, fact, inequality)
        elif len(terms) == 2 and inequality.strict:
            (first, _), (second, _) = terms
            if fact.blocks(first) == fact.blocks(second):
                yield _lead(sheet, fact, first.option, second.option, rows)
            else:
                yield _gap(sheet, fact, first, second, rows)
    named = evidence.asking((finding.wave, finding.sample)).options
    if finding.statement.predicate in _LEADS and any(i.strict for i in fact.inequalities):
        for unnamed in [option for option in sheet.asking.options if option not in named]:
            lead = _lead(sheet, fact, str(finding.statement.option), unnamed, rows)
            yield replace(lead, code=_UNLED)


def _beyond(sheet: Sheet, fact: ItemFact, inequality: Inequality) -> Iterator[_Demand]:
    """A share whose Wilson limit is beyond a threshold b.

    The limit is where the share lies ``t * sqrt(b * (1 - b) / n)`` from b,
    with n - 1 for n: that is the effective size of a simple random sample
    whose variance is p(1 - p)/(n - 1). Among k of n who answer, that radius
    times k/n is no larger than among all.
    """
    ((term, factor),) = inequality.terms
    threshold = inequality.bound / factor
    if not 0 < threshold < 1:
        return
    place = fact.blocks(term)
    spread = math.sqrt(threshold * (1 - threshold) / max(1, sheet.sizes[place] - 1))
    ways = [
        (sheet.row(fact, inequality, abs(factor) * _up(t * spread)), *beside)
        for t, beside in _quantiles(sheet, fact, place)
    ]
    side = "above" if factor > 0 else "below" if inequality.strict else "at most"
    yield _Demand(fact, tuple(ways), f"{side} {percent(threshold)}%")


def _lead(sheet: Sheet, fact: ItemFact, first: str, second: str, rows: Sequence[Row]) -> _Demand:
    """A lead d that passes its test: ``d >= t * sqrt((s - d * d) / (n - 1))``, s the sum.

    That is ``d >= k * sqrt(s)`` with ``k = t / sqrt(n - 1 + t * t)``. A tangent
    of the root lies above it everywhere; it is taken where s is the greatest
    that the facts allow, or where that leaves nothing, at smaller sums. Of 50
    answers or fewer the test is the exact binomial one, which m answers pass
    with a lead of ``1 + 1.945 * sqrt(m)``.
    """
    place = fact.blocks(Term(first))
    n = sheet.sizes[place]
    shares = sheet.share(place, first), sheet.share(place, second)
    both = combined((_ONE, shares[0]), (_ONE, shares[1]))
    largest = greatest(sheet.blocks, rows, both)
    many = linear_row(both, Fraction(_FEW + 1, n))
    small = n < 10 * _FEW  # where few answers are likely, they are reckoned with first
    ways = []
    for (t, beside), few, halvings in product(
        _quantiles(sheet, fact, place), (small, not small), range(7)
    ):
        root = math.sqrt(largest / 2**halvings)
        factor = t / math.sqrt(n - 1 + t * t)
        if few:
            factor = max(factor, 1.945 / math.sqrt(n))
        if root:
            slope, least = _up(factor / root / 2), _up(factor * root / 2 + few / n)
            lead = combined((1 - slope, shares[0]), (-1 - slope, shares[1]))
            ways.append((linear_row(lead, least), *beside, *(() if few else (many,))))
    return _Demand(fact, tuple(ways), f"a lead over {second}")


def _gap(sheet: Sheet, fact: ItemFact, first: Term, second: Term, rows: Sequence[Row]) -> _Demand:
    """A difference of two samples that passes its test at the greatest variance the facts allow."""
    variance, shares, sizes = 0.0, [], []
    for term in (first, second):
        place = fact.blocks(term)
        share = sheet.share(place, term.option)
        most = min(greatest(sheet.blocks, rows, share), Fraction(1, 2))
        variance += most * (1 - most) / max(1, sheet.sizes[place] - 1)
        shares.append(share)
        sizes.append(sheet.sizes[place])
    ways = []
    if min(sizes) > 1:
        least = _up(t_quantile(_CONFIDENCE, min(sizes) - 1) * math.sqrt(variance))
        ways.append((linear_row(combined((_ONE, shares[0]), (-_ONE, shares[1])), least),))
    where = second.country or second.wave
    return _Demand(fact, tuple(ways), f"a difference from {where}")


def _quantiles(
    sheet: Sheet, fact: ItemFact, place: Place
) -> Iterator[tuple[float, tuple[Row, ...]]]:
    """The t quantile of a test, and what its base has to be for that.

    Of a base of those who answered, which is not known in size, one half or
    more are reckoned with; where that leaves nothing, less.
    """
    n = sheet.sizes[place]
    if sheet.base(fact) != "substantive":
        if n > 1:
            yield t_quantile(_CONFIDENCE, n - 1), ()
        return
    for low in _NARROW:
        if math.floor(n * low) > 1:
            wide_enough = linear_row(sheet.answered(place), low)
            yield t_quantile(_CONFIDENCE, math.floor(n * low) - 1), (wide_enough,)


def _up(value: float) -> Fraction:
    """Rounded up to the seventh decimal: the same with every library, and no smaller."""
    return Fraction(math.ceil(value * 10**7), 10**7)


# -- who gives which answer ---------------------------------------------------


def dealt(counts: Mapping[str, int], *names: object) -> list[str]:
    """Answers in random order, one a respondent.

    The order is Fisher and Yates's (Durstenfeld 1964), from the end, of a
    stream seeded with the first 8 bytes, the highest first, of the SHA-256 of
    the names, divided by ``|``.

    >>> dealt({"yes": 3, "no": 2}, 1, "poll", "2020", "KR", "q")
    ['yes', 'yes', 'no', 'no', 'yes']
    """
    digest = sha256("|".join(str(name) for name in names).encode()).digest()
    stream = SplitMix64(int.from_bytes(digest[:8], "big"))
    answers = [answer for answer, number in counts.items() for _ in range(number)]
    for last in range(len(answers) - 1, 0, -1):
        chosen = stream.below(last + 1)
        answers[last], answers[chosen] = answers[chosen], answers[last]
    return answers
