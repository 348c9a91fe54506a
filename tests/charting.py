"""Reading a picture back: every mark of an SVG, its class, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"
_MOVED = re.compile(r"translate\(([-\d.]+),([-\d.]+)\)")
_BOX = re.compile(r"M([-\d.]+),([-\d.]+)h([-\d.]+)v([-\d.]+)h")


@dataclass(frozen=True)
class Mark:
    """A mark in the units of the picture; a line has two ends, a box two corners."""

    name: str
    tag: str
    x: float
    y: float
    x2: float
    y2: float
    text: str
    attributes: dict[str, str]


def marks_of(svg: str) -> list[Mark]:
    """Every mark, in the order in which it is drawn."""
    return list(_walk(ET.fromstring(svg), "", 0.0, 0.0))


def named(marks: list[Mark], *names: str) -> list[Mark]:
    return [mark for mark in marks if mark.name in names]


def texts(svg: str) -> list[str]:
    return [mark.text for mark in marks_of(svg) if mark.tag == "text"]


def _walk(element: ET.Element, name: str, left: float, top: float) -> Iterator[Mark]:
    tag = element.tag.removeprefix(SVG)
    moved = _MOVED.search(element.get("transform", ""))
    if moved:
        left, top = left + float(moved[1]), top + float(moved[2])
    name = element.get("class", name)
    if tag == "line":
        ends = left + float(element.get("x2", 0)), top + float(element.get("y2", 0))
        yield Mark(name, tag, left, top, *ends, "", element.attrib)
    elif tag == "path":
        box = None if moved else _BOX.match(element.get("d", ""))  # a square is a sign
        if box:
            x, y, wide, tall = map(float, box.groups())
            corners = left + x, top + y, left + x + wide, top + y + tall
            yield Mark(name, tag, *corners, "", element.attrib)
        else:
            yield Mark(name, tag, left, top, left, top, "", element.attrib)
    elif tag == "text":
        yield Mark(name, tag, left, top, left, top, element.text or "", element.attrib)
    for child in element:
        yield from _walk(child, name, left, top)
