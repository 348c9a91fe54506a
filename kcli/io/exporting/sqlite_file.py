"""Tables in one SQLite database, with the description of every column in its statements."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from kcli.io.exporting.tables import Column, Table

__all__ = ["NAME", "files"]

NAME = "kcli.sqlite"
_KINDS = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}


def files(tables: Sequence[Table]) -> dict[str, bytes]:
    """The bytes of the database. Its tables are those that a query sees, booleans 0 and 1."""
    with TemporaryDirectory(prefix="kcli-") as folder:
        path = Path(folder, NAME)
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.execute("PRAGMA page_size = 4096")
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("BEGIN")
            for table in tables:
                database.execute(_created(table))
                marks = ", ".join("?" * len(table.columns))
                added = f"INSERT INTO {_quoted(table.name)} VALUES ({marks})"  # noqa: S608 - ours
                database.executemany(added, table.rows)
            database.execute("COMMIT")
        return {NAME: path.read_bytes()}


def _created(table: Table) -> str:
    lines = [_column(column) for column in table.columns]
    if table.primary:
        lines.append(f"PRIMARY KEY ({', '.join(map(_quoted, table.primary))})")
    body = "".join(
        f"  {line}{',' if place < len(lines) else ''}{_comment(table, place)}\n"
        for place, line in enumerate(lines, 1)
    )
    return f"CREATE TABLE {_quoted(table.name)} ( -- {table.text}\n{body})"


def _comment(table: Table, place: int) -> str:
    return f" -- {table.columns[place - 1].text}" if place <= len(table.columns) else ""


def _column(column: Column) -> str:
    found = f"{_quoted(column.name)} {_KINDS[column.kind]}"
    if column.required:
        found += " NOT NULL"
    if column.kind == "boolean":
        found += f" CHECK ({_quoted(column.name)} IN (0, 1))"
    return found


def _quoted(name: str) -> str:
    return f'"{name}"'
