"""What is known of one share, or of one difference, ready to be drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kcli.analysis.estimate import Estimation
from kcli.model.records import Estimate, Label
from kcli.model.shift_records import Shift
from kcli.render.pages.marks import amount
from kcli.render.pages.shift import range_of
from kcli.text.languages import say
from kcli.text.numbers import signed_points

__all__ = ["Known", "difference_of", "known_of", "leader_of", "silence_of", "unreported"]

_SILENCES = ("not_reported", "no_share", "contradictory", "empty_base", "suppressed")


@dataclass(frozen=True)
class Known:
    """A point, or a range without one; around either the interval for the population.

    ``silence`` says why there is nothing; then all else means nothing.
    """

    at: float | None = None
    low: float = 0.0
    high: float = 1.0
    low_reached: bool = True
    high_reached: bool = True
    interval: tuple[float, float] | None = None
    text: str = ""
    silence: str = ""

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the greatest value that is drawn of it."""
        low, high = (self.low, self.high) if self.at is None else (self.at, self.at)
        if self.interval is not None:
            low, high = min(low, self.interval[0]), max(high, self.interval[1])
        return low, high


def silence_of(record: Estimate | Label, language: str) -> str:
    """Why nothing is known of a share, if so."""
    return next((say(f"page.{name}", language) for name in _SILENCES if name in record.flags), "")


def known_of(found: Estimation, language: str) -> Known:
    """One share, with the text that tables print of it."""
    record = found.record
    silence = silence_of(record, language)
    if silence or record.bound_low is None or record.bound_high is None:
        return unreported(silence or say("page.not_reported", language))
    return Known(
        at=record.share,
        low=record.bound_low,
        high=record.bound_high,
        low_reached=bool(record.bound_low_reached),
        high_reached=bool(record.bound_high_reached),
        interval=_interval(record.low, record.high) if "no_bound" not in record.flags else None,
        text=_text(found, language),
    )


def unreported(why: str) -> Known:
    """Nothing, and why."""
    return Known(silence=why)


def leader_of(found: Estimation, label: Label, language: str) -> Known:
    """The share that leads; with the limits of its label."""
    known = known_of(found, language)
    if known.silence or label.low is None or "no_bound" in found.record.flags:
        return known
    return replace(known, interval=_interval(label.low, label.high))


def difference_of(shift: Shift, language: str) -> Known | None:
    """The difference of both ends, in shares; None where nothing may be said of it."""
    if shift.bound_low is None or shift.bound_high is None:
        return None
    limits = None
    if shift.low is not None and shift.high is not None:
        limits = (shift.low, shift.high)
    reached = bool(shift.bound_low_reached), bool(shift.bound_high_reached)
    if shift.shift is not None:
        text = signed_points(shift.shift)
    else:
        low, high = shift.bound_low, shift.bound_high
        text = range_of(language, low, high, low_reached=reached[0], high_reached=reached[1])
    return Known(shift.shift, shift.bound_low, shift.bound_high, *reached, limits, text)


def _interval(low: float | None, high: float | None) -> tuple[float, float] | None:
    return None if low is None else (low, 1.0 if high is None else high)


def _text(found: Estimation, language: str) -> str:
    record = found.record
    if "no_bound" in record.flags:
        return say("page.open", language)
    if record.interval_kind is None and record.n_option is not None:
        return say("page.count", language, count=record.n_option, n=record.n_base)
    return amount(found, language)
