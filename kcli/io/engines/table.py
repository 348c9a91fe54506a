"""A table of responses that comes in Arrow batches, and what is said where one cannot come."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from kcli.errors import Fault, InputError, UsageError, Where

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["ROWS", "Table", "needed", "unreadable"]

ROWS = 131_072  # of a batch


class Table(ABC):
    """Rows somewhere, with named columns.

    Attributes
    ----------
    name : str
        What to call it in messages.
    sha256 : str
        Of its bytes, where these are a file of the project; empty otherwise.
    """

    name: str
    sha256: str = ""

    @abstractmethod
    def header(self) -> list[str]:
        """The names of the columns. Raises InputError where it cannot be read."""

    @abstractmethod
    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Some columns of all rows, in order. Raises InputError where they cannot be read."""


def needed(module: str, extra: str, what: str) -> Any:
    """A module that comes with an extra. Raises UsageError where it is not installed."""
    try:
        return import_module(module)
    except ImportError:
        hint = f"pip install 'kcli-tracker[{extra}]'"
        raise UsageError(f"{what} needs {module.partition('.')[0]}", hint) from None


_ERROR = re.compile(r"(?:\w+\.)*\w*(?:Error|Exception)\b(?::|$)")


def unreadable(name: str, problem: BaseException) -> InputError:
    """What another program says of a file, in one line.

    Of an error in a worker's traceback the last line says what it was.
    """
    lines = [line.strip() for line in str(problem).splitlines() if line.strip()]
    first = lines[0] if lines else type(problem).__name__
    traced = any(line.startswith("Traceback (") for line in lines)
    ends = [line for line in lines if _ERROR.match(line)] if traced else []
    message = f"cannot be read: {' '.join([first, *ends[-1:]])}"
    return InputError([Fault("unreadable", message, Where(name))])
