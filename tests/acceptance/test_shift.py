"""``kcli shift`` as its users meet it: changes between waves, gaps between populations."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Shift = dict[str, Any]
FLAGSHIP = ("shift", "inter_korean_direction", "--from", "kf-vub@2019", "--to", "ifes@2025")
NECESSITY = ("shift", "ipus.necessity", "--from", "2015", "--to", "2025")
GOVERNMENT = (
    "shift",
    "governments.bilateral_diplomacy",
    "--from",
    "before-2018",
    "--to",
    "2018-06",
)

WAVE = (
    "{{fieldwork: {year}, mode: online, sampling: probability, weighted: no, "
    "published_base: all, samples: {{{samples}}}{more}}}"
)
ITEM = "wording: verbatim, options_complete: published"
ABC = "options: {a: First, b: Second, c: Third}"
CONCEPTS = "concepts: {mood: {title: Mood, categories: {up: Up, flat: Flat, down: Down}}}\n"


def poll(
    items: str,
    years: Iterable[int] = (2020, 2021),
    samples: str = "JP: 1000",
    more: dict[int, str] | None = None,
    top: str = "",
) -> str:
    """A questionnaire: its waves differ in nothing but what ``more`` says of one."""
    lines = [
        "survey: poll",
        "title: A poll",
        "sources: {s: {publisher: S}}",
        *([top] if top else []),
    ]
    lines += ["waves:"]
    for year in years:
        said = (more or {}).get(year, "")
        body = WAVE.format(year=year, samples=samples, more=f", {said}" if said else "")
        lines.append(f'  "{year}": {body}')
    return "\n".join([*lines, "items:", items]) + "\n"


def item(name: str = "q", more: str = "", options: str = ABC) -> str:
    extra = f", {more}" if more else ""
    return f"  {name}: {{text: Question {name}, {ITEM}, {options}{extra}}}"


def facts(*rows: str) -> list[str]:
    """Findings, from ``wave,country,item,option,predicate,value``."""
    found = []
    for number, row in enumerate(rows):
        wave, country, about, option, predicate, value = row.split(",")
        found.append(f"f{number},{wave},{country},{about},{option},,{predicate},{value},,,s")
    return found


def respondents(folder: Path, wave: int, header: str, rows: Iterable[str]) -> None:
    path = folder / "datasets" / "poll" / f"{wave}.responses.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([header, *rows]) + "\n", "utf-8")


def concepts(folder: Path, text: str = CONCEPTS) -> Path:
    (folder / "questionnaires" / "concepts.yaml").write_text(text, "utf-8")
    return folder


def shifts(done: Any) -> list[Shift]:
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)["records"]
    assert {row["type"] for row in found} <= {"shift"}
    return list(found)


def of(rows: list[Shift], category: str, **where: Any) -> Shift:
    (found,) = (
        row
        for row in rows
        if row["category"] == category and all(row[key] == value for key, value in where.items())
    )
    return found


def flat(text: str) -> str:
    return " ".join(text.split())


def refused(done: Any, said: str) -> None:
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1, done.stderr
    assert said in done.stderr, done.stderr


# -- a public and experts ----------------------------------------------------------------------


def test_the_public_of_2019_and_the_experts_of_2025_are_a_gap_in_four_countries(run: Run) -> None:
    rows = shifts(run(*FLAGSHIP, "--json"))
    assert {row["country_from"] for row in rows} == {"CN", "JP", "RU", "US"}
    assert {row["country_to"] for row in rows} == {"KR"}
    assert {row["category"] for row in rows} == {"improving", "unchanged", "worsening"}
    assert len(rows) == 12
    for row in rows:
        assert (row["grade"], row["wording"], row["concept"]) == (
            "D",
            "gap",
            "inter_korean_direction",
        )
        assert (row["population_from"], row["population_to"]) == ("general_public", "experts")
        for key in ("p_value", "p_adjusted", "low", "high", "method", "shift"):
            assert row[key] is None, key
        codes = {reason.partition(":")[0] for reason in row["reasons"]}
        assert {"D population", "D country", "D time-frame", "C map-open"} <= codes


@pytest.mark.parametrize("country", ["CN", "RU"])
def test_fewer_experts_than_chinese_or_russians_expect_improvement(country: str, run: Run) -> None:
    """More than half of the public against at most 40% of the experts: more than 10 points."""
    row = of(shifts(run(*FLAGSHIP, "--json")), "improving", country_from=country)
    assert (row["bound_low"], row["bound_low_reached"]) == (-1, True)
    assert (row["bound_high"], row["bound_high_reached"]) == (-0.1, False)
    assert (row["direction"], row["evidence_from"], row["evidence_to"]) == (
        "decrease",
        "bounded",
        "bounded",
    )
    where = {"CN": "China", "RU": "Russia"}[country]
    assert row["text"] == (
        f"Of those asked, “Improving” is higher among the general public of {where} (2019: more "
        "than 50%) than among the experts of South Korea (2025: at most 40%), by more than 10 "
        "points (not tested)."
    )


@pytest.mark.parametrize("country", ["JP", "US"])
def test_of_japan_and_the_united_states_nothing_is_settled(country: str, run: Run) -> None:
    row = of(shifts(run(*FLAGSHIP, "--json")), "improving", country_from=country)
    assert (row["bound_low"], row["bound_high"]) == (-0.5, 0.4)
    assert row["direction"] == "undetermined"


@pytest.mark.parametrize("format", ["table", "markdown"])
def test_a_gap_is_never_called_a_shift(format: str, run: Run) -> None:
    done = run(*FLAGSHIP, "--format", format)
    assert done.returncode == 0
    text = done.stdout.replace("\\", "")
    assert "shift" not in text.lower()
    assert "Gap, points" in text
    assert "<−10" in text
    assert not re.search(r"p\s*[=<]", text)
    for name in ("China", "Japan", "Russia", "United States", "South Korea"):
        assert name in text
    assert "Grade D" in text
    for word in ("rose", "fell", "change from", "increase", "decrease"):
        assert word not in text


def test_the_other_way_round_the_experts_come_first(run: Run) -> None:
    turned = run("shift", "inter_korean_direction", "--from", "ifes", "--to", "kf-vub", "--json")
    row = of(shifts(turned), "improving", country_to="CN")
    assert (row["bound_low"], row["bound_low_reached"], row["bound_high"]) == (0.1, False, 1)
    assert row["direction"] == "increase"


def test_one_country_is_chosen_at_its_end(run: Run) -> None:
    done = run("shift", "inter_korean_direction", "--from", "kf-vub/CN", "--to", "ifes", "--json")
    rows = shifts(done)
    assert {(row["country_from"], row["country_to"]) for row in rows} == {("CN", "KR")}
    assert of(rows, "improving") == of(
        shifts(run(*FLAGSHIP, "--json")), "improving", country_from="CN"
    )


# -- one public, ten years apart ---------------------------------------------------------------


def test_the_necessity_of_unification_fell_and_the_fall_is_tested(run: Run) -> None:
    rows = shifts(run(*NECESSITY, "--json"))
    assert [(row["category"], row["share_from"], row["share_to"]) for row in rows] == [
        ("necessary", 0.51, 0.411),
        ("half", 0.242, 0.285),
        ("not_necessary", 0.248, 0.304),
    ]
    assert [row["shift"] for row in rows] == pytest.approx([-0.099, 0.043, 0.056])
    assert [row["direction"] for row in rows] == ["decrease", "increase", "increase"]
    for row in rows:
        assert row["grade"] in ("A", "B")
        assert row["wording"] == "shift"
        assert row["p_value"] <= row["p_adjusted"] < 0.05
        assert row["low"] < row["bound_low"] <= row["bound_high"] < row["high"]
        assert row["bound_high"] - row["bound_low"] == pytest.approx(0.002)
        assert (row["low"] > 0) == (row["direction"] == "increase")


def test_the_page_of_a_change_tells_both_ends_its_size_and_its_test(run: Run) -> None:
    text = flat(run(*NECESSITY).stdout)
    for words in (
        "How necessary is unification of the two Koreas?",
        "Necessary 51.0 41.1 −9.9 down",
        "Half and half 24.2 28.5 +4.3 up",
        "Not necessary 24.8 30.4 +5.6 up",
        "“Necessary” fell from 51.0% in 2015 to 41.1% in 2025, by 9.9 points (95% interval",
        "Change, points",
        "p<0.001",
        "Grade B",
        "the way of sampling is not published",
        "The data are from the Unification Perception Survey",
    ):
        assert words in text, words


def test_without_ends_an_item_is_followed_between_its_last_two_waves(run: Run) -> None:
    rows = shifts(run("shift", "ipus.necessity", "--json"))
    assert {(row["wave_from"], row["wave_to"]) for row in rows} == {("2024", "2025")}
    rows = shifts(run("shift", "ipus.necessity", "--to", "2020", "--json"))
    assert {(row["wave_from"], row["wave_to"]) for row in rows} == {("2019", "2020")}


def test_the_ends_may_be_turned_round(run: Run) -> None:
    forward = shifts(run(*NECESSITY, "--json"))
    backward = shifts(
        run("shift", "ipus.necessity", "--from", "ipus@2025", "--to", "ipus@2015", "--json")
    )
    for one, two in zip(forward, backward, strict=True):
        assert two["shift"] == pytest.approx(-one["shift"])
        assert (two["low"], two["high"]) == pytest.approx((-one["high"], -one["low"]))
        assert two["p_value"] == pytest.approx(one["p_value"])
        assert {one["direction"], two["direction"]} == {"increase", "decrease"}


def test_a_change_within_sampling_error_is_no_clear_change(run: Run) -> None:
    done = run("shift", "ipus.necessity", "--from", "2024", "--to", "2025", "--json")
    row = of(shifts(done), "half")
    assert row["direction"] == "no_clear_change"
    assert "no clear change" in row["text"]
    assert "rose" not in row["text"]


# -- named people and governments --------------------------------------------------------------


def test_a_government_changed_its_position_and_is_quoted_twice(run: Run) -> None:
    done = run(*GOVERNMENT)
    text = flat(done.stdout)
    assert "“Oppose” before 2018, “Support” in June 2018. The position changed." in text
    assert "U.S. officials were firm that Washington would not participate" in text
    assert "not only did the United States agree to bilateral negotiations" in text
    assert "china-us-focus" in text
    assert "%" not in text
    assert "points" not in text
    rows = shifts(run(*GOVERNMENT, "--json"))
    assert {(row["grade"], row["wording"]) for row in rows} == {("B", "shift")}
    assert {row["country_from"] for row in rows} == {row["country_to"] for row in rows} == {"US"}
    assert of(rows, "support")["direction"] == "increase"
    assert of(rows, "oppose")["direction"] == "decrease"
    assert all(row["p_value"] is row["low"] is None for row in rows)
    assert all("%" not in row["text"] for row in rows)


def test_other_commentators_are_a_gap_and_are_counted(run: Run) -> None:
    done = run("shift", "commentary.us_nk_outlook", "--from", "2018", "--to", "2019")
    text = flat(done.stdout)
    for name in ("Zhao Minghao", "Zhang Liangui", "Liu Yueqiao"):
        assert name in text
    assert "1 of 1" in text
    assert "%" not in text
    assert "shift" not in text
    assert "The position changed" not in text


@pytest.mark.parametrize(
    "ends",
    [
        ("governments@before-2018", "governments@2018-06"),
        ("commentary@2018", "commentary@2019"),
    ],
)
def test_named_people_are_counted_in_a_scan_too(ends: tuple[str, str], run: Run) -> None:
    done = run("shift", "--all", "--from", ends[0], "--to", ends[1])
    assert done.returncode == 0
    assert "%" not in done.stdout
    assert not re.search(r"[+−]\d+\.\d", done.stdout), done.stdout


def test_an_answer_that_may_be_two_categories_is_a_range_at_both_ends(run: Run) -> None:
    """A commentator of two gave a condition: of 1 of 1 guarded, 0 or 1 of 2 are left."""
    done = run(
        "shift", "us_nk_outlook", "--from", "commentary@2018", "--to", "commentary@2019", "--json"
    )
    row = of(shifts(done), "guarded")
    assert (row["bound_low"], row["bound_high"]) == (-1, -0.5)


# -- small projects ----------------------------------------------------------------------------


@pytest.fixture
def three(project: Any) -> Path:
    """Three waves of three items: q moves much, r a little, s hardly at all."""
    rows = []
    for about, figures in (("q", (20, 30, 50)), ("r", (40, 44, 48)), ("s", (30, 30, 31))):
        for year, figure in zip((2020, 2021, 2022), figures, strict=True):
            rows.append(f"{year},JP,{about},a,share,{figure}.0")
            rows.append(f"{year},JP,{about},b,share,{60 - figure}.0")
    items = "\n".join(item(name) for name in ("s", "r", "q"))
    questionnaire = poll(items, (2020, 2021, 2022))
    folder: Path = project(facts(*rows), questionnaire)
    return folder


def test_everything_comparable_is_ranked_by_adjusted_p(run: Run, three: Path) -> None:
    scan = ("shift", "--all", "--from", "poll@2020", "--to", "poll@2022")
    rows = shifts(run(*scan, "--json", cwd=three))
    assert len(rows) == 9
    tested = [row["p_adjusted"] for row in rows if row["p_adjusted"] is not None]
    assert len(tested) == 6  # of one item nothing changed, so there is nothing to test
    assert [row["p_adjusted"] for row in rows] == [*sorted(tested), None, None, None]
    assert {row["item_from"] for row in rows[:2]} == {"q"}
    assert all(row["p_value"] <= row["p_adjusted"] for row in rows[:6])
    first, last = rows[0], of(rows, "a", item_from="s")
    assert (first["direction"], last["direction"]) in (
        ("increase", "no_clear_change"),
        ("decrease", "no_clear_change"),
    )
    lines = run(*scan, cwd=three).stdout.splitlines()
    places = [next(i for i, line in enumerate(lines) if f"{name}, Japan" in line) for name in "qrs"]
    assert places == sorted(places)


def test_p_is_adjusted_over_all_that_is_tested_together(run: Run, three: Path) -> None:
    scan = ("shift", "--all", "--from", "poll@2021", "--to", "poll@2022", "--json")
    together = of(shifts(run(*scan, cwd=three)), "a", item_from="q")
    alone = of(shifts(run("shift", "q", "--from", "2021", "--json", cwd=three)), "a")
    assert together["p_value"] == alone["p_value"]
    assert alone["p_adjusted"] <= together["p_adjusted"] == pytest.approx(9 * together["p_value"])


def test_the_waves_of_an_item_may_be_any_two(run: Run, three: Path) -> None:
    for start, end in (("2020", "2021"), ("2021", "2022"), ("2020", "2022"), ("2022", "2020")):
        rows = shifts(run("shift", "poll.q", "--from", start, "--to", end, "--json", cwd=three))
        assert {(row["wave_from"], row["wave_to"]) for row in rows} == {(start, end)}


def test_a_scan_of_two_surveys_pairs_what_measures_one_concept(run: Run) -> None:
    done = run("shift", "--all", "--from", "kf-vub@2019", "--to", "ifes@2025", "--json")
    rows = shifts(done)
    assert {row["concept"] for row in rows} == {"inter_korean_direction"}
    assert {row["p_value"] for row in rows} == {None}
    text = run("shift", "--all", "--from", "kf-vub@2019", "--to", "ifes@2025").stdout
    assert "Improving" in text
    assert "does not settle" in text
    assert "shift" not in text


MIXED = {2020: "design: {respondent: id}"}


@pytest.fixture
def mixed(project: Any) -> Path:
    """In 2020 a thousand respondents, in 2021 a figure and a word."""
    rows = facts("2021,JP,q,a,share,50", "2021,JP,q,b,minority,")
    folder: Path = project(rows, poll(item(), more=MIXED))
    answers = ["a"] * 400 + ["b"] * 300 + ["c"] * 300
    respondents(folder, 2020, "id,q", (f"{n},{answer}" for n, answer in enumerate(answers)))
    return folder


def test_respondents_and_printed_figures_may_be_mixed(run: Run, mixed: Path) -> None:
    rows = shifts(run("shift", "q", "--json", cwd=mixed))
    first, second = of(rows, "a"), of(rows, "b")
    assert (first["evidence_from"], first["evidence_to"]) == ("measured", "published")
    assert (first["share_from"], first["share_to"], first["shift"]) == (0.4, 0.5, 0.1)
    assert (first["bound_low"], first["bound_high"]) == pytest.approx((0.095, 0.105))
    assert first["direction"] == "increase"
    assert first["low"] < 0.095
    assert first["high"] > 0.105
    assert 0 < first["p_value"] < 0.01
    # Less than a half of them, of three tenths: from 30 points less to 20 points more.
    assert (second["evidence_from"], second["evidence_to"]) == ("measured", "bounded")
    assert (second["share_to"], second["shift"]) == (None, None)
    assert (second["bound_low"], second["bound_high"]) == pytest.approx((-0.3, 0.2))
    assert (second["bound_low_reached"], second["bound_high_reached"]) == (True, False)
    assert second["direction"] == "undetermined"


def test_respondents_are_left_aside_where_only_the_published_is_wanted(
    run: Run, mixed: Path
) -> None:
    row = of(shifts(run("shift", "q", "--evidence", "published", "--json", cwd=mixed)), "a")
    assert (row["evidence_from"], row["share_from"], row["bound_low"]) == (None, None, None)
    assert row["direction"] == "undetermined"


def test_words_at_both_ends_bound_a_change(run: Run, project: Any) -> None:
    rows = facts(
        "2020,JP,q,a,minority,",
        "2021,JP,q,a,majority,",
        "2020,JP,r,a,majority,",
        "2021,JP,r,a,majority,",
    )
    folder = project(rows, poll("\n".join([item("q"), item("r")])))
    row = of(shifts(run("shift", "q", "--json", cwd=folder)), "a")
    assert (row["bound_low"], row["bound_low_reached"]) == (0, False)
    assert (row["bound_high"], row["bound_high_reached"]) == (1, True)
    assert row["shift"] is None
    assert "from less than 50% in 2020 to more than 50% in 2021" in row["text"]
    open_row = of(shifts(run("shift", "r", "--json", cwd=folder)), "a")
    assert (open_row["bound_low"], open_row["bound_high"]) == (-0.5, 0.5)
    assert not open_row["bound_low_reached"]
    assert not open_row["bound_high_reached"]
    assert open_row["direction"] == "undetermined"
    assert "not settled" in open_row["text"]


def test_a_fact_about_two_waves_bounds_their_change(run: Run, project: Any) -> None:
    rows = facts("2020,JP,q,a,share,40", "2021,JP,q,a,increase,")
    row = of(shifts(run("shift", "q", "--json", cwd=project(rows, poll(item())))), "a")
    assert (row["bound_low"], row["bound_low_reached"]) == (0, False)


def test_what_nobody_published_has_no_number(run: Run, project: Any) -> None:
    folder = project(facts("2020,JP,q,a,share,40"), poll(item()))
    rows = shifts(run("shift", "q", "--json", cwd=folder))
    for row in rows:
        assert row["bound_low"] is row["bound_high"] is row["shift"] is row["p_value"] is None
        assert row["direction"] == "undetermined"
        assert row["text"].endswith("nothing is reported in 2021.")
    assert "not reported" in run("shift", "q", cwd=folder).stdout


def test_where_sources_clash_nobody_is_said_to_be_silent(run: Run, project: Any) -> None:
    rows = facts("2020,JP,q,a,share,40", "2021,JP,q,a,share,10", "2021,JP,q,a,share,30")
    done = run("shift", "q", "--json", cwd=project(rows, poll(item())))
    row = of(shifts(done), "a")
    assert (row["bound_low"], row["direction"]) == (None, "undetermined")
    assert "facts-clash" in {note["code"] for note in json.loads(done.stdout)["notes"]}
    assert row["text"] == "“First” cannot be followed: the facts clash in 2021."


def test_a_gap_without_a_share_at_one_end_says_why(run: Run, project: Any) -> None:
    rows = facts("2020,JP,q,a,share,40", "2020,KR,q,a,loose,")
    folder = project(rows, poll(item(), samples="JP: 1000, KR: 1000"))
    done = run("shift", "q", "--from", "poll@2020/JP", "--to", "poll@2020/KR", "--json", cwd=folder)
    row = of(shifts(done), "a")
    assert row["text"] == "“First”, the general public of South Korea (2020): no share is named."


def test_equal_figures_are_one_thing_in_the_table_and_in_the_sentence(
    run: Run, project: Any
) -> None:
    """40% in Japan and 40% in Korea: level, or not settled, and not both."""
    rows = facts("2020,JP,q,a,share,40", "2020,KR,q,a,share,40")
    folder = project(rows, poll(item(), samples="JP: 1000, KR: 1000"))
    ends = ("--from", "poll@2020/JP", "--to", "poll@2020/KR")
    row = of(shifts(run("shift", "q", *ends, "--json", cwd=folder)), "a")
    assert row["shift"] == 0
    assert ("not settled" in row["text"]) == (row["direction"] == "undetermined")


# -- respondents at both ends ------------------------------------------------------------------


def answers(*shares: int) -> list[str]:
    """So many times a, b and c, as often in turn as their shares."""
    return [name for name, n in zip("abc", shares, strict=False) for _ in range(n)]


def both(folder: Path, first: list[str], second: list[str], header: str = "id,q") -> Path:
    for year, given in ((2020, first), (2021, second)):
        respondents(folder, year, header, (f"{n},{a}" for n, a in enumerate(given)))
    return folder


IDS = {2020: "design: {respondent: id}", 2021: "design: {respondent: id}"}


def panel(*years: int) -> dict[int, str]:
    """Each wave asks the respondents of the one before."""
    return {
        year: "design: {respondent: id}"
        + (f", same_respondents_as: poll@{year - 1}" if year != years[0] else "")
        for year in years
    }


def test_other_respondents_are_compared_by_welch(run: Run, project: Any) -> None:
    folder = both(
        project(None, poll(item(), samples="JP: {}", more=IDS)), answers(40, 60), answers(60, 40)
    )
    row = of(shifts(run("shift", "q", "--json", cwd=folder)), "a")
    assert (row["method"], row["shift"], row["grade"]) == ("welch", 0.2, "A")
    se = (2 * 0.24 / 99) ** 0.5
    assert (row["high"] - row["low"]) / 2 == pytest.approx(1.972 * se, rel=1e-3)


def test_the_same_respondents_are_followed_one_by_one(run: Run, project: Any) -> None:
    """Of 100 people 20 change from b to a and nobody back: their own changes make the error."""
    folder = both(
        project(None, poll(item(), samples="JP: {}", more=panel(2020, 2021))),
        answers(40, 60),
        answers(60, 40),
    )
    row = of(shifts(run("shift", "q", "--json", cwd=folder)), "a")
    assert (row["method"], row["shift"]) == ("same_respondents", 0.2)
    se = (0.2 * 0.8 / 99) ** 0.5
    assert (row["high"] - row["low"]) / 2 == pytest.approx(1.9842 * se, rel=1e-4)


def test_without_ids_the_same_respondents_are_not_tested_and_it_is_said(
    run: Run, project: Any
) -> None:
    more = {**panel(2020, 2021), 2020: ""}
    folder = project(None, poll(item(), samples="JP: {}", more=more))
    respondents(folder, 2020, "q", answers(40, 60))
    respondents(folder, 2021, "id,q", (f"{n},{a}" for n, a in enumerate(answers(60, 40))))
    done = run("shift", "q", "--json", cwd=folder)
    row = of(shifts(done), "a")
    assert row["p_value"] is row["low"] is row["method"] is None
    assert "same-respondents" in row["assumptions"]
    assert "Both samples are the same people" in flat(run("shift", "q", cwd=folder).stdout)


def test_published_figures_of_the_same_respondents_are_not_tested(run: Run, project: Any) -> None:
    more = {2021: "same_respondents_as: poll@2020"}
    rows = facts("2020,JP,q,a,share,40", "2021,JP,q,a,share,60")
    row = of(shifts(run("shift", "q", "--json", cwd=project(rows, poll(item(), more=more)))), "a")
    assert row["p_value"] is None
    assert "same-respondents" in row["assumptions"]


KIND = "weight: w, replicates: {columns: rw*, type: jk1}"
CLUSTERS = 20


def jackknifed(left: str = "", count: int = CLUSTERS) -> dict[int, list[list[Any]]]:
    """Of both waves: id, answer, weight, and weights that leave out one of 20 clusters each.

    The ten of a cluster change their minds together. ``left`` are those who took no part in 2021.
    """
    waves: dict[int, list[list[Any]]] = {2020: [], 2021: []}
    for person in range(10 * CLUSTERS):
        cluster, place = divmod(person, 10)
        was = "a" if (cluster + 3 * place) % 10 < 4 else "b"
        now = {0: "a", 1: "b"}.get(cluster % 5, was)
        weight = 1 + person % 3 / 2
        own = [0 if cluster == out else weight * CLUSTERS / (CLUSTERS - 1) for out in range(count)]
        for wave, answer in ((2020, was), (2021, now)):
            if wave == 2020 or str(person) not in left.split():
                waves[wave].append([person, answer, weight, *own])
    return waves


def replicated(project: Any, waves: dict[int, list[list[Any]]], designs: dict[int, str]) -> Path:
    """The waves of the same people, each with a design of its own."""
    more = {
        year: f"design: {{respondent: id, {designs[year]}}}"
        + (", same_respondents_as: poll@2020" if year == 2021 else "")
        for year in waves
    }
    folder: Path = project(None, poll(item(), samples="JP: {}", more=more))
    for year, rows in waves.items():
        names = [f"rw{place}" for place in range(1, len(rows[0]) - 2)]
        header = ",".join(["id", "q", "w", *names])
        respondents(folder, year, header, (",".join(map(str, row)) for row in rows))
    return folder


def share_of_a(rows: list[list[Any]], column: int) -> float:
    """The share of answer a under one weight."""
    told = sum(row[column] for row in rows if row[1] == "a")
    return float(told / sum(row[column] for row in rows))


@pytest.mark.parametrize("mse", ["yes", "no"])
@pytest.mark.parametrize("left", ["", "3 17 58 91 92 93 188"])
def test_the_change_of_the_same_respondents_is_that_under_each_replicate_weight(
    left: str, mse: str, run: Run, project: Any
) -> None:
    waves = jackknifed(left)
    design = KIND.replace("jk1", f"jk1, mse: {mse}")
    folder = replicated(project, waves, {2020: design, 2021: design})
    row = of(shifts(run("shift", "q", "--json", cwd=folder)), "a")
    changes = [
        share_of_a(waves[2021], column) - share_of_a(waves[2020], column)
        for column in range(2, 3 + CLUSTERS)
    ]
    centre = changes[0] if mse == "yes" else sum(changes[1:]) / CLUSTERS
    variance = (CLUSTERS - 1) / CLUSTERS * sum((d - centre) ** 2 for d in changes[1:])
    assert (row["method"], row["assumptions"]) == ("same_respondents", [])
    assert row["shift"] == pytest.approx(changes[0])
    reach = 2.093024054408263 * variance**0.5  # t of 19 degrees of freedom
    assert (row["low"], row["high"]) == pytest.approx((changes[0] - reach, changes[0] + reach))
    assert variance**0.5 > 2 * (0.2 * 0.8 / 200) ** 0.5  # and not as if each changed alone


@pytest.mark.parametrize(
    "designs",
    [
        {2020: KIND, 2021: "weight: w"},
        {2020: "weight: w", 2021: KIND},
        {2020: KIND, 2021: KIND.replace("jk1", "bootstrap")},
        {2020: KIND, 2021: KIND.replace("jk1", "jk1, mse: no")},
    ],
    ids=["only the first", "only the second", "of another kind", "about another centre"],
)
def test_without_the_same_replicate_weights_the_same_respondents_are_not_tested(
    designs: dict[int, str], run: Run, project: Any
) -> None:
    folder = replicated(project, jackknifed(), designs)
    row = of(shifts(run("shift", "q", "--json", cwd=folder)), "a")
    assert row["p_value"] is row["low"] is row["method"] is None
    assert row["assumptions"] == ["replicates-differ"]
    page = flat(run("shift", "q", cwd=folder).stdout)
    assert "without replicate weights of one kind, number and order in both no test is made" in page


def test_other_numbers_of_replicate_weights_do_not_go_together(run: Run, project: Any) -> None:
    waves = {2020: jackknifed()[2020], 2021: jackknifed(count=19)[2021]}
    folder = replicated(project, waves, {2020: KIND, 2021: KIND})
    row = of(shifts(run("shift", "q", "--json", cwd=folder)), "a")
    assert (row["p_value"], row["assumptions"]) == (None, ["replicates-differ"])


def test_replicate_weights_in_another_order_do_not_go_together(run: Run, project: Any) -> None:
    """The same weights, each column seven places further: replicate 8 is another's number 1."""
    waves = jackknifed(left="3 17 58")
    for row in waves[2021]:
        row[3:] = row[10:] + row[3:10]
    folder = replicated(project, waves, {2020: KIND, 2021: KIND})
    row = of(shifts(run("shift", "q", "--json", cwd=folder)), "a")
    assert (row["p_value"], row["assumptions"]) == (None, ["replicates-differ"])


