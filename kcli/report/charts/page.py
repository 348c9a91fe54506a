"""Pictures in a page of their own, with the tables that they are drawn from."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from kcli.model.records import Result
from kcli.render.html import document, fragment
from kcli.render.html.outline import title_of
from kcli.render.pages import lay_out
from kcli.report.charts.chart import Chart

__all__ = ["page_of"]

FIGURE = Markup(
    '<figure class="chart" id="{}-figure">\n{}\n<figcaption><p>{}</p>\n<p>{}</p></figcaption>\n'
    "</figure>\n"
)


def page_of(result: Result, charts: Sequence[Chart], language: str) -> str:
    """One HTML file: every picture with its words, then the whole page of the command."""
    figures = Markup().join(
        FIGURE.format(
            chart.id,
            Markup(chart.svg),  # noqa: S704 - made here, every text in it escaped
            chart.title,
            chart.description,
        )
        for chart in charts
    )
    page = lay_out(result, drawn=False)
    tables = fragment(page, language=language, level=2)
    title = charts[0].title
    if len(charts) > 1:
        about = result.parameters.get("what") or result.parameters.get("item")
        title = title_of(page) or f"kcli plot {' '.join(filter(None, (result.command, about)))}"
    return document(
        title,
        figures + tables,
        language=language,
        synthetic=result.synthetic,
        description=charts[0].description,
    )
