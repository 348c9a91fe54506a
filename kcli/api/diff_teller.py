"""From what two sides have otherwise to records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kcli.analysis.diff import Change
from kcli.analysis.diff_rest import Said
from kcli.analysis.diff_rounds import Found, ItemFound, Samples
from kcli.api.diff_ends import End
from kcli.api.diff_places import line_of, line_of_key
from kcli.model.diff_records import Difference, ItemDiff
from kcli.model.fields import said
from kcli.text.differences import difference_text

__all__ = ["Teller"]

Place = tuple[str | None, str | None]


class Teller:
    """Collects the records of a diff; lines are those of the second side's file.

    Between two versions of one wave there is no difference to be called a
    shift or a gap.
    """

    def __init__(self, first: End, second: End, language: str, *, versions: bool) -> None:
        self.first = first
        self.second = second
        self.language = language
        self.versions = versions
        self.items: list[ItemDiff] = []
        self.differences: list[Difference] = []

    def tell(
        self,
        wave_from: str | None,
        wave_to: str | None,
        items: Iterable[ItemFound],
        found: Iterable[Found],
    ) -> None:
        """What became of the questions of a wave, and what is otherwise in it."""
        if wave_from is not None and wave_to is not None:
            self.items += [self._item(each, wave_from, wave_to) for each in items]
        for each in found:
            line = self._line(each, wave_to)
            waves = (wave_from, wave_to)
            self._add(each.change, waves, each.items or (None, None), each.samples, line)

    def tell_rest(self, found: Sequence[Said]) -> None:
        """What is said otherwise of the file itself."""
        for each in found:
            line = line_of_key(self.second.tree, each.path)
            items = (each.item, each.item)
            self._add(each.change, (each.wave, each.wave), items, None, line)

    def _add(
        self, change: Change, waves: Place, items: Place, samples: Samples | None, line: int
    ) -> None:
        one, two = samples or (None, None)
        record = Difference(
            aspect=change.aspect,
            part=change.part,
            language=change.language,
            survey_from=self.first.name,
            survey_to=self.second.name,
            wave_from=waves[0],
            wave_to=waves[1],
            item_from=items[0],
            item_to=items[1],
            sample_from=one.id if one else None,
            sample_to=two.id if two else None,
            country_from=one.country if one else None,
            country_to=two.country if two else None,
            was=change.was,
            now=change.now,
            counts=change.counts,
            text=difference_text(change, language=self.language),
            path=self.second.path,
            line=line,
        )
        self.differences.append(record)

    def _line(self, found: Found, wave: str | None) -> int:
        if wave is None:
            return line_of_key(self.second.tree, ("waves",))
        sample = found.samples[1].id if found.samples and found.samples[1] else None
        item = found.items[1] if found.items else None
        return line_of(
            self.second.tree, self.second.questionnaire, found.change, wave, item, sample
        )

    def _item(self, found: ItemFound, wave_from: str, wave_to: str) -> ItemDiff:
        one, two = found.samples or (None, None)
        grade = found.comparability
        side, name, wave = self.second, found.items[1], wave_to
        if name is None:
            side, name, wave = self.first, found.items[0], wave_from
        assert name is not None
        return ItemDiff(
            survey_from=self.first.name,
            survey_to=self.second.name,
            wave_from=wave_from,
            wave_to=wave_to,
            item_from=found.items[0],
            item_to=found.items[1],
            sample_from=one.id if one else None,
            sample_to=two.id if two else None,
            country_from=one.country if one else None,
            country_to=two.country if two else None,
            concept=found.concept,
            status=found.status,
            aspects=found.aspects,
            grade=grade.grade if grade else None,
            reasons=tuple(map(str, grade.reasons)) if grade else (),
            wording=grade.wording if grade and not self.versions else None,
            text=said(side.questionnaire.asking(name, wave).text, self.language),
        )
