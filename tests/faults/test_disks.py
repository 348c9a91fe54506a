"""Where a file cannot be written: status 74, one line, and what was there is as it was."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from faulting import (
    KCLI,
    bound_by_modes,
    environment,
    files_in,
    kcli,
    line_of,
    make_read_only,
    posix,
    small_disk,
)

from kcli.errors import CannotWriteError
from kcli.io.write import ABANDONED, is_leftover, write_atomic, write_together

# A command that writes, and the first of the files that it writes to {0}.
WRITERS = {
    "compare": ("compare poll -o {0}/it.json", "it.json"),
    "compare-html": ("compare poll -o {0}/it.html", "it.html"),
    "compare-xlsx": ("compare poll -o {0}/it.xlsx", "it.xlsx"),
    "explain": ("explain empty -o {0}/it.txt", "it.txt"),
    "plot": ("plot compare poll.q --wave 2021 -o {0}/it.svg", "it.svg"),
    "report": ("report poll -o {0}", "poll.en.html"),
    "schema": ("schema compare -o {0}/it.json", "it.json"),
    "simulate": (
        "simulate poll@2021 --as sham --to {0}",
        "questionnaires/sham.yaml",
    ),
    "weight": (
        "weight poll@2022 --margins margins.yaml -o {0}/new.responses.csv",
        "new.responses.csv",
    ),
}
QUICK = ("compare",)
MADE = "# Made, and to be made again, by:\n"
SHAM = (
    f"{MADE}survey: sham\nsynthetic: yes\ntitle: {{en: Sham}}\n"
    "waves: {'2021': {fieldwork: 2021}}\n"
)


def every_writer() -> list[object]:
    slow = [pytest.mark.slow]
    return [pytest.param(name, marks=[] if name in QUICK else slow) for name in WRITERS]


def command_of(name: str, place: Path) -> list[str]:
    return WRITERS[name][0].format(place).split()


def put_old(name: str, place: Path) -> dict[str, bytes]:
    """A file in the way, and everything that is there with it."""
    path = place / WRITERS[name][1]
    path.parent.mkdir(parents=True, exist_ok=True)
    (place / "datasets/sham").mkdir(parents=True, exist_ok=True)
    path.write_text(SHAM, "utf-8")
    return files_in(place)


@pytest.mark.parametrize("name", every_writer())
def test_a_writer_writes_where_it_can(name: str, folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    before = put_old(name, place)
    done = kcli(*command_of(name, place), cwd=folder)
    assert done.returncode == 0, done.stderr
    first = WRITERS[name][1]
    assert files_in(place)[first] != before[first]
    assert not any(is_leftover(path) for path in place.rglob("*"))


@pytest.mark.parametrize("name", every_writer())
def test_a_full_disk_keeps_the_old_file(name: str, folder: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        before = put_old(name, disk)
        filler = disk / "filler"
        with filler.open("wb", buffering=0) as stream, pytest.raises(OSError):
            while True:
                stream.write(b"x" * 1024)
        done = kcli(*command_of(name, disk), cwd=folder)
        assert done.returncode == 74, done.stderr
        assert line_of(done).startswith(f"kcli: cannot write {disk}")
        assert "No space left on device" in line_of(done)
        filler.unlink()
        assert files_in(disk) == before


@pytest.mark.parametrize("name", every_writer())
def test_a_disk_that_is_read_only_is_said(name: str, folder: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        before = put_old(name, disk)
        make_read_only(disk)
        done = kcli(*command_of(name, disk), cwd=folder)
        assert done.returncode == 74, done.stderr
        assert "Read-only file system" in line_of(done)
        assert files_in(disk) == before


@pytest.mark.parametrize("name", every_writer())
def test_a_folder_that_may_not_be_written_is_said(name: str, folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    before = put_old(name, place)
    for each in (place, *(path for path in place.rglob("*") if path.is_dir())):
        each.chmod(0o500)
    done = kcli(*command_of(name, place), cwd=folder, before=bound_by_modes())
    assert done.returncode == 74, done.stderr
    assert "Permission denied" in line_of(done)
    assert files_in(place) == before


def test_a_file_that_is_write_protected_is_left_alone(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text("mine", "utf-8")
    path.chmod(0o400)
    done = kcli("compare", "poll", "-o", path, cwd=folder, before=bound_by_modes())
    assert done.returncode == 74
    assert line_of(done) == f"kcli: cannot write {path}: Permission denied"
    assert path.read_text("utf-8") == "mine"


@pytest.mark.slow
def test_half_a_report_is_never_written(folder: Path, tmp_path: Path) -> None:
    """There is room for its first page, and none for all of them."""
    whole = tmp_path / "whole"
    assert kcli("report", "poll", "-o", whole, cwd=folder).returncode == 0
    sizes = sorted(len(data) for data in files_in(whole).values())
    room = sum(sizes) // 2048
    assert sizes[-1] < room * 1024 < sum(sizes)
    with small_disk(tmp_path / "disk", f"{room}k") as disk:
        done = kcli("report", "poll", "-o", disk, cwd=folder)
        assert done.returncode == 74, done.stderr
        assert files_in(disk) == {}


@posix
def test_a_file_that_may_not_grow_so_large_is_said(folder: Path, tmp_path: Path) -> None:
    import resource

    path = tmp_path / "it.json"
    path.write_text("old", "utf-8")
    done = subprocess.run(
        [*KCLI, "compare", "poll", "-o", str(path)],
        cwd=folder,
        env=environment(),
        capture_output=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048)),
        check=False,
    )
    assert done.returncode == 74
    assert line_of(done) == f"kcli: cannot write {path}: File too large"
    assert path.read_text("utf-8") == "old"
    assert not any(is_leftover(each) for each in tmp_path.iterdir())


def test_what_may_be_data_is_not_overwritten_by_a_result(folder: Path) -> None:
    before = files_in(folder)
    for target in ("datasets/poll/findings.csv", "questionnaires/poll.yaml"):
        done = kcli("compare", "poll", "-f", "csv", "-o", target, cwd=folder)
        assert done.returncode == 2
        assert f"{target} is there, and of the kind that kcli reads" in line_of(done)
    assert files_in(folder) == before


def test_of_several_files_none_is_written_where_one_cannot_be(tmp_path: Path) -> None:
    first = tmp_path / "first"
    first.write_text("old", "utf-8")
    with pytest.raises(CannotWriteError, match="nowhere"):
        write_together({first: "new", tmp_path / "nowhere" / "second": "new"})
    assert files_in(tmp_path) == {"first": b"old"}


def test_what_killed_runs_left_is_swept_once_it_is_old(tmp_path: Path) -> None:
    old, young, other = (
        tmp_path / name for name in (".kcli-abcd.tmp", ".kcli-efgh.tmp", ".kcli-notes.txt")
    )
    for path in (old, young, other):
        path.write_text("half", "utf-8")
    for path in (old, other):
        os.utime(path, (0, path.stat().st_mtime - ABANDONED - 60))
    write_atomic(tmp_path / "it", "whole")
    assert files_in(tmp_path).keys() == {young.name, other.name, "it"}


def test_a_name_may_be_as_long_as_the_system_allows(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 255)
    write_atomic(path, "whole")
    assert path.read_text("utf-8") == "whole"


@posix
def test_links_are_followed_modes_are_kept_and_circles_are_told(tmp_path: Path) -> None:
    target, link, circle = tmp_path / "target", tmp_path / "link", tmp_path / "circle"
    target.write_text("old", "utf-8")
    target.chmod(0o640)
    link.symlink_to(target)
    circle.symlink_to(circle)
    write_atomic(link, "new")
    assert (link.is_symlink(), target.read_text("utf-8")) == (True, "new")
    assert target.stat().st_mode & 0o777 == 0o640
    with pytest.raises(CannotWriteError, match="circle"):
        write_atomic(circle, "new")
    with pytest.raises(CannotWriteError, match="Is a directory"):
        write_atomic(tmp_path, "new")


@posix
@pytest.mark.slow
def test_a_pipe_and_a_device_are_written_to_as_they_are(folder: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert shutil.which("cat")
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reader:
        assert kcli("compare", "poll", "-f", "json", "-o", pipe, cwd=folder).returncode == 0
        printed = reader.communicate()[0]
    assert printed == kcli("compare", "poll", "--json", cwd=folder).stdout
    assert pipe.is_fifo()
    if sys.platform == "linux":
        done = kcli("compare", "poll", "-f", "json", "-o", "/dev/stdout", cwd=folder)
        assert (done.returncode, done.stdout) == (0, printed)
        full = kcli("compare", "poll", "-f", "json", "-o", "/dev/full", cwd=folder)
        assert full.returncode == 74
        assert line_of(full) == "kcli: cannot write /dev/full: No space left on device"
