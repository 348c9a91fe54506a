"""Whole columns out of the bytes of a file: for rows that are plainly right.

Every comma and line end of a piece is found at once; where each row has as
many as the header, the cells stand in a table of offsets, and a column is
taken from it without looking at a single row. A cell may stand in quotes; a
piece in which a quote, a carriage return or the length of a row is anything
out of the ordinary is left to the csv module.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from unicodedata import is_normalized

import numpy as np
from numpy.typing import NDArray

from kcli.errors import Where
from kcli.io.csv_records import cell_where
from kcli.io.limits import limits
from kcli.io.responses.blocks import Block, Floats, read_number
from kcli.io.responses.source import Piece
from kcli.io.responses.texts import PADDING, Keys, Pairs, Places, Texts, mixed, pairs_of

__all__ = ["SwiftBlock", "swift_block"]

COMMA, END, RETURN, QUOTE, POINT = b',\n\r".'
Bytes = NDArray[np.uint8]
_DIGITS = 15  # as many as a float holds exactly, whatever they are
_TENS = np.array([float(10**power) for power in range(_DIGITS + 1)])
_AT_ONCE = 1 << 18  # bytes
_WIDEST = 24  # characters of a number that are looked at all at once


class SwiftBlock(Block):
    """Rows by the offsets of their cells; ``swift_block`` makes one."""

    def __init__(self, name: str, data: bytes, first: int, ends: Places, *, quoted: bool) -> None:
        """``ends`` has the shape (columns, rows): where the divider behind each cell stands."""
        self.name = name
        self.rows = ends.shape[1]
        self._data, self._first = data, first
        self._dividers, self._quoted = ends, quoted
        self._returns = RETURN in data
        self._array = np.frombuffer(data, dtype=np.uint8)

    def _cells(self, column: int) -> tuple[Places, Places]:
        """Where the cells of a column begin and end, without quotes."""
        end = self._dividers[column]
        if column:
            start = self._dividers[column - 1] + 1
        else:
            start = np.empty_like(end)
            start[0], start[1:] = 0, self._dividers[-1, :-1] + 1
        if self._returns and column == len(self._dividers) - 1:
            end = end - (self._array[end - 1] == RETURN)
        if self._quoted:
            opened = (self._array[start] == QUOTE) & (end > start)
            start, end = start + opened, end - opened
        return start, end

    def places(self, column: int, texts: Texts) -> Places:
        """The place of each cell of a column among the texts of that column, shape (rows,)."""
        return texts.places_in(self._data, *self._cells(column))

    def pairs(self, column: int) -> Pairs | None:
        """The first two bytes of each cell and its divider, where these are all of it."""
        return None if self._quoted else pairs_of(self._array, *self._cells(column))

    def texts(self, column: int) -> list[str]:
        """The cells of a column."""
        starts, ends = self._cells(column)
        both = zip(starts.tolist(), ends.tolist(), strict=True)
        return [self._data[a:b].decode() for a, b in both]

    def text(self, row: int, column: int) -> str:
        """One cell."""
        start = int(self._dividers[column - 1, row]) + 1 if column else self._begin(row)
        end = int(self._dividers[column, row])
        if column == len(self._dividers) - 1 and self._data[end - 1 : end] == b"\r" and end > start:
            end -= 1
        if self._quoted and end > start and self._array[start] == QUOTE:
            start, end = start + 1, end - 1
        return self._data[start:end].decode()

    def _begin(self, row: int) -> int:
        """Where a row begins."""
        return int(self._dividers[-1, row - 1]) + 1 if row else 0

    def numbers(self, column: int) -> tuple[Floats, Sequence[int]]:
        """The numbers of a column, and the rows whose text has to be looked at.

        Up to fifteen digits with or without a point among them are a whole number over a power
        of ten: two numbers that a float holds exactly, so that their ratio is the nearest float.
        """
        start, end = self._cells(column)
        length = end - start
        plain = (length > 0) & (length <= _WIDEST)
        whole = np.zeros(self.rows, dtype=np.int64)
        digits, points, decimals = np.zeros((3, self.rows), dtype=np.int8)
        for place in range(min(int(length.max(initial=0)), _WIDEST)):
            there = length > place
            sign = self._array[start + np.minimum(place, length)]
            digit = there & (sign >= 48) & (sign <= 57)
            point = there & (sign == POINT)
            whole = np.where(digit, whole * 10 + (sign.astype(np.int64) - 48), whole)
            decimals += digit & (points > 0)
            digits += digit
            points += point
            plain &= digit | point | ~there
        plain &= (points == 0) | ((points == 1) & (decimals > 0) & (digits > decimals))
        value = whole / _TENS[np.minimum(decimals, _DIGITS)]
        more = np.flatnonzero(~plain | (digits > _DIGITS))
        if not len(more):
            return value, []
        cells = zip(start[more].tolist(), end[more].tolist(), plain[more].tolist(), strict=True)
        value[more] = [
            float(self._data[a:b]) if sure else read_number(self._data[a:b].decode())
            for a, b, sure in cells
        ]
        return value, more[~np.isfinite(value[more])].tolist()

    def keys(self, column: int) -> Keys:
        """Equal numbers for equal cells, shape (rows,)."""
        start, end = self._cells(column)
        return mixed(self._data, start, end - start)

    def blank(self, column: int) -> Sequence[int]:
        """The rows in which a cell of a column holds nothing that is seen."""
        start, end = self._cells(column)
        sign = self._array[start]
        # A cell that is not seen is empty, or begins with a space of one kind or another.
        rows = np.flatnonzero((start == end) | (sign <= 32) | (sign >= 128)).tolist()
        return [row for row in rows if not self.text(row, column).strip()]

    @cached_property
    def _line_ends(self) -> NDArray[np.int64]:
        return np.flatnonzero(self._array == END)

    def line(self, row: int) -> int:
        """The line on which a row begins."""
        return self._first + int(np.searchsorted(self._line_ends, self._begin(row)))

    def where(self, row: int, column: int) -> Where:
        """The place of a cell."""
        rest = self._data[self._begin(row) : int(self._dividers[-1, row]) + 1].decode()
        return cell_where(self.name, self.line(row), rest, column)


def swift_block(name: str, piece: Piece, width: int) -> SwiftBlock | None:
    """The rows of a piece of a file, or None where the csv module has to look at it."""
    data = piece.data
    if not width or not (data.isascii() or is_normalized("NFC", data.decode())):
        return None
    if not data.endswith(b"\n"):
        data += b"\n"
    array = np.frombuffer(data, dtype=np.uint8)
    inside = _inside(data, array)
    if inside is None:
        return None
    quote = len(inside) > 0
    found = _dividers(array, inside)
    if len(found) % width:
        return None
    ends = found.reshape(-1, width)
    # As many line ends as rows, and one behind each: then all others are commas.
    if quote:
        lines = int(np.count_nonzero(array[found] == END))
    elif RETURN in data:
        lines = data.count(b"\n")
    else:
        lines = piece.after - piece.line + (len(data) > len(piece.data))
    right = lines == len(ends) and bool((array[ends[:, -1]] == END).all())
    if not (right and _returns_end_rows(data, array, ends)):
        return None
    dividers = np.ascontiguousarray(ends.T)
    if _longest(dividers) > limits().cell_characters or (width == 1 and _has_empty(dividers)):
        return None
    return SwiftBlock(name, data + bytes(PADDING), piece.line, dividers, quoted=quote)


def _returns_end_rows(data: bytes, array: Bytes, ends: Places) -> bool:
    """Whether every carriage return stands before the end of a row."""
    if RETURN not in data:
        return True
    last = ends[:, -1]
    return int((array[np.maximum(last - 1, 0)] == RETURN).sum()) == data.count(b"\r")


def _longest(dividers: Places) -> int:
    """At least as many bytes as the longest cell has."""
    rows = np.diff(dividers[-1], prepend=-1)
    return int(rows.max(initial=0))


def _has_empty(dividers: Places) -> bool:
    """Whether a row of a single cell is empty, or as good as: the csv module tells which."""
    return bool((np.diff(dividers[0], prepend=-1) <= 3).any())


def _inside(data: bytes, array: Bytes) -> NDArray[np.bool_] | None:
    """What stands inside quotes, by byte, or nothing where there are none.

    None where a quote is anywhere but around a whole cell.
    """
    if QUOTE not in data:
        return np.empty(0, dtype=np.bool_)
    sign = array == QUOTE
    inside = np.logical_xor.accumulate(sign)
    if inside[-1]:
        return None
    at = np.flatnonzero(sign)
    opening, closing = at[::2], at[1::2]
    before = array[np.maximum(opening - 1, 0)]
    after = array[closing + 1]
    begins = (opening == 0) | (before == COMMA) | (before == END)
    finishes = (after == COMMA) | (after == END) | (after == RETURN)
    return inside if begins.all() and finishes.all() else None


def _dividers(array: Bytes, inside: NDArray[np.bool_]) -> Places:
    """Where the commas and line ends stand that divide cells: a little at a time, for the cache."""
    found = []
    for begin in range(0, len(array), _AT_ONCE):
        part = array[begin : begin + _AT_ONCE]
        divider = part == COMMA
        divider |= part == END
        if len(inside):
            divider &= ~inside[begin : begin + _AT_ONCE]
        found.append(np.flatnonzero(divider).astype(np.int32) + np.int32(begin))
    return np.concatenate(found)
