"""SurveyMonkey CSV with its two header rows: questions, then answers or rows of a matrix.

Only answers that were given are in it, in the order in which they are met;
of several answers each has a column, and there the order is the questionnaire's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
        asked = _Question(f"q{number}", question, places, below, columns)
        made, several = asked.variables()
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


@dataclass(frozen=True)
class _Question:
    """Columns below one question of the first header row.

    Attributes
    ----------
    name, text : what it is called here, and its words
    places : where its columns stand
    below : what the second header row says, of all columns
    columns : the cells, of all columns
    """

    name: str
    text: str
    places: Sequence[int]
    below: Sequence[str]
    columns: Sequence[Sequence[str]]

    def variables(self) -> tuple[list[Variable], list[Several]]:
        """One, one a row of its matrix, or one a possible answer."""
        if len(self.places) == 1:
            return [self._variable(self.name, self.text, self.places[0])], []
        single = next((p for p in self.places if self.below[p].casefold() == "response"), None)
        if single is not None:
            return self._one(single), []
        return self._several() or self._grid() or (self._rows(), [])

    @property
    def _others(self) -> list[int]:
        """Columns of what people wrote instead of an answer that was on offer."""
        return [place for place in self.places if _is_other(self.below[place])]

    @property
    def _own(self) -> list[int]:
        return [place for place in self.places if not _is_other(self.below[place])]

    def _variable(self, name: str, text: str, place: int) -> Variable:
        cells = self.columns[place]
        is_open = self.below[place].casefold() == _OPEN
        return Variable(name, said_und(text), cells, _kind(cells, is_open))

    def _words(self, name: str, place: int) -> Variable:
        label = said_und(f"{self.text} - {self.below[place]}")
        return Variable(name, label, self.columns[place], "text")

    def _marks(self, name: str, answer: str, place: int) -> Variable:
        return Variable(name, said_und(answer), ["1" if c else "" for c in self.columns[place]])

    def _rows(self) -> list[Variable]:
        made = []
        for row, place in enumerate(self.places, start=1):
            text = " - ".join(filter(None, (self.text, self.below[place])))
            found = self._variable(f"{self.name}_{row}", text, place)
            made.append(replace(found, kind="text") if place in self._others else found)
        return made

    def _one(self, single: int) -> list[Variable]:
        """A question with one answer; who wrote another one in is among those of that column.

        What people wrote beside an answer is no answer, by whatever name the column goes.
        """
        cells = list(self.columns[single])
        written = [place for place in self.places if place != single]
        for place in written:
            words = self.columns[place]
            beside = any(a and b for a, b in zip(words, self.columns[single], strict=True))
            if beside and not _is_other(self.below[place]):
                continue
            cells = [
                cell or (self.below[place] if own else "")
                for cell, own in zip(cells, words, strict=True)
            ]
        made = [Variable(self.name, said_und(self.text), cells, _kind(cells, is_open=False))]
        for row, place in enumerate(written, start=1):
            made.append(self._words(f"{self.name}_text_{row}", place))
        return made

    def _several(self) -> tuple[list[Variable], list[Several]] | None:
        """A question with several answers: columns that hold their own heading, or their number."""
        own, below = self._own, self.below
        given = {place: {plain_html(cell) for cell in self.columns[place] if cell} for place in own}
        marked = [place for place in own if given[place] <= {below[place]}]
        by_number = not any(given[place] for place in marked) and _are_numbered(given)
        marked = list(own) if by_number else marked
        rest = [place for place in own if place not in marked]
        if len(marked) < 2 or len(rest) > 1 or not any(given[place] for place in marked):
            return None  # or rows of a grid, of which some were not answered
        # What else was written is an answer where somebody gave no other, else words beside it.
        alone = [place for place in rest if self._stands_alone(place)]
        answers = sorted([*marked, *self._others, *alone])
        names = {place: f"{self.name}_{row}" for row, place in enumerate(answers, start=1)}
        made = [self._marks(names[place], below[place], place) for place in answers]
        made += [self._words(f"{self.name}_text", p) for p in rest if p not in alone]
        labels = {names[place]: said_und(below[place]) for place in answers}
        found = by_number or bool(alone)
        joined = Several(self.name, said_und(self.text), tuple(labels), "1", labels, found)
        return made, [joined]

    def _stands_alone(self, place: int) -> bool:
        """Whether somebody has something in this column, and in no other of the question."""
        others = [self.columns[p] for p in self._own if p != place]
        return any(
            cell and not any(other[row] for other in others)
            for row, cell in enumerate(self.columns[place])
        )

    def _grid(self) -> tuple[list[Variable], list[Several]] | None:
        """Rows that each have several answers: columns ``TV - Daily`` that hold ``Daily``."""
        rows: dict[str, list[tuple[int, str]]] = {}
        for place in self._own:
            given = {plain_html(cell) for cell in self.columns[place] if cell}
            row, _, answer = self.below[place].rpartition(" - ")
            if len(given) == 1:
                answer = next(iter(given))
                row = self.below[place].removesuffix(f" - {answer}")
            if not row or len(given) > 1 or row == self.below[place]:
                return None
            rows.setdefault(row, []).append((place, answer))
        if all(len(cells) < 2 for cells in rows.values()):
            return None
        made: list[Variable] = []
        sets: list[Several] = []
        for number, (row, cells) in enumerate(rows.items(), start=1):
            name, label = f"{self.name}_{number}", said_und(f"{self.text} - {row}")
            parts = {f"{name}_{part}": cell for part, cell in enumerate(cells, start=1)}
            made += [self._marks(part, answer, place) for part, (place, answer) in parts.items()]
            answers = {part: said_und(answer) for part, (_, answer) in parts.items()}
            sets.append(Several(name, label, tuple(parts), "1", answers, found=True))
        for number, place in enumerate(self._others, start=1):
            made.append(self._words(f"{self.name}_text_{number}", place))
        return made, sets


def _are_numbered(given: Mapping[int, set[str]]) -> bool:
    """Whether each column holds one number, and these rise from the first to the last."""
    if len(given) < 2 or not all(len(g) == 1 and are_numbers(list(g)) for g in given.values()):
        return False
    numbers = [float(next(iter(found))) for found in given.values()]
    return numbers == sorted(set(numbers))


def _is_other(head: str) -> bool:
    """Whether a column holds what people wrote beside the answers on offer."""
    folded = head.casefold()
    return folded.startswith(_OTHER) and ("(" in folded or "specify" in folded)


def _kind(cells: Sequence[str], is_open: bool) -> Kind:
    if is_open:
        return "text"
    return "coded" if are_numbers(cells) else "words"
