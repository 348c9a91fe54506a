"""Numbers as a reader meets them: rounded half away from zero, once, at the very end."""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction

__all__ = [
    "amount",
    "chance",
    "chance_words",
    "count_range",
    "level_words",
    "percent",
    "plain",
    "points",
    "range_text",
    "share_percent",
    "signed",
    "signed_ends",
    "signed_points",
    "signed_range",
]

Exact = Fraction | float


def _decimal(value: Exact) -> Decimal:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(repr(value))


def _trimmed(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount(value: float) -> str:
    """People, or a sum of weights: whole people whole, of a sum ten digits.

    >>> amount(999_999_999_999_999), amount(1234567890.5), amount(0.25), amount(1e-99)
    ('999,999,999,999,999', '1,234,567,890', '0.25', '1e-99')
    """
    if isinstance(value, int):
        return f"{value:,}"
    if value and not 1e-4 <= abs(value) < 1e15:
        return f"{value:.10g}"
    decimals = max(0, 9 - math.floor(math.log10(abs(value)))) if value else 0
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def count_range(low: Fraction, high: Fraction, total: int) -> str:
    """How many of ``total`` a range of shares means: whole people only.

    >>> count_range(Fraction(0), Fraction(1, 2), 2), count_range(Fraction(1, 3), Fraction(1, 3), 3)
    ('0–1', '1')
    """
    least, most = math.ceil(low * total), math.floor(high * total)
    return f"{least}" if least == most else f"{least}–{most}"


def chance(p: float) -> str:
    """A p-value: three decimals, never a false 0 or 1.

    >>> chance(0.0004), chance(0.0312), chance(0.9996)
    ('<0.001', '0.031', '>0.999')
    """
    if p < 0.001:
        return "<0.001"
    return f"{p:.3f}" if p < 0.9995 else ">0.999"


def chance_words(p: float) -> str:
    """The same in a sentence.

    >>> chance_words(0.0004), chance_words(0.0312)
    ('p < 0.001', 'p = 0.031')
    """
    text = chance(p)
    return f"p = {text}" if text[0].isdigit() else f"p {text[0]} {text[1:]}"


def percent(share: Exact, decimals: int = 0) -> str:
    """A share as a percentage without its sign; never a false 0 or 100.

    >>> percent(0.125, 0), percent(0.0004), percent(0.9996), percent(Fraction(23, 40), 1)
    ('13', '<1', '>99', '57.5')
    """
    value = _decimal(share) * 100
    unit = Decimal(1).scaleb(-decimals)
    rounded = value.quantize(unit, rounding=ROUND_HALF_UP)
    if rounded == 0 and value > 0:
        return f"<{unit}"
    if rounded == 100 and value < 100:
        return f">{100 - unit}"
    return f"{rounded:f}"


def share_percent(share: Exact, decimals: int = 0) -> str:
    """The same of one answer, which is a majority above one half: never a false 50 either.

    >>> share_percent(0.125), share_percent(0.5, 1), share_percent(0.5004, 1)
    ('13', '50.0', '50.04')
    """
    text = percent(share, decimals)
    while text.startswith("50") and _decimal(share) * 100 != 50 and Decimal(text) == 50:
        decimals += 1
        text = percent(share, decimals)
    return text


def level_words(confidence: float) -> str:
    """A confidence level, with every digit of it.

    >>> level_words(0.95), level_words(0.999), level_words(0.975)
    ('95%', '99.9%', '97.5%')
    """
    return f"{100 * confidence:.10g}%"


def plain(value: Exact) -> str:
    """All digits of a number that somebody typed, never with an exponent.

    >>> plain(Fraction(46)), plain(Fraction(1, 10**7)), plain(2.5)
    ('46', '0.0000001', '2.5')
    """
    return _trimmed(_decimal(value))


def points(value: Exact, *, upper: bool = False, decimals: int = 2) -> str:
    """An end of a range in percentage points, rounded outwards so that it stays true.

    >>> points(Fraction(1, 3)), points(Fraction(1, 3), upper=True), points(Fraction(59, 400))
    ('33.33', '33.34', '14.75')
    """
    rounding = ROUND_CEILING if upper else ROUND_FLOOR
    exact = _decimal(value) * 100
    return _trimmed(exact.quantize(Decimal(1).scaleb(-decimals), rounding=rounding))


def range_text(low: Exact, high: Exact, *, low_reached: bool, high_reached: bool) -> str:
    """The range of a share in a few signs: ``>50``, ``25–50``, ``≤35``, ``0–100``.

    >>> range_text(0.5, 1, low_reached=False, high_reached=True)
    '>50'
    >>> range_text(0, Fraction(141, 400), low_reached=True, high_reached=False)
    '<35.25'
    """
    if low == high:
        return share_percent(low, 1 if (_decimal(low) * 1000) % 10 else 0)
    if (low, high) == (0, 1):
        return "0–100"
    if high == 1:
        return ("≥" if low_reached else ">") + points(low)
    if low == 0:
        return ("≤" if high_reached else "<") + points(high, upper=True)
    return f"{points(low)}–{points(high, upper=True)}"


def signed(value: Exact, decimals: int = 2) -> str:
    """A mean score, with its sign: ``+0.33``, ``−0.10``, ``+0.00``."""
    return _score(value, decimals, ROUND_HALF_UP)


def signed_ends(low: Exact, high: Exact, decimals: int = 2) -> tuple[str, str]:
    """Both ends of the range of a mean score, rounded outwards; two that are equal, as it is.

    >>> signed_ends(1.5, 1.52459), signed_ends(-0.5246, Fraction(1, 3))
    (('+1.50', '+1.53'), ('−0.53', '+0.34'))
    >>> signed_ends(0.125, 0.125)
    ('+0.13', '+0.13')
    """
    if low == high:
        return signed(low, decimals), signed(high, decimals)
    return _score(low, decimals, ROUND_FLOOR), _score(high, decimals, ROUND_CEILING)


def _score(value: Exact, decimals: int, rounding: str) -> str:
    rounded = _decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=rounding)
    return f"{rounded:+f}".replace("-", "−") if rounded else f"+{abs(rounded):f}"


