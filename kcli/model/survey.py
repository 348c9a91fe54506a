"""Who was asked, when and how: sources, waves, samples."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from kcli.model.fields import (
    Confidence,
    Count,
    CountryCode,
    Decimal,
    Flag,
    Id,
    LocalText,
    Noun,
    OneOrMore,
    PeriodField,
    Positive,
    PrintedPoints,
    Short,
    Text,
)

__all__ = [
    "Base",
    "BaseChoice",
    "Break",
    "Conduct",
    "Design",
    "Fieldwork",
    "MarginOfError",
    "Population",
    "Replicates",
    "Sample",
    "Source",
    "Wave",
]

WAVE_PATTERN = r"^[A-Za-z0-9_-]+@[A-Za-z0-9_-]+$"
Base = Literal["all", "substantive", "unknown"]
PopulationKind = Literal["general_public", "experts", "commentators", "governments", "other"]
Mode = Literal["face_to_face", "telephone", "online", "paper", "mixed", "documents", "unknown"]
Sampling = Literal["probability", "quota", "opt_in", "expert", "purposive", "census", "unknown"]


class Source(Noun):
    """A publication that facts are taken from."""

    publisher: Text
    """Who published it."""
    title: LocalText | None = None
    """Its title."""
    url: Text | None = None
    """Where it is."""
    published: PeriodField | None = None
    """When it came out: a day, a month or a year."""
    grade: Literal["A", "B", "C"] | None = None
    """A the pollster's own, B press or agency, C a reprint."""
    derived_from: Id | None = None
    """The source that it repeats; a reprint never confirms its original."""
    note: LocalText | None = None
    """Anything a reader should know of it."""


class Fieldwork(Noun):
    """When people were asked; open at an end that is not known."""

    start: PeriodField | None = None
    """The first day, or the month or year it lies in."""
    end: PeriodField | None = None
    """The last day, or the month or year it lies in."""


class Population(Noun):
    """Whom a sample represents."""

    kind: PopulationKind
    """What kind of people."""
    universe: LocalText | None = None
    """The population in words, such as adults aged 18 and over."""


class BaseChoice(Noun):
    """The base of printed shares, and whether a publication says so."""

    base: Base
    """all: everyone asked; substantive: without don't know and refused; unknown."""
    status: Literal["published", "assumed"] = "published"
    """Whether a source names the base, or it is assumed here."""


class MarginOfError(Noun):
    """A stated margin of error, as printed."""

    points: PrintedPoints
    """Percentage points, to each side."""
    confidence: Confidence = Fraction(95, 100)
    """Confidence level it was stated for."""


class Conduct(Noun):
    """How people were asked; a sample's own values go before its wave's."""

    fieldwork: Annotated[Fieldwork, Short(("start", "end"))] | None = None
    """When people were asked; a single date is both the start and the end."""
    mode: Mode | None = None
    """How people were asked."""
    sampling: Sampling | None = None
    """How people were chosen."""
    population: Annotated[Population, Short("kind")] | None = None
    """Whom the sample represents."""
    weighted: Flag | None = None
    """Whether the published figures are weighted."""
    published_base: Annotated[BaseChoice, Short("base")] | None = None
    """Who is in the denominator of the published shares."""
    margin_of_error: Annotated[MarginOfError, Short("points")] | None = None
    """The margin of error that the publisher states."""
    deff: Positive | None = None
    """The design effect that the publisher states."""
    same_respondents_as: Annotated[str, Field(pattern=WAVE_PATTERN)] | None = None
    """Another survey@wave whose respondents these are: one sample published twice."""
    organisations: list[Text] | None = None
    """Who did it, where that differs from the survey."""
    note: LocalText | None = None
    """Anything a reader should know."""


class Sample(Conduct):
    """The people asked in one country, or in several pooled."""

    n: Count | None = None
    """Respondents, unweighted; left out where it was not published."""
    n_status: Literal["published", "approximate", "assumed"] = "published"
    """approximate: a source says about so many; assumed: no source says, and note tells why."""
    country: CountryCode | None = None
    """ISO 3166-1 alpha-2 code; the sample's key where that is one."""
    countries: list[CountryCode] | None = None
    """For a pooled sample: the countries together."""
    population_size: Count | None = None
    """How many people the population has, where it is finite and known."""


class Replicates(Noun):
    """Replicate weights: columns of the responses from which variances are computed."""

    columns: Annotated[str, Field(pattern=r"^[^*]+\*$")]
    """Their common beginning and a star, such as rw*: rw1, rw2 and so on, in this order."""
    type: Literal["jk1", "jkn", "brr", "bootstrap"]
    """How they were made."""
    rscales: Annotated[list[Positive], OneOrMore()] = []
    """For jkn: the factor of each replicate, or one for all."""
    fay: Decimal = Fraction(0)
    """For brr: the part of its weight that the half left out keeps."""
    mse: Flag = "yes"
    """Whether deviations are from the estimate of the whole sample, not from their mean."""
    factors: Flag = "no"
    """Whether they are to be multiplied by the weight first."""


class Design(Noun):
    """The columns of the responses that describe the sampling design."""

    respondent: Text | None = None
    """Column with the respondent's id."""
    country: Text | None = None
    """Column with the country code."""
    weight: Text | None = None
    """Column with the weight."""
    stratum: Text | None = None
    """Column with the stratum."""
    psu: Text | None = None
    """Column with the primary sampling unit, nested in the stratum."""
    population_size: dict[CountryCode, Count] | None = None
    """People in the population, by country: brings the finite population correction."""
    replicates: Replicates | None = None
    """Replicate weights, which go before strata and units."""


class Wave(Conduct):
    """One round of fieldwork."""

    title: LocalText | None = None
    """A title of its own."""
    samples: Annotated[dict[Id, Annotated[Sample, Short("n")]], Field(min_length=1)]
    """The samples, by country code; a bare number is n."""
    design: Design | None = None
    """The columns that describe the sampling design."""
    plurality_rivals: Literal["substantive", "all"] = "substantive"
    """What a plurality is compared with: all counts don't know as a rival."""
    population_totals: dict[CountryCode, Count] | None = None
    """People that each country's sample stands for: what a total by population weighs with."""
    pooled_rule: Literal["n", "equal"] | None = None
    """How a pooled figure weighs the countries; without it, it says nothing of them."""


class Break(Noun):
    """A change after which a series is another series; or one wave that is of another kind."""

    before: Id | None = None
    """The first wave after the change."""
    apart: Id | None = None
    """Instead: a wave that stands apart; those on both sides of it are one series."""
    countries: list[CountryCode] | None = None
    """Where, if not everywhere."""
    items: list[Id] | None = None
    """Which items, if not all."""
    reason: LocalText
    """What changed."""
