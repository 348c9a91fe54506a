"""The table of the benchmarks has its rows; how fast anything is, is no test."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEADINGS = (
    "**Start-up**",
    "**2,000 respondents",
    "**One item",
    "**Growth**",
    "**6 items, 4 countries, 2 waves",
    "**A report of 2 charts**",
)
ROWS = (
    "The libraries that `compare` needs, imported",
    "`kcli --version`",
    "`kcli compare`, all surveys",
    "kcli: `compare`, nothing kept",
    "kcli: `compare`, second time",
    "kcli: the sums with every check, no more",
    "kcli: `compare`, Parquet",
    "kcli: the sums, Parquet",
    "DuckDB: parses the CSV, no more",
    "pandas: shares from the CSV",
    "kcli: `compare big.q01`",
    "`kcli shift --all --json`, the last two waves",
    "`kcli verify --json`, 20 claims",
    "vl-convert: the same drawings",
    "`kcli report`",
    "2,000",
)


@pytest.mark.slow
def test_every_row_of_the_table_is_measured_and_written(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- result -->\nold\n<!-- end of the result -->\nafter\n", "utf-8")
    command = ["-m", "tests.benchmarks", "--rows", "2000", "--rounds", "1", "--write", str(page)]
    done = subprocess.run(
        [sys.executable, *command, "--folder", str(tmp_path / "made")],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    text = page.read_text("utf-8")
    assert done.stdout.strip() in text
    assert "\nold\n" not in text
    assert (text[:7], text[-6:]) == ("before\n", "after\n")
    assert [part for part in HEADINGS if part not in text] == []
    cells = {
        row.split(" | ")[0][2:]: row.split(" | ")[1:] for row in text.splitlines() if "|" in row
    }
    for row in ROWS:
        assert all(float(cell.replace(",", "").rstrip(" |")) > 0 for cell in cells[row]), row


def test_the_survey_of_a_seed_is_always_the_same(tmp_path: Path) -> None:
    from benchmarks.survey import write_project

    one, again, other = (
        write_project(tmp_path / name, 700, seed).read_bytes()
        for name, seed in (("a", 1), ("b", 1), ("c", 2))
    )
    assert one == again != other
    assert one.count(b"\n") == 701
    assert {line.count(b",") for line in one.splitlines()} == {34}
