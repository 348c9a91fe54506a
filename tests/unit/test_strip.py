"""Dots on a scale: what each line of them looks like, at any width, beside or below its table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from waves import Survey, Wave, shares, write

from kcli import api
from kcli.io.project import Project
from kcli.render import Settings, render
from kcli.render import strip as strips
from kcli.render.pages import lay_out
from kcli.render.pages.page import Dot, Strip, Table
from kcli.text.numbers import percent


def exact(mark: str, at: float, interval: tuple[float, float] | None = None) -> Dot:
    return Dot(mark, at, (at, at), interval)


def ranged(mark: str, low: float, high: float, interval: tuple[float, float] | None = None) -> Dot:
    return Dot(mark, None, (low, high), interval)


def line(*dots: Dot, low: float = 0.0, high: float = 1.0, width: int = 21) -> str:
    return "\n".join(strips.drawn(Strip(low, high, (dots,)), 0, width))


# -- one line ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dots", "owed"),
    [
        ((), "·         ·         ·"),
        ((exact("●", 0.2),), "·   ●     ·         ·"),
        ((exact("●", 0.0),), "●         ·         ·"),
        ((exact("●", 1.0),), "·         ·         ●"),
        ((exact("●", 0.5),), "·         ●         ·"),
        ((exact("●", 0.3, (0.2, 0.4)),), "·   ├─●─┤ ·         ·"),
        # An interval that one sign can show is its dot; beside one end the other end is seen.
        ((exact("●", 0.3, (0.29, 0.31)),), "·     ●   ·         ·"),
        ((exact("●", 0.0, (0.0, 0.2)),), "●───┤     ·         ·"),
        ((exact("●", 1.0, (0.9, 1.0)),), "·         ·       ├─●"),
        # Only a range: its mark stands at the end that is known better.
        ((ranged("●", 0.0, 0.5),), "══════════●         ·"),
        ((ranged("●", 0.5, 1.0),), "·         ●══════════"),
        ((ranged("●", 0.3, 0.5),), "·     ●════         ·"),
        ((ranged("●", 0.0, 1.0),), "════════════════════●"),
        ((ranged("●", 0.5, 1.0, (0.4, 1.0)),), "·       ├─●══════════"),
        ((ranged("●", 0.0, 0.5, (0.0, 0.6)),), "══════════●─┤       ·"),
        # Two columns.
        ((exact("●", 0.2), exact("○", 0.8)), "·   ●     ·     ○   ·"),
        ((exact("●", 0.2, (0.1, 0.3)), exact("○", 0.5, (0.4, 0.6))), "· ├─●─┤ ├─○─┤       ·"),
        ((exact("●", 0.4), exact("○", 0.4)), "·       ◉ ·         ·"),
        ((exact("●", 0.4), exact("○", 0.41)), "·       ◉ ·         ·"),
        ((exact("●", 0.4), exact("○", 0.4), exact("◆", 0.4)), "·       ◉ ·         ·"),
        ((exact("●", 0.4, (0.2, 0.6)), exact("○", 0.5, (0.3, 0.7))), "·   ├─├─●─○─┤─┤     ·"),
        # A dot inside a range, and one where a range has its mark.
        ((ranged("●", 0.0, 0.5), exact("○", 0.2)), "════○═════●         ·"),
        ((ranged("●", 0.0, 0.5), exact("○", 0.5)), "══════════◉         ·"),
        # Ranges that would cover each other have lines of their own, as few as there can be.
        (
            (ranged("●", 0.0, 0.5), ranged("○", 0.0, 0.5)),
            "══════════●         ·\n══════════○         ·",
        ),
        (
            (ranged("●", 0.5, 1.0), ranged("○", 0.0, 0.5)),
            "·         ●══════════\n══════════○         ·",
        ),
        (
            (ranged("●", 0.6, 1.0), ranged("○", 0.0, 0.5), ranged("◆", 0.2, 0.3)),
            "══════════○ ●════════\n·   ◆══   ·         ·",
        ),
        (
            (ranged("●", 0.0, 0.5), ranged("○", 0.2, 0.5), exact("◆", 0.7)),
            "══════════●   ◆     ·\n·   ○══════         ·",
        ),
    ],
)
def test_a_line_of_dots(dots: tuple[Dot, ...], owed: str) -> None:
    found = line(*dots).ljust(21)
    if "├─├" in owed:  # of intervals that cross only the outer ends have to be seen
        assert (found[4], found[8], found[10], found[14]) == ("├", "●", "○", "┤")
        assert set(found[4:15]) <= set("├┤─●○")
        return
    assert found == owed


def test_every_dot_of_a_line_is_seen_though_another_has_its_interval_there() -> None:
    found = line(exact("●", 0.4), exact("○", 0.5, (0.2, 0.8)))
    assert "●" in found
    assert "○" in found


def test_a_break_has_its_words_and_nothing_else() -> None:
    strip = Strip(0.0, 1.0, ((), (exact("●", 0.5),)), ((0, "break a"),))
    assert strips.drawn(strip, 0, 21) == ("┄┄┄┄┄┄ break a ┄┄┄┄┄┄",)
    assert strips.drawn(strip, 1, 21) == ("·         ●         ·",)
    wide = Strip(0.0, 1.0, ((),), ((0, "break a, b and c"),))
    assert strips.drawn(wide, 0, 12) == ("┄" * 12,)


# -- the scale ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "width", "owed"),
    [
        (0.0, 1.0, 21, "0         50      100"),
        (0.0, 1.0, 20, "0         50     100"),
        (0.0, 1.0, 61, "0    10    20   30    40   50   60   70   80   90   100"),
        (0.3, 0.7, 41, "30        40        50        60       70"),
        (0.0, 0.2, 21, "0    10  20"),
        (0.9, 1.0, 31, "90    92    94    96    98  100"),
    ],
)
def test_the_scale_has_as_many_numbers_as_have_room(
    low: float, high: float, width: int, owed: str
) -> None:
    found = strips.axis(Strip(low, high, ((),)), width)
    assert len(found) <= width
    assert found.split() == owed.split()


@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (0.3, 0.5), (0.0, 0.2), (0.1, 0.9)])
def test_at_every_width_the_scale_and_its_lines_fit(low: float, high: float) -> None:
    for width in range(20, 201):
        strip = Strip(low, high, ((exact("●", high, (low, high)),),))
        scale, (drawn,) = strips.axis(strip, width), strips.drawn(strip, 0, width)
        assert len(scale) <= width
        assert len(drawn) == width
        assert (drawn[0], drawn[-1]) == ("├", "●")
        numbers = [int(number) for number in scale.split()]
        assert len(numbers) >= 2
        assert numbers == sorted(set(numbers))


@pytest.mark.parametrize("width", [-20, 0, 1, 7])
def test_where_there_is_no_room_nothing_is_drawn(width: int) -> None:
    strip = Strip(0.0, 1.0, ((exact("●", 0.5, (0.2, 0.9)),), ()), ((1, "break a"),))
    assert strips.axis(strip, width) == ""
    assert strips.drawn(strip, 0, width) == ("",)
    assert strips.drawn(strip, 1, width) == ("",)


# -- a page ------------------------------------------------------------------------------------


def page(project: Project, width: int, **options: Any) -> str:
    result = api.trend(project, "poll.q", **options)
    return str(render(result, "table", Settings(width=width)))


def poll(root: Path, label: str = "First", title: str = "A question", lang: str = "en") -> Project:
    waves = [
        Wave(
            str(year), (f"JP,a,share,{first}", f"KR,a,share,{second}"), samples="JP: 1000, KR: 800"
        )
        for year, first, second in ((2015, 40, 60), (2016, 45, 55), (2019, 50, 50))
    ]
    options = f"options: {{a: {{label: {{{lang}: {label}}}}}, b: Second, c: Third}}"
    return write(root, Survey(tuple(waves), options=options))


@pytest.mark.parametrize("width", [40, 60, 79, 80, 100, 120, 200])
def test_no_line_is_wider_than_the_terminal_and_no_number_is_lost(
    width: int, tmp_path: Path
) -> None:
    project = poll(tmp_path)
    text = page(project, width)
    assert all(cell_len(each) <= width for each in text.splitlines())
    estimates = api.trend(project, "poll.q").rows("estimate")
    assert len(estimates) == 6
    for found in estimates:
        limits = f"{percent(found['low'])}–{percent(found['high'])}"
        assert f"{percent(found['share'])} ({limits})" in text
    assert text.count("no poll") >= 4


def test_the_dots_stand_beside_the_table_where_there_is_room_and_below_where_there_is_none(
    tmp_path: Path,
) -> None:
    project = poll(tmp_path)
    wide = page(project, 100).splitlines()
    (beside,) = (each for each in wide if each.startswith("2015"))
    assert "40 (37–44)" in beside
    assert {"●", "○"} <= set(beside)
    narrow = page(project, 44).splitlines()
    with_numbers, with_dots = (each for each in narrow if each.startswith("2015"))
    assert "40 (37–44)" in with_numbers
    assert "●" not in with_numbers
    assert {"●", "○"} <= set(with_dots)


def test_ranges_that_cover_each_other_are_told_apart_beside_their_wave(tmp_path: Path) -> None:
    waves = tuple(
        Wave(str(year), ("JP,a,majority,", "KR,a,minority,"), samples="JP: 1000, KR: 800")
        for year in (2018, 2019)
    )
    lines = page(write(tmp_path, Survey(waves, options="options: {a: First, b: Second}")), 100)
    start = next(at for at, each in enumerate(lines.splitlines()) if each.startswith("2018"))
    first, second = lines.splitlines()[start : start + 2]
    assert "●═" in first
    assert "═○" in second
    assert second.startswith(" " * 20)


def test_a_year_without_a_poll_has_a_row_and_no_dot(tmp_path: Path) -> None:
    lines = page(poll(tmp_path), 100).splitlines()
    for year in ("2017", "2018"):
        (found,) = (each for each in lines if each.startswith(year))
        assert found.count("no poll") == 2
        assert not set(found) & set("●○◉├┤═")


def test_many_years_without_a_poll_are_one_row(tmp_path: Path) -> None:
    project = write(tmp_path, Survey(tuple(shares({1990: 40, 2019: 50}))))
    lines = page(project, 80).splitlines()
    (found,) = (each for each in lines if each.startswith("1991–2018"))
    assert "no poll" in found
    assert not set(found) & set("●├┤═")


def test_years_in_which_other_things_were_asked_are_no_years_without_a_poll(
    tmp_path: Path,
) -> None:
    item = "{{text: Q, wording: verbatim, options_complete: published, options: {{a: A}}{}}}"
    survey = Survey(
        (
            Wave("w1", ("JP,q.a,share,40",), "2010"),
            Wave("w2", ("JP,p.a,share,40",), "2015"),
            Wave("w3", ("JP,q.a,share,50",), "2019"),
        ),
        items=f"  q: {item.format(', asked_in: [w1, w3]')}\n  p: {item.format('')}",
    )
    text = page(write(tmp_path, survey), 80)
    rows = {each.split()[0]: each for each in text.splitlines() if each[:2] == "20"}
    assert "not asked" in rows["2015"]
    assert "no poll" in rows["2014"]
    assert "no poll" in rows["2016"]


@pytest.mark.parametrize("label", ["統一は必要だ", "통일이 매우 필요하다", "Ünïted " * 8])
def test_labels_of_any_script_keep_the_lines_in_place(label: str, tmp_path: Path) -> None:
    text = page(poll(tmp_path, label), 80)
    assert label.strip() in " ".join(text.split())
    assert all(cell_len(each) <= 80 for each in text.splitlines())
    rows = [each for each in text.splitlines() if each[:4] in ("2015", "2016", "2017")]
    assert len({cell_len(each[: each.index("·")]) for each in rows if "no poll" in each}) == 1


def test_wide_names_of_waves_keep_the_dots_in_place(tmp_path: Path) -> None:
    """Names of countries in Korean take two columns a letter."""
    text = page(poll(tmp_path), 80, lang="ko")
    (first,) = (each for each in text.splitlines() if each.startswith("2015"))
    (third,) = (each for each in text.splitlines() if each.startswith("2019"))
    assert all(cell_len(each) <= 80 for each in text.splitlines())
    assert "●" in first
    assert "◉" in third


def test_a_long_name_of_a_wave_takes_the_room_of_the_dots_and_breaks_nothing(
    tmp_path: Path,
) -> None:
    project = write(tmp_path, Survey(tuple(shares({"w" * 70: 40, "v" * 70: 45}, fieldwork="2015"))))
    text = page(project, 80)
    assert "40 (37–44)" in " ".join(text.split())
    assert all(cell_len(each) <= 80 for each in text.splitlines())


def test_a_range_known_from_words_alone_is_drawn_from_end_to_end(tmp_path: Path) -> None:
    project = write(
        tmp_path,
        Survey((Wave("2015", ("JP,a,majority,",)), Wave("2016", ("JP,a,share,40",)))),
    )
    lines = page(project, 80, answers=["a"]).splitlines()
    (first,) = (each for each in lines if each.startswith("2015"))
    assert ">50 (47–100)" in first
    assert "●═" in first
    assert first.rstrip().endswith("═")
    (second,) = (each for each in lines if each.startswith("2016"))
    assert "═" not in second
    assert "═ anywhere in between" in " ".join(" ".join(lines).split())


def test_nine_columns_take_the_marks_again_from_the_first(tmp_path: Path) -> None:
    codes = ("JP", "KR", "CN", "US", "RU", "DE", "FR", "GB", "IT")
    samples = ", ".join(f"{code}: 1000" for code in codes)
    waves = tuple(
        Wave(
            str(y), tuple(f"{c},a,share,{20 + 5 * n}" for n, c in enumerate(codes)), samples=samples
        )
        for y in (2015, 2016)
    )
    result = api.trend(write(tmp_path, Survey(waves)), "poll.q", answers=["a"])
    (table,) = (part for part in lay_out(result).parts if isinstance(part, Table))
    marks = [column.lines[0][0][0] for column in table.columns]
    assert marks == [*"●○◆◇▲△■□", "●"]
    assert table.strip is not None
    assert [dot.mark for dot in table.strip.rows[0]] == marks
    text = page(write(tmp_path, Survey(waves)), 80)
    assert all(cell_len(each) <= 80 for each in text.splitlines())


def test_all_answers_of_several_tables_of_one_question_share_a_scale(tmp_path: Path) -> None:
    """Four series or more stand in a table a survey, on one scale, so that they can be compared."""
    concepts = "concepts: {mood: {title: Mood, categories: {up: Up, down: Down}}}"
    more = "concept: {id: mood, map: {a: up, b: down, c: down}}"
    surveys = [
        Survey(
            tuple(
                Wave(
                    str(y),
                    (f"JP,a,share,{low}", f"KR,a,share,{low + 5}"),
                    samples="JP: 900, KR: 900",
                )
                for y in (2015, 2016)
            ),
            name=name,
            more=more,
        )
        for name, low in (("one", 25), ("two", 70))
    ]
    result = api.trend(write(tmp_path, *surveys, concepts=concepts), "mood", answers=["up"])
    tables = [part for part in lay_out(result).parts if isinstance(part, Table)]
    assert [table.corner for table in tables] == ["Up: one.q, %", "Up: two.q, %"]
    scales = {(t.strip.low, t.strip.high) for t in tables if t.strip is not None}
    assert scales == {(0.2, 0.8)}
