"""Slopes, changes, highest and lowest waves: each case in which there are some, and none."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from waves import Found, Record, Survey, Wave, shares, trend, write

from kcli import api
from kcli.errors import InputError
from kcli.render import Settings, render
from kcli.stats.trend import chi_squared_tail, logistic_slope

FIVE: Mapping[int | str, Any] = {2015: 40, 2016: 43, 2017: 45, 2018: 49, 2019: 52}
FEW = "fewer than 5 comparable waves have a share and a known size"
Numbers = Sequence[float]


def found(root: Path, waves: Sequence[Wave], what: str = "poll.q", **survey: Any) -> Found:
    return trend(write(root, Survey(tuple(waves), **survey)), what)


def page(root: Path, waves: Sequence[Wave], width: int = 100, **survey: Any) -> str:
    result = api.trend(write(root, Survey(tuple(waves), **survey)), "poll.q")
    return str(render(result, "table", Settings(width=width)))


def flat(text: str) -> str:
    return " ".join(text.split())


def nothing_fitted(line: Record) -> bool:
    """Whether a line has a reason, and neither slope nor test."""
    empty = ("slope", "low", "high", "se", "dof", "slope_low", "slope_high", "odds_ratio")
    empty += ("points_per_year", "p_value", "p_adjusted", "scatter", "scatter_p_value", "method")
    return (
        bool(line["reason"])
        and all(line[key] is None for key in empty)
        and not line["fitted"]
        and line["direction"] == "undetermined"
        and f"no slope, because {line['reason']}" in line["text"]
    )


# -- how many waves a slope needs --------------------------------------------------------------


def test_five_waves_with_shares_and_sizes_have_a_slope(tmp_path: Path) -> None:
    line = found(tmp_path, shares(FIVE)).line()
    oracle = logistic_slope([*range(5)], [s / 100 for s in FIVE.values()], [1000.0] * 5)
    assert oracle is not None
    assert line["slope"] == pytest.approx(oracle.slope, rel=1e-9)
    assert line["se"] == pytest.approx(oracle.se, rel=1e-9)
    assert line["odds_ratio"] == pytest.approx(math.exp(oracle.slope))
    rise = (oracle.fitted[-1] - oracle.fitted[0]) / 4
    assert line["points_per_year"] == pytest.approx(rise)
    assert (line["direction"], line["method"], line["reason"]) == ("rising", "binomial", None)
    assert line["fitted"] == line["waves"] == ("2015", "2016", "2017", "2018", "2019")
    assert line["text"] == (
        "“First”, the general public of Japan, 2015 to 2019: rose by 3.0 points a year (logistic "
        "curve through 5 waves, p < 0.001); highest in 2019 (52%), which a test does not tell "
        "from 2018; lowest in 2015 (40%), which a test does not tell from 2016 and 2017."
    )


def test_four_waves_have_none(tmp_path: Path) -> None:
    line = found(tmp_path, shares({y: s for y, s in FIVE.items() if y != 2017})).line()
    assert nothing_fitted(line)
    assert line["reason"] == FEW


def test_a_wave_of_unknown_size_is_drawn_and_not_fitted(tmp_path: Path) -> None:
    waves = [*shares({y: FIVE[y] for y in (2015, 2016, 2017, 2018)})]
    waves += shares({2019: 52}, samples="JP: {}")
    result = found(tmp_path, waves)
    assert nothing_fitted(result.line())
    assert result.line()["reason"] == FEW
    (estimate,) = result.of("estimate", wave="2019", option="a")
    assert (estimate["share"], estimate["n_base"], estimate["low"]) == (0.52, None, None)
    (row,) = (each for each in page(tmp_path, waves).splitlines() if each.startswith("2019"))
    assert "●" in row
    assert "├" not in row
    (shift,) = result.of("shift", wave_from="2018", category="a")
    assert (shift["shift"], shift["p_value"]) == (pytest.approx(0.03), None)


def test_two_waves_in_a_year_are_two_of_the_five(tmp_path: Path) -> None:
    waves = shares({"2017-02": 40, "2017-11": 44, 2018: 45, 2019: 48, 2020: 50})
    waves = [Wave(wave.id, wave.facts, wave.id) if "-" in wave.id else wave for wave in waves]
    line = found(tmp_path, waves).line()
    assert len(line["fitted"]) == 5
    assert line["direction"] == "rising"
    rows = [each.split()[0] for each in page(tmp_path, waves).splitlines() if each[:3] == "201"]
    assert rows == ["2017-02", "2017-11", "2018", "2019"]


def test_waves_at_one_time_have_no_slope(tmp_path: Path) -> None:
    waves = shares({f"w{n}": 40 + n for n in range(5)}, fieldwork="2019")
    line = found(tmp_path, waves).line()
    assert nothing_fitted(line)
    assert line["reason"] == "all comparable waves were asked at one time"


def test_an_undated_wave_is_shown_and_not_fitted(tmp_path: Path) -> None:
    waves = [*shares({"spring": 30}, fieldwork="-"), *shares(FIVE)]
    result = found(tmp_path, waves)
    line = result.line()
    assert line["waves"][0] == "spring"
    assert line["fitted"] == ("2015", "2016", "2017", "2018", "2019")
    assert len(result.of("shift", wave_from="spring", category="a")) == 2
    assert any(each.startswith("spring") for each in page(tmp_path, waves).splitlines())


def test_one_wave_has_no_line_and_no_change(tmp_path: Path) -> None:
    result = found(tmp_path, shares({2015: 40}))
    assert {record["type"] for record in result.records} == {"estimate"}
    text = page(tmp_path, shares({2015: 40}))
    assert "40 (37–44)" in text
    assert "slope" not in text
    assert "test" not in text


def test_a_wave_that_lasts_is_fitted_at_its_middle_and_not_where_it_began(tmp_path: Path) -> None:
    """The first to begin is the third in time."""
    waves = [
        *shares({"long": 45}, fieldwork="{start: 2000, end: 2010}"),
        *shares({2001: 40, 2003: 43, 2008: 50, 2012: 52}),
    ]
    line = found(tmp_path, waves).line()
    assert line["waves"][0] == "long"
    assert line["fitted"] == ("2001", "2003", "long", "2008", "2012")
    oracle = logistic_slope(
        [2001.5, 2003.5, 2005.5, 2008.5, 2012.5], [0.4, 0.43, 0.45, 0.5, 0.52], [1000.0] * 5
    )
    assert oracle is not None
    assert line["slope"] == pytest.approx(oracle.slope, rel=1e-3)
    assert line["points_per_year"] == pytest.approx(
        (oracle.fitted[-1] - oracle.fitted[0]) / 11, rel=1e-3
    )
    assert line["slope_low"] < line["slope"] < line["slope_high"]


def test_a_slope_is_of_comparable_waves_only(tmp_path: Path) -> None:
    """Four before a break and five after it: the second stretch alone has a slope."""
    waves = shares({year: 40 + year % 7 for year in range(2010, 2019)})
    top = "breaks: [{before: '2014', reason: R}]"
    result = found(tmp_path, waves, top=top)
    first, second = result.of("trend", category="a")
    assert (first["segment"], second["segment"]) == (1, 2)
    assert nothing_fitted(first)
    assert second["fitted"] == ("2014", "2015", "2016", "2017", "2018")


# -- what has no slope -------------------------------------------------------------------------


def test_people_who_were_asked_again_have_changes_and_no_slope(tmp_path: Path) -> None:
    waves = [
        Wave(
            str(year),
            samples="JP: {}",
            more="design: {respondent: id}"
            + (", same_respondents_as: poll@2015" if year > 2015 else ""),
            rows=(
                "id,q",
                *(f"{n},{'a' if n < 40 + 3 * (year - 2015) else 'b'}" for n in range(100)),
            ),
        )
        for year in range(2015, 2020)
    ]
    result = found(tmp_path, waves)
    line = result.line()
    assert nothing_fitted(line)
    assert line["reason"] == "the same people were asked again"
    assert {record["method"] for record in result.of("shift", category="a")} == {"same_respondents"}


def test_published_figures_of_the_same_people_have_neither_slope_nor_test(tmp_path: Path) -> None:
    waves = [
        Wave(w.id, w.facts, more="same_respondents_as: poll@2015" if w.id > "2015" else "")
        for w in shares(FIVE)
    ]
    result = found(tmp_path, waves)
    assert result.line()["reason"] == "the same people were asked again"
    for record in result.of("shift", category="a"):
        assert record["p_value"] is None
        assert "same-respondents" in record["assumptions"]


@pytest.mark.parametrize("kind", ["experts", "commentators", "governments"])
def test_people_who_are_counted_have_no_slope_and_no_test(kind: str, tmp_path: Path) -> None:
    waves = [
        Wave(str(y), (f"JP,a,count,{n}",), samples=f"JP: {{n: 40, population: {kind}}}")
        for y, n in zip(range(2015, 2020), (10, 15, 20, 25, 30), strict=True)
    ]
    result = found(tmp_path, waves)
    line = result.line()
    assert nothing_fitted(line)
    assert line["reason"] == "people who are counted are no sample"
    shifts = result.of("shift", category="a")
    assert len(shifts) == 5
    assert all(record["p_value"] is None is record["low"] for record in shifts)
    assert [record["shift"] for record in shifts][:4] == pytest.approx([0.125] * 4)
    assert "±" not in page(tmp_path, waves)
    assert "points a year" not in flat(page(tmp_path, waves))


def test_experts_of_a_known_population_have_a_slope_with_its_correction(tmp_path: Path) -> None:
    sample = "JP: {n: 100, population: experts, population_size: 400}"
    waves = [
        Wave(str(y), (f"JP,a,count,{n}",), samples=sample)
        for y, n in zip(range(2015, 2020), (25, 35, 45, 55, 60), strict=True)
    ]
    line = found(tmp_path, waves).line()
    oracle = logistic_slope([*range(5)], [0.25, 0.35, 0.45, 0.55, 0.6], [100 / (1 - 0.25)] * 5)
    assert oracle is not None
    assert line["slope"] == pytest.approx(oracle.slope, rel=1e-9)
    assert line["se"] == pytest.approx(oracle.se, rel=1e-9)


def test_a_census_has_no_size_to_fit(tmp_path: Path) -> None:
    assert found(tmp_path, shares(FIVE, sampling="census")).line()["slope"] is None


def test_a_mean_score_is_followed_and_has_no_slope(tmp_path: Path) -> None:
    waves = [
        Wave(str(y), (f"JP,a,count,{10 * s}", f"JP,b,count,{1000 - 10 * s}"))
        for y, s in FIVE.items()
    ]
    result = found(
        tmp_path,
        waves,
        options="options: {a: First, b: Second}",
        more="score: {a: 1, b: -1}",
    )
    line = result.line("score")
    assert nothing_fitted(line)
    assert line["reason"] == "a mean score has no log-odds"
    assert (line["highest"], line["lowest"]) == ("2019", "2015")
    (shift,) = result.of("shift", category="score", wave_from="2015", wave_to="2019")
    assert shift["direction"] == "increase"
    assert result.line("a")["slope"] is not None
    text = page(
        tmp_path, waves, options="options: {a: First, b: Second}", more="score: {a: 1, b: -1}"
    )
    start = text.index("Mean score")
    assert "●──" not in text[start : text.index("Over all comparable waves")]


def test_words_alone_have_no_slope(tmp_path: Path) -> None:
    waves = [Wave(str(y), ("JP,a,majority,",)) for y in FIVE]
    line = found(tmp_path, waves).line()
    assert nothing_fitted(line)
    assert (line["reason"], line["evidence"]) == (FEW, "bounded")
    assert line["highest"] is line["lowest"] is None


@pytest.mark.parametrize(
    "printed", [(0, 0, 0, 0, 0), (0, 0, 0, 0, 9), (0, 0, 0, 100, 100), (100,) * 5]
)
def test_shares_of_none_and_all_have_no_curve(printed: tuple[int, ...], tmp_path: Path) -> None:
    line = found(tmp_path, shares(dict(zip(FIVE, printed, strict=True)))).line()
    assert nothing_fitted(line)
    assert line["reason"] == "too many shares are 0% or 100%, or may be, for a logistic curve"


def test_a_share_of_none_among_others_is_fitted(tmp_path: Path) -> None:
    line = found(tmp_path, shares(dict(zip(FIVE, (0, 2, 1, 3, 4), strict=True)))).line()
    assert line["slope"] > 0
    assert line["slope_low"] < line["slope"] < line["slope_high"]


# -- several answers, nets, categories ---------------------------------------------------------


def measured(year: int, named: Sequence[str], header: str = "q") -> Wave:
    return Wave(str(year), samples="JP: {}", rows=(header, *named))


def several() -> list[Wave]:
    """Of 100 people; who names b names a as well where their number is even."""
    waves = []
    for year in range(2015, 2020):
        rows = []
        for n in range(100):
            a = n % 2 == 0 and n < 40 + 4 * (year - 2015)
            b = n < 30 + 6 * (year - 2015)
            rows.append(f"{int(a)},{int(b)},1")
        waves.append(measured(year, rows, "q.a,q.b,q.c"))
    return waves


def test_of_several_answers_each_has_the_slope_of_a_yes(tmp_path: Path) -> None:
    waves = several()
    result = found(tmp_path, waves, more="type: multiple")
    for place, name in enumerate("ab"):
        yes = [
            measured(
                int(w.id), ["a" if row.split(",")[place] == "1" else "b" for row in w.rows[1:]]
            )
            for w in waves
        ]
        single = found(tmp_path / name, yes).line()
        line = result.line(name)
        for key in ("slope", "se", "dof", "p_value", "scatter", "low", "high"):
            assert line[key] == pytest.approx(single[key], rel=1e-9), key


def test_a_net_of_several_answers_counts_nobody_twice(tmp_path: Path) -> None:
    waves = several()
    net = "type: multiple, nets: {either: {options: [a, b], label: Either}}"
    line = found(tmp_path, waves, more=net).line("either")
    yes = [
        measured(int(w.id), ["a" if "1" in row.split(",")[:2] else "b" for row in w.rows[1:]])
        for w in waves
    ]
    single = found(tmp_path / "single", yes).line()
    for key in ("slope", "se", "dof", "p_value", "scatter"):
        assert line[key] == pytest.approx(single[key], rel=1e-9), key


@pytest.mark.parametrize("rest", ["", ", rest: elsewhere"])
def test_a_category_of_several_answers_counts_nobody_twice(rest: str, tmp_path: Path) -> None:
    concepts = "concepts: {mood: {title: Mood, categories: {up: Up, down: Down}}}"
    more = f"type: multiple, concept: {{id: mood, map: {{a: up, b: up, c: down}}{rest}}}"
    project = write(tmp_path, Survey(tuple(several()), more=more), concepts=concepts)
    line = trend(project, "mood").line("up")
    net = "type: multiple, nets: {either: {options: [a, b], label: Either}}"
    owed = found(tmp_path / "net", several(), more=net).line("either")
    for key in ("slope", "se", "dof", "p_value", "scatter"):
        assert line[key] == pytest.approx(owed[key], rel=1e-9), key
    one = trend(project, "mood", answers=["down"]).line("down")
    assert nothing_fitted(one)  # everybody named c


def test_a_net_of_single_answers_has_the_slope_of_their_sum(tmp_path: Path) -> None:
    waves = [
        measured(year, ["a"] * (20 + n) + ["b"] * (10 + 3 * n) + ["c"] * 50)
        for n, year in enumerate(range(2015, 2020))
    ]
    net = "nets: {ab: {options: [a, b], label: Both}}"
    result = found(tmp_path, waves, more=net)
    assert result.line("ab")["slope"] == pytest.approx(-result.line("c")["slope"], rel=1e-9)
    assert result.line("ab")["se"] == pytest.approx(result.line("c")["se"], rel=1e-9)


def test_respondents_and_figures_together_are_fitted_as_binomial(tmp_path: Path) -> None:
    waves = [
        measured(2015, ["a"] * 40 + ["b"] * 60),
        *shares({y: FIVE[y] for y in range(2016, 2020)}),
    ]
    line = found(tmp_path, waves).line()
    assert (line["method"], line["dof"], line["evidence"]) == ("binomial", None, "published")
    oracle = logistic_slope(
        [*range(5)], [s / 100 for s in FIVE.values()], [line_n(tmp_path, waves), *[1000.0] * 4]
    )
    assert oracle is not None
    assert line["slope"] == pytest.approx(oracle.slope, rel=1e-9)


def line_n(root: Path, waves: Sequence[Wave]) -> float:
    """The effective base of the first wave's first answer."""
    (estimate,) = found(root, waves).of("estimate", wave=waves[0].id, option="a")
    return float(estimate["n_eff"])


