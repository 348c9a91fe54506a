"""Country codes and names, from the Unicode locale data that Babel carries."""

from __future__ import annotations

from functools import cache

__all__ = ["countries_by_name", "country_name", "is_country"]

# Codes of two letters in the locale data that are no countries.
_OTHERS = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
_SENTENCE = {
    "US": "the United States",
    "GB": "the United Kingdom",
    "NL": "the Netherlands",
    "PH": "the Philippines",
    "AE": "the United Arab Emirates",
}


@cache
def _names(language: str) -> dict[str, str]:
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse("en")
    return dict(locale.territories)


def is_country(code: str) -> bool:
    """Whether a code is a country's, or a territory's, in ISO 3166-1 alpha-2."""
    return len(code) == 2 and code.isalpha() and code in _names("en") and code not in _OTHERS


def country_name(code: str, language: str = "en", *, in_sentence: bool = False) -> str:
    """``KR`` as South Korea; with its article where an English sentence wants one."""
    if in_sentence and language == "en" and code in _SENTENCE:
        return _SENTENCE[code]
    return _names(language).get(code, code)


@cache
def countries_by_name(language: str = "en") -> dict[str, str]:
    """The codes of countries by their names; with its article a name is one of them, too."""
    found = {name: code for code, name in _names(language).items() if is_country(code)}
    if language == "en":
        found |= {name: code for code, name in _SENTENCE.items()}
    return found
