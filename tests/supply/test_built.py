"""The check of what is published sees a file too many, a file too few and other bytes."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest
from supply import built

NAMES = ["LICENSE", "README.md", "kcli/__init__.py", "datasets/a.csv", "tests/t.py", ".ci/run"]
INFORMATION = "kcli_tracker-1.dist-info"
WHEEL = built.in_wheel(NAMES, INFORMATION)
SDIST = built.in_sdist(NAMES)


def pair(folder: Path, wheel: set[str], sdist: set[str], text: bytes = b"x") -> tuple[Path, Path]:
    """An sdist and a wheel with these files."""
    folder.mkdir()
    with zipfile.ZipFile(folder / "k.whl", "w") as archive:
        for name in sorted(wheel):
            archive.writestr(zipfile.ZipInfo(name), text)
    with tarfile.open(folder / "k.tar", "w") as archive:
        for name in sorted(sdist):
            told = tarfile.TarInfo(f"kcli-1/{name}")
            told.size = len(text)
            archive.addfile(told, io.BytesIO(text))
    return folder / "k.tar", folder / "k.whl"


def test_the_wheel_holds_the_package_and_the_shipped_surveys_and_no_tests() -> None:
    assert {
        "kcli/__init__.py",
        "kcli/shipped/datasets/a.csv",
        *(f"{INFORMATION}/{name}" for name in built.METADATA),
    } == WHEEL


def test_what_is_as_it_should_be_has_no_fault(tmp_path: Path) -> None:
    one = pair(tmp_path / "1", WHEEL, SDIST)
    two = pair(tmp_path / "2", WHEEL, SDIST)
    assert built._contents(one, NAMES) == []
    assert built._alike([one, two], two) == []


def test_a_stray_file_and_one_that_is_missing_are_named(tmp_path: Path) -> None:
    stray = {*WHEEL, "kcli/shipped/datasets/.kcli/cache"}
    made = pair(tmp_path / "1", stray, SDIST - {"datasets/a.csv"})
    assert built._contents(made, NAMES) == [
        "the sdist lacks datasets/a.csv",
        "the wheel has a stray file: kcli/shipped/datasets/.kcli/cache",
    ]


def test_other_bytes_are_a_fault(tmp_path: Path) -> None:
    one = pair(tmp_path / "1", WHEEL, SDIST)
    two = pair(tmp_path / "2", WHEEL, SDIST, b"y")
    assert built._alike([one, two], one) == [
        "k.tar: other bytes from another copy of the same files",
        "k.whl: other bytes from another copy of the same files",
    ]
    assert built._alike([one, one], two) == [
        "k.tar: other bytes when it is built from the sdist",
        "k.whl: other bytes when it is built from the sdist",
    ]


@pytest.mark.parametrize("name", built.LITTER)
def test_litter_is_what_git_ignores(name: str) -> None:
    lines = (built.ROOT / ".gitignore").read_text("utf-8").split()
    folders = {line.rstrip("/") for line in lines if line.endswith("/")}
    assert folders & set(Path(name).parts) or Path(name).suffix == ".pyc"
