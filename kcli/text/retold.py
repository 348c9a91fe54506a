"""Texts of records, which are English, told in another language.

Notes, assumptions and reasons come from a fixed list of templates. A text that
one of them made is taken apart and put together in the other language; one
that none of them made stays as it is.
"""

from __future__ import annotations

import re
from functools import cache
from string import Formatter

from kcli.text.countries import countries_by_name, country_name
from kcli.text.languages import known, listed_in, say, tag_of
from kcli.text.people import KINDS, kind_words

__all__ = ["retold", "retold_note", "retold_reason"]


def retold_note(code: str, text: str, language: str) -> str:
    """A note or an assumption in a language.

    >>> retold_note("deff-one", "No design effect is published; limits are those of a simple "
    ...             "random sample.", "ko")
    '설계효과가 공표되지 않아 단순무작위표본의 한계를 쓴다.'
    """
    del code  # the text alone tells which of the templates of a code made it
    return retold(text, "note.", language)


def retold_reason(reason: str, language: str) -> str:
    """The text of a reason of comparability, as records hold it, without its grade and code.

    >>> retold_reason("B sampling-unknown: the way of sampling is not published", "ko")
    '표집 방법이 공표되지 않음'
    """
    head, _, text = reason.partition(": ")
    grade, _, code = head.partition(" ")
    if len(grade) != 1 or not code or " " in code:
        return retold(reason, "reason.", language)
    if code == "judged":
        return say("page.judged", language, text=text)
    return retold(text, "reason.", language)


def retold(text: str, prefix: str, language: str) -> str:
    """A text that a template under some prefix made, by the template of the same id."""
    if tag_of(language) == "en":
        return text
    for key, pattern in _patterns(prefix):
        found = pattern.fullmatch(text)
        if found is not None:
            values = {name: _value(name, v, language) for name, v in found.groupdict().items()}
            return say(_form(key, language), language, **values)
    return text


def _form(key: str, language: str) -> str:
    """The id in a language that has other forms of the plural than English."""
    if key.endswith(".one") and not known(key, language):
        return f"{key.removesuffix('.one')}.other"
    return key


@cache
def _patterns(prefix: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The English templates under a prefix as patterns: those with the most words first."""
    from kcli.text.languages.en import MESSAGES

    found = []
    for key, template in MESSAGES.items():
        if not key.startswith(prefix):
            continue
        pattern, own = "", 0
        for words, name, _, _ in Formatter().parse(template):
            pattern += re.escape(words)
            own += len(words)
            if name is not None:
                pattern += f"(?P<{name}>.+?)"
        found.append((-own, key, re.compile(pattern, re.DOTALL)))
    return tuple((key, pattern) for _, key, pattern in sorted(found, key=lambda f: f[:2]))


def _value(name: str, text: str, language: str) -> str:
    """What stood in a field, in the other language where it is one of the tool's own words."""
    kind = name.partition("_")[0]
    if kind in ("country", "countries"):
        codes = countries_by_name("en")
        names = _split(text)
        told = [country_name(codes[n], language) if n in codes else n for n in names]
        return listed_in(told, language)
    if kind == "names":
        return listed_in(_split(text), language)
    if kind == "labels":
        names = re.findall("“([^”]*)”", text)
        return _quoted(names, language) if _quoted(names, "en") == text else text
    if kind == "kind":
        by_name = {words: key for key, words in KINDS.items()}
        return kind_words(by_name[text], language) if text in by_name else text
    if kind in ("way", "time", "base"):
        key = f"{kind}.{text.replace(' ', '_')}"
        return say(key, language) if known(key) else text
    return text


def _quoted(names: list[str], language: str) -> str:
    return listed_in([say("summary.quoted", language, name=name) for name in names], language)


def _split(text: str) -> list[str]:
    """Names that English joined: ``A``, ``A and B``, ``A, B and C``."""
    first, found, last = text.rpartition(" and ")
    return [*first.split(", "), last] if found else [text]
