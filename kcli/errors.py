"""Every error that kcli raises on purpose.

::

    KcliError               what ends a command, with its exit status
    ├── UsageError          2   arguments that name nothing, or cannot go together
    ├── InputError          2   files that cannot be used; carries every fault found
    └── CannotWriteError   74   the result has no place to go

Errors are data. As text they are what the command line prints of them, a fault a line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

__all__ = [
    "MOST_TOLD",
    "CannotWriteError",
    "Fault",
    "InputError",
    "KcliError",
    "UsageError",
    "Where",
    "nearest",
]


LONGEST_NAME = 100
MOST_TOLD = 200  # faults; one mistake may have been made four hundred times


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A place in a file; line and column count from 1, 0 where there is none."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.path]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with one place of one file."""

    code: str
    message: str
    where: Where
    got: str | None = None
    hint: str | None = None
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        """``file:line:column: code: what is wrong (got ...); hint``, no longer than a line may be.

        What is wrong with a whole file is told on its first line: every fault has a line.
        """
        got = f" (got {_cut(self.got, 60)!r})" if self.got is not None else ""
        hint = f"; {_cut(self.hint, 300)}" if self.hint else ""
        place = str(self.where) if self.where.line else f"{self.where.path}:1"
        return f"{place}: {self.code}: {_cut(self.message, 300)}{got}{hint}"


def _cut(text: str, length: int) -> str:
    """As much of a text as a line has room for."""
    return text if len(text) <= length else f"{text[: length - 3]}..."


class KcliError(Exception):
    """The root: whatever ends a command without a traceback."""

    exit_status = 70


class UsageError(KcliError):
    """The arguments name nothing, or cannot go together."""

    exit_status = 2

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """``what is wrong; hint``."""
        return "; ".join(part for part in (self.message, self.hint) if part)


class InputError(KcliError):
    """One or more files cannot be used; ``faults`` are in the order of the files."""

    exit_status = 2

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.where))
        super().__init__(self.faults)

    def __str__(self) -> str:
        """A line a fault; of a great many the first."""
        more = len(self.faults) - MOST_TOLD
        told = [*map(str, self.faults[:MOST_TOLD]), *([f"and {more} more"] if more > 0 else [])]
        return "\n".join(told)


class CannotWriteError(KcliError):
    """The result could not be written; nothing was left half-written."""

    exit_status = 74

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        """``cannot write file: why not``."""
        return f"cannot write {self.path}: {self.reason}"


def nearest(name: str, known: Iterable[str]) -> str | None:
    """``did you mean ...`` for a name that is not among the known ones, if one is close.

    A year or another number is no misspelling of its neighbour: nothing is guessed of it.
    """
    if len(name) > LONGEST_NAME or name.replace("-", "").isdecimal():
        return None
    candidates = list(known)
    begun = [candidate for candidate in candidates if candidate.startswith(name)]
    if len(name) > 2 and len(begun) == 1:
        return f"did you mean {begun[0]!r}?"
    close = get_close_matches(name, candidates, n=1, cutoff=0.6)
    if not close:
        folded = {candidate.casefold(): candidate for candidate in candidates}
        close = [folded[name.casefold()]] if name.casefold() in folded else []
    return f"did you mean {close[0]!r}?" if close else None
