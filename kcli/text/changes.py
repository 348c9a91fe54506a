"""Plain sentences about changes and gaps, never stronger than the numbers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from kcli.model.period import read_period
from kcli.text.numbers import (
    chance_words,
    count_range,
    level_words,
    percent,
    points,
    share_percent,
    signed,
    signed_ends,
    signed_points,
)
from kcli.text.periods import day
from kcli.text.sentences import GapWords

__all__ = [
    "Amount",
    "End",
    "Limits",
    "amount_words",
    "apart_sentence",
    "change_sentence",
    "gap_sentence_between",
    "silence_of",
    "time_words",
]

_SILENCES = {
    "contradictory": "the facts clash",
    "empty_base": "nobody is in the base",
    "suppressed": "the share is withheld",
    "no_share": "no share is named",
}


@dataclass(frozen=True, slots=True)
class Amount:
    """A share as far as it is known: its range, how it was printed, and its count where it has one.

    ``low`` is None where nothing is known, for the reason in ``silence``.
    ``counted`` is the base where people are counted and no share is made of
    them; a ``score`` is a mean, no share.
    """

    low: Fraction | None
    high: Fraction | None
    low_reached: bool = True
    high_reached: bool = True
    printed: str | None = None
    counted: int | None = None
    score: bool = False
    silence: str = "not reported"


@dataclass(frozen=True, slots=True)
class End:
    """One side of a change: who, when, and how many of them."""

    who: str
    wave: str
    amount: Amount
    base: str = "all"
    """``substantive`` where its share is of those with an opinion."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a test says of a change, in shares."""

    confidence: float
    low: float
    high: float
    p_value: float | None
    clear: bool
    adjusted: bool = False
    """Whether p is adjusted for other differences that are tested with it."""


@lru_cache(maxsize=1024)  # many answers are of few waves
def time_words(wave: str) -> str:
    """A wave in a sentence: ``in 2019``, ``in June 2018``, ``before 2018``, ``in the wave two``."""
    earlier = wave.removeprefix("before-")
    try:
        return f"{'in' if earlier == wave else 'before'} {day(read_period(earlier))}"
    except ValueError:
        return f"in the wave {wave}"


def silence_of(flags: Collection[str]) -> str:
    """Why of a share nothing is known, by the flags of its record.

    >>> silence_of(["empty_base"]), silence_of([])
    ('nobody is in the base', 'nothing is reported')
    """
    return next((_SILENCES[flag] for flag in _SILENCES if flag in flags), "nothing is reported")


def amount_words(amount: Amount) -> str:
    """A share in a sentence: ``51.0%``, ``more than 50%``, ``at most 40%``, ``11 of 40``."""
    low, high = amount.low, amount.high
    if low is None or high is None:
        return amount.silence
    if amount.score:
        return signed(low) if low == high else " to ".join(signed_ends(low, high))
    if amount.counted is not None:
        return f"{count_range(low, high, amount.counted)} of {amount.counted}"
    if amount.printed is not None or low == high:
        whole = (100 * low.numerator) % low.denominator == 0
        return f"{amount.printed or share_percent(low, 0 if whole else 1)}%"
    return _range_words(amount, low, high)


def _range_words(amount: Amount, low: Fraction, high: Fraction) -> str:
    both = amount.low_reached and amount.high_reached
    if both and low > 0 and high < 1:
        return f"{points(low)}–{points(high, upper=True)}%"
    least = f"{'at least' if amount.low_reached else 'more than'} {points(low)}%"
    most = f"{'at most' if amount.high_reached else 'less than'} {points(high, upper=True)}%"
    told = [
        words
        for words, trivial in (
            (least, low <= 0 and amount.low_reached),
            (most, high >= 1 and amount.high_reached),
        )
        if not trivial
    ]
    return " and ".join(told) or "anything"


def change_sentence(
    option: str,
    first: End,
    second: End,
    gap: GapWords,
    test: Limits | None,
    *,
    named: bool = False,
) -> str:
    """One sentence on how one answer changed among one people, from ``first`` to ``second``.

    ``named``: it stands beside sentences on other people, and says of whom it is.
    """
    told = f"“{option}” among {first.who}" if named else f"“{option}”"
    before, after = time_words(first.wave), time_words(second.wave)
    a, b = amount_words(first.amount), amount_words(second.amount)
    silent = next((end for end in (first, second) if end.amount.low is None), None)
    if gap.low is None or silent is not None:
        when = time_words((silent or second).wave)
        reason = (silent or second).amount.silence
        return f"{told} cannot be followed: {reason} {when}."
    if first.amount.counted is not None:
        return f"{told}: {a} {before}, {b} {after}."
    tested = test is not None and test.p_value is not None
    if gap.sign == 0 and gap.low != gap.high and not (tested and _known(first, second)):
        spoken = f" ({_tested(test)})" if test else ""
        return f"Whether {told} rose or fell is not settled: {a} {before}, {b} {after}{spoken}."
    ends = f"from {a} {before} to {b} {after}"
    if gap.low == gap.high == 0:
        ends = f"{a} {before} and {after}"
    return _course(told, ends, first, second, gap, test)


