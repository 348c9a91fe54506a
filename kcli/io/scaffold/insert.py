"""An entry at the end of a mapping or a list of a YAML file, and not one other byte changed.

Where a part ends is known from the events of libyaml. Whatever follows from
that is not trusted: the result is read again, and has to be what was there
before with the entry, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import yaml

from kcli.errors import InputError
from kcli.io.plain import TextFile
from kcli.io.scaffold.emit import Data, block_lines, flow
from kcli.io.yaml_tree import parse_yaml

__all__ = ["CannotInsertError", "Inserted", "insert_entry"]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LINE = re.compile("[^\r\n]*(?:\r\n|\r|\n|\\Z)")


class CannotInsertError(Exception):
    """There is no place where an entry can be put without touching what else is there."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


@dataclass(frozen=True)
class Inserted:
    """The new text of a file, and where the entry stands in it."""

    text: str
    line: int
    lines: tuple[str, ...]


@dataclass
class _Part:
    """A mapping or a list: lines from 0, columns from 0."""

    line: int
    flow: bool
    column: int | None = None
    """Where its entries begin: a key, or the dash of a list."""
    last: int = 0
    """The last line on which something of it stands."""


def insert_entry(
    file: TextFile,
    path: tuple[str, ...],
    entry: Mapping[str, Data],
    *,
    item: bool = False,
    deep: frozenset[str] = frozenset(),
) -> Inserted:
    """Put an entry behind the others of the part at ``path``: keys, or one ``item`` of a list.

    Raises CannotInsertError where that cannot be done safely, and InputError
    for an entry that holds what no file may.
    """
    part = _Finder(path).part(file.text)
    if part is None or part.column is None or part.flow:
        name = path[-1] if path else file.name
        written = part is not None and part.flow
        raise CannotInsertError(
            part.line + 1 if part else 1,
            f"{name!r} is written in brackets" if written else f"{name!r} has no entry yet",
        )
    lines = _LINE.findall(file.text)
    while lines and not lines[-1]:
        lines.pop()
    place = _behind(lines, part, parent=_column_of_key(file, path))
    indent = " " * part.column
    body = block_lines(entry, deep=deep)
    written_lines = [
        f"- {line}" if item and n == 0 else f"  {line}" if item else line
        for n, line in enumerate(body)
    ]
    added = tuple(f"{indent}{line}" for line in written_lines)
    end = _line_end(lines)
    if place and not lines[place - 1].endswith(("\r", "\n")):
        lines[place - 1] += end
    text = "".join([*lines[:place], *(line + end for line in added), *lines[place:]])
    _check(file, text, path, entry, part.line + 1, item=item)
    return Inserted(text, place + 1, added)


def _behind(lines: Sequence[str], part: _Part, parent: int) -> int:
    """The number of lines that stay before the entry: those of the part, and remarks on it."""
    assert part.column is not None
    least = part.column if part.column > parent else part.column + 1
    place = part.last + 1
    while place < len(lines):
        line = lines[place]
        remark = line.lstrip(" ")
        if not remark.startswith("#") or len(line) - len(remark) < least:
            break
        place += 1
    return place


def _column_of_key(file: TextFile, path: tuple[str, ...]) -> int:
    """Where the key of the part begins; left of everything for the whole document."""
    return parse_yaml(file).keys[path][1] - 1 if path else -1


def _line_end(lines: Sequence[str]) -> str:
    """How lines end in this file."""
    first = lines[0] if lines else ""
    return first[len(first.rstrip("\r\n")) :] or "\n"


def _check(
    file: TextFile,
    text: str,
    path: tuple[str, ...],
    entry: Mapping[str, Data],
    line: int,
    *,
    item: bool,
) -> None:
    """Raise CannotInsertError unless the text is what it was, with the entry at its place."""
    wanted = parse_yaml(file).root
    part: Any = wanted
    for step in path:
        part = part[step]
    read: Any = parse_yaml(replace(file, text=flow(entry))).root
    if item:
        part.append(read)
    else:
        part.update(read)
    try:
        tree = parse_yaml(replace(file, text=text))
        same = tree.root == wanted and not tree.faults and _order(tree.root) == _order(wanted)
    except InputError:
        same = False
    if not same:
        raise CannotInsertError(line, "an entry would change what else is there")


def _order(data: Any) -> Any:
    """The keys of all mappings in their order, which equality passes over."""
    if isinstance(data, dict):
        return [(key, _order(value)) for key, value in data.items()]
    return [_order(value) for value in data] if isinstance(data, list) else None


class _Finder:
    """Looks for one part in the stream of events."""

    def __init__(self, path: tuple[str, ...]) -> None:
        self.path = path
        self.found: _Part | None = None

    def part(self, text: str) -> _Part | None:
        """The mapping or list at the path; None where something else stands there, or nothing."""
        events = iter(yaml.parse(text, Loader=_LOADER))
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                self._node(event, events, ())
        return self.found

    def _node(self, event: Any, events: Iterator[Any], path: tuple[str, ...]) -> int:
        """Read one node to its end, and give the last line on which something of it stands."""
        if not isinstance(event, yaml.CollectionStartEvent):
            return _last_line(event)
        start: Any = event.start_mark
        part = _Part(start.line, bool(event.flow_style), None, start.line)
        if path == self.path:
            self.found = part
        mapping = isinstance(event, yaml.MappingStartEvent)
        for inner in events:
            end: Any = inner.end_mark
            if isinstance(inner, yaml.CollectionEndEvent):
                if part.flow:
                    part.last = end.line
                break
            if part.column is None:
                first: Any = inner.start_mark
                part.column = first.column if mapping else start.column
            if mapping:
                value = next(events)
                part.last = max(part.last, end.line)
                key = inner.value if isinstance(inner, yaml.ScalarEvent) else ""
                part.last = max(part.last, self._node(value, events, (*path, key)))
            else:
                part.last = max(part.last, self._node(inner, events, (*path, "-")))
        return part.last


def _last_line(event: Any) -> int:
    """The last line of a scalar: one in a block of its own ends where the next line begins."""
    end = event.end_mark
    block = getattr(event, "style", None) in ("|", ">")
    line: int = end.line
    return line - 1 if block and end.column == 0 else line
