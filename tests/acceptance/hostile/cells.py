"""Cells of findings that must be refused: each a row of its own, all of them in one file.

A name, the cells that differ from a good row, the column at fault (the last of
them), the code. What Python or pandas would take for a number or for nothing
stands first: ``int("１")`` is 1, ``float("1_0")`` is 10, ``NA`` is NaN.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from acceptance.hostile.good import FINDINGS, GOOD

HEADER = GOOD[FINDINGS].split("\n", 1)[0]
COLUMNS = HEADER.split(",")
_ROW = {
    "wave": "2024",
    "country": "KR",
    "item": "trust",
    "option": "lot",
    "predicate": "share",
    "value": "41.5",
    "source": "report",
}


@dataclass(frozen=True)
class Cell:
    """One bad cell: ``column`` holds ``text``, which is ``code``."""

    name: str
    code: str
    column: str
    text: str
    cells: dict[str, str]


def _cell(name: str, code: str, **cells: str) -> Cell:
    column = list(cells)[-1]
    return Cell(name, code, column, cells[column], cells)


_SHARES = {
    "nan": "nan",
    "nan-capital": "NaN",
    "inf": "inf",
    "minus-inf": "-inf",
    "infinity-sign": "∞",
    "exponent": "1e3",
    "underscore": "1_0",
    "above-100": "101",
    "just-above-100": "100.1",
    "minus-one": "-1",
    "minus-sign": "−1",
    "minus-zero-point-one": "-0.1",
    "thousands": "1,000",
    "decimal-comma": "41,5",
    "fullwidth": "４１",
    "arabic-digits": "٤١",
    "arabic-digits-point": "٤١.٥",
    "devanagari-digits": "४१",
    "mathematical-digits": "𝟒𝟏",
    "superscript": "4¹",
    "roman": "Ⅳ",
    "hex": "0x1F",
    "plus": "+41",
    "no-leading-digit": ".5",
    "no-decimal": "41.",
    "two-points": "4.1.5",
    "fraction": "2/5",
    "vulgar-fraction": "41½",
    "range": "40-45",
    "less-than": "<42",
    "about": "~41",
    "words": "forty",
    "two-numbers": "41 42",
    "two-percent-signs": "41%%",
    "fullwidth-percent": "41％",
    "permille": "415‰",
    "formula": "=1+40",
    "apostrophe": "'41",
    "true": "TRUE",
    "na": "NA",
    "n-a": "N/A",
    "hash-na": "#N/A",
    "null": "null",
    "none": "None",
    "dash": "-",
    "space": " ",
    "zero-width": "4\u200b1",
    "soft-hyphen": "4\u00ad1",
    "newline": "4\n1",
    "21-digits": "0" * 19 + "41",
    "22-decimals": "41." + "0" * 22,
}
_COUNTS = {
    "nan": "nan",
    "inf": "inf",
    "exponent": "1e2",
    "underscore": "1_0",
    "thousands": "1,000",
    "thousands-point": "1.000",
    "thousands-space": "1 000",
    "thousands-narrow-space": "1\u202f000",
    "fullwidth": "４０",
    "arabic-digits": "٤٠",
    "decimals": "40.0",
    "minus-one": "-1",
    "plus": "+40",
    "hex": "0x28",
    "na": "NA",
    "words": "forty",
    "20-digits": "9" * 20,
}
_NOTHINGS = {
    "na": "NA",
    "n-a": "N/A",
    "hash-na": "#N/A",
    "nan": "nan",
    "null": "null",
    "none": "None",
    "tilde": "~",
}
_LOOK_ALIKES = {
    "capital": "LOT",
    "fullwidth": "ｌｏｔ",
    "cyrillic": "l\u043et",
    "zero-width": "lo\u200bt",
    "nbsp": "lot\u00a0",
    "soft-hyphen": "l\u00adot",
    "ligature": "ﬂot",
    "apostrophe": "'lot",
    "fullwidth-digit": "１",
    "arabic-digit": "١",
    "underscore": "1_0",
    "nothing": "trust.lot",
    "label-in-korean": "매우",
    "newline": "lot\nquestionnaires/pulse.yaml:1: control-char: not really",
}

CELLS = (
    *(_cell(f"share-{name}", "bad-value", value=text) for name, text in _SHARES.items()),
    *(
        _cell(f"count-{name}", "bad-value", predicate="count", value=text)
        for name, text in _COUNTS.items()
    ),
    _cell("count-above-its-base", "bad-value", predicate="count", base_n="40", value="41"),
    _cell("count-above-the-sample", "bad-value", predicate="count", value="1001"),
    *(
        _cell(f"base-n-{name}", "bad-value", base="all", base_n=text)
        for name, text in _COUNTS.items()
    ),
    *(_cell(f"option-{name}", "unknown-option", option=text) for name, text in _NOTHINGS.items()),
    *(
        _cell(f"option-{name}", "unknown-option", option=text)
        for name, text in _LOOK_ALIKES.items()
    ),
    _cell("item-unknown", "unknown-item", item="trus"),
    _cell("item-capital", "unknown-item", item="TRUST"),
    _cell("item-empty", "unknown-item", item=""),
    _cell("item-na", "unknown-item", item="NA"),
    _cell("item-path", "unknown-item", item="../../etc/passwd"),
    _cell("item-escape-text", "unknown-item", item="\\x1b[31m"),
    _cell("item-percent-format", "unknown-item", item="%s{0}{x}%n"),
    _cell("item-markup", "unknown-item", item="[red]trust[/] [/]"),
    _cell("wave-unknown", "unknown-wave", wave="2025"),
    _cell("wave-fullwidth", "unknown-wave", wave="２０２４"),
    _cell("wave-float", "unknown-wave", wave="2024.0"),
    _cell("wave-empty", "unknown-wave", wave=""),
    _cell("wave-date", "unknown-wave", wave="2024-02"),
    _cell("wave-did-not-ask", "not-asked", wave="2023", item="trust"),
    _cell("country-unknown", "unknown-sample", country="XX"),
    _cell("country-not-asked", "unknown-sample", country="US"),
    _cell("country-lower-case", "unknown-sample", country="kr"),
    _cell("country-fullwidth", "unknown-sample", country="ＮＡ"),
    _cell("country-three-letters", "unknown-sample", country="NAM"),
    _cell("country-name", "unknown-sample", country="Namibia"),
    _cell("country-empty", "unknown-sample", country=""),
    _cell("predicate-unknown", "unknown-predicate", predicate="is"),
    _cell("predicate-capital", "unknown-predicate", predicate="Share"),
    _cell("predicate-empty", "unknown-predicate", predicate=""),
    _cell("predicate-dunder", "unknown-predicate", predicate="__class__"),
    _cell("source-unknown", "unknown-source", source="reuters"),
    _cell("source-capital", "unknown-source", source="Report"),
    _cell("source-empty", "unknown-source", source=""),
    _cell("source-url", "unknown-source", source="https://example.org/x"),
    _cell("base-unknown-word", "unknown-value", base="everyone"),
    _cell("base-capital", "unknown-value", base="ALL"),
    _cell("base-na", "unknown-value", base="NA"),
    _cell("grade-unknown", "unknown-value", grade="D"),
    _cell("grade-lower-case", "unknown-value", grade="a"),
    _cell("other-unknown-option", "unknown-option", predicate="more_than", other="lots"),
    _cell("other-unknown-country", "unknown-sample", predicate="more_than", other="/XX"),
    _cell("other-unknown-wave", "unknown-wave", predicate="more_than", other="@1999"),
    _cell("id-empty", "empty-id", id=""),
    _cell("id-spaces", "empty-id", id="   "),
    _cell("id-nbsp", "empty-id", id="\u00a0"),
    _cell("id-duplicate", "duplicate-id", id="T1"),
    _cell("share-empty", "missing-value", value=""),
    _cell("majority-without-option", "missing-option", predicate="majority", value="", option=""),
    _cell(
        "answer-without-respondent",
        "missing-respondent",
        predicate="answer",
        value="",
        respondent="",
    ),
    _cell("more-than-nothing", "bad-value", value="", predicate="more_than"),
    _cell("increase-since-nothing", "bad-value", value="", predicate="increase"),
    _cell("equal-to-nothing", "bad-value", value="", predicate="equal_share"),
    _cell("dont-know-in-the-substantive-base", "base", option="dk", base="substantive"),
)


def table() -> tuple[str, dict[str, tuple[int, int]]]:
    """The good findings with a row for every bad cell; the line and column of each of these."""
    text, places = GOOD[FINDINGS], {}
    for number, bad in enumerate(CELLS):
        cells = {"id": f"X{number}", **_ROW, **bad.cells}
        row = [cells.get(column, "") for column in COLUMNS]
        before = _written(row[: COLUMNS.index(bad.column)])
        places[bad.name] = (text.count("\n") + 1, len(before) + bool(before) + 1)
        text += _written(row) + "\n"
    return text, places


def _written(cells: list[str]) -> str:
    if not cells:
        return ""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerow(cells)
    return stream.getvalue().removesuffix("\n")
