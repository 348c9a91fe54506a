"""Laws of ``kcli trend``: it is made of shifts, and joins nothing that was not asked alike."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from pytest import approx
from waves import Found, Record, Survey, Wave, trend, write

from kcli import api
from kcli.analysis.estimate import Estimation
from kcli.analysis.slope import _steepest
from kcli.analysis.trend import TrendBlock
from kcli.io.project import Project
from kcli.render import strip as strips
from kcli.render.pages import lay_out
from kcli.render.pages.page import Dot, Strip, Table
from kcli.stats.differences import holm
from kcli.stats.trend import logistic_slope

pytestmark = pytest.mark.slow

OPTIONS = ("a", "b", "c")
TURNED = {"rising": "falling", "falling": "rising"}


def made(survey: Survey, then: Callable[[Project], Any]) -> Any:
    """What comes out of the project of a survey, which is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        return then(write(Path(folder), survey))


def trend_of(survey: Survey, **options: Any) -> Found:
    return cast(Found, made(survey, lambda project: trend(project, **options)))


def near(value: Any) -> Any:
    return value if value is None else approx(value, rel=1e-9, abs=1e-12)


def minus(value: float | None) -> Any:
    return value if value is None else near(-value)


# -- surveys -----------------------------------------------------------------------------------


@st.composite
def facts(draw: st.DrawFn, sample: str, n: int | None) -> tuple[str, ...]:
    """Statements that are true of some shares: figures, counts or words."""
    cuts = sorted(draw(st.tuples(st.integers(0, 1000), st.integers(0, 1000))))
    told = dict(zip(OPTIONS, (cuts[0], cuts[1] - cuts[0], 1000 - cuts[1]), strict=True))
    found = []
    for option in draw(st.lists(st.sampled_from(OPTIONS), unique=True, max_size=3)):
        kind = draw(st.sampled_from(["share", "share", "count", "word"]))
        share = told[option]
        if kind == "count" and n == 1000:
            found.append(f"{sample},{option},count,{share}")
        elif kind == "word" and share != 500:
            found.append(f"{sample},{option},{'majority' if share > 500 else 'minority'},")
        else:
            found.append(f"{sample},{option},share,{share / 10}")
    return tuple(found)


@dataclass(frozen=True)
class Design:
    """A survey, and what it says of each of its waves that keeps them apart."""

    survey: Survey
    modes: tuple[str, ...]
    befores: tuple[int, ...]
    aparts: tuple[int, ...]
    reworded: int | None

    def joinable(self, one: int, two: int) -> bool:
        """Whether two waves were asked alike, by what the questionnaire says."""
        one, two = sorted((one, two))
        alike = self.modes[one] == self.modes[two] or "unknown" in (
            self.modes[one],
            self.modes[two],
        )
        crossed = any(one < place <= two for place in self.befores)
        reworded = self.reworded is not None and one < self.reworded <= two
        return alike and not crossed and not reworded and not {one, two} & {*self.aparts}


@st.composite
def designs(draw: st.DrawFn, most: int = 6) -> Design:
    """Two to six waves of one or two countries, with modes, breaks and versions."""
    count = draw(st.integers(2, most))
    years = sorted(draw(st.lists(st.integers(2000, 2040), min_size=count, max_size=count)))
    countries = draw(st.sampled_from([("JP",), ("JP", "KR")]))
    places = st.lists(st.integers(1, count - 1), unique=True, max_size=2)
    befores, aparts = draw(places), draw(places)
    modes = [
        draw(st.sampled_from(["online", "online", "online", "telephone", "unknown"]))
        for _ in range(count)
    ]
    waves = []
    for place, year in enumerate(years):
        sizes = {name: draw(st.sampled_from([1000, 1000, 400, None])) for name in countries}
        said = [fact for name, n in sizes.items() for fact in draw(facts(name, n))]
        samples = ", ".join(f"{name}: {n or '{}'}" for name, n in sizes.items())
        panel = place and draw(st.integers(0, 9)) == 0
        same = f"same_respondents_as: poll@w{place - 1}" if panel else ""
        waves.append(
            Wave(f"w{place}", tuple(said), str(year), modes[place], samples=samples, more=same)
        )
    reworded = draw(st.one_of(st.none(), st.integers(1, count - 1)))
    version = f"versions: {{w{reworded}: {{text: Other words}}}}" if reworded else ""
    breaks = [f"{{before: w{place}, reason: New}}" for place in befores]
    breaks += [f"{{apart: w{place}, reason: Alone}}" for place in aparts]
    top = f"breaks: [{', '.join(breaks)}]" if breaks else ""
    survey = Survey(tuple(waves), more=version, top=top)
    return Design(survey, tuple(modes), tuple(befores), tuple(aparts), reworded)


