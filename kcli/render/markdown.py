"""Markdown, as GitHub reads it; every sign that would mean something is escaped."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kcli.model.records import Result
from kcli.render.pages import lay_out
from kcli.render.pages.marked import Marked
from kcli.render.pages.page import Cell, Heading, Listing, Page, Table, Words
from kcli.text.languages import say
from kcli.text.unseen import shown

if TYPE_CHECKING:
    from kcli.render import Settings

__all__ = ["page_text", "plain", "render"]

_SIGNS = re.compile(r"([\\`*_{}\[\]<>&#|~$])")
# So a list begins, a rule, or the line below a heading.
_LIST = re.compile(r"^(\d{1,9}(?=[.)])|(?=[-+=]))([-+.)=])(?=\s|$|[-=]+\s*$)")


def render(result: Result, settings: Settings) -> str:
    """The page, a blank line between its parts."""
    words = say("report.synthetic", str(result.parameters.get("lang") or "en"))
    marked = [f"**{words}**\n"] if result.synthetic else []
    return "\n".join([*marked, page_text(lay_out(result, drawn=False))]) + "\n"


def page_text(page: Page, level: int = 2) -> str:
    """A page; ``level`` is that of its headings."""
    parts = []
    for part in page.parts:
        if isinstance(part, Heading):
            title = f"{'#' * level} {plain(part.title)}"
            parts.append("\n\n".join([title, *map(plain, part.below)]))
        elif isinstance(part, Table):
            parts.append(_table(part))
        elif isinstance(part, Listing):
            parts.append(_listing(part))
        else:
            parts.append(_words(part))
    return "\n\n".join(parts)


def _table(part: Table) -> str:
    if part.titled:
        return f"{plain(part.corner)}\n\n{_table(replace(part, corner='', titled=False))}"
    rule = ["---:" if part.numeric else ":---"] * len(part.columns)
    lines = [
        [plain(part.corner), *(_cell(column) for column in part.columns)],
        [":---", *rule],
        *([_cell(row.stub), *(_cell(cell) for cell in row.cells)] for row in part.rows),
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _listing(part: Listing) -> str:
    """A fence longer than any run of backticks in it."""
    runs = re.findall("`+", "\n".join(part.lines))
    fence = "`" * max(3, *(len(run) + 1 for run in runs), 3)
    return "\n".join([f"{plain(part.title)}\n", f"{fence}text", *map(shown, part.lines), fence])


def _words(part: Words) -> str:
    lines = "\n".join(f"- {plain(line)}" for line in part.lines)
    if not part.title:
        return "\n\n".join(map(plain, part.lines))
    return f"{plain(part.title)}\n\n{lines}"


def _cell(cell: Cell) -> str:
    pieces = []
    for line, tone in cell.lines:
        text = _emphasised(line) if isinstance(line, Marked) else plain(line)
        pieces.append(f"**{text}**" if tone == "strong" and text else text)
    return "<br>".join(pieces)


def _emphasised(line: Marked) -> str:
    """A line with the words that stand out between two stars."""
    told, end = "", 0
    for start, stop in line.marks:
        told += f"{_escaped(line[end:start])}**{_escaped(line[start:stop])}**"
        end = stop
    return told + _escaped(line[end:])


def plain(text: str) -> str:
    """A text in which no sign means anything to Markdown, wherever it stands in a line.

    Space before it would indent it, and that means something, too.
    """
    return _escaped(text.lstrip())


def _escaped(text: str) -> str:
    line = _SIGNS.sub(r"\\\1", shown(text.replace("\n", " ")))
    return _LIST.sub(r"\1\\\2", line)
