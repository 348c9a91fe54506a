"""Pictures: what they may show, read back from the SVG."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import altair as alt
import pytest
from charting import SVG, Mark, marks_of, named, texts

from kcli import api
from kcli.model.records import Result
from kcli.report.charts import Chart, charts_of, courses, sheet, shift
from kcli.report.charts.lettering import width_of
from kcli.report.charts.palette import SERIES, series, shown
from kcli.report.charts.sheet import WIDTH
from kcli.report.charts.svg import MARGIN, SHOWN
from kcli.text.languages import missing

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
Line = tuple[str, dict[str, Any]]
ROOM = sheet.ROOM

LINES: tuple[Line, ...] = (
    ("compare us_nk_change", {}),
    ("compare kf-vub", {}),
    ("compare kf-vub-synthetic.us_nk_change", {}),
    ("compare ifes.talks_results", {}),
    ("compare inter_korean_direction", {}),
    ("label ifes", {}),
    ("topline genron-eai.impression", {}),
    ("trend genron-eai.impression", {}),
    ("trend chicago.use_troops", {}),
    ("trend unification", {}),
    ("shift ipus.necessity", {"start": "2018", "end": "2025"}),
    ("shift inter_korean_direction", {"start": "kf-vub@2019", "end": "ifes@2025"}),
    ("shift ", {"scan": True, "start": "ipus@2015", "end": "ipus@2025"}),
)


def result_of(line: str, language: str = "en", **words: Any) -> Result:
    command, what = line.split(" ")
    project = api.find_project(str(ROOT))
    found: Result = getattr(api, command)(project, what or None, lang=language, **words)
    return found


@cache
def drawn(line: str, language: str = "en", inline: bool = True, **words: Any) -> tuple[Chart, ...]:
    return charts_of(result_of(line, language, **words), language, inline)


def one(line: str, **words: Any) -> Chart:
    (chart,) = drawn(line, **words)
    return chart


def every() -> list[Chart]:
    return [chart for line, words in LINES for chart in drawn(line, **words)]


@pytest.fixture(scope="module", autouse=True)
def _whole() -> Iterator[None]:
    """Every picture is in one piece here, but where its parts are looked at."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheet, "ROOM", 10_000)
        yield


# -- parts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "words", "room"),
    [
        ("compare kf-vub", {}, ROOM),
        ("compare us_nk_change", {}, ROOM),
        ("trend ipus.necessity", {}, ROOM),
        ("shift ", {"scan": True, "start": "ipus@2015", "end": "ipus@2025"}, 100),
    ],
)
def test_a_tall_picture_of_a_page_comes_in_parts_that_have_room(
    line: str, words: dict[str, Any], room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = one(line, **words)
    monkeypatch.setattr(sheet, "ROOM", room)
    parts = charts_of(result_of(line, **words))
    assert len(parts) > 1
    assert whole.height > room + 140
    assert all(part.height < room + 140 for part in parts)
    total = len(parts)
    assert [p.title for p in parts] == [
        f"{whole.title} ({n} of {total})" for n in range(1, total + 1)
    ]
    assert {part.description for part in parts} == {whole.description}
    for name in ("row", "value", "point", "range", "break-mark", "name"):
        marks = named(marks_of(whole.svg), name)
        found = [mark for part in parts for mark in named(marks_of(part.svg), name)]
        assert Counter((m.text, m.x) for m in found) == Counter((m.text, m.x) for m in marks), name
    ticks = [[m.text for m in named(marks_of(p.svg), "axis-label")] for p in (whole, *parts)]
    assert ticks[0]
    assert len({tuple(sorted(set(each))) for each in ticks}) == 1
    assert all(named(marks_of(part.svg), "legend") for part in parts)


def test_parts_are_about_alike_and_a_row_is_never_parted() -> None:
    frame = sheet.Frame("en", True, lambda spec: str)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheet, "ROOM", 400)
        assert list(map(len, sheet.parted(range(6), [100] * 6, frame))) == [3, 3]
        assert list(map(len, sheet.parted(range(3), [900, 10, 10], frame))) == [1, 2]
        assert sheet.parted([], [], frame) == [[]]
        alone = replace(frame, inline=False)
        assert list(map(len, sheet.parted(range(6), [100] * 6, alone))) == [6]


