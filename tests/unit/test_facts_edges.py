"""The edges of what facts leave possible: ends that are not there, facts that are not needed."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcli.facts.polytope import Bounds, Fact, Polytope
from kcli.facts.shares import Shares, combined
from kcli.model.item import Net, Option
from kcli.model.predicates import Inequality, Term
from kcli.model.questionnaire import Asking
from kcli.model.survey import Base

F = Fraction
HERE = "here"


def item(
    answers: str = "a b c",
    silent: str = "",
    nets: Mapping[str, str] | None = None,
    kind: str = "single",
    complete: str = "published",
) -> Asking:
    options = {name: Option(label={"en": name}) for name in answers.split()}
    options |= {name: Option(label={"en": name}, kind="dont_know") for name in silent.split()}
    made = {
        name: Net(options=parts.split(), label={"en": name}) for name, parts in (nets or {}).items()
    }
    return Asking("s", "q", "1", {}, "unpublished", kind, complete, options, made, {})


def row(parts: Mapping[str, int], bound: str = "0", *, strict: bool = False) -> Inequality:
    """``sum(factor * share) >= bound``; a name such as ``there.a`` is of another sample."""
    terms = []
    for name, factor in parts.items():
        sample, _, option = name.rpartition(".")
        terms.append((Term(option, country=sample or None), F(factor)))
    return Inequality(tuple(terms), F(bound), strict=strict)


def fact(label: str, *rows: Inequality, base: Base = "all") -> Fact[str, str]:
    return Fact(label, rows, base, lambda term: term.country or HERE)


def exactly(name: str, value: str, label: str = "", base: Base = "all") -> Fact[str, str]:
    up, down = row({name: 1}, value), row({name: -1}, str(-F(value)))
    return fact(label or f"{name}={value}", up, down, base=base)


def at_least(name: str, value: str, label: str = "", base: Base = "all") -> Fact[str, str]:
    return fact(label or f"{name}>={value}", row({name: 1}, value), base=base)


def polytope(
    *facts: Fact[str, str],
    asking: Asking | None = None,
    base: Base = "all",
    samples: tuple[str, ...] = (HERE,),
) -> Polytope[str, str]:
    return Polytope(dict.fromkeys(samples, asking or item()), facts, base)


def ends(found: Bounds[Any]) -> tuple[Fraction | None, Fraction | None, bool, bool]:
    return found.low, found.high, found.low_reached, found.high_reached


# -- bounds -------------------------------------------------------------------


def bounds(
    low: str | None,
    high: str | None,
    reached: tuple[bool, bool] = (True, True),
    facts: tuple[str, str] = ("", ""),
) -> Bounds[str]:
    below, above = (None if end is None else F(end) for end in (low, high))
    return Bounds(below, above, *reached, frozenset(facts[0]), frozenset(facts[1]))


@pytest.mark.parametrize(
    ("low", "high", "reached", "sign"),
    [
        ("1/9", "1/2", (True, True), 1),
        ("1/9", None, (True, False), 1),
        ("0", "1/2", (True, True), 0),
        ("0", "1/2", (False, True), 1),
        ("-1/9", "1/2", (False, False), 0),
        ("-1/2", "-1/9", (True, True), -1),
        (None, "-1/9", (False, True), -1),
        ("-1/2", "0", (True, True), 0),
        ("-1/2", "0", (True, False), -1),
        ("-1/2", "1/9", (False, False), 0),
        ("0", "0", (True, True), 0),
        ("2", "3", (False, False), 1),
        ("-3", "-2", (False, False), -1),
        (None, None, (False, False), 0),
        (None, "1", (False, True), 0),
    ],
)
def test_a_sign_is_known_where_nought_is_outside_or_not_reached(
    low: str | None, high: str | None, reached: tuple[bool, bool], sign: int
) -> None:
    assert bounds(low, high, reached).sign == sign


def test_a_difference_takes_the_far_ends_of_the_other() -> None:
    first = bounds("1/2", "3/4", (True, False), ("p", "q"))
    second = bounds("1/8", "1/4", (True, True), ("r", "s"))
    gap = first.minus(second)
    assert ends(gap) == (F(1, 4), F(5, 8), True, False)
    assert (gap.low_facts, gap.high_facts) == ({"p", "s"}, {"q", "r"})
    assert ends(second.minus(first)) == (F(-5, 8), F(-1, 4), False, True)
    open_above = bounds("1/8", "1/4", (False, True))
    assert ends(first.minus(open_above)) == (F(1, 4), F(5, 8), True, False)
    assert ends(bounds("0", "1").minus(open_above)) == (F(-1, 4), F(7, 8), True, False)
    assert ends(open_above.minus(bounds("0", "1"))) == (F(-7, 8), F(1, 4), False, True)


def test_a_difference_without_an_end_has_none_there() -> None:
    known = bounds("1/4", "1/2")
    assert ends(known.minus(bounds(None, "1/8"))) == (F(1, 8), None, True, True)
    assert ends(known.minus(bounds("1/8", None))) == (None, F(3, 8), True, True)
    assert ends(bounds(None, "1/2").minus(bounds("1/8", "1/4"))) == (None, F(3, 8), True, True)
    assert ends(bounds("1/2", None).minus(bounds("1/8", "1/4"))) == (F(1, 4), None, True, True)


# -- columns ------------------------------------------------------------------


def test_columns_are_numbered_from_nought_and_leave_no_gap() -> None:
    shares = Shares(item("a b", "dk"))
    assert [shares.share(name) for name in ("a", "b", "dk")] == [{0: 1}, {1: 1}, {2: 1}]
    assert shares.end == 3
    assert Shares(item("a b"), 5).share("b") == {6: 1}
    assert Shares(item("a b"), 5).end == 7


def test_everyone_answers_where_no_option_says_otherwise_and_no_list_is_open() -> None:
    assert Shares(item()).everyone_answers is True
    assert Shares(item(silent="dk")).everyone_answers is False
    assert Shares(item(complete="incomplete")).everyone_answers is False
    assert Shares(item(complete="assumed")).everyone_answers is True


def test_what_adds_up_to_nothing_is_left_out() -> None:
    assert combined((F(1), {0: F(1), 1: F(2)}), (F(-2), {1: F(1)})) == {0: 1}


# -- the polytope -------------------------------------------------------------


def test_the_facts_behind_an_end_are_those_that_hold_it() -> None:
    found = polytope(at_least("a", "1/4"), at_least("b", "1/2")).bounds({(HERE, "a"): F(1)})
    assert ends(found) == (F(1, 4), F(1, 2), True, True)
    assert (found.low_facts, found.high_facts) == ({"a>=1/4"}, {"b>=1/2"})


def test_a_multiple_of_a_share_has_multiples_of_its_ends() -> None:
    found = polytope(at_least("a", "1/4")).bounds({(HERE, "a"): F(2, 3), (HERE, "b"): F(-1, 2)})
    # From a = 1/4, b = 3/4 to a = 1.
    assert ends(found)[:2] == (F(1, 6) - F(3, 8), F(2, 3))


def test_facts_that_clash_have_no_bounds() -> None:
    clash = polytope(at_least("a", "2/3"), at_least("b", "2/3"))
    assert clash.infeasible
    with pytest.raises(ValueError, match="cannot all be true"):
        clash.bounds({(HERE, "a"): F(1)})


def test_a_conflict_names_no_fact_that_can_be_spared() -> None:
    facts = [at_least(x, v) for x, v in [("a", "1/8"), ("b", "1/3"), ("a", "2/5"), ("c", "2/5")]]
    assert polytope(*facts).conflict == ("b>=1/3", "a>=2/5", "c>=2/5")
    assert polytope(*facts[:3]).conflict == ()
    assert not polytope(*facts[:3]).infeasible


def test_of_two_ways_to_clash_one_is_named() -> None:
    facts = [at_least("a", "1/2"), at_least("a", "3/5"), at_least("b", "3/5")]
    found = polytope(*facts).conflict
    assert found in (("a>=1/2", "b>=3/5"), ("a>=3/5", "b>=3/5"))


def test_a_fact_that_adds_to_a_clash_and_is_not_needed_is_not_named() -> None:
    first = fact("first", row({"b": 1}, "1/10"), row({"c": 1}, "7/10"))
    second, third = at_least("a", "1/10"), at_least("b", "2/5", "third")
    # 70 and 40 points are too much; 10 more make it no worse.
    assert polytope(first, second, third).conflict == ("first", "third")
    assert polytope(second, third, first).conflict == ("third", "first")
    assert polytope(first, second).conflict_with([third]) == ("first",)
    alone = fact("alone", row({"a": -1}, "-7/10"), row({"a": 1}, "4/5"))
    assert polytope(at_least("c", "1/2"), alone).conflict == ("alone",)


def test_claims_clash_with_the_fewest_facts() -> None:
    known = polytope(at_least("a", "1/2"), at_least("c", "1/8"))
    assert known.conflict_with([at_least("b", "5/8")]) == ("a>=1/2",)
    assert known.conflict_with([at_least("b", "3/8")]) == ()
    assert known.conflict_with([at_least("b", "7/16")]) == ("a>=1/2", "c>=1/8")
    # Claims that exclude each other need no fact.
    assert known.conflict_with([at_least("a", "3/4"), at_least("b", "3/4")]) == ()
    assert known.excludes([at_least("a", "3/4"), at_least("b", "3/4")])
    assert known.excludes([at_least("b", "5/8")])
    assert not known.excludes([at_least("b", "3/8")])


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(-8, 8), st.booleans()), max_size=4),
    st.lists(
        st.tuples(st.sampled_from("abc"), st.integers(-8, 8), st.booleans()),
        min_size=1,
        max_size=3,
    ),
)
def test_claims_are_excluded_where_all_together_cannot_be_true(
    known: list[tuple[str, int, bool]], said: list[tuple[str, int, bool]]
) -> None:
    def made(each: tuple[str, int, bool]) -> Inequality:
        name, eighths, strict = each
        factor = -1 if eighths < 0 else 1
        return row({name: factor}, str(F(eighths, 8)), strict=strict)

    facts = [fact(f"fact {n}", made(each)) for n, each in enumerate(known)]
    claims = [fact("said", *map(made, said))]
    assert polytope(*facts).excludes(claims) == bool(polytope(*facts, *claims).conflict)


def test_a_label_that_two_facts_share_is_named_once() -> None:
    both = [at_least("a", "1/2", "same"), at_least("c", "1/4", "same")]
    assert polytope(*both).conflict_with([at_least("b", "3/8")]) == ("same",)


def test_the_base_is_empty_where_all_is_well_among_everyone_alone() -> None:
    asking = item("a b", "dk")
    nobody = at_least("dk", "1")
    assert polytope(nobody, asking=asking, base="substantive").empty_base
    assert polytope(nobody, asking=asking, base="substantive").conflict == ("dk>=1",)
    assert polytope(nobody, asking=asking).empty_base is False
    assert not polytope(at_least("dk", "1/2"), asking=asking, base="substantive").empty_base
    clash = (nobody, at_least("a", "1/2"))
    assert polytope(*clash, asking=asking, base="substantive").empty_base is False
    assert not polytope(*clash, asking=asking).empty_base


def test_of_an_unknown_base_the_one_counts_that_says_less() -> None:
    asking = item("a b", "dk")
    facts = [exactly("dk", "1/5"), exactly("a", "1/2", "a", "unknown")]
    found = polytope(*facts, asking=asking).bounds({(HERE, "a"): F(1)})
    assert ends(found) == (F(2, 5), F(1, 2), True, True)  # half of four fifths, half of all
    narrow = polytope(*facts, asking=asking, base="substantive").bounds({(HERE, "a"): F(1)})
    assert ends(narrow)[:2] == (F(1, 2), F(5, 8))


def test_two_samples_are_related_by_what_compares_them() -> None:
    more = fact("more", row({"there.a": 1, "a": -1}, strict=True))
    two = polytope(exactly("a", "1/4"), more, samples=(HERE, "there"))
    assert two.set_aside == ()
    assert ends(two.bounds({("there", "a"): F(1)})) == (F(1, 4), 1, False, True)
    assert ends(two.bounds({("there", "a"): F(1), (HERE, "a"): F(-1)})) == (0, F(3, 4), False, True)
    assert more.touches() == {HERE, "there"}


@pytest.mark.parametrize(
    ("silent", "asked", "said", "aside"),
    [
        ("dk", "all", "all", False),
        ("dk", "all", "substantive", True),
        ("dk", "substantive", "substantive", False),
        ("dk", "substantive", "all", True),
        ("", "all", "substantive", False),  # where everyone answers, the bases are one
    ],
)
def test_a_comparison_on_another_base_is_set_aside(
    silent: str, asked: Base, said: Base, aside: bool
) -> None:
    more = fact("more", row({"there.a": 1, "a": -1}), base=said)
    own = at_least("a", "1/4", base="all")
    samples = (HERE, "there")
    two = polytope(own, more, asking=item(silent=silent), base=asked, samples=samples)
    assert two.set_aside == (("more",) if aside else ())
    low = two.bounds({("there", "a"): F(1)}).low
    assert low == (0 if aside else F(1, 4))


def test_where_one_of_two_samples_may_be_silent_the_bases_differ() -> None:
    more = fact("more", row({"there.a": 1, "a": -1}), base="substantive")
    askings = {HERE: item(), "there": item(silent="dk")}
    assert Polytope(askings, [more]).set_aside == ("more",)
    assert Polytope({HERE: item(), "there": item()}, [more]).set_aside == ()
    everyone = fact("more", row({"there.a": 1, "a": -1}), base="all")
    assert Polytope(askings, [everyone]).set_aside == ()


def test_a_net_of_several_answers_lies_between_its_largest_part_and_their_sum() -> None:
    asking = item("a b", nets={"ab": "a b"}, kind="multiple")
    facts = [exactly("a", "1/2"), exactly("b", "1/4")]
    net = polytope(*facts, asking=asking).bounds({(HERE, "ab"): F(1)})
    assert ends(net)[:2] == (F(1, 2), F(3, 4))
    assert (net.low_facts, net.high_facts) == ({"a=1/2"}, {"a=1/2", "b=1/4"})
    full = [exactly("a", "3/4"), exactly("b", "1/2")]
    assert ends(polytope(*full, asking=asking).bounds({(HERE, "ab"): F(1)}))[:2] == (F(3, 4), 1)
