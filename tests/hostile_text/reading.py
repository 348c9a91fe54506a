"""Every format read back by a reader of it, and what must hold of every output."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
from markdown_it import MarkdownIt
from rich.cells import cell_len

# Signs by which a spreadsheet knows a formula, wherever a cell may begin.
LIVE = re.compile(r"(?:^|[\r\n;])[\s\u200b\ufeff]*[=+\-@＝＋－＠]|^\t")
STYLES = re.compile(r"\x1b\[[0-9;]*m")
_OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def squeezed(text: str) -> str:
    """A text with one space wherever it has any."""
    return " ".join(text.split())


def refuses(name: str) -> Any:
    raise AssertionError(f"{name} is no JSON")


def loaded(text: str) -> Any:
    """A JSON document, strictly: no NaN, no Infinity, no minus nought."""
    found = json.loads(text, parse_constant=refuses)
    for value in leaves(found):
        assert not (value == 0 and isinstance(value, float) and str(value)[0] == "-"), (
            "minus nought"
        )
    return found


def leaves(thing: Any) -> Iterator[Any]:
    """Every value of a JSON document that is no list and no object; no keys."""
    if isinstance(thing, dict | list):
        for inner in thing.values() if isinstance(thing, dict) else thing:
            yield from leaves(inner)
    else:
        yield thing


def keeps_still(text: str) -> None:
    """Nothing that a terminal would obey, and nothing of Python's."""
    found = _OBEYED.search(text)
    assert found is None, (hex(ord(found.group())), text[max(0, found.start() - 80) :][:200])
    assert "Traceback" not in text
    assert "internal error" not in text


def rows_of(text: str) -> list[dict[str, str]]:
    """CSV as rows by column; no cell of it begins, or may begin, a formula."""
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert len({len(row) for row in rows}) <= 1
    for row in rows:
        for cell in row:
            assert not LIVE.search(cell) or _is_number(cell), cell
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?(e[+-]?\d+)?", cell) is not None


def markdown_pieces(text: str) -> list[str]:
    """Each line of each cell and paragraph as it is shown; no markup but of kcli's own."""
    found = []
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    blocks = parser.parse(text)
    kinds = {block.type for block in blocks}
    assert not kinds & {"html_block", "blockquote_open", "ordered_list_open", "code_block", "hr"}
    for block in blocks:
        if block.type == "fence":
            assert block.info == "text"
            found += block.content.split("\n")
        if block.type != "inline":
            continue
        shown = ""
        for token in block.children or []:
            if token.type in ("text", "text_special"):
                shown += token.content
            elif token.type == "softbreak" or token.content == "<br>":
                shown += "\n"
            elif token.type == "link_open":
                assert token.info == "auto", token
                assert re.match(r"https?://", str(token.attrs["href"])), token
            else:
                assert token.type in ("strong_open", "strong_close", "link_close"), token
        found += shown.split("\n")
    return found


def book_of(data: bytes) -> list[str]:
    """Every text in a workbook; nothing in it is a formula, and links lead to the web or inside."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            assert name.endswith((".xml", ".rels")), name
            root = ET.fromstring(archive.read(name))
            tags = {str(element.tag).rpartition("}")[2] for element in root.iter()}
            assert not tags & {"f", "ddeLink", "oleLink", "externalReference"}, (name, tags)
            for element in root.iter():
                if "TargetMode" in element.attrib:
                    assert re.match(r"https?://", element.attrib["Target"]), element.attrib
    book = openpyxl.load_workbook(io.BytesIO(data))
    found = []
    for sheet in book:
        assert len(sheet.title) <= 31
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type not in ("f", "e"), cell.value
                found += [cell.value] if isinstance(cell.value, str) else []
    return found


def fits(text: str, width: int) -> None:
    """No line is wider than the page, but an address, which is never broken."""
    for line in text.split("\n"):
        assert cell_len(line) <= width or "://" in line or " " not in line.strip(), line


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)
