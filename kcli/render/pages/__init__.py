"""What a person reads of a result: headings, tables and sentences, before any format.

One module a command lays the page out; the table and the Markdown renderer
both draw it, so they cannot say different things.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from kcli.model.records import Result
from kcli.render.pages.page import Page

__all__ = ["lay_out"]

LAYOUTS = {
    "check": "kcli.render.pages.check",
    "explain": "kcli.render.pages.explain",
    "compare": "kcli.render.pages.compare",
    "crosstab": "kcli.render.pages.crosstab",
    "diff": "kcli.render.pages.diff",
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


def lay_out(result: Result) -> Page:
    """The page of a result."""
    layout: Callable[[Result], Page] = import_module(LAYOUTS[result.command]).lay_out
    return layout(result)
