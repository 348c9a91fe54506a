"""How a report's numbers came about, in a few paragraphs: only of what is in it."""

from __future__ import annotations

from dataclasses import replace

from kcli.report.document import Document
from kcli.text.languages import say
from kcli.text.numbers import level_words

__all__ = ["methods", "without_empty"]


def methods(document: Document) -> tuple[str, ...]:
    """Paragraphs on the evidence, the limits, the words and the tests that the report has."""
    language = document.language
    records = [record for result in document.results for record in result.records]
    kinds = {record.type for record in records}
    evidence = {getattr(record, "evidence", None) for record in records}
    told = []
    if "published" in evidence or "bounded" in evidence:
        told.append(say("report.methods.published", language))
    if "measured" in evidence:
        told.append(say("report.methods.measured", language))
    parameters = [result.parameters for result in document.results]
    confidence = next((p["confidence"] for p in parameters if p.get("confidence")), None)
    if confidence is not None and any(
        getattr(record, "low", None) is not None for record in records
    ):
        told.append(say("report.methods.limits", language, confidence=level_words(confidence)))
    if "label" in kinds:
        told.append(say("report.methods.labels", language))
    if kinds & {"shift", "trend"}:
        told.append(say("report.methods.grades", language))
    if any(getattr(record, "p_adjusted", None) is not None for record in records):
        told.append(say("report.methods.holm", language))
    if "trend" in kinds:
        told.append(say("report.methods.trend", language))
    if "verdict" in kinds:
        told.append(say("report.methods.verdicts", language))
    return tuple(told)


def without_empty(document: Document) -> Document:
    """The report without methods and sources of which there is nothing to say."""
    empty = set()
    if not methods(document) and not document.assumed:
        empty.add("methods")
    if not any(survey.publications for survey in document.surveys):
        empty.add("sources")
    parts = tuple(part for part in document.parts if part.prose or part.kind not in empty)
    return replace(document, parts=parts)
