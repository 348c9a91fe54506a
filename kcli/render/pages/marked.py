"""Lines some of whose words stand out: what two texts have otherwise."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Self

__all__ = ["Marked", "marked"]

# A word; of writing without spaces a single character; or a sign.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+|[^\w\s]")


class Marked(str):
    """A text with the places, from and to, that stand out; for most purposes a text like any."""

    __slots__ = ("marks",)
    marks: tuple[tuple[int, int], ...]

    def __new__(cls, text: str, marks: tuple[tuple[int, int], ...] = ()) -> Self:
        """The text itself, with its marks beside it."""
        made = super().__new__(cls, text)
        made.marks = marks
        return made

    def after(self, beginning: str) -> Marked:
        """The same behind a beginning that does not stand out."""
        shift = len(beginning)
        return Marked(beginning + self, tuple((a + shift, b + shift) for a, b in self.marks))


def marked(first: str, second: str) -> tuple[Marked, Marked]:
    """Two texts, each with the words that the other does not have there.

    Where they have nothing in common, nothing stands out.

    >>> one, two = marked("Is it good?", "Is it very good?")
    >>> one.marks, [two[a:b] for a, b in two.marks]
    ((), ['very'])
    """
    words = [list(_WORD.finditer(text)) for text in (first, second)]
    names = [[match.group().casefold() for match in found] for found in words]
    marks: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    matcher = SequenceMatcher(None, names[0], names[1], autojunk=False)
    codes = matcher.get_opcodes()
    alike = any(kind == "equal" for kind, *_ in codes)
    for kind, a, b, c, d in codes:
        if alike and kind != "equal":
            for side, (start, end) in enumerate(((a, b), (c, d))):
                if end > start:
                    there = words[side]
                    marks[side].append((there[start].start(), there[end - 1].end()))
    return Marked(first, tuple(marks[0])), Marked(second, tuple(marks[1]))
