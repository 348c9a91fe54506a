"""HTML in one file: no script, nothing from elsewhere, nothing but text from a label.

Needs Jinja2, which ``pip install 'kcli-tracker[report]'`` brings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kcli.model.records import Result
from kcli.render.html.document import document
from kcli.render.html.origin import origin
from kcli.render.html.outline import title_of
from kcli.render.html.pieces import fragment
from kcli.render.html.texts import shown
from kcli.render.pages import lay_out
from kcli.text.languages import tag_of

if TYPE_CHECKING:
    from kcli.render import Settings

__all__ = ["document", "fragment", "render", "shown"]


def render(result: Result, settings: Settings) -> str:
    """The page of a command, as a document of its own."""
    page = lay_out(result, drawn=False)
    language = tag_of(str(result.parameters.get("lang") or "en"))
    title = title_of(page)
    body = fragment(page, language=language, level=1 if title else 2)
    return document(
        title or f"kcli {result.command}",
        body + origin(result, language),
        language=language,
        synthetic=result.synthetic,
        headed=title is not None,
    )
