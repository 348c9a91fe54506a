"""The word for what respondents say: where it turns, whom it names, and when it is not tested."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kcli import api
from kcli.analysis import measured_label as rules
from kcli.io.project import Project

QUESTIONNAIRE = """\
survey: poll
title: A poll
waves:
  "1": {{sampling: {sampling}, population: {population}, samples: {{JP: {{}}}}{wave}}}
items:
  q:
    text: A question
    type: {kind}
    options: {options}
"""
OPTIONS = "{a: A, b: B, c: C, d: {label: Don't know, kind: dont_know}}"


@pytest.fixture
def labelled(tmp_path: Path) -> Any:
    """The label of respondents, whose answers are one letter each."""

    def label(
        answers: Sequence[str],
        *,
        columns: Sequence[Sequence[object]] = (),
        names: str = "",
        options: str = OPTIONS,
        kind: str = "single",
        sampling: str = "probability",
        population: str = "general_public",
        wave: str = "",
        base: str = "all",
        confidence: float = 0.95,
        lonely: Any = "fail",
    ) -> dict[str, Any]:
        text = QUESTIONNAIRE.format(
            sampling=sampling, population=population, wave=wave, kind=kind, options=options
        )
        lines = [",".join(["q", *names.split()])]
        for place, answer in enumerate(answers):
            lines.append(",".join([answer, *(str(column[place]) for column in columns)]))
        (tmp_path / "questionnaires").mkdir(exist_ok=True)
        (tmp_path / "questionnaires" / "poll.yaml").write_text(text, "utf-8")
        data = tmp_path / "datasets" / "poll"
        data.mkdir(parents=True, exist_ok=True)
        (data / "1.responses.csv").write_text("\n".join(lines) + "\n", "utf-8")
        project = Project(tmp_path, ".")
        told = api.label(project, "poll.q", base=base, confidence=confidence, lonely=lonely)
        (found,) = told.rows("label")
        return dict(found)

    return label


# -- what is true of the respondents ------------------------------------------


@pytest.mark.parametrize(
    ("answers", "option", "label"),
    [
        ("aab", "a", "majority"),
        ("aabc", "a", "plurality"),  # exactly half
        ("aabb", None, "no_clear_leader"),
        ("bb", "b", "majority"),
        ("aabbc", None, "no_clear_leader"),
        ("abbccca", "c", "plurality"),
        ("addd", "a", "plurality"),  # don't know is no rival
    ],
)
def test_the_word_for_these_respondents(
    labelled: Any, answers: str, option: str | None, label: str
) -> None:
    found = labelled(answers)
    assert (found["option"], found["label_sample"]) == (option, label)
    assert found["evidence"] == "measured"
    assert found["flags"] == ()


def test_those_who_share_the_lead_are_named_in_the_order_of_the_questionnaire(
    labelled: Any,
) -> None:
    assert labelled("ccaab", sampling="expert")["tied"] == ("a", "c")
    assert labelled("ccaa", sampling="expert")["tied"] == ("a", "c")
    assert labelled("cca", sampling="expert")["tied"] == ()


def test_dont_know_leads_where_the_wave_counts_it_as_a_rival(labelled: Any) -> None:
    rivals = ", plurality_rivals: all"
    assert labelled("aabddd")["option"] == "a"
    assert labelled("aabddd", wave=rivals)["option"] == "d"
    assert labelled("aabddd", wave=rivals, base="substantive")["option"] == "a"


def test_the_word_among_those_with_an_opinion_stands_beside(labelled: Any) -> None:
    found = labelled("aaabdddd")
    assert (found["label_sample"], found["label_other_base"]) == ("plurality", "majority")
    turned = labelled("aaabdddd", base="substantive")
    assert (turned["label_sample"], turned["label_other_base"]) == ("majority", "plurality")
    assert (found["base"], turned["base"]) == ("all", "substantive")


def test_where_nobody_is_in_the_base_there_is_no_word(labelled: Any) -> None:
    found = labelled("dd", base="substantive")
    assert (found["option"], found["label_sample"], found["label"]) == (None, None, None)
    assert (found["flags"], found["share"], found["tied"]) == (("empty_base",), None, ())
    assert found["evidence"] == "measured"
    assert labelled("dd")["label_other_base"] is None


def test_an_only_answer_has_no_rival(labelled: Any) -> None:
    found = labelled("aad", options="{a: A, d: {label: DK, kind: dont_know}}")
    assert (found["option"], found["label_sample"], found["tied"]) == ("a", "majority", ())
    ends = [found[name] for name in ("lead", "lead_low", "lead_high", "p_value", "method")]
    assert ends == [None] * 5


def test_of_two_answers_that_are_level_neither_leads(labelled: Any) -> None:
    found = labelled("abba", options="{a: A, b: B}")
    assert (found["option"], found["label_sample"]) == (None, "no_clear_leader")
    assert found["tied"] == ("a", "b")


def test_the_share_is_the_leaders_wherever_it_stands_in_the_list(labelled: Any) -> None:
    assert labelled("acc")["share"] == pytest.approx(2 / 3)
    assert labelled("bbba")["share"] == 0.75


def test_who_is_not_in_the_base_is_no_rival_even_of_an_only_answer(labelled: Any) -> None:
    only = {"options": "{a: A, d: {label: DK, kind: dont_know}}"}
    rivals = ", plurality_rivals: all"
    assert labelled("aad", **only, wave=rivals)["lead"] == pytest.approx(1 / 3)
    assert labelled("aad", **only, wave=rivals, base="substantive")["lead"] is None


# -- what a test supports -----------------------------------------------------


def record(low: float | None, high: float | None) -> SimpleNamespace:
    return SimpleNamespace(option="a", low=low, high=high)


def leads(*p_values: float | None) -> list[Any]:
    return [rules._Lead(name, 0.1, 0.05, p, "t") for name, p in zip("bcde", p_values, strict=False)]


@pytest.mark.parametrize(
    ("low", "high", "p_values", "label"),
    [
        (0.501, 0.6, (0.9,), "majority"),
        (0.501, 0.6, (None,), "majority"),
        (0.5, 0.6, (0.049,), "at_least_plurality"),
        (0.4, 0.5, (0.049,), "plurality"),
        (0.4, 0.501, (0.049,), "at_least_plurality"),
        (0.4, 0.5, (0.05,), "no_clear_leader"),
        (0.4, 0.5, (None,), None),
        (0.4, 0.5, (), "plurality"),
        (0.4, 0.6, (), "at_least_plurality"),
        (None, 0.5, (0.01,), None),
        (0.6, None, (0.01,), None),
    ],
)
def test_the_word_for_the_population_turns_at_one_half_and_at_the_level(
    low: float | None, high: float | None, p_values: tuple[float | None, ...], label: str | None
) -> None:
    second, *others = leads(*p_values) or [None]
    found = rules._tested(record(low, high), second, others, 0.05, testable=True)
    assert found == (label, ("a", "b") if label == "no_clear_leader" else ())
    silent = rules._tested(record(low, high), second, others, 0.05, testable=False)
    assert silent == (None, ())


@pytest.mark.parametrize(
    ("p_values", "tied"),
    [
        ((0.06, 0.001), ("a", "b")),
        ((0.06, 0.03), ("a", "b", "c")),  # of two, the smaller counts twice
        ((0.06, 0.025), ("a", "b", "c")),  # 0.05 is not below 0.05
        ((0.06, 0.0249), ("a", "b")),
        ((0.06, None), ("a", "b", "c")),  # what cannot be tested is not rejected
        ((0.06, 0.001, 0.04, 0.0001), ("a", "b", "d")),
    ],
)
def test_who_is_not_rejected_against_the_leader_is_tied_with_it(
    p_values: tuple[float | None, ...], tied: tuple[str, ...]
) -> None:
    second, *others = leads(*p_values)
    found = rules._tested(record(0.3, 0.5), second, others, 0.05, testable=True)
    assert found == ("no_clear_leader", tied)


def test_a_lead_that_a_test_finds_is_a_label_at_the_confidence_asked_for(labelled: Any) -> None:
    answers = "a" * 16 + "b" * 2 + "c" * 10  # 16 to 10 has p 0.33, 16 to 2 has 0.001
    found = labelled(answers)
    assert (found["label"], found["tied"]) == ("no_clear_leader", ("a", "c"))
    sure = labelled(answers, confidence=0.6)
    assert (sure["label"], sure["tied"]) == ("at_least_plurality", ())
    for name in ("lead", "lead_low", "lead_high"):
        assert sure[name] == found[name] == pytest.approx(6 / 28)
    assert (sure["share"], sure["method"]) == (pytest.approx(16 / 28), "exact_binomial")


@pytest.mark.parametrize("sampling", ["expert", "census", "purposive"])
def test_those_who_are_counted_are_not_tested(labelled: Any, sampling: str) -> None:
    found = labelled("a" * 30 + "b" * 5, sampling=sampling)
    assert (found["label"], found["label_sample"]) == (None, "majority")
    assert labelled("a" * 30 + "b" * 5, population="experts")["label"] is None


# -- how a lead is tested -----------------------------------------------------


def test_one_person_in_a_unit_each_is_a_design_and_no_toss_of_a_coin(labelled: Any) -> None:
    answers = "aaaabb"
    units = labelled(answers, columns=[range(6)], names="psu", wave=", design: {psu: psu}")
    assert units["method"] == "t"
    assert labelled(answers)["method"] == "exact_binomial"


def test_replicate_weights_are_a_design_even_where_all_weigh_the_same(labelled: Any) -> None:
    replicates = [[0 if place == left_out else 1.2 for place in range(6)] for left_out in range(6)]
    names = " ".join(["w", *(f"rw{number}" for number in range(1, 7))])
    design = ", design: {weight: w, replicates: {columns: rw*, type: jk1}}"
    found = labelled("aaaabb", columns=[[1] * 6, *replicates], names=names, wave=design)
    assert found["method"] == "t"
    assert found["lead"] == pytest.approx(1 / 3)


def test_a_single_unit_tests_nothing(labelled: Any) -> None:
    one_unit = {"columns": [[1] * 4], "names": "psu", "wave": ", design: {psu: psu}"}
    found = labelled("aaab", **one_unit, lonely="remove")
    assert (found["p_value"], found["method"], found["label"]) == (None, None, None)
    assert (found["lead"], found["label_sample"]) == (0.5, "majority")
    level = labelled("abab", **one_unit, lonely="remove")
    assert (level["p_value"], level["label"], level["lead"]) == (None, None, 0.0)


def test_units_that_all_say_the_same_prove_nothing(labelled: Any) -> None:
    units = [1, 1, 1, 2, 2, 2]
    design = {"columns": [units], "names": "psu", "wave": ", design: {psu: psu}"}
    found = labelled("aabaab", **design)
    assert (found["p_value"], found["method"]) == (None, None)
    assert found["lead"] == pytest.approx(1 / 3)
    level = labelled("ababab"[:2] * 2, columns=[[1, 1, 2, 2]], names="psu", wave=design["wave"])
    assert (level["p_value"], level["method"], level["lead"]) == (1.0, None, 0.0)


def test_more_than_fifty_who_agree_are_tested_as_tosses_all_the_same(labelled: Any) -> None:
    found = labelled("a" * 60)
    assert found["method"] == "exact_binomial"
    assert found["p_value"] == pytest.approx(2 / 2**60, rel=1e-9)
    assert found["label"] == "majority"


def test_of_several_answers_a_unanimous_choice_is_not_tested(labelled: Any) -> None:
    found = labelled("a" * 60, kind="multiple")
    assert (found["p_value"], found["method"], found["lead"]) == (None, None, 1.0)