def test_a_panel_of_three_waves_shares_its_people_between_the_first_and_the_last(
    run: Run, project: Any
) -> None:
    years = (2020, 2021, 2022)
    folder = project(None, poll(item(), years, samples="JP: {}", more=panel(*years)))
    for year, given in zip(years, (answers(40, 60), answers(50, 50), answers(60, 40)), strict=True):
        respondents(folder, year, "id,q", (f"{n},{a}" for n, a in enumerate(given)))
    for start, end in (("2020", "2021"), ("2021", "2022"), ("2020", "2022")):
        done = run("shift", "q", "--from", start, "--to", end, "--json", cwd=folder)
        assert of(shifts(done), "a")["method"] == "same_respondents", (start, end)


def test_whoever_moved_to_another_stratum_stays_in_the_first(run: Run, project: Any) -> None:
    more = {
        2020: "design: {respondent: id, stratum: area}",
        2021: "design: {respondent: id, stratum: area}, same_respondents_as: poll@2020",
    }
    folder = project(None, poll(item(), samples="JP: {}", more=more))
    old = ["1,north,a", "2,north,b", "3,north,b", "4,south,a", "5,south,b"]
    new = ["1,island,a", "6,island,b", "2,north,b", "3,north,a", "4,south,b", "5,south,a"]
    respondents(folder, 2020, "id,area,q", old)
    respondents(folder, 2021, "id,area,q", new)
    done = run("shift", "q", "--json", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")  # of both waves together 6 alone is new there
    assert "a stratum of the two waves together has a single unit" in done.stderr
    assert "takes --lonely centered or --lonely remove" in done.stderr
    for lonely in ("centered", "remove"):
        done = run("shift", "q", "--lonely", lonely, "--json", cwd=folder)
        assert of(shifts(done), "a")["method"] == "same_respondents"


def test_a_mean_score_of_respondents_is_followed_too(run: Run, project: Any) -> None:
    about = item(more="score: {a: 1, b: -1}", options="options: {a: First, b: Second}")
    folder = both(
        project(None, poll(about, samples="JP: {}", more=IDS)), answers(40, 60), answers(60, 40)
    )
    row = of(shifts(run("shift", "q", "--json", cwd=folder)), "score")
    assert (row["share_from"], row["share_to"]) == pytest.approx((-0.2, 0.2))
    assert row["shift"] == pytest.approx(0.4)
    assert "nothing is reported" not in row["text"]


def test_a_mean_score_is_no_percentage(run: Run, project: Any) -> None:
    about = item(more="score: {a: 1, b: -1}", options="options: {a: First, b: Second}")
    folder = project(facts("2020,JP,q,a,share,50", "2021,JP,q,a,share,75"), poll(about))
    row = of(shifts(run("shift", "q", "--json", cwd=folder)), "score")
    assert (row["bound_low"], row["bound_high"]) == pytest.approx((0.48, 0.52))
    assert "%" not in row["text"]
    page = run("shift", "q", cwd=folder).stdout
    assert "+48" not in page
    assert "+0.48" in page


def test_the_ends_of_a_mean_score_and_of_its_change_are_rounded_outwards(
    run: Run, project: Any
) -> None:
    about = item(more="score: {a: 1, b: 2, c: 4}")
    folder = project(facts("2020,JP,q,a,share,33", "2021,JP,q,a,share,50.3"), poll(about))
    row = of(shifts(run("shift", "q", "--json", cwd=folder)), "score")
    page = flat(run("shift", "q", cwd=folder).stdout)
    low, high = re.findall(r"([+−][0-9.]+) to ([+−][0-9.]+)", page.partition("Mean score")[2])[2]
    ends = [float(end.replace("−", "-")) for end in (low, high)]
    assert ends[0] <= row["bound_low"] < row["bound_high"] <= ends[1]
    for wave in ("2020", "2021"):
        text = run("compare", f"poll.q@{wave}", "--json", cwd=folder).stdout
        (score,) = (r for r in json.loads(text)["records"] if r.get("option_kind") == "score")
        shown = flat(run("compare", f"poll.q@{wave}", cwd=folder).stdout)
        (found,) = re.findall(r"Mean score ([+−][0-9.]+) to ([+−][0-9.]+)", shown)
        assert float(found[0]) <= score["bound_low"] < score["bound_high"] <= float(found[1])


def test_a_category_of_several_answers_is_whoever_gave_one_of_them(run: Run, project: Any) -> None:
    """Everybody who says a says b: half the people, not the sum of two halves."""
    about = item(more="type: multiple, concept: {id: mood, map: {a: up, b: up, c: down}}")
    folder = concepts(project(None, poll(about, samples="JP: {}", more=IDS)))
    for year, many in ((2020, 50), (2021, 60)):
        rows = [f"{n},{int(n < many)},{int(n < many)},{int(n >= many)}" for n in range(100)]
        respondents(folder, year, "id,q.a,q.b,q.c", rows)
    ends = ("--from", "poll@2020", "--to", "poll@2021")
    row = of(shifts(run("shift", "mood", *ends, "--json", cwd=folder)), "up")
    assert (row["share_from"], row["share_to"]) == (0.5, 0.6)
    assert row["shift"] == pytest.approx(0.1)


def test_a_sample_that_nobody_drew_has_no_test(run: Run, project: Any) -> None:
    text = poll(item(), samples="JP: {}", more=IDS).replace("probability", "purposive")
    folder = both(project(None, text), answers(40, 60), answers(60, 40))
    row = of(shifts(run("shift", "q", "--json", cwd=folder)), "a")
    assert (row["shift"], row["p_value"], row["method"]) == (0.2, None, None)


# -- concepts ----------------------------------------------------------------------------------

MAPPED = "concept: {id: mood, map: {a: up, b: down}}"


def test_items_of_one_concept_may_be_asked_in_one_wave_each(run: Run, project: Any) -> None:
    """Of a survey that measures a concept by two items, the end takes what its wave asked."""
    two = "options: {a: First, b: Second}"
    items = [
        item("q", f"asked_in: ['2020'], {MAPPED}", two),
        item("r", f"asked_in: ['2021'], {MAPPED}", two),
    ]
    rows = facts("2020,JP,q,a,share,40", "2021,JP,r,a,share,50")
    folder = concepts(project(rows, poll("\n".join(items))))
    done = run("shift", "mood", "--from", "poll@2020", "--to", "poll@2021", "--json", cwd=folder)
    row = of(shifts(done), "up")
    assert (row["item_from"], row["item_to"], row["grade"]) == ("q", "r", "C")
    assert row["shift"] == pytest.approx(0.1)


def test_the_grade_of_two_items_is_the_same_in_both_directions(run: Run, project: Any) -> None:
    """Two concepts hold both, and in one of them the two share no category."""
    two = "options: {a: First, b: Second}"
    both_ways = "{id: mood, map: {a: up, b: down}}"
    items = [
        item("q", f"concept: [{{id: other, map: {{a: x}}}}, {both_ways}]", two),
        item("r", f"concept: [{both_ways}, {{id: other, map: {{a: y}}}}]", two),
    ]
    rows = facts("2020,JP,q,a,share,40", "2021,JP,r,a,share,50")
    text = CONCEPTS[:-2] + ", other: {title: Other, categories: {x: X, y: Y}}}\n"
    folder = concepts(project(rows, poll("\n".join(items))), text)
    forward = run("shift", "q", "--from", "2020", "--to", "poll.r@2021", "--json", cwd=folder)
    backward = run("shift", "r", "--from", "2021", "--to", "poll.q@2020", "--json", cwd=folder)
    assert {r["grade"] for r in shifts(forward)} == {r["grade"] for r in shifts(backward)}


# -- only the topic ----------------------------------------------------------------------------


@pytest.fixture
def topic(project: Any) -> Path:
    items = "\n".join([item("q"), item("r")])
    folder: Path = project(facts("2020,JP,q,a,share,40", "2021,JP,r,a,share,70"), poll(items))
    return folder


def test_what_shares_the_topic_alone_gets_no_numbers(run: Run, topic: Path) -> None:
    ends = ("shift", "q", "--from", "2020", "--to", "poll.r@2021")
    rows = shifts(run(*ends, "--json", cwd=topic))
    assert rows
    for row in rows:
        assert (row["grade"], row["wording"]) == ("E", "not_comparable")
        for key in ("shift", "bound_low", "bound_high", "low", "high", "p_value", "p_adjusted"):
            assert row[key] is None, key
        assert row["direction"] == "undetermined"
        assert "%" not in row["text"]
    text = run(*ends, cwd=topic).stdout
    assert "not comparable" in text
    assert "+30" not in text
    assert "shift" not in text


def test_force_shows_numbers_of_what_shares_the_topic_and_tests_none(run: Run, topic: Path) -> None:
    ends = ("shift", "q", "--from", "2020", "--to", "poll.r@2021", "--force")
    row = of(shifts(run(*ends, "--json", cwd=topic)), "a")
    assert (row["grade"], row["wording"]) == ("E", "not_comparable")
    assert row["shift"] == pytest.approx(0.3)
    assert (row["bound_low"], row["bound_high"]) == pytest.approx((0.29, 0.31))
    assert row["p_value"] is row["low"] is row["method"] is None
    text = run(*ends, cwd=topic).stdout
    assert "+30" in text
    assert "Grade E" in text
    assert "shift" not in text
    assert "rose" not in text


# -- judgements --------------------------------------------------------------------------------


def judged(folder: Path, *entries: str) -> Path:
    lines = [CONCEPTS.strip(), "comparability:", *(f"  - {entry}" for entry in entries)]
    return concepts(folder, "\n".join(lines) + "\n")


@pytest.fixture
def plain(project: Any) -> Path:
    rows = facts("2020,JP,q,a,share,40", "2021,JP,q,a,share,60", "2021,JP,r,a,share,60")
    folder: Path = project(rows, poll("\n".join([item("q"), item("r")])))
    return folder


def test_a_judgement_goes_before_the_computed_grade_and_tells_why(run: Run, plain: Path) -> None:
    assert of(shifts(run("shift", "q", "--json", cwd=plain)), "a")["grade"] == "A"
    folder = judged(
        plain, "{between: [poll.q@2020, poll.q@2021], grade: D, reason: The interviewers changed.}"
    )
    row = of(shifts(run("shift", "q", "--json", cwd=folder)), "a")
    assert (row["grade"], row["wording"], row["p_value"]) == ("D", "gap", None)
    assert row["reasons"] == ["D judged: The interviewers changed."]
    text = run("shift", "q", cwd=folder).stdout
    assert "The interviewers changed." in text
    assert "Difference, points" in text
    turned = run("shift", "q", "--from", "2021", "--to", "2020", "--json", cwd=folder)
    assert of(shifts(turned), "a")["grade"] == "D"


def test_a_judgement_may_raise_what_shares_the_topic(run: Run, plain: Path) -> None:
    folder = judged(plain, "{between: [poll.q, poll.r], grade: B, reason: {en: One series.}}")
    done = run("shift", "q", "--from", "2020", "--to", "poll.r@2021", "--json", cwd=folder)
    row = of(shifts(done), "a")
    assert (row["grade"], row["wording"]) == ("B", "shift")
    assert row["reasons"][0] == "B judged: One series."
    assert [reason.partition(":")[0] for reason in row["reasons"][1:]] == [
        "E topic-only",
        "C wording",
    ]
    assert row["p_value"] < 0.001


def test_a_judgement_to_e_takes_the_numbers_away(run: Run, plain: Path) -> None:
    folder = judged(plain, "{between: [poll.q@2020, poll.q@2021], grade: E, reason: A misprint.}")
    row = of(shifts(run("shift", "q", "--json", cwd=folder)), "a")
    assert (row["wording"], row["shift"], row["bound_low"]) == ("not_comparable", None, None)
    forced = of(shifts(run("shift", "q", "--force", "--json", cwd=folder)), "a")
    assert (forced["wording"], forced["shift"]) == ("not_comparable", pytest.approx(0.2))


@pytest.mark.parametrize(
    ("entry", "place", "said"),
    [
        ("{between: [poll.q@2020, poll.q@2021], grade: D}", "3:5", "'reason' is missing"),
        ('{between: [poll.q@2020, poll.q@2021], grade: D, reason: ""}', "3:61", "blank"),
        ("{between: [pall.q@2020, poll.q@2021], grade: D, reason: R}", "3:16", "no survey 'pall'"),
        ("{between: [poll.qq, poll.q@2021], grade: D, reason: R}", "3:16", "no item 'qq'"),
        ("{between: [poll.q@2020, poll.q@2022], grade: D, reason: R}", "3:29", "wave '2022'"),
        ("{between: [poll.q@2020, poll.q@2021], grade: F, reason: R}", "3:50", "A, B, C, D, E"),
        ("{between: [poll.q@2020], grade: D, reason: R}", "3:15", ""),
        ("{between: [poll.q, poll.q, poll.r], grade: D, reason: R}", "3:15", ""),
        ("{between: [poll, poll.q@2021], grade: D, reason: R}", "3:16", "SURVEY.ITEM"),
        ("{between: [poll.q, poll.r], grade: D, reason: R, by: me}", "3:54", "'by'"),
    ],
)
def test_a_judgement_that_cannot_be_is_an_error_with_its_place(
    entry: str, place: str, said: str, run: Run, plain: Path
) -> None:
    folder = judged(plain, entry)
    done = run("shift", "q", cwd=folder)
    refused(done, said)
    assert done.stderr.startswith(f"questionnaires/concepts.yaml:{place}: "), done.stderr


# -- what cannot be ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "which item or concept"),
        (["ipus"], "is a survey; say which item"),
        (["ipus.necesity"], "did you mean 'necessity'?"),
        (["necesity"], "did you mean 'necessity'?"),
        (["nothing_like_it"], "kcli list"),
        (["a b"], "SURVEY[.ITEM]"),
        (["ipus.necessity@2015"], "--from and --to"),
        (["ipus.necessity", "--from", "2014"], "has no wave '2014'"),
        (["ipus.necessity", "--to", "2014"], "has no wave '2014'"),
        (["ipus.necessity", "--from", "ipus@2014"], "2014"),
        (["ipus.necessity", "--from", "a b"], "cannot read 'a b'"),
        (["ipus.necessity", "--from", "nowhere@2015"], "no survey 'nowhere'"),
        (["ipus.necessity", "--from", "ipus.nothing"], "no item 'nothing'"),
        (["ipus.necessity", "--to", "kf-vub"], "no item on what 'necessity' is about"),
        (["ipus.necessity", "--from", "2015", "--to", "2015"], "both ends are"),
        (["ipus.necessity", "--from", "2015", "--to", "ipus@2015"], "both ends are"),
        (["ipus.necessity", "--from", "ipus@2015/KR", "--to", "ipus@2015"], "both ends are"),
        (["ipus.necessity", "--to", "2015"], "no wave before 2015"),
        (["ipus.necessity", "--country", "CN"], "nobody was asked in 'CN'"),
        (["ipus.necessity", "--to", "ipus@2025/CN"], "kcli"),
        (["ipus.necessity", "--to", "ipus@2025:experts"], "kcli"),
        (["ifes.kr_us"], "no wave before 2025"),
        (["governments.sanctions", "--from", "before-2018"], "not asked in that wave"),
        (["commentary.route", "--from", "2018", "--to", "2019"], "not asked in that wave"),
        (["inter_korean_direction"], "needs --from and --to"),
        (["inter_korean_direction", "--from", "kf-vub"], "needs --from and --to"),
        (["inter_korean_direction", "--to", "ifes"], "needs --from and --to"),
        (["inter_korean_direction", "--from", "2019", "--to", "2025"], "no survey '2019'"),
        (["inter_korean_direction", "--from", "kf-vub", "--to", "ipus"], "does not measure"),
        (["inter_korean_direction", "--from", "kf-vub@2018", "--to", "ifes"], "2018"),
        (["inter_korean_direction", "--from", "ifes", "--to", "ifes@2025"], "both ends are"),
        (["inter_korean_direction", "--from", "kf-vub", "--to", "ifes", "--country", "DE"], "'DE'"),
        (["--all"], "needs --from and --to"),
        (["--all", "--from", "ipus@2015"], "needs --from and --to"),
        (["--all", "--from", "2015", "--to", "2025"], "no survey '2015'"),
        (["--all", "ipus.necessity", "--from", "ipus@2015", "--to", "ipus@2025"], "no item"),
        (["--all", "--from", "ipus@2014", "--to", "ipus@2025"], "no wave '2014'"),
        (["--all", "--from", "ipus", "--to", "ipus"], "both ends are"),
        (["--all", "--from", "ipus", "--to", "ifes"], "no item or concept in common"),
        (["ipus.necessity", "--confidence", "95"], "between 0.5 and 0.999999"),
        (["ipus.necessity", "--ci", "exact"], "wilson"),
        (["ipus.necessity", "--base", "some"], "all or substantive"),
        (["ipus.necessity", "--evidence", "some"], "best or published"),
        (["ipus.necessity", "--format", "jsn"], "did you mean 'json'?"),
        (["ipus.necessity", "-f", "csv", "--records", "pair"], "there are: shift"),
        (["ipus.necessity", "extra"], "extra"),
        (["ipus.necessity", "--form", "2015"], "--form"),
    ],
)
def test_unusable_arguments_of_shift_are_one_line(
    arguments: list[str], said: str, run: Run
) -> None:
    done = run("shift", *arguments)
    refused(done, said)
    assert done.stderr.startswith("kcli: usage: ")


