"""Texts as a spreadsheet can hold them: cleaned, cut, measured, and names for sheets."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

__all__ = [
    "LONGEST",
    "Names",
    "Shown",
    "as_number",
    "as_range",
    "clean",
    "units",
    "web_address",
    "wide",
]

LONGEST = 32_767  # UTF-16 units of a cell
LONGEST_NAME = 31  # of a sheet's name
LONGEST_ADDRESS = 2_000  # Excel takes 2,079; a little is left for escapes

Shown = tuple[float, str]  # a number with its number format

_SIGNS = {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)}
_SIGNS |= {0x7F: 0x2421}
_SIGNS |= dict.fromkeys([*range(0x80, 0xA0), *range(0xFFFE, 0x10000)], 0xFFFD)
_SURROGATES = re.compile("[\ud800-\udfff]")
_NO_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_NUMBER = re.compile(
    r"(≈?)([+−-]?)(0|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,14})(\.[0-9]+)?(%?)"
)


def clean(text: str, most: int = LONGEST) -> str:
    r"""A text with nothing in it that XML forbids, a sign in its place; cut where it is too long.

    >>> clean("a\x00b\x1bc"), clean("one\r\ntwo")
    ('a␀b␛c', 'one\ntwo')
    """
    shown = _SURROGATES.sub("�", text.replace("\r\n", "\n").translate(_SIGNS))
    if units(shown) <= most:
        return shown
    note = f" … [cut: {units(shown):,} characters are more than a cell holds]"
    return _cut(shown, most - len(note)) + note


def units(text: str) -> int:
    """The length of a text as spreadsheets count it, in UTF-16.

    >>> units("a😀")
    3
    """
    return len(text) + sum(sign > "\uffff" for sign in text)


def _cut(text: str, most: int) -> str:
    """As many whole characters as fit."""
    kept = text[:most]
    while units(kept) > most:
        kept = kept[: -max(1, (units(kept) - most) // 2)]
    return kept


def wide(text: str) -> int:
    """The columns that a line takes: two for an East Asian sign, none for an accent.

    >>> wide("통일 a")
    6
    """
    if text.isascii():
        return len(text)
    return sum(_WIDTHS.get(unicodedata.east_asian_width(c), 1) for c in text if not _sits_above(c))


_WIDTHS = {"W": 2, "F": 2}


def _sits_above(sign: str) -> bool:
    return unicodedata.category(sign) in ("Mn", "Me", "Cf")


def as_number(text: str) -> Shown | None:
    """What a text that is a number shows, and the number format that shows it alike; else None.

    >>> as_number("1,096"), as_number("−9.9"), as_number("58%"), as_number("007")
    ((1096, '#,##0'), (-9.9, '0.0'), (0.58, '0%'), None)
    """
    found = _NUMBER.fullmatch(text)
    if found is None or len(text) > 20:
        return None
    about, sign, whole, fraction, percent = found.groups(default="")
    plain = float(f"{'' if sign in ('', '+') else '-'}{whole.replace(',', '')}{fraction}")
    decimals = len(fraction) - 1 if fraction else 0
    value = round(plain / 100, decimals + 2) if percent else plain if fraction else int(plain)
    shape = "#,##0" if "," in whole else "0"
    shape += f".{'0' * decimals}{percent}" if decimals else percent
    shape = f'"{about}"{shape}' if about else shape
    return value, f"+{shape};-{shape};{shape}" if sign == "+" else shape


def as_range(text: str) -> tuple[Shown | None, Shown | None] | None:
    """The ends of a range as it is printed; None for an end that is not told, or for no range.

    >>> as_range("26.5–50"), as_range("≥+3"), as_range("−50 to +40")[0], as_range("about")
    (((26.5, '0.0'), (50, '0')), ((3, '+0;-0;0'), None), (-50, '0'), None)
    """
    if text[:1] in ("<", "≤", ">", "≥"):
        end = as_number(text[1:])
        if end is None:
            return None
        return (end, None) if text[0] in (">", "≥") else (None, end)
    for between in (" to ", "–"):
        first, found, second = text.partition(between)
        ends = as_number(first), as_number(second)
        if found and None not in ends:
            return ends
    return None


def web_address(text: str) -> str | None:
    """An address that a link may lead to, escaped; None where it is no web address or too long."""
    if not text.startswith(("http://", "https://")) or not text.isprintable() or " " in text:
        return None
    escaped = quote(text, safe="%/:=&?~#+!$,;'@()*-._")
    return escaped if len(escaped) <= LONGEST_ADDRESS else None


class Names:
    """Names for sheets: valid, and no two alike, whatever their case."""

    def __init__(self) -> None:
        self._taken = {"history"}  # kept by Excel for itself

    def take(self, wish: str) -> str:
        """The name that is wished for, or one as near to it as can be.

        >>> names = Names()
        >>> names.take("a/b"), names.take("A:B"), names.take("'")
        ('a b', 'A B (2)', '’')
        """
        plain = clean(_NO_NAME.sub(" ", wish).replace("'", "’"))
        plain = " ".join(plain.split()) or "Sheet"
        name, count = _cut(plain, LONGEST_NAME).rstrip(), 1
        while {name.lower(), name.casefold()} & self._taken:
            count += 1
            tail = f" ({count})"
            name = _cut(plain, LONGEST_NAME - len(tail)).rstrip() + tail
        self._taken |= {name.lower(), name.casefold()}
        return name
