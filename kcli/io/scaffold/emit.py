"""Plain data as YAML, the way people write it: text that needs no quotes has none."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

__all__ = ["Bare", "Data", "block_lines", "flow"]

Data: TypeAlias = "str | int | Mapping[str, Data] | Sequence[Data]"

# Texts that stay themselves in every place, whoever reads them: no sign of YAML is in them, and
# they look like no number and like none of the words for true, false or nothing.
_PLAIN = re.compile(r"[^\W\d_](?:[\w .()/+'’-]*[\w.)])?")
_WORDS = frozenset({"yes", "no", "on", "off", "true", "false", "null"})


class Bare(str):
    """Text that is known to need no quotes: a number, a date, a word of the formats."""

    __slots__ = ()


def flow(data: Data) -> str:
    """On one line.

    >>> print(flow({"text": "a: b", "samples": {"KR": {"n": 1000}}, "says": ["yes", "2024"]}))
    {text: "a: b", samples: {KR: {n: 1000}}, says: ["yes", "2024"]}
    """
    if isinstance(data, Mapping):
        return "{" + ", ".join(f"{flow(key)}: {flow(value)}" for key, value in data.items()) + "}"
    if isinstance(data, str):
        plain = _PLAIN.fullmatch(data) and data.lower() not in _WORDS
        return data if plain or isinstance(data, Bare) else json.dumps(data, ensure_ascii=False)
    if isinstance(data, Sequence):
        return "[" + ", ".join(flow(value) for value in data) + "]"
    return str(data)


def block_lines(data: Mapping[str, Data], *, deep: frozenset[str] = frozenset()) -> list[str]:
    """A key a line; what is below the keys in ``deep`` has lines of its own, and is indented."""
    lines: list[str] = []
    for key, value in data.items():
        if isinstance(value, Mapping) and value and key in deep:
            lines.append(f"{flow(key)}:")
            lines += [f"  {line}" for line in block_lines(value, deep=deep)]
        else:
            lines.append(f"{flow(key)}: {flow(value)}")
    return lines
