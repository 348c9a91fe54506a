"""A table with a described column for everything in it, whatever file it will stand in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

__all__ = ["Column", "Key", "Kind", "Row", "Table", "Value"]

Kind = Literal["string", "integer", "number", "boolean"]
Value = str | int | float | bool | None
Row = tuple[Value, ...]


@dataclass(frozen=True)
class Column:
    """``required`` columns have a value in every row; ``choices`` are all that there may be."""

    name: str
    kind: Kind
    text: str
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Key:
    """Columns of a table that name one row of another."""

    columns: tuple[str, ...]
    table: str
    others: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows under columns; the ``primary`` ones name a row."""

    name: str
    title: str
    text: str
    columns: tuple[Column, ...]
    primary: tuple[str, ...] = ()
    foreign: tuple[Key, ...] = ()
    rows: tuple[Row, ...] = ()

    def filled(self, rows: Iterable[Row]) -> Table:
        """The table with its rows, in the order of its columns; a blank text is no value.

        Raises ValueError for a row of another length.
        """
        size = len(self.columns)
        found = tuple(tuple(None if value == "" else value for value in row) for row in rows)
        if any(len(row) != size for row in found):
            raise ValueError(f"{self.name} has {size} columns")
        return replace(self, rows=found)

    def filled_by_name(self, rows: Iterable[Mapping[str, Value]]) -> Table:
        """The same with values by the names of the columns."""
        return self.filled([tuple(row[column.name] for column in self.columns) for row in rows])
