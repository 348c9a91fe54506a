"""Tables for a terminal, by Rich; plain text where colour is not wanted.

Labels are passed as text, never as markup, so that ``[strongly]`` stays a word.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from rich import box
from rich.console import Console
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from kcli.model.records import Result
from kcli.render import strip as strips
from kcli.render.bars import with_bars
from kcli.render.lines import Unspaced
from kcli.render.pages import lay_out
from kcli.render.pages.marked import Marked
from kcli.render.pages.page import Cell, Heading, Listing, Part, Row, Strip, Table, Words
from kcli.text.languages import say
from kcli.text.unseen import shown

if TYPE_CHECKING:
    from kcli.render import Settings

__all__ = ["render"]

_STYLES = {"plain": "", "strong": "bold", "faint": "dim"}
_STUB, _COLUMN = 24, 20  # below this a table that may stack does
_LEAST, _GAP = 12, 2


def render(result: Result, settings: Settings) -> str:
    """The page, as wide as the terminal."""
    stream = io.StringIO()
    console = Console(
        file=stream,
        width=settings.width,
        force_terminal=settings.colour,
        color_system="standard" if settings.colour else None,
        no_color=not settings.colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        force_jupyter=False,  # there it would show what is only asked for as text
    )
    if result.synthetic:
        words = say("report.synthetic", str(result.parameters.get("lang") or "en"))
        console.print(Text(words, style="bold reverse"))
    before: Part | None = None
    parts = lay_out(result).parts
    if settings.bars:
        language = str(result.parameters.get("lang") or "en")
        parts = with_bars(parts, console.width, language)
    for part in parts:
        if before is not None and not _close(before, part):
            console.print()
        _draw(console, part)
        before = part
    lines = (line.rstrip() for line in stream.getvalue().split("\n"))
    return "\n".join(lines).strip("\n") + "\n"


def _close(before: Part, part: Part) -> bool:
    """Whether a part stands right below its heading: a table without a title of its own."""
    return isinstance(before, Heading) and isinstance(part, Table) and not part.titled


def _draw(console: Console, part: Part) -> None:
    if isinstance(part, Heading):
        console.print(Text(shown(part.title), style="bold"))
        for line in part.below:
            console.print(Text(shown(line), style="dim"))
    elif isinstance(part, Words):
        _sentences(console, part)
    elif isinstance(part, Listing):
        console.print(Text(shown(part.title), style="bold"))
        for line in part.lines:
            console.print(Text(f"  {shown(line)}"), soft_wrap=True)
    else:
        _draw_table(console, part)


def _draw_table(console: Console, part: Table) -> None:
    if part.titled:
        console.print(Text(shown(part.corner), style="bold"))
        _draw_table(console, replace(part, corner="", titled=False))
    elif part.strip is not None:
        _with_strip(console, part, part.strip)
    elif part.stacks and console.width < _STUB + len(part.columns) * _COLUMN:
        _stacked(console, part)
    else:
        for number, piece in enumerate(_fitting(console, part)):
            if number:
                console.print()
            console.print(_table(console, piece))


def _with_strip(console: Console, part: Table, strip: Strip) -> None:
    """The dots to the right of the table where there is room, else in a table below it."""
    plain = replace(part, strip=None)
    columns = [[Cell.of(part.corner), *(row.stub for row in part.rows)]]
    columns += [
        [column, *(row.cells[place] for row in part.rows)]
        for place, column in enumerate(part.columns)
    ]
    used = sum(_widest(console, cells) + _GAP for cells in columns)
    beside = console.width - used >= strips.LEAST
    width = console.width - (used if beside else _widest(console, columns[0]) + _GAP)
    lines = [strips.drawn(strip, number, width) for number in range(len(part.rows))]
    head = Cell(((strips.axis(strip, width), "faint"),))
    kept = part.columns if beside else ()
    rows = tuple(
        replace(row, cells=(*(row.cells if beside else ()), _dots(drawn)))
        for row, drawn in zip(part.rows, lines, strict=True)
    )
    if not beside:
        _draw_table(console, plain)
        console.print()
    table = _table(console, replace(plain, columns=(*kept, head), rows=rows))
    table.columns[-1].justify = "left"
    table.columns[-1].no_wrap = True
    table.columns[-1].width = width
    for column, cells in zip(table.columns[: len(kept) + 1], columns, strict=False):
        column.width = _widest(console, cells)
    console.print(table)


def _dots(lines: Sequence[str]) -> Cell:
    return Cell(tuple((line, "plain") for line in lines))


def _sentences(console: Console, part: Words) -> None:
    if part.title:
        console.print(Text(shown(part.title), style="bold" if part.tone != "faint" else "dim"))
    for line in part.lines:
        for place, told in enumerate(shown(line).split("\n")):
            text = Unspaced(told, style=_STYLES[part.tone], overflow="fold")
            if place and not re.search(r"\s", told):
                # An address is never broken, so that it can be followed and copied.
                console.print(Text("  ") + text, soft_wrap=True)
            else:
                console.print(Padding(text, (0, 0, 0, 2)))


def _grid(
    columns: Sequence[Cell], *, numeric: bool, widths: Sequence[int] | None = None
) -> RichTable:
    """An empty table, two spaces between its columns."""
    table = RichTable(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for place, column in enumerate(columns):
        side: Literal["left", "right"] = "right" if numeric else "left"
        width = None if widths is None else widths[place]
        table.add_column(_text(column), justify=side, overflow="fold", width=width)
    return table


def _table(console: Console, part: Table) -> RichTable:
    table = _grid((Cell.of(part.corner), *part.columns), numeric=part.numeric)
    table.columns[0].justify = "left"
    table.columns[0].no_wrap = part.names
    for column, width in zip(table.columns, _widths(console, part), strict=True):
        column.width = width
    tall = not part.numeric and any(map(_tall, part.rows))
    for place, row in enumerate(part.rows):
        if row.rule and place:
            table.add_section()
        table.add_row(_text(row.stub), *(_text(cell) for cell in row.cells))
        if tall and place + 1 < len(part.rows):
            table.add_row()
    return table


def _widths(console: Console, part: Table) -> list[int]:
    """As wide as the cells are, or else no narrower than their longest words.

    What space is left goes to the columns that want more, in proportion.
    """
    columns = [[Cell.of(part.corner), *(row.stub for row in part.rows)]]
    columns += [
        [column, *(row.cells[place] for row in part.rows)]
        for place, column in enumerate(part.columns)
    ]
    least = [_narrowest(console, cells) for cells in columns]
    wanted = [_widest(console, cells) for cells in columns]
    least[0] = wanted[0] if part.names else max(least[0], min(_LEAST, wanted[0]))
    space = console.width - _GAP * (len(columns) - 1) - sum(least)
    missing = [want - have for want, have in zip(wanted, least, strict=True)]
    if space <= 0 or not sum(missing):
        return least
    given = [min(gap, gap * space // sum(missing)) for gap in missing]
    for place in sorted(range(len(columns)), key=lambda place: given[place] - missing[place]):
        rest = space - sum(given)
        given[place] += max(0, min(rest, missing[place] - given[place]))
    return [have + more for have, more in zip(least, given, strict=True)]


def _fitting(console: Console, part: Table) -> Iterator[Table]:
    """The table, or several side by side's worth of it below each other: no cell is ever cut."""
    stubs = [Cell.of(part.corner), *(row.stub for row in part.rows)]
    stub = _widest(console, stubs) if part.names else _narrowest(console, stubs)
    widths = [
        _narrowest(console, [column, *(row.cells[place] for row in part.rows)]) + _GAP
        for place, column in enumerate(part.columns)
    ]
    start = 0
    while start < len(widths):
        end, space = start + 1, console.width - max(stub, _LEAST) - widths[start]
        while end < len(widths) and widths[end] <= space:
            space -= widths[end]
            end += 1
        rows = tuple(replace(row, cells=row.cells[start:end]) for row in part.rows)
        yield replace(part, columns=part.columns[start:end], rows=rows)
        start = end


