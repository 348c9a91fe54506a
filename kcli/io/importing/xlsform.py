"""XLSForm, the questionnaires of ODK and KoboToolbox; respondents from an export, if one is named.

A form says what was offered, in which order, in which languages, and who was
asked. Filters of the plain kinds, one question with some of its answers, are
kept; every other one is named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kcli.io.importing.described import (
    Described,
    Kind,
    Several,
    Texts,
    Value,
    Variable,
    filters_left,
    plain_html,
)
from kcli.io.importing.languages import LabelColumns, label_columns, language_notes
from kcli.io.importing.sheets import Sheet, misshapen, read_sheet, unique_names
from kcli.io.importing.workbook import read_workbook
from kcli.model.records import Note

__all__ = ["read"]

Row = Mapping[str, str]
_SELECT = re.compile(
    r"(?P<how>select[_ ]one|select1|select[_ ]multiple|select[_ ]all[_ ]that[_ ]apply|rank)"
    r"( from| one from)?\s+(?P<list>\S+)(?P<other>\s+or[_ ](specify[_ ])?other)?",
    re.IGNORECASE,
)
_EQUAL = re.compile(r"\$\{([^}]+)\}\s*=\s*['\"]([^'\"]*)['\"]")
_SELECTED = re.compile(r"selected\(\s*\$\{([^}]+)\}\s*,\s*['\"]([^'\"]*)['\"]\s*\)")
_MARKS = {
    "": "", "1": "1", "0": "0", "1.0": "1", "0.0": "0", "true": "1", "false": "0", "yes": "1",
    "no": "0",
}  # fmt: skip
_BEGIN, _END = re.compile(r"begin[_ ](group|repeat|loop).*"), re.compile(r"end[_ ].*")
_ABOUT = frozenset(
    [
        "start",
        "end",
        "today",
        "deviceid",
        "device_id",
        "subscriberid",
        "simserial",
        "phonenumber",
        "phone_number",
        "username",
        "audit",
        "note",
        "calculate",
        "hidden",
        "acknowledge",
        "trigger",
        "start-geopoint",
        "background-audio",
        "xml-external",
        "csv-external",
        "range_",
    ]
)
_OTHERS: dict[str, Kind] = {"text": "text", "string": "text", "date": "date", "datetime": "date"}


@dataclass(frozen=True)
class _Question:
    name: str
    path: str
    label: Texts
    kind: Kind
    why: str
    values: tuple[Value, ...]
    several: bool
    asked: tuple[str, tuple[str, ...]] | None
    unmapped: str
    """A filter that is not of the plain kinds."""
    relevant: str = ""
    """What the form says of who is asked."""
    alone: bool = True
    """Whether no other question has its name."""

    @property
    def heads(self) -> tuple[str, ...]:
        """What its column may be called: its path; its name where that can be no other's."""
        return (self.path, self.name) if self.alone else (self.path,)


def read(path: Path, name: str, encoding: str | None, data: Path | None) -> Described:
    """A form, with the submissions of ``data``. Raises InputError where it is no XLSForm."""
    sheets = {title.strip().casefold(): rows for title, rows in read_workbook(path, name).items()}
    if "survey" not in sheets:
        message = "has no sheet 'survey', so it is no XLSForm"
        raise misshapen(name, message, "data in a workbook are exported as CSV first")
    survey = list(_records(sheets["survey"]))
    offered = list(_records(sheets.get("choices", [])))
    labels = [_label_columns(sheets.get(sheet, [])) for sheet in ("survey", "choices")]
    choices = _choices(offered, labels[1].tags)
    settings = next(_records(sheets.get("settings", [])), {})
    questions = _with_filters(list(_questions(survey, choices, labels[0].tags)))
    submissions = read_sheet(data, str(data), encoding) if data is not None else None
    names = unique_names(q.name for q in questions)
    variables: list[Variable] = []
    sets: list[Several] = []
    times = Counter(q.name for q in questions)
    unknown: list[Note] = []
    for called, asked in zip(names, questions, strict=True):
        question = _with_others(replace(asked, alone=times[asked.name] == 1), submissions, unknown)
        made, several = _variables(called, question, submissions)
        variables += made
        sets += several
    filters = [f"{q.name} ({q.unmapped})" for q in questions if q.unmapped]
    notes = [*(submissions.notes if submissions else ()), *language_notes(labels), *unknown]
    notes += filters_left(filters)
    respondent = _respondent(submissions, variables)
    title = plain_html(settings.get("form_title") or settings.get("title") or "")
    return Described(
        format="XLSForm",
        title={"und": title} if title else {},
        variables=tuple(variables),
        rows=None if submissions is None else len(submissions.rows) - 1,
        sets=tuple(sets),
        respondent=respondent,
        notes=tuple(notes),
    )


