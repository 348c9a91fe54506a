"""The few ways in which cases put something wrong."""

from __future__ import annotations

from typing import Any

from hostile.case import Mutant, Place
from hostile.pair import Pair
from hostile.sheet import Sheet

__all__ = ["csv_at", "on_cell", "on_csv", "on_option", "on_sheet", "on_yaml", "unknown"]


def csv_at(pair: Pair, line: int, column: int = 1) -> Place:
    """A place in the responses."""
    return (pair.csv_path, line, column)


def on_csv(pair: Pair, data: bytes | str, line: int = 1, column: int = 1, **more: Any) -> Mutant:
    """Other responses; the fault stands on this line."""
    files = {pair.csv_path: pair.stored(data), **more.pop("files", {})}
    return Mutant(files, csv_at(pair, line, column), **more)


def on_sheet(
    pair: Pair, sheet: Sheet, row: int = 0, column: str | None = None, **more: Any
) -> Mutant:
    """Other cells; the fault stands in this row."""
    return on_csv(pair, sheet.text(), *sheet.at(row, column), **more)


def on_cell(pair: Pair, column: str, cell: str, row: int = 0, **more: Any) -> Mutant:
    """One cell, as it is written; in the row in the middle if no other is named."""
    row = row or pair.row
    return on_sheet(pair, pair.sheet.put(row, column, cell), row, column, **more)


def on_yaml(pair: Pair, text: str | bytes, at: tuple[int, int] = (1, 1), **more: Any) -> Mutant:
    """Another questionnaire; the fault stands at this line and column."""
    data = text.encode() if isinstance(text, str) else text
    return Mutant({pair.yaml_path: data, **more.pop("files", {})}, (pair.yaml_path, *at), **more)


def on_option(pair: Pair, number: int, key: str, raw: str) -> tuple[str, tuple[int, int]]:
    """The questionnaire with ``code`` or ``label`` of an option of the item written so."""
    name = list(pair.codes)[number]
    path: tuple[str, ...] = (*pair.path, name, key)
    return pair.written((*path, "en") if key == "label" else path, raw)


def unknown(pair: Pair, text: str) -> str:
    """A text that no option of the item has for its code or id."""
    while text in {*pair.codes, *pair.codes.values()}:
        text += text[-1]
    return text
