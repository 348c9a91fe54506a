"""docs/export.md tells every table and every column, and its commands run."""

from __future__ import annotations

import re
import shlex
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from kcli.io.exporting.columns import TABLES

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "export.md").read_text("utf-8")
COMMANDS = re.findall(r"^kcli (export .*?)(?: +#.*)?$", DOCUMENT, re.MULTILINE)


def test_every_table_is_documented_as_it_is() -> None:
    _, *parts = re.split(r"^### ", DOCUMENT.partition("## The tables")[2], flags=re.MULTILINE)
    assert [part.partition("\n")[0] for part in parts] == list(TABLES)
    for part, table in zip(parts, TABLES.values(), strict=True):
        rows = [f"| `{c.name}` | {c.kind} | {c.text} |" for c in table.columns]
        assert part.strip().splitlines()[2:] == [
            table.text,
            "",
            "| column | type | |",
            "|---|---|---|",
            *rows,
        ]


def test_its_queries_run(run: Callable[..., Any], tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    (by_duckdb,) = re.findall(r'^duckdb -c "(.*)"$', DOCUMENT, re.MULTILINE)
    (by_sqlite,) = re.findall(r'^sqlite3 base/kcli.sqlite "(.*)"$', DOCUMENT, re.MULTILINE)
    for kind in ("parquet", "sqlite", "csv"):
        assert run("export", "kf-vub", "-o", str(tmp_path / kind), "-f", kind).returncode == 0
    with duckdb.connect() as database:
        rows = database.execute(by_duckdb.replace("columns/", f"{tmp_path}/parquet/")).fetchall()
    assert {country for country, _, _ in rows} == {"CN", "JP", "RU", "US"}
    with closing(sqlite3.connect(tmp_path / "sqlite" / "kcli.sqlite")) as base:
        assert [source for source, _ in base.execute(by_sqlite)] == ["reuters", "vub"]
    frame = pd.read_csv(tmp_path / "csv" / "estimates.csv", keep_default_na=False, na_values=[""])
    assert set(frame["country"]) == {"CN", "JP", "RU", "US"}
    assert frame["share"].dtype == float


def test_there_are_commands_to_run() -> None:
    assert len(COMMANDS) == 5


@pytest.mark.parametrize("command", COMMANDS)
def test_its_commands_run(command: str, run: Callable[..., Any], tmp_path: Path) -> None:
    arguments = shlex.split(command)
    place = arguments.index("-o") + 1
    folder = tmp_path / arguments[place]
    arguments[place] = str(folder)
    done = run(*arguments)
    assert done.returncode == 0, done.stderr
    assert (folder / "datapackage.json").exists()
