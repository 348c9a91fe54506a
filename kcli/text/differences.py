"""Differences of questionnaires in words: what an aspect is called, what a value of it means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from kcli.model.diff_records import Difference
from kcli.text.countries import country_name
from kcli.text.people import KINDS
from kcli.text.sentences import listed

__all__ = ["aspect_words", "change_counts", "difference_text", "value_words"]

_NAMES = {
    "wording": "Wording",
    "wording_status": "How the wording is known",
    "option_added": "Answer added",
    "option_removed": "Answer removed",
    "option_label": "Answer",
    "option_kind": "Kind of answer",
    "option_code": "Code of answer",
    "option_order": "Order of answers",
    "option_list": "List of answers",
    "type": "Answers allowed",
    "score": "Score",
    "net_added": "Net added",
    "net_removed": "Net removed",
    "net_label": "Net",
    "net_parts": "Parts of net",
    "filter": "Asked of",
    "time_frame": "Time frame",
    "country": "Country",
    "population": "Population",
    "universe": "Universe",
    "mode": "Mode of interviewing",
    "sampling": "Way of sampling",
    "weighting": "Figures",
    "base": "Base of shares",
    "partner": "Done by",
    "persons": "Persons",
    "break": "Break of the series",
    "item": "Question",
    "wave": "Wave",
    "sample": "Sample",
}
_VALUES = {
    "verbatim": "word for word",
    "paraphrase": "in other words",
    "unpublished": "not published",
    "unknown": "not published",
    "single": "one answer",
    "multiple": "several answers",
    "dont_know": "don't know",
    "yes": "weighted",
    "no": "not weighted",
}
_WORDS = frozenset(
    {
        *("wording_status", "option_kind", "option_list", "type", "time_frame"),
        *("mode", "sampling", "weighting", "base"),
    }
)
_NOTHING = {"filter": "everyone", "score": "none", "break": "none"}
# What only one side has: of a question, and as a whole.
_ONE_SIDED = frozenset({"option_added", "option_removed", "net_added", "net_removed"})
_COUNTED = {"item": "question", "wave": "wave", "sample": "sample"}


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


def aspect_words(aspect: str, part: str | None = None, language: str | None = None) -> str:
    """What is otherwise, such as ``Answer better (ko)``.

    >>> aspect_words("option_label", "better", "ko"), aspect_words("sources", "vub.url")
    ('Answer better (ko)', 'Sources vub.url')
    """
    name = _NAMES.get(aspect, aspect.replace("_", " ").capitalize())
    named = f"{name} {part}" if part and aspect not in _ONE_SIDED else name
    return f"{named} ({language})" if language else named


def value_words(aspect: str, value: str | None, language: str = "en") -> str:
    """A value of an aspect as a reader meets it.

    >>> value_words("mode", "face_to_face"), value_words("base", "all, assumed")
    ('face to face', 'everyone asked, assumed')
    """
    if value is None:
        return _NOTHING.get(aspect, "not stated")
    if aspect == "population":
        return KINDS[value]
    if aspect in ("country", "sample"):
        return listed([country_name(code, language) for code in value.split(", ")])
    if aspect == "base":
        first, comma, rest = value.partition(", ")
        words = {"all": "everyone asked", "substantive": "those with an opinion"}
        return f"{words.get(first, 'not published')}{comma}{rest}"
    if aspect in _WORDS:
        return _VALUES.get(value, value.replace("_", " "))
    return value


def difference_text(
    found: Otherwise, labels: tuple[str, str] = ("was", "now"), language: str = "en"
) -> str:
    """A difference in one line; ``labels`` are what the two sides are called."""
    name = aspect_words(found.aspect, found.part, found.language)
    if found.aspect in _ONE_SIDED:
        return f"{name}: “{found.was or found.now}” ({found.part})"
    if found.aspect in _COUNTED:
        word = "added" if found.was is None else "removed"
        return f"{name} {word}: {value_words(found.aspect, found.now or found.was, language)}"
    was, now = (value_words(found.aspect, value, language) for value in (found.was, found.now))
    return f"{name}: {labels[0]} {was}; {labels[1]} {now}"


def change_counts(records: Iterable[Difference]) -> str:
    """How many questions, waves and samples are otherwise, and in what people were asked otherwise.

    Nothing where nothing counts. What is so of several waves or samples counts once.
    """
    counted = [record for record in records if record.counts]
    changed = {(r.item_from, r.item_to) for r in counted if r.aspect != "item" and _of_item(r)}
    told = []
    for aspect, noun in _COUNTED.items():
        there = [record for record in counted if record.aspect == aspect]
        numbers = {
            "changed": len(changed) if aspect == "item" else 0,
            "added": len({_name(record) for record in there if record.was is None}),
            "removed": len({_name(record) for record in there if record.now is None}),
        }
        told += _counts(noun, numbers)
    rest = dict.fromkeys(
        aspect_words(record.aspect).lower()
        for record in counted
        if record.aspect not in _COUNTED and not _of_item(record)
    )
    if rest:
        respects = "1 respect" if len(rest) == 1 else f"{len(rest)} respects"
        told.append(f"asked otherwise in {respects}: {', '.join(rest)}")
    return "; ".join(told)


def _counts(noun: str, numbers: Mapping[str, int]) -> list[str]:
    """``2 questions changed, 1 added``; nothing for none."""
    found = [(number, word) for word, number in numbers.items() if number]
    if not found:
        return []
    number, word = found[0]
    first = f"{number} {noun if number == 1 else f'{noun}s'} {word}"
    return [", ".join([first, *(f"{number} {word}" for number, word in found[1:])])]


def _of_item(record: Difference) -> bool:
    return record.item_from is not None or record.item_to is not None


def _name(record: Difference) -> tuple[str | None, ...]:
    """What was added or removed: a question, a wave, a sample, each once."""
    if record.aspect == "item":
        return (record.item_from, record.item_to)
    if record.aspect == "wave":
        return (record.wave_from, record.wave_to)
    return (record.sample_from, record.sample_to)
