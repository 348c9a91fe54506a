"""CSV as records of text: RFC 4180, comma, one header row, every row as long as it.

The csv module of the standard library splits the cells, strictly. Line
numbers are those of the file, also after a line end inside a quoted cell.
"""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from unicodedata import normalize

from kcli.errors import Fault, InputError, Where, nearest
from kcli.io.limits import how_to_raise, limits
from kcli.io.plain import TextFile

__all__ = [
    "Record",
    "Table",
    "cell_where",
    "check_dialect",
    "read_rows",
    "read_table",
    "records_of",
]

_CELL = re.compile(r'"(?:[^"]|"")*"|[^,\r\n]*')
_LINE_END = re.compile(r"\r\n|\r|\n")  # what the csv module takes for one


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
        return list(io.StringIO(self.file.text, newline=""))

    def where(self, line: int, column: str) -> Where:
        """The place of a cell in the row that begins on ``line``."""
        below = bisect_right(self.records, line, key=lambda record: record.line)
        end = self.records[below].line - 1 if below < len(self.records) else None
        rest = "".join(self._lines[line - 1 : end])
        place = self.header.index(column) if column in self.header else len(self.header)
        return cell_where(self.file.name, line, rest, place)


def cell_where(name: str, line: int, rest: str, column: int) -> Where:
    """The place of a cell, of which there are ``column`` before it in the row on ``line``.

    ``rest`` is the text of the file from that line on, as far as the row may go.
    """
    offset = 0
    for _ in range(column):
        match = _CELL.match(rest, offset)
        offset = (match.end() if match else offset) + 1
    ends = [match.end() for match in _LINE_END.finditer(rest, 0, offset)]
    start = ends[-1] if ends else 0
    return Where(name, line + len(ends), offset - start + 1)


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
    return records_of(file.name, file.text, 1)


def records_of(name: str, text: str, first: int) -> Iterator[tuple[int, list[str]]]:
    """The records of a piece of a file that begins on line ``first``.

    Raises InputError where it is not CSV, or where the header is wider than the limit.
    """
    most, widest = limits().cell_characters, limits().columns
    csv.field_size_limit(most)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = first
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            message = f"is not CSV: {problem}"
            hint = "a quote inside a quoted cell is written twice"
            if "field" in str(problem):
                hint = f"a cell has at most {most:,} characters; {how_to_raise('cell-characters')}"
            raise InputError([Fault("csv-syntax", message, Where(name, line), hint=hint)]) from None
        if line == 1 and len(cells) > widest:
            message = f"has {len(cells):,} columns, and not at most {widest:,}"
            fault = Fault("too-large", message, Where(name, 1), hint=how_to_raise("columns"))
            raise InputError([fault])
        yield line, [cell if cell.isascii() else normalize("NFC", cell) for cell in cells]
        line = first + reader.line_num


def header_of(name: str, text: str) -> tuple[list[str], str]:
    """The first record of a text, and how it is written. Raises InputError where it is not CSV."""
    records = records_of(name, text, 1)
    _, header = next(records)
    end = next(records, (None, []))[0]
    lines = islice(io.StringIO(text, newline=""), None if end is None else end - 1)
    return header, "".join(lines)


def check_dialect(name: str, header: list[str]) -> None:
    """Raise InputError where the cells are divided by something else than commas."""
    where = Where(name, 1)
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
    check_dialect(file.name, header)
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
