"""What kcli check finds in facts, each code by cases that were worked by hand, at the edges too."""

from __future__ import annotations

import pytest
from unit.checking import WITH_DK, codes, flaws, shares, survey, told

from kcli.analysis.checks import check_declared_sizes, check_margins
from kcli.analysis.checks.margins import least_margin

# -- sums -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        (("50.0", "30.0", "20.0"), False),
        (("50.0", "30.0", "20.1"), False),  # 3 times 0.05 explains 0.1
        (("50.0", "30.0", "19.9"), False),
        (("50.0", "30.0", "20.2"), True),  # and not 0.2
        (("50.0", "30.0", "19.8"), True),
        (("33", "33", "33"), False),  # 3 times 0.5 explains 1
        (("33", "33", "32"), True),  # and not 2
        (("60", "40.1", "0"), False),
        (("100.0", "0.0", "0.1"), False),  # 99.95 + 0 + 0.05: nothing is below 0
        (("100.0", "0.1", "0.1"), True),
        (("60.25", "30.25", "9.51"), False),
        (("60.25", "30.25", "9.52"), True),
    ],
)
def test_three_answers_make_100_within_rounding(values: tuple[str, ...], wrong: bool) -> None:
    found = flaws(*shares(*values))
    assert codes(found) == (["sum-not-100"] if wrong else [])
    assert [flaw.fault.where.line for flaw in found] == ([2] if wrong else [])


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        (("50.0", "50.1"), False),  # both ends are closed: 49.95 and 50.05
        (("50.0", "49.9"), False),
        (("50.0", "50.2"), True),
        (("50", "51"), False),
        (("50", "52"), True),
    ],
)
def test_two_answers_may_differ_by_a_whole_unit(values: tuple[str, ...], wrong: bool) -> None:
    assert codes(flaws(*shares(*values), options="{a: A, b: B}")) == ["sum-not-100"] * wrong


def test_the_message_says_the_sum_who_prints_it_and_what_rounding_explains() -> None:
    (found,) = flaws(*shares("51.0", "24.2", "26.8"))
    assert found.fault.message == (
        "poll.q in South Korea (2020): a 51.0, b 24.2 and c 26.8 (paper) add up to 102.0; "
        "rounding explains 0.15 of the difference at most"
    )
    assert found.ids == {"f1", "f2", "f3"}


def test_an_incomplete_list_may_leave_a_rest_and_never_an_excess() -> None:
    assert flaws(*shares("50", "30", "10"), complete="incomplete") == []
    assert codes(flaws(*shares("50", "30", "30"), complete="incomplete")) == ["sum-not-100"]
    assert codes(flaws(*shares("50", "30", "10"), complete="assumed")) == ["sum-not-100"]


def test_dont_know_that_is_not_printed_may_be_the_rest() -> None:
    assert flaws(*shares("50", "30"), options=WITH_DK) == []
    assert codes(flaws(*shares("70", "40"), options=WITH_DK)) == ["sum-not-100"]
    base = [f"{line} base=substantive" for line in shares("50", "30")]
    assert codes(flaws(*base, options=WITH_DK)) == ["sum-not-100"]
    assert flaws(*shares("50", "30"), options=WITH_DK, base="unknown") == []


def test_several_answers_and_several_sources_need_not_make_100() -> None:
    assert flaws(*shares("70", "60", "50"), type="multiple") == []
    assert flaws("a share 50", "b share 30 source=agency", "c share 20") == []


def test_counts_make_their_base_exactly() -> None:
    counts = ["a count 20 base_n=40", "b count 20 base_n=40"]
    assert flaws(*counts, options="{a: A, b: B}") == []
    (found,) = flaws(counts[0], "b count 19 base_n=40", options="{a: A, b: B}")
    assert found.fault.code == "sum-not-100"
    assert "20 of 40 and b 19 of 40 (paper) add up to 97.5" in found.fault.message


# -- nets -----------------------------------------------------------------------------------

