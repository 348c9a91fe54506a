"""Invented respondents: the most even answers worked by hand, and files that say what they are."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from kcli.analysis.entropy import Block, Row, linear_row, whole, whole_near
from kcli.analysis.evidence import ItemEvidence
from kcli.analysis.simulate import Simulated, dealt, simulate_item
from kcli.api.simulate import Simulation, simulate
from kcli.errors import CannotWriteError, UsageError, Where
from kcli.io.plain import read_text
from kcli.io.project import Project
from kcli.io.yaml_tree import parse_yaml
from kcli.model.concepts import Conventions
from kcli.model.evidence import Finding, Statement
from kcli.model.predicates import find_predicate
from kcli.model.questionnaire import Questionnaire
from kcli.model.records import Result
from kcli.stats.differences import exact_lead_p_value
from kcli.stats.entropy import SplitMix64, maximum_entropy
from kcli.stats.intervals import wilson
from kcli.stats.student import t_quantile

F = Fraction
ROOT = Path(__file__).resolve().parents[2]
CONVENTIONS = Conventions.model_validate({"conventions": {"few": "< 20%", "most": "> 50%"}})

# -- the most even shares -----------------------------------------------------


def even(
    start: list[F], *inequalities: tuple[list[int], F], equations: tuple[list[int], ...] = ()
) -> list[float]:
    every = [[F(1)] * len(start), *([F(v) for v in row] for row in equations)]
    found = maximum_entropy(start, every, [([F(v) for v in row], b) for row, b in inequalities])
    assert abs(sum(found) - 1) < F(1, 10**11)
    return [float(value) for value in found]


def test_with_nothing_known_the_shares_are_equal() -> None:
    assert even([F(7, 10), F(1, 10), F(1, 10), F(1, 10)]) == [0.25] * 4


def test_a_share_of_at_least_53_leaves_the_rest_equal() -> None:
    found = even([F(7, 10), F(1, 10), F(1, 10), F(1, 10)], ([1, 0, 0, 0], F(53, 100)))
    assert found == pytest.approx([0.53, 0.47 / 3, 0.47 / 3, 0.47 / 3], abs=1e-11)


def test_a_condition_that_equal_shares_meet_changes_nothing() -> None:
    assert even([F(1, 2), F(1, 4), F(1, 4)], ([1, 0, 0], F(1, 5))) == pytest.approx([1 / 3] * 3)


def test_a_printed_share_is_taken_at_its_end_nearest_to_equality() -> None:
    start = [F(30, 100), F(10, 100), F(30, 100), F(30, 100)]
    printed = (([1, 0, 0, 0], F(295, 1000)), ([-1, 0, 0, 0], F(-305, 1000)))
    assert even(start, *printed) == pytest.approx([0.295, 0.235, 0.235, 0.235], abs=1e-11)


def test_a_lead_lies_where_the_third_is_the_geometric_mean_of_the_two() -> None:
    # p1 = C e^l, p2 = C e^-l, p3 = C and p1 - p2 = 1/5: 3 p2^2 - 3.4 p2 + 0.64 = 0.
    second = (3.4 - math.sqrt(3.4**2 - 4 * 3 * 0.64)) / 6
    found = even([F(6, 10), F(1, 10), F(3, 10)], ([1, -1, 0], F(1, 5)))
    assert found == pytest.approx([second + 0.2, second, 0.8 - 2 * second], abs=1e-11)


def test_a_sum_that_is_known_is_shared_out_equally_inside() -> None:
    start = [F(5, 100), F(15, 100), F(70, 100), F(10, 100)]
    assert even(start, equations=([1, 1, 0, 0],)) == pytest.approx([0.1, 0.1, 0.4, 0.4], abs=1e-11)


def test_shares_that_the_equations_fix_are_given_back() -> None:
    assert even([F(7, 10), F(3, 10)], equations=([1, 0], [2, 0])) == [0.7, 0.3]


# -- whole numbers ------------------------------------------------------------

TEN = [Block(range(3), 10)]


def test_ties_of_the_largest_remainder_go_to_the_first_answer() -> None:
    assert whole_near(TEN, [], [F(1, 3)] * 3) == (4, 3, 3)
    thirds = [F("0.333333333333"), F("0.333333333334"), F("0.333333333333")]
    assert whole_near(TEN, [], thirds) == (4, 3, 3)


def test_where_rounding_breaks_a_row_the_nearest_numbers_are_taken() -> None:
    rows = [Row(((0, 1),), 6)]
    assert whole_near(TEN, rows, [F(53, 100), F(26, 100), F(21, 100)]) == (6, 2, 2)
    above = [Row(((0, 1), (1, -1)), 1)]  # the first is above the second
    assert whole_near(TEN, above, [F(3, 10), F(31, 100), F(39, 100)]) == (4, 3, 3)


def test_a_row_that_no_whole_number_meets_is_found_out() -> None:
    printed = [linear_row({0: F(1, 40)}, F(1330, 4000)), linear_row({0: F(-1, 40)}, F(-1334, 4000))]
    assert whole([Block(range(4), 40)], printed) is None
    both = [linear_row({0: F(1, 40), 1: F(1, 40)}, F(1330, 4000))]
    both.append(linear_row({0: F(-1, 40), 1: F(-1, 40)}, F(-1334, 4000)))
    assert whole([Block(range(4), 40)], both) is None


def test_a_strict_row_is_passed_by_a_whole_step() -> None:
    more_than_half = linear_row({0: F(1, 40)}, F(1, 2), strict=True)
    assert not more_than_half.holds([20, 20])
    assert more_than_half.holds([21, 19])


# -- chance -------------------------------------------------------------------


def test_the_bits_are_those_of_splitmix64() -> None:
    stream = SplitMix64(1234567)
    assert [stream.bits() for _ in range(5)] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]


def test_numbers_below_a_bound_are_drawn_again_rather_than_folded_unevenly() -> None:
    bound = 2**63 + 1
    stream, twin = SplitMix64(7), SplitMix64(7)
    expected = next(bits for bits in iter(twin.bits, None) if bits < bound)
    assert stream.below(bound) == expected
    seen = Counter(SplitMix64(seed).below(3) for seed in range(3000))
    assert all(900 < seen[value] < 1100 for value in range(3))


def test_answers_are_dealt_in_an_order_that_is_known() -> None:
    hand = dealt({"a": 4, "b": 3, "c": 1}, 1, "poll", "2020", "JP", "q")
    assert "".join(hand) == "ababbaca"
    assert dealt({"a": 4, "b": 3, "c": 1}, 2, "poll", "2020", "JP", "q") != hand
    assert Counter(hand) == {"a": 4, "b": 3, "c": 1}


# -- one item -----------------------------------------------------------------


@dataclass
class Poll:
    """An item with options a, b, c (and dk), asked in JP and KR."""

    n: int = 1000
    complete: str = "published"
    dont_know: bool = False
    options: str = "abc"
    base: str = "all"
    weighted: str = "no"
    earlier: bool = False

    def evidence(self, *statements: Statement | tuple[str, Statement]) -> ItemEvidence:
        options: dict[str, object] = {name: name.upper() for name in self.options}
        if self.dont_know:
            options["dk"] = {"label": "DK", "kind": "dont_know"}
        samples = {"JP": str(self.n), "KR": str(self.n)}
        wave = {"samples": samples, "published_base": self.base, "weighted": self.weighted}
        item = {"text": "Q", "options_complete": self.complete, "options": options}
        if {"a", "b"} <= set(self.options):
            item["nets"] = {"ab": {"options": ["a", "b"], "label": "A or B"}}
        waves = {"2": {**wave, "fieldwork": "2021"}}
        if self.earlier:
            waves["1"] = {**wave, "fieldwork": "2020"}
        body = {"survey": "poll", "title": "T", "sources": {"s": {"publisher": "S"}}}
        questionnaire = Questionnaire.model_validate({**body, "waves": waves, "items": {"q": item}})
        findings = []
        for number, given in enumerate(statements):
            sample, statement = given if isinstance(given, tuple) else ("JP", given)
            where = Where("f.csv", number + 2)
            findings.append(Finding(f"f{number}", "poll", "2", sample, "q", statement, "s", where))
        return ItemEvidence(questionnaire, "q", findings, CONVENTIONS)

    def drawn(self, *statements: Statement | tuple[str, Statement]) -> Simulated:
        return simulate_item(self.evidence(*statements), {("2", "JP"): self.n, ("2", "KR"): self.n})

    def counts(self, *statements: Statement) -> dict[str, int]:
        found = self.drawn(*statements)
        assert found.notes == ()
        assert set(found.counts) == {("2", "JP")}
        counts = found.counts["2", "JP"]
        assert sum(counts.values()) == self.n
        return counts


def share(option: str, value: str, base: Any = "all", base_n: int | None = None) -> Statement:
    return Statement("share", option, value=value, base=base, base_n=base_n)


def limits(count: int, n: int) -> tuple[float, float]:
    """Wilson's, with n - 1 for n: the effective size of a simple random sample."""
    return wilson(count / n, n - 1, t_quantile(0.95, n - 1))


