"""The languages of the columns of a form, by tags and by names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from kcli.model.records import Note

__all__ = ["LabelColumns", "label_columns", "language_notes", "language_of"]

_LABEL = re.compile(r"label(:{1,2}\s*(?P<language>.*))?", re.IGNORECASE)
_NAMED = re.compile(r"(?P<name>[^()]*?)\s*\((?P<aside>[^()]*)\)")
_TAG = re.compile(r"[a-z]{2,3}([-_][a-z0-9]{2,8})*")
_NONE = frozenset({"", "default"})
# Names that the locale data do not have.
_ALSO = {
    "afaan oromo": "om", "afaan oromoo": "om", "afan oromo": "om", "oromiffa": "om",
    "farsi": "fa", "mandarin": "zh", "bahasa indonesia": "id", "bahasa melayu": "ms",
}  # fmt: skip


class LabelColumns(NamedTuple):
    """The columns of a sheet that hold labels."""

    tags: dict[str, str]
    """By heading: the language; ``und`` where there is none."""
    nameless: tuple[str, ...] = ()
    """The one whose language nobody knows, where no other column is without a language."""
    unknown: tuple[str, ...] = ()
    """Those that are left out because nobody knows their language."""
    twice: tuple[str, ...] = ()
    """Those that are left out because another one has their language."""


def label_columns(heads: Iterable[str]) -> LabelColumns:
    """``label``, ``label::English (en)``, ``label::አማርኛ`` and the like, a column a language."""
    found: dict[str, str | None] = {}
    for head in heads:
        match = _LABEL.fullmatch(head)
        if match:
            words = (match["language"] or "").strip().casefold()
            found[head] = "und" if words in _NONE else language_of(words)
    columns: dict[str, str] = {}
    for head, tag in found.items():
        if tag is not None:
            columns.setdefault(tag, head)
    unknown = [head for head, tag in found.items() if tag is None]
    nameless = tuple(unknown[:1]) if "und" not in columns else ()
    if nameless:
        columns["und"] = nameless[0]
    kept = {head: tag for tag, head in columns.items()}
    return LabelColumns(
        {head: kept[head] for head in found if head in kept},
        nameless,
        tuple(head for head in unknown if head not in kept),
        tuple(head for head, tag in found.items() if tag is not None and head not in kept),
    )


def language_notes(sheets: Sequence[LabelColumns]) -> Iterator[Note]:
    """What is said of labels that are left out, or read without their language."""
    nameless = _told(head for sheet in sheets for head in sheet.nameless)
    unknown = _told(head for sheet in sheets for head in sheet.unknown)
    twice = _told(head for sheet in sheets for head in sheet.twice)
    ways = [f"{nameless} is read without one"] if nameless else []
    ways += [f"left out: {unknown}"] if unknown else []
    if ways:
        text = (
            f"Labels in a language that kcli does not know: {'; '.join(ways)}. "
            "A tag says which it is, as in label::Oromo (om)."
        )
        yield Note("label-language", text)
    if twice:
        text = f"Labels in a language that another column has are left out: {twice}."
        yield Note("label-language", text)


def _told(heads: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(heads))


def language_of(words: str) -> str | None:
    """The tag of a language by its tag, or its name in English or in itself; None without any.

    >>> language_of("English (en)"), language_of("Tigrinya"), language_of("አማርኛ")
    ('en', 'ti', 'am')
    >>> language_of("Chinese (Simplified)"), language_of("pt_BR"), language_of("Klingonese")
    ('zh-hans', 'pt-br', None)
    >>> language_of("ga"), language_of("Irish")
    ('ga', 'ga')
    """
    folded = words.strip().casefold()
    named = _NAMED.fullmatch(folded)
    name, aside = (named["name"], named["aside"].strip()) if named else (folded, "")
    if _TAG.fullmatch(aside):
        return _tag(aside)
    if len(folded) == 2 and words.strip() in _in_english().values():
        return folded  # Irish is ga, and Ga another language
    names = [folded, f"{aside} {name}", name] if named else [name]
    for known in (_ALSO, _in_english()):
        tag = next((known[each] for each in names if each in known), None)
        if tag:
            return tag
    if _TAG.fullmatch(name) and re.split("[-_]", name)[0] in _in_english().values():
        return _tag(name)
    return next((_in_themselves()[each] for each in names if each in _in_themselves()), None)


def _tag(text: str) -> str:
    return text.replace("_", "-").lower()


@cache
def _in_english() -> dict[str, str]:
    from babel import Locale

    return {name.casefold(): _tag(code) for code, name in Locale("en").languages.items()}


@cache
def _in_themselves() -> dict[str, str]:
    from babel import Locale, localedata

    found: dict[str, str] = {}
    for code in sorted(localedata.locale_identifiers()):
        name = None if "_" in code else Locale.parse(code).languages.get(code)
        if name:
            found.setdefault(name.casefold(), _tag(code))
    return found
