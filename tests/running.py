"""``kcli ARGUMENTS`` in a process of its own: forked where that can be done, spawned elsewhere.

A fork has everything that kcli loads in memory already, so it answers ten times
faster; it has its own working directory, environment, standard streams and exit
status all the same. It is no fork of the tests themselves, which are large, but of
a process that has loaded kcli and nothing else. Set ``KCLI_TESTS=spawn`` to start
an interpreter each time.
"""

from __future__ import annotations

import atexit
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from threading import Lock

TIMEOUT = 60
# What a running interpreter still looks at; anything else is set before it starts.
LATE = frozenset({"COLUMNS", "NO_COLOR", "FORCE_COLOR", "PYTHONIOENCODING", "TERM", "HOME"})


class Done(subprocess.CompletedProcess[str]):
    """The exit status, what was printed as text, and the seconds of a processor that it took."""

    def __init__(
        self, arguments: Sequence[str], status: int, out: str, err: str, spent: float
    ) -> None:
        super().__init__(["kcli", *arguments], status, out, err)
        self.spent = spent


def run_kcli(arguments: Sequence[str], cwd: Path, env: Mapping[str, str]) -> Done:
    """What came of it."""
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("KCLI_", "COLUMNS", "NO_COLOR"))
    }
    whole = {**kept, "PYTHONIOENCODING": "utf-8", **env}
    late = all(name in LATE or name.startswith("KCLI_") for name in env)
    if late and hasattr(os, "fork") and os.environ.get("KCLI_TESTS") != "spawn":
        return _forked(arguments, cwd, whole)
    return _spawned(arguments, cwd, whole)


def _spawned(arguments: Sequence[str], cwd: Path, env: Mapping[str, str]) -> Done:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "kcli", *arguments],
        cwd=cwd,
        env=env,
        capture_output=True,
        encoding="utf-8",
        timeout=TIMEOUT,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Done(arguments, done.returncode, done.stdout, done.stderr, spent)


def _forked(arguments: Sequence[str], cwd: Path, env: Mapping[str, str]) -> Done:
    ours, theirs = socket.socketpair()
    with ours, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        with theirs:
            handles = [out.fileno(), err.fileno(), theirs.fileno()]
            socket.send_fds(_server(), [b"x"], handles)
        ours.settimeout(TIMEOUT)
        ours.sendall(json.dumps([list(arguments), str(cwd), dict(env)]).encode())
        ours.shutdown(socket.SHUT_WR)
        with ours.makefile(encoding="utf-8") as told:
            number = int(told.readline())
            try:
                status, spent = told.readline().split()
            except TimeoutError:
                os.kill(number, signal.SIGKILL)
                raise subprocess.TimeoutExpired(["kcli", *arguments], TIMEOUT) from None
        texts = []
        for stream in (out, err):
            stream.seek(0)
            texts.append(stream.read().decode("utf-8"))
    return Done(arguments, int(status), texts[0], texts[1], float(spent))


_STARTS = Lock()


def _server() -> socket.socket:
    """Where a fork is asked for."""
    with _STARTS:
        return _started()


@cache
def _started() -> socket.socket:
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("forking.py")), str(theirs.fileno())],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )

    def stop() -> None:
        ours.close()
        process.wait()

    atexit.register(stop)
    return ours