def lead_passes(first: int, second: int, n: int) -> bool:
    """The two-sided 5% test of a lead: of few answers exact, else under simple random sampling."""
    if first + second <= 50:
        return first > second and exact_lead_p_value(first, second) < 0.05
    lead = (first - second) / n
    error = math.sqrt(((first + second) / n - lead * lead) / (n - 1))
    return lead / error > t_quantile(0.95, n - 1)


@pytest.mark.parametrize("n", [12, 40, 41, 1000, 1004])
def test_a_majority_is_the_smallest_that_passes_its_test(n: int) -> None:
    counts = Poll(n).counts(Statement("majority", "a"))
    assert limits(counts["a"], n)[0] > 0.5 >= limits(counts["a"] - 1, n)[0]
    assert abs(counts["b"] - counts["c"]) <= 1


def test_a_minority_and_a_word_with_an_open_end_pass_theirs() -> None:
    counts = Poll(options="ab").counts(Statement("minority", "a"))
    assert limits(counts["a"], 1000)[1] < 0.5 <= limits(counts["a"] + 1, 1000)[1]
    few = Poll().counts(Statement("few", "a"))
    assert limits(few["a"], 1000)[1] < 0.2 <= limits(few["a"] + 1, 1000)[1]
    most = Poll().counts(Statement("most", "a"))
    assert limits(most["a"], 1000)[0] > 0.5


