"""From a path to text: a regular file, not too large, strict UTF-8, nothing invisible in it.

Whatever a file holds passes here first. Nothing is guessed: bytes that are
not UTF-8 are refused with the place and a likely reason, and so are control
and bidirectional characters, which could say one thing and show another.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import re
import stat
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kcli.errors import Fault, InputError, Where
from kcli.io.limits import how_to_raise, limits

__all__ = [
    "ALLOWED",
    "REFUSED",
    "TextFile",
    "check_signature",
    "check_text",
    "decode_piece",
    "open_bytes",
    "read_text",
]

_UNPACK, _UTF8 = "unpack it first", "save it as UTF-8"
_SIGNATURES = (
    (b"\x1f\x8b", "looks like gzip", _UNPACK),
    (b"\xfd7zXZ\x00", "looks like xz", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "looks like zstd", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "looks like 7z", _UNPACK),
    (b"PK\x03\x04", "looks like a ZIP archive or an Excel workbook", "export it as CSV"),
    (b"PK\x05\x06", "looks like an empty ZIP archive", None),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "looks like an old Excel workbook", "export it as CSV"),
    (b"PAR1\x15", "looks like Parquet", "export it as CSV"),
    (b"\xff\xfe\x00\x00", "looks like UTF-32", _UTF8),
    (b"\x00\x00\xfe\xff", "looks like UTF-32", _UTF8),
    (b"\xff\xfe", "looks like UTF-16", _UTF8),
    (b"\xfe\xff", "looks like UTF-16", _UTF8),
    (b"%PDF", "looks like a PDF", None),
)
REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
ALLOWED = bytes(range(32, 127)) + b"\t\n\r"
"""The characters of ASCII that a file may hold."""
_MARK = b"\xef\xbb\xbf"
_LINE_END = re.compile("\r\n|\r|\n")
# Encodings worth naming in a hint, each with the letters that speak for it, and how loudly.
_LIKELY = {
    "cp949": ((re.compile("[가-힣]"), 4),),
    "shift_jis": ((re.compile("[ぁ-ヿ]"), 8), (re.compile("[一-鿿]"), 1)),
    "gb18030": ((re.compile("[一-鿿]"), 1),),
    "cp1252": ((re.compile("[À-ÿ]"), 1),),
}


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file's text with the name to call it by and the hash of its bytes."""

    name: str
    text: str
    sha256: str

    def where(self, offset: int) -> Where:
        """Line and column, counted from 1, of an offset into the text."""
        ends = [match.end() for match in _LINE_END.finditer(self.text, 0, offset)]
        return Where(self.name, len(ends) + 1, offset - (ends[-1] if ends else 0) + 1)


def read_text(path: Path, name: str, *, root: Path, limit: str) -> TextFile:
    """Read a file that must lie inside ``root`` once links are followed.

    ``limit`` names the limit of its size: ``yaml-bytes`` or ``csv-bytes``.

    Raises InputError with one fault: path, too-large, empty, encoding or
    control-char.
    """
    data = _read_bytes(path, name, root, limit)
    digest = hashlib.sha256(data).hexdigest()
    if path.name.endswith(".gz"):
        data = _unpacked(data, name, limit)
    check_signature(data, name)
    mark = len(_MARK) if data.startswith(_MARK) else 0
    text = decode_piece(data[mark:], name, offset=mark, line=1, last=True)
    check_text(text, name)
    file = TextFile(name, text, digest)
    if not text.strip():
        raise _error("empty", "the file is empty", Where(name))
    return file


def _error(code: str, message: str, where: Where, hint: str | None = None) -> InputError:
    return InputError([Fault(code, message, where, hint=hint)])


def _read_bytes(path: Path, name: str, root: Path, limit: str) -> bytes:
    most = limits().of(limit)
    with open_bytes(path, name, root=root) as stream:
        try:
            data = stream.read(most + 1)
        except OSError as problem:
            raise _error("path", f"cannot be read: {problem.strerror}", Where(name)) from None
    if len(data) > most:
        message = f"is larger than {most:,} bytes"
        raise _error("too-large", message, Where(name), how_to_raise(limit))
    return data


