"""What SPSS and Stata files have in common, read by pyreadstat."""

from __future__ import annotations

import faulthandler
import math
import os
import signal
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from kcli.errors import Fault, InputError, UsageError, Where
from kcli.io.importing.described import Kind, Value, Variable, clean, said_und
from kcli.io.importing.encodings import fitting_encodings, likely_encoding

__all__ = [
    "LettersError",
    "Loaded",
    "all_but_utf8",
    "code_of",
    "encoding_of_labels",
    "library",
    "load",
    "variables_of",
]

RAW = "ISO-8859-1"  # every byte is a letter of its own, so that bytes can be had back
_CRASHES = {-signal.SIGSEGV, -signal.SIGABRT, -getattr(signal, "SIGBUS", signal.SIGSEGV)}
Loaded = tuple[Mapping[str, Sequence[Any]], Any]
_NOT_SO_ENCODED = "Unable to convert string to the requested encoding"


class LettersError(InputError):
    """A file whose letters are not encoded as it declares, or as was said."""


def library() -> ModuleType:
    """Pyreadstat. Raises UsageError where it is not installed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pyreadstat
    except ModuleNotFoundError:
        hint = "pip install 'kcli-tracker[spss]'"
        message = "SPSS and Stata files need pyreadstat, which is not installed"
        raise UsageError(message, hint) from None
    module: ModuleType = pyreadstat
    return module


def load(kind: str, path: Path, encoding: str | None) -> Loaded:
    """The columns of a file and what it says of them; values as they are stored.

    Raises InputError where the library cannot read it.
    """
    pyreadstat = library()

    def read() -> Loaded:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found: Loaded = getattr(pyreadstat, f"read_{kind}")(
                str(path),
                user_missing=True,
                output_format="dict",
                disable_datetime_conversion=True,
                encoding=encoding,
            )
        return found

    try:
        if not _survived(read):
            raise _unreadable(path, "ends the program: the file is damaged")
        columns, about = read()
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeError) as problem:
        said = clean(str(problem)) or type(problem).__name__
        if encoding != RAW and (isinstance(problem, UnicodeError) or _NOT_SO_ENCODED in said):
            raise _other_letters(kind, path, encoding) from None
        raise _unreadable(path, f"says: {said}") from None
    return columns, about


def _unreadable(path: Path, what: str) -> InputError:
    hint = "is it whole? --encoding names the encoding of its letters"
    return InputError([Fault("unreadable", f"pyreadstat {what}", Where(str(path)), hint=hint)])


def _other_letters(kind: str, path: Path, encoding: str | None) -> LettersError:
    """The fault of letters in another encoding, with those in which all of them can be read."""
    fitting = fitting_encodings(_bytes(kind, path))
    hint = f"{', '.join(fitting)} fit all of its letters: name one with --encoding"
    named = encoding or "in the encoding that it declares"
    message = f"has letters that are not {named}"
    return LettersError([Fault("encoding", message, Where(str(path)), hint=hint)])


def _survived(read: Callable[[], object]) -> bool:
    """Whether a process that reads lives on: the library is written in C, and trusts its files.

    True where that cannot be tried. What it raises is raised again by whoever reads next.
    """
    if not hasattr(os, "fork"):
        return True
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forks beside threads
        child = os.fork()
    if not child:
        try:
            faulthandler.disable()
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 1)
            os.dup2(nowhere, 2)
            read()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) not in _CRASHES


def encoding_of_labels(kind: str, path: Path) -> str | None:
    """The likely encoding of a file that does not declare one, by all its labels and texts."""
    return likely_encoding(_bytes(kind, path))


def all_but_utf8(kind: str, path: Path) -> bool:
    """Whether no label or text is UTF-8 beyond ASCII, so that none would be misread otherwise."""
    others = [text for text in _bytes(kind, path).split(b"\n") if not text.isascii()]
    return all(likely_encoding(text) != "utf-8" for text in others)


def _bytes(kind: str, path: Path) -> bytes:
    """All labels and texts of a file as they are stored, a line each."""
    columns, about = load(kind, path, RAW)
    return "\n".join(_texts(columns, about)).encode(RAW, errors="ignore")


def _texts(columns: Mapping[str, Sequence[Any]], about: Any) -> Iterable[str]:
    yield from about.column_names
    yield from (label for label in about.column_labels if label)
    for values in about.variable_value_labels.values():
        yield from map(str, values.values())
    yield about.file_label or ""
    for cells in columns.values():
        yield from {cell for cell in cells if isinstance(cell, str)}


def code_of(value: Any) -> str:
    """A stored value as the text of a code.

    >>> code_of(1.0), code_of(-9.0), code_of(2.5), code_of(None), code_of(" A ")
    ('1', '-9', '2.5', '', 'A')
    """
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return clean(value)
    number = float(value)
    if math.isnan(number):
        return ""
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def variables_of(loaded: Loaded, kinds: Mapping[str, Kind], tag: str = "") -> tuple[Variable, ...]:
    """Every column as a variable; ``tag`` stands before the letter of a tagged missing value."""
    columns, about = loaded
    labels = dict(zip(about.column_names, about.column_labels, strict=True))
    found = []
    for name in about.column_names:
        stored = about.readstat_variable_types.get(name)
        declared = about.variable_value_labels.get(name, {})
        tagged = set(about.missing_user_values.get(name, ())) if stored != "string" else set()
        tagged |= {key for key in declared if isinstance(key, str) and stored != "string"}
        codes = _Codes(tag, tagged)
        cells = [codes[value] for value in columns.get(name, ())]
        ranges = about.missing_ranges.get(name, ())
        values = {codes[v]: Value(codes[v], said_und(str(t))) for v, t in declared.items()}
        gone = {codes[v] for v in (*declared, *set(columns.get(name, ()))) if _in(v, ranges)}
        gone |= {codes[letter] for letter in tagged}
        values |= {code: Value(code, {}) for code in sorted(gone) if code and code not in values}
        found.append(
            Variable(
                name=clean(name),
                label=said_und(labels[name]),
                cells=cells,
                kind="coded" if values and kinds.get(name) != "date" else kinds.get(name, "coded"),
                values=tuple(
                    Value(value.code, value.label, value.code in gone)
                    for value in values.values()
                    if value.code
                ),
            )
        )
    return tuple(found)


class _Codes(dict[Any, str]):
    """Stored values to codes; each is made once, however many rows have it."""

    def __init__(self, tag: str, tagged: set[Any]) -> None:
        super().__init__()
        self._tag, self._tagged = tag, tagged

    def __missing__(self, value: Any) -> str:
        code = f"{self._tag}{value}" if value in self._tagged else code_of(value)
        self[value] = code
        return code


def _in(value: Any, ranges: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a value lies in what the file declares as missing."""
    for part in ranges:
        low, high = part["lo"], part["hi"]
        if isinstance(value, str) != isinstance(low, str) or value is None:
            continue
        if isinstance(value, str):
            if value.strip() and low.rstrip() <= value.rstrip() <= high.rstrip():
                return True
        elif low <= value <= high:
            return True
    return False
