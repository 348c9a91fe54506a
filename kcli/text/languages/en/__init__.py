"""English: the language that every message has."""

from __future__ import annotations

from collections.abc import Sequence

from kcli.text.languages.en import catalogue, charts, document, pages, report, summary, told

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
    """``A``, ``A and B``, ``A, B and C``."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
