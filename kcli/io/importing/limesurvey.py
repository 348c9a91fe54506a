"""LimeSurvey CSV, with codes, questions or both in its heading.

The export holds the answers that were given, as codes or as words; not the
ones that were offered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kcli.io.importing.described import (
    Described,
    Kind,
    Several,
    Variable,
    counted,
    plain_html,
    said_und,
)
from kcli.io.importing.sheets import Sheet, are_numbers, misshapen, read_sheet, unique_names
from kcli.model.records import Note

__all__ = ["looks_so", "read"]

_ABOUT = frozenset(
    {
        "id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "ipaddr",
        "refurl", "token", "firstname", "lastname", "email", "interviewtime", "response id",
        "date submitted", "last page", "start language", "date started", "date last action",
        "ip address", "referrer url", "access code", "first name", "last name", "email address",
        "total time",
    }
)  # fmt: skip
_TIMES = re.compile(
    r"attribute_[0-9]+|(group|question)_?time_?[0-9]+|group time:.*|question time:.*", re.IGNORECASE
)
_JOINED = re.compile(r"(?P<code>[A-Za-z][A-Za-z0-9]*)_(?P<part>[A-Za-z0-9]+(comment)?)")
_HEADING = re.compile(
    r"(?P<code>[A-Za-z][A-Za-z0-9_]*)(?P<parts>(\[[^\]]*\])*)(\.\s+(?P<text>.*))?"
)
_WORDS = re.compile(r"(?P<text>.*?)\s*\[(?P<part>[^\[\]]*)\]")
_OTHER = "-oth-"  # the code of an answer that was not on offer
_NOT_SHOWN = frozenset({"N/A", "{question_not_shown}"})
_GIVEN, _NOT_GIVEN = frozenset({"Y", "Yes", "1"}), frozenset({"N", "No", "0", ""})


@dataclass(frozen=True)
class _Heading:
    code: str
    part: str
    """What stands in brackets; empty for a question of one column."""
    text: str
    answer: str


def looks_so(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the heading has the columns that LimeSurvey puts first."""
    names = {_about(cell) for cell in rows[0]}
    return len(names & {"submitdate", "lastpage", "startlanguage"}) > 1 or (
        len(names & {"date submitted", "last page", "start language"}) > 1
    )


def read(path: Path, name: str, encoding: str | None) -> Described:
    """A whole file. Raises InputError where it has no heading of LimeSurvey."""
    sheet = read_sheet(path, name, encoding)
    if not looks_so(sheet.rows):
        message = "does not have the columns submitdate, lastpage and startlanguage"
        raise misshapen(name, message, "export the responses of LimeSurvey as CSV")
    headings = _joined([_heading(" ".join(cell.split())) for cell in sheet.rows[0]], sheet)
    names = unique_names(h.code + (f"_{h.part}" if h.part else "") for h in headings)
    hidden = 0
    columns: list[list[str]] = []
    for place in range(len(names)):
        cells = sheet.column(place, 1)
        if not _passed(headings[place], sheet.rows[0][place]):
            hidden += sum(cell in _NOT_SHOWN for cell in cells)
            cells = ["" if cell in _NOT_SHOWN else cell for cell in cells]
        columns.append(cells)
    sets = _sets(names, headings, columns, sheet.rows[0])
    joined = {column for several in sets for column in several.columns}
    variables = []
    for place, column in enumerate(names):
        heading, cells = headings[place], columns[place]
        kind: Kind = "coded" if are_numbers(cells) else "words"
        why = ""
        if _passed(heading, sheet.rows[0][place]):
            kind, why = "passed", "about the interview"
        elif column in joined:
            kind = "coded"
            other = heading.part.casefold() == "other"
            marks = [bool(cell) if other else cell in _GIVEN for cell in cells]
            cells = [
                "1" if mark else ("0" if cell else "")
                for mark, cell in zip(marks, cells, strict=True)
            ]
        elif heading.part.casefold() == "other" or _is_comment(heading, headings):
            kind = "text"
        else:
            cells = _with_other(cells)
        text = " - ".join(filter(None, (heading.text, heading.answer)))
        variables.append(Variable(column, said_und(text), cells, kind, why=why))
    about = [_about(cell) for cell in sheet.rows[0]]
    return Described(
        format="LimeSurvey",
        title={},
        variables=tuple(variables),
        rows=len(sheet.rows) - 1,
        sets=tuple(sets),
        respondent=next(
            (n for n, a in zip(names, about, strict=True) if a in ("id", "response id")), None
        ),
        notes=(*sheet.notes, *_notes(about, columns, hidden)),
    )


def _about(cell: str) -> str:
    """A heading without the question behind its code, as columns of the interview are known."""
    return cell.strip().partition(". ")[0].casefold().replace("_", " ")


