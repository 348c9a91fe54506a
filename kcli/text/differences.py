"""Differences of questionnaires in words: what an aspect is called, what a value of it means."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from kcli.model.diff_records import Difference
from kcli.text.countries import country_name
from kcli.text.languages import known, plural, say
from kcli.text.people import kind_words
from kcli.text.retold import retold
from kcli.text.sentences import listed

__all__ = ["aspect_words", "change_counts", "difference_text", "value_words"]

_WORDS = frozenset(
    {
        *("wording_status", "option_kind", "option_list", "type", "time_frame"),
        *("mode", "sampling", "weighting"),
    }
)
_NOTHING = frozenset({"filter", "score", "break"})
_BASES = {"all": "base.everyone_asked", "substantive": "base.those_with_an_opinion"}
# What only one side has: of a question, and as a whole.
_ONE_SIDED = frozenset({"option_added", "option_removed", "net_added", "net_removed"})
_COUNTED = ("item", "wave", "sample")
_CHANGES = ("changed", "added", "removed")


class Otherwise(Protocol):
    """What a change and the record of one have in common."""

    @property
    def aspect(self) -> str: ...
    @property
    def part(self) -> str | None: ...
    @property
    def language(self) -> str | None: ...
    @property
    def was(self) -> str | None: ...
    @property
    def now(self) -> str | None: ...


def aspect_words(
    aspect: str, part: str | None = None, language: str | None = None, *, told_in: str = "en"
) -> str:
    """What is otherwise, such as ``Answer better (ko)``; ``language`` is that of a text.

    >>> aspect_words("option_label", "better", "ko"), aspect_words("sources", "vub.url")
    ('Answer better (ko)', 'Sources vub.url')
    >>> aspect_words("option_label", "better", "ko", told_in="ko")
    '선택지 better (ko)'
    """
    key = f"diff.aspect.{aspect}"
    name = say(key, told_in) if known(key) else aspect.replace("_", " ").capitalize()
    named = f"{name} {part}" if part and aspect not in _ONE_SIDED else name
    return f"{named} ({language})" if language else named


def value_words(
    aspect: str, value: str | None, language: str = "en", *, told_in: str = "en"
) -> str:
    """A value of an aspect as a reader meets it; ``language`` is that of names of countries.

    >>> value_words("mode", "face_to_face"), value_words("base", "all, assumed")
    ('face to face', 'everyone asked, assumed')
    """
    if value is None:
        return say(f"diff.none.{aspect if aspect in _NOTHING else 'other'}", told_in)
    if aspect in ("country", "sample"):
        return listed([country_name(code, language) for code in value.split(", ")], told_in)
    if aspect in _TOLD:
        return _TOLD[aspect](value, told_in)
    return _word(value, told_in) if aspect in _WORDS else value


def difference_text(
    found: Otherwise,
    labels: tuple[str, str] = ("was", "now"),
    language: str = "en",
    *,
    told_in: str = "en",
) -> str:
    """A difference in one line; ``labels`` are what the two sides are called.

    Records are told in English, with the names of countries in ``language``.
    """
    name = aspect_words(found.aspect, found.part, found.language, told_in=told_in)
    if found.aspect in _ONE_SIDED:
        quoted = say("summary.quoted", told_in, name=found.was or found.now)
        return f"{name}: {quoted} ({found.part})"
    if found.aspect in _COUNTED:  # no page prints them so
        word = "added" if found.was is None else "removed"
        value = value_words(found.aspect, found.now or found.was, language, told_in=told_in)
        return f"{name} {word}: {value}"
    was, now = (
        value_words(found.aspect, value, language, told_in=told_in)
        for value in (found.was, found.now)
    )
    values = {"name": name, "first": labels[0], "was": was, "second": labels[1], "now": now}
    return say("diff.line", told_in, **values)


def change_counts(records: Iterable[Difference], language: str = "en") -> str:
    """How many questions, waves and samples are otherwise, and in what people were asked otherwise.

    Nothing where nothing counts. What is so of several waves or samples counts once.
    """
    counted = [record for record in records if record.counts]
    changed = {(r.item_from, r.item_to) for r in counted if r.aspect != "item" and _of_item(r)}
    told = []
    for aspect in _COUNTED:
        there = [record for record in counted if record.aspect == aspect]
        numbers = (
            len(changed) if aspect == "item" else 0,
            len({_name(record) for record in there if record.was is None}),
            len({_name(record) for record in there if record.now is None}),
        )
        told += _counts(aspect, numbers, language)
    rest = dict.fromkeys(
        aspect_words(record.aspect, told_in=language).lower()
        for record in counted
        if record.aspect not in _COUNTED and not _of_item(record)
    )
    if rest:
        names = say("between.words", language).join(rest)
        told.append(plural("diff.respects", len(rest), language, names=names))
    return say("between.reasons", language).join(told)


def _counts(aspect: str, numbers: Iterable[int], language: str) -> list[str]:
    """``2 questions changed, 1 added``; nothing for none."""
    found = [(number, word) for word, number in zip(_CHANGES, numbers, strict=True) if number]
    if not found:
        return []
    number, word = found[0]
    first = plural(f"diff.count.{aspect}.{word}", number, language)
    more = (say(f"diff.more.{word}", language, n=number) for number, word in found[1:])
    return [say("between.words", language).join([first, *more])]


def _of_item(record: Difference) -> bool:
    return record.item_from is not None or record.item_to is not None


def _name(record: Difference) -> tuple[str | None, ...]:
    """What was added or removed: a question, a wave, a sample, each once."""
    if record.aspect == "item":
        return (record.item_from, record.item_to)
    if record.aspect == "wave":
        return (record.wave_from, record.wave_to)
    return (record.sample_from, record.sample_to)


# -- values that have words ----------------------------------------------------------------


def _word(value: str, told_in: str) -> str:
    keys = (f"{kind}.{value}" for kind in ("diff.value", "way", "time"))
    key = next((key for key in keys if known(key)), None)
    return say(key, told_in) if key else value.replace("_", " ")


def _base(value: str, told_in: str) -> str:
    first, *status = value.split(", ")
    words = say(_BASES.get(first, "diff.value.unknown"), told_in)
    return say("between.words", told_in).join([words, *(_word(s, told_in) for s in status)])


def _dates(value: str, told_in: str) -> str:
    """Both ends of fieldwork, one of which may be open."""
    opened = say("diff.said.open", told_in)
    first, _, last = value.partition(" to ")
    ends = {"first": first, "last": last}
    told = {name: opened if end == "open" else end for name, end in ends.items()}
    return say("diff.said.dates", told_in, **told)


def _margin(value: str, told_in: str) -> str:
    return retold(value, "diff.said.margin", told_in)


def _break(value: str, told_in: str) -> str:
    return retold(value, "reason.", told_in)


_TOLD: dict[str, Callable[[str, str], str]] = {
    "population": kind_words,
    "base": _base,
    "break": _break,
    "fieldwork": _dates,
    "margin_of_error": _margin,
}
