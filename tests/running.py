"""``kcli ARGUMENTS`` in a process of its own: forked where that can be done, spawned elsewhere.

A fork has everything that kcli loads in memory already, so it answers ten times
faster; it has its own working directory, environment, standard streams and exit
status all the same. Set ``KCLI_TESTS=spawn`` to start an interpreter each time.
"""

from __future__ import annotations

import gc
import io
import os
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

TIMEOUT = 60
# What a running interpreter still looks at; anything else is set before it starts.
LATE = frozenset({"COLUMNS", "NO_COLOR", "FORCE_COLOR", "PYTHONIOENCODING", "TERM", "HOME"})
DRAWING = frozenset({"plot", "report"})  # by a library whose threads a fork would not have

Done = subprocess.CompletedProcess[str]


def run_kcli(arguments: Sequence[str], cwd: Path, env: Mapping[str, str]) -> Done:
    """The exit status and what was printed, as text."""
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("KCLI_", "COLUMNS", "NO_COLOR"))
    }
    whole = {**kept, "PYTHONIOENCODING": "utf-8", **env}
    late = all(name in LATE or name.startswith("KCLI_") for name in env)
    threads = "vl_convert" in sys.modules and bool(DRAWING & set(arguments[:1]))
    forks = hasattr(os, "fork") and os.environ.get("KCLI_TESTS") != "spawn"
    if late and forks and not threads:
        return _forked(arguments, cwd, whole)
    return subprocess.run(
        [sys.executable, "-m", "kcli", *arguments],
        cwd=cwd,
        env=whole,
        capture_output=True,
        encoding="utf-8",
        timeout=TIMEOUT,
        check=False,
    )


def _forked(arguments: Sequence[str], cwd: Path, env: Mapping[str, str]) -> Done:
    _load()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of forks beside threads
            child = os.fork()
        if not child:
            _be_kcli(arguments, cwd, env, out.fileno(), err.fileno())
        status = _waited(child, arguments)
        texts = []
        for stream in (out, err):
            stream.seek(0)
            texts.append(stream.read().decode("utf-8"))
    return subprocess.CompletedProcess(["kcli", *arguments], status, texts[0], texts[1])


def _load() -> None:
    """Everything that a command may import, once."""
    import kcli.analysis.crosstab
    import kcli.analysis.panel
    import kcli.analysis.respondents
    import kcli.analysis.verify_measured
    import kcli.api
    import kcli.cli.app
    import kcli.io.responses
    import kcli.render.markdown
    import kcli.render.table  # noqa: F401


def _be_kcli(
    arguments: Sequence[str], cwd: Path, env: Mapping[str, str], out: int, err: int
) -> None:
    """In the child: never returns."""
    status = 99
    # What the parent left behind, such as a database's connection, has no threads to end it here.
    gc.freeze()
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(err, 2)
        os.chdir(cwd)
        os.environ.clear()
        os.environ.update(env)
        encoding, _, errors = env["PYTHONIOENCODING"].partition(":")
        sys.stdin = open(0, encoding="utf-8")  # noqa: SIM115
        for fd, name, plain in ((1, "stdout", "strict"), (2, "stderr", "backslashreplace")):
            raw = open(fd, "wb", closefd=False)  # noqa: SIM115
            setattr(sys, name, io.TextIOWrapper(raw, encoding or "utf-8", errors or plain))
        sys.argv = ["kcli", *arguments]
        warnings.resetwarnings()
        from kcli.cli.main import main

        try:
            main()
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 0
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(status)


def _waited(child: int, arguments: Sequence[str]) -> int:
    deadline = time.monotonic() + TIMEOUT
    pause = 0.001
    while time.monotonic() < deadline:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        time.sleep(pause)
        pause = min(pause * 1.5, 0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    raise subprocess.TimeoutExpired(["kcli", *arguments], TIMEOUT)
