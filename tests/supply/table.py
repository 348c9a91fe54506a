"""The lists of docs/dependencies.md: rows written, and read back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date
from pathlib import Path

from supply.wanted import ROOT

PAGE = ROOT / "docs" / "dependencies.md"
HEADER = ("Package", "Version", "Released", "Licence", "Wanted by")
SECTIONS = ("Every installation", "Extras", "Tests, documents and building")
RENEWED = "Renewed on "
INTRODUCTION = """\
# Dependencies

What kcli rests on: each package at the version that continuous integration tests, the day that
version was released, its licence by its own metadata, and what wants it. This page is made by
`python tests/supply/renew.py`. Tests fail where a package that kcli runs on is not on it, or comes
under a licence that kcli does not accept, or has rested for more than two years without a reason in
`tests/supply/ages.py`.

pyproject.toml asks for lower bounds, and `.ci/lowest.txt` is what it allows at the lowest;
`.ci/lock.txt` has the versions below with their hashes. `.ci/supply` runs tests with both, and says
what is newer by now. Where a package has two versions, one is for older versions of Python.
"""


@dataclass(frozen=True)
class Row:
    """A package, as the page tells it."""

    name: str
    version: str
    released: str  # an ISO date, or "unknown"
    licence: str
    wanted_by: str

    @property
    def day(self) -> date | None:
        """Nothing where the index did not say."""
        return None if self.released == "unknown" else date.fromisoformat(self.released)


def page(renewed: date, sections: Iterable[list[Row]]) -> str:
    """The whole page."""
    parts = [INTRODUCTION, f"{RENEWED}{renewed.isoformat()}.\n"]
    for title, rows in zip(SECTIONS, sections, strict=True):
        lines = [_line(HEADER), "|" + " --- |" * len(HEADER), *(_line(astuple(r)) for r in rows)]
        parts.append(f"## {title}\n\n" + "\n".join(lines) + "\n")
    return "\n".join(parts)


def read(path: Path = PAGE) -> dict[str, list[Row]]:
    """The rows of the page by section."""
    found: dict[str, list[Row]] = {}
    title = ""
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("## "):
            title = line.removeprefix("## ")
            found[title] = []
        elif line.startswith("| ") and title:
            cells = [c.strip() for c in line.strip("|").split(" | ")]
            if tuple(cells) != HEADER and cells[0] != "---":
                found[title].append(Row(*cells))
    return found


def renewed(path: Path = PAGE) -> date:
    """The day that the page was made."""
    lines = path.read_text("utf-8").splitlines()
    line = next(line for line in lines if line.startswith(RENEWED))
    return date.fromisoformat(line.removeprefix(RENEWED).rstrip("."))


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
