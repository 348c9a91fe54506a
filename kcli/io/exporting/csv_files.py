"""Tables as CSV, a file each: UTF-8, commas, and a cell that no spreadsheet computes."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from kcli.io.exporting.tables import Table, Value
from kcli.text.formulas import guarded

__all__ = ["files"]


def files(tables: Sequence[Table]) -> dict[str, bytes]:
    """The bytes of each file, by its name."""
    return {f"{table.name}.csv": _text(table).encode() for table in tables}


def _text(table: Table) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows([_cell(value) for value in row] for row in table.rows)
    return stream.getvalue()


def _cell(value: Value) -> Value:
    if isinstance(value, bool):
        return str(value).lower()
    return guarded(value) if isinstance(value, str) else value
