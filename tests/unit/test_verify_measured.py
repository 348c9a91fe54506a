"""Respondents against sentences: figures are looked up, words are tested as ``kcli label`` does."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from scipy.stats import t

from kcli import api
from kcli.errors import InputError
from kcli.io.project import Project
from kcli.model.check_records import Verdict
from kcli.model.records import Label
from kcli.stats.intervals import wilson

Counts = Mapping[str, int]
SUPPORTED, SAMPLE = "supported", "sample_only"
CONTRADICTED, OPEN = "contradicted", "not_settled"
WORDS = ("majority", "plurality", "at_least_plurality", "leading")
ENTAILS = {
    "majority": {"majority", "at_least_plurality", "leading"},
    "plurality": {"plurality", "at_least_plurality", "leading"},
    "at_least_plurality": {"at_least_plurality", "leading"},
}
"""The words that a label entails of the option it is about."""


@dataclass(frozen=True)
class Poll:
    """One item asked of respondents, by wave and country how many gave each answer."""

    asked: Mapping[tuple[str, str], Counts]
    weights: Mapping[str, str] = field(default_factory=dict)
    """By answer; 1 where left out."""
    sampling: str = "probability"
    kind: str = "single"
    base: str = "all"
    more: str = ""
    """Further keys of a wave."""
    size: str = "{}"
    """What the questionnaire says of each sample."""

    @property
    def questionnaire(self) -> str:
        wave = f"sampling: {self.sampling}, published_base: {self.base}, weighted: unknown"
        wave += ", design: {respondent: id, country: country, weight: w}"
        wave += f", samples: {{JP: {self.size}, KR: {self.size}}}{self.more}"
        return f"""\
survey: poll
title: T
sources: {{s: {{publisher: S}}}}
waves:
  "1": {{fieldwork: 2020, {wave}}}
  "2": {{fieldwork: 2021, {wave}}}
items:
  q:
    text: Q
    type: {self.kind}
    options_complete: published
    options: {{a: A, b: B, c: C, dk: {{label: DK, kind: dont_know}}}}
    nets: {{ab: {{options: [a, b], label: A or B}}}}
