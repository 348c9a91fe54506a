"""A project with everything that can be exported, and what stands in the files of an export."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

QUESTIONNAIRE = """\
survey: poll
title: {en: A poll}
sources:
  paper: {publisher: A paper, url: "https://example.org/poll", published: 2020-03, grade: A}
  reprint: {publisher: Another, derived_from: paper, grade: C}
waves:
  "2019":
    fieldwork: 2019-01
    published_base: all
    samples: {JP: 1000, KR: 1000}
  "2020":
    fieldwork: 2020-01
    sampling: probability
    published_base: all
    samples: {JP: 60, KR: 60}
    design: {country: country, weight: w, stratum: region, psu: point}
items:
  view:
    text: {en: What do you think?}
    options_complete: published
    options:
      good: {code: 1, label: {en: Good, ko: 좋다}}
      bad: {code: 2, label: {en: "-Bad", ko: 나쁘다}}
      dk: {code: 9, label: {en: Don't know}, kind: dont_know}
    nets: {any: {options: [good, bad], label: Any view}}
    score: {good: 1, bad: -1}
    concept: {id: mood, map: {good: up, bad: down}}
  why:
    text: {en: Why?}
    type: multiple
    asked: {item: view, options: [bad]}
    asked_in: ["2020"]
    options: {war: War, trade: Trade, none: {label: None of it, kind: dont_know}}
"""
CONCEPTS = """\
concepts:
  mood: {title: Mood, categories: {up: Up, down: Down}}
"""
FINDINGS = """\
id,wave,country,item,option,predicate,value,base,base_n,source,quote
F1,2019,JP,view,good,share,51.0,all,1000,paper,"=HYPERLINK(""x"")"
F2,2019,KR,view,bad,majority,,,,paper,"most of them, it says"
F3,2019,KR,view,good,share,40,,,reprint,
"""


def respondents() -> str:
    """60 a country, of two regions with three points each; weights of three decimals."""
    lines = ["country,region,point,w,view,why.war,why.trade,why.none"]
    for place in range(120):
        answer = ("1", "2", "2", "9", "1", "", "2")[place * 5 % 7]
        reasons = ("1,0,0", "1,1,0", "0,0,1")[place % 3] if answer == "2" else ",,"
        weight = 0.5 + (place * 37 % 101) / 97
        country = "JP" if place < 60 else "KR"
        lines.append(f"{country},r{place % 2},p{place % 6},{weight:.3f},{answer},{reasons}")
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="session")
def poll(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project; nobody changes it."""
    root = tmp_path_factory.mktemp("poll")
    (root / "questionnaires").mkdir()
    (root / "questionnaires" / "poll.yaml").write_text(QUESTIONNAIRE, "utf-8")
    (root / "questionnaires" / "concepts.yaml").write_text(CONCEPTS, "utf-8")
    (root / "datasets" / "poll").mkdir(parents=True)
    (root / "datasets" / "poll" / "findings.csv").write_text(FINDINGS, "utf-8")
    (root / "datasets" / "poll" / "2020.responses.csv").write_text(respondents(), "utf-8")
    return root


Rows = list[tuple[Any, ...]]


def _resources(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / "datapackage.json").read_text("utf-8"))[
        "resources"
    ]
    return found


def _typed(text: str, kind: str) -> Any:
    if text == "":
        return None
    if kind == "boolean":
        return {"true": True, "false": False}[text]
    return {"string": str, "integer": int, "number": float}[kind](text)


def _csv(folder: Path, resource: dict[str, Any]) -> Rows:
    kinds = [field["type"] for field in resource["schema"]["fields"]]
    with (folder / resource["path"]).open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    assert header == [field["name"] for field in resource["schema"]["fields"]]
    return [tuple(map(_typed, row, kinds)) for row in rows]


def _csv_by_duckdb(folder: Path, resource: dict[str, Any]) -> Rows:
    duckdb = pytest.importorskip("duckdb")
    kinds = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}
    columns = {f["name"]: kinds[f["type"]] for f in resource["schema"]["fields"]}
    with duckdb.connect() as database:
        query = "SELECT * FROM read_csv(?, header = true, auto_detect = false, columns = $columns)"
        query = query.replace("$columns", json.dumps(columns).replace('"', "'"))
        found: Rows = database.execute(query, [str(folder / resource["path"])]).fetchall()
    return found


def _parquet_by_duckdb(folder: Path, resource: dict[str, Any]) -> Rows:
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect() as database:
        path = str(folder / resource["path"])
        found: Rows = database.execute("SELECT * FROM read_parquet(?)", [path]).fetchall()
    return found


def _parquet(folder: Path, resource: dict[str, Any]) -> Rows:
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(folder / resource["path"])
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def _sqlite(folder: Path, resource: dict[str, Any]) -> Rows:
    flags = [field["type"] == "boolean" for field in resource["schema"]["fields"]]
    with closing(sqlite3.connect(folder / resource["path"])) as database:
        rows = database.execute(f'SELECT * FROM "{resource["dialect"]["table"]}"').fetchall()
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    return [
        tuple(
            bool(value) if flag and value is not None else value
            for value, flag in zip(row, flags, strict=True)
        )
        for row in rows
    ]


def _xlsx(folder: Path, resource: dict[str, Any]) -> Rows:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(folder / resource["path"])
    sheet = book[resource["dialect"]["sheetName"]]
    header, *rows = sheet.iter_rows(values_only=True)
    assert list(header) == [field["name"] for field in resource["schema"]["fields"]]
    return rows


READERS: dict[str, tuple[str, Callable[[Path, dict[str, Any]], Rows]]] = {
    "csv": ("csv", _csv),
    "csv by DuckDB": ("csv", _csv_by_duckdb),
    "parquet": ("parquet", _parquet),
    "parquet by DuckDB": ("parquet", _parquet_by_duckdb),
    "sqlite": ("sqlite", _sqlite),
    "xlsx by openpyxl": ("xlsx", _xlsx),
}


@pytest.fixture(scope="session")
def opened() -> Callable[..., dict[str, Rows]]:
    """The rows of every table of a folder, as another program reads them."""

    def read(folder: Path, reader: str = "csv") -> dict[str, Rows]:
        return {
            resource["name"]: READERS[reader][1](folder, resource)
            for resource in _resources(folder)
        }

    return read


@pytest.fixture(scope="session")
def named(opened: Callable[..., dict[str, Rows]]) -> Callable[[Path, str], list[dict[str, Any]]]:
    """The rows of one table, by the names of its columns."""

    def read(folder: Path, table: str) -> list[dict[str, Any]]:
        (resource,) = (each for each in _resources(folder) if each["name"] == table)
        names = [field["name"] for field in resource["schema"]["fields"]]
        return [dict(zip(names, row, strict=True)) for row in opened(folder)[table]]

    return read
