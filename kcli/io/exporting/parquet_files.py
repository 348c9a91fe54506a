"""Tables as Parquet, a file each, with the description of every column in it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from kcli.io.engines.table import needed
from kcli.io.exporting.tables import Table

__all__ = ["files"]


def files(tables: Sequence[Table]) -> dict[str, bytes]:
    """The bytes of each file, by its name. Raises UsageError without pyarrow."""
    parquet = needed("pyarrow.parquet", "parquet", "Parquet")
    arrow = needed("pyarrow", "parquet", "Parquet")
    return {f"{table.name}.parquet": _bytes(table, arrow, parquet) for table in tables}


def _bytes(table: Table, arrow: Any, parquet: Any) -> bytes:
    kinds = {
        "string": arrow.string(),
        "integer": arrow.int64(),
        "number": arrow.float64(),
        "boolean": arrow.bool_(),
    }
    schema = arrow.schema(
        [
            arrow.field(
                column.name,
                kinds[column.kind],
                nullable=not column.required,
                metadata={"description": column.text},
            )
            for column in table.columns
        ],
        metadata={"title": table.title, "description": table.text},
    )
    arrays = [
        arrow.array([row[place] for row in table.rows], field.type)
        for place, field in enumerate(schema)
    ]
    stream = io.BytesIO()
    parquet.write_table(arrow.Table.from_arrays(arrays, schema=schema), stream)
    return stream.getvalue()