def test_a_file_that_stands_alone_is_one_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "ROOM", ROOM)
    (chart,) = charts_of(result_of("compare kf-vub"), inline=False)
    assert chart.height > 1500


# -- bars and bands ----------------------------------------------------------------------------


def test_a_share_that_is_only_a_range_has_no_point_and_no_bar_with_an_end() -> None:
    line = "compare us_nk_change"
    records = [r for r in result_of(line).rows("estimate") if r["option_kind"] != "score"]
    points = [r for r in records if r["share"] is not None]
    ranges = [r for r in records if r["share"] is None]
    marks = marks_of(one(line).svg)
    assert not named(marks, "part")
    assert len(named(marks, "point")) == len(points) == 2
    assert len(named(marks, "range")) == len(ranges) == 18
    ends = [end for r in ranges for end in ("low", "high")]
    found = named(marks, "arrow", "end", "open-end")
    assert len(found) == len(ends)
    boundless = [r[f"bound_{end}"] in (0, 1) for r in ranges for end in ("low", "high")]
    reached = [r[f"bound_{end}_reached"] for r in ranges for end in ("low", "high")]
    assert len(named(marks, "arrow")) == sum(boundless)
    assert len(named(marks, "end")) == sum(
        known and not free for known, free in zip(reached, boundless, strict=True)
    )


def test_every_range_has_its_own_sign_at_either_end() -> None:
    for chart in drawn("compare kf-vub") + drawn("compare us_nk_change"):
        marks = marks_of(chart.svg)
        signs = named(marks, "arrow", "end", "open-end")
        for band in named(marks, "range"):
            middle = (band.y + band.y2) / 2
            beside = [s for s in signs if abs((s.y + s.y2) / 2 - middle) < 1]
            assert sorted(round(s.x, 1) for s in beside) == sorted(
                round(x, 1) for x in (band.x, band.x2)
            )
            assert not [p for p in named(marks, "point") if abs(p.y - middle) < 1]


def test_a_range_has_no_outline_at_its_ends() -> None:
    for band in named(marks_of(one("compare us_nk_change").svg), "range"):
        assert "stroke" not in band.attributes
        assert band.attributes["fill-opacity"] == "0.2"


def test_bars_are_stacked_only_where_every_share_is_a_figure() -> None:
    for line, words in LINES:
        if not line.startswith("compare") or " kf-vub" in line[-7:]:
            continue
        records = [
            r
            for r in result_of(line, **words).rows("estimate")
            if r["option_kind"] in ("substantive", "dont_know", "refused")
        ]
        known = all(r["share"] is not None for r in records if "not_asked" not in r["flags"])
        for chart in drawn(line, **words):
            stacked = bool(named(marks_of(chart.svg), "part"))
            assert not stacked or known, line


def test_the_parts_of_a_stacked_bar_are_the_shares() -> None:
    chart = one("compare ipus.necessity")
    shares = [r["share"] for r in result_of("compare ipus.necessity").rows("estimate")]
    parts = named(marks_of(chart.svg), "part")
    whole = parts[-1].x2 - parts[0].x
    for part, share in zip(parts, shares, strict=True):
        assert abs((part.x2 - part.x) / whole - share / sum(shares)) < 0.01
    for first, second in pairwise(parts):
        assert 0 <= second.x - first.x2 < 3


def test_no_two_answers_of_a_bar_have_one_colour(hostile: Path) -> None:
    (many,) = charts_of(api.compare(api.find_project(str(hostile)), "poll.q"))
    assert not named(marks_of(many.svg), "part")  # ten answers, eight colours
    for line in ("compare ipus.necessity", "compare ifes.talks_results"):
        parts = named(marks_of(one(line).svg), "part")
        assert len({part.attributes["fill"] for part in parts}) == len(parts)


def test_answers_of_which_several_may_be_given_are_never_stacked() -> None:
    several = [
        f"compare {survey.questionnaire.survey}.{item}"
        for survey in api.find_project(str(ROOT)).surveys()
        for item, body in survey.questionnaire.items.items()
        if body.type == "multiple"
    ]
    assert several
    for line in several:
        for chart in drawn(line):
            assert not named(marks_of(chart.svg), "part"), line


