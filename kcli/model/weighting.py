"""Weighting: the margins of a population, and what raking respondents to them gave."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, WithJsonSchema

from kcli.errors import Where
from kcli.model.fields import Decimal, Id, Noun, Text

__all__ = ["ItemMargin", "MarginRecord", "RakingRecord", "SampleMargins", "Target", "Weighting"]


def _not_negative(value: Fraction) -> Fraction:
    if value < 0:
        raise ValueError("a share is not negative")
    return value


Share = Annotated[
    Decimal,
    AfterValidator(_not_negative),
    WithJsonSchema({"type": "number", "minimum": 0, "pattern": r"^[0-9]{1,18}(\.[0-9]{1,18})?$"}),
]
Shares = Annotated[dict[Id, Share], Field(min_length=1)]
Margins = Annotated[dict[Id, Shares], Field(min_length=1)]


class Weighting(Noun):
    """A file of margins, for kcli weight: how many of a population each answer has."""

    margins: Margins = {}
    """Of every sample: by item, the share of each option; shares of 1, or percentages."""
    samples: Annotated[dict[Id, Margins], Field(min_length=1)] = {}
    """Of one sample, by its id: an item's margin goes before the one that all samples have."""
    column: Text | None = None
    """The column that the weights are written to: the design's weight where left out, or weight."""
    start: Literal["weight", "one"] | None = None
    """What raking begins with: the design's weights, where there are any, or 1 for everybody."""


@dataclass(frozen=True, slots=True)
class Target:
    """The share of one option in the population, and where that is said."""

    option: str
    share: Fraction
    where: Where


@dataclass(frozen=True, slots=True)
class ItemMargin:
    """The shares of one item's options in the population; they add up to 1."""

    item: str
    targets: tuple[Target, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class SampleMargins:
    """Every margin of one sample."""

    sample: str
    margins: tuple[ItemMargin, ...]
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginRecord:
    """The share of one option of a margin: before raking, in the population, and after."""

    type: Literal["margin"] = "margin"
    survey: str
    wave: str
    population: str
    country: str | None
    sample: str
    item: str
    option: str
    target: float | None
    before: float | None
    achieved: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RakingRecord:
    """What the weights of one sample are like.

    ``least`` and ``greatest`` are the extremes of the weights, whose mean is 1.
    """

    type: Literal["raking"] = "raking"
    survey: str
    wave: str
    population: str
    country: str | None
    sample: str
    n: int
    iterations: int
    deff: float | None
    n_eff: float | None
    least: float | None
    greatest: float | None
    column: str
