"""What a report on disk has that it would not have now: a diff that a person can read."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from itertools import zip_longest

__all__ = ["Difference", "difference"]

MOST, WIDE = 40, 150
BEFORE = 60  # signs that are shown before the first that differs
_PICTURE = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_WORDS = re.compile(r"<(title|desc|text)\b[^>]*>([^<]*)<")
ALIKE = "every line is the same: only the ends of lines differ, or bytes that are no text"


@dataclass(frozen=True, slots=True)
class Difference:
    """Lines of a unified diff, as many as can be read; how many more there are."""

    path: str
    lines: tuple[str, ...]
    more: int


def difference(path: str, old: bytes, new: bytes, suffix: str) -> Difference:
    """The lines that go and those that come, each cut around what differs in it.

    Markup is cut at its tags, so that lines are short; of pictures only words are shown.
    """
    before, after = (_lines(data, suffix) for data in (old, new))
    found = list(unified_diff(before, after, lineterm="", n=1))[2:]
    lines = tuple(_readable(found))[:MOST] or (ALIKE,)
    return Difference(path, lines, max(0, len(found) - MOST))


def _lines(data: bytes, suffix: str) -> list[str]:
    text = data.decode("utf-8", errors="replace")
    if suffix == "html":
        text = _PICTURE.sub(_words_of, text).replace("><", ">\n<")
    return text.splitlines()


def _words_of(picture: re.Match[str]) -> str:
    """A picture as its words, and a hash of all that is drawn."""
    drawing = hashlib.sha256(picture.group().encode("utf-8", errors="replace")).hexdigest()
    words = (f"<{tag}>{text}</{tag}>" for tag, text in _WORDS.findall(picture.group()))
    return "\n".join(["<svg>", *words, f"<!-- drawing {drawing[:16]} -->", "</svg>"])


def _readable(found: Sequence[str]) -> Iterator[str]:
    """Lines that go stand in pairs with those that come; the rest are cut at their end."""
    place = 0
    while place < len(found):
        gone, come = _run(found, place, "-"), []
        if gone:
            come = _run(found, place + len(gone), "+")
            starts = [_start(a, b) for a, b in zip_longest(gone, come, fillvalue="")]
            yield from map(_cut, gone, starts)
            yield from map(_cut, come, starts)
        else:
            yield _cut(found[place], 0)
        place += len(gone) + len(come) or 1


def _run(found: Sequence[str], place: int, sign: str) -> list[str]:
    end = place
    while end < len(found) and found[end].startswith(sign):
        end += 1
    return list(found[place:end])


def _start(one: str, other: str) -> int:
    """Where to begin, so that the first sign that differs is seen; 0 for the whole."""
    if not one or not other or max(map(_width, (one, other))) <= WIDE:
        return 0
    same = next(
        (n for n, (a, b) in enumerate(zip(one[1:], other[1:], strict=False)) if a != b),
        min(len(one), len(other)) - 1,
    )
    return max(0, same - BEFORE)


def _cut(line: str, start: int) -> str:
    """As much of a line as there is room for; nothing in it that a terminal would obey."""
    told = f"{line[:1]}…{line[1 + start :]}" if start else line
    told = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in told)
    if _width(told) <= WIDE:
        return told
    kept, width = "", 1
    for sign in told:
        width += _width(sign)
        if width > WIDE:
            break
        kept += sign
    return f"{kept}…"


def _width(text: str) -> int:
    """The columns of a terminal that a text takes, at most."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
