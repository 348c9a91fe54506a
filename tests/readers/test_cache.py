"""Sums that are kept: never trusted across a change, never broken, never in the way."""

from __future__ import annotations

import io
import json
import os
import pickle
import random
import shutil
import signal
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from conftest import Run
from readers.large import DATA, numbers, sums_in

from kcli.io.how import How
from kcli.io.responses import store
from kcli.io.responses.cache import Cache

Settled = Callable[[bool], None]
FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


class _ReadError(Exception):
    """The data were read."""


@contextmanager
def unread(monkeypatch: pytest.MonkeyPatch, *, hashed: bool = False) -> Iterator[None]:
    """Whoever sums the data within the block fails; and, unless ``hashed``, whoever opens them."""

    def fail(*_: object, **__: object) -> None:
        raise _ReadError

    with monkeypatch.context() as patch:
        patch.setattr(store, "read_sums", fail)
        if not hashed:
            patch.setattr(store, "open_bytes", fail)
        yield


def kept(root: Path) -> list[Path]:
    return sorted((root / ".kcli" / "cells").glob("*.npz"))


def change_a_byte(root: Path) -> None:
    """The first person answers otherwise; neither the size nor the time of change tell."""
    path = root / DATA
    times = path.stat()
    with path.open("r+b") as stream:
        head = stream.readline()
        row = stream.readline().split(b",")
        place = len(head) + sum(len(cell) + 1 for cell in row[:5])
        stream.seek(place)
        stream.write(b"1" if row[5] != b"1" else b"2")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert path.stat().st_mtime_ns == times.st_mtime_ns
    assert path.stat().st_size == times.st_size


