"""The parts of a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Cell", "Heading", "Listing", "Page", "Part", "Row", "Table", "Tone", "Words"]

Tone = Literal["plain", "strong", "faint"]


@dataclass(frozen=True)
class Cell:
    """Lines of text, one below the other, each with its tone."""

    lines: tuple[tuple[str, Tone], ...]

    @classmethod
    def of(cls, text: str, tone: Tone = "plain") -> Cell:
        """A cell of one line."""
        return cls(((text, tone),))


@dataclass(frozen=True)
class Row:
    """A stub and its cells; ``rule`` draws a line above."""

    stub: Cell
    cells: tuple[Cell, ...]
    rule: bool = False


@dataclass(frozen=True)
class Table:
    """A table with a stub column; ``numeric`` sets its cells flush right.

    One that ``stacks`` may set its stubs above their cells where space is
    short. The stubs of one with ``names`` are typed again, and never broken.
    The corner of one that is ``titled`` is its title, and stands above it.
    """

    corner: str
    columns: tuple[Cell, ...]
    rows: tuple[Row, ...]
    numeric: bool = False
    stacks: bool = False
    names: bool = False
    titled: bool = False


@dataclass(frozen=True)
class Heading:
    """A title and, below it, what it is about."""

    title: str
    below: tuple[str, ...] = ()


@dataclass(frozen=True)
class Words:
    """Sentences, a line each, under a word that says what they are."""

    title: str
    lines: tuple[str, ...]
    tone: Tone = "plain"


@dataclass(frozen=True)
class Listing:
    """Lines that stand as they are, under a word that says what they are."""

    title: str
    lines: tuple[str, ...]


Part = Heading | Table | Words | Listing


@dataclass(frozen=True)
class Page:
    """Everything in reading order."""

    parts: tuple[Part, ...] = field(default_factory=tuple)
