"""SPSS ``.sav`` and ``.zsav``: answers, labels, user-missing values, sets, and the weight.

Pyreadstat reads all but the weight and what the file says of its encoding,
which stand in the dictionary at the head of the file.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from kcli.io.importing.described import Described, Kind, Several, clean, said_und
from kcli.io.importing.encodings import guessed_note
from kcli.io.importing.readstat import code_of, encoding_of_labels, load, variables_of

__all__ = ["MAGIC", "read"]

MAGIC = (b"$FL2", b"$FL3")
# Formats of days and hours; WKDAY and MONTH are numbers of them.
_DATES = (
    "DATE", "ADATE", "EDATE", "JDATE", "SDATE", "QYR", "MOYR", "WKYR", "DATETIME", "YMDHMS",
    "TIME", "MTIME", "DTIME",
)  # fmt: skip
_LONGEST_DICTIONARY = 1_000_000  # records
_LARGEST_DICTIONARY = 64_000_000  # bytes


@dataclass(frozen=True)
class _Head:
    weight: str | None
    """The short name of the variable that weighs."""
    encoded: bool
    """Whether the file says how its letters are encoded."""
    long_names: dict[str, str]


def read(path: Path, name: str, encoding: str | None) -> Described:
    """A whole file. Raises InputError where it cannot be read."""
    with path.open("rb") as stream:
        head = _head(BytesIO(stream.read(_LARGEST_DICTIONARY)))
    guessed = None
    if encoding is None and not head.encoded:
        guessed = encoding_of_labels("sav", path)
    loaded = load("sav", path, encoding or guessed)
    about = loaded[1]
    kinds = {column: _kind(about, column) for column in about.column_names}
    weight = None
    if head.weight is not None:
        short = head.weight
        weight = {key.upper(): value for key, value in head.long_names.items()}.get(
            short.upper(), short
        )
        folded = {clean(column).casefold(): clean(column) for column in about.column_names}
        weight = folded.get(weight.casefold())
    return Described(
        format="SPSS",
        title=said_und(about.file_label),
        variables=variables_of(loaded, kinds),
        rows=int(about.number_rows),
        sets=tuple(_sets(about)),
        weight=weight,
        notes=guessed_note(guessed),
    )


def _kind(about: Any, column: str) -> Kind:
    if about.readstat_variable_types.get(column) == "string":
        return "text"
    letters = str(about.original_variable_types.get(column, "")).rstrip("0123456789.")
    if letters in _DATES:
        return "date"
    return "number" if about.variable_measure.get(column) == "scale" else "coded"


def _sets(about: Any) -> list[Several]:
    """The multiple-response sets that the file declares, of columns that it has."""
    known = {clean(column).casefold(): clean(column) for column in about.column_names}
    found = []
    for name, body in (about.mr_sets or {}).items():
        columns = [known.get(clean(column).casefold()) for column in body["variable_list"]]
        there = tuple(column for column in columns if column is not None)
        counted = code_of(body["counted_value"]) if body["is_dichotomy"] else None
        if len(there) > 1 and counted != "":
            label = said_und(body["label"])
            found.append(Several(clean(name).lstrip("$"), label, there, counted))
    return found


def _head(stream: IO[bytes]) -> _Head:
    """What the dictionary says of the weight and the encoding; little of a file that is cut."""
    weight, encoded, long_names = None, False, dict[str, str]()
    try:
        start = stream.read(176)
        order = "<" if struct.unpack("<i", start[64:68])[0] in (2, 3) else ">"
        (index,) = struct.unpack(f"{order}i", start[76:80])
        place = 0
        for _ in range(_LONGEST_DICTIONARY):
            (kind,) = struct.unpack(f"{order}i", stream.read(4))
            if kind == 2:
                place += 1
                short = _variable(stream, order)
                weight = short if index and place == index else weight
            elif kind == 3:
                _value_labels(stream, order)
            elif kind == 4:
                (count,) = struct.unpack(f"{order}i", stream.read(4))
                _skip(stream, 4 * count)
            elif kind == 6:
                (lines,) = struct.unpack(f"{order}i", stream.read(4))
                _skip(stream, 80 * lines)
            elif kind == 7:
                subtype, size, count = struct.unpack(f"{order}iii", stream.read(12))
                body = stream.read(max(size * count, 0))
                if subtype == 13:
                    pairs = body.decode("latin-1").split("\t")
                    long_names = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
                encoded |= subtype == 20 and bool(body.strip(b"\0 "))
                if subtype == 3 and size == 4 and count >= 8:
                    # 2 is 7-bit ASCII, 3 "8-bit ASCII": neither says which letters.
                    encoded |= struct.unpack(f"{order}i", body[28:32])[0] > 4
            else:
                break
    except (struct.error, IndexError, ValueError, OverflowError):
        pass
    names = {short: _again(long) for short, long in long_names.items()}
    return _Head(weight, encoded, names)


def _again(text: str) -> str:
    """A name read byte by byte, as UTF-8 if it is that."""
    try:
        return clean(text.encode("latin-1").decode())
    except UnicodeDecodeError:
        return clean(text)


def _variable(stream: IO[bytes], order: str) -> str:
    """Pass a variable's record; its short name."""
    _, labelled, missing, _, _ = struct.unpack(f"{order}5i", stream.read(20))
    short = stream.read(8).decode("latin-1").strip()
    if labelled:
        (length,) = struct.unpack(f"{order}i", stream.read(4))
        _skip(stream, (length + 3) // 4 * 4)
    _skip(stream, 8 * abs(missing))
    return short


def _value_labels(stream: IO[bytes], order: str) -> None:
    (count,) = struct.unpack(f"{order}i", stream.read(4))
    for _ in range(count):
        _skip(stream, 8)
        length = stream.read(1)[0]
        _skip(stream, (length + 8) // 8 * 8 - 1)


def _skip(stream: IO[bytes], size: int) -> None:
    """Go on by some bytes, never back. Raises ValueError where that is asked."""
    if size < 0:
        raise ValueError(size)
    stream.seek(size, 1)