"""

    def write(self, root: Path, claims: Sequence[str], findings: str = "") -> Project:
        """The project, with a claim for each of ``says: ...`` and the like."""
        data = root / "datasets" / "poll"
        (root / "questionnaires").mkdir(parents=True)
        data.mkdir(parents=True)
        (root / "questionnaires" / "poll.yaml").write_text(self.questionnaire, "utf-8")
        conventions = 'conventions: {large_majority: ">= 60%", third: "30% to 36%", few: "< 20%"}\n'
        (root / "questionnaires" / "conventions.yaml").write_text(conventions, "utf-8")
        for wave in {wave for wave, _ in self.asked}:
            (data / f"{wave}.responses.csv").write_text(self._responses(wave), "utf-8")
        if findings:
            (data / "findings.csv").write_text(findings, "utf-8")
        lines = [
            f'  - {{id: C{n}, source: s, quote: w{n}, wave: "2", item: q, {claim}}}\n'
            for n, claim in enumerate(claims)
        ]
        (data / "claims.yaml").write_text("claims:\n" + "".join(lines), "utf-8")
        return Project(root, ".")

    def _responses(self, wave: str) -> str:
        names = ("a", "b", "c", "dk")
        several = self.kind == "multiple"
        rows = ["id,country,w," + (",".join(f"q.{n}" for n in names) if several else "q")]
        number = itertools.count()
        for (asked_in, country), counts in self.asked.items():
            for answer, count in counts.items() if asked_in == wave else ():
                marks = [str(int(name in answer.split("+"))) for name in names]
                cell = ",".join(marks) if several else answer
                weight = self.weights.get(answer, "1")
                rows += [f"{next(number)},{country},{weight},{cell}" for _ in range(count)]
        return "\n".join(rows) + "\n"


@dataclass(frozen=True)
class Court:
    """A folder in which polls are written down and claims about them are judged."""

    folder: Path
    number: Any = field(default_factory=itertools.count)

    def verdict(self, says: str, poll: Poll, findings: str = "", **options: Any) -> Verdict:
        """The verdict on one claim about Japan."""
        root = self.folder / str(next(self.number))
        project = poll.write(root, [f"countries: [JP], says: [{says}]"], findings)
        (found,) = api.verify(project, **options).records
        return found

    def word(self, says: str, poll: Poll, **options: Any) -> str:
        found = self.verdict(says, poll, **options)
        assert found.evidence in ("measured", None)
        reasons = ("within_sampling_error", "left_open") if found.verdict == OPEN else (None,)
        assert found.why in reasons
        return found.verdict


@pytest.fixture
def court(tmp_path: Path) -> Court:
    return Court(tmp_path)


def japan(a: int = 0, b: int = 0, c: int = 0, dk: int = 0, **more: Any) -> Poll:
    return Poll({("2", "JP"): {"a": a, "b": b, "c": c, "dk": dk}, ("2", "KR"): {"a": 1}}, **more)


def both(first: tuple[int, int], second: tuple[int, int], **more: Any) -> Poll:
    """a and b in Japan, and in Korea."""
    (a, b), (c, d) = first, second
    return Poll({("2", "JP"): {"a": a, "b": b}, ("2", "KR"): {"a": c, "b": d}}, **more)


def waves(before: tuple[int, int], now: tuple[int, int], **more: Any) -> Poll:
    """a and b in Japan, in the first wave and in the second."""
    (a, b), (c, d) = before, now
    asked = {("1", "JP"): {"a": a, "b": b}, ("2", "JP"): {"a": c, "b": d}}
    return Poll(asked, **more)


# -- words about one answer --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "verdict"),
    [(600, SUPPORTED), (520, SAMPLE), (501, SAMPLE), (500, OPEN), (480, OPEN), (400, CONTRADICTED)],
)
def test_a_majority_is_tested_by_the_interval_of_its_share(
    court: Court, a: int, verdict: str
) -> None:
    assert court.word("{majority: a}", japan(a=a, b=1000 - a)) == verdict


@pytest.mark.parametrize(
    ("a", "verdict"),
    [(400, SUPPORTED), (480, SAMPLE), (499, SAMPLE), (500, OPEN), (520, OPEN), (600, CONTRADICTED)],
)
def test_a_minority_is_tested_by_the_interval_of_its_share(
    court: Court, a: int, verdict: str
) -> None:
    assert court.word("{minority: a}", japan(a=a, b=1000 - a)) == verdict


def test_the_verdict_on_a_majority_turns_where_its_lower_limit_passes_one_half(
    court: Court,
) -> None:
    quantile = float(t.ppf(0.975, 399))
    n_eff = 399  # p(1 - p) / V, with V = p(1 - p)/(n - 1)
    turn = next(a for a in range(201, 400) if wilson(a / 400, n_eff, quantile)[0] > 0.5)
    assert court.word("{majority: a}", japan(a=turn, b=400 - turn)) == SUPPORTED
    assert court.word("{majority: a}", japan(a=turn - 1, b=401 - turn)) == SAMPLE
    assert court.word("{majority: b}", japan(a=turn, b=400 - turn)) == CONTRADICTED
    assert court.word("{majority: b}", japan(a=turn - 1, b=401 - turn)) == OPEN


def test_the_confidence_decides_what_passes(court: Court) -> None:
    poll = japan(a=530, b=470)
    assert court.word("{majority: a}", poll, confidence=0.9) == SUPPORTED
    assert court.word("{majority: a}", poll, confidence=0.95) == SAMPLE
    assert court.word("{minority: a}", poll, confidence=0.9) == CONTRADICTED
    assert court.word("{minority: a}", poll, confidence=0.95) == OPEN


@pytest.mark.parametrize(
    ("a", "verdict"),
    [(3300, SUPPORTED), (3050, SAMPLE), (2950, OPEN), (3650, OPEN), (2000, CONTRADICTED)],
)
def test_a_range_has_to_hold_at_both_its_ends(court: Court, a: int, verdict: str) -> None:
    # Of 10,000 respondents the limits lie within one point of the share.
    assert court.word("{third: a}", japan(a=a, b=10_000 - a)) == verdict


def test_a_range_without_an_end_has_one_test(court: Court) -> None:
    assert court.word("{few: a}", japan(a=0, b=100)) == SUPPORTED
    assert court.word("{few: a}", japan(a=19, b=81)) == SAMPLE
    assert court.word("{few: a}", japan(a=20, b=80)) == OPEN
    assert court.word("{few: a}", japan(a=40, b=60)) == CONTRADICTED


def test_a_large_majority_is_more_than_one_half_to_who_says_no_more(court: Court) -> None:
    found = court.verdict("{large_majority: a}", japan(a=560, b=440))
    assert (found.verdict, found.assumptions) == (SUPPORTED, ("large-majority-open",))


# -- words about several answers ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b", "c", "verdict"),
    [
        (400, 300, 300, SUPPORTED),
        (350, 330, 320, SAMPLE),  # the lead does not pass
        (480, 320, 200, SAMPLE),  # the lead passes, and it may be a majority
        (340, 340, 320, OPEN),  # level
        (330, 340, 330, OPEN),
        (510, 300, 190, OPEN),  # more than half of those who were asked
        (300, 400, 300, CONTRADICTED),
        (600, 300, 100, CONTRADICTED),
    ],
)
def test_a_plurality_leads_and_has_no_majority(
    court: Court, a: int, b: int, c: int, verdict: str
) -> None:
    assert court.word("{plurality: a}", japan(a=a, b=b, c=c)) == verdict


@pytest.mark.parametrize("word", ["leading", "at_least_plurality"])
@pytest.mark.parametrize(
    ("a", "b", "c", "verdict"),
    [
        (400, 300, 300, SUPPORTED),
        (480, 320, 200, SUPPORTED),
        (600, 300, 100, SUPPORTED),
        (350, 330, 320, SAMPLE),
        (340, 340, 320, OPEN),
        (330, 340, 330, OPEN),
        (300, 400, 300, CONTRADICTED),
    ],
)
def test_a_leader_is_tested_by_its_lead(
    court: Court, word: str, a: int, b: int, c: int, verdict: str
) -> None:
    assert court.word(f"{{{word}: a}}", japan(a=a, b=b, c=c)) == verdict


def test_the_p_of_a_lead_is_that_of_the_label(court: Court, tmp_path: Path) -> None:
    poll = japan(a=400, b=330, c=270)
    found = court.verdict("{leading: a}", poll)
    assert found.p_value == _labels(poll.write(tmp_path / "label", []))["all"].p_value
    assert 0.001 < found.p_value < 0.05


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        (20_000, 20_000, SUPPORTED),  # within a point, give or take 0.7
        (200, 200, SAMPLE),
        (210, 190, OPEN),
        (300, 100, CONTRADICTED),
    ],
)
def test_an_equal_share_passes_where_a_point_more_and_a_point_less_are_excluded(
    court: Court, a: int, b: int, verdict: str
) -> None:
    assert court.word("{equal_share: [a, b]}", japan(a=a, b=b, c=a // 2)) == verdict


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        (400, 300, SUPPORTED),
        (310, 300, SAMPLE),
        (300, 300, OPEN),
        (300, 310, OPEN),
        (300, 400, CONTRADICTED),
    ],
)
def test_more_than_another_answer_is_tested_within_the_sample(
    court: Court, a: int, b: int, verdict: str
) -> None:
    assert court.word("{more_than: {option: a, other: b}}", japan(a=a, b=b, c=300)) == verdict


def test_a_sentence_is_as_true_as_the_least_true_part_of_it(court: Court) -> None:
    poll = japan(a=600, b=205, c=195)
    assert court.word("{majority: a}, {minority: b}", poll) == SUPPORTED
    assert court.word("{majority: a}, {more_than: {option: b, other: c}}", poll) == SAMPLE
    assert court.word("{majority: a}, {more_than: {option: c, other: b}}", poll) == OPEN
    assert court.word("{majority: a}, {more_than: {option: b, other: a}}", poll) == CONTRADICTED
    says = "{more_than: {option: c, other: b}}, {more_than: {option: b, other: a}}"
    assert court.word(says, poll) == CONTRADICTED


# -- words about another sample ----------------------------------------------------------------

BETWEEN = [
    ((600, 400), (500, 500), SUPPORTED),
    ((520, 480), (500, 500), SAMPLE),
    ((500, 500), (500, 500), OPEN),
    ((500, 500), (520, 480), OPEN),
    ((500, 500), (600, 400), CONTRADICTED),
]


@pytest.mark.parametrize(("here", "there", "verdict"), BETWEEN)
def test_more_than_another_country_is_tested_between_them(
    court: Court, here: tuple[int, int], there: tuple[int, int], verdict: str
) -> None:
    assert court.word("{more_than: {option: a, country: KR}}", both(here, there)) == verdict


@pytest.mark.parametrize(("now", "before", "verdict"), BETWEEN)
def test_an_increase_is_tested_between_the_waves(
    court: Court, now: tuple[int, int], before: tuple[int, int], verdict: str
) -> None:
    poll = waves(before, now)
    assert court.word("{increase: a}", poll) == verdict
    assert court.word('{increase: {option: a, since: "1"}}', poll) == verdict
    assert court.word('{more_than: {option: a, since: "1"}}', poll) == verdict


@pytest.mark.parametrize(("now", "before", "verdict"), BETWEEN)
def test_a_decrease_is_an_increase_of_what_is_left(
    court: Court, now: tuple[int, int], before: tuple[int, int], verdict: str
) -> None:
    assert court.word("{decrease: b}", waves(before, now)) == verdict


def test_the_p_of_a_change_is_that_of_kcli_shift(court: Court, tmp_path: Path) -> None:
    poll = waves((500, 500), (540, 460))
    found = court.verdict("{increase: a}", poll)
    project = poll.write(tmp_path / "shift", [])
    rows = api.shift(project, "poll.q", start="1", end="2").rows("shift")
    shift = next(r for r in rows if r["category"] == "a" and r["country_to"] == "JP")
    assert found.p_value == pytest.approx(shift["p_value"])


HEADER = "id,wave,country,item,option,predicate,value,source\n"


def test_respondents_are_set_against_what_was_published_elsewhere(court: Court) -> None:
    poll = japan(a=600, b=400, size="1000")
    poll = replace(poll, asked={("2", "JP"): poll.asked["2", "JP"]})
    figure = HEADER + "f,1,JP,q,a,share,{},s\n"
    verdicts = {
        value: court.verdict("{increase: a}", poll, figure.format(value)).verdict
        for value in ("50", "59", "60", "61", "70")
    }
    expected = [SUPPORTED, SAMPLE, OPEN, OPEN, CONTRADICTED]
    assert verdicts == dict(zip(verdicts, expected, strict=True))


BEFORE = {("1", "JP"): {"a": 600, "b": 400}}
THERE = {("2", "KR"): {"a": 600, "b": 400}}
PRINTED = HEADER + "f,2,JP,q,a,share,{},s\n"
ACROSS = [
    ("50", CONTRADICTED, None),
    ("59", OPEN, "within_sampling_error"),
    ("60", OPEN, "left_open"),
    ("61", SAMPLE, None),
    ("70", SUPPORTED, None),
]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (BEFORE, "{increase: a}"),
        (BEFORE, "{decrease: b}"),
        (BEFORE, "{more_than: {option: a, since: '1'}}"),
        (THERE, "{more_than: {option: a, country: KR}}"),
    ],
)
@pytest.mark.parametrize(("value", "verdict", "why"), ACROSS)
def test_a_printed_share_is_set_against_respondents_elsewhere(
    court: Court,
    asked: Mapping[tuple[str, str], Counts],
    says: str,
    value: str,
    verdict: str,
    why: str | None,
) -> None:
    if says.startswith("{decrease"):
        facts = PRINTED.replace(",a,", ",b,").format(100 - int(value))
    else:
        facts = PRINTED.format(value)
    found = court.verdict(says, Poll(asked, size="1000"), facts)
    assert (found.verdict, found.why) == (verdict, why)
    assert found.evidence == "published"


def test_the_p_of_a_printed_change_since_respondents_is_that_of_kcli_shift(
    court: Court, tmp_path: Path
) -> None:
    poll, facts = Poll(BEFORE, size="1000"), PRINTED.format("70")
    found = court.verdict("{increase: a}", poll, facts)
    project = poll.write(tmp_path / "shift", [], facts)
    rows = api.shift(project, "poll.q", start="1", end="2").rows("shift")
    shift = next(r for r in rows if r["category"] == "a" and r["country_to"] == "JP")
    assert found.p_value == pytest.approx(shift["p_value"])


def test_what_else_a_sentence_says_has_to_follow_from_what_is_printed(court: Court) -> None:
    poll, facts = Poll(BEFORE, size="1000"), PRINTED.format("70")
    for more, verdict in (("{majority: a}", SUPPORTED), ("{majority: b}", CONTRADICTED)):
        assert court.verdict(f"{{increase: a}}, {more}", poll, facts).verdict == verdict
    found = court.verdict("{increase: a}, {more_than: {option: b, other: c}}", poll, facts)
    assert (found.verdict, found.p_value) == (OPEN, None)


def test_where_n_is_not_known_nothing_is_said_of_sampling_error(court: Court) -> None:
    poll = Poll(BEFORE)
    for value, verdict in (("50", OPEN), ("70", SAMPLE)):
        found = court.verdict("{increase: a}", poll, PRINTED.format(value))
        assert (found.verdict, found.why, found.p_value) == (verdict, "untested", None)
        assert "nothing tests it of their population" in found.text
        assert "sampling error" not in found.text
    facts = HEADER + "f,1,JP,q,a,share,70,s\n"
    found = court.verdict("{increase: a}", Poll({("2", "JP"): {"a": 60, "b": 40}}), facts)
    assert (found.verdict, found.why) == (OPEN, "untested")


def test_both_shares_are_told(court: Court) -> None:
    found = court.verdict("{increase: a}", Poll(BEFORE, size="1000"), PRINTED.format("70"))
    assert "“A” 70% (67–73), in 1 60.0% (57–63); p < 0.001" in found.text
    poll = both((60, 40), (40, 60))
    told = court.verdict("{more_than: {option: a, country: KR}}", poll).text
    assert "“A” 60.0% (" in told
    assert ", in South Korea 40.0% (" in told


def test_a_sentence_is_not_judged_by_its_own_figure_beside_respondents(court: Court) -> None:
    facts = PRINTED.replace("f,", "C0,").format("70")
    found = court.verdict("{increase: a}", Poll(BEFORE, size="1000"), facts)
    assert (found.verdict, found.p_value) == (OPEN, None)
    there = {("2", "JP"): {"a": 60, "b": 40}}
    own = HEADER + "C0,2,KR,q,a,share,30,s\n"
    found = court.verdict("{more_than: {option: a, country: KR}}", Poll(there), own)
    assert found.why == "other_side"


def test_without_a_share_on_the_other_side_nothing_is_tested(court: Court) -> None:
    poll = Poll({("2", "JP"): {"a": 60, "b": 40}})
    for says in ("{increase: a}", "{more_than: {option: a, country: KR}}"):
        found = court.verdict(says, poll)
        assert (found.verdict, found.why) == ("not_testable", "other_side"), says


# -- figures -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure", "verdict", "rounding"),
    [
        ("28", SUPPORTED, None),
        ("27.5", SUPPORTED, None),
        ("27", SUPPORTED, "rounding-down"),
        ("27.7", CONTRADICTED, None),
        ("26", CONTRADICTED, None),
        ("29", CONTRADICTED, None),
    ],
)
def test_a_share_is_looked_up_with_its_rounding(
    court: Court, figure: str, verdict: str, rounding: str | None
) -> None:
    found = court.verdict(f'{{share: {{a: "{figure}"}}}}', japan(a=11, b=28, dk=1))
    assert (found.verdict, found.rounding, found.share) == (verdict, rounding, 0.275)


def test_a_count_is_looked_up(court: Court) -> None:
    poll = japan(a=11, b=28, dk=1, size="40")
    assert court.word('{count: {a: "11", b: "28", ab: "39"}}', poll) == SUPPORTED
    assert court.word('{count: {a: "11", b: "29"}}', poll) == CONTRADICTED
    of_39 = '{count: {option: a, value: "11", base: substantive, base_n: "39"}}'
    assert court.word(of_39, poll) == SUPPORTED


def test_figures_speak_of_the_respondents_and_not_of_their_population(court: Court) -> None:
    found = court.verdict('{share: {a: "60", b: "40"}}', japan(a=3, b=2))
    assert (found.verdict, found.p_value) == (SUPPORTED, None)


# -- weights, bases, several answers -----------------------------------------------------------


def test_a_share_is_weighted(court: Court) -> None:
    poll = japan(a=20, b=20, weights={"a": "2"})
    assert court.word('{share: {a: "66.7"}}', poll) == SUPPORTED
    assert court.word('{share: {a: "50"}}', poll) == CONTRADICTED


def test_words_are_tested_with_the_weights(court: Court) -> None:
    heavy = japan(a=150, b=250, weights={"a": "3"})  # 450 : 250
    assert court.word("{majority: a}", heavy) == SUPPORTED
    assert court.word("{majority: a}", replace(heavy, weights={})) == CONTRADICTED
    assert court.word("{leading: a}", heavy) == SUPPORTED
    assert court.word("{leading: a}", replace(heavy, weights={})) == CONTRADICTED
    # Of few respondents with great weights less is known than of as many with equal ones.
    few = japan(a=20, b=500, weights={"a": "30"})  # 600 : 500
    assert court.word("{majority: a}", few) == SAMPLE
    assert court.word("{majority: a}", japan(a=600, b=500)) == SUPPORTED


def test_without_opinions_the_base_is_smaller(court: Court) -> None:
    poll = japan(a=400, b=200, dk=400)
    assert court.word("{majority: a}", poll) == CONTRADICTED
    assert court.word("{majority: {option: a, base: substantive}}", poll) == SUPPORTED
    says = '{share: {option: a, value: "66.7", base: substantive}}'
    assert court.word(says, poll) == SUPPORTED
    assert court.word('{share: {a: "40"}}', poll) == SUPPORTED
    assert court.word("{plurality: a}", poll) == SUPPORTED
    assert court.word("{plurality: {option: a, base: substantive}}", poll) == CONTRADICTED
    narrow = replace(poll, base="substantive")
    assert court.word("{majority: a}", narrow) == SUPPORTED
    assert court.verdict("{majority: a}", narrow).share == pytest.approx(2 / 3)


def test_of_several_answers_shares_are_of_respondents(court: Court) -> None:
    asked = {("2", "JP"): {"a": 300, "a+b": 300, "b": 200, "c": 200}}
    poll = Poll(asked, kind="multiple")
    assert court.word('{share: {a: "60", b: "50", ab: "80"}}', poll) == SUPPORTED
    assert court.word("{majority: a}", poll) == SUPPORTED
    assert court.word("{leading: a}", poll) == SUPPORTED
    assert court.word("{more_than: {option: b, other: c}}", poll) == SUPPORTED
    assert court.word("{plurality: a}", poll) == CONTRADICTED
    assert court.word("{minority: c}", poll) == SUPPORTED


# -- the published side of it ------------------------------------------------------------------


def test_respondents_judge_and_findings_do_so_on_request(court: Court) -> None:
    poll = japan(a=600, b=400)
    wrong = HEADER.replace("source", "base,source") + "f,2,JP,q,a,share,40,all,s\n"
    assert court.verdict("{majority: a}", poll, wrong).verdict == SUPPORTED
    for options in ({"evidence": "published"}, {"against": "s"}):
        found = court.verdict("{majority: a}", poll, wrong, **options)
        assert (found.verdict, found.facts, found.evidence) == (CONTRADICTED, ("f",), "published")


def test_its_own_sentence_is_no_part_of_what_respondents_say(court: Court) -> None:
    own = HEADER + "C0,2,JP,q,a,share,40,s\n"
    assert court.verdict("{majority: a}", japan(a=600, b=400), own).verdict == SUPPORTED


# -- panels ------------------------------------------------------------------------------------


@pytest.mark.parametrize("sampling", ["expert", "purposive", "census"])
def test_a_panel_that_is_counted_is_looked_up(court: Court, sampling: str) -> None:
    panel = japan(a=21, b=18, c=1, sampling=sampling)
    for says in (
        "{majority: a}",
        "{minority: b}",
        "{leading: a}",
        "{more_than: {option: a, other: b}}",
        "{large_majority: a}",
        "{few: c}",
        '{share: {a: "52.5"}}',
    ):
        assert court.word(says, panel) == SUPPORTED, says
    for says in (
        "{majority: b}",
        "{minority: a}",
        "{plurality: a}",
        "{leading: b}",
        "{equal_share: [a, b]}",
    ):
        assert court.word(says, panel) == CONTRADICTED, says
    half = japan(a=20, b=19, c=1, sampling=sampling)
    assert court.word("{majority: a}", half) == CONTRADICTED
    assert court.word("{plurality: a}", half) == SUPPORTED


def test_a_panel_out_of_a_population_of_known_size_is_tested(court: Court) -> None:
    panel = japan(a=25, b=15, sampling="expert", size="{population_size: 41}")
    poll = replace(panel, asked={("2", "JP"): panel.asked["2", "JP"]})
    assert court.word("{majority: a}", poll) == SUPPORTED
    assert court.word("{majority: a}", replace(poll, size="{population_size: 4000}")) == SAMPLE


# -- agreement with kcli label -----------------------------------------------------------------


def _labels(project: Project) -> dict[str, Label]:
    """The label of Japan on either base."""
    found = {}
    for base in ("all", "substantive"):
        records = api.label(project, "poll.q", base=base).records
        found[base] = next(r for r in records if r.country == "JP" and r.type == "label")
    return found


def _sweep(number: int) -> Poll:
    """Small samples near a threshold, some weighted, some with don't know."""
    draw = random.Random(number)
    n = draw.choice([2, 5, 8, 12, 20, 40, 80, 200])
    shares = draw.choice([(6, 3, 1, 0), (5, 4, 1, 1), (1, 1, 1, 1), (9, 1, 0, 0), (4, 4, 4, 8)])
    order = draw.sample(["a", "b", "c"], 3)
    answers = draw.choices([*order, "dk"], shares, k=n)
    weights = {name: draw.choice(["0.5", "1", "2.5"]) for name in ("a", "b", "c", "dk")}
    counts = {name: answers.count(name) for name in ("a", "b", "c", "dk")}
    return Poll(
        {("2", "JP"): counts},
        weights=weights if draw.random() < 0.4 else {},
        sampling=draw.choice(["probability", "quota", "unknown"]),
        more=draw.choice(["", ", plurality_rivals: all"]),
    )


