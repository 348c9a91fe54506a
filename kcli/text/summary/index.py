"""What a sentence has to know besides its records: labels, printed figures, titles, the test."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from kcli.model.records import Estimate, Label, Record, Result
from kcli.text.languages import tag_of

__all__ = ["Index", "Known", "Sentence", "index_of", "records_of"]

Key = tuple[str, str, str, str | None, str | None, str]


@dataclass(frozen=True)
class Sentence:
    """One sentence, or two that belong together, and the records it was made from."""

    text: str
    records: tuple[Record, ...]


@dataclass(frozen=True)
class Known:
    """An estimate, and the figure as its source prints it where it does."""

    record: Estimate
    printed: str | None = None


@dataclass(frozen=True)
class Index:
    """Everything that sentences of one result look up, by sample and answer."""

    language: str
    confidence: float | None = None
    estimates: dict[Key, Known] = field(default_factory=dict)
    samples: dict[int, dict[str, Known]] = field(default_factory=dict)
    """The answers of the sample that each label is about, where blocks tell: by its identity."""
    apart: dict[int, str] = field(default_factory=dict)
    """What tells a record's sample from another of the same people, where there is one."""
    ends: dict[int, tuple[Known, Known]] = field(default_factory=dict)
    """Both ends of each shift, where blocks tell: by its identity."""
    titles: dict[tuple[str, str], str] = field(default_factory=dict)
    """The text of each item."""

    def estimate(self, record: Label, option: str) -> Known | None:
        """What is known of one answer of the sample that a label is about."""
        own = self.samples.get(id(record))
        if own is not None:
            return own.get(option)
        who = (record.survey, record.wave, record.population, record.country, record.item)
        return self.estimates.get((*who, option))

    def answers(self, record: Label) -> list[Known]:
        """All answers of the sample that a label is about, in their order."""
        own = self.samples.get(id(record))
        if own is not None:
            return list(own.values())
        who = (record.survey, record.wave, record.population, record.country, record.item)
        return [known for key, known in self.estimates.items() if key[:5] == who]

    def name(self, record: Label, option: str) -> str:
        """What an answer is called; its id where nothing tells."""
        known = self.estimate(record, option)
        if known is not None:
            return known.record.option_label
        same = (record.survey, record.item, option)
        for (survey, _, _, _, item, name), other in self.estimates.items():
            if (survey, item, name) == same:
                return other.record.option_label
        return option

    def title(self, survey: str, item: str) -> str:
        """The text of an item; its id where nothing tells."""
        return self.titles.get((survey, item), f"{survey}.{item}")


def records_of(found: Result | Sequence[Record]) -> tuple[Record, ...]:
    """The records to speak of: those of a concept have the labels of its columns with them."""
    if not isinstance(found, Result):
        return tuple(found)
    labels = [column.label for block in _blocks(found) for column in _of_concept(block)]
    return (*found.records, *labels)


def index_of(found: Result | Sequence[Record], language: str) -> Index:
    """The index of a result, or of records alone; where kcli lacks a language all is English."""
    spoken = tag_of(language)
    if not isinstance(found, Result):
        index = Index(spoken)
        _add(index, (Known(record) for record in found if record.type == "estimate"))
        return index
    index = Index(spoken, found.parameters.get("confidence"))
    _add(index, (Known(record) for record in found.records if record.type == "estimate"))
    for block in _blocks(found):
        told = [each for _, each in getattr(block, "estimations", ())]
        _add(index, (Known(each.record, each.printed) for each in told))
        for column in _of_concept(block):
            _add_sample(index, column.label, column.own)
        for columns in _compared(block):
            for column in columns:
                _add_sample(index, column.label, column.estimations)
            _tell_apart(index, columns)
        _add_passages(index, getattr(block, "passages", ()))
        found_apart = getattr(block, "apart", {})
        index.apart.update({key: own for key, own in found_apart.items() if own})
        for asking in _askings(block):
            index.titles.setdefault((asking.survey, asking.item), asking.title(language))
    return index


def _add(index: Index, found: Iterable[Known]) -> None:
    """By sample and answer; where two samples are told apart by neither, neither is looked up."""
    unclear = set()
    for known in found:
        r = known.record
        key = (r.survey, r.wave, r.population, r.country, r.item, r.option)
        before = index.estimates.get(key)
        if before is not None and before.record != r:
            unclear.add(key)
        index.estimates[key] = known
    for key in unclear:
        del index.estimates[key]


def _add_sample(index: Index, label: Label, found: Iterable[Any]) -> None:
    index.samples[id(label)] = {e.record.option: Known(e.record, e.printed) for e in found}


def _add_passages(index: Index, passages: Iterable[Any]) -> None:
    for passage in passages:
        for change, shift in zip(passage.changes, passage.shifts, strict=True):
            first, second = (
                Known(end.record, end.printed) for end in (change.first, change.second)
            )
            index.ends[id(shift)] = (first, second)
            if any(passage.apart):
                index.apart[id(shift)] = "–".join(dict.fromkeys(filter(None, passage.apart)))


def _tell_apart(index: Index, columns: Sequence[Any]) -> None:
    """Samples of one people in one country are told apart by their ids."""
    people = [(column.sample.country, column.sample.population) for column in columns]
    for column, who in zip(columns, people, strict=True):
        if people.count(who) > 1:
            index.apart[id(column.label)] = column.sample.id


def _blocks(result: Result) -> list[Any]:
    """What pages are laid out from, one after another; empty where a command has no blocks."""
    return list(result.context) if isinstance(result.context, list | tuple) else []


def _of_concept(block: Any) -> list[Any]:
    """The columns of a concept whose own answers have a label."""
    columns = getattr(block, "columns", ())
    return [column for column in columns if getattr(column, "label", None) is not None]


def _compared(block: Any) -> Iterator[Sequence[Any]]:
    """The columns of each comparison of a block, or of the blocks that it is made of."""
    for inner in getattr(block, "blocks", (block,)):
        for comparison in getattr(inner, "comparisons", ()):
            yield comparison.columns


def _askings(block: Any) -> Iterator[Any]:
    """Every question of a block, as it was asked."""
    for inner in getattr(block, "blocks", (block,)):
        for comparison in getattr(inner, "comparisons", ()):
            yield comparison.asking
        for column in getattr(inner, "columns", ()):
            yield column.asking
    for series in getattr(block, "series", ()):
        yield series.side.asking
    for passage in getattr(block, "passages", ()):
        yield passage.first.side.asking
        yield passage.second.side.asking
