"""Texts in a picture: cleaned, measured without any font, cut and wrapped.

No font is asked how wide a text is, or pictures would differ from machine to
machine. The widths are those of a wide sans-serif, so that in most fonts a
text is narrower than it is taken to be.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["BOLD", "clean", "cut", "width_of", "wrapped"]

BOLD = 1.12  # how much wider a text in bold is
_SIGNS: dict[int, int | None] = {
    code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A, 0x0D)
}
_SIGNS |= {0x7F: 0x2421}
_SIGNS |= dict.fromkeys([*range(0x80, 0xA0), *range(0xFFFE, 0x10000)], 0xFFFD)
# What would turn the text beside it around; texts of either direction stay what they are.
_SIGNS |= dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F])
_SURROGATES = re.compile("[\ud800-\udfff]")
_NARROW = frozenset("iljtfrI.,:;'|!()[]/- ·’‘`")
_BROAD = frozenset("mwMW%@…—＋−±×≈≤≥")


def clean(text: str) -> str:
    r"""One line without anything that XML forbids, a sign in its place.

    >>> clean("a\x00b\n c"), clean("\u202eabc")
    ('a␀b c', 'abc')
    """
    shown = text.translate(_SIGNS)
    return " ".join(_SURROGATES.sub("\ufffd", shown).split())


def width_of(text: str, size: float) -> float:
    """About how wide a text is, rather too wide than too narrow."""
    return size * sum(_em(sign) for sign in text)


def _em(sign: str) -> float:
    if sign in _NARROW:
        return 0.4
    if sign in _BROAD:
        return 0.95
    if sign.isascii():
        return 0.72 if sign.isupper() else 0.63
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0.0
    wide = unicodedata.east_asian_width(sign) in ("W", "F")
    return (1.3 if sign > "\uffff" else 1.0) if wide else 0.7


def cut(text: str, width: float, size: float) -> str:
    """As much of a text as has room, with an ellipsis where it is not all of it.

    >>> cut("United States", 60, 14)
    'Unite…'
    """
    if width_of(text, size) <= width:
        return text
    room = width - width_of("…", size)
    kept = ""
    for sign in text:
        room -= width_of(sign, size)
        if room < 0:
            break
        kept += sign
    return kept.rstrip() + "…"


def wrapped(text: str, width: float, size: float, most: int = 2) -> list[str]:
    """Lines that have room, broken between words, or anywhere in East Asian text.

    What is more than ``most`` lines is cut; so is a word that is longer than a line.

    >>> wrapped("one two three", 60, 14), wrapped("매우 어렵다", 50, 14)
    (['one two', 'three'], ['매우', '어렵다'])
    """
    lines = [""]
    rest = text
    for piece, after in _pieces(text):
        fits = width_of((lines[-1] + piece).rstrip(), size) <= width
        if not fits and lines[-1].strip() and len(lines) < most:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
            fits = width_of(piece.strip(), size) <= width
        if not fits:
            lines[-1] = cut((lines[-1] + rest).strip(), width, size)
            return lines
        lines[-1] = (lines[-1] + piece).lstrip()
        rest = after
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> list[tuple[str, str]]:
    """Words with the space before them, each with the text after it; Korean is broken at spaces."""
    words = re.findall(r"\s*\S+", text)
    found: list[str] = []
    for word in words:
        long = len(word) > 12 and any(unicodedata.east_asian_width(c) in "WF" for c in word)
        found += list(word) if long else [word]
    pieces, rest = [], text
    for piece in found:
        rest = rest[len(piece) :]
        pieces.append((piece, rest))
    return pieces
