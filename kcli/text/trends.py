"""Plain sentences about a series: its slope, its highest and lowest wave, its breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kcli.text.changes import Amount, amount_words, time_words
from kcli.text.numbers import chance_words
from kcli.text.people import people
from kcli.text.sentences import listed

__all__ = ["Peak", "SlopeWords", "break_sentence", "trend_sentence"]


@dataclass(frozen=True, slots=True)
class Peak:
    """The highest wave, or the lowest; without a wave it is not settled which.

    ``level`` are the waves that a test does not tell from it; those that
    cannot be tested against it are ``untested``.
    """

    wave: str | None = None
    amount: Amount | None = None
    level: tuple[str, ...] = ()
    untested: tuple[str, ...] = ()
    others: int = 0
    """How many other waves there are."""


@dataclass(frozen=True, slots=True)
class SlopeWords:
    """What a slope says: the way it goes, shares a year, p, and whether the waves lie near it."""

    direction: str
    a_year: float | None
    waves: int
    p_adjusted: float | None
    scattered: float | None
    reason: str | None
    adjusted: bool = False


def trend_sentence(
    option: str,
    kind: str,
    country: str | None,
    waves: Sequence[str],
    slope: SlopeWords,
    peaks: tuple[Peak, Peak],
    language: str = "en",
    own: str = "",
) -> str:
    """What one answer did over comparable waves; never more than the numbers support.

    ``own`` names whose waves they are, where others are of the same people.
    """
    first, last = _when(waves[0]), _when(waves[-1])
    who = people(kind, country, language) + (f" ({own})" if own else "")
    about = f"“{option}”, {who}, {first} to {last}"
    parts = [_slope(slope)]
    parts += [
        _peak(word, peak)
        for word, peak in zip(("highest", "lowest"), peaks, strict=True)
        if peak.wave
    ]
    return f"{about}: {'; '.join(parts)}."


def _when(wave: str) -> str:
    return time_words(wave).removeprefix("in the ").removeprefix("in ")


def _slope(slope: SlopeWords) -> str:
    if slope.a_year is None:
        return f"no slope, because {slope.reason}"
    points = abs(100 * slope.a_year)
    size = f"{points:.1f} points a year" if points >= 0.05 else "less than 0.05 points a year"
    p = "" if slope.p_adjusted is None else f", {_p(slope.p_adjusted, slope.adjusted)}"
    basis = f"logistic curve through {slope.waves} waves{p}"
    if slope.direction in ("rising", "falling"):
        verb = "rose" if slope.direction == "rising" else "fell"
        words = f"{verb} by {size} ({basis})"
    else:
        words = f"no clear rise or fall ({basis})"
    if slope.scattered is not None and slope.scattered < 0.05:
        moved = "not evenly: " if slope.direction in ("rising", "falling") else ""
        alone = ", not adjusted" if slope.adjusted else ""
        words += (
            f", but {moved}the waves lie further from the curve than sampling explains "
            f"({_p(slope.scattered)}{alone})"
        )
    return words


def _p(value: float, adjusted: bool = False) -> str:
    return f"{'adjusted ' if adjusted else ''}{chance_words(value)}"


def _peak(word: str, peak: Peak) -> str:
    assert peak.wave is not None
    size = f" ({amount_words(peak.amount)})" if peak.amount else ""
    words = f"{word} {time_words(peak.wave)}{size}"
    level = [_when(wave) for wave in peak.level]
    if level:
        words += f", which a test does not tell from {listed(level)}"
    untested = [_when(wave) for wave in peak.untested]
    if len(untested) == peak.others:
        return f"{words}, not tested"
    if untested:
        words += f", {'and ' if level else ''}which is not tested against {listed(untested)}"
    return words


def break_sentence(
    country: str | None,
    kind: str,
    before: str,
    after: str,
    reasons: Sequence[str],
    language: str = "en",
    own: str = "",
) -> str:
    """Why two waves, one after the other, are not joined."""
    who = people(kind, country, language) + (f" ({own})" if own else "")
    return f"{_raised(who)}, {_when(before)} to {_when(after)}: {'; '.join(reasons)}."


def _raised(text: str) -> str:
    return text[:1].upper() + text[1:]