@pytest.mark.parametrize("number", range(40))
def test_a_word_is_supported_where_the_label_entails_it_and_nowhere_else(
    tmp_path: Path, number: int
) -> None:
    poll = _sweep(number)
    bases = ("all",) if "rivals" in poll.more else ("all", "substantive")
    asked = list(itertools.product(WORDS, "abc", bases))
    claims = [
        f"countries: [JP], says: [{{{word}: {{option: {option}, base: {base}}}}}]"
        for word, option, base in asked
    ]
    project = poll.write(tmp_path, claims)
    labels = _labels(project)
    for (word, option, base), found in zip(asked, api.verify(project).records, strict=True):
        label = labels[base]
        case = (word, option, base, label.label, label.option, found.text)
        entailed = label.option == option and word in ENTAILS.get(str(label.label), ())
        assert (found.verdict == SUPPORTED) == entailed, case
        # Beside a majority there is no other.
        if label.label == "majority" and option != label.option and word == "majority":
            assert found.verdict == CONTRADICTED, case
        # What is true of the respondents is supported or true of them, what is not is neither.
        if label.label_sample is not None:
            true = label.option == option and word in ENTAILS.get(label.label_sample, ())
            assert (found.verdict in (SUPPORTED, SAMPLE)) == true, case


def test_among_those_with_an_opinion_dont_know_is_no_rival(tmp_path: Path) -> None:
    poll = japan(a=300, b=100, dk=600, more=", plurality_rivals: all")
    claim = "countries: [JP], says: [{leading: {option: a, base: substantive}}]"
    project = poll.write(tmp_path, [claim])
    label = _labels(project)["substantive"]
    assert (label.option, label.label) == ("a", "majority")
    (found,) = api.verify(project).records
    assert found.verdict == SUPPORTED


