"""The three standard streams, whatever state they are found in; and lines on standard error.

Nothing larger is imported here: a line has to be told even where memory or
file handles are short.
"""

from __future__ import annotations

import codecs
import errno
import io
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

from kcli.errors import CannotWriteError, KcliError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = ["BROKEN_PIPE", "NobodyReadsError", "close_streams", "note", "open_streams", "tell"]

BROKEN_PIPE = 141
STDOUT = "standard output"

_ENDLESS = re.compile(r"\S{1000,}")  # a word that nobody can have meant to read
# What a terminal without these signs is given instead.
_PLAIN = str.maketrans(
    dict(zip("–—−·─╶╴━≈“”", '-------=~""', strict=True))
    | {"≥": ">=", "≤": "<=", "…": "..."}
    | dict(zip("█▓▒═╌◂▸▏▎▍▌▋▊▉", "#+:=~<>|||||||", strict=True))
)


class NobodyReadsError(KcliError):
    """Whoever read standard output has gone, as ``head`` does: no fault, and nothing is said."""

    exit_status = BROKEN_PIPE


class _Output(io.FileIO):
    """Standard output; what cannot be written is kcli's own error, whoever writes it."""

    def write(self, data: ReadableBuffer, /) -> int:
        with _told():
            return super().write(data)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise NobodyReadsError from None
    except OSError as problem:
        closed = problem.errno == errno.EBADF
        reason = "it is closed" if closed else problem.strerror or str(problem)
        raise CannotWriteError(STDOUT, reason) from None


def open_streams() -> None:
    """Make all three streams usable, so that no file which is opened later takes their place.

    What is written to a closed standard error is lost, and to a closed
    standard output is an error.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # Where nothing can be written: an attempt to print shall be found out.
            way = os.O_WRONLY if number == 2 else os.O_RDONLY
            if os.open(os.devnull, way) != number:  # pragma: no cover - the lowest free number
                raise
    if sys.stdin is None:
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", errors="kcli", closefd=False)  # noqa: SIM115
    if os.name == "posix":  # a Windows console is no file
        _open_output()


def _open_output() -> None:
    old = sys.stdout
    if old is None:
        encoding, errors, lines = "utf-8", "kcli", False
    else:
        try:
            if old.fileno() != 1 or isinstance(getattr(old.buffer, "raw", None), _Output):
                return  # turned elsewhere by a program that runs this one, or done
        except (OSError, AttributeError):
            return
        encoding, errors, lines = old.encoding, old.errors or "strict", old.isatty()
    sys.stdout = io.TextIOWrapper(
        io.BufferedWriter(_Output(1, "w", closefd=False)),
        encoding,
        "kcli" if errors == "strict" else errors,
        line_buffering=lines,
    )


def close_streams() -> None:
    """Put out what is left. Raises KcliError where it cannot, and drops it."""
    try:
        with _told():
            sys.stdout.flush()
    except KcliError:
        _drop(sys.stdout)
        raise
    finally:
        try:
            sys.stderr.flush()
        except OSError:
            _drop(sys.stderr)


def _drop(stream: TextIO) -> None:
    """Lead a stream to nowhere: the interpreter flushes it once more, and shall not complain."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def note(text: str) -> None:
    """One line for a person, on standard error, signed."""
    tell(f"kcli: {text}")


def tell(line: str) -> None:
    """One line on standard error, with nothing in it that a terminal would obey."""
    shown = "".join(c if c.isprintable() else repr(c)[1:-1] for c in line)
    shown = _ENDLESS.sub(lambda found: f"{found.group()[:200]}...", shown)
    with suppress(OSError):
        sys.stderr.flush()
        sys.stderr.buffer.write(f"{shown}\n".encode(sys.stderr.encoding or "utf-8", errors="kcli"))
        sys.stderr.buffer.flush()


def _replaced(problem: UnicodeError) -> tuple[str, int]:
    if not isinstance(problem, UnicodeEncodeError):
        raise problem
    bad = problem.object[problem.start : problem.end]
    plain = bad.translate(_PLAIN)
    return plain.encode("ascii", "backslashreplace").decode(), problem.end


codecs.register_error("kcli", _replaced)
