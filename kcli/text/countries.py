"""Country codes and names, from the Unicode locale data that Babel carries."""

from __future__ import annotations

from functools import cache

__all__ = ["country_name", "is_country"]

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
