"""Sums of weights lose no digit, whatever their sizes: set against fractions, through the API."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hostile_numbers.polls import asked, build, checked

from kcli.errors import KcliError

ANSWERS = ("a", "b", "c", "dk")


def shares(found: Any) -> dict[tuple[str, str], dict[str, Any]]:
    assert not isinstance(found, KcliError), found
    return {
        (r["country"], r["option"]): r for r in checked(found)["records"] if r["type"] == "estimate"
    }


def weighed(tmp_path: Path, weights: list[tuple[str, str]]) -> dict[tuple[str, str], Any]:
    """The estimates of Japan, whose respondents have these weights and answers."""
    rows = [
        ("JP", weight, "s", f"u{n}", answer, "x", "a", "a")
        for n, (weight, answer) in enumerate(weights)
    ]
    rows += [("KR", "1", "s", f"k{n}", ANSWERS[n % 4], "x", "a", "a") for n in range(4)]
    root = build(tmp_path / "p", {"2021": rows}, "country: country, weight: w")
    return shares(asked(root, "compare item"))


def exactly(weights: list[tuple[str, str]]) -> dict[str, Fraction]:
    """The share of each answer, in fractions of the doubles nearest to the weights."""
    total = sum((Fraction(float(weight)) for weight, _ in weights), Fraction(0))
    return {
        answer: sum((Fraction(float(w)) for w, given in weights if given == answer), Fraction(0))
        / total
        for answer in ANSWERS
    }


def is_near(found: float, exact: Fraction) -> bool:
    """Whether a number of a record is the exact one in its twelve digits."""
    return found == float(f"{float(exact):.12g}")


def spread(seed: int, low: int, high: int, count: int) -> list[tuple[str, str]]:
    """Weights of all sizes between two powers of ten."""
    chance = random.Random(seed)
    return [
        (f"{chance.uniform(1, 9.99):.15f}e{chance.randint(low, high)}", chance.choice(ANSWERS))
        for _ in range(count)
    ]


CASES: dict[str, list[tuple[str, str]]] = {
    "tenths": [("0.1", ANSWERS[n % 3]) for n in range(20_000)],
    "one giant first": [("1e16", "a"), *(("1", "b") for _ in range(20_000)), ("3", "dk")],
    "one giant last": [*(("1", "b") for _ in range(20_000)), ("3", "c"), ("1e16", "a")],
    "one giant of each answer": [
        (weight, answer) for answer in ANSWERS for weight in ("1e16", *["1"] * 5_000)
    ],
    "sizes from 1e-8 to 1e8": spread(1, -8, 8, 10_000),
    "sizes from 1e-49 to 1e49": spread(2, -49, 49, 10_000),
    "sizes from 1e-300 to 1e-202": spread(3, -300, -202, 10_000),
    "sizes from 1e208 to 1e306": spread(5, 208, 306, 10_000),
    "thirds": [(repr(1 / 3), ANSWERS[n % 4]) for n in range(9_999)],
}


@pytest.mark.parametrize("name", CASES)
def test_a_share_is_that_of_fractions_to_twelve_digits(name: str, tmp_path: Path) -> None:
    weights = CASES[name]
    found, wanted = weighed(tmp_path, weights), exactly(weights)
    for answer, exact in wanted.items():
        assert is_near(found["JP", answer]["share"], exact), answer
    assert {found["JP", answer]["n_base"] for answer in ANSWERS} == {len(weights)}


@pytest.mark.parametrize("name", ["tenths", "one giant first", "one giant last", "thirds"])
def test_the_base_is_the_sum_of_the_weights_to_twelve_digits(name: str, tmp_path: Path) -> None:
    weights = CASES[name]
    total = sum((Fraction(float(weight)) for weight, _ in weights), Fraction(0))
    assert is_near(weighed(tmp_path, weights)["JP", "a"]["w_base"], total)


def test_the_order_of_rows_changes_no_digit(tmp_path: Path) -> None:
    weights = CASES["sizes from 1e-49 to 1e49"]
    turned = random.Random(4).sample(weights, len(weights))
    one, other = weighed(tmp_path / "1", weights), weighed(tmp_path / "2", turned)
    assert [r["share"] for r in one.values()] == [r["share"] for r in other.values()]
    assert [r["w_base"] for r in one.values()] == [r["w_base"] for r in other.values()]


def test_sizes_that_no_sum_could_hold_are_refused_in_words(tmp_path: Path) -> None:
    rows = [("JP", weight, "s", "u", "a", "x", "a", "a") for weight in ("1e-300", "1", "1e300")]
    root = build(tmp_path / "p", {"2021": rows}, "country: country, weight: w", "{JP: {}}")
    found = asked(root, "compare item")
    assert isinstance(found, KcliError)
    assert "differ by more than 100 powers of ten" in str(found)


@pytest.mark.slow
def test_ten_million_tenths_lose_no_digit(tmp_path: Path) -> None:
    count = 10_000_000
    root = build(tmp_path / "p", {"2021": []}, "country: country, weight: w")
    path = root / "datasets" / "poll" / "2021.responses.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("country,w,q,g,f,m\n")
        block = "".join(f"JP,0.1,{ANSWERS[n % 3]},x,a,a\n" for n in range(9_999))
        for _ in range(count // 9_999):
            file.write(block)
        file.writelines(f"JP,0.1,{ANSWERS[n % 3]},x,a,a\n" for n in range(count % 9_999))
        file.write("KR,1,a,x,a,a\nKR,1,b,x,a,a\n")
    found = shares(asked(root, "compare item"))
    assert found["JP", "a"]["n_base"] == count
    assert is_near(found["JP", "a"]["w_base"], Fraction(0.1) * count)
    counts = {option: (count - place + 2) // 3 for place, option in enumerate("abc")}
    assert sum(counts.values()) == count
    for option, number in counts.items():
        assert found["JP", option]["n_option"] == number
        assert is_near(found["JP", option]["share"], Fraction(number, count))
