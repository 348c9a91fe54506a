"""Where a line of Chinese or Japanese may end on a terminal."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from kcli.render.lines import Unspaced, pieces


def lines(text: str, width: int, kind: type[Text] = Unspaced) -> list[str]:
    console = Console(file=io.StringIO(), width=width, legacy_windows=False)
    return [line.plain for line in kind(text, overflow="fold").wrap(console, width)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("上升5个百分点。", ["上", "升", "5个", "百", "分", "点。"]),
        ("（从22.1%到16.1%）；", ["（从", "22.1%", "到", "16.1%）；"]),
        ("“Not good”，但", ["“Not ", "good”，", "但"]),
        ("きょうの「調査」は", ["きょ", "う", "の", "「調", "査」", "は"]),
        ("한국어는 그대로", ["한국어는 ", "그대로"]),
        ("a-b (c) d(e)", ["a-b ", "(c) ", "d(e)"]),
    ],
)
def test_a_text_is_parted_where_its_script_lets_it(text: str, parts: list[str]) -> None:
    assert pieces(text) == parts


@given(st.text(st.sampled_from("中国あー，。“”（）5% aB한\n"), max_size=60))
def test_the_pieces_are_the_text(text: str) -> None:
    assert "".join(pieces(text)) == text


@given(st.text(st.sampled_from("中国あー，。“”（）5% aB한"), max_size=60), st.integers(8, 30))
def test_no_sign_is_lost_and_no_line_is_too_wide(text: str, width: int) -> None:
    found = lines(text, width)
    assert all(cell_len(line) <= width for line in found)
    assert "".join(found).replace(" ", "") == text.replace(" ", "")


def test_no_line_begins_with_a_full_stop_or_breaks_a_number() -> None:
    text = "各轮偏离曲线的程度超出抽样所能解释的范围；2018年最高（59.7%）；2024年最低（36.9%）。"
    for width in range(12, 60):
        for line in lines(text, width):
            assert line[0] not in "；）。%"
            assert line[-1] != "（"
            assert not line.endswith(("2", "20", "201", "2018", "59.", "36."))


def test_a_text_with_spaces_is_as_rich_has_it() -> None:
    text = "여러 나라를 합친 표본에서는 and words of any length whatsoever"
    assert lines(text, 14) == lines(text, 14, Text)


def test_a_column_is_no_narrower_than_a_word_and_may_break_a_long_chinese_text() -> None:
    console = Console(file=io.StringIO(), width=80, legacy_windows=False)
    least = [
        console.measure(Unspaced(text)).minimum
        for text in (
            "受访者",
            "您认为未来五年南北关系将有何变化",
            "denuclearization first",
            "비핵화",
        )
    ]
    assert least == [6, 16, 16, 6]
