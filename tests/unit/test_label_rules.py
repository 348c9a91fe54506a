"""The word for what published facts say: who leads, by how much at least, and where none does."""

from __future__ import annotations

from typing import Any

import pytest

FOUR = "{a: A, b: B, c: C, dk: {label: Don't know, kind: dont_know}}"


def word(found: dict[str, Any]) -> tuple[str | None, str | None]:
    return found["option"], found["label_sample"]


# -- the word -----------------------------------------------------------------


def test_more_than_half_is_a_majority(labelled: Any) -> None:
    assert word(labelled("a,count,21")) == ("a", "majority")
    assert word(labelled("b,majority")) == ("b", "majority")


def test_exactly_half_leads_as_a_plurality(labelled: Any) -> None:
    assert word(labelled("a,count,20", "b,count,10")) == ("a", "plurality")


def test_exactly_half_and_nothing_of_the_others_is_no_lead(labelled: Any) -> None:
    found = labelled("a,count,20")
    assert word(found) == (None, None)  # another one may have the other half
    assert found["tied"] == ("a", "b", "c")
    assert (found["lead"], found["lead_low"], found["lead_high"]) == (None, None, None)


def test_what_may_be_half_and_may_be_more_is_at_least_a_plurality(labelled: Any) -> None:
    half = "conventions: {half_or_more: '50% to 60%'}"
    found = labelled("a,half_or_more", "b,count,10", top=half)
    assert word(found) == ("a", "at_least_plurality")
    assert (found["bound_low"], found["bound_high"]) == (0.5, 0.6)
    # Without the second fact half is reached, and so is a tie.
    assert word(labelled("a,half_or_more", top=half)) == (None, None)


def test_a_lead_that_stays_under_half_is_a_plurality(labelled: Any) -> None:
    assert word(labelled("a,share,45", "b,share,30")) == ("a", "plurality")
    assert word(labelled("a,share,50", "b,share,30")) == ("a", "at_least_plurality")


def test_the_least_and_the_greatest_lead_are_those_over_the_nearest_rival(labelled: Any) -> None:
    found = labelled("a,share,60")  # 59.5 to 60.5, and the rival has 0 to 40.5
    assert (found["lead_low"], found["lead_high"], found["lead"]) == (0.19, 0.605, None)
    assert (found["share"], found["bound_low"], found["bound_high"]) == (0.6, 0.595, 0.605)
    # c has 9 to 11 points: the lead over b is the least there is, 19 to 21.
    found = labelled("a,share,50", "b,share,40")
    assert (found["lead_low"], found["lead_high"]) == (0.09, 0.11)


def test_a_lead_that_is_known_exactly_is_one_number(labelled: Any) -> None:
    found = labelled("a,count,20", "b,count,12")
    assert (found["lead"], found["lead_low"], found["lead_high"]) == (0.2, 0.2, 0.2)


# -- no leader ----------------------------------------------------------------


def test_two_that_share_the_lead_are_named(labelled: Any) -> None:
    found = labelled("a,count,15", "c,count,15")
    assert word(found) == (None, "no_clear_leader")
    assert found["tied"] == ("a", "c")
    assert (found["share"], found["low"], found["method"]) == (None, None, None)
    assert found["evidence"] == "bounded"


def test_whoever_cannot_reach_another_is_no_candidate(labelled: Any) -> None:
    # b is at least 39.5; c has 21.5 or less, whatever a is.
    found = labelled("b,share,40", "c,share,21")
    assert word(found) == (None, None)
    assert found["tied"] == ("a", "b")


def test_whoever_is_level_with_the_best_may_lead(labelled: Any) -> None:
    # b has 10 of 40 or more; a has exactly as many, and may share the lead.
    at_least = "conventions: {a_quarter_up: '25% to 40%'}"
    found = labelled("a,count,10", "b,a_quarter_up", top=at_least, options=FOUR)
    assert found["tied"] == ("a", "b", "c")


def test_whoever_is_behind_another_by_word_alone_is_no_candidate(labelled: Any) -> None:
    found = labelled("a,more_than,,b")
    assert word(found) == (None, None)
    assert found["tied"] == ("a", "c")