NETS = "{ab: {options: [a, b], label: AB}}"


@pytest.mark.parametrize(
    ("net", "wrong"),
    [("50.1", False), ("50.10", False), ("50.11", True), ("50.2", True), ("49.8", True)],
)
def test_a_net_is_the_sum_of_its_parts_within_rounding(net: str, wrong: bool) -> None:
    """20.0 and 30.0 are 49.9 to 50.1; a printed 50.11 is 50.105 at least."""
    found = flaws("a share 20.0", "b share 30.0", f"ab share {net}", nets=NETS)
    assert codes(found) == ["net-not-parts"] * wrong
    assert all(flaw.fault.where.line == 4 for flaw in found)


def test_a_net_is_no_less_than_the_parts_that_are_printed() -> None:
    assert flaws("a share 40", "ab share 60", nets=NETS) == []
    assert codes(flaws("a share 40", "ab share 30", nets=NETS)) == ["net-not-parts"]


@pytest.mark.parametrize(
    ("net", "wrong"), [("30", False), ("50", False), ("29", False), ("28", True), ("52", True)]
)
def test_of_several_answers_a_net_lies_between_the_largest_part_and_the_sum(
    net: str, wrong: bool
) -> None:
    lines = ["a share 20", "b share 30", f"ab share {net}"]
    assert codes(flaws(*lines, nets=NETS, type="multiple")) == ["net-not-parts"] * wrong


def test_the_net_of_one_source_is_no_sum_of_the_parts_of_another() -> None:
    found = flaws("a share 20", "b share 30", "ab share 60 source=agency", nets=NETS)
    assert told(found) == {("sources-contradict", frozenset({"f1", "f2", "f3"}))}


# -- clashes --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("paper", "facts-clash"),
        ("agency", "sources-contradict"),
        ("reprint", "reprint-differs"),
        ("again", "reprint-differs"),
    ],
)
def test_two_figures_for_one_answer(source: str, code: str) -> None:
    (found,) = flaws("a share 57.5", f"a share 75.5 source={source}")
    assert (found.fault.code, found.ids) == (code, {"f1", "f2"})
    assert found.fault.severity == ("warning" if code == "reprint-differs" else "error")
    assert found.fault.where.line == 3
    assert "a 57.5% (paper, f1)" in found.fault.message


def test_figures_that_round_to_one_another_do_not_contradict() -> None:
    assert flaws("a share 57.5", "a share 58 source=agency") == []
    assert flaws("a share 57.5", "a share 57.6 source=agency") == []  # 57.55 is either
    assert codes(flaws("a share 57.5", "a share 57.7 source=agency")) == ["sources-contradict"]


def test_figures_on_different_bases_or_an_unknown_one_need_not_contradict() -> None:
    lines = ("a share 45", "a share 50 base=substantive source=agency")
    assert flaws(*lines, options=WITH_DK) == []
    lines = ("a share 45", "a share 50 base=unknown source=agency")
    assert flaws(*lines, options=WITH_DK) == []


def test_the_smallest_set_is_named() -> None:
    """A majority, and two others that leave less than one half."""
    found = flaws("a majority", "b share 30 source=agency", "c share 25 source=agency")
    assert told(found) == {("sources-contradict", frozenset({"f1", "f2", "f3"}))}
    assert "a a majority (paper, f1)" in found[0].fault.message
    found = flaws("a majority", "b majority", "c share 25")
    assert told(found) == {("facts-clash", frozenset({"f1", "f2"}))}


def test_every_clash_is_told_and_each_misprint_once() -> None:
    """Three sources with three figures: the second and the third each contradict the first."""
    found = flaws("a share 40", "a share 50 source=agency", "a share 60 source=agency")
    assert told(found) == {
        ("sources-contradict", frozenset({"f1", "f2"})),
        ("sources-contradict", frozenset({"f1", "f3"})),
    }
    both = ("a share 40", "b share 40", "c share 20")
    other = ("a share 50 source=agency", "b share 30 source=agency", "c share 20 source=agency")
    assert told(flaws(*both, *other)) == {
        ("sources-contradict", frozenset({"f1", "f4"})),
        ("sources-contradict", frozenset({"f2", "f5"})),
    }


