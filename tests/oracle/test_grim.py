"""kcli's counts that fit a printed percentage are those of the GRIM test of R's scrutiny.

``consistent_up_or_down`` takes a half as rounded either way, as kcli does;
``consistent_up`` takes it as rounded up.
"""

from __future__ import annotations

import csv
from pathlib import Path

from kcli.facts.whole import counts_that_fit
from kcli.model.figures import read_percent

OUT = Path(__file__).resolve().parent / "out" / "grim.csv"


def test_the_percentages_that_a_sample_can_have() -> None:
    with OUT.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 480
    for row in rows:
        found = counts_that_fit(read_percent(row["percent"]), int(row["n"]))
        assert bool(found.counts) == (row["consistent_up_or_down"] == "TRUE"), row
        usual = bool(found.counts) and not found.rounding_down
        assert usual == (row["consistent_up"] == "TRUE"), row