def test_whoever_cannot_be_ahead_of_all_at_once_is_no_candidate(labelled: Any) -> None:
    # 10 of 100 are more than b or more than c may have, and not more than the larger of them.
    assert labelled("a,count,4")["tied"] == ("b", "c")
    assert labelled("a,share,32")["tied"] == ("b", "c")  # 32.5 is less than a third
    assert labelled("a,share,33")["tied"] == ("a", "b", "c")  # 33.5 is more
    assert labelled("a,share,32", options=FOUR)["tied"] == ("a", "b", "c")


def test_who_is_known_from_a_pooled_figure_alone_has_candidates_too(labelled: Any) -> None:
    pooled = {"samples": "{JP: 40, KR: 40, both: {n: 80, countries: [JP, KR]}}"}
    found = labelled("both:a,share,10", **pooled, wave=", pooled_rule: equal")
    assert word(found) == (None, None)
    assert found["tied"] == ("b", "c")  # a has 21 at most
    found = labelled("both:a,share,30", **pooled, wave=", pooled_rule: equal")
    assert found["tied"] == ("a", "b", "c")


def test_two_whose_ranges_are_alike_are_not_level_for_that(labelled: Any) -> None:
    found = labelled("a,equal_share,,b", "c,share,20")  # within a point of each other
    assert word(found) == (None, None)
    assert found["tied"] == ("a", "b")


@pytest.mark.parametrize(("number", "told"), [(8, False), (9, True)])
def test_of_more_than_eight_options_each_is_not_set_against_every_other(
    labelled: Any, number: int, told: bool
) -> None:
    names = "abcdefghi"[:number]
    options = "{" + ", ".join(f"{name}: {name.upper()}" for name in names) + "}"
    found = labelled("a,more_than,,b", options=options)
    assert ("b" in found["tied"]) is told
    assert set(names) - {"b"} <= set(found["tied"])


def test_of_many_options_those_are_left_out_that_have_less_than_another(labelled: Any) -> None:
    options = "{" + ", ".join(f"{name}: {name.upper()}" for name in "abcdefghij") + "}"
    found = labelled("a,count,13", "b,count,10", options=options)
    assert word(found) == (None, None)  # one of the others may have 17
    assert found["tied"] == tuple("acdefghij")


# -- what a source says -------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("plurality", "plurality"),
        ("at_least_plurality", "at_least_plurality"),
        ("leading", "at_least_plurality"),
    ],
)
def test_who_is_said_to_lead_does(labelled: Any, said: str, meant: str) -> None:
    found = labelled("c,minority", f"b,{said}")
    assert word(found) == ("b", meant)
    assert found["lead_low"] == 0  # not reached, and not known to be more


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("plurality", "plurality"),
        ("at_least_plurality", "at_least_plurality"),
        ("leading", "at_least_plurality"),
    ],
)
def test_who_is_said_to_lead_an_open_list_does(labelled: Any, said: str, meant: str) -> None:
    assert word(labelled(f"b,{said}", complete="incomplete")) == ("b", meant)


def test_a_net_may_be_said_to_lead(labelled: Any) -> None:
    found = labelled("ab,plurality", nets="{ab: {options: [a, b], label: A or B}}", options=FOUR)
    assert word(found) == ("ab", "plurality")
    assert (found["bound_low"], found["bound_high"]) == (0, 0.5)


def test_a_net_has_no_lead_over_its_own_parts(labelled: Any) -> None:
    nets = "{ab: {options: [a, b], label: A or B}}"
    found = labelled("ab,plurality", "ab,share,45", "b,share,5", "c,share,20", nets=nets)
    assert found["flags"] == ("contradictory",)  # of complete answers the rest is 35
    found = labelled("ab,plurality", "a,share,40", "c,share,20", nets=nets, options=FOUR)
    # b has up to 10 points, so that ab has at most 50; c has 19.5 to 20.5.
    assert (found["lead_low"], found["lead_high"]) == (0.19, 0.305)


def test_dont_know_leads_nobody_among_those_who_answered(labelled: Any) -> None:
    rivals = {"options": FOUR, "wave": ", plurality_rivals: all"}
    wide = labelled("dk,plurality", "a,share,30", **rivals)
    assert word(wide) == ("dk", "plurality")
    assert wide["label_other_base"] is None
    narrow = labelled("dk,plurality", "a,share,30", **rivals, base="substantive")
    assert word(narrow) == (None, None)
    assert narrow["tied"] == ("a", "b", "c")
    assert narrow["label_other_base"] == "plurality"


