"""Rows, line ends, quotes and commas that are not those of a plain CSV file."""

from __future__ import annotations

from hostile.case import Mutant, case
from hostile.changes import csv_at, on_csv, on_sheet
from hostile.encoding import NOTE, noted
from hostile.pair import Pair
from hostile.sheet import Sheet, place_in

BAD = "no such code"
MANY = '"' + "x,\n" * 2_000 + '"'
LARGE = '"' + "x,\n" * 200_000 + '"'
MIXED = ("\n", "\r\n", "\r")


def _bad(pair: Pair, sheet: Sheet, ends: tuple[str, ...] = ("\n",)) -> Mutant:
    """An unknown code in the row in the middle of a sheet."""
    sheet = sheet.put(pair.row, pair.item, BAD)
    return on_csv(pair, sheet.text(ends), *sheet.at(pair.row, pair.item, ends))


for _name, _ends in {
    "crlf": ("\r\n",),
    "mixed-eol": MIXED,
    "cr-only": ("\r",),
    "lf-and-crlf": ("\n", "\r\n"),
}.items():

    @case(_name)
    def _(pair: Pair, ends: tuple[str, ...] = _ends) -> Mutant:
        return on_csv(pair, pair.sheet.text(ends))

    @case(f"{_name}-then-fault")
    def _(pair: Pair, ends: tuple[str, ...] = _ends) -> Mutant:
        return _bad(pair, pair.sheet, ends)

    @case(f"{_name}-then-control")
    def _(pair: Pair, ends: tuple[str, ...] = _ends) -> Mutant:
        sheet = pair.sheet.put(pair.row, pair.item, "\x07")
        return on_csv(pair, sheet.text(ends), *sheet.at(pair.row, pair.item, ends))

    @case(f"{_name}-then-not-utf8")
    def _(pair: Pair, ends: tuple[str, ...] = _ends) -> Mutant:
        sheet = pair.sheet.put(pair.row, pair.item, BAD)
        data = sheet.text(ends).encode().replace(BAD.encode(), b"\xfe")
        return on_csv(pair, data, sheet.at(pair.row, None, ends)[0])


@case("no-final-newline")
def _(pair: Pair) -> Mutant:
    return on_csv(pair, pair.sheet.text().removesuffix("\n"))


@case("blank-line-middle")
def _(pair: Pair) -> Mutant:
    sheet = pair.sheet.inserted(pair.row, ())
    return on_sheet(pair, sheet, pair.row)


@case("blank-line-then-fault")
def _(pair: Pair) -> Mutant:
    sheet = pair.sheet.put(pair.row, pair.item, BAD).inserted(pair.row, ())
    return on_sheet(pair, sheet, pair.row + 1, pair.item)


@case("blank-line-end")
def _(pair: Pair) -> Mutant:
    text = pair.sheet.text()
    return on_csv(pair, f"{text}\n", text.count("\n") + 1)


@case("blank-line-top")
def _(pair: Pair) -> Mutant:
    return on_csv(pair, f"\n{pair.sheet.text()}")


@case("line-of-spaces")
def _(pair: Pair) -> Mutant:
    return on_sheet(pair, pair.sheet.inserted(pair.row, ("   ",)), pair.row)


@case("line-of-commas", full=True)
def _(pair: Pair) -> Mutant:
    sheet = pair.sheet.inserted(pair.row, [""] * len(pair.sheet.header))
    return on_sheet(pair, sheet, pair.row, pair.weight)


@case("comment-line")
def _(pair: Pair) -> Mutant:
    return on_sheet(pair, pair.sheet.inserted(pair.row, ("# from here on by telephone",)), pair.row)


@case("comment-line-top")
def _(pair: Pair) -> Mutant:
    return on_csv(pair, f"# from the field\n{pair.sheet.text()}")


for _name, _cell in {
    "embedded-newline": '"one\nrow"',
    "embedded-crlf": '"one\r\nrow, ""still"""',
    "embedded-cr": '"one\rrow"',
    "embedded-u2029": "one\u2029row",
}.items():

    @case(_name)
    def _(pair: Pair, cell: str = _cell) -> Mutant:
        return on_sheet(pair, noted(pair, cell))

    @case(f"{_name}-then-fault")
    def _(pair: Pair, cell: str = _cell) -> Mutant:
        return _bad(pair, noted(pair, cell))


@case("embedded-newline-before-fault")
def _(pair: Pair) -> Mutant:
    order = [NOTE, *pair.sheet.header]
    sheet = noted(pair, '"a\n\nb"')
    turned = Sheet(tuple((row[-1], *row[:-1]) for row in sheet.rows))
    assert list(turned.header) == order
    return _bad(pair, turned)


@case("cr-in-cell")
def _(pair: Pair) -> Mutant:
    sheet = noted(pair, "").put(pair.row, NOTE, "one\rrow")
    line, _ = sheet.at(pair.row)
    return on_csv(pair, sheet.text(), line + 1)


