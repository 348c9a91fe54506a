"""Whatever is true, no publication of it contradicts it, and nothing false follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcli.analysis.evidence import ItemEvidence, Place
from kcli.analysis.verify import Judged, judge_published
from kcli.errors import Where
from kcli.model.concepts import Conventions
from kcli.model.evidence import Finding, Statement
from kcli.model.figures import read_percent
from kcli.model.questionnaire import Questionnaire
from kcli.model.survey import Base

pytestmark = pytest.mark.slow

F = Fraction
HALF = F(1, 2)
HERE: Place = ("2", "JP")
PLACES: tuple[Place, ...] = (HERE, ("2", "KR"), ("1", "JP"), ("1", "KR"))
NAMED = ("a", "b", "c")
HIDDEN = ("x", "y")
"""Answers that people gave and that no source names."""
PARTS = {"ab": ("a", "b"), **{name: (name,) for name in (*NAMED, *HIDDEN, "dk")}}
RANGES = {"third": "30% to 36%", "few": "< 20%", "half_or_more": ">= 50%"}
CONVENTIONS = Conventions.model_validate({"conventions": {**RANGES, "large_majority": ">= 60%"}})
BASES: tuple[Base, ...] = ("all", "substantive")
Said = tuple[Place, Statement]


# -- what people answered ----------------------------------------------------------------------


@dataclass(frozen=True)
class World:
    """Respondents of four samples by the answers they gave, and what is known of the question."""

    tables: tuple[tuple[tuple[frozenset[str], int], ...], ...]
    kind: str
    complete: str
    weighted: str = "unknown"
    options: tuple[str, ...] = (*NAMED, "dk")
    """In the order of the questionnaire."""

    def size(self, place: Place, base: Base = "all") -> int:
        table = self.tables[PLACES.index(place)]
        return sum(n for given, n in table if base == "all" or given != {"dk"})

    def share(self, place: Place, name: str, base: Base) -> Fraction:
        table = self.tables[PLACES.index(place)]
        return F(sum(n for given, n in table if given & {*PARTS[name]}), self.size(place, base))

    def questionnaire(self) -> Questionnaire:
        options: dict[str, object] = {name: name.upper() for name in self.options}
        options["dk"] = {"label": "DK", "kind": "dont_know"}
        item = {
            "text": "Q",
            "type": self.kind,
            "options_complete": self.complete,
            "options": options,
            "nets": {"ab": {"options": ["a", "b"], "label": "A or B"}},
        }
        waves = {}
        for wave in ("1", "2"):
            sizes = {country: str(self.size((wave, country))) for country in ("JP", "KR")}
            body = {"fieldwork": f"202{wave}", "weighted": self.weighted, "samples": sizes}
            waves[wave] = {**body, "published_base": "all"}
        sources = {"s": {"publisher": "S"}}
        known = {"survey": "poll", "title": "T", "sources": sources, "items": {"q": item}}
        return Questionnaire.model_validate({**known, "waves": waves})


@st.composite
def worlds(draw: st.DrawFn, weighted: str = "unknown") -> World:
    """Few respondents or many, some of whom may give several answers or unnamed ones."""
    kind, complete = draw(
        st.sampled_from(
            [("single", "published"), ("single", "incomplete"), ("multiple", "published")]
        )
    )
    answers = [frozenset({name}) for name in (*NAMED, "dk")]
    if complete == "incomplete":
        answers += [frozenset({name}) for name in HIDDEN]
    if kind == "multiple":
        answers += [frozenset(pair) for pair in ("ab", "bc", "abc")]
    number = st.integers(0, draw(st.sampled_from([3, 40, 400])))
    tables = []
    for _ in PLACES:
        counts = draw(
            st.lists(number, min_size=len(answers), max_size=len(answers)).filter(
                lambda c: sum(c) > c[3]
            )
        )
        tables.append(tuple(zip(answers, counts, strict=True)))
    return World(tuple(tables), kind, complete, weighted)


# -- what is said of them ----------------------------------------------------------------------


def holds(world: World, place: Place, statement: Statement) -> set[Base]:
    """The bases on which a statement is true of the respondents."""
    bases = BASES if statement.base == "unknown" else (statement.base,)
    return {base for base in bases if _true(world, place, statement, base)}


def _true(world: World, place: Place, statement: Statement, base: Base) -> bool:
    option, word = statement.option or "", statement.predicate
    p = world.share(place, option, base)
    wave, country = place
    if word == "share":
        printed = read_percent(statement.value or "")
        return printed.low <= p <= printed.high
    if word == "count":
        return p == F(int(statement.value or ""), statement.base_n or world.size(place))
    if word in ("majority", "large_majority"):
        return p > HALF
    if word == "minority":
        return p < HALF
    if word in ("plurality", "leading"):
        rivals = [name for name in (*NAMED, *HIDDEN) if name not in PARTS[option]]
        leads = all(p > world.share(place, name, base) for name in rivals)
        return p > 0 and leads and (word == "leading" or p <= HALF)
    if word == "equal_share":
        return abs(p - world.share(place, statement.other or "", base)) <= F(1, 100)
    if word == "more_than":
        there = (statement.since or wave, statement.country or country)
        return p > world.share(there, statement.other or option, base)
    if word == "increase":
        return p > world.share(("1", country), option, base)
    if word == "decrease":
        return p < world.share(("1", country), option, base)
    return {"third": F(30, 100) <= p <= F(36, 100), "few": p < F(1, 5), "half_or_more": p >= HALF}[
        word
    ]


@cache
def words(place: Place) -> tuple[Statement, ...]:
    """Everything that may be said of a sample in words."""
    found = []
    for option in (*NAMED, "ab"):
        single = ("majority", "minority", "plurality", "leading", "large_majority", *RANGES)
        found += [Statement(word, option) for word in single]
        found += [
            Statement(word, option, other=other)
            for word in ("more_than", "equal_share")
            for other in (*NAMED, "dk")
            if other not in PARTS[option]
        ]
        found.append(Statement("more_than", option, country="KR" if place[1] == "JP" else "JP"))
        if place[0] == "2":
            found += [Statement(word, option) for word in ("increase", "decrease")]
            found.append(Statement("more_than", option, since="1"))
    return tuple(replace(s, base=base) for s in found for base in (*BASES, "unknown"))


def printed(share: Fraction, decimals: int, habit: str) -> str:
    exact = Decimal(share.numerator) * 100 / Decimal(share.denominator)
    return str(exact.quantize(Decimal(1).scaleb(-decimals), rounding=habit))


@st.composite
def figures(draw: st.DrawFn, world: World, place: Place) -> Statement:
    """A share or a count of a sample, as it is or a little beside; halves rounded up or down."""
    option = draw(st.sampled_from([*NAMED, "ab", "dk"]))
    base: Base = "all" if option == "dk" else draw(st.sampled_from([*BASES, "unknown"]))
    if world.weighted == "no" and base == "unknown":
        base = "all"
    on: Base = draw(st.sampled_from(BASES)) if base == "unknown" else base
    size, share = world.size(place, on), world.share(place, option, on)
    near = min(F(1), max(F(0), share + F(draw(st.sampled_from([0, 0, 0, -1, 1])), size)))
    known = world.weighted == "no" and base == "substantive"
    if base != "unknown" and draw(st.booleans()):
        count = str(int(near * size))
        return Statement("count", option, value=count, base=base, base_n=size)
    habit = draw(st.sampled_from([ROUND_HALF_UP, ROUND_HALF_DOWN]))
    text = printed(near, draw(st.integers(0, 2)), habit)
    return Statement("share", option, value=text, base=base, base_n=size if known else None)


@st.composite
def statements(draw: st.DrawFn, world: World, place: Place = HERE) -> Statement:
    if draw(st.booleans()):
        return draw(figures(world, place))
    return draw(st.sampled_from(words(place)))


@st.composite
def truths(draw: st.DrawFn, world: World) -> list[Said]:
    """True statements about the samples, as several newspapers might choose them."""
    found: list[Said] = []
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.sampled_from((HERE, HERE, *PLACES)))
        true = [s for s in words(place) if holds(world, place, s)]
        statement = draw(figures(world, place) if draw(st.booleans()) else st.sampled_from(true))
        if holds(world, place, statement):
            found.append((place, statement))
    return list(dict.fromkeys(found))


@st.composite
def claims(draw: st.DrawFn, world: World) -> list[tuple[Statement, ...]]:
    """Sentences about Japan, true or false, of a statement or two each."""
    some = [draw(statements(world)) for _ in range(draw(st.integers(2, 8)))]
    return [*((one,) for one in some), (some[0], some[1])]


@dataclass(frozen=True)
class Judge:
    """Judges claims about Japan by some facts."""

    read: dict[Base, ItemEvidence]

    def __call__(self, claim: Sequence[Statement]) -> Judged:
        return judge_published(self.read.__getitem__, HERE, claim, Where("c"))

    @property
    def nobody_answered(self) -> bool:
        """Whether the facts leave nobody with an opinion."""
        return self.read["substantive"].polytope(HERE).empty_base


def judge(world: World, facts: Sequence[Said]) -> Judge:
    questionnaire = world.questionnaire()
    findings = [
        Finding(repr(said), "poll", *said[0], "q", said[1], "s", Where("f", line))
        for line, said in enumerate(facts)
    ]
    return Judge(
        {base: ItemEvidence(questionnaire, "q", findings, CONVENTIONS, base) for base in BASES}
    )


# -- the laws ----------------------------------------------------------------------------------


def _nothing_false(world: World, facts: list[Said], claim: Sequence[Statement], by: Judge) -> None:
    found = by(claim)
    assert found.why != "facts_clash"
    if all(holds(world, HERE, statement) for statement in claim):
        assert found.verdict != "contradicted", (facts, claim, found)
    for statement in claim:
        if len(holds(world, HERE, statement)) < (2 if statement.base == "unknown" else 1):
            assert found.verdict != "supported", (facts, claim, found)


@settings(max_examples=100, deadline=None)
@given(world=worlds(), data=st.data())
def test_nothing_true_is_contradicted_and_nothing_false_supported(
    world: World, data: st.DataObject
) -> None:
    facts = data.draw(truths(world))
    by = judge(world, facts)
    for claim in data.draw(claims(world)):
        _nothing_false(world, facts, claim, by)


@settings(max_examples=60, deadline=None)
@given(world=worlds(weighted="no"), data=st.data())
def test_no_true_share_of_respondents_is_called_no_whole_number(
    world: World, data: st.DataObject
) -> None:
    facts = data.draw(truths(world))
    by = judge(world, facts)
    for _ in range(6):
        _nothing_false(world, facts, [data.draw(figures(world, HERE))], by)


@settings(max_examples=60, deadline=None)
@given(world=worlds(), data=st.data())
def test_what_is_settled_stays_so_until_facts_clash(world: World, data: st.DataObject) -> None:
    facts = data.draw(truths(world))
    further = [(HERE, data.draw(statements(world))) for _ in range(data.draw(st.integers(1, 3)))]
    before, after = judge(world, facts), judge(world, list(dict.fromkeys([*facts, *further])))
    for claim in data.draw(claims(world)):
        first = before(claim)
        if first.verdict != "not_settled":
            second = after(claim)
            clash = second.why == "facts_clash" or after.nobody_answered
            assert second.verdict == first.verdict or clash, claim


@settings(max_examples=60, deadline=None)
@given(world=worlds(), data=st.data())
def test_the_order_of_facts_and_of_options_decides_nothing(
    world: World, data: st.DataObject
) -> None:
    facts = data.draw(truths(world))
    if data.draw(st.booleans()):
        facts = list(dict.fromkeys([*facts, (HERE, data.draw(statements(world)))]))
    turned = replace(world, options=tuple(data.draw(st.permutations(world.options))))
    one, two = judge(world, facts), judge(turned, data.draw(st.permutations(facts)))
    for claim in data.draw(claims(world)):
        first, second = one(claim), two(claim[::-1])
        assert (second.verdict, second.why) == (first.verdict, first.why), claim


@settings(max_examples=60, deadline=None)
@given(world=worlds(), data=st.data())
def test_the_facts_that_are_named_decide_it_and_none_can_be_spared(
    world: World, data: st.DataObject
) -> None:
    facts = data.draw(truths(world))
    by = judge(world, facts)
    for claim in [[data.draw(statements(world))] for _ in range(6)]:
        found = by(claim)
        if found.verdict == "not_settled":
            continue
        named = [said for said in facts if repr(said) in {fact.id for fact in found.facts}]
        assert len(named) == len(found.facts)
        assert judge(world, named)(claim).verdict == found.verdict
        for spared in named:
            fewer = [said for said in named if said is not spared]
            assert judge(world, fewer)(claim).verdict != found.verdict, (claim, spared)
