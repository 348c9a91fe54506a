"""All waves of a series: its changes, its slope, its highest and lowest wave, its breaks."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from kcli.analysis.comparability import compare_askings
from kcli.analysis.ends import End
from kcli.analysis.estimate import Estimation
from kcli.analysis.precision import Method
from kcli.analysis.series import Gap, Point, Series, told_apart
from kcli.analysis.shift import Passage, alike, finished, passage, unlike_notes
from kcli.analysis.slope import Fit, extreme, fit_slope
from kcli.model.concepts import Judgement
from kcli.model.questionnaire import Questionnaire
from kcli.model.records import Note, Record, number
from kcli.model.shift_records import Shift
from kcli.model.survey import Base
from kcli.model.trend_records import SeriesBreak, Trend
from kcli.stats.differences import holm
from kcli.stats.trend import chi_squared_tail
from kcli.text.trends import Peak, SlopeWords, break_sentence, trend_sentence

__all__ = ["Line", "TrendBlock", "trend_block"]

STRENGTH = ("bounded", "published", "measured")
Direction = Literal["rising", "falling", "no_clear_trend", "undetermined"]


@dataclass(frozen=True)
class Line:
    """One answer over one stretch of a series."""

    series: Series
    points: tuple[Point, ...]
    name: str
    fit: Fit
    peak: Peak
    trough: Peak


@dataclass(frozen=True)
class TrendBlock:
    """Series that are shown together: the countries of one item, or the surveys of a concept."""

    title: str
    series: tuple[Series, ...]
    passages: tuple[Passage, ...]
    records: tuple[Record, ...]
    """Points, lines, changes and breaks, in this order."""
    language: str
    confidence: float
    concept: str | None = None
    answers: tuple[str, ...] = ()
    """The answers that are shown; those of which anything is known where none are named."""
    notes: tuple[Note, ...] = ()
    apart: Mapping[int, str] = field(default_factory=dict)
    """What tells the series of a record from others beside it, by the record's identity."""

    @property
    def estimations(self) -> list[tuple[Questionnaire, Estimation]]:
        """Every point of every answer shown."""
        return [
            (point.end.side.questionnaire, found)
            for series in self.series
            for point in series.points
            for name, found in point.end.estimations.items()
            if name in self.answers
        ]

    @property
    def shifts(self) -> list[Shift]:
        """The changes."""
        return [record for record in self.records if record.type == "shift"]

    @property
    def trends(self) -> list[Trend]:
        """The lines."""
        return [record for record in self.records if record.type == "trend"]

    @property
    def breaks(self) -> list[SeriesBreak]:
        """The breaks."""
        return [record for record in self.records if record.type == "break"]


def trend_block(
    title: str,
    series: Sequence[Series],
    method: Method,
    base: Base,
    language: str,
    judgements: Sequence[Judgement] = (),
    answers: Sequence[str] | None = None,
) -> TrendBlock:
    """Everything about some series; p adjusted over all changes, and over all slopes (Holm).

    Changes go from each wave to the next of its stretch, and from the first to
    the last. A first-to-last change of two waves is the one between them.
    """
    marked = _lettered(series)
    shown = tuple(answers) if answers is not None else _known_answers(marked)
    passages = finished(
        [p for each in marked for p in _passages(each, method, judgements, shown)],
        method,
        base,
        language,
        headed=True,
    )
    lines = [line for each in marked for line in _lines(each, method, shown)]
    adjusted = holm([line.fit.p_value for line in lines])
    records: list[Record] = [
        found.record
        for each in marked
        for name in shown
        for point in each.points
        if (found := point.end.estimations.get(name)) is not None
    ]
    many = sum(p is not None for p in adjusted) > 1
    names = {each.key: told_apart(each, marked) for each in marked}
    apart: dict[int, str] = {}
    for line, p in zip(lines, adjusted, strict=True):
        own = names[line.series.key]
        trend = _record(line, p, method, base, language, adjusted=many, own=own)
        records.append(trend)
        apart[id(trend)] = own
    owners = [each for each in marked for _ in _pairs(each)]
    for each, change in zip(owners, passages, strict=True):
        records += change.shifts
        apart |= {id(shift): names[each.key] for shift in change.shifts}
    for each in marked:
        for gap in each.gaps:
            cut = _break(each, gap, language, own=names[each.key])
            records.append(cut)
            apart[id(cut)] = names[each.key]
    notes = dict.fromkeys(
        note for each in marked for point in each.points for note in point.end.notes
    )
    notes |= dict.fromkeys(unlike_notes((found.first, found.second) for found in passages))
    return TrendBlock(
        title,
        tuple(marked),
        passages,
        tuple(records),
        language,
        method.confidence,
        marked[0].concept if marked else None,
        shown,
        tuple(notes),
        apart,
    )


def _known_answers(series: Sequence[Series]) -> tuple[str, ...]:
    """The answers of which any wave says something itself; all of them where none does."""
    names = dict.fromkeys(name for each in series for name in each.names)
    told = [
        name
        for name in names
        if any(_tells(point, name) for each in series for point in each.points)
    ]
    return tuple(told or names)


def _tells(point: Point, name: str) -> bool:
    """Whether an answer was counted, or anything was published of just this one."""
    found = point.end.estimations.get(name)
    if found is None:
        return False
    if found.record.evidence == "measured" or found.record.share is not None:
        return True
    options = {name, *point.end.parts.get(name, ())}
    told = point.end.evidence.of(point.end.place)
    return found.bounds is not None and any(f.statement.option in options for f in told)


# -- changes -----------------------------------------------------------------------------