def signed_points(value: float, decimals: int = 1) -> str:
    """A difference of shares in percentage points, with its sign.

    >>> signed_points(-0.099), signed_points(0.1234), signed_points(0.0)
    ('−9.9', '+12.3', '0.0')
    """
    unit = Decimal(1).scaleb(-decimals)
    rounded = (_decimal(value) * 100).quantize(unit, rounding=ROUND_HALF_UP)
    text = f"{rounded:f}" if rounded else f"{abs(rounded):f}"
    return f"+{text}" if rounded > 0 else text.replace("-", "−")


def signed_range(low: float, high: float, *, low_reached: bool, high_reached: bool) -> str:
    """The range of a difference in a few signs: ``<−10``, ``≥+3``, ``−50 to +40``.

    >>> signed_range(-1.0, -0.1, low_reached=True, high_reached=False)
    '<−10'
    >>> signed_range(-0.5, 0.4, low_reached=False, high_reached=True)
    '−50 to +40'
    >>> signed_range(-0.110613, -0.110613, low_reached=True, high_reached=True)
    '−11.1'
    """
    if low == high:
        return signed_points(low)
    least, most = _signed_end(low), _signed_end(high, upper=True)
    if low <= -1 and high >= 1:
        return "open"
    if high >= 1:
        return ("≥" if low_reached else ">") + least
    if low <= -1:
        return ("≤" if high_reached else "<") + most
    return f"{least} to {most}"


def _signed_end(value: float, *, upper: bool = False) -> str:
    text = points(value, upper=upper)
    return f"+{text}" if value > 0 else text.replace("-", "−")
