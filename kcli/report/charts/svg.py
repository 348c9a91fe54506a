"""From what the library draws to the SVG of a chart: lean, deterministic, with its words first."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

from kcli.report.charts.palette import INK, PAPER, shown

__all__ = ["FONTS", "Drawn"]

FONTS = (
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Apple SD Gothic Neo", '
    '"Malgun Gothic", "Noto Sans KR", "Noto Sans CJK KR", "Hiragino Sans", '
    '"Microsoft YaHei", "DejaVu Sans", sans-serif'
)
SHOWN = 600  # how wide a picture is in a page that has room
MARGIN = 16  # around a picture that stands alone
_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?|-?\d+e-?\d+")
_COLOUR = re.compile(r"#0000[0-9a-f]{2}")
_MARKS = re.compile(r"role-mark (\w+?)_\d+_marks")
_KEPT = {
    "d", "dx", "dy", "fill", "fill-opacity", "font-size", "font-weight", "opacity", "stroke",
    "stroke-dasharray", "stroke-width", "text-anchor", "transform", "x2", "y2",
}  # fmt: skip
_DEFAULTS = {
    ("opacity", "1"), ("fill-opacity", "1"), ("font-weight", "normal"), ("text-anchor", "start"),
    ("stroke-width", "0"),
}  # fmt: skip
_UNSEEN = {"background", "foreground"}


@dataclass(frozen=True, eq=False)
class Drawn:
    """A picture that is written when it is looked at.

    ``words`` are its title and its description. One that is inline has the
    colours of the page, which makes it narrower if need be and so sets its
    height; another stands alone, on white.
    """

    plots: tuple[tuple[float, float, Callable[[], str]], ...]
    """Of each its left edge, its top, and what gives the library's SVG."""
    size: tuple[int, int]
    words: tuple[str, str]
    inline: bool

    @cached_property
    def drawing(self) -> str:
        """The whole SVG; ``{id}`` in it stands for the id of the chart."""
        return _written(self)

    def __eq__(self, other: object) -> bool:
        """Whether both are the same picture."""
        return isinstance(other, Drawn) and self.drawing == other.drawing

    def __hash__(self) -> int:
        """Of the picture."""
        return hash(self.drawing)


def _written(picture: Drawn) -> str:
    (width, height), words, inline = picture.size, picture.words, picture.inline
    fonts = quoteattr(FONTS.replace('"', "'"))
    edge = 2 if inline else MARGIN  # signs at the very edge are whole
    box = (-edge, 0 if inline else -edge, width + 2 * edge, height + (0 if inline else 2 * edge))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="{" ".join(map(str, box))}"'
    )
    head += f' width="{SHOWN}"' if inline else f' width="{box[2]}" height="{box[3]}"'
    head += ' role="img" aria-labelledby="{id}-title {id}-description"'
    parts = [f"{head} font-family={fonts}>"]
    for name, text in zip(("title", "desc"), words, strict=True):
        kind = "title" if name == "title" else "description"
        parts.append(f'<{name} id="{{id}}-{kind}">{_safe(text)}</{name}>')
    if not inline:
        place = " ".join(
            f'{k}="{v}"' for k, v in zip(("x", "y", "width", "height"), box, strict=True)
        )
        parts.append(f'<rect {place} fill="{shown(PAPER, inline=False)}"/>')
    for left, top, library in picture.plots:
        root = ET.fromstring(library())  # noqa: S314 - the library wrote it, not a stranger
        drawn = "".join(_group(child, inline) for child in root)
        place = f"translate({_short(left)},{_short(top)})"
        parts.append(f'<g transform="{place}">{drawn}</g>')
    return "\n".join([*parts, "</svg>"])


def _safe(text: str) -> str:
    """Text of an SVG; braces are no place for an id."""
    return escape(text).replace("{", "&#123;").replace("}", "&#125;")


def _group(element: ET.Element, inline: bool) -> str:
    """An element without what nobody sees; a group that says nothing of its own is dropped."""
    tag = element.tag.rpartition("}")[2]
    if element.get("class") in _UNSEEN or element.get("display") == "none" or tag == "rect":
        return ""
    inside = "".join(_group(child, inline) for child in element)
    attributes = _attributes(element, inline)
    if tag == "g":
        if not inside:
            return ""
        name = _class_of(element)
        if name:
            attributes["class"] = name
        if not attributes:
            return inside
    if tag == "text":
        inside = _safe(element.text or "")
        if not inside:
            return ""
    told = "".join(f' {key}="{value}"' for key, value in sorted(attributes.items()))
    end = f">{inside}</{tag}>" if inside else "/>"
    return f"\n<{tag}{told}{end}"


def _class_of(element: ET.Element) -> str:
    name = element.get("class", "")
    found = _MARKS.search(name)
    if found is not None:
        return found.group(1).replace("_", "-")  # as the layer was called
    return next((part[5:] for part in name.split() if part.startswith("role-axis-")), "")


def _attributes(element: ET.Element, inline: bool) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in element.attrib.items():
        if key not in _KEPT or (key, value) in _DEFAULTS:
            continue
        plain = value.removesuffix("px") if key == "font-size" else value
        if key in ("fill", "stroke"):
            plain = _colour(value, inline)
        elif key not in ("text-anchor", "font-weight"):
            plain = _NUMBER.sub(lambda number: _short(float(number.group())), plain)
        if (key, plain) != ("transform", "translate(0,0)"):
            found[key] = plain
    if element.get("stroke-width") == "0":
        found.pop("stroke", None)
    return found


def _colour(value: str, inline: bool) -> str:
    if value in ("none", "transparent"):
        return "none"
    found = _COLOUR.fullmatch(value)
    return shown(found.group() if found else INK, inline=inline)


def _short(number: Any) -> str:
    """Two decimals at most, no sign before nought.

    >>> _short(3.14159), _short(-0.001), _short(120.0)
    ('3.14', '0', '120')
    """
    text = f"{round(float(number), 2) + 0.0:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
