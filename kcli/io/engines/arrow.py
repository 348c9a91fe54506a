"""Arrow batches as blocks of respondents: numbers are the text that a CSV would have of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

from kcli.errors import Fault, InputError, Where
from kcli.io.plain import REFUSED
from kcli.io.responses.blocks import Block, Floats, keys_of, read_number
from kcli.io.responses.texts import PADDING, Keys, Places, Texts, mixed

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["ArrowBlock"]

_SMALL = 1 << 16
_DELETE = 0x7F  # the first character beyond those of ASCII that are seen


class ArrowBlock(Block):
    """Rows of a batch. Their lines are their numbers, from 1, in the table.

    Parameters
    ----------
    name : of the table
    batch : some of its columns
    places : the place of each of these in the batch, by its place in the header
    first : the number of the first row
    """

    def __init__(
        self, name: str, batch: pa.RecordBatch, places: Mapping[int, int], first: int
    ) -> None:
        self.name = name
        self.rows = batch.num_rows
        self.last = first + self.rows
        self._first = first
        self._arrays = {place: batch.column(column) for place, column in places.items()}

    def places(self, column: int, texts: Texts) -> Places:
        """The place of each cell of a column among the texts of that column, shape (rows,)."""
        array = self._arrays[column]
        whole = _small_numbers(array)
        if whole is not None:
            return _places_of(whole, texts)
        coded = array if _is_dictionary(array) else array.dictionary_encode()
        names = [self._text(value, column) for value in coded.dictionary.to_pylist()]
        known = texts.places([*names, ""])
        at = coded.indices.fill_null(len(names)).to_numpy(zero_copy_only=False)
        return np.asarray(known[at], dtype=np.int32)

    def _text(self, value: object, column: int) -> str:
        """A value as it would stand in a CSV. Raises InputError for characters that are hidden."""
        text = as_text(value)
        hidden = REFUSED.search(text)
        if hidden is not None:
            sign = f"U+{ord(hidden.group()):04X}"
            message = f"the character {sign} cannot be seen and is not allowed"
            raise InputError([Fault("control-char", message, Where(self.name), hint="remove it")])
        return text

    def texts(self, column: int) -> list[str]:
        """The cells of a column."""
        return [self._text(value, column) for value in self._arrays[column].to_pylist()]

    def text(self, row: int, column: int) -> str:
        """One cell."""
        return as_text(self._arrays[column][row].as_py())

    def numbers(self, column: int) -> tuple[Floats, Sequence[int]]:
        """The numbers of a column, and the rows whose text has to be looked at."""
        array = self._arrays[column]
        if _is_number(array):
            values = array.cast("float64").to_numpy(zero_copy_only=False).copy()
            wrong = ~np.isfinite(values) | (values < 0) | np.signbit(values)
            return values, np.flatnonzero(wrong).tolist()
        values = np.array([read_number(text) for text in self.texts(column)])
        return values, np.flatnonzero(~np.isfinite(values)).tolist()

    def keys(self, column: int) -> Keys:
        """Equal numbers for equal cells, shape (rows,)."""
        found = _plain_bytes(self._arrays[column])
        if found is None:
            return keys_of([text.encode() for text in self.texts(column)])
        data, ends = found
        return mixed(data, ends[:-1], np.diff(ends))

    def blank(self, column: int) -> Sequence[int]:
        """The rows in which a cell of a column holds nothing that is seen."""
        array = self._arrays[column]
        if _is_number(array):
            return np.flatnonzero(array.is_null().to_numpy(zero_copy_only=False)).tolist()
        texts = Texts()
        places = self.places(column, texts)
        empty = np.array([not text.strip() for text in texts.names])
        return np.flatnonzero(empty[places]).tolist()

    def line(self, row: int) -> int:
        """The number of a row, from 1."""
        return self._first + row

    def where(self, row: int, column: int) -> Where:
        """The row of a cell."""
        return Where(self.name, self._first + row)


def as_text(value: object) -> str:
    """A value as it would stand in a CSV: nothing for null, digits for what is whole."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    return normalize("NFC", str(value))


def _is_dictionary(array: Any) -> bool:
    return hasattr(array, "dictionary")


def _is_number(array: Any) -> bool:
    from pyarrow import types

    return bool(types.is_integer(array.type) or types.is_floating(array.type))


def _plain_bytes(array: Any) -> tuple[bytes, NDArray[np.int32]] | None:
    """The cells as bytes behind each other, and where each begins, shape (rows + 1,).

    None for anything but whole numbers, and texts of characters that are seen, in ASCII.
    """
    from pyarrow import types

    whole = types.is_integer(array.type)
    if not (whole or types.is_string(array.type) or types.is_large_string(array.type)):
        return None
    texts = array.cast("string").fill_null("")
    _, offsets, held = texts.buffers()
    ends = np.frombuffer(offsets, np.int32, len(texts) + 1, 4 * texts.offset)
    data = bytes(memoryview(held)[ends[0] : ends[-1]]) if held is not None else b""
    signs = np.frombuffer(data, np.uint8)
    if not whole and ((signs < ord(" ")) | (signs >= _DELETE)).any():
        return None
    return data + bytes(PADDING), ends - ends[0]


def _small_numbers(array: Any) -> NDArray[np.int64] | None:
    """Whole numbers from 0 to 65,534, with -1 for null; None where some are none of these."""
    from pyarrow import types

    if not types.is_integer(array.type) or types.is_uint64(array.type) or not len(array):
        return None
    found: NDArray[np.int64] = array.cast("int64").fill_null(-1).to_numpy(zero_copy_only=False)
    negative = int((found < 0).sum()) - array.null_count
    if negative or int(found.max()) >= _SMALL - 1:
        return None
    return found


def _places_of(whole: NDArray[np.int64], texts: Texts) -> Places:
    there = np.flatnonzero(np.bincount(whole + 1, minlength=2))
    table = np.zeros(int(there[-1]) + 1, dtype=np.int32)
    table[there] = texts.places([str(number - 1) if number else "" for number in there.tolist()])
    return np.asarray(table[whole + 1], dtype=np.int32)