def test_an_answer_that_a_wave_did_not_offer_is_no_wave_of_its_line(tmp_path: Path) -> None:
    """Don't know was offered from 2017 on; that is a small difference, and no break."""
    offered = "{a: First, b: Second, c: Third, dk: {label: DK, kind: dont_know}}"
    waves = [Wave(str(y), (f"JP,a,share,{s}",)) for y, s in FIVE.items()]
    waves = [Wave(w.id, (*w.facts, "JP,dk,share,5") if w.id > "2016" else w.facts) for w in waves]
    result = found(tmp_path, waves, more=f"versions: {{'2017': {{options: {offered}}}}}")
    assert not result.of("break")
    assert result.line("dk")["waves"] == ("2017", "2018", "2019")
    assert result.line("a")["fitted"] == ("2015", "2016", "2017", "2018", "2019")
    text = page(tmp_path, waves, more=f"versions: {{'2017': {{options: {offered}}}}}")
    assert text.count("not offered") == 2


# -- directions --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "direction"),
    [
        ((40, 43, 45, 49, 52), "rising"),
        ((52, 49, 45, 43, 40), "falling"),
        ((50, 50, 50, 50, 50), "no_clear_trend"),
        ((50, 53, 47, 53, 50), "no_clear_trend"),
        ((40, 41, 40, 42, 42), "no_clear_trend"),
    ],
)
def test_which_way_it_goes(printed: tuple[int, ...], direction: str, tmp_path: Path) -> None:
    line = found(tmp_path, shares(dict(zip(FIVE, printed, strict=True)))).line()
    assert line["direction"] == direction
    words = {"rising": "rose by", "falling": "fell by"}.get(direction, "no clear rise or fall")
    assert words in line["text"]


