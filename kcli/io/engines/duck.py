"""DuckDB as the reader: many files, folders, and paths that only it can follow."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kcli.io.engines.table import ROWS, Table, needed, unreadable

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["DuckTable"]

# Cells are text, as for the other readers; a row of another length is an error, never padded.
_CSV = (
    "read_csv(?, all_varchar = true, header = false, delim = ',', quote = '\"', escape = '\"', "
    "strict_mode = true, null_padding = false, ignore_errors = false, auto_detect = false, "
    "columns = {columns}, skip = {skip})"
)
_LINES = (  # each as it stands
    "read_csv(?, columns = {'line': 'VARCHAR'}, header = false, auto_detect = false, "
    "delim = E'\\x1f', quote = '', escape = '')"
)
_PARQUET = "read_parquet(?)"


class DuckTable(Table):
    """What one or several paths hold, as DuckDB reads them: CSV, or Parquet by their endings."""

    def __init__(self, path: str, name: str) -> None:
        """Open it. Raises UsageError without DuckDB, InputError where it cannot read the path."""
        self._duckdb = needed("duckdb", "duckdb", "--engine duckdb")
        needed("pyarrow", "duckdb", "--engine duckdb")
        self.name = name
        self._path = path
        with self._connected() as connection:
            if _is_parquet(path):
                self._source = _PARQUET
                found = connection.execute(f"DESCRIBE SELECT * FROM {_PARQUET}", [path])
                self._header = [row[0] for row in found.fetchall()]
            else:
                self._header = self._first_row(connection)
                self._source = _csv(len(self._header), skip=1)

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        """A database of its own. Raises InputError where it cannot read the path."""
        with self._duckdb.connect(":memory:") as connection:
            try:
                yield connection
            except (self._duckdb.Error, OSError) as problem:
                raise unreadable(self.name, problem) from None

    def _first_row(self, connection: Any) -> list[str]:
        """The header as it stands in the file: DuckDB would rename a column that stands twice."""
        rows = connection.execute(f"FROM {_LINES} LIMIT 1", [self._path]).fetchall()
        text = rows[0][0] if rows else None
        return next(csv.reader([text.removeprefix("\ufeff")])) if text else []

    def header(self) -> list[str]:
        """The names of the columns."""
        return list(self._header)

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Some columns of all rows. Raises InputError where DuckDB finds them faulty."""
        chosen = ", ".join(map(self._named, columns)) or "1"
        with self._connected() as connection:
            query = f"SELECT {chosen} FROM {self._source}"
            yield from connection.sql(query, params=[self._path]).to_arrow_reader(ROWS)

    def _named(self, column: str) -> str:
        """A column in SQL: by its name in Parquet, by its place in CSV."""
        if self._source == _PARQUET:
            return '"' + column.replace('"', '""') + '"'
        return f"c{self._header.index(column)} AS c{self._header.index(column)}"


def _csv(width: int, skip: int) -> str:
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(width))
    return _CSV.format(columns=f"{{{columns}}}", skip=skip)


def _is_parquet(path: str) -> bool:
    """Whether a path, pattern or folder is of Parquet files."""
    return path.rstrip("*/").endswith(("parquet", ".pq")) or ".parquet/" in path
