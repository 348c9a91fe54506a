"""Triple-S: a survey in XML (``.sss``, ``.xml``), its respondents in the file beside it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from kcli.errors import UsageError
from kcli.io.importing.described import Described, Several, Texts, Value, Variable, clean
from kcli.io.importing.encodings import decoded
from kcli.io.importing.sheets import misshapen, read_all
from kcli.model.records import Note

__all__ = ["parsed", "read"]

BESIDE = (".asc", ".dat", ".csv", ".ASC", ".DAT", ".CSV", ".txt")
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
    columns = [_column(node, name) for node in record.findall("variable")]
    beside = data or _beside(path)
    declared = _DECLARED.search(content[:200])
    text, notes = decoded(
        read_all(beside, str(beside)), str(beside), encoding or (declared and declared[1].decode())
    )
    skip = int(record.get("skip") or 0)
    if record.get("format", "fixed") == "csv":
        rows = list(csv.reader(io.StringIO(text, newline="")))[skip:]
        fields = [[row for row in rows if row], _from_cells]
    else:
        lines = list(text.split("\n")[skip:])
        fields = [[line.rstrip("\r") for line in lines if line.strip()], _from_line]
    rows, take = fields  # type: ignore[assignment]
    variables: list[Variable] = []
    sets: list[Several] = []
    for column in columns:
        cells = [take(row, column) for row in rows]  # type: ignore[operator]
        made, several = _variables(column, cells, str(beside))
        variables += made
        sets += several
    return Described(
        format="Triple-S",
        title=_texts(root.find("./survey/title")) or _texts(root.find("./survey/name")),
        variables=tuple(variables),
        rows=len(rows),
        sets=tuple(sets),
        weight=next((c.name for c in columns if c.use == "weight"), None),
        respondent=next((c.name for c in columns if c.use == "serial"), None),
        notes=(*notes, Note("data-beside", f"The respondents are those of {beside.name}.")),
    )


def _beside(path: Path) -> Path:
    found = [path.with_suffix(suffix) for suffix in BESIDE if path.with_suffix(suffix).is_file()]
    if not found:
        hint = "name the file of its respondents with --data"
        raise UsageError(f"no file of data lies beside {path.name}", hint)
    return found[0]


def _texts(node: ET.Element | None) -> Texts:
    """A label in its languages: its own text, and a ``text`` for each other language."""
    if node is None:
        return {}
    found = {"und": clean(node.text or "")}
    for inner in node.findall("text"):
        if (inner.get("mode") or "analysis") == "analysis" or not found["und"]:
            found[inner.get(_LANGUAGE) or "und"] = clean("".join(inner.itertext()))
    return {tag: text for tag, text in found.items() if text}


def _column(node: ET.Element, name: str) -> _Column:
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
    values = tuple(
        Value(clean(value.get("code") or ""), _texts(value))
        for value in node.findall("./values/value")
    )
    return _Column(
        called, _texts(node.find("label")), kind, start - 1, end, values, subfields,
        width or (max((len(v.code) for v in values), default=1)), node.get("use", ""),
    )  # fmt: skip


def _from_line(line: str, column: _Column) -> str:
    return line[column.start : column.end]


def _from_cells(cells: Sequence[str], column: _Column) -> str:
    return cells[column.start] if column.start < len(cells) else ""


def _variables(
    column: _Column, cells: list[str], name: str
) -> tuple[list[Variable], list[Several]]:
    if column.type == "multiple":
        return _several(column, cells, name)
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
    return next((v.code for v in values if (v.code.lstrip("0") or "0") == number), cell)


def _several(
    column: _Column, cells: Sequence[str], name: str
) -> tuple[list[Variable], list[Several]]:
    """A sign 0 or 1 for each value; or, spread, the codes of those that were given."""
    made: list[Variable] = []
    if column.subfields:
        names = [f"{column.name}_{number + 1}" for number in range(column.subfields)]
        fields = [list(_subfields(cell, column)) for cell in cells]
        for place, part in enumerate(names):
            own = [row[place] for row in fields]
            made.append(Variable(part, column.label, own, "coded", column.values))
        return made, [Several(column.name, column.label, tuple(names))]
    labels = {}
    for place, value in enumerate(column.values):
        part = f"{column.name}_{value.code}"
        marks = [cell[place : place + 1].strip() for cell in cells]
        if set(marks) - {"", "0", "1"}:
            raise misshapen(name, f"{column.name!r} has a sign that is neither 0 nor 1")
        labels[part] = value.label
        made.append(Variable(part, value.label, marks, "coded"))
    return made, [Several(column.name, column.label, tuple(labels), "1", labels)]


def _subfields(cell: str, column: _Column) -> Iterator[str]:
    seen = set()
    for number in range(column.subfields):
        part = cell[number * column.width : (number + 1) * column.width].strip()
        code = _coded(part, column.values)
        empty = not part.strip("0") and not any(value.code == part for value in column.values)
        yield "" if empty or code in seen else code
        seen.add(code)
