"""A picture in pixels, and the signs that the fonts of this machine do not have."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

import vl_convert as vlc

from kcli.report.charts.chart import Chart
from kcli.report.charts.svg import FONTS

__all__ = ["png_of", "unpainted"]

SCALE = 2  # pixels for each unit of the picture, so that text is sharp in print
_NO_SIGN = "\U0010fffd"  # a place that no font has a picture for


def png_of(chart: Chart) -> bytes:
    """The picture, in the fonts of this machine."""
    return vlc.svg_to_png(chart.svg, scale=SCALE)


def unpainted(charts: Sequence[Chart]) -> tuple[str, ...]:
    """The scripts of which no font here has the signs, by one sign of each: shown as boxes."""
    signs = {_script(sign): sign for chart in charts for sign in _signs(chart.svg)}
    if not signs:
        return ()
    box = _painted(_NO_SIGN)
    return tuple(sorted(script for script, sign in signs.items() if _painted(sign) == box))


def _signs(text: str) -> Iterable[str]:
    """Signs beyond Latin, Greek and Cyrillic, which every font has; in one order."""
    return sorted({sign for sign in text if sign > "\u0530" and sign.isprintable()}, reverse=True)


def _script(sign: str) -> str:
    """The first word of a sign's name: Hangul, Arabic; of Chinese characters CJK.

    >>> _script("한"), _script("中"), _script("😀")
    ('Hangul', 'CJK', 'Grinning')
    """
    name = unicodedata.name(sign, "unnamed signs").split()[0].split("-")[0]
    return name if name == "CJK" else name.capitalize()


def _painted(sign: str) -> bytes:
    fonts = FONTS.replace('"', "'")
    return vlc.svg_to_png(
        '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24">'
        f'<text x="2" y="18" font-family="{fonts}" font-size="16">{escape(sign)}</text></svg>'
    )
