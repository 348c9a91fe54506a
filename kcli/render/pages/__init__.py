"""What a person reads of a result: headings, tables and sentences, before any format.

One module a command lays the page out; the table and the Markdown renderer
both draw it, so they cannot say different things.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from importlib import import_module

from kcli.model.records import Result
from kcli.render.pages.page import Cell, Page, Part, Table, Words

__all__ = ["lay_out"]

LAYOUTS = {
    "check": "kcli.render.pages.check",
    "explain": "kcli.render.pages.explain",
    "compare": "kcli.render.pages.compare",
    "crosstab": "kcli.render.pages.crosstab",
    "diff": "kcli.render.pages.diff",
    "import": "kcli.render.pages.import_",
    "report": "kcli.render.pages.report",
    "label": "kcli.render.pages.label",
    "topline": "kcli.render.pages.topline",
    "shift": "kcli.render.pages.shift",
    "simulate": "kcli.render.pages.simulate",
    "trend": "kcli.render.pages.trend",
    "verify": "kcli.render.pages.verify",
    "weight": "kcli.render.pages.weight",
    "list": "kcli.render.pages.catalogue",
    "show": "kcli.render.pages.catalogue",
}


def lay_out(result: Result, *, drawn: bool = True) -> Page:
    """The page of a result; with what is drawn beside tables, or without any trace of it."""
    layout: Callable[[Result], Page] = import_module(LAYOUTS[result.command]).lay_out
    page = layout(result)
    return page if drawn else Page(tuple(_undrawn(page.parts)))


def _undrawn(parts: Iterable[Part]) -> Iterator[Part]:
    for part in parts:
        if isinstance(part, Table) and part.strip is not None:
            heads = zip(part.columns, part.strip.marks, strict=False)
            columns = tuple(_without(mark, head) for head, mark in heads)
            yield replace(part, columns=(*columns, *part.columns[len(columns) :]), strip=None)
        elif isinstance(part, Words) and part.undrawn is not None:
            if part.undrawn:
                yield replace(part, lines=part.undrawn, undrawn=None)
        else:
            yield part


def _without(mark: str, head: Cell) -> Cell:
    """The head of a column without the sign of its dots."""
    (text, tone), *more = head.lines
    return replace(head, lines=((text.removeprefix(f"{mark} "), tone), *more))
