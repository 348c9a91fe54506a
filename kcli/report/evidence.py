"""What the sentences of a section rest on: of each record its surveys, waves and sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kcli.model.records import Record, Result
from kcli.report.document import Cited, Evidence, Told
from kcli.text.summary import Sentence, summary_of

__all__ = ["told_by"]

End = tuple[str, str, tuple[str, ...]]  # a survey, a wave, the ids of sources


def told_by(result: Result, language: str, cited: Cited) -> tuple[tuple[Told, ...], ...]:
    """What the records say, in sentences with their evidence; those on one question together."""
    groups: dict[object, list[Told]] = {}
    for number, sentence in enumerate(summary_of(result, language)):
        told = Told(sentence.text, _evidence(sentence.records, cited))
        groups.setdefault(_question(sentence) or number, []).append(told)
    return tuple(map(tuple, groups.values()))


def _question(sentence: Sentence) -> tuple[str, str, str] | None:
    """The wave and item that a sentence made of labels is about; None for others."""
    found = {
        (record.survey, record.wave, record.item) if record.type == "label" else None
        for record in sentence.records
    }
    return found.pop() if len(found) == 1 else None


def _evidence(records: Sequence[Record], cited: Cited) -> tuple[Evidence, ...]:
    """Each survey once, with its waves and sources in the order of the records."""
    waves: dict[str, dict[str, None]] = {}
    sources: dict[str, dict[str, None]] = {}
    for survey, wave, ids in _ends(records, cited):
        waves.setdefault(survey, {})[wave] = None
        sources.setdefault(survey, {}).update(dict.fromkeys(ids))
    return tuple(Evidence(s, tuple(found), tuple(sources[s])) for s, found in waves.items())


def _ends(records: Iterable[Record], cited: Cited) -> Iterator[End]:
    for record in records:
        if record.type == "shift":
            for end in ("from", "to"):
                place = _place(record, end)
                yield place[0], place[1], cited.places.get(place, ())
        elif record.type == "trend":
            for wave in record.waves:
                place = (record.survey, wave, record.item, record.country)
                yield record.survey, wave, cited.places.get(place, ())
        elif record.type == "break":
            yield record.survey, record.wave_before, ()
            yield record.survey, record.wave_after, ()
        elif record.type == "verdict":
            facts = (cited.findings.get((record.survey, fact)) for fact in record.facts)
            ids = (record.source, *(fact for fact in facts if fact))
            if record.wave is not None:
                yield record.survey, record.wave, ids
        elif getattr(record, "wave", None):
            yield record.survey, record.wave, record.sources


def _place(record: Any, end: str) -> tuple[str, str, str, str | None]:
    keys = (f"{name}_{end}" for name in ("survey", "wave", "item", "country"))
    survey, wave, item, country = (getattr(record, key) for key in keys)
    return survey, wave, item, country
