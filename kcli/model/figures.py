"""Numbers as they are printed: ASCII digits, a point, and the decimals that were chosen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

__all__ = [
    "LEAST_WEIGHT",
    "RANGE_PATTERN",
    "Printed",
    "Range",
    "read_count",
    "read_decimal",
    "read_percent",
    "read_points",
    "read_range",
]

LEAST_WEIGHT = 2.3e-308  # smaller ones have lost digits already
_DECIMAL = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?", re.ASCII)
_COUNT = re.compile(r"[0-9]{1,15}", re.ASCII)
RANGE_PATTERN = r"([<>]=?) *([0-9.]+) *%?|([0-9.]+) *%? +to +([0-9.]+) *%?"
_RANGE = re.compile(RANGE_PATTERN, re.ASCII)


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed share: its value (0 to 1) and the half unit of its last decimal."""

    value: Fraction
    half_unit: Fraction

    @property
    def low(self) -> Fraction:
        """The least share that is printed like this."""
        return max(Fraction(0), self.value - self.half_unit)

    @property
    def high(self) -> Fraction:
        """The greatest share that is printed like this, by either habit of rounding a half."""
        return min(Fraction(1), self.value + self.half_unit)


@dataclass(frozen=True, slots=True)
class Range:
    """A range of shares, each end closed or open; ``text`` is how it was declared."""

    low: Fraction
    high: Fraction
    low_open: bool
    high_open: bool
    text: str


def read_decimal(text: str) -> Fraction:
    """A plain decimal such as ``51.0``; no exponent, no separators, no other script's digits."""
    if not _DECIMAL.fullmatch(text):
        raise ValueError("a plain decimal number is needed, such as 51.0")
    return Fraction(text)


def read_count(text: str) -> int:
    """A whole number of respondents: ASCII digits only."""
    if not _COUNT.fullmatch(text):
        raise ValueError("a whole number is needed, in the digits 0-9")
    return int(text)


def read_percent(text: str) -> Printed:
    """A printed percentage, ``57.5`` or ``57.5%``, with the rounding its decimals imply."""
    digits = text.removesuffix("%").rstrip()
    value = read_decimal(digits) / 100
    if not 0 <= value <= 1:
        raise ValueError("a percentage lies between 0 and 100")
    decimals = len(digits.partition(".")[2])
    return Printed(value, Fraction(1, 200 * 10**decimals))


def read_points(text: str) -> Printed:
    """Percentage points as they are printed: ``3.0`` is nearer than ``3``."""
    decimals = len(text.partition(".")[2])
    return Printed(read_decimal(text) / 100, Fraction(1, 200 * 10**decimals))


def read_range(text: str) -> Range:
    """``>= 60%``, ``< 20%`` or ``45% to 55%`` (both ends included) as a range of shares.

    The sign may be left out, but for numbers that look like parts of one.
    """
    match = _RANGE.fullmatch(text.strip())
    if match is None:
        raise ValueError("a range is needed, such as '>= 60%' or '45% to 55%'")
    sign, limit, first, last = match.groups()
    if "%" not in text and 0 < max(read_decimal(end) for end in (limit, first, last) if end) <= 1:
        message = "a range is in percent: 0.65 is written 65%, and 0.65% with its sign"
        raise ValueError(message)
    low, high = Fraction(0), Fraction(1)
    low_open = high_open = False
    if sign is None:
        low, high = read_decimal(first) / 100, read_decimal(last) / 100
    elif sign.startswith(">"):
        low, low_open = read_decimal(limit) / 100, sign == ">"
    else:
        high, high_open = read_decimal(limit) / 100, sign == "<"
    if not 0 <= low <= high <= 1:
        raise ValueError("a range runs upwards, between 0% and 100%")
    return Range(low, high, low_open, high_open, text.strip())