def test_where_roundings_leave_the_sign_open_there_is_no_p(tmp_path: Path) -> None:
    """All 50% as printed: the shares may rise or fall within the rounding."""
    line = found(tmp_path, shares(dict.fromkeys(FIVE, 50))).line()
    assert line["slope"] == pytest.approx(0, abs=1e-12)
    assert line["slope_low"] < 0 < line["slope_high"]
    assert line["p_value"] is line["p_adjusted"] is None
    assert "p =" not in line["text"]


def test_a_slope_that_is_too_small_to_print_is_not_printed_as_none(tmp_path: Path) -> None:
    rising = {year: f"{40 + 0.02 * n:.2f}" for n, year in enumerate(range(1970, 2020))}
    line = found(tmp_path, shares(rising, samples="JP: 10000000")).line()
    assert line["direction"] == "rising"
    assert "rose by less than 0.05 points a year" in line["text"]


def test_waves_off_the_curve_are_said_to_be(tmp_path: Path) -> None:
    line = found(tmp_path, shares(dict(zip(FIVE, (30, 60, 30, 60, 70), strict=True)))).line()
    assert line["scatter_p_value"] < 0.001
    assert "but not evenly: the waves lie further from the curve" in line["text"]
    even = found(tmp_path / "even", shares(FIVE)).line()
    assert even["scatter_p_value"] > 0.05
    assert "evenly" not in even["text"]


