"""The invented SPSS file of the tutorial: docs/files/town.sav. Run this file to make it anew."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat

FILE = Path(__file__).resolve().parents[2] / "docs" / "files" / "town.sav"
ROWS = 640
VIEW = {1: "Yes, as soon as possible", 2: "Yes, but not now", 3: "No"} | {
    8: "Don't know",
    9: "Refused",
}
TRUST = {1: "A great deal", 2: "A fair amount", 3: "Not very much", 4: "None at all"} | {
    8: "Don't know"
}
AGE = {1: "18 to 34", 2: "35 to 54", 3: "55 and over"}
NEWS = ("Television", "Newspapers, in print or online", "Social media", "Nothing of these")


def made() -> tuple[pd.DataFrame, dict[str, str]]:
    """The respondents, and the labels of their variables. Nobody was asked."""
    random = np.random.default_rng(2025)
    age = random.choice([1, 2, 3], ROWS, p=[0.24, 0.36, 0.40])
    keen = {1: [0.10, 0.28, 0.50, 0.10, 0.02], 2: [0.16, 0.34, 0.40, 0.08, 0.02]}
    keen[3] = [0.30, 0.36, 0.24, 0.08, 0.02]
    frame = pd.DataFrame(
        {
            "id": np.arange(1001, 1001 + ROWS, dtype=float),
            "weight": np.array([1.21, 1.02, 0.86])[age - 1],
            "agegroup": age.astype(float),
            "q1": [float(random.choice(list(VIEW), p=keen[group])) for group in age],
            "q2": random.choice(list(TRUST), ROWS, p=[0.06, 0.31, 0.38, 0.19, 0.06]).astype(float),
        }
    )
    for place, chance in enumerate((0.62, 0.41, 0.33)):
        frame[f"q3_{place + 1}"] = (random.random(ROWS) < chance).astype(float)
    none = frame[["q3_1", "q3_2", "q3_3"]].sum(axis=1) == 0
    frame["q3_4"] = none.astype(float)
    labels = {
        "id": "Respondent",
        "weight": "Weight: age by region",
        "agegroup": "Age",
        "q1": "Should the two Koreas be one country?",
        "q2": "How much do you trust the government to handle relations with the North?",
    }
    heard = "Where do you hear of the North"
    labels |= {f"q3_{place}": f"{heard}: {name}" for place, name in enumerate(NEWS, 1)}
    return frame, labels


def main() -> None:
    """Write the file."""
    frame, labels = made()
    ticked: dict[float | int, str] = {0: "No", 1: "Yes"}
    values: dict[str, dict[float | int, str]] = {"agegroup": dict(AGE), "q1": dict(VIEW)}
    values |= {"q2": dict(TRUST), **{f"q3_{n}": ticked for n in range(1, 5)}}
    pyreadstat.write_sav(
        frame,
        str(FILE),
        file_label="An invented survey of a town that there is not",
        column_labels=labels,
        variable_value_labels=values,
        missing_ranges={"q1": [{"lo": 8, "hi": 9}], "q2": [8]},
    )


if __name__ == "__main__":
    main()
