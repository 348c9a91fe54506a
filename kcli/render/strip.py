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


def drawn(strip: Strip, number: int, width: int) -> tuple[str, ...]:
    """The lines of a row: one, and more where ranges would cover each other."""
    if width < NARROWEST:
        return ("",)
    words = dict(strip.cuts).get(number)
    if words is not None:
        return (_cut(words, width),)
    return tuple(_drawn(strip, dots, width) for dots in _apart(strip, strip.rows[number], width))


def _apart(strip: Strip, dots: Sequence[Dot], width: int) -> list[list[Dot]]:
    """The dots of each line: the first on which a range meets no other."""
    lines: list[list[Dot]] = [[]]
    for dot in dots:
        free = (line for line in lines if not any(_cover(strip, dot, o, width) for o in line))
        line = next(free, None)
        if line is None:
            lines.append([dot])
        else:
            line.append(dot)
    return lines


def _cover(strip: Strip, one: Dot, other: Dot, width: int) -> bool:
    """Whether both are ranges, and share a column."""
    if one.at is not None or other.at is not None:
        return False
    (first, last), (start, end) = _extent(strip, one, width), _extent(strip, other, width)
    return first <= end and start <= last


def _extent(strip: Strip, dot: Dot, width: int) -> tuple[int, int]:
    low, high = dot.bounds
    return _place(strip, low, width), _place(strip, high, width)


def _drawn(strip: Strip, dots: Sequence[Dot], width: int) -> str:
    """One line: intervals, then ranges, then dots over them; dots that meet become one."""
    ticks = _lines(strip, width)
    line = ["·" if place in ticks else " " for place in range(width)]
    for dot in dots:
        if dot.interval is not None:
            first, last = (_place(strip, end, width) for end in dot.interval)
            _fill(line, first, last, BETWEEN)
            if last > first:
                line[first], line[last] = "├", "┤"
    seen: dict[int, str] = {}
    for dot in dots:
        if dot.at is None:
            _fill(line, *_extent(strip, dot, width), RANGE)
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
