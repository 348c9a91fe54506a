"""A large file in ranges, each summed by a thread of its own; all that is odd is left alone.

What a range cannot know (on which line it begins, whether a quote was opened
before it) only matters where something is out of the ordinary. Then nothing
of this is kept, and the file is read from its beginning instead.

The ranges depend on the file alone, and not on how many processors there are:
sums of weights are rounded in the same places on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Event

from kcli.cells.sums import Sums, pooled
from kcli.cells.tally import Tally, Units
from kcli.errors import InputError, Where
from kcli.io.responses import source
from kcli.io.responses.blocks import Block, StrictBlock
from kcli.io.responses.coder import Coder
from kcli.io.responses.identities import doubtful
from kcli.io.responses.layout import Layout
from kcli.io.responses.opening import ExtremeError, Reading, opened, plain
from kcli.io.responses.source import Piece
from kcli.io.responses.swift import swift_block
from kcli.model.questionnaire import Asking

__all__ = ["sums_of_ranges"]

SPLIT_FROM = 32_000_000  # bytes
_RANGES = 3  # each takes memory of its own


class _OddError(Exception):
    """Something that only a reader from the beginning can judge."""


@dataclass
class _Range:
    """One range of the file and what its rows sum to.

    Attributes
    ----------
    start, stop : in bytes
    lines : how many were read
    done : how many bytes were
    """

    start: int
    stop: int
    coder: Coder
    tally: Tally
    lines: int = 0
    done: int = 0


def sums_of_ranges(
    reading: Reading, askings: Sequence[Asking], items: Sequence[str]
) -> Sums | None:
    """The cells of several items; None where the file is small, or not plainly right."""
    if not _splits(reading):
        return None
    try:
        head, line, layout = _head(reading)
        found = [
            _Range(start, stop, Coder(layout, items), Tally(askings))
            for start, stop in reading.source.ranges(head, _RANGES)
        ]
    except (InputError, _OddError):
        return None
    digest = _read(reading, found, len(layout.header))
    if digest is None or len(doubtful([each.coder.identities for each in found])):
        return None
    reading.source.sha256, reading.source.apart = digest, True
    return _together(reading.source.name, found, line)


def _read(reading: Reading, found: Sequence[_Range], width: int) -> str | None:
    """Read all ranges at once; the hash of the file, or None where anything is odd."""
    stop = Event()

    def read(own: _Range) -> None:
        try:
            for piece in reading.source.pieces_between(own.start, own.stop, source.PIECE):
                if stop.is_set():
                    return
                _add(own, piece, width, reading)
                if reading.progress is not None and own is found[0]:
                    reading.progress(sum(each.done for each in found))
            own.coder.finish(Where(reading.source.name))
        except (InputError, ExtremeError, EOFError, _OddError):
            stop.set()

    with ThreadPoolExecutor(len(found) + 1) as threads:
        try:
            digest = threads.submit(reading.source.hash, stop.is_set)
            list(threads.map(read, found))
        except BaseException:
            stop.set()
            raise
    return None if stop.is_set() or not found else digest.result()


def _splits(reading: Reading) -> bool:
    """Whether the file is large, and its rows can be summed apart from one another.

    The degrees of freedom of replicate weights need all rows at once.
    """
    if reading.source.packed or reading.source.size < SPLIT_FROM:
        return False
    design = reading.questionnaire.waves[reading.wave].design
    return design is None or design.replicates is None


def _head(reading: Reading) -> tuple[int, int, Layout]:
    """How many bytes the header takes, the line after it, and the layout."""
    first = next(reading.source.pieces(64_000), None)
    if first is None or not first.data.strip():
        raise _OddError
    layout, rest = opened(reading, first)
    mark = 3 if _marked(reading) else 0
    return mark + len(first.data) - len(rest.data), rest.line, layout


def _marked(reading: Reading) -> bool:
    with reading.source.open() as stream:
        return stream.read(3) == b"\xef\xbb\xbf"


def _add(own: _Range, piece: Piece, width: int, reading: Reading) -> None:
    if b'"' in piece.data:
        raise _OddError
    block: Block | None
    if reading.reader == "strict":
        block = StrictBlock(reading.source.name, piece.data.decode(), piece.line, width, 0)
    else:
        block = swift_block(reading.source.name, piece, width)
    if block is None:
        raise _OddError
    coded = own.coder.code(block)
    if own.coder.faults:
        raise _OddError
    own.tally.add(plain(coded))
    own.lines = piece.after - 1
    own.done += len(piece.data)


def _together(name: str, found: Sequence[_Range], line: int) -> Sums:
    """The sums of all ranges: those of a later one have its names, and are added by name.

    ``line`` is the one on which the first range begins.
    """
    sums: Sums | None = None
    for each in found:
        coder = each.coder
        units = Units(coder.samples, coder.strata, coder.psus)
        unasked = {
            item: (count, replace(where, line=where.line + line - 1))
            for item, (count, where) in coder.unasked.items()
        }
        more = Sums(name, each.tally.cells(units), unasked, each.tally.rows(units))
        each.tally.clear()
        sums = more if sums is None else pooled(name, [sums, more])
        line += each.lines
    assert sums is not None
    return sums