def test_p_are_called_adjusted_only_where_there_are_several(tmp_path: Path) -> None:
    one = found(tmp_path / "one", shares(FIVE)).line()
    assert one["p_adjusted"] == one["p_value"]
    assert "adjusted" not in one["text"]
    waves = [
        Wave(str(y), (f"JP,a,share,{s}", f"KR,a,share,{s + 10}"), samples="JP: 1000, KR: 1000")
        for y, s in FIVE.items()
    ]
    lines = found(tmp_path / "two", waves).of("trend", category="a")
    assert all("adjusted p < 0.001" in line["text"] for line in lines)
    least, most = sorted(line["p_value"] for line in lines)
    assert sorted(line["p_adjusted"] for line in lines) == pytest.approx(
        [2 * least, max(2 * least, most)]
    )


# -- the curve by itself -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("times", "printed"),
    [
        ([1.0, 1.0], [0.2, 0.4]),
        ([1.0], [0.2]),
        ([], []),
        ([1.0, 2.0, 3.0], [0.0, 0.0, 0.0]),
        ([1.0, 2.0, 3.0], [1.0, 1.0, 1.0]),
        ([1.0, 2.0, 3.0, 4.0], [0.0, 0.0, 1.0, 1.0]),
        ([1.0, 2.0, 3.0], [0.0, 0.4, 1.0]),
        ([1.0, 2.0, 3.0], [0.0, 0.0, 0.4]),
        ([1.0, 2.0, 3.0], [0.9, 1.0, 1.0]),
    ],
)
def test_no_curve_where_none_is_the_best(times: Numbers, printed: Numbers) -> None:
    assert logistic_slope(times, printed, [100.0] * len(times)) is None