@pytest.mark.parametrize("n", [60, 1000])
def test_a_plurality_leads_every_rival_and_keeps_below_one_half(n: int) -> None:
    counts = Poll(n, dont_know=True).counts(Statement("plurality", "b"))
    assert lead_passes(counts["b"], counts["a"], n)
    assert lead_passes(counts["b"], counts["c"], n)
    assert limits(counts["b"], n)[1] <= 0.5
    assert counts["dk"] >= counts["a"]  # it is no rival


def test_a_lead_is_no_larger_than_its_test_takes() -> None:
    counts = Poll().counts(Statement("at_least_plurality", "a"))
    assert lead_passes(counts["a"], counts["b"], 1000)
    assert not lead_passes(counts["a"] - 3, counts["b"] + 2, 1000)


def test_a_lead_that_printed_shares_only_just_allow_is_held() -> None:
    # 33 to 29% of 1,000: the test takes 4.88 points, and 5 are possible.
    counts = Poll().counts(share("a", "33"), share("b", "29"), Statement("more_than", "a", "b"))
    assert lead_passes(counts["a"], counts["b"], 1000)


@pytest.mark.parametrize("n", [10, 17, 40, 75])
def test_a_lead_of_few_answers_passes_the_exact_test(n: int) -> None:
    counts = Poll(n).counts(Statement("more_than", "a", "b"))
    assert lead_passes(counts["a"], counts["b"], n)


def test_a_lead_of_options_that_hardly_anybody_chose_is_held() -> None:
    # At most one point apart, so the test takes that almost nobody chose the two.
    facts = (Statement("more_than", "a", "b"), Statement("equal_share", "a", "b"))
    counts = Poll().counts(*facts)
    assert 0 < counts["a"] - counts["b"] <= 10
    assert lead_passes(counts["a"], counts["b"], 1000)


def test_a_majority_of_a_net_and_of_those_who_answered() -> None:
    counts = Poll().counts(Statement("majority", "ab"))
    assert counts == {"a": 334, "b": 333, "c": 333}  # two of three are a majority anyway
    narrow = Poll(dont_know=True).counts(Statement("majority", "a", base="substantive"))
    answered = 1000 - narrow["dk"]
    assert limits(narrow["a"], answered)[0] > 0.5


def test_printed_figures_are_met_in_whole_numbers() -> None:
    counts = Poll(dont_know=True).counts(share("a", "30"), share("ab", "61.2"))
    assert 295 <= counts["a"] <= 305
    assert counts["a"] + counts["b"] == 612


def test_two_bases_are_one_fact() -> None:
    twenty = Statement("count", "a", value="20")
    counts = Poll(40, dont_know=True).counts(twenty, share("a", "51.3", "substantive", 39))
    assert (counts["a"], counts["dk"]) == (20, 1)


def test_a_share_of_those_who_answered_finds_out_how_many_did() -> None:
    # 20 of 39 is the only fraction up to 40 that is printed 51.3 and 20 of 40.
    facts = (share("a", "51.3", "substantive"), Statement("count", "a", value="20"))
    assert Poll(40, dont_know=True, weighted="yes").counts(*facts)["dk"] == 1


def test_two_shares_of_those_who_answered_can_leave_few_numbers_of_them() -> None:
    # 0.73 and 98.17% of at most 276 are whole numbers of 273 only, or of 0, and somebody answered.
    facts = (share("c", "0.73", "substantive"), share("ab", "98.17", "substantive"))
    counts = Poll(276, options="abcd", dont_know=True).counts(*facts)
    assert (counts["a"] + counts["b"], counts["c"], counts["d"]) == (268, 2, 3)


