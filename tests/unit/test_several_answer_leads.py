"""The lead of one answer over another, worked by hand: with several answers, and of few people.

Where several answers are allowed, whoever gave the first alone counts +1, whoever gave the
second alone -1, and everyone else 0: the lead is the mean of these scores, and its variance
is theirs, whatever the two answers have in common.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from scipy.stats import t as student

from kcli import api
from kcli.io.project import Project

QUESTIONNAIRE = """\
survey: poll
title: A poll
waves:
  "1": {{sampling: probability, samples: {{JP: {{}}}}, design: {{{design}}}}}
items:
  f: {{text: A filter, options: {{in: In, out: Out}}}}
  q:
    text: A question
    type: {type}
    asked: {{item: f, options: [in]}}
    options: {{a: A, b: B, c: C, d: {{label: Don't know, kind: dont_know}}}}
    nets: {{bc: {{options: [b, c], label: B or C}}}}
"""
DESIGN = "weight: weight, stratum: stratum, psu: psu"
Answer = str | tuple[str, float] | tuple[str, float, int] | tuple[str, float, int, int]


def labelled(
    folder: Path, answers: Sequence[Answer], *, several: bool = True, base: str = "all"
) -> dict[str, Any]:
    """The label of respondents: an answer such as ``ab``, then its weight, stratum and unit.

    ``-`` is someone the filter passes over, an empty answer one who gave none.
    """
    rows: list[tuple[Any, ...]] = [(a,) if isinstance(a, str) else a for a in answers]
    depth = max(map(len, rows))
    design = ", ".join(DESIGN.split(", ")[: depth - 1])
    kind = "multiple" if several else "single"
    lines = ["f,q,weight,stratum,psu"]
    for given, *place in rows:
        asked, codes = ("out", "") if given == "-" else ("in", ";".join(given))
        lines.append(",".join(map(str, [asked, codes, *place, *[""] * (4 - len(place) - 1)])))
    (folder / "questionnaires").mkdir(exist_ok=True)
    (folder / "questionnaires" / "poll.yaml").write_text(
        QUESTIONNAIRE.format(design=design, type=kind), "utf-8"
    )
    data = folder / "datasets" / "poll"
    data.mkdir(parents=True, exist_ok=True)
    (data / "1.responses.csv").write_text("\n".join(lines) + "\n", "utf-8")
    (found,) = api.label(Project(folder, "."), "poll.q", base=base).rows("label")
    return dict(found)


def p_of(lead: float, variance: float, dof: int) -> float:
    return float(2 * student.sf(abs(lead) / math.sqrt(variance), dof))


def is_tested(found: dict[str, Any], lead: float, variance: float, dof: int) -> None:
    assert found["method"] == "t"
    assert found["lead"] == pytest.approx(lead, rel=1e-10)
    assert found["lead_low"] == found["lead_high"] == found["lead"]
    assert found["p_value"] == pytest.approx(p_of(lead, variance, dof), rel=1e-9)


# -- several answers ------------------------------------------------------------------------


def test_the_scores_of_a_lead_are_one_minus_one_and_nought(tmp_path: Path) -> None:
    answers = [*["a"] * 6, *["b"] * 2, *["ab"] * 2, *["c"] * 2]
    # +1 six times, -1 twice, 0 four times: mean 1/3, squares about it 8 - 12/9.
    variance = (8 - 12 / 9) / (12 * 11)
    is_tested(labelled(tmp_path, answers), 1 / 3, variance, 11)


@pytest.mark.parametrize("both", [0, 20, 40])
def test_of_the_same_shares_those_that_overlap_lead_more_surely(tmp_path: Path, both: int) -> None:
    """Of 100, 60 gave the first answer and 40 the second: the lead is 0.2, its error is not one."""
    plus, minus = 60 - both, 40 - both
    answers = [*["a"] * plus, *["b"] * minus, *["ab"] * both, *["c"] * both]
    found = labelled(tmp_path, answers)
    is_tested(found, 0.2, (plus + minus - 100 * 0.2**2) / (100 * 99), 99)
    independent = 0.6 * 0.4 / 99 + 0.4 * 0.6 / 99
    assert found["p_value"] != pytest.approx(p_of(0.2, independent, 99), rel=1e-3)


def test_weights_multiply_the_scores(tmp_path: Path) -> None:
    rows = [("a", 2.0), ("a", 1.0), ("ab", 3.0), ("b", 1.0), ("c", 1.0), ("a", 0.5), ("abc", 1.5)]
    # W = 10, scores +1 +1 0 -1 0 +1 0: the lead is (2 + 1 - 1 + 0.5) / 10.
    lead = 0.25
    squares = (2 * 0.75) ** 2 + 0.75**2 + (3 * 0.25) ** 2 + 1.25**2 + 0.25**2
    squares += (0.5 * 0.75) ** 2 + (1.5 * 0.25) ** 2
    is_tested(labelled(tmp_path, rows), lead, 7 / 6 * squares / 10**2, 6)


def test_strata_take_their_own_means_from_the_scores(tmp_path: Path) -> None:
    first = [("a", 1.0, 1)] * 4 + [("b", 1.0, 1)] * 2
    second = [("a", 1.0, 2)] * 2 + [("ab", 1.0, 2)] * 3 + [("b", 1.0, 2)] * 1
    # Lead 3/12. Less it the first stratum is 4 times 3/4 and 2 times -5/4; the second
    # 2 times 3/4, 3 times -1/4, once -5/4. Each over 12.
    lead = 1 / 4
    inner = [
        4 * 0.75**2 + 2 * 1.25**2 - (4 * 0.75 - 2 * 1.25) ** 2 / 6,
        2 * 0.75**2 + 3 * 0.25**2 + 1.25**2 - (2 * 0.75 - 3 * 0.25 - 1.25) ** 2 / 6,
    ]
    is_tested(labelled(tmp_path, [*first, *second]), lead, 6 / 5 * sum(inner) / 12**2, 10)


def test_units_add_up_the_scores_of_their_people(tmp_path: Path) -> None:
    units = {1: ["a", "a", "ab"], 2: ["a", "b"], 3: ["a", "ab", "c", "a"], 4: ["b"]}
    rows = [(given, 1.0, 1, unit) for unit, people in units.items() for given in people]
    # Scores add up to 2, 0, 2, -1: the lead is 3/10. Less it: 2 - 0.9, -0.6, 2 - 1.2, -1 - 0.3.
    totals = [1.1, -0.6, 0.8, -1.3]
    variance = 4 / 3 * sum(total**2 for total in totals) / 10**2
    is_tested(labelled(tmp_path, rows), 0.3, variance, 3)


def test_whoever_was_not_asked_or_said_nothing_keeps_a_place_with_score_nought(
    tmp_path: Path,
) -> None:
    asked = [*["a"] * 6, *["b"] * 2, *["ab"] * 2, *["c"] * 2]
    answers = [*asked, *["-"] * 5, *[""] * 3]
    # 20 rows in the design, 12 in the base: deviations are of the 12, the factor of the 20.
    variance = 20 / 19 * (8 - 12 / 9) / 12**2
    is_tested(labelled(tmp_path, answers), 1 / 3, variance, 11)


def test_a_lead_among_those_with_an_opinion_leaves_the_others_out(tmp_path: Path) -> None:
    answers = [*["a"] * 6, *["b"] * 2, *["ab"] * 2, *["d"] * 5]
    # All 15: +1 six times, -1 twice. With an opinion 10, and 5 whose score is 0.
    is_tested(labelled(tmp_path, answers), 4 / 15, (8 - 16 / 15) / (15 * 14), 14)
    variance = 15 / 14 * (8 - 1.6) / 10**2
    is_tested(labelled(tmp_path, answers, base="substantive"), 0.4, variance, 9)


def test_two_answers_that_always_come_together_are_level(tmp_path: Path) -> None:
    found = labelled(tmp_path, [*["ab"] * 30, *["c"] * 10])
    assert (found["lead"], found["p_value"]) == (0.0, 1.0)
    assert found["label_sample"] == "no_clear_leader"
    assert found["option"] is None


def test_a_lead_with_several_answers_is_never_that_of_a_coin(tmp_path: Path) -> None:
    """Whoever gave both is no toss of a coin: few answers or many, the test is that of scores."""
    assert labelled(tmp_path, ["a", "a", "ab", "b", "ac"])["method"] == "t"


def test_an_answer_that_all_gave_has_no_rival_in_error(tmp_path: Path) -> None:
    found = labelled(tmp_path, [*["ab"] * 8, *["a"] * 12])
    # The first is everyone's: its score varies only with the second, 8 of 20.
    is_tested(found, 0.6, 0.4 * 0.6 / 19, 19)
    assert found["share"] == 1.0


@pytest.mark.parametrize("several", [True, False], ids=["several-answers", "clusters"])
def test_two_who_agree_prove_nothing(tmp_path: Path, several: bool) -> None:
    rows: Sequence[Answer] = ["a", "a"] if several else [("a", 1.0, 1, 1), ("a", 1.0, 1, 2)]
    found = labelled(tmp_path, rows, several=several)
    assert found["p_value"] is None or found["p_value"] > 0.05
    assert found["label"] in (None, "no_clear_leader")


# -- one answer, few people -----------------------------------------------------------------


def coin(first: int, second: int) -> float:
    """Twice the smaller tail of as many fair coins, at most 1."""
    n = first + second
    tail = sum(math.comb(n, k) for k in range(min(first, second) + 1))
    return float(min(Fraction(1), Fraction(2 * tail, 2**n)))


@pytest.mark.parametrize(
    ("first", "second", "p"),
    [
        (1, 0, 1.0),
        (4, 0, 1 / 8),
        (5, 0, 1 / 16),
        (6, 0, 1 / 32),
        (7, 1, 18 / 256),
        (8, 1, 20 / 512),
        (9, 1, 22 / 1024),
        (3, 3, 1.0),
        (3, 2, 1.0),
        (32, 18, coin(32, 18)),
    ],
)
def test_few_people_are_tested_as_tosses_of_a_coin(
    tmp_path: Path, first: int, second: int, p: float
) -> None:
    """Whoever gave a third answer is no toss, and changes the lead alone."""
    for others in (0, 7):
        answers = [*"a" * first, *"b" * second, *"d" * others]
        found = labelled(tmp_path, answers, several=False)
        assert found["method"] == "exact_binomial"
        assert found["p_value"] == pytest.approx(p, rel=1e-11)
        assert found["p_value"] == pytest.approx(coin(first, second), rel=1e-11)
        assert found["lead"] == pytest.approx((first - second) / (first + second + others))


def test_the_rival_is_the_second_of_the_answers(tmp_path: Path) -> None:
    found = labelled(tmp_path, [*"a" * 12, *"b" * 1, *"c" * 6], several=False)
    assert found["p_value"] == pytest.approx(coin(12, 6), rel=1e-11)
    assert (found["label"], found["tied"]) == ("no_clear_leader", ("a", "c"))
    # 10 to 2 has p = 158/4096 by itself; as one of two leads twice that (Holm).
    found = labelled(tmp_path, [*"a" * 10, *"b" * 2, *"c" * 5], several=False)
    assert (found["label"], found["tied"]) == ("no_clear_leader", ("a", "c", "b"))


def test_fifty_answers_are_few_and_fifty_one_are_many(tmp_path: Path) -> None:
    assert labelled(tmp_path, [*"a" * 30, *"b" * 20], several=False)["method"] == "exact_binomial"
    found = labelled(tmp_path, [*"a" * 30, *"b" * 21], several=False)
    is_tested(found, 9 / 51, (51 - 81 / 51) / (51 * 50), 50)


def test_only_answers_to_the_two_that_lead_are_counted(tmp_path: Path) -> None:
    answers = [*"a" * 30, *"b" * 20, *"c" * 19, *"d" * 400]
    found = labelled(tmp_path, answers, several=False)
    assert found["method"] == "exact_binomial"
    assert found["p_value"] == pytest.approx(coin(30, 20), rel=1e-11)


def test_equal_weights_are_none(tmp_path: Path) -> None:
    rows = [*[("a", 2.5)] * 9, *[("b", 2.5)] * 1]
    found = labelled(tmp_path, rows, several=False)
    assert (found["method"], found["p_value"]) == ("exact_binomial", pytest.approx(22 / 1024))


@pytest.mark.parametrize(
    "extra",
    [(1.5,), (1.0, 2), (1.0, 1, 2)],
    ids=["one weighs more", "two strata", "units"],
)
def test_few_people_of_another_design_are_tested_by_it(
    tmp_path: Path, extra: tuple[float, ...]
) -> None:
    plain = (1.0, 1, 1)[: len(extra)]
    rows = [("a", *plain)] * 4 + [("a", *extra)] * 4 + [("b", *plain)] * 2 + [("b", *extra)]
    found = labelled(tmp_path, rows, several=False)  # type: ignore[arg-type]
    assert found["method"] == "t"
    assert found["p_value"] != pytest.approx(coin(8, 3), rel=1e-3)


@pytest.mark.parametrize(
    ("first", "second", "third", "label"),
    [
        (9, 1, 0, "majority"),  # Wilson's lower limit is above one half
        (14, 4, 14, "no_clear_leader"),
        (16, 5, 14, "no_clear_leader"),
        (22, 8, 20, "no_clear_leader"),
        (20, 7, 6, "at_least_plurality"),  # 60.6%: the limits hold one half
        (20, 7, 30, "no_clear_leader"),
        (18, 5, 5, "at_least_plurality"),
    ],
)
def test_a_label_follows_from_the_coin_and_from_the_limits(
    tmp_path: Path, first: int, second: int, third: int, label: str
) -> None:
    answers = [*"a" * first, *"b" * second, *"c" * third]
    found = labelled(tmp_path, answers, several=False)
    order = sorted((first, second, third), reverse=True)
    assert found["p_value"] == pytest.approx(coin(*order[:2]), rel=1e-11)
    assert found["label"] == label
