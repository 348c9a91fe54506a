"""Samples at the edge of what can be computed: a number that is right, or none and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hostile_numbers.polls import COMMANDS, Row, asked, build, checked

from kcli import api
from kcli.errors import KcliError
from kcli.io.project import find_project


def rows(count: int, make: Callable[[int], Row]) -> list[Row]:
    return [make(number) for number in range(count)]


def person(
    number: int,
    weight: str = "1",
    stratum: str = "s",
    unit: str | None = None,
    answers: Sequence[str] = ("a", "x", "a", "a"),
) -> Row:
    unit = f"u{number}" if unit is None else unit
    return (("JP", "KR")[number % 2], weight, stratum, unit, *answers)


MIXED = ("a", "b", "c", "dk", "")
WEIGHTS = ("1e-300", "1e300", "1", "1e-150", "1e150", "2.5", "0", "1e16")
CASES: dict[str, list[Row]] = {
    "one respondent": rows(1, person),
    "one of each country": rows(2, person),
    "two of each": rows(4, person),
    "everyone the same": rows(40, person),
    "nobody stated an answer": rows(8, lambda n: person(n, answers=("", "", "", ""))),
    "one stated an answer": rows(
        8, lambda n: person(n, answers=("", "", "", "") if n else ("a", "x", "b", "a;b"))
    ),
    "nobody was asked": rows(8, lambda n: person(n, answers=("a", "y", "", ""))),
    "nobody has an opinion": rows(8, lambda n: person(n, answers=("dk", "x", "a", "dk"))),
    "one unit": rows(8, lambda n: person(n, unit="u", answers=(MIXED[n % 5], "xy"[n % 2], "", ""))),
    "a unit a country": rows(
        8, lambda n: person(n, unit=str(n % 2), answers=(MIXED[n % 5], "x", "a", ""))
    ),
    "a stratum a person": rows(
        8, lambda n: person(n, stratum=f"s{n}", answers=(MIXED[n % 5], "xy"[n // 2 % 2], "", ""))
    ),
    "weights of all sizes": rows(
        48, lambda n: person(n, WEIGHTS[n % 8], answers=(MIXED[n % 5], "xy"[n % 3 % 2], "a", "b"))
    ),
    "tiny weights": rows(
        20, lambda n: person(n, "2.3e-308", answers=(MIXED[n % 5], "xy"[n % 3 % 2], "b", "a;b"))
    ),
    "huge weights": rows(
        20, lambda n: person(n, "1.7e308", answers=(MIXED[n % 5], "xy"[n % 3 % 2], "b", "a;b"))
    ),
    "whoever answered weighs nothing": rows(
        10, lambda n: person(n, "0" if n < 6 else "1", answers=("a" if n < 6 else "", "x", "", ""))
    ),
    "one weighs all": rows(
        20, lambda n: person(n, "1e15" if n == 7 else "1e-15", answers=(MIXED[n % 4], "x", "a", ""))
    ),
    "one answer weighs nothing": rows(
        20, lambda n: person(n, "0" if n % 4 == 1 else "1", answers=(MIXED[n % 4], "x", "b", "dk"))
    ),
}


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    found: dict[str, Path] = {}

    def make(name: str) -> Path:
        if name not in found:
            folder = tmp_path_factory.mktemp("edges")
            turned = [(row[0], *row[1:4], *row[4:]) for row in reversed(CASES[name])]
            found[name] = build(folder / "p", {"2020": CASES[name], "2021": turned})
        return found[name]

    return make


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", CASES)
def test_a_number_is_one_that_it_can_be_or_is_none(
    name: str, command: str, projects: Callable[[str], Path]
) -> None:
    found = asked(projects(name), command)
    if isinstance(found, KcliError):
        assert found.exit_status == 2
        assert str(found)
    else:
        assert checked(found)["records"]


def estimates(found: Any, **wanted: Any) -> list[dict[str, Any]]:
    records = checked(found)["records"]
    return [
        r for r in records if r["type"] == "estimate" and all(r[k] == v for k, v in wanted.items())
    ]


def test_one_respondent_has_a_share_and_no_interval(tmp_path: Path) -> None:
    root = build(tmp_path / "p", {"2021": [person(0)]}, "country: country, weight: w")
    found = asked(root, "compare item")
    (first,) = estimates(found, option="a", country="JP")
    assert (first["share"], first["n_base"], first["low"], first["high"]) == (1.0, 1, None, None)
    (nobody,) = estimates(found, option="a", country="KR")
    assert (nobody["share"], nobody["low"]) == (None, None)


def test_one_unit_of_a_stratum_is_refused_in_words_and_may_be_allowed(
    projects: Callable[[str], Path],
) -> None:
    refused = asked(projects("one respondent"), "compare item")
    assert isinstance(refused, KcliError)
    assert "single sampling unit" in str(refused)
    allowed = api.compare(
        find_project(str(projects("one respondent"))), "poll.q", lonely="centered"
    )
    (first,) = estimates(allowed, option="a", country="JP")
    assert (first["share"], first["low"], first["high"]) == (1.0, None, None)


def test_whoever_weighs_nothing_is_counted_and_makes_no_share(
    projects: Callable[[str], Path],
) -> None:
    found = asked(projects("whoever answered weighs nothing"), "compare item")
    for country in ("JP", "KR"):
        (first,) = estimates(found, option="a", country=country, wave="2021")
        assert first["n_base"] == 3
        assert first["share"] is None
        assert "empty_base" in first["flags"]


def test_whom_everybody_agrees_with_has_no_range_that_leaves_the_scale(
    projects: Callable[[str], Path],
) -> None:
    for record in estimates(asked(projects("everyone the same"), "compare item"), wave="2021"):
        if record["option_kind"] != "score":
            assert record["share"] in (0.0, 1.0)
            assert 0 <= record["low"] <= record["high"] <= 1
            assert record["high"] - record["low"] > 0.1  # twenty people are not everybody
