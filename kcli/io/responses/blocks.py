"""Some rows of a file: what every reader yields, and what the checks ask of it.

Two readers make blocks. One takes the csv module and is strict about
everything; the other takes whole columns out of the bytes, of rows that are
plainly right, and leaves all others to the first. The same checks follow.
"""

from __future__ import annotations

import io
import math
import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kcli.errors import Where
from kcli.io.csv_records import cell_where, records_of
from kcli.io.responses.texts import PADDING, Keys, Pairs, Places, Texts, mixed
from kcli.model.figures import LEAST_WEIGHT

__all__ = ["RAGGED", "Block", "Floats", "StrictBlock", "read_number"]

NUMBER = re.compile(r"[0-9]{1,300}(?:\.[0-9]{1,300})?(?:[eE][-+]?[0-9]{1,3})?", re.ASCII)
RAGGED = 1_000  # rows of the wrong length after which a file is not read on
Floats = NDArray[np.float64]


class Block(ABC):
    """Rows of a file, all as long as its header.

    Attributes
    ----------
    name : str
        Of the file, for messages.
    rows : int
    """

    name: str
    rows: int
    last: int = 0
    """The line on which the next block begins."""

    @abstractmethod
    def places(self, column: int, texts: Texts) -> Places:
        """The place of each cell of a column among the texts of that column, shape (rows,)."""

    def pairs(self, column: int) -> Pairs | None:
        """The first two bytes of each cell and its divider, where these are all of it.

        Shape (rows,); None where a cell is longer, or may be.
        """
        del column
        return None

    @abstractmethod
    def texts(self, column: int) -> list[str]:
        """The cells of a column."""

    @abstractmethod
    def numbers(self, column: int) -> tuple[Floats, Sequence[int]]:
        """The numbers of a column, shape (rows,), and the rows whose text has to be looked at."""

    @abstractmethod
    def keys(self, column: int) -> Keys:
        """Equal numbers for equal cells, and hardly ever for others, shape (rows,)."""

    @abstractmethod
    def blank(self, column: int) -> Sequence[int]:
        """The rows in which a cell of a column holds nothing that is seen."""

    @abstractmethod
    def line(self, row: int) -> int:
        """The line on which a row begins."""

    @abstractmethod
    def where(self, row: int, column: int) -> Where:
        """The place of a cell."""

    @abstractmethod
    def text(self, row: int, column: int) -> str:
        """One cell."""


class StrictBlock(Block):
    """Rows as the csv module splits them."""

    def __init__(
        self, name: str, text: str, first: int, width: int, most: int = RAGGED
    ) -> None:  # fmt: skip
        """Split a piece of a file. Raises InputError where it is not CSV.

        ``first`` is the line on which the piece begins; rows of another ``width`` are in
        ``ragged``, each with its line and its cells. After more than ``most`` of them the
        rest is left, and ``last`` is the line of the last one.
        """
        self.name = name
        self._text, self._first = text, first
        self._lines: list[int] = []
        self.ragged: list[tuple[int, list[str]]] = []
        cells: list[list[str]] = []
        for line, row in records_of(name, text, first):
            if len(row) == width:
                self._lines.append(line)
                cells.append(row)
            else:
                self.ragged.append((line, row))
                if len(self.ragged) > most:
                    self.last = line
                    break
        self.rows = len(cells)
        self.head = cells[:2]
        self._columns: list[tuple[str, ...]] = list(zip(*cells, strict=True)) or [()] * width

    def places(self, column: int, texts: Texts) -> Places:
        """The place of each cell of a column among the texts of that column, shape (rows,)."""
        return texts.places(self.texts(column))

    def texts(self, column: int) -> list[str]:
        """The cells of a column."""
        return list(self._columns[column])

    def text(self, row: int, column: int) -> str:
        """One cell."""
        return self._columns[column][row]

    def numbers(self, column: int) -> tuple[Floats, Sequence[int]]:
        """The numbers of a column, and the rows whose text has to be looked at: all others."""
        values = np.array([read_number(text) for text in self._columns[column]])
        return values, np.flatnonzero(~np.isfinite(values)).tolist()

    def keys(self, column: int) -> Keys:
        """Equal numbers for equal cells, shape (rows,)."""
        return keys_of([text.encode() for text in self._columns[column]])

    def blank(self, column: int) -> Sequence[int]:
        """The rows in which a cell of a column holds nothing that is seen."""
        return [row for row, text in enumerate(self._columns[column]) if not text.strip()]

    def line(self, row: int) -> int:
        """The line on which a row begins."""
        return self._lines[row]

    def where(self, row: int, column: int) -> Where:
        """The place of a cell."""
        line = self._lines[row]
        start = line - self._first
        below = self._lines[row + 1] - self._first if row + 1 < self.rows else None
        rest = "".join(self._physical[start:below])
        return cell_where(self.name, line, rest, column)

    @cached_property
    def _physical(self) -> list[str]:
        return list(io.StringIO(self._text, newline=""))


def read_number(text: str) -> float:
    """A plain number, not negative; NaN for any other text, and for one too small to be kept."""
    if not NUMBER.fullmatch(text):
        return math.nan
    value = float(text)
    if value < LEAST_WEIGHT and any(digit in re.split("[eE]", text)[0] for digit in "123456789"):
        return math.nan
    return value


def keys_of(cells: Sequence[bytes]) -> Keys:
    """Equal numbers for equal cells; different ones for different cells of up to eight bytes."""
    data = b"".join(cells) + bytes(PADDING)
    length = np.fromiter(map(len, cells), dtype=np.int32, count=len(cells))
    start = np.zeros(len(cells), dtype=np.int64)
    np.cumsum(length[:-1], out=start[1:])
    return mixed(data, start, length)
