"""The tool's own words, in every language that stands here.

A language is a module of this package, named by its tag: ``MESSAGES`` holds its
templates by id, with named fields. It may have hooks as well: ``listed`` joins
names where the locale data do it otherwise, ``finish`` ends the words around a
field by what was put into it, and ``inflected`` puts a value into the case that
its field asks for. Nothing else has to be told: a language is known because its
module is found.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from string import Formatter

__all__ = ["ENGLISH", "known", "languages", "listed_in", "missing", "plural", "say", "tag_of"]

ENGLISH = "en"


@dataclass(frozen=True)
class Language:
    """A language as far as it is known; what it lacks is said in English."""

    tag: str
    messages: Mapping[str, str]
    listed: Callable[[Sequence[str]], str]
    finish: Callable[[str, str], str]
    inflected: Callable[[object, str], str]


@cache
def languages() -> tuple[str, ...]:
    """The tags of the languages that are known, in the order of the alphabet."""
    names = (module.name for module in pkgutil.iter_modules(__path__))
    return tuple(sorted(name.replace("_", "-") for name in names))


@cache
def tag_of(language: str) -> str:
    """The known language that a tag means, without its region if need be; else English.

    >>> tag_of("ko-KR"), tag_of("KO"), tag_of("tlh")
    ('ko', 'ko', 'en')
    """
    tags = {tag.casefold(): tag for tag in languages()}
    parts = language.replace("_", "-").casefold().split("-")
    shorter = ("-".join(parts[:count]) for count in range(len(parts), 0, -1))
    return next((tags[tag] for tag in shorter if tag in tags), ENGLISH)


def say(key: str, language: str = ENGLISH, /, **values: object) -> str:
    """A message with its fields filled; the English one where the language has none.

    >>> say("page.not_reported"), say("page.not_reported", "ko")
    ('not reported', '미공표')
    """
    spoken = _language(tag_of(language))
    if key not in spoken.messages:
        spoken = _language(ENGLISH)
    return _filled(spoken.messages[key], values, spoken)


def known(key: str, language: str = ENGLISH) -> bool:
    """Whether a language has a message of its own."""
    return key in _language(tag_of(language)).messages


def missing(language: str) -> tuple[str, ...]:
    """The ids of messages that a language does not have and English has.

    Of a message in the plural any one form will do.
    """
    there = {_stem(key) for key in _language(tag_of(language)).messages}
    return tuple(key for key in _language(ENGLISH).messages if _stem(key) not in there)


def plural(key: str, number: int, language: str = ENGLISH, /, **values: object) -> str:
    """The form of a message that goes with a number, by the plural rules of the language.

    >>> plural("count.claims", 1), plural("count.claims", 2), plural("count.claims", 2, "ko")
    ('1 sentence', '2 sentences', '문장 2개')
    """
    for tag in (tag_of(language), ENGLISH):
        messages = _language(tag).messages
        for form in (_category(tag, number), "other"):
            if f"{key}.{form}" in messages:
                return say(f"{key}.{form}", tag, n=number, **values)
    raise KeyError(key)


def listed_in(names: Sequence[str], language: str = ENGLISH) -> str:
    """Names as a sentence joins them.

    >>> listed_in(["A", "B", "C"]), listed_in(["중국", "러시아"], "ko")
    ('A, B and C', '중국과 러시아')
    """
    return _language(tag_of(language)).listed(names)


# -- languages ---------------------------------------------------------------------------

_FORMS = ("zero", "one", "two", "few", "many", "other")


@cache
def _language(tag: str) -> Language:
    module = import_module(f"{__name__}.{tag.replace('-', '_')}")
    listed: Callable[[Sequence[str]], str] | None = getattr(module, "listed", None)
    return Language(
        tag,
        module.MESSAGES,
        listed or (lambda names: _by_locale(names, tag)),
        getattr(module, "finish", _as_it_is),
        getattr(module, "inflected", format),
    )


def _as_it_is(before: str, words: str) -> str:
    return words


def _by_locale(names: Sequence[str], tag: str) -> str:
    from babel.lists import format_list

    return format_list(list(names), locale=_locale(tag))


@cache
def _category(tag: str, number: int) -> str:
    from babel import Locale

    return str(Locale.parse(_locale(tag)).plural_form(number))


@cache
def _locale(tag: str) -> str:
    """The locale of the data that Babel carries; English where it has none of a language."""
    from babel import Locale, UnknownLocaleError

    name = tag.replace("-", "_")
    try:
        Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return ENGLISH
    return name


def _stem(key: str) -> str:
    stem, _, form = key.rpartition(".")
    return stem if form in _FORMS else key


# -- templates ---------------------------------------------------------------------------


@cache
def _pieces(template: str) -> tuple[tuple[str, str | None, str], ...]:
    """Words, and the field after them with its format; None where nothing comes after."""
    return tuple((words, name, form or "") for words, name, form, _ in Formatter().parse(template))


def _filled(template: str, values: Mapping[str, object], spoken: Language) -> str:
    """The template with its fields: its own words are finished, and a value only where it asks."""
    text = ""
    for words, name, form in _pieces(template):
        text += spoken.finish(text, words)
        if name is not None:
            text += spoken.inflected(values[name], form)
    return text