@st.composite
def lines(draw: st.DrawFn) -> Survey:
    """Five to eight comparable waves in other years, with one printed share each."""
    count = draw(st.integers(5, 8))
    years = sorted(
        draw(st.lists(st.integers(2000, 2040), min_size=count, max_size=count, unique=True))
    )
    decimals = draw(st.integers(0, 1))
    waves = []
    for place, year in enumerate(years):
        share = draw(st.integers(1 * 10**decimals, 99 * 10**decimals)) / 10**decimals
        n = draw(st.sampled_from([300, 1000, 1000, 2400]))
        text = f"{share:.{decimals}f}"
        waves.append(Wave(f"w{place}", (f"JP,a,share,{text}",), str(year), samples=f"JP: {n}"))
    return Survey(tuple(waves))


# -- a trend and its shifts --------------------------------------------------------------------

# What a shift is adjusted with is all of the trend: these follow from the adjusted p.
ADJUSTED = {"p_adjusted", "direction", "text"}


@settings(max_examples=60, deadline=None)
@given(design=designs())
def test_a_trend_of_one_survey_equals_its_shifts(design: Design) -> None:
    def compared(project: Project) -> None:
        found = trend(project)
        for record in found.of("shift"):
            alone = api.shift(
                project,
                "poll.q",
                start=record["wave_from"],
                end=record["wave_to"],
                countries=[record["country_to"]],
            ).rows("shift")
            (same,) = (s for s in alone if s["category"] == record["category"])
            assert same.keys() == record.keys()
            for key in same.keys() - ADJUSTED:
                assert same[key] == record[key], key
            if record["p_value"] is None:
                assert same["direction"] == record["direction"]
                assert same["text"] == record["text"]

    made(design.survey, compared)


@settings(max_examples=40, deadline=None)
@given(design=designs())
def test_changes_are_those_from_each_wave_to_the_next_of_its_stretch_and_from_first_to_last(
    design: Design,
) -> None:
    block = block_of(design.survey)
    owed = []
    for series in block.series:
        for points in series.segments():
            names = [point.wave for point in points]
            owed += [(series.side.sample.country, *pair) for pair in pairwise(names)]
            owed += [(series.side.sample.country, names[0], names[-1])] if len(names) > 2 else []
    told = {(s.country_to, s.wave_from, s.wave_to) for s in block.shifts}
    assert told == set(owed)
    assert len(block.shifts) == len(owed) * len(block.answers)


@settings(max_examples=40, deadline=None)
@given(design=designs())
def test_p_are_adjusted_over_all_changes_and_over_all_slopes(design: Design) -> None:
    found = trend_of(design.survey)
    for kind in ("shift", "trend"):
        records = found.of(kind)
        adjusted = holm([record["p_value"] for record in records])
        for record, p in zip(records, adjusted, strict=True):
            assert record["p_adjusted"] == near(p)


def block_of(survey: Survey) -> TrendBlock:
    (block,) = made(survey, lambda project: api.trend(project, "poll.q")).context
    return cast(TrendBlock, block)


# -- stretches ---------------------------------------------------------------------------------


@settings(max_examples=80, deadline=None)
@given(design=designs(most=8))
def test_no_stretch_joins_waves_across_a_break_a_mode_or_other_words(design: Design) -> None:
    for series in block_of(design.survey).series:
        for points in series.segments():
            for one, two in combinations(points, 2):
                assert design.joinable(int(one.wave[1:]), int(two.wave[1:]))