def test_an_item_that_a_wave_did_not_ask_names_the_waves_that_did(run: Run, project: Any) -> None:
    folder = project(None, poll("\n".join([item("q"), item("r", "asked_in: ['2021']")])))
    done = run("shift", "r", "--from", "2020", cwd=folder)
    refused(done, "it was asked in 2021")


def test_countries_without_a_country_in_common_are_refused_or_told_apart(
    run: Run, project: Any
) -> None:
    rows = facts("2020,JP,q,a,share,40", "2021,KR,q,a,share,50")
    text = poll(item(), samples="JP: 1000, KR: 1000")
    folder = project(rows, text)
    done = run("shift", "q", "--country", "JP", "--json", cwd=folder)
    assert {r["country_from"] for r in shifts(done)} == {"JP"}
    ends = ("--from", "poll@2020/JP", "--to", "poll@2021/KR")
    row = of(shifts(run("shift", "q", *ends, "--json", cwd=folder)), "a")
    assert (row["country_from"], row["country_to"], row["grade"]) == ("JP", "KR", "D")
    assert (row["wording"], row["p_value"]) == ("gap", None)


# -- formats -----------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [FLAGSHIP, NECESSITY, GOVERNMENT], ids=lambda c: c[1])
def test_every_format_tells_the_same_changes(command: tuple[str, ...], run: Run) -> None:
    whole = json.loads(run(*command, "--json").stdout)
    records = whole["records"]
    head, *rest = (json.loads(x) for x in run(*command, "-f", "jsonl").stdout.splitlines())
    assert (head["type"], head["command"]) == ("result", "shift")
    assert rest == records
    rows = list(csv.DictReader(io.StringIO(run(*command, "-f", "csv").stdout)))
    assert len(rows) == len(records)
    for row, record in zip(rows, records, strict=True):
        assert list(row) == list(record)
        for key, value in record.items():
            if value is None:
                assert row[key] == "", key
            elif isinstance(value, float) and not isinstance(value, bool):
                assert float(row[key]) == value, key
            elif isinstance(value, bool):
                assert row[key] == str(value).lower(), key
            elif isinstance(value, str):
                assert row[key].removeprefix("'") == value, key
    marked = flat(run(*command, "-f", "markdown").stdout.replace("\\", ""))
    table = flat(run(*command).stdout)
    for record in records:
        named = record["population_from"] == "governments"  # a position, not a change of shares
        if record["direction"] in ("increase", "decrease") and not named:
            assert record["text"] in table
            assert record["text"] in marked
    assert f"Grade {records[0]['grade']}" in table
    assert f"Grade {records[0]['grade']}" in marked


