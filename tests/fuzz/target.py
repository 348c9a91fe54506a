"""What is fuzzed, and what has to hold of whatever comes out.

A target takes any bytes. It reads them as one of kcli's files, and perhaps
runs a command on what was read. Only kcli's own errors may end that, and they
have to be as good as any other: a code that is in the catalogue, a place that
the file has. What is read must be the same when it is read again.
"""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Literal
from unicodedata import normalize
from weakref import finalize

from kcli.errors import CannotWriteError, Fault, InputError, KcliError, UsageError
from kcli.io.plain import TextFile, read_text
from kcli.text.codes import code_of

HERE = Path(__file__).resolve().parent
PROJECT = HERE / "project"
LONGEST_LINE = 2_000


@dataclass(frozen=True)
class Target:
    """``run`` is True for an input that is read, and False for one that is refused."""

    name: str
    kind: Literal["yaml", "csv", "text"]
    run: Callable[[bytes], bool]


class Bench:
    """A copy of the small project, where one file is the input; it goes when the bench does."""

    def __init__(self, name: str) -> None:
        folder = Path(mkdtemp(prefix="kcli-fuzz-")).resolve()
        finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self.root = folder / "project"
        shutil.copytree(PROJECT, self.root)
        self.name = name
        self.path = self.root / name
        self.limit = "csv-bytes" if name.endswith(".csv") else "yaml-bytes"

    def put(self, data: bytes) -> None:
        """Make these bytes the input."""
        self.path.write_bytes(data)

    def text(self, data: bytes | None = None) -> TextFile:
        """The input as text. Raises InputError for bytes that are none."""
        if data is not None:
            self.put(data)
        return read_text(self.path, self.name, root=self.root, limit=self.limit)

    def refused(self, problem: KcliError) -> bool:
        """Always False; an error that does not say what it should is none to be raised."""
        check_refusal(problem, self.root)
        return False


def check_refusal(problem: KcliError, root: Path) -> None:
    """An error's faults have codes that can be explained, and places that are there."""
    assert not isinstance(problem, CannotWriteError), problem
    assert problem.exit_status == 2, problem
    if isinstance(problem, UsageError):
        assert problem.message.strip()
        return
    assert isinstance(problem, InputError)
    assert problem.faults
    lines: dict[str, list[str] | None] = {}
    for fault in problem.faults:
        assert code_of(fault.code) is not None, fault
        assert fault.message.strip(), fault
        assert len(str(fault)) < LONGEST_LINE, fault
        if fault.where.path not in lines:
            lines[fault.where.path] = _lines(root / fault.where.path)
        _check_place(fault, lines[fault.where.path])


def _lines(path: Path) -> list[str] | None:
    """The lines of a file, as its readers count them; None where it is no text."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return list(io.StringIO(text, newline="")) if text else [""]
    except (OSError, ValueError):
        return None


def _check_place(fault: Fault, lines: list[str] | None) -> None:
    line, column = fault.where.line, fault.where.column
    assert line >= 0 <= column, fault
    assert line or not column, fault
    if lines is None or not line:
        return
    assert line <= len(lines) + 1, fault
    if line <= len(lines):
        assert column <= len(lines[line - 1]) + 1, fault
    if column and fault.got and fault.where.path.endswith(".csv"):
        assert fault.got in _cell(lines[line - 1 :], column), fault


def _cell(lines: list[str], column: int) -> str:
    """The cell that begins there, as the csv module of Python reads it."""
    text = io.StringIO("".join(lines)[column - 1 :], newline="")
    return normalize("NFC", next(csv.reader(text), [""])[0])
