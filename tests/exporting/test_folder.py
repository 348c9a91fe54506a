"""Where an export may be put, and what it leaves alone."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kcli import api
from kcli.errors import UsageError
from kcli.io.exporting.package import hashes_in

Run = Callable[..., Any]


@pytest.fixture
def export(run: Run, poll: Path) -> Run:
    """``kcli export poll ARGUMENTS`` in the project."""

    def call(*arguments: str | Path) -> Any:
        return run("export", "poll", *map(str, arguments), cwd=poll)

    return call


def test_an_export_tells_what_it_wrote_on_standard_error_alone(export: Run, tmp_path: Path) -> None:
    done = export("-o", tmp_path / "a" / "b")
    assert (done.returncode, done.stdout) == (0, "")
    assert f"written {tmp_path}/a/b/estimates.csv (estimates 16)\n" in done.stderr
    assert done.stderr.endswith(f"written {tmp_path}/a/b/datapackage.json\n")
    assert export("-o", tmp_path / "a" / "b", "-q").stderr == ""


def test_what_kcli_wrote_itself_is_written_anew(export: Run, tmp_path: Path) -> None:
    assert export("-o", tmp_path).returncode == 0
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert export("-o", tmp_path, "--confidence", "0.9").returncode == 0
    after = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert set(after) == set(before)
    assert after["estimates.csv"] != before["estimates.csv"]
    assert after["cells.csv"] == before["cells.csv"]


@pytest.mark.parametrize("name", ["estimates.csv", "datapackage.json"])
def test_a_file_of_somebody_else_is_left_alone(name: str, export: Run, tmp_path: Path) -> None:
    (tmp_path / name).write_text("{}", "utf-8")
    done = export("-o", tmp_path)
    assert done.returncode == 2
    assert f"{tmp_path / name} is there and is not of kcli; " in done.stderr
    assert "--force" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text("utf-8") == "{}"
    assert export("-o", tmp_path, "--force").returncode == 0
    assert (tmp_path / name).read_text("utf-8") != "{}"


@pytest.mark.parametrize("name", ["cells.csv", "datapackage.json"])
def test_a_file_that_was_changed_since_is_left_alone(
    name: str, export: Run, tmp_path: Path
) -> None:
    assert export("-o", tmp_path).returncode == 0
    changed = (tmp_path / name).read_text("utf-8").replace("poll", "pool")
    (tmp_path / name).write_text(changed, "utf-8")
    done = export("-o", tmp_path)
    assert done.returncode == 2
    assert " is there and " in done.stderr
    assert (tmp_path / name).read_text("utf-8") == changed
    assert export("-o", tmp_path, "--force").returncode == 0
    assert export("-o", tmp_path).returncode == 0


def test_files_of_an_earlier_export_go_unless_they_were_changed(
    export: Run, tmp_path: Path
) -> None:
    assert export("-o", tmp_path).returncode == 0
    with (tmp_path / "units.csv").open("a", encoding="utf-8") as stream:
        stream.write("mine\n")
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    done = export("-o", tmp_path, "--format", "sqlite")
    assert done.returncode == 0
    assert f"removed {tmp_path / 'cells.csv'}, of an earlier export" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "datapackage.json", "kcli.sqlite", "mine.txt", "units.csv",
    ]  # fmt: skip


def test_a_descriptor_names_no_file_elsewhere(export: Run, tmp_path: Path) -> None:
    """A descriptor made by hand, even one with a right digest, removes nothing outside."""
    out = tmp_path / "out"
    assert export("-o", out, "--table", "estimates").returncode == 0
    assert hashes_in((out / "datapackage.json").read_text("utf-8")) is not None
    package = json.loads((out / "datapackage.json").read_text("utf-8"))
    package["resources"][0]["path"] = "../precious.csv"
    from kcli.io.exporting.package import _signed

    del package["kcli"]["descriptor"]
    (out / "estimates.csv").rename(tmp_path / "precious.csv")
    (out / "datapackage.json").write_text(_signed(package), "utf-8")
    assert export("-o", out, "--table", "facts").returncode == 0
    assert (tmp_path / "precious.csv").exists()


@pytest.mark.parametrize("folder", ["datasets/poll", "questionnaires", "datasets/new"])
def test_nothing_is_put_among_the_files_that_kcli_reads(
    folder: str, export: Run, poll: Path
) -> None:
    done = export("-o", folder, "--force")
    assert done.returncode == 2
    assert "which kcli reads; name another folder" in done.stderr
    assert not (poll / "datasets" / "new").exists()


def test_a_folder_that_cannot_be_made_or_written_is_told_in_one_line(
    export: Run, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    done = export("-o", tmp_path / "file")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    done = export("-o", tmp_path / "file" / "below")
    assert (done.returncode, done.stderr.count("\n")) == (74, 1)
    out = tmp_path / "out"
    (out / "squares.csv").mkdir(parents=True)
    done = export("-o", out, "--force")
    assert (done.returncode, done.stderr.count("\n")) == (74, 1)
    assert [path.name for path in out.iterdir()] == ["squares.csv"]


def test_a_write_that_fails_leaves_no_file_and_no_folder(
    poll: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", no_room)
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(Exception, match="No space left") as problem:
        api.export(api.find_project(str(poll)), output=tmp_path / "a" / "b")
    assert getattr(problem.value, "exit_status", None) == 74
    assert list(tmp_path.iterdir()) == []
    assert signal.getsignal(signal.SIGINT) == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--format", "parket"], "there is no format 'parket' of an export; did you mean"),
        (["--table", "cell"], "there is no table 'cell'; did you mean 'cells'?"),
        (["--wave", "2030"], "poll has no wave '2030'"),
        (["--country", "FR"], "nobody was asked in 'FR'"),
        (["pol"], "there is no survey, item or concept 'pol'; did you mean 'poll'?"),
    ],
)
def test_what_does_not_exist_is_told_with_what_does(
    arguments: list[str], told: str, export: Run, tmp_path: Path
) -> None:
    done = export("-o", tmp_path / "out", *arguments)
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_an_export_needs_a_folder(export: Run) -> None:
    done = export()
    assert done.returncode == 2
    assert "--output" in done.stderr


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"kcli": {}}', '{"kcli": {"descriptor": "a"}}',
    '{"kcli": {"descriptor": "a"}, "resources": [{"path": "a"}]}', "[" * 100_000])  # fmt: skip
def test_what_is_no_descriptor_of_kcli_is_nothing(text: str) -> None:
    assert hashes_in(text) is None


def test_several_tables_may_be_named_at_once(poll: Path, tmp_path: Path) -> None:
    found = api.export(
        api.find_project(str(poll)), ["poll"], output=tmp_path, tables=["cells", "estimates"]
    )
    assert [file.path.name for file in found.files] == [
        "estimates.csv", "cells.csv", "datapackage.json",
    ]  # fmt: skip
    with pytest.raises(UsageError, match="no table"):
        api.export(api.find_project(str(poll)), output=tmp_path, tables=["all"])


NASTY = "\x1b[31m\u202egnp\u2028\n::error::x =1+1 " + os.fsdecode(b"\xff\x1b[1m")


@pytest.mark.parametrize(
    "command",
    ["X -o O", "poll/X -o O", "poll -o O -f X", "poll -o O --table X", "poll -o O --lang X",
     "poll -o O --wave X", "poll -o O/X", "poll -o O --country X", "poll -o O --project X"],
)  # fmt: skip
def test_whatever_an_argument_holds_no_terminal_obeys_it(
    command: str, run: Run, poll: Path, tmp_path: Path
) -> None:
    words = [w.replace("O", str(tmp_path)).replace("X", NASTY) for w in command.split()]
    done = run("export", *words, cwd=poll)
    assert done.returncode in (0, 2)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]", done.stderr)
    for path in tmp_path.rglob("datapackage.json"):
        text = path.read_text("utf-8")
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]", text)
        assert hashes_in(text) is not None
