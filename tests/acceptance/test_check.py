"""``kcli check`` and ``kcli explain`` as they are used: files in, faults and exit status out."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from acceptance.hostile.command import kcli
from conftest import QUESTIONNAIRE

from kcli import api

Make = Callable[..., Path]
SOUND = [
    "1,2020,JP,q,a,,share,50.0,,,paper",
    "2,2020,JP,q,b,,share,30.0,,,paper",
    "3,2020,JP,q,c,,share,20.0,,,paper",
]
WRONG_SUM = [*SOUND[:2], "3,2020,JP,q,c,,share,30.0,,,paper"]
TWICE = [*SOUND, "4,2020,JP,q,a,,share,50.0,,,paper"]
PANEL = """\
survey: panel
title: A panel
sources: {paper: {publisher: A paper}}
waves:
  "2020":
    fieldwork: 2020
    published_base: all
    samples: {KR: 4}
    design: {respondent: id}
items:
  heard:
    text: Heard of it?
    options_complete: published
    options: {yes: {code: 1, label: Yes}, no: {code: 2, label: No}}
  q:
    text: A question
    options_complete: published
    asked: {item: heard, options: [yes]}
    options: {a: {code: 1, label: A}, b: {code: 2, label: B}}
"""


def check(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = kcli(root, "check", *arguments)
    assert "Traceback" not in done.stderr
    return done


def found(root: Path, *arguments: str) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = json.loads(check(root, "--json", *arguments).stdout)["records"]
    return records


def codes(root: Path, *arguments: str) -> list[str]:
    return sorted(record["code"] for record in found(root, *arguments))


def acknowledge(root: Path, *entries: str, survey: str = "poll") -> None:
    text = "".join(f"  - {{{entry}}}\n" for entry in entries)
    (root / "datasets" / survey).mkdir(parents=True, exist_ok=True)
    (root / "datasets" / survey / "claims.yaml").write_text(f"acknowledged:\n{text}", "utf-8")


# -- exit status ------------------------------------------------------------------------------


def test_the_shipped_project_has_no_fault_that_is_not_acknowledged(root: Path) -> None:
    done = check(root, "--strict")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_sound_project(project: Make) -> None:
    done = check(project(SOUND))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "2 files checked: no faults\n"


def test_an_error_is_told_on_standard_output_and_counted_last(project: Make) -> None:
    done = check(project([*WRONG_SUM, TWICE[3]]))
    assert done.returncode == 1
    assert done.stderr == "kcli: 1 error, 1 warning\n"
    assert "2     error sum-not-100: poll.q in Japan (2020)" in done.stdout
    assert done.stdout.startswith("2 files checked: 1 error, 1 warning\n")
    assert check(project(), "--quiet").stderr == ""


def test_a_warning_fails_only_where_that_is_asked_for(project: Make) -> None:
    root = project(TWICE)
    assert (check(root).returncode, check(root).stderr) == (0, "")
    done = check(root, "--strict")
    assert (done.returncode, done.stderr) == (1, "kcli: 1 warning\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["nowhere.csv"],
        ["datasets"],
        [".", "--project", "."],
        ["note.txt"],
        ["--format", "yaml"],
        ["--output", "faults.xyz"],
    ],
    ids=" ".join,
)
def test_arguments_that_cannot_be_used(arguments: list[str], project: Make) -> None:
    root = project(SOUND)
    (root / "note.txt").write_text("nothing", "utf-8")
    done = check(root, *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("kcli: usage: ")


# -- all faults at once -----------------------------------------------------------------------


def test_several_faults_of_several_files_are_told_at_once(project: Make) -> None:
    root = project([*WRONG_SUM, "4,2020,XX,q,a,,share,50.0,,,papr"])
    (root / "questionnaires" / "panel.yaml").write_text(PANEL, "utf-8")
    (root / "questionnaires" / "broken.yaml").write_text("survey: broken\ntitel: x\n", "utf-8")
    (root / "questionnaires" / "concepts.yaml").write_text("concept: {}\n", "utf-8")
    folder = root / "datasets" / "panel"
    folder.mkdir()
    (folder / "2020.responses.csv").write_text("id,heard,q\na,1,1\na,2,7\n", "utf-8")
    (folder / "claims.yaml").write_text("claims: [{id: C1}]\n", "utf-8")
    (folder / "2021.responses.csv").write_text("id\n1\n", "utf-8")
    (root / "datasets" / "broken").mkdir()
    (root / "datasets" / "broken" / "findings.csv").write_text("id,wave\n1,2\n", "utf-8")
    by_path: dict[str, set[str]] = {}
    for record in found(root):
        by_path.setdefault(record["path"], set()).add(record["code"])
    assert by_path == {
        "datasets/broken/findings.csv": {"missing-column"},
        "datasets/panel/2020.responses.csv": {"duplicate-id", "unknown-code"},
        "datasets/panel/2021.responses.csv": {"ignored-file"},
        "datasets/panel/claims.yaml": {"missing-key"},
        "datasets/poll/findings.csv": {"sum-not-100", "unknown-source"},
        "questionnaires/broken.yaml": {"missing-key", "unknown-key"},
        "questionnaires/concepts.yaml": {"missing-key", "unknown-key"},
    }
    notes = json.loads(check(root, "--json").stdout)["notes"]
    assert [note["code"] for note in notes] == ["not-judged"]


def test_what_a_broken_file_of_conventions_may_explain_is_not_told(project: Make) -> None:
    root = project(["1,2020,JP,q,a,,most,,,,paper", "2,2020,JP,q,x,,share,5,,,paper"])
    (root / "questionnaires" / "conventions.yaml").write_text("conventions: [most]\n", "utf-8")
    assert codes(root) == ["unknown-option", "wrong-type"]


def test_faults_have_their_place(project: Make) -> None:
    root = project([*SOUND, "4,2020,JP,q,a,,share,150,,,paper"])
    (record,) = found(root)
    assert record["path"] == "datasets/poll/findings.csv"
    assert (record["line"], record["column"], record["code"]) == (5, 22, "bad-value")
    assert record["message"].endswith("(got '150')")


# -- one file, one folder ---------------------------------------------------------------------


def test_one_file_is_checked_with_what_it_needs(project: Make) -> None:
    root = project(WRONG_SUM, QUESTIONNAIRE.replace("JP: 1000, KR: 1000", "{JP: 1000}", 1))
    assert "sum-not-100" not in codes(root, "questionnaires/poll.yaml")
    root = project(WRONG_SUM, QUESTIONNAIRE + "extra: 1\n")
    assert codes(root, "questionnaires/poll.yaml") == ["unknown-key"]
    assert codes(root, "datasets/poll/findings.csv") == []
    root = project(WRONG_SUM, QUESTIONNAIRE)
    assert codes(root, "questionnaires/poll.yaml") == []
    assert codes(root, "datasets/poll/findings.csv") == ["sum-not-100"]
    done = kcli(root / "datasets", "check", "poll/findings.csv", "-f", "json")
    assert json.loads(done.stdout)["parameters"] == {
        "file": "datasets/poll/findings.csv",
        "lang": "en",
    }
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("values", "meant"),
    [
        (["0.5", "0.3"], "50"),
        (["0.46"], "46"),
        (["0.46%"], "46"),
        (["0.000000000000000001"], "0.0000000000000001"),
        (["0.4", "35"], None),
        (["0", "0.0"], None),
        (["1"], None),
    ],
)
def test_parts_of_one_are_not_taken_for_percentages_without_a_word(
    values: list[str], meant: str | None, project: Make
) -> None:
    rows = [
        f"{n},2020,JP,q,{option},,share,{value},,,paper"
        for n, (option, value) in enumerate(zip("abc", values, strict=False))
    ]
    root = project(rows)
    told = [(fault["code"], fault["severity"], fault["hint"]) for fault in found(root)]
    hint = f"a share is a percentage: was {meant} meant?"
    assert told == ([("share-below-one", "warning", hint)] if meant else [])


@pytest.mark.parametrize(
    ("score", "told"),
    [
        ("{a: 1, b: 0, c: -1}", None),
        ("{a: 1}", "q (2020): b and c have no score, so there is no mean score"),
        ("{a: 1, b: 0}", "q (2020): c has no score, so there is no mean score"),
        ("{a: 1, b: 0, c: -1, dk: 3}", "q (2020): dk is no opinion: its score is not used"),
    ],
)
def test_a_score_of_which_no_mean_is_made_is_told(
    score: str, told: str | None, project: Make
) -> None:
    text = QUESTIONNAIRE.rstrip("\n") + "\n      dk: {label: Don't know, kind: dont_know}\n"
    root = project(SOUND, f"{text}    score: {score}\n")
    faults = [(f["code"], f["severity"], f["message"]) for f in found(root)]
    assert faults == ([("score-unused", "warning", told)] if told else [])


def test_of_several_answers_no_score_is_the_mean(project: Make) -> None:
    text = QUESTIONNAIRE.replace("    options:", "    type: multiple\n    options:")
    root = project(SOUND, f"{text}    score: {{a: 1, b: 0, c: -1}}\n")
    (fault,) = found(root)
    assert (fault["code"], fault["message"]) == (
        "score-unused", "q (2020): several answers are allowed, so there is no mean score",
    )  # fmt: skip


def test_shared_files_and_strays_are_checked_alone(project: Make) -> None:
    root = project(WRONG_SUM)
    (root / "questionnaires" / "concepts.yaml").write_text("concept: {}\n", "utf-8")
    stray = root / "datasets" / "poll" / "fndings.csv"
    stray.write_text("id\n", "utf-8")
    assert codes(root, "questionnaires/concepts.yaml") == ["missing-key", "unknown-key"]
    assert codes(root, "datasets/poll/fndings.csv") == ["ignored-file"]
    for place in (
        "datasets/findings.csv",
        "datasets/2020.responses.csv",
        "questionnaires/a/b.yaml",
    ):
        (root / place).parent.mkdir(exist_ok=True)
        (root / place).write_text("a\n", "utf-8")
        assert codes(root, place) == ["ignored-file"]
        (root / place).unlink()
    acknowledge(root, "code: sum-not-100, place: '9', reason: no")
    assert codes(root, "datasets/poll/claims.yaml") == ["acknowledged-nothing"]


def test_a_folder_and_the_option_project_name_a_project(project: Make, tmp_path: Path) -> None:
    root = project(WRONG_SUM)
    (record,) = json.loads(kcli(root.parent, "check", root.name, "--json").stdout)["records"]
    assert record["path"] == f"{root.name}/datasets/poll/findings.csv"
    assert codes(root.parent, "--project", root.name) == ["sum-not-100"]
    file = f"{root.name}/datasets/poll/findings.csv"
    assert codes(root.parent, file) == ["sum-not-100"]
    assert codes(root.parent, file, "--project", root.name) == ["sum-not-100"]
    assert kcli(root, "check", file, "--project", "shipped").returncode == 2


# -- respondents ------------------------------------------------------------------------------


def panel(tmp_path: Path, rows: str, findings: str = "", questionnaire: str = PANEL) -> Path:
    (tmp_path / "questionnaires").mkdir()
    (tmp_path / "questionnaires" / "panel.yaml").write_text(questionnaire, "utf-8")
    folder = tmp_path / "datasets" / "panel"
    folder.mkdir(parents=True)
    (folder / "2020.responses.csv").write_text(f"id,heard,q\n{rows}", "utf-8")
    if findings:
        header = "id,wave,country,item,option,predicate,value,source"
        (folder / "findings.csv").write_text(f"{header}\n{findings}\n", "utf-8")
    return tmp_path


def test_answers_of_those_who_were_not_asked(tmp_path: Path) -> None:
    (record,) = found(panel(tmp_path, "1,1,1\n2,2,\n3,2,1\n4,2,2\n"))
    assert (record["code"], record["severity"]) == ("answer-not-asked", "warning")
    assert (record["path"], record["line"]) == ("datasets/panel/2020.responses.csv", 4)
    assert record["message"].startswith("2 rows answer q")


def test_the_rows_of_the_file_and_n_of_the_questionnaire(tmp_path: Path) -> None:
    (record,) = found(panel(tmp_path, "1,1,1\n2,2,\n3,2,\n"))
    assert (record["code"], record["severity"]) == ("n-differs", "error")
    assert record["message"] == "KR: 3 respondents, and the questionnaire says n=4"


def test_a_sample_that_is_known_from_print_has_no_rows_beside_those_of_another(
    tmp_path: Path,
) -> None:
    rows, printed = "1,1,1\n2,2,\n3,2,\n", "F1,2020,JP,heard,yes,share,75,paper"
    two = PANEL.replace("{KR: 4}", "{KR: 3, JP: 400}")
    two = two.replace("{respondent: id}", "{respondent: id, country: land}")
    root = panel(tmp_path, rows, printed, two)
    path = root / "datasets" / "panel" / "2020.responses.csv"
    path.write_text("id,land,heard,q\n1,KR,1,1\n2,KR,2,\n3,KR,2,\n", "utf-8")
    assert found(root) == []
    (root / "datasets" / "panel" / "findings.csv").unlink()
    (record,) = found(root)
    assert record["message"] == "JP: 0 respondents, and the questionnaire says n=400"


def test_a_figure_that_the_respondents_do_not_bear_out(tmp_path: Path) -> None:
    rows = "1,1,1\n2,1,2\n3,1,2\n4,2,\n"
    findings = "F1,2020,KR,heard,yes,share,75,paper\nF2,2020,KR,q,a,share,50,paper"
    (record,) = found(panel(tmp_path, rows, findings))
    assert (record["code"], record["facts"]) == ("figure-differs", ["F2"])
    assert record["line"] == 3
    assert record["message"].endswith("is not what the respondents say: 33.33%")


def test_a_design_without_a_variance(tmp_path: Path) -> None:
    design = PANEL.replace("{respondent: id}", "{stratum: heard, psu: q}")
    root = panel(tmp_path, "1,1,1\n2,1,2\n3,2,1\n4,2,1\n", questionnaire=design)
    assert "lonely-psu" in codes(root)


# -- acknowledged -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "place", ["'1'", "'3'", "datasets/poll/findings.csv", "'datasets/poll/findings.csv:2'"]
)
def test_an_acknowledged_fault_is_shown_and_not_counted(place: str, project: Make) -> None:
    root = project(WRONG_SUM)
    acknowledge(root, f"code: sum-not-100, place: {place}, reason: As it was printed")
    done = check(root, "--strict")
    assert (done.returncode, done.stderr) == (0, "")
    assert "error sum-not-100" in done.stdout
    assert "acknowledged: As it was printed" in done.stdout
    assert done.stdout.startswith("3 files checked: 1 acknowledged\n")
    (record,) = found(root)
    assert record["acknowledged"] is True
    assert record["reason"] == "As it was printed"
    assert check(root.parent, root.name).returncode == 0  # from elsewhere, too


@pytest.mark.parametrize(
    ("code", "place", "hint"),
    [
        ("sum-not-100", "'9'", None),
        ("facts-clash", "'1'", None),
        ("sum-not-100", "'datasets/poll/findings.csv:9'", None),
        ("sum-not-10", "'1'", "did you mean 'sum-not-100'?"),
    ],
)
def test_an_acknowledgement_of_nothing_is_told(
    code: str, place: str, hint: str | None, project: Make
) -> None:
    root = project(WRONG_SUM)
    acknowledge(root, f"code: {code}, place: {place}, reason: no")
    odd, fault = found(root)
    assert (odd["code"], odd["severity"], odd["line"]) == ("acknowledged-nothing", "warning", 2)
    assert odd["hint"] == hint
    assert not fault["acknowledged"]


def test_what_cannot_be_read_may_hold_the_fault_that_is_acknowledged(project: Make) -> None:
    root = project([*SOUND[:2], "3,2020,JP,q,c,,share,3o.0,,,paper"])
    acknowledge(root, "code: sum-not-100, place: '1', reason: As it was printed")
    assert codes(root) == ["bad-value"]


def test_the_ids_of_one_survey_do_not_accept_the_faults_of_another(project: Make) -> None:
    root = project(WRONG_SUM)
    (root / "questionnaires" / "panel.yaml").write_text(PANEL, "utf-8")
    acknowledge(root, "code: sum-not-100, place: '1', reason: no", survey="panel")
    assert codes(root) == ["acknowledged-nothing", "sum-not-100"]
    assert check(root).returncode == 1


# -- formats ----------------------------------------------------------------------------------


@pytest.fixture
def faulty(project: Make) -> Path:
    root = project(
        [*WRONG_SUM, "4,2020,KR,q,a,,share,50.0,,,paper", "5,2020,KR,q,a,,share,60,,,other"]
    )
    acknowledge(root, "code: sum-not-100, place: '1', reason: 'As printed: 110%'")
    (root / "datasets" / "poll" / "new,\n%: x.csv").write_text("", "utf-8")
    return root


def test_json_is_as_its_schema_says(faulty: Path) -> None:
    result = json.loads(check(faulty, "--json").stdout)
    jsonschema.validate(result, api.schema("check"))
    assert result["schema"] == "kcli.check/1"
    assert str(faulty) not in json.dumps(result)
    explained = json.loads(kcli(faulty, "explain", "path", "--json").stdout)
    jsonschema.validate(explained, api.schema("explain"))


def test_json_lines_and_csv_are_a_fault_a_line(faulty: Path) -> None:
    lines = [json.loads(line) for line in check(faulty, "-f", "jsonl").stdout.splitlines()]
    assert [line["type"] for line in lines] == ["result", "fault", "fault", "fault"]
    rows = list(csv.DictReader(io.StringIO(check(faulty, "-f", "csv").stdout)))
    assert {row["code"] for row in rows} == {"ignored-file", "sum-not-100", "sources-contradict"}
    assert rows[0]["facts"] == "1;2;3"


def test_markdown_has_the_faults_of_each_file_below_its_name(faulty: Path) -> None:
    text = check(faulty, "-f", "markdown").stdout
    assert "## datasets/poll/findings.csv" in text
    assert "error sum-not-100: poll.q in Japan (2020)" in text


def test_github_annotations_are_a_line_each_and_escaped(faulty: Path) -> None:
    done = check(faulty, "-f", "github")
    accepted, odd, stray = sorted(done.stdout.splitlines(), key=lambda line: "ignored" in line)
    assert accepted.startswith(
        "::notice file=datasets/poll/findings.csv,line=2,title=sum-not-100::poll.q in Japan"
    )
    assert accepted.endswith("; acknowledged: As printed: 110%25")
    assert odd.startswith("::error file=datasets/poll/findings.csv,line=6,title=sources-contra")
    assert stray.startswith(
        "::warning file=datasets/poll/new%2C%0A%25%3A x.csv,title=ignored-file::it belongs to"
    )
    assert done.returncode == 1


def test_github_annotates_verdicts_that_are_not_expected(project: Make) -> None:
    root = project(SOUND)
    claims = root / "datasets" / "poll" / "claims.yaml"
    claim = (
        "{id: %s, source: other, quote: q, wave: '2020', item: q, countries: [%s], says: [%s]%s}"
    )
    listed = [
        claim % ("no", "JP", "{majority: c}", ""),
        claim % ("yes", "JP", "{leading: a}", ""),
        claim % ("open", "KR", "{majority: a}", ", expect: supported, reason: So it says"),
    ]
    claims.write_text("claims:\n" + "".join(f"  - {line}\n" for line in listed), "utf-8")
    done = kcli(root, "verify", "-f", "github")
    (line,) = done.stdout.splitlines()
    assert line.startswith(
        "::error file=datasets/poll/claims.yaml,line=2,title=contradicted%3A no::"
    )
    assert done.returncode == 1


def test_sarif_has_a_rule_for_each_code_and_a_result_for_each_fault(faulty: Path) -> None:
    text = check(faulty, "-f", "sarif").stdout
    log = json.loads(text)
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["ignored-file", "sources-contradict", "sum-not-100"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    by_rule = {result["ruleId"]: result for result in run["results"]}
    accepted = by_rule["sum-not-100"]
    assert accepted["suppressions"][0]["justification"] == "As printed: 110%"
    place = accepted["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "datasets/poll/findings.csv"
    assert place["region"] == {"startLine": 2}
    assert "suppressions" not in by_rule["sources-contradict"]
    stray = by_rule["ignored-file"]["locations"][0]["physicalLocation"]
    assert stray == {"artifactLocation": {"uri": "datasets/poll/new%2C%0A%25%3A%20x.csv"}}
    assert check(faulty, "-f", "sarif").stdout == text
    assert check(faulty, "-o", "faults.sarif").stdout == ""
    assert (faulty / "faults.sarif").read_text("utf-8") == text


@pytest.mark.parametrize("arguments", [["list"], ["verify", "ifes"], ["explain"]], ids=" ".join)
def test_formats_that_do_not_fit_a_command_are_refused(arguments: list[str], root: Path) -> None:
    for name in ("github", "sarif"):
        if (arguments[0], name) != ("verify", "github"):
            done = kcli(root, *arguments, "-f", name)
            assert done.returncode == 2
            assert re.match(f"kcli: usage: {name} .*, not .*kcli {arguments[0]}", done.stderr)


# -- explain, hooks ---------------------------------------------------------------------------


def test_a_code_is_explained(root: Path) -> None:
    done = kcli(root, "explain", "sum-not-100")
    assert done.returncode == 0
    assert done.stdout.startswith("sum-not-100\nThe answers do not make 100\n")
    assert "Repaired" in done.stdout
    every = kcli(root, "explain").stdout
    assert re.search(r"^sum-not-100 +error +The answers do not make 100$", every, re.MULTILINE)
    done = kcli(root, "explain", "sum-not-10")
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean 'sum-not-100'?" in done.stderr


def test_hooks_for_other_repositories(root: Path) -> None:
    hooks = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert [hook["id"] for hook in hooks] == ["kcli-check", "kcli-verify"]
    for hook in hooks:
        assert hook["language"] == "python"
        assert hook["pass_filenames"] is False
        assert shutil.which("kcli") is None or hook["entry"].startswith("kcli ")
        for name in ("questionnaires/poll.yaml", "datasets/poll/2020.responses.csv.gz"):
            assert re.search(hook["files"], name)
        assert not re.search(hook["files"], "README.md")
