"""The shipped invented respondents: made again byte for byte, true to the facts, always marked."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
SHIPPED = [("kf-vub", "2019"), ("ifes", "2025")]


@pytest.mark.parametrize(("survey", "wave"), SHIPPED)
def test_the_command_in_the_questionnaire_makes_them_again(
    survey: str, wave: str, run: Run, root: Path, tmp_path: Path
) -> None:
    for folder in ("questionnaires", "datasets"):
        shutil.copytree(root / folder, tmp_path / folder)
    files = [
        Path("questionnaires") / f"{survey}-synthetic.yaml",
        Path("datasets") / f"{survey}-synthetic" / f"{wave}.responses.csv",
    ]
    text = (root / files[0]).read_text("utf-8")
    (command,) = (line.split("kcli ", 1)[1] for line in text.splitlines() if "  kcli " in line)
    (tmp_path / files[0]).unlink()
    shutil.rmtree((tmp_path / files[1]).parent)
    done = run(*command.split(), cwd=tmp_path, env={"PYTHONHASHSEED": "7", "TZ": "Asia/Seoul"})
    assert done.returncode == 0, done.stderr
    for file in files:
        assert (tmp_path / file).read_bytes() == (root / file).read_bytes()


def test_only_what_a_simulation_made_is_made_anew(run: Run, root: Path, tmp_path: Path) -> None:
    for folder in ("questionnaires", "datasets"):
        shutil.copytree(root / folder, tmp_path / folder)
    made = tmp_path / "questionnaires/ifes-synthetic.yaml"
    arguments = ("simulate", "ifes", "--as", "ifes-synthetic", "--seed", "1")
    assert run(*arguments, cwd=tmp_path).returncode == 0
    noted = tmp_path / "datasets/ifes-synthetic/findings.csv"
    noted.write_text("id,wave,item,option,predicate,source\n", "utf-8")
    done = run(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "datasets/ifes-synthetic/ also holds findings.csv" in done.stderr
    noted.unlink()
    text = made.read_text("utf-8")
    own = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))
    made.write_text(own, "utf-8")
    done = run(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "was written by hand: it is left alone" in done.stderr
    assert made.read_text("utf-8") == own


def labels(run: Run, survey: str) -> dict[tuple[str, str], dict[str, Any]]:
    done = run("label", survey, "--json")
    assert done.returncode == 0, done.stderr
    return {(r["item"], r["country"]): r for r in json.loads(done.stdout)["records"]}


def test_the_labels_of_2019_come_out_of_the_test(run: Run) -> None:
    released, tested = labels(run, "kf-vub"), labels(run, "kf-vub-synthetic")
    count = 0
    for key, record in released.items():
        word = record["label_sample"]
        if word is None:
            continue
        count += 1
        assert tested[key]["option"] == record["option"], key
        # At least a plurality is also true of a majority.
        allowed = {word, "majority", "plurality"} if word == "at_least_plurality" else {word}
        assert tested[key]["label"] in allowed, key
    assert count == 25


def test_every_published_figure_is_true_of_them(run: Run) -> None:
    for survey in ("kf-vub", "ifes"):
        published = json.loads(run("compare", survey, "--json").stdout)["records"]
        invented = json.loads(run("compare", f"{survey}-synthetic", "--json").stdout)["records"]
        shares = {
            (r["item"], r["country"], r["option"]): r["share"]
            for r in invented
            if r["type"] == "estimate" and r["option_kind"] != "score"
        }
        for record in published:
            if record["type"] != "estimate" or record["bound_low"] is None:
                continue
            if record["option_kind"] == "score":
                continue
            share = shares[record["item"], record["country"], record["option"]]
            assert record["bound_low"] - 1e-9 <= share <= record["bound_high"] + 1e-9


@pytest.mark.parametrize("format", ["table", "json", "jsonl", "csv", "markdown"])
@pytest.mark.parametrize(
    "command",
    ["compare {}", "compare {}.means", "label {}", "topline {}.means", "list {}", "show {}.means"],
)
def test_every_output_says_so_in_every_format(format: str, command: str, run: Run) -> None:
    done = run(*command.format("kf-vub-synthetic").split(), "--format", format)
    assert done.returncode == 0, done.stderr
    if format == "json":
        assert json.loads(done.stdout)["synthetic"] is True
    elif format == "jsonl":
        assert all(json.loads(line)["synthetic"] for line in done.stdout.splitlines())
    elif format == "csv":
        rows = done.stdout.splitlines()[1:]
        assert rows
        assert all(row.startswith("SYNTHETIC,") for row in rows)
    else:
        assert "SYNTHETIC" in done.stdout.splitlines()[0]


def test_invented_respondents_answer_only_where_they_are_named(run: Run) -> None:
    for arguments in (["compare"], ["compare", "us_nk_change"], ["compare", "means"]):
        records = json.loads(run(*arguments, "--json").stdout)["records"]
        surveys = {r.get("survey", r.get("survey_a")) for r in records}
        assert not any("synthetic" in survey for survey in surveys)
