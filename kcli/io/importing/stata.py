"""Stata ``.dta``: answers, labels and tagged missing values, of every release since 8."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from kcli.io.importing.described import Described, Kind, said_und
from kcli.io.importing.encodings import guessed_note
from kcli.io.importing.readstat import encoding_of_labels, load, variables_of

__all__ = ["is_stata", "read"]

_RELEASE = re.compile(rb"<stata_dta><header><release>([0-9]+)</release>")
_UNICODE = 118  # the first release whose texts are UTF-8


def is_stata(start: bytes) -> bool:
    """Whether a file begins as one of Stata does; old ones with their release and byte order."""
    if start.startswith(b"<stata_dta>"):
        return True
    return len(start) > 3 and 104 <= start[0] <= 115 and start[1] in (1, 2) and start[2] == 1


def read(path: Path, name: str, encoding: str | None) -> Described:
    """A whole file. Raises InputError where it cannot be read."""
    with path.open("rb") as stream:
        found = _RELEASE.match(stream.read(64))
    guessed = None
    if encoding is None and (found is None or int(found[1]) < _UNICODE):
        guessed = encoding_of_labels("dta", path)
    loaded = load("dta", path, encoding or guessed)
    about = loaded[1]
    kinds = {column: _kind(about, column) for column in about.column_names}
    return Described(
        format="Stata",
        title=said_und(about.file_label),
        variables=variables_of(loaded, kinds, tag="."),
        rows=int(about.number_rows),
        notes=guessed_note(guessed),
    )


def _kind(about: Any, column: str) -> Kind:
    if about.readstat_variable_types.get(column) == "string":
        return "text"
    shown = str(about.original_variable_types.get(column, ""))
    return "date" if re.match(r"%-?[td]", shown) else "coded"
