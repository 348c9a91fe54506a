"""Respondents stand once: their ids are kept as numbers, and only doubtful ones as text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from kcli.io.responses.blocks import Block
from kcli.io.responses.faults import Faults
from kcli.io.responses.layout import Layout
from kcli.io.responses.texts import Keys

__all__ = ["Identities", "doubtful"]

_KEYS = 1 << 22  # that are kept in one piece, which is given back to the system as a whole


class Identities:
    """The ids of all rows; eight bytes a row, sorted once at the end.

    Where two numbers are equal, ``doubtful`` says so, and the file is read again
    to find out whether the ids are, and on which lines they stand.
    """

    def __init__(self, layout: Layout, faults: Faults) -> None:
        name = layout.design.respondent
        self._column = None if name is None else layout.place[name]
        self._faults = faults
        self.keys: list[Keys] = []
        self._taken = 0  # of the last ones
        self._first: dict[str, int] = {}

    def look(self, block: Block) -> None:
        """Note the ids of a block; empty ones are faults."""
        if self._column is None or not block.rows:
            return
        for row in block.blank(self._column):
            message = "a respondent needs an id"
            where = partial(block.where, row, self._column)
            self._faults.note_fault("respondents", "empty-id", message, where)
        keys = block.keys(self._column)
        if not self.keys or self._taken + len(keys) > len(self.keys[-1]):
            self._close()
            self.keys.append(np.empty(max(_KEYS, len(keys)), dtype=np.uint64))
        self.keys[-1][self._taken : self._taken + len(keys)] = keys
        self._taken += len(keys)

    def _close(self) -> None:
        """The last keys are no more than there are."""
        if self.keys:
            self.keys[-1] = self.keys[-1][: self._taken]
        self._taken = 0

    def taken(self) -> list[Keys]:
        """All keys, let go of by whoever takes them."""
        self._close()
        keys, self.keys = self.keys, []
        return keys

    def name(self, block: Block, among: Keys) -> None:
        """Compare the texts of those ids whose numbers are doubtful; equal ones are faults."""
        column = self._column
        assert column is not None
        place = np.searchsorted(among, keys := block.keys(column))
        rows: NDArray[np.int64] = np.flatnonzero(among[np.minimum(place, len(among) - 1)] == keys)
        for row in rows.tolist():
            text = block.text(row, column)
            if not text.strip():
                continue  # told already
            if text in self._first:
                message = f"the respondent stands on line {self._first[text]} already"
                where = partial(block.where, row, column)
                self._faults.note_fault("respondents", "duplicate-id", message, where, text)
            else:
                self._first[text] = block.line(row)


def doubtful(identities: Sequence[Identities]) -> Keys:
    """The numbers that stand more than once, sorted; they are let go of."""
    kept = [keys for own in identities for keys in own.taken()]
    together = np.empty(sum(map(len, kept)), dtype=np.uint64)
    done = 0
    while kept:  # one after the other, so that no two copies of all are held
        keys = kept.pop()
        together[done : done + len(keys)] = keys
        done += len(keys)
    together.sort()
    return np.unique(together[1:][together[1:] == together[:-1]])
