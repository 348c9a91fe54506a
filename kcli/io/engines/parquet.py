"""Parquet, read by kcli itself with pyarrow: a file, or a folder of parts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kcli.errors import Fault, InputError, Where
from kcli.io.engines.table import ROWS, Table, needed, unreadable
from kcli.io.plain import open_bytes

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["ParquetTable"]

_PIECE = 1 << 22


class ParquetTable(Table):
    """One file, or the files of a folder by their names; all have the same columns."""

    def __init__(self, path: Path, name: str, root: Path) -> None:
        self._parquet = needed("pyarrow.parquet", "parquet", "Parquet")
        self.name = name
        self._root = root
        parts = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
        if not parts:
            message = "holds no file that ends in .parquet"
            raise InputError([Fault("no-rows", message, Where(name))])
        self._parts = [(part, name if part == path else f"{name}/{part.name}") for part in parts]
        with self._opened(*self._parts[0]) as file:
            self._header = file.schema_arrow.names

    @contextmanager
    def _opened(self, part: Path, name: str) -> Iterator[Any]:
        """One file. Raises InputError where it is none that may be read, or is no Parquet."""
        with open_bytes(part, name, root=self._root) as stream:
            try:
                # Otherwise what is to be read of the whole file is held in memory from the start.
                yield self._parquet.ParquetFile(stream, pre_buffer=False)
            except (OSError, ValueError) as problem:
                raise unreadable(name, problem) from None

    def header(self) -> list[str]:
        """The names of the columns."""
        return list(self._header)

    def hash(self) -> str:
        """The sha256 of the bytes, part after part."""
        found = hashlib.sha256()
        for part, name in self._parts:
            with open_bytes(part, name, root=self._root) as stream:
                while data := stream.read(_PIECE):
                    found.update(data)
        return found.hexdigest()

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Some columns of all rows. Raises InputError where a part has other columns."""
        for part, name in self._parts:
            with self._opened(part, name) as file:
                missing = [c for c in columns if c not in file.schema_arrow.names]
                if missing:
                    message = f"the column {missing[0]!r} is missing, which {self._parts[0][1]} has"
                    raise InputError([Fault("missing-column", message, Where(name))])
                yield from file.iter_batches(batch_size=ROWS, columns=list(columns))
        self.sha256 = self.hash()
