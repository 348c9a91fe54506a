"""Runs that are ended from outside, at any moment: an old file or a new one, and no traceback."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from extent import THOROUGH
from faulting import KCLI, TIMEOUT, Ended, ended_by, environment, files_in, kcli, posix

from kcli.io.write import ABANDONED, is_leftover

pytestmark = posix
ROUNDS = 25 if THOROUGH else 8

# Ends itself, or is ended, at the very step that would put a new file in its place.
AT_THE_MOVE = """\
import os, pathlib, signal, sys
move = pathlib.Path.replace
def ended(self, target):
    os.kill(os.getpid(), signal.{signal})
    return move(self, target)
pathlib.Path.replace = ended
sys.argv = ["kcli", *sys.argv[1:]]
from kcli.cli.main import main
main()
"""
# Sends itself the signal when the so-manyth of kcli's own modules is about to be imported.
AT_AN_IMPORT = """\
import os, signal, sys
class Finder:
    seen = 0
    def find_spec(self, name, path=None, target=None):
        Finder.seen += name.startswith(("kcli", "typer", "numpy", "pydantic"))
        if Finder.seen == {count}:
            Finder.seen += 1
            os.kill(os.getpid(), signal.{signal})
sys.meta_path.insert(0, Finder())
sys.argv = ["kcli", *sys.argv[1:]]
from kcli.cli.main import main
main()
"""
# Before any line of kcli is run: the interpreter's own start, which kcli cannot see.
OF_PYTHON = re.compile(r"Fatal Python error|runpy|from kcli\.cli\.main import main\n *KeyboardI")


def told(code: str, *arguments: str | Path, cwd: Path) -> Ended:
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        timeout=TIMEOUT,
        check=False,
    )


def ended_after(seconds: float, number: signal.Signals, *arguments: str, cwd: Path) -> Ended:
    process = subprocess.Popen(
        [*KCLI, *arguments],
        cwd=cwd,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(seconds)
    process.send_signal(number)
    out, err = process.communicate(timeout=TIMEOUT)
    return subprocess.CompletedProcess([], process.returncode, out, err)


def moments(folder: Path, count: int, *arguments: str) -> Iterator[float]:
    """From the start of a run to shortly after its end."""
    start = time.monotonic()
    assert kcli(*arguments, cwd=folder).returncode == 0
    whole = time.monotonic() - start
    return (whole * 1.1 * place / count for place in range(count))


def old_and_new(folder: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The report as it is, after the data have changed, and as it would be; the old one is there.

    What is new is longer than what is old, and it is written to ``out``.
    """
    assert kcli("report", "poll", "-o", "out", cwd=folder).returncode == 0
    old = files_in(folder / "out")
    findings = folder / "datasets/poll/findings.csv"
    findings.write_text(findings.read_text("utf-8").replace(",60,", ",61,"), "utf-8")
    assert kcli("report", "poll", "-o", "new", cwd=folder).returncode == 0
    new = files_in(folder / "new")
    assert old.keys() == new.keys()
    assert all(old[name] != new[name] for name in old)
    return old, new


def test_a_run_killed_before_the_move_leaves_the_old_file_whole(folder: Path) -> None:
    path = folder / "it.json"
    path.write_text("old", "utf-8")
    code = AT_THE_MOVE.format(signal="SIGKILL")
    done = told(code, "compare", "poll", "-o", path, cwd=folder)
    assert done.returncode == -signal.SIGKILL
    assert path.read_text("utf-8") == "old"
    (left,) = (each for each in folder.iterdir() if is_leftover(each))
    os.utime(left, (0, left.stat().st_mtime - ABANDONED - 60))
    assert kcli("compare", "poll", "-o", path, cwd=folder).returncode == 0
    assert not left.exists()
    assert path.read_text("utf-8").startswith("{")


@pytest.mark.parametrize(
    "name",
    [
        "SIGINT",
        pytest.param("SIGTERM", marks=pytest.mark.slow),
        pytest.param("SIGHUP", marks=pytest.mark.slow),
    ],
)
def test_a_signal_before_the_move_is_obeyed_after_it(name: str, folder: Path) -> None:
    number = signal.Signals[name]
    usual = "signal.default_int_handler" if name == "SIGINT" else "signal.SIG_DFL"
    code = f"import signal\nsignal.signal(signal.{name}, {usual})\n"  # it may be set aside here
    code += AT_THE_MOVE.format(signal=name)
    done = told(code, "compare", "poll", "-o", "it.json", cwd=folder)
    assert ended_by(done, number), done
    assert (done.stdout, done.stderr) == (b"", b"")
    whole = kcli("compare", "poll", "--json", cwd=folder).stdout
    assert (folder / "it.json").read_bytes() == whole
    assert not any(is_leftover(each) for each in folder.iterdir())


