"""How a survey, an item, a wave, a population and a country are named on the command line."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Selector", "read_selector"]

_FORM = re.compile(
    r"(?P<name>[A-Za-z0-9_-]+)(?:\.(?P<item>[A-Za-z0-9_-]+))?"
    r"(?:@(?P<wave>[A-Za-z0-9_-]+))?(?::(?P<population>[a-z_]+))?(?:/(?P<country>[A-Za-z]{2}))?"
)


@dataclass(frozen=True, slots=True)
class Selector:
    """``NAME[.ITEM][@WAVE][:POPULATION][/COUNTRY]``, each part None where it is left out."""

    name: str
    item: str | None = None
    wave: str | None = None
    population: str | None = None
    country: str | None = None


def read_selector(text: str) -> Selector:
    """The parts of a selector. Raises ValueError where it has another form."""
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError("the form is SURVEY[.ITEM][@WAVE][:POPULATION][/COUNTRY]")
    parts = match.groupdict()
    country = parts["country"]
    return Selector(
        parts["name"],
        parts["item"],
        parts["wave"],
        parts["population"],
        country.upper() if country else None,
    )
