"""Sheets written as a workbook: the only module that knows XlsxWriter.

Texts are written as texts and numbers as numbers, never guessed at; nothing of
the day, the machine or its language gets in, so equal sheets give equal bytes.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from kcli.render.xlsx.sheet import INDEX, Box, Line, Look, Sheet
from kcli.render.xlsx.texts import clean, wide

__all__ = ["write"]

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
LONG_AGO = datetime(1980, 1, 1)  # noqa: DTZ001 - a date of no zone, written as it is
A4 = 9
ROW, TALLEST = 15, 409  # points
NARROWEST, WIDEST, PAGE = 7, 45, 100  # characters: of a column, and of a line of prose
FEW, ROOMY = 3, 80  # with so few columns, each may be so wide
MOST_LINKS = 65_000  # Excel takes 65,530 a sheet
GREY, LINE, HEAD, BLUE, RED = "#595959", "#A6A6A6", "#E7EBF0", "#0B5394", "#B00020"
WHITE = "#FFFFFF"


def write(sheets: Sequence[Sheet], title: str, *, banner: str = "") -> bytes:
    """The bytes of a workbook; ``banner`` is printed at the head of every page."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, OPTIONS)
    book.set_properties(
        {"title": clean(title, 250), "author": "kcli", "comments": banner, "created": LONG_AGO}
    )
    formats: dict[Look, Any] = {}
    pages = [book.add_worksheet(sheet.name) for sheet in sheets]
    for sheet, page in zip(sheets, pages, strict=True):
        _Page(book, page, formats).fill(sheet, banner)
    book.close()
    return stream.getvalue()


class _Page:
    """One worksheet while it is written."""

    def __init__(self, book: Any, page: Any, formats: dict[Look, Any]) -> None:
        self.book = book
        self.page = page
        self.formats = formats
        self.links = 0

    def fill(self, sheet: Sheet, banner: str) -> None:
        """Everything on it, and how it is shown and printed."""
        widths = _widths(sheet)
        for place, width in enumerate(widths):
            self.page.set_column(place, place, width)
        for row, line in enumerate(sheet.lines):
            self._line(row, line, widths)
        if sheet.frozen != (0, 0):
            self.page.freeze_panes(*sheet.frozen)
        if sheet.filtered:
            self.page.autofilter(0, 0, len(sheet.lines) - 1, len(sheet.lines[0]) - 1)
        self.page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        self.page.hide_gridlines(0 if sheet.filtered else 2)
        self.page.set_landscape()
        self.page.set_paper(A4)
        self.page.fit_to_pages(1, 0)
        if sheet.repeated is not None:
            self.page.repeat_rows(*sheet.repeated)
        if banner:
            self.page.set_header(f"&C&B{banner}")
        self.page.set_footer("&L&A&R&P / &N")

    def _line(self, row: int, line: Line, widths: Sequence[float]) -> None:
        tallest = 1
        for column, box in enumerate(line):
            if box is None:
                continue
            span = box.span or _span(widths)
            self._box(row, column, box, span)
            if box.look.wrap and isinstance(box.value, str):
                room = sum(_width(widths, place) for place in range(column, column + span))
                tallest = max(tallest, _rows(box.value, room / _scale(box.look)))
        size = max((box.look.size for box in line if box is not None), default=0)
        height = min(TALLEST, tallest * max(ROW, round(size * 1.4)))
        if height > ROW:
            self.page.set_row(row, height)

    def _box(self, row: int, column: int, box: Box, span: int) -> None:
        look = self._format(box.look)
        if span > 1:
            self.page.merge_range(row, column, row, column + span - 1, "", look)
        value = box.value
        if isinstance(value, str) and value:
            self._text(row, column, box, clean(value), look)
        elif value is None or value == "":
            self.page.write_blank(row, column, None, look)
        elif isinstance(value, bool):
            self.page.write_boolean(row, column, value, look)
        elif math.isfinite(value):
            self.page.write_number(row, column, value, look)
        else:
            self.page.write_string(row, column, str(value), look)

    def _text(self, row: int, column: int, box: Box, text: str, look: Any) -> None:
        link = f"internal:'{box.sheet}'!A1" if box.sheet else box.address
        if link and self.links < MOST_LINKS:
            self.links += 1
            tip = "Back to the index" if box.sheet == INDEX else None
            self.page.write_url(row, column, link, look, text, tip)
        elif text.startswith("<r>") and text.endswith("</r>"):
            # XlsxWriter takes such a text for its own markup of fonts, so it is given in two parts.
            plain = self._format(Look())
            self.page.write_rich_string(row, column, plain, text[:2], plain, text[2:], look)
        else:
            self.page.write_string(row, column, text, look)

    def _format(self, look: Look) -> Any:
        if look not in self.formats:
            self.formats[look] = self.book.add_format(_properties(look))
        return self.formats[look]


def _properties(look: Look) -> dict[str, Any]:
    """A look in the words of XlsxWriter."""
    pieces: list[tuple[object, dict[str, Any]]] = [
        (look.faint, {"font_color": GREY}),
        (look.size, {"font_size": look.size}),
        (look.number, {"num_format": look.number}),
        (look.align, {"align": look.align}),
        (look.above, {"top": 1, "top_color": LINE}),
        (look.edge, {"left": 1, "left_color": LINE}),
        (look.head, {"bg_color": HEAD, "bottom": 1, "bottom_color": LINE, "valign": "bottom"}),
        (look.fixed, {"font_name": "Courier New"}),
        (look.linked, {"font_color": BLUE, "underline": 1}),
        (look.alarm, {"font_color": WHITE, "bg_color": RED}),
    ]
    found: dict[str, Any] = {"valign": "top", "bold": look.bold, "text_wrap": look.wrap}
    for wanted, words in pieces:
        if wanted:
            found |= words
    return found


# -- sizes -----------------------------------------------------------------------------


def _widths(sheet: Sheet) -> list[float]:
    """As wide as what stands in each column alone, within limits."""
    most = ROOMY if max(map(len, sheet.lines), default=0) <= FEW else WIDEST
    widths: list[float] = []
    for line in sheet.lines:
        widths += [NARROWEST] * (len(line) - len(widths))
        for place, box in enumerate(line):
            if box is not None and box.span == 1 and box.address is None:
                widths[place] = max(widths[place], min(most, _needed(box)))
    return widths


def _needed(box: Box) -> float:
    value = box.value
    if isinstance(value, str):
        longest = max(map(wide, value[: 20 * ROOMY].split("\n")), default=0)
        return (longest + 2) * _scale(box.look)
    if isinstance(value, bool) or value is None:
        return NARROWEST
    if box.look.number:
        return len(f"{value:,.2f}") + 2
    return len(f"{value:.12g}") + 2


def _scale(look: Look) -> float:
    """How much wider a sign is than one of the usual size."""
    return (look.size or 11) / 11 * (1.1 if look.bold else 1.0)


def _width(widths: Sequence[float], place: int) -> float:
    return widths[place] if place < len(widths) else 8.43


def _span(widths: Sequence[float]) -> int:
    """How many columns a line of prose covers."""
    room, count = 0.0, 0
    while room < PAGE:
        room += _width(widths, count)
        count += 1
    return count


def _rows(text: str, room: float) -> int:
    """How many lines a text takes in so much room, a little generously."""
    return sum(max(1, math.ceil(wide(line) * 1.05 / max(room - 1, 1))) for line in text.split("\n"))