def test_the_unit_and_the_start_of_time_change_no_fit() -> None:
    printed = [0.3, 0.35, 0.5, 0.45]
    one = logistic_slope([0, 1, 2, 5], printed, [100, 200, 300, 400])
    months = logistic_slope([24000 + 12 * t for t in (0, 1, 2, 5)], printed, [100, 200, 300, 400])
    assert one is not None
    assert months is not None
    assert months.slope == pytest.approx(one.slope / 12)
    assert months.se == pytest.approx(one.se / 12)
    assert months.fitted == pytest.approx(one.fitted)
    assert months.scatter == pytest.approx(one.scatter)


def test_the_scatter_does_not_depend_on_which_weights_the_curve_has() -> None:
    """Near the curve: the statistic is that of the best curve by the variances."""
    times, base = [0.0, 1, 2, 3, 4, 5], [0.4, 0.42, 0.44, 0.46, 0.48, 0.5]
    printed = [p + d for p, d in zip(base, (4e-5, -8e-5, 2e-5, 6e-5, -4e-5, 3e-5), strict=True)]
    variances = [lambda _, v=v: v for v in (1e-4, 4e-4, 1e-4, 9e-4, 1e-4, 4e-4)]
    sizes = [1 / variance(0) for variance in variances]
    best = logistic_slope(
        times, printed, [s * p * (1 - p) for s, p in zip(sizes, base, strict=True)], variances
    )
    other = logistic_slope(times, printed, [1000.0] * 6, variances)
    assert best is not None
    assert other is not None
    assert other.scatter == pytest.approx(best.scatter, rel=1e-3)
    plain = sum(
        (p - pi) ** 2 / v(0) for p, pi, v in zip(printed, other.fitted, variances, strict=True)
    )
    assert plain > other.scatter * 1.05


@pytest.mark.parametrize(
    ("value", "dof", "owed"),
    [
        # pchisq(value, dof, lower.tail = FALSE)
        (0.0, 3, 1.0),
        (-1.0, 3, 1.0),
        (3.84145882069412, 1, 0.05),
        (5.99146454710798, 2, 0.05),
        (7.81472790325118, 3, 0.05),
        (16.9189776046204, 9, 0.05),
        (100.0, 10, 5.00082022787e-17),
        (1e-3, 7, 0.999999999987916),
    ],
)
def test_the_tail_of_chi_squared(value: float, dof: int, owed: float) -> None:
    assert chi_squared_tail(value, dof) == pytest.approx(owed, rel=1e-4)


# -- highest and lowest ------------------------------------------------------------------------


def test_the_highest_wave_is_named_with_those_that_a_test_does_not_tell_from_it(
    tmp_path: Path,
) -> None:
    line = found(tmp_path, shares({2015: 40, 2016: 60, 2017: 58, 2018: 30})).line()
    assert (line["highest"], line["highest_level_with"]) == ("2016", ("2017",))
    assert (line["lowest"], line["lowest_level_with"]) == ("2018", ())
    assert "highest in 2016 (60%), which a test does not tell from 2017; " in line["text"]
    assert line["text"].endswith("lowest in 2018 (30%).")


def test_of_equal_figures_none_is_the_highest(tmp_path: Path) -> None:
    """Within the rounding either may be."""
    line = found(tmp_path, shares({2015: 60, 2016: 60, 2017: 30})).line()
    assert line["highest"] is None
    assert line["lowest"] == "2017"
    assert "highest" not in line["text"]


