"""The published facts as the CSV files of ``data/`` print them; nothing is read into them here."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

__all__ = ["HERE", "SERIES", "SURVEY_OF", "Fact", "facts", "read_rows"]

HERE = Path(__file__).resolve().parent

SERIES = (
    "kfvub_2019",
    "ifes_2025",
    "genron_eai_impression",
    "genron_nk_items",
    "yomiuri_joint",
    "ipus_report",
    "chicago_us",
    "kinu",
)

# The survey that each survey_id of the files is, or is a wave of.
SURVEY_OF = {
    "kfvub_2019": "kf-vub",
    "ifes_2014": "ifes",
    "ifes_2025": "ifes",
    "genron_eai": "genron-eai",
    "eai_only": "genron-eai",
    "eai_api_kei": "genron-eai",
    "genron_umd_2017": "genron-umd",
    "genron_umd_2018": "genron-umd",
    "yomiuri_gallup": "yomiuri-gallup",
    "hankook_yomiuri": "hankook-yomiuri",
    "ipus_report": "ipus",
    "chicago_council": "chicago",
    "chicago_partners_2016": "chicago-partners",
    "kinu_unification": "kinu",
}

# Years with two waves: the one that is not named by its year, by survey and first day.
_SECOND_WAVES = {("chicago", "2020-01-10"): "2020-01"}


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One row of a series: a share, a label or a count; every cell as it is printed."""

    survey_id: str
    year: str
    fieldwork_start: str
    fieldwork_end: str
    population: str
    country: str
    n: str
    item: str
    option: str
    share_percent: str
    label: str
    count: str
    source_url: str
    grade: str
    note: str

    @property
    def survey(self) -> str:
        """The survey that the row belongs to."""
        return SURVEY_OF[self.survey_id]

    @property
    def wave(self) -> str:
        """The wave that the row belongs to."""
        return _SECOND_WAVES.get((self.survey, self.fieldwork_start), self.year)


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of one file of ``data/``, in order."""
    with (HERE / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def facts() -> tuple[Fact, ...]:
    """The rows of every series."""
    return tuple(Fact(**row) for name in SERIES for row in read_rows(name))
