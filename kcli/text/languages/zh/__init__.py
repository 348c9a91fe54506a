"""Chinese, simplified: tables in short nouns, sentences in plain written style."""

from __future__ import annotations

from kcli.text.languages.zh import (
    catalogue,
    charts,
    document,
    pages,
    report,
    summary,
    told,
)

__all__ = ["MESSAGES"]

MESSAGES: dict[str, str] = {
    **pages.MESSAGES,
    **told.MESSAGES,
    **summary.MESSAGES,
    **report.MESSAGES,
    **charts.MESSAGES,
    **document.MESSAGES,
    **catalogue.MESSAGES,
}
