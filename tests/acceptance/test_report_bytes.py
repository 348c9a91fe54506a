"""The same inputs give the same reports: on any machine, in any language, wherever one works."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from reporting import REPORT, listed, make_project

pytestmark = pytest.mark.slow  # whole documents and pictures, many times over

# Both sections of a concept and of notes name files: these are the same everywhere, too.
BRIEF = """\
title: {en: Two publics, ko: 두 나라 국민}
languages: [en, ko]
sections:
  - {compare: poll.q, wave: "2021"}
  - {compare: poll.q, wave: "2020", title: {en: Respondents that differ}}
  - {concept: relations, charts: no}
  - {trend: poll.q}
  - verify: poll
  - methods
  - sources
"""


def report(
    arguments: Sequence[str], cwd: Path, env: Mapping[str, str], mask: int = -1
) -> subprocess.CompletedProcess[str]:
    """kcli in an interpreter of its own, which knows nothing but ``env``."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "kcli", "report", *arguments],
        cwd=cwd,
        env={**kept, **env},
        umask=mask,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def poll(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose respondents and published figures differ: a note says so, with the place."""
    folder = make_project(tmp_path_factory.mktemp("here"), BRIEF)
    path = folder / "questionnaires/poll.yaml"
    design = '"2020":\n    design: {respondent: id, country: country}\n'
    path.write_text(path.read_text("utf-8").replace('"2020":\n', design), "utf-8")
    rows = "id,country,q\n1,JP,good\n2,KR,bad\n"
    (folder / "datasets/poll/2020.responses.csv").write_text(rows, "utf-8")
    return folder


@pytest.fixture(scope="module")
def here(poll: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The reports as they are written in the folder of the project."""
    out = tmp_path_factory.mktemp("out")
    report(["-o", str(out)], poll, {"PYTHONHASHSEED": "0"})
    found = listed(out)
    assert len(found) == 5
    assert b"datasets/poll/findings.csv:2" in found["poll.en.html"]
    return found


ELSEWHERE = {
    "time zone": {"TZ": "Asia/Seoul"},
    "C": {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0"},
    "Korean": {"LANG": "ko_KR.UTF-8", "LANGUAGE": "ko", "LC_ALL": "ko_KR.UTF-8"},
    "Turkish": {"LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8", "TZ": "America/St_Johns"},
    "hashing": {"PYTHONHASHSEED": "4242", "COLUMNS": "40", "NO_COLOR": "1"},
    "colour": {"PYTHONHASHSEED": "7", "COLUMNS": "200", "FORCE_COLOR": "1", "TERM": "xterm"},
}


@pytest.mark.parametrize("place", ELSEWHERE)
def test_no_setting_of_a_machine_changes_a_byte(
    place: str, poll: Path, here: dict[str, bytes], tmp_path: Path
) -> None:
    report(["-o", str(tmp_path)], poll, ELSEWHERE[place])
    assert listed(tmp_path) == here


@pytest.mark.parametrize("where", ["below", "beside", "moved"])
def test_no_folder_that_one_works_in_changes_a_byte(
    where: str, poll: Path, here: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "deep" / "out"
    cwd, more, env = poll / "datasets" / "poll", [], {}
    if where == "beside":
        cwd, more = tmp_path, ["--project", os.path.relpath(poll, tmp_path)]
    if where == "moved":
        moved = shutil.copytree(poll, tmp_path / "a b" / "프로젝트")
        cwd, env = tmp_path, {"KCLI_PROJECT": str(moved)}
    report([*more, "-o", str(out)], cwd, env)
    assert listed(out) == here


def test_the_file_mode_creation_mask_changes_no_byte_and_is_respected(
    poll: Path, here: dict[str, bytes], tmp_path: Path
) -> None:
    for mask in (0o077, 0o022):
        out = tmp_path / oct(mask)
        report(["-o", str(out)], poll, {}, mask)
        assert listed(out) == here
        assert {path.stat().st_mode & 0o777 for path in out.iterdir()} == {0o666 & ~mask}


def test_beside_the_data_and_in_a_folder_reports_are_the_same(
    poll: Path, here: dict[str, bytes], tmp_path: Path
) -> None:
    folder = shutil.copytree(poll, tmp_path / "copy")
    report([], folder, {})
    for name, data in here.items():
        if "manifest" not in name:
            assert (folder / f"datasets/poll/{name.replace('poll', 'report')}").read_bytes() == data
    done = report(["--check"], folder / "questionnaires", {"TZ": "Asia/Tokyo"})
    assert done.stdout.count("up to date") == 4


def test_other_reports_written_before_change_nothing(tmp_path: Path) -> None:
    folder = make_project(tmp_path / "p", BRIEF)
    (folder / "datasets/reports").mkdir()
    (folder / "datasets/reports/a.yaml").write_text(REPORT, "utf-8")
    report(["-o", str(tmp_path / "all")], folder, {})
    report(["a", "-o", str(tmp_path / "one")], folder, {})
    report(["poll", "-o", str(tmp_path / "one")], folder, {})
    assert listed(tmp_path / "all") == listed(tmp_path / "one")


def test_nothing_of_the_machine_is_in_any_file(
    poll: Path, here: dict[str, bytes], tmp_path: Path
) -> None:
    words = {str(poll), str(poll.resolve()), str(tmp_path.parent), str(Path.home())} - {"/"}
    for data in here.values():
        assert not any(word.encode() in data for word in words)
        assert b"\r" not in data
