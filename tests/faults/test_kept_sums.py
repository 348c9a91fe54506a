"""The sums that are kept in .kcli/ may be damaged, or not be writable: every number stays."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run
from faulting import bound_by_modes, environment, files_in, kcli, posix, small_disk

from kcli.io.write import is_leftover

pytestmark = [posix, pytest.mark.slow]
COMMAND = ("compare", "poll@2022", "--json")
WHERE = Path(".kcli/cells")
Damage = Callable[[bytes, random.Random], bytes]


@pytest.fixture
def large(folder: Path) -> Path:
    """The project with responses that are worth keeping the sums of."""
    path = folder / "datasets/poll/2022.responses.csv"
    answers = ("good", "bad", "bad", "dk", "good", "good", "bad")
    rows = (f"R{n:06},{('JP', 'KR')[n % 2]},{answers[n % 7]}\n" for n in range(150_000))
    path.write_text("id,country,q\n" + "".join(rows), "utf-8")
    questionnaire = folder / "questionnaires/poll.yaml"
    text = questionnaire.read_text("utf-8").replace("JP: 40, KR: 40", "JP: 75000, KR: 75000")
    questionnaire.write_text(text, "utf-8")
    return folder


def flipped(data: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(data))
    return data[:place] + bytes([data[place] ^ 1 << dice.randrange(8)]) + data[place + 1 :]


def cut(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data))]


def wiped(data: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(data))
    return data[:start] + bytes(min(512, len(data) - start)) + data[start + 512 :]


@pytest.mark.parametrize("damage", [flipped, cut, wiped])
@pytest.mark.parametrize("kind", ["npz", "json"])
def test_damaged_sums_change_no_number(kind: str, damage: Damage, run: Run, large: Path) -> None:
    plain = run("--no-cache", *COMMAND, cwd=large)
    assert plain.returncode == 0
    assert not (large / ".kcli").exists()
    assert run(*COMMAND, cwd=large).stdout == plain.stdout
    (path,) = (large / WHERE).glob(f"*.{kind}")
    whole = path.read_bytes()
    dice = random.Random(f"{kind}{damage.__name__}")
    for _ in range(12):
        path.write_bytes(damage(whole, dice))
        done = run(*COMMAND, cwd=large)
        assert (done.returncode, done.stderr) == (0, "")
        assert json.loads(done.stdout) == json.loads(plain.stdout)


def test_sums_that_cannot_be_kept_are_told_all_the_same(run: Run, large: Path) -> None:
    plain = run("--no-cache", *COMMAND, cwd=large).stdout
    (large / ".kcli").write_text("in the way", "utf-8")
    assert run(*COMMAND, cwd=large).stdout == plain
    (large / ".kcli").unlink()
    (large / ".kcli").mkdir(mode=0o500)
    done = kcli(*COMMAND, cwd=large, before=bound_by_modes())
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == plain
    assert files_in(large / ".kcli") == {}
    (large / ".kcli").chmod(0)
    unread = kcli(*COMMAND, cwd=large, before=bound_by_modes())
    (large / ".kcli").chmod(0o700)
    assert (unread.returncode, unread.stderr) == (0, b"")
    assert unread.stdout.decode() == plain


def test_a_full_disk_for_sums_changes_nothing(run: Run, large: Path) -> None:
    plain = run("--no-cache", *COMMAND, cwd=large).stdout
    with small_disk(large / ".kcli", "4k"):
        done = run(*COMMAND, cwd=large)
        assert (done.returncode, done.stdout, done.stderr) == (0, plain, "")
        assert run(*COMMAND, cwd=large).stdout == plain


def test_a_run_killed_while_it_keeps_sums_harms_none(run: Run, large: Path) -> None:
    plain = run("--no-cache", *COMMAND, cwd=large).stdout
    for nth in range(1, 6):
        code = (
            "import os, pathlib, signal, sys\n"
            "move, seen = pathlib.Path.replace, []\n"
            "def ended(self, target):\n"
            "    seen.append(target)\n"
            f"    if len(seen) == {nth}: os.kill(os.getpid(), signal.SIGKILL)\n"
            "    return move(self, target)\n"
            "pathlib.Path.replace = ended\n"
            "sys.argv = ['kcli', *sys.argv[1:]]\n"
            "from kcli.cli.main import main\n"
            "main()\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, *COMMAND],
            cwd=large,
            env=environment(),
            capture_output=True,
            check=False,
        )
        if nth == 1:
            assert done.returncode == -signal.SIGKILL
            assert any(is_leftover(path) for path in (large / ".kcli").rglob("*"))
        assert run(*COMMAND, cwd=large).stdout == plain
        if nth < 5:
            for path in (large / WHERE).glob("*.*"):
                path.unlink()


def test_data_that_change_are_summed_anew(run: Run, large: Path) -> None:
    """With the same size and time of change as before, too."""
    first = run(*COMMAND, cwd=large).stdout
    path = large / "datasets/poll/2022.responses.csv"
    old = path.stat()
    text = path.read_text("utf-8")
    path.write_text(text.replace("R000001,KR,bad", "R000001,JP,bad"), "utf-8")
    os.utime(path, ns=(old.st_atime_ns, old.st_mtime_ns))
    assert path.stat().st_size == old.st_size
    second = run(*COMMAND, cwd=large).stdout
    assert second != first
    assert second == run("--no-cache", *COMMAND, cwd=large).stdout
