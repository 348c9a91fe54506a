"""The signs of a legend, drawn as they are in the picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from kcli.report.charts.palette import INK
from kcli.report.charts.plot import Plot

__all__ = ["SIGN", "Entry", "Sign", "draw_sign"]

SIGN = 30  # how wide the place of a sign is

Sign = Literal[
    "swatch", "point", "range", "reached", "not_reached", "arrow", "line", "thin", "upright",
    "break", "from_to", "from_and_to", "none",
]  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """A sign of the legend and what it means."""

    sign: Sign
    text: str
    colour: str = INK
    shape: str = "circle"
    opacity: float = 1


def draw_sign(ink: Plot, entry: Entry, left: float, middle: float) -> None:
    """The sign of an entry, in the first pixels of its place."""
    _SIGNS[entry.sign](ink, entry, (left, left + SIGN - 8), middle)


Ends = tuple[float, float]


def _none(ink: Plot, entry: Entry, ends: Ends, middle: float) -> None:
    """An entry of words alone."""


def _swatch(ink: Plot, entry: Entry, ends: Ends, middle: float) -> None:
    corners = (ends[0] + 5, middle - 7), (ends[1] - 1, middle + 7)
    ink.bar("key", *corners, entry.colour, opacity=entry.opacity, outline=entry.colour)


def _point(ink: Plot, entry: Entry, ends: Ends, middle: float) -> None:
    ink.point("key", (sum(ends) / 2, middle), entry.colour, shape=entry.shape)


def _line(ink: Plot, entry: Entry, ends: Ends, middle: float) -> None:
    ink.rule("key", (ends[0], middle), (ends[1], middle), entry.colour, width=2)


def _thin(ink: Plot, entry: Entry, ends: Ends, middle: float) -> None:
    line = (ends[0], middle), (ends[1], middle)
    ink.rule("key", *line, entry.colour, width=1, dash=(2, 3))


def _upright(ink: Plot, entry: Entry, ends: Ends, middle: float) -> None:
    half = sum(ends) / 2
    ink.rule("key", (half, middle - 8), (half, middle + 8), entry.colour)
    for edge in (middle - 8, middle + 8):
        ink.rule("key", (half - 3, edge), (half + 3, edge), entry.colour)


def _break(ink: Plot, entry: Entry, ends: Ends, middle: float) -> None:
    half = sum(ends) / 2
    ink.rule("key", (half, middle - 9), (half, middle + 9), entry.colour, dash=(5, 3))


def _ends(ink: Plot, entry: Entry, ends: Ends, middle: float) -> None:
    _line(ink, entry, ends, middle)
    ink.point("key", (ends[0] + 2, middle), entry.colour, hollow=True)
    shape = "triangle-right" if entry.sign == "from_to" else "circle"
    ink.point("key", (ends[1] - 2, middle), entry.colour, shape=shape)


def _range(ink: Plot, entry: Entry, ends: Ends, middle: float) -> None:
    left, end = ends
    colour = entry.colour
    ink.bar("key", (left, middle - 5), (end, middle + 5), colour, opacity=0.2)
    for edge in (middle - 5, middle + 5):
        ink.rule("key", (left, edge), (end, edge), colour, width=1)
    if entry.sign == "reached":
        ink.rule("key", (end, middle - 7), (end, middle + 7), colour, width=2)
    elif entry.sign == "not_reached":
        ink.point("key", (end, middle), colour, hollow=True)
    elif entry.sign == "arrow":
        ink.point("key", (end, middle), colour, shape="triangle-right")


_SIGNS: dict[Sign, Callable[[Plot, Entry, Ends, float], None]] = {
    "none": _none,
    "swatch": _swatch,
    "point": _point,
    "line": _line,
    "thin": _thin,
    "upright": _upright,
    "break": _break,
    "from_to": _ends,
    "from_and_to": _ends,
    "range": _range,
    "reached": _range,
    "not_reached": _range,
    "arrow": _range,
}
