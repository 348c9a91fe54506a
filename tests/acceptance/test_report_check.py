"""``kcli report --check``: a report is stale where its bytes would be others; it says why."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from reporting import listed, make_project

pytestmark = pytest.mark.slow  # whole documents and pictures, many times over

Run = Callable[..., Any]
BRIEF = """\
title: {en: Two publics, ko: 두 나라 국민}
languages: [en, ko]
sections:
  - {compare: poll.q, title: {en: Side by side, ko: 나란히}, wave: "2021"}
  - {concept: relations, charts: no}
  - {label: poll, charts: no}
  - verify: poll
  - {part: text, prose: {en: Prose alone.}}
  - methods
  - sources
"""
OUTPUTS = [
    f"datasets/poll/report.{language}.{suffix}"
    for language in ("en", "ko")
    for suffix in ("html", "md")
]
EVERY = set(OUTPUTS)
IN = {language: {path for path in OUTPUTS if f".{language}." in path} for language in ("en", "ko")}
POLL, FACTS = "questionnaires/poll.yaml", "datasets/poll/findings.csv"
CLAIMS, CONCEPTS = "datasets/poll/claims.yaml", "questionnaires/concepts.yaml"
# What changes: the file, the old text and the new one, and which outputs are stale then.
CHANGES = {
    "figure": (FACTS, "good,share,60,", "good,share,61,", EVERY),
    "quote": (FACTS, "60% of Japanese say good", "sixty in a hundred say good", EVERY),
    "source": (FACTS, "1000,other,", "1000,paper,", EVERY),
    "title": (POLL, "A poll of two publics", "A poll of three publics", IN["en"]),
    "label": (POLL, "good: {en: Good, ko: 좋다}", "good: {en: Fine, ko: 좋다}", IN["en"]),
    "korean label": (POLL, "ko: 좋다}", "ko: 괜찮다}", IN["ko"]),
    "attribution": (POLL, "those of the poll.", "theirs.", IN["en"]),
    "date": (POLL, "published: 2020-02-03", "published: 2020-02-04", EVERY),
    "address": (POLL, "https://example.org/a?b=1&c=2", "https://example.org/d", EVERY),
    "concept": (CONCEPTS, "title: {en: Relations,", "title: {en: Bonds,", IN["en"]),
    "claim": (CLAIMS, "quote: most Japanese said bad", "quote: nearly all said bad", EVERY),
    "verdict": (CLAIMS, "says: [{most: bad}]", "says: [{majority: bad}]", EVERY),
    "convention": ("questionnaires/conventions.yaml", 'most: "> 50%"', 'most: "> 52%"', EVERY),
    "report": ("datasets/poll/report.yaml", "Side by side", "One beside another", IN["en"]),
    "sections": ("datasets/poll/report.yaml", "  - {label: poll, charts: no}\n", "", EVERY),
    "responses": ("datasets/poll/2022.responses.csv", "JP40,JP,bad", "JP40,JP,good", EVERY),
    "note": (FACTS, "40% of Japanese say good,", "40% of Japanese say good,a note", set()),
    "comment": (POLL, "survey: poll\n", "survey: poll  # a comment\n", set()),
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every file of the project with its report, in memory."""
    from running import run_kcli

    folder = make_project(tmp_path_factory.mktemp("written"), BRIEF)
    done = run_kcli(["report"], folder, {})
    assert done.returncode == 0, done.stderr
    return listed(folder)


@pytest.fixture
def poll(tmp_path: Path, written: dict[str, bytes]) -> Path:
    for name, data in written.items():
        path = tmp_path / "poll" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path / "poll"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def checked(run: Run, folder: Path, *more: str) -> tuple[Any, list[dict[str, Any]]]:
    done = run("report", "--check", "--json", *more, cwd=folder)
    return done, json.loads(done.stdout)["records"]


def states(records: list[dict[str, Any]]) -> dict[str, str]:
    return {record["path"]: record["state"] for record in records}


# -- what is stale ---------------------------------------------------------------------


def test_what_was_just_written_is_up_to_date(run: Run, poll: Path) -> None:
    before = listed(poll)
    done, records = checked(run, poll)
    assert (done.returncode, done.stderr) == (0, "")
    assert states(records) == dict.fromkeys(OUTPUTS, "current")
    assert all(not r["changed"] and not r["tools"] and r["edited"] is False for r in records)
    done = run("report", "--check", cwd=poll)
    assert done.stdout.count("up to date") == 4
    assert listed(poll) == before


@pytest.mark.parametrize("name", CHANGES)
def test_each_kind_of_change_is_found_and_named(name: str, run: Run, poll: Path) -> None:
    path, old, new, stale = CHANGES[name]
    change(poll / path, old, new)
    before = listed(poll)
    done, records = checked(run, poll)
    assert done.returncode == (1 if stale else 0), done.stderr
    assert {path for path, state in states(records).items() if state == "stale"} == stale
    assert {tuple(record["changed"]) for record in records} == {(f"{path} (changed)",)}
    assert not any(record["edited"] for record in records)
    assert listed(poll) == before


