"""A value of a questionnaire as a text, so that two values that differ are two texts."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, localcontext
from fractions import Fraction

from kcli.model.figures import Range
from kcli.model.period import Period
from kcli.model.survey import BaseChoice, Fieldwork, MarginOfError

__all__ = ["decimal", "spoken"]


def spoken(value: object) -> str | None:
    """The text of a plain value, or of a few values together; None for none.

    >>> spoken(Fraction(5, 2)), spoken(("a", "b")), spoken(None)
    ('2.5', 'a; b', None)
    """
    if value is None:
        return None
    if isinstance(value, list | tuple):
        return "; ".join(spoken(each) or "" for each in value)
    for kind, words in _WORDS.items():
        if isinstance(value, kind):
            return words(value)
    return str(value)


def decimal(value: Fraction) -> str:
    """A declared number as it may be written: every digit of it.

    >>> decimal(Fraction("1.50")), decimal(Fraction("123456789012345678.123456789012345678"))
    ('1.5', '123456789012345678.123456789012345678')
    """
    with localcontext(prec=60):
        return f"{Decimal(value.numerator) / Decimal(value.denominator):f}"


def _fieldwork(value: Fieldwork) -> str:
    return f"{value.start or 'open'} to {value.end or 'open'}"


def _margin(value: MarginOfError) -> str:
    return f"{decimal(100 * value.points.value)} points at {decimal(value.confidence)}"


def _base(value: BaseChoice) -> str:
    return value.base if value.status == "published" else f"{value.base}, {value.status}"


_WORDS: dict[type, Callable[..., str]] = {
    Fraction: decimal,
    Period: str,
    Range: lambda value: value.text,
    Fieldwork: _fieldwork,
    MarginOfError: _margin,
    BaseChoice: _base,
}
