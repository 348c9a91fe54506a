"""``kcli crosstab --standardise-by``: what is left of a gap when groups are made up alike."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
POLL = """\
survey: poll
title: T
waves:
  "1":
    sampling: probability
    design: {respondent: id}
    samples: {JP: {}}
items:
  q: {text: Q, options_complete: published, options: {a: A, b: B}}
  g: {text: G, options: {x: X, y: Y}}
  age: {text: Years of age, options: {young: Young, old: Old}}
"""
# group, age: respondents, and how many of them say a
CELLS = {
    ("x", "young"): (80, 60),
    ("x", "old"): (20, 5),
    ("y", "young"): (20, 15),
    ("y", "old"): (80, 20),
}


def poll(folder: Path, cells: dict[tuple[str, str], tuple[int, int]]) -> Path:
    (folder / "questionnaires").mkdir()
    (folder / "datasets" / "poll").mkdir(parents=True)
    (folder / "questionnaires" / "poll.yaml").write_text(POLL, "utf-8")
    lines = ["id,q,g,age"]
    for (group, age), (size, said) in cells.items():
        for n in range(size):
            lines.append(f"{len(lines)},{'a' if n < said else 'b'},{group},{age}")
    path = folder / "datasets" / "poll" / "1.responses.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def contrast(done: Any) -> dict[str, Any]:
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)["records"]
    (row,) = (r for r in rows if r["type"] == "contrast" and r["option"] == "a")
    found: dict[str, Any] = row
    return found


def test_a_gap_that_is_all_composition_is_nothing_when_it_is_alike(
    run: Run, tmp_path: Path
) -> None:
    """In either age both groups say a alike: 75% of the young, 25% of the old."""
    root = poll(tmp_path, CELLS)
    row = contrast(run("crosstab", "poll.q", "--by", "g", "--standardise-by", "age", "--json",
                       cwd=root))  # fmt: skip
    assert row["gap"] == pytest.approx(0.65 - 0.35)
    assert row["adjusted_gap"] == pytest.approx(0.0, abs=1e-12)
    assert row["adjusted_low"] < 0 < row["adjusted_high"]
    assert row["composition"] == ["age"]


def test_what_is_left_is_the_mean_gap_of_the_cells_by_everyones_composition(
    run: Run, tmp_path: Path
) -> None:
    """Young 0.75 - 0.50 and old 0.25 - 0.10, of 120 young and 80 old: 0.6 * 0.25 + 0.4 * 0.15."""
    cells = {("x", "young"): (80, 60), ("x", "old"): (20, 5)}
    cells |= {("y", "young"): (40, 20), ("y", "old"): (60, 6)}
    root = poll(tmp_path, cells)
    done = run("crosstab", "poll.q", "--by", "g", "--standardise-by", "age", "--json", cwd=root)
    row = contrast(done)
    assert row["adjusted_gap"] == pytest.approx(0.6 * 0.25 + 0.4 * 0.15)
    page = run("crosstab", "poll.q", "--by", "g", "--standardise-by", "age", cwd=root).stdout
    assert "alike by Years of age" in " ".join(page.split())
    assert "+21.0" in page


def test_a_cell_that_a_group_has_nobody_in_is_told(run: Run, tmp_path: Path) -> None:
    root = poll(tmp_path, {key: size for key, size in CELLS.items() if key != ("y", "old")})
    done = run("crosstab", "poll.q", "--by", "g", "--standardise-by", "age", "--json", cwd=root)
    assert contrast(done)["adjusted_gap"] is None
    (note,) = (n for n in json.loads(done.stdout)["notes"] if n["code"] == "not-standardised")
    assert "'y'" in note["text"]
    assert "'old'" in note["text"]


@pytest.mark.parametrize("by", ["g", "country", "nope"])
def test_a_composition_that_cannot_be_is_a_usage_error(run: Run, tmp_path: Path, by: str) -> None:
    root = poll(tmp_path, CELLS)
    done = run("crosstab", "poll.q", "--by", "g", "--standardise-by", by, cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("kcli: usage: ")
