"""The page of a result as a piece of a document."""

from __future__ import annotations

from markupsafe import Markup

from kcli.render.html.environment import template
from kcli.render.html.outline import outline
from kcli.render.pages.page import Page

__all__ = ["fragment"]


def fragment(
    page: Page, *, language: str = "en", prefix: str = "", level: int = 2, within: str = ""
) -> Markup:
    """Headings from ``level`` on, tables, sentences; every id begins with ``prefix``.

    ``within`` is the id of the heading above the piece. It goes into the name
    of each table's region, so that two pieces with like tables keep them apart.
    """
    blocks = outline(page, language=language, prefix=prefix, level=level, within=within)
    return Markup(template("page.html").render(blocks=blocks))  # noqa: S704 - a template escapes
