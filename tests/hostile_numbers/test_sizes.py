"""More than anybody can have meant is refused in one line, at once; what is large is read."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Project = Callable[..., Path]
HEAD = "survey: poll\ntitle: A poll\nsources: {paper: {publisher: A paper}}\n"
WAVES = 'waves: {"2020": {fieldwork: 2020-01, samples: {JP: 1000, KR: 1000}}}\n'
PATIENCE = 60  # seconds, of a machine that does much else


def options(count: int) -> str:
    told = "".join(f"      o{n}: Answer {n}\n" for n in range(count))
    return f"{HEAD}{WAVES}items:\n  q:\n    text: Q\n    options:\n{told}"


def waves(count: int) -> str:
    told = "".join(
        f"  w{n}: {{fieldwork: {1000 + n % 9000}-01, published_base: all, samples: {{JP: 1000}}}}\n"
        for n in range(count)
    )
    return f"{HEAD}waves:\n{told}items: {{q: {{text: Q, options: {{a: A, b: B}}}}}}\n"


def samples(count: int) -> str:
    told = "".join(f"      s{n}: {{n: 1, country: JP}}\n" for n in range(count))
    head = f'{HEAD}waves:\n  "2020":\n    fieldwork: 2020-01\n    samples:\n'
    return f"{head}{told}items: {{q: {{text: Q, options: {{a: A, b: B}}}}}}\n"


def items(count: int) -> str:
    told = "".join(f"  q{n}: {{text: Q, options: {{a: A, b: B}}}}\n" for n in range(count))
    return f"{HEAD}{WAVES}items:\n{told}"


def refused(run: Run, root: Path, *command: str) -> str:
    start = time.monotonic()
    done = run(*command, cwd=root)
    assert time.monotonic() - start < PATIENCE
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("questionnaires/poll.yaml:")
    return str(line)


@pytest.mark.parametrize("command", ["compare poll.q", "label poll", "list"])
@pytest.mark.parametrize(
    ("text", "name"),
    [(options(1_001), "options"), (waves(2_001), "waves"), (samples(1_001), "samples")],
    ids=["options", "waves", "samples"],
)
def test_one_more_than_is_read_is_refused_and_the_hint_names_the_limit(
    text: str, name: str, command: str, run: Run, project: Project
) -> None:
    line = refused(run, project(None, text), *command.split())
    assert "yaml-limit" in line
    assert f"kcli --limit {name}=N" in line


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [options(100_000), waves(10_000), samples(300_000), samples(1_000_000)],
    ids=["options", "waves", "samples", "a million samples"],
)
def test_what_is_far_too_much_is_refused_before_anybody_waits(
    text: str, run: Run, project: Project
) -> None:
    line = refused(run, project(None, text), "compare")
    assert "kcli --limit" in line


def test_a_limit_that_is_raised_lets_them_in(run: Run, project: Project) -> None:
    root = project(None, options(1_001))
    done = run("--limit", "options=1001", "show", "poll.q", "--json", cwd=root)
    assert done.returncode == 0, done.stderr
    records = json.loads(done.stdout)["records"]
    assert sum(record["type"] == "option" for record in records) == 1_001


@pytest.mark.parametrize("count", [1_000, pytest.param(10_000, marks=pytest.mark.slow)])
def test_thousands_of_items_are_listed(count: int, run: Run, project: Project) -> None:
    facts = [f"f{n},2020,JP,q{n},a,,share,50,,,paper" for n in range(count)]
    done = run("list", "poll", "--json", cwd=project(facts, items(count)))
    assert done.returncode == 0, done.stderr
    found = [r for r in json.loads(done.stdout)["records"] if r["type"] == "item"]
    assert len(found) == count
    assert {record["findings"] for record in found} == {1}


def test_hundreds_of_waves_are_followed(run: Run, project: Project) -> None:
    facts = [f"f{n},w{n},JP,q,a,,share,{n % 101},,,paper" for n in range(150)]
    done = run("trend", "poll.q", "--answer", "a", "--json", cwd=project(facts, waves(150)))
    assert done.returncode == 0, done.stderr
    shares = [
        r["share"]
        for r in json.loads(done.stdout)["records"]
        if r["type"] == "estimate" and r["option"] == "a"
    ]
    assert shares == [n % 101 / 100 for n in range(150)]


def test_forty_answers_of_equal_shares_have_no_leader_and_nobody_waits(
    run: Run, project: Project
) -> None:
    facts = [f"f{n},2020,JP,q,o{n},,share,2.5,,,paper" for n in range(40)]
    text = options(40).replace("    text: Q\n", "    text: Q\n    options_complete: published\n")
    start = time.monotonic()
    done = run("label", "poll.q", "--json", cwd=project(facts, text))
    assert time.monotonic() - start < PATIENCE
    (label,) = (r for r in json.loads(done.stdout)["records"] if r["country"] == "JP")
    assert label["option"] is None
    assert label["label_sample"] is None
    assert len(label["tied"]) == 40


def test_respondents_may_choose_among_hundreds_of_answers(run: Run, project: Project) -> None:
    text = options(900).replace("samples: {", "design: {country: c}, samples: {")
    root = project(None, text)
    rows = "".join(f"{('JP', 'KR')[n % 2]},o{n}\n" for n in range(900))
    (root / "datasets" / "poll").mkdir(parents=True)
    (root / "datasets" / "poll" / "2020.responses.csv").write_text(f"c,q\n{rows}", "utf-8")
    done = run("compare", "poll.q", "--json", "-q", cwd=root)
    assert done.returncode == 0, done.stderr
    estimates = [r for r in json.loads(done.stdout)["records"] if r["type"] == "estimate"]
    assert sum(record["n_option"] for record in estimates) == 900
    assert {record["share"] for record in estimates} == {0.0, float(f"{1 / 450:.12g}")}
