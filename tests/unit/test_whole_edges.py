"""Whole numbers at their edges: rows rounded as far as whole numbers allow, searches given up."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest

from kcli.facts import branch
from kcli.facts.branch import Counts, Search
from kcli.facts.polytope import Fact
from kcli.facts.whole import fits_whole_numbers, whole_table
from kcli.model.item import Net, Option
from kcli.model.predicates import Inequality, Term
from kcli.model.questionnaire import Asking
from kcli.model.survey import Base

F = Fraction


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
    terms = tuple((Term(name), F(factor)) for name, factor in parts.items())
    return Inequality(terms, F(bound), strict=strict)


def fact(label: str, *rows: Inequality, base: Base = "all") -> Fact[str, str]:
    return Fact(label, rows, base, lambda _: "here")


def exactly(name: str, value: str, base: Base = "all") -> Fact[str, str]:
    up, down = row({name: 1}, value), row({name: -1}, str(-F(value)))
    return fact(f"{name}={value}", up, down, base=base)


def same(first: str, second: str) -> Fact[str, str]:
    """Two answers of the same number."""
    level, back = row({first: 1, second: -1}), row({first: -1, second: 1})
    return fact(f"{first}={second}", level, back)


# -- rows ---------------------------------------------------------------------


def test_a_row_is_divided_by_what_its_factors_share_and_rounded_up() -> None:
    loose = branch._Row(((0, 6), (1, -4), (2, 10)), 7)
    # 6x - 4y + 10z >= 7 is 3x - 2y + 5z >= 4 among whole numbers.
    assert loose.within([(0, 9)] * 3) == branch._Row(((0, 3), (1, -2), (2, 5)), 4)
    # With z known to be 2 it is 6x - 4y >= -13, so 3x - 2y >= -6.
    assert loose.within([(0, 9), (0, 9), (2, 2)]) == branch._Row(((0, 3), (1, -2)), -6)
    assert loose.within([(1, 1), (2, 2), (1, 1)]) == branch._Row((), -1)


def test_a_row_holds_always_where_it_holds_at_its_worst_corner() -> None:
    above = branch._Row(((0, 2), (1, -3)), 5)
    assert above.always([(4, 9), (0, 1)])
    assert not above.always([(4, 9), (0, 2)])
    assert not above.always([(3, 9), (0, 1)])
    assert above.holds((4, 1))
    assert not above.holds((4, 2))


def test_a_row_takes_from_each_range_what_the_others_cannot_make_up_for() -> None:
    above = branch._Row(((0, 2), (1, -3)), 5)
    boxes = [(0, 8), (1, 9)]
    assert above.narrow(boxes)
    assert boxes == [(4, 8), (1, 3)]  # 2 x 4 - 3 is 5; 16 - 3 x 4 is less
    assert above.narrow([(0, 3), (1, 9)]) is False
    boxes = [(0, 4), (1, 9)]
    assert above.narrow(boxes)
    assert boxes == [(4, 4), (1, 1)]  # just enough


def test_what_adds_up_leaves_each_what_the_others_can_leave() -> None:
    boxes = [(0, 10), (2, 3), (1, 4)]
    assert branch._filled(boxes, (0, 1, 2), 9)
    assert boxes == [(2, 6), (2, 3), (1, 4)]
    assert branch._filled([(0, 2), (3, 4)], (0, 1), 7) is False
    assert not branch._filled([(2, 2), (3, 4)], (0, 1), 4)
    boxes = [(2, 9), (3, 4)]
    assert branch._filled(boxes, (0, 1), 5)
    assert boxes == [(2, 2), (3, 3)]
    boxes = [(0, 2), (3, 4)]
    assert branch._filled(boxes, (0, 1), 6)
    assert boxes == [(2, 2), (4, 4)]


# -- the short way ------------------------------------------------------------


@pytest.mark.parametrize(
    ("factor", "bound", "strict", "least", "greatest"),
    [
        ("1", "1/3", False, 4, 10),
        ("1", "1/3", True, 4, 10),
        ("1", "2/5", False, 4, 10),
        ("1", "2/5", True, 5, 10),
        ("-1", "-1/3", False, 0, 3),
        ("-1", "-1/3", True, 0, 3),
        ("-1", "-2/5", False, 0, 4),
        ("-1", "-2/5", True, 0, 3),
        ("1/2", "1/5", False, 4, 10),  # half of it is two or more
        ("1/2", "1/5", True, 5, 10),
        ("-1/2", "-1/6", False, 0, 3),
        ("2", "2/3", False, 4, 10),
        ("-3", "-1", False, 0, 3),
        ("-3", "-1", True, 0, 3),
        ("-3/2", "-6/5", True, 0, 7),
    ],
)
def test_a_range_of_shares_is_a_range_of_people(
    factor: str, bound: str, strict: bool, least: int, greatest: int
) -> None:
    told = fact("f", Inequality(((Term("a"), F(factor)),), F(bound), strict=strict))
    assert whole_table(item(), [told], 10).counts["a"] == Counts(least, greatest)
    # Whether the facts allow the short way or not, the answer is the same.
    beside = fact("nothing", row({"a": 1, "b": 1}, "0"))
    assert whole_table(item(), [told, beside], 10).counts["a"] == Counts(least, greatest)


def test_of_an_open_list_those_who_answered_may_be_fewer_than_were_asked() -> None:
    third = [exactly("a", "1/3", "substantive")]
    assert fits_whole_numbers(item(complete="incomplete"), third, 10) is True  # 3 of 9, say
    assert fits_whole_numbers(item(), third, 10) is False
    assert fits_whole_numbers(item(), third, 9) is True
    assert fits_whole_numbers(item(silent="dk"), third, 10) is True


# -- given up -----------------------------------------------------------------


def test_what_is_given_up_for_one_answer_alone_is_not_settled() -> None:
    asking = item("a b c", "dk")
    facts = [exactly("a", "1/2", "substantive"), exactly("b", "3/5"), exactly("c", "3/5")]
    found = whole_table(asking, facts, 40, limit=0)
    # That b and c are too many is seen without a search; what a may be by itself is not.
    assert (found.fits, found.settled) == (False, False)
    assert found.alone["a"] is not None
    assert whole_table(asking, facts, 40).settled


def test_a_search_that_is_given_up_says_neither_yes_nor_no() -> None:
    asking = item("a b", "dk")
    half = [exactly("a", "1/2", "substantive")]
    assert fits_whole_numbers(asking, half, 40, limit=0) is None
    found = whole_table(asking, half, 40, limit=0)
    assert (found.fits, found.settled, found.impossible, found.clash) == (None, False, (), ())
    # Its ranges may be too wide, and are never too narrow.
    sure = whole_table(asking, half, 40)
    assert (sure.counts["a"], sure.counts["dk"]) == (Counts(1, 20), Counts(0, 38))
    wide = found.counts["a"]
    assert wide is not None
    assert wide.least <= 1 < 20 <= wide.greatest


def test_a_search_keeps_that_it_was_given_up() -> None:
    asking = item("a b c d")
    search = Search(asking, [same("a", "b"), same("c", "d")], 100_001, 3)
    assert search.settled
    assert search.fits() is None
    assert not search.settled
    search.counts("a")
    assert not search.settled
    search = Search(asking, [same("a", "b"), same("c", "d")], 100_001, 3)
    assert search.counts("a") is not None
    assert not search.settled


def test_a_range_is_settled_where_both_its_ends_are() -> None:
    facts = [exactly("a", "1/3", "substantive"), exactly("b", "1/4", "substantive")]
    search = Search(item("a b c", "dk"), facts, 250, 6)
    assert search.fits() is True
    assert search.settled
    # The least is known from the table found before; the greatest is 100, and not found in time.
    assert search.counts("c") == Counts(5, 101)
    assert not search.settled


def test_what_was_given_up_once_stays_so_whatever_is_settled_later() -> None:
    facts = [exactly("a", "1/3", "substantive"), exactly("b", "1/4", "substantive")]
    search = Search(item("a b c", "dk"), facts, 250, 1)
    found = search.counts("dk")
    assert found is not None
    assert found.least <= 10 < 238 <= found.greatest
    assert search.fits() is True  # by the table that the first search came upon
    assert search.settled is False


def test_what_nobody_can_be_is_refused_on_every_way_in() -> None:
    with pytest.raises(ValueError, match="one respondent"):
        fits_whole_numbers(item(), [], 0)
    assert fits_whole_numbers(item(), [], 1) is True
    both = Fact("f", (row({"a": 1}), row({"b": 1})), "all", lambda term: term.option)
    with pytest.raises(ValueError, match="one sample"):
        fits_whole_numbers(item(), [both], 40)


# -- tables -------------------------------------------------------------------


def test_an_answer_of_half_the_others_is_found_in_every_hundredth_of_a_large_base() -> None:
    asking = item("a b c", "dk")
    # a is a third of who answered, b a quarter: 12 of them, or 24, or 36 ...
    facts = [exactly("a", "1/3", "substantive"), exactly("b", "1/4", "substantive")]
    found = whole_table(asking, facts, 250)
    assert found.settled
    ranges = {name: found.counts[name] for name in asking.options}
    assert ranges == {
        "a": Counts(4, 80),
        "b": Counts(3, 60),
        "c": Counts(5, 100),
        "dk": Counts(10, 238),
    }
    assert fits_whole_numbers(asking, facts, 11) is False
    assert fits_whole_numbers(asking, facts, 12) is True


def test_half_of_those_who_answered_says_how_many_did_at_most() -> None:
    half = fact("half", row({"a": 1}, "1/2"), base="substantive")
    found = whole_table(item("a b c", "dk"), [exactly("a", "1/4"), half], 20)
    # 5 of 10 at most: 10 or more did not answer.
    assert (found.counts["dk"], found.counts["b"]) == (Counts(10, 15), Counts(0, 5))


def test_the_parts_of_a_search_keep_the_ranges_of_the_other_answers() -> None:
    less = fact("less", row({"x": 3, "c": -2}, strict=True))
    found = whole_table(item("a b c d", "x y"), [less, exactly("y", "31/72")], 72)
    # Of 41, 24 are less than one and a half times 17; 25 are not less than 1.5 times 16.
    assert (found.counts["c"], found.counts["y"]) == (Counts(0, 24), Counts(31, 31))
    assert (found.counts["x"], found.counts["a"]) == (Counts(1, 41), Counts(0, 40))


def test_a_chain_of_halves_is_rounded_up_at_each_link() -> None:
    asking = item(complete="incomplete")
    chain = [fact("f", row({"c": 2, "b": -1})), fact("g", row({"b": 2, "a": -1}))]
    found = whole_table(asking, chain, 11)
    # 6 of a need 3 of b, and these 2 of c: 11. 7 need 4 and 2: 13.
    assert found.counts["a"] == Counts(0, 6)
    assert found.counts["b"] == Counts(0, 7)


def test_an_answer_whose_number_is_known_keeps_it() -> None:
    asking = item("a b", "x", complete="incomplete")
    thrice = fact("f", row({"b": 3, "a": -1}), base="substantive")
    found = whole_table(
        asking, [thrice, fact("g", row({"x": 1, "b": -1})), exactly("x", "2/39")], 39
    )
    assert found.counts == {"a": Counts(0, 6), "b": Counts(0, 2), "x": Counts(2, 2)}


def test_two_facts_may_be_on_one_base_or_on_one_each() -> None:
    facts = [exactly("a", "1/2", "unknown"), exactly("b", "1/4", "unknown")]
    found = whole_table(item("a b", "dk"), facts, 40)
    # 20 and 10 of 40, or 10 of the 20 who answered beside 10 of 40; nothing between.
    assert found.counts["b"] == Counts(10, 10)
    assert (found.counts["a"], found.counts["dk"]) == (Counts(10, 20), Counts(10, 20))


def test_the_sum_of_answers_is_no_more_than_were_asked() -> None:
    asking = item("a b", nets={"ab": "a b"}, complete="incomplete")
    found = whole_table(asking, [exactly("a", "3/10"), exactly("ab", "1/2")], 10)
    assert found.counts["a"] == Counts(3, 3)
    assert found.counts["b"] == Counts(2, 2)
    assert found.counts["ab"] == Counts(5, 5)


def test_twice_an_answer_is_no_more_than_the_rest() -> None:
    asking = item("a b c")
    facts = [fact("f", row({"b": 1, "c": 1, "a": -2}, strict=True))]
    found = whole_table(asking, facts, 10)  # 10 - a > 2a
    assert found.counts["a"] == Counts(0, 3)
    weak = [fact("f", row({"b": 1, "c": 1, "a": -2}))]
    assert whole_table(asking, weak, 9).counts["a"] == Counts(0, 3)
    assert whole_table(asking, weak, 8).counts["a"] == Counts(0, 2)


def test_three_answers_alike_in_a_number_that_three_do_not_divide() -> None:
    asking = item("a b c", "dk")
    facts = [same("a", "b"), same("b", "c")]
    found = whole_table(asking, facts, 100)
    assert found.settled
    assert (found.counts["a"], found.counts["dk"]) == (Counts(0, 33), Counts(1, 100))
