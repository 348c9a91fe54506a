"""When fieldwork was, as far as it is known: a day, a month, a year, or a range of them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

__all__ = ["PERIOD_PATTERN", "Period", "read_period"]

PERIOD_PATTERN = r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?"
_PARTIAL = re.compile(PERIOD_PATTERN, re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The first and the last day that a partial date may mean; ``text`` as written."""

    first: date
    last: date
    text: str

    def __str__(self) -> str:
        return self.text


def read_period(text: str) -> Period:
    """``2019``, ``2019-06`` or ``2019-06-04``."""
    match = _PARTIAL.fullmatch(text)
    if match is None:
        raise ValueError("a date is needed: 2019, 2019-06 or 2019-06-04")
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        assert year is not None
        first = date(year, month or 1, day or 1)
        last_month = month or 12
        last = date(year, last_month, day or calendar.monthrange(year, last_month)[1])
    except ValueError:
        raise ValueError("there is no such day in the calendar") from None
    return Period(first, last, text)
