"""JSON: one object, indented, in UTF-8; never NaN or Infinity."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import lru_cache
from itertools import groupby, islice, repeat
from json.encoder import encode_basestring
from math import isfinite
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from kcli.render.envelope import envelope
from kcli.text.unseen import escaped_json

if TYPE_CHECKING:
    from kcli.model.records import Result
    from kcli.render import Settings

__all__ = ["indented", "render"]

_TOGETHER = 1000  # records: the texts of so many are held at once, key by key
_FLOATS, _WORDS = {float}, {str, type(None)}

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def render(result: Result, settings: Settings) -> str:
    """The whole result."""
    pieces = _pieces(envelope(result, list(result.records)), "\n")
    return "".join([*map(escaped_json, pieces), "\n"])


def indented(value: Any) -> str:
    """What ``json.dumps(..., ensure_ascii=False, indent=1, allow_nan=False)`` gives, faster.

    The standard library indents in Python, value by value, and asks of each what
    it is. Records may stand in the value as they are: all of one type have the
    same keys in the same order, so many of them are written key by key.

    Raises ValueError for NaN.
    """
    return "".join(_pieces(value, "\n"))


def _pieces(value: Any, line: str) -> Iterator[str]:
    """The text, a record or a plain value at a time: what is long is put together once only."""
    if value and isinstance(value, dict):
        inner, before = f"{line} ", "{"
        for key, part in value.items():
            yield f"{before}{inner}{_key(key)}: "
            yield from _pieces(part, inner)
            before = ","
        yield f"{line}}}"
    elif value and isinstance(value, list):
        inner, before = f"{line} ", "["
        for text in _parts(value, inner):
            yield f"{before}{inner}"
            yield text
            before = ","
        yield f"{line}]"
    else:
        yield _text(value, line)


def _text(value: Any, line: str) -> str:
    """``line`` ends a line and begins the next as deep as the value."""
    plain = _PLAIN.get(type(value))
    if plain is not None:
        return plain(value)
    if isinstance(value, list | tuple):
        return _list(value, line)
    if isinstance(value, dict):
        return _dict(value, line)
    if is_dataclass(value) and not isinstance(value, type):
        return _record(value, line)
    return _encode(value)


def _list(value: Sequence[Any], line: str) -> str:
    if not value:
        return "[]"
    inner = f"{line} "
    return f"[{inner}{f',{inner}'.join(_parts(value, inner))}{line}]"


def _parts(values: Sequence[Any], line: str) -> Iterator[str]:
    """The values of a list; records of one type that follow each other together."""
    for kind, run in groupby(values, type):
        if not is_dataclass(kind):
            yield from [_text(value, line) for value in run]
            continue
        get, form, inner = _form(kind, line)
        while some := list(islice(run, _TOGETHER)):
            columns = [_column(cells, inner) for cells in zip(*map(get, some), strict=True)]
            yield from map(form.__mod__, zip(*columns, strict=True))


def _column(cells: Sequence[Any], line: str) -> Iterable[str]:
    """What records have under one key, a text each."""
    kinds = set(map(type, cells))
    if kinds == _FLOATS and all(map(isfinite, cells)):
        return map(repr, cells)
    if kinds <= _WORDS:
        texts = {cell: _text(cell, line) for cell in set(cells)}
        return map(texts.__getitem__, cells)
    if not any(cells) and len(kinds) == 1:
        return repeat(_text(cells[0], line), len(cells))
    if kinds == {tuple}:  # records that are made together often hold the same one
        told = {id(cell): cell for cell in cells}
        texts_of = {key: _text(cell, line) for key, cell in told.items()}
        return map(texts_of.__getitem__, map(id, cells))
    return [_text(cell, line) for cell in cells]


def _dict(value: Mapping[Any, Any], line: str) -> str:
    if not value:
        return "{}"
    inner = f"{line} "
    parts = [f"{_key(key)}: {_text(part, inner)}" for key, part in value.items()]
    return f"{{{inner}{f',{inner}'.join(parts)}{line}}}"


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a key is no text: {key!r}")
    return encode_basestring(key)


def _record(value: Any, line: str) -> str:
    kind: Any = type(value)
    values, form, inner = _form(kind, line)
    return form % tuple([_text(part, inner) for part in values(value)])


@lru_cache(maxsize=256)
def _form(kind: Any, line: str) -> tuple[Callable[[Any], tuple[Any, ...]], str, str]:
    """How to get at the values of a record, and its text with gaps for them."""
    names = [each.name for each in fields(kind)]
    inner = f"{line} "
    keys = f",{inner}".join(f"{encode_basestring(name)}: %s" for name in names)
    one = attrgetter(names[0])
    values = attrgetter(*names) if len(names) > 1 else lambda record: (one(record),)
    return values, f"{{{inner}{keys}{line}}}", inner


def _number(value: float) -> str:
    if not isfinite(value):
        raise ValueError(f"Out of range float values are not JSON compliant: {value!r}")
    return repr(value)


_PLAIN: dict[type, Callable[[Any], str]] = {
    str: encode_basestring,
    float: _number,
    int: repr,
    bool: {True: "true", False: "false"}.__getitem__,
    type(None): {None: "null"}.__getitem__,
}
