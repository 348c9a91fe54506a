"""kcli check finds nothing in what was counted and rounded rightly, and finds what was not."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from unit.checking import codes, flaws

NAMES = "abcde"


def printed(count: int, n: int, decimals: int, rounding: str) -> str:
    value = Decimal(count) * 100 / Decimal(n)
    return str(value.quantize(Decimal(1).scaleb(-decimals), rounding))


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Any]:
    """Counts of n people, don't know last, and how they are printed."""
    n = draw(st.integers(7, 160))
    cuts = sorted(draw(st.lists(st.integers(0, n), min_size=4, max_size=4)))
    counts = [high - low for low, high in zip([0, *cuts], [*cuts, n], strict=True)]
    return {
        "counts": counts,
        "decimals": draw(st.integers(0, 2)),
        "rounding": draw(st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN])),
        "base": draw(st.sampled_from(["all", "substantive", "unknown"])),
        "named": draw(st.booleans()),
    }


def lines_of(table: dict[str, Any], more: int = 0) -> list[str]:
    """The table as findings, with its net; the first answer by some units of its last decimal."""
    counts, decimals = table["counts"], table["decimals"]
    n = sum(counts) - (counts[-1] if table["base"] == "substantive" else 0)
    size = f" base_n={n}" if table["named"] else ""
    answers = list(zip(NAMES, counts, strict=True))
    if table["base"] == "substantive":
        answers = answers[:-1]
    if not n:
        return []
    figures = [(o, printed(count, n, decimals, table["rounding"])) for o, count in answers]
    option, text = figures[0]
    figures[0] = (option, str(Decimal(text) + Decimal(more).scaleb(-decimals)))
    net = printed(counts[1] + counts[2], n, decimals, table["rounding"])
    return [f"{o} share {text}{size}" for o, text in [*figures, ("bc", net)]]


def found(table: dict[str, Any], lines: list[str]) -> list[str]:
    options = "{a: A, b: B, c: C, d: D, e: {label: E, kind: dont_know}}"
    nets = "{bc: {options: [b, c], label: BC}}"
    samples = f"{{KR: {sum(table['counts'])}}}"
    parts = {"options": options, "nets": nets, "samples": samples, "base": table["base"]}
    return codes(flaws(*lines, weighted="no", **parts))


@given(tables())
@settings(max_examples=60, deadline=None)
def test_nothing_is_wrong_with_what_was_counted(table: dict[str, Any]) -> None:
    lines = lines_of(table)
    assume(lines)
    wrong = set(found(table, lines))
    allowed = {"rounding-down"} if table["rounding"] == ROUND_HALF_EVEN else set()
    assert wrong <= allowed


@given(tables(), st.integers(6, 30))
@settings(max_examples=40, deadline=None)
def test_a_misprint_of_more_than_all_halves_is_found(table: dict[str, Any], more: int) -> None:
    """Five answers are off by five halves and their own at the most: six units are too many."""
    lines = lines_of(table, more)
    assume(lines and Decimal(lines[0].split()[2]) <= 100)
    assert "sum-not-100" in found(table, lines)
