"""Dots on a scale, in characters: beside a table in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from kcli.render.pages.page import Dot, Strip

__all__ = ["LEAST", "axis", "drawn"]

LEAST = 20  # columns below which a strip is drawn under its table
NARROWEST = 8  # columns below which nothing is drawn: no two numbers fit on the scale
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5)
SEVERAL, BETWEEN, RANGE, CUT = "◉", "─", "═", "┄"


def axis(strip: Strip, width: int) -> str:
    """The scale in %, as far apart as its numbers have room; nothing where a dot has none."""
    if width < NARROWEST:
        return ""
    line = [" "] * width
    for tick in _ticks(strip, width):
        text = f"{round(100 * tick)}"
        place = min(_place(strip, tick, width), width - len(text))
        line[place : place + len(text)] = text
    return "".join(line).rstrip()


def drawn(strip: Strip, number: int, width: int) -> str:
    """One line: intervals, then ranges, then dots over them; marks that meet become one."""
    if width < NARROWEST:
        return ""
    words = dict(strip.cuts).get(number)
    if words is not None:
        return _cut(words, width)
    ticks = _lines(strip, width)
    line = ["·" if place in ticks else " " for place in range(width)]
    for dot in strip.rows[number]:
        if dot.interval is not None:
            first, last = (_place(strip, end, width) for end in dot.interval)
            _fill(line, first, last, BETWEEN)
            if last > first:
                line[first], line[last] = "├", "┤"
    seen: dict[int, str] = {}
    for dot in strip.rows[number]:
        if dot.at is None:
            first, last = (_place(strip, end, width) for end in dot.bounds)
            _fill(line, first, last, RANGE)
        place = _place(strip, _marked(dot), width)
        seen[place] = SEVERAL if place in seen else dot.mark
    for place, mark in seen.items():
        line[place] = mark
    return "".join(line).rstrip()


def _marked(dot: Dot) -> float:
    """Where its mark stands: on the share; of a range at the end that is known better."""
    low, high = dot.bounds
    if dot.at is not None:
        return dot.at
    return high if low <= 0 else low


def _fill(line: list[str], first: int, last: int, sign: str) -> None:
    line[first : last + 1] = sign * (last - first + 1)


def _cut(words: str, width: int) -> str:
    text = f" {words} " if len(words) + 4 <= width else ""
    left = (width - len(text)) // 2
    return CUT * left + text + CUT * (width - left - len(text))


def _place(strip: Strip, value: float, width: int) -> int:
    inside = min(max(value, strip.low), strip.high)
    return round((inside - strip.low) / (strip.high - strip.low) * (width - 1))


def _ticks(strip: Strip, width: int) -> Sequence[float]:
    span = strip.high - strip.low
    step = next((s for s in STEPS if span / s * 6 <= width), STEPS[-1])
    first = -(-round(strip.low * 1e6) // round(step * 1e6))
    count = int((strip.high - first * step) / step + 1e-9) + 1
    return [(first + place) * step for place in range(count)]


def _lines(strip: Strip, width: int) -> frozenset[int]:
    return frozenset(_place(strip, tick, width) for tick in _ticks(strip, width))
