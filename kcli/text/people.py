"""Whom a sample represents, in words that stand in a sentence or in a table."""

from __future__ import annotations

from collections.abc import Sequence

from kcli.text.countries import country_name
from kcli.text.languages import listed_in, plural, say

__all__ = ["KINDS", "NAMED", "kind_words", "people", "whom", "whom_of_several"]

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