@settings(max_examples=60, deadline=None)
@given(design=designs(most=8))
def test_every_wave_is_in_one_stretch_and_alike_waves_are_in_one_together(design: Design) -> None:
    count = len(design.survey.waves)
    for series in block_of(design.survey).series:
        assert [point.wave for point in series.points] == [f"w{place}" for place in range(count)]
        told = [point.wave for points in series.segments() for point in points]
        assert sorted(told) == sorted(f"w{place}" for place in range(count))
        if all(design.joinable(*pair) for pair in combinations(range(count), 2)):
            assert len(series.segments()) == 1


@settings(max_examples=60, deadline=None)
@given(design=designs(most=8))
def test_no_record_crosses_a_break_and_every_break_is_told(design: Design) -> None:
    found = trend_of(design.survey)
    for record in found.of("shift"):
        assert design.joinable(int(record["wave_from"][1:]), int(record["wave_to"][1:]))
    for record in found.of("trend"):
        assert all(
            design.joinable(int(one[1:]), int(two[1:]))
            for one, two in combinations(record["waves"], 2)
        )
        assert set(record["fitted"]) <= set(record["waves"])
        assert (record["wave_first"], record["wave_last"]) == (
            record["waves"][0],
            record["waves"][-1],
        )
    for series in block_of(design.survey).series:
        country = series.side.sample.country
        apart = [
            (one.wave, two.wave)
            for one, two in pairwise(series.points)
            if one.segment != two.segment
        ]
        breaks = found.of("break", country=country)
        assert [(r["wave_before"], r["wave_after"]) for r in breaks] == apart
        assert all(record["reasons"] and record["mark"] for record in breaks)


@settings(max_examples=30, deadline=None)
@given(design=designs(), order=st.randoms(use_true_random=False))
def test_the_order_of_waves_in_the_file_changes_nothing(design: Design, order: Any) -> None:
    """Waves of one year stand in the order of the file, so the years are made to differ."""
    waves = [replace(w, fieldwork=str(2000 + n)) for n, w in enumerate(design.survey.waves)]
    turned = list(waves)
    order.shuffle(turned)
    one = trend_of(replace(design.survey, waves=tuple(waves)))
    two = trend_of(replace(design.survey, waves=tuple(turned)))
    assert one.records == two.records


@settings(max_examples=40, deadline=None)
@given(design=designs())
def test_one_country_alone_has_the_numbers_it_has_beside_another(design: Design) -> None:
    whole, alone = (trend_of(design.survey, countries=c) for c in ([], ["JP"]))
    if not whole.of("estimate", country="JP"):
        # Of Japan nothing is published, so it is a note beside the other and no column.
        assert any("Japan" in note for note in whole.notes)
        return
    answers = {record["category"] for record in alone.of("trend")}
    for kind in ("trend", "shift"):
        key = "country" if kind == "trend" else "country_to"
        here = [r for r in whole.of(kind, **{key: "JP"}) if r["category"] in answers]
        there = [r for r in alone.of(kind) if r["category"] in answers]
        assert len(here) == len(there)
        for one, two in zip(here, there, strict=True):
            assert {k: v for k, v in one.items() if k not in ADJUSTED} == {
                k: v for k, v in two.items() if k not in ADJUSTED
            }


# -- time turned round -------------------------------------------------------------------------


def turned(survey: Survey) -> Survey:
    """The same waves, the last first: what was in 2000 is in 2040."""
    waves = [replace(w, fieldwork=str(4040 - int(w.fieldwork))) for w in survey.waves]
    return replace(survey, waves=tuple(waves))


