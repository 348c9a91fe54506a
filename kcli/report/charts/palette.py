"""Colours: names while a picture is drawn, then variables of a page or fixed colours.

The eight colours of the series, and the grey of don't know, stand out by 3 to 1
or more from a white page and from a dark one, and are told apart with any of
the three kinds of colour blindness. A mark's shape or place says the same.
"""

from __future__ import annotations

__all__ = ["DONT_KNOW", "INK", "MUTED", "PAPER", "RULE", "SERIES", "series", "shown"]

# While it is drawn a colour stands for its part; no other colour may come out of the library.
INK, PAPER, MUTED, RULE = "#000001", "#000002", "#000003", "#000004"
DONT_KNOW = "#000005"
_FIRST = 0x10
SERIES = ("#2266cc", "#bb8800", "#7733ff", "#776633", "#0099cc", "#cc2266", "#995599", "#ff3355")

_FIXED = {
    INK: "#1b1d21",
    PAPER: "#ffffff",
    MUTED: "#5b616b",
    RULE: "#c9cdd3",
    DONT_KNOW: "#808890",
}
_NAMES = {
    INK: ("--ink", "currentColor"),
    PAPER: ("--paper", "Canvas"),
    MUTED: ("--muted", "currentColor"),
    RULE: ("--rule", "#9aa0a8"),
    DONT_KNOW: ("--dont-know", "#808890"),
}


def series(place: int) -> str:
    """The colour of a series, from 0 on; after the last it begins again."""
    return f"#{_FIRST + place % len(SERIES):06x}"


def shown(colour: str, *, inline: bool) -> str:
    """A colour as it is written: a variable of the page with what it falls back to, or fixed."""
    if colour in _FIXED:
        name, otherwise = _NAMES[colour]
        return f"var({name}, {otherwise})" if inline else _FIXED[colour]
    place = int(colour[1:], 16) - _FIRST
    fixed = SERIES[place]
    return f"var(--series-{place + 1}, {fixed})" if inline else fixed
