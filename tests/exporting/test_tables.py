"""What is exported is what kcli knows: estimates, facts, and sums from which estimates follow."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

import numpy as np
import pytest

from kcli import api
from kcli.api.export_tables import _named
from kcli.cells.cells import Cells
from kcli.cells.sums import cells_of
from kcli.io.exporting.columns import TABLES
from kcli.model.records import Estimate

Run = Callable[..., Any]
Named = Callable[[Path, str], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def both(poll: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both waves as CSV."""
    folder = tmp_path_factory.mktemp("both") / "out"
    project = api.find_project(str(poll))
    api.export(project, ["poll@2019", "poll@2020"], output=folder)
    return folder


def test_estimates_are_those_of_compare(run: Run, poll: Path, both: Path, named: Named) -> None:
    told: list[dict[str, Any]] = []
    for what in ("poll@2019", "poll@2020"):
        done = run("compare", what, "--json", cwd=poll)
        told += [r for r in json.loads(done.stdout)["records"] if r.pop("type") == "estimate"]
    found = named(both, "estimates")
    assert len(found) == len(told) > 20
    for row, record in zip(found, told, strict=True):
        assert row.pop("synthetic") is None
        assert row.pop("concept") is None
        assert row == {
            name: (";".join(value) or None) if isinstance(value, list) else _guarded(value)
            for name, value in record.items()
        }


def _guarded(value: Any) -> Any:
    return f"'{value}" if value == "-Bad" else value


def test_every_key_of_an_estimate_has_its_column_of_its_type() -> None:
    hints = get_type_hints(Estimate)
    kinds = {int: "integer", float: "number", bool: "boolean"}
    columns = {c.name: c for c in TABLES["estimates"].columns}
    assert set(columns) == {f.name for f in fields(Estimate)} - {"type"} | {"synthetic", "concept"}
    for name, column in columns.items():
        if name in hints:
            parts = getattr(hints[name], "__args__", (hints[name],))
            expected = {kinds[part] for part in parts if part in kinds} or {"string"}
            assert {column.kind} == expected, name


def test_facts_are_as_they_were_published(both: Path, named: Named) -> None:
    found = {row["id"]: row for row in named(both, "facts")}
    assert list(found) == ["F1", "F2", "F3"]
    first = found["F1"]
    assert (first["value"], first["base_n"], first["predicate"]) == ("51.0", 1000, "share")
    assert (first["survey"], first["wave"], first["country"]) == ("poll", "2019", "JP")
    assert found["F2"]["value"] is None
    assert found["F2"]["quote"] == "most of them, it says"
    sources = {(row["survey"], row["id"]) for row in named(both, "sources")}
    assert {(row["survey"], row["source"]) for row in found.values()} <= sources


def test_only_the_facts_of_what_was_chosen_are_there(
    poll: Path, tmp_path: Path, named: Named
) -> None:
    api.export(api.find_project(str(poll)), ["poll.view@2019/KR"], output=tmp_path / "out")
    assert [row["id"] for row in named(tmp_path / "out", "facts")] == ["F2", "F3"]
    assert {row["country"] for row in named(tmp_path / "out", "estimates")} == {"KR"}
    assert named(tmp_path / "out", "cells") == []


def test_shares_follow_from_the_cells(both: Path, named: Named) -> None:
    cells = named(both, "cells")
    checked = 0
    for row in named(both, "estimates"):
        if row["evidence"] != "measured" or row["option_kind"] in ("net", "score"):
            continue
        mine = [
            cell
            for cell in cells
            if all(cell[k] == row[k] for k in ("survey", "wave", "population", "country", "item"))
        ]
        several = any(cell["answer"] == "(answered)" for cell in mine)
        base = [c for c in mine if not several or c["answer"] == "(answered)"]
        own = [c for c in mine if c["answer"] == row["option"]]
        assert sum(c["n"] for c in base) == row["n_base"]
        assert sum(c["n"] for c in own) == row["n_option"]
        share = sum(c["w"] for c in own) / sum(c["w"] for c in base)
        assert share == pytest.approx(row["share"], rel=1e-10)
        checked += 1
    assert checked == 12  # three answers to each of two items, in two countries


def test_cells_can_be_put_together_again(poll: Path, both: Path, named: Named) -> None:
    tables = {name: named(both, name) for name in ("cells", "squares", "units", "silent")}
    project = api.find_project(str(poll))
    survey = project.survey("poll")
    for item in ("view", "why"):
        asking = survey.questionnaire.asking(item, "2020")
        sums = project.sums(survey, "2020", [asking])
        assert sums is not None
        for sample, cells in cells_of(sums, asking).items():
            _same(tables, item, sample, cells)


