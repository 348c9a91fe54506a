"""CSV: the records of one type, a row each; a spreadsheet takes no cell for a formula.

Numbers are left alone. Invented data have a first column that says so.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from kcli.errors import UsageError
from kcli.model.records import Result
from kcli.render.envelope import marked_synthetic
from kcli.text.formulas import guarded

if TYPE_CHECKING:
    from kcli.render import Settings

__all__ = ["render"]


def render(result: Result, settings: Settings) -> str:
    """The records of ``settings.records``, or of the first type there is."""
    kinds = list(dict.fromkeys(record.type for record in result.records))
    kind = settings.records or (kinds[0] if kinds else "")
    if settings.records and kind not in kinds:
        raise UsageError(f"there are no {kind!r} records", f"there are: {', '.join(kinds)}")
    rows = result.rows(kind)
    if result.synthetic:
        rows = [marked_synthetic(row) for row in rows]
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    if rows:
        writer.writerow(rows[0])
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return stream.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, tuple):
        value = ";".join(map(str, value))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return guarded(value)
    return value