def test_who_is_tied_with_the_leader_is_not_contradicted(tmp_path: Path) -> None:
    for b in range(2, 9):
        poll = japan(a=1, b=b)
        project = poll.write(tmp_path / str(b), ["countries: [JP], says: [{leading: a}]"])
        label = _labels(project)["all"]
        (found,) = api.verify(project).records
        assert not ("a" in label.tied and found.verdict == CONTRADICTED), (b, found.text)


# -- faults ------------------------------------------------------------------------------------


def test_a_majority_of_a_net_is_tested_by_its_interval(court: Court) -> None:
    assert court.word("{majority: ab}", japan(a=400, b=400, c=200)) == SUPPORTED


def test_a_majority_that_does_not_know_is_one(court: Court) -> None:
    assert court.word("{majority: dk}", japan(a=100, b=100, c=100, dk=700)) == SUPPORTED


def test_of_several_answers_two_may_have_a_majority(court: Court) -> None:
    poll = Poll({("2", "JP"): {"a+b": 700, "a": 200, "c": 100}}, kind="multiple")
    assert court.word("{majority: b}", poll) == SUPPORTED


def test_each_comparison_is_of_its_own_option(court: Court) -> None:
    poll = Poll({("2", "JP"): {"a": 700, "b": 300}, ("2", "KR"): {"a": 500, "b": 500}})
    says = "{majority: a}, {more_than: {option: b, country: KR}}"
    assert court.word(says, poll) == CONTRADICTED


