"""The page of ``kcli import``: what became of each variable, what to confirm, what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kcli.model.import_records import ImportRecord, UnmappedRecord
from kcli.model.records import Result
from kcli.render.pages.page import Cell, Heading, Page, Part, Row, Table, Words
from kcli.text.languages import say

__all__ = ["lay_out"]

_LONGEST = 60


def lay_out(result: Result) -> Page:
    """The files first, then what is in them; what needs a second look at the end."""
    made = [record for record in result.records if isinstance(record, ImportRecord)]
    left = [record for record in result.records if isinstance(record, UnmappedRecord)]
    survey, wave = result.parameters["survey"], result.parameters["wave"]
    language = result.parameters["lang"]
    below = (f"{result.parameters['format']} · {result.parameters['file']}",)
    parts: list[Part] = [
        Heading(say("import.title", language, survey=survey, wave=wave), below),
        Words("", tuple(note.text for note in reversed(result.notes))),
        Table(
            say("import.became", language),
            _heads(("from", "answers", "answered"), language),
            tuple(_row(record, language) for record in made),
        ),
    ]
    lines = tuple(_confirm(made))
    if lines:
        parts.append(Words(say("import.confirm", language), lines))
    if left:
        heads = _heads(("why", "label"), language)
        parts.append(Table(say("import.left_out", language), heads, tuple(map(_left, left))))
        if any(record.hint for record in left):
            text = say("import.take", language, option="--answers VARIABLE")
            parts.append(Words("", (text,), "faint"))
    return Page(tuple(parts))


def _heads(columns: Sequence[str], language: str) -> tuple[Cell, ...]:
    return tuple(Cell.of(say(f"import.{column}", language), "strong") for column in columns)


def _row(record: ImportRecord, language: str) -> Row:
    if record.role != "item":
        answers = say(f"import.role.{record.role}", language)
    elif record.several:
        answers = say("import.several", language, count=record.options)
    else:
        answers = str(record.options)
    answered = "" if record.answered is None else f"{record.answered:,}"
    texts = (record.variable, answers, answered)
    return Row(Cell.of(record.name), tuple(Cell.of(text) for text in texts))


def _left(record: UnmappedRecord) -> Row:
    label = record.label or ""
    shown = label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…"
    return Row(Cell.of(record.variable), (Cell.of(record.reason), Cell.of(shown, "faint")))


def _confirm(made: list[ImportRecord]) -> Iterator[str]:
    for record in made:
        if record.confirm:
            yield f"{record.name}: {'; '.join(record.confirm)}"
