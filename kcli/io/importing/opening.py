"""Which format a file is in, and its reader."""

from __future__ import annotations

from pathlib import Path

from kcli.errors import Fault, InputError, UsageError, Where, nearest
from kcli.io.importing import limesurvey, qualtrics, spss, stata, surveymonkey, triples, xlsform
from kcli.io.importing.described import Described
from kcli.io.importing.sheets import misshapen, read_sheet
from kcli.io.plain import open_bytes

__all__ = ["FORMATS", "read_foreign"]

FORMATS = ("spss", "stata", "xlsform", "qualtrics", "triple-s", "limesurvey", "surveymonkey")
WITH_DATA = ("xlsform", "triple-s")
_SHEETS = {"qualtrics": qualtrics, "limesurvey": limesurvey, "surveymonkey": surveymonkey}
_PLAIN = (
    "a plain CSV with one header row is not imported: kcli new survey NAME@WAVE writes a "
    "questionnaire, and the responses, with its codes in their cells, are read from "
    "datasets/NAME/WAVE.responses.csv"
)


def read_foreign(
    path: Path, *, format: str | None = None, encoding: str | None = None, data: Path | None = None
) -> Described:
    """What a foreign file says. Raises UsageError or InputError where it cannot be read.

    ``format`` is one of ``FORMATS``, else it is what the file looks like;
    ``data`` holds the respondents of a format that has them in another file.
    """
    if format is not None and format not in FORMATS:
        hint = nearest(format, FORMATS) or f"known: {', '.join(FORMATS)}"
        raise UsageError(f"there is no format {format!r}", hint)
    _check_encoding(encoding)
    name = str(path)
    with open_bytes(path, name, root=path.resolve().parent):
        pass  # a regular file that may be read, whoever reads it
    chosen = format or _recognised(path, name, encoding)
    if data is not None and chosen not in WITH_DATA:
        raise UsageError(f"--data goes with {' and '.join(WITH_DATA)}, not with {chosen}")
    if chosen == "spss":
        return spss.read(path, name, encoding)
    if chosen == "stata":
        return stata.read(path, name, encoding)
    if chosen == "xlsform":
        return xlsform.read(path, name, encoding, data)
    if chosen == "triple-s":
        return triples.read(path, name, encoding, data)
    found: Described = _SHEETS[chosen].read(path, name, encoding)
    return found


def _check_encoding(encoding: str | None) -> None:
    try:
        "".encode(encoding or "utf-8")
    except (LookupError, ValueError):
        message = f"there is no encoding {encoding!r}"
        raise UsageError(message, "such as utf-8, cp949, shift_jis, cp1252") from None


_SAVED = "save it as .sav; SPSS and PSPP do with: IMPORT FILE='{old}'. SAVE OUTFILE='{new}'."


def _recognised(path: Path, name: str, encoding: str | None) -> str:
    with open_bytes(path, name, root=path.resolve().parent) as stream:
        start = stream.read(512)
    if not start.strip():
        raise InputError([Fault("empty", "the file is empty", Where(name))])
    if start.startswith(spss.MAGIC):
        return "spss"
    if stata.is_stata(start):
        return "stata"
    if start.startswith(b"PK\x03\x04"):
        return "xlsform"
    if b"SPSS PORT FILE" in start:
        hint = _SAVED.format(old=path.name, new=path.with_suffix(".sav").name)
        raise misshapen(name, "is a portable file of SPSS (.por)", hint)
    if (
        start.removeprefix(b"\xef\xbb\xbf")
        .lstrip()
        .startswith((b"<?xml", b"<sss", b"<!DOCTYPE sss"))
    ):
        return "triple-s"
    rows = read_sheet(path, name, encoding).rows
    for known, module in _SHEETS.items():
        if module.looks_so(rows):
            return known
    hint = _PLAIN if len(rows) > 1 and len(rows[0]) > 1 else f"known: {', '.join(FORMATS)}"
    raise misshapen(name, "is of no format that is known by its looks", hint)
