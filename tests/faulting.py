"""Real processes in real trouble: small disks, lost rights, signals, scarce memory."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

# A shell in the background hands on a Ctrl-C that is ignored: then no child of it would hear one.
with suppress(ValueError):  # in a thread of its own
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)

KCLI = (sys.executable, "-m", "kcli")
TIMEOUT = 120
posix = pytest.mark.skipif(os.name != "posix", reason="of POSIX systems")

Ended = subprocess.CompletedProcess[bytes]


def environment(**changed: str | None) -> dict[str, str]:
    """The environment without what a developer may have set; None takes a variable away."""
    taken = ("KCLI_", "PYTHON", "COLUMNS", "NO_COLOR", "FORCE_COLOR")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(taken)}
    wanted = {**kept, "PYTHONIOENCODING": "utf-8", **changed}
    return {name: value for name, value in wanted.items() if value is not None}


def kcli(
    *arguments: str | Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    before: Sequence[str] = (),
) -> Ended:
    """A process of its own, ``before`` being a program that starts it."""
    return subprocess.run(
        [*before, *KCLI, *map(str, arguments)],
        cwd=cwd,
        env=environment() if env is None else dict(env),
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=TIMEOUT,
        check=False,
    )


def shell(command: str, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Ended:
    """A line of bash in which KCLI is the program."""
    return subprocess.run(
        ["bash", "-c", command.replace("KCLI", " ".join(KCLI))],
        cwd=cwd,
        env=environment() if env is None else dict(env),
        capture_output=True,
        timeout=TIMEOUT,
        check=False,
    )


def line_of(done: Ended) -> str:
    """The one line on standard error; there is no other, and no traceback."""
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 1, done.stderr.decode()
    return lines[0]


@contextmanager
def small_disk(path: Path, size: str = "64k") -> Iterator[Path]:
    """A file system of its own; skips the test where none can be mounted."""
    path.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "kcli-test", str(path)]
    if sys.platform != "linux" or shutil.which("mount") is None or os.geteuid():
        pytest.skip("only root mounts file systems, on Linux")
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        yield path
    finally:
        subprocess.run(["umount", "-l", str(path)], check=True)


def make_read_only(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)


def bound_by_modes() -> tuple[str, ...]:
    """What starts a program that the modes of files bind, as they do not bind root."""
    if os.name != "posix":
        pytest.skip("modes are of POSIX systems")
    if os.geteuid():
        return ()
    if shutil.which("setpriv") is None:
        pytest.skip("root cannot lay down its rights without setpriv")
    rights = "-dac_override,-dac_read_search"
    return ("setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}", "--")


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too, by its path."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def ended_by(done: Ended, number: signal.Signals) -> bool:
    """Whether a signal ended it: by itself, or with the status that a shell gives it."""
    return done.returncode in (-number, 128 + number)
