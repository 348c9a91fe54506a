"""JSON: one object, indented, in UTF-8; never NaN or Infinity."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kcli.render.envelope import envelope
from kcli.text.unseen import escaped_json

if TYPE_CHECKING:
    from kcli.model.records import Result
    from kcli.render import Settings

__all__ = ["indented", "render"]

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_key = lru_cache(maxsize=1024)(_encode)  # records have few keys, a great many times


def render(result: Result, settings: Settings) -> str:
    """The whole result."""
    return escaped_json(indented(envelope(result))) + "\n"


def indented(value: Any) -> str:
    """What ``json.dumps(..., ensure_ascii=False, indent=1, allow_nan=False)`` gives, faster.

    The standard library indents in Python, value by value, and asks of each what
    it is; a record is mostly texts, numbers and nothing. Raises ValueError for NaN.
    """
    return "".join(_pieces(value, "\n"))


def _pieces(value: Any, line: str) -> Iterator[str]:
    """``line`` ends a line and begins the next as deep as the value."""
    inner = f"{line} "
    if isinstance(value, dict) and value:
        before = f"{{{inner}"
        for key, part in value.items():
            if not isinstance(key, str):
                raise TypeError(f"a key is no text: {key!r}")
            if part is None:
                yield f"{before}{_key(key)}: null"
            elif isinstance(part, dict | list | tuple):
                yield f"{before}{_key(key)}: "
                yield from _pieces(part, inner)
            else:
                yield f"{before}{_key(key)}: {_encode(part)}"
            before = f",{inner}"
        yield f"{line}}}"
    elif isinstance(value, list | tuple) and value:
        before = f"[{inner}"
        for part in value:
            yield before
            yield from _pieces(part, inner)
            before = f",{inner}"
        yield f"{line}]"
    else:
        yield _encode(value)