def test_named_answers_are_counted(folder: Path) -> None:
    path = folder / "datasets" / "ifes" / "2025.findings.csv"
    head = "id,wave,country,respondent,item,option,predicate,source\n"
    rows = [f"p{n},2025,KR,P{n},kr_ru,{'weaken' if n % 4 else 'stay'},answer,kbs" for n in range(8)]
    old = folder / "datasets" / "ifes" / "findings.csv"
    kept = [line for line in old.read_text("utf-8").splitlines() if ",kr_ru," not in line]
    old.write_text("\n".join(kept) + "\n", "utf-8")
    path.write_text(head + "\n".join(rows) + "\n", "utf-8")
    assert answers(folder, draw(folder, "ifes"))["KR", "kr_ru"] == {"weaken": 30, "stay": 10}


def test_a_share_of_an_unknown_base_is_true_of_one_base() -> None:
    counts = Poll(40, dont_know=True).counts(share("dk", "40"), share("a", "50", "unknown"))
    assert (counts["dk"], counts["a"]) == (16, 20)
    facts = (share("dk", "50"), Statement("minority", "a"), share("a", "58", "unknown"))
    narrow = Poll(1000, dont_know=True).counts(*facts)
    assert 0.575 <= narrow["a"] / (1000 - narrow["dk"]) <= 0.585


def test_answers_that_nobody_named_have_one_option() -> None:
    found = Poll(complete="incomplete", dont_know=True).drawn(Statement("majority", "a"))
    assert list(found.asking.options) == ["a", "b", "c", "other", "dk"]
    assert found.asking.options["other"].label == {"en": "Other answer"}
    assert found.asking.options_complete == "published"


def test_they_have_several_where_the_leader_could_not_lead_one() -> None:
    # At most one half, and nothing else named: so there are two others at least.
    found = Poll(complete="incomplete", options="a").drawn(Statement("plurality", "a"))
    assert list(found.asking.options) == ["a", "other", "other-2"]
    counts = found.counts["2", "JP"]
    assert lead_passes(counts["a"], counts["other"], 1000)
    printed = Poll(complete="incomplete", options="a").drawn(
        Statement("plurality", "a"), share("a", "21")
    )
    assert len(printed.asking.options) == 1 + 5
    assert printed.notes == ()


def test_an_option_that_is_named_other_already_keeps_its_name() -> None:
    evidence = Poll(complete="incomplete", options="a").evidence(Statement("majority", "a"))
    item = evidence.questionnaire.items["q"]
    options = {**item.options, "other": item.options["a"]}
    renamed = item.model_copy(update={"options": options})
    evidence.questionnaire = evidence.questionnaire.model_copy(update={"items": {"q": renamed}})
    found = simulate_item(evidence, {("2", "JP"): 100})
    assert list(found.asking.options) == ["a", "other", "other-2"]


def test_a_country_is_above_another_by_what_the_test_of_the_two_takes() -> None:
    found = Poll().drawn(
        ("JP", Statement("more_than", "a", country="KR")), ("KR", share("a", "40"))
    )
    assert found.notes == ()
    first, second = (found.counts["2", sample]["a"] / 1000 for sample in ("JP", "KR"))
    error = math.sqrt((first * (1 - first) + second * (1 - second)) / 999)
    assert (first - second) / error > t_quantile(0.95, 999)
    assert (first - second) / error < t_quantile(0.95, 999) * 1.05


def test_a_fact_about_another_wave_is_not_used_and_said_so() -> None:
    poll = Poll(earlier=True)
    found = poll.drawn(Statement("increase", "a", since="1"), Statement("majority", "a"))
    assert [note.code for note in found.notes] == ["fact-not-used"]
    assert "f0 (a an increase since 1)" in found.notes[0].text


def test_a_sample_about_which_nothing_was_published_was_not_asked() -> None:
    assert Poll().drawn(Statement("loose", "a")).counts == {}


# -- what cannot be held ------------------------------------------------------


def test_a_majority_of_23_of_40_holds_and_its_margin_cannot() -> None:
    facts = (Statement("majority", "a"), Statement("count", "a", value="23"))
    found = Poll(40).drawn(*facts)
    assert found.counts["2", "JP"]["a"] == 23
    assert [(note.code, note.text) for note in found.notes] == [
        (
            "margin-not-held",
            "q, JP, f0 (a a majority): above 50% cannot be held by the margin of a test "
            "at n = 40; the fact itself holds.",
        )
    ]
    assert Poll(40).drawn(facts[0], Statement("count", "a", value="27")).notes == ()


def test_each_part_of_a_plurality_is_held_or_not_on_its_own() -> None:
    facts = (Statement("plurality", "a"), share("a", "45.0"), share("b", "30.0"))
    found = Poll(100).drawn(*facts, share("c", "25.0"))
    assert [note.text.split(": ")[1][:17] for note in found.notes] == [
        "at most 50% canno",
        "a lead over b can",
    ]
    assert found.counts["2", "JP"] == {"a": 45, "b": 30, "c": 25}
    assert lead_passes(45, 25, 100)
    assert not lead_passes(45, 30, 100)
    assert limits(45, 100)[1] > 0.5