def test_a_range_that_may_reach_higher_leaves_the_highest_open(tmp_path: Path) -> None:
    waves = [Wave("2015", ("JP,a,majority,",)), *shares({2016: 60, 2017: 30})]
    line = found(tmp_path, waves).line()
    assert (line["highest"], line["lowest"]) == (None, "2017")
    below = [Wave("2015", ("JP,a,minority,",)), *shares({2016: 60, 2017: 30})]
    line = found(tmp_path / "below", below).line()
    assert (line["highest"], line["lowest"]) == ("2016", None)


def test_a_wave_that_asked_and_published_nothing_leaves_both_open(tmp_path: Path) -> None:
    line = found(tmp_path, [*shares({2015: 60, 2016: 30}), Wave("2017")]).line()
    assert line["highest"] is line["lowest"] is None


def test_without_sizes_the_highest_is_certain_of_those_asked_and_not_tested(
    tmp_path: Path,
) -> None:
    line = found(tmp_path, shares({2015: 40, 2016: 60, 2017: 50}, samples="JP: {}")).line()
    assert (line["highest"], line["highest_level_with"]) == ("2016", ())
    assert set(line["highest_untested"]) == {"2015", "2017"}
    assert line["lowest_untested"] == ("2016", "2017")
    assert "highest in 2016 (60%), not tested; lowest in 2015 (40%), not tested." in line["text"]


def test_the_same_people_without_their_answers_are_not_tested(tmp_path: Path) -> None:
    """Two shares of the same people, far apart: no test can be made, and none is told."""
    first, second = shares({2015: 40, 2016: 60})
    waves = [first, replace(second, more="same_respondents_as: poll@2015")]
    line = found(tmp_path, waves).line()
    assert (line["highest"], line["highest_level_with"]) == ("2016", ())
    assert line["highest_untested"] == ("2015",)
    assert "highest in 2016 (60%), not tested" in line["text"]


def test_waves_that_are_level_and_waves_that_are_not_tested_are_told_apart(tmp_path: Path) -> None:
    waves = [*shares({2015: 60, 2016: 59}), *shares({2017: 40}, samples="JP: {}")]
    line = found(tmp_path, waves).line()
    assert (line["highest_level_with"], line["highest_untested"]) == (("2016",), ("2017",))
    assert (
        "highest in 2015 (60%), which a test does not tell from 2016, and which is not tested "
        "against 2017" in line["text"]
    )


# -- changes -----------------------------------------------------------------------------------


def test_first_to_last_of_two_waves_is_told_once(tmp_path: Path) -> None:
    result = found(tmp_path, shares({2015: 40, 2016: 60}))
    assert len(result.of("shift", category="a")) == 1


def test_each_of_two_samples_of_one_country_has_its_own_arrow(tmp_path: Path) -> None:
    samples = "KR: 1000, phone: {country: KR, n: 1000}"
    waves = [
        Wave("2018", ("KR,a,share,40", "phone,a,share,60"), samples=samples),
        Wave("2019", ("KR,a,share,50", "phone,a,share,50"), samples=samples),
    ]
    lines = page(tmp_path, waves).splitlines()
    (row,) = (each for each in lines if each.startswith("2019"))
    assert flat(row).startswith("2019 50 (46–54) ↑ 50 (46–54) ↓")
    (names,) = (each for each in lines if "KR" in each and "phone" in each)
    assert names.split()[:2] == ["KR", "phone"]


def test_people_of_another_kind_stand_in_a_column_of_their_own(tmp_path: Path) -> None:
    waves = [
        *shares({2018: 30}, samples="JP: {n: 40, population: experts}"),
        *shares({2019: 50, 2020: 52}),
    ]
    text = page(tmp_path, waves)
    rows = {each[:4]: flat(each) for each in text.splitlines() if each[:2] == "20"}
    assert rows["2018"].startswith("2018 no poll 30 ")
    assert rows["2019"].startswith("2019 50 (46–54) no poll")
    shifts = found(tmp_path, waves).of("shift")
    assert {(s["population_from"], s["population_to"]) for s in shifts} == {
        ("general_public", "general_public")
    }


# -- sizes that are not known exactly ----------------------------------------------------------

ABOUT = ("approximate", "assumed")


def sized(status: str, n: int = 1000) -> str:
    return f"JP: {{n: {n}, n_status: {status}}}"


@pytest.mark.parametrize("status", ABOUT)
def test_a_size_that_is_not_exact_serves_tests_and_is_named_wherever_it_does(
    status: str, tmp_path: Path
) -> None:
    code = f"size-{status}"
    result = found(tmp_path, shares(FIVE, samples=sized(status)))
    exact = found(tmp_path / "exact", shares(FIVE))
    line = result.line()
    for key in ("slope", "se", "p_value", "low", "high"):
        assert line[key] == exact.line()[key]
    assert code in line["assumptions"]
    assert code not in exact.line()["assumptions"]
    for record in result.of("shift", category="a"):
        assert code in record["assumptions"]
        assert record["p_value"] is not None
    for record in result.of("estimate", option="a"):
        assert code in record["assumptions"]
        assert "base-approximate" in record["flags"]
        assert record["n_base"] == 1000
    assert any(note.startswith(f"{code}: ") for note in result.notes)
    assert not any("base-approximate" in r["flags"] for r in exact.of("estimate"))


