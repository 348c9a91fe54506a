"""YAML as an editor reads it, and as kcli does; and every way to spoil a document by one step."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import yaml

NUMBER = re.compile(r"[-+]?[0-9]+")
DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
WORDS = {
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
"""What a plain scalar is in the core schema of YAML 1.2, beside numbers."""


def by_look(text: str) -> Any:
    """A plain scalar as an editor takes it."""
    if text in WORDS:
        return WORDS[text]
    if NUMBER.fullmatch(text):
        return int(text)
    return float(text) if DECIMAL.fullmatch(text) else text


class Editor(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The core schema of YAML 1.2."""


def _scalar(loader: Editor, node: Any) -> Any:
    return by_look(node.value) if node.style is None else node.value


Editor.add_constructor("tag:yaml.org,2002:str", _scalar)
Editor.yaml_implicit_resolvers = {}


def as_editor(text: str) -> Any:
    """A document as an editor sees it: keys are texts, plain scalars what they look like."""
    return _keyed(yaml.load(text, Editor))


def _keyed(value: Any) -> Any:
    if isinstance(value, dict):
        return {_text(key): _keyed(inner) for key, inner in value.items()}
    return [_keyed(inner) for inner in value] if isinstance(value, list) else value


def _text(key: Any) -> str:
    return str(key).lower() if isinstance(key, bool) else str(key)


def plain(value: Any) -> Any:
    """A tree of texts as an editor sees it, were every scalar written without quotes."""
    return _each(value, by_look)


def _each(value: Any, change: Callable[[str], Any]) -> Any:
    if isinstance(value, dict):
        return {key: _each(inner, change) for key, inner in value.items()}
    if isinstance(value, list):
        return [_each(inner, change) for inner in value]
    return change(value) if isinstance(value, str) else value


Path = tuple[str | int, ...]


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Every place of a tree."""
    yield path
    inner = value.items() if isinstance(value, dict) else ()
    if isinstance(value, list):
        inner = enumerate(value)
    for step, found in inner:
        yield from places(found, (*path, step))


def spoiled(tree: Any) -> Iterator[tuple[str, Any]]:
    """The tree with one thing another at one place, and what that is."""
    for path in places(tree):
        found = _at(tree, path)
        for name, other in _others(found):
            yield f"{path}: {name}", _put(tree, path, other)
        if path:
            yield f"{path}: left out", _without(tree, path)


def _others(found: Any) -> Iterator[tuple[str, Any]]:
    yield "nothing", None
    yield "a mapping", {"zzz": "x"}
    yield "an empty mapping", {}
    yield "a list", ["x"]
    yield "an empty list", []
    yield "a word", "Some words"
    yield "an id", "zzz"
    yield "a blank", " "
    yield "a number", "17"
    yield "a decimal", "0.5"
    yield "a negative number", "-1"
    if isinstance(found, dict):
        yield "a key more", {**found, "zzz": "x"}
        for key in found:
            yield (
                f"{key} misspelt",
                {(f"{old}x" if old == key else old): inner for old, inner in found.items()},
            )
    if isinstance(found, list):
        yield "an element more", [*found, {"zzz": "x"}]


def _at(tree: Any, path: Path) -> Any:
    for step in path:
        tree = tree[step]
    return tree


def _put(tree: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    whole = deepcopy(tree)
    _at(whole, path[:-1])[path[-1]] = value
    return whole


def _without(tree: Any, path: Path) -> Any:
    whole = deepcopy(tree)
    del _at(whole, path[:-1])[path[-1]]
    return whole
