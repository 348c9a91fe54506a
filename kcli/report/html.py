"""A report as one HTML file: no script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from markupsafe import Markup

from kcli.render.html import document as whole
from kcli.render.html.environment import template as page_template
from kcli.render.html.outline import Block, Title, outline
from kcli.render.html.texts import shown, web_address
from kcli.report.charts import Chart
from kcli.report.document import Document, Part
from kcli.report.methods import methods
from kcli.report.templates import template
from kcli.text.languages import plural, say

__all__ = ["html"]

FEW = 3  # more sources than these are counted beside a sentence, not named


def html(document: Document) -> str:
    """The whole report."""
    language = document.language
    sourced = any(part.kind == "sources" for part in document.parts)
    listed = {survey.id for survey in document.surveys if survey.publications}
    sources = {(s.id, p.id) for s in document.surveys for p in s.publications}
    body = template("report.html").render(
        document=document,
        pages={part.id: tuple(_flow(part, language)) for part in document.parts},
        methods=methods(document),
        few=FEW,
        linked=listed if sourced else (),
        anchors=sources if sourced else (),
        text=lambda words: shown(words, language),
        address=web_address,
        say=lambda key, **values: say(key, language, **values),
        plural=lambda key, number: plural(key, number, language),
    )
    first = (each.text for part in document.parts for group in part.told for each in group)
    return whole(
        document.title,
        Markup(body),  # noqa: S704 - of the template
        language=language,
        synthetic=document.synthetic,
        description=next(first, document.title),
    )


def _flow(part: Part, language: str) -> Iterator[tuple[str, object]]:
    """The page of a section with each picture below the heading of what it shows."""
    if part.page is None:
        yield from _figures(part.charts)
        return
    within = f"{part.id}-title"
    blocks = outline(part.page, language=language, prefix=f"{part.id}-", level=3, within=within)
    places = [_place(chart, blocks, language) for chart in part.charts]
    start = 0
    for end in sorted({0, *places, len(blocks)}):
        if end > start:
            yield "page", _piece(blocks[start:end])
        here = zip(part.charts, places, strict=True)
        yield from _figures([chart for chart, place in here if place == end])
        start = end


def _place(chart: Chart, blocks: Sequence[Block], language: str) -> int:
    """After which block a picture stands: 0, or below the longest heading that it begins with."""
    found = [
        (len(block.text), place)
        for place, block in enumerate(blocks, start=1)
        if isinstance(block, Title) and shown(chart.title, language).startswith(block.text)
    ]
    return max(found)[1] if found else 0


def _figures(charts: Sequence[Chart]) -> Iterator[tuple[str, object]]:
    """Pictures; several have their titles above them, and what they have in common below all."""
    after = [chart.description for chart in charts[1:]]
    for chart, following in zip_longest(charts, after):
        yield (
            "figure",
            {
                "chart": chart,
                "drawing": Markup(chart.svg),  # noqa: S704 - labels in it are escaped
                "titled": len(charts) > 1,
                "described": chart.description != following,
            },
        )


def _piece(blocks: Sequence[Block]) -> Markup:
    told = page_template("page.html").render(blocks=blocks)
    return Markup(told)  # noqa: S704 - a template escapes