for _name, _sign in {"tab": "\t", "semicolon": ";", "bar": "|"}.items():

    @case(_name)
    def _(pair: Pair, sign: str = _sign) -> Mutant:
        rows = (sign.join(row) for row in pair.sheet.rows)
        return on_csv(pair, "".join(f"{row}\n" for row in rows))


@case("excel-sep-line")
def _(pair: Pair) -> Mutant:
    return on_csv(pair, f"sep=,\n{pair.sheet.text()}")


@case("qualtrics-3-headers")
def _(pair: Pair) -> Mutant:
    label = [f"Text of {name}" for name in pair.sheet.header]
    ids = [f'"{{""ImportId"":""QID{n}""}}"' for n, _ in enumerate(pair.sheet.header)]
    return on_sheet(pair, pair.sheet.inserted(1, ids).inserted(1, label), 1)


for _name, _cell in {
    "stray-quote": '"one" row',
    "quote-escaped-by-backslash": r'"one \" row"',
    "quote-never-closed": '"one row',
    "space-after-quote": '"one" ',
}.items():

    @case(_name)
    def _(pair: Pair, cell: str = _cell) -> Mutant:
        return on_sheet(pair, noted(pair, "").put(pair.row, NOTE, cell), pair.row)


@case("quote-never-closed-at-end")
def _(pair: Pair) -> Mutant:
    last = len(pair.sheet.rows) - 1
    return on_sheet(pair, noted(pair, "").put(last, NOTE, '"one row'), last)


@case("quote-inside-cell")
def _(pair: Pair) -> Mutant:
    return on_sheet(pair, noted(pair, 'a 5" screen'))


@case("all-quoted")
def _(pair: Pair) -> Mutant:
    rows = (tuple(c if c.startswith('"') else f'"{c}"' for c in row) for row in pair.sheet.rows)
    return on_sheet(pair, Sheet(tuple(rows)))


@case("all-quoted-then-fault")
def _(pair: Pair) -> Mutant:
    rows = (tuple(c if c.startswith('"') else f'"{c}"' for c in row) for row in pair.sheet.rows)
    return _bad(pair, Sheet(tuple(rows)))


@case("header-only")
def _(pair: Pair) -> Mutant:
    return on_csv(pair, pair.sheet.text().split("\n")[0] + "\n", says=("0 respondents",))


@case("no-header")
def _(pair: Pair) -> Mutant:
    return on_sheet(pair, Sheet(pair.sheet.rows[1:]), says=(repr(pair.item),))


def _counts(found: int, wanted: int) -> tuple[str, ...]:
    return (f"{found} cells", f"has {wanted}")


@case("row-too-short")
def _(pair: Pair) -> Mutant:
    cells = pair.sheet.rows[pair.row][:-1]
    sheet = pair.sheet.with_row(pair.row, cells)
    return on_sheet(pair, sheet, pair.row, says=_counts(len(cells), len(cells) + 1))


@case("row-too-long")
def _(pair: Pair) -> Mutant:
    cells = (*pair.sheet.rows[pair.row], "x")
    sheet = pair.sheet.with_row(pair.row, cells)
    return on_sheet(pair, sheet, pair.row, says=_counts(len(cells), len(cells) - 1))


@case("trailing-comma-rows")
def _(pair: Pair) -> Mutant:
    header, *rows = pair.sheet.rows
    sheet = Sheet((header, *((*row, "") for row in rows)))
    return on_sheet(pair, sheet, 1, also=((csv_at(pair, *sheet.at(2)), "ragged-row"),))


@case("trailing-comma-all")
def _(pair: Pair) -> Mutant:
    return on_sheet(pair, pair.sheet.with_column("", lambda _: ""))


@case("ragged-and-blank-and-unknown")
def _(pair: Pair) -> Mutant:
    long = ("x", *pair.sheet.rows[1])
    sheet = pair.sheet.put(pair.row, pair.item, BAD).inserted(1, long).inserted(1, ())
    also = (
        (csv_at(pair, *sheet.at(1)), "blank-line"),
        (csv_at(pair, *sheet.at(pair.row + 2, pair.item)), "unknown-code"),
    )
    return on_sheet(pair, sheet, 2, also=also)


@case("concatenated", full=True)
def _(pair: Pair) -> Mutant:
    sheet = Sheet((*pair.sheet.rows, *pair.sheet.rows))
    return on_sheet(pair, sheet, len(pair.sheet.rows), pair.weight)


@case("huge-field")
def _(pair: Pair) -> Mutant:
    sheet = noted(pair, "").put(pair.row, NOTE, "x" * 2_000_000)
    return on_sheet(pair, sheet, pair.row, says=("1,000,000",))


@case("large-field")
def _(pair: Pair) -> Mutant:
    return on_sheet(pair, noted(pair, "").put(pair.row, NOTE, LARGE))


@case("large-field-then-fault")
def _(pair: Pair) -> Mutant:
    sheet = noted(pair, "").put(pair.row, NOTE, MANY)
    turned = Sheet(tuple((row[-1], *row[:-1]) for row in sheet.rows))
    text = turned.put(pair.row, pair.item, BAD).text()
    return on_csv(pair, text, *place_in(text, text.index(BAD)))
