"""A report in Markdown: its sentences and tables, without pictures."""

from __future__ import annotations

from kcli.render.markdown import page_text, plain
from kcli.report.document import Document, Evidence, Part, Publication, Told
from kcli.report.methods import methods
from kcli.text.languages import say

__all__ = ["markdown"]

WEB = ("http://", "https://")


def markdown(document: Document) -> str:
    """The whole report, a blank line between its parts."""
    lines = [f"# {plain(document.title)}"]
    if document.synthetic:
        lines.append(f"**{plain(say('report.synthetic', document.language))}**")
    lines += [plain(text) for text in document.prose]
    for part in document.parts:
        lines += _part(document, part)
    if document.assumed_apart:
        lines += _assumed(document, 2)
    if document.owed:
        lines.append(f"## {plain(say('report.attribution', document.language))}")
        lines += [plain(text) for text in document.owed]
    return "\n\n".join(line for line in lines if line) + "\n"


def _part(document: Document, part: Part) -> list[str]:
    lines = [f"## {plain(part.title)}"] if part.title else []
    if part.page is not None:
        lines += [plain(text) for text in part.about]
    lines += [plain(text) for text in part.prose]
    if part.told:
        lines.append("\n".join(f"- {' '.join(map(_told, group))}" for group in part.told))
    if part.page is not None:
        lines.append(page_text(part.page, level=3))
    if part.kind == "methods":
        lines += _methods(document)
    if part.kind == "sources":
        lines += _sources(document)
    return lines


def _told(told: Told) -> str:
    where = "; ".join(map(_evidence, told.evidence))
    return f"{plain(told.text)} ({plain(where)})" if where else plain(told.text)


def _evidence(evidence: Evidence) -> str:
    where = f"{evidence.survey} {evidence.when}"
    return f"{where}: {', '.join(evidence.sources)}" if evidence.sources else where


def _methods(document: Document) -> list[str]:
    lines = [plain(text) for text in methods(document)]
    return [*lines, *(_assumed(document, 3) if document.assumed else [])]


def _assumed(document: Document, level: int) -> list[str]:
    title = f"{'#' * level} {plain(say('report.assumed', document.language))}"
    return [title, "\n".join(f"- {plain(text)}" for text in document.assumed)]


def _sources(document: Document) -> list[str]:
    lines = []
    for survey in document.surveys:
        if survey.publications:
            lines.append(f"### {plain(survey.title)} ({plain(survey.id)})")
            lines.append("\n".join(map(_publication, survey.publications)))
    return lines


def _publication(source: Publication) -> str:
    told = plain(", ".join(filter(None, (f"{source.id}: {source.title}", source.published))))
    quotes = [
        f"  - {plain(f'“{quote.quote}”')} ({plain(', '.join(quote.findings))})"
        for quote in source.quotes
    ]
    return "\n".join([f"- {told}{_address(source.url)}", *quotes])


def _address(url: str) -> str:
    """An address of the web in angle brackets; no other is written."""
    if not url.startswith(WEB) or not url.isprintable() or " " in url:
        return ""
    return f" <{url.replace('<', '%3C').replace('>', '%3E')}>"
