"""Answers that are none of the codes, or look like one."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hostile.case import Mutant, case
from hostile.changes import csv_at, on_cell, on_csv, on_option, on_sheet, on_yaml, unknown
from hostile.pair import Pair


def _code(pair: Pair, row: int = 0) -> str:
    """The code that stands in a row."""
    return pair.sheet.value(row or pair.row, pair.item)


def _fullwidth(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) for sign in text)


_WRONG: dict[str, Any] = {
    "unknown-code": lambda code: "97531",
    "code-leading-zero": lambda code: f"0{code}",
    "code-leading-zero-point": lambda code: f"0{code}.0",
    "code-spaces": lambda code: f" {code} ",
    "code-nbsp": lambda code: f"{code}\u00a0",
    "code-tab": lambda code: f"{code}\t",
    "code-zero-width": lambda code: f"{code}\u200b",
    "code-newline": lambda code: f'"{code}\n"',
    "code-fullwidth": _fullwidth,
    "code-fullwidth-point": lambda code: f"{_fullwidth(code)}.0",
    "code-arabic": lambda code: code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    "code-superscript": lambda code: code.translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")),
    "code-underscore": lambda code: f"{code}_0",
    "code-minus": lambda code: f"-{code}",
    "code-u2212": lambda code: f"\u2212{code}",
    "code-plus": lambda code: f"+{code}",
    "code-exponent": lambda code: f"{code}e0",
    "code-point": lambda code: f"{code}.",
    "code-point-first": lambda code: ".5",
    "code-fraction": lambda code: f"{code}.5",
    "code-decimal-comma": lambda code: f'"{code},0"',
    "code-thousands": lambda code: '"1,000"',
    "code-hex": lambda code: f"0x{code}",
    "code-true": lambda code: "TRUE",
    "code-apostrophe": lambda code: f"'{code}",
    "code-formula": lambda code: f'"=""{code}"""',
    "code-bar": lambda code: f"{code}|{code}",
    "code-blank": lambda code: " ",
    "code-megabyte": lambda code: "9" * 900_000,
    "code-markup": lambda code: "[/red]",
    "code-braces": lambda code: "{0}%s",
}
for _name, _turn in _WRONG.items():

    @case(_name, full=True)
    def _(pair: Pair, turn: Any = _turn) -> Mutant:
        cell = turn(_code(pair))
        assert cell.strip('"') not in {*pair.codes, *pair.codes.values()}
        return on_cell(pair, pair.item, cell)


MISSING = ("NA", "N/A", "null", "None", "nan", "#N/A", "NaN", "NULL", "-", ".", "-99", "<NA>")
for _text in MISSING:

    @case(f"code-is-{_text}", full=True)
    def _(pair: Pair, text: str = _text) -> Mutant:
        return on_cell(pair, pair.item, unknown(pair, text), says=(repr(text), "1 row"))


@case("code-NA-strings", full=True)
def _(pair: Pair) -> Mutant:
    sheet, rows = pair.sheet, range(1, min(len(MISSING), len(pair.sheet.rows) - 1) + 1)
    for row, text in zip(rows, MISSING, strict=False):
        sheet = sheet.put(row, pair.item, text)
    also = tuple((csv_at(pair, *sheet.at(row, pair.item)), "unknown-code") for row in rows)
    return on_sheet(pair, sheet, 1, pair.item, also=also)


@case("code-is-label", full=True)
def _(pair: Pair) -> Mutant:
    label = pair.asking.label(next(iter(pair.codes)))
    return on_cell(pair, pair.item, f'"{unknown(pair, label)}"')


@case("code-is-id-in-capitals", full=True)
def _(pair: Pair) -> Mutant:
    return on_cell(pair, pair.item, unknown(pair, next(iter(pair.codes)).title()))


@case("code-counted", full=True)
def _(pair: Pair) -> Mutant:
    sheet = pair.sheet.turned(pair.item, lambda value: "97531")
    count = len(pair.sheet.rows) - 1
    return on_sheet(pair, sheet, 1, pair.item, says=(f"{count} rows", "'97531'"))


@case("codes-all-unknown", full=True)
def _(pair: Pair) -> Mutant:
    sheet = pair.sheet
    for row in range(1, len(sheet.rows)):
        sheet = sheet.put(row, pair.item, f"{row}00000")
    return on_sheet(pair, sheet, 1, pair.item)