def test_a_sample_of_one_holds_no_margin() -> None:
    found = Poll(1).drawn(Statement("majority", "a"), Statement("more_than", "b", "c"))
    assert [note.code for note in found.notes] == ["fact-within-one", "margin-not-held"]
    assert found.counts["2", "JP"]["a"] == 1


def test_a_figure_that_no_whole_number_gives_holds_to_within_one_respondent() -> None:
    found = Poll(40, weighted="yes").drawn(share("a", "33.3"))
    assert [note.code for note in found.notes] == ["fact-within-one"]
    assert found.counts["2", "JP"]["a"] in (13, 14)


def test_of_facts_that_exclude_each_other_the_first_holds() -> None:
    found = Poll().drawn(share("a", "60"), share("a", "40"))
    assert [note.code for note in found.notes] == ["fact-not-held"]
    assert "f1" in found.notes[0].text
    assert 595 <= found.counts["2", "JP"]["a"] <= 605


# -- whole surveys ------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the two real surveys."""
    for name in ("concepts", "conventions", "kf-vub", "ifes"):
        (tmp_path / "questionnaires").mkdir(exist_ok=True)
        shutil.copy(ROOT / "questionnaires" / f"{name}.yaml", tmp_path / "questionnaires")
    for name in ("kf-vub", "ifes"):
        (tmp_path / "datasets" / name).mkdir(parents=True)
        shutil.copy(ROOT / "datasets" / name / "findings.csv", tmp_path / "datasets" / name)
    return tmp_path


def draw(folder: Path, what: str, **options: Any) -> Result:
    return simulate(Project(folder, "."), what, **options)


def answers(folder: Path, result: Result) -> dict[tuple[str, str], Counter[str]]:
    """How often each answer stands in the written file, by country and item."""
    plan = result.context
    assert isinstance(plan, Simulation)
    text = (folder / plan.responses).read_text("utf-8")
    found: dict[tuple[str, str], Counter[str]] = {}
    for row in csv.DictReader(io.StringIO(text)):
        for item in row.keys() - {"id", "country"}:
            found.setdefault((row["country"], item), Counter())[row[item]] += 1
    return found


def true(finding: Finding, evidence: ItemEvidence, counts: Mapping[str, int]) -> bool:
    """Whether a fact is true of these answers, straight from its predicate."""
    place = (finding.wave, finding.sample)
    scene, statement = evidence.scenes[place], finding.statement
    asking = scene.asking
    predicate = find_predicate(statement.predicate, scene.conventions)
    assert predicate is not None
    outside = {name for name in asking.options if asking.kind(name) != "substantive"}
    bases = {"all": sum(counts.values())}
    bases["substantive"] = bases["all"] - sum(counts.get(name, 0) for name in outside)
    chosen = ["all", "substantive"] if statement.base == "unknown" else [statement.base]

    def holds(base: int) -> bool:
        for row in predicate.inequalities(statement, scene):
            value = F(0)
            for term, factor in row.terms:
                net = asking.nets.get(term.option)
                parts = net.options if net else [term.option]
                value += factor * F(sum(counts.get(part, 0) for part in parts), base)
            if value < row.bound or (row.strict and value == row.bound):
                return False
        return True

    return any(holds(bases[name]) for name in chosen)


@pytest.mark.parametrize("survey", ["kf-vub", "ifes"])
def test_everything_published_is_true_of_the_written_answers(folder: Path, survey: str) -> None:
    project = Project(folder, ".")
    source = project.survey(survey)
    found = answers(folder, simulate(project, survey))
    assert source.findings
    for finding in source.findings:
        if finding.statement.predicate == "loose":  # says nothing that could be true
            continue
        evidence = ItemEvidence(
            source.questionnaire, finding.item, source.findings, project.conventions
        )
        counts = found[finding.sample, finding.item]
        assert "" not in counts
        assert true(finding, evidence, counts), finding


@pytest.mark.parametrize("survey", ["kf-vub", "ifes"])
def test_the_records_are_the_answers_of_the_written_file(folder: Path, survey: str) -> None:
    result = draw(folder, survey)
    found = answers(folder, result)
    for record in result.records:
        assert found[record.country, record.item][record.option] == record.count
        assert sum(found[record.country, record.item].values()) == record.n
    assert result.synthetic
    assert result.parameters["name"] == f"{survey}-synthetic"


