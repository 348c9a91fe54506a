"""The word for a population is the finding of a test; and what a label rests on."""

from __future__ import annotations

import math
from fractions import Fraction
from statistics import NormalDist
from types import SimpleNamespace
from typing import Any

import pytest

from kcli.analysis import label as rules
from kcli.facts.polytope import Bounds

F = Fraction

# -- the population -----------------------------------------------------------

RANDOM = ", sampling: probability, weighted: no"


def p_of(lead: float, n: int) -> float:
    return 2 * NormalDist().cdf(-lead / math.sqrt((1 - lead**2) / n))


def test_a_lead_is_tested_at_its_least(labelled: Any) -> None:
    found = labelled("a,share,40", "b,share,34", samples="{JP: 1000}", wave=RANDOM)
    assert found["lead_low"] == 0.05
    assert found["p_value"] == pytest.approx(p_of(0.05, 1000), rel=1e-9)
    assert (found["label"], found["label_sample"]) == (None, "plurality")
    assert found["method"] == "least_favourable_lead"
    # 0.114 is not below 0.05; at a confidence of 80% it is below 0.2.
    told = labelled("a,share,40", "b,share,34", samples="{JP: 1000}", wave=RANDOM, confidence=0.8)
    assert told["label"] == "plurality"


def test_without_a_random_sample_nothing_is_tested(labelled: Any) -> None:
    found = labelled("a,share,60", wave=", sampling: expert")
    assert (found["p_value"], found["method"], found["label"]) == (None, None, None)
    assert found["label_sample"] == "majority"


def record(low: float | None, high: float | None) -> SimpleNamespace:
    return SimpleNamespace(low=low, high=high)


@pytest.mark.parametrize(
    ("low", "high", "p_value", "label"),
    [
        (0.501, 0.6, 1.0, "majority"),  # the limit says so, whatever the test of the lead
        (0.501, 0.6, None, "majority"),
        (0.5, 0.6, 0.01, "at_least_plurality"),
        (0.5, 0.6, 0.05, None),  # p has to be below the level
        (0.5, 0.6, None, None),
        (0.4, 0.5, 0.049, "plurality"),
        (0.4, 0.501, 0.049, "at_least_plurality"),
        (None, 0.5, 0.01, None),
        (0.51, None, 0.01, None),
    ],
)
def test_the_word_for_a_population_turns_at_one_half_and_at_the_level(
    low: float | None, high: float | None, p_value: float | None, label: str | None
) -> None:
    assert rules._tested(record(low, high), p_value, 0.05) == label


def test_without_a_leader_a_test_says_nothing() -> None:
    assert rules._tested(None, 0.01, 0.05) is None


def bounds(low: str | None, high: str | None, *, reached: bool = True) -> Bounds[Any]:
    ends = [None if end is None else F(end) for end in (low, high)]
    return Bounds(*ends, reached, reached, frozenset(), frozenset())


def test_a_share_without_ends_is_at_least_a_plurality() -> None:
    assert rules._word(bounds(None, None)) == "at_least_plurality"
    assert rules._word(bounds(None, "1/2")) == "plurality"
    assert rules._word(bounds("1/2", None)) == "at_least_plurality"
    assert rules._word(bounds("1/2", None, reached=False)) == "majority"


# -- what it rests on ---------------------------------------------------------


def test_the_sources_are_those_of_the_facts_that_decide_in_the_order_declared(
    labelled: Any,
) -> None:
    found = labelled("a,share,50@second", "b,share,40@first", "c,share,10@second")
    assert found["sources"] == ("first", "second")
    assert found["evidence"] == "published"
    assert labelled("a,share,60@second")["sources"] == ("second",)
    # A rival that is kept down decides the least lead, and not the greatest.
    few = "conventions: {few: '< 30%'}"
    found = labelled("a,share,60@second", "b,few@first", "c,few@first", top=few)
    assert found["sources"] == ("first", "second")
    # The rival's share decides the lead and not the leader's own bounds.
    found = labelled("a,count,20@second", "b,count,12@first", "c,count,8@second")
    assert found["sources"] == ("first", "second")


def test_who_is_called_equal_is_flagged(labelled: Any) -> None:
    assert labelled("a,equal_share,,b")["flags"] == ("equal_share",)
    assert labelled("a,share,60")["flags"] == ()


def test_a_label_says_what_its_leaders_share_leans_on(labelled: Any) -> None:
    assumed = labelled("a,plurality", complete="assumed")["assumptions"]
    assert "options-assumed" in assumed  # above a third only if these three are all
    assert set(assumed) - set(labelled("a,plurality")["assumptions"]) == {"options-assumed"}