def test_what_is_said_of_an_open_list_counts_on_the_base_that_it_speaks_of(labelled: Any) -> None:
    """Of an open list nothing but what is said can make a leader of so little."""
    rivals = {"options": FOUR, "wave": ", plurality_rivals: all", "complete": "incomplete"}
    assert word(labelled("c,minority", "dk,plurality", **rivals)) == ("dk", "plurality")
    assert word(labelled("a,plurality", **rivals)) == ("a", "plurality")
    narrow = labelled("a,plurality,,,substantive", **rivals, base="substantive")
    assert word(narrow) == ("a", "plurality")
    assert word(labelled("a,plurality,,,substantive", **rivals)) == (None, None)


def test_who_leads_those_who_answered_need_not_lead_everyone(labelled: Any) -> None:
    said = "a,plurality,,,substantive"
    rivals = ", plurality_rivals: all"
    assert word(labelled(said, options=FOUR)) == ("a", "plurality")
    found = labelled(said, options=FOUR, wave=rivals)
    assert word(found) == (None, None)  # don't know may be larger
    assert found["tied"] == ("a", "dk")
    narrow = labelled(said, options=FOUR, wave=rivals, base="substantive")
    assert word(narrow) == ("a", "plurality")
    # Where everyone answers there is nobody else.
    assert word(labelled(said, wave=rivals, complete="incomplete")) == ("a", "plurality")


@pytest.mark.parametrize(("number", "worked_out"), [(30, True), (31, False)])
def test_the_lead_over_more_than_thirty_is_not_worked_out(
    labelled: Any, number: int, worked_out: bool
) -> None:
    options = "{" + ", ".join(f"o{i}: O{i}" for i in range(number)) + "}"
    found = labelled("o3,plurality", options=options)
    assert word(found) == ("o3", "plurality")
    assert found["lead_low"] == (0 if worked_out else None)


# -- don't know, and who is no rival ------------------------------------------


def test_dont_know_is_no_rival_unless_the_wave_says_so(labelled: Any) -> None:
    facts = ["a,share,30", "b,share,20", "dk,share,40"]
    assert word(labelled(*facts, options=FOUR)) == ("a", "plurality")
    told = labelled(*facts, options=FOUR, wave=", plurality_rivals: all")
    assert word(told) == ("dk", "plurality")
    narrow = labelled(*facts, options=FOUR, wave=", plurality_rivals: all", base="substantive")
    # Of the 60 who answered, 30: the others have 20 and 10.
    assert word(narrow) == ("a", "at_least_plurality")


def test_the_word_on_the_other_base_stands_beside(labelled: Any) -> None:
    facts = ["a,share,45", "b,share,20", "dk,share,30"]
    wide = labelled(*facts, options=FOUR)
    narrow = labelled(*facts, options=FOUR, base="substantive")
    assert (wide["label_sample"], wide["label_other_base"]) == ("plurality", "majority")
    assert (narrow["label_sample"], narrow["label_other_base"]) == ("majority", "plurality")
    assert (wide["base"], narrow["base"]) == ("all", "substantive")


# -- lists that are not complete, and several answers -------------------------


def test_a_leader_of_an_open_list_is_ahead_of_all_that_nobody_names(labelled: Any) -> None:
    two = "{a: A, b: B}"
    # 40, 30 and a rest of 29 to 31: the least lead is 2 x 39.5 + 29.5 - 100.
    found = labelled("a,share,40", "b,share,30", options=two, complete="incomplete")
    assert word(found) == ("a", "plurality")
    assert (found["lead_low"], found["lead_high"]) == (0.085, 0.11)
    # 35, 30 and a rest of 34 to 36, which may be one answer.
    found = labelled("a,share,35", "b,share,30", options=two, complete="incomplete")
    assert word(found) == (None, None)
    assert found["tied"] == ("a",)
    # A majority leads whatever the rest is.
    assert word(labelled("a,majority", options=two, complete="incomplete")) == ("a", "majority")