def _respondent(submissions: Sheet | None, variables: list[Variable]) -> str | None:
    """The column of an export that names the submission, taken in as a variable."""
    for place, head in enumerate(submissions.rows[0] if submissions else ()):
        if submissions and head.strip().casefold() in ("_uuid", "key", "meta/instanceid", "_id"):
            cells = submissions.column(place, 1)
            variables.append(Variable(head.strip(), {}, cells, "passed", why="about the interview"))
            return head.strip()
    return None


def _records(rows: Sequence[Sequence[str]]) -> Iterator[Row]:
    """The rows below the header, by its names; rows of nothing are left out."""
    if not rows:
        return
    header = [_head(cell) for cell in rows[0]]
    for row in rows[1:]:
        if any(row):
            yield {name: cell for name, cell in zip(header, row, strict=False) if name and cell}


def _head(cell: str) -> str:
    return " ".join(cell.split()).casefold()


def _label_columns(rows: Sequence[Sequence[str]]) -> LabelColumns:
    """The languages of the columns with labels that have anything in them."""
    filled = [
        " ".join(cell.split())
        for place, cell in enumerate(rows[0] if rows else ())
        if any(place < len(row) and row[place].strip() for row in rows[1:])
    ]
    found = label_columns(filled)
    return found._replace(tags={_head(cell): tag for cell, tag in found.tags.items()})


def _choices(rows: Sequence[Row], tags: Mapping[str, str]) -> dict[str, tuple[Value, ...]]:
    found: dict[str, dict[str, Value]] = {}
    for row in rows:
        listed = row.get("list_name") or row.get("list name") or ""
        code = plain_html(row.get("name") or row.get("value") or "")
        if listed and code:
            label = _labels(row, tags)
            known = found.setdefault(listed, {}).setdefault(code, Value(code, label))
            found[listed][code] = Value(code, _both(known.label, label))
    return {listed: tuple(values.values()) for listed, values in found.items()}


def _both(one: Texts, other: Texts) -> Texts:
    """The labels of a choice that stands twice, as where another question filters the choices."""
    return {
        tag: " / ".join(dict.fromkeys(text for text in (one.get(tag), other.get(tag)) if text))
        for tag in (*one, *(tag for tag in other if tag not in one))
    }


def _labels(row: Row, tags: Mapping[str, str]) -> Texts:
    """The labels of a row by language; ``tags`` has the language of each column of labels."""
    found = {tag: plain_html(row.get(head, "")) for head, tag in tags.items()}
    return {tag: text for tag, text in found.items() if text}


def _questions(
    survey: Sequence[Row], choices: Mapping[str, tuple[Value, ...]], tags: Mapping[str, str]
) -> Iterator[_Question]:
    groups: list[tuple[str, str]] = []
    for row in survey:
        kind = " ".join(row.get("type", "").split())
        name = plain_html(row.get("name", ""))
        if _BEGIN.fullmatch(kind.casefold()):
            why = "repeat" if "group" not in kind.casefold() else row.get("relevant", "")
            groups.append((name, why))
        elif _END.fullmatch(kind.casefold()):
            if groups:
                groups.pop()
        elif kind and name:
            yield _question(row, kind, name, groups, choices, tags)


def _question(
    row: Row,
    kind: str,
    name: str,
    groups: Sequence[tuple[str, str]],
    choices: Mapping[str, tuple[Value, ...]],
    tags: Mapping[str, str],
) -> _Question:
    found = _SELECT.fullmatch(kind)
    values = choices.get(found["list"], ()) if found else ()
    if found and found["other"] and not any(value.code == "other" for value in values):
        values = (*values, Value("other", {"en": "Other"}))
    sort = kind.casefold()
    why = ""
    shape: Kind = _OTHERS.get(sort, "number")
    if any(reason == "repeat" for _, reason in groups):
        shape, why = "passed", "in a part that is repeated for each respondent"
    elif found and found["how"].casefold() == "rank":
        shape, why = "passed", "a ranking"
    elif found and not values:
        shape, why = "passed", f"its answers are not in the form ({found['list']})"
    elif found:
        shape = "coded"
    elif sort in _ABOUT:
        shape, why = "passed", "no question"
    elif sort not in ("integer", "decimal", "int", "range") and sort not in _OTHERS:
        shape, why = "passed", f"of the type {sort}"
    relevant = [text for text in (*(why for _, why in groups), row.get("relevant", "")) if text]
    asked = _filter(relevant[0]) if len(relevant) == 1 and found else None
    several = bool(found and re.search("multiple|all", found["how"], re.IGNORECASE))
    unmapped = " and ".join(relevant) if relevant and asked is None and shape == "coded" else ""
    path = "/".join((*(group for group, _ in groups if group), name))
    label = _labels(row, tags)
    told = plain_html(unmapped)
    return _Question(
        name, path, label, shape, why, values, several, asked, told, " and ".join(relevant)
    )