@pytest.mark.parametrize("name", ["figure", "korean label", "note"])
def test_the_page_says_what_changed_and_whether_it_matters(name: str, run: Run, poll: Path) -> None:
    path, old, new, stale = CHANGES[name]
    change(poll / path, old, new)
    page = run("report", "--check", cwd=poll)
    assert page.returncode == (1 if stale else 0)
    lines = " ".join(page.stdout.split())
    same = f"poll: {path} (changed); its files would be the same."
    assert (f"Inputs that are other ones now {path} (changed)" in lines) == bool(stale)
    assert (same in lines) == (not stale)
    told = f"kcli: {len(stale)} files are not what kcli report would write now\n"
    assert page.stderr == (told if stale else "")


def test_writing_it_again_makes_it_current(run: Run, poll: Path) -> None:
    for name in ("figure", "comment"):
        path, old, new, _ = CHANGES[name]
        change(poll / path, old, new)
        assert run("report", cwd=poll).returncode == 0
        done, records = checked(run, poll)
        assert done.returncode == 0
        assert not any(record["changed"] for record in records)


def test_inputs_that_come_and_go_are_named(run: Run, poll: Path) -> None:
    (poll / CLAIMS).unlink()
    (poll / "datasets/poll/2020.responses.csv").write_text("id,country,q\n1,JP,good\n", "utf-8")
    change(poll / "datasets/poll/report.yaml", "  - verify: poll\n", "")
    change(poll / "datasets/poll/report.yaml", 'wave: "2021"', 'wave: "2020"')
    change(poll / POLL, '"2020":\n', '"2020":\n    design: {respondent: id, country: country}\n')
    done, records = checked(run, poll)
    assert done.returncode == 1
    changed = records[0]["changed"]
    assert f"{CLAIMS} (no longer read)" in changed
    assert "datasets/poll/2020.responses.csv (new)" in changed


def test_an_edited_output_is_stale_and_told_from_changed_inputs(run: Run, poll: Path) -> None:
    change(poll / OUTPUTS[1], "Prose alone.", "Prose and more.")
    done, records = checked(run, poll)
    assert done.returncode == 1
    assert states(records) == dict.fromkeys(OUTPUTS, "current") | {OUTPUTS[1]: "stale"}
    assert [record["edited"] for record in records] == [False, True, False, False]
    assert not any(record["changed"] for record in records)
    page = run("report", "--check", cwd=poll).stdout
    assert "Edited since kcli wrote them" in page
    assert "-Prose and more." in page
    assert "+Prose alone." in page
    assert "Inputs that are other ones" not in page


def test_a_deleted_output_is_missing(run: Run, poll: Path) -> None:
    (poll / OUTPUTS[2]).unlink()
    done, records = checked(run, poll)
    assert done.returncode == 1
    assert done.stderr == "kcli: 1 file is not what kcli report would write now\n"
    assert states(records)[OUTPUTS[2]] == "missing"
    assert records[2]["edited"] is None
    assert run("report", "--check", "-q", cwd=poll).stderr == ""


def test_a_report_that_was_never_written_is_missing(run: Run, tmp_path: Path) -> None:
    make_project(tmp_path, None)
    done, records = checked(run, tmp_path, "poll")
    assert done.returncode == 1
    assert set(states(records).values()) == {"missing"}
    assert not any(record["changed"] for record in records)


def test_other_ends_of_lines_are_stale_and_said(run: Run, poll: Path) -> None:
    path = poll / OUTPUTS[1]
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    done = run("report", "--check", cwd=poll)
    assert done.returncode == 1
    assert "only the ends of lines differ" in done.stdout


def test_a_changed_version_of_a_program_alone_is_a_note(run: Run, poll: Path) -> None:
    path = poll / "datasets/poll/report.manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    manifest["tools"] |= {"kcli": "0.0.1", "pencil": "2"}
    path.write_text(json.dumps(manifest), "utf-8")
    done, records = checked(run, poll)
    assert done.returncode == 0
    assert {tuple(record["tools"]) for record in records} == {
        ("kcli 0.0.1 to 0.1.0", "pencil 2 to none")
    }
    page = run("report", "--check", cwd=poll)
    assert page.returncode == 0
    assert "poll: written with another version: kcli 0.0.1 to 0.1.0" in page.stdout


# -- the list and the diff -------------------------------------------------------------


def test_the_list_of_what_is_stale_has_that_alone(run: Run, poll: Path) -> None:
    schema = Draft202012Validator(json.loads(run("schema", "report").stdout))
    (poll / "datasets/reports").mkdir()
    (poll / "datasets/reports/other.yaml").write_text("title: B\nsections: [{label: poll}]\n")
    assert run("report", "other", cwd=poll).returncode == 0
    for stale in (set(), IN["ko"]):
        done = run("report", "--list-stale", "-f", "json", cwd=poll)
        assert (done.returncode, done.stderr) == (0, "")
        document = json.loads(done.stdout)
        schema.validate(document)
        assert {record["path"] for record in document["records"]} == stale
        assert document["parameters"]["list_stale"] is True
        if not stale:
            page = run("report", "--list-stale", cwd=poll).stdout
            assert page == "  Every file is what kcli report would write now.\n"
            change(poll / "datasets/poll/report.yaml", "나란히", "옆에 나란히")
    page = run("report", "--list-stale", cwd=poll).stdout
    assert len(page.splitlines()) == 2 + len(IN["ko"])
    assert "옆에 나란히" not in page
    both = run("report", "--list-stale", "--check", "--json", cwd=poll)
    assert both.returncode == 1
    assert {record["path"] for record in json.loads(both.stdout)["records"]} == IN["ko"]


