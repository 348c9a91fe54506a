"""Bars in the cells of a table: every share on one scale from 0 to 100, in characters.

A share that is known is a bar, whose end fades through its interval. A range
is no bar: it has two ends, and says of each whether it is reached.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kcli.model.records import Estimate
from kcli.render.pages.marks import nothing_said
from kcli.render.pages.page import Cell, Part, Table, Words
from kcli.text.languages import say
from kcli.text.people import NAMED

__all__ = ["bar", "with_bars"]

LEAST, MOST = 10, 24  # columns of a bar
_STUB, _GAP = 26, 2
FULL, INSIDE, BEYOND, TRACK = "█", "▓", "▒", "·"
RANGE, WHISKER = "═", "╌"
_EIGHTHS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")


def with_bars(parts: Sequence[Part], width: int, language: str = "en") -> tuple[Part, ...]:
    """The parts of a page, a bar below each share, and below all what the signs mean."""
    drawn = tuple(_drawn(part, width) if isinstance(part, Table) else part for part in parts)
    cells = [c for p in parts if isinstance(p, Table) for row in p.rows for c in row.cells]
    known = [cell.drawn for cell in cells if cell.drawn is not None and _can_be(cell.drawn)]
    key = _key(known, language)
    return (*drawn, Words("", (key,), "faint")) if key else drawn


def bar(record: Estimate, width: int) -> str:
    """One share in so many columns, none of them a space: a line that is never broken.

    >>> from types import SimpleNamespace as S
    >>> plain = dict(flags=(), population="experts", option_kind="substantive", low=None, high=None)
    >>> bar(S(share=0.575, **plain), 10)
    '█████▊····'
    >>> bar(S(share=None, bound_low=0.5, bound_high=1.0, bound_low_reached=False, **plain), 10)
    '·····(═══▸'
    """
    if record.share is None:
        return _range(record, width)
    if record.low is None or record.high is None:
        return _bar(record.share, width)
    first, at, last = (round(end * width) for end in (record.low, record.share, record.high))
    signs = FULL * first + INSIDE * (at - first) + BEYOND * (last - at)
    return signs.ljust(width, TRACK)


def _bar(share: float, width: int) -> str:
    """As long as the share, to an eighth of a column; none that is not nought is left out."""
    eighths = round(share * width * 8) or (1 if share else 0)
    return (FULL * (eighths // 8) + _EIGHTHS[eighths % 8]).ljust(width, TRACK)


def _range(record: Estimate, width: int) -> str:
    low, high = record.bound_low or 0.0, 1.0 if record.bound_high is None else record.bound_high
    first = min(math.floor(low * width + 1e-9), width - 2)
    last = max(math.ceil(high * width - 1e-9) - 1, first + 1)
    signs = [TRACK] * width
    if record.low is not None and record.high is not None:
        start, end = round(record.low * width), round(record.high * width)
        signs[start:end] = WHISKER * (end - start)
    signs[first : last + 1] = RANGE * (last + 1 - first)
    signs[first] = "◂" if low <= 0 else "[" if record.bound_low_reached else "("
    signs[last] = "▸" if high >= 1 else "]" if record.bound_high_reached else ")"
    return "".join(signs)


def _can_be(record: Estimate) -> bool:
    """Whether a share can be drawn: one of a sample, of which anything is known."""
    if nothing_said(record) is not None or record.option_kind == "score":
        return False
    if record.population in NAMED or "no_bound" in record.flags:
        return False
    return record.share is not None or record.bound_low is not None


def _drawn(table: Table, width: int) -> Table:
    """The table, its bars as wide as its columns have room for, all alike."""
    room = (width - _STUB) // max(1, len(table.columns)) - _GAP
    columns = max(LEAST, min(MOST, room))
    rows = tuple(
        replace(row, cells=tuple(_with_bar(cell, columns) for cell in row.cells))
        for row in table.rows
    )
    return replace(table, rows=rows)


def _with_bar(cell: Cell, width: int) -> Cell:
    record = cell.drawn
    if record is None or not _can_be(record):
        return cell
    return replace(cell, lines=(*cell.lines, (bar(record, width), "plain")))


def _key(records: Iterable[Estimate], language: str) -> str:
    """What the signs mean: of those that are drawn."""
    kinds = {
        "range" if record.share is None else "bar" if record.low is None else "interval"
        for record in records
    }
    if not kinds:
        return ""
    told = [say(f"bars.{kind}", language) for kind in ("bar", "interval", "range") if kind in kinds]
    return say("bars.key", language, signs="; ".join(told))
