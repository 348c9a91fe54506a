"""Writing a file so that a reader finds the old one or the new one, never half of either."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from kcli.errors import CannotWriteError

__all__ = ["make_folder", "write_atomic"]


def write_atomic(path: Path, content: str | bytes) -> None:
    """Put a text in a file, in UTF-8, or bytes as they are.

    Raises CannotWriteError and leaves no trace where it cannot.

    It is written beside its place, forced to the disk, and moved over it. A
    link is followed, the mode of an old file is kept, and what is no regular
    file (a pipe, a device) is written to as it is.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            with target.open("wb") as stream:
                stream.write(data)
            return
        _replace(target, data)
    except OSError as problem:
        raise CannotWriteError(str(path), problem.strerror or str(problem)) from None


def make_folder(path: Path) -> None:
    """A folder, with those above it, where there is none. Raises CannotWriteError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise CannotWriteError(str(path), problem.strerror or str(problem)) from None


def _replace(target: Path, data: bytes) -> None:
    mode = target.stat().st_mode & 0o7777 if target.exists() else None
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    written = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        written.chmod(mode if mode is not None else 0o666 & ~_umask())
        written.replace(target)
    except BaseException:
        with suppress(OSError):
            written.unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
