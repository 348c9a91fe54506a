"""The target of figures and names: percentages, counts, ranges, dates, selectors, claims."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from fuzz.target import Target

from kcli.model.claims import read_says
from kcli.model.figures import read_count, read_decimal, read_percent, read_range
from kcli.model.period import read_period
from kcli.model.selector import read_selector
from kcli.text.numbers import percent, points, range_text, signed

Read = TypeVar("Read")
ASCII_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)


def _tried(read: Callable[[str], Read], text: str) -> Read | None:
    """What a reader makes of a text; None where it refuses it, with a reason."""
    try:
        return read(text)
    except ValueError as problem:
        assert str(problem).strip()
        return None


def _percent(text: str) -> bool:
    found = _tried(read_percent, text)
    if found is None:
        return False
    number = text.removesuffix("%").rstrip()
    assert ASCII_NUMBER.fullmatch(number)
    value = Fraction(Decimal(number)) / 100
    assert found.value == value
    assert 0 <= found.low <= value <= found.high <= 1
    closer = _tried(read_percent, f"{number}0" if "." in number else f"{number}.0")
    if closer is None:  # no figure has more than 18 decimals
        assert len(number.partition(".")[2]) == 18
    else:
        assert found.low <= closer.low <= closer.high <= found.high
    assert percent(found.value, 1)
    shown = range_text(found.low, found.high, low_reached=True, high_reached=False)
    assert shown
    assert Decimal(points(found.low)) <= Decimal(points(found.high, upper=True))
    return True


def _number(text: str) -> bool:
    count, decimal = _tried(read_count, text), _tried(read_decimal, text)
    if count is not None:
        assert text.isascii()
        assert count == int(text) >= 0
    if decimal is not None:
        assert ASCII_NUMBER.fullmatch(text)
        assert decimal == Fraction(Decimal(text))
        assert signed(decimal)
    return count is not None or decimal is not None


def _range(text: str) -> bool:
    found = _tried(read_range, text)
    if found is None:
        return False
    numbers = [Fraction(Decimal(n)) / 100 for n in re.findall(r"[0-9.]+", text)]
    ends = {found.low, found.high} - {Fraction(0), Fraction(1)}
    assert ends <= set(numbers)
    assert set(numbers) <= {found.low, found.high}
    assert found.low_open == (">" in text and "=" not in text)
    assert found.high_open == ("<" in text and "=" not in text)
    assert _tried(read_range, found.text) == found
    return True


def _period(text: str) -> bool:
    found = _tried(read_period, text)
    if found is None:
        return False
    assert found.first <= found.last
    assert found.first.isoformat().startswith(text)
    assert found.last.isoformat().startswith(text)
    return True


def _selector(text: str) -> bool:
    found = _tried(read_selector, text)
    if found is None:
        return False
    written = found.name
    for sign, part in zip(
        ".@:/", (found.item, found.wave, found.population, found.country), strict=True
    ):
        written += f"{sign}{part}" if part else ""
    assert written.casefold() == text.casefold()
    assert read_selector(written) == found
    return True


def _says(text: str) -> bool:
    predicate, _, rest = text.partition(" ")
    if "=" not in rest:
        return False
    keys = [part.partition("=") for part in rest.split(",")]
    body = {key: value for key, _, value in keys}
    found = _tried(lambda _: read_says({predicate: body}), text)
    return found is not None and all(s.predicate == predicate for s in found)


READERS = (_percent, _number, _range, _period, _selector, _says)


def figures_target() -> Target:
    """Every line is given to every reader; True where one of them reads one."""

    def run(data: bytes) -> bool:
        try:
            text = data.decode()
        except UnicodeDecodeError:
            return False
        lines = text.split("\n")[:20]
        read = [reader(line) for line in lines for reader in READERS]
        return any(read)

    return Target("figures", "text", run)
