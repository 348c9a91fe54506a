"""``kcli import`` on the command line: what it prints, refuses and leaves alone."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kcli import api

Run = Callable[..., Any]
DATA = Path(__file__).parent / "data"
SAV = str(DATA / "simple_alltypes.sav")


def test_it_prints_what_it_made_and_what_it_left_out(run: Run, tmp_path: Path) -> None:
    done = run("import", SAV, "--country", "KR", "--as", "mine", "--wave", "2014", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "questionnaires/mine.yaml" in done.stdout
    assert "categorical_array" in done.stdout
    assert "a number with decimals" in done.stdout
    assert "taken for refused" in " ".join(done.stdout.split())
    checked = run("check", cwd=tmp_path)
    assert (checked.returncode, checked.stdout.strip()) == (0, "2 files checked: no faults")
    compared = run("compare", "mine.x", cwd=tmp_path)
    assert compared.returncode == 0
    assert "South Korea" in compared.stdout


@pytest.mark.parametrize("name", ["json", "jsonl", "csv", "markdown", "html"])
def test_every_format_prints_it(run: Run, tmp_path: Path, name: str) -> None:
    done = run("import", SAV, "--country", "KR", "-f", name, cwd=tmp_path)
    assert done.returncode == 0
    assert "categorical_array" in done.stdout.replace("\\", "")


def test_its_json_is_what_its_schema_says(run: Run, tmp_path: Path) -> None:
    done = run("import", SAV, "--country", "KR", "--json", cwd=tmp_path)
    found = json.loads(done.stdout)
    jsonschema.validate(found, api.schema("import"))
    left = {r["variable"]: r["reason"] for r in found["records"] if r["type"] == "unmapped"}
    assert set(left) == {"y", "z", "str", "date", "quarter"}
    assert left["y"] == "a date or a time"
    assert str(tmp_path) not in done.stdout


def test_the_same_file_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    texts = []
    for folder in ("a", "b"):
        assert run("import", SAV, "--country", "KR", "-o", folder, cwd=tmp_path).returncode == 0
        files = sorted(path for path in (tmp_path / folder).rglob("*") if path.is_file())
        assert len(files) == 2
        texts.append([path.read_bytes() for path in files])
    assert texts[0] == texts[1]


def test_it_writes_into_the_project_around(run: Run, tmp_path: Path) -> None:
    (tmp_path / "questionnaires").mkdir()
    (tmp_path / "inner").mkdir()
    done = run("import", SAV, "--country", "KR", cwd=tmp_path / "inner")
    assert done.returncode == 0
    assert (tmp_path / "questionnaires/simple_alltypes.yaml").is_file()
    assert not list((tmp_path / "inner").iterdir())


def test_a_survey_that_is_there_is_replaced_only_by_force(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "questionnaires/simple_alltypes.yaml"
    path.parent.mkdir()
    path.write_text("mine", "utf-8")
    done = run("import", SAV, "--country", "KR", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "is there already" in done.stderr
    assert path.read_text("utf-8") == "mine"
    assert not (tmp_path / "datasets").exists()
    assert run("import", SAV, "--country", "KR", "--force", cwd=tmp_path).returncode == 0
    assert run("check", cwd=tmp_path).returncode == 0


def test_responses_that_are_there_are_not_written_over(run: Run, tmp_path: Path) -> None:
    beside = tmp_path / "datasets/simple_alltypes/other.responses.csv"
    beside.parent.mkdir(parents=True)
    beside.write_text("id\n1\n", "utf-8")
    done = run("import", SAV, "--country", "KR", "-o", ".", cwd=tmp_path)
    assert done.returncode == 2
    assert "datasets/simple_alltypes/ is there already" in done.stderr


WRONG: dict[str, tuple[list[str], str]] = {
    "no country": ([SAV], "no country is known of these respondents"),
    "unknown country": ([SAV, "--country", "XX"], "there is no country 'XX'"),
    "two countries": (
        [SAV, "--country", "KR", "--country-column", "x"],
        "go without each other",
    ),
    "no such variable": (
        [SAV, "--country", "KR", "--weight", "bool9"],
        "--weight: the file has no variable 'bool9'; did you mean",
    ),
    "no such answers": (
        [SAV, "--country", "KR", "--answers", "strr"],
        "--answers: the file has no variable 'strr'; did you mean 'str'?",
    ),
    "no such format": (
        [SAV, "--country", "KR", "--from", "sps"],
        "there is no format 'sps'; did you mean 'spss'?",
    ),
    "no such encoding": ([SAV, "--encoding", "klingon"], "there is no encoding 'klingon'"),
    "a name that is none": ([SAV, "--country", "KR", "--as", "a b"], "cannot be the name"),
    "a wave that is none": ([SAV, "--country", "KR", "--wave", "../x"], "cannot be the name"),
    "a language that is none": ([SAV, "--country", "KR", "--lang", "?"], "is no language"),
    "data where there are none": ([SAV, "--data", SAV], "--data goes with"),
    "a file that is not there": (["no.sav", "--country", "KR"], "no.sav:1: path: cannot be opened"),
    "a folder": ([str(DATA), "--country", "KR"], "path: is not a regular file"),
    "another kind of file": (
        [str(DATA / "marginals.csv"), "--country", "KR"],
        "import-shape: is of no format that is known by its looks",
    ),
    "a workbook for no workbook": (
        [str(DATA / "sample.sav"), "--country", "KR", "--from", "xlsform"],
        "import-shape: is no workbook",
    ),
    "SPSS that is none": (
        [str(DATA / "marginals.csv"), "--country", "KR", "--from", "spss"],
        "unreadable: pyreadstat says",
    ),
    "a format to print that is none": ([SAV, "-f", "xlsx"], "xlsx is not of imports"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_in_one_line(run: Run, tmp_path: Path, case: str) -> None:
    arguments, words = WRONG[case]
    done = run("import", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert words in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_portable_file_of_spss_is_known_by_its_looks(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.por").write_bytes(b"\xc1@" * 20 + b"ASCII SPSS PORT FILE".ljust(400))
    done = run("import", "x.por", "--country", "KR", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "x.por:1: import-shape: is a portable file of SPSS (.por); save it" in done.stderr
    assert "IMPORT FILE='x.por'. SAVE OUTFILE='x.sav'." in done.stderr


@pytest.mark.parametrize("name", ["sample.sav", "sample.dta", "or_other.xlsx", "sample.zsav"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_file_that_is_cut_is_refused_or_read_as_far_as_it_is_whole(
    run: Run, tmp_path: Path, name: str, part: float
) -> None:
    data = (DATA / name).read_bytes()
    path = tmp_path / name
    path.write_bytes(data[: int(len(data) * part)])
    done = run("import", name, "--country", "KR", cwd=tmp_path)
    assert done.returncode == 2, done.stdout
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == [path]


def test_without_pyreadstat_one_line_names_the_extra(run: Run, tmp_path: Path) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "pyreadstat.py").write_text(
        "raise ModuleNotFoundError(\"No module named 'pyreadstat'\", name='pyreadstat')\n", "utf-8"
    )
    done = run("import", SAV, "--country", "KR", cwd=tmp_path, env={"PYTHONPATH": str(hidden)})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "kcli: usage: SPSS and Stata files need pyreadstat, which is not installed; "
        "pip install 'kcli-tracker[spss]'\n"
    )


def test_csv_needs_no_pyreadstat(run: Run, tmp_path: Path) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "pyreadstat.py").write_text("raise AssertionError\n", "utf-8")
    done = run(
        "import",
        str(DATA / "qualtrics_sample.csv"),
        "--country",
        "CH",
        "-o",
        "out",
        cwd=tmp_path,
        env={"PYTHONPATH": str(hidden)},
    )
    assert done.returncode == 0, done.stderr
    with (tmp_path / "out/datasets/qualtrics_sample/1.responses.csv").open(newline="") as stream:
        assert list(csv.reader(stream)) == [["q1"], ["2"]]


@pytest.mark.skipif(sys.platform == "win32", reason="no /dev/full")
def test_a_result_that_cannot_be_printed_is_told(run: Run, tmp_path: Path) -> None:
    blocked = tmp_path / "out"
    blocked.write_text("a file, and no folder", "utf-8")
    done = run("import", SAV, "--country", "KR", "-o", "out", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (74, "")
    assert "cannot write" in done.stderr
    assert blocked.read_text("utf-8") == "a file, and no folder"
