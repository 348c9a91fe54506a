"""What is kept in .kcli/ may hold anything: it changes no number, and leads nowhere."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hostile.case import HostileCase
from hostile.encoding import noted
from hostile.judging import Done, compare, keeps_quiet, result_of
from hostile.pairs import CASES

KEPT = ".kcli/cells"


@pytest.fixture(scope="module")
def case() -> HostileCase:
    return next(case for case in CASES["small"] if case.name == "baseline")


@pytest.fixture
def root(case: HostileCase, tmp_path: Path) -> Path:
    """A project whose responses are large enough for their sums to be kept."""
    folder = case.build(tmp_path / "project")
    sheet = noted(case.pair, "x" * 100_000)
    (folder / case.pair.csv_path).write_text(sheet.text(), "utf-8", newline="")
    return folder


def records(done: Done) -> list[dict[str, Any]]:
    keeps_quiet(done.stderr)
    return result_of(done)


def anew(root: Path, case: HostileCase) -> list[dict[str, Any]]:
    """What the file itself says."""
    kept = root / KEPT
    hidden = root / "hidden"
    if os.path.lexists(root / ".kcli"):
        (root / ".kcli").rename(hidden)
    found = records(compare(root, case))
    assert kept.is_dir(), "nothing was kept: the file is too small for this test"
    for path in sorted((root / ".kcli").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (root / ".kcli").rmdir()
    if os.path.lexists(hidden):
        hidden.rename(root / ".kcli")
    return found


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("about.npy", bytes(300_000_000))


def _pickled(path: Path) -> None:
    import numpy as np

    np.savez(path, about=np.array([{"a": 1}], dtype=object))


def _fifo(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _zero(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


SPOILT: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-30]),
    "half": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "noughts": lambda path: path.write_bytes(bytes(5000)),
    "flipped": lambda path: path.write_bytes(bytes(255 - byte for byte in path.read_bytes())),
    "text": lambda path: path.write_text("[" * 100_000),
    "null": lambda path: path.write_text("null"),
    "list": lambda path: path.write_text('[{"a": 1}]'),
    "a number": lambda path: path.write_text("1" * 5000),
    "bomb": _bomb,
    "pickle": _pickled,
    "fifo": _fifo,
    "device": _zero,
    "folder": _folder,
}


QUICK = ("cut", "fifo")
"""The others take as long again, and are slow tests."""


@pytest.mark.parametrize("suffix", [".npz", ".json"])
@pytest.mark.parametrize(
    "spoil", [pytest.param(s, marks=() if s in QUICK else pytest.mark.slow) for s in SPOILT]
)
def test_kept_sums_that_are_spoilt_are_made_anew(
    spoil: str, suffix: str, root: Path, case: HostileCase
) -> None:
    good = records(compare(root, case))
    kept = [path for path in (root / KEPT).iterdir() if path.suffix == suffix]
    assert kept, "nothing was kept"
    for path in kept:
        SPOILT[spoil](path)
    assert records(compare(root, case)) == good


def _byte(path: Path, number: int) -> None:
    data = bytearray(path.read_bytes())
    data[number * len(data) // 40] ^= 0x40
    path.write_bytes(bytes(data))


@pytest.mark.slow
@pytest.mark.parametrize("number", range(2, 40, 5))
def test_a_bit_that_flips_in_kept_sums_changes_no_number(
    number: int, root: Path, case: HostileCase
) -> None:
    good = records(compare(root, case))
    for path in (root / KEPT).glob("*.npz"):
        _byte(path, number)
    assert records(compare(root, case)) == good


@pytest.mark.parametrize("level", [".kcli", KEPT])
@pytest.mark.parametrize("what", ["folder", "file", "loop"])
def test_a_folder_of_sums_that_is_something_else_is_left_alone(
    what: str, level: str, root: Path, case: HostileCase, tmp_path: Path
) -> None:
    good = anew(root, case)
    place = root / level
    place.parent.mkdir(exist_ok=True)
    outside = tmp_path / "outside"
    outside.mkdir()
    if what == "folder":
        place.symlink_to(outside)
    elif what == "file":
        place.write_text("mine")
    else:
        place.symlink_to(place.name)
    assert records(compare(root, case)) == good
    assert list(outside.iterdir()) == []
    if what == "file":
        assert place.read_text() == "mine"


def test_a_change_that_hides_behind_its_old_time_is_seen(root: Path, case: HostileCase) -> None:
    pair = case.pair
    path = root / pair.csv_path
    before = records(compare(root, case))
    stat = path.stat()
    sheet = noted(pair, "x" * 100_000).turned(pair.item, lambda code: "2" if code == "1" else code)
    path.write_text(sheet.text(), "utf-8", newline="")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert path.stat().st_size == stat.st_size
    after = records(compare(root, case))
    assert after != before
    assert after == anew(root, case)


def test_a_questionnaire_that_changes_is_seen(root: Path, case: HostileCase) -> None:
    pair = case.pair
    records(compare(root, case))
    first, second = list(pair.codes.values())[:2]
    text = pair.questionnaire
    names = list(pair.codes)
    swapped = text.replace(f"{names[0]}: {{code: {first}", f"{names[0]}: {{code: 7777")
    swapped = swapped.replace(f"{names[1]}: {{code: {second}", f"{names[1]}: {{code: {first}")
    swapped = swapped.replace("code: 7777", f"code: {second}")
    assert swapped != text
    (root / pair.yaml_path).write_text(swapped, "utf-8")
    assert records(compare(root, case)) == anew(root, case)


def test_a_link_that_takes_the_place_of_responses_is_refused_though_sums_are_kept(
    root: Path, case: HostileCase, tmp_path: Path
) -> None:
    records(compare(root, case))
    path = root / case.pair.csv_path
    path.rename(tmp_path / "moved.csv")
    path.symlink_to(tmp_path / "moved.csv")
    done = compare(root, case)
    assert done.returncode == 2
    assert f"{case.pair.csv_path}:1: path: leads outside the project" in done.stderr
    assert done.stdout == ""
