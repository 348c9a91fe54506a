"""Which waves are one stretch of a series, where it breaks, why, and when a wave was."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from waves import Survey, Wave, shares, trend, write

from kcli import api
from kcli.analysis.comparability import Side
from kcli.analysis.series import Series, time_of
from kcli.analysis.trend import TrendBlock, _letter
from kcli.errors import InputError
from kcli.model.period import read_period
from kcli.model.survey import Fieldwork

Stretches = list[list[str]]


def blocks_of(root: Path, survey: Survey, what: str = "poll.q", concepts: str = "") -> Any:
    return api.trend(write(root, survey, concepts=concepts), what).context


def series_of(root: Path, survey: Survey, concepts: str = "") -> list[Series]:
    (block,) = blocks_of(root, survey, concepts=concepts)
    return list(cast(TrendBlock, block).series)


def stretches(series: Series) -> Stretches:
    return [[point.wave for point in points] for points in series.segments()]


def years(modes: Sequence[str], start: int = 2015, **more: Any) -> tuple[Wave, ...]:
    """A wave a year, in these modes."""
    return tuple(
        Wave(str(year), ("JP,a,share,40",), mode=mode, **more)
        for year, mode in enumerate(modes, start)
    )


ONLINE = ("online",) * 5

# -- stretches ---------------------------------------------------------------------------------


def test_waves_that_were_asked_alike_are_one_stretch(tmp_path: Path) -> None:
    (series,) = series_of(tmp_path, Survey(years(ONLINE)))
    assert stretches(series) == [["2015", "2016", "2017", "2018", "2019"]]
    assert series.gaps == ()


@pytest.mark.parametrize(
    ("breaks", "owed"),
    [
        ("{before: '2017', reason: R}", [["2015", "2016"], ["2017", "2018", "2019"]]),
        ("{before: '2015', reason: R}", [["2015", "2016", "2017", "2018", "2019"]]),
        ("{before: '2019', reason: R}", [["2015", "2016", "2017", "2018"], ["2019"]]),
        ("{apart: '2017', reason: R}", [["2015", "2016", "2018", "2019"], ["2017"]]),
        ("{apart: '2015', reason: R}", [["2015"], ["2016", "2017", "2018", "2019"]]),
        ("{apart: '2019', reason: R}", [["2015", "2016", "2017", "2018"], ["2019"]]),
        (
            "{apart: '2016', reason: R}, {apart: '2018', reason: S}",
            [["2015", "2017", "2019"], ["2016"], ["2018"]],
        ),
        (
            "{before: '2017', reason: R}, {apart: '2018', reason: S}",
            [["2015", "2016"], ["2017", "2019"], ["2018"]],
        ),
        (
            "{before: '2016', reason: R}, {before: '2018', reason: R}",
            [["2015"], ["2016", "2017"], ["2018", "2019"]],
        ),
        (
            "{before: '2017', countries: [KR], reason: R}",
            [["2015", "2016", "2017", "2018", "2019"]],
        ),
        (
            "{apart: '2017', countries: [KR], reason: R}",
            [["2015", "2016", "2017", "2018", "2019"]],
        ),
        ("{before: '2017', items: [q], reason: R}", [["2015", "2016"], ["2017", "2018", "2019"]]),
        ("{apart: '2017', items: [q], reason: R}", [["2015", "2016", "2018", "2019"], ["2017"]]),
    ],
)
def test_a_break_parts_what_is_before_from_what_is_after_and_a_wave_apart_stands_alone(
    breaks: str, owed: Stretches, tmp_path: Path
) -> None:
    (series,) = series_of(tmp_path, Survey(years(ONLINE), top=f"breaks: [{breaks}]"))
    assert stretches(series) == owed


@pytest.mark.parametrize("kind", ["before", "apart"])
def test_a_break_of_one_item_leaves_the_others(kind: str, tmp_path: Path) -> None:
    item = "{text: Q, wording: verbatim, options_complete: published, options: {a: A, b: B}}"
    survey = Survey(
        tuple(Wave(str(y), ("JP,q.a,share,40", "JP,p.a,share,50")) for y in range(2015, 2020)),
        items=f"  q: {item}\n  p: {item}",
        top=f"breaks: [{{{kind}: '2017', items: [p], reason: R}}]",
    )
    one, other = (block.series[0] for block in blocks_of(tmp_path, survey, "poll"))
    assert len(one.segments()) == 1
    assert len(other.segments()) == 2


def test_a_break_of_one_country_leaves_the_other(tmp_path: Path) -> None:
    survey = Survey(
        tuple(
            Wave(str(y), ("JP,a,share,40", "KR,a,share,50"), samples="JP: 1000, KR: 1000")
            for y in range(2015, 2018)
        ),
        top="breaks: [{before: '2017', countries: [KR], reason: Online from now on}]",
    )
    found = trend(write(tmp_path, survey))
    (record,) = found.of("break")
    assert (record["country"], record["wave_before"], record["wave_after"]) == (
        "KR",
        "2016",
        "2017",
    )
    assert "Online from now on" in record["text"]
    assert record["text"].startswith("The general public of South Korea, 2016 to 2017: ")


@pytest.mark.parametrize(
    ("modes", "owed"),
    [
        (("online", "telephone", "online"), [["2015", "2017"], ["2016"]]),
        (("online", "telephone", "telephone"), [["2015"], ["2016", "2017"]]),
        (("unknown", "telephone", "unknown"), [["2015", "2016", "2017"]]),
        # An unknown mode may be either, so it joins the first; then telephone differs from online.
        (("online", "unknown", "telephone"), [["2015", "2016"], ["2017"]]),
        (("online", "unknown", "telephone", "online"), [["2015", "2016", "2018"], ["2017"]]),
        (("online", "telephone", "unknown"), [["2015"], ["2016", "2017"]]),
    ],
)
def test_another_mode_is_another_stretch(
    modes: tuple[str, ...], owed: Stretches, tmp_path: Path
) -> None:
    (series,) = series_of(tmp_path, Survey(years(modes)))
    assert stretches(series) == owed


def test_a_break_between_neighbours_that_are_alike_names_the_wave_that_differs(
    tmp_path: Path,
) -> None:
    """Of online, unknown and telephone the last two are comparable, the first and last are not."""
    (series,) = series_of(tmp_path, Survey(years(("online", "unknown", "telephone"))))
    (gap,) = series.gaps
    assert (gap.before.wave, gap.after.wave) == ("2016", "2017")
    assert gap.text == "the mode of interviewing differs: online against telephone"


def test_other_words_are_another_stretch_and_the_old_words_join_again(tmp_path: Path) -> None:
    versions = (
        "versions: {'2016': {text: Other words}, '2017': {text: A question}, "
        "'2018': {options: {a: First, b: Second}}}"
    )
    (series,) = series_of(tmp_path, Survey(years(ONLINE), more=versions))
    assert stretches(series) == [["2015", "2017"], ["2016"], ["2018", "2019"]]
    reasons = [gap.text for gap in series.gaps]
    assert reasons[0] == reasons[1] == "the question is worded differently"
    assert reasons[2].startswith("the answers differ: ")


def test_people_of_another_kind_are_a_series_of_their_own(tmp_path: Path) -> None:
    waves = (
        *shares({2015: 40}, samples="JP: {n: 1000, population: experts}"),
        *shares({2016: 41, 2017: 42}),
    )
    found = series_of(tmp_path, Survey(waves))
    assert {s.side.sample.population: stretches(s) for s in found} == {
        "experts": [["2015"]],
        "general_public": [["2016", "2017"]],
    }
    assert len({series.key for series in found}) == 2


def test_another_universe_alone_breaks_nothing(tmp_path: Path) -> None:
    waves = [
        Wave(str(year), samples=f"JP: {{n: 1000, population: {kind}}}", facts=("JP,a,share,40",))
        for year, kind in (
            (2015, "{kind: general_public, universe: Adults}"),
            (2016, "{kind: general_public, universe: Adults of 18 and over}"),
        )
    ]
    (series,) = series_of(tmp_path, Survey(waves))
    assert stretches(series) == [["2015", "2016"]]


def test_two_samples_of_one_country_are_two_series(tmp_path: Path) -> None:
    samples = "KR: 1000, phone: {country: KR, n: 500}"
    waves = tuple(
        Wave(str(year), (f"KR,a,share,{year - 1975}", "phone,a,share,60"), samples=samples)
        for year in (2015, 2016)
    )
    found = series_of(tmp_path, Survey(waves))
    assert [series.key[2] for series in found] == ["KR:general_public", "phone:general_public"]
    assert [stretches(series) for series in found] == [[["2015", "2016"]]] * 2


# -- judgements --------------------------------------------------------------------------------

CONCEPTS = "concepts: {mood: {title: Mood, categories: {up: Up}}}\n"


def judged(first: str, second: str, grade: str) -> str:
    """A written judgement of two askings."""
    body = f"between: [{first}, {second}], grade: {grade}, reason: Looked at"
    return f"{CONCEPTS}comparability: [{{{body}}}]"


def test_a_judgement_joins_what_differs(tmp_path: Path) -> None:
    survey = Survey(years(("online", "telephone")))
    (series,) = series_of(tmp_path, survey, judged("poll.q@2015", "poll.q@2016", "B"))
    assert stretches(series) == [["2015", "2016"]]


def test_a_judgement_parts_what_is_alike_and_is_the_reason(tmp_path: Path) -> None:
    survey = Survey(years(("online",) * 3))
    (series,) = series_of(tmp_path, survey, judged("poll.q@2015", "poll.q@2016", "C"))
    assert stretches(series) == [["2015"], ["2016", "2017"]]
    (gap,) = series.gaps
    assert gap.reasons == ("Looked at",)


def test_a_judgement_of_an_item_that_there_is_not_is_refused(tmp_path: Path) -> None:
    project = write(
        tmp_path,
        Survey(years(("online",) * 2)),
        concepts=judged("poll.q", "poll.x", "B"),
    )
    with pytest.raises(InputError) as problem:
        api.trend(project, "poll.q")
    (fault,) = problem.value.faults
    assert fault.code == "unknown-item"
    assert fault.got == "poll.x"


# -- letters -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "letter"),
    [
        (0, "a"),
        (25, "z"),
        (26, "aa"),
        (27, "ab"),
        (51, "az"),
        (52, "ba"),
        (701, "zz"),
        (702, "aaa"),
    ],
)
def test_letters_go_on_after_z(place: int, letter: str) -> None:
    assert _letter(place) == letter


def test_gaps_of_one_reason_share_a_letter_and_others_have_their_own(tmp_path: Path) -> None:
    survey = Survey(
        years(("online",) * 6),
        top=(
            "breaks: [{before: '2016', reason: R}, {before: '2017', reason: S}, "
            "{apart: '2019', reason: T}]"
        ),
    )
    (series,) = series_of(tmp_path, survey)
    marks = [(gap.after.wave, gap.mark) for gap in series.gaps]
    assert marks == [("2016", "a"), ("2017", "b"), ("2019", "c"), ("2020", "c")]


def test_thirty_breaks_have_thirty_letters(tmp_path: Path) -> None:
    breaks = ", ".join(f"{{before: '{1991 + n}', reason: R{n}}}" for n in range(30))
    survey = Survey(years(("online",) * 31, 1990), top=f"breaks: [{breaks}]")
    found = trend(write(tmp_path, survey)).of("break")
    marks = [record["mark"] for record in found]
    assert marks == [*"abcdefghijklmnopqrstuvwxyz", "aa", "ab", "ac", "ad"]


# -- when --------------------------------------------------------------------------------------


def side(wave: str, start: str | None = None, end: str | None = None) -> Side:
    """As much of a side as is looked at."""
    when = None
    if start or end:
        ends = {"start": start, "end": end}
        when = Fieldwork(**{k: read_period(v) for k, v in ends.items() if v})  # type: ignore[arg-type]
    return cast(Side, SimpleNamespace(sample=SimpleNamespace(fieldwork=when, wave=wave)))


@pytest.mark.parametrize(
    ("wave", "start", "end", "owed"),
    [
        ("w", "2019", "2019", 2019.5),
        ("w", "2020", "2020", 2020.5),
        ("w", "2019-01-01", "2019-01-01", 2019 + 0.5 / 365),
        ("w", "2019-12-31", "2020-01-01", 2020.0),
        ("w", "2015-07-01", "2015-07-24", 2015 + (181 + 12) / 365),
        ("w", "2019-06", None, 2019 + (151 + 15) / 365),
        ("w", None, "2019-06-10", 2019 + 160.5 / 365),
        ("w", "9999", "9999", 9999.5),
        # Without days in the questionnaire, the day that the id begins with.
        ("2019", None, None, 2019.5),
        ("2020-01", None, None, 2020 + 15.5 / 366),
        ("9999-12-31", None, None, 9999 + 364.5 / 365),
        ("spring", None, None, None),
        ("before-2018", None, None, None),
    ],
)
def test_a_wave_was_in_the_middle_of_its_fieldwork(
    wave: str, start: str | None, end: str | None, owed: float | None
) -> None:
    found = time_of(side(wave, start, end))
    assert found == (owed if owed is None else pytest.approx(owed, rel=0, abs=1e-9))


# -- what a break may be -----------------------------------------------------------------------


def refused(root: Path, survey: Survey) -> list[str]:
    with pytest.raises(InputError) as problem:
        api.trend(write(root, survey), "poll.q")
    return [f"{fault.where}: {fault.code}: {fault.message}" for fault in problem.value.faults]


@pytest.mark.parametrize(
    "body",
    ["{reason: R}", "{before: '2016', apart: '2016', reason: R}", "{countries: [JP], reason: R}"],
)
def test_a_break_has_the_wave_after_it_or_a_wave_apart_and_not_both(
    body: str, tmp_path: Path
) -> None:
    (text,) = refused(tmp_path, Survey(years(ONLINE), top=f"breaks: [{body}]"))
    assert ":4:10: break-wave: a break names the first wave after it" in text


@pytest.mark.parametrize("kind", ["before", "apart"])
def test_the_wave_of_a_break_is_one_that_there_is(kind: str, tmp_path: Path) -> None:
    top = f"breaks: [{{{kind}: '2026', reason: R}}]"
    (text,) = refused(tmp_path, Survey(years(ONLINE), top=top))
    assert "unknown-wave" in text
    assert "2026" in text


def test_how_n_is_known_needs_an_n(tmp_path: Path) -> None:
    survey = Survey(years(ONLINE, samples="JP: {n_status: approximate}"))
    faults = refused(tmp_path, survey)
    assert len(faults) == 5
    assert all("no-size: n_status says how n is known, and there is no n" in f for f in faults)
