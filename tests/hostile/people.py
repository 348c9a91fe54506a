"""Respondents' ids and their countries."""

from __future__ import annotations

from copy import deepcopy
from typing import Any
from unicodedata import normalize

from hostile.case import Mutant, case
from hostile.changes import on_cell, on_csv, on_sheet
from hostile.pair import Pair
from hostile.sheet import Sheet


@case("id-duplicate-row", full=True)
def _(pair: Pair) -> Mutant:
    head, *rows = pair.sheet.rows
    sheet = Sheet((head, *rows, *rows))
    return on_sheet(pair, sheet, len(rows) + 1, pair.id, says=(f"line {sheet.at(1)[0]}",))


for _name, _cell in {"id-empty": "", "id-spaces": "   ", "id-wide-space": "\u3000"}.items():

    @case(_name, full=True)
    def _(pair: Pair, cell: str = _cell) -> Mutant:
        return on_cell(pair, pair.id, cell)


def _two(pair: Pair, first: str, second: str) -> Mutant:
    """Two respondents in a row have these ids."""
    row = max(pair.row, 2)
    sheet = pair.sheet.put(row - 1, pair.id, first)
    return on_sheet(pair, sheet.put(row, pair.id, second), row, pair.id)


for _name, _first, _second in (
    ("id-twice", "한국", "한국"),
    ("id-twice-quoted", "한국", '"한국"'),
    ("id-nfc-nfd", "한국", normalize("NFD", "한국")),
    ("id-case", "hostile-a", "hostile-A"),
    ("id-zeros", "990001", "0990001"),
    ("id-point-zero", "990001", "990001.0"),
    ("id-fullwidth", "990001", "９９０００１"),
    ("id-space", "990001", "990001 "),
    ("id-big-int", "12345678901234567890", "12345678901234567891"),
    ("id-formula", "=1+1", "@SUM(1)"),
    ("id-missing-words", "NA", "nan"),
):

    @case(_name, full=True)
    def _(pair: Pair, first: str = _first, second: str = _second) -> Mutant:
        return _two(pair, first, second)


_WRONG: dict[str, Any] = {
    "country-empty": lambda code: "",
    "country-small": str.lower,
    "country-space": lambda code: f" {code}",
    "country-nbsp": lambda code: f"{code}\u00a0",
    "country-fullwidth": lambda code: "".join(chr(ord(sign) + 0xFEE0) for sign in code),
    "country-unknown": lambda code: "ZZ",
    "country-nan": lambda code: "nan",
    "country-cyrillic": lambda code: "КР",
    "country-megabyte": lambda code: "K" * 900_000,
    "country-nfd-unknown": lambda code: normalize("NFD", "한국"),
}
for _name, _turn in _WRONG.items():

    @case(_name, full=True)
    def _(pair: Pair, turn: Any = _turn) -> Mutant:
        return on_cell(pair, pair.country, turn(pair.sheet.value(pair.row, pair.country)))


def _renamed(tree: Any, old: str, new: str) -> Any:
    """A country's code changed wherever it stands."""
    if isinstance(tree, dict):
        return {new if k == old else k: _renamed(v, old, new) for k, v in tree.items()}
    if isinstance(tree, list):
        return [_renamed(value, old, new) for value in tree]
    return new if tree == old else tree


@case("country-NA", full=True)
def _(pair: Pair) -> Mutant:
    samples = pair.model.samples(pair.wave)
    old = samples[0].country
    if old is None or "NA" in {sample.country for sample in samples}:
        return Mutant()
    tree = deepcopy(pair.tree)
    tree["waves"] = _renamed(tree["waves"], old, "NA")
    tree["breaks"] = _renamed(tree.get("breaks", []), old, "NA")
    sheet = pair.sheet.turned(pair.country, lambda code: "NA" if code == old else code)
    files = {pair.yaml_path: pair.dumped(tree).encode()}
    return on_csv(pair, sheet.text(), files=files, renamed={"NA": old})


@case("country-nfd", full=True)
def _(pair: Pair) -> Mutant:
    """Names that a reader could take for two: strata, half of them decomposed."""
    tree = deepcopy(pair.tree)
    tree["waves"][pair.wave]["design"]["stratum"] = "hostile_stratum"
    files = {pair.yaml_path: pair.dumped(tree).encode()}
    names = ("강원도 é", normalize("NFD", "강원도 é"))
    one = pair.sheet.with_column("hostile_stratum", lambda _: names[0]).text()
    two = pair.sheet.with_column("hostile_stratum", lambda n: names[n % 2]).text()
    like = {**pair.files, **files, pair.csv_path: pair.stored(one)}
    return on_csv(pair, two, files=files, like=like)


@case("stratum-empty", full=True)
def _(pair: Pair) -> Mutant:
    tree = deepcopy(pair.tree)
    tree["waves"][pair.wave]["design"]["stratum"] = "hostile_stratum"
    files = {pair.yaml_path: pair.dumped(tree).encode()}
    sheet = pair.sheet.with_column("hostile_stratum", lambda n: "" if n == pair.row else "a")
    return on_sheet(pair, sheet, pair.row, "hostile_stratum", files=files)