@pytest.mark.parametrize("status", ABOUT)
def test_one_size_that_is_not_exact_among_five_is_named(status: str, tmp_path: Path) -> None:
    waves = [
        *shares({2015: 40}, samples=sized(status)),
        *shares({y: FIVE[y] for y in range(2016, 2020)}),
    ]
    result = found(tmp_path, waves)
    assert f"size-{status}" in result.line()["assumptions"]
    later = result.of("shift", wave_from="2016", category="a")
    assert all(f"size-{status}" not in record["assumptions"] for record in later)


@pytest.mark.parametrize("status", ABOUT)
def test_a_size_that_is_not_exact_counts_nobody(status: str, tmp_path: Path) -> None:
    """40.0% of exactly 1,000 may be 400 people; of about 1,000 it is no number of people."""
    waves = [
        Wave(
            "2015", ("JP,a,share,40.0", "JP,b,share,30.0", "JP,c,share,30.0"), samples=sized(status)
        )
    ]
    for record in found(tmp_path, waves).of("estimate"):
        assert record["n_option"] is None


@pytest.mark.parametrize("status", ABOUT)
def test_a_count_needs_a_base_where_the_size_is_not_exact(status: str, tmp_path: Path) -> None:
    waves = [Wave("2015", ("JP,a,count,400",), samples=sized(status))]
    with pytest.raises(InputError) as problem:
        found(tmp_path, waves)
    (fault,) = problem.value.faults
    assert fault.code == "bad-value"
    assert "a count needs its base: give base_n" in fault.message
    with_base = [Wave("2015", ("JP,a,count,400,all,1000",), samples=sized(status))]
    (estimate,) = found(tmp_path / "base", with_base).of("estimate", option="a")
    assert estimate["share"] == 0.4


@pytest.mark.parametrize("status", [*ABOUT, "published"])
def test_whole_numbers_are_looked_for_only_of_exact_sizes(status: str, tmp_path: Path) -> None:
    """27.7% is no number of 40 people, and may well be one of about 40."""
    waves = [Wave("2015", ("JP,a,share,27.7",), samples=sized(status, 40))]
    faults = api.check(write(tmp_path, Survey(tuple(waves)))).rows("fault")
    codes = {fault["code"] for fault in faults}
    assert ("no-whole-number" in codes) == (status == "published")


@pytest.mark.parametrize("status", [*ABOUT, "published"])
def test_a_pooled_figure_leans_on_exact_sizes_only(status: str, tmp_path: Path) -> None:
    """50% of both and 40% of one make 60% of the other only where both are as many."""
    samples = f"{sized(status)}, KR: 1000, both: {{countries: [JP, KR]}}"
    wave = Wave(
        "2015", ("both,a,share,50", "JP,a,share,40"), samples=samples, more="pooled_rule: n"
    )
    (estimate,) = found(tmp_path, [wave]).of("estimate", option="a", country="KR") or [{}]
    if status == "published":
        assert (estimate["bound_low"], estimate["bound_high"]) == pytest.approx((0.585, 0.615))
    else:
        assert estimate.get("bound_low") in (None, 0)
        assert estimate.get("bound_high") in (None, 1)


@pytest.mark.parametrize(
    ("status", "sign"), [("approximate", "≈"), ("assumed", "≈"), ("published", "=")]
)
def test_a_size_that_is_not_exact_has_its_sign_in_tables(
    status: str, sign: str, tmp_path: Path
) -> None:
    project = write(tmp_path, Survey(tuple(shares(FIVE, samples=sized(status)))))
    for result in (
        api.compare(project, "poll.q"),
        api.shift(project, "poll.q"),
        api.topline(project, "poll.q"),
    ):
        assert f"n{sign}1,000" in str(render(result, "table", Settings(width=100)))
    (survey,) = (r for r in api.list_surveys(project).rows("survey") if r["wave"] == "2019")
    assert (survey["n"], survey["n_status"]) == (
        1000,
        "published" if status == "published" else "approximate",
    )


# -- concepts ----------------------------------------------------------------------------------

MOOD = "concepts: {mood: {title: Mood, categories: {up: Up, flat: Flat, down: Down}}}"


def mapped(root: Path, mapping: str, item: str, facts: Sequence[str], rest: str = "") -> Found:
    """One wave of a concept."""
    more = f"concept: {{id: mood, map: {{{mapping}}}{rest}}}"
    survey = Survey((Wave("2015", tuple(facts)),), more=more, item=item)
    return trend(write(root, survey, concepts=MOOD), "mood", answers=["up", "down"])


def bounds(result: Found, category: str) -> tuple[float, float]:
    (record,) = result.of("estimate", option=category)
    return record["bound_low"], record["bound_high"]


