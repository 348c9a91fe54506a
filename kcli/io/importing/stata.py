"""Stata ``.dta``: answers, labels and tagged missing values, of every release since 8."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from kcli.io.importing.described import Described, Kind, said_und
from kcli.io.importing.encodings import guessed_note
from kcli.io.importing.readstat import (
    LettersError,
    Loaded,
    all_but_utf8,
    encoding_of_labels,
    load,
    variables_of,
)
from kcli.model.records import Note

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
    declared = found is not None and int(found[1]) >= _UNICODE
    loaded, notes = _loaded(path, encoding, declared=declared)
    about = loaded[1]
    kinds = {column: _kind(about, column) for column in about.column_names}
    return Described(
        format="Stata",
        title=said_und(about.file_label),
        variables=variables_of(loaded, kinds, tag="."),
        rows=int(about.number_rows),
        notes=notes,
    )


def _loaded(path: Path, encoding: str | None, *, declared: bool) -> tuple[Loaded, tuple[Note, ...]]:
    """A file in the encoding that is named, else as it declares, else as makes most sense."""
    if encoding is None and not declared:
        guessed = encoding_of_labels("dta", path)
        return load("dta", path, guessed), guessed_note(guessed)
    try:
        return load("dta", path, encoding), ()
    except LettersError:
        if encoding is not None or not all_but_utf8("dta", path):
            raise
        guessed = encoding_of_labels("dta", path)
        return load("dta", path, guessed), guessed_note(guessed, "UTF-8")


def _kind(about: Any, column: str) -> Kind:
    if about.readstat_variable_types.get(column) == "string":
        return "text"
    shown = str(about.original_variable_types.get(column, ""))
    return "date" if re.match(r"%-?[td]", shown) else "coded"
