"""The folder of an export: all its files are put there together, over what kcli wrote alone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from kcli.errors import CannotWriteError, UsageError
from kcli.io.exporting.package import NAME, hashes_in
from kcli.io.write import make_folder, write_together

__all__ = ["put"]


def put(folder: Path, files: Mapping[str, bytes], *, force: bool = False) -> tuple[str, ...]:
    """Write the files of an export, or none; returns the names of those it removed.

    These are files of an earlier export of kcli's that the new one has no
    place for, as they were left. Raises UsageError for a file that kcli did
    not write, or that was changed since, unless with ``force``; CannotWriteError.
    """
    before = _before(folder)
    if not force:
        for name in files:
            _spare(folder / name, before)
    old = [name for name in before if name not in files and _is_as_left(folder / name, before)]
    missing = [path for path in (folder, *folder.absolute().parents) if not path.exists()]
    make_folder(folder)
    try:
        write_together({folder / name: content for name, content in files.items()})
    except BaseException:
        for path in missing:
            with suppress(OSError):
                path.rmdir()
        raise
    for name in old:
        with suppress(OSError):
            (folder / name).unlink()
    return tuple(old)


def _before(folder: Path) -> dict[str, str]:
    """The sha256 of every file that kcli has put there, as its descriptor says."""
    path = folder / NAME
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as problem:
        raise CannotWriteError(str(path), problem.strerror or str(problem)) from None
    found = hashes_in(text.decode("utf-8", "replace"))
    if found is None:
        return {}
    plain = {name: digest for name, digest in found.items() if Path(name).name == name}
    return {**plain, NAME: hashlib.sha256(text).hexdigest()}


def _is_as_left(path: Path, before: Mapping[str, str]) -> bool:
    """Whether kcli wrote a file, and nobody has changed it."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == before.get(path.name)
    except OSError:
        return False


def _spare(path: Path, before: Mapping[str, str]) -> None:
    """Raise UsageError where a file stands that is not kcli's to replace."""
    if not path.is_symlink() and not path.exists():
        return
    if not _is_as_left(path, before):
        what = "has changed since kcli wrote it" if path.name in before else "is not of kcli"
        raise UsageError(f"{path} is there and {what}", "name another folder, or say --force")
