"""CSV as records of text: RFC 4180, comma, one header row, every row as long as it.

The csv module of the standard library splits the cells, strictly. Line
numbers are those of the file, also after a line end inside a quoted cell.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from unicodedata import normalize

from kcli.errors import Fault, InputError, Where, nearest
from kcli.io.limits import how_to_raise, limits
from kcli.io.plain import TextFile

__all__ = ["Record", "Table", "check_dialect", "read_rows", "read_table"]

_CELL = re.compile(r'"(?:[^"]|"")*"|[^,\r\n]*')


@dataclass(frozen=True, slots=True)
class Record:
    """One row: its cells by column name, and where it begins."""

    table: Table
    line: int
    cells: dict[str, str]

    def where(self, column: str) -> Where:
        """The place of a cell; line and column of its first character."""
        return self.table.where(self.line, column)


class Table:
    """A CSV file whose header is right; ``records`` and ``faults`` hold the rest."""

    def __init__(self, file: TextFile, header: list[str]) -> None:
        self.file = file
        self.header = header
        self.records: list[Record] = []
        self.faults: list[Fault] = []

    @cached_property
    def _lines(self) -> list[str]:
        return self.file.text.split("\n")

    def where(self, line: int, column: str) -> Where:
        """The place of a cell in the row that begins on ``line``."""
        rest = "\n".join(self._lines[line - 1 : line + 999])
        offset, number = 0, line
        for name in self.header:
            if name == column:
                break
            match = _CELL.match(rest, offset)
            end = match.end() if match else offset
            number += rest.count("\n", offset, end)
            offset = end + 1
        before = rest.rfind("\n", 0, offset) + 1
        return Where(self.file.name, number, offset - before + 1)


def read_table(file: TextFile, *, required: tuple[str, ...], known: tuple[str, ...]) -> Table:
    """The rows of a file with these columns.

    Raises InputError where no row can be trusted: dialect, csv-syntax,
    missing-column, unknown-column, duplicate-column, blank-column. Rows of the
    wrong length are faults of the table.
    """
    rows = read_rows(file)
    _, header = next(rows)
    _check_header(file, header, required, known)
    table = Table(file, header)
    for line, cells in rows:
        if not cells:
            message = "a blank line"
            table.faults.append(
                Fault("blank-line", message, Where(file.name, line), hint="remove it")
            )
        elif len(cells) != len(header):
            message = f"{len(cells)} cells where the header has {len(header)}"
            table.faults.append(Fault("ragged-row", message, Where(file.name, line)))
        else:
            table.records.append(Record(table, line, dict(zip(header, cells, strict=True))))
    if not table.records and not table.faults:
        table.faults.append(Fault("no-rows", "there is no row below the header", Where(file.name)))
    return table


def read_rows(file: TextFile) -> Iterator[tuple[int, list[str]]]:
    """Every record with the line it begins on. Raises InputError where it is not CSV."""
    most = limits().cell_characters
    csv.field_size_limit(most)
    reader = csv.reader(io.StringIO(file.text, newline=""), strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            where = Where(file.name, line)
            message = f"is not CSV: {problem}"
            hint = "a quote inside a quoted cell is written twice"
            if "field" in str(problem):
                hint = f"a cell has at most {most:,} characters; {how_to_raise('cell-characters')}"
            raise InputError([Fault("csv-syntax", message, where, hint=hint)]) from None
        if line == 1 and len(cells) > limits().columns:
            message = f"has {len(cells):,} columns, and not at most {limits().columns:,}"
            fault = Fault("too-large", message, Where(file.name, 1), hint=how_to_raise("columns"))
            raise InputError([fault])
        yield line, [cell if cell.isascii() else normalize("NFC", cell) for cell in cells]
        line = reader.line_num + 1


def check_dialect(file: TextFile, header: list[str]) -> None:
    """Raise InputError where the cells are divided by something else than commas."""
    where = Where(file.name, 1)
    if header and header[0].lower().startswith("sep="):
        message = "the first line is a spreadsheet's own"
        raise InputError([Fault("dialect", message, where, hint="remove it")])
    if len(header) == 1 and any(sign in header[0] for sign in ";\t|"):
        hint = "save it with commas"
        raise InputError(
            [Fault("dialect", "the cells are not divided by commas", where, hint=hint)]
        )


def _check_header(
    file: TextFile, header: list[str], required: tuple[str, ...], known: tuple[str, ...]
) -> None:
    check_dialect(file, header)
    where = Where(file.name, 1)
    faults = []
    for place, name in enumerate(header):
        if not name.strip():
            faults.append(Fault("blank-column", f"column {place + 1} has no name", where))
        elif name in header[:place]:
            faults.append(Fault("duplicate-column", f"two columns are named {name!r}", where))
        elif name not in known:
            hint = nearest(name, known) or f"known: {', '.join(known)}"
            faults.append(Fault("unknown-column", f"there is no column {name!r}", where, hint=hint))
    faults += [
        Fault("missing-column", f"the column {name!r} is missing", where)
        for name in required
        if name not in header
    ]
    if faults:
        raise InputError(faults)
