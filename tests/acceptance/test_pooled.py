"""A pooled sample beside its countries, and experts beside a public: nobody counts twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Run

QUESTIONNAIRE = """\
survey: poll
title: A poll
sources: {paper: {publisher: A paper}}
waves:
  "2024":
    mode: online
    sampling: probability
    weighted: yes
    published_base: all
    samples:
      KR: 1000
      JP: 1000
      BOTH: {n: 2000, countries: [KR, JP]}
      KRX: {n: 40, country: KR, population: experts, sampling: expert}
items:
  q: {text: A question, options_complete: published, options: {a: A, b: B}}
"""
FINDINGS = """\
id,wave,population,country,item,option,predicate,value,source
f1,2024,general_public,KR,q,a,share,40.0,paper
f2,2024,general_public,JP,q,a,share,60.0,paper
f3,2024,,BOTH,q,a,share,55.0,paper
f4,2024,experts,KR,q,a,share,90.0,paper
"""


@pytest.fixture
def poll(tmp_path: Path) -> Path:
    (tmp_path / "questionnaires").mkdir()
    (tmp_path / "questionnaires" / "poll.yaml").write_text(QUESTIONNAIRE)
    (tmp_path / "datasets" / "poll").mkdir(parents=True)
    (tmp_path / "datasets" / "poll" / "findings.csv").write_text(FINDINGS)
    return tmp_path


def records(run: Run, root: Path, kind: str, *command: str) -> list[dict[str, Any]]:
    done = run(*command, "--json", cwd=root)
    assert done.returncode == 0, done.stderr
    return [r for r in json.loads(done.stdout)["records"] if r["type"] == kind]


@pytest.mark.parametrize("rule", ["equal", "n"])
def test_a_total_is_of_the_countries_and_not_of_their_pool(run: Run, poll: Path, rule: str) -> None:
    page = run("compare", "poll.q:general_public", "--total", rule, cwd=poll).stdout
    assert "KR 50.0%, JP 50.0%" in " ".join(page.split())
    found = records(run, poll, "estimate", "compare", "poll.q:general_public", "--total", rule)
    (total,) = [r for r in found if r["option"] == "a" and f"pooled-{rule}" in str(r)]
    assert (total["share"], total["n_base"]) == (0.5, 2000)


def test_there_is_no_total_of_a_public_and_experts(run: Run, poll: Path) -> None:
    done = run("compare", "poll.q", "--total", "equal", cwd=poll)
    assert (done.returncode, done.stdout) == (2, "")
    assert "no total: there are samples of general_public and experts" in done.stderr
    hint = "poll.q:general_public"
    assert hint in done.stderr
    assert run("compare", hint, "--total", "equal", cwd=poll).returncode == 0


def test_a_pool_is_not_tested_against_its_parts(run: Run, poll: Path) -> None:
    pairs = records(run, poll, "pair", "compare", "poll.q:general_public")
    tested = {(p["country_a"], p["country_b"]) for p in pairs if p["p_value"] is not None}
    assert tested == {("KR", "JP")}
    assert all(p["p_adjusted"] == p["p_value"] for p in pairs)
    shares = records(run, poll, "estimate", "compare", "poll.q:general_public")
    letters = {(r["country"], r["option"]): r["letters"] for r in shares if r["letters"]}
    assert letters == {("JP", "a"): "A", ("KR", "b"): "B"}


def test_a_survey_has_no_more_respondents_than_there_were(run: Run, poll: Path) -> None:
    (survey,) = records(run, poll, "survey", "list")
    assert survey["n"] == 2040


def test_a_pool_of_countries_that_were_not_asked_alone_is_counted(run: Run, poll: Path) -> None:
    path = poll / "questionnaires" / "poll.yaml"
    text = path.read_text().replace(
        "countries: [KR, JP]}", "countries: [DE, FR], n_status: approximate}"
    )
    path.write_text(text)
    (survey,) = records(run, poll, "survey", "list")
    assert survey["n"] == 4040
    found = records(run, poll, "estimate", "compare", "poll.q:general_public", "--total", "equal")
    (total,) = [r for r in found if r["option"] == "a" and "pooled-equal" in str(r)]
    assert total["share"] == pytest.approx((0.4 + 0.6 + 0.55) / 3)


def test_there_is_no_total_of_a_pool_and_its_country(run: Run, poll: Path) -> None:
    chosen = ("compare", "poll.q:general_public", "--total", "equal")
    path = poll / "questionnaires" / "poll.yaml"
    path.write_text(
        path.read_text().replace("      JP: 1000\n", "").replace("[KR, JP]", "[KR, DE]")
    )
    facts = poll / "datasets" / "poll" / "findings.csv"
    facts.write_text("\n".join(x for x in facts.read_text().splitlines() if ",JP," not in x) + "\n")
    done = run(*chosen, cwd=poll)
    assert (done.returncode, done.stdout) == (2, "")
    assert "no total: a pooled sample and its country have no other beside them" in done.stderr
