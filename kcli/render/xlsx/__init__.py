"""Workbooks as market researchers expect them: an index, a sheet a question, then the records.

A share is a number in per cent format, a bound two numbers beside its mark, a
text never a formula. Needs XlsxWriter, which ``pip install 'kcli-tracker[report]'``
brings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kcli.model.records import Result
from kcli.render.xlsx.book import write
from kcli.render.xlsx.layout import SYNTHETIC, sheets_of

if TYPE_CHECKING:
    from kcli.render import Settings

__all__ = ["render"]


def render(result: Result, settings: Settings) -> bytes:
    """The whole result."""
    sheets = sheets_of(result)
    return write(sheets, sheets[0].title, banner=SYNTHETIC if result.synthetic else "")
