"""``kcli compare --total``: a total over countries, only under a rule that has a name."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

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