def test_scores_on_both_sides_of_nought_part_the_bars_at_a_line() -> None:
    chart = one("compare kf-vub-synthetic.us_nk_change")
    marks = marks_of(chart.svg)
    (middle,) = {round(m.x, 1) for m in named(marks, "middle")}
    rows: dict[float, list[Mark]] = {}
    for part in named(marks, "part"):
        rows.setdefault(part.y, []).append(part)
    assert len(rows) == 4
    for parts in rows.values():
        worse, unchanged, better, dont_know = sorted(parts, key=lambda part: part.x)
        assert worse.x2 <= middle <= better.x
        assert abs((unchanged.x + unchanged.x2) / 2 - middle) < 1
        assert dont_know.x > better.x2 + 5
        assert "--dont-know" in dont_know.attributes["fill"]


def test_no_share_is_drawn_of_named_people_and_governments() -> None:
    assert drawn("compare commentary") == ()
    assert drawn("trend governments") == ()
    assert "China" not in one("compare us_nk_outlook").svg  # only its commentators are known


# -- uncertainty -------------------------------------------------------------------------------


def test_every_point_of_a_sample_with_an_interval_shows_it() -> None:
    for line in ("trend ipus.necessity", "trend genron-eai.impression"):
        result = result_of(line)
        with_interval = [r for r in result.rows("estimate") if r["low"] is not None]
        marks = marks_of(one(line).svg)
        assert len(named(marks, "interval")) == len(with_interval)
        for point in named(marks, "point"):
            assert any(
                (abs(i.x - point.x) < 0.1 and i.y2 <= point.y <= i.y) or i.y <= point.y <= i.y2
                for i in named(marks, "interval")
            )


def test_where_a_point_has_no_interval_the_picture_says_so() -> None:
    chart = one("trend chicago.use_troops")
    assert "Points without one: no interval can be computed." in chart.description
    panel = one("compare ifes.talks_results")
    assert "No interval" in panel.description


def test_the_widest_interval_of_stacked_bars_is_told() -> None:
    records = result_of("compare ipus.necessity").rows("estimate")
    arms = [max(r["share"] - r["low"], r["high"] - r["share"]) for r in records]
    text = f"±{100 * max(arms):.1f} points"
    chart = one("compare ipus.necessity")
    assert text in chart.description
    assert any(text in found for found in texts(chart.svg))


# -- trends ------------------------------------------------------------------------------------


@pytest.mark.parametrize("line", ["genron-eai.impression", "chicago.use_troops", "unification"])
def test_a_line_joins_waves_of_one_stretch_only(line: str) -> None:
    (block,) = result_of(f"trend {line}").context
    allowed = 0
    for name in block.answers:
        for each in block.series:
            for a, b in pairwise(each.points):
                shares = [p.end.estimations.get(name) for p in (a, b)]
                known = all(s is not None and s.record.share is not None for s in shares)
                allowed += known and a.segment == b.segment
    marks = marks_of(one(f"trend {line}").svg)
    joined = named(marks, "joined", "joined-far")
    assert len(joined) == allowed > 0
    points = {(round(p.x), round(p.y)) for p in named(marks, "point")}
    for piece in joined:
        assert (round(piece.x), round(piece.y)) in points
        assert (round(piece.x2), round(piece.y2)) in points


def test_no_line_crosses_a_break_of_its_own_population() -> None:
    marks = marks_of(one("trend genron-eai.impression").svg)
    breaks = named(marks, "break")
    assert len(breaks) == 6
    for line in named(marks, "joined", "joined-far"):
        for cut in breaks:
            same = cut.attributes["stroke"] == line.attributes["stroke"]
            above = cut.y - 1 <= line.y <= cut.y2 + 1
            assert not (same and above and line.x < cut.x < line.x2)


def test_every_letter_of_a_break_is_explained() -> None:
    chart = one("trend genron-eai.impression")
    letters = {m.text for m in named(marks_of(chart.svg), "break-mark") if m.tag == "text"}
    assert letters == {"a", "b", "c"}
    for letter in letters:
        assert f" {letter}: " in chart.description
    korean = one("trend genron-eai.impression", language="ko").description
    for letter, end in (("a", ";"), ("b", ";"), ("c", "")):
        assert re.search(rf" {letter}: [^;:]+ \d{{4}} – \d{{4}}{end}(?!\S)", korean), korean


