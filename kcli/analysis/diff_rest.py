"""What two versions of a questionnaire file say otherwise beside what people were asked.

Titles, sources, notes, terms, conventions, the design of a file of responses:
key by key, whatever keys a file may have.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from kcli.analysis.diff import Change
from kcli.model.questionnaire import Questionnaire
from kcli.text.spoken import spoken

__all__ = ["Said", "said_otherwise"]

Key = tuple[str, ...]
# Keys whose texts are in several languages.
_LOCAL = frozenset({"title", "note", "licence", "attribution", "reason"})
_TOP = frozenset({"survey", "waves", "items", "organisations"})
_OF_A_WAVE = ("title", "note", "design", "population_totals", "pooled_rule")
_OF_AN_ITEM = ("note", "concept")


@dataclass(frozen=True)
class Said:
    """A change of a key, and the place of the key in the file."""

    change: Change
    path: Key
    wave: str | None = None
    item: str | None = None


def said_otherwise(first: Questionnaire, second: Questionnaire) -> list[Said]:
    """The keys of two versions of one file that differ and that no asking and no sample shows."""
    found = [
        Said(change, path)
        for name in Questionnaire.model_fields
        if name not in _TOP
        for change, path in _changed((name,), getattr(first, name), getattr(second, name))
    ]
    for wave in (name for name in first.waves if name in second.waves):
        found += _of_wave(first, second, wave)
    for item in (name for name in first.items if name in second.items):
        found += _of_item(first, second, item)
    return found


def organisations(first: Questionnaire, second: Questionnaire) -> list[Said]:
    """Who does the survey, where that is said otherwise of the whole of it."""
    pairs = _changed(("organisations",), first.organisations, second.organisations)
    return [Said(change, path) for change, path in pairs]


def _of_wave(first: Questionnaire, second: Questionnaire, wave: str) -> Iterator[Said]:
    one, two, path = first.waves[wave], second.waves[wave], ("waves", wave)
    for name in _OF_A_WAVE:
        for change, rest in _changed((name,), getattr(one, name), getattr(two, name)):
            yield Said(change, (*path, *rest), wave)
    for sample in (name for name in one.samples if name in two.samples):
        notes = (one.samples[sample].note, two.samples[sample].note)
        for change, rest in _changed(("note", sample), *notes):
            yield Said(change, (*path, "samples", sample, "note", *rest[2:]), wave)


def _of_item(first: Questionnaire, second: Questionnaire, item: str) -> Iterator[Said]:
    one, two, path = first.items[item], second.items[item], ("items", item)
    for name in _OF_AN_ITEM:
        for change, rest in _changed((name,), getattr(one, name), getattr(two, name)):
            yield Said(change, (*path, *rest), item=item)
    for wave in dict.fromkeys((*one.versions, *two.versions)):
        notes = [body.versions[wave].note if wave in body.versions else None for body in (one, two)]
        for change, rest in _changed(("note", wave), *notes):
            yield Said(change, (*path, "versions", wave, "note", *rest[2:]), item=item)


def _changed(key: Key, first: object, second: object) -> Iterator[tuple[Change, Key]]:
    """The leaves below a key that differ, each with its path."""
    local = key[0] in _LOCAL
    one, two = dict(_leaves(first, key, local=local)), dict(_leaves(second, key, local=local))
    for leaf in dict.fromkeys((*one, *two)):
        was, now = one.get(leaf), two.get(leaf)
        if was != now:
            path, language = leaf
            part = ".".join(path[1:]) or None
            full = path if language is None else (*path, language)
            yield Change(path[0], was, now, part, language, counts=False), full


def _leaves(
    value: object, path: Key, *, local: bool
) -> Iterator[tuple[tuple[Key, str | None], str]]:
    """Each plain value with its path, and with its language where it is a text in several."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _leaves(getattr(value, name), (*path, name), local=name in _LOCAL)
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            if local:
                yield (path, str(name)), str(inner)
            else:
                yield from _leaves(inner, (*path, str(name)), local=False)
    elif isinstance(value, Sequence) and any(isinstance(each, BaseModel) for each in value):
        for name, inner in _named(value):
            yield from _leaves(inner, (*path, name), local=False)
    else:
        text = spoken(value)
        if text is not None:
            yield (path, None), text


def _named(values: Sequence[object]) -> Iterator[tuple[str, object]]:
    """The entries of a list by what tells them apart, so that a new one shifts none of the rest."""
    seen: dict[str, int] = {}
    for value in values:
        keys = (getattr(value, key, None) for key in ("id", "before", "apart"))
        name = next((key for key in keys if key), "entry")
        seen[name] = seen.get(name, 0) + 1
        yield (name if seen[name] == 1 else f"{name} ({seen[name]})"), value
