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
    own = [place for place in places if not _is_other(below[place])]
    others = [place for place in places if _is_other(below[place])]
    given = [{plain_html(cell) for cell in columns[place] if cell} for place in own]
    several = len(own) > 1 and all(
        got <= {below[place]} for got, place in zip(given, own, strict=True)
    )
    if several and any(given):
        names = {place: f"{name}_{row}" for row, place in enumerate(places, start=1)}
        made = [
            Variable(names[p], said_und(below[p]), ["1" if cell else "" for cell in columns[p]])
            for p in places
        ]
        labels = {names[p]: said_und(below[p]) for p in places}
        joined = Several(name, said_und(text), tuple(names.values()), "1", labels)
        return made, [joined]
    if len(own) == 1 and heads[0].casefold() == "response":
        cells = [
            cell or (below[others[0]] if others and columns[others[0]][row] else "")
            for row, cell in enumerate(columns[own[0]])
        ]
        made = [Variable(name, said_und(text), cells, _kind(cells, is_open=False))]
        for row, place in enumerate(others, start=1):
            label = said_und(f"{text} - {below[place]}")
            made.append(Variable(f"{name}_text_{row}", label, columns[place], "text"))
        return made, []
    made = []
    for row, place in enumerate(places, start=1):
        cells = columns[place]
        kind = _kind(cells, below[place].casefold() == _OPEN or place in others)
        label = said_und(" - ".join(filter(None, (text, below[place]))))
        made.append(Variable(f"{name}_{row}", label, cells, kind))
    return made, []


def _is_other(head: str) -> bool:
    """Whether a column holds what people wrote beside the answers on offer."""
    folded = head.casefold()
    return folded.startswith(_OTHER) and ("(" in folded or "specify" in folded)


def _kind(cells: Sequence[str], is_open: bool) -> Kind:
    if is_open:
        return "text"
    return "coded" if are_numbers(cells) else "words"