def test_the_reasons_of_a_grade_can_be_told_apart_in_csv(run: Run) -> None:
    records = shifts(run(*GOVERNMENT, "--json"))
    rows = csv.DictReader(io.StringIO(run(*GOVERNMENT, "-f", "csv").stdout))
    for row, record in zip(rows, records, strict=True):
        assert row["reasons"].split(";") == record["reasons"]


def test_the_json_fits_its_schema(run: Run, mixed: Path) -> None:
    from jsonschema import Draft202012Validator

    schema = json.loads(run("schema", "shift").stdout)
    Draft202012Validator.check_schema(schema)
    scan = ("shift", "--all", "--from", "kf-vub@2019", "--to", "ifes@2025")
    for command in (FLAGSHIP, NECESSITY, GOVERNMENT, scan):
        Draft202012Validator(schema).validate(json.loads(run(*command, "--json").stdout))
    done = run("shift", "q", "--json", cwd=mixed)
    Draft202012Validator(schema).validate(json.loads(done.stdout))


def test_the_schema_knows_every_key_of_a_change(run: Run) -> None:
    schema = json.loads(run("schema", "shift").stdout)
    known = schema["$defs"]["Shift"]["properties"]
    (row, *_) = shifts(run(*NECESSITY, "--json"))
    assert set(row) == set(known)


