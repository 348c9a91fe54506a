"""Texts to codes: what a cell says, whichever reader found it, and what it may not say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from kcli.errors import Where, nearest
from kcli.io.responses.blocks import Block
from kcli.io.responses.faults import Faults
from kcli.io.responses.texts import Places, Texts, text_of
from kcli.model.questionnaire import Asking

__all__ = ["UNKNOWN", "CodedColumn", "SplitColumn", "codes_of", "whole"]

UNKNOWN, _UNSEEN = -9, -10
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
        self._pairs = np.full(1 << 16, _UNSEEN, dtype=np.int32)
        self.unknown: dict[str, tuple[int, Where]] = {}

    def codes(self, block: Block) -> Places:
        """The place of each cell among the known values; ``UNKNOWN`` for others, shape (rows,)."""
        short = self._codes_of_pairs(block)
        if short is not None:
            return short
        places = block.places(self.column, self._texts)
        if len(self._texts) > len(self._codes):
            new = self._texts.since(len(self._codes))
            codes = np.array([self._code(text) for text in new], dtype=np.int32)
            self._codes = np.concatenate([self._codes, codes])
        found: Places = self._codes[places]
        if len(found) and found.min() == UNKNOWN:
            self._note(block, places, found)
        return found

    def _codes_of_pairs(self, block: Block) -> Places | None:
        """The same, where cells are so short that their bytes say which; None for unknown ones."""
        pairs = block.pairs(self.column)
        if pairs is None or not len(pairs):
            return None
        found: Places = self._pairs.take(pairs)
        if found.min() == _UNSEEN:
            for pair in np.unique(pairs[found == _UNSEEN]).tolist():
                self._pairs[pair] = self._code(text_of(pair))
            found = self._pairs.take(pairs)
        return None if found.min() == UNKNOWN else found

    def _code(self, text: str) -> int:
        found = self._known.get(text)
        return self._known.get(self._read(text), UNKNOWN) if found is None else found

    def _note(self, block: Block, places: Places, found: Places) -> None:
        rows = np.flatnonzero(found == UNKNOWN)
        names = self._texts.names
        values, first, counts = np.unique(places[rows], return_index=True, return_counts=True)
        for turn in np.argsort(first).tolist():
            text, count = names[values[turn]], int(counts[turn])
            if text in self.unknown:
                before, where = self.unknown[text]
                self.unknown[text] = before + count, where
            elif len(self.unknown) < _ENOUGH:
                where = block.where(int(rows[first[turn]]), self.column)
                self.unknown[text] = count, where

    def note_unknown(
        self, faults: Faults, check: str, code: str, what: str, known: Iterable[str]
    ) -> None:
        """Note each unknown value once, with how many rows have it."""
        names = list(known)
        for text, (count, where) in sorted(self.unknown.items()):
            rows = "1 row" if count == 1 else f"{count} rows"
            close = nearest(text, names)
            hint = f"{f'{close} ' if close else ''}known: {', '.join(dict.fromkeys(names))}"
            faults.note_fault(check, code, f"an unknown {what} in {rows}", where, text, hint)


class SplitColumn:
    """A column with the codes of all answers to a question, divided by semicolons.

    Parameters
    ----------
    column : place of the column
    known : places of the options by code
    options : how many there are
    """

    def __init__(self, column: int, known: Mapping[str, int], options: int) -> None:
        self.column = column
        self._known, self._options = known, options
        self._texts = Texts()
        self._chosen = np.zeros((0, options), dtype=bool)
        self._wrong: dict[int, list[str]] = {}
        self.unknown: dict[str, tuple[int, Where]] = {}

    def chosen(self, block: Block) -> NDArray[np.bool_]:
        """Who chose what, shape (rows, options); codes that are not known are noted."""
        places = block.places(self.column, self._texts)
        before = len(self._chosen)
        if len(self._texts) > before:
            more = np.zeros((len(self._texts) - before, self._options), dtype=bool)
            for number, text in enumerate(self._texts.since(before)):
                for code in dict.fromkeys(text.split(";")) if text else ():
                    found = self._known.get(code, self._known.get(whole(code), UNKNOWN))
                    if found != UNKNOWN:
                        more[number, found] = True
                    else:
                        self._wrong.setdefault(before + number, []).append(code)
            self._chosen = np.concatenate([self._chosen, more])
        if self._wrong:
            self._note(block, places)
        found_here: NDArray[np.bool_] = self._chosen[places]
        return found_here

    def _note(self, block: Block, places: Places) -> None:
        """Count the rows of each unknown code; the first row of a block comes first."""
        wrong = np.zeros(len(self._texts), dtype=bool)
        wrong[list(self._wrong)] = True
        rows = np.flatnonzero(wrong[places])
        values, first, counts = np.unique(places[rows], return_index=True, return_counts=True)
        for turn in np.argsort(first).tolist():
            row, count = int(rows[first[turn]]), int(counts[turn])
            for code in self._wrong[int(values[turn])]:
                if code in self.unknown:
                    before, where = self.unknown[code]
                    self.unknown[code] = before + count, where
                elif len(self.unknown) < _ENOUGH:
                    self.unknown[code] = count, block.where(row, self.column)

    def note_unknown_codes(self, faults: Faults, codes: Iterable[str]) -> None:
        """Note each unknown code once, with how many rows have it."""
        hint = f"known: {', '.join(codes)}"
        for code, (count, where) in sorted(self.unknown.items()):
            rows = "1 row" if count == 1 else f"{count} rows"
            message = f"an unknown code in {rows}"
            faults.note_fault("items", "unknown-code", message, where, code, hint)