def _passages(
    series: Series, method: Method, judgements: Sequence[Judgement], shown: Sequence[str]
) -> Iterator[Passage]:
    for first, second in _pairs(series):
        ends = (_only(first, shown), _only(second, shown))
        found = compare_askings(first.end.side, second.end.side, series.concept, judgements)
        yield passage(*ends, found, method, concept=series.concept)


def _pairs(series: Series) -> Iterator[tuple[Point, Point]]:
    for points in series.segments():
        yield from pairwise(points)
        if len(points) > 2:
            yield points[0], points[-1]


def _only(point: Point, shown: Sequence[str]) -> End:
    kept = {name: e for name, e in point.end.estimations.items() if name in shown}
    return replace(point.end, estimations=kept)


# -- breaks ------------------------------------------------------------------------------


def _lettered(series: Sequence[Series]) -> list[Series]:
    """The same, each gap with a letter; gaps of one reason share it."""
    letters: dict[tuple[str, ...], str] = {}
    for each in series:
        for gap in each.gaps:
            letters.setdefault(gap.reasons, _letter(len(letters)))
    return [each.marked([letters[gap.reasons] for gap in each.gaps]) for each in series]


def _letter(place: int) -> str:
    """``a`` to ``z``, then ``aa``, as the columns of a spreadsheet."""
    first, last = divmod(place, 26)
    return (_letter(first - 1) if first else "") + chr(ord("a") + last)


def _break(series: Series, gap: Gap, language: str, *, own: str) -> SeriesBreak:
    side = gap.after.end.side
    return SeriesBreak(
        concept=series.concept,
        survey=side.asking.survey,
        item=side.asking.item,
        country=side.sample.country,
        sample=side.sample.id,
        population=side.sample.population,
        wave_before=gap.before.wave,
        wave_after=gap.after.wave,
        mark=gap.mark,
        grade=gap.comparability.grade,
        reasons=tuple(map(str, gap.comparability.reasons)),
        text=break_sentence(
            side.sample.country,
            side.sample.population,
            gap.before.wave,
            gap.after.wave,
            gap.reasons,
            language,
            own,
        ),
    )


# -- lines -------------------------------------------------------------------------------


def _lines(series: Series, method: Method, shown: Sequence[str]) -> Iterator[Line]:
    for points in series.segments():
        for name in series.names:
            having = tuple(point for point in points if name in point.end.estimations)
            having = tuple(p for p in having if alike(p.end, having[-1].end, name))
            if name in shown and len(having) > 1:
                yield Line(
                    series,
                    having,
                    name,
                    fit_slope(having, name, method),
                    extreme(having, name, method, 1),
                    extreme(having, name, method, -1),
                )


def _record(
    line: Line,
    p_adjusted: float | None,
    method: Method,
    base: Base,
    language: str,
    *,
    adjusted: bool,
    own: str,
) -> Trend:
    """``adjusted``: with others; ``own`` tells it from those of the same people beside it."""
    first = line.points[0].end.estimations[line.name].record
    side, fit = line.series.side, line.fit
    kinds = [p.end.estimations[line.name].record.evidence for p in line.points]
    leans = {code for p in line.points for code in p.end.estimations[line.name].record.assumptions}
    direction = _direction(fit, p_adjusted, 1 - method.confidence)
    years = (fit.fitted[-1].time or 0) - (fit.fitted[0].time or 0) if fit.best else 0.0
    scattered = None
    if fit.best is not None and len(fit.fitted) > 2:
        scattered = chi_squared_tail(fit.best.scatter, len(fit.fitted) - 2)
    a_year = (fit.best.fitted[-1] - fit.best.fitted[0]) / years if fit.best and years else None
    words = SlopeWords(
        direction, a_year, len(fit.fitted), p_adjusted, scattered, fit.reason, adjusted
    )
    return Trend(
        concept=line.series.concept,
        survey=side.asking.survey,
        item=side.asking.item,
        category=line.name,
        option_label=first.option_label,
        option_kind=first.option_kind,
        country=side.sample.country,
        sample=side.sample.id,
        population=side.sample.population,
        segment=line.points[0].segment,
        waves=tuple(p.wave for p in line.points),
        wave_first=line.points[0].wave,
        wave_last=line.points[-1].wave,
        fitted=tuple(p.wave for p in fit.fitted) if fit.best else (),
        slope=number(fit.best.slope) if fit.best else None,
        low=number(fit.low),
        high=number(fit.high),
        se=number(fit.best.se) if fit.best else None,
        dof=number(fit.dof),
        slope_low=number(fit.least),
        slope_high=number(fit.most),
        odds_ratio=number(math.exp(fit.best.slope)) if fit.best else None,
        points_per_year=number(a_year),
        p_value=number(fit.p_value),
        p_adjusted=number(p_adjusted),
        scatter=number(fit.best.scatter) if fit.best else None,
        scatter_p_value=number(scattered),
        direction=direction,
        reason=fit.reason,
        highest=line.peak.wave,
        highest_level_with=line.peak.level,
        highest_untested=line.peak.untested,
        lowest=line.trough.wave,
        lowest_level_with=line.trough.level,
        lowest_untested=line.trough.untested,
        base=base,
        evidence=min((k for k in kinds if k), key=STRENGTH.index, default=None),
        method=None if not fit.best else "design" if fit.measured else "binomial",
        assumptions=tuple(sorted(leans)),
        text=trend_sentence(
            first.option_label,
            side.sample.population,
            side.sample.country,
            [p.wave for p in line.points],
            words,
            (line.peak, line.trough),
            language,
            own,
        ),
    )


def _direction(fit: Fit, p_adjusted: float | None, level: float) -> Direction:
    if fit.best is None:
        return "undetermined"
    if p_adjusted is None or p_adjusted >= level:
        return "no_clear_trend"
    return "rising" if fit.best.slope > 0 else "falling"
