"""One item wave after wave: which past waves stand beside the latest, and why others do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from kcli.analysis.comparability import Comparability, Side, compare_askings
from kcli.analysis.compare import Block, Column
from kcli.analysis.ends import End
from kcli.analysis.estimate import Estimation
from kcli.analysis.evidence import ItemEvidence
from kcli.analysis.remarks import Remarks
from kcli.analysis.series import JOINED, Point, Series, is_joined, series_of
from kcli.model.concepts import Judgement
from kcli.model.questionnaire import Asking, Questionnaire, SampleView
from kcli.model.records import Note, Record
from kcli.model.trend_records import SeriesBreak
from kcli.text.trends import break_sentence

__all__ = ["History", "Past", "Topline", "histories_of"]


@dataclass(frozen=True)
class Past:
    """One wave of one sample; ``mark`` is the letter of its footnote, where it has one."""

    block: Block
    column: Column
    segment: int
    """Which stretch of comparable waves it belongs to."""
    comparability: Comparability
    """With the latest wave; of one that stands apart, what sets it apart."""
    reasons: tuple[str, ...] = ()
    """Why it stands apart from the latest; empty where it does not."""
    footnote: str = ""
    mark: str = ""

    @property
    def wave(self) -> str:
        """Its id."""
        return self.block.wave

    @property
    def asking(self) -> Asking:
        """The item as this wave asked it."""
        return self.block.comparisons[0].asking

    @property
    def by_option(self) -> dict[str, Estimation]:
        """Its estimates by option, net or score."""
        return {found.record.option: found for found in self.column.estimations}


@dataclass(frozen=True)
class History:
    """The waves of one sample, the newest first."""

    waves: tuple[Past, ...]

    @property
    def sample(self) -> SampleView:
        """The sample of the latest wave."""
        return self.waves[0].column.sample

    @property
    def comparable(self) -> tuple[Past, ...]:
        """The latest wave, and those of one stretch with it."""
        return tuple(p for p in self.waves if p.segment == self.waves[0].segment)

    @property
    def apart(self) -> tuple[Past, ...]:
        """The waves that may not be set beside the latest."""
        return tuple(p for p in self.waves if p.segment != self.waves[0].segment)

    def breaks(self, language: str) -> list[SeriesBreak]:
        """A record for each wave that stands apart."""
        latest = self.waves[0]
        who = (self.sample.country, self.sample.population)
        return [
            SeriesBreak(
                concept=None,
                survey=latest.asking.survey,
                item=latest.asking.item,
                country=self.sample.country,
                sample=self.sample.id,
                population=self.sample.population,
                wave_before=past.wave,
                wave_after=latest.wave,
                mark=past.mark,
                grade=past.comparability.grade,
                reasons=tuple(map(str, past.comparability.reasons)),
                text=break_sentence(*who, past.wave, latest.wave, past.reasons, language),
            )
            for past in self.apart
        ]


@dataclass(frozen=True)
class Topline:
    """An item's waves, the newest first, for the renderers; ``histories`` a sample each."""

    blocks: tuple[Block, ...]
    histories: tuple[History, ...]
    records: tuple[Record, ...] = ()

    @property
    def estimations(self) -> list[tuple[Questionnaire, Estimation]]:
        """Those of every wave."""
        return [pair for block in self.blocks for pair in block.estimations]

    @property
    def notes(self) -> tuple[Note, ...]:
        """What a reader has to know of single waves."""
        return tuple(note for block in self.blocks for note in block.notes)


def histories_of(
    blocks: Sequence[Block],
    evidence: ItemEvidence,
    judgements: Sequence[Judgement],
    language: str = "en",
) -> tuple[History, ...]:
    """A history a sample; ``blocks`` are the waves of one item, the newest first.

    Footnotes of the same words share a letter, over all samples.
    """
    histories = [
        _history(columns, evidence, judgements, language) for columns in _by_sample(blocks)
    ]
    letters: dict[str, str] = {}
    for history in histories:
        for past in (*history.comparable, *history.apart):
            if past.footnote:
                letters.setdefault(past.footnote, _letter(len(letters)))
    return tuple(
        History(tuple(replace(past, mark=letters.get(past.footnote, "")) for past in each.waves))
        for each in histories
    )