@pytest.mark.slow
def test_a_simulation_killed_halfway_can_be_run_again(folder: Path) -> None:
    command = ("simulate", "poll@2021", "--as", "sham")
    done = told(AT_THE_MOVE.format(signal="SIGKILL"), *command, cwd=folder)
    assert done.returncode == -signal.SIGKILL
    again = kcli(*command, cwd=folder)
    assert again.returncode == 0, again.stderr
    assert (folder / "datasets/sham/2021.responses.csv").is_file()


@pytest.mark.parametrize(
    "count",
    [1, *(pytest.param(n, marks=pytest.mark.slow) for n in (*range(2, 150, 7),))],
)
def test_ctrl_c_while_modules_are_loaded_says_nothing(count: int, folder: Path) -> None:
    code = AT_AN_IMPORT.format(count=count + 4, signal="SIGINT")
    done = told(code, "compare", "poll@2022", cwd=folder)
    assert ended_by(done, signal.SIGINT), done
    assert done.stderr == b""


@pytest.mark.slow
def test_a_signal_that_is_ignored_stays_ignored(folder: Path) -> None:
    """As of a program that a shell runs in the background."""
    code = AT_THE_MOVE.format(signal="SIGINT").replace(
        "import os, pathlib, signal, sys\n",
        "import os, pathlib, signal, sys\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n",
    )
    done = told(code, "compare", "poll", "-o", "it.json", cwd=folder)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (folder / "it.json").is_file()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_signal_at_any_moment_leaves_an_old_report_or_a_new_one(name: str, folder: Path) -> None:
    old, new = old_and_new(folder)
    number = signal.Signals[name]
    arguments = ("report", "poll", "-o", "out")
    times = moments(folder, ROUNDS, "report", "poll", "-o", "other")
    finished = 0
    for seconds in times:
        for file, data in old.items():
            (folder / "out" / file).write_bytes(data)
        done = ended_after(seconds, number, *arguments, cwd=folder)
        err = done.stderr.decode()
        assert files_in(folder / "out") in (old, new), seconds
        if OF_PYTHON.search(err):
            continue
        assert "Traceback" not in err
        assert done.returncode == 0 or ended_by(done, number), (done, seconds)
        finished += done.returncode == 0
    assert finished < ROUNDS


@pytest.mark.slow
def test_a_report_killed_at_random_moments_is_never_half(folder: Path) -> None:
    old, new = old_and_new(folder)
    dice = random.Random(7)
    times = list(moments(folder, 100, "report", "poll", "-o", "other"))
    for seconds in dice.sample(times, ROUNDS):
        ended_after(seconds, signal.SIGKILL, "report", "poll", "-o", "out", cwd=folder)
        for path in (folder / "out").iterdir():
            if not is_leftover(path):
                assert path.read_bytes() in (old[path.name], new[path.name]), path.name
    assert kcli("report", "poll", "-o", "out", cwd=folder).returncode == 0
    assert {n: d for n, d in files_in(folder / "out").items() if not n.startswith(".kcli-")} == new


@pytest.mark.slow
def test_two_runs_at_once_write_one_whole_file(folder: Path) -> None:
    command = [*KCLI, "compare", "poll", "-o", "it.json"]
    both = [subprocess.Popen(command, cwd=folder, env=environment()) for _ in range(2)]
    assert [each.wait(TIMEOUT) for each in both] == [0, 0]
    assert (folder / "it.json").read_bytes() == kcli("compare", "poll", "--json", cwd=folder).stdout
    assert not any(is_leftover(each) for each in folder.iterdir())


@pytest.mark.slow
def test_reports_written_at_once_are_whole(folder: Path) -> None:
    _, new = old_and_new(folder)
    command = [*KCLI, "report", "poll", "-q", "-o", "out"]
    runs = [
        subprocess.Popen(command, cwd=folder, env=environment(), stdout=subprocess.DEVNULL)
        for _ in range(4)
    ]
    assert [each.wait(TIMEOUT) for each in runs] == [0] * 4
    assert files_in(folder / "out") == new
