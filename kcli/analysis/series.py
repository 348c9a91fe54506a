"""A series: the askings of one item, one population, one country, wave after wave.

Waves are one stretch where each is comparable with each other of them, by
grade A or B. What stands apart for its mode, partner, wording or population is
a stretch of its own: no line joins it to the others, and no test crosses over.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from kcli.analysis.comparability import Comparability, Side, compare_askings
from kcli.analysis.ends import End
from kcli.model.concepts import Grade, Judgement
from kcli.model.period import read_period

__all__ = [
    "JOINED",
    "Gap",
    "Point",
    "Series",
    "is_joined",
    "series_of",
    "time_of",
    "told_apart",
    "year_of",
]

JOINED: frozenset[Grade] = frozenset({"A", "B"})


@dataclass(frozen=True)
class Point:
    """One wave: when, and which stretch it belongs to, from 1 on."""

    end: End
    time: float | None
    segment: int

    @property
    def wave(self) -> str:
        """Its id."""
        return self.end.side.asking.wave


@dataclass(frozen=True)
class Gap:
    """Two points, one after the other, that are no one stretch; ``mark`` is its letter."""

    before: Point
    after: Point
    comparability: Comparability
    mark: str = ""

    @property
    def text(self) -> str:
        """Why, in the words of the weightiest reasons."""
        return "; ".join(self.reasons)

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons that weigh more than what leaves waves comparable."""
        found = [r.text for r in self.comparability.reasons if r.grade not in JOINED]
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class Series:
    """The points of one population, the oldest first."""

    concept: str | None
    points: tuple[Point, ...]
    gaps: tuple[Gap, ...]

    @property
    def side(self) -> Side:
        """The latest asking: who and what this is about."""
        return self.points[-1].end.side

    @property
    def key(self) -> tuple[str, str, str]:
        """Survey, item and sample, which is another where its people are of another kind."""
        side = self.side
        sample = f"{side.sample.id}:{side.sample.population}"
        return (side.asking.survey, side.asking.item, sample)

    @property
    def names(self) -> tuple[str, ...]:
        """Every answer of any wave, in the order of the latest wave that has it."""
        found = [name for point in reversed(self.points) for name in point.end.estimations]
        return tuple(dict.fromkeys(found))

    def segments(self) -> list[tuple[Point, ...]]:
        """The points of each stretch."""
        numbers = dict.fromkeys(point.segment for point in self.points)
        return [tuple(p for p in self.points if p.segment == number) for number in numbers]

    def marked(self, marks: Sequence[str]) -> Series:
        """The same, with a letter for each gap."""
        pairs = zip(self.gaps, marks, strict=True)
        return replace(self, gaps=tuple(replace(gap, mark=mark) for gap, mark in pairs))


def told_apart(one: Series, series: Sequence[Series]) -> str:
    """What tells a series from others beside it, but for its country and people.

    Its survey, where there are several, with its item, where that asked several; and the id of
    its sample, where another is of the same country and people.
    """
    survey, item, _ = one.key
    parts = [survey] if len({each.key[0] for each in series}) > 1 else []
    if len({each.key[1] for each in series if each.key[0] == survey}) > 1:
        parts = [f"{survey}.{item}"]
    if any(each is not one and _looks_like(each, one) for each in series):
        parts.append(one.side.sample.id)
    return ", ".join(parts)


def _looks_like(one: Series, two: Series) -> bool:
    """Whether only their ids tell two samples apart."""
    a, b = one.side.sample, two.side.sample
    return one.key[:2] == two.key[:2] and (a.country, a.population) == (b.country, b.population)


def is_joined(found: Comparability) -> bool:
    """Whether two waves are one stretch of a series."""
    return found.grade in JOINED and found.wording == "shift"


def series_of(
    ends: Sequence[End], concept: str | None = None, judgements: Sequence[Judgement] = ()
) -> Series:
    """The series of these askings, which are those of one item in one population.

    Each wave joins the latest stretch with all of whose waves it is comparable.
    """
    known: dict[tuple[int, int], Comparability] = {}

    def compared(first: int, second: int) -> Comparability:
        if (first, second) not in known:
            sides = ends[first].side, ends[second].side
            known[first, second] = compare_askings(*sides, concept, judgements)
        return known[first, second]

    stretches: list[list[int]] = []
    homes: list[int] = []
    for place in range(len(ends)):
        for number in sorted(range(len(stretches)), key=lambda n: -stretches[n][-1]):
            if all(is_joined(compared(other, place)) for other in reversed(stretches[number])):
                stretches[number].append(place)
                homes.append(number)
                break
        else:
            homes.append(len(stretches))
            stretches.append([place])
    points = tuple(
        Point(end, time_of(end.side), home + 1) for end, home in zip(ends, homes, strict=True)
    )
    gaps = tuple(
        Gap(points[a], points[b], _apart(stretches, homes, a, b, compared))
        for a, b in pairwise(range(len(points)))
        if homes[a] != homes[b]
    )
    return Series(concept, points, gaps)


def _apart(
    stretches: Sequence[Sequence[int]],
    homes: Sequence[int],
    first: int,
    second: int,
    compared: Callable[[int, int], Comparability],
) -> Comparability:
    """Why two neighbours are not of one stretch: themselves, or others of the stretch."""
    found = compared(first, second)
    if not is_joined(found):
        return found
    others = [place for place in stretches[homes[first]] if place < second]
    return next(c for place in others if not is_joined(c := compared(place, second)))


def time_of(side: Side) -> float | None:
    """When a wave was asked, in years: the middle of its fieldwork; else of the year of its id.

    >>> from types import SimpleNamespace as S
    >>> time_of(S(sample=S(fieldwork=None, wave="2019")))
    2019.5
    """
    fieldwork = side.sample.fieldwork
    ends = [] if fieldwork is None else [p for p in (fieldwork.start, fieldwork.end) if p]
    if not ends:
        try:
            ends = [read_period(side.sample.wave)]
        except ValueError:
            return None
    days = ends[0].first.toordinal() + ends[-1].last.toordinal() + 1
    return year_of(days / 2)


def year_of(day: float) -> float:
    """A day, numbered as in :meth:`datetime.date.toordinal`, in years.

    >>> year_of(date(2020, 7, 2).toordinal())
    2020.5
    """
    year = date.fromordinal(min(int(day), date.max.toordinal())).year
    return year + (day - date(year, 1, 1).toordinal()) / (366 if isleap(year) else 365)