def open_bytes(path: Path, name: str, *, root: Path) -> IO[bytes]:
    """A regular file that lies inside ``root`` once links are followed, opened for its bytes.

    Raises InputError with one fault of code path.
    """
    try:
        real = path.resolve(strict=True)
        inside = real.is_relative_to(root.resolve(strict=True))
        mode = real.stat().st_mode
    except (OSError, RuntimeError, ValueError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else "links that go in circles"
        raise _error("path", f"cannot be opened: {reason or problem}", Where(name)) from None
    if not inside:
        raise _error(
            "path", "leads outside the project", Where(name), "keep the file in the project"
        )
    if not stat.S_ISREG(mode):
        raise _error("path", "is not a regular file", Where(name))
    try:
        return os.fdopen(os.open(real, os.O_RDONLY | getattr(os, "O_BINARY", 0)), "rb")
    except OSError as problem:
        raise _error("path", f"cannot be read: {problem.strerror}", Where(name)) from None


def _unpacked(data: bytes, name: str, limit: str) -> bytes:
    """A gzip file's content, never more of it than the limits allow."""
    now = limits()
    allowed = {
        limit: now.of(limit),
        "unpacked-bytes": now.unpacked_bytes,
        "unpacked-ratio": max(len(data) * now.unpacked_ratio, 1_000_000),
    }
    least = min(allowed, key=lambda key: allowed[key])
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            content = stream.read(allowed[least] + 1)
    except (OSError, EOFError, zlib.error):
        raise _error("encoding", "is no whole gzip file", Where(name)) from None
    if len(content) > allowed[least]:
        message = f"unpacks to more than {allowed[least]:,} bytes"
        raise _error("too-large", message, Where(name), how_to_raise(least))
    return content


def check_signature(data: bytes, name: str) -> None:
    """Raise InputError where a file's first bytes are those of another kind of file."""
    for signature, what, hint in _SIGNATURES:
        if data.startswith(signature):
            raise _error("encoding", what, Where(name), hint)
    if re.match(rb"BZh[1-9]\x31\x41\x59\x26\x53\x59", data):
        raise _error("encoding", "looks like bzip2", Where(name), _UNPACK)
    noughts, seen = data[:200].count(0), len(data[:200])
    if noughts * 3 > seen:
        width = 16 if noughts * 5 < seen * 3 else 32
        raise _error("encoding", f"looks like UTF-{width}", Where(name), _UTF8)


def decode_piece(data: bytes, name: str, *, offset: int, line: int, last: bool) -> str:
    """A piece of a file as text. Raises InputError where it is not UTF-8.

    ``offset`` and ``line`` say where it begins; only the last piece may end inside a character.
    """
    try:
        return data.decode()
    except UnicodeDecodeError as problem:
        start = problem.start
    where = Where(name, line + len(re.findall(rb"\r\n|\r|\n", data[:start])))
    at = offset + start
    if last and len(data) - start < 4 and _is_cut(data[start:]):
        raise _error("encoding", f"is truncated inside a character, at byte {at}", where)
    likely = _likely(data)
    hint = f"it may be {likely}: save it as UTF-8" if likely else "save it as UTF-8"
    raise _error("encoding", f"is not UTF-8, at byte {at}", where, hint)


def check_text(text: str, name: str, line: int = 1) -> None:
    """Raise InputError for the first character that cannot be seen.

    ``line`` is the one on which the text begins.
    """
    refused = REFUSED.search(text)
    if refused is not None:
        character = refused.group()
        where = TextFile(name, text, "").where(refused.start())
        raise _error(
            "control-char",
            f"the character U+{ord(character):04X} cannot be seen and is not allowed",
            Where(name, where.line + line - 1, where.column),
            hint="remove it",
        )


def _is_cut(tail: bytes) -> bool:
    """Whether these last bytes begin a UTF-8 character that the file does not finish."""
    lead = tail[0]
    length = 2 if lead >> 5 == 0b110 else 3 if lead >> 4 == 0b1110 else 4 if lead >> 3 == 30 else 0
    return len(tail) < length and all(byte >> 6 == 0b10 for byte in tail[1:])


def _likely(data: bytes) -> str | None:
    """The encoding in which these bytes make most letters of its own."""
    counts = {}
    for encoding, kinds in _LIKELY.items():
        try:
            text = data.decode(encoding)
            counts[encoding] = sum(len(kind.findall(text)) * loud for kind, loud in kinds)
        except UnicodeDecodeError:
            continue
    return max(counts, key=lambda code: counts[code], default=None)
