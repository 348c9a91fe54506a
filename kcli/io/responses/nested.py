"""Strata within samples, and sampling units within strata: a name means one only inside another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from kcli.io.responses.blocks import Block
from kcli.io.responses.faults import Faults
from kcli.io.responses.texts import Index, Keys, Places, Texts

__all__ = ["Nested"]


class Nested:
    """A column of names, each inside what another column says."""

    def __init__(self, column: str, place: int, check: str, faults: Faults) -> None:
        self._column, self._place = column, place
        self._check, self._faults = check, faults
        self._texts = Texts()
        self._index = Index()
        self._keys: list[int] = []  # by place: that of the outer name, and of the text

    def places(self, block: Block, outer: Places) -> Places:
        """The place of each row's name, given that of what it lies in, shape (rows,)."""
        for row in block.blank(self._place):
            message = f"{self._column!r} is empty"
            where = partial(block.where, row, self._place)
            self._faults.note_fault(self._check, "empty-design", message, where)
        inner = block.places(self._place, self._texts)
        keys = outer.astype(np.uint64) << np.uint64(32) | inner.astype(np.uint64)
        return self._index.places(keys, self._new)

    def _new(self, keys: Keys) -> range:
        known = len(self._keys)
        self._keys += keys.tolist()
        return range(known, len(self._keys))

    def names(self, outer: Sequence[str]) -> tuple[str, ...]:
        """Each of them as a path: a slash in a name is written as JSON Pointer does."""
        texts = [text.replace("~", "~0").replace("/", "~1") for text in self._texts.names]
        return tuple(f"{outer[key >> 32]}/{texts[key & 0xFFFFFFFF]}" for key in self._keys)
