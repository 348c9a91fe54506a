"""Triple-S: a survey in XML (``.sss``, ``.xml``), its respondents in the file beside it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree as ET

from kcli.errors import UsageError
from kcli.io.importing.described import (
    INLINE,
    Described,
    Several,
    Texts,
    Value,
    Variable,
    clean,
    counted,
    filters_left,
)
from kcli.io.importing.encodings import decoded
from kcli.io.importing.sheets import misshapen, read_all, unique_names
from kcli.io.limits import limits
from kcli.model.records import Note

__all__ = ["parsed", "read"]

BESIDE = {"csv": (".csv", ".CSV"), "fixed": (".asc", ".dat", ".txt", ".ASC", ".DAT", ".TXT")}
MOST = 1000  # values that a range stands for, and answers that are spread
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_TYPES = ("single", "multiple", "quantity", "character", "logical", "date", "time")
_DECLARED = re.compile(rb"<\?xml[^>]*encoding=[\"']([A-Za-z0-9._-]+)[\"']")


@dataclass(frozen=True)
class _Column:
    """A variable as the XML has it; places count from 0, and end behind the last."""

    name: str
    label: Texts
    type: str
    start: int
    end: int
    values: tuple[Value, ...]
    subfields: int
    width: int
    use: str
    filter: str
    """Who is asked, as the file says it."""


def parsed(data: bytes, name: str) -> ET.Element:
    """The root of an XML file. Raises InputError where it is none, or declares entities."""
    if re.search(rb"<!ENTITY", data):
        raise misshapen(name, "declares entities, which are not read")
    try:
        return ET.fromstring(data)  # noqa: S314 - entities are refused before
    except (ET.ParseError, ValueError, LookupError) as problem:
        raise misshapen(name, f"is not XML: {problem}") from None


def read(path: Path, name: str, encoding: str | None, data: Path | None) -> Described:
    """The survey of a file, and its respondents. Raises InputError where they do not fit."""
    content = read_all(path, name)
    root = parsed(content, name)
    records = root.findall("./survey/record")
    if root.tag != "sss" or len(records) != 1:
        message = "is no Triple-S survey with one record"
        raise misshapen(name, message, "a hierarchy of surveys is not read")
    record = records[0]
    shape = record.get("format", "fixed")
    beside = data or _beside(path, shape)
    columns = [_column(node, name, shape) for node in record.findall("variable")]
    names = unique_names(column.name for column in columns)
    columns = [replace(column, name=own) for column, own in zip(columns, names, strict=True)]
    declared = _DECLARED.search(content[:200])
    text, notes = decoded(
        read_all(beside, str(beside)), str(beside), encoding or (declared and declared[1].decode())
    )
    skip = _number(record.get("skip") or "0", "skip", name)
    if shape == "csv":
        rows = _cells(text, str(beside))[skip:]
        fields = [[row for row in rows if row], _from_cells]
        widest = max(map(len, rows), default=0)
        lost = next((column for column in columns if rows and column.start >= widest), None)
        if lost is not None:
            raise misshapen(str(beside), f"has no column {lost.start + 1}, of {lost.name!r}")
    else:
        lines = list(text.split("\n")[skip:])
        fields = [[line.rstrip("\r") for line in lines if line.strip()], _from_line]
    rows, take = fields  # type: ignore[assignment]
    variables: list[Variable] = []
    sets: list[Several] = []
    left: list[Note] = []
    for column in columns:
        cells = [take(row, column) for row in rows]  # type: ignore[operator]
        made, several = _variables(column, cells, str(beside), shape)
        variables += made
        sets += several
        beyond = _beyond(column, cells)
        if beyond:
            signs = counted(beyond, "sign stands", "signs stand")
            text = f"{column.name}: {signs} where no answer is defined; left out."
            left.append(Note("codes-unknown", text))
    return Described(
        format="Triple-S",
        title=_texts(root.find("./survey/title")) or _texts(root.find("./survey/name")),
        variables=tuple(variables),
        rows=len(rows),
        sets=tuple(sets),
        weight=next((c.name for c in columns if c.use == "weight"), None),
        respondent=next((c.name for c in columns if c.use == "serial"), None),
        notes=(
            *notes,
            Note("data-beside", f"The respondents are those of {beside.name}."),
            *left,
            *filters_left([f"{c.name} ({c.filter})" for c in columns if c.filter]),
            *_unscored(columns),
        ),
    )


def _beside(path: Path, shape: str) -> Path:
    """The file of the same name that holds data of this shape. Raises UsageError but for one."""
    there = [path.with_suffix(suffix) for suffix in BESIDE.get(shape, BESIDE["fixed"])]
    found: list[Path] = []
    for file in there:
        if file.is_file() and not any(file.samefile(other) for other in found):
            found.append(file)
    hint = "name the file of its respondents with --data"
    if not found:
        raise UsageError(f"no file of data lies beside {path.name}", hint)
    if len(found) > 1:
        told = " and ".join(file.name for file in found)
        raise UsageError(f"several files of data lie beside {path.name}: {told}", hint)
    return found[0]


def _cells(text: str, name: str) -> list[list[str]]:
    csv.field_size_limit(limits().cell_characters)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as problem:
        raise misshapen(name, f"is not CSV: {problem}") from None


def _number(text: str, what: str, name: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise misshapen(name, f"{what} is no whole number: {text!r}")
    return int(text)


def _texts(node: ET.Element | None) -> Texts:
    """A label in its languages: its own text, and a ``text`` for each other language."""
    if node is None:
        return {}
    _divide(node)
    own = [node.text or ""]
    for inner in node:
        own += [*(() if inner.tag == "text" else inner.itertext()), inner.tail or ""]
    found = {"und": clean("".join(own))}
    for inner in node.findall("text"):
        if (inner.get("mode") or "analysis") == "analysis" or not found["und"]:
            found[inner.get(_LANGUAGE) or "und"] = clean("".join(inner.itertext()))
    return {tag: text for tag, text in found.items() if text}


def _divide(node: ET.Element) -> None:
    """Put spaces around the markup in a text that divides words, such as ``<br/>``."""
    for inner in node.iter():
        if inner is not node and inner.tag.casefold() not in INLINE:
            inner.text, inner.tail = f" {inner.text or ''}", f" {inner.tail or ''}"


def _column(node: ET.Element, name: str, shape: str) -> _Column:
    position, kind = node.find("position"), node.get("type", "")
    called = clean(node.findtext("name") or node.get("ident") or "")
    if position is None or kind not in _TYPES or not called:
        raise misshapen(name, f"the variable {called or '?'!r} has no place, name or known type")
    try:
        start = int(position.get("start", ""))
        end = int(position.get("finish") or start)
        spread = node.find("spread")
        subfields = int(spread.get("subfields", "0")) if spread is not None else 0
        width = int(spread.get("width") or 0) if spread is not None else 0
    except ValueError:
        raise misshapen(name, f"the place of {called!r} is no number") from None
    if start < 1 or end < start:
        raise misshapen(name, f"the place of {called!r} runs backwards")
    values = _values(node, called, name)
    codes = [value.code for value in values]
    for inner in node.findall("./values/range"):
        codes += [inner.get("from") or "", inner.get("to") or ""]
    width = width or max(map(len, codes), default=1)
    if spread is not None:
        fits = shape == "csv" or subfields * width <= end - start + 1
        if not (0 < subfields <= MOST and width > 0 and fits):
            raise misshapen(name, f"the answers of {called!r} are spread over no place there is")
    elif kind == "multiple":
        _check_signs(values, called, name, None if shape == "csv" else end - start + 1)
    label, use = _texts(node.find("label")), node.get("use", "")
    asked = clean(node.findtext("filter") or node.get("filter") or "") if values else ""
    return _Column(called, label, kind, start - 1, end, values, subfields, width, use, asked)


def _values(node: ET.Element, called: str, name: str) -> tuple[Value, ...]:
    """The values with labels; of several answers without any, those of their range."""
    values = [
        Value(clean(value.get("code") or ""), _texts(value), score=clean(value.get("score") or ""))
        for value in node.findall("./values/value")
    ]
    span = node.find("./values/range")
    if not values and span is not None and node.get("type") == "multiple":
        first, last = (
            _number(clean(span.get(end) or ""), f"the range of {called!r}", name)
            for end in ("from", "to")
        )
        values = [Value(str(code), {}) for code in range(first, min(last, first + MOST) + 1)]
    codes = [value.code for value in values]
    twice = next((code for code in codes if codes.count(code) > 1), None)
    if twice is not None:
        raise misshapen(name, f"{called!r} has the value {twice!r} twice")
    return tuple(values)


def _check_signs(values: Sequence[Value], called: str, name: str, room: int | None) -> None:
    """Raise InputError where codes cannot be places among the signs of several answers."""
    if not values:
        raise misshapen(name, f"{called!r} has several answers and no values")
    for value in values:
        if not (value.code.isascii() and value.code.isdecimal() and int(value.code) > 0):
            raise misshapen(name, f"{called!r} has the code {value.code!r}, which is no place")
    highest = max(int(value.code) for value in values)
    if room is not None and room < highest:
        message = f"{called!r} has {room} signs, and an answer of the code {highest}"
        raise misshapen(name, message)


def _from_line(line: str, column: _Column) -> str:
    return line[column.start : column.end]


def _from_cells(cells: Sequence[str], column: _Column) -> str:
    return cells[column.start] if column.start < len(cells) else ""


def _variables(
    column: _Column, cells: list[str], name: str, shape: str
) -> tuple[list[Variable], list[Several]]:
    if column.type == "multiple":
        return _several(column, cells, name, shape)
    stripped = [cell.strip() for cell in cells]
    if column.type == "logical":
        values = column.values or (Value("1", {"en": "Yes"}), Value("0", {"en": "No"}))
        return [Variable(column.name, column.label, stripped, "coded", values)], []
    if column.type == "single" or (column.type == "quantity" and column.values):
        coded = [_coded(cell, column.values) for cell in stripped]
        kind = "coded" if column.type == "single" else "number"
        return [Variable(column.name, column.label, coded, kind, column.values)], []  # type: ignore[arg-type]
    kinds = {"quantity": "number", "character": "text", "date": "date", "time": "date"}
    return [Variable(column.name, column.label, stripped, kinds[column.type])], []  # type: ignore[arg-type]


def _coded(cell: str, values: Sequence[Value]) -> str:
    """A cell as the code it is; zeros in front fill a place up, and are no part of a code."""
    if any(value.code == cell for value in values) or not cell.isdecimal():
        return cell
    number = cell.lstrip("0") or "0"
    plain = number if values else cell
    return next((v.code for v in values if (v.code.lstrip("0") or "0") == number), plain)


def _several(
    column: _Column, cells: Sequence[str], name: str, shape: str
) -> tuple[list[Variable], list[Several]]:
    """A sign 0 or 1 for each value; or, spread, the codes of those that were given."""
    made: list[Variable] = []
    if column.subfields:
        names = [f"{column.name}/{number + 1}" for number in range(column.subfields)]
        for cell in cells:
            if shape == "csv" and len(cell.strip()) % column.width:
                message = f"{column.name!r} has {len(cell.strip())} signs in a row"
                raise misshapen(name, message, f"each answer takes {column.width}")
        fields = [list(_subfields(cell, column)) for cell in cells]
        for place, part in enumerate(names):
            own = [row[place] for row in fields]
            made.append(Variable(part, column.label, own, "coded", column.values))
        return made, [Several(column.name, column.label, tuple(names))]
    labels = {}
    highest = max(int(value.code) for value in column.values)
    for cell in cells:
        if set(cell) - {"0", "1", " "}:
            raise misshapen(name, f"{column.name!r} has a sign that is neither 0 nor 1")
        if shape == "csv" and cell.strip() and len(cell) < highest:
            message = f"{column.name!r} has {len(cell)} signs in a row, and {highest} are needed"
            raise misshapen(name, message)
    for value in column.values:
        part = f"{column.name}/{value.code}"
        place = int(value.code) - 1
        marks = [cell[place : place + 1].strip() for cell in cells]
        labels[part] = value.label
        made.append(Variable(part, value.label, marks, "coded"))
    return made, [Several(column.name, column.label, tuple(labels), "1", labels)]


def _unscored(columns: Sequence[_Column]) -> Iterator[Note]:
    """Which questions with several answers have scores, of which no mean is made."""
    names = [
        column.name
        for column in columns
        if column.type == "multiple" and any(value.score for value in column.values)
    ]
    if names:
        text = f"Scores are left out where several answers are allowed: {', '.join(names)}."
        yield Note("scores-left", text)


def _beyond(column: _Column, cells: Sequence[str]) -> int:
    """How many signs are set where no answer is defined."""
    if column.type != "multiple" or column.subfields:
        return 0
    places = {int(value.code) - 1 for value in column.values}
    return sum(sign == "1" for cell in cells for n, sign in enumerate(cell) if n not in places)


def _subfields(cell: str, column: _Column) -> Iterator[str]:
    seen = set()
    for number in range(column.subfields):
        part = cell[number * column.width : (number + 1) * column.width].strip()
        code = _coded(part, column.values)
        empty = not part.strip("0") and not any(value.code == code for value in column.values)
        yield "" if not part or empty or code in seen else code
        seen.add(code)
