"""Tables as lines of boxes: every number beside its limits, bases before answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kcli.analysis.precision import NAMED_KINDS
from kcli.model.records import Estimate
from kcli.render.pages.page import Cell, Row, Table
from kcli.render.xlsx.numbers import BASES, Numbers, base_of, numbers_in
from kcli.render.xlsx.sheet import Box, Line, Look
from kcli.render.xlsx.texts import Shown, as_number
from kcli.text.numbers import level_words

__all__ = ["HEAD", "Drawn", "draw"]

HEAD = Look(bold=True, head=True, wrap=True)
KINDS = {"substantive": 0, "dont_know": 1, "refused": 2, "net": 3, "score": 4}
BESIDE = ("count", "least", "greatest", "low", "high", "marks")

Base = Shown | str | None
_OF_A_BASE = re.compile(r"\b(base|unweighted|respondents)\b")


@dataclass(frozen=True)
class Drawn:
    """A table's lines; the first ``heads`` of them are its header."""

    lines: list[Line]
    heads: int


@dataclass(frozen=True)
class Column:
    """A column of a page, the numbers of its cells, and which of them stand beside its values."""

    head: Cell
    cells: tuple[Cell, ...]
    numbers: tuple[Numbers, ...]
    beside: tuple[str, ...] = ()

    @property
    def records(self) -> list[Estimate]:
        """The estimates in it."""
        return [cell.record for cell in self.cells if cell.record is not None]

    @property
    def kind(self) -> str:
        """What its values are: shares, or people where these are named; else what its head says."""
        if not self.records:
            return ""
        named = all(record.population in NAMED_KINDS for record in self.records)
        return "people" if named else "share"

    @property
    def wanted(self) -> set[str]:
        """What has to stand beside its values; bounds only where a value is not known."""
        found = {name for name in BESIDE for n in self.numbers if getattr(n, name)}
        known = all(n.value is not None or n.least is n.greatest is None for n in self.numbers)
        return found - {"least", "greatest"} if known else found


def draw(part: Table, confidence: float | None) -> Drawn:
    """A header of one line, or of two where values have numbers beside them; then the rows."""
    part = replace(part, rows=_in_order(part.rows))
    columns = _columns(part)
    pairs = any(column.beside for column in columns)
    lines: list[Line] = [
        (_head("" if pairs else part.corner), *(b for c in columns for b in _group(c, part)))
    ]
    if pairs:
        lines.append((_head(part.corner), *(b for c in columns for b in _names(c, confidence))))
    heads = len(lines)
    bases = _bases(columns)
    lines += [_base_line(title, found, columns) for title, found in bases.items()]
    rows = [
        (place, row)
        for place, row in enumerate(part.rows)
        if not (_leads(part, place) and _told(row, bases))
    ]
    for number, (place, row) in enumerate(rows):
        above = row.rule or (not number and bool(bases))
        lines.append(_line(row, place, columns, part, above=above))
    return Drawn(lines, heads)