@settings(max_examples=50, deadline=None)
@given(survey=lines())
def test_turning_time_round_changes_signs_only(survey: Survey) -> None:
    one, two = trend_of(survey), trend_of(turned(survey))
    forth, back = one.line(), two.line()
    assert back["slope"] == minus(forth["slope"])
    assert (back["slope_low"], back["slope_high"]) == (
        minus(forth["slope_high"]),
        minus(forth["slope_low"]),
    )
    assert (back["low"], back["high"]) == (minus(forth["high"]), minus(forth["low"]))
    assert back["points_per_year"] == minus(forth["points_per_year"])
    for key in ("se", "p_value", "p_adjusted", "scatter", "scatter_p_value", "dof"):
        assert back[key] == near(forth[key]), key
    assert back["direction"] == TURNED.get(forth["direction"], forth["direction"])
    assert tuple(reversed(back["fitted"])) == tuple(forth["fitted"])
    for key in ("highest", "lowest"):
        assert back[key] == forth[key]
        assert set(back[f"{key}_level_with"]) == set(forth[f"{key}_level_with"])
    shifts = {(s["wave_to"], s["wave_from"]): s for s in two.of("shift")}
    assert len(shifts) == len(one.of("shift"))
    for record in one.of("shift"):
        other = shifts[record["wave_from"], record["wave_to"]]
        assert other["shift"] == minus(record["shift"])
        assert (other["low"], other["high"]) == (minus(record["high"]), minus(record["low"]))
        assert other["p_adjusted"] == near(record["p_adjusted"])


@settings(max_examples=40, deadline=None)
@given(survey=lines())
def test_the_other_answer_has_the_slope_with_its_sign_changed(survey: Survey) -> None:
    """Of an item of two answers."""
    two = replace(survey, options="options: {a: First, b: Second}")
    found = trend_of(two, answers=["a", "b"])
    one, other = found.line("a"), found.line("b")
    if other["slope"] is None:
        # No share of it is printed: it follows as a range.
        assert other["reason"]
        return
    assert other["slope"] == minus(one["slope"])


# -- sizes -------------------------------------------------------------------------------------

FIT = (
    "slope",
    "se",
    "low",
    "high",
    "slope_low",
    "slope_high",
    "p_value",
    "dof",
    "scatter",
    "fitted",
)


@settings(max_examples=40, deadline=None)
@given(survey=lines(), year=st.integers(2000, 2040), share=st.integers(0, 100))
def test_a_wave_of_unknown_size_changes_no_slope(survey: Survey, year: int, share: int) -> None:
    more = Wave("more", (f"JP,a,share,{share}",), str(year), samples="JP: {}")
    one = trend_of(survey).line()
    two = trend_of(replace(survey, waves=(*survey.waves, more))).line()
    assert {key: two[key] for key in FIT} == {key: one[key] for key in FIT}
    assert two["points_per_year"] == one["points_per_year"]
    assert "more" in two["waves"]


@settings(max_examples=25, deadline=None)
@given(
    counts=st.lists(st.tuples(st.integers(1, 30), st.integers(1, 30)), min_size=5, max_size=7),
    weights=st.lists(st.integers(1, 5), min_size=1, max_size=5),
    factor=st.integers(2, 1000),
    place=st.integers(0, 4),
)
def test_the_unit_of_the_weights_of_a_wave_changes_nothing(
    counts: list[tuple[int, int]], weights: list[int], factor: int, place: int
) -> None:
    one, two = (trend_of(respondents(counts, weights, {place: by})).line() for by in (1, factor))
    for key in (*FIT[:-1], "scatter_p_value"):
        assert two[key] == (None if one[key] is None else approx(one[key], rel=1e-7)), key


def respondents(
    counts: Sequence[tuple[int, int]], weights: Sequence[int], factors: dict[int, int]
) -> Survey:
    """Waves with so many first and second answers, weighted in turn."""
    waves = []
    for place, (first, second) in enumerate(counts):
        answers = ["a"] * first + ["b"] * second
        rows = [
            f"{weights[number % len(weights)] * factors.get(place, 1)},{answer}"
            for number, answer in enumerate(answers)
        ]
        waves.append(
            Wave(
                f"w{place}",
                fieldwork=str(2000 + place),
                samples="JP: {}",
                more="design: {weight: w}, weighted: yes",
                rows=("w,q", *rows),
            )
        )
    return Survey(tuple(waves), options="options: {a: First, b: Second}")


