"""A wave's file of responses: all respondents at once, or only the sums over them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from kcli.cells.coded import Coded, CodedItem
from kcli.cells.sums import Sums
from kcli.cells.tally import Tally, Units
from kcli.errors import Fault, InputError, Where
from kcli.io.responses import source
from kcli.io.responses.batches import blocks_of
from kcli.io.responses.blocks import RAGGED, Block, StrictBlock
from kcli.io.responses.coder import Coder
from kcli.io.responses.identities import doubtful
from kcli.io.responses.layout import Layout
from kcli.io.responses.opening import LARGEST, LEAST, ExtremeError, Reading, opened, plain
from kcli.io.responses.ranges import sums_of_ranges
from kcli.io.responses.source import Piece
from kcli.io.responses.swift import swift_block
from kcli.model.questionnaire import Asking

__all__ = ["read_respondents", "read_sums"]

SWIFT_FROM = 400_000  # bytes of a piece from which whole columns are taken at once


def read_respondents(reading: Reading, items: Sequence[str]) -> Coded:
    """The respondents of a wave, with the items asked for. Raises InputError with every fault."""
    parts: list[Coded] = []
    texts: list[str] = []
    coder = _pass(reading, items, parts.append, texts)
    coded = _joined(parts, coder)
    named = coder.design.respondent is not None
    return _unit_free(replace(coded, respondents=tuple(texts) if named else None), coder)


def read_sums(reading: Reading, askings: Sequence[Asking]) -> Sums:
    """The cells of several items. Raises InputError with every fault of the file."""
    items = list(dict.fromkeys(asking.item for asking in askings))
    together = None if reading.table else sums_of_ranges(reading, askings, items)
    if together is not None:
        return together
    tally = Tally(askings)
    try:
        coder = _pass(reading, items, lambda block: tally.add(plain(block)))
    except ExtremeError:
        coded = read_respondents(reading, items)
        tally = Tally(askings)
        tally.add(coded)
        units = Units(coded.samples, coded.strata, coded.psus)
        return _sums(reading, tally, units, coded)
    units = Units(coder.samples, coder.strata, coder.psus)
    return _sums(reading, tally, units, coder)


def _sums(reading: Reading, tally: Tally, units: Units, read: Coder | Coded) -> Sums:
    cells = tally.cells(units, read.replication)
    return Sums(reading.source.name, cells, read.unasked, tally.rows(units))


def _pass(
    reading: Reading,
    items: Iterable[str],
    take: Callable[[Coded], None],
    texts: list[str] | None = None,
) -> Coder:
    """Read every row; raise InputError with all that is wrong with any of them."""
    items = list(items)
    blocks = _blocks(reading, items)
    layout = next(blocks)
    assert isinstance(layout, Layout)
    coder = Coder(layout, items)
    last = 1
    for block in blocks:
        assert isinstance(block, Block)
        coded = coder.code(block)
        last = block.last
        if not coder.faults and block.rows:
            take(coded)
            if texts is not None and coder.design.respondent is not None:
                texts += block.texts(layout.place[coder.design.respondent])
        if coder.too_ragged:
            break
    end = Where(layout.name, last)
    if not coder.rows and not coder.faults:
        message = "there are 0 respondents"
        raise InputError([Fault("no-rows", message, Where(layout.name, 1))])
    unsure = doubtful([coder.identities])
    if len(unsure):
        again = _blocks(reading, items)
        next(again)
        for block in again:
            assert isinstance(block, Block)
            coder.identities.name(block, unsure)
    coder.finish(end)
    return coder


def _blocks(reading: Reading, items: Sequence[str]) -> Iterator[Layout | Block]:
    """The layout of the file, then its rows."""
    if reading.table is not None:
        yield from blocks_of(reading.table, reading, items)
        return
    name, layout, done, ragged = reading.source.name, None, 0, 0
    blank: Piece | None = None
    for piece in reading.source.pieces(source.PIECE):
        part = piece
        done += len(piece.data)
        if layout is None:
            if not piece.data.strip():
                blank = blank or piece  # a header that is a blank line, if anything follows
                continue
            layout, part = opened(reading, blank or piece)
            yield layout
        if part.data:
            block = _block(reading, name, part, len(layout.header), RAGGED - ragged)
            ragged += len(block.ragged) if isinstance(block, StrictBlock) else 0
            yield block
        if reading.progress is not None:
            reading.progress(done)


def _block(reading: Reading, name: str, piece: Piece, width: int, most: int) -> Block:
    swift = reading.reader == "swift" or (
        reading.reader == "auto" and len(piece.data) >= SWIFT_FROM
    )  # fmt: skip
    block: Block | None = swift_block(name, piece, width) if swift else None
    if block is None:
        block = StrictBlock(name, piece.data.decode(), piece.line, width, most)
    block.last = block.last or piece.after
    return block


def _joined(parts: Sequence[Coded], coder: Coder) -> Coded:
    """Blocks of one file, one below the other."""
    first = parts[0]
    items = {
        item: CodedItem(
            first.items[item].options,
            np.concatenate([part.items[item].status for part in parts]),
            None
            if first.items[item].chosen is None
            else np.concatenate(
                [chosen for part in parts if (chosen := part.items[item].chosen) is not None]
            ),
        )
        for item in first.items
    }
    psus = [part.psu for part in parts if part.psu is not None]
    replicates = [part.replicates for part in parts if part.replicates is not None]
    return replace(
        first,
        sample=np.concatenate([part.sample for part in parts]),
        weight=np.concatenate([part.weight for part in parts]),
        strata=coder.strata,
        stratum=np.concatenate([part.stratum for part in parts]),
        psus=coder.psus,
        psu=np.concatenate(psus) if psus else None,
        items=items,
        replicates=np.concatenate(replicates) if replicates else None,
        replication=coder.replication,
    )


def _unit_free(coded: Coded, coder: Coder) -> Coded:
    """Weights have no unit: a sample's largest is made 1 where its squares might be lost.

    Raises InputError where the squares of others would be lost beside it.
    """
    declared = coder.design.replicates
    for place in np.unique(coded.sample):
        here = coded.sample == place
        largest = coded.weight[here].max()
        if largest and not LEAST < largest < LARGEST:
            coded.weight[here] /= largest
            if coded.replicates is not None and declared and declared.factors == "yes":
                coded.replicates[here] /= largest
        weights = coded.weight[here]
        if largest and weights[weights > 0].min() < LEAST:
            message = "the weights of a sample differ by more than 100 powers of ten"
            where = coder.layout.where(coder.design.weight or "")
            hint = "no sum would hold both"
            raise InputError([Fault("bad-weight", message, where, hint=hint)])
    return coded