def test_what_a_sum_explains_is_not_told_again_and_what_it_does_not_is() -> None:
    found = flaws(*shares("60", "50", "10"), "c majority source=agency")
    assert told(found) >= {("sum-not-100", frozenset({"f1", "f2", "f3"}))}
    assert ("sources-contradict", frozenset({"f3", "f4"})) in told(found)
    assert codes(flaws(*shares("60", "50", "10"))) == ["sum-not-100"]


def test_a_comparison_with_a_sample_that_there_is_not_is_told_and_the_rest_is_checked() -> None:
    found = flaws("a increase other=@2019 option=a", *shares("60", "50", "10"))
    assert "sum-not-100" in codes(found)


def test_waves_that_facts_tie_together_clash_together() -> None:
    lines = ("a share 40 wave=2019", "a share 30", "a increase  other=@2019")
    found = flaws(*lines)
    assert told(found) == {("facts-clash", frozenset({"f1", "f2", "f3"}))}
    assert "(2019): a 40% (paper, f1); poll.q in South Korea (2020)" in found[0].fault.message


# -- pooled samples, bases -------------------------------------------------------------------

POOLED = "{KR: 1000, JP: 500, both: {countries: [KR, JP], n: %s}}"


@pytest.mark.parametrize(
    ("pooled", "wrong"),
    [("40", False), ("39", False), ("38", True), ("50", False), ("51", False), ("52", True)],
)
def test_a_pooled_figure_lies_among_its_countries(pooled: str, wrong: bool) -> None:
    """40 and 50 are 39.5 to 50.5; the pooled figure has half a unit of its own."""
    lines = ("a share 40", "a share 50 country=JP", f"a share {pooled} country=")
    found = flaws(*lines, samples=POOLED % 1500)
    assert codes(found) == ["total-outside-subgroups"] * wrong


def test_a_pooled_figure_is_not_judged_by_some_of_its_countries() -> None:
    assert flaws("a share 40", "a share 60 country=", samples=POOLED % 1500) == []


def test_a_rule_does_not_make_the_same_fault_told_twice() -> None:
    lines = ("a share 40", "a share 50 country=JP", "a share 60 country=")
    found = flaws(*lines, samples=POOLED % 1500, wave="pooled_rule: n")
    assert codes(found) == ["total-outside-subgroups"]


@pytest.mark.parametrize(
    ("rule", "pooled", "wrong"),
    [
        ("n", "43", False),  # 2/3 of 39.5 to 40.5 and 1/3 of 49.5 to 50.5 are 42.83 to 43.83
        ("n", "44", False),
        ("n", "45", True),
        ("equal", "45", False),
        ("equal", "43", True),
    ],
)
def test_a_pooled_figure_is_the_mean_that_is_declared(rule: str, pooled: str, wrong: bool) -> None:
    lines = ("a share 40", "a share 50 country=JP", f"a share {pooled} country= source=agency")
    found = flaws(*lines, samples=POOLED % 1500, wave=f"pooled_rule: {rule}")
    assert codes(found) == ["sources-contradict"] * wrong
    assert all("is not the mean of its countries" in flaw.fault.message for flaw in found)


@pytest.mark.parametrize(("n", "wrong"), [("1500", False), ("1501", True)])
def test_a_pooled_sample_is_as_large_as_its_countries(n: str, wrong: bool) -> None:
    tree, questionnaire = survey(samples=POOLED % n)
    found = list(check_declared_sizes(questionnaire, tree))
    assert codes(found) == ["bases-do-not-add"] * wrong
    assert all("KR 1000 and JP 500, add up to 1500" in flaw.fault.message for flaw in found)


