"""Printed figures at the edge: nobody asked, a thousand billion asked, all and none of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hostile_numbers.polls import strictly

Run = Callable[..., Any]
Project = Callable[..., Path]
COMMANDS = (
    "compare poll.q",
    "compare poll",
    "label poll",
    "topline poll.q",
    "trend poll.q",
    "shift poll.q --from 2020 --to 2021",
    "check",
    "list",
    "show poll.q",
)
HUGE = 10**15 - 1
FACTS: dict[str, tuple[int, list[str]]] = {
    "all of them": (1000, ["a,2020,JP,q,a,,share,100,,,paper", "b,2020,KR,q,a,,share,0,,,paper"]),
    "all, to eighteen decimals": (
        1000,
        [
            "a,2020,JP,q,a,,share,99.999999999999999999,,,paper",
            "b,2020,KR,q,a,,share,0.000000000000000001,,,paper",
        ],
    ),
    "nobody": (0, ["a,2020,JP,q,a,,share,50,,,paper", "b,2021,KR,q,b,,majority,,,,paper"]),
    "one": (1, ["a,2020,JP,q,a,,count,1,,1,paper", "b,2021,JP,q,b,,count,0,,1,paper"]),
    "a thousand billion": (
        HUGE,
        [
            "a,2020,JP,q,a,,share,33.333333,,,paper",
            f"b,2021,JP,q,a,,count,{HUGE - 1},,{HUGE},paper",
            f"c,2021,KR,q,b,,count,1,,{HUGE},paper",
        ],
    ),
    "nothing but none": (1000, [f"{o},2020,JP,q,{o},,share,0,,,paper" for o in "ab"]),
}


def made(project: Project, name: str) -> Path:
    import conftest

    n, facts = FACTS[name]
    text = conftest.QUESTIONNAIRE.replace("JP: 1000, KR: 1000", f"JP: {n}, KR: {n}")
    return project(facts, text)


@pytest.mark.parametrize("name", FACTS)
@pytest.mark.parametrize("command", COMMANDS)
def test_json_and_pages_have_no_number_that_is_none(
    command: str, name: str, run: Run, project: Project
) -> None:
    root = made(project, name)
    done = run(*command.split(), "--json", cwd=root)
    assert done.returncode in (0, 1), done.stderr
    assert strictly(done.stdout)["records"] or command == "check"
    page = run(*command.split(), cwd=root)
    assert page.returncode == done.returncode
    assert not re.search(r"(?i)\b(nan|inf|infinity)\b|[-−]0(?![.\d])|\de[+-]?\d", page.stdout)


def shares(run: Run, root: Path, wave: str, country: str = "JP") -> dict[str, Any]:
    done = run("compare", "poll.q", "--wave", wave, "--json", cwd=root)
    records = json.loads(done.stdout)["records"]
    return {r["option"]: r for r in records if r["type"] == "estimate" and r["country"] == country}


def test_a_thousand_billion_people_are_printed_whole(run: Run, project: Project) -> None:
    root = made(project, "a thousand billion")
    assert "n=999,999,999,999,999" in run("compare", "poll.q", cwd=root).stdout
    found = shares(run, root, "2021")
    assert (found["a"]["n_option"], found["a"]["n_base"]) == (HUGE - 1, HUGE)
    page = run("topline", "poll.q", "--wave", "2021", cwd=root).stdout
    assert re.search(r"Base, unweighted +999,999,999,999,999 ", page)


@pytest.mark.parametrize(
    ("name", "wave"), [("all, to eighteen decimals", "2020"), ("a thousand billion", "2021")]
)
def test_next_to_all_is_not_all_and_next_to_nobody_is_somebody(
    name: str, wave: str, run: Run, project: Project
) -> None:
    root = made(project, name)
    page = run("compare", "poll.q", "--wave", wave, cwd=root).stdout
    cells = [line.split()[1:] for line in page.split("\n") if re.match(r"(First|Second) ", line)]
    told = {cell for row in cells for cell in row}
    assert len(told) > 2
    assert not told & {"100", "100.0", "0", "0.0"}, page
    for country in ("JP", "KR"):
        for record in shares(run, root, wave, country).values():
            assert record["share"] not in (0, 1), record


def test_figures_of_nobody_make_no_interval(run: Run, project: Project) -> None:
    found = shares(run, made(project, "nobody"), "2020")
    assert {record["low"] for record in found.values()} == {None}
    assert {record["n_eff"] for record in found.values()} == {None}


def test_what_is_larger_than_a_count_can_be_is_refused_with_its_place(
    run: Run, project: Project
) -> None:
    root = project([f"a,2020,JP,q,a,,count,{10**15},,{10**16},paper"])
    done = run("compare", cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.match(r"datasets/poll/findings.csv:2:\d+: bad-value: ", done.stderr)
