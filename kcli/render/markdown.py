"""Markdown, as GitHub reads it; every sign that would mean something is escaped."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kcli.model.records import Result
from kcli.render.pages import lay_out
from kcli.render.pages.page import Cell, Heading, Listing, Table, Words

if TYPE_CHECKING:
    from kcli.render import Settings

__all__ = ["render"]

_SIGNS = re.compile(r"([\\`*_{}\[\]<>&#|~$])")


def render(result: Result, settings: Settings) -> str:
    """The page, a blank line between its parts."""
    parts = ["**SYNTHETIC: these respondents are invented**"] if result.synthetic else []
    for part in lay_out(result).parts:
        if isinstance(part, Heading):
            parts.append("\n\n".join([f"## {_plain(part.title)}", *map(_plain, part.below)]))
        elif isinstance(part, Table):
            parts.append(_table(part))
        elif isinstance(part, Listing):
            parts.append(_listing(part))
        else:
            parts.append(_words(part))
    return "\n\n".join(parts) + "\n"


def _table(part: Table) -> str:
    if part.titled:
        return f"{_plain(part.corner)}\n\n{_table(replace(part, corner='', titled=False))}"
    rule = ["---:" if part.numeric else ":---"] * len(part.columns)
    lines = [
        [_plain(part.corner), *(_cell(column) for column in part.columns)],
        [":---", *rule],
        *([_cell(row.stub), *(_cell(cell) for cell in row.cells)] for row in part.rows),
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _listing(part: Listing) -> str:
    """A fence longer than any run of backticks in it."""
    runs = re.findall("`+", "\n".join(part.lines))
    fence = "`" * max(3, *(len(run) + 1 for run in runs), 3)
    return "\n".join([f"{_plain(part.title)}\n", f"{fence}text", *part.lines, fence])


def _words(part: Words) -> str:
    lines = "\n".join(f"- {_plain(line)}" for line in part.lines)
    if not part.title:
        return "\n\n".join(map(_plain, part.lines))
    return f"{_plain(part.title)}\n\n{lines}"


def _cell(cell: Cell) -> str:
    pieces = []
    for line, tone in cell.lines:
        text = _plain(line)
        pieces.append(f"**{text}**" if tone == "strong" and text else text)
    return "<br>".join(pieces)


def _plain(text: str) -> str:
    return _SIGNS.sub(r"\\\1", text.replace("\n", " ").replace("\r", " "))