def test_countries_are_compared_on_the_base_of_the_claim(court: Court) -> None:
    asked = {("2", "JP"): {"a": 400, "b": 100, "dk": 500}, ("2", "KR"): {"a": 500, "b": 500}}
    poll = Poll(asked)
    assert court.word("{more_than: {option: a, country: KR}}", poll) == CONTRADICTED
    says = "{more_than: {option: a, country: KR, base: substantive}}"
    assert court.word(says, poll) == SUPPORTED


def test_a_figure_on_an_unknown_base_is_not_wrong_that_is_right_on_one(court: Court) -> None:
    poll = japan(a=600, b=350, dk=50, base="unknown")
    assert court.word('{share: {a: "60"}}', poll) != CONTRADICTED
    assert court.word('{share: {a: "63"}}', poll) != CONTRADICTED


def test_a_figure_of_nobody_is_not_testable(court: Court) -> None:
    says = '{share: {option: a, value: "60", base: substantive}}'
    assert court.verdict(says, japan(dk=30)).verdict == "not_testable"


def test_a_word_about_nobody_says_that_nobody_is_in_the_base(court: Court) -> None:
    found = court.verdict("{majority: {option: a, base: substantive}}", japan(dk=30))
    assert found.verdict == "not_testable"
    assert found.why != "other_side"


