"""The sheets of a workbook: the index, a sheet a section, the records at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kcli import __version__
from kcli.errors import UsageError
from kcli.model.records import Result
from kcli.render.envelope import marked_synthetic
from kcli.render.pages.page import Heading, Listing, Part, Table, Words
from kcli.render.xlsx.plan import OVERVIEW, Section, sections_of
from kcli.render.xlsx.sheet import INDEX, Box, Line, Look, Sheet, Value
from kcli.render.xlsx.tables import HEAD, draw
from kcli.render.xlsx.texts import Names, web_address

__all__ = ["SYNTHETIC", "sheets_of"]

SYNTHETIC = "SYNTHETIC: these respondents are invented"
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
LONG = 250  # a title that is longer is several titles
DEEPEST = 14  # a header that ends further down is not kept in sight

_ACROSS = 0
_TITLE = Look(bold=True, size=14, wrap=True)
_BOLD, _FAINT, _WRAP = Look(bold=True, wrap=True), Look(faint=True, wrap=True), Look(wrap=True)
_LINK, _TYPED = Look(linked=True), Look(fixed=True, wrap=True)
_LEFT = Look(align="left", wrap=True)
_ALARM = Look(bold=True, alarm=True)
_TONES = {"plain": _WRAP, "strong": _BOLD, "faint": _FAINT}
_BACK = (Box(f"← {INDEX}", _LINK, sheet=INDEX),)
_BLANK: Line = ()


def sheets_of(result: Result) -> list[Sheet]:
    """All sheets in their order, under names that no two share."""
    names = Names()
    names.take(INDEX)
    shown = [_section(section, names, result) for section in sections_of(result)]
    kinds = dict.fromkeys(record.type for record in result.records)
    records = [_records(result, kind, names) for kind in kinds]
    sheets = [_index(result, [*shown, *records]), *shown, *records]
    for sheet in sheets:
        wide = max(map(len, sheet.lines), default=0)
        if len(sheet.lines) > MOST_ROWS or wide > MOST_COLUMNS:
            most = f"{MOST_ROWS:,} rows and {MOST_COLUMNS:,} columns"
            size = f"{sheet.name!r} has {len(sheet.lines):,} and {wide:,}"
            raise UsageError(f"a sheet holds {most}: {size}", "-f csv or -f jsonl has no end")
    return sheets


# -- the index -------------------------------------------------------------------------


def _index(result: Result, sheets: Sequence[Sheet]) -> Sheet:
    """What this is, a link to every sheet, and the files it was made from."""
    command = f"kcli {result.command}"
    titles = list(dict.fromkeys(sheet.title for sheet in sheets if sheet.question))
    if sheets and sheets[0].name == OVERVIEW:
        titles = titles[:1]
    title = titles[0] if len(titles) == 1 and len(titles[0]) < LONG else command
    lines: list[Line] = [(Box(title, _TITLE, span=_ACROSS),)]
    if result.synthetic:
        lines.append((Box(SYNTHETIC, _ALARM, span=_ACROSS),))
    about: dict[str, Any] = {
        "command": command,
        "project": result.project,
        **result.parameters,
        "made by": f"kcli {__version__}",
    }
    lines += [
        (Box(key.replace("_", " "), _FAINT), Box(_value(value), _LEFT))
        for key, value in about.items()
        if value not in (None, (), [], "")
    ]
    lines += [_BLANK, tuple(Box(text, HEAD) for text in ("Sheet", "What it holds", "About"))]
    lines += [
        (Box(s.name, _LINK, sheet=s.name), Box(s.title, _WRAP), Box(s.about, _FAINT))
        for s in sheets
    ]
    if result.inputs:
        lines += [_BLANK, tuple(Box(text, HEAD) for text in ("Made from", "SHA-256", ""))]
        lines += [(Box(file.path, _WRAP), Box(file.sha256, _FAINT)) for file in result.inputs]
    return Sheet(INDEX, title, lines=lines, repeated=(0, 0))


# -- a section -------------------------------------------------------------------------


def _section(section: Section, names: Names, result: Result) -> Sheet:
    """The parts of a page below one another; the header of its only table stays in sight."""
    sheet = Sheet(names.take(section.wish), section.heading.title, question=True)
    sheet.about = "\n".join(section.heading.below[:2])
    sheet.lines = [_BACK]
    if result.synthetic:
        sheet.lines.append((Box(SYNTHETIC, _ALARM, span=_ACROSS),))
    if section.parts and isinstance(
        section.parts[0], Heading
    ):  # printed on every page, if no header is
        sheet.repeated = (len(sheet.lines), len(sheet.lines))
    tables = sum(isinstance(part, Table) for part in section.parts)
    before: Part | None = None
    for part in section.parts:
        if before is not None:
            sheet.lines.append(_BLANK)
        if isinstance(part, Table):
            _put_table(sheet, part, result, alone=tables == 1)
        else:
            sheet.lines += _prose(part, first=before is None)
        before = part
    return sheet


def _put_table(sheet: Sheet, part: Table, result: Result, *, alone: bool) -> None:
    if part.titled:
        sheet.lines.append((Box(part.corner, _BOLD, span=_ACROSS),))
        part = replace(part, corner="", titled=False)
    drawn = draw(part, result.parameters.get("confidence"))
    start = len(sheet.lines)
    end = start + drawn.heads
    sheet.lines += drawn.lines
    sheet.frozen = (0, 1)
    if alone:
        sheet.repeated = (start, end - 1)
        if end <= DEEPEST:
            sheet.frozen = (end, 1)


def _prose(part: Heading | Words | Listing, *, first: bool) -> list[Line]:
    """Headings, sentences and listings, a line each; an address below a sentence is a link."""
    if isinstance(part, Heading):
        look = _TITLE if first else _BOLD
        return [
            (Box(part.title, look, span=_ACROSS),),
            *((Box(text, _FAINT, span=_ACROSS),) for text in part.below),
        ]
    lines: list[Line] = [(Box(part.title, _BOLD, span=_ACROSS),)] if part.title else []
    if isinstance(part, Listing):
        return [*lines, *((Box(text, _TYPED, span=_ACROSS),) for text in part.lines)]
    look = _TONES[part.tone]
    for sentence in part.lines:
        text, *below = sentence.split("\n")
        lines.append((Box(text, look, span=_ACROSS),))
        lines += [(_linked(address, look),) for address in below]
    return lines


def _linked(text: str, look: Look) -> Box:
    address = web_address(text)
    if address is None:
        return Box(text, look, span=_ACROSS)
    return Box(text, _LINK, address=address)


# -- the records -----------------------------------------------------------------------


def _records(result: Result, kind: str, names: Names) -> Sheet:
    """The records of one type as they are: a row each, a column a key, first row the keys."""
    rows = result.rows(kind)
    if result.synthetic:
        rows = [marked_synthetic(row) for row in rows]
    first, *others = rows[0]
    head = (
        Box(first, HEAD, sheet=INDEX),
        *(Box(key, HEAD) for key in others),
    )
    lines: list[Line] = [head, *(tuple(Box(_value(v)) for v in row.values()) for row in rows)]
    count = f"{len(rows):,} {kind} record{'s' if len(rows) > 1 else ''}, as they are"
    return Sheet(
        names.take(f"Records {kind}"),
        count,
        lines=lines,
        frozen=(1, 0),
        repeated=(0, 0),
        filtered=True,
    )


def _value(value: Any) -> Value:
    """A value of a record in one cell."""
    if isinstance(value, (tuple, list)):
        return ";".join(map(str, value))
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    return str(value)