def test_bases_of_countries_add_up_where_nobody_is_weighted() -> None:
    lines = ["a share 40 base_n=900", "a share 40 country=JP base_n=450"]
    pooled = "a share 40 country= base_n=1400"
    options = {"samples": POOLED % 1500, "weighted": "no"}
    assert codes(flaws(*lines, pooled, **options)) == ["bases-do-not-add"]
    assert flaws(*lines, pooled.replace("1400", "1350"), **options) == []
    assert flaws(*lines, pooled, samples=POOLED % 1500) == []


def test_a_base_is_no_larger_than_the_sample_or_than_everyone() -> None:
    assert flaws("a share 40 base_n=1000") == []
    found = flaws("a share 40 base_n=1001", "b share 60 base_n=1001")
    assert told(found) == {("base-too-large", frozenset({"f1", "f2"}))}
    lines = ("a share 40 base_n=900", "b share 60 base=substantive base_n=901")
    assert codes(flaws(*lines, options=WITH_DK)) == ["base-too-large"]
    lines = ("a share 40 base_n=900", "b share 60 base=substantive base_n=900")
    assert flaws(*lines, options=WITH_DK) == []


# -- margins of error ------------------------------------------------------------------------


def test_the_least_margin_is_that_of_a_simple_random_sample() -> None:
    assert least_margin(1200, 0.95) == pytest.approx(2.829, abs=5e-4)
    assert least_margin(1000, 0.99) == pytest.approx(4.073, abs=5e-4)
    assert least_margin(200, 0.95, 400) == pytest.approx(4.9, abs=1e-3)  # 6.93 times root 1/2


@pytest.mark.parametrize(
    ("margin", "n", "wrong"),
    [
        ("2.8", 1200, False),  # 2.829 is printed so
        ("2.7", 1200, True),
        ("2.83", 1200, False),
        ("2.82", 1200, True),
        ("3", 1200, False),
        ("3.1", 1000, False),
        ("3.0", 1000, True),  # 3.05 at most, and 3.10 is needed
        ("3", 1000, False),  # 3.5 at most
        ("{points: 3.1, confidence: 0.99}", 1000, True),
        ("{points: 4.1, confidence: 0.99}", 1000, False),
    ],
)
def test_a_margin_is_read_as_printed(margin: str, n: int, wrong: bool) -> None:
    tree, questionnaire = survey(wave=f"margin_of_error: {margin}", samples=f"{{KR: {n}}}")
    found = list(check_margins(questionnaire, tree))
    assert codes(found) == ["margin-too-small"] * wrong
    assert all(flaw.fault.where.line == 16 for flaw in found)


def test_a_margin_is_told_where_it_stands_with_the_samples_that_it_is_wrong_for() -> None:
    samples = "{KR: 1200, JP: 1000, CN: {n: 500, margin_of_error: 3.1}}"
    tree, questionnaire = survey(wave="margin_of_error: 2.8", samples=samples)
    of_wave, of_sample = check_margins(questionnaire, tree)
    assert "JP with n=1000 has 3.10" in of_wave.fault.message
    assert "KR" not in of_wave.fault.message
    assert "CN with n=500 has 4.38" in of_sample.fault.message
    assert (of_wave.fault.where.line, of_sample.fault.where.line) == (16, 17)


# -- whole numbers ---------------------------------------------------------------------------

UNWEIGHTED = {"weighted": "no", "samples": "{KR: 40}", "options": "{a: A, b: B, c: C}"}


@pytest.mark.parametrize(
    ("figure", "code"),
    [
        ("27.5", None),
        ("28", None),  # 11 of 40, a half rounded up
        ("27.7", "no-whole-number"),
        ("27", "rounding-down"),  # 11 of 40, a half cut
        ("26", "no-whole-number"),
        ("27.45", "no-whole-number"),
        ("30", None),
    ],
)
def test_an_unweighted_figure_is_a_whole_number_of_people(figure: str, code: str | None) -> None:
    assert codes(flaws(f"a share {figure}", **UNWEIGHTED)) == ([code] if code else [])
    assert flaws(f"a share {figure}", **{**UNWEIGHTED, "weighted": "unknown"}) == []