def test_years_lie_as_far_apart_as_they_are() -> None:
    (block,) = result_of("trend chicago.use_troops").context
    times = [point.time for point in block.series[0].points]
    marks = named(marks_of(one("trend chicago.use_troops").svg), "point")
    places = sorted({round(mark.x, 1) for mark in marks})
    assert len(places) == len(times)
    scale = (places[-1] - places[0]) / (times[-1] - times[0])
    for time, place in zip(times, places, strict=True):
        assert abs(places[0] + (time - times[0]) * scale - place) < 1


def test_a_line_over_years_without_a_poll_is_thin_and_dotted() -> None:
    marks = marks_of(one("trend chicago.use_troops").svg)
    far = named(marks, "joined-far")
    assert far
    assert all(
        m.attributes["stroke-dasharray"] and m.attributes["stroke-width"] == "1" for m in far
    )
    near = named(marks, "joined")
    assert all("stroke-dasharray" not in m.attributes for m in near)
    poll = courses.Poll(2019.5, 1, courses.Known(at=0.5))
    missing_year = courses.Course("x", 0, (poll, replace(poll, time=2021.5)))
    assert len(list(missing_year.pieces())) == 1


def test_a_wave_that_leaves_a_share_open_breaks_the_line() -> None:
    polls = [courses.Poll(2019.5 + k, 1, courses.Known(at=0.5)) for k in range(3)]
    polls[1] = replace(polls[1], known=courses.Known(silence="open"))
    assert list(courses.Course("x", 0, tuple(polls)).pieces()) == []


def test_populations_differ_by_shape_and_not_by_colour_alone() -> None:
    marks = marks_of(one("trend genron-eai.impression").svg)
    looks = {(m.attributes["fill"], m.attributes["d"]) for m in named(marks, "point")}
    assert len(looks) == len({fill for fill, _ in looks}) == len({d for _, d in looks}) == 2
    named_at_the_end = {m.text for m in named(marks, "name")} - {""}
    assert named_at_the_end == {"Japan", "South Korea"}


# -- shifts ------------------------------------------------------------------------------------


def test_an_arrow_is_a_clear_change_of_one_population() -> None:
    clear = one("shift ipus.necessity", start="2018", end="2025")
    assert len(named(marks_of(clear.svg), "to-changed")) == 3
    unclear = one("shift ipus.necessity", start="2024", end="2025")
    assert not named(marks_of(unclear.svg), "to-changed")
    assert len(named(marks_of(unclear.svg), "to")) == 3


def test_the_tip_of_an_arrow_stands_at_the_later_share() -> None:
    marks = marks_of(one("shift ipus.necessity", start="2015", end="2025").svg)
    arrows, lines = named(marks, "to-changed"), named(marks, "joined")
    assert len(arrows) == len(lines) == 3
    for arrow, line in zip(arrows, lines, strict=True):
        forward = 1 if line.x2 > line.x else -1
        assert arrow.x + forward * shift.TIP == pytest.approx(line.x2, abs=0.01)


def test_a_gap_has_no_arrow() -> None:
    words = {"start": "kf-vub@2019", "end": "ifes@2025"}
    for chart in drawn("shift inter_korean_direction", **words):
        assert not named(marks_of(chart.svg), "to-changed")
        assert any("gap" in text for text in texts(chart.svg))


def test_a_difference_stands_beside_its_ends_with_its_interval() -> None:
    line, words = "shift ipus.necessity", {"start": "2018", "end": "2025"}
    rows = result_of(line, **words).rows("shift")
    marks = marks_of(one(line, **words).svg)
    values = [m.text for m in named(marks, "value")]
    assert values == [f"{100 * r['shift']:+.1f}".replace("-", "−") for r in rows]
    assert len(named(marks, "interval")) == 3 * len(rows)  # both ends, and the difference


@pytest.mark.parametrize("language", ["en", "ko", "ru"])
def test_the_figures_of_a_difference_lie_on_no_mark(language: str) -> None:
    shifts = [(line, words) for line, words in LINES if line.startswith("shift")]
    broken = 0
    for line, words in shifts:
        for chart in drawn(line, language, **words):
            marks = marks_of(chart.svg)
            values = named(marks, "value")
            broken += sum(not value.text[-1].isdigit() for value in values)
            left = min(value.x - width_of(value.text, 13) for value in values)
            signs = ("range", "end", "open-end", "arrow", "point", "interval")
            assert max(max(m.x, m.x2) for m in named(marks, *signs)) + 4 < left
    assert broken  # a range in two lines