def test_published_words_pass_their_tests_in_the_written_answers(folder: Path) -> None:
    found = answers(folder, draw(folder, "kf-vub"))
    source = Project(folder, ".").survey("kf-vub")
    tested = 0
    for finding in source.findings:
        option = finding.statement.option or ""
        counts = found[finding.sample, finding.item]
        n = sum(counts.values())
        low, high = limits(counts[option], n)
        predicate = finding.statement.predicate
        if predicate in ("majority", "large_majority"):
            assert low > 0.5, finding
        if predicate in ("plurality", "at_least_plurality"):
            rivals = counts.keys() - {option, "dk"}
            assert rivals
            assert all(lead_passes(counts[option], counts[rival], n) for rival in rivals), finding
            assert predicate != "plurality" or high <= 0.5, finding
        tested += predicate not in ("share", "equal_share", "loose")
    assert tested == 25
    assert limits(found["CN", "us_nk_change"]["better"], 1004)[0] > 0.5


def test_the_panel_is_reproduced_to_the_head(folder: Path) -> None:
    found = answers(folder, draw(folder, "ifes"))
    assert found["KR", "talks_results"] == {"difficult": 28, "can_be_achieved": 11, "no_answer": 1}
    assert found["KR", "kr_jp"] == {"weaken": 20, "stay": 18, "improve": 1, "no_answer": 1}
    assert found["KR", "kr_us_jp"]["stay"] == 13
    assert found["KR", "kr_us"] == {"weaken": 16, "stay": 23, "improve": 1}
    assert found["KR", "kr_ru"] == {"weaken": 7, "stay": 7, "improve": 19, "no_answer": 7}
    assert found["KR", "tension_continues"] == {"agree": 24, "other": 16}


def test_of_the_real_surveys_everything_can_be_held(folder: Path) -> None:
    told = {"synthetic", "items-independent", "written"}
    unnamed = "us_will_initiate_contact: nothing was published for KR; nobody is asked there."
    notes = draw(folder, "ifes").notes
    assert {note.code for note in notes} == {*told, "not-asked"}
    assert [note.text for note in notes if note.code == "not-asked"] == [unnamed]
    notes = draw(folder, "kf-vub").notes
    assert {note.code for note in notes} == {*told, "not-asked"}
    assert [note.text for note in notes if note.code == "not-asked"] == [
        "support_inter_korean: nothing was published for JP; nobody is asked there.",
        "us_nk_impact: nothing was published for JP, RU; nobody is asked there.",
        "us_nk_role: nothing was published for JP, RU, US; nobody is asked there.",
    ]


def test_words_that_forty_experts_cannot_bear_are_listed_and_no_others(folder: Path) -> None:
    words = [
        ("W1", "talks_results", "difficult", "majority"),  # 28 pass, 26 would not
        ("W2", "kr_us", "stay", "majority"),  # 23
        ("W3", "kr_us_jp", "weaken", "majority"),  # 25
        ("W4", "kr_jp", "weaken", "at_least_plurality"),  # 20 to 18, and 20 to 1
        ("W5", "kr_cn", "stay", "plurality"),  # 18 to 15, to 6, and not above one half
        ("W6", "nk_policy_south", "hostile", "minority"),  # 13, and 13.5 would do
        ("W7", "kr_us", "improve", "few"),  # 1
    ]
    with (folder / "datasets" / "ifes" / "findings.csv").open("a", encoding="utf-8") as stream:
        for name, item, option, word in words:
            stream.write(f"{name},2025,KR,{item},{option},{word},,all,40,newspim,B,,\n")
    unheld = [n for n in draw(folder, "ifes").notes if n.code.endswith("not-held")]
    assert [note.text.split(" cannot be held")[0] for note in unheld] == [
        "kr_us, KR, W2 (stay a majority): above 50%",
        "kr_jp, KR, W4 (weaken at least a plurality): a lead over stay",
        "kr_us_jp, KR, W3 (weaken a majority): above 50%",
        "kr_cn, KR, W5 (stay a plurality): at most 50%",
        "kr_cn, KR, W5 (stay a plurality): a lead over improve",
    ]


# -- files --------------------------------------------------------------------


def test_the_files_are_a_project_that_kcli_reads(folder: Path) -> None:
    plan = draw(folder, "kf-vub").context
    project = Project(folder, ".")
    questionnaire = project.survey("kf-vub-synthetic").questionnaire
    assert questionnaire.synthetic == "yes"
    assert questionnaire.title["en"].startswith("SYNTHETIC: ")
    assert "independent" in (questionnaire.note or {})["en"]
    assert "kf-vub, wave 2019" in (questionnaire.note or {})["en"]
    assert list(questionnaire.items) == list(plan.items)
    assert not any(item.concept for item in questionnaire.items.values())
    real = project.survey("kf-vub").questionnaire
    for mine, theirs in zip(questionnaire.samples("2019"), real.samples("2019"), strict=True):
        assert (mine.id, mine.n, mine.country) == (theirs.id, theirs.n, theirs.country)
        assert (mine.fieldwork, mine.population) == (theirs.fieldwork, theirs.population)
        assert (mine.sampling, mine.mode, mine.weighted) == ("probability", "unknown", "no")
    change = questionnaire.asking("us_nk_change", "2019")
    assert change.options_complete == "published"
    assert change.options == real.items["us_nk_change"].options
    assert (change.nets, change.score) == (
        real.items["us_nk_change"].nets,
        real.items["us_nk_change"].score,
    )
    design = questionnaire.waves["2019"].design
    assert design is not None
    assert (design.respondent, design.country) == ("id", "country")