def _in_order(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Answers, don't know last, nets, the mean score, where the rows are answers to one item."""
    answers = [[cell.record for cell in row.cells if cell.record is not None] for row in rows]
    named = [(records[0].item, records[0].option) for records in answers if records]
    if len({item for item, _ in named}) != 1 or len(set(named)) != len(named):
        return tuple(rows)
    places = [place for place, records in enumerate(answers) if records]
    ordered = sorted(places, key=lambda place: KINDS[answers[place][0].option_kind])
    moved = dict(zip(places, ordered, strict=True))
    return tuple(rows[moved.get(place, place)] for place in range(len(rows)))


def _columns(part: Table) -> list[Column]:
    """The columns; those with estimates have the same numbers beside their values."""
    columns = []
    for place, head in enumerate(part.columns):
        cells = tuple(row.cells[place] for row in part.rows)
        numbers = tuple(numbers_in(cell, numeric=part.numeric) for cell in cells)
        columns.append(Column(head, cells, numbers))
    shared = set[str]().union(*(column.wanted for column in columns if column.records))
    return [
        replace(column, beside=tuple(name for name in BESIDE if name in wanted))
        for column in columns
        for wanted in [shared if column.records else column.wanted]
    ]


# -- the header ------------------------------------------------------------------------


def _head(text: str) -> Box:
    return Box(text, HEAD)


def _group(column: Column, part: Table) -> list[Box | None]:
    """A column's name over everything that belongs to it."""
    edge = bool(column.beside)
    look = replace(HEAD, align="center" if edge else "right" if part.numeric else "left", edge=edge)
    span = 1 + len(column.beside)
    return [Box(_text(column.head), look, span=span), *([None] * (span - 1))]


def _names(column: Column, confidence: float | None) -> list[Box]:
    """What each of a column's numbers is."""
    sure = f"{level_words(confidence)} " if confidence and column.records else ""
    titles = {
        "": "",
        "share": "Share",
        "people": "People",
        "count": "Count",
        "least": "At least",
        "greatest": "At most",
        "low": f"{sure}from",
        "high": f"{sure}to",
        "marks": "Marks",
    }
    right = replace(HEAD, align="right")
    first = Box(titles[column.kind], replace(right, edge=bool(column.beside)))
    left = replace(HEAD, align="left")
    return [first, *(Box(titles[n], left if n == "marks" else right) for n in column.beside)]


def _text(cell: Cell) -> str:
    return "\n".join(line for line, _ in cell.lines)


# -- bases -----------------------------------------------------------------------------


def _bases(columns: Sequence[Column]) -> dict[str, list[Base]]:
    """Each kind of base that any column has; the unweighted one wherever there are estimates."""
    if not any(column.records for column in columns):
        return {}
    found = {
        title: [base_of(column.records, key) for column in columns] for title, key in BASES.items()
    }
    return {
        title: values
        for title, values in found.items()
        if BASES[title] == "n_base" or any(value is not None for value in values)
    }


def _base_line(title: str, values: Sequence[Base], columns: Sequence[Column]) -> Line:
    line: list[Box | None] = [Box(title, Look(faint=True))]
    silent = "unknown" if BASES[title] == "n_base" else "–"
    for value, column in zip(values, columns, strict=True):
        look = Look(faint=True, align="right", edge=bool(column.beside))
        if not column.records:
            line.append(None)
        elif value is None or isinstance(value, str):
            line.append(Box(value or silent, look))
        else:
            line.append(Box(value[0], replace(look, number=value[1])))
        line += [None] * len(column.beside)
    return tuple(line)


def _leads(part: Table, place: int) -> bool:
    """Whether a row stands before the first estimate."""
    return not any(cell.record for row in part.rows[: place + 1] for cell in row.cells)


def _told(row: Row, bases: dict[str, list[Base]]) -> bool:
    """Whether a row prints no more than a base that stands above it already.

    Its words have to be those of a base: what was not stated may be as many by chance.
    """
    if not _OF_A_BASE.search(_text(row.stub).casefold()):
        return False
    texts = [_text(cell) for cell in row.cells]
    shown = [as_number(text) for text in texts]
    silent = all(number or text in ("–", "") for number, text in zip(shown, texts, strict=True))
    return (
        silent
        and any(shown)
        and any(
            all(number is None or _alike(number, v) for number, v in zip(shown, base, strict=True))
            for base in bases.values()
        )
    )


def _alike(shown: Shown, base: Base) -> bool:
    """Whether a number is a base as printed."""
    if base is None or isinstance(base, str):
        return False
    decimals = len(shown[1].partition(".")[2])
    return abs(shown[0] - base[0]) <= 0.5 * 10.0**-decimals + 1e-9


# -- rows ------------------------------------------------------------------------------


def _line(row: Row, place: int, columns: Sequence[Column], part: Table, *, above: bool) -> Line:
    stub = replace(_look(row.stub), above=above, wrap=True)
    line: list[Box | None] = [Box(_text(row.stub), stub)]
    for column in columns:
        cell, numbers = column.cells[place], column.numbers[place]
        look = replace(_look(cell), above=above, edge=bool(column.beside))
        line.append(_first(cell, numbers, look, part))
        line += [_side(numbers, name, above=above) for name in column.beside]
    return tuple(line)


def _look(cell: Cell) -> Look:
    tone = cell.lines[0][1] if cell.lines else "plain"
    return Look(bold=tone == "strong", faint=tone == "faint")


def _first(cell: Cell, numbers: Numbers, look: Look, part: Table) -> Box:
    """The value where it is known; else what the page prints in its place."""
    side = replace(look, align="right") if part.numeric else replace(look, align="left")
    value = numbers.value
    if value is None and cell.record is None and len(cell.lines) == 1:
        value = as_number(cell.lines[0][0])
    if value is not None:
        return Box(value[0], replace(side, number=value[1]))
    return Box(numbers.text or _text(cell), replace(side, wrap=True))


def _side(numbers: Numbers, name: str, *, above: bool) -> Box:
    look = Look(faint=True, above=above)
    if name == "marks":
        return Box(numbers.marks or None, replace(look, faint=False, align="left"))
    found: Shown | None = getattr(numbers, name)
    return Box(None, look) if found is None else Box(found[0], replace(look, number=found[1]))
