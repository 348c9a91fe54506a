"""The cells of an ``.xlsx`` workbook as text: what a questionnaire in a workbook needs."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

from kcli.errors import Fault, InputError, Where
from kcli.io.importing.binaries import refuse_binary
from kcli.io.importing.sheets import misshapen, read_all
from kcli.io.importing.triples import parsed
from kcli.io.limits import how_to_raise, limits

__all__ = ["read_workbook"]

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_WIDEST = 16_384  # columns of a sheet
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, LookupError, NotImplementedError,
    RuntimeError, ValueError,
)  # fmt: skip


def read_workbook(path: Path, name: str) -> dict[str, list[list[str]]]:
    """Every sheet by its name: rows of texts, a number as it is stored.

    Raises InputError where the file is no workbook, or unpacks to too much.
    """
    data = read_all(path, name)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                refuse_binary(data, name)
            return _Book(archive, name, len(data)).sheets()
    except _BROKEN:
        raise misshapen(name, "is no workbook (.xlsx) that can be read") from None


class _Book:
    def __init__(self, archive: zipfile.ZipFile, name: str, size: int) -> None:
        self._archive, self._name = archive, name
        self._left = min(limits().unpacked_bytes, max(size * limits().unpacked_ratio, 1_000_000))

    def sheets(self) -> dict[str, list[list[str]]]:
        shared = self._shared()
        links = {
            node.get("Id"): node.get("Target", "")
            for node in self._part("xl/_rels/workbook.xml.rels")
        }
        found = {}
        for node in self._part("xl/workbook.xml").iter(f"{_MAIN}sheet"):
            target = links[node.get(_LINK)].lstrip("/")
            part = target if target.startswith("xl/") else f"xl/{target}"
            root = self._part(part)
            if root.tag == f"{_MAIN}worksheet":
                found[node.get("name", "")] = list(_rows(root, shared))
        return found

    def _shared(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self._archive.namelist():
            return []
        return [_text(node) for node in self._part("xl/sharedStrings.xml").iter(f"{_MAIN}si")]

    def _part(self, part: str) -> ET.Element:
        """A part of the archive, never more of it than the limits allow."""
        with self._archive.open(part) as stream:
            data = stream.read(self._left + 1)
        self._left -= len(data)
        if self._left < 0:
            message, hint = "unpacks to more than kcli reads", how_to_raise("unpacked-ratio")
            raise InputError([Fault("too-large", message, Where(self._name), hint=hint)])
        return parsed(data, self._name)


def _text(node: ET.Element) -> str:
    """The text of a cell without how it is pronounced."""
    direct = node.findall(f"{_MAIN}t")
    runs = node.findall(f"{_MAIN}r/{_MAIN}t")
    return "".join(part.text or "" for part in (*direct, *runs))


def _rows(root: ET.Element, shared: list[str]) -> Iterator[list[str]]:
    for row in root.iter(f"{_MAIN}row"):
        cells: list[str] = []
        for cell in row.findall(f"{_MAIN}c"):
            place = _place(cell.get("r", ""), len(cells))
            cells += [""] * (place - len(cells))
            cells.append(_cell(cell, shared).strip())
        yield cells


def _place(reference: str, otherwise: int) -> int:
    """The column of ``AB12``, from 0."""
    letters = re.match(r"[A-Z]+", reference)
    if letters is None:
        return otherwise
    place = 0
    for letter in letters.group():
        place = place * 26 + ord(letter) - 64
    if place > _WIDEST:
        raise ValueError(reference)
    return place - 1


def _cell(cell: ET.Element, shared: list[str]) -> str:
    kind, value = cell.get("t"), cell.findtext(f"{_MAIN}v") or ""
    if kind == "s":
        return shared[int(value)] if value else ""
    if kind == "inlineStr":
        inline = cell.find(f"{_MAIN}is")
        return "" if inline is None else _text(inline)
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(value, value)
    return re.sub(r"\A(-?[0-9]+)\.0+\Z", r"\1", value)
