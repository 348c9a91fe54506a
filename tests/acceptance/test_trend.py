"""``kcli trend`` as its users meet it: the series that are shipped, and what was said of them."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from jsonschema import Draft202012Validator
from rich.cells import cell_len
from waves import Survey, Wave, shares, write

from kcli.text.numbers import percent

Record = dict[str, Any]
IMPRESSION = "genron-eai.impression"
NECESSITY = "ipus.necessity"
TROOPS = "chicago.use_troops"
CONCEPTS = ("unification", "military_threat", "vital_threat", "inter_korean_direction")
ITEMS = (
    IMPRESSION,
    NECESSITY,
    TROOPS,
    "chicago.nuclear_threat",
    "chicago.bases",
    "kinu.own_weapons",
)


def result(run: Run, *arguments: str, project: str = "shipped") -> Record:
    done = run("trend", *arguments, "--project", project, "--json")
    assert done.returncode == 0, done.stderr
    found: Record = json.loads(done.stdout)
    return found


def records(run: Run, kind: str, *arguments: str, **where: Any) -> list[Record]:
    return [
        record
        for record in result(run, *arguments)["records"]
        if record["type"] == kind and all(record[key] == value for key, value in where.items())
    ]


def table(run: Run, *arguments: str, width: int = 80) -> str:
    done = run("trend", *arguments, "--project", "shipped", env={"COLUMNS": str(width)})
    assert done.returncode == 0, done.stderr
    return str(done.stdout)


def flat(text: str) -> str:
    return " ".join(text.split())


def refused(done: Any, *said: str) -> None:
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1, done.stderr
    assert "Traceback" not in done.stderr
    for words in said:
        assert words in done.stderr, done.stderr


# -- what the sources say of a year and the next -----------------------------------------------


def test_good_impressions_of_japan_fell_in_korea_from_2019_to_2020(run: Run) -> None:
    (shift,) = records(
        run, "shift", IMPRESSION, country_to="KR", category="good", wave_from="2019", wave_to="2020"
    )
    assert (shift["share_from"], shift["share_to"]) == (0.317, 0.123)
    assert shift["shift"] == pytest.approx(-0.194)
    assert (shift["direction"], shift["wording"]) == ("decrease", "shift")
    assert shift["p_adjusted"] < 0.001
    assert shift["high"] < -0.15
    text = flat(table(run, IMPRESSION))
    assert "South Korea: “Good” fell from 31.7% in 2019 to 12.3% in 2020, by 19.4 points" in text


def test_shift_says_the_same_of_the_two_years(run: Run) -> None:
    done = run(
        "shift", IMPRESSION, "--from", "2019", "--to", "2020", "--project", "shipped", "--json"
    )
    alone = {
        (row["country_to"], row["category"]): row for row in json.loads(done.stdout)["records"]
    }
    told = records(run, "shift", IMPRESSION, wave_from="2019", wave_to="2020")
    assert {(row["country_to"], row["category"]) for row in told} == set(alone)
    for row in told:
        other = alone[row["country_to"], row["category"]]
        assert row.keys() == other.keys()
        for key in row.keys() - {"p_adjusted", "direction", "text"}:
            assert row[key] == other[key], key


def test_the_necessity_of_unification_fell_from_2015_to_2025(run: Run) -> None:
    (shift,) = records(
        run, "shift", NECESSITY, category="necessary", wave_from="2015", wave_to="2025"
    )
    assert (shift["share_from"], shift["share_to"]) == (0.51, 0.411)
    assert shift["direction"] == "decrease"
    assert shift["p_adjusted"] < 0.001
    (line,) = records(run, "trend", NECESSITY, category="necessary")
    assert line["waves"] == line["fitted"] == [str(year) for year in range(2015, 2026)]
    assert line["direction"] == "falling"
    assert line["slope_high"] < 0
    assert line["high"] < 0
    assert line["points_per_year"] == pytest.approx(-0.016, abs=0.001)
    assert (line["highest"], line["highest_level_with"]) == ("2018", [])
    assert (line["lowest"], line["lowest_level_with"]) == ("2024", [])
    assert "fell by 1.6 points a year" in flat(table(run, NECESSITY))


def test_americans_were_most_for_sending_troops_in_2018(run: Run) -> None:
    """Two waves are level with it, and those whose size nobody printed are not tested."""
    (line,) = records(run, "trend", TROOPS, category="favor")
    assert line["highest"] == "2018"
    text = flat(table(run, TROOPS))
    assert "highest in 2018 (64%), which a test does not tell from 2017 and 2021" in text
    assert "not tested against 2006" in text
    (shift,) = records(run, "shift", TROOPS, category="favor", wave_from="2018", wave_to="2019")
    assert (shift["direction"], shift["share_to"]) == ("decrease", 0.58)
    assert shift["p_adjusted"] < 0.05


def test_years_of_unknown_size_are_drawn_and_neither_fitted_nor_tested(run: Run) -> None:
    (line,) = records(run, "trend", TROOPS, category="favor")
    assert (line["slope"], line["fitted"]) == (None, [])
    assert line["reason"] == "fewer than 5 comparable waves have a share and a known size"
    unknown = {
        record["wave"]
        for record in records(run, "estimate", TROOPS, option="favor")
        if record["n_base"] is None
    }
    assert {"2006", "2010", "2022", "2023"} <= unknown
    lines = {text[:4]: text for text in table(run, TROOPS, width=100).splitlines()[:30]}
    for year in unknown:
        assert "●" in lines[year]
        assert not set("├┤") & set(lines[year])
    for shift in records(run, "shift", TROOPS):
        if {shift["wave_from"], shift["wave_to"]} & unknown:
            assert shift["p_value"] is None


# -- breaks ------------------------------------------------------------------------------------


def test_from_2023_to_2025_is_no_shift_in_japan(run: Run) -> None:
    waves = [
        (record["wave_from"], record["wave_to"])
        for record in records(run, "shift", IMPRESSION, country_to="JP")
    ]
    assert ("2022", "2023") in waves
    assert not any("2025" in pair or "2024" in pair for pair in waves)
    (gap,) = records(run, "break", IMPRESSION, country="JP")
    assert (gap["wave_before"], gap["wave_after"], gap["grade"]) == ("2023", "2025", "D")
    assert "2023 to 2025: the series breaks before 2025: " in gap["text"]
    assert "online" in gap["text"]
    text = table(run, IMPRESSION)
    assert f"{gap['mark']}: The general public of Japan, 2023 to 2025: " in flat(text)
    assert re.search(rf"^ +break {gap['mark']}\b", text, re.MULTILINE)
    arguments = ("shift", IMPRESSION, "--from", "2023", "--to", "2025", "--country", "JP")
    done = run(*arguments, "--project", "shipped")
    assert "That is no change: the series breaks before 2025: " in flat(done.stdout)
    assert "Grade D" in done.stdout
    refused_as_shift = json.loads(run(*arguments, "--project", "shipped", "--json").stdout)
    for record in refused_as_shift["records"]:
        assert record["wording"] == "gap"
        assert record["p_value"] is record["low"] is record["method"] is None
        assert any("break: the series breaks before 2025" in r for r in record["reasons"])


def test_no_line_no_shift_and_no_slope_crosses_a_break(run: Run) -> None:
    """Of everything shipped that was asked twice."""
    seen = 0
    for what in (*ITEMS, *CONCEPTS):
        found = result(run, what)["records"]
        homes: dict[tuple[str, ...], int] = {}
        for gap in (r for r in found if r["type"] == "break"):
            seen += 1
            about = (gap["survey"], gap["item"], gap["country"], gap["population"])
            homes[(*about, gap["wave_before"], gap["wave_after"])] = 1
        for shift in (r for r in found if r["type"] == "shift"):
            about = tuple(shift[f"{key}_to"] for key in ("survey", "item", "country", "population"))
            assert (*about, shift["wave_from"], shift["wave_to"]) not in homes
            assert shift["grade"] in ("A", "B")
            assert shift["wording"] == "shift"
        for line in (r for r in found if r["type"] == "trend"):
            about = (line["survey"], line["item"], line["country"], line["population"])
            for one, two in zip(line["waves"], line["waves"][1:], strict=False):
                assert (*about, one, two) not in homes
            assert set(line["fitted"]) <= set(line["waves"])
    assert seen > 5


def test_a_flash_poll_stands_apart_and_the_yearly_ones_go_on_around_it(run: Run) -> None:
    gaps = records(run, "break", "chicago.bases")
    assert ("2018", "2020-01") in {(gap["wave_before"], gap["wave_after"]) for gap in gaps}
    assert any("2020-01 stands apart" in gap["text"] for gap in gaps)
    (line,) = records(run, "trend", "chicago.bases", category="should")
    assert line["waves"] == ["2015", "2016", "2018", "2023"]  # 2021 asked in other words


def test_waves_before_and_after_other_words_are_compared_with_each_other(run: Run) -> None:
    pairs = {
        (shift["wave_from"], shift["wave_to"])
        for shift in records(run, "shift", "chicago.bases", category="should")
    }
    assert pairs == {("2015", "2016"), ("2016", "2018"), ("2018", "2023"), ("2015", "2023")}


# -- years without a poll ----------------------------------------------------------------------


def test_years_without_a_poll_are_gaps_and_not_zeros(run: Run) -> None:
    lines = {text[:4]: text for text in reversed(table(run, TROOPS, width=100).splitlines())}
    for year in ("2007", "2008", "2009", "2011", "2012", "2014"):
        assert "no poll" in lines[year]
        assert not set("●├┤═") & set(lines[year])
        assert not re.search(r"\d", lines[year][4:])
    assert "not asked" in lines["2016"]
    waves = {record["wave"] for record in records(run, "estimate", TROOPS)}
    assert not waves & {"2007", "2008", "2009", "2011", "2012", "2014", "2016"}


# -- countries and surveys beside each other ---------------------------------------------------


def test_countries_stand_beside_each_other_on_one_scale(run: Run) -> None:
    text = table(run, IMPRESSION, width=120)
    (good, _) = text.split("Not good, %")
    (head,) = (line for line in good.splitlines() if "● Japan" in line)
    assert "○ South Korea" in head
    numbers = [int(number) for number in re.findall(r"\b\d+\b", head)]
    assert len(numbers) > 4
    assert numbers == sorted(numbers)
    (row,) = (line for line in good.splitlines() if line.startswith("2013"))
    assert "31.1 (28–34)" in row
    assert "12.2 (10–14)" in row
    assert row.index("○") < row.index("●")


def test_surveys_of_one_concept_stand_beside_each_other_and_are_never_joined(run: Run) -> None:
    found = result(run, "unification")["records"]
    assert {r["survey"] for r in found if r["type"] == "estimate"} == {"ipus", "kinu"}
    for shift in (r for r in found if r["type"] == "shift"):
        assert shift["survey_from"] == shift["survey_to"]
    for line in (r for r in found if r["type"] == "trend"):
        assert line["concept"] == "unification"
    (necessary,) = (
        r
        for r in found
        if r["type"] == "trend" and (r["survey"], r["category"]) == ("ipus", "necessary")
    )
    assert necessary["direction"] == "falling"
    text = table(run, "unification", width=100)
    assert "ipus" in text
    assert "kinu" in text


def test_a_concept_of_four_surveys_has_a_table_a_survey_on_one_scale(run: Run) -> None:
    text = table(run, "military_threat", "--answer", "north_korea", width=100)
    surveys = re.findall(r"^North Korea: ([a-z-]+)\.\w+, %$", text, re.MULTILINE)
    assert {"genron-eai", "hankook-yomiuri", "yomiuri-gallup"} <= set(surveys)
    heads = [line for line in text.splitlines() if re.search(r"● \w+.*\d+ +\d+ +\d+", line)]
    scales = {tuple(re.findall(r"\b\d+\b", head))[::100] for head in heads}
    assert len(heads) == len(surveys)
    assert len(scales) == 1


def test_a_country_of_a_concept_is_chosen_by_either_way(run: Run) -> None:
    one = result(run, "military_threat/US")["records"]
    two = result(run, "military_threat", "--country", "us")["records"]
    assert one == two
    assert {r["country"] for r in one if r["type"] == "estimate"} == {"US"}


def test_one_sample_published_twice_is_never_treated_as_two(run: Run) -> None:
    """The Americans of 2016 are in two surveys: no shift between them, and it is said."""
    found = result(run, "vital_threat")
    notes = [note["text"] for note in found["notes"] if note["code"] == "same-respondents"]
    (note,) = notes
    assert "chicago.nuclear_threat@2016 and chicago-partners.nuclear_threat@2016" in note
    assert "published twice" in note
    assert note.split()[-1] == "twice."
    for shift in (r for r in found["records"] if r["type"] == "shift"):
        assert shift["survey_from"] == shift["survey_to"]
    done = run(
        "shift", "vital_threat", "--from", "chicago@2016", "--to", "chicago-partners@2016",
        "--country", "US", "--project", "shipped", "--json",
    )  # fmt: skip
    for shift in json.loads(done.stdout)["records"]:
        assert shift["p_value"] is shift["low"] is None
        assert "same-respondents" in shift["assumptions"]


# -- formats -----------------------------------------------------------------------------------


@pytest.mark.parametrize("what", [*ITEMS, *CONCEPTS, "commentary", "governments", "chicago"])
def test_json_is_what_its_schema_says(what: str, run: Run) -> None:
    done = run("schema", "trend")
    schema = json.loads(done.stdout)
    Draft202012Validator.check_schema(schema)
    found = result(run, what)
    Draft202012Validator(schema).validate(found)
    assert found["schema"] == "kcli.trend/1"
    kinds = [record["type"] for record in found["records"]]
    assert set(kinds) <= {"estimate", "trend", "shift", "break"}
    assert kinds


def test_equal_inputs_give_equal_bytes(run: Run) -> None:
    one = run("trend", IMPRESSION, "--project", "shipped", "--json")
    two = run("trend", IMPRESSION, "--project", "shipped", "--json")
    assert one.stdout == two.stdout


@pytest.mark.parametrize("kind", ["estimate", "trend", "shift", "break"])
def test_csv_shows_one_type_of_record_in_full(kind: str, run: Run) -> None:
    done = run("trend", IMPRESSION, "--project", "shipped", "-f", "csv", "--records", kind)
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    owed = records(run, kind, IMPRESSION)
    assert len(rows) == len(owed) > 0
    for row, record in zip(rows, owed, strict=True):
        assert list(row) == list(record)
        for key, value in record.items():
            if isinstance(value, float):
                assert float(row[key]) == value, key
            elif value is None:
                assert row[key] == ""
            elif isinstance(value, str):
                assert row[key] == value


def test_jsonl_has_a_record_a_line(run: Run) -> None:
    done = run("trend", NECESSITY, "--project", "shipped", "-f", "jsonl")
    first, *lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert (first["type"], first["schema"]) == ("result", "kcli.trend/1")
    assert lines == result(run, NECESSITY)["records"]


def test_markdown_has_the_waves_the_breaks_and_the_sentences(run: Run) -> None:
    done = run("trend", IMPRESSION, "--project", "shipped", "-f", "markdown")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    rows = [line for line in lines if re.match(r"\| 20\d\d \|", line)]
    assert len(rows) == 2 * 13
    assert rows[0].count("|") == 4
    assert sum("break" in line for line in lines if line.startswith("|")) == 4
    assert "South Korea: “Good” fell from 31.7% in 2019 to 12.3% in 2020" in flat(done.stdout)


@pytest.mark.parametrize("name", ["t.json", "t.csv", "t.md", "t.txt", "t.jsonl"])
def test_a_file_has_what_would_have_been_printed(name: str, run: Run, tmp_path: Path) -> None:
    kind = {"json": "json", "csv": "csv", "md": "markdown", "txt": "table", "jsonl": "jsonl"}
    path = tmp_path / name
    done = run("trend", TROOPS, "--project", "shipped", "-o", str(path))
    assert (done.returncode, done.stdout) == (0, "")
    printed = run("trend", TROOPS, "--project", "shipped", "-f", kind[path.suffix[1:]])
    assert path.read_text("utf-8") == printed.stdout


# -- the table ---------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("what", [*ITEMS, *CONCEPTS, "commentary", "governments"])
def test_no_line_is_longer_than_the_terminal(what: str, width: int, run: Run) -> None:
    for line in table(run, what, width=width).splitlines():
        assert cell_len(line) <= width or line.startswith("  http"), line


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("what", ITEMS)
def test_every_number_of_the_json_is_in_the_table(what: str, width: int, run: Run) -> None:
    found = result(run, what)["records"]
    text = table(run, what, width=width)
    words = flat(text)
    titles: dict[str, str] = {}  # of an answer that was worded otherwise once, the first words
    for record in (r for r in found if r["type"] == "estimate"):
        title = titles.setdefault(record["option"], record["option_label"])
        _, _, section = text.partition(f"\n{title}, %\n")
        rows = section.split("\n\n")[0].splitlines()
        (row,) = (line for line in rows if line.split()[:1] == [record["wave"]])
        assert written_in(record, row), (record["wave"], row)
    for record in (r for r in found if r["type"] == "trend"):
        assert record["text"] in words or f"“{record['option_label']}”" in words
        if record["slope"] is not None:
            assert f"{abs(100 * record['points_per_year']):.1f} points a year" in words
    for record in (r for r in found if r["type"] == "shift"):
        clear = record["p_value"] is not None and record["direction"] in ("increase", "decrease")
        assert (record["text"] in words) == clear
    for record in (r for r in found if r["type"] == "break"):
        assert f"{record['mark']}: " in words
        assert record["text"] in words


def written_in(record: Record, row: str) -> bool:
    """Whether a row says what an estimate does: its share or bounds, and its limits."""
    if record["share"] is None and (record["bound_low"], record["bound_high"]) == (0, 1):
        return "open" in row
    if record["bound_low"] is None:
        return "not reported" in row
    numbers = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", row)]
    ends = [record["share"]]
    if record["share"] is None:
        ends = [end for end in (record["bound_low"], record["bound_high"]) if end not in (0, 1)]
    told = all(any(abs(number - 100 * end) < 1e-9 for number in numbers) for end in ends)
    if record["low"] is None or record["high"] is None:
        return told
    return told and f"({percent(record['low'])}–{percent(record['high'])})" in row


def test_counted_people_have_counts_and_no_dots(run: Run) -> None:
    text = table(run, "governments.bilateral_diplomacy")
    assert "1 of 1" in text
    assert not set("├┤◉") & set(text)
    assert "points a year" not in text


def test_a_pipe_gets_no_colours_and_a_terminal_may(run: Run) -> None:
    plain = run("trend", NECESSITY, "--project", "shipped")
    assert "\x1b[" not in plain.stdout
    forced = run("trend", NECESSITY, "--project", "shipped", env={"FORCE_COLOR": "1"})
    assert "\x1b[" in forced.stdout


# -- limits and choices ------------------------------------------------------------------------


def test_from_and_to_are_waves_or_years(run: Run) -> None:
    by_wave = result(run, NECESSITY, "--from", "2018", "--to", "2021")["records"]
    waves = {record["wave"] for record in by_wave if record["type"] == "estimate"}
    assert waves == {"2018", "2019", "2020", "2021"}
    pairs = {(r["wave_from"], r["wave_to"]) for r in by_wave if r["type"] == "shift"}
    assert pairs == {("2018", "2019"), ("2019", "2020"), ("2020", "2021"), ("2018", "2021")}
    by_year = result(run, TROOPS, "--from", "2007", "--to", "2016")["records"]
    waves = {record["wave"] for record in by_year if record["type"] == "estimate"}
    assert waves == {"2010", "2013", "2015"}


def test_from_and_to_may_be_months(run: Run) -> None:
    """The flash poll was in January 2020, the yearly one between June and September."""
    late = result(run, "chicago", "--from", "2020-02", "--to", "2021-12")["records"]
    assert {r["wave"] for r in late if r["type"] == "estimate"} == {"2020", "2021"}
    early = result(run, "chicago.bases", "--from", "2019", "--to", "2020-02")["records"]
    assert {r["wave"] for r in early if r["type"] == "estimate"} == {"2020-01"}


def test_to_a_wave_includes_it_and_what_came_before_in_that_year(run: Run) -> None:
    found = result(run, "chicago", "--from", "2020-01", "--to", "2020")["records"]
    assert {r["wave"] for r in found if r["type"] == "estimate"} == {"2020-01", "2020"}


def test_answers_may_be_chosen_of_an_item_or_a_survey(run: Run) -> None:
    one = result(run, TROOPS, "--answer", "favor")["records"]
    assert {r["option"] for r in one if r["type"] == "estimate"} == {"favor"}
    both = result(run, TROOPS, "--answer", "favor,oppose")["records"]
    again = result(run, TROOPS, "--answer", "favor", "--answer", "oppose")["records"]
    assert both == again
    survey = result(run, "chicago", "--answer", "favor")["records"]
    assert {(r["item"], r["option"]) for r in survey if r["type"] == "estimate"} == {
        ("use_troops", "favor")
    }


def test_fewer_answers_are_fewer_tests(run: Run) -> None:
    (alone,) = records(
        run, "shift", NECESSITY, "--answer", "necessary", wave_from="2015", wave_to="2025"
    )
    (among,) = records(
        run, "shift", NECESSITY, category="necessary", wave_from="2015", wave_to="2025"
    )
    assert alone["p_value"] == among["p_value"]
    assert alone["p_adjusted"] < among["p_adjusted"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nothing",), ("there is no survey, item or concept 'nothing'",)),
        (("ipus.necesity",), ("has no item 'necesity'", "did you mean 'necessity'?")),
        (("unificaton",), ("'unificaton'", "did you mean 'unification'?")),
        (("nuclear_threat",), ("several surveys have an item 'nuclear_threat'", "say which")),
        ((f"{NECESSITY}@2015",), ("names a wave", "--from and --to")),
        (("unification@2015",), ("names a wave", "--from and --to")),
        ((NECESSITY, "--from", "20x"), ("'20x' is no wave and no date", "2019-06-04")),
        ((NECESSITY, "--to", "2015-13"), ("'2015-13' is no wave and no date",)),
        ((NECESSITY, "--from", "2030"), ("no wave of ipus.necessity is left", "waves: 2015, 2016")),
        ((NECESSITY, "--from", "2020", "--to", "2018"), ("no wave of ipus.necessity is left",)),
        (("unification", "--from", "2030"), ("no wave of unification is left", "--from")),
        (
            (NECESSITY, "--answer", "necesary"),
            ("no answer 'necesary'", "did you mean 'necessary'?"),
        ),
        ((NECESSITY, "--answer", "yes"), ("no answer 'yes'", "there are: necessary, half")),
        (("chicago", "--answer", "favour"), ("no answer 'favour'", "did you mean 'favor'?")),
        (
            ("unification", "--answer", "half"),
            ("no answer 'half'", "there are: necessary, between"),
        ),
        ((NECESSITY, "--country", "JP"), ("nobody was asked in 'JP'", "asked: KR")),
        ((f"{NECESSITY}/JP",), ("nobody was asked in 'JP'", "asked: KR")),
        (("unification/JP",), ("nobody was asked in 'JP'", "asked: KR")),
        (("unification", "--country", "JP"), ("nobody was asked in 'JP'", "asked: KR")),
        ((f"{NECESSITY}:experts",), ("has no population 'experts'",)),
        (("ifes",), ("ifes asked no item in two waves", "kcli compare ifes")),
        ((NECESSITY, "--confidence", "2"), ("a confidence lies between 0.5 and 0.999999",)),
        ((NECESSITY, "--base", "some"), ("there is no base 'some'",)),
        (("a b",), ("cannot read 'a b'",)),
        ((), ("ITEM|CONCEPT|SURVEY",)),
    ],
)
def test_what_cannot_be_answered_is_refused_in_a_line_with_a_hint(
    arguments: tuple[str, ...], said: tuple[str, ...], run: Run
) -> None:
    refused(run("trend", *arguments, "--project", "shipped"), *said)


def test_a_fault_of_a_file_is_told_with_its_place(run: Run, tmp_path: Path) -> None:
    write(tmp_path, Survey(tuple(shares({2015: 40, 2016: 50})), top="breaks: [{reason: R}]"))
    done = run("trend", "poll.q", "--project", str(tmp_path))
    refused(done, "poll.yaml:4:10: break-wave: a break names the first wave after it")
    (tmp_path / "two").mkdir()
    samples = "JP: {n_status: assumed}"
    write(tmp_path / "two", Survey(tuple(shares({2015: 40}, samples=samples))))
    done = run("trend", "poll.q", "--project", str(tmp_path / "two"))
    refused(done, "no-size: n_status says how n is known, and there is no n")


@pytest.mark.parametrize("code", ["break-wave", "no-size", "size-approximate", "size-assumed"])
def test_the_codes_of_series_are_explained(code: str, run: Run) -> None:
    done = run("explain", code)
    assert done.returncode == 0
    assert code in done.stdout


def test_a_long_series_is_read_in_a_moment_and_ends_quietly_in_a_pipe(
    run: Run, tmp_path: Path
) -> None:
    waves = tuple(
        Wave(f"{year}", (f"JP,a,share,{30 + year % 40}",), samples="JP: 1000")
        for year in range(1950, 2020)
    )
    write(tmp_path, Survey(waves))
    done = run("trend", "poll.q", "--project", str(tmp_path), "--json")
    assert done.returncode == 0
    (line,) = (r for r in json.loads(done.stdout)["records"] if r["type"] == "trend")
    assert len(line["fitted"]) == 70


def test_it_is_said_whose_slopes_there_are_none_of(run: Run, tmp_path: Path) -> None:
    """South Korea has five waves of an answer, Japan two: the reason is Japan's alone."""
    korea = [f"KR,{option},share,{share}" for option, share in (("a", 40), ("b", 35), ("c", 25))]
    samples = "KR: 1000, JP: 1000"
    waves = [
        Wave(str(year), (*korea, *(("JP,a,share,30",) if year < 2017 else ())), samples=samples)
        for year in range(2015, 2020)
    ]
    write(tmp_path, Survey(waves))
    text = flat(run("trend", "poll.q", "--project", str(tmp_path)).stdout)
    assert "“First”, the general public of South Korea, 2015 to 2019:" in text
    assert "No slope for “First”, “Second” and “Third” (the general public of Japan): " in text, (
        text
    )


def test_two_surveys_of_the_same_people_are_told_apart(run: Run) -> None:
    text = flat(table(run, "unification"))
    assert "“Necessary”, the general public of South Korea (ipus), 2015 to 2025: fell by" in text
    assert "a: The general public of South Korea (kinu), 2021 to 2025:" in text
    assert "(ipus)" not in flat(table(run, NECESSITY))
