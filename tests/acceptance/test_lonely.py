"""``--lonely``: what becomes of a stratum with one unit, wherever there is a variance."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

QUESTIONNAIRE = """\
survey: poll
title: A poll
sources: {paper: {publisher: A paper}}
waves:
  "2020": {fieldwork: 2020, WAVE, design: {DESIGN}}
  "2021": {fieldwork: 2021, WAVE, design: {DESIGN}SAME}
items:
  q:
    text: A question
    wording: verbatim
    options_complete: published
    options: {a: First, b: Second}
    concept: {id: con, map: {a: up, b: down}}
  g: {text: A group, options: {x: One, y: Other}}
"""
CONCEPTS = "concepts: {con: {title: Con, categories: {up: {label: Up}, down: {label: Down}}}}\n"
WAVE = "mode: online, sampling: probability, published_base: all, samples: {JP: {}}"
CLAIM = """\
claims:
  - {id: C, source: paper, quote: words, wave: "2021", item: q, countries: [JP],
     says: [{majority: a}]}
"""
SECTIONS = {
    "compare": "{compare: poll",
    "label": "{label: poll",
    "shift": "{shift: poll.q, between: [poll@2020, poll@2021]",
    "trend": "{trend: poll.q",
    "verify": "{verify: poll",
    "topline": "{topline: poll.q",
}
TOLD = {
    "centered": "strata with a single sampling unit are set against the mean of all units.",
    "remove": "strata with a single sampling unit add nothing to the variance: intervals may be "
    "too narrow.",
}
MESSAGES = {
    language: import_module(f"kcli.text.languages.{language}").MESSAGES
    for language in ("ja", "ko", "ru", "zh")
}
COMMANDS = [
    "compare poll",
    "compare con",
    "compare --concept con",
    "label poll",
    "topline poll.q",
    "crosstab poll.q --by g",
    "shift poll.q",
    "trend poll.q",
    "verify poll",
]
PICTURES = ["plot compare poll.q", "plot shift poll.q", "plot trend poll.q"]


def rows(first: int) -> list[str]:
    """Two units in each of four strata, and one alone in the fifth, where everybody says a."""
    found = ["id,h,u,q,g"]
    for unit in range(9):
        for place in range(12):
            answer = "a" if unit == 8 or (place * 5 + unit * 3) % 10 < first + unit % 3 else "b"
            found.append(f"{unit}-{place},{unit // 2},{unit},{answer},{'xy'[place % 2]}")
    return found


def make(folder: Path, design: str = "respondent: id, stratum: h, psu: u", same: str = "") -> Path:
    text = QUESTIONNAIRE.replace("WAVE", WAVE).replace("DESIGN", design).replace("SAME", same)
    (folder / "questionnaires").mkdir()
    (folder / "questionnaires" / "poll.yaml").write_text(text, "utf-8")
    (folder / "questionnaires" / "concepts.yaml").write_text(CONCEPTS, "utf-8")
    data = folder / "datasets" / "poll"
    data.mkdir(parents=True)
    for wave, first in (("2020", 3), ("2021", 6)):
        (data / f"{wave}.responses.csv").write_text("\n".join(rows(first)) + "\n", "utf-8")
    (data / "claims.yaml").write_text(CLAIM, "utf-8")
    return folder


@pytest.fixture
def poll(tmp_path: Path) -> Path:
    return make(tmp_path)


def refused(done: Any) -> None:
    """Names the file and the code, and tells what can be done."""
    assert (done.returncode, done.stdout) == (2, "")
    assert "datasets/poll/202" in done.stderr
    assert "lonely-psu" in done.stderr
    assert "--lonely centered or --lonely remove" in done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_a_lonely_unit_stops_a_command_that_is_not_told_what_becomes_of_it(
    command: str, run: Run, poll: Path
) -> None:
    refused(run(*command.split(), cwd=poll))
    for lonely in ("centered", "remove"):
        done = run(*command.split(), "--lonely", lonely, "--json", cwd=poll)
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout)
        assert found["parameters"]["lonely"] == lonely
        assert found["records"]
        told = {note["text"] for note in found["notes"] if note["code"] == "lonely-psu"}
        assert told
        assert told <= {f"poll ({wave}): {TOLD[lonely]}" for wave in ("2020", "2021")}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_page_says_what_became_of_a_lonely_unit_and_nothing_where_there_is_none(
    command: str, run: Run, poll: Path
) -> None:
    page = " ".join(run(*command.split(), "--lonely", "remove", cwd=poll).stdout.split())
    assert TOLD["remove"] in page
    for wave in ("2020", "2021"):
        path = poll / "datasets" / "poll" / f"{wave}.responses.csv"
        kept = [row for row in path.read_text("utf-8").splitlines() if not row.startswith("8-")]
        path.write_text("\n".join(kept) + "\n", "utf-8")
    page = run(*command.split(), "--lonely", "remove", cwd=poll).stdout
    assert page
    assert "single sampling unit" not in page


@pytest.mark.parametrize("language", ["ja", "ko", "ru", "zh"])
def test_a_page_in_another_language_says_it_there(language: str, run: Run, poll: Path) -> None:
    for how in ("centered", "remove"):
        done = run("compare", "poll", "--lonely", how, "--lang", language, cwd=poll)
        told = MESSAGES[language][f"note.lonely-{how}"].format(name="poll (2021)")
        assert "".join(told.split()) in "".join(done.stdout.split())


@pytest.mark.slow
@pytest.mark.parametrize("command", PICTURES)
def test_a_picture_is_drawn_where_it_is_told_what_becomes_of_a_lonely_unit(
    command: str, run: Run, poll: Path
) -> None:
    picture = poll / "x.svg"
    refused(run(*command.split(), "-o", str(picture), cwd=poll))
    done = run(*command.split(), "-o", str(picture), "--lonely", "remove", cwd=poll)
    assert done.returncode == 0, done.stderr
    assert picture.read_text("utf-8").startswith("<svg")


def width(done: Any, kind: str, **where: Any) -> float:
    """The length of an interval."""
    (found,) = (
        row
        for row in json.loads(done.stdout)["records"]
        if row["type"] == kind and all(row[key] == value for key, value in where.items())
    )
    return float(found["high"] - found["low"])


@pytest.mark.parametrize("same", ["", ", same_respondents_as: poll@2020"], ids=["others", "same"])
def test_a_lonely_unit_that_is_left_out_makes_a_change_surer(
    same: str, run: Run, tmp_path: Path
) -> None:
    poll = make(tmp_path, same=same)
    of_shift, of_trend = (
        [
            width(
                run(command, "poll.q", "--lonely", how, "--json", cwd=poll), "shift", category="a"
            )
            for how in ("remove", "centered")
        ]
        for command in ("shift", "trend")
    )
    assert of_shift == of_trend
    assert 0 < of_shift[0] < of_shift[1]


def test_a_person_alone_in_a_stratum_of_both_waves_stops_their_change(
    run: Run, tmp_path: Path
) -> None:
    poll = make(tmp_path, "respondent: id, stratum: h", ", same_respondents_as: poll@2020")
    for wave in ("2020", "2021"):
        path = poll / "datasets" / "poll" / f"{wave}.responses.csv"
        path.write_text(path.read_text("utf-8") + "alone,9,9,a,x\n", "utf-8")
    refused(run("shift", "poll.q", cwd=poll))
    assert run("shift", "poll.q", "--lonely", "remove", cwd=poll).returncode == 0


def test_what_becomes_of_a_lonely_unit_has_one_of_three_names(run: Run, poll: Path) -> None:
    for command in ("shift poll.q", "trend poll.q", "verify poll"):
        done = run(*command.split(), "--lonely", "drop", cwd=poll)
        assert (done.returncode, done.stdout) == (2, "")
        assert "known: fail, centered, remove" in done.stderr


def test_check_tells_where_one_says_what_becomes_of_a_lonely_unit(run: Run, poll: Path) -> None:
    done = run("check", "--json", cwd=poll)
    found = json.loads(done.stdout)["records"]
    assert {record["code"] for record in found} == {"lonely-psu"}
    for record in found:
        assert "single sampling unit" in record["message"]
        hint = record["hint"]
        assert hint.startswith("every command that computes it takes --lonely")
        assert "section of a report" in hint


def report(folder: Path, lonely: str) -> None:
    sections = "\n".join(f"  - {section}{lonely}}}" for section in SECTIONS.values())
    path = folder / "datasets" / "poll" / "report.yaml"
    path.write_text(f"title: A report\nsections:\n{sections}\n", "utf-8")


@pytest.mark.slow
def test_a_section_of_a_report_says_what_becomes_of_a_lonely_unit(run: Run, poll: Path) -> None:
    report(poll, ", charts: no")
    done = run("report", cwd=poll)
    assert (done.returncode, done.stdout) == (2, "")
    assert "a section of a report lonely: remove" in done.stderr
    pages = []
    for lonely in ("remove", "centered"):
        report(poll, f", charts: no, lonely: {lonely}")
        done = run("report", cwd=poll)
        assert done.returncode == 0, done.stderr
        pages.append((poll / "datasets" / "poll" / "report.en.md").read_text("utf-8"))
    assert pages[0] != pages[1]


def test_a_text_of_a_report_has_no_lonely_unit(run: Run, poll: Path) -> None:
    path = poll / "datasets" / "poll" / "report.yaml"
    section = "{part: text, prose: Words, lonely: remove}"
    path.write_text(f"title: A report\nsections:\n  - {section}\n", "utf-8")
    done = run("check", "datasets/poll/report.yaml", "--json", cwd=poll)
    (record,) = json.loads(done.stdout)["records"]
    assert (record["code"], record["line"]) == ("section-kind", 3)
    assert "'lonely' says nothing to a section of part" in record["message"]
