"""Weights that are no numbers, or numbers that a double can hardly hold."""

from __future__ import annotations

from hostile.case import Mutant, case
from hostile.changes import csv_at, on_cell, on_sheet
from hostile.pair import Pair
from hostile.sheet import Sheet

_WRONG = {
    "weight-nan": "NaN",
    "weight-nan-small": "nan",
    "weight-inf": "inf",
    "weight-infinity": "Infinity",
    "weight-text": "heavy",
    "weight-empty": "",
    "weight-blank": " ",
    "weight-NA": "NA",
    "weight-thousands": '"1,000"',
    "weight-thousands-apostrophe": "1'000",
    "weight-two-points": "1.000.000",
    "weight-decimal-comma": '"1,5"',
    "weight-hex": "0x1p3",
    "weight-hex-whole": "0x10",
    "weight-binary": "0b1",
    "weight-arabic-digits": "١.٥",
    "weight-fullwidth": "１.５",
    "weight-negative": "-1",
    "weight-minus-zero": "-0",
    "weight-u2212": "\u22121",
    "weight-plus": "+1",
    "weight-underscore": "1_0",
    "weight-space-before": " 1",
    "weight-space-after": "1 ",
    "weight-nbsp": "1\u00a0",
    "weight-newline": '"1\n"',
    "weight-percent": "1%",
    "weight-fraction": "1/2",
    "weight-point-first": ".5",
    "weight-point-last": "1.",
    "weight-fortran": "1d3",
    "weight-exponent-cut": "1e",
    "weight-overflows": "1e999",
    "weight-underflows": "1e-999",
    "weight-tiny": "1e-320",
    "weight-formula": "=1",
    "weight-true": "TRUE",
    "weight-400-digits": "9" * 400,
}
for _name, _text in _WRONG.items():

    @case(_name, full=True)
    def _(pair: Pair, text: str = _text) -> Mutant:
        says = (repr(text.strip('"')),) if 0 < len(text) < 50 else ()
        return on_cell(pair, pair.weight, text, says=says)


@case("weight-all-zero", full=True)
def _(pair: Pair) -> Mutant:
    return on_sheet(pair, pair.sheet.turned(pair.weight, lambda _: "0"), 0, pair.weight)


@case("weights-all-wrong", full=True)
def _(pair: Pair) -> Mutant:
    sheet = pair.sheet.turned(pair.weight, lambda _: "x")
    rows = len(sheet.rows) - 1
    also = ((csv_at(pair, sheet.text().count("\n") + 1), "bad-weight"),) if rows > 20 else ()
    return on_sheet(pair, sheet, 1, pair.weight, also=also)


# -- the same number, written otherwise ------------------------------------------------


def _same(pair: Pair, text: str, plain: str) -> Mutant:
    """One weight as ``text``; the records are those of the file where it is ``plain``."""
    like = pair.sheet.put(pair.row, pair.weight, plain).text()
    files = {**pair.files, pair.csv_path: pair.stored(like)}
    return on_cell(pair, pair.weight, text, like=files)


for _name, _text, _plain in (
    ("weight-exponent", "1e1", "10"),
    ("weight-exponent-capital", "1.5E+1", "15"),
    ("weight-exponent-minus", "15e-1", "1.5"),
    ("weight-zeros-before", "007", "7"),
    ("weight-zeros-after", "7.000", "7"),
    ("weight-zero-point", "0.00", "0"),
    ("weight-quoted", '"7"', "7"),
    ("weight-long", f"1.{'0' * 200}1", "1"),
):

    @case(_name, full=True)
    def _(pair: Pair, text: str = _text, plain: str = _plain) -> Mutant:
        return _same(pair, text, plain)


@case("weight-zero", full=True)
def _(pair: Pair) -> Mutant:
    """Whoever weighs nothing is in the unweighted base, and moves no share."""
    sheet = pair.sheet.put(pair.row, pair.weight, "0")
    light = pair.sheet.put(pair.row, pair.weight, "1e-90")
    return on_sheet(
        pair, sheet, like={**pair.files, pair.csv_path: pair.stored(light.text())}, roughly=True
    )


def _scaled(pair: Pair, text: str) -> Mutant:
    """All weights alike: the records are those of weights of 1, but for the unit."""
    sheet = pair.sheet.turned(pair.weight, lambda _: text)
    ones = pair.sheet.turned(pair.weight, lambda _: "1")
    like = {**pair.files, pair.csv_path: pair.stored(ones.text())}
    return on_sheet(pair, sheet, like=like, roughly=True)


for _name, _text in {
    "weight-huge": "1e308",
    "weight-large": "1e200",
    "weight-small": "1e-300",
    "weight-third": "0.333333333333333333333333",
}.items():

    @case(_name, full=True)
    def _(pair: Pair, text: str = _text) -> Mutant:
        return _scaled(pair, text)


@case("weight-huge-and-one", full=True)
def _(pair: Pair) -> Mutant:
    """The squares of some would be lost beside the square of the largest."""
    others = pair.sheet.turned(pair.weight, lambda _: "1")
    return on_sheet(pair, others.put(pair.row, pair.weight, "1e300"), 0, pair.weight)


@case("weight-million-and-one", full=True)
def _(pair: Pair) -> Mutant:
    """Weights in another unit, one of them a million times the others."""
    one = pair.sheet.turned(pair.weight, lambda _: "1").put(pair.row, pair.weight, "1e6")
    small = pair.sheet.turned(pair.weight, lambda _: "1e-9").put(pair.row, pair.weight, "1e-3")
    like = {**pair.files, pair.csv_path: pair.stored(one.text())}
    return on_sheet(pair, small, like=like, roughly=True)


@case("rows-turned-round")
def _(pair: Pair) -> Mutant:
    head, *rows = pair.sheet.rows
    return on_sheet(pair, Sheet((head, *reversed(rows))), roughly=True)