# -- the slopes that facts allow ---------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(survey=lines(), parts=st.lists(st.floats(0, 1), min_size=8, max_size=8))
def test_the_slope_of_any_shares_inside_the_roundings_lies_between_the_bounds(
    survey: Survey, parts: list[float]
) -> None:
    line = trend_of(survey).line()
    assume(line["slope"] is not None)
    printed = [wave.facts[0].rpartition(",")[2] for wave in survey.waves]
    half = 0.05 if "." in printed[0] else 0.5
    true = [
        min(max((float(text) + (2 * part - 1) * half) / 100, 0), 1)
        for text, part in zip(printed, parts, strict=False)
    ]
    times = [float(wave.fieldwork) for wave in survey.waves]
    sizes = [float(wave.samples.rpartition(" ")[2]) for wave in survey.waves]
    found = logistic_slope(times, true, sizes)
    assert found is not None
    assert line["slope_low"] - 1e-10 <= found.slope <= line["slope_high"] + 1e-10
    assert line["slope_low"] <= line["slope"] <= line["slope_high"]
    assert line["low"] <= line["slope_low"]
    assert line["slope_high"] <= line["high"]


Box = tuple[tuple[float, float], ...]


@st.composite
def boxes(draw: st.DrawFn) -> tuple[tuple[float, ...], Box, tuple[float, ...]]:
    """Times, the range of each share, and sizes; ranges up to 40 points wide."""
    count = draw(st.integers(2, 7))
    times = sorted(draw(st.lists(st.integers(0, 40), min_size=count, max_size=count)))
    assume(times[0] < times[-1])
    box = []
    for _ in range(count):
        low = draw(st.integers(1, 94)) / 100
        high = min(low + draw(st.integers(0, 40)) / 100, 0.99)
        box.append((low, high))
    sizes = tuple(float(draw(st.sampled_from([50, 300, 1000, 5000]))) for _ in range(count))
    return tuple(map(float, times)), tuple(box), sizes


def bounded(box: Box) -> list[Estimation]:
    """As much of estimates as the search for bounds looks at."""
    return [
        cast(Estimation, SimpleNamespace(bounds=SimpleNamespace(low=low, high=high)))
        for low, high in box
    ]


def slope_at(times: Sequence[float], shares: Iterable[float], sizes: Sequence[float]) -> float:
    found = logistic_slope(times, list(shares), sizes)
    assert found is not None
    return found.slope


def climbed(
    times: Sequence[float], box: Box, sizes: Sequence[float], start: Sequence[float], sign: int
) -> float:
    """The best slope that moving one share after another finds; it knows nothing of corners."""
    shares, best = list(start), sign * slope_at(times, start, sizes)
    for _ in range(4):
        for place, (low, high) in enumerate(box):
            for part in (0, 0.2, 0.4, 0.45, 0.5, 0.55, 0.6, 0.8, 1):
                moved = [*shares]
                moved[place] = low + part * (high - low)
                value = sign * slope_at(times, moved, sizes)
                if value > best:
                    shares, best = moved, value
    return sign * best


@settings(max_examples=100, deadline=None)
@given(drawn=boxes())
@example(
    drawn=((1.0, 4.0, 5.0), ((0.01, 0.01), (0.99, 0.99), (0.01, 0.01)), (1e6, 5000.0, 50.0))
).via("the first step leads where every share is 0 or 1")
@example(
    drawn=(
        (0.0, 0.0, 0.0, 0.0, 1.0),
        ((0.01, 0.01), (0.01, 0.01), (0.4445, 0.4445), (0.97, 0.97), (0.04, 0.04)),
        (50.0, 50.0, 50.0, 5000.0, 50.0),
    )
).via("the likelihood is known less well than the last step moves it")
def test_a_curve_leaves_no_distance_on_the_whole_and_none_that_goes_with_time(
    drawn: tuple[tuple[float, ...], Box, tuple[float, ...]],
) -> None:
    times, box, sizes = drawn
    shares = [low for low, _ in box]
    found = logistic_slope(times, shares, sizes)
    assert found is not None
    left = [n * (p - pi) for n, p, pi in zip(sizes, shares, found.fitted, strict=True)]
    assert sum(left) == approx(0, abs=1e-9 * sum(sizes))
    assert sum(d * t for d, t in zip(left, times, strict=True)) == approx(0, abs=1e-7 * sum(sizes))