def test_other_readers_of_yaml_read_the_same(folder: Path) -> None:
    odd = """\
survey: odd
title: {en: "no", ko: "예: '아니오'"}
sources: {s: {publisher: S}}
waves:
  "2020":
    fieldwork: {start: 2020}
    samples: {"NO": {n: 30, population: {kind: other, universe: {en: "a, b"}}}, SE: 20}
items:
  "on":
    text: {en: "Yes: or no? #1"}
    options_complete: published
    options:
      "yes": {code: 01, label: {en: Yes}}
      "no": {code: "1", label: {en: "No"}}
      maybe: {en: "~"}
      dk: {code: "-9", label: {en: "Don't know\\t\\"x\\""}, kind: dont_know}
    score: {"yes": 1.50, "no": -0.25}
"""
    (folder / "questionnaires" / "odd.yaml").write_text(odd, "utf-8")
    (folder / "datasets" / "odd").mkdir()
    (folder / "datasets" / "odd" / "findings.csv").write_text(
        "id,wave,country,item,option,predicate,source\n"
        "1,2020,NO,on,yes,majority,s\n2,2020,SE,on,no,majority,s\n",
        "utf-8",
    )
    plan = draw(folder, "odd").context
    path = folder / plan.questionnaire

    def plain(value: object) -> object:
        if isinstance(value, dict):
            return {key: plain(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [plain(inner) for inner in value]
        if isinstance(value, bool):
            return "yes" if value else "no"
        return str(value)

    theirs = plain(yaml.safe_load(path.read_text("utf-8")))
    mine = parse_yaml(read_text(path, "odd", root=folder, limit="yaml-bytes")).root
    assert mine == theirs
    body = Project(folder, ".").survey("odd-synthetic").questionnaire
    real = Project(folder, ".").survey("odd").questionnaire
    assert body.items["on"].options == real.items["on"].options
    assert body.items["on"].score == real.items["on"].score
    assert body.samples("2020")[0].universe == {"en": "a, b"}
    assert body.samples("2020")[1].population == "general_public"
    rows = (folder / plan.responses).read_text("utf-8").splitlines()
    assert rows[0] == "id,country,on"
    assert rows[1].startswith("NO-0001,NO,")
    assert {row.split(",")[2] for row in rows[1:]} == {"01", "1", "maybe", "-9"}


def test_the_file_names_the_command_that_makes_it_again(folder: Path) -> None:
    plan = draw(folder, "kf-vub/CN", seed=7, name="invented", n=5).context
    text = (folder / plan.questionnaire).read_text("utf-8")
    assert "#   kcli simulate kf-vub@2019/CN --seed 7 --as invented --n 5\n" in text
    assert text.startswith("# SYNTHETIC")
    assert [sample.id for sample in plan.samples] == ["CN"]


def digests(folder: Path, *, seed: int, hash_seed: str) -> str:
    code = (
        "import hashlib, sys\n"
        "from pathlib import Path\n"
        "from kcli.api.simulate import simulate\n"
        "from kcli.io.project import Project\n"
        "for survey in ('kf-vub', 'ifes'):\n"
        "    to = Path(sys.argv[2])\n"
        "    plan = simulate(Project(Path(sys.argv[1]), '.'), survey,\n"
        "                    seed=int(sys.argv[3]), to=to).context\n"
        "    for name in (plan.questionnaire, plan.responses):\n"
        "        print(hashlib.sha256((to / name).read_bytes()).hexdigest())\n"
    )
    to = folder / f"to-{hash_seed}-{seed}"
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder), str(to), str(seed)],
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "LC_ALL": "C"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    return done.stdout


def test_the_same_seed_gives_the_same_bytes_and_another_the_same_counts(folder: Path) -> None:
    first = digests(folder, seed=1, hash_seed="0")
    assert first == digests(folder, seed=1, hash_seed="12345")
    other = digests(folder, seed=2, hash_seed="0")
    assert not set(first.split()) & set(other.split())
    one, two = draw(folder, "kf-vub", seed=1), draw(folder, "kf-vub", seed=2)
    assert one.records == two.records


