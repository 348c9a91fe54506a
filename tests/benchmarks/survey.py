"""A seeded survey of any number of rows: 30 items in 30 countries, by a clustered design.

``python -m tests.benchmarks.survey ROWS FOLDER [--parquet]`` writes it.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

COUNTRIES = ["AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
             "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "GB",
             "NO", "CH"]  # fmt: skip
ITEMS = [f"q{number:02d}" for number in range(1, 31)]
WAVE = "2024"
PIECE = 200_000
STRATA_EACH, UNITS_EACH = 10, 20  # strata of a country, sampling units of a stratum

Bytes = NDArray[np.uint8]


def options_of(item: str) -> int:
    """How many answers an item has: 2 to 9."""
    return 2 + ITEMS.index(item) * 5 % 8


def questionnaire() -> str:
    """The questionnaire as YAML."""
    lines = ["survey: big", "title: A large survey", "synthetic: yes"]
    lines += ["organisations: [Nobody]", "licence: None"]
    lines += ["sources: {paper: {publisher: Nobody, title: Nothing, grade: A}}"]
    lines += ["waves:", f'  "{WAVE}":', "    fieldwork: {start: 2024-01, end: 2024-02}"]
    lines += ["    population: general_public", "    sampling: probability", "    mode: online"]
    lines += ["    samples:", *(f"      {code}: {{country: {code}}}" for code in COUNTRIES)]
    lines += [
        "    design: {country: country, weight: weight, stratum: stratum, psu: psu,"
        " respondent: id}",
        "items:",
    ]
    for item in ITEMS:
        lines += [f"  {item}:", f"    text: Question {item[1:]}", "    options:"]
        lines += [
            f"      a{code}: {{code: {code}, label: Answer {code}}}"
            for code in range(1, options_of(item) + 1)
        ]
    return "\n".join(lines) + "\n"


def write_project(folder: Path, rows: int, seed: int = 1) -> Path:
    """A project of ``rows`` respondents; gives the path of its responses. The same seed, the same.

    One answer in 50 is missing.
    """
    (folder / "questionnaires").mkdir(parents=True, exist_ok=True)
    (folder / "questionnaires" / "big.yaml").write_text(questionnaire(), "utf-8")
    path = folder / "datasets" / "big" / f"{WAVE}.responses.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(seed)
    with path.open("wb") as file:
        file.write(",".join(["id", "country", "weight", "stratum", "psu", *ITEMS]).encode() + b"\n")
        for start in range(0, rows, PIECE):
            file.write(_lines(start, min(PIECE, rows - start), random))
    return path


def _lines(start: int, count: int, random: np.random.Generator) -> bytes:
    """Rows as bytes: a matrix of characters in which 0 is no character, and then none of these."""
    place, country = np.divmod(random.permutation(start + np.arange(count)), len(COUNTRIES))
    within, inner = np.divmod(place, STRATA_EACH)
    stratum = country * STRATA_EACH + inner
    unit = stratum * UNITS_EACH + within % UNITS_EACH
    weight = np.clip(random.lognormal(0, 0.4, count), 0.2, 5)
    names = np.frombuffer("".join(COUNTRIES).encode(), np.uint8).reshape(-1, 2)
    comma = np.full((count, 1), ord(","), np.uint8)
    parts = [_digits(start + np.arange(1, count + 1)), comma, names[country], comma]
    whole, tenths = np.divmod(np.rint(weight * 10_000).astype(np.int64), 10_000)
    parts += [_digits(whole), np.full((count, 1), ord("."), np.uint8), _digits(tenths, pad=4)]
    parts += [comma, _digits(stratum + 1), comma, _digits(unit + 1)]
    for item in ITEMS:
        codes = options_of(item)
        drawn = (random.beta(2, 2, count) * codes).astype(np.int64)
        leaning = (drawn + country * (ITEMS.index(item) + 1)) % codes + 1
        answer = np.where(random.random(count) < 0.02, 0, leaning + ord("0"))
        parts += [comma, answer.astype(np.uint8)[:, None]]
    matrix = np.hstack([*parts, np.full((count, 1), ord("\n"), np.uint8)])
    return matrix[matrix != 0].tobytes()


def _digits(numbers: NDArray[np.int64], pad: int = 1) -> Bytes:
    """Decimal digits as characters, a number a row; 0 in front of the first, beyond ``pad``."""
    width = max(len(str(int(numbers.max(initial=0)))), pad)
    powers = 10 ** np.arange(width - 1, -1, -1)
    digits = numbers[:, None] // powers % 10 + ord("0")
    shown = (numbers[:, None] >= powers) | (powers < 10**pad)
    return np.where(shown, digits, 0).astype(np.uint8)


def write_parquet(path: Path) -> Path:
    """The same survey as Parquet, in a project beside that of its CSV."""
    from pyarrow import csv, parquet

    place = path.parents[2]
    home = place.with_name(f"{place.name}-parquet")
    made = home / "datasets" / "big" / f"{path.name.removesuffix('.csv')}.parquet"
    made.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(place / "questionnaires", home / "questionnaires", dirs_exist_ok=True)
    with csv.open_csv(path) as pieces, parquet.ParquetWriter(made, pieces.schema) as file:
        for piece in pieces:
            file.write_batch(piece)
    return made


if __name__ == "__main__":
    written = write_project(Path(sys.argv[2]), int(sys.argv[1]))
    print(write_parquet(written) if sys.argv[3:] == ["--parquet"] else written)
