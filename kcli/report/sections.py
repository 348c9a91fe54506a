"""From the result of a command to a section of a report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kcli.model.records import Result
from kcli.render.pages import lay_out
from kcli.render.pages.page import Heading, Page, Words
from kcli.render.pages.page import Part as Piece
from kcli.report.document import Cited, Part, Told
from kcli.report.evidence import told_by
from kcli.text.languages import say
from kcli.text.retold import retold_note

if TYPE_CHECKING:
    from kcli.report.charts import Chart

__all__ = ["assumed_in", "cited_ids", "owed_in", "paragraphs", "part_of"]

GATHERED = frozenset({"assumed", "sources", "owed"})


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text, between which lines are blank."""
    pieces = (" ".join(piece.split()) for piece in re.split(r"\n\s*\n", text))
    return tuple(piece for piece in pieces if piece)


def part_of(
    result: Result,
    place: int,
    title: str,
    prose: str,
    language: str,
    cited: Cited,
    *,
    above: Sequence[str],
    charts: Sequence[Chart],
    tables: bool,
) -> Part:
    """A section: what is assumed, sources and attributions are left to the report's end.

    Where there is a picture its tables may be left out; they never are where there is none.
    Without a ``title`` it has that of its only heading, or one that goes with the command
    where the first is among those ``above``: that of the report, and of the sections before;
    and both where that is among them, too.
    """
    told = told_by(result, language, cited)
    pieces = list(_pieces(lay_out(result, drawn=False).parts, told))
    drawn = tuple(replace(chart, id=f"s{place}-{chart.id}") for chart in charts)
    only = _only_heading(pieces)
    if not title and only is not None and only.title not in above:
        title = only.title
    if not title:
        title = say(f"report.title.{result.command}", language)
        title = f"{title}: {only.title}" if title in above and only is not None else title
    about: tuple[str, ...] = ()
    if only is not None and only.title in (title, *above[:1]):
        pieces.remove(only)
        about = only.below
    return Part(
        id=f"section-{place}",
        title=title,
        prose=paragraphs(prose),
        told=told,
        about=about,
        charts=drawn,
        page=Page(tuple(pieces)) if tables or not drawn else None,
        kind=result.command,
    )


def _pieces(parts: Sequence[Piece], told: Sequence[Sequence[Told]]) -> Iterator[Piece]:
    """What stands in the section: nothing that is said once, and no sentence twice."""
    said = {each.text for group in told for each in group}
    for part in parts:
        if not isinstance(part, Words):
            yield part
        elif part.role not in GATHERED:
            lines = tuple(line for line in part.lines if line not in said)
            if lines:
                yield replace(part, lines=lines)


def _only_heading(pieces: Sequence[Piece]) -> Heading | None:
    """The heading that all of a page stands under, if there is one."""
    headings = [piece for piece in pieces if isinstance(piece, Heading)]
    first = pieces[0] if pieces else None
    if isinstance(first, Heading) and not any(heading.below for heading in headings[1:]):
        return first
    return None


def assumed_in(results: Sequence[Result], language: str) -> tuple[str, ...]:
    """Everything that is assumed or has to be known, once."""
    notes = (note for result in results for note in result.notes if note.code != "attribution")
    return tuple(dict.fromkeys(retold_note(note.code, note.text, language) for note in notes))


def owed_in(results: Sequence[Result]) -> tuple[str, ...]:
    """The sentences that are owed to those whose figures are used, once."""
    notes = (note for result in results for note in result.notes if note.code == "attribution")
    return tuple(dict.fromkeys(note.text for note in notes))


def cited_ids(results: Sequence[Result], parts: Sequence[Part]) -> dict[str, dict[str, None]]:
    """The surveys that a report speaks of, in order, each with the sources that anything names."""
    found: dict[str, dict[str, None]] = {}
    for survey, ids in (*_in_results(results), *_in_sentences(parts)):
        found.setdefault(survey, {}).update(dict.fromkeys(ids))
    return found


def _in_results(results: Sequence[Result]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for result in results:
        yield from ((source.survey, (source.id,)) for source in result.sources)
        yield from (found for record in result.records for found in _in_record(record))


def _in_record(record: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    for key in ("survey", "survey_a", "survey_b", "survey_from", "survey_to"):
        if getattr(record, key, None):
            yield getattr(record, key), tuple(getattr(record, "sources", ()))


def _in_sentences(parts: Sequence[Part]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for part in parts:
        for told in (each for group in part.told for each in group):
            yield from ((evidence.survey, evidence.sources) for evidence in told.evidence)
