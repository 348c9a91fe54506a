"""A CSV file as the cells that are written in it, quotes and all, so that every place is known."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

LINE_END = re.compile(r"\r\n|\r|\n")


def quoted(value: str) -> str:
    """A value as a cell: in quotes only where it must be."""
    return '"' + value.replace('"', '""') + '"' if re.search('[",\r\n]', value) else value


def plain(cell: str) -> str:
    """The value of a written cell."""
    return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell


def place_in(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset; LF, CRLF and CR each end a line."""
    ends = [end.end() for end in LINE_END.finditer(text, 0, offset)]
    return len(ends) + 1, offset - (ends[-1] if ends else 0) + 1


@dataclass(frozen=True)
class Sheet:
    """Rows of written cells, the header first."""

    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, text: str) -> Sheet:
        """The cells of a good file."""
        reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
        return cls(tuple(tuple(quoted(value) for value in row) for row in reader))

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(plain(cell) for cell in self.rows[0])

    @property
    def middle(self) -> int:
        """A row with rows before and after it, where there are enough."""
        return max(1, len(self.rows) // 2)

    def text(self, ends: Sequence[str] = ("\n",)) -> str:
        """The file, with line ends in turn."""
        lines = (",".join(row) + ends[n % len(ends)] for n, row in enumerate(self.rows))
        return "".join(lines)

    def value(self, row: int, column: str) -> str:
        return plain(self.rows[row][self.header.index(column)])

    def values(self, column: str) -> list[str]:
        """Those below the header."""
        return [self.value(row, column) for row in range(1, len(self.rows))]

    def at(
        self, row: int, column: str | None = None, ends: Sequence[str] = ("\n",)
    ) -> tuple[int, int]:
        """Line and column of a cell, or of the beginning of a row."""
        offset = sum(
            len(",".join(cells)) + len(ends[n % len(ends)])
            for n, cells in enumerate(self.rows[:row])
        )
        if column is not None:
            before = self.rows[row][: self.header.index(column)]
            offset += sum(len(cell) + 1 for cell in before)
        return place_in(self.text(ends), offset)

    def put(self, row: int, column: str, cell: str) -> Sheet:
        """A cell replaced by what is to be written there."""
        place = self.header.index(column)
        cells = self.rows[row]
        return self.with_row(row, (*cells[:place], cell, *cells[place + 1 :]))

    def with_row(self, row: int, cells: Sequence[str]) -> Sheet:
        return Sheet((*self.rows[:row], tuple(cells), *self.rows[row + 1 :]))

    def turned(self, column: str, turn: Callable[[str], str]) -> Sheet:
        """Every value of a column turned into what is to be written."""
        place = self.header.index(column)
        return Sheet(
            (
                self.rows[0],
                *(
                    (*row[:place], turn(plain(row[place])), *row[place + 1 :])
                    for row in self.rows[1:]
                ),
            )
        )

    def renamed(self, column: str, cell: str) -> Sheet:
        """Another cell in the header."""
        return self.put(0, column, cell)

    def with_column(self, name: str, cells: Callable[[int], str]) -> Sheet:
        """A last column; its cells by the number of the row, from 1."""
        return Sheet(
            tuple((*row, cells(n) if n else name) for n, row in enumerate(self.rows)),
        )

    def without(self, *columns: str) -> Sheet:
        keep = [n for n, name in enumerate(self.header) if name not in columns]
        return Sheet(tuple(tuple(row[n] for n in keep) for row in self.rows))

    def inserted(self, row: int, cells: Sequence[str]) -> Sheet:
        return Sheet((*self.rows[:row], tuple(cells), *self.rows[row:]))
