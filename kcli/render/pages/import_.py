"""The page of ``kcli import``: what became of each variable, what to confirm, what was left out."""

from __future__ import annotations

from collections.abc import Iterator

from kcli.model.import_records import ImportRecord, UnmappedRecord
from kcli.model.records import Result
from kcli.render.pages.page import Cell, Heading, Page, Part, Row, Table, Words

__all__ = ["lay_out"]

_LONGEST = 60
_ROLES = {
    "respondent": "the id of respondents",
    "country": "the country",
    "weight": "the weight",
    "stratum": "the stratum",
    "psu": "the sampling unit",
    "proposed_weight": "perhaps a weight; not used",
}


def lay_out(result: Result) -> Page:
    """The files first, then what is in them; what needs a second look at the end."""
    made = [record for record in result.records if isinstance(record, ImportRecord)]
    left = [record for record in result.records if isinstance(record, UnmappedRecord)]
    survey, wave = result.parameters["survey"], result.parameters["wave"]
    below = (f"{result.parameters['format']} · {result.parameters['file']}",)
    parts: list[Part] = [
        Heading(f"{survey} {wave}: imported", below),
        Words("", tuple(note.text for note in reversed(result.notes))),
        Table(
            "Became",
            tuple(Cell.of(head, "strong") for head in ("From", "Answers", "Answered")),
            tuple(map(_row, made)),
        ),
    ]
    lines = tuple(_confirm(made))
    if lines:
        parts.append(Words("To confirm", lines))
    if left:
        heads = tuple(Cell.of(head, "strong") for head in ("Why", "Label"))
        parts.append(Table("Left out", heads, tuple(map(_left, left))))
        hints = tuple(dict.fromkeys(record.hint for record in left if record.hint))
        if hints:
            parts.append(Words("", ("--answers VARIABLE takes its values as answers.",), "faint"))
    return Page(tuple(parts))


def _row(record: ImportRecord) -> Row:
    if record.role == "item":
        answers = f"{record.options}{', several' if record.several else ''}"
    else:
        answers = _ROLES[record.role]
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
