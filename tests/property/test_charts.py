"""Laws of pictures: what is known of a share is what is drawn, and texts have room."""

from __future__ import annotations

import math
import re
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcli.render.bars import MOST, bar
from kcli.report.charts.known import Known
from kcli.report.charts.lettering import clean, cut, width_of, wrapped
from kcli.report.charts.marks import Heights, across, tens, upright
from kcli.report.charts.plot import Plot

pytestmark = pytest.mark.slow  # whole documents and pictures, many times over

SHARES = st.floats(0, 1).map(lambda share: round(share, 6))
TEXTS = st.text(max_size=80)
WIDTHS = st.floats(30, 400)


@st.composite
def known(draw: Any) -> Known:
    low, high = sorted((draw(SHARES), draw(SHARES)))
    at = draw(st.none() | st.floats(low, high))
    outside = draw(st.none() | st.floats(0, 0.2))
    interval = None if outside is None else (max(0.0, low - outside), min(1.0, high + outside))
    return Known(at, low, high, draw(st.booleans()), draw(st.booleans()), interval, "x")


def drawn(known: Known, *, tall: bool) -> dict[str, list[dict[str, Any]]]:
    plot = Plot(0, 0, 300, 200, (0.0, 1.0))
    if tall:
        height = Heights(0.0, 1.0, 0, 200)
        upright(plot, known, 0.5, height, ("#000010", "circle"), 1 / 300)
    else:
        across(plot, known, 20, "#000010")
    found: dict[str, list[dict[str, Any]]] = {}
    for layer in plot.layers:
        found.setdefault(layer.name, []).extend(layer.rows)
    return found


@given(known(), st.booleans())
def test_a_share_is_a_point_or_a_band_with_a_sign_at_either_end(known: Known, tall: bool) -> None:
    found = drawn(known, tall=tall)
    ends = [row for name in ("arrow", "end", "open-end") for row in found.get(name, [])]
    if known.at is not None:
        assert len(found["point"]) == 1
        assert not ends
        assert "range" not in found
        return
    assert "point" not in found
    assert len(found["range"]) == 1
    assert len(ends) == 2
    runs_on = [known.low == 0, known.high == 1]
    assert len(found.get("arrow", [])) == sum(runs_on)
    reached = [known.low_reached, known.high_reached]
    hollow = sum(not r and not on for r, on in zip(reached, runs_on, strict=True))
    assert len(found.get("open-end", [])) == hollow


@given(known(), st.booleans())
def test_an_interval_that_is_known_is_drawn(known: Known, tall: bool) -> None:
    found = drawn(known, tall=tall)
    assert len(found.get("interval", [])) == (known.interval is not None)


@given(known(), st.booleans())
def test_nothing_is_drawn_outside_the_scale(known: Known, tall: bool) -> None:
    for rows in drawn(known, tall=tall).values():
        for row in rows:
            for key in ("x", "x2", "y", "y2"):
                assert math.isfinite(row.get(key, 0))
            if not tall:
                assert 0 <= row["x"] <= 1
                assert 0 <= row.get("x2", 0) <= 1


def test_where_nothing_is_known_nothing_is_drawn() -> None:
    assert drawn(Known(silence="not reported"), tall=False) == {}
    assert drawn(Known(silence="not reported"), tall=True) == {}


@given(st.lists(known(), min_size=1, max_size=8))
def test_a_scale_holds_everything_that_is_drawn(values: list[Known]) -> None:
    low, high, step = tens(values)
    assert 0 <= low < high <= 1 + 1e-9
    for value in values:
        least, most = value.ends
        assert low <= least + 1e-6
        assert most <= high + 1e-6
    assert abs((high - low) / step - round((high - low) / step)) < 1e-6


@given(TEXTS, WIDTHS)
def test_a_text_that_is_cut_has_room_and_is_the_beginning(text: str, width: float) -> None:
    shown = cut(text, width, 14)
    assert width_of(shown, 14) <= width
    assert shown == text or text.startswith(shown.removesuffix("…"))


@given(TEXTS, WIDTHS, st.integers(1, 4))
def test_wrapped_lines_have_room_and_lose_no_word(text: str, width: float, most: int) -> None:
    plain = clean(text)
    lines = wrapped(plain, width, 14, most)
    assert len(lines) <= most
    assert all(width_of(line, 14) <= width for line in lines)
    if not lines[-1].endswith("…"):
        assert "".join("".join(lines).split()) == "".join(plain.split())


@given(TEXTS)
def test_a_clean_text_is_what_xml_allows(text: str) -> None:
    shown = clean(text)
    assert clean(shown) == shown
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff\ufffe\uffff]", shown)


def estimate(**words: Any) -> Any:
    told = {
        "flags": (), "population": "general_public", "option_kind": "substantive",
        "low": None, "high": None, "share": None, **words,
    }  # fmt: skip
    return SimpleNamespace(**told)


@given(known(), st.integers(10, MOST))
def test_a_bar_is_as_wide_as_its_scale_and_never_broken(known: Known, width: int) -> None:
    low, high = known.interval or (None, None)
    record = estimate(
        share=known.at, bound_low=known.low, bound_high=known.high,
        bound_low_reached=known.low_reached, bound_high_reached=known.high_reached,
        low=low, high=high,
    )  # fmt: skip
    line = bar(record, width)
    assert len(line) == width
    assert " " not in line
    if known.at is None:
        assert not re.search("[█▓▒▏▎▍▌▋▊▉]", line), "a range is no bar"
        assert ("◂" in line) == (known.low <= 0)
        assert ("▸" in line) == (known.high >= 1)
    else:
        assert not re.search(r"[═()\[\]◂▸]", line)


@given(SHARES, SHARES, st.integers(10, MOST))
def test_a_larger_share_has_no_shorter_bar(one: float, two: float, width: int) -> None:
    low, high = sorted((one, two))
    signs = " ▏▎▍▌▋▊▉█"

    def length(share: float) -> int:
        return sum(signs.index(sign) for sign in bar(estimate(share=share), width) if sign != "·")

    assert length(low) <= length(high)
    assert (length(low) == 0) == (low == 0)
