"""What a result says, in plain sentences: each made from records, and no stronger than they are.

A word of strength stands in a sentence only where a record has it. What is
true of those asked is told apart from what a test carries to a population,
counts of people from shares, and a gap between populations from a change.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kcli.model.records import Record, Result
from kcli.text.languages import say
from kcli.text.summary.index import Index, Sentence, index_of, records_of
from kcli.text.summary.labels import label_sentences

__all__ = ["Sentence", "summary_of"]

Tell = Callable[[Sequence[Any], Index], list[Sentence]]


def summary_of(
    found: Result | Sequence[Record], language: str = "en", *, synthetic: bool | None = None
) -> tuple[Sentence, ...]:
    """The sentences that a result, or some records, support; in the order of the records.

    Answers and titles are called as they are in the records; so ask for records
    in the same language. A result that is not told in sentences gives none.

    Parameters
    ----------
    found : of a command, or its records alone: then answers go by the estimates among them
    language : a tag; what a language lacks is said in English
    synthetic : whether every sentence has to say that the respondents are invented;
        a result knows it itself
    """
    index = index_of(found, language)
    records = records_of(found)
    if synthetic is None:
        synthetic = isinstance(found, Result) and found.synthetic
    language = index.language
    sentences = _labels(_newest(found, records), index)
    kinds = {record.type for record in records}
    # What tells of changes and of claims is loaded where there are any.
    if "trend" in kinds:
        from kcli.text.summary.trends import without_slope

        told = {id(record) for record in without_slope(records)}
        shown = [r for r in records if r.type in ("trend", "break") or id(r) in told]
        sentences += _by_item(shown, index, _series)
    elif "shift" in kinds:
        from kcli.text.summary.shifts import shift_sentences

        shifts = [record for record in records if record.type == "shift"]
        sentences += _by_item(shifts, index, shift_sentences)
    if "verdict" in kinds:
        from kcli.text.summary.verdicts import verdict_sentences

        sentences += verdict_sentences([r for r in records if r.type == "verdict"], index)
    if not synthetic:
        return tuple(sentences)
    return tuple(
        Sentence(say("summary.invented", language, text=sentence.text), sentence.records)
        for sentence in sentences
    )


def _newest(found: Result | Sequence[Record], records: Sequence[Record]) -> list[Record]:
    """The labels to speak of; of a topline, which has every wave, those of the newest."""
    labels = [record for record in records if record.type == "label"]
    if isinstance(found, Result) and found.command == "topline" and labels:
        return [record for record in labels if record.wave == labels[0].wave]
    return labels


def _labels(records: Sequence[Record], index: Index) -> list[Sentence]:
    """Item by item, wave by wave; each begins with its question where there are several."""
    groups: dict[tuple[str, str, str], list[Record]] = {}
    for record in records:
        groups.setdefault((record.survey, record.wave, record.item), []).append(record)
    waves = {(survey, wave) for survey, wave, _ in groups}
    sentences = []
    for (survey, wave, item), own in groups.items():
        title = index.title(survey, item)
        if len(waves) > 1:
            title = say("summary.of_wave", index.language, title=title, wave=f"{survey} {wave}")
        told = label_sentences(own, index)
        sentences += _titled(title, told, index.language) if len(groups) > 1 else told
    return sentences


def _by_item(records: Sequence[Any], index: Index, tell: Tell) -> list[Sentence]:
    """Item by item; each begins with its question where there are several."""
    groups: dict[tuple[str, str], list[Any]] = {}
    for record in records:
        groups.setdefault(_item(record), []).append(record)
    sentences = []
    for item, own in groups.items():
        told = tell(own, index)
        sentences += _titled(index.title(*item), told, index.language) if len(groups) > 1 else told
    return sentences


def _series(records: Sequence[Any], index: Index) -> list[Sentence]:
    """Which way a series goes; from where to where, if it has no slope; where it breaks."""
    from kcli.text.summary.shifts import shift_sentences
    from kcli.text.summary.trends import break_sentences, trend_sentences

    trends, shifts, breaks = (
        [record for record in records if record.type == kind]
        for kind in ("trend", "shift", "break")
    )
    return [
        *trend_sentences(trends, index),
        *shift_sentences(shifts, index),
        *break_sentences(breaks, index),
    ]


def _item(record: Any) -> tuple[str, str]:
    """The item that a record is about: of a shift the later one."""
    if record.type == "shift":
        return record.survey_to, record.item_to
    return record.survey, record.item


def _titled(title: str, sentences: Sequence[Sentence], language: str) -> list[Sentence]:
    """The first of some sentences after its question; no colon after a question mark."""
    if not sentences:
        return []
    first, *rest = sentences
    key = "summary.asked_title" if title.endswith(("?", "？", ":", ".")) else "summary.titled"
    return [Sentence(say(key, language, title=title, text=first.text), first.records), *rest]
