"""From the parts of a page to those of a document: levels, ids, captions, groups of rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from markupsafe import Markup

from kcli.render.html.texts import shown, web_address
from kcli.render.pages.page import Cell, Heading, Listing, Page, Part, Row, Table, Words
from kcli.text.languages import say

__all__ = ["Block", "Box", "Grid", "Group", "Prose", "Title", "Typed", "outline", "title_of"]

STRONG = Markup("<strong>{}</strong>")
FAINT = Markup('<span class="faint">{}</span>')
LOWEST = 6  # there is no heading below this
SHORT = 14  # lines of so many signs are never broken, and neither are figures
LONGEST_NAME = 32  # a stub that is typed again is never broken, up to here
_FIGURE = re.compile(r"[(<>≤≥≈+−±-]*\d.{0,22}")


@dataclass(frozen=True)
class Title:
    """A heading, and what it is about."""

    kind: ClassVar[str] = "title"
    level: int
    id: str
    text: Markup
    below: tuple[Markup, ...]


@dataclass(frozen=True)
class Prose:
    """Sentences: a list where they have a title, else paragraphs."""

    kind: ClassVar[str] = "prose"
    level: int
    id: str
    title: Markup
    lines: tuple[Markup, ...]
    faint: bool


@dataclass(frozen=True)
class Typed:
    """Lines that stand as they are."""

    kind: ClassVar[str] = "typed"
    level: int
    id: str
    title: Markup
    text: Markup


@dataclass(frozen=True)
class Box:
    """A cell, or the head of a column: its lines, and whether they are never broken."""

    text: Markup
    whole: bool = False


@dataclass(frozen=True)
class Group:
    """Rows between two rules: each a stub and its cells."""

    rows: tuple[tuple[Box, tuple[Box, ...]], ...]


@dataclass(frozen=True)
class Grid:
    """A table; its caption says of what, in words that no other table of the page has.

    Only ``caption`` is seen: where the words around it stand above the table
    already, they are for those who hear it.
    """

    kind: ClassVar[str] = "grid"
    id: str
    labelled_by: str
    before: Markup
    caption: Markup
    corner: Box
    columns: tuple[Box, ...]
    groups: tuple[Group, ...]
    numeric: bool
    names: bool


Block = Title | Prose | Typed | Grid


@dataclass(frozen=True)
class _Caption:
    """The words of a caption: those that are seen, and those before them that are not."""

    before: str
    seen: str

    @property
    def whole(self) -> str:
        return ": ".join(part for part in (self.before, self.seen) if part)


def title_of(page: Page) -> str | None:
    """The heading that all of a page stands under, if there is one."""
    levels = _levels(page.parts)
    first = page.parts[0] if page.parts else None
    if isinstance(first, Heading) and levels.count(0) == 1:
        return first.title
    return None


def outline(
    page: Page, *, language: str, prefix: str = "", level: int = 2, within: str = ""
) -> list[Block]:
    """The blocks of a page in their order."""
    parts = page.parts
    tops = _levels(parts).count(0)
    captions = _captions(parts, language)
    depths = iter(_levels(parts))
    tail = _tail(parts)
    blocks: list[Block] = []
    below = 0
    for place, part in enumerate(parts):
        name = f"{prefix}p{place + 1}"
        if isinstance(part, Heading):
            depth, below = next(depths), 1
            lines = tuple(shown(line, language) for line in part.below)
            title = shown(part.title, language)
            blocks.append(Title(min(level + depth, LOWEST), name, title, lines))
        elif isinstance(part, Table):
            labels = f"{within} {name}".strip()
            blocks.append(_grid(part, name, labels, captions[place], language))
        else:
            under = 0 if place >= tail and tops > 1 else below
            blocks.append(_words(part, name, min(level + under, LOWEST), language))
    return blocks


def _levels(parts: Sequence[Part]) -> list[int]:
    """How far below the first each heading is.

    One that says what it is about opens a subject; others divide it. A first
    one that says nothing stands above all, unless it stands above a table as
    the others do.
    """
    headings = [part for part in parts if isinstance(part, Heading)]
    if not any(heading.below for heading in headings):
        alike = len(parts) > 1 and isinstance(parts[1], Table)
        return [0 if alike else min(place, 1) for place in range(len(headings))]
    if headings[0].below:
        return [0 if heading.below else 1 for heading in headings]
    return [0, *(1 if heading.below else 2 for heading in headings[1:])]


def _tail(parts: Sequence[Part]) -> int:
    """Where the notes begin that are of the whole page."""
    place = len(parts)
    while place and isinstance(part := parts[place - 1], Words) and part.tone == "faint":
        place -= 1
    return place


# -- words -----------------------------------------------------------------------------


def _words(part: Words | Listing, name: str, level: int, language: str) -> Prose | Typed:
    title = shown(part.title, language)
    if isinstance(part, Listing):
        text = Markup("\n").join(shown(line, language) for line in part.lines)
        return Typed(level, name, title, text)
    lines = tuple(_line(line, language) for line in part.lines)
    return Prose(level, name, title, lines, part.tone == "faint")


def _line(line: str, language: str) -> Markup:
    """A sentence; the address below it becomes its link."""
    text, *below = line.split("\n")
    addresses = [web_address(each) for each in below]
    if len(below) == 1 and addresses[0] is not None and text:
        return _link(addresses[0], shown(text, language), "")
    told = [shown(text, language)]
    for each, address in zip(below, addresses, strict=True):
        seen = shown(each, language)
        told.append(seen if address is None else _link(address, seen, "address"))
    return Markup("<br>").join(told)


def _link(address: str, text: Markup, kind: str) -> Markup:
    named = Markup(' class="{}"').format(kind) if kind else Markup()
    return Markup('<a href="{}" rel="noreferrer"{}>{}</a>').format(address, named, text)


# -- tables ----------------------------------------------------------------------------


def _captions(parts: Sequence[Part], language: str) -> dict[int, _Caption]:
    """What each table is of; those alike are counted."""
    found: dict[int, _Caption] = {}
    heading = ""
    for place, part in enumerate(parts):
        if isinstance(part, Heading):
            heading = part.title
        elif isinstance(part, Table):
            corner = part.corner.strip()
            fallback = "" if heading or corner else say("document.table", language)
            hidden = ": ".join(each for each in (heading, corner, fallback) if each)
            found[place] = _Caption(heading, corner) if part.titled else _Caption(hidden, "")
    return found | dict(_counted(found, language))


def _counted(found: dict[int, _Caption], language: str) -> Iterator[tuple[int, _Caption]]:
    totals = Counter(caption.whole for caption in found.values())
    seen: Counter[str] = Counter()
    for place, caption in found.items():
        total = totals[caption.whole]
        if total > 1:
            seen[caption.whole] += 1
            number = seen[caption.whole]
            which = say("document.which", language, number=number, total=total)
            yield place, replace(caption, before=f"{caption.before} ({which})".strip())


def _grid(part: Table, name: str, labels: str, caption: _Caption, language: str) -> Grid:
    stubs = [line for row in part.rows for line, _ in row.stub.lines]
    return Grid(
        id=name,
        labelled_by=labels,
        before=shown(caption.before, language),
        caption=shown(caption.seen, language),
        corner=_box(Cell.of("" if part.titled else part.corner.strip()), language),
        columns=tuple(_box(column, language) for column in part.columns),
        groups=tuple(_groups(part.rows, language)),
        numeric=part.numeric,
        names=part.names and all(len(stub) <= LONGEST_NAME for stub in stubs),
    )


def _groups(rows: Sequence[Row], language: str) -> Iterator[Group]:
    """The rows, divided where a rule is drawn above one."""
    group: list[tuple[Box, tuple[Box, ...]]] = []
    for row in rows:
        if row.rule and group:
            yield Group(tuple(group))
            group = []
        cells = tuple(_box(cell, language) for cell in row.cells)
        group.append((_box(row.stub, language), cells))
    if group:
        yield Group(tuple(group))


def _box(cell: Cell, language: str) -> Box:
    told = []
    for line, tone in cell.lines:
        text = shown(line, language) if line.strip() else Markup()
        if text and tone != "plain":
            text = (STRONG if tone == "strong" else FAINT).format(text)
        told.append(text)
    whole = all(len(line) <= SHORT or _FIGURE.fullmatch(line.strip()) for line, _ in cell.lines)
    return Box(Markup("<br>").join(told), whole)
