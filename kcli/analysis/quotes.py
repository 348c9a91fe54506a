"""What named people and governments said, in the words that are quoted."""

from __future__ import annotations

from collections.abc import Iterable

from kcli.analysis.ends import End

__all__ = ["quotes_of"]


def quotes_of(ends: Iterable[End], language: str) -> tuple[str, ...]:
    """A line an answer: who gave it and when, what it is read as, the words, the source."""
    lines: dict[str, None] = {}
    for end in ends:
        if not end.side.people:
            continue
        for finding in end.evidence.of(end.place):
            answer = end.side.asking.label(finding.statement.option or "", language)
            quote = f" “{finding.quote}”" if finding.quote else ""
            who = f"{finding.respondent}, {end.side.sample.wave}"
            lines[f"{who}: {answer}.{quote} ({finding.source})"] = None
    return tuple(lines)
