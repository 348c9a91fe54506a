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

from kcli.errors import Fault, InputError, Where
from kcli.io.limits import how_to_raise, limits

__all__ = ["REFUSED", "TextFile", "read_text"]

_SIGNATURES = (
    (b"\x1f\x8b", "looks like gzip", "unpack it first"),
    (b"PK\x03\x04", "looks like a ZIP archive or an Excel workbook", "export it as CSV"),
    (b"\xff\xfe", "looks like UTF-16", "save it as UTF-8"),
    (b"\xfe\xff", "looks like UTF-16", "save it as UTF-8"),
    (b"%PDF", "looks like a PDF", None),
    (b"\x28\xb5\x2f\xfd", "looks like zstd", "unpack it first"),
)
REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
# Encodings worth naming in a hint, each with the letters that speak for it, and how loudly.
_LIKELY = {
    "cp949": ((re.compile("[가-힣]"), 4),),
    "shift_jis": ((re.compile("[ぁ-ヿ]"), 4), (re.compile("[一-鿿]"), 1)),
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
        before = self.text[:offset]
        line = before.count("\n") + 1
        return Where(self.name, line, offset - (before.rfind("\n") + 1) + 1)


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
    text = _decode(data, name)
    file = TextFile(name, text, digest)
    refused = REFUSED.search(text)
    if refused is not None:
        character = refused.group()
        raise _error(
            "control-char",
            f"the character U+{ord(character):04X} cannot be seen and is not allowed",
            file.where(refused.start()),
            hint="remove it",
        )
    if not text.strip():
        raise _error("empty", "the file is empty", Where(name))
    return file


def _error(code: str, message: str, where: Where, hint: str | None = None) -> InputError:
    return InputError([Fault(code, message, where, hint=hint)])


def _read_bytes(path: Path, name: str, root: Path, limit: str) -> bytes:
    most = limits().of(limit)
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
        descriptor = os.open(real, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as stream:
            data = stream.read(most + 1)
    except OSError as problem:
        raise _error("path", f"cannot be read: {problem.strerror}", Where(name)) from None
    if len(data) > most:
        message = f"is larger than {most:,} bytes"
        raise _error("too-large", message, Where(name), how_to_raise(limit))
    return data


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


def _decode(data: bytes, name: str) -> str:
    for signature, what, hint in _SIGNATURES:
        if data.startswith(signature):
            raise _error("encoding", what, Where(name), hint)
    if data[:200].count(0) * 3 > len(data[:200]):
        raise _error("encoding", "looks like UTF-16", Where(name), "save it as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        start = problem.start
    line = data.count(b"\n", 0, start) + 1
    where = Where(name, line)
    if len(data) - start < 4 and _is_cut(data[start:]):
        raise _error("encoding", f"is truncated inside a character, at byte {start}", where)
    likely = _likely(data)
    hint = f"it may be {likely}: save it as UTF-8" if likely else "save it as UTF-8"
    raise _error("encoding", f"is not UTF-8, at byte {start}", where, hint)


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
