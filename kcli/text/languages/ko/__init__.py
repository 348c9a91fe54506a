"""Korean: tables in short nouns, sentences in the plain written form (-다)."""

from __future__ import annotations

from collections.abc import Sequence

from kcli.text.languages.ko import catalogue, charts, document, pages, report, summary, told
from kcli.text.languages.ko.particles import finish

__all__ = ["MESSAGES", "finish", "listed"]

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
    """``A``, ``A와 B``, ``A, B, C``: a particle joins two, commas join more."""
    if len(names) == 2:
        return names[0] + finish(names[0], "과(와) ") + names[1]
    return ", ".join(names)
