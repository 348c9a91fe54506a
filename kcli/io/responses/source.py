"""A file of responses in pieces that end where rows end, each looked at before it is read."""

from __future__ import annotations

import csv
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
from numpy.typing import NDArray

from kcli.errors import Fault, InputError, Where
from kcli.io.limits import how_to_raise, limits
from kcli.io.plain import ALLOWED, check_signature, check_text, decode_piece

__all__ = ["PIECE", "Piece", "Source"]

PIECE = 4_000_000  # bytes
_LONGEST = 64_000_000  # bytes without an end of a row
_LINE_END = re.compile(rb"\r\n|\r|\n")
_END, _QUOTE = b"\n", 34
_BESIDE = np.frombuffer(b'",\r\n', dtype=np.uint8)  # what may stand beside a quote of a cell


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole rows of a file: clean UTF-8, the line on which they begin, and that after them."""

    data: bytes
    line: int
    after: int

    def without(self, size: int) -> Piece:
        """The rest of it, from the end of some row on."""
        line = self.line + _lines(self.data[:size])
        return Piece(self.data[size:], line, self.after)


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
    apart: bool = False
    """Whether the hash was taken beside the reading, and not of the very bytes that were read."""

    def pieces(self, size: int = PIECE) -> Iterator[Piece]:
        """The file from its beginning, without a byte order mark.

        Raises InputError with the first fault: encoding, control-char, too-large, empty.
        """
        line, offset, first = 1, 0, True
        seen = False
        rows = self._rows(size)
        while True:
            try:
                data, last = next(rows)
            except StopIteration:
                break
            except _EndlessError as problem:
                message = f"a row does not end within {_LONGEST:,} bytes"
                where = Where(self.name, line)
                if problem.quoted:
                    fault = Fault("csv-syntax", message, where, hint="is a quote missing?")
                else:
                    hint = "do rows end otherwise than with a line feed?"
                    fault = Fault("too-large", message, where, hint=hint)
                raise InputError([fault]) from None
            part = data
            if first:
                mark = part.startswith(b"\xef\xbb\xbf")
                part = part[3:] if mark else part
                offset, first = 3 * mark, False
            self._look(part, line, offset, last=last)
            seen = seen or bool(part.strip())
            after = line + _lines(part)
            yield Piece(part, line, after)
            line, offset = after, offset + len(part)
        if not seen:
            raise InputError([Fault("empty", "the file is empty", Where(self.name))])

    def ranges(self, start: int, count: int) -> list[tuple[int, int]]:
        """The file from ``start`` to its end, cut into about equal parts behind line feeds."""
        with self.open() as stream:
            size = stream.seek(0, io.SEEK_END)
            cuts = [start]
            for number in range(1, count):
                stream.seek(max(start + (size - start) * number // count, cuts[-1]))
                stream.readline()
                cuts.append(stream.tell())
        return [(a, b) for a, b in pairwise([*cuts, size]) if a < b]

    def pieces_between(self, start: int, stop: int, size: int = PIECE) -> Iterator[Piece]:
        """Pieces of a range that begins with a row; lines are counted from 1 there.

        Raises InputError where a byte is not plain text, EOFError where the file has become
        shorter. The hash is not taken.
        """
        rest, left, line = b"", stop - start, 1
        with self.open() as stream:
            stream.seek(start)
            while left:
                data = stream.read(min(size, left))
                if not data:
                    raise EOFError
                left -= len(data)
                rest += data
                cut = rest.rfind(_END) + 1 if left else len(rest)
                if cut:
                    self._look(rest[:cut], 1, 0, last=True)
                    after = line + _lines(rest[:cut])
                    yield Piece(rest[:cut], line, after)
                    line = after
                rest = rest[cut:]

    def hash(self, stop: Callable[[], bool] = bool) -> str:
        """The sha256 of the file, taken now; of a part of it where ``stop`` comes to say so."""
        found = hashlib.sha256()
        with self.open() as stream:
            while not stop() and (data := stream.read(PIECE)):
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
        held: list[bytes] = []
        length = tried = 0
        first = True
        for data in self._unpacked(size):
            if first:
                check_signature(data, self.name)
                first = False
            held.append(data)
            length += len(data)
            if length < 2 * tried:
                continue  # else all that is held would be copied and searched at every step
            rest = b"".join(held)
            cut = _end_of_rows(rest)
            if cut:
                yield rest[:cut], False
            elif length > _LONGEST:
                raise _EndlessError(quoted=b'"' in rest)
            held = [rest[cut:]]
            length = len(held[0])
            tried = 0 if cut else length
        yield b"".join(held), True

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


class _EndlessError(Exception):
    """A row that is longer than any."""

    def __init__(self, *, quoted: bool) -> None:
        super().__init__()
        self.quoted = quoted


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


def _lines(data: bytes) -> int:
    """How many line ends there are."""
    if b"\r" in data:
        return sum(1 for _ in _LINE_END.finditer(data))
    return data.count(_END)


def _end_of_rows(data: bytes) -> int:
    """How many bytes are whole rows: up to the last line end that stands in no quotes."""
    cut = data.rfind(_END) + 1
    if not cut or b'"' not in data:
        return cut
    array = np.frombuffer(data, dtype=np.uint8)
    at = np.flatnonzero(array == _QUOTE)
    if not _quotes_alternate(array, at):
        return _end_of_records(data)
    if not np.searchsorted(at, cut) % 2:
        return cut
    # The cut lies inside a cell. Look for a line end outside.
    ends = np.flatnonzero(array == _END[0])
    outside = ends[np.searchsorted(at, ends) % 2 == 0]
    return int(outside[-1]) + 1 if len(outside) else 0


def _quotes_alternate(array: NDArray[np.uint8], at: NDArray[np.int64]) -> bool:
    """Whether each quote opens a cell, closes it, or is one of two: then every other one opens."""
    before = array[np.maximum(at[::2] - 1, 0)]
    after = array[np.minimum(at[1::2] + 1, len(array) - 1)]
    return bool(
        ((at[::2] == 0) | np.isin(before, _BESIDE)).all()
        and ((at[1::2] == len(array) - 1) | np.isin(after, _BESIDE)).all()
    )


def _end_of_records(data: bytes) -> int:
    """The same as the csv module finds it, which takes a quote inside a bare cell for a sign.

    Where it finds a fault, all is left to whoever tells of it.
    """
    text = data[: data.rfind(_END) + 1].decode("latin-1")  # a character a byte
    sizes: list[int] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            sizes.append(len(line))
            yield line

    end = 0
    csv.field_size_limit(limits().cell_characters)
    try:
        for _ in csv.reader(lines(), strict=True):
            end = len(sizes)
    except csv.Error as problem:
        if "unexpected end" not in str(problem):
            return len(text)
    return sum(sizes[:end])
