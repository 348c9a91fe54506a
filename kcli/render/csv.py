"""CSV: the records of one type, a row each; a spreadsheet takes no cell for a formula.

A text that begins with ``=``, ``+``, ``-``, ``@``, their full-width forms or a tab gets an
apostrophe before it, as OWASP advises; spaces before the sign change nothing. So does what
follows a line end or a semicolon, where a spreadsheet of some countries begins a cell.
Numbers are left alone. Invented data have a first column that says so.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

from kcli.errors import UsageError
from kcli.model.records import Result
from kcli.text.unseen import shown

if TYPE_CHECKING:
    from kcli.render import Settings

__all__ = ["render"]

# Where a cell may begin; spaces, and signs without a width; then a formula. Or a tab alone.
_FORMULA = re.compile(
    r"(^|[\n;])(?=(?:[^\S\n]|[\u200b-\u200f\u2060\u00ad])*[=+\-@＝＋－＠])|^(?=\t)"
)


def render(result: Result, settings: Settings) -> str:
    """The records of ``settings.records``, or of the first type there is."""
    kinds = list(dict.fromkeys(record.type for record in result.records))
    kind = settings.records or (kinds[0] if kinds else "")
    if settings.records and kind not in kinds:
        raise UsageError(f"there are no {kind!r} records", f"there are: {', '.join(kinds)}")
    rows = result.rows(kind)
    if result.synthetic:
        rows = [{"synthetic": "SYNTHETIC", **row} for row in rows]
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    if rows:
        writer.writerow(rows[0])
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return stream.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, tuple):
        value = ";".join(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _FORMULA.sub(r"\1'", shown(value))
    return value
