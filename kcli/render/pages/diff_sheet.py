"""The records of ``kcli diff`` as its page needs them: each difference once, with its places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kcli.analysis.diff_rounds import Round
from kcli.analysis.diff_view import DiffView
from kcli.model.diff_records import Difference, ItemDiff
from kcli.model.records import Result
from kcli.text.countries import country_name
from kcli.text.languages import say

__all__ = ["Names", "Sheet", "Told", "against", "names_of"]

Names = tuple[str | None, str | None]


@dataclass(frozen=True)
class Told:
    """One difference, and every wave and sample in which it is so."""

    first: Difference
    places: tuple[Difference, ...]


class Sheet:
    """The records, what the two sides are called, and the words for where something is so."""

    def __init__(self, result: Result) -> None:
        self.view: DiffView = result.context
        self.language = self.view.language
        self.items = [record for record in result.records if isinstance(record, ItemDiff)]
        self.differences = [r for r in result.records if isinstance(r, Difference)]
        self.labels = _labels(self.view.rounds, self.language)
        old, new = self.view.questionnaires
        self._order = list(dict.fromkeys((*new.wave_order, *old.wave_order)))
        self._common = {wave for wave in self._order if wave in old.waves and wave in new.waves}

    def gathered(self, records: Iterable[Difference]) -> list[Told]:
        """Each difference once, those of one aspect together."""
        found: dict[tuple[object, ...], list[Difference]] = {}
        aspects: dict[str, int] = {}
        for r in records:
            sample = (r.sample_from, r.sample_to) if r.aspect == "sample" else ()
            key = (names_of(r), r.aspect, r.part, r.language, r.was, r.now, sample)
            found.setdefault(key, []).append(r)
            aspects.setdefault(r.aspect, len(aspects))
        told = [Told(there[0], tuple(there)) for there in found.values()]
        return sorted(told, key=lambda each: aspects[each.first.aspect])

    def sample(self, name: str) -> str:
        """A sample as a reader knows it: its country, where it is called after one."""
        return country_name(name, self.language)

    def samples(self, told: Told) -> str:
        """The samples in which it is so; nothing where it is so in all."""
        pairs = [
            [name for name in (r.sample_from, r.sample_to) if name is not None] for r in told.places
        ]
        names = (against(map(self.sample, pair), self.language) for pair in pairs if pair)
        return ", ".join(dict.fromkeys(names))

    def waves(self, told: Told, item: Names | None = None) -> str:
        """The waves in which it is so; nothing where it is so in all that asked the question."""
        if not self.view.versions:
            return ""
        asked = self._common
        if item is not None:
            asked = {record.wave_to for record in self.items if names_of(record) == item}
        waves = {wave for r in told.places if (wave := r.wave_to or r.wave_from) is not None}
        return self.span(waves) if waves and waves != asked else ""

    def span(self, waves: Iterable[str]) -> str:
        """``2015 to 2019, 2021``, in the order of the waves; nothing where it is all of them."""
        known = set(waves)
        if known == self._common and self.view.versions:
            return ""
        return ", ".join(_runs(self._order, known, self.language))


def names_of(record: ItemDiff | Difference) -> Names:
    """The question on both sides."""
    return record.item_from, record.item_to


def against(names: Iterable[str], language: str) -> str:
    """The name of both sides, or each of the two."""
    first, *second = dict.fromkeys(names)
    return say("diff.against", language, one=first, two=second[0]) if second else first


def _labels(rounds: tuple[Round, Round] | None, language: str) -> tuple[str, str]:
    """What tells the sides apart: survey, wave, sample or question; else before and after."""
    for names in _possible(rounds) if rounds is not None else ():
        if names[0] != names[1]:
            return names
    return say("diff.was", language), say("diff.now", language)


def _possible(rounds: tuple[Round, Round]) -> Iterator[tuple[str, str]]:
    one, two = rounds
    yield one.questionnaire.survey, two.questionnaire.survey
    yield one.wave, two.wave
    if len(one.samples) == len(two.samples) == 1:
        yield one.samples[0].id, two.samples[0].id
    if len(one.items) == len(two.items) == 1:
        yield one.items[0], two.items[0]


def _runs(order: list[str], known: set[str], language: str) -> Iterator[str]:
    """Three neighbours or more as the first to the last."""
    run: list[str] = []
    for wave in (*order, None):
        if wave is not None and wave in known:
            run.append(wave)
            continue
        if len(run) < 3:
            yield from run
        else:
            yield say("date.between", language, first=run[0], last=run[-1])
        run = []
