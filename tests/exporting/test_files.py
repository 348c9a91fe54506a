"""The files of an export: programs read the same in all of them; equal data give equal bytes."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kcli import api
from kcli.errors import UsageError
from kcli.io.exporting import workbook
from kcli.io.exporting.columns import TABLES
from kcli.io.exporting.tables import Column, Table
from kcli.text.unseen import shown

Opened = Callable[..., dict[str, list[tuple[Any, ...]]]]
FORMATS = ("csv", "parquet", "sqlite", "xlsx")
READERS = (
    "csv by DuckDB",
    "parquet",
    "parquet by DuckDB",
    "sqlite",
    "xlsx by openpyxl",
)


@pytest.fixture(scope="module")
def folders(poll: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Both waves in every format."""
    root = tmp_path_factory.mktemp("formats")
    for name in FORMATS:
        project = api.find_project(str(poll))
        api.export(project, ["poll@2019", "poll@2020"], output=root / name, format=name)
    return {name: root / name for name in FORMATS}


@pytest.mark.parametrize("reader", READERS)
def test_every_program_reads_the_same_tables(
    reader: str, folders: dict[str, Path], opened: Opened
) -> None:
    told = opened(folders["csv"])
    found = opened(folders[reader.partition(" ")[0]], reader)
    assert list(found) == list(told) == list(TABLES)
    for name, rows in told.items():
        unguarded = [tuple(_unguarded(value) for value in row) for row in rows]
        theirs = [tuple(_unguarded(value) for value in row) for row in found[name]]
        assert theirs == unguarded, name
    assert all(told[name] for name in ("estimates", "facts", "cells", "squares", "units"))


def _unguarded(value: Any) -> Any:
    """A text without the apostrophe that keeps a spreadsheet from computing it."""
    return re.sub("^'(?=[=-])", "", value) if isinstance(value, str) else value


def test_a_text_that_looks_like_a_formula_is_never_one(folders: dict[str, Path]) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    assert ",\"'=HYPERLINK(" in (folders["csv"] / "facts.csv").read_text("utf-8")
    book = openpyxl.load_workbook(folders["xlsx"] / "kcli.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b"}
    assert [c.value for c in cells if str(c.value).startswith("=")] == ['=HYPERLINK("x")']


