"""Plain sentences about changes and gaps, never stronger than the numbers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from kcli.model.period import read_period
from kcli.text.numbers import count_range, percent, points
from kcli.text.periods import day
from kcli.text.sentences import GapWords

__all__ = [
    "Amount",
    "End",
    "Limits",
    "amount_words",
    "change_sentence",
    "gap_sentence_between",
    "time_words",
]


@dataclass(frozen=True, slots=True)
class Amount:
    """A share as far as it is known: its range, how it was printed, and its count where it has one.

    ``low`` is None where nothing is known. ``counted`` is the base where
    people are counted and no share is made of them.
    """

    low: Fraction | None
    high: Fraction | None
    low_reached: bool = True
    high_reached: bool = True
    printed: str | None = None
    counted: int | None = None


@dataclass(frozen=True, slots=True)
class End:
    """One side of a change: who, when, and how many of them."""

    who: str
    wave: str
    amount: Amount


@dataclass(frozen=True, slots=True)
class Limits:
    """What a test says of a change, in shares."""

    confidence: float
    low: float
    high: float
    p_value: float
    clear: bool


def time_words(wave: str) -> str:
    """A wave in a sentence: ``in 2019``, ``in June 2018``, ``before 2018``, ``in the wave two``."""
    earlier = wave.removeprefix("before-")
    try:
        return f"{'in' if earlier == wave else 'before'} {day(read_period(earlier))}"
    except ValueError:
        return f"in the wave {wave}"


def amount_words(amount: Amount) -> str:
    """A share in a sentence: ``51.0%``, ``more than 50%``, ``at most 40%``, ``11 of 40``."""
    low, high = amount.low, amount.high
    if low is None or high is None:
        return "not reported"
    if amount.counted is not None:
        return f"{count_range(low, high, amount.counted)} of {amount.counted}"
    if amount.printed is not None or low == high:
        return f"{amount.printed or percent(low, int((1000 * low) % 10 != 0))}%"
    return _range_words(amount, low, high)


def _range_words(amount: Amount, low: Fraction, high: Fraction) -> str:
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
    option: str, first: End, second: End, gap: GapWords, test: Limits | None
) -> str:
    """One sentence on how one answer changed among one people, from ``first`` to ``second``."""
    before, after = time_words(first.wave), time_words(second.wave)
    a, b = amount_words(first.amount), amount_words(second.amount)
    if gap.low is None or "not reported" in (a, b):
        missing = before if a == "not reported" else after
        return f"“{option}” cannot be followed: nothing is reported {missing}."
    ends = f"from {a} {before} to {b} {after}"
    if first.amount.counted is not None:
        return f"“{option}”: {a} {before}, {b} {after}."
    spoken = f" ({_tested(test)})" if test else ""
    unclear = test is not None and not test.clear
    if unclear and _known(first, second):
        return f"“{option}” went {ends}: no clear change{spoken}."
    if gap.low == gap.high == 0:
        return f"“{option}” stayed at {a} {before} and {after}{spoken}."
    if gap.sign == 0:
        return f"Whether “{option}” rose or fell is not settled: {a} {before}, {b} {after}{spoken}."
    verb = "rose" if gap.sign > 0 else "fell"
    size = ", within sampling error" if unclear else _by(gap, first, second)
    return f"“{option}” {verb} {ends}{size}{spoken}."


def gap_sentence_between(option: str, first: End, second: End, gap: GapWords) -> str:
    """One sentence on the difference between two populations; no word of change over time."""
    sides = [
        f"{end.who} ({_year(end.wave)}: {amount_words(end.amount)})" for end in (first, second)
    ]
    if gap.low is None:
        silent = first if first.amount.low is None else second
        return f"“{option}”: nothing is reported of {silent.who} ({_year(silent.wave)})."
    if any(end.amount.counted is not None for end in (first, second)):
        told = [
            f"{amount_words(end.amount)} of {end.who} ({_year(end.wave)})"
            for end in (first, second)
        ]
        return f"“{option}”: {told[0]}, {told[1]}.".replace(" of commentators", " commentators")
    if gap.low == gap.high == 0:
        return f"“{option}” is level among {sides[0]} and {sides[1]}."
    if gap.sign == 0:
        return f"Where “{option}” is higher is not settled: {sides[0]} or {sides[1]}."
    high, low = (sides[1], sides[0]) if gap.sign > 0 else (sides[0], sides[1])
    return f"“{option}” is higher among {high} than among {low}{_by(gap, first, second)}."


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
    p = "p < 0.001" if test.p_value < 0.001 else f"p = {test.p_value:.3f}"
    low, high = (f"{100 * limit:+.1f}".replace("-", "−") for limit in (test.low, test.high))
    return f"{test.confidence:.0%} interval {low} to {high}; {p}"
