"""The sentence on a pair of countries, from its record: who is ahead, and by how much."""

from __future__ import annotations

from collections.abc import Sequence

from kcli.model.questionnaire import SampleView
from kcli.model.records import Pair
from kcli.text.countries import country_name
from kcli.text.languages import say
from kcli.text.numbers import percent, points
from kcli.text.people import beside, of_kind
from kcli.text.summary.words import raised

__all__ = ["pair_names", "pair_sentence"]


def pair_names(
    both: Sequence[SampleView], samples: Sequence[SampleView], language: str
) -> tuple[str, str]:
    """What the two samples of a pair are called, where all of ``samples`` stand side by side."""
    first, second = (
        beside(_name(two[0].country, language), two, samples, language)
        for two in (both, both[::-1])
    )
    return first, second


def pair_sentence(
    pair: Pair, option: str, language: str, names_of: tuple[str, str] | None = None
) -> str:
    """What the record's own text says, in any language; ``option`` is what the answer is called.

    ``names_of`` are the names of both samples, where country and people do not tell them apart.
    """
    kinds = pair.population_a, pair.population_b
    first, second = names_of or (
        of_kind(_name(pair.country_a, language), *kinds, language),
        of_kind(_name(pair.country_b, language), *kinds[::-1], language),
    )
    low, high = pair.bound_low, pair.bound_high
    low_reached, high_reached = pair.bound_low_reached, pair.bound_high_reached
    if low is not None and high is not None and (high < 0 or (high == 0 and not high_reached)):
        first, second = second, first
        low, high, low_reached, high_reached = abs(high), abs(low), high_reached, low_reached
    names = {"first": first, "second": second, "option": option}
    if low is None or high is None:
        return raised(say("pair.silent", language, **names))
    if low == high == 0:
        return raised(say("pair.level", language, **names))
    if low < 0 or (low == 0 and low_reached):
        span = _span(low, high, language)
        return raised(say("pair.not_settled", language, span=span, **names))
    by = _by(pair, low, high, language, reached=(bool(low_reached), bool(high_reached)))
    return raised(say("pair.ahead", language, by=by, **names))


def _name(country: str | None, language: str) -> str:
    if country is None:
        return say("pair.pooled", language)
    return country_name(country, language, in_sentence=True)


def _span(low: float, high: float, language: str) -> str:
    """Where the difference lies; nothing where it may be anything."""
    if low <= -1 and high >= 1:
        return ""
    ends = [points(low), points(high, upper=True)]
    told = [
        f"+{text}" if value > 0 else text.replace("-", "−")
        for value, text in zip((low, high), ends, strict=True)
    ]
    return say("pair.span", language, low=told[0], high=told[1])


def _by(pair: Pair, low: float, high: float, language: str, *, reached: tuple[bool, bool]) -> str:
    least = points(low)
    if low == high:
        size = percent(low, 1) if pair.evidence == "measured" else least
        return say("pair.by", language, size=size)
    low_reached, high_reached = reached
    if high >= 1:
        key = "pair.by_at_least" if low_reached else "pair.by_more_than"
        return say(key, language, size=least)
    values = {"low": least, "high": points(high, upper=True)}
    if low_reached and high_reached:
        return say("pair.by_range", language, **values)
    floor = "least" if low_reached else "more"
    return say(f"pair.by_{floor}_{'most' if high_reached else 'less'}", language, **values)