@settings(max_examples=60, deadline=None)
@given(drawn=boxes(), parts=st.lists(st.floats(0, 1), min_size=7, max_size=7))
@example(
    drawn=(
        (0.0, 1.0, 2.0, 3.0, 4.0),
        ((0.1, 0.1), (0.2, 0.2), (0.3, 0.7), (0.8, 0.8), (0.9, 0.9)),
        (1000.0,) * 5,
    ),
    parts=[0.5] * 7,
).via("the wave in the middle weighs most in between")
@example(
    drawn=(
        (0.0, 1.0, 2.0, 3.0, 4.0),
        ((0.9, 0.9), (0.8, 0.8), (0.3, 0.7), (0.2, 0.2), (0.1, 0.1)),
        (1000.0,) * 5,
    ),
    parts=[0.1] * 7,
).via("the same, falling")
@example(
    drawn=((0.0, 3.0, 3.0, 3.0, 7.0), ((0.2, 0.5),) * 5, (300.0, 1000.0, 50.0, 1000.0, 300.0)),
    parts=[0.3] * 7,
).via("several waves at one time")
def test_no_shares_inside_their_ranges_are_steeper_than_the_steepest(
    drawn: tuple[tuple[float, ...], Box, tuple[float, ...]], parts: list[float]
) -> None:
    times, box, sizes = drawn
    start = [low + part * (high - low) for (low, high), part in zip(box, parts, strict=False)]
    corners = list(_steepest(times, bounded(box), sizes)) or [start]
    slopes = [slope_at(times, shares, sizes) for shares in corners]
    for shares in corners:
        for share, (low, high) in zip(shares, box, strict=True):
            assert low - 1e-15 <= share <= high + 1e-15
    assert min(slopes) - 1e-11 <= climbed(times, box, sizes, start, -1)
    assert climbed(times, box, sizes, start, 1) <= max(slopes) + 1e-11


# -- dots --------------------------------------------------------------------------------------


@st.composite
def strips_of_one(draw: st.DrawFn) -> Strip:
    """Some dots in a row, inside a scale; those without a share are ranges."""
    low = draw(st.integers(0, 8)) / 10
    high = draw(st.integers(round(low * 10) + 1, 10)) / 10
    dots = []
    for mark in draw(st.lists(st.sampled_from("●○◆◇▲"), unique=True, max_size=4)):
        ends = sorted(draw(st.lists(st.floats(low, high), min_size=4, max_size=4)))
        at = draw(st.one_of(st.none(), st.floats(ends[1], ends[2])))
        interval = (ends[0], ends[3]) if draw(st.booleans()) else None
        dots.append(Dot(mark, at, (ends[1], ends[2]), interval))
    return Strip(low, high, (tuple(dots),))


def columns_of(line: str, sign: str) -> list[int]:
    return [place for place, letter in enumerate(line) if letter == sign]


@settings(max_examples=300, deadline=None)
@given(strip=strips_of_one(), width=st.integers(20, 200))
def test_the_dot_of_a_share_is_drawn_where_its_share_is(strip: Strip, width: int) -> None:
    lines = strips.drawn(strip, 0, width)
    assert all(len(line) <= width for line in lines)
    assert len(lines) <= max(1, sum(dot.at is None for dot in strip.rows[0]))
    step = (strip.high - strip.low) / (width - 1)
    for dot in strip.rows[0]:
        if dot.at is None:
            continue
        shown = [at for line in lines for sign in (dot.mark, "◉") for at in columns_of(line, sign)]
        assert any(abs(strip.low + step * place - dot.at) <= step / 2 + 1e-9 for place in shown)
    drawn = "".join(lines)
    marks = [letter for letter in drawn if letter in "●○◆◇▲"]
    assert len(marks) == len(set(marks))
    assert len(marks) + 2 * drawn.count("◉") <= len(strip.rows[0])
    assert bool(drawn.strip(" ·")) == bool(strip.rows[0])


