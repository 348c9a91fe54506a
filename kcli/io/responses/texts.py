"""The distinct texts of a column, numbered as they are met, from text or from bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "PADDING",
    "Index",
    "Keys",
    "Pairs",
    "Places",
    "Texts",
    "mixed",
    "packed",
    "pairs_of",
    "text_of",
]

Places = NDArray[np.int32]
Keys = NDArray[np.uint64]
Bytes = NDArray[np.uint8]
Pairs = NDArray[np.uint16] | Bytes
Offsets = NDArray[np.integer[Any]]

_ODD = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio: spreads keys that lie close
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_MASKS = np.array([(1 << (8 * size)) - 1 for size in range(9)], dtype=np.uint64)
_SHORT, _LONG = 2, 8
_WIDEST = 64  # bytes of an id, beyond which each is hashed by itself
_DIVIDER = re.compile(rb"[,\r\n\0]")
PADDING = 8  # bytes that have to follow the last cell, so that eight may be taken at once


class _Numbered(dict[str, int]):
    """A text that is asked for gets the next number."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number


class Texts:
    """Texts and their places; a column of a file has one, through all its pieces."""

    def __init__(self) -> None:
        self._number = _Numbered()
        self._index = Index()

    @property
    def names(self) -> list[str]:
        """Every text so far, by its place."""
        return list(self._number)

    def __len__(self) -> int:
        return len(self._number)

    def since(self, place: int) -> list[str]:
        """The texts from a place on."""
        return list(islice(self._number, place, None))

    def places(self, cells: list[str]) -> Places:
        """The places of texts; new ones get a place of their own."""
        return np.array(list(map(self._number.__getitem__, cells)), dtype=np.int32)

    def places_in(self, data: bytes, start: Places, end: Places) -> Places:
        """The same for cells in UTF-8, from ``start`` to ``end``, shape (rows,).

        The bytes are followed by ``PADDING`` that belong to no cell.
        """
        length = end - start
        if int(length.max(initial=0)) <= _LONG:
            return self._index.places(packed(data, start, length), self._new)
        ends = end.tolist()
        cells = [data[a:b].decode() for a, b in zip(start.tolist(), ends, strict=True)]
        return self.places(cells)

    def _new(self, keys: Keys) -> Iterator[int]:
        """The places of the texts that keys pack: no text has a byte of 0."""
        for key in keys.tolist():
            yield self._number[key.to_bytes(8, "little").rstrip(b"\0").decode()]


def pairs_of(data: Bytes, start: Places, end: Places) -> Pairs | None:
    """Cells of at most two bytes, each with the divider behind a shorter one; else None.

    Where none is longer than a byte, that byte alone. No comma is part of a cell.
    """
    longest = int((end - start).max(initial=0))
    if longest > _SHORT:
        return None
    first = data.take(start)
    if longest < _SHORT:
        return first
    second = data.take(start + 1).astype(np.uint16)
    return np.asarray(first | second << np.uint16(8), dtype=np.uint16)


def text_of(pair: int) -> str:
    """The cell that one byte or two begin with."""
    return _DIVIDER.split(pair.to_bytes(2, "little"), maxsplit=1)[0].decode()


def packed(data: bytes, start: Offsets, length: Offsets) -> Keys:
    """Cells of at most eight bytes as whole numbers, the first byte lowest, shape (rows,)."""
    words: Keys = np.ndarray(
        (len(data) - PADDING + 1,), dtype="<u8", buffer=data, strides=(1,)
    )  # at every byte, the eight that begin there
    return np.asarray(words[start] & _MASKS[length], dtype=np.uint64)


def mixed(data: bytes, start: Offsets, length: Offsets) -> Keys:
    """The eight bytes that each cell begins with, and the rest of it mixed in."""
    keys = packed(data, start, np.minimum(length, 8))
    long = np.flatnonzero(length > _WIDEST)
    for row, begin, size in zip(
        long.tolist(), start[long].tolist(), length[long].tolist(), strict=True
    ):
        digest = blake2b(data[begin : begin + size], digest_size=8).digest()
        keys[row] = int.from_bytes(digest, "little")
    short = np.where(length > _WIDEST, 0, length)
    for done in range(8, int(short.max(initial=0)), 8):
        more = np.clip(short - done, 0, 8)
        here = more > 0
        word = packed(data, start[here] + done, more[here])
        spread = (keys[here] ^ (keys[here] >> np.uint64(29))) * _MIX
        keys[here] = spread ^ (word + np.uint64(done))
    return keys


class Index:
    """Whole numbers to places: a hash table whose look-ups take a column at a time."""

    def __init__(self) -> None:
        self._bits = 10
        self._keys = np.zeros(1 << self._bits, dtype=np.uint64)
        self._places = np.full(1 << self._bits, -1, dtype=np.int32)
        self._size = 0

    def places(self, keys: Keys, new: Callable[[Keys], Iterable[int]]) -> Places:
        """The place of each key; ``new(keys)`` gives those of keys that were never met."""
        found = self._look_up(keys)
        missing = found < 0
        if missing.any():
            met = _in_order(keys[missing])
            self._insert(met, np.fromiter(new(met), dtype=np.int32, count=len(met)))
            found = self._look_up(keys)
        return found

    def _slots(self, keys: Keys) -> NDArray[np.int64]:
        spread = (keys * _ODD) >> np.uint64(64 - self._bits)
        return spread.astype(np.int64)

    def _look_up(self, keys: Keys) -> Places:
        slot = self._slots(keys)
        found = np.where(self._keys[slot] == keys, self._places[slot], -1)
        # Whoever met another key there looks on, until it meets its own or an empty place.
        left = np.flatnonzero((found < 0) & (self._places[slot] >= 0))
        while len(left):
            slot[left] = (slot[left] + 1) & (len(self._keys) - 1)
            here = slot[left]
            same = self._keys[here] == keys[left]
            found[left[same]] = self._places[here[same]]
            left = left[~same & (self._places[here] >= 0)]
        return found.astype(np.int32, copy=False)

    def _insert(self, keys: Keys, places: Places) -> None:
        """Put distinct keys that are not there yet."""
        self._size += len(keys)
        if self._size * 2 > len(self._keys):
            taken = self._places >= 0
            keys = np.concatenate([self._keys[taken], keys])
            places = np.concatenate([self._places[taken], places])
            while self._size * 2 > 1 << self._bits:
                self._bits += 2
            self._keys = np.zeros(1 << self._bits, dtype=np.uint64)
            self._places = np.full(1 << self._bits, -1, dtype=np.int32)
        slot = self._slots(keys)
        while len(slot):
            # Of several keys that meet in one empty place the last one gets it.
            free = self._places[slot] < 0
            self._keys[slot[free]] = keys[free]
            won = free & (self._keys[slot] == keys)
            self._places[slot[won]] = places[won]
            slot, keys, places = slot[~won], keys[~won], places[~won]
            slot = (slot + 1) & (len(self._keys) - 1)


def _in_order(keys: Keys) -> Keys:
    """Distinct keys, as they are first met."""
    distinct, first = np.unique(keys, return_index=True)
    return np.asarray(distinct[np.argsort(first)], dtype=np.uint64)
