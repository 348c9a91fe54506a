"""Findings whose bytes are text, and whose text is no table of findings: ends, dialects, shapes."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from unicodedata import normalize

from acceptance.hostile.good import (
    FINDINGS,
    GOOD,
    Change,
    accept,
    add,
    both,
    either,
    on_text,
    place,
    put,
    reject,
    swap,
)

_TEXT = GOOD[FINDINGS]
_HEADER, *_ROWS = _TEXT.splitlines()
_FIRST = f"{FINDINGS}:1"
_BEYOND = f"{FINDINGS}:{len(_ROWS) + 2}"
_T1, _T3, _T5 = (place(FINDINGS, name) for name in ("T1,", "T3,", "T5,"))
_BELOW_T5 = place(FINDINGS, "T5,", 1)
_QUOTED = '"41.5% of Koreans, a plurality"'
_WRONG = swap(FINDINGS, ("T5,2024", "T5,2025"))
"""A fault that is told of by its line, below whatever was done to the lines above."""


def _text(turn: Callable[[str], str]) -> Change:
    return on_text(FINDINGS, turn)


def _swap(old: str, new: str) -> Change:
    return swap(FINDINGS, (old, new))


def _lines(turn: Callable[[list[str]], list[str]]) -> Change:
    return _text(lambda text: "\n".join(turn(text.splitlines())) + "\n")


def _header(old: str, new: str) -> Change:
    return _swap(_HEADER, _HEADER.replace(old, new, 1))


def _cells(turn: Callable[[list[str]], list[str]], **dialect: str | int) -> Change:
    """Read the rows, turn each, and write them in a dialect."""

    def change(text: str) -> str:
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n", **dialect)  # type: ignore[arg-type]
        writer.writerows(turn(row) for row in csv.reader(io.StringIO(text)))
        return stream.getvalue()

    return _text(change)


def _same(row: list[str]) -> list[str]:
    return row


def _faults(count: int) -> Change:
    rows = (f"L{n},2025,KR,,visit,for,,share,58,,,wire,B,,\n" for n in range(count))
    return add(FINDINGS, "".join(rows))


_CRLF = _text(lambda text: text.replace("\n", "\r\n"))
_CR = _text(lambda text: text.replace("\n", "\r"))
_MIXED = _lines(lambda rows: [row + "\r" * (place % 2) for place, row in enumerate(rows)])
_ALL_THREE = _text(lambda text: text.replace("\nT3", "\rT3").replace("\nT4", "\r\nT4"))
_TWO_LINES = _swap("41.5% of Koreans, a", '41.5% of\n""Koreans"", a')
_BLANK = _swap("\nT3", "\n\nT3")

LINE_ENDS = (
    accept("crlf", _CRLF),
    reject("crlf-then-fault", "unknown-wave", _T5, both(_WRONG, _CRLF)),
    either("mixed-eol", FINDINGS, _ALL_THREE),
    accept("mixed-eol-lf-crlf", _MIXED),
    reject("mixed-eol-lf-crlf-then-fault", "unknown-wave", _T5, both(_WRONG, _MIXED)),
    either("cr-only", FINDINGS, _CR),
    accept("no-final-newline", _text(str.rstrip)),
    reject(
        "no-final-newline-then-fault",
        "unknown-wave",
        place(FINDINGS, "T10,"),
        both(_text(str.rstrip), _swap("T10,2023", "T10,2022")),
    ),
    either("blank-line-middle", _T3, _BLANK),
    reject("blank-line-then-fault", "unknown-wave", _BELOW_T5, both(_WRONG, _BLANK)),
    either("blank-line-first", _FIRST, _text(lambda text: "\n" + text)),
    either("blank-line-last", _BEYOND, add(FINDINGS, "\n")),
    either("line-of-spaces", _T3, _swap("\nT3", "\n   \nT3")),
    either("line-of-commas", _T3, _swap("\nT3", "\n" + "," * 14 + "\nT3")),
    accept("u2028", _swap("41.5% of Koreans", "41.5% of\u2028Koreans")),
    either("u2028-not-quoted", _T3, _swap("Namibia", "Nami\u2028bia")),
    reject(
        "u2028-then-fault",
        "unknown-wave",
        _T5,
        both(_WRONG, _swap("41.5% of Koreans", "41.5% of\u2028Koreans")),
    ),
    accept("embedded-newline", _TWO_LINES),
    reject("embedded-newline-then-fault", "unknown-wave", _BELOW_T5, both(_WRONG, _TWO_LINES)),
    accept("embedded-crlf", _swap("41.5% of Koreans", "41.5% of\r\nKoreans")),
    reject(
        "embedded-newline-crlf-then-fault",
        "unknown-wave",
        _BELOW_T5,
        both(_WRONG, _TWO_LINES, _CRLF),
    ),
)

DIALECTS = (
    reject("tab", "dialect", _FIRST, _cells(_same, delimiter="\t")),
    reject("semicolon", "dialect", _FIRST, _cells(_same, delimiter=";")),
    reject("pipe", "dialect", _FIRST, _cells(_same, delimiter="|")),
    either("excel-sep-line", _FIRST, _text(lambda text: "sep=,\n" + text)),
    reject("excel-sep-semicolon", None, _FIRST, _text(lambda text: "sep=;\n" + text)),
    reject(
        "header-only-has-commas",
        "ragged-row",
        f"{FINDINGS}:2",
        _lines(lambda rows: [rows[0], *(row.replace(",", ";") for row in rows[1:])]),
    ),
    accept("all-cells-quoted", _cells(_same, quoting=csv.QUOTE_ALL)),
    reject("single-quotes", "ragged-row", _T1, _swap(_QUOTED, "'41.5% of Koreans, a plurality'")),
    reject("backslash-quotes", None, _T1, _swap(_QUOTED, r'"41.5% of \"Koreans\", a plurality"')),
    reject("space-before-quote", "ragged-row", _T1, _swap(_QUOTED, " " + _QUOTED)),
    reject("space-after-quote", "csv-syntax", _T1, _swap(_QUOTED, _QUOTED + " ")),
    reject("stray-quote", "csv-syntax", _T1, _swap(_QUOTED, _QUOTED + "x")),
    reject("stray-quote-last", "csv-syntax", place(FINDINGS, "T10,"), _swap("마지막", '"마지막"!')),
    either("quote-inside-a-bare-cell", _T3, _swap("Namibia", 'Nami"bia')),
    reject("quote-never-closed", "csv-syntax", _T3, _swap("Namibia", '"Namibia')),
    reject("quote-never-closed-last", "csv-syntax", place(FINDINGS, "T10,"), _swap("마지막", '"')),
)

SHAPES = (
    reject("empty-file", "empty", FINDINGS, put(FINDINGS, b"")),
    reject("only-line-ends", "empty", FINDINGS, put(FINDINGS, "\n\n\n")),
    reject("only-a-bom", "empty", FINDINGS, put(FINDINGS, b"\xef\xbb\xbf")),
    reject("header-only", "no-rows", FINDINGS, put(FINDINGS, _HEADER + "\n")),
    reject("header-only-no-newline", "no-rows", FINDINGS, put(FINDINGS, _HEADER)),
    reject("no-header", "missing-column", _FIRST, _lines(lambda rows: rows[1:]), "'option'"),
    reject("title-above-header", "missing-column", _FIRST, _text(lambda t: "Table 1\n" + t)),
    reject("header-twice", "unknown-wave", f"{FINDINGS}:2", _text(lambda t: f"{_HEADER}\n{t}")),
    reject(
        "qualtrics-3-headers",
        "unknown-wave",
        f"{FINDINGS}:2",
        _lines(
            lambda rows: [
                rows[0],
                ",".join(f"Question {name}" for name in rows[0].split(",")),
                ",".join(f"ImportId {name}" for name in rows[0].split(",")),
                *rows[1:],
            ]
        ),
    ),
    reject("comment-line", "ragged-row", f"{FINDINGS}:2", _swap("\nT1,", "\n# 2024\nT1,")),
    reject(
        "row-too-short", "ragged-row", _T3, _swap(",A,나미비아에서는 62%,Namibia", ",A"), "13", "15"
    ),
    reject("row-too-long", "ragged-row", _T3, _swap("Namibia", "Namibia,x"), "16", "15"),
    reject("row-of-one-cell", "ragged-row", _BEYOND, add(FINDINGS, "Total\n")),
    reject(
        "trailing-comma-rows",
        "ragged-row",
        f"{FINDINGS}:2",
        _lines(lambda rows: [rows[0], *(row + "," for row in rows[1:])]),
    ),
    either("trailing-comma-all", _FIRST, _lines(lambda rows: [row + "," for row in rows])),
    reject("trailing-comma-header", "blank-column", _FIRST, _header("note", "note,")),
    reject("duplicate-header", "duplicate-column", _FIRST, _header("other", "option")),
    either("duplicate-header-case", _FIRST, _header("other", "Option")),
    reject("blank-header", "blank-column", _FIRST, _header("other", ""), "7"),
    reject("space-header", "blank-column", _FIRST, _header("other", "  ")),
    reject("header-nbsp", "missing-column", _FIRST, _header("item", "\u00a0item"), "'item'"),
    reject(
        "header-nbsp-shown",
        "unknown-column",
        _FIRST,
        _header("item", "\u00a0item"),
        r"\xa0",
        "'item'?",
    ),
    reject("header-zero-width", "missing-column", _FIRST, _header("item", "it\u200bem")),
    reject("header-fullwidth", "missing-column", _FIRST, _header("item", "ｉｔｅｍ")),
    either("header-space", _FIRST, _header("item", " item")),
    either("header-capitals", _FIRST, _header("id,wave,country", "ID,Wave,COUNTRY")),
    reject("header-misspelt", "unknown-column", _FIRST, _header("value", "vlaue"), "'value'?"),
    reject(
        "missing-question-column",
        "missing-column",
        _FIRST,
        _cells(lambda row: row[:4] + row[5:]),
        "'item'",
    ),
    reject(
        "extra-columns",
        "unknown-column",
        _FIRST,
        _lines(lambda rows: [rows[0] + ",page", *(row + ",3" for row in rows[1:])]),
    ),
    accept("columns-in-another-order", _cells(lambda row: row[::-1])),
    accept("columns-that-may-be-left-out", _cells(lambda row: row[:-3])),
    accept("rows-in-another-order", _lines(lambda rows: [rows[0], *rows[:0:-1]])),
)

NAMES = (
    reject(
        "id-duplicate-row", "duplicate-id", _BEYOND, add(FINDINGS, "\n".join(_ROWS) + "\n"), "2"
    ),
    reject(
        "file-appended-to-itself",
        "duplicate-id",
        f"{FINDINGS}:{len(_ROWS) + 3}",
        add(FINDINGS, _TEXT),
    ),
    reject(
        "id-duplicate-in-another-file",
        "duplicate-id",
        FINDINGS,
        put("datasets/pulse/2023.findings.csv", f"{_HEADER}\n{_ROWS[-1]}\n"),
        "2023.findings.csv:2",
    ),
    accept(
        "two-files",
        both(
            _lines(lambda rows: rows[:-1]),
            put("datasets/pulse/2023.findings.csv", f"{_HEADER}\n{_ROWS[-1]}\n"),
        ),
    ),
    accept(
        "id-big-int",
        swap(FINDINGS, ("T1,", "10000000000000000001,"), ("T2,", "10000000000000000002,")),
    ),
    accept("ids-that-differ-in-case", swap(FINDINGS, ("T1,", "a,"), ("T2,", "A,"))),
    accept("ids-with-leading-zeros", swap(FINDINGS, ("T1,", "1,"), ("T2,", "01,"))),
    either("id-nfd", FINDINGS, swap(FINDINGS, ("T1,", "\u00e9,"), ("T2,", "e\u0301,"))),
    either("code-spaces", _T1, _swap("T1,2024,KR,,trust,lot,", "T1,2024,KR,,trust, lot ,")),
    either("country-spaces", _T1, _swap("T1,2024,KR,", "T1,2024, KR ,")),
    either("code-leading-zero", _T1, _swap("T1,2024,KR,,trust,lot,", "T1,2024,KR,,trust,01,")),
    either("code-instead-of-id", _T1, _swap("T1,2024,KR,,trust,lot,", "T1,2024,KR,,trust,1,")),
    either("code-is-label", _T1, _swap("T1,2024,KR,,trust,lot,", "T1,2024,KR,,trust,A lot,")),
    either("value-spaces", _T1, _swap("share,41.5", "share, 41.5 ")),
    either("value-space-percent", place(FINDINGS, "T6,"), _swap("58%", "58 %")),
    accept(
        "respondent-twice", add(FINDINGS, "T11,2024,KR,외교부,stance,for,,answer,,,,wire,B,,\n")
    ),
    either(
        "respondent-nfd",
        _BEYOND,
        add(FINDINGS, f"T11,2024,KR,{normalize('NFD', '외교부')},stance,for,,answer,,,,wire,B,,\n"),
    ),
)

_BIG = "x" * 2_000_000
SIZES = (
    reject("huge-field", None, _T3, _swap("Namibia", _BIG), "larger than"),
    either("long-field", _T3, _swap("Namibia", "x" * 900_000)),
    reject("huge-field-of-quotes", None, _T3, _swap("Namibia", f'"{chr(34) * 2_200_000}"')),
    reject(
        "ten-thousand-columns",
        None,
        _FIRST,
        _lines(lambda rows: [row + ",x" * 10_000 for row in rows]),
    ),
    accept(
        "twenty-thousand-rows",
        add(
            FINDINGS,
            "".join(f"L{n},2024,KR,,visit,for,,loose,,,,report,A,,\n" for n in range(20_000)),
        ),
    ),
    reject("three-thousand-faults", "unknown-wave", f"{FINDINGS}:12", _faults(3_000)),
    reject("twenty-thousand-faults", "unknown-wave", f"{FINDINGS}:12", _faults(20_000)),
)
CASES = (*LINE_ENDS, *DIALECTS, *SHAPES, *NAMES, *SIZES)
