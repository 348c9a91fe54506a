"""Texts to codes: what a cell says, whichever reader found it, and what it may not say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

import numpy as np

from kcli.errors import Where, nearest
from kcli.io.responses.blocks import Block
from kcli.io.responses.faults import Faults
from kcli.io.responses.texts import Places, Texts
from kcli.model.questionnaire import Asking

__all__ = ["CodedColumn", "codes_of", "whole"]

UNKNOWN = -9
_WHOLE = re.compile(r"([0-9]+)\.0+", re.ASCII)
_ENOUGH = 10_000  # unknown values of one column after which no more of them are noted


def codes_of(asking: Asking, *, ids: bool = True) -> dict[str, int]:
    """Each option's place by its code; by its id too, where that is no other option's code."""
    codes = {
        option.code or name: place for place, (name, option) in enumerate(asking.options.items())
    }
    if ids:
        for place, name in enumerate(asking.options):
            codes.setdefault(name, place)
    return codes


def whole(text: str) -> str:
    """``1.0``, as a spreadsheet or pandas may write the code 1."""
    match = _WHOLE.fullmatch(text)
    return match[1] if match else text


class CodedColumn:
    """A column whose cells are known values; unknown ones are counted, and the first is kept.

    Parameters
    ----------
    column : place and name of the column
    known : places by text
    read : how a text is turned into a known one that it may be another form of
    """

    def __init__(
        self, column: int, known: Mapping[str, int], read: Callable[[str], str] = str
    ) -> None:
        self.column = column
        self._known = known
        self._read = read
        self._texts = Texts()
        self._codes = np.empty(0, dtype=np.int32)
        self.unknown: dict[str, tuple[int, Where]] = {}

    def codes(self, block: Block) -> Places:
        """The place of each cell among the known values; ``UNKNOWN`` for others, shape (rows,)."""
        places = block.places(self.column, self._texts)
        new = self._texts.names[len(self._codes) :] if len(self._texts) > len(self._codes) else []
        if new:
            codes = np.array([self._code(text) for text in new], dtype=np.int32)
            self._codes = np.concatenate([self._codes, codes])
        found: Places = self._codes[places]
        if len(found) and found.min() == UNKNOWN:
            self._note(block, places, found)
        return found

    def _code(self, text: str) -> int:
        found = self._known.get(text)
        return self._known.get(self._read(text), UNKNOWN) if found is None else found

    def _note(self, block: Block, places: Places, found: Places) -> None:
        rows = np.flatnonzero(found == UNKNOWN)
        names = self._texts.names
        values, first, counts = np.unique(places[rows], return_index=True, return_counts=True)
        for value, place, count in zip(values, first, counts, strict=True):
            text = names[value]
            if text in self.unknown:
                before, where = self.unknown[text]
                self.unknown[text] = before + int(count), where
            elif len(self.unknown) < _ENOUGH:
                where = block.where(int(rows[place]), self.column)
                self.unknown[text] = int(count), where

    def tell(self, faults: Faults, check: str, code: str, what: str, known: Iterable[str]) -> None:
        """Note each unknown value once, with how many rows have it."""
        names = list(known)
        for text, (count, where) in sorted(self.unknown.items()):
            rows = "1 row" if count == 1 else f"{count} rows"
            close = nearest(text, names)
            hint = f"{f'{close} ' if close else ''}known: {', '.join(dict.fromkeys(names))}"
            faults.add(check, code, f"an unknown {what} in {rows}", where, text, hint)
