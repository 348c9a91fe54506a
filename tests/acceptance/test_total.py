"""``kcli compare --total``: a total over countries, only under a rule that has a name."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from waves import Survey, Wave, write

Run = Callable[..., Any]
POLL = """\
survey: poll
title: T
sources: {s: {publisher: S}}
waves:
  "1":
    sampling: probability
    weighted: no
    published_base: all
    population_totals: {JP: 100, KR: 50}
    samples: {JP: 900, KR: 100}
items:
  q: {text: Q, options_complete: published, options: {a: A, b: B}}
"""
FACTS = ["1,1,JP,q,a,,count,450,,,s", "2,1,KR,q,a,,count,80,,,s"]


def totals(done: Any) -> dict[str, dict[str, Any]]:
    assert done.returncode == 0, done.stderr
    rows = [r for r in json.loads(done.stdout)["records"] if r["type"] == "estimate"]
    return {r["option"]: r for r in rows if r["country"] is None}


@pytest.mark.parametrize(
    ("rule", "parts"),
    [("equal", (1 / 2, 1 / 2)), ("n", (0.9, 0.1)), ("population", (2 / 3, 1 / 3))],
)
def test_a_total_is_the_mean_of_the_countries_by_its_rule(
    run: Run, project: Any, rule: str, parts: tuple[float, float]
) -> None:
    root = project(FACTS, POLL)
    done = run("compare", "poll.q", "--total", rule, "--json", cwd=root)
    found = totals(done)["a"]
    assert found["share"] == pytest.approx(parts[0] * 0.5 + parts[1] * 0.8)
    variance = (parts[0] ** 2) * 0.25 / 900 + (parts[1] ** 2) * 0.16 / 100
    assert found["se"] == pytest.approx(math.sqrt(variance))
    assert found["low"] < found["share"] < found["high"]
    assert found["flags"] == [f"pooled-{rule}"]
    (note,) = (n for n in json.loads(done.stdout)["notes"] if n["code"] == "pooled-total")
    assert f"{parts[0]:.1%}" in note["text"]


def test_a_total_of_bounds_is_a_bound(run: Run, project: Any) -> None:
    root = project(["1,1,JP,q,a,,majority,,,,s", "2,1,KR,q,a,,share,40,,,s"], POLL)
    found = totals(run("compare", "poll.q", "--total", "equal", "--json", cwd=root))["a"]
    assert found["share"] is None
    assert (found["bound_low"], found["bound_low_reached"]) == (0.25 + 0.1975, False)
    assert found["bound_high"] == pytest.approx(0.5 + 0.2025)


def test_the_limits_of_a_total_of_printed_figures_begin_at_what_rounding_leaves(
    run: Run, project: Any
) -> None:
    exact = ["1,1,JP,q,a,,count,450,,,s", "2,1,KR,q,a,,count,40,,,s"]
    printed = ["1,1,JP,q,a,,share,50,,,s", "2,1,KR,q,a,,share,40,,,s"]
    sure, rounded = (
        totals(run("compare", "poll.q", "--total", "equal", "--json", cwd=project(facts, POLL)))[
            "a"
        ]
        for facts in (exact, printed)
    )
    assert (rounded["bound_low"], rounded["bound_high"]) == (0.445, 0.455)
    assert rounded["se"] == sure["se"]
    assert rounded["low"] == pytest.approx(sure["low"] - 0.005, abs=3e-4)
    assert rounded["high"] == pytest.approx(sure["high"] + 0.005, abs=3e-4)


def test_without_a_rule_there_is_no_total(run: Run, project: Any) -> None:
    assert not totals(run("compare", "poll.q", "--json", cwd=project(FACTS, POLL)))


def test_a_country_that_reports_nothing_leaves_no_total(run: Run, project: Any) -> None:
    root = project(FACTS[:1], POLL)
    found = totals(run("compare", "poll.q", "--total", "n", "--json", cwd=root))["a"]
    assert (found["share"], found["bound_low"]) == (None, None)
    assert "not_reported" in found["flags"]


def test_the_page_has_the_total_beside_the_countries_without_a_label(
    run: Run, project: Any
) -> None:
    page = run("compare", "poll.q", "--total", "n", cwd=project(FACTS, POLL)).stdout
    (label,) = (line for line in page.splitlines() if line.startswith("Label"))
    assert label.split()[-1] == "–"
    assert "Total" in page


@pytest.mark.parametrize(
    ("rule", "words"), [("biggest", "there is no rule"), ("population", "needs population_totals")]
)
def test_a_rule_that_cannot_be_used_is_a_usage_error(
    run: Run, project: Any, rule: str, words: str
) -> None:
    bare = POLL.replace("    population_totals: {JP: 100, KR: 50}\n", "")
    root: Path = project(FACTS, bare)
    done = run("compare", "poll.q", "--total", rule, cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr


def test_a_total_of_rounded_figures_is_told_as_the_range_it_lies_in(run: Run, project: Any) -> None:
    root = project(["1,1,JP,q,a,,share,50,,,s", "2,1,KR,q,a,,share,41,,,s"], POLL)
    item = run("compare", "poll.q", "--total", "equal", cwd=root).stdout
    (line,) = (line for line in item.splitlines() if line.startswith("A "))
    assert line.split()[-1] == "45–46"
    found = totals(run("compare", "poll.q", "--total", "equal", "--json", cwd=root))["a"]
    assert (found["share"], found["bound_low"], found["bound_high"]) == (0.455, 0.45, 0.46)
    exact = project(FACTS, POLL)
    item = run("compare", "poll.q", "--total", "equal", cwd=exact).stdout
    (line,) = (line for line in item.splitlines() if line.startswith("A "))
    assert line.split()[-1] == "65"


MORE = POLL.replace("{a: A, b: B}", "{a: A, b: B, c: C}")
TWO = ["1,1,JP,q,a,,share,50,,,s", "2,1,KR,q,a,,share,40,,,s"]
TWO += ["3,1,JP,q,b,,share,45,,,s", "4,1,KR,q,b,,share,{b},,,s"]


@pytest.mark.parametrize(
    ("b", "options", "option", "words"),
    [
        ("44", "published", None, "44.5–45.5, lead not settled"),  # b: 44 to 45
        ("40", "published", "a", "44.5–45.5 "),
        ("40", "incomplete", "a", "44.5–45.5 "),  # what no source names has 13.5 points at most
        ("50", "published", "b", "47–48 "),
    ],
)
def test_an_answer_leads_a_total_only_where_no_other_can_be_larger(
    run: Run, project: Any, b: str, options: str, option: str | None, words: str
) -> None:
    poll = MORE.replace("options_complete: published", f"options_complete: {options}")
    root = project([line.format(b=b) for line in TWO], poll)
    done = run("compare", "poll", "--total", "equal", "--json", cwd=root)
    labels = [r for r in json.loads(done.stdout)["records"] if r["type"] == "label"]
    assert [r["option"] for r in labels if r["country"] is None] == [option]
    page = run("compare", "poll", "--total", "equal", cwd=root).stdout
    assert words in " ".join(page.split())


def test_an_answer_that_no_source_names_may_lead_a_total(run: Run, project: Any) -> None:
    poll = POLL.replace("options_complete: published", "options_complete: incomplete")
    root = project(["1,1,JP,q,a,,share,30,,,s", "2,1,KR,q,a,,share,30,,,s"], poll)
    done = run("compare", "poll", "--total", "equal", "--json", cwd=root)
    labels = [r for r in json.loads(done.stdout)["records"] if r["type"] == "label"]
    assert [r["option"] for r in labels if r["country"] is None] == [None]


def test_answers_that_are_level_in_a_total_are_both_named(run: Run, project: Any) -> None:
    level = ["1,1,JP,q,a,,count,450,,,s", "2,1,KR,q,a,,count,20,,,s"]
    level += ["3,1,JP,q,b,,count,90,,,s", "4,1,KR,q,b,,count,60,,,s"]
    root = project(level, MORE)
    page = " ".join(run("compare", "poll", "--total", "equal", cwd=root).stdout.split())
    assert "A = B" in page
    assert "level, 35 each" in page


def test_a_total_is_of_as_many_as_the_countries_together_exactly_or_about(
    run: Run, project: Any
) -> None:
    about = POLL.replace("JP: 900", "JP: {n: 900, n_status: approximate}")
    root = project(["1,1,JP,q,a,,share,50,,,s", "2,1,KR,q,a,,share,80,,,s"], about)
    page = run("compare", "poll.q", "--total", "equal", cwd=root).stdout
    (head,) = (line for line in page.splitlines() if line.startswith("Share, %"))
    assert head.split()[-1] == "n≈1,000"
    found = totals(run("compare", "poll.q", "--total", "equal", "--json", cwd=root))["a"]
    assert (found["n_base"], found["flags"]) == (1000, ["pooled-equal", "base-approximate"])


def test_nobody_asked_a_total_on_a_day(run: Run, project: Any) -> None:
    dated = POLL.replace(
        "{JP: 900, KR: 100}",
        "{JP: {n: 900, fieldwork: {start: 2019-05-01, end: 2019-05-03}}, KR: 100}",
    )
    for what in ("poll", "poll.q"):
        where, wide = project(FACTS, dated), {"COLUMNS": "200"}
        page = run("compare", what, "--total", "equal", cwd=where, env=wide).stdout
        about = next(line for line in page.splitlines() if line.startswith("poll 1"))
        assert "Japan 1 to 3 May 2019" in about
        assert "Total" not in about


@pytest.mark.parametrize("kind", ["commentators", "governments"])
def test_there_is_no_total_of_people_who_are_named(run: Run, project: Any, kind: str) -> None:
    poll = POLL.replace("sampling: probability", f"sampling: purposive\n    population: {kind}")
    root = project(["1,1,JP,q,a,,count,1,,,s", "2,1,KR,q,a,,count,1,,,s"], poll)
    done = run("compare", "poll.q", "--total", "equal", cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"no total: {kind} are named and counted" in done.stderr


@pytest.mark.parametrize("width", [66, 80, 120])
def test_no_word_of_a_narrow_comparison_is_broken(run: Run, width: int) -> None:
    page = run("compare", "kf-vub", "--total", "equal", env={"COLUMNS": str(width)}).stdout
    words = {word.strip(",") for word in page.split()}
    assert {"Denuclearization", "Inter-Korean", "plurality"} <= words
    assert not any(word != "Denuclearization" and word.startswith("Denucl") for word in words)
    assert all(len(line) <= width for line in page.splitlines())


# -- what a total has of its countries --------------------------------------------


def of_respondents(tmp_path: Path, given: dict[str, dict[str, int]]) -> Path:
    rows = [f"{c},{o}" for c, found in given.items() for o, n in found.items() for _ in range(n)]
    samples = ", ".join(f"{c}: {sum(found.values())}" for c, found in given.items())
    more = "design: {country: country}"
    wave = Wave("2020", samples=samples, more=more, rows=("country,q", *rows))
    write(tmp_path, Survey([wave]))
    return tmp_path


@pytest.mark.parametrize("small", ["JP", "KR"])
def test_a_total_of_a_country_that_is_withheld_is_withheld(
    run: Run, tmp_path: Path, small: str
) -> None:
    given = {code: {"a": 400, "b": 300, "c": 200} for code in ("JP", "KR")}
    root = of_respondents(tmp_path, given | {small: {"a": 12, "b": 6, "c": 2}})
    command = ("compare", "poll.q", "--total", "equal", "--suppress", "nchs")
    found = totals(run(*command, "--json", cwd=root))["a"]
    assert (found["suppressed"], found["flags"]) == (True, ["pooled-equal", "suppressed"])
    assert (found["bound_low"], found["bound_low_reached"]) == (None, None)
    page = run(*command, cwd=root).stdout
    assert "not reported" not in page
    (line,) = (line for line in page.splitlines() if line.startswith("First"))
    assert line.split()[-1] == "withheld"


def test_a_total_of_which_some_answer_is_withheld_has_none_that_leads(
    run: Run, tmp_path: Path
) -> None:
    given = {"JP": {"a": 2, "b": 20, "c": 42}, "KR": {"a": 20, "b": 12, "c": 32}}
    root = of_respondents(tmp_path, given)
    command = ("compare", "poll", "--total", "equal", "--suppress", "nchs")
    done = run(*command, "--json", cwd=root)
    (label,) = (
        r
        for r in json.loads(done.stdout)["records"]
        if r["type"] == "label" and r["country"] is None
    )
    assert (label["option"], label["flags"]) == (None, ["pooled-equal", "suppressed"])
    assert "lead not settled" not in " ".join(run(*command, cwd=root).stdout.split())


def test_a_total_of_sources_that_clash_is_not_said_to_be_unreported(run: Run, project: Any) -> None:
    clash = [*FACTS, "3,1,KR,q,a,,share,20,,,s"]
    page = run("compare", "poll.q", "--total", "equal", cwd=project(clash, POLL)).stdout
    (line,) = (line for line in page.splitlines() if line.startswith("A "))
    assert line.split() == ["A", "50", "facts", "clash", "facts", "clash"]
    assert "not reported" not in page


def test_a_total_of_few_respondents_is_marked(run: Run, tmp_path: Path) -> None:
    root = of_respondents(tmp_path, {"JP": {"a": 20, "b": 20}, "KR": {"a": 30, "b": 20}})
    found = totals(run("compare", "poll.q", "--total", "equal", "--json", cwd=root))["a"]
    assert (found["n_base"], found["flags"]) == (90, ["pooled-equal", "small_base"])
    page = run("compare", "poll.q", "--total", "equal", cwd=root).stdout
    (line,) = (line for line in page.splitlines() if line.startswith("First"))
    assert line.split()[1:] == ["50.0*", "60.0*", "55.0*"]


def test_a_total_is_known_as_well_as_the_country_that_is_known_worst(
    run: Run, tmp_path: Path
) -> None:
    root = of_respondents(tmp_path, {"JP": {"a": 300, "b": 500, "c": 200}})
    path = root / "questionnaires" / "poll.yaml"
    path.write_text(path.read_text("utf-8").replace("{JP: 1000}", "{JP: 1000, KR: 500}"), "utf-8")
    (root / "datasets" / "poll" / "findings.csv").write_text(
        "id,wave,country,item,option,predicate,value,source\n1,2020,KR,q,a,share,40,s\n", "utf-8"
    )
    done = run("compare", "poll.q", "--total", "equal", "--json", cwd=root)
    kinds = {option: r["evidence"] for option, r in totals(done).items()}
    assert kinds == {"a": "published", "b": "bounded", "c": "bounded"}
    (label,) = (
        r
        for r in json.loads(done.stdout)["records"]
        if r["type"] == "label" and r["country"] is None
    )
    assert label["option"] is None
    exact = json.loads(run("compare", "poll.q", "--total", "n", "--json", cwd=root).stdout)
    assert exact["notes"]


def test_the_label_of_a_total_has_the_share_of_its_answer(run: Run, project: Any) -> None:
    root = project(FACTS, POLL)
    done = run("compare", "poll.q", "--total", "equal", "--json", cwd=root)
    (label,) = (
        r
        for r in json.loads(done.stdout)["records"]
        if r["type"] == "label" and r["country"] is None
    )
    share = totals(done)["a"]
    same = ("share", "low", "high", "bound_low", "bound_high", "evidence", "sources")
    assert (label["option"], label["label"], label["label_sample"]) == ("a", None, None)
    assert {key: label[key] for key in same} == {key: share[key] for key in same}


SOME = """\
  q: {text: Q, asked: {item: r, options: [a]}, options_complete: published, options: {a: A, b: B}}
  r: {text: R, options_complete: published, options: {a: A, b: B}}
