"""Whom a sample represents, in words that stand in a sentence or in a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kcli.text.countries import country_name
from kcli.text.languages import listed_in, plural, say

if TYPE_CHECKING:
    from kcli.model.questionnaire import SampleView

__all__ = [
    "KINDS",
    "NAMED",
    "apart",
    "beside",
    "kind_words",
    "of_kind",
    "own_id",
    "people",
    "sample_name",
    "whom",
    "whom_of_several",
]

KINDS = {
    "general_public": "general public",
    "experts": "experts",
    "commentators": "commentators",
    "governments": "governments",
    "other": "other",
}
# Of these nobody is a sample: they are named and counted, and no share is made of them.
NAMED = frozenset({"commentators", "governments"})
_ONE_COUNTRY = {
    "general_public": "the general public of",
    "experts": "the experts of",
    "commentators": "commentators in",
    "governments": "the government of",
    "other": "the sample of",
}


def kind_words(kind: str, language: str = "en") -> str:
    """What a kind of people is called in a table.

    >>> kind_words("general_public"), kind_words("experts", "ko")
    ('general public', '전문가')
    """
    return say(f"kind.{kind}", language)


def of_kind(name: str, kind: str, other: str, language: str = "en") -> str:
    """A country's name beside another's; with its people, unless both publics are meant.

    >>> of_kind("South Korea", "experts", "general_public")
    'South Korea (experts)'
    """
    if kind == other == "general_public":
        return name
    return say("summary.figured", language, name=name, figure=kind_words(kind, language))


def apart(sample: SampleView, samples: Sequence[SampleView], language: str = "en") -> str:
    """What tells a sample from others of its country: its people, or its id; else nothing."""
    alike = [other for other in samples if other.country == sample.country]
    if len(alike) < 2:
        return ""
    kinds = {other.population for other in alike}
    return kind_words(sample.population, language) if len(kinds) == len(alike) else sample.id


def beside(
    name: str, pair: Sequence[SampleView], samples: Sequence[SampleView], language: str = "en"
) -> str:
    """A name of the first of a pair beside the second: with its people, as of :func:`of_kind`.

    With its id where these are not told apart by country and people, all ``samples`` being shown.
    """
    one, two = pair
    like = [s for s in samples if (s.country, s.population) == (one.country, one.population)]
    if len(like) > 1:
        return say("summary.figured", language, name=name, figure=one.id)
    return of_kind(name, one.population, two.population, language)


def own_id(sample: SampleView, samples: Sequence[SampleView]) -> str:
    """The id of a sample that has another of the same people and country beside it."""
    who = (sample.country, sample.population)
    alike = [other for other in samples if (other.country, other.population) == who]
    return sample.id if sample.country and len(alike) > 1 else ""


def sample_name(sample: SampleView, samples: Sequence[SampleView], language: str = "en") -> str:
    """The country of a sample, and what tells it from others of the same; or its id."""
    if not sample.country:
        return sample.id
    name, own = country_name(sample.country, language), apart(sample, samples, language)
    return f"{name}, {own}" if own else name


def people(kind: str, country: str | None, language: str = "en") -> str:
    """A population in an English sentence; ``language`` is that of the country's name.

    >>> people("general_public", "US"), people("governments", "JP"), people("experts", None)
    ('the general public of the United States', 'the government of Japan', 'the pooled experts')
    """
    if country is None:
        return f"the pooled {KINDS[kind]}"
    return f"{_ONE_COUNTRY[kind]} {country_name(country, language, in_sentence=True)}"


def whom(kind: str, country: str | None, language: str = "en") -> str:
    """A population in a sentence of any language.

    >>> whom("experts", "KR"), whom("experts", "KR", "ko")
    ('the experts of South Korea', '대한민국 전문가')
    """
    if country is None:
        return say(f"people.pooled.{kind}", language)
    return whom_of_several(kind, [country], language)


def whom_of_several(kind: str, countries: Sequence[str], language: str = "en") -> str:
    """People of one kind in several countries.

    >>> whom_of_several("governments", ["CN", "US"])
    'the governments of China and the United States'
    """
    names = [country_name(country, language, in_sentence=True) for country in countries]
    told = listed_in(names, language)
    return plural(f"people.{kind}", len(names), language, countries=told)