def width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


@pytest.mark.parametrize("name", ["figure", "korean label", "responses"])
def test_the_diff_can_be_read(name: str, run: Run, poll: Path) -> None:
    path, old, new, _ = CHANGES[name]
    change(poll / path, old, new)
    done = run("report", "--check", cwd=poll, env={"COLUMNS": "200"})
    lines = done.stdout.splitlines()
    assert max(map(width, lines)) <= 160
    assert len(lines) < 250
    assert all(line.isprintable() for line in lines)
    marked = [line.strip() for line in lines]
    gone = [line[1:] for line in marked if re.match(r"-[^-]", line)]
    come = [line[1:] for line in marked if re.match(r"\+[^+]", line)]
    assert gone
    assert come
    both = {*gone} & {*come}  # what differs is seen, however long the line
    assert {line for line in both if len(line) > len("<strong>")} == set()


def test_what_stands_in_an_edited_file_never_reaches_the_terminal(run: Run, poll: Path) -> None:
    for path in OUTPUTS[:2]:
        data = (poll / path).read_bytes()
        evil = b"Prose \x1b[31mred\x1b]0;title\x07 \xff\xfe \xe2\x80\xae" + b"x" * 5000 + b"\x9b0m"
        (poll / path).write_bytes(data.replace(b"Prose alone.", evil))
    done = run("report", "--check", cwd=poll)
    assert done.returncode == 1
    assert "Prose" in done.stdout
    assert all(line.isprintable() for line in done.stdout.splitlines())
    assert max(map(width, done.stdout.splitlines())) <= 160


# -- the manifest ----------------------------------------------------------------------

MANIFESTS = {
    "nothing": b"",
    "no JSON": b"{",
    "no text": b"\xff\xfe\x00",
    "a list": b"[]",
    "deep": b"[" * 100_000,
    "another schema": b'{"schema": "kcli.manifest/9", "report": "x", "tools": {}, "inputs": {}}',
    "no tables": b'{"schema": "kcli.manifest/1", "report": "x", "tools": [], "inputs": 1}',
    "numbers": b'{"schema": "kcli.manifest/1", "report": "x", "tools": {"a": 1}, "inputs": {},'
    b' "outputs": {}}',
}


@pytest.mark.parametrize("name", MANIFESTS)
def test_whether_a_report_is_stale_does_not_hang_on_the_manifest(
    name: str, run: Run, poll: Path, written: dict[str, bytes]
) -> None:
    manifest = poll / "datasets/poll/report.manifest.json"
    manifest.write_bytes(MANIFESTS[name])
    done, records = checked(run, poll)
    assert done.returncode == 0, done.stderr
    assert all(record["edited"] is None and not record["changed"] for record in records)
    change(poll / "datasets/poll/report.yaml", "Side by side", "Beside")
    done = run("report", "--check", cwd=poll)
    assert done.returncode == 1
    assert "No manifest tells what this report was made of" in done.stdout
    change(poll / "datasets/poll/report.yaml", "Beside", "Side by side")
    done = run("report", cwd=poll)
    assert done.returncode == 0
    assert manifest.read_bytes() == written["datasets/poll/report.manifest.json"]


def test_the_manifest_has_every_input_and_output_and_nothing_of_the_machine(
    written: dict[str, bytes], tmp_path: Path, run: Run
) -> None:
    from hashlib import sha256

    text = written["datasets/poll/report.manifest.json"].decode()
    manifest = json.loads(text)
    inputs = {
        name
        for name in written
        if not re.search(r"report\.(en|ko)|manifest", name)
    }  # fmt: skip
    assert manifest["schema"] == "kcli.manifest/1"
    assert manifest["inputs"] == {n: sha256(written[n]).hexdigest() for n in sorted(inputs)}
    assert manifest["outputs"] == {
        Path(name).name: sha256(written[name]).hexdigest() for name in OUTPUTS
    }
    assert {"kcli", "Babel", "Jinja2"} <= set(manifest["tools"])
    folder = make_project(tmp_path / "p", BRIEF)
    assert run("report", "-o", str(tmp_path / "elsewhere"), cwd=folder).returncode == 0
    other = json.loads((tmp_path / "elsewhere/poll.manifest.json").read_text("utf-8"))
    assert other["inputs"] == manifest["inputs"]
    assert str(tmp_path) not in json.dumps(other)
    assert "elsewhere" not in json.dumps(other)
