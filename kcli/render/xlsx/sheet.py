"""What a workbook is made of, before anything is written: sheets of lines of boxes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = ["INDEX", "PLAIN", "Box", "Line", "Look", "Sheet", "Value"]

INDEX = "Index"

Value = str | int | float | bool | None


@dataclass(frozen=True)
class Look:
    """How a box looks; ``number`` is a number format as spreadsheets write it."""

    bold: bool = False
    faint: bool = False
    size: int = 0
    number: str = ""
    wrap: bool = False
    align: Literal["", "left", "right", "center"] = ""
    above: bool = False
    edge: bool = False
    head: bool = False
    fixed: bool = False
    alarm: bool = False
    linked: bool = False


PLAIN = Look()


@dataclass(frozen=True)
class Box:
    """One cell: its value is a number or a text, never a formula.

    It covers ``span`` columns; with 0 as many as a sentence needs. It may lead
    to a ``sheet`` of the workbook, or to an ``address`` of the web.
    """

    value: Value
    look: Look = PLAIN
    span: int = 1
    sheet: str | None = None
    address: str | None = None


Line = tuple[Box | None, ...]


@dataclass
class Sheet:
    """A sheet under its final name; ``title`` and ``about`` stand in the index.

    ``frozen`` rows and columns stay in sight, the ``repeated`` rows are printed
    on every page, a ``filtered`` sheet is one table. Rows count from 0.
    """

    name: str
    title: str
    about: str = ""
    lines: list[Line] = field(default_factory=list)
    frozen: tuple[int, int] = (0, 0)
    repeated: tuple[int, int] | None = None
    filtered: bool = False
    question: bool = False