# -- the file ----------------------------------------------------------------------------------


def test_a_title_that_asks_has_no_colon_after_it() -> None:
    line, words = "shift inter_korean_direction", {"start": "kf-vub@2019", "end": "ifes@2025"}
    assert [chart.title.partition(" · ")[2] for chart in drawn(line, **words)] == [
        f"{name} – South Korea" for name in ("China", "Japan", "Russia", "United States")
    ]


def test_a_picture_of_one_sample_says_whose_it_is() -> None:
    (chart,) = drawn("compare us_nk_outlook")
    (title,) = [m.text for m in named(marks_of(chart.svg), "heading")]
    assert title == "South Korea · experts, ifes 2025 · n=40"
    (bases,) = drawn("compare chicago.bases")
    assert "United States" in " ".join(m.text for m in named(marks_of(bases.svg), "heading"))


def test_samples_of_several_surveys_are_told_apart_in_full() -> None:
    (chart,) = drawn("compare inter_korean_direction")
    rows = [m.text for m in named(marks_of(chart.svg), "row")]
    assert {"China", "general public,", "kf-vub 2019", "experts, ifes 2025"} <= set(rows)
    assert not [row for row in rows if row.endswith("…")]


@pytest.fixture
def alike(tmp_path: Path) -> Path:
    """Two publics of South Korea, its experts and Japan, in two waves."""
    (tmp_path / "questionnaires").mkdir()
    samples = (
        "{P: {country: KR, n: 1000}, Q: {country: KR, n: 1000}, "
        "E: {country: KR, population: experts, n: 40}, JP: 1000}"
    )
    (tmp_path / "questionnaires" / "poll.yaml").write_text(
        f"""\
survey: poll
title: Poll
waves:
  "2020": {{fieldwork: 2020, sampling: probability, design: {{country: c}}, samples: {samples}}}
  "2021": {{fieldwork: 2021, sampling: probability, design: {{country: c}}, samples: {samples}}}
items:
  q:
    text: Which?
    options_complete: published
    options: {{a: Aye, b: Nay}}
""",
        "utf-8",
    )
    (tmp_path / "datasets" / "poll").mkdir(parents=True)
    lines = [f"{c},{o}\n" for c in ("P", "Q", "E", "JP") for o in "aaabb" for _ in range(20)]
    for wave in ("2020", "2021"):
        file = tmp_path / "datasets" / "poll" / f"{wave}.responses.csv"
        file.write_text("c,q\n" + "".join(lines), "utf-8")
    return tmp_path


def rows_of(chart: Chart, *names: str) -> list[str]:
    return [mark.text for mark in named(marks_of(chart.svg), *names)]


def test_samples_of_one_country_are_told_apart_in_every_picture(alike: Path) -> None:
    project = api.find_project(str(alike))
    (leading,) = charts_of(api.compare(project, "poll"))
    told = " ".join(rows_of(leading, "row"))
    for who in ("(general public, P)", "(general public, Q)", "(experts)"):
        assert f"South Korea {who}" in told
    (bars,) = charts_of(api.compare(project, "poll.q"))
    assert "n=100" in " ".join(rows_of(bars, "row"))
    assert not [row for row in rows_of(bars, "row") if row.endswith("…")]
    (trend,) = charts_of(api.trend(project, "poll.q"))
    own = {"South Korea · general public · P", "South Korea · general public · Q"}
    assert own <= set(rows_of(trend, "legend"))
    past = charts_of(api.topline(project, "poll.q"))[-1]
    assert {"South Korea, P", "South Korea, Q"} <= set(rows_of(past, "legend"))
    titles = [chart.title for chart in charts_of(api.shift(project, "poll.q"))]
    assert {"Which? · South Korea · P", "Which? · South Korea · Q"} <= set(titles)
    assert len(titles) == len(set(titles))


def test_every_picture_is_named_and_described_first() -> None:
    for chart in every():
        root = ET.fromstring(chart.svg)
        first, second = list(root)[:2]
        assert (first.tag, second.tag) == (f"{SVG}title", f"{SVG}desc")
        assert first.text == chart.title
        assert (second.text or "").startswith(chart.description)
        assert root.get("role") == "img"
        assert root.get("aria-labelledby") == f"{first.get('id')} {second.get('id')}"
        assert first.get("id") == f"{chart.id}-title"


