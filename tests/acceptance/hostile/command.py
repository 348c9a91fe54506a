"""The installed command, hundreds of times: started once, and forked for each run.

A run is a process of its own, with the arguments, folder, environment and
streams that a shell would give it. It is spared the imports, which take most
of the time. Where there is no fork, each run is ``python -m kcli``.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

SECONDS = 10
"""No input may keep a processor busy for longer."""
PATIENCE = 30
"""And none may keep a person waiting for longer, however busy the machine is."""


def kcli(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """``kcli ARGUMENTS`` in a folder; raises TimeoutExpired where it hangs."""
    if hasattr(os, "fork"):
        return _server().run(root, arguments, _environ(environment))
    return afresh(root, *arguments, **environment)


def afresh(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The same by ``python -m kcli``."""
    return subprocess.run(
        [sys.executable, "-m", "kcli", *arguments],
        cwd=root,
        env=_environ(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )


def _environ(more: dict[str, str]) -> dict[str, str]:
    """The environment of this process, but nothing in it that changes what kcli prints."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("KCLI_", "FORCE_COLOR"))}
    return {**kept, "PYTHONIOENCODING": "utf-8", "COLUMNS": "80", "NO_COLOR": "1", **more}


class _Server:
    """A process that has imported all of kcli, and waits."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-P", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            encoding="utf-8",
        )
        atexit.register(self.close)

    def run(
        self, root: Path, arguments: tuple[str, ...], environ: dict[str, str]
    ) -> subprocess.CompletedProcess[str]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with TemporaryDirectory() as folder:
            print(json.dumps([str(root), arguments, environ, folder]), file=self.process.stdin)
            self.process.stdin.flush()
            status = json.loads(self.process.stdout.readline())
            out, err = ((Path(folder) / name).read_bytes().decode() for name in ("out", "err"))
        if status in (None, -signal.SIGXCPU):
            raise subprocess.TimeoutExpired(["kcli", *arguments], SECONDS, out, err)
        return subprocess.CompletedProcess(["kcli", *arguments], status, out, err)

    def close(self) -> None:
        self.process.communicate()


@cache
def _server() -> _Server:
    return _Server()


def _serve() -> None:
    import resource

    main = import_module("kcli.cli.main").main
    answers = os.dup(1)
    _open(os.devnull, os.devnull)
    _run(main, ["compare", "--project", "shipped", "-f", "json"])  # imports what a run imports
    gc.freeze()
    for line in sys.stdin.buffer:
        root, arguments, environ, folder = json.loads(line)
        child = os.fork()
        if not child:
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            _open(f"{folder}/out", f"{folder}/err")
            os.environ.clear()
            os.environ.update(environ)
            os.chdir(root)
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            os._exit(_run(main, arguments))
        os.write(answers, f"{json.dumps(_status(child))}\n".encode())


def _open(*names: str) -> None:
    """Standard output and error go to files."""
    for number, name in enumerate(names, 1):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT), number)


def _run(main: Callable[[], None], arguments: list[str]) -> int:
    """The status that the interpreter would exit with."""
    sys.argv = ["kcli", *arguments]
    status: object = None
    try:
        main()
    except SystemExit as end:
        status = end.code
    sys.stdout.flush()
    sys.stderr.flush()
    return status if isinstance(status, int) else int(status is not None)


def _status(child: int) -> int | None:
    """The exit status of a process, negative for a signal; None where it had to be stopped."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


if __name__ == "__main__":
    _serve()
