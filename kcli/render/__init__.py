"""From a result to text, one module a format.

``FORMATS`` is also the list of choices of ``--format``, so the two cannot
drift apart. A new format is a module with a ``render`` and one line here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from kcli.model.records import Result

__all__ = ["FORMATS", "SUFFIXES", "Settings", "render"]

FORMATS: dict[str, str] = {
    "table": "kcli.render.table",
    "json": "kcli.render.json",
    "jsonl": "kcli.render.jsonl",
    "csv": "kcli.render.csv",
    "markdown": "kcli.render.markdown",
    "github": "kcli.render.github",
    "sarif": "kcli.render.sarif",
}
SUFFIXES = {
    ".txt": "table",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".md": "markdown",
    ".sarif": "sarif",
}


@dataclass(frozen=True)
class Settings:
    """How wide and how plain a table is, and which records a flat format shows."""

    width: int = 80
    colour: bool = False
    records: str | None = None


def render(result: Result, name: str, settings: Settings) -> str:
    """The whole result in one format, ending in a line end."""
    module = import_module(FORMATS[name])
    renderer: Callable[[Result, Settings], str] = module.render
    return renderer(result, settings)
