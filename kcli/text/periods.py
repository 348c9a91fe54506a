"""Dates and spans of dates for a reader."""

from __future__ import annotations

from kcli.model.period import Period
from kcli.model.survey import Fieldwork
from kcli.text.languages import say, tag_of

__all__ = ["day", "span"]

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August",
           "September", "October", "November", "December")  # fmt: skip
# Of a year, a month, a day: how much of a date the locale data are asked to print.
_SKELETONS = {4: "y", 7: "yMMMM", 10: "yMMMMd"}
_THIN = str.maketrans({"\u2009": " ", "\u202f": " "})


def day(period: Period, language: str = "en") -> str:
    """``4 June 2019``, ``June 2019`` or ``2019``: as much as is known."""
    if tag_of(language) != "en":
        from babel.dates import format_skeleton

        skeleton = _SKELETONS[len(period.text)]
        return format_skeleton(skeleton, period.first, locale=_locale(language)).translate(_THIN)
    parts = period.text.split("-")
    month = [_MONTHS[int(parts[1]) - 1]] if len(parts) > 1 else []
    number = [str(int(parts[2]))] if len(parts) > 2 else []
    return " ".join([*number, *month, parts[0]])


def span(fieldwork: Fieldwork | None, language: str = "en") -> str:
    """``24 May to 4 June 2019``; what is missing is said."""
    if fieldwork is None or (fieldwork.start is None and fieldwork.end is None):
        return say("date.unknown", language)
    start, end = fieldwork.start, fieldwork.end
    if end is None:
        assert start is not None
        date = day(start, language)
        return say("date.from", language, date=date) if len(start.text) > 7 else date
    if start is None:
        return say("date.until", language, date=day(end, language))
    if tag_of(language) != "en":
        return _interval(start, end, language)
    first, last = day(start), day(end)
    if start.text[:4] == end.text[:4]:
        first = first.removesuffix(f" {start.text[:4]}")
        if start.text[:7] == end.text[:7] and len(start.text) == len(end.text) == 10:
            first = first.split(" ")[0]
    return f"{first} to {last}" if start.text != end.text else last


def _interval(start: Period, end: Period, language: str) -> str:
    """Both ends as the locale data join them, where they are known alike."""
    from babel.dates import format_interval

    if start.text == end.text:
        return day(end, language)
    if len(start.text) != len(end.text):
        return say("date.between", language, first=day(start, language), last=day(end, language))
    skeleton = _SKELETONS[len(start.text)]
    joined = format_interval(start.first, end.first, skeleton, locale=_locale(language))
    return joined.translate(_THIN)


def _locale(language: str) -> str:
    return tag_of(language).replace("-", "_")