def _same(tables: dict[str, list[dict[str, Any]]], item: str, sample: str, cells: Cells) -> None:
    def mine(name: str) -> list[dict[str, Any]]:
        return [
            row for row in tables[name] if row["sample"] == sample and row.get("item", item) == item
        ]

    n = {(r["stratum"], r["psu"], r["answer"]): (r["n"], r["w"]) for r in mine("cells")}
    squares = {(r["stratum"], r["answer"], r["other"]): r["w2"] for r in mine("squares")}
    rows = {(r["stratum"], r["psu"]): r["rows"] for r in mine("units")}
    answers = [_named(column) for column in cells.columns]
    assert len(n) == cells.n.size
    assert list(rows) == list(cells.units)
    assert list(rows.values()) == cells.rows.tolist()
    for u, unit in enumerate(cells.units):
        for a, answer in enumerate(answers):
            assert n[*unit, answer] == (cells.n[u, a], pytest.approx(cells.w[u, a], rel=1e-11))
    again = np.zeros_like(cells.w2)
    for (stratum, answer, other), value in squares.items():
        h, a, b = cells.strata.index(stratum), answers.index(answer), answers.index(other)
        again[h, a, b] = again[h, b, a] = value
    assert np.allclose(again, cells.w2, rtol=1e-11, atol=0)
    (silent,) = mine("silent")
    assert silent["n_not_asked"] == cells.n_not_asked
    assert silent["n_not_stated"] == cells.n_not_stated


def test_a_concept_is_told_from_the_answers_of_its_items(
    poll: Path, tmp_path: Path, named: Named
) -> None:
    project = api.find_project(str(poll))
    api.export(project, ["mood", "poll.view"], output=tmp_path, tables=["estimates"], force=True)
    found = named(tmp_path, "estimates")
    assert {(row["concept"], row["option"]) for row in found} == {
        ("mood", "up"), ("mood", "down"),
        *((None, name) for name in ("good", "bad", "dk", "any", "score")),
    }  # fmt: skip


def test_what_two_names_mean_alike_comes_once(poll: Path, tmp_path: Path, named: Named) -> None:
    project = api.find_project(str(poll))
    api.export(project, ["poll"], output=tmp_path / "one")
    api.export(project, ["poll", "poll.view"], output=tmp_path / "two")
    for name in TABLES:
        assert named(tmp_path / "one", name) == named(tmp_path / "two", name), name


def test_replicate_weights_come_with_their_numbers(
    poll: Path, tmp_path: Path, named: Named
) -> None:
    root = tmp_path / "again"
    (root / "questionnaires").mkdir(parents=True)
    (root / "datasets" / "poll").mkdir(parents=True)
    text = (poll / "questionnaires" / "poll.yaml").read_text("utf-8")
    design = "weight: w, replicates: {columns: 'r*', type: jk1}}"
    text = text.replace("weight: w, stratum: region, psu: point}", design)
    text = re.sub(r"    concept: .*\n", "", text)
    (root / "questionnaires" / "poll.yaml").write_text(text, "utf-8")
    lines = ["country,w,r1,r2,view,why.war,why.trade,why.none"]
    lines += [f"{c},1,{a % 2 * 2},{2 - a % 2 * 2},1,,," for c in ("JP", "KR") for a in range(4)]
    rows = "\n".join(lines) + "\n"
    (root / "datasets" / "poll" / "2020.responses.csv").write_text(rows, "utf-8")
    api.export(api.find_project(str(root)), ["poll.view@2020"], output=tmp_path / "out")
    found = named(tmp_path / "out", "replicates")
    told = {(r["sample"], r["replicate"], r["answer"]): r["w"] for r in found}
    assert told["JP", 1, "good"] == told["JP", 2, "good"] == 4.0
    assert told["KR", 2, "bad"] == 0.0
    assert len(told) == 2 * 2 * 3


def test_invented_respondents_say_so_everywhere(run: Run, tmp_path: Path, named: Named) -> None:
    done = run("export", "kf-vub-synthetic", "kf-vub", "-o", str(tmp_path / "out"))
    assert done.returncode == 0
    assert "SYNTHETIC" in done.stderr
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))
    assert package["title"].startswith("SYNTHETIC")
    assert package["kcli"]["synthetic"] is True
    for name in ("estimates", "cells", "squares", "units", "silent"):
        rows = named(tmp_path / "out", name)
        assert rows
        for row in rows:
            invented = row["survey"] == "kf-vub-synthetic"
            assert row["synthetic"] == ("SYNTHETIC" if invented else None)
