"""Every error that kcli raises on purpose.

::

    KcliError               what ends a command, with its exit status
    ├── UsageError          2   arguments that name nothing, or cannot go together
    ├── InputError          2   files that cannot be used; carries every fault found
    └── CannotWriteError   74   the result has no place to go

Errors are data. Only the command line turns them into text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

__all__ = ["CannotWriteError", "Fault", "InputError", "KcliError", "UsageError", "Where", "nearest"]


LONGEST_NAME = 100


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


class KcliError(Exception):
    """The root: whatever ends a command without a traceback."""

    exit_status = 70


class UsageError(KcliError):
    """The arguments name nothing, or cannot go together."""

    exit_status = 2

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InputError(KcliError):
    """One or more files cannot be used; ``faults`` are in the order of the files."""

    exit_status = 2

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.where))
        super().__init__("; ".join(f"{fault.where}: {fault.message}" for fault in self.faults))


class CannotWriteError(KcliError):
    """The result could not be written; nothing was left half-written."""

    exit_status = 74

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


def nearest(name: str, known: Iterable[str]) -> str | None:
    """``did you mean ...`` for a name that is not among the known ones, if one is close."""
    if len(name) > LONGEST_NAME:
        return None
    candidates = list(known)
    close = get_close_matches(name, candidates, n=1, cutoff=0.6)
    if not close:
        folded = {candidate.casefold(): candidate for candidate in candidates}
        close = [folded[name.casefold()]] if name.casefold() in folded else []
    return f"did you mean {close[0]!r}?" if close else None
