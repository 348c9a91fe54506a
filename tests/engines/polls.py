"""Small invented polls of every design, as CSV, as Parquet and as parts."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROWS = 400
REPS = (1, 2, 3, 4)
HEAD = """\
survey: poll
title: An invented poll
organisations: [Nobody]
synthetic: yes
licence: None
sources: {paper: {publisher: A paper, title: T, grade: A}}
waves:
  "2024":
    fieldwork: {start: 2024-01, end: 2024-02}
    population: general_public
    sampling: probability
    samples: {KR: {}, JP: {}, NA: {}}
"""
ITEMS = """\
items:
  view:
    text: A view
    options:
      for: {code: 1, label: For}
      against: {code: 2, label: Against}
      none: {code: None, label: Neither}
      dk: {code: 99, label: Don't know, kind: dont_know}
    nets: {any: {options: [for, against], label: Any}}
  why:
    text: Why
    asked: {item: view, options: [for]}
    options: {peace: Peace, trade: {code: 교역, label: Trade}}
  marks:
    text: All that apply
    type: multiple
    options: {red: Red, blue: Blue}
  topics:
    text: All that apply, in one column
    type: multiple
    options: {a: {code: 1, label: A}, b: {code: 2, label: B}, c: {code: 3, label: C}}
    nets: {ab: {options: [a, b], label: A or B}}
"""
DESIGNS = {
    "plain": "    design: {country: land}\n",
    "weighted": "    design: {country: land, weight: w}\n",
    "strata": "    design: {country: land, weight: w, stratum: region}\n",
    "clusters": "    design: {country: land, weight: w, stratum: region, psu: village, "
    "respondent: id}\n",
}
REPLICATED = (
    "    design: {country: land, weight: w, replicates: {columns: rep*, type: jk1, mse: yes}}\n"
)


@dataclass(frozen=True)
class Poll:
    """A project's root, and its responses in other places."""

    root: Path
    responses: Path


def rows(seed: int = 1, count: int = ROWS) -> list[dict[str, str]]:
    """Respondents: blanks, filters passed over, several answers, names with dots and slashes."""
    rng = np.random.default_rng(seed)
    found = []
    for number in range(count):
        view = rng.choice(["1", "2", "None", "99", ""])
        weight = f"{rng.lognormal():.4f}"
        base = float(weight)
        found.append(
            {
                "id": f"r-{number:04d}",
                "land": str(rng.choice(["KR", "JP", "NA"])),
                "w": weight,
                "region": str(rng.choice(["서울/north", "south~1", "3"])),
                "village": str(rng.integers(1, 4)),
                "view": str(view),
                "why": str(rng.choice(["peace", "교역", ""])),
                "marks.red": str(rng.choice(["0", "1", ""])),
                "marks.blue": str(rng.choice(["0", "1"])),
                "topics": str(rng.choice(["", "1", "2;3", "1;2;3"])),
                **{f"rep{k}": f"{base * (4 / 3 if number % 4 != k - 1 else 0):.6f}" for k in REPS},
            }
        )  # fmt: skip
    return found


def text_of(table: list[dict[str, str]]) -> str:
    """As CSV; text with a comma, a quote or a line end in quotes."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(table[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(table)
    return stream.getvalue()


def build(root: Path, design: str, content: Mapping[str, bytes]) -> Path:
    """A project with a questionnaire and some files of responses."""
    (root / "questionnaires").mkdir(parents=True)
    (root / "questionnaires" / "poll.yaml").write_text(HEAD + design + ITEMS, "utf-8")
    folder = root / "datasets" / "poll"
    folder.mkdir(parents=True)
    for name, data in content.items():
        (folder / name).write_bytes(data)
    return root


def parquet_of(table: list[dict[str, str]], *, typed: bool) -> bytes:
    """As Parquet: all text, or columns of numbers where they hold only such."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns: dict[str, pa.Array] = {}
    for name in table[0]:
        cells = [row[name] or None for row in table]
        if typed and all(cell is None or cell.isdecimal() for cell in cells):
            columns[name] = pa.array([None if c is None else int(c) for c in cells], pa.int16())
        elif typed and (name == "w" or name.startswith("rep")):
            columns[name] = pa.array([None if c is None else float(c) for c in cells])
        else:
            columns[name] = pa.array(cells, pa.string())
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream)
    return stream.getvalue()
