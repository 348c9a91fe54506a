"""Bytes that are not the UTF-8 they should be, or not text at all."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
from functools import cache
from pathlib import Path

from hostile.case import Mutant, case
from hostile.changes import on_cell, on_csv, on_sheet
from hostile.pair import Pair
from hostile.sheet import Sheet

NOTE = "note_of_the_interviewer"
KOREAN = "매우 걱정된다"


def noted(pair: Pair, text: str = KOREAN) -> Sheet:
    """The responses with a last column that no item has."""
    return pair.sheet.with_column(NOTE, lambda _: text)


@case("baseline")
def _(pair: Pair) -> Mutant:
    return Mutant()


@case("rewritten")
def _(pair: Pair) -> Mutant:
    return on_csv(pair, pair.sheet.text(), files={pair.yaml_path: pair.dumped().encode()})


@case("utf8-bom")
def _(pair: Pair) -> Mutant:
    return on_csv(pair, b"\xef\xbb\xbf" + pair.sheet.text().encode())


for _name, _encoding, _mark in (
    ("utf16le-bom", "utf-16-le", b"\xff\xfe"),
    ("utf16be-bom", "utf-16-be", b"\xfe\xff"),
    ("utf16be-nobom", "utf-16-be", b""),
    ("utf16le-nobom", "utf-16-le", b""),
    ("utf32le-bom", "utf-32-le", b"\xff\xfe\0\0"),
    ("utf32be-bom", "utf-32-be", b"\0\0\xfe\xff"),
    ("utf32le-nobom", "utf-32-le", b""),
):

    @case(_name)
    def _(pair: Pair, encoding: str = _encoding, mark: bytes = _mark) -> Mutant:
        data = mark + pair.sheet.text().encode(encoding)
        return on_csv(pair, data, says=(f"UTF-{encoding[4:6]}",))


for _name, _encoding, _text, _hint in (
    ("cp949", "cp949", KOREAN, "cp949"),
    ("shift-jis", "shift_jis", "とても心配しています", "shift_jis"),
    ("gb18030", "gb18030", "非常担心这个问题", "it may be"),
    ("latin1", "latin-1", "très inquiète", "it may be"),
):

    @case(_name)
    def _(pair: Pair, encoding: str = _encoding, text: str = _text, hint: str = _hint) -> Mutant:
        sheet = noted(pair, text)
        known = "".join(sign for sign in sheet.text() if sign.isascii() or sign in text)
        data = known.encode(encoding)
        try:
            data.decode()
        except UnicodeDecodeError as problem:
            line = data.count(b"\n", 0, problem.start) + 1
        return on_csv(pair, data, line, says=("byte", hint))


@case("truncated-utf8")
def _(pair: Pair) -> Mutant:
    data = noted(pair).text().rstrip().encode()
    return on_csv(pair, data[:-1], data.count(b"\n") + 1, says=("truncated", str(len(data) - 3)))


for _name, _bytes in {
    "overlong-utf8": b"\xc0\xaf",
    "overlong-nul": b"\xc0\x80",
    "surrogate-utf8": b"\xed\xa0\x80",
    "beyond-unicode": b"\xf4\x90\x80\x80",
    "lone-continuation": b"\x80",
}.items():

    @case(_name)
    def _(pair: Pair, wrong: bytes = _bytes) -> Mutant:
        sheet = noted(pair, "").put(pair.row, NOTE, "W0R0N0G")
        data = sheet.text().encode().replace(b"W0R0N0G", wrong)
        return on_csv(pair, data, sheet.at(pair.row)[0], says=("byte",))


@case("utf7-code")
def _(pair: Pair) -> Mutant:
    return on_cell(pair, pair.item, "+ADE-")


@case("bom-twice")
def _(pair: Pair) -> Mutant:
    return on_csv(pair, b"\xef\xbb\xbf" * 2 + pair.sheet.text().encode())


for _name, _sign in {
    "nul-byte": "\0",
    "esc-in-cell": "\x1b[31m",
    "bidi-in-cell": "\u202e",
    "bom-in-cell": "\ufeff",
    "c1-in-cell": "\x9b31m",
    "record-separator": "\x1e",
}.items():

    @case(_name)
    def _(pair: Pair, sign: str = _sign) -> Mutant:
        row = pair.row
        return on_cell(pair, pair.item, f"{sign}{pair.sheet.value(row, pair.item)}", row)


for _name, _sign in {"form-feed": "\f", "vertical-tab": "\v", "next-line": "\x85"}.items():

    @case(_name)
    def _(pair: Pair, sign: str = _sign) -> Mutant:
        text = pair.sheet.text((sign,))
        return on_csv(pair, text, 1, text.index(sign) + 1)


@cache
def _zipped() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("responses.csv", "id,q\n1,1\n")
    return stream.getvalue()


_FORMATS = {
    "gzip-named-csv": (lambda data: gzip.compress(data, mtime=0), "gzip"),
    "zip-named-csv": (lambda _: _zipped(), "ZIP"),
    "empty-zip-named-csv": (lambda _: b"PK\x05\x06" + bytes(18), "ZIP"),
    "zstd-named-csv": (lambda data: b"\x28\xb5\x2f\xfd\x04\x00" + data, "zstd"),
    "xz-named-csv": (lzma.compress, "xz"),
    "bz2-named-csv": (bz2.compress, "bzip2"),
    "7z-named-csv": (lambda data: b"7z\xbc\xaf\x27\x1c\0\4" + data, "7z"),
    "xls-named-csv": (lambda data: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "Excel"),
    "parquet-named-csv": (lambda data: b"PAR1\x15\x04\x15" + bytes(90) + b"PAR1", "Parquet"),
    "pdf-named-csv": (lambda data: b"%PDF-1.7\n" + data, "PDF"),
}
for _name, (_make, _word) in _FORMATS.items():

    @case(_name)
    def _(pair: Pair, make=_make, word: str = _word) -> Mutant:
        return on_csv(pair, make(pair.sheet.text().encode()), says=(word,))


def _as_gz(pair: Pair, data: bytes, line: int = 1, column: int = 1) -> Mutant:
    """Bytes in the place of a packed file."""
    name = f"{pair.plain_path}.gz"
    return Mutant({pair.plain_path: None, name: data}, (name, line, column))


@cache
def _zeros() -> bytes:
    return gzip.compress(bytes(200_000_000), 6, mtime=0)


_PACKED = {
    "gz": gzip.compress,
    "gz-two-members": lambda data: gzip.compress(data[:99]) + gzip.compress(data[99:]),
    "gz-zero-padding": lambda data: gzip.compress(data) + bytes(512),
    "gz-trailing-garbage": lambda data: gzip.compress(data) + b"garbage",
    "gz-truncated": lambda data: gzip.compress(data)[:-9],
    "gz-header-alone": lambda data: gzip.compress(data)[:10],
    "gz-wrong-checksum": lambda data: gzip.compress(data)[:-8] + bytes(8),
    "gz-empty-file": lambda _: b"",
    "gz-of-nothing": lambda _: gzip.compress(b""),
    "gz-of-gz": lambda data: gzip.compress(gzip.compress(data)),
    "gz-is-plain": lambda data: data,
    "gz-is-bz2": bz2.compress,
    "gzip-bomb": lambda data: gzip.compress(data) + _zeros(),
}
for _name, _make in _PACKED.items():

    @case(_name)
    def _(pair: Pair, make=_make) -> Mutant:
        return _as_gz(pair, make(pair.sheet.text().encode()))


@case("gz-fault-inside")
def _(pair: Pair) -> Mutant:
    sheet = pair.sheet.put(pair.row, pair.item, "no such code")
    return _as_gz(pair, gzip.compress(sheet.text().encode()), *sheet.at(pair.row, pair.item))


@case("sparse-file")
def _(pair: Pair) -> Mutant:
    def act(root: Path) -> None:
        with (root / pair.plain_path).open("wb") as stream:
            stream.truncate(50_000_000)

    return Mutant({pair.csv_path: None, pair.plain_path: b""}, (pair.plain_path, 1, 1), act=act)


@case("hole-in-file")
def _(pair: Pair) -> Mutant:
    text = pair.sheet.text()
    line, _ = pair.sheet.at(pair.row)
    before = "".join(f"{row}\n" for row in text.split("\n")[: line - 1])
    return on_csv(pair, f"{before}{chr(0) * 4096}{text[len(before) :]}", line)


@case("empty-file")
def _(pair: Pair) -> Mutant:
    return on_csv(pair, b"")


@case("bom-alone")
def _(pair: Pair) -> Mutant:
    return on_csv(pair, b"\xef\xbb\xbf")


@case("blank-lines-alone")
def _(pair: Pair) -> Mutant:
    return on_csv(pair, "\n\r\n \n")


@case("u2028")
def _(pair: Pair) -> Mutant:
    return on_sheet(pair, noted(pair, '"one\u2028row"'))