@pytest.mark.parametrize("format", FORMATS)
def test_equal_data_give_equal_bytes(
    format: str, poll: Path, folders: dict[str, Path], tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("LC_ALL", "C")
    project = api.find_project(str(poll))
    api.export(project, ["poll@2019", "poll@2020"], output=tmp_path / "out", format=format)
    assert _bytes(tmp_path / "out") == _bytes(folders[format])


@pytest.mark.slow
@pytest.mark.parametrize("format", FORMATS)
def test_equal_data_give_equal_bytes_whatever_the_process(
    format: str, poll: Path, folders: dict[str, Path], tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "kcli", "export", "poll@2019", "poll@2020", "-f", format]
    for seed in ("0", "4711"):
        out = tmp_path / seed
        env = {**os.environ, "PYTHONHASHSEED": seed, "KCLI_READER": "strict", "TZ": "Asia/Seoul"}
        subprocess.run([*command, "-o", out, "--project", str(poll)], env=env, check=True)
        assert _bytes(out) == _bytes(folders[format])


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("format", FORMATS)
def test_the_descriptor_is_a_data_package(format: str, folders: dict[str, Path]) -> None:
    """What the profiles of Data Package 2.0 ask of a package, of a resource and of a schema."""
    folder = folders[format]
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert re.fullmatch(r"[a-z0-9._-]+", package["name"])
    assert all(source["title"] for source in package["sources"])
    resources = {each["name"]: each for each in package["resources"]}
    assert list(resources) == list(TABLES)
    for name, resource in resources.items():
        assert re.fullmatch(r"[a-z0-9._-]+", name)
        assert resource["type"] == "table"
        content = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert resource["format"] == format
        columns = [field["name"] for field in resource["schema"]["fields"]]
        assert len(set(columns)) == len(columns)
        for field in resource["schema"]["fields"]:
            assert set(field) <= {"name", "type", "description", "constraints"}
            assert field["type"] in ("string", "integer", "number", "boolean")
            assert field["description"].endswith(".")
            assert set(field.get("constraints", {"required": True})) <= {"required", "enum"}
        assert set(resource["schema"].get("primaryKey", ())) <= set(columns)
        for key in resource["schema"].get("foreignKeys", ()):
            assert set(key["fields"]) <= set(columns)
            other = resources[key["reference"]["resource"]]["schema"]["fields"]
            assert set(key["reference"]["fields"]) <= {field["name"] for field in other}


@pytest.mark.parametrize("format", FORMATS)
def test_every_row_is_as_the_descriptor_says(
    format: str, folders: dict[str, Path], opened: Opened
) -> None:
    package = json.loads((folders[format] / "datapackage.json").read_text("utf-8"))
    reader = next(name for name in ("csv", *READERS) if name.startswith(format))
    tables = opened(folders[format], reader)
    kinds = {"string": str, "integer": int, "number": (int, float), "boolean": bool}
    for resource in package["resources"]:
        rows = tables[resource["name"]]
        for place, field in enumerate(resource["schema"]["fields"]):
            rules = field.get("constraints", {})
            values = [row[place] for row in rows]
            assert not (rules.get("required") and None in values)
            present = [value for value in values if value is not None]
            assert all(isinstance(value, kinds[field["type"]]) for value in present)
            assert set(present) <= set(rules.get("enum", present))
        names = [field["name"] for field in resource["schema"]["fields"]]
        primary = [names.index(name) for name in resource["schema"].get("primaryKey", ())]
        if primary:
            keys = [tuple(row[place] for place in primary) for row in rows]
            assert len(set(keys)) == len(keys)


def test_the_descriptor_tells_what_it_was_made_of(poll: Path, folders: dict[str, Path]) -> None:
    made = json.loads((folders["csv"] / "datapackage.json").read_text("utf-8"))["kcli"]
    read = {each["path"]: each["sha256"] for each in made["inputs"]}
    assert set(read) == {
        "datasets/poll/2020.responses.csv", "datasets/poll/findings.csv",
        "questionnaires/concepts.yaml", "questionnaires/poll.yaml",
    }  # fmt: skip
    for path, digest in read.items():
        assert hashlib.sha256((poll / path).read_bytes()).hexdigest() == digest
    assert made["parameters"]["what"] == ["poll@2019", "poll@2020"]
    assert str(poll) not in json.dumps(made)


def test_a_database_and_parquet_describe_their_columns(folders: dict[str, Path]) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    with closing(sqlite3.connect(folders["sqlite"] / "kcli.sqlite")) as database:
        made = dict(database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    for name, table in TABLES.items():
        schema = parquet.read_schema(folders["parquet"] / f"{name}.parquet")
        for column in table.columns:
            assert column.text in made[name]
            told = schema.field(column.name).metadata[b"description"]
            assert told.decode() == column.text


def _one(value: str, rows: int = 1) -> Table:
    column = Column("quote", "string", "A text.")
    return Table("facts", "Facts", "A row a fact.", (column,), rows=((value,),) * rows)


def test_what_no_workbook_holds_is_refused_in_one_line() -> None:
    longest = "x" * workbook.LONGEST
    assert workbook.files([_one(longest)])
    with pytest.raises(UsageError, match=r"facts, row 2, quote: a text is longer"):
        workbook.files([_one(longest + "x")])
    with pytest.raises(UsageError, match=r"facts, row 2, quote"):  # two units each
        workbook.files([_one("😀" * (workbook.LONGEST // 2 + 1))])
    with pytest.raises(UsageError, match="1,048,576 rows, more than a sheet holds"):
        workbook.files([_one("a", workbook.MOST_ROWS)])


def test_a_workbook_takes_no_text_for_markup(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    texts = ["<r>a</r>", "{=1}", "http://a.b", "0123", "a\x1bb", "  a "]
    column = Column("quote", "string", "A text.")
    table = Table("facts", "Facts", "F.", (column,), rows=tuple((text,) for text in texts))
    (tmp_path / "a.xlsx").write_bytes(workbook.files([table])[workbook.NAME])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["facts"]
    found = [sheet.cell(row, 1).value for row in range(2, 2 + len(texts))]
    assert found == [shown(text) for text in texts]


@pytest.mark.parametrize(("format", "module"), [("parquet", "pyarrow"), ("xlsx", "xlsxwriter")])
def test_a_missing_package_is_one_line_and_nothing_is_written(
    format: str, module: str, poll: Path, tmp_path: Path, monkeypatch: Any
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == module]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, module, None)
    project = api.find_project(str(poll))
    with pytest.raises(UsageError, match=f"needs {module}") as refused:
        api.export(project, output=tmp_path / "out", format=format)
    assert str(refused.value.hint).startswith("pip install 'kcli-tracker[")
    assert not (tmp_path / "out").exists()