def test_a_chart_with_another_id_has_other_ids_inside() -> None:
    chart = one("compare us_nk_change")
    other = replace(chart, id="s3-answers")
    assert 'id="s3-answers-title"' in other.svg
    assert f'"{chart.id}-title' not in other.svg


def test_ids_of_one_result_are_unique() -> None:
    for line, words in LINES:
        ids = [chart.id for chart in drawn(line, **words)]
        assert len(set(ids)) == len(ids), line


def test_nothing_in_a_picture_runs_or_is_fetched_or_leaks() -> None:
    for inline in (True, False):
        for line, words in LINES:
            for chart in drawn(line, inline=inline, **words):
                body = chart.svg.replace("http://www.w3.org/2000/svg", "")
                assert not re.search(r"<script|<style|style=|href|url\(|http|\son\w+=", body)
                assert not re.search(r"NaN|undefined|Infinity", body)


def test_text_is_text_and_large_enough_at_400_pixels() -> None:
    for chart in every():
        found = [m for m in marks_of(chart.svg) if m.tag == "text"]
        assert found
        sizes = {float(m.attributes["font-size"]) for m in found}
        assert min(sizes) * 400 / (WIDTH + 4) >= 10


def test_colours_are_those_of_the_page_or_fixed() -> None:
    colours = re.compile(r'(?:fill|stroke)="([^"]+)"')
    for line, words in LINES:
        for chart in drawn(line, **words):
            for colour in colours.findall(chart.svg):
                assert colour == "none" or re.fullmatch(r"var\(--[a-z0-9-]+, [#\w]+\)", colour)
        for chart in drawn(line, inline=False, **words):
            for colour in colours.findall(chart.svg):
                assert colour == "none" or re.fullmatch(r"#[0-9a-f]{6}", colour)
                assert not colour.startswith("#0000"), "a name that was not replaced"


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("colour", [*SERIES, "#808890"])
@pytest.mark.parametrize("paper", ["#ffffff", "#16181d"])
def test_colours_stand_out_from_a_white_and_a_dark_page(colour: str, paper: str) -> None:
    low, high = sorted((luminance(colour), luminance(paper)))
    assert (high + 0.05) / (low + 0.05) >= 3


def test_colours_begin_again_after_the_last() -> None:
    assert shown(series(0), inline=False) == shown(series(len(SERIES)), inline=False) == SERIES[0]


def test_a_picture_that_stands_alone_says_what_it_is_and_whose_figures_it_shows() -> None:
    chart = one("compare ipus.necessity", inline=False)
    marks = marks_of(chart.svg)
    assert " ".join(m.text for m in named(marks, "title")) == chart.title
    owed = " ".join(m.text for m in named(marks, "owed"))
    assert "Institute for Peace and Unification Studies" in owed
    root = ET.fromstring(chart.svg)
    assert root.get("viewBox", "").split()[2] == str(WIDTH + 2 * MARGIN) == root.get("width")
    inline = one("compare ipus.necessity")
    assert not named(marks_of(inline.svg), "title", "owed")
    assert ET.fromstring(inline.svg).get("width") == str(SHOWN)


def test_invented_respondents_are_called_so_in_the_picture() -> None:
    for inline in (True, False):
        chart = one("compare kf-vub-synthetic.us_nk_change", inline=inline)
        assert "SYNTHETIC" in chart.title
        assert any("SYNTHETIC" in text for text in texts(chart.svg))


def test_every_spec_is_valid_vega_lite(monkeypatch: pytest.MonkeyPatch) -> None:
    import vl_convert

    specs: list[dict[str, Any]] = []
    convert = vl_convert.vegalite_to_svg

    def remembered(spec: dict[str, Any], **words: Any) -> str:
        specs.append(spec)
        assert words == {"allowed_base_urls": []}  # nothing may be fetched
        return convert(spec, **words)

    monkeypatch.setattr(vl_convert, "vegalite_to_svg", remembered)
    for line in ("compare us_nk_change", "trend genron-eai.impression"):
        assert all(chart.svg for chart in charts_of(result_of(line)))
    assert len(specs) == 5
    for spec in specs:
        alt.LayerChart.from_dict(spec, validate=True)


