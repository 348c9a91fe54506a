"""The parts of a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from kcli.model.records import Estimate

__all__ = [
    "Cell",
    "Dot",
    "Heading",
    "Listing",
    "Page",
    "Part",
    "Row",
    "Strip",
    "Table",
    "Tone",
    "Words",
]

Tone = Literal["plain", "strong", "faint"]


@dataclass(frozen=True)
class Cell:
    """Lines of text, one below the other, each with its tone.

    ``record`` is the estimate that they print, for formats that compute;
    ``bar`` one that they speak of otherwise, for those that draw.
    """

    lines: tuple[tuple[str, Tone], ...]
    record: Estimate | None = None
    bar: Estimate | None = None

    @property
    def drawn(self) -> Estimate | None:
        """The estimate whose share may be drawn."""
        return self.bar or self.record

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
class Dot:
    """A share that is drawn: its mark, its place, the range that facts allow, and its interval.

    Without ``at`` only the range is known. All are shares.
    """

    mark: str
    at: float | None
    bounds: tuple[float, float]
    interval: tuple[float, float] | None = None


@dataclass(frozen=True)
class Strip:
    """Dots beside a table, a line a row, all on one scale from ``low`` to ``high``.

    Rows in ``cuts`` are breaks: nothing is drawn there but their words.
    """

    low: float
    high: float
    rows: tuple[tuple[Dot, ...], ...]
    cuts: tuple[tuple[int, str], ...] = ()
    marks: tuple[str, ...] = ()
    """The sign of each column, with which its head begins."""


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
    strip: Strip | None = None
    """Dots beside it, which a terminal draws; the numbers are in the cells."""


@dataclass(frozen=True)
class Heading:
    """A title and, below it, what it is about."""

    title: str
    below: tuple[str, ...] = ()


@dataclass(frozen=True)
class Words:
    """Sentences, a line each, under a word that says what they are.

    A ``role`` tells what a report gathers at its end: what is assumed, the
    sources, the sentences that are owed.
    """

    title: str
    lines: tuple[str, ...]
    tone: Tone = "plain"
    role: Literal["", "assumed", "sources", "owed"] = ""
    undrawn: tuple[str, ...] | None = None
    """Its lines where no dots are drawn beside tables; the same ones where left out."""


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