INCOMPLETE = "wording: verbatim, options_complete: incomplete"


def test_answers_that_nobody_names_may_be_in_any_category_unless_they_are_elsewhere(
    tmp_path: Path,
) -> None:
    facts = ["JP,a,share,40"]
    anywhere = mapped(tmp_path / "1", "a: up", INCOMPLETE, facts)
    elsewhere = mapped(tmp_path / "2", "a: up", INCOMPLETE, facts, ", rest: elsewhere")
    assert bounds(anywhere, "up") == pytest.approx((0.395, 1.0))
    assert bounds(elsewhere, "up") == pytest.approx((0.395, 0.405))
    (record,) = elsewhere.of("estimate", option="up")
    assert record["share"] == 0.4


def test_options_outside_the_map_are_elsewhere_too(tmp_path: Path) -> None:
    facts = ["JP,a,share,40", "JP,b,share,25", "JP,c,share,35"]
    item = "wording: verbatim, options_complete: published"
    anywhere = mapped(tmp_path / "1", "a: up, b: down", item, facts)
    elsewhere = mapped(tmp_path / "2", "a: up, b: down", item, facts, ", rest: elsewhere")
    assert bounds(anywhere, "up")[1] == pytest.approx(0.755)
    assert bounds(elsewhere, "up") == pytest.approx((0.395, 0.405))
    assert bounds(elsewhere, "down") == pytest.approx((0.245, 0.255))


def test_an_option_of_several_categories_stays_a_range_though_the_rest_is_elsewhere(
    tmp_path: Path,
) -> None:
    facts = ["JP,a,share,40", "JP,b,share,25"]
    found = mapped(tmp_path, "a: up, b: [up, down]", INCOMPLETE, facts, ", rest: elsewhere")
    assert bounds(found, "up") == pytest.approx((0.395, 0.66))
    assert bounds(found, "down") == pytest.approx((0.0, 0.255))


def test_of_respondents_what_is_outside_the_map_is_elsewhere(tmp_path: Path) -> None:
    answers = ["a"] * 40 + ["b"] * 25 + ["c"] * 35
    for rest, owed in (("", 0.75), (", rest: elsewhere", 0.4)):
        more = f"concept: {{id: mood, map: {{a: up, b: down}}{rest}}}"
        survey = Survey((measured(2015, answers),), more=more)
        project = write(tmp_path / str(owed), survey, concepts=MOOD)
        assert bounds(trend(project, "mood"), "up") == pytest.approx((0.4, owed))


def surveys_of_one_concept(second: str = "", concept: str = "mood") -> list[Survey]:
    more = f"concept: {{id: {concept}, map: {{a: up, b: flat, c: down}}}}"
    return [
        Survey(tuple(shares({2015: 40, 2016: 50})), name="one", more=more),
        Survey(
            tuple(Wave(w.id, w.facts, more=second) for w in shares({2016: 50})),
            name="two",
            more=more,
        ),
    ]


def test_surveys_of_one_concept_stand_beside_each_other_and_are_not_joined(tmp_path: Path) -> None:
    found = trend(write(tmp_path, *surveys_of_one_concept(), concepts=MOOD), "mood")
    assert {r["survey"] for r in found.of("estimate")} == {"one", "two"}
    assert {(s["survey_from"], s["survey_to"]) for s in found.of("shift")} == {("one", "one")}
    assert {line["survey"] for line in found.of("trend")} == {"one"}
    assert not any(note.startswith("same-respondents") for note in found.notes)


def test_one_sample_that_two_surveys_publish_is_said_to_be_one(tmp_path: Path) -> None:
    surveys = surveys_of_one_concept("same_respondents_as: one@2016")
    found = trend(write(tmp_path, *surveys, concepts=MOOD), "mood")
    assert (
        "same-respondents: one.q@2016 and two.q@2016 are the same people of Japan, published twice."
        in found.notes
    )
    assert {(s["survey_from"], s["survey_to"]) for s in found.of("shift")} == {("one", "one")}


def test_two_questions_of_one_survey_are_not_called_published_twice(tmp_path: Path) -> None:
    body = (
        "{text: Q, wording: verbatim, options_complete: published, options: {a: A, b: B}, "
        "concept: {id: mood, map: {a: up, b: down}}}"
    )
    waves = [Wave(str(y), ("JP,q.a,share,40", "JP,p.a,share,50")) for y in (2015, 2016)]
    survey = Survey(tuple(waves), items=f"  q: {body}\n  p: {body}")
    found = trend(write(tmp_path, survey, concepts=MOOD), "mood")
    assert {record["item"] for record in found.of("estimate")} == {"q", "p"}
    assert not any("twice" in note for note in found.notes)


def test_a_sample_of_which_nothing_is_published_is_a_note_and_no_column(tmp_path: Path) -> None:
    waves = [Wave(w.id, w.facts, samples="JP: 1000, KR: 1000") for w in shares(FIVE)]
    found_ = found(tmp_path, waves)
    assert {record["country"] for record in found_.of("estimate")} == {"JP"}
    assert any("South Korea" in note for note in found_.notes)
