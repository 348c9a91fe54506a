"""CSV as survey tools write it: any encoding, commas, semicolons or tabs."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kcli.errors import Fault, InputError, Where
from kcli.io.importing.encodings import decoded
from kcli.io.limits import how_to_raise, limits
from kcli.io.plain import open_bytes
from kcli.model.records import Note

__all__ = ["Sheet", "are_numbers", "misshapen", "read_all", "read_sheet", "unique_names"]

_DIVIDERS = ",;\t"


@dataclass(frozen=True)
class Sheet:
    """Rows of cells, all as long as the first; lines of nothing are left out."""

    name: str
    rows: list[list[str]]
    notes: tuple[Note, ...]

    def column(self, place: int, first: int) -> list[str]:
        """The cells of a column, stripped, from row ``first`` on."""
        return [row[place].strip() for row in self.rows[first:]]


def misshapen(name: str, message: str, hint: str | None = None, line: int = 1) -> InputError:
    """A file that is not shaped as its format is."""
    return InputError([Fault("import-shape", message, Where(name, line), hint=hint)])


def read_all(path: Path, name: str) -> bytes:
    """All bytes of a file. Raises InputError where it is too large, or no file."""
    most = limits().csv_bytes
    with open_bytes(path, name, root=path.resolve().parent) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        message = f"is larger than {most:,} bytes"
        hint = how_to_raise("csv-bytes")
        raise InputError([Fault("too-large", message, Where(name), hint=hint)])
    return data


def read_sheet(path: Path, name: str, encoding: str | None) -> Sheet:
    """A file of cells. Raises InputError where it cannot be read as that."""
    data = read_all(path, name)
    text, notes = decoded(data, name, encoding)
    if not text.strip():
        raise InputError([Fault("empty", "the file is empty", Where(name))])
    csv.field_size_limit(limits().cell_characters)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_divider(text), strict=True)
    rows: list[list[str]] = []
    short: list[int] = []
    try:
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            width = len(rows[0]) if rows else len(row)
            if len(row) > width and any(cell.strip() for cell in row[width:]):
                message = f"{len(row)} cells where the header has {width}"
                where = Where(name, reader.line_num)
                raise InputError([Fault("ragged-row", message, where)])
            if len(row) < width and rows and len(row) < width - 1:
                message = f"{len(row)} cells where the header has {width}"
                where = Where(name, reader.line_num)
                raise InputError([Fault("ragged-row", message, where)])
            if len(row) < width:
                short.append(reader.line_num)
            rows.append([*row[:width], *[""] * (width - len(row))])
    except csv.Error as problem:
        where = Where(name, reader.line_num)
        raise InputError([Fault("csv-syntax", f"is not CSV: {problem}", where)]) from None
    return Sheet(name, rows, (*notes, *_filled(short)))


def _filled(lines: Sequence[int]) -> Iterator[Note]:
    """That rows end before their last cell; ``lines`` are those on which they end."""
    if lines:
        rows = "1 row has" if len(lines) == 1 else f"{len(lines):,} rows have"
        first = f"line {lines[0]}" if len(lines) == 1 else f"the first on line {lines[0]}"
        text = f"{rows} one cell less than the header ({first}): the last is taken as empty."
        yield Note("short-rows", text)


def _divider(text: str) -> str:
    """The sign that divides the cells of the first line, outside of quotes."""
    line = next(iter(io.StringIO(text)), "")
    outside = "".join(line.split('"')[::2])
    counts = Counter(sign for sign in outside if sign in _DIVIDERS)
    return max(_DIVIDERS, key=lambda sign: counts[sign])


def unique_names(names: Iterable[str]) -> list[str]:
    """Names with a number behind those that stood before, and one for what has none.

    >>> unique_names(["q", "q", ""])
    ['q', 'q_2', 'column_3']
    """
    found: list[str] = []
    taken: set[str] = set()
    for place, name in enumerate(names, start=1):
        base = name or f"column_{place}"
        chosen, number = base, 2
        while chosen in taken:
            chosen, number = f"{base}_{number}", number + 1
        taken.add(chosen)
        found.append(chosen)
    return found


def are_numbers(cells: Sequence[str]) -> bool:
    """Whether every cell with something in it is a whole number: codes, not words."""
    return all(cell.removeprefix("-").isdecimal() for cell in cells if cell)