def test_the_counts_around_a_figure_are_named() -> None:
    (found,) = flaws("a share 27.7", **UNWEIGHTED)
    assert "27.7% is no share of 40 people" in found.fault.message
    assert "11 of 40 are 27.5%, 12 of 40 are 30.0%" in found.fault.message


def test_a_figure_of_those_with_an_opinion_is_told_as_such() -> None:
    counts = ("a count 11 base_n=40", "b count 28 base_n=40", "dk count 1 base_n=40")
    parts = {**UNWEIGHTED, "options": WITH_DK}
    found = flaws(*counts, "a share 28.2 source=agency", **parts)
    assert codes(found) == ["no-whole-number", "sources-contradict"]
    (found,) = flaws("dk count 1 base_n=40", "a share 28.2 source=agency", **parts)
    assert found.fault.code == "no-whole-number"
    assert found.fault.hint == (
        "it is 11 of the 39 with an opinion: say base substantive and base_n 39"
    )
    (found,) = flaws("dk count 1 base_n=40", "a share 27.7 source=agency", **parts)
    assert "27.7% is no share of 39 or 40 people" in found.fault.message


def test_the_own_base_of_a_figure_counts() -> None:
    assert flaws("a share 33.3 base_n=39", **UNWEIGHTED) == []
    assert codes(flaws("a share 33.3", **UNWEIGHTED)) == ["no-whole-number"]
    assert flaws("a share 28.2 base=substantive base_n=39", **UNWEIGHTED) == []


def test_on_a_base_of_no_known_size_a_figure_may_be_a_share_of_any_fewer() -> None:
    """28.2 is 11 of 39; 27.7 is 18 of 65, and nothing of 40 or fewer."""
    parts = {**UNWEIGHTED, "options": WITH_DK}
    assumed = {**parts, "base": "{base: all, status: assumed}"}
    unknown = {**parts, "base": "unknown"}
    substantive = {**parts, "base": "substantive"}
    for base in (assumed, unknown, substantive):
        assert flaws("a share 28.2", **base) == []
        (found,) = flaws("a share 27.7", **base)
        assert found.fault.code == "no-whole-number"
        assert "is no share of 40 respondents, nor of fewer with an opinion" in found.fault.message
    asked = {**UNWEIGHTED, "item": "asked: {item: first, options: [yes]}"}
    assert flaws("a share 27.7", **asked) == []


def test_a_table_of_whole_numbers() -> None:
    """33.3 is 33 of 99 and nothing of 100 but 33, so three of them are 99 and never 100."""
    thirds = shares("33.3", "33.3", "33.3")
    assert flaws(*thirds, **{**UNWEIGHTED, "samples": "{KR: 99}"}) == []
    rough = shares("33", "33", "33")
    found = flaws(*rough, **{**UNWEIGHTED, "samples": "{KR: 100}"})
    assert told(found) == {("no-whole-table", frozenset({"f1", "f2", "f3"}))}
    assert "whole numbers of 100 respondents one by one" in found[0].fault.message


def test_a_table_is_not_judged_by_figures_that_are_wrong_alone() -> None:
    found = flaws(*shares("33.4", "33", "33"), **{**UNWEIGHTED, "samples": "{KR: 100}"})
    assert codes(found) == ["no-whole-number"]


# -- repeats ---------------------------------------------------------------------------------


def test_a_fact_that_a_source_states_twice() -> None:
    (found,) = flaws("a share 57.5", "a share 57.5%")
    assert (found.fault.code, found.fault.severity) == ("duplicate-fact", "warning")
    assert found.fault.where.line == 3
    assert codes(flaws("a leading", "a at_least_plurality")) == ["duplicate-fact"]
    assert flaws("a share 57.5", "a share 57.5 source=agency") == []
    assert flaws("a share 57.5", "a share 57.50") == []
    assert flaws("a loose", "a loose") == []
