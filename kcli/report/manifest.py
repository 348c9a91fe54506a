"""What a report was made of: a hash of every file that was read, and of every one written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Manifest", "digest", "read_manifest"]

SCHEMA = "kcli.manifest/1"


@dataclass(frozen=True)
class Manifest:
    """What a report was made of: no clock, and nothing of the machine.

    Inputs go by their paths from the project's root, outputs by their names: they
    lie beside the manifest.
    """

    report: str
    tools: Mapping[str, str]
    inputs: Mapping[str, str]
    outputs: Mapping[str, str]

    def text(self) -> str:
        """The same manifest always as the same text."""
        body = {
            "schema": SCHEMA,
            "report": self.report,
            "tools": dict(sorted(self.tools.items())),
            "inputs": dict(sorted(self.inputs.items())),
            "outputs": dict(sorted(self.outputs.items())),
        }
        return json.dumps(body, ensure_ascii=False, indent=1) + "\n"

    def changed_inputs(self, now: Mapping[str, str]) -> list[str]:
        """Which inputs are other ones now, with how: changed, new or gone."""
        found = []
        for path in sorted({*self.inputs, *now}):
            if path not in now:
                found.append(f"{path} (no longer read)")
            elif path not in self.inputs:
                found.append(f"{path} (new)")
            elif self.inputs[path] != now[path]:
                found.append(f"{path} (changed)")
        return found

    def changed_tools(self, now: Mapping[str, str]) -> list[str]:
        """Which programs have another version now."""
        names = sorted({*self.tools, *now})
        return [
            f"{name} {self.tools.get(name, 'none')} to {now.get(name, 'none')}"
            for name in names
            if self.tools.get(name) != now.get(name)
        ]


def digest(data: bytes) -> str:
    """The sha256 of some bytes."""
    return hashlib.sha256(data).hexdigest()


def read_manifest(data: bytes) -> Manifest | None:
    """A manifest as it was written; None for what is none: then it is not known what changed."""
    try:
        body = json.loads(data.decode())
    except (ValueError, RecursionError):  # also bytes that are no UTF-8
        return None
    if not isinstance(body, dict) or body.get("schema") != SCHEMA:
        return None
    tables: list[Any] = [body.get(key) for key in ("tools", "inputs", "outputs")]
    if not isinstance(body.get("report"), str) or not all(map(_is_table, tables)):
        return None
    return Manifest(body["report"], *tables)


def _is_table(found: object) -> bool:
    return isinstance(found, dict) and all(_texts(found.items()))


def _texts(items: Iterable[tuple[object, object]]) -> Iterable[bool]:
    return (isinstance(key, str) and isinstance(value, str) for key, value in items)
