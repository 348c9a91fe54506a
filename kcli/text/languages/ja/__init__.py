"""Japanese: tables in short nouns, sentences in the plain written form (である)."""

from __future__ import annotations

from collections.abc import Sequence

from kcli.text.languages.ja import catalogue, charts, document, pages, report, summary, told

__all__ = ["MESSAGES", "listed"]

MESSAGES: dict[str, str] = {
    **pages.MESSAGES,
    **told.MESSAGES,
    **summary.MESSAGES,
    **report.MESSAGES,
    **charts.MESSAGES,
    **document.MESSAGES,
    **catalogue.MESSAGES,
}


def listed(names: Sequence[str]) -> str:
    """``AとB``, ``A、B、C``; two that hold ``と`` themselves are told apart by the comma."""
    if len(names) == 2 and not any("と" in name or "、" in name for name in names):
        return "と".join(names)
    return "、".join(names)