def _narrowest(console: Console, cells: Sequence[Cell]) -> int:
    """The width below which a word of these cells would be broken."""
    return max(Measurement.get(console, console.options, _text(cell)).minimum for cell in cells)


def _widest(console: Console, cells: Sequence[Cell]) -> int:
    """The width at which no line of these cells is broken."""
    return max(Measurement.get(console, console.options, _text(cell)).maximum for cell in cells)


def _stacked(console: Console, part: Table) -> None:
    """Where columns would be too narrow: each stub on a line of its own above its cells."""
    least = [
        max(_LEAST, _narrowest(console, [column, *(row.cells[place] for row in part.rows)]))
        for place, column in enumerate(part.columns)
    ]
    start = 0
    while start < len(least):
        end = start + 1
        while end < len(least) and _abreast(least[start : end + 1]) <= console.width:
            end += 1
        rows = tuple(replace(row, cells=row.cells[start:end]) for row in part.rows)
        piece = replace(part, columns=part.columns[start:end], rows=rows)
        if start:
            console.print()
        _stack(console, piece, _level(least[start:end], console.width))
        start = end


def _abreast(widths: Sequence[int]) -> int:
    return sum(widths) + _GAP * (len(widths) - 1)


def _level(least: Sequence[int], width: int) -> list[int]:
    """Columns of one width, but for those whose words ask for more.

    >>> _level([12, 12, 16, 12], 66), _level([12, 12], 80)
    ([14, 14, 16, 14], [39, 39])
    """
    space = width - _GAP * (len(least) - 1)
    wide: list[int] = []
    while True:
        rest = [place for place in range(len(least)) if place not in wide]
        even = (space - sum(least[place] for place in wide)) // max(1, len(rest))
        more = [place for place in rest if least[place] > even]
        if not more:
            return [even if place in rest else want for place, want in enumerate(least)]
        wide += more


def _stack(console: Console, part: Table, widths: Sequence[int]) -> None:
    header = _grid(part.columns, numeric=part.numeric, widths=widths)
    console.print(header)
    for row in part.rows:
        console.print()
        console.print(_text(row.stub), style="italic")
        body = _grid(part.columns, numeric=part.numeric, widths=widths)
        body.show_header = False
        body.add_row(*(_text(cell) for cell in row.cells))
        console.print(body)


def _tall(row: Row) -> bool:
    return any(len(cell.lines) > 1 for cell in row.cells)


def _text(cell: Cell) -> Text:
    text = Unspaced()
    for number, (line, tone) in enumerate(cell.lines):
        # A tab has no width that a column could be given; a space keeps the places of marks.
        told = (line if isinstance(line, Marked) else shown(line)).replace("\t", " ")
        text.append("\n" if number else "").append(told, style=_STYLES[tone])
        for start, end in line.marks if isinstance(line, Marked) else ():
            text.stylize("bold", len(text) - len(line) + start, len(text) - len(line) + end)
    return text
