"""A large file in ranges, each summed by a thread of its own; all that is odd is left alone.

What a range cannot know (on which line a row stands, whether a quote was
opened before it) only matters where something is out of the ordinary. Then
nothing of this is kept, and the file is read from its beginning instead.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event

from kcli.cells.cells import pool
from kcli.cells.sums import Sums
from kcli.cells.tally import Tally, Units
from kcli.errors import InputError, Where
from kcli.io.responses.coder import Coder
from kcli.io.responses.identities import doubtful
from kcli.io.responses.layout import Layout
from kcli.io.responses.opening import ExtremeError, Reading, opened, plain
from kcli.io.responses.source import Piece
from kcli.io.responses.swift import swift_block
from kcli.model.questionnaire import Asking

__all__ = ["sums_of_ranges"]

SPLIT_FROM = 32_000_000  # bytes
_THREADS = 4


class _OddError(Exception):
    """Something that only a reader from the beginning can judge."""


@dataclass
class _Range:
    """One range of the file and what its rows sum to."""

    coder: Coder
    tally: Tally


def sums_of_ranges(
    reading: Reading, askings: Sequence[Asking], items: Sequence[str]
) -> Sums | None:
    """The cells of several items; None where the file is small, or not plainly right."""
    source = reading.source
    count = min(_THREADS, os.cpu_count() or 1)
    if count < 2 or not _splits(reading):
        return None
    try:
        head, layout = _head(reading)
        ranges = source.ranges(count)
        ranges[0] = (ranges[0][0] + head, ranges[0][1])
        found = [_Range(Coder(layout, items), Tally(askings)) for _ in ranges]
    except (InputError, _OddError):
        return None
    stop, done = Event(), [0] * len(ranges)

    def read(number: int) -> None:
        own, (start, end) = found[number], ranges[number]
        try:
            for piece in source.pieces_between(start, end):
                if stop.is_set():
                    return
                _add(own, piece, len(layout.header), source.name)
                done[number] += len(piece.data)
                if reading.progress is not None and number == 0:
                    reading.progress(sum(done))
            own.coder.finish(Where(source.name))
        except (InputError, ExtremeError, _OddError):
            stop.set()

    with ThreadPoolExecutor(len(ranges) + 1) as threads:
        try:
            digest = threads.submit(source.hash)
            list(threads.map(read, range(len(ranges))))
        except BaseException:
            stop.set()
            raise
    if stop.is_set() or len(doubtful([each.coder.identities for each in found])):
        return None
    source.sha256 = digest.result()
    return _together(source.name, found)


def _splits(reading: Reading) -> bool:
    """Whether the file is large, and its rows can be summed apart from one another.

    The degrees of freedom of replicate weights need all rows at once.
    """
    source = reading.source
    if source.packed or source.size < SPLIT_FROM or reading.reader == "strict":
        return False
    design = reading.questionnaire.waves[reading.wave].design
    return design is None or design.replicates is None


def _head(reading: Reading) -> tuple[int, Layout]:
    """How many bytes the header takes, and the layout."""
    first = next(reading.source.pieces(64_000), None)
    if first is None:
        raise _OddError
    layout, rest = opened(reading, first)
    mark = 3 if _marked(reading) else 0
    return mark + len(first.data) - len(rest.data), layout


def _marked(reading: Reading) -> bool:
    with reading.source.open() as stream:
        return stream.read(3) == b"\xef\xbb\xbf"


def _add(own: _Range, piece: Piece, width: int, name: str) -> None:
    if b'"' in piece.data:
        raise _OddError
    block = swift_block(name, piece.data, piece.line, width)
    if block is None:
        raise _OddError
    coded = own.coder.code(block)
    if own.coder.faults:
        raise _OddError
    own.tally.add(plain(coded))


def _together(name: str, found: Sequence[_Range]) -> Sums:
    """The sums of all ranges: those of a later one have its names, and are added by name."""
    parts = []
    for each in found:
        coder = each.coder
        units = Units(coder.samples, coder.strata, coder.psus)
        parts.append((each.tally.cells(units), each.tally.rows(units), coder.unasked))
    cells = {
        key: {
            sample: pool([part[key][sample] for part, _, _ in parts if sample in part[key]])
            for sample in dict.fromkeys(s for part, _, _ in parts for s in part[key])
        }
        for key in parts[0][0]
    }
    rows: dict[str, int] = {}
    for _, own, _ in parts:
        for sample, count in own.items():
            rows[sample] = rows.get(sample, 0) + count
    unasked = {item: said for _, _, some in parts for item, said in some.items()}
    return Sums(name, cells, unasked, rows)
