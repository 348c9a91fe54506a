"""The numbers once more, by loops over the rows: shares, bases and standard errors.

Nothing of kcli, no array: what a reader could do by hand.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

Row = Mapping[str, str]
CODES = {
    "view": {"1": "good", "2": "mixed", "3": "bad"},
    "topics": {"1": "peace", "2": "trade", "3": "visits"},
    "heard": {"1": "yes", "2": "no", "8": "dk"},
    "why": {"1": "right", "2": "wrong"},
}
NETS = {("view", "not_bad"): {"good", "mixed"}}
ITEMS = ("view", "channels", "topics", "heard", "why")


class Share(NamedTuple):
    """One option in one country; the share is None where nobody is in the base."""

    share: float | None
    se: float | None
    n_base: int
    n_option: int
    n_not_asked: int
    n_not_stated: int
    dof: int


def answers(row: Row, item: str) -> set[str] | None:
    """What a respondent chose; None where nothing was said."""
    if item == "channels":
        marks = {name: row[f"channels.{name}"] for name in ("tv", "radio", "web")}
        said = any(marks.values())
        return {name for name, mark in marks.items() if mark == "1"} if said else None
    given = [code.removesuffix(".0") for code in row[item].split(";") if code]
    return {CODES[item][code] for code in given} or None


def was_asked(row: Row, item: str) -> bool:
    return item != "why" or answers(row, "heard") == {"yes"}


def shares(
    table: Sequence[Row], *, substantive: bool = False
) -> Iterator[tuple[tuple[str, str, str], Share]]:
    """Every option of every item in every country."""
    for country in dict.fromkeys(row["country"] for row in table):
        here = [row for row in table if row["country"] == country]
        for item in ITEMS:
            options = list(CODES.get(item, dict.fromkeys(("tv", "radio", "web"))).values())
            options = ["tv", "radio", "web"] if item == "channels" else options
            options = [name for name in options if not (substantive and name == "dk")]
            for name in (*options, *(net for where, net in NETS if where == item)):
                yield (country, item, name), _share(here, item, name, substantive=substantive)


def _share(here: Sequence[Row], item: str, name: str, *, substantive: bool) -> Share:
    asked = [row for row in here if was_asked(row, item)]
    said = [row for row in asked if answers(row, item) is not None]
    base = [row for row in said if not (substantive and answers(row, item) == {"dk"})]
    wanted = NETS.get((item, name), {name})
    chose = [row for row in base if wanted & (answers(row, item) or set())]
    total = sum((Fraction(row["weight"]) for row in base), Fraction(0))
    counts = (len(base), len(chose), len(here) - len(asked), len(asked) - len(said))
    units: dict[str, dict[str, Fraction]] = {}
    for row in here:
        units.setdefault(row["stratum"], {}).setdefault(row["psu"], Fraction(0))
    present = {(row["stratum"], row["psu"]) for row in base}
    dof = len(present) - len({stratum for stratum, _ in present})
    if not total:
        return Share(None, None, *counts, dof)
    share = sum((Fraction(row["weight"]) for row in chose), Fraction(0)) / total
    for row in base:
        centred = (wanted & (answers(row, item) or set()) != set()) - share
        units[row["stratum"]][row["psu"]] += Fraction(row["weight"]) * centred / total
    variance = Fraction(0)
    for sums in units.values():
        m = len(sums)
        mean = sum(sums.values()) / m
        if m > 1:
            variance += Fraction(m, m - 1) * sum((z - mean) ** 2 for z in sums.values())
    return Share(float(share), math.sqrt(variance), *counts, dof)
