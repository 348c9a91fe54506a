"""Whom a sample represents, in words that stand in a sentence."""

from __future__ import annotations

from kcli.text.countries import country_name

__all__ = ["KINDS", "people"]

KINDS = {
    "general_public": "general public",
    "experts": "experts",
    "commentators": "commentators",
    "governments": "governments",
    "other": "other",
}
_ONE_COUNTRY = {
    "general_public": "the general public of",
    "experts": "the experts of",
    "commentators": "commentators in",
    "governments": "the government of",
    "other": "the sample of",
}


def people(kind: str, country: str | None, language: str = "en") -> str:
    """A population in a sentence.

    >>> people("general_public", "US"), people("governments", "JP"), people("experts", None)
    ('the general public of the United States', 'the government of Japan', 'the pooled experts')
    """
    if country is None:
        return f"the pooled {KINDS[kind]}"
    return f"{_ONE_COUNTRY[kind]} {country_name(country, language, in_sentence=True)}"
