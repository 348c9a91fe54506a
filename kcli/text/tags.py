"""Whether a tag names a language at all: a slip of the fingers is told, not answered in English."""

from __future__ import annotations

from kcli.errors import UsageError
from kcli.text.languages import ENGLISH, languages, tag_of

__all__ = ["check_language"]

# Codes that nobody will ever give to a language: for those that have none.
_PRIVATE = ("qaa", "qtz")


def check_language(tag: str, hint: str = "--lang {}") -> None:
    """Raise UsageError for what no language is called; kcli need not have words in it.

    A country that is taken for its language is told, even where its code is that of another
    language, too. The ``hint`` says where the right tag goes.

    >>> check_language("fr-CA")
    >>> check_language("kr")
    Traceback (most recent call last):
    kcli.errors.UsageError: 'kr' is a country, and Korean is written ko; --lang ko
    >>> check_language("ko-Korea")
    Traceback (most recent call last):
    kcli.errors.UsageError: no language is known by 'ko-Korea'; kcli has words in en, ja, ko, ...
    """
    if tag in languages():
        return
    first, *rest = tag.replace("_", "-").casefold().split("-")
    alias = _alias(first)
    if tag_of(alias) != ENGLISH:
        raise UsageError(f"the language {tag!r} is written {alias}", hint.format(alias))
    spoken = _spoken_in(first)
    if spoken is not None:
        message = f"{tag!r} is a country, and {_name(spoken)} is written {spoken}"
        raise UsageError(message, hint.format(spoken))
    if not (_is_language(first) and all(map(_is_part, rest))):
        *most, last = languages()
        words = (
            f"kcli has words in {', '.join(most)} and {last}; in others, such as fr, it prints "
            "labels and names of countries"
        )
        raise UsageError(f"no language is known by {tag!r}", words)


def _alias(first: str) -> str:
    """The tag in use where there is a better one: ``ko`` of ``kor``."""
    from babel.core import get_global

    return str(get_global("language_aliases").get(first, ""))


def _spoken_in(first: str) -> str | None:
    """The language of kcli whose country has this code, as ``ko`` of ``kr``; no such language."""
    from babel.core import get_global

    likely = get_global("likely_subtags")
    homes = {str(likely.get(tag, "")).rpartition("_")[2].casefold(): tag for tag in languages()}
    return None if first in languages() else homes.get(first)


def _name(tag: str) -> str:
    from babel import Locale

    return str(Locale(ENGLISH).languages[tag])


def _is_language(first: str) -> bool:
    from babel import Locale

    private = len(first) == 3 and _PRIVATE[0] <= first <= _PRIVATE[1]
    return first in Locale(ENGLISH).languages or bool(_alias(first)) or private


def _is_part(part: str) -> bool:
    """Whether it is a script, a region or a variant, as in ``zh-Hant``, ``pt-BR``, ``de-1996``."""
    from babel import Locale

    english = Locale(ENGLISH)
    return (
        part.title() in english.scripts
        or part.upper() in english.territories
        or part.upper() in english.variants
    )
