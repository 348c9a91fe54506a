"""The numbers of an estimate as a spreadsheet computes with them, and how they are shown."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kcli.analysis.precision import NAMED_KINDS
from kcli.model.records import Estimate
from kcli.render.pages.marks import nothing_said
from kcli.render.pages.page import Cell
from kcli.render.xlsx.texts import Shown, as_number, as_range

__all__ = ["BASES", "Numbers", "base_of", "numbers_in", "percent_format"]

COUNT, WEIGHTED, SCORE = "#,##0", "#,##0.0", "+0.00;-0.00;0.00"
BASES = {"Base, unweighted": "n_base", "Base, weighted": "w_base", "Base, effective": "n_eff"}

LONGEST_PRINT = 200  # signs of a cell that prints numbers

# A value or range; limits in brackets; a sign that is no letter, figure or stop.
_PRINTED = re.compile(
    r"(?P<first>[^()\n]+?)"
    r"(?:\s+\((?P<low>[^()–]+?)(?: to |–)(?P<high>[^()]+)\))?"
    r"(?:\s(?P<tail>[^\w\s().,;:%]{1,3}))?\s*"
)


@dataclass(frozen=True)
class Numbers:
    """The numbers of a cell, None where it has none.

    ``text`` stands in place of a value that is not known, ``marks`` are the
    star, letters and arrows beside it.
    """

    value: Shown | None = None
    count: Shown | None = None
    least: Shown | None = None
    greatest: Shown | None = None
    low: Shown | None = None
    high: Shown | None = None
    marks: str = ""
    text: str = ""


def numbers_in(cell: Cell, *, numeric: bool) -> Numbers:
    """Those of its estimate; without one those that it prints, where it is a cell of numbers."""
    text = "\n".join(line for line, _ in cell.lines)
    found = _PRINTED.fullmatch(text) if len(text) <= LONGEST_PRINT else None
    if cell.record is None:
        return _printed(found) if numeric and found else Numbers()
    numbers = _of_estimate(cell.record)
    if found is None:
        return replace(numbers, text=text)
    first = found["first"].removesuffix(numbers.marks).rstrip() if numbers.marks else found["first"]
    return replace(numbers, text=first, marks=f"{numbers.marks} {found['tail'] or ''}".strip())


def _printed(found: re.Match[str]) -> Numbers:
    """A number or a range, limits in brackets after or below it, and a sign at the end."""
    value, ends = as_number(found["first"]), as_range(found["first"])
    limits = [as_number(found[end]) for end in ("low", "high") if found[end]]
    if (value is None and ends is None) or None in limits:
        return Numbers()
    least, greatest = ends or (None, None)
    low, high = limits or (None, None)
    return Numbers(
        value, None, least, greatest, low, high, marks=found["tail"] or "", text=found["first"]
    )


def _of_estimate(record: Estimate) -> Numbers:
    """Of named people counts; of a score its mean; of others shares. What is withheld stays so."""
    if nothing_said(record) is not None:
        return Numbers()
    score = record.option_kind == "score"
    if record.population in NAMED_KINDS and not score:
        return _counted(record)

    def shown(value: float | None, decimals: int) -> Shown | None:
        if value is None:
            return None
        return value, SCORE if score else percent_format(value, decimals)

    counted = record.interval_kind is None and record.n_option is not None
    return Numbers(
        value=shown(record.share, _decimals(record)),
        count=(record.n_option or 0, COUNT) if counted else None,
        least=shown(record.bound_low, 2),
        greatest=shown(record.bound_high, 2),
        low=shown(record.low, 1),
        high=shown(record.high, 1),
        marks=_marks(record),
    )


def _marks(record: Estimate) -> str:
    """A star for few respondents, and the letters of the columns it is above."""
    star = "*" if "small_base" in record.flags else ""
    return f"{star} {record.letters or ''}".strip()


def percent_format(share: float, decimals: int) -> str:
    """A number format with these decimals that never shows a false 0 or 100%.

    >>> percent_format(0.575, 1), percent_format(0.0004, 1), percent_format(0.9996, 1)
    ('0.0%', '"<0.1%"', '">99.9%"')
    """
    unit = 10.0**-decimals
    if 0 < share * 100 < unit / 2:
        return f'"<{unit:.{decimals}f}%"'
    if 100 - unit / 2 <= share * 100 < 100:
        return f'">{100 - unit:.{decimals}f}%"'
    return f"0.{'0' * decimals}%" if decimals else "0%"


def base_of(records: Sequence[Estimate], key: str) -> Shown | str | None:
    """One kind of base of a column: of effective ones the median over the answers to one item."""
    answers = [record for record in records if record.option_kind != "score"] or records
    samples = {(r.survey, r.wave, r.sample, r.item) for r in records}
    if key == "n_eff" and len(samples) == 1:
        sizes = sorted(record.n_eff for record in records if record.n_eff is not None)
        return (sizes[len(sizes) // 2], WEIGHTED) if sizes else None
    found = {getattr(record, key) for record in answers} - {None}
    if len(found) > 1:
        return "varies"
    if not found:
        return None
    about = any("base-approximate" in record.flags for record in answers)
    shape = COUNT if key == "n_base" else WEIGHTED
    return found.pop(), f'"≈"{shape}' if about else shape


def _decimals(record: Estimate) -> int:
    """A figure printed without decimals, or exact in whole per cent, gets none; others one."""
    if record.evidence == "measured" or record.share is None:
        return 1
    low, high = record.bound_low, record.bound_high
    finer = low is not None and high is not None and 0 < high - low < 0.009
    return 1 if finer or round(record.share * 1000) % 10 else 0


def _counted(record: Estimate) -> Numbers:
    """How many gave the answer, or how many may have: whole people only."""
    least = greatest = count = None
    total = record.n_base
    if total and record.bound_low is not None and record.bound_high is not None:
        ends = (
            math.ceil(record.bound_low * total - 1e-6),
            math.floor(record.bound_high * total + 1e-6),
        )
        least, greatest = ((end, COUNT) for end in ends)
        count = least if ends[0] == ends[1] else None
    if record.n_option is not None:
        count = (record.n_option, COUNT)
    return Numbers(value=count, least=least, greatest=greatest)