def test_dont_know_is_no_part_of_what_nobody_names(labelled: Any) -> None:
    two = "{a: A, b: B, dk: {label: DK, kind: dont_know}}"
    facts = ["a,share,35", "b,share,30", "dk,share,20"]
    # The rest is 13.5 to 16.5 points of everyone.
    found = labelled(*facts, options=two, complete="incomplete")
    assert word(found) == ("a", "plurality")
    assert found["lead_low"] == 0.04
    narrow = labelled(*facts, options=two, complete="incomplete", base="substantive")
    # Of those who answered: at least 4 points of 79.5 to 80.5, at most 6.
    assert word(narrow) == ("a", "plurality")
    assert narrow["lead_low"] == pytest.approx(4 / 80.5, rel=1e-9)


def test_the_nearest_rival_may_be_what_nobody_names(labelled: Any) -> None:
    two = "{a: A, b: B, dk: {label: DK, kind: dont_know}}"
    facts = ["a,share,40", "b,share,10", "dk,share,15"]
    # The rest is 100 less 65 points, and is one answer perhaps.
    found = labelled(*facts, options=two, complete="incomplete")
    assert (found["lead_low"], found["lead_high"]) == (0.03, 0.07)
    narrow = labelled(*facts, options=two, complete="incomplete", base="substantive")
    assert narrow["lead_low"] == pytest.approx(2 * 39.5 / 85.5 + 9.5 / 85.5 - 1, rel=1e-9)


def test_of_an_open_list_with_several_answers_nobody_is_known_to_lead(labelled: Any) -> None:
    facts = ["a,share,80", "b,share,20", "c,share,10"]
    found = labelled(*facts, kind="multiple", complete="incomplete")
    assert word(found) == (None, None)
    assert word(labelled(*facts, kind="multiple")) == ("a", "majority")
    assert word(labelled("a,plurality", kind="multiple", complete="incomplete"))[0] == "a"


def test_of_several_answers_a_majority_need_not_lead(labelled: Any) -> None:
    found = labelled("a,share,80", "b,share,60", "c,share,10", kind="multiple")
    assert word(found) == ("a", "majority")
    assert (found["lead_low"], found["lead_high"]) == (0.19, 0.21)
    assert word(labelled("a,share,80", "b,share,60", kind="multiple")) == (None, None)
    ranges = "conventions: {many: '60% to 80%', half_up: '55% to 75%'}"
    found = labelled("a,many", "b,half_up", "c,share,10", kind="multiple", top=ranges)
    assert word(found) == (None, None)
    assert found["tied"] == ("a", "b")


# -- nothing to say -----------------------------------------------------------


def test_facts_that_clash_have_no_word_on_either_base(labelled: Any) -> None:
    found = labelled("a,share,60", "b,share,60")
    assert word(found) == (None, None)
    assert found["flags"] == ("contradictory",)
    assert (found["label_other_base"], found["evidence"], found["tied"]) == (None, None, ())


def test_what_nobody_reported_has_no_word(labelled: Any) -> None:
    loose = labelled("a,loose")
    assert word(loose) == (None, None)
    assert (loose["flags"], loose["tied"]) == (("no_share",), ())
    assert (loose["label_other_base"], loose["evidence"]) == (None, None)


def test_a_list_without_an_answer_has_no_leader(labelled: Any) -> None:
    found = labelled("dk,share,30", options="{dk: {label: DK, kind: dont_know}}")
    assert word(found) == (None, None)
    assert found["tied"] == ()


def test_an_only_answer_of_which_nothing_is_said_does_not_lead(labelled: Any) -> None:
    found = labelled("a,loose", options="{a: A}")
    assert word(found) == (None, None)
    assert found["flags"] == ("no_share",)


def test_governments_are_counted_and_have_no_word(labelled: Any) -> None:
    answers = ["a/one,answer", "a/two,answer", "b/three,answer"]
    found = labelled(*answers, samples="{JP: {}}", wave=", population: governments")
    assert word(found) == ("a", None)
    assert (found["label_other_base"], found["label"]) == (None, None)
    panel = labelled(*answers, samples="{JP: {}}", wave=", population: experts")
    assert word(panel) == ("a", "majority")
    assert panel["label_other_base"] == "majority"
