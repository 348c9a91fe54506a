"""Plain sentences about differences and labels, never stronger than the numbers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from kcli.text.languages import listed_in, say
from kcli.text.numbers import percent, points

__all__ = ["GapWords", "gap_sentence", "label_words", "listed"]


@dataclass(frozen=True, slots=True)
class GapWords:
    """The range of a gap, in shares, and whether its ends are reached."""

    low: Fraction | None
    high: Fraction | None
    low_reached: bool
    high_reached: bool
    sign: int
    measured: bool = False
    """Whether both shares are those of respondents: then one decimal is enough."""


def label_words(label: str | None, language: str = "en") -> str:
    """A label in words; the words of a label that is not settled."""
    return say(f"word.{label or 'not_settled'}", language)


def listed(names: list[str], language: str = "en") -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    return listed_in(names, language)


def gap_sentence(first: str, second: str, option: str, gap: GapWords) -> str:
    """One sentence on the gap between two samples in the share of one option.

    The names stand at the beginning and inside the sentence: with an article
    where English wants one, the first letter is raised here.
    """
    if gap.sign < 0:
        low = None if gap.high is None else -gap.high
        high = None if gap.low is None else -gap.low
        gap = GapWords(low, high, gap.high_reached, gap.low_reached, 1, gap.measured)
        first, second = second, first
    if gap.low == gap.high == 0:
        return _raised(f"{first} and {second} are level on “{option}”.")
    if gap.sign == 0:
        body = f"{first} and {second}: which is ahead on “{option}” is not settled{_range(gap)}."
        return _raised(body)
    return _raised(f"{first} is ahead of {second} on “{option}” {_by(gap)}.")


def _by(gap: GapWords) -> str:
    assert gap.low is not None
    least, unit = points(gap.low), "points"
    if gap.low == gap.high:
        return f"by {percent(gap.low, 1)} {unit}" if gap.measured else f"by {least} {unit}"
    floor = f"at least {least}" if gap.low_reached else f"more than {least}"
    if gap.high is None or gap.high >= 1:
        return f"by {floor} {unit}"
    most = points(gap.high, upper=True)
    if gap.low_reached and gap.high_reached:
        return f"by {least} to {most} {unit}"
    ceiling = f"at most {most}" if gap.high_reached else f"less than {most}"
    return f"by {floor} and {ceiling} {unit}"


def _range(gap: GapWords) -> str:
    if gap.low is None or gap.high is None or (gap.low <= -1 and gap.high >= 1):
        return ""
    return f" (from {_signed(gap.low)} to {_signed(gap.high, upper=True)} points)"


def _signed(value: Fraction, *, upper: bool = False) -> str:
    text = points(value, upper=upper)
    return f"+{text}" if value > 0 else text.replace("-", "−")


def _raised(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