def test_the_keys_are_the_same_whatever_is_known(run: Run, topic: Path) -> None:
    one = shifts(run(*NECESSITY, "--json"))[0]
    two = shifts(run(*FLAGSHIP, "--json"))[0]
    three = shifts(run("shift", "q", "--from", "2020", "--to", "poll.r@2021", "--json", cwd=topic))[
        0
    ]
    assert list(one) == list(two) == list(three)


def test_what_was_asked_for_is_in_the_parameters(run: Run) -> None:
    found = json.loads(run(*NECESSITY, "--json").stdout)["parameters"]
    assert (found["item"], found["from"], found["to"]) == ("ipus.necessity", "2015", "2025")
    assert (found["all"], found["force"], found["base"]) == (False, False, "all")


def test_every_line_of_a_change_fits_eighty_columns(run: Run) -> None:
    scan = ("shift", "--all", "--from", "ipus@2015", "--to", "ipus@2025")
    for command in (FLAGSHIP, NECESSITY, GOVERNMENT, scan):
        for line in run(*command).stdout.split("\n"):
            assert len(line) <= 80 or line.startswith("  http"), line


def test_a_change_in_plain_signs(run: Run) -> None:
    done = run("shift", "kf-vub.us_nk_change", "--from", "kf-vub/CN", "--to", "kf-vub/US",
               env={"PYTHONIOENCODING": "ascii"})  # fmt: skip
    assert done.returncode == 0
    assert done.stdout.isascii()
    assert "<-14.75" in done.stdout


