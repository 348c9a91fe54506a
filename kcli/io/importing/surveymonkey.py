"""SurveyMonkey CSV with its two header rows: questions, then answers or rows of a matrix.

Only answers that were given are in it, in the order in which they are met;
of several answers each has a column, and there the order is the questionnaire's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kcli.io.importing.described import Described, Kind, Several, Variable, plain_html, said_und
from kcli.io.importing.sheets import are_numbers, misshapen, read_sheet, unique_names
from kcli.model.records import Note

__all__ = ["looks_so", "read"]

_ABOUT = frozenset(
    [
        "respondent id",
        "respondentid",
        "respondent_id",
        "collector id",
        "collectorid",
        "collector_id",
        "start date",
        "startdate",
        "date_created",
        "end date",
        "enddate",
        "date_modified",
        "ip address",
        "ipaddress",
        "ip_address",
        "email address",
        "email_address",
        "first name",
        "first_name",
        "last name",
        "last_name",
        "custom data 1",
        "custom data",
        "custom_1",
        "customdata",
    ]
)
_OPEN = "open-ended response"
_OTHER = ("other", "autre", "sonstige", "otro")


def looks_so(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first column is SurveyMonkey's, and a second header row follows."""
    if len(rows) < 2:
        return False
    first = rows[0][0].strip().casefold()
    second = {cell.strip().casefold() for cell in rows[1]}
    there = first in ("respondent id", "respondentid", "respondent_id")
    return (
        there and not rows[1][0].strip() and bool(second & {"response", _OPEN} or len(second) > 2)
    )


def read(path: Path, name: str, encoding: str | None) -> Described:
    """A whole file. Raises InputError where its two header rows are not there."""
    sheet = read_sheet(path, name, encoding)
    if not looks_so(sheet.rows):
        message = "does not begin with the two header rows of SurveyMonkey"
        raise misshapen(name, message, "export all individual responses as CSV, with words")
    questions: list[str] = []
    for cell in sheet.rows[0]:
        questions.append(plain_html(cell) or (questions[-1] if questions else ""))
    below = [plain_html(cell) for cell in sheet.rows[1]]
    columns = [sheet.column(place, 2) for place in range(len(below))]
    groups: list[list[int]] = []
    for place, cell in enumerate(sheet.rows[0]):
        if cell.strip() or not groups:
            groups.append([])
        groups[-1].append(place)
    variables: list[Variable] = []
    sets: list[Several] = []
    number = 0
    for places in groups:
        question = questions[places[0]]
        if question.casefold() in _ABOUT:
            cells = columns[places[0]]
            why = "about the interview"
            variables.append(Variable(question, {}, cells, "passed", why=why))
            continue
        number += 1
        made, several = _question(f"q{number}", question, places, below, columns)
        variables += made
        sets += several
    names = unique_names(variable.name for variable in variables)
    variables = [replace(v, name=n) for v, n in zip(variables, names, strict=True)]
    return Described(
        format="SurveyMonkey",
        title={},
        variables=tuple(variables),
        rows=len(sheet.rows) - 2,
        sets=tuple(sets),
        respondent=variables[0].name,
        notes=(*sheet.notes, _ORDER),
    )


_ORDER = Note(
    "answers-given",
    "The file has the answers that were given, not those that were offered: nobody's answer is "
    "missing from the lists, and their order is that of the first who gave them.",
)


def _question(
    name: str,
    text: str,
    places: Sequence[int],
    below: Sequence[str],
    columns: Sequence[Sequence[str]],
) -> tuple[list[Variable], list[Several]]:
    """The variables of one question: one, one a row of its matrix, or one a possible answer."""
    heads = [below[place] for place in places]
    if len(places) == 1:
        cells = columns[places[0]]
        is_open = heads[0].casefold() == _OPEN
        return [Variable(name, said_und(text), cells, _kind(cells, is_open))], []
    single = next((p for p in places if below[p].casefold() == "response"), None)
    others = [p for p in places if _is_other(below[p])]
    if single is not None:
        return _one(name, text, single, [p for p in places if p != single], below, columns), []
    own = [place for place in places if place not in others]
    several = _several(name, text, own, others, below, columns) or _grid(
        name, text, own, others, below, columns
    )
    if several is not None:
        return several
    made = []
    for row, place in enumerate(places, start=1):
        cells = columns[place]
        kind = _kind(cells, below[place].casefold() == _OPEN or place in others)
        label = said_und(" - ".join(filter(None, (text, below[place]))))
        made.append(Variable(f"{name}_{row}", label, cells, kind))
    return made, []