def _with_filters(questions: Sequence[_Question]) -> list[_Question]:
    """The questions without filters that ask for one answer of several and no other."""
    many = {question.name for question in questions if question.several}
    return [
        replace(q, asked=None, unmapped=plain_html(q.relevant))
        if q.asked and q.asked[0] in many and _EQUAL.search(q.relevant)
        else q
        for q in questions
    ]


def _filter(text: str) -> tuple[str, tuple[str, ...]] | None:
    """``${q} = 'a' or ${q} = 'b'``, or ``selected``: the question and the answers that lead on."""
    plain = text.strip()
    if plain.startswith("(") and plain.endswith(")") and "(" not in plain[1:-1]:
        plain = plain[1:-1]
    parts = re.split(r"\s+or\s+", plain)
    found = [_EQUAL.fullmatch(part.strip()) or _SELECTED.fullmatch(part.strip()) for part in parts]
    if not all(found):
        return None
    names = {match[1] for match in found if match}
    answers = tuple(dict.fromkeys(match[2] for match in found if match))
    return (names.pop(), answers) if len(names) == 1 and all(answers) else None


def _variables(
    name: str, question: _Question, submissions: Sheet | None
) -> tuple[list[Variable], list[Several]]:
    def variable(called: str, label: Texts, cells: Sequence[str], *, one: bool = True) -> Variable:
        return Variable(
            called,
            label,
            cells,
            question.kind,
            question.values if one else (),
            question.why,
            question.asked,
            complete=True,
        )

    if not question.several or question.kind != "coded":
        cells = _cells(submissions, *question.heads)
        if submissions is not None and cells is None and question.kind == "coded":
            why = "the file of submissions has no column of it"
            return [Variable(name, question.label, (), "passed", why=why)], []
        return [variable(name, question.label, cells or ())], []
    names = {value.code: f"{name}/{value.code}" for value in question.values}
    given = _given(submissions, question)
    if submissions is not None and given is None:
        why = "the file of submissions has no column of it"
        return [Variable(name, question.label, (), "passed", why=why)], []
    made = [
        variable(names[value.code], value.label, (given or {}).get(value.code, ()), one=False)
        for value in question.values
    ]
    labels = {names[value.code]: value.label for value in question.values}
    return made, [Several(name, question.label, tuple(labels), "1", labels)]


def _with_others(question: _Question, submissions: Sheet | None, notes: list[Note]) -> _Question:
    """A question with several answers, and those of the submissions that the form has not."""
    whole = _cells(submissions, *question.heads)
    if not question.several or question.kind != "coded" or whole is None:
        return question
    known = {value.code for value in question.values}
    others = [c for c in dict.fromkeys(c for cell in whole for c in cell.split()) if c not in known]
    if not others:
        return question
    listed = ", ".join(others[:5]) + (", ..." if len(others) > 5 else "")
    text = f"{question.name}: {listed}: not among the choices of the form; kept as answers."
    notes.append(Note("codes-unknown", text))
    values = (*question.values, *(Value(code, {"und": code}) for code in others))
    return replace(question, values=values)


def _cells(submissions: Sheet | None, *heads: str) -> list[str] | None:
    """The column of a question, by its path in the form, divided in any of the usual ways."""
    if submissions is None:
        return None
    header = [cell.strip() for cell in submissions.rows[0]]
    for head in heads:
        for written in (head, head.replace("/", "-"), head.replace("/", ".")):
            if header.count(written) == 1:
                return submissions.column(header.index(written), 1)
    return None


def _given(submissions: Sheet | None, question: _Question) -> dict[str, list[str]] | None:
    """A sign for each answer: from a column of its own, or from codes divided by spaces."""
    if submissions is None:
        return None
    whole = _cells(submissions, *question.heads)
    found = {}
    for value in question.values:
        own = [f"{head}/{value.code}" for head in question.heads]
        cells = _cells(submissions, *own)
        if cells is not None:
            odd = next((cell for cell in cells if cell.casefold() not in _MARKS), None)
            if odd is not None:
                message = f"{question.name}: {odd!r} says neither that it was chosen nor that not"
                raise misshapen(submissions.name, message)
            found[value.code] = [_MARKS[cell.casefold()] for cell in cells]
        elif whole is not None:
            found[value.code] = [
                str(int(value.code in cell.split())) if cell else "" for cell in whole
            ]
    return found if len(found) == len(question.values) else None