def test_titles_and_labels_of_a_change_come_in_the_language_asked_for(run: Run) -> None:
    text = run(*NECESSITY, "--lang", "ko").stdout
    assert text.startswith("남북한 통일이 얼마나 필요하다고 생각하십니까?")
    assert "대한민국" in text


def test_the_title_is_that_of_a_question_at_one_of_the_ends(run: Run, project: Any) -> None:
    two = "options: {a: First, b: Second}"
    items = "\n".join(item(name, MAPPED, two) for name in "qrs")
    rows = facts("2020,JP,r,a,share,40", "2021,JP,s,a,share,50")
    folder = concepts(project(rows, poll(items)))
    done = run("shift", "q", "--from", "poll.r@2020", "--to", "poll.s@2021", cwd=folder)
    assert done.returncode == 2 or not done.stdout.startswith("Question q"), done.stdout


def test_of_two_countries_each_sentence_says_which_and_each_way_of_asking_is_named(
    run: Run,
) -> None:
    both = run("shift", "genron-eai.impression", "--from", "2022", "--to", "2023").stdout
    told = " ".join(both.split())
    assert "“Good” among the general public of Japan rose from 30.4% in 2022" in told
    assert "“Good” among the general public of South Korea went from 30.6%" in told
    assert told.count("mode paper/face to face") == 2
    words = ("shift", "genron-eai.impression", "--from", "2022", "--to", "2023", "--country", "JP")
    alone = " ".join(run(*words).stdout.split())
    assert "“Good” rose from 30.4% in 2022" in alone
    assert alone.count("mode paper") == 2
    assert "face to face" not in alone


