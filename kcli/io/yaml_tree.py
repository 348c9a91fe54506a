"""YAML to plain mappings, lists and text, with the place of everything.

libyaml's event stream is read, never its constructors: no tag makes an
object, no alias is unfolded without being counted, no merge key merges, and
no scalar is guessed at. A scalar is the text that was written, except that an
empty or null one (YAML 1.2: ``null``, ``~``, nothing) is None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from unicodedata import normalize

import yaml

from kcli.errors import Fault, InputError, Where
from kcli.io.limits import how_to_raise, limits
from kcli.io.plain import REFUSED, TextFile

__all__ = ["Path", "Tree", "parse_yaml"]

Path = tuple[str | int, ...]
Value = dict[str, "Value"] | list["Value"] | str | None

# What no text may hold; here also what YAML 1.1 takes for the end of a line.
_HIDDEN = re.compile(f"{REFUSED.pattern}|[\r\ud800-\udfff\u2028\u2029]")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Tree:
    """A document and where its parts stand.

    ``values`` and ``keys`` give (line, column), from 1, of the value and of the key at a path.
    ``faults`` are those that do not keep the rest from being read: keys that stand twice.
    """

    file: TextFile
    root: Value
    faults: list[Fault] = field(default_factory=list)
    values: dict[Path, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def where(self, path: Path, *, key: bool = False) -> Where:
        """The place of a path, or of the nearest part of it that the file has."""
        while path and path not in self.values:
            path = path[:-1]
        places = self.keys if key and path in self.keys else self.values
        line, column = places.get(path, (1, 1))
        return Where(self.file.name, line, column)

    def written(self, path: Path) -> str | None:
        """The text at a path, as it is written; None where there is none."""
        found: Value = self.root
        for step in path:
            if isinstance(found, dict) and isinstance(step, str):
                found = found.get(step)
            elif isinstance(found, list) and isinstance(step, int):
                found = found[step] if step < len(found) else None
            else:
                return None
        return found if isinstance(found, str) else None


def parse_yaml(file: TextFile) -> Tree:
    """The one document of a file, as text. Raises InputError with the first fault."""
    builder = _Builder(file)
    ends = re.search("[\u2028\u2029]", file.text)
    if ends is not None:
        message = f"the character U+{ord(ends.group()):04X} ends a line in YAML and is not allowed"
        where = file.where(ends.start())
        raise InputError([Fault("control-char", message, where, hint="remove it")])
    try:
        builder.document(yaml.parse(file.text, Loader=_LOADER))
    except yaml.MarkedYAMLError as problem:
        raise _syntax(file, problem) from None
    except yaml.YAMLError as problem:
        raise builder.error("yaml-syntax", str(problem).splitlines()[0], None) from None
    return builder.tree


def _syntax(file: TextFile, problem: yaml.MarkedYAMLError) -> InputError:
    mark = problem.problem_mark or problem.context_mark
    unended = problem.context == "while scanning a simple key" and problem.context_mark
    if unended:  # the parser sees only on the next line that the colon did not come
        mark = unended
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = file.text.splitlines()
    written = lines[line - 1] if line <= len(lines) else ""
    message = problem.problem or "is not YAML"
    hint = None
    if unended:
        message = "a key has no colon"
        hint = "end it with a colon and a space; a text goes on only where it is indented"
    elif "\t" in written[: len(written) - len(written.lstrip())] or "tab" in message:
        hint = "indent with spaces, not tabs"
    elif any(sign in written for sign in ": [{@`|%"):
        hint = "put quotes around a text that holds such signs"
    where = Where(file.name, line, column)
    return InputError([Fault("yaml-syntax", message, where, hint=hint)])


class _Builder:
    """Puts events together, counting as it goes."""

    def __init__(self, file: TextFile) -> None:
        self.file = file
        self.limits = limits()
        self.tree = Tree(file, None)
        self.nodes = 0

    def error(self, code: str, message: str, mark: Any, hint: str | None = None) -> InputError:
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return InputError([Fault(code, message, Where(self.file.name, *place), hint=hint)])

    def document(self, events: Iterator[Any]) -> None:
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self.error(
                        "yaml-multi-doc", "a second document begins here", event.start_mark
                    )
            elif isinstance(event, yaml.NodeEvent):
                self.tree.root = self._value(event, events, ())
                if not isinstance(self.tree.root, dict):
                    raise self.error("yaml-shape", "a mapping is needed here", event.start_mark)

    def _value(self, event: Any, events: Iterator[Any], path: Path) -> Value:
        self._count(event, path)
        self.tree.values[path] = (event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(events, path)
        return self._mapping(events, path)

    def _count(self, event: Any, path: Path) -> None:
        self.nodes += 1
        mark = event.start_mark
        if isinstance(event, yaml.AliasEvent):
            raise self.error("yaml-alias", "aliases are not used here", mark, "write the text out")
        if event.anchor:
            raise self.error("yaml-alias", f"the anchor &{event.anchor} is not used here", mark)
        if event.tag:
            raise self.error("yaml-tag", f"the tag {event.tag} is not allowed", mark)
        now = self.limits
        if self.nodes > now.yaml_nodes:
            hint = how_to_raise("yaml-nodes")
            raise self.error("yaml-limit", f"more than {now.yaml_nodes:,} nodes", mark, hint)
        if len(path) > now.yaml_depth:
            hint = how_to_raise("yaml-depth")
            raise self.error("yaml-limit", f"nested deeper than {now.yaml_depth}", mark, hint)

    def _scalar(self, event: Any) -> str | None:
        text: str = event.value
        if event.implicit[0] and text in _NULLS:
            return None
        hidden = _HIDDEN.search(text)
        if hidden is not None:
            message = f"the character U+{ord(hidden.group()):04X} cannot be seen and is not allowed"
            raise self.error("control-char", message, event.start_mark)
        if not text.isascii():
            text = normalize("NFC", text)
        return text

    def _list(self, events: Iterator[Any], path: Path) -> Value:
        found: list[Value] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            found.append(self._value(event, events, (*path, len(found))))
        return found

    def _mapping(self, events: Iterator[Any], path: Path) -> Value:
        found: dict[str, Value] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event, path)
            inner = (*path, key)
            mark = event.start_mark
            if key in found:
                first = self.tree.keys[inner][0]
                message = f"the key {key!r} stands on line {first} already"
                self.tree.faults += self.error("yaml-duplicate-key", message, mark).faults
                self._value(next(events), events, (*inner, "again"))
                continue
            self.tree.keys[inner] = (mark.line + 1, mark.column + 1)
            found[key] = self._value(next(events), events, inner)
        return found

    def _key(self, event: Any, path: Path) -> str:
        self._count(event, path)
        if not isinstance(event, yaml.ScalarEvent):
            raise self.error("yaml-key", "a key must be text", event.start_mark)
        if event.value == "<<" and event.implicit[0]:
            raise self.error(
                "yaml-merge", "merge keys are not used here", event.start_mark, "write it out"
            )
        if event.implicit[0] and event.value in _NULLS:
            raise self.error("yaml-key", "a key is missing", event.start_mark)
        return self._scalar(event) or ""