def _course(
    told: str, ends: str, first: End, second: End, gap: GapWords, test: Limits | None
) -> str:
    """What an answer did, where that is settled: rose, fell, or stayed."""
    spoken = f" ({_tested(test)})" if test else ""
    unclear = test is not None and test.p_value is not None and not test.clear
    if gap.low == gap.high == 0:
        return f"{told} stayed at {ends}{spoken}."
    if (unclear or gap.sign == 0) and _known(first, second):
        return f"{told} went {ends}: no clear change{spoken}."
    verb = "rose" if gap.sign > 0 else "fell"
    if unclear:
        return f"{told} {verb} {ends}, within sampling error{spoken}."
    size = _by(gap, first, second)
    if test is None or test.p_value is None:
        untested = f"{_tested(test)}; not tested" if test else "not tested"
        return f"{_of_whom(first)}, {told} {verb} {ends}{size} ({untested})."
    return f"{told} {verb} {ends}{size}{spoken}."


def gap_sentence_between(
    option: str, first: End, second: End, gap: GapWords, test: Limits | None = None
) -> str:
    """One sentence on the difference between two populations; no word of change over time."""
    sides = [
        f"{end.who} ({_year(end.wave)}: {amount_words(end.amount)})" for end in (first, second)
    ]
    silent = next((end for end in (first, second) if end.amount.low is None), None)
    if gap.low is None or silent is not None:
        end = silent or second
        return f"“{option}”, {end.who} ({_year(end.wave)}): {end.amount.silence}."
    if any(end.amount.counted is not None for end in (first, second)):
        return f"“{option}”: {sides[0]}, {sides[1]}."
    return _higher(option, first, second, sides, gap, test)


def _higher(
    option: str, first: End, second: End, sides: list[str], gap: GapWords, test: Limits | None
) -> str:
    """Among whom an answer is more frequent: where that is settled, and no less by a test."""
    spoken = f" ({_tested(test)})" if test else ""
    tested = test is not None and test.p_value is not None
    unclear = test is not None and tested and not test.clear
    if gap.low == gap.high == 0 or (gap.sign == 0 and tested and _known(first, second)):
        return f"“{option}” is level among {sides[0]} and {sides[1]}{spoken}."
    if gap.sign == 0:
        return f"Where “{option}” is higher is not settled: {sides[0]} or {sides[1]}{spoken}."
    if unclear and _known(first, second):
        return f"“{option}”: no clear difference between {sides[0]} and {sides[1]}{spoken}."
    high, low = (sides[1], sides[0]) if gap.sign > 0 else (sides[0], sides[1])
    size = ", within sampling error" if unclear else _by(gap, first, second)
    if tested:
        return f"“{option}” is higher among {high} than among {low}{size}{spoken}."
    untested = f"{_tested(test)}; not tested" if test else "not tested"
    whom = _of_whom(first)
    return f"{whom}, “{option}” is higher among {high} than among {low}{size} ({untested})."


def _of_whom(end: End) -> str:
    """Of whom something is so that no test carries to a population."""
    return "Of those asked" if end.base == "all" else "Of those with an opinion"


def apart_sentence(option: str, first: End, second: End, reason: str) -> str:
    """One sentence on one people in two waves that were not asked alike: no change is said."""
    sides = [f"{amount_words(end.amount)} {time_words(end.wave)}" for end in (first, second)]
    return f"“{option}” among {first.who}: {', '.join(sides)}. That is no change: {reason}."


def _year(wave: str) -> str:
    return time_words(wave).removeprefix("in the ").removeprefix("in ")


def _known(first: End, second: End) -> bool:
    return all(
        end.amount.printed is not None or end.amount.low == end.amount.high
        for end in (first, second)
    )


def _by(gap: GapWords, first: End, second: End) -> str:
    """The size of a change: of two printed figures their difference, otherwise its range."""
    assert gap.low is not None
    if first.amount.score:
        return f", by {signed(abs(gap.low)).lstrip('+')}" if gap.low == gap.high else ""
    if _known(first, second):
        both = [end.amount for end in (first, second)]
        if all(amount.printed is not None for amount in both):
            decimals = max(len((amount.printed or "").partition(".")[2]) for amount in both)
            one, two = (Fraction(amount.printed or "0") for amount in both)
            return f", by {float(abs(two - one)):.{decimals}f} points"
        return f", by {percent(abs(gap.low + (gap.high or gap.low)) / 2, 1)} points"
    low, high, low_reached, high_reached = gap.low, gap.high, gap.low_reached, gap.high_reached
    if gap.sign < 0:
        assert gap.high is not None
        low, high, low_reached, high_reached = -gap.high, -gap.low, gap.high_reached, low_reached
    least = f"{'at least' if low_reached else 'more than'} {points(low)}"
    if high is None or high >= 1:
        return f", by {least} points"
    most = f"{'at most' if high_reached else 'less than'} {points(high, upper=True)}"
    return f", by {least} and {most} points"


def _tested(test: Limits) -> str:
    low, high = signed_points(test.low), signed_points(test.high)
    interval = f"{level_words(test.confidence)} interval {low} to {high}"
    if test.p_value is None:
        return interval
    return f"{interval}; {'adjusted ' if test.adjusted else ''}{chance_words(test.p_value)}"