def _one(
    name: str,
    text: str,
    single: int,
    written: Sequence[int],
    below: Sequence[str],
    columns: Sequence[Sequence[str]],
) -> list[Variable]:
    """A question with one answer; who wrote another one in is among those of that column.

    What people wrote beside an answer is no answer, by whatever name the column goes.
    """
    cells = list(columns[single])
    beside = [p for p in written if any(map(_both, columns[p], columns[single]))]
    for place in written:
        if place in beside and not _is_other(below[place]):
            continue
        cells = [
            cell or (below[place] if own else "")
            for cell, own in zip(cells, columns[place], strict=True)
        ]
    made = [Variable(name, said_und(text), cells, _kind(cells, is_open=False))]
    for row, place in enumerate(written, start=1):
        label = said_und(f"{text} - {below[place]}")
        made.append(Variable(f"{name}_text_{row}", label, columns[place], "text"))
    return made


def _both(one: str, other: str) -> bool:
    return bool(one and other)


def _several(
    name: str,
    text: str,
    own: Sequence[int],
    others: Sequence[int],
    below: Sequence[str],
    columns: Sequence[Sequence[str]],
) -> tuple[list[Variable], list[Several]] | None:
    """A question with several answers: columns that hold their own heading, or their number."""
    given = {place: {plain_html(cell) for cell in columns[place] if cell} for place in own}
    marked = [place for place in own if given[place] <= {below[place]}]
    numbered = [
        place for place in own if len(given[place]) == 1 and are_numbers(list(given[place]))
    ]
    by_number = not any(given[place] for place in marked) and len(numbered) == len(own)
    if by_number:
        numbers = [float(next(iter(given[place]))) for place in own]
        by_number = len(own) > 1 and numbers == sorted(set(numbers))
        marked = list(own) if by_number else marked
    if len(marked) < 2 or not any(given[place] for place in marked):
        return None
    # Of what else was written: an answer where somebody gave no other one, else words beside it.
    rest = [place for place in own if place not in marked]
    alone = [
        place
        for place in rest
        if any(
            cell and not any(columns[p][row] for p in own if p != place)
            for row, cell in enumerate(columns[place])
        )
    ]
    if len(rest) > 1:
        return None  # rows of a grid, of which some were not answered
    answers = sorted([*marked, *others, *alone])
    names = {place: f"{name}_{row}" for row, place in enumerate(answers, start=1)}
    made = [
        Variable(names[p], said_und(below[p]), ["1" if cell else "" for cell in columns[p]])
        for p in answers
    ]
    for place in rest:
        if place not in alone:
            label = said_und(f"{text} - {below[place]}")
            made.append(Variable(f"{name}_text", label, columns[place], "text"))
    labels = {names[p]: said_und(below[p]) for p in answers}
    found = by_number or bool(alone)
    joined = Several(name, said_und(text), tuple(names.values()), "1", labels, found)
    return made, [joined]


def _grid(
    name: str,
    text: str,
    own: Sequence[int],
    others: Sequence[int],
    below: Sequence[str],
    columns: Sequence[Sequence[str]],
) -> tuple[list[Variable], list[Several]] | None:
    """Rows that each have several answers: columns ``TV - Daily`` that hold ``Daily``."""
    rows: dict[str, list[tuple[int, str]]] = {}
    for place in own:
        given = {plain_html(cell) for cell in columns[place] if cell}
        row, _, answer = below[place].rpartition(" - ")
        if len(given) == 1:
            answer = next(iter(given))
            row = below[place].removesuffix(f" - {answer}")
        if not row or len(given) > 1 or row == below[place]:
            return None
        rows.setdefault(row, []).append((place, answer))
    if not rows or all(len(cells) < 2 for cells in rows.values()):
        return None
    made: list[Variable] = []
    sets: list[Several] = []
    for number, (row, cells) in enumerate(rows.items(), start=1):
        label = said_und(f"{text} - {row}")
        names = [f"{name}_{number}_{part}" for part in range(1, len(cells) + 1)]
        answers = {part: said_und(answer) for part, (_, answer) in zip(names, cells, strict=True)}
        for part, (place, _) in zip(names, cells, strict=True):
            marks = ["1" if cell else "" for cell in columns[place]]
            made.append(Variable(part, answers[part], marks))
        sets.append(Several(f"{name}_{number}", label, tuple(names), "1", answers, found=True))
    for number, place in enumerate(others, start=1):
        label = said_und(f"{text} - {below[place]}")
        made.append(Variable(f"{name}_text_{number}", label, columns[place], "text"))
    return made, sets


def _is_other(head: str) -> bool:
    """Whether a column holds what people wrote beside the answers on offer."""
    folded = head.casefold()
    return folded.startswith(_OTHER) and ("(" in folded or "specify" in folded)


def _kind(cells: Sequence[str], is_open: bool) -> Kind:
    if is_open:
        return "text"
    return "coded" if are_numbers(cells) else "words"