def test_two_samples_of_one_public_are_told_apart(run: Run, tmp_path: Path) -> None:
    """Each against that of its name; the page says which they are."""
    samples = "P: {country: KR}, Q: {country: KR}"
    text = poll(item(), samples=samples, more=dict.fromkeys((2020, 2021), "design: {country: c}"))
    (tmp_path / "questionnaires").mkdir()
    (tmp_path / "questionnaires" / "poll.yaml").write_text(text, "utf-8")
    for year in (2020, 2021):
        respondents(tmp_path, year, "c,q", [f"{c},{o}" for c in "PQ" for o in "aabbc" * 20])
    lines = run("shift", "poll.q", cwd=tmp_path).stdout.splitlines()
    pairs = [line.split() for line in lines if line.split() and set(line.split()) <= {"P", "Q"}]
    assert pairs == [["P", "P"], ["Q", "Q"]]


SCORED = (
    "nets: {any: {options: [a, b], label: Any}, rest: {options: [b, c], label: Rest}}, "
    "score: {a: 1, b: 0, c: -1}"
)
OTHERWISE = (
    "nets: {any: {options: [a], label: Any}, rest: {options: [b, c], label: Rest}}, "
    "score: {a: 3, b: 2, c: 1}"
)


@pytest.fixture
def otherwise(tmp_path: Path) -> Path:
    """60, 20 and 20 of 100 twice: in the second wave a net holds less and the scores are others."""
    (tmp_path / "questionnaires").mkdir()
    text = poll(item(more=f"{SCORED}, versions: {{'2021': {{{OTHERWISE}}}}}"))
    (tmp_path / "questionnaires" / "poll.yaml").write_text(text, "utf-8")
    for year in (2020, 2021):
        respondents(tmp_path, year, "q", "aaabc" * 20)
    return tmp_path


