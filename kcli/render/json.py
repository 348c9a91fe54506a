"""JSON: one object, indented, in UTF-8; never NaN or Infinity."""

from __future__ import annotations

import json
from functools import lru_cache
from json.encoder import encode_basestring
from math import isfinite
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
    pieces: list[str] = []
    _put(pieces, value, "\n")
    return "".join(pieces)


def _put(pieces: list[str], value: Any, line: str) -> None:
    """``line`` ends a line and begins the next as deep as the value."""
    inner = f"{line} "
    if isinstance(value, dict) and value:
        before = f"{{{inner}"
        for key, part in value.items():
            if not isinstance(key, str):
                raise TypeError(f"a key is no text: {key!r}")
            if part is None:
                pieces.append(f"{before}{_key(key)}: null")
            elif type(part) is str:
                pieces.append(f"{before}{_key(key)}: {encode_basestring(part)}")
            elif type(part) is float and isfinite(part):
                pieces.append(f"{before}{_key(key)}: {part!r}")
            else:
                pieces.append(f"{before}{_key(key)}: ")
                _put(pieces, part, inner)
            before = f",{inner}"
        pieces.append(f"{line}}}")
    elif isinstance(value, list | tuple) and value:
        before = f"[{inner}"
        for part in value:
            pieces.append(before)
            _put(pieces, part, inner)
            before = f",{inner}"
        pieces.append(f"{line}]")
    else:
        pieces.append(_encode(value))
