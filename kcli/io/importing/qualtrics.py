"""Qualtrics CSV: names, questions, import ids, then the respondents; also the older two rows.

The export does not say which answers a question offered, nor their order:
answers are those that were given, in the order in which they are met.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from kcli.io.importing.described import Described, Kind, Several, Variable, plain_html, said_und
from kcli.io.importing.sheets import Sheet, are_numbers, misshapen, read_sheet, unique_names
from kcli.model.records import Note

__all__ = ["looks_so", "read"]

_ABOUT = frozenset(
    [
        "startdate",
        "enddate",
        "status",
        "ipaddress",
        "progress",
        "duration",
        "finished",
        "recordeddate",
        "_recordid",
        "recipientlastname",
        "recipientfirstname",
        "recipientemail",
        "externaldatareference",
        "externalreference",
        "locationlatitude",
        "locationlongitude",
        "locationaccuracy",
        "distributionchannel",
        "userlanguage",
        "responseid",
        "responseset",
        "name",
        "emailaddress",
        "q_recaptchascore",
        "q_relevantidduplicate",
        "q_relevantidduplicatescore",
        "q_relevantidfraudscore",
        "q_relevantidlaststartdate",
    ]
)
_RESPONDENT = frozenset({"_recordid", "responseid"})
_TEXT = re.compile(r"_TEXT(_|$)|_DO(_|$)")
_PART = re.compile(r"(?P<stem>.+?)_(?P<part>x?[0-9]+)$")
# Also as numbers: preview, test, spam, and these of imported and offline answers.
_NOT_ANSWERS = {"survey preview", "survey test", "spam", "1", "2", "8", "9", "12", "17", "40"}


def looks_so(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first rows are those of Qualtrics."""
    third = rows[2] if len(rows) > 2 else []
    legacy = len(rows) > 1 and rows[0][0] == "V1" and rows[1][0] == "ResponseID"
    return legacy or any(cell.replace(" ", "").startswith('{"ImportId":') for cell in third)


def read(path: Path, name: str, encoding: str | None) -> Described:
    """A whole file. Raises InputError where its header rows are not there."""
    sheet = read_sheet(path, name, encoding)
    if not looks_so(sheet.rows):
        message = "does not begin with the header rows of Qualtrics"
        raise misshapen(name, message, "export it as CSV, with the three header rows")
    legacy = sheet.rows[0][0] == "V1"
    first = 2 if legacy else 3
    ids = [
        _import_id(sheet.rows[1 if legacy else 2][place], legacy)
        for place in range(len(sheet.rows[0]))
    ]
    names = unique_names(cell.strip() for cell in sheet.rows[0])
    texts = [plain_html(cell).removesuffix(" - Selected Choice") for cell in sheet.rows[1]]
    cells = [sheet.column(place, first) for place in range(len(names))]
    sets = _sets(names, texts, cells, ids)
    joined = {column for several in sets for column in several.columns}
    variables = []
    for place, column in enumerate(names):
        if not sheet.rows[0][place].strip() and not any(cells[place]):
            continue  # behind a comma at the end of the line
        kind, why = _kind(ids[place], cells[place])
        if column in joined:
            found = ["1" if cell else "" for cell in cells[place]]
            variables.append(Variable(column, said_und(texts[place]), found))
        else:
            variables.append(Variable(column, said_und(texts[place]), cells[place], kind, why=why))
    respondent = next((n for n, i in zip(names, ids, strict=True) if i in _RESPONDENT), None)
    return Described(
        format="Qualtrics",
        title={},
        variables=tuple(variables),
        rows=len(sheet.rows) - first,
        sets=tuple(sets),
        respondent=respondent,
        notes=(*sheet.notes, *_tests(sheet, ids, first)),
    )


def _import_id(cell: str, legacy: bool) -> str:
    """What Qualtrics calls a column, in lower case where it is about the interview."""
    if legacy:
        return cell.strip().casefold()
    try:
        found = json.loads(cell).get("ImportId", "")
    except (json.JSONDecodeError, AttributeError):
        return ""
    folded = str(found).casefold()
    return folded if folded in _ABOUT else str(found)


def _kind(import_id: str, cells: Sequence[str]) -> tuple[Kind, str]:
    if import_id in _ABOUT:
        return "passed", "about the interview"
    if _TEXT.search(import_id):
        return "text", ""
    return ("coded" if are_numbers(cells) else "words"), ""


def _sets(
    names: Sequence[str], texts: Sequence[str], cells: Sequence[Sequence[str]], ids: Sequence[str]
) -> list[Several]:
    """Columns of one question that each hold nothing but their own answer."""
    stems: dict[str, list[int]] = {}
    for place, column in enumerate(names):
        found = _PART.fullmatch(column)
        if found and ids[place] not in _ABOUT and not _TEXT.search(ids[place]):
            stems.setdefault(found["stem"], []).append(place)
    sets = []
    for stem, places in stems.items():
        given = [set(filter(None, cells[place])) for place in places]
        start = _beginning([texts[place] for place in places])
        own = [texts[place][len(start) :] for place in places]
        by_text = all(
            {plain_html(g) for g in got} <= {text} for got, text in zip(given, own, strict=True)
        )
        by_mark = all(got <= {"1"} for got in given)
        if len(places) > 1 and any(given) and (by_text or by_mark):
            question = start.removesuffix(" - ").removesuffix(" - Selected Choice")
            labels = {
                names[place]: said_und(text or names[place])
                for place, text in zip(places, own, strict=True)
            }
            columns = tuple(names[place] for place in places)
            sets.append(Several(stem, said_und(question), columns, "1", labels, found=not by_text))
    return sets


def _beginning(texts: Sequence[str]) -> str:
    """The question that stands before each of its answers, with the line between the two."""
    first, last = min(texts), max(texts)  # all others lie between the two
    same = [a == b for a, b in zip(first, last, strict=False)]
    common = first[: same.index(False) if False in same else len(same)]
    at = common.rfind(" - ")
    return common[: at + 3] if at >= 0 and len(texts) > 1 else ""


def _tests(sheet: Sheet, ids: Sequence[str], first: int) -> list[Note]:
    if "status" not in ids:
        return []
    states = [cell.casefold() for cell in sheet.column(ids.index("status"), first)]
    count = sum(state in _NOT_ANSWERS for state in states)
    if not count:
        return []
    rows = (
        "1 row is a preview, a test or spam"
        if count == 1
        else (f"{count:,} rows are previews, tests or spam")
    )
    return [Note("test-rows", f"{rows}, by the column Status; they are kept.")]