@settings(max_examples=200, deadline=None)
@given(strip=strips_of_one().filter(lambda s: len(s.rows[0]) == 1), width=st.integers(20, 200))
def test_an_interval_is_drawn_around_its_dot_and_a_range_from_end_to_end(
    strip: Strip, width: int
) -> None:
    (line,) = strips.drawn(strip, 0, width)
    (dot,) = strip.rows[0]
    (place,) = columns_of(line, dot.mark)
    step = (strip.high - strip.low) / (width - 1)
    drawn = [at for at, letter in enumerate(line) if letter in f"├┤─═{dot.mark}"]
    assert drawn == list(range(drawn[0], drawn[-1] + 1))
    ends = dot.interval or (dot.bounds if dot.at is None else (dot.at, dot.at))
    for end, at in zip(ends, (drawn[0], drawn[-1]), strict=True):
        assert abs(strip.low + step * at - end) <= step / 2 + 1e-9
    assert drawn[0] <= place <= drawn[-1]
    if dot.at is None:
        ranged = [at for at, letter in enumerate(line) if letter in f"═{dot.mark}"]
        assert abs(strip.low + step * ranged[0] - dot.bounds[0]) <= step / 2 + 1e-9
        assert abs(strip.low + step * ranged[-1] - dot.bounds[1]) <= step / 2 + 1e-9
    else:
        assert "═" not in line


@settings(max_examples=200, deadline=None)
@given(strip=strips_of_one(), width=st.integers(20, 200))
def test_the_numbers_of_the_scale_stand_over_their_lines(strip: Strip, width: int) -> None:
    scale = strips.axis(strip, width)
    assert len(scale) <= width
    numbers = scale.split()
    assert len(numbers) >= 2
    assert numbers == sorted(numbers, key=int)
    assert [100 * strip.low - 1e-9 <= int(number) <= 100 * strip.high + 1e-9 for number in numbers]
    assert len(set(numbers)) == len(numbers)
    (empty,) = strips.drawn(replace(strip, rows=((),)), 0, width)
    lines = columns_of(empty, "·")
    assert len(lines) == len(numbers)
    step = (strip.high - strip.low) / (width - 1)
    for number, place in zip(numbers, lines, strict=True):
        assert abs(strip.low + step * place - int(number) / 100) <= step / 2 + 1e-9


@settings(max_examples=40, deadline=None)
@given(design=designs())
def test_there_is_a_dot_for_what_is_known_of_a_wave_and_none_for_a_year_without(
    design: Design,
) -> None:
    result = made(design.survey, lambda project: api.trend(project, "poll.q"))
    estimates = result.rows("estimate")
    for table in lay_out(result).parts:
        if not isinstance(table, Table) or table.strip is None:
            continue
        answer = next(
            name
            for name, label in zip(OPTIONS, ("First", "Second", "Third"), strict=True)
            if table.corner.startswith(label)
        )
        for row, dots in zip(table.rows, table.strip.rows, strict=True):
            wave = row.stub.lines[0][0]
            known = [e for e in estimates if (e["wave"], e["option"]) == (wave, answer)]
            drawn = [e for e in known if is_drawn(e)]
            assert len(dots) == len(drawn)
            assert sorted(-1 if dot.at is None else dot.at for dot in dots) == sorted(
                -1 if e["share"] is None else e["share"] for e in drawn
            )
            for dot in dots:
                assert table.strip.low <= dot.bounds[0] <= dot.bounds[1] <= table.strip.high
                if dot.interval is not None:
                    assert dot.interval[0] <= dot.bounds[0] <= dot.bounds[1] <= dot.interval[1]


def is_drawn(estimate: Record) -> bool:
    """Whether anything is known of a share."""
    low, high = estimate["bound_low"], estimate["bound_high"]
    return low is not None and (low, high) != (0, 1)
