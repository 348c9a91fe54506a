"""Texts that a spreadsheet would take for formulas.

A text that begins with ``=``, ``+``, ``-``, ``@``, their full-width forms or a tab gets an
apostrophe before it, as OWASP advises; spaces before the sign change nothing. So does what
follows a line end or a semicolon, where a spreadsheet of some countries begins a cell.
"""

from __future__ import annotations

import re

from kcli.text.unseen import shown

__all__ = ["guarded"]

# Where a cell may begin; spaces, and signs without a width; then a formula. Or a tab alone.
_FORMULA = re.compile(
    r"(^|[\n;])(?=(?:[^\S\n]|[\u200b-\u200f\u2060\u00ad])*[=+\-@＝＋－＠])|^(?=\t)"
)


def guarded(text: str) -> str:
    """The text as a cell of a CSV file that no spreadsheet computes.

    >>> guarded("=1+1"), guarded("a-b")
    ("'=1+1", 'a-b')
    """
    return _FORMULA.sub(r"\1'", shown(text))
