"""Files that are no text, known by their first bytes, and what may be done with them instead."""

from __future__ import annotations

import re

from kcli.errors import Fault, InputError, Where

__all__ = ["refuse_binary"]

_UNPACK = "unpack it: what is in it may be imported"
_BESIDE = (
    "kcli new survey NAME@WAVE writes a questionnaire, and the responses are read as they are "
    "from datasets/NAME/WAVE.responses.parquet"
)
_EXPORT = "export the survey from the program that it was made with"
_LOOKS = (
    (re.compile(rb"PAR1\x15"), "Parquet", _BESIDE),
    (re.compile(rb"\x1f\x8b"), "gzip", _UNPACK),
    (re.compile(rb"BZh[1-9]\x31\x41\x59\x26\x53\x59"), "bzip2", _UNPACK),
    (re.compile(rb"\xfd7zXZ\x00"), "xz", _UNPACK),
    (re.compile(rb"\x28\xb5\x2f\xfd"), "zstd", _UNPACK),
    (re.compile(rb"7z\xbc\xaf\x27\x1c"), "7z", _UNPACK),
    (re.compile(rb"PK\x03\x04|PK\x05\x06"), "a ZIP archive", _UNPACK),
    (re.compile(rb"SQLite format 3\x00"), "a database of SQLite", _EXPORT),
    (re.compile(rb"ARROW1\x00"), "Arrow", _EXPORT),
    (re.compile(rb"\xd0\xcf\x11\xe0"), "an old Excel workbook", "save it as .xlsx"),
    (re.compile(rb"%PDF-"), "a PDF", _EXPORT),
)


def refuse_binary(data: bytes, name: str) -> None:
    """Raise InputError where a file that should be text begins as a known other one does."""
    for start, what, hint in _LOOKS:
        if start.match(data):
            message = f"looks like {what}, which is not imported"
            raise InputError([Fault("encoding", message, Where(name), hint=hint)])