def _letter(place: int) -> str:
    """``a`` to ``z``, then ``aa``, as the columns of a spreadsheet."""
    first, last = divmod(place, 26)
    return (_letter(first - 1) if first else "") + chr(ord("a") + last)


# -- samples -----------------------------------------------------------------------------


def _by_sample(blocks: Sequence[Block]) -> list[list[tuple[Block, Column]]]:
    """The columns of each sample. A sample is known by its people, else by its id alone."""
    found: list[list[tuple[Block, Column]]] = []
    for block in blocks:
        rest = list(block.comparisons[0].columns)
        free = list(found)
        for alike in (_same, _same_people, _same_id):
            for column, group in product(tuple(rest), tuple(free)):
                known = any(column is other for other in rest) and any(group is g for g in free)
                if known and alike(column.sample, group[0][1].sample):
                    group.append((block, column))
                    rest = [other for other in rest if other is not column]
                    free = [other for other in free if other is not group]
        found += [[(block, column)] for column in rest]
    return found


def _same(one: SampleView, two: SampleView) -> bool:
    return _same_id(one, two) and one.population == two.population


def _same_people(one: SampleView, two: SampleView) -> bool:
    named = bool(one.country or one.countries)
    same = (one.country, one.countries) == (two.country, two.countries)
    return named and same and one.population == two.population


def _same_id(one: SampleView, two: SampleView) -> bool:
    return one.id == two.id


# -- comparability -----------------------------------------------------------------------


def _history(
    columns: Sequence[tuple[Block, Column]],
    evidence: ItemEvidence,
    judgements: Sequence[Judgement],
    language: str,
) -> History:
    series = series_of([_end(*each, evidence) for each in reversed(columns)], None, judgements)
    points = series.points[::-1]
    remarks = Remarks([point.end.side for point in points], language)
    waves = []
    for (block, column), point in zip(columns, points, strict=True):
        found = compare_askings(point.end.side, series.side, None, judgements)
        reasons: tuple[str, ...] = ()
        if point.segment != points[0].segment:
            found, reasons = _apart(series, point, judgements)
        footnote = "" if point is points[0] else remarks.of(point.end.side, found, reasons)
        waves.append(Past(block, column, point.segment, found, reasons, footnote))
    return History(tuple(waves))


def _end(block: Block, column: Column, evidence: ItemEvidence) -> End:
    place = (block.wave, column.sample.id)
    answers = (f for f in evidence.of(place) if f.statement.predicate == "answer")
    people = frozenset(finding.respondent for finding in answers if finding.respondent)
    side = Side(
        block.questionnaire,
        block.comparisons[0].asking,
        column.sample,
        people,
        language=block.language,
    )
    found = {e.record.option: e for e in column.estimations}
    return End(side, place, evidence, found, {}, {})


def _apart(
    series: Series, point: Point, judgements: Sequence[Judgement]
) -> tuple[Comparability, tuple[str, ...]]:
    """What sets a wave apart from the latest: the two themselves, or others of their stretches."""
    latest = series.points[-1]
    for one, two in _neighbours(series, point):
        found = compare_askings(one.end.side, two.end.side, None, judgements)
        if is_joined(found):
            continue
        reasons = _words(found)
        if one is point and two is latest:
            return found, reasons
        first = "" if one is point else f"one series with {one.wave}, "
        last = "" if two is latest else f", one series with {latest.wave}"
        bridge = f"{first}not comparable with {two.wave}{last}"
        return found, (bridge, *reasons)
    raise AssertionError(point)


def _neighbours(series: Series, point: Point) -> Iterator[tuple[Point, Point]]:
    """Pairs of the two stretches, those of the wave or of the latest first."""
    latest = series.points[-1]
    mine = [p for p in series.points if p.segment == point.segment]
    theirs = [p for p in reversed(series.points) if p.segment == latest.segment]
    yield point, latest
    yield from ((point, other) for other in theirs)
    yield from ((other, latest) for other in reversed(mine))
    yield from product(mine, theirs)


def _words(found: Comparability) -> tuple[str, ...]:
    """The reasons that weigh more than what leaves waves comparable."""
    weighty = [reason for reason in found.reasons if reason.grade not in JOINED]
    told = [f"set by hand: {r.text}" if r.code == "judged" else r.text for r in weighty]
    return tuple(dict.fromkeys(told))
