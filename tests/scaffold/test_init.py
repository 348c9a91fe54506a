"""``kcli init``: a project in which every command passes at once; all of it, or nothing."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import Run

from kcli import api
from kcli.errors import CannotWriteError, UsageError
from kcli.io import write
from kcli.io.editors import line
from kcli.io.reports import read_report
from kcli.io.scaffold.example import example_project
from kcli.model.fields import said
from kcli.report.sections import paragraphs

KINDS = {
    "questionnaires/example.yaml": "questionnaire",
    "questionnaires/concepts.yaml": "concepts",
    "datasets/example/claims.yaml": "claims",
    "datasets/example/margins.yaml": "weighting",
    "datasets/example/report.yaml": "report-file",
}


def files_in(folder: Path) -> dict[str, bytes]:
    """Everything in a folder, also what is hidden; a folder as nothing."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in folder.rglob("*")
    }


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A project that kcli init has made."""
    api.init(tmp_path / "new")
    return tmp_path / "new"


@pytest.mark.parametrize(
    "command", ["check --strict", "compare", "compare example.remote", "label", "verify", "list"]
)
def test_a_command_passes_in_a_new_project_at_once(command: str, made: Path, run: Run) -> None:
    done = run(*command.split(" "), cwd=made)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


@pytest.mark.slow
def test_its_report_can_be_written_and_is_up_to_date_then(made: Path, run: Run) -> None:
    written = run("report", cwd=made)
    assert written.returncode == 0, written.stderr
    assert "SYNTHETIC" in (made / "datasets/example/report.en.md").read_text("utf-8")
    assert run("report", "--check", cwd=made).returncode == 0


def test_a_blank_line_in_the_prose_of_its_report_begins_a_paragraph(made: Path) -> None:
    path = made / "datasets/example/report.yaml"
    text = path.read_text("utf-8")
    more = text.replace("sections:", "\n    A paragraph more.\nsections:", 1)
    found = []
    for written in (text, more):
        path.write_text(written, "utf-8")
        prose = read_report(path, api.find_project(str(made))).prose or {}
        found.append(paragraphs(said(prose, "en")))
    assert found[1] == (*found[0], "A paragraph more.")


def test_every_output_says_that_the_respondents_are_invented(made: Path, run: Run) -> None:
    for words in (["compare"], ["show", "example.remote"]):
        assert json.loads(run(*words, "--json", cwd=made).stdout)["synthetic"] is True
        assert run(*words, cwd=made).stdout.startswith("SYNTHETIC")


def test_the_only_survey_answers_where_none_is_named(made: Path, run: Run) -> None:
    for words in (["compare"], ["compare", "remote"], ["compare", "--concept", "remote_work"]):
        done = run(*words, "--json", cwd=made)
        records = json.loads(done.stdout)["records"]
        assert {r["survey"] for r in records if r["type"] == "estimate"} == {"example"}, words


def test_it_has_printed_figures_and_respondents(made: Path, run: Run) -> None:
    done = run("compare", "example.remote@2024", "--json", cwd=made)
    found = [r for r in json.loads(done.stdout)["records"] if r["type"] == "estimate"]
    assert {r["evidence"] for r in found} == {"published", "bounded"}  # don't know is the rest
    done = run("compare", "example.remote@2025", "--json", cwd=made)
    found = [r for r in json.loads(done.stdout)["records"] if r["type"] == "estimate"]
    assert {r["evidence"] for r in found} == {"measured"}
    assert {r["n_base"] for r in found} == {200}


def test_respondents_can_be_weighted_to_its_margins(made: Path, run: Run) -> None:
    margins = "datasets/example/margins.yaml"
    done = run("weight", "example@2025", "--margins", margins, "-o", "raked.csv", cwd=made)
    assert done.returncode == 0, done.stderr
    lines = (made / "raked.csv").read_text("utf-8").splitlines()
    assert lines[0].endswith(",raked")
    assert len(lines) == 401


@pytest.mark.parametrize("name", KINDS)
def test_a_file_of_yaml_begins_with_the_line_of_its_schema(name: str, made: Path) -> None:
    first = (made / name).read_text("utf-8").splitlines()[0]
    assert first == line(KINDS[name])
    assert (made / name).parent.joinpath(first.partition("=")[2]).resolve().is_file()


def test_every_file_of_yaml_has_such_a_line(made: Path) -> None:
    assert {p.relative_to(made).as_posix() for p in made.rglob("*.yaml")} == set(KINDS)


@pytest.mark.slow
def test_the_readme_names_every_file_and_only_commands_that_pass(made: Path, run: Run) -> None:
    text = (made / "README.md").read_text("utf-8")
    for name in example_project():
        if name.startswith(("questionnaires/", "datasets/")):
            assert f"`{name}`" in text
    (block,) = (part.partition("```")[0] for part in text.split("```sh\n")[1:])
    commands = [each.partition("#")[0].split() for each in block.splitlines()]
    assert len(commands) >= 6
    for words in commands:
        assert run(*words[1:], cwd=made).returncode == 0, words


def test_what_was_written_is_listed(tmp_path: Path, run: Run) -> None:
    done = run("init", "a/b", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr == "kcli: a project is made; now try: cd a/b && kcli compare\n"
    written = {name for name, content in files_in(tmp_path).items() if content}
    assert set(done.stdout.splitlines()) == written == {f"a/b/{name}" for name in example_project()}


def test_it_is_made_here_where_no_folder_is_named(tmp_path: Path, run: Run) -> None:
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    assert run("init", "-q", cwd=tmp_path).stderr == ""
    assert (tmp_path / "notes.txt").read_text("utf-8") == "mine"
    assert run("check", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("there", "told"),
    [
        ("questionnaires/", "this is a project already"),
        ("questionnaires", "this is a project already"),
        ("README.md", "nothing is written over"),
        ("datasets", "nothing is written over"),
        ("datasets/example/findings.csv", "nothing is written over"),
        ("schemas/claims.json/", "nothing is written over"),
    ],
)
def test_nothing_is_written_over(there: str, told: str, tmp_path: Path, run: Run) -> None:
    path = tmp_path / there
    path.parent.mkdir(parents=True, exist_ok=True)
    if there.endswith("/"):
        path.mkdir()
    else:
        path.write_text("mine", "utf-8")
    before = files_in(tmp_path)
    done = run("init", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert files_in(tmp_path) == before


def test_a_link_that_leads_nowhere_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "README.md").symlink_to(tmp_path / "gone")
    with pytest.raises(UsageError, match="nothing is written over"):
        api.init(tmp_path)
    assert not (tmp_path / "gone").exists()


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "new").write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="is no folder"):
        api.init(tmp_path / "new")


@pytest.mark.parametrize("there", [True, False], ids=["into a folder", "a new folder"])
@pytest.mark.parametrize("at", range(0, 14, 3))
def test_where_one_file_cannot_be_written_none_is(
    at: int, there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full at one of the files, or a file cannot be moved to its place."""
    folder = tmp_path / "deep" / "new"
    if there:
        folder.mkdir(parents=True)
    before = files_in(tmp_path)
    beside, count = write._beside, iter(range(99))

    def full(target: Path, data: bytes) -> Path:
        if next(count) == at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return beside(target, data)

    monkeypatch.setattr(write, "_beside", full)
    with pytest.raises(CannotWriteError, match="No space left"):
        api.init(folder)
    assert files_in(tmp_path) == before
    monkeypatch.setattr(write, "_beside", beside)
    replace, moved = Path.replace, iter(range(99))

    def stuck(self: Path, target: Path) -> Path:
        if next(moved) == at:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", stuck)
    with pytest.raises(CannotWriteError):
        api.init(folder)
    assert files_in(tmp_path) == before


