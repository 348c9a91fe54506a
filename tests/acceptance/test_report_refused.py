"""What ``kcli report`` refuses, and what it writes then: nothing."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from reporting import REPORT, listed, make_project

pytestmark = pytest.mark.slow

Run = Callable[..., Any]


@pytest.fixture
def poll(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project")


# -- what is refused -------------------------------------------------------------------

REFUSED = {
    "survey": ("nowhere", "there is no report 'nowhere'; a survey, a concept"),
    "near": ("pol", "there is no report 'pol'; did you mean 'poll'?"),
    "path": ("../poll", "there is no report '../poll'"),
    "file": ("none.yaml", "there is no file none.yaml; kcli report SURVEY needs none"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_report_is_one_line(case: str, run: Run, poll: Path) -> None:
    what, told = REFUSED[case]
    before = listed(poll)
    done = run("report", what, cwd=poll)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"kcli: usage: {told}")
    assert done.stderr.count("\n") == 1
    assert listed(poll) == before


@pytest.mark.parametrize("tag", ["../ko", "ko/../..", "", "english", "k"])
def test_a_language_is_a_tag_and_never_a_path(tag: str, run: Run, poll: Path) -> None:
    before = listed(poll)
    done = run("report", "--lang", tag, cwd=poll)
    assert done.returncode == 2
    assert done.stderr == (
        f"kcli: usage: {tag!r} is no language; a language is its short tag: en, or ko\n"
    )
    assert listed(poll) == before


@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_a_report_is_never_written_into_what_is_no_file_of_its_folder(
    kind: str, run: Run, poll: Path, tmp_path: Path
) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("precious", "utf-8")
    place = poll / "datasets/poll/report.en.md"
    if kind == "link":
        place.symlink_to(precious)
    else:
        os.mkfifo(place)
    before = listed(poll)
    done = run("report", "poll", cwd=poll)
    assert (done.returncode, done.stdout) == (2, "")
    told = "is a link that leads out of its folder" if kind == "link" else "is no regular file"
    assert told in done.stderr
    assert listed(poll) == before
    assert precious.read_text("utf-8") == "precious"


def test_two_reports_never_become_one_file(run: Run, poll: Path, tmp_path: Path) -> None:
    (poll / "datasets/reports").mkdir()
    body = "title: {en: B}\nsections: [{compare: poll.q}]\n"
    (poll / "datasets/reports/poll.yaml").write_text(body, "utf-8")
    out = tmp_path / "out"
    done = run("report", "-o", str(out), cwd=poll)
    assert done.returncode == 2
    assert "datasets/poll/report.yaml and datasets/reports/poll.yaml would both" in done.stderr
    assert not out.exists()
    assert run("report", cwd=poll).returncode == 0


def test_a_project_without_any_report_says_what_to_do(run: Run, tmp_path: Path) -> None:
    make_project(tmp_path, None)
    done = run("report", cwd=tmp_path)
    assert done.returncode == 2
    told = "kcli: usage: the project has no report.yaml; kcli report SURVEY needs no file\n"
    assert done.stderr == told


# What a section names, in the fifth line of its file: the column, and what is told.
BROKEN = [
    ("compare: nowhere", 14, "unknown-item: there is no survey"),
    ("compare: pol", 14, "unknown-item: there is no survey"),
    ("compare: pol.q", 14, "unknown-survey: there is no survey 'pol'; did you mean 'poll'?"),
    ("compare: poll..q", 14, "bad-value: cannot read 'poll..q'"),
    ("trend: poll.r", 12, "unknown-item: poll has no item 'r'"),
    ("{compare: poll.q, wave: '1999'}", 29, "unknown-wave: poll has no wave '1999'"),
    ("compare: q@1999", 14, "unknown-wave: poll has no wave '1999'"),
    ("compare: poll:experts", 14, "unknown-population: wave '2022' has no population"),
    ("{compare: poll, countries: [JP, CN]}", 37, "unknown-country: nobody was asked in 'CN'"),
    ("{compare: relations, countries: [CN]}", 38, "unknown-country: nobody was asked in 'CN'"),
    ("label: poll/CN", 12, "unknown-country: nobody was asked in 'CN'"),
    ("topline: poll", 14, "unknown-item: 'poll' is a survey"),
    ("{shift: poll.q, between: [poll@2020, poll@1999]}", 42, "unknown-wave: poll has no wave"),
    (
        "{shift: poll.q, between: [pol@2020, '2021']}",
        31,
        "unknown-survey: there is no survey 'pol'",
    ),
    ("{shift: poll.q, between: ['2020', '1999']}", 39, "unknown-wave: poll has no wave '1999'"),
    ("{shift: poll.q, countries: [JP, CN]}", 37, "unknown-country: nobody was asked in 'CN'"),
    ("verify: nobody", 13, "unknown-survey: there is no survey or file 'nobody'"),
    ("concept: relation", 14, "unknown-concept: there is no concept 'relation'; did you mean"),
    ("{concept: relations, wave: '1999'}", 32, "unknown-wave: nobody was asked about"),
    ("{trend: poll.q, answers: [worse]}", 31, "unknown-option: there is no answer 'worse'"),
    ("{trend: relations, answers: [worse]}", 34, "unknown-option: there is no answer 'worse'"),
    ("{trend: poll.q, between: ['2020', soon]}", 39, "unknown-wave: 'soon' is no wave and no date"),
]


@pytest.mark.parametrize(("line", "column", "told"), BROKEN)
def test_a_section_on_what_is_not_there_writes_nothing_at_all(
    line: str, column: int, told: str, run: Run, poll: Path
) -> None:
    (poll / "datasets/reports").mkdir()
    body = f"title: {{en: B}}\nlanguages: [en, ko]\nsections:\n  - compare: poll.q\n  - {line}\n"
    (poll / "datasets/reports/broken.yaml").write_text(body, "utf-8")
    before = listed(poll)
    done = run("report", cwd=poll)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"datasets/reports/broken.yaml:5:{column}: {told}"), done.stderr
    assert done.stderr.count("\n") == 1
    assert listed(poll) == before
    checked = run("check", "--format", "json", cwd=poll)
    assert checked.returncode == 1
    (fault,) = (r for r in json.loads(checked.stdout)["records"] if "broken" in r["path"])
    place = (fault["line"], fault["column"], f"{fault['code']}: {fault['message']}")
    assert place[:2] == (5, column)
    assert told.startswith(place[2]) or place[2].startswith(told)


def test_every_unknown_name_of_every_report_is_told_at_once(run: Run, poll: Path) -> None:
    (poll / "datasets/poll/claims.yaml").unlink()
    path = poll / "datasets/poll/report.yaml"
    text = path.read_text("utf-8").replace("compare: poll.q", "compare: poll.p")
    path.write_text(text.replace("topline: poll.q", "topline: poll.r"), "utf-8")
    done = run("report", cwd=poll)
    assert [line.split(": ")[1] for line in done.stderr.splitlines()] == [
        "unknown-item", "bad-value", "unknown-item"
    ]  # fmt: skip
    assert "poll has no claims; datasets/poll/claims.yaml" in done.stderr
    checked = run("check", "datasets/poll/report.yaml", cwd=poll)
    assert checked.returncode == 1
    assert checked.stdout.count("unknown-item") == 2


def test_a_fault_of_any_file_writes_nothing_at_all(run: Run, poll: Path) -> None:
    with (poll / "datasets/poll/findings.csv").open("a", encoding="utf-8") as file:
        file.write("f9,2021,JP,nothing,good,share,40,all,1000,paper,,\n")
    before = listed(poll)
    done = run("report", cwd=poll)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("datasets/poll/findings.csv:8:")
    assert listed(poll) == before


@pytest.mark.parametrize("under", ["", "deeper"])
def test_a_folder_that_cannot_be_written_to_is_74(
    under: str, run: Run, poll: Path, tmp_path: Path
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file", "utf-8")
    done = run("report", "-o", str(taken / under) if under else "/proc", cwd=poll)
    assert (done.returncode, done.stdout) == (74, "")
    assert done.stderr.startswith("kcli: cannot write ")
    assert done.stderr.count("\n") == 1


def test_nothing_is_written_into_the_shipped_project(run: Run, root: Path, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (root / "datasets").rglob("*")}
    done = run("report", "kf-vub", "--project", "shipped", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == (
        "kcli: usage: nothing is written beside the surveys that are shipped; "
        "name a folder: kcli report ... --output DIR\n"
    )
    assert {path: path.stat().st_mtime_ns for path in (root / "datasets").rglob("*")} == before
    done = run("report", "governments", "--project", "shipped", "-o", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/governments.en.html").is_file()


@pytest.mark.parametrize(
    ("module", "told"),
    [
        ("vl_convert", "charts need vl-convert-python, which is not installed"),
        ("jinja2", "html needs Jinja2, which is not installed"),
    ],
)
def test_without_a_package_one_line_tells_how_to_get_it(
    module: str, told: str, run: Run, poll: Path, tmp_path: Path
) -> None:
    (tmp_path / "lib").mkdir()
    missing = f"import sys\nsys.modules[{module!r}] = None\n"
    (tmp_path / "lib" / "sitecustomize.py").write_text(missing, "utf-8")
    before = listed(poll)
    done = run("report", cwd=poll, env={"PYTHONPATH": str(tmp_path / "lib")})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"kcli: usage: {told}; pip install 'kcli-tracker[report]'\n"
    assert listed(poll) == before


# -- faults of the file ----------------------------------------------------------------

FAULTS = {
    "sections: [{compair: poll}]": "2:13: unknown-key: 'compair' is no key that is known here; "
    "did you mean 'compare'?",
    "sections: [{compare: poll, label: poll}]": "2:12: section-kind: a section is of one kind, and "
    "it names compare and label; one of",
    "sections: [{title: A}]": "2:12: section-kind: a section is of one kind, and it names none",
    "sections: [metods]": "2:12: section-kind: there is no section 'metods'",
    "sections: [text]": "2:12: missing-key: a text needs its prose",
    "sections: [{part: text, title: A}]": "2:12: missing-key: a text needs its prose",
    "sections: []": "2:11: wrong-type: at least one entry is needed here",
    "sections: [{compare: poll, between: [a, b]}]": "2:28: section-kind: 'between' says nothing to "
    "a section of compare; it is for shift, trend",
    "sections: [{shift: poll.q, between: [a]}]": "2:37: wrong-type: at least one entry",
    "sections: [{verify: poll, countries: [JP]}]": "2:27: section-kind: 'countries' says nothing "
    "to a section of verify; it is for compare",
    "sections: [{part: methods, base: substantive}]": "2:28: section-kind: 'base' says nothing to",
    "sections: [{part: sources, charts: no}]": "2:28: section-kind: 'charts' says nothing to",
    "sections: [{compare: poll, charts: maybe}]": "2:36: unknown-value",
    "sections: [{compare: poll, countries: [Japan]}]": "2:40: bad-id: a country is two capital",
    "languages: [../en]\nsections: [methods]": "2:13: bad-id: a language is its short tag",
    "languages: [en, kr]\nsections: [methods]": "2:17: bad-id: 'kr' is a country, and Korean is "
    "written ko; write ko",
    "languages: [jp]\nsections: [methods]": "2:13: bad-id: 'jp' is a country, and Japanese is",
    "languages:\n- cn\nsections: [methods]": "3:3: bad-id: 'cn' is a country, and Chinese is",
    "languages: [xx]\nsections: [methods]": "2:13: bad-id: no language is known by 'xx'; kcli has",
    "titel: B\nsections: [methods]": "2:1: unknown-key: 'titel' is no key that is known here; "
    "did you mean 'title'?",
}


@pytest.mark.parametrize("body", FAULTS)
def test_faults_of_a_report_have_their_place(body: str, run: Run, poll: Path) -> None:
    (poll / "datasets/poll/report.yaml").write_text(f"title: A\n{body}\n", "utf-8")
    before = listed(poll)
    for command, cwd, path in (
        (("check", "-f", "json"), poll, "datasets/poll/report.yaml"),
        (("report",), poll, "datasets/poll/report.yaml"),
        (("report",), poll / "datasets/poll", "report.yaml"),
    ):
        done = run(*command, cwd=cwd)
        assert done.returncode == (1 if command[0] == "check" else 2)
        if command[0] == "check":
            faults = json.loads(done.stdout)["records"]
            lines = [
                f"{f['path']}:{f['line']}:{f['column']}: {f['code']}: {f['message']}"
                + (f"; {f['hint']}" if f["hint"] else "")
                for f in faults
            ]
        else:
            lines = done.stderr.splitlines()
        told = [re.sub(r" \(got '.*?'\)", "", line) for line in lines]
        assert any(line.startswith(f"{path}:{FAULTS[body]}") for line in told), (path, told)
    assert listed(poll) == before


def test_all_faults_of_a_report_come_together(run: Run, poll: Path) -> None:
    body = "title: A\nsections: [{compair: poll}, metods, {part: text}]\ntitel: B\n"
    (poll / "datasets/poll/report.yaml").write_text(body, "utf-8")
    done = run("report", cwd=poll)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) >= 4
    done = run("check", "datasets/poll/report.yaml", cwd=poll)
    assert done.returncode == 1
    assert "metods" in done.stdout


def test_the_schema_of_the_file_knows_what_kcli_reads(run: Run) -> None:
    schema = json.loads(run("schema", "report-file").stdout)
    Draft202012Validator(schema).validate(yaml.safe_load(REPORT))
    wrong = {"title": {"en": "A"}, "sections": [{"compair": "poll"}]}
    assert not Draft202012Validator(schema).is_valid(wrong)
