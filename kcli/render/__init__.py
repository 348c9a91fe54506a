"""From a result to text, or to bytes, one module a format.

``FORMATS`` is also the list of choices of ``--format``, so the two cannot
drift apart. A new format is a module with a ``render`` and one line here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from kcli.errors import UsageError

if TYPE_CHECKING:
    from kcli.model.records import Result

__all__ = ["BINARY", "FORMATS", "SUFFIXES", "WARNINGS", "Settings", "check_installed", "render"]

FORMATS: dict[str, str] = {
    "table": "kcli.render.table",
    "json": "kcli.render.json",
    "jsonl": "kcli.render.jsonl",
    "csv": "kcli.render.csv",
    "markdown": "kcli.render.markdown",
    "github": "kcli.render.github",
    "sarif": "kcli.render.sarif",
    "html": "kcli.render.html",
    "xlsx": "kcli.render.xlsx",
}
SUFFIXES = {
    ".txt": "table",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".md": "markdown",
    ".sarif": "sarif",
    ".html": "html",
    ".htm": "html",
    ".xlsx": "xlsx",
}
BINARY = frozenset({"xlsx"})  # what no terminal can show
# Notes that nobody should overlook: they are told beside the result, too, whatever its format.
WARNINGS = frozenset({"facts-clash", "figure-differs", "n-differs", "ignored-file"})
EXTRAS = {  # module, package, and the extra it is in
    "html": ("jinja2", "Jinja2", "report"),
    "xlsx": ("xlsxwriter", "XlsxWriter", "report"),
}


@dataclass(frozen=True)
class Settings:
    """How wide and plain a table is, whether it has bars; which records a flat format shows."""

    width: int = 80
    colour: bool = False
    records: str | None = None
    bars: bool = False


def check_installed(name: str) -> None:
    """Raise UsageError where a format needs a package that is not here; tells how to get it."""
    module, package, extra = EXTRAS.get(name, ("", "", ""))
    if not module:
        return
    try:
        import_module(module)
    except ModuleNotFoundError:
        hint = f"pip install 'kcli-tracker[{extra}]'"
        raise UsageError(f"{name} needs {package}, which is not installed", hint) from None


def render(result: Result, name: str, settings: Settings) -> str | bytes:
    """The whole result in one format: a text that ends in a line end, or the bytes of a file."""
    check_installed(name)
    module = import_module(FORMATS[name])
    renderer: Callable[[Result, Settings], str | bytes] = module.render
    return renderer(result, settings)