# -- words -------------------------------------------------------------------------------------


def test_pictures_speak_the_language_asked_for() -> None:
    assert not [key for key in missing("ko") if key.startswith(("chart.", "bars."))]
    found = texts(one("compare us_nk_change", language="ko").svg)
    assert "중국" in found
    assert "China" not in found
    assert not [t for t in found if "interval" in t or "range" in t]


HOSTILE = {
    "html": "<b>bold</b> & <script>alert(1)</script>",
    "end": "</script></svg><img src=x onerror=alert(1)>",
    "formula": "=1+1",
    "rtl": "مرحبا بالعالم (abc)",
    "long": "long " * 60,
    "word": "W" * 300,
    "emoji": "🙂🇰🇷👩‍👩‍👧 family",
    "quote": "a\"b'c",
    "braces": "{id} {0} {names}",
    "cjk": "매우" * 80,
}


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    (tmp_path / "questionnaires").mkdir()
    options = "\n".join(
        f"      {name}: {{en: {_quoted(label)}}}" for name, label in HOSTILE.items()
    )
    title = _quoted(HOSTILE["end"])
    (tmp_path / "questionnaires" / "poll.yaml").write_text(
        f"""\
survey: poll
title: {{en: {title}}}
attribution: {{en: {_quoted(HOSTILE["html"])}}}
sources: {{paper: {{publisher: {title}}}}}
waves:
  "2020": {{fieldwork: 2020-01, published_base: all, samples: {{JP: 1000, KR: 1000}}}}
  "2021": {{fieldwork: 2021-01, published_base: all, samples: {{JP: 1000, KR: 1000}}}}
items:
  q:
    text: {{en: {_quoted(HOSTILE["long"] + HOSTILE["html"])}}}
    options_complete: published
    options:
{options}
""",
        "utf-8",
    )
    (tmp_path / "datasets" / "poll").mkdir(parents=True)
    figures = [19, 1, *[10] * (len(HOSTILE) - 2)]  # 100 in all
    rows = [
        f"{place}{wave}{country},{wave},{country},q,{name},share,{figures[place]},paper"
        for wave in ("2020", "2021")
        for country in ("JP", "KR")
        for place, name in enumerate(HOSTILE)
    ]
    head = "id,wave,country,item,option,predicate,value,source"
    (tmp_path / "datasets" / "poll" / "findings.csv").write_text(
        "\n".join([head, *rows]) + "\n", "utf-8"
    )
    return tmp_path


def test_hostile_labels_are_text_and_stay_inside(hostile: Path) -> None:
    project = api.find_project(str(hostile))
    results = [
        api.compare(project, "poll.q"),
        api.compare(project, "poll.q", countries=["KR"]),
        api.compare(project, "poll"),
        api.topline(project, "poll.q"),
        api.trend(project, "poll.q"),
        api.shift(project, "poll.q"),
    ]
    for result in results:
        for inline in (True, False):
            charts = charts_of(result, inline=inline)
            assert charts, result.command
            for chart in charts:
                _is_harmless(chart)


def _is_harmless(chart: Chart) -> None:
    root = ET.fromstring(chart.svg)
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "rect", "g", "path", "line", "text"}
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", chart.svg)
    for mark in marks_of(chart.svg):
        if mark.tag == "text":
            assert "\n" not in mark.text
            _fits(mark)


def _fits(mark: Mark) -> None:
    """Inside the picture, even where every sign is narrow: by a measure of its own."""
    size = float(mark.attributes["font-size"])
    wide = sum(2 if ord(sign) > 0x1100 else 1 for sign in mark.text) * size * 0.25
    anchor = mark.attributes.get("text-anchor", "start")
    left = mark.x - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
    assert left >= -1
    assert left + wide <= WIDTH + 1


def test_what_is_cut_in_the_picture_is_whole_in_its_description(hostile: Path) -> None:
    (chart,) = charts_of(api.compare(api.find_project(str(hostile)), "poll.q"))
    (description,) = (d.text or "" for d in ET.fromstring(chart.svg).iter(f"{SVG}desc"))
    assert any(text.endswith("…") for text in texts(chart.svg))
    assert HOSTILE["word"] in description
    assert "{id} {0} {names}" in texts(chart.svg)
