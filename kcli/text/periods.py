"""Dates and spans of dates for a reader."""

from __future__ import annotations

from kcli.model.period import Period
from kcli.model.survey import Fieldwork

__all__ = ["day", "span"]

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August",
           "September", "October", "November", "December")  # fmt: skip


def day(period: Period) -> str:
    """``4 June 2019``, ``June 2019`` or ``2019``: as much as is known."""
    parts = period.text.split("-")
    month = [_MONTHS[int(parts[1]) - 1]] if len(parts) > 1 else []
    number = [str(int(parts[2]))] if len(parts) > 2 else []
    return " ".join([*number, *month, parts[0]])


def span(fieldwork: Fieldwork | None) -> str:
    """``24 May to 4 June 2019``; what is missing is said."""
    if fieldwork is None or (fieldwork.start is None and fieldwork.end is None):
        return "fieldwork dates not published"
    start, end = fieldwork.start, fieldwork.end
    if end is None:
        assert start is not None
        return f"from {day(start)}" if len(start.text) > 7 else day(start)
    if start is None:
        return f"until {day(end)}"
    first, last = day(start), day(end)
    if start.text[:4] == end.text[:4]:
        first = first.removesuffix(f" {start.text[:4]}")
        if start.text[:7] == end.text[:7] and len(start.text) == len(end.text) == 10:
            first = first.split(" ")[0]
    return f"{first} to {last}" if start.text != end.text else last
