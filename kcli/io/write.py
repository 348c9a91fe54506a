"""Writing files so that a reader finds the old ones or the new ones, never half of any."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from kcli.errors import CannotWriteError

__all__ = ["alone", "is_leftover", "make_folder", "write_atomic", "write_new", "write_together"]

PREFIX, SUFFIX = ".kcli-", ".tmp"
ABANDONED = 3600  # seconds after which nobody writes to a file any more
ENDING = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


def write_atomic(path: Path, content: str | bytes) -> None:
    """Put a text in a file, in UTF-8, or bytes as they are.

    Raises CannotWriteError and leaves no trace where it cannot.

    It is written beside its place, forced to the disk, and moved over it. A
    link is followed, the mode of an old file is kept, and what is no regular
    file (a pipe, a device) is written to as it is.
    """
    write_together({path: content})


def write_together(files: Mapping[Path, str | bytes]) -> None:
    """Write several files, or none: every one is on the disk before the first is moved.

    Raises CannotWriteError for the one that cannot be written. A signal that
    would end the program is obeyed when all is done; only what cannot be held
    off, such as SIGKILL, leaves files behind, which ``is_leftover`` knows and
    a later run sweeps away. A pipe or a device is written to first.
    """
    data = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
    for path, content in data.items():
        with _refused(path):
            if _is_special(path):
                _pour(path, content)
    with _undisturbed():
        ready: list[tuple[Path, Path, Path]] = []  # as it is called, written, target
        try:
            for path, content in data.items():
                with _refused(path):
                    if not _is_special(path):
                        target = path.resolve()
                        ready.append((path, _beside(target, content), target))
            while ready:
                path, written, target = ready[0]
                with _refused(path):
                    written.replace(target)
                ready.pop(0)
        finally:
            for _, written, _ in ready:
                with suppress(OSError):
                    written.unlink()


def write_new(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Put new files in a folder, by their paths from it, with all folders on the way; or nothing.

    A folder that is not there appears with everything in it, whatever happens.
    Raises CannotWriteError, and leaves no file and no folder behind.
    """
    with _undisturbed(), _refused(folder):
        missing = [f for f in (folder, *folder.parents) if not os.path.lexists(f)]
        if missing:
            _appear(folder, missing[-1], files)
        else:
            _fill(folder, files)


def _appear(folder: Path, outermost: Path, files: Mapping[str, str | bytes]) -> None:
    """Write below a folder of another name, beside the outermost that is not there; rename it."""
    _sweep(outermost.parent)
    staged = Path(tempfile.mkdtemp(dir=outermost.parent, prefix=PREFIX, suffix=SUFFIX))
    try:
        staged.chmod(0o777 & ~_umask())
        inside = staged / folder.relative_to(outermost)
        inside.mkdir(parents=True, exist_ok=True)
        _fill(inside, files)
        staged.rename(outermost)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise


def _fill(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files that are not there, and take away again all that was made if one cannot be."""
    paths = {folder / name: content for name, content in files.items()}
    made: list[Path] = []
    try:
        for parent in dict.fromkeys(p for path in paths for p in reversed(path.parents)):
            if not parent.is_dir():
                parent.mkdir()
                made.append(parent)
        write_together(paths)
    except BaseException:
        for path in paths:
            with suppress(OSError):
                path.unlink()
        for parent in reversed(made):
            with suppress(OSError):
                parent.rmdir()
        raise


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep others who ask for it waiting, in the same folder; where the system has such locks."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    held = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some file systems of networks know no locks
            fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def make_folder(path: Path) -> None:
    """A folder, with those above it, where there is none. Raises CannotWriteError."""
    with _refused(path):
        path.mkdir(parents=True, exist_ok=True)


def is_leftover(path: Path) -> bool:
    """Whether a file is what a run that was killed had not put in place."""
    return path.name.startswith(PREFIX) and path.name.endswith(SUFFIX)


@contextmanager
def _refused(path: Path) -> Iterator[None]:
    """Raise CannotWriteError, by the name the user knows, for what the system refuses."""
    try:
        yield
    except OSError as problem:
        raise CannotWriteError(str(path), problem.strerror or str(problem)) from None
    except (RuntimeError, ValueError) as problem:  # links in a circle; a name that cannot be
        raise CannotWriteError(str(path), str(problem)) from None


def _is_special(path: Path) -> bool:
    """Whether there is something that is no regular file, by its own name or a link's."""
    return path.exists() and not path.is_file()


def _pour(path: Path, data: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(data)


def _beside(target: Path, data: bytes) -> Path:
    """A new file in the folder of the target, with the mode and owner that the target has."""
    old = target.stat() if target.exists() else None
    if old is not None:
        os.close(os.open(target, os.O_WRONLY))  # a file that is write-protected is left alone
    _sweep(target.parent)
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=PREFIX, suffix=SUFFIX)
    written = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if old is not None and hasattr(os, "chown"):
            with suppress(OSError):
                os.chown(written, old.st_uid, old.st_gid)
        written.chmod(old.st_mode & 0o7777 if old is not None else 0o666 & ~_umask())
    except BaseException:
        with suppress(OSError):
            written.unlink()
        raise
    return written


def _sweep(folder: Path) -> None:
    """Remove what killed runs have left; what is young may belong to one that still writes."""
    with suppress(OSError):
        for path in folder.iterdir():
            if is_leftover(path) and time.time() - path.lstat().st_mtime > ABANDONED:
                with suppress(OSError):
                    _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Put off the signals that end a program until the block is done."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    caught: list[int] = []

    def put_off(number: int, _: FrameType | None) -> None:
        caught.append(number)

    before = {}
    for number in (getattr(signal, name) for name in ENDING if hasattr(signal, name)):
        handler = signal.getsignal(number)
        if handler not in (None, signal.SIG_IGN):
            before[number] = handler
            signal.signal(number, put_off)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if caught:
            signal.raise_signal(caught[0])
