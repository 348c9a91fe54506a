"""Which sheets a result makes: one a question where it is of several, one a part of its page else.

Nothing here knows a command: what is laid out for a terminal is laid out for a sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kcli.analysis.compare import Block
from kcli.analysis.concept import ConceptBlock
from kcli.model.fields import said
from kcli.model.records import Note, Result
from kcli.render.pages import lay_out
from kcli.render.pages.page import Heading, Page, Part, Table, Words

__all__ = ["OVERVIEW", "Section", "sections_of"]

OVERVIEW = "Overview"

Found = Block | ConceptBlock


@dataclass(frozen=True)
class Section:
    """What becomes a sheet: the name it asks for, and what stands on it."""

    wish: str
    parts: tuple[Part, ...]

    @property
    def heading(self) -> Heading:
        """Its first heading; or the title of its only titled table, with what stands above it."""
        headings = [part for part in self.parts if isinstance(part, Heading)]
        if self.wish == OVERVIEW:
            return Heading("; ".join(dict.fromkeys(part.title for part in headings)))
        tables = [part for part in self.parts if isinstance(part, Table) and part.titled]
        found = _main(headings) or (headings[0] if len(headings) == 1 else None)
        if len(tables) == 1:
            return Heading(tables[0].corner, (found.title, *found.below) if found else ())
        return found or Heading(self.wish)


def _main(parts: Sequence[Part]) -> Heading | None:
    """The first heading that says what it is about."""
    return next((part for part in parts if isinstance(part, Heading) and part.below), None)


def sections_of(result: Result) -> list[Section]:
    """An overview, then each question by itself; or the page, divided where it has several."""
    questions = _questions(result)
    if not questions:
        return _divided(result)
    single = all(getattr(block, "single", True) for block in result.context)
    if single and len(questions) == 1:
        ((_, item),) = questions
        return [Section(item, _in_full(result))]
    sections = [] if single else [Section(OVERVIEW, lay_out(result, drawn=False).parts)]
    surveys = {survey for survey, _ in questions}
    for (survey, item), blocks in questions.items():
        name = item if len(surveys) == 1 or not survey else f"{survey}.{item}"
        sections.append(Section(name, _in_full(_part(result, blocks))))
    return sections


def _in_full(result: Result) -> tuple[Part, ...]:
    """The page of one question; where it prints words only, the shares of every answer below."""
    parts = lay_out(result, drawn=False).parts
    if any(_has_numbers(part) for part in parts):
        return parts
    shares = lay_out(replace(result, command="compare"), drawn=False).parts
    last = max((place for place, part in enumerate(parts) if isinstance(part, Table)), default=-1)
    tables = [part for part in shares if _has_numbers(part)]
    return (*parts[: last + 1], *tables, *parts[last + 1 :])


def _has_numbers(part: Part) -> bool:
    """Whether it is a table with estimates in it."""
    return isinstance(part, Table) and any(
        cell.record is not None for row in part.rows for cell in row.cells
    )


def _questions(result: Result) -> dict[tuple[str, str], list[Found]]:
    """The questions of a result that looks at items or concepts, each with its blocks."""
    found: dict[tuple[str, str], list[Found]] = {}
    if not isinstance(result.context, Sequence):
        return found
    for block in result.context:
        if isinstance(block, ConceptBlock):
            found.setdefault(("", block.id), []).append(block)
        elif isinstance(block, Block):
            for comparison in block.comparisons:
                asking = comparison.asking
                one = replace(block, comparisons=(comparison,), single=True)
                found.setdefault((asking.survey, asking.item), []).append(one)
    return found


def _part(result: Result, blocks: list[Found]) -> Result:
    """The result of one question: its records, its sources, and the notes that concern it."""
    own = {record for block in blocks for record in block.records}
    notes = set(_notes(blocks))
    others = set(_notes(result.context)) - notes
    named = {
        (questionnaire.survey, source)
        for block in blocks
        for questionnaire, found in block.estimations
        for source in found.record.sources
    }
    return replace(
        result,
        context=blocks,
        records=tuple(record for record in result.records if record in own),
        notes=tuple(note for note in result.notes if note not in others),
        sources=tuple(s for s in result.sources if (s.survey, s.id) in named),
    )


def _notes(blocks: Iterable[Found]) -> Iterator[Note]:
    """The notes of these blocks: their own, what is assumed, what is owed."""
    for block in blocks:
        yield from block.notes
        for questionnaire, found in block.estimations:
            yield from (Note(assumed.code, assumed.text) for assumed in found.assumptions)
            if questionnaire.attribution:
                yield Note("attribution", said(questionnaire.attribution, block.language))


def _divided(result: Result) -> list[Section]:
    """A section from each heading that has a table before it.

    What stands in small print at the end of the page stands at the end of each.
    """
    page = lay_out(result, drawn=False)
    body, footer = _footer(page)
    pieces: list[list[Part]] = [[]]
    heading: Heading | None = None
    for part in body:
        piece = pieces[-1]
        if isinstance(part, Heading) and part.below:
            if any(isinstance(p, Table) for p in piece) and not _alike(part, heading):
                pieces.append([])
            heading = part
        pieces[-1].append(part)
    return [Section(_wish(piece, result), (*piece, *footer)) for piece in pieces]


def _footer(page: Page) -> tuple[list[Part], list[Part]]:
    """The page up to its last line in plain print, and the rest."""
    parts = list(page.parts)
    start = len(parts)
    while start and isinstance(last := parts[start - 1], Words) and last.tone == "faint":
        start -= 1
    return parts[:start], parts[start:]


def _alike(part: Heading, before: Heading | None) -> bool:
    """Whether a heading is of the same question as the one before it."""
    return before is not None and (part.title, part.below[0]) == (before.title, before.below[0])


def _wish(piece: Sequence[Part], result: Result) -> str:
    """The item, where all estimates are of one; else the title of the heading, or the command."""
    items = {
        cell.record.item
        for part in piece
        if isinstance(part, Table)
        for row in part.rows
        for cell in row.cells
        if cell.record is not None
    }
    if len(items) == 1 and (item := items.pop()):
        return item
    heading = _main(piece)
    return heading.title if heading else f"kcli {result.command}"