def test_an_earlier_simulation_is_replaced_and_nothing_else_is(folder: Path) -> None:
    draw(folder, "ifes")
    draw(folder, "ifes", seed=2)
    with pytest.raises(UsageError, match=r"kf-vub\.yaml is not synthetic"):
        draw(folder, "ifes", name="kf-vub")
    (folder / "datasets" / "taken").mkdir()
    (folder / "datasets" / "taken" / "2025.responses.csv").write_text("id\n1\n", "utf-8")
    with pytest.raises(UsageError, match="taken/ holds files already"):
        draw(folder, "ifes", name="taken")
    broken = folder / "questionnaires" / "broken.yaml"
    broken.write_text("synthetic: [\n", "utf-8")
    with pytest.raises(UsageError, match=r"broken\.yaml is in the way"):
        draw(folder, "ifes", name="broken")
    assert broken.read_text("utf-8") == "synthetic: [\n"
    draw(folder, "kf-vub", name="mine")
    with pytest.raises(UsageError, match="holds another wave"):
        draw(folder, "ifes", name="mine")


def test_a_wave_without_numbers_needs_one(folder: Path) -> None:
    path = folder / "questionnaires" / "kf-vub.yaml"
    text = path.read_text("utf-8").replace("CN: 1004, JP: 1000", "CN: {}, JP: {}")
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match="was not published: CN, JP") as problem:
        draw(folder, "kf-vub")
    assert problem.value.hint == "give a number with --n, such as --n 1000"
    sizes = draw(folder, "kf-vub", n=300).context.sizes
    assert list(sizes.values()) == [300, 300, 1099, 1096]
    with pytest.raises(UsageError, match="--n is a number of respondents"):
        draw(folder, "kf-vub", n=0)


@pytest.mark.parametrize(
    ("what", "options", "message"),
    [
        ("kf-vub.us_nk_change", {}, "a survey is simulated, not one item"),
        ("kf-vubb", {}, "there is no survey"),
        ("kf-vub@2020", {}, "has no wave"),
        ("kf-vub/KR", {}, "nobody was asked in 'KR'"),
        ("kf-vub", {"name": "../x"}, "cannot be a survey's name"),
        ("kf-vub", {"name": "concepts"}, "cannot be a survey's name"),
    ],
)
def test_what_cannot_be_drawn_is_refused(
    folder: Path, what: str, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        draw(folder, what, **options)
    assert not list(folder.glob("*/*synthetic*"))


def test_invented_answers_are_not_drawn_from(folder: Path) -> None:
    draw(folder, "ifes")
    with pytest.raises(UsageError, match="invented already"):
        draw(folder, "ifes-synthetic")


def test_samples_have_to_differ_in_country(folder: Path) -> None:
    path = folder / "questionnaires" / "ifes.yaml"
    text = path.read_text("utf-8").replace(
        "samples: {KR: 40}", "samples: {KR: 40, public: {country: KR, n: 9, population: other}}"
    )
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match="one sample a country"):
        draw(folder, "ifes")
    assert list(draw(folder, "ifes:experts").context.sizes) == [("2025", "KR")]


def test_items_that_cannot_be_drawn_alone_are_left_out_and_said_so(folder: Path) -> None:
    path = folder / "questionnaires" / "ifes.yaml"
    text = path.read_text("utf-8")
    text = text.replace("  kr_us:\n", "  kr_us:\n    type: multiple\n")
    text = text.replace("  kr_jp:\n", "  kr_jp:\n    asked: {item: kr_cn, options: [stay]}\n")
    path.write_text(text, "utf-8")
    result = draw(folder, "ifes")
    assert {"kr_us", "kr_jp"}.isdisjoint(result.context.items)
    assert [note.text for note in result.notes if note.code == "not-asked"] == [
        "us_will_initiate_contact: nothing was published for KR; nobody is asked there.",
        "kr_us: several answers are allowed: it is not drawn.",
        "kr_jp: it is asked of some only: it is not drawn.",
    ]


def test_the_shipped_surveys_stay_as_they_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="stay as they are"):
        simulate(Project(ROOT, "shipped"), "ifes")
    to = tmp_path / "new" / "folder"
    simulate(Project(ROOT, "shipped"), "ifes", to=to)
    assert Project(to, ".").survey_ids == ("ifes-synthetic",)


def test_a_folder_that_cannot_be_written_to(folder: Path) -> None:
    with pytest.raises(CannotWriteError):
        draw(folder, "ifes", to=folder / "datasets" / "ifes" / "findings.csv")


def test_the_command_prints_what_it_drew(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from kcli.cli.simulate import simulate as command

    command("ifes", project=str(folder), json=True)
    printed = json.loads(capfd.readouterr().out)
    assert printed["schema"] == "kcli.simulate/1"
    assert printed["synthetic"] is True
    assert printed["records"][0] == {
        "type": "simulation",
        "survey": "ifes-synthetic",
        "wave": "2025",
        "item": "talks_results",
        "country": "KR",
        "sample": "KR",
        "option": "difficult",
        "count": 28,
        "n": 40,
    }
    assert "ifes-synthetic.yaml" in printed["notes"][-1]["text"]