def test_a_new_folder_appears_with_everything_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[set[str]] = []
    rename = Path.rename

    def watched(self: Path, target: Path) -> Path:
        seen.append({path.name for path in target.parent.iterdir()} - {self.name})
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", watched)
    api.init(tmp_path / "a" / "b")
    assert seen == [set()]
    assert set(files_in(tmp_path)) >= {f"a/b/{name}" for name in example_project()}


@pytest.mark.slow
@pytest.mark.parametrize("after", [0.1 + step / 50 for step in range(15)])
def test_a_run_that_is_killed_leaves_all_of_a_new_folder_or_none(
    after: float, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "kcli", "init", "new"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL)
    time.sleep(after)
    process.kill()
    process.wait()
    found = files_in(tmp_path / "new")
    assert not found or {name for name in found if found[name]} == set(example_project())


def test_what_a_killed_run_left_is_swept_away_by_a_later_one(tmp_path: Path) -> None:
    old, young = tmp_path / ".kcli-a.tmp", tmp_path / ".kcli-b.tmp"
    for folder in (old, young):
        (folder / "questionnaires").mkdir(parents=True)
    os.utime(old, (0, 0))
    api.init(tmp_path / "new")
    assert (old.exists(), young.exists()) == (False, True)


def test_two_at_once_do_not_mix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other one is done between the look at the folder and the last step."""
    together = write.write_together

    def slow(files: Mapping[Path, str | bytes]) -> None:
        together(files)
        (tmp_path / "new").mkdir()
        (tmp_path / "new" / "README.md").write_text("mine", "utf-8")

    monkeypatch.setattr(write, "write_together", slow)
    with pytest.raises(CannotWriteError):
        api.init(tmp_path / "new")
    assert files_in(tmp_path) == {"new": b"", "new/README.md": b"mine"}


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path, run: Run) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    done = run("init", "file/new", cwd=tmp_path)
    assert done.returncode == 74
    assert done.stderr.startswith("kcli: cannot write ")
    assert done.stderr.count("\n") == 1


def test_the_new_files_have_the_modes_that_others_have(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").write_text("", "utf-8")
    api.init(tmp_path / "new")
    for mine, others in (
        ("new", "other"),
        ("new/datasets", "other"),
        ("new/README.md", "other/file"),
    ):
        assert (tmp_path / mine).stat().st_mode == (tmp_path / others).stat().st_mode


def test_equal_versions_make_equal_projects(tmp_path: Path) -> None:
    api.init(tmp_path / "one")
    api.init(tmp_path / "two")
    assert files_in(tmp_path / "one") == files_in(tmp_path / "two")