def _passed(heading: _Heading, cell: str) -> bool:
    return _about(cell) in _ABOUT or _TIMES.fullmatch(heading.code) is not None


def _heading(cell: str) -> _Heading:
    """``Q2[SQ001]. Which media? [TV]``, ``Q2[SQ001]`` or ``Which media? [TV]``, taken apart."""
    found = _HEADING.fullmatch(cell.strip())
    if found is None:
        text = plain_html(cell)
        words = _WORDS.fullmatch(text)
        question, part = (words["text"], words["part"]) if words else (text, "")
        return _Heading(question, part, question, part)
    part = "_".join(re.findall(r"\[([^\]]*)\]", found["parts"]))
    text = plain_html(found["text"] or "")
    words = _WORDS.fullmatch(text) if part else None
    question, answer = (words["text"], words["part"]) if words else (text, "")
    return _Heading(found["code"], part, question, answer)


def _sets(
    names: Sequence[str],
    headings: Sequence[_Heading],
    columns: Sequence[Sequence[str]],
    cells: Sequence[str],
) -> list[Several]:
    """Questions whose columns hold nothing but yes, no and nothing; and what was written in."""
    stems: list[tuple[str, list[int]]] = []
    for place, heading in enumerate(headings):
        if not heading.part or _is_comment(heading, headings) or _passed(heading, cells[place]):
            continue
        last = next((places for code, places in reversed(stems) if code == heading.code), None)
        if last is None or any(headings[p].part == heading.part for p in last):
            stems.append((heading.code, [place]))  # the same words again: another question
        else:
            last.append(place)
    sets = []
    for stem, places in stems:
        marks = [p for p in places if headings[p].part.casefold() != "other"]
        given = set().union(*(set(columns[p]) for p in marks)) if marks else set()
        if len(places) < 2 or not given & _GIVEN or given - _GIVEN - _NOT_GIVEN:
            continue
        labels = {names[p]: said_und(_answer(headings[p])) for p in places}
        found = given - {""} not in ({"Y"}, {"Yes"})  # an array of yes and no looks the same
        found = found or any("[" not in cells[p] for p in places)
        text = said_und(headings[places[0]].text)
        sets.append(Several(stem, text, tuple(names[p] for p in places), "1", labels, found))
    return sets


def _joined(headings: Sequence[_Heading], sheet: Sheet) -> list[_Heading]:
    """Codes such as ``Q2_SQ001`` taken apart, where all columns of ``Q2_`` are marks of answers."""
    groups: dict[str, list[int]] = {}
    for place, heading in enumerate(headings):
        match = None if heading.part or heading.text else _JOINED.fullmatch(heading.code)
        if match and not _passed(heading, sheet.rows[0][place]):
            groups.setdefault(match["code"], []).append(place)
    found = list(headings)
    for code, places in groups.items():
        parts = [headings[place].code.removeprefix(f"{code}_") for place in places]
        apart = [_Heading(code, part, "", "") for part in parts]
        marks = [
            set(sheet.column(place, 1))
            for place, heading in zip(places, apart, strict=True)
            if heading.part.casefold() != "other" and not _is_comment(heading, apart)
        ]
        if len(marks) > 1 and set().union(*marks) in ({"Y", ""}, {"Y"}):
            for place, heading in zip(places, apart, strict=True):
                found[place] = heading
    return found


def _is_comment(heading: _Heading, headings: Sequence[_Heading]) -> bool:
    """Whether a column holds the words beside an answer, as those of ``SQ001comment`` are."""
    part = heading.part.casefold()
    if part == "comment" or not part.endswith("comment"):
        return part == "comment"
    about = part.removesuffix("comment").rstrip("_ ")
    return any(h.code == heading.code and h.part.casefold() == about for h in headings)


def _answer(heading: _Heading) -> str:
    """What one of several answers is called: in words, else by its code."""
    other = heading.part.casefold() == "other"
    return heading.answer or ("Other" if other else heading.part)


def _with_other(cells: list[str]) -> list[str]:
    """The cells with the code of another answer in words, where no answer is called so."""
    if _OTHER not in cells or "Other" in cells:
        return cells
    return ["Other" if cell == _OTHER else cell for cell in cells]


def _notes(about: Sequence[str], columns: Sequence[Sequence[str]], hidden: int) -> list[Note]:
    notes = []
    for place, name in enumerate(about):
        if name in ("submitdate", "date submitted"):
            count = sum(not cell for cell in columns[place])
            if count:
                text = (
                    f"{count:,} of {len(columns[place]):,} respondents did not submit their "
                    "answers; they are kept."
                )
                notes.append(Note("test-rows", text))
    if hidden:
        cells = counted(hidden, "cell says", "cells say")
        text = f"{cells} that the question was not shown (N/A): left empty."
        notes.append(Note("not-shown", text))
    return notes
