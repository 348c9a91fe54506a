"""A file of a project changed as a whole: with one more entry that kcli can read, or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from kcli.errors import InputError, UsageError
from kcli.io.plain import TextFile, read_text
from kcli.io.scaffold.emit import Data, flow
from kcli.io.scaffold.insert import CannotInsertError, Inserted, insert_entry
from kcli.io.write import alone, write_atomic, write_new
from kcli.io.yaml_tree import parse_yaml

__all__ = ["Check", "add_entry", "add_file", "checked"]

Check = Callable[[TextFile], object]
"""Reads a text as kcli would read the file. Raises InputError where it would not."""

_MARK = "\ufeff".encode()


def add_entry(
    root: Path,
    file: TextFile,
    place: str,
    path: tuple[str, ...],
    entry: Mapping[str, Data],
    check: Check,
    *,
    item: bool = False,
    deep: Collection[str] = (),
) -> Inserted:
    """Add an entry behind the others of a part of ``root / place``, which holds ``file``.

    Raises UsageError, and leaves the file alone, where it cannot be put there
    without touching anything else, and where kcli would not read the result.
    """
    checked(parse_yaml, TextFile(file.name, flow(entry), ""))
    try:
        added = insert_entry(file, path, entry, item=item, deep=frozenset(deep))
    except CannotInsertError as problem:
        what = f"- {flow(entry)}" if item else flow(entry)[1:-1]
        below = f"below {path[-1]}, " if path else ""
        message = f"{file.name}:{problem.line}: nothing is added: {problem.reason}"
        raise UsageError(message, f"add by hand, {below}{what}") from None
    checked(check, TextFile(file.name, added.text, ""))
    whole = root / place
    with alone(root):
        before = whole.read_bytes()
        if read_text(whole, file.name, root=root, limit="yaml-bytes").sha256 != file.sha256:
            raise UsageError(f"{file.name} was changed by someone else just now", "try it again")
        mark = _MARK if before.startswith(_MARK) else b""
        write_atomic(whole, mark + added.text.encode())
    return added


def add_file(root: Path, place: str, text: str, check: Check) -> None:
    """Write a file that is not there. Raises UsageError where kcli would not read it."""
    checked(check, TextFile(place, text, ""))
    with alone(root):
        if os.path.lexists(root / place):
            raise UsageError(f"{place} was made by someone else just now", "try it again")
        write_new(root, {place: text})


def checked(check: Check, file: TextFile) -> None:
    """Raise UsageError, with the first fault, for a text that kcli would not read."""
    try:
        check(file)
    except InputError as problem:
        fault = problem.faults[0]
        got = f" (got {fault.got!r})" if fault.got is not None else ""
        raise UsageError(f"nothing is added: {fault.message}{got}", fault.hint) from None