def test_a_net_of_other_answers_and_a_score_of_other_numbers_have_no_change(
    run: Run, otherwise: Path
) -> None:
    done = run("shift", "poll.q", "--json", cwd=otherwise)
    assert [row["category"] for row in shifts(done)] == ["a", "b", "c", "rest"]
    page = flat(run("shift", "poll.q", cwd=otherwise).stdout)
    between = "in poll.q@2020 and poll.q@2021: its change is not told."
    assert f"“Any” is of other answers {between}" in page
    assert f"The mean score counts answers otherwise {between}" in page
    korean = flat(run("shift", "poll.q", "--lang", "ko", cwd=otherwise).stdout)
    assert "서로 다른 응답을 합한 것이므로" in korean
    assert "its change is not told" not in korean


def test_a_trend_tells_no_change_of_them_and_draws_no_line(run: Run, otherwise: Path) -> None:
    done = run("trend", "poll.q", "--json", cwd=otherwise)
    rows = json.loads(done.stdout)["records"]
    for kind in ("shift", "trend"):
        told = {row["category"] for row in rows if row["type"] == kind}
        assert told == {"a", "b", "c", "rest"}
    page = run("trend", "poll.q", cwd=otherwise).stdout
    assert "“Any” is of other answers in poll.q@2020 and poll.q@2021" in flat(page)
    svg = otherwise / "trend.svg"
    counts = []
    for name in ("rest", "any"):
        run("plot", "trend", "poll.q", "--answer", name, "-o", str(svg), cwd=otherwise)
        counts.append("comparable waves" in svg.read_text("utf-8"))
    assert counts == [True, False]


def test_a_trend_prints_a_mean_score_as_a_number_and_not_in_percent(
    run: Run, otherwise: Path
) -> None:
    """60 of 1, 20 of 0 and 20 of -1: 0.4; then 60 of 3, 20 of 2 and 20 of 1: 2.4."""
    lines = run("trend", "poll.q", "--answer", "score", cwd=otherwise).stdout.splitlines()
    cells = [line.split()[-1] for line in lines if re.match("20[0-9]{2} ", line)]
    assert cells == ["+0.40", "+2.40"]
