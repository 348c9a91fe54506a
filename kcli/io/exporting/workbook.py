"""Tables in one workbook, a sheet each: numbers as numbers, and no text as a formula."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kcli.errors import UsageError
from kcli.io.engines.table import needed
from kcli.io.exporting.tables import Table, Value
from kcli.text.unseen import shown

__all__ = ["NAME", "files"]

NAME = "kcli.xlsx"
MOST_ROWS, LONGEST = 1_048_576, 32_767  # of a sheet; UTF-16 units of a cell
LONG_AGO = datetime(1980, 1, 1)  # noqa: DTZ001 - a date of no zone, written as it is
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
OTHERS = "--format csv, parquet or sqlite holds it"


def files(tables: Sequence[Table]) -> dict[str, bytes]:
    """The bytes of the workbook. Raises UsageError without XlsxWriter, or for what is too large."""
    writer = needed("xlsxwriter", "report", "A workbook")
    for table in tables:
        _check(table)
    stream = io.BytesIO()
    book = writer.Workbook(stream, OPTIONS)
    book.set_properties({"title": "kcli export", "author": "kcli", "created": LONG_AGO})
    bold, plain = book.add_format({"bold": True}), book.add_format()
    for table in tables:
        page = book.add_worksheet(table.name)
        page.write_row(0, 0, [column.name for column in table.columns], bold)
        for place, column in enumerate(table.columns):
            page.write_comment(0, place, column.text, {"author": "kcli"})
            page.set_column(place, place, max(8, len(column.name) + 2))
        for line, row in enumerate(table.rows, 1):
            for place, value in enumerate(row):
                _write(page, line, place, value, plain)
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    book.close()
    return {NAME: stream.getvalue()}


def _write(page: Any, line: int, place: int, value: Value, plain: Any) -> None:
    if isinstance(value, bool):
        page.write_boolean(line, place, value)
    elif isinstance(value, int | float):
        page.write_number(line, place, value)
    elif value is not None and value.startswith("<r>") and value.endswith("</r>"):
        # XlsxWriter takes such a text for its own markup of fonts, so it is given in two parts.
        text = shown(value)
        page.write_rich_string(line, place, plain, text[:2], plain, text[2:])
    elif value is not None:
        page.write_string(line, place, shown(value))


def _check(table: Table) -> None:
    """Raise UsageError where a sheet cannot hold the table."""
    if len(table.rows) >= MOST_ROWS:
        rows = f"{len(table.rows):,} rows"
        raise UsageError(f"{table.name} has {rows}, more than a sheet holds", OTHERS)
    for line, row in enumerate(table.rows, 2):
        for column, value in zip(table.columns, row, strict=True):
            if isinstance(value, str) and len(shown(value).encode("utf-16-le")) > 2 * LONGEST:
                where = f"{table.name}, row {line}, {column.name}"
                raise UsageError(f"{where}: a text is longer than a cell holds", OTHERS)
