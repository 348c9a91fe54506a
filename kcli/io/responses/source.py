"""A file of responses in pieces that end where rows end, each looked at before it is read."""

from __future__ import annotations

import gzip
import hashlib
import io
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import IO

import numpy as np

from kcli.errors import Fault, InputError, Where
from kcli.io.limits import how_to_raise, limits
from kcli.io.plain import ALLOWED, check_signature, check_text, decode_piece

__all__ = ["PIECE", "Piece", "Source"]

PIECE = 4_000_000  # bytes
_LONGEST = 64_000_000  # bytes without an end of a row
_LINE_END = re.compile(rb"\r\n|\r|\n")
_END, _QUOTE = b"\n", 34


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole rows of a file: clean UTF-8, and the line on which they begin."""

    data: bytes
    line: int

    def after(self) -> int:
        """The line on which the next piece begins."""
        if b"\r" in self.data:
            return self.line + sum(1 for _ in _LINE_END.finditer(self.data))
        return self.line + self.data.count(_END)


@dataclass
class Source:
    """Where a file's bytes come from; may be read again.

    Attributes
    ----------
    name : the name to call it by
    open : opens it anew, in bytes
    packed : whether it is gzip
    size : of the file, in bytes
    """

    name: str
    open: Callable[[], IO[bytes]]
    packed: bool
    size: int
    sha256: str | None = None
    """Of the file, once it has been read to its end."""

    def pieces(self, size: int = PIECE) -> Iterator[Piece]:
        """The file from its beginning, without a byte order mark.

        Raises InputError with the first fault: encoding, control-char, too-large, empty.
        """
        line, offset, first = 1, 0, True
        seen = False
        for data, last in self._rows(size):
            part = data
            if first:
                check_signature(part, self.name)
                mark = part.startswith(b"\xef\xbb\xbf")
                part = part[3:] if mark else part
                offset, first = 3 * mark, False
            self._look(part, line, offset, last=last)
            seen = seen or bool(part.strip())
            piece = Piece(part, line)
            yield piece
            line, offset = piece.after(), offset + len(part)
        if not seen:
            raise InputError([Fault("empty", "the file is empty", Where(self.name))])

    def ranges(self, count: int) -> list[tuple[int, int]]:
        """The file from its beginning to its end, cut into about equal parts behind line feeds."""
        with self.open() as stream:
            size = stream.seek(0, io.SEEK_END)
            cuts = [0]
            for number in range(1, count):
                stream.seek(max(size * number // count, cuts[-1]))
                stream.readline()
                cuts.append(stream.tell())
        return [(a, b) for a, b in pairwise([*cuts, size]) if a < b]

    def pieces_between(self, start: int, stop: int, size: int = PIECE) -> Iterator[Piece]:
        """Pieces of a range that begins with a row; their lines are not known, and are 1.

        Raises InputError where a byte is not plain text. The hash is not taken.
        """
        rest, left = b"", stop - start
        with self.open() as stream:
            stream.seek(start)
            while left and (data := stream.read(min(size, left))):
                left -= len(data)
                rest += data
                cut = rest.rfind(_END) + 1 if left else len(rest)
                if cut:
                    self._look(rest[:cut], 1, 0, last=True)
                    yield Piece(rest[:cut], 1)
                rest = rest[cut:]

    def hash(self) -> str:
        """The sha256 of the file, taken now."""
        found = hashlib.sha256()
        with self.open() as stream:
            while data := stream.read(PIECE):
                found.update(data)
        return found.hexdigest()

    def _look(self, data: bytes, line: int, offset: int, *, last: bool) -> None:
        """Raise InputError for bytes that are no UTF-8 and characters that cannot be seen."""
        if data.isascii():
            if not data.translate(None, ALLOWED):
                return
            text = data.decode()
        else:
            text = decode_piece(data, self.name, offset=offset, line=line, last=last)
        check_text(text, self.name, line)

    def _rows(self, size: int) -> Iterator[tuple[bytes, bool]]:
        """Pieces of about a size that end where rows end, and whether each is the last."""
        rest = b""
        for data in self._unpacked(size):
            rest += data
            cut = _end_of_rows(rest)
            if cut:
                yield rest[:cut], False
                rest = rest[cut:]
            elif len(rest) > _LONGEST:
                message = f"has no end of a row within {_LONGEST:,} bytes"
                hint = "is a quote missing, or do rows end otherwise than with a line feed?"
                raise InputError([Fault("csv-syntax", message, Where(self.name), hint=hint)])
        yield rest, True

    def _unpacked(self, size: int) -> Iterator[bytes]:
        with self.open() as stream:
            hashing = _Hashing(stream)
            if self.packed:
                yield from self._gunzipped(hashing, size)
            else:
                while data := hashing.read(size):
                    yield data
            self.sha256 = hashing.finished()

    def _gunzipped(self, stream: _Hashing, size: int) -> Iterator[bytes]:
        """Never more than the limits allow."""
        now, done = limits(), 0
        ratio = max(self.size * now.unpacked_ratio, 1_000_000)
        name, most = min(("unpacked-bytes", now.unpacked_bytes), ("unpacked-ratio", ratio),
                         key=lambda pair: pair[1])  # fmt: skip
        with gzip.GzipFile(fileobj=stream, mode="rb") as unpacked:
            while True:
                try:
                    data = unpacked.read(size)
                except (OSError, EOFError, zlib.error):
                    message = "is no whole gzip file"
                    raise InputError([Fault("encoding", message, Where(self.name))]) from None
                if not data:
                    return
                done += len(data)
                if done > most:
                    message = f"unpacks to more than {most:,} bytes"
                    fault = Fault("too-large", message, Where(self.name), hint=how_to_raise(name))
                    raise InputError([fault])
                yield data


class _Hashing(io.RawIOBase):
    """Passes bytes on, and knows the hash of all of them."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._hash.update(data)
        return len(data)

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._hash.update(data)
        return data

    def finished(self) -> str:
        while data := self._stream.read(PIECE):
            self._hash.update(data)
        return self._hash.hexdigest()


def _end_of_rows(data: bytes) -> int:
    """How many bytes are whole rows: up to the last line end that stands in no quotes."""
    cut = data.rfind(_END) + 1
    if not cut or b'"' not in data or not data.count(b'"', 0, cut) % 2:
        return cut
    # An odd number of quotes: the cut lies inside a cell. Look for a line end outside.
    array = np.frombuffer(data, dtype=np.uint8)
    outside = ~np.logical_xor.accumulate(array == _QUOTE)
    ends = np.flatnonzero((array == _END[0]) & outside)
    return int(ends[-1]) + 1 if len(ends) else 0
