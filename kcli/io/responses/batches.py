"""Blocks of a table that comes in Arrow batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kcli.errors import InputError
from kcli.io.engines.table import Table
from kcli.io.responses.blocks import Block
from kcli.io.responses.layout import Layout
from kcli.io.responses.opening import Reading

__all__ = ["blocks_of", "layout_of"]


def layout_of(reading: Reading, name: str, header: Sequence[str]) -> Layout:
    """The columns of a table. Raises InputError for a header that will not do."""
    text = ",".join(header)
    layout = Layout(name, header, text, reading.questionnaire, reading.wave)
    faults = list(layout.faults(reading.declared))
    if faults:
        raise InputError(faults)
    return layout


def blocks_of(
    table: Table, reading: Reading, items: Sequence[str]
) -> Iterator[Layout | Block]:  # fmt: skip
    """The layout of a table, then its rows, of which only the columns that are needed are read."""
    from kcli.io.engines.arrow import ArrowBlock  # pyarrow comes with it

    layout = layout_of(reading, table.name, table.header())
    yield layout
    columns = layout.needed(items) or layout.header[:1]
    places = {layout.place[name]: at for at, name in enumerate(columns)}
    first = 1
    for batch in table.batches(columns):
        block = ArrowBlock(table.name, batch, places, first)
        first += block.rows
        yield block