"""


@pytest.mark.parametrize("rule", ["n", "equal"])
def test_the_total_of_a_survey_is_of_everyone_where_a_question_is_not(
    run: Run, project: Any, rule: str
) -> None:
    poll = POLL[: POLL.index("  q:")] + SOME
    facts = ["1,1,JP,q,a,,share,40,all,300,s", "2,1,KR,q,a,,share,50,all,20,s"]
    facts += ["3,1,JP,r,a,,share,30,,,s", "4,1,KR,r,a,,share,40,,,s"]
    root = project(facts, poll)
    page = run("compare", "poll", "--total", rule, cwd=root).stdout
    sizes = [line.split() for line in page.splitlines() if line.startswith("n=")]
    assert sizes == [["n=900", "n=100", "n=1,000"], ["n=300", "n=20", "n=320"]]
    assert ("poll.q: the total weighs the countries" in page) == (rule == "n")
    for language in ("ko", "ja", "zh", "ru"):
        told = run("compare", "poll", "--total", rule, "--lang", language, cwd=root).stdout
        assert "the total weighs" not in told
    one = run("compare", "poll.q", "--total", rule, cwd=root).stdout
    (head,) = (line for line in one.splitlines() if line.startswith("Share, %"))
    assert [word for word in head.split() if word.startswith("n=")][-1] == "n=320"


@pytest.mark.parametrize(
    ("given", "se"),
    [
        ({"JP": {"a": 500, "b": 500}, "KR": {"a": 3}}, 0.5 * math.sqrt(0.25 / 999)),
        ({"JP": {"a": 500, "b": 500}, "KR": {"a": 1}}, None),  # one respondent has no variance
    ],
)
def test_a_total_has_no_limits_where_a_country_has_no_variance(
    run: Run, tmp_path: Path, given: dict[str, dict[str, int]], se: float | None
) -> None:
    root = of_respondents(tmp_path, given)
    found = totals(run("compare", "poll.q", "--total", "equal", "--json", cwd=root))["a"]
    assert found["share"] == 0.75
    assert (found["low"], found["high"], found["interval_kind"]) == (None, None, None)
    assert found["se"] == (None if se is None else pytest.approx(se))


def test_a_total_of_few_is_marked_also_where_it_has_no_limits(run: Run, tmp_path: Path) -> None:
    root = of_respondents(tmp_path, {"JP": {"a": 20, "b": 20}, "KR": {"a": 30}})
    found = totals(run("compare", "poll.q", "--total", "equal", "--json", cwd=root))
    assert {option: r["flags"] for option, r in found.items()} == {
        option: ["pooled-equal", "small_base"] for option in "abc"
    }
