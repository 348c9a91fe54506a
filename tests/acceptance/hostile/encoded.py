"""Findings whose bytes are not what a CSV file's should be: encodings, invisible characters."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable

from acceptance.hostile.good import FINDINGS, GOOD, Case, Change, on_bytes, place, put, swap

_T3 = place(FINDINGS, "T3,")
_LAST = place(FINDINGS, "T10,")
_SECOND_LINE = f"{FINDINGS}:2"


def _encoded(encoding: str, mark: bytes = b"", *, plain: bool = False) -> Change:
    def turn(data: bytes) -> bytes:
        text = data.decode()
        text = text.encode("ascii", "ignore").decode() if plain else text
        return mark + text.encode(encoding)

    return on_bytes(FINDINGS, turn)


def _note(data: bytes) -> Change:
    """Bytes in the note of the third row."""
    return on_bytes(FINDINGS, lambda before: before.replace(b",Namibia", b",Nami" + data + b"bia"))


def _japanese(data: bytes) -> bytes:
    text = "".join("日" if "가" <= sign <= "힣" else sign for sign in data.decode())
    return text.replace("Namibia", "ナミビアの人々").encode("shift_jis")


def _workbook() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    return stream.getvalue()


def _reject(name: str, change: Change, *says: str, at: str = FINDINGS) -> Case:
    return Case(name, "reject", "encoding", at, change, says)


def _on(turn: Callable[[bytes], bytes]) -> Change:
    return on_bytes(FINDINGS, turn)


UNICODE = (
    Case("utf8-bom", "accept", None, None, _encoded("utf-8", b"\xef\xbb\xbf")),
    Case("utf16le-bom", "either", "encoding", FINDINGS, _encoded("utf-16-le", b"\xff\xfe")),
    Case("utf16be-bom", "either", "encoding", FINDINGS, _encoded("utf-16-be", b"\xfe\xff")),
    _reject("utf16be-nobom", _encoded("utf-16-be"), "UTF-16"),
    _reject("utf16le-nobom", _encoded("utf-16-le"), "UTF-16"),
    _reject("utf16be-nobom-all-ascii", _encoded("utf-16-be", plain=True), "UTF-16"),
    _reject("utf16le-nobom-all-ascii", _encoded("utf-16-le", plain=True), "UTF-16"),
    _reject("utf32-bom", _encoded("utf-32")),
    _reject("cp949", _encoded("cp949"), "cp949", "byte", at=_T3),
    _reject("shift-jis", _on(_japanese), "shift_jis", "byte", at=_T3),
    _reject("latin-1", _note("í".encode("latin-1")), "byte", at=_T3),
    _reject("truncated-utf8", _on(lambda data: data[:-2]), "truncated", "byte", at=_LAST),
    _reject("utf8-overlong", _note(b"\xc0\xaf"), at=_T3),
    _reject("utf8-surrogates", _note(b"\xed\xa0\xbd\xed\xb8\x80"), at=_T3),
    _reject("utf8-beyond-unicode", _note(b"\xf4\x90\x80\x80"), at=_T3),
)

OTHER_FILES = (
    _reject("gzip-named-csv", _on(gzip.compress), "gzip"),
    _reject("gzip-bomb", _on(lambda _: gzip.compress(bytes(50_000_000))), "gzip"),
    _reject("workbook-named-csv", put(FINDINGS, _workbook())),
    _reject("pdf-named-csv", put(FINDINGS, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")),
    Case(
        "database-named-csv",
        "reject",
        None,
        FINDINGS,
        put(FINDINGS, b"SQLite format 3\0" + bytes(80)),
    ),
    Case(
        "web-page-named-csv",
        "reject",
        "missing-column",
        f"{FINDINGS}:1",
        put(FINDINGS, "<!DOCTYPE html>\n<title>41.5</title>\n"),
    ),
    Case(
        "json-named-csv",
        "reject",
        None,
        f"{FINDINGS}:1",
        put(FINDINGS, '[{"id": "T1", "wave": "2024"}]\n'),
    ),
)

_INVISIBLE = {
    "nul-byte": "\0",
    "esc-in-cell": "\x1b[31m",
    "bell": "\a",
    "backspace": "\b",
    "form-feed": "\f",
    "vertical-tab": "\v",
    "delete": "\x7f",
    "next-line": "\x85",
    "8-bit-csi": "\x9b31m",
    "bidi-override": "\u202e",
    "bidi-isolate": "\u2066",
    "bom-inside": "\ufeff",
}
CONTROLS = (
    *(
        Case(name, "reject", "control-char", _T3, _note(text.encode()))
        for name, text in _INVISIBLE.items()
    ),
    Case(
        "esc-in-country",
        "reject",
        "control-char",
        _T3,
        swap(FINDINGS, ("T3,2024,NA", "T3,2024,\x1b[31mNA")),
    ),
    Case(
        "nul-in-header",
        "reject",
        "control-char",
        f"{FINDINGS}:1",
        swap(FINDINGS, ("id,wave", "id,\0wave")),
    ),
    Case(
        "two-boms",
        "reject",
        "control-char",
        f"{FINDINGS}:1",
        _encoded("utf-8", b"\xef\xbb\xbf" * 2),
    ),
    Case(
        "two-files-joined-bom-and-all",
        "reject",
        "control-char",
        f"{FINDINGS}:{GOOD[FINDINGS].count(chr(10)) + 1}",
        _on(lambda data: data + b"\xef\xbb\xbf" + data),
    ),
)
CASES = (*UNICODE, *OTHER_FILES, *CONTROLS)