def test_a_second_run_reads_nothing_of_old_data(
    large: Path, settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(True)
    first = sums_in(large)
    with unread(monkeypatch):
        assert numbers(sums_in(large)) == numbers(first)
        assert set(sums_in(large, ("third",)).cells) == {k for k in first.cells if k[0] == "third"}


def test_data_that_are_new_are_hashed_and_not_summed(
    large: Path, settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(False)
    first = sums_in(large)
    with unread(monkeypatch, hashed=True):
        assert numbers(sums_in(large)) == numbers(first)
    with unread(monkeypatch), pytest.raises(_ReadError):
        sums_in(large)


@pytest.mark.parametrize("old", [True, False])
def test_a_changed_byte_is_noticed_though_size_and_time_are_the_same(
    large: Path, settled: Settled, old: bool
) -> None:
    settled(old)
    before = numbers(sums_in(large))
    change_a_byte(large)
    after = numbers(sums_in(large))
    assert after != before
    assert after == numbers(sums_in(large, how=How(cache=False)))
    assert len(kept(large)) == 1


def test_data_that_were_only_touched_are_not_summed_again(
    large: Path, settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(True)
    first = numbers(sums_in(large))
    os.utime(large / DATA)
    with unread(monkeypatch, hashed=True):
        assert numbers(sums_in(large)) == first
    with unread(monkeypatch):  # and are hashed once
        assert numbers(sums_in(large)) == first


def test_another_questionnaire_finds_nothing(
    large: Path, settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(True)
    before = numbers(sums_in(large))
    path = large / "questionnaires" / "big.yaml"
    path.write_text(path.read_text("utf-8").replace("code: 2, label: No", "code: 9, label: No")
                    .replace("code: 9, label: DK", "code: 2, label: DK"), "utf-8")  # fmt: skip
    with unread(monkeypatch, hashed=True), pytest.raises(_ReadError):
        sums_in(large)
    assert numbers(sums_in(large)) != before


def test_another_version_finds_nothing(
    large: Path, settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(True)
    first = numbers(sums_in(large))
    old = kept(large)
    monkeypatch.setattr("kcli.io.responses.cache.__version__", "99.0")
    with unread(monkeypatch, hashed=True), pytest.raises(_ReadError):
        sums_in(large)
    assert numbers(sums_in(large)) == first
    assert len(kept(large)) == 1
    assert kept(large) != old


def test_items_that_were_asked_for_later_are_kept_beside_the_others(
    large: Path, settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(True)
    sums_in(large, ("first",))
    sums_in(large, ("third",))
    with unread(monkeypatch):
        sums_in(large, ("first", "third"))


class _Evil:
    """What a pickle may do."""

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, ("owned",)


def _damages() -> dict[str, Callable[[Path], None]]:
    def rewritten(change: Callable[[dict[str, object]], None]) -> Callable[[Path], None]:
        def damage(path: Path) -> None:
            with np.load(path) as file:
                arrays = {name: file[name] for name in file.files}
            body = json.loads(bytes(arrays["about"]))
            change(body)
            arrays["about"] = np.frombuffer(json.dumps(body).encode(), dtype=np.uint8)
            stream = io.BytesIO()
            np.savez(stream, **arrays)
            path.write_bytes(stream.getvalue())

        return damage

    def objects(path: Path) -> None:
        np.savez(path, about=np.array([_Evil()], dtype=object), allow_pickle=True)

    def shorter(path: Path) -> None:
        with np.load(path) as file:
            arrays = {name: file[name][:1] if name[0] == "n" else file[name] for name in file.files}
        np.savez(path, **arrays)

    def zipped(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as file:
            file.writestr("about.npy", b"\x93NUMPY\x01\x00 not a header")

    return {
        "empty": lambda path: path.write_bytes(b"") and None,
        "cut": lambda path: os.truncate(path, path.stat().st_size // 2),
        "cut at the end": lambda path: os.truncate(path, path.stat().st_size - 1),
        "garbage": lambda path: path.write_bytes(random.Random(1).randbytes(5000)) and None,
        "a pickle": lambda path: path.write_bytes(pickle.dumps(_Evil())) and None,
        "a pickle inside": objects,
        "another zip": zipped,
        "fewer rows": shorter,
        "a body that is none": rewritten(dict.clear),
        "no keys": rewritten(lambda body: body.update(keys=None)),
        "a word for a number": rewritten(lambda body: body.update(rows={"JP": "many"})),
        "a list for a mapping": rewritten(lambda body: body.update(unasked=[1])),
        "a folder": lambda path: path.unlink() or path.mkdir(),
        "nothing": lambda path: path.unlink(),
    }


@pytest.mark.parametrize("damage", _damages())
def test_what_cannot_be_read_back_is_made_anew(
    damage: str, large: Path, settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(True)
    monkeypatch.chdir(large)
    first = numbers(sums_in(large))
    [path] = kept(large)
    _damages()[damage](path)
    assert numbers(sums_in(large)) == first
    assert not (large / "owned").exists()
    if damage != "a folder":
        with unread(monkeypatch):
            assert numbers(sums_in(large)) == first


def test_no_changed_byte_of_what_is_kept_gives_another_number(
    large: Path, settled: Settled
) -> None:
    """Bytes of names, of numbers, of the archive around them."""
    settled(True)
    first = sums_in(large)
    [path] = kept(large)
    data, form = (
        sha256((large / name).read_bytes()).hexdigest()
        for name in (DATA, "questionnaires/big.yaml")
    )
    cache = Cache(large, large / DATA, form, "big@1")
    whole = path.read_bytes()
    chosen = random.Random(2)
    places = [*range(0, 300, 5), *(chosen.randrange(len(whole)) for _ in range(100))]
    places += [len(whole) - n for n in range(1, 2000, 19)]
    read = 0
    for place in places:
        damaged = bytearray(whole)
        damaged[place] ^= 1 << chosen.randrange(8)
        path.write_bytes(damaged)
        found = cache.load(data, set(first.cells), first.file)
        if found is not None:
            read += 1
            assert numbers(found) == numbers(first), place
    assert 0 < read < len(places) / 2


@pytest.mark.parametrize(
    "note",
    [b"", b"{", b"[]", b"null", b"\xff", b"9" * 9000, b"[" * 9000, b"{}" * 9000,
     b'{"stamp": null, "sha256": 1}'],
)  # fmt: skip
def test_what_is_remembered_of_the_data_may_be_anything(
    note: bytes, large: Path, settled: Settled
) -> None:
    settled(True)
    first = numbers(sums_in(large))
    (large / ".kcli" / "cells" / "big@1.json").write_bytes(note)
    assert numbers(sums_in(large)) == first


def _is_blocked(root: Path) -> dict[str, Callable[[], object]]:
    folder, outside = root / ".kcli", root.parent / "outside"
    return {
        "a file": lambda: folder.write_text("mine"),
        "a file within": lambda: (folder.mkdir(), (folder / "cells").write_text("mine")),
        "a link to nothing": lambda: folder.symlink_to(root.parent / "nowhere"),
        "a link outside": lambda: (outside.mkdir(), folder.symlink_to(outside)),
        "a link outside within": lambda: (
            outside.mkdir(), folder.mkdir(), (folder / "cells").symlink_to(outside)
        ),
        "a link to itself": lambda: folder.symlink_to(folder),
    }  # fmt: skip


@pytest.mark.parametrize("how", _is_blocked(Path()))
def test_where_nothing_can_be_kept_nothing_is_and_nothing_is_said(
    how: str, large: Path, run: Run
) -> None:
    plain = run("--no-cache", "compare", "big.first", "--json", cwd=large)
    _is_blocked(large)[how]()
    for _ in range(2):
        done = run("compare", "big.first", "--json", cwd=large)
        assert (done.returncode, done.stdout, done.stderr) == (0, plain.stdout, plain.stderr)
    outside = large.parent / "outside"
    assert not (large.parent / "nowhere").exists()
    assert not outside.exists() or list(outside.iterdir()) == []


@FORKS
@pytest.mark.skipif(sys.platform == "win32", reason="needs permissions")
def test_a_folder_that_may_not_be_written_is_left(large: Path, run: Run) -> None:
    plain = run("--no-cache", "compare", "big.first", "--json", cwd=large)
    large.chmod(0o555)
    try:
        done = run("compare", "big.first", "--json", cwd=large)
        assert (done.returncode, done.stdout) == (0, plain.stdout)
        assert os.geteuid() == 0 or not (large / ".kcli").exists()
    finally:
        large.chmod(0o755)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_link_or_a_pipe_in_the_place_of_a_file_is_not_followed(
    large: Path, settled: Settled
) -> None:
    settled(True)
    first = numbers(sums_in(large))
    [path] = kept(large)
    note = path.parent / "big@1.json"
    precious = large.parent / "precious"
    precious.write_text("mine")
    for file in (path, note, large / ".kcli" / "README"):
        file.unlink()
        file.symlink_to(precious)
    assert numbers(sums_in(large)) == first
    assert precious.read_text() == "mine"
    for file in (path, note):
        file.unlink(missing_ok=True)
        os.mkfifo(file)
    signal.alarm(20)  # or it would wait for ever
    try:
        assert numbers(sums_in(large)) == first
    finally:
        signal.alarm(0)


def test_without_a_cache_nothing_is_read_of_it_and_nothing_written(
    large: Path, run: Run, settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("--no-cache", "compare", "big", cwd=large).returncode == 0
    assert not (large / ".kcli").exists()
    settled(True)
    sums_in(large)
    before = {path: path.read_bytes() for path in (large / ".kcli").rglob("*") if path.is_file()}
    with unread(monkeypatch), pytest.raises(_ReadError):
        sums_in(large, how=How(cache=False))
    assert run("--no-cache", "compare", "big", cwd=large).returncode == 0
    after = {path: path.read_bytes() for path in (large / ".kcli").rglob("*") if path.is_file()}
    assert after == before


def test_the_folder_says_what_it_is_and_can_be_deleted(large: Path) -> None:
    first = numbers(sums_in(large))
    folder = large / ".kcli"
    assert (folder / ".gitignore").read_text() == "*\n"
    tag = (folder / "CACHEDIR.TAG").read_text()
    assert tag.startswith("Signature: 8a477f597d28d172789f06886806bc55\n")
    shutil.rmtree(folder)
    assert numbers(sums_in(large)) == first


def test_a_small_file_is_not_worth_it(large: Path) -> None:
    path = large / DATA
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:500]))
    sums_in(large)
    assert not (large / ".kcli").exists()


def test_what_is_shipped_is_never_written(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kcli.io.root.shipped_root", lambda: large)
    from kcli.io.project import find_project

    project = find_project("shipped")
    survey = project.survey("big")
    assert project.sums(survey, "1", [survey.questionnaire.asking("first", "1")]) is not None
    assert not (large / ".kcli").exists()


@pytest.mark.slow
def test_the_bytes_of_json_are_the_same_with_and_without_it_by_either_reader(
    large: Path, run: Run
) -> None:
    for command in (("compare", "big"), ("compare", "big.second"), ("topline", "big.third")):
        outputs = set()
        for options, reader in (
            ((), "auto"), ((), "auto"), (("--no-cache",), "strict"), (("--no-cache",), "swift"),
            ((), "strict"),
        ):  # fmt: skip
            done = run(*options, *command, "--json", cwd=large, env={"KCLI_READER": reader})
            assert done.returncode == 0, done.stderr
            outputs.add((done.stdout, done.stderr))
        assert len(outputs) == 1


# -- processes that are killed, or run at once -----------------------------------------


def child(work: Callable[[], None]) -> int:
    """The number of a process that does this, and ends."""
    number = os.fork()
    if not number:
        try:
            work()
        finally:
            os._exit(0)
    return number


def waited(number: int) -> bool:
    """Whether it came to its end by itself."""
    _, status = os.waitpid(number, 0)
    return not os.WIFSIGNALED(status)


def killed_at(event: int, root: Path) -> bool:
    """Sum in a process that kills itself at a step of its work with files; whether it did not."""

    def work() -> None:
        seen = 0

        def count(name: str, args: tuple[object, ...]) -> None:
            nonlocal seen
            told = name.startswith(("os.", "shutil.")) or name == "open"
            if told and any(".kcli" in str(arg) for arg in args):
                seen += 1
                if seen == event:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        sums_in(root)

    return waited(child(work))


@FORKS
@pytest.mark.parametrize("every", [7, pytest.param(1, marks=pytest.mark.slow)])
def test_a_run_that_is_killed_at_any_step_leaves_no_broken_cache(
    every: int, large: Path, settled: Settled
) -> None:
    settled(True)
    first = numbers(sums_in(large, how=How(cache=False)))
    for event in range(1, 200, every):
        shutil.rmtree(large / ".kcli", ignore_errors=True)
        ended = killed_at(event, large)
        assert numbers(sums_in(large)) == first, event
        assert numbers(sums_in(large)) == first, event
        if ended:
            break
    assert 10 < event < 199


@FORKS
@pytest.mark.slow
def test_a_run_that_is_killed_at_any_moment_leaves_no_broken_cache(
    large: Path, settled: Settled
) -> None:
    settled(True)
    began = time.monotonic()
    first = numbers(sums_in(large))
    took = time.monotonic() - began
    chosen = random.Random(5)
    for _ in range(40):
        shutil.rmtree(large / ".kcli")
        number = child(lambda: sums_in(large) and None)
        time.sleep(chosen.random() * 1.3 * took)
        os.kill(number, signal.SIGKILL)
        waited(number)
        assert numbers(sums_in(large)) == first


@FORKS
def test_runs_at_once_do_not_disturb_one_another(
    large: Path, settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(True)
    first = numbers(sums_in(large, how=How(cache=False)))

    def work(item: str) -> None:
        for _ in range(3):
            found = numbers(sums_in(large, (item,)))
            if any(first[k] != v for k, v in found.items() if k != "unasked"):
                os.kill(os.getpid(), signal.SIGKILL)

    for _ in range(3):
        shutil.rmtree(large / ".kcli", ignore_errors=True)
        numbers_ = [child(lambda item=item: work(item)) for item in ("first", "third", "first")]
        assert [waited(number) for number in numbers_] == [True] * 3
    sums_in(large)
    with unread(monkeypatch):
        assert numbers(sums_in(large)) == first