def test_a_count_is_of_respondents_and_not_of_their_weights(court: Court) -> None:
    poll = japan(a=20, b=20, weights={"a": "2"}, size="40")
    assert court.word('{count: {a: "20"}}', poll) == SUPPORTED


def test_the_p_of_a_contradiction_is_that_of_what_is_false(court: Court) -> None:
    found = court.verdict("{leading: a}", japan(a=300, b=600, c=299))
    assert found.verdict == CONTRADICTED
    assert found.p_value is not None
    assert found.p_value < 0.05


def test_two_panels_that_are_counted_are_looked_up_too(court: Court) -> None:
    poll = both((20, 10), (10, 20), sampling="expert")
    assert court.word("{more_than: {option: a, country: KR}}", poll) == SUPPORTED
    assert court.word("{more_than: {option: b, country: KR}}", poll) == CONTRADICTED


def test_what_nobody_chose_does_not_lead(court: Court) -> None:
    poll = japan(b=40)
    assert court.word("{majority: a}", poll) == CONTRADICTED
    assert court.word("{leading: a}", poll) == CONTRADICTED


def test_what_the_facts_on_the_other_side_leave_open_is_left_open(court: Court) -> None:
    poll = Poll({("2", "JP"): {"a": 600, "b": 400}}, size="1000")
    word = HEADER + "f,1,JP,q,a,majority,,s\n"
    found = court.verdict("{increase: a}", poll, word)
    assert (found.verdict, found.why) == (OPEN, "left_open")


def test_a_claim_is_of_no_named_persons_answer(court: Court) -> None:
    with pytest.raises(InputError):
        court.verdict("{answer: a}", japan(a=30))


def test_limits_are_those_of_the_method_that_is_asked_for(court: Court) -> None:
    poll = japan(a=60, b=40)
    for ci in ("wilson", "logit", "wald"):
        found = court.verdict("{majority: a}", poll, ci=ci)
        assert (found.verdict == SUPPORTED) == (found.low > 0.5), ci
        assert not math.isclose(found.low, 0.5)