@case("code-of-filtered-row", full=True)
def _(pair: Pair) -> Mutant:
    """A question put to nobody still has to hold codes."""
    tree = deepcopy(pair.tree)
    extra = {"text": "Was it so", "asked_in": [pair.wave], "options": {"a": "A", "b": "B"}}
    nobody = list(pair.codes)[-1]
    tree["items"]["hostile_q"] = {**extra, "asked": {"item": pair.item, "options": [nobody]}}
    sheet = pair.sheet.turned(pair.item, lambda _: next(iter(pair.codes.values())))
    sheet = sheet.with_column("hostile_q", lambda n: "oops" if n == pair.row else "")
    files = {pair.yaml_path: pair.dumped(tree).encode()}
    return on_sheet(pair, sheet, pair.row, "hostile_q", files=files)


# -- read as what they are -------------------------------------------------------------


@case("code-point-zero", full=True)
def _(pair: Pair) -> Mutant:
    return on_sheet(pair, pair.sheet.turned(pair.item, lambda v: v and f"{v}.0"))


@case("code-point-zeros", full=True)
def _(pair: Pair) -> Mutant:
    return on_sheet(pair, pair.sheet.turned(pair.item, lambda v: v and f"{v}.000"))


@case("code-is-option-id", full=True)
def _(pair: Pair) -> Mutant:
    names = {code: name for name, code in pair.codes.items()}
    return on_sheet(pair, pair.sheet.turned(pair.item, lambda v: names.get(v, v)))


def _declared(pair: Pair, number: int, raw: str, cell: str) -> Mutant:
    """A code of the questionnaire written so, and so in the responses."""
    text, _ = on_option(pair, number, "code", raw)
    code = list(pair.codes.values())[number]
    sheet = pair.sheet.turned(pair.item, lambda v: cell if v == code else v)
    return on_csv(pair, sheet.text(), files={pair.yaml_path: text.encode()})


for _name, _raw, _cell in (
    ("declared-yes", "yes", "yes"),
    ("declared-NO", "NO", "NO"),
    ("declared-off", "off", "off"),
    ("declared-plus", "+1", "+1"),
    ("declared-minus", "-99", "-99"),
    ("declared-hex", "0x1F", "0x1F"),
    ("declared-octal", "010", "010"),
    ("declared-exponent", "1e0", "1e0"),
    ("declared-nan", ".nan", ".nan"),
    ("declared-NA", "NA", "NA"),
    ("declared-date", "2019-01-01", "2019-01-01"),
    ("declared-spaces", "' 9 '", " 9 "),
    ("declared-fullwidth", "９", "９"),
    ("declared-formula", "'=9'", "=9"),
    ("declared-comma", "'9,8'", '"9,8"'),
    ("declared-point-zero", "98.0", "98.0"),
    ("declared-20-digits", "12345678901234567890", "12345678901234567890"),
    ("declared-nfd", "'e\u0301'", "\u00e9"),
    ("yaml-sexagesimal", "12:30", "12:30"),
    ("yaml-underscore-code", "1_000", "1_000"),
):

    @case(_name, full=True)
    def _(pair: Pair, raw: str = _raw, cell: str = _cell) -> Mutant:
        return _declared(pair, 0, raw, cell)


@case("declared-20-digits-other", full=True)
def _(pair: Pair) -> Mutant:
    """A double could not tell the two codes apart."""
    text, _ = on_option(pair, 0, "code", "12345678901234567890")
    sheet = pair.sheet.put(pair.row, pair.item, "12345678901234567891")
    first = next(iter(pair.codes.values()))
    sheet = sheet.turned(pair.item, lambda v: "12345678901234567890" if v == first else v)
    files = {pair.yaml_path: text.encode()}
    return on_sheet(pair, sheet, pair.row, pair.item, files=files)


for _name, _raw in {"declared-twice": "'{}'", "declared-twice-point-zero": "{}.0"}.items():

    @case(_name, full=True)
    def _(pair: Pair, raw: str = _raw) -> Mutant:
        text, at = on_option(pair, 1, "code", raw.format(next(iter(pair.codes.values()))))
        return on_yaml(pair, text, at)


@case("declared-blank", full=True)
def _(pair: Pair) -> Mutant:
    text, at = on_option(pair, 0, "code", "' '")
    return on_yaml(pair, text, at)


@case("declared-list", full=True)
def _(pair: Pair) -> Mutant:
    text, at = on_option(pair, 0, "code", "[9]")
    return on_yaml(pair, text, at)
