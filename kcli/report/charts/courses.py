"""Shares over time: points with intervals, joined where waves are comparable; breaks between.

A line joins two waves of one stretch, one after the other, of which both have
a share. Where years lie between them without a poll it is thin and dotted. No
line crosses a break, or a wave of which only a range is known.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kcli.report.charts.chart import Chart
from kcli.report.charts.key import Entry
from kcli.report.charts.known import Known
from kcli.report.charts.lettering import clean, cut, width_of
from kcli.report.charts.marks import Heights, key_of, tens, told_of, upright
from kcli.report.charts.palette import INK, MUTED, RULE, series
from kcli.report.charts.plot import SMALL, Plot
from kcli.report.charts.sheet import LINE, WIDTH, Sheet, parted

__all__ = ["Course", "Cut", "Panel", "Poll", "courses"]

SHAPES = ("circle", "square", "diamond", "triangle-up", "triangle-down", "cross", "stroke", "wedge")
LEFT, FOOT, BELOW = 42, 26, 14
TALL, LOW = 170, 120  # of a panel; of one of many
FEW = 6
_APART = 7  # pixels between the points of one year, where several populations are drawn
_NEAR = 16  # pixels between two names at the end of lines
_NAMES = 130
SIGN = 40


@dataclass(frozen=True)
class Poll:
    """One wave: when, which stretch it belongs to, and what is known."""

    time: float
    segment: int
    known: Known


@dataclass(frozen=True)
class Cut:
    """A break: when, and its letter."""

    time: float
    mark: str


@dataclass(frozen=True)
class Course:
    """One population's polls, the oldest first; ``place`` is its colour and shape."""

    name: str
    place: int
    polls: tuple[Poll, ...]
    cuts: tuple[Cut, ...] = ()

    def pieces(self) -> Iterator[tuple[Poll, Poll]]:
        """The waves that a line joins."""
        for first, second in pairwise(self.polls):
            known = first.known.at is not None and second.known.at is not None
            if known and first.segment == second.segment:
                yield first, second


@dataclass(frozen=True)
class Panel:
    """One answer."""

    title: str
    courses: tuple[Course, ...]

    @property
    def values(self) -> list[Known]:
        """Everything that is drawn in it."""
        return [poll.known for course in self.courses for poll in course.polls]


def courses(
    sheet: Sheet,
    id: str,
    panels: Sequence[Panel],
    seen: str,
    kinds: Sequence[str | None],
    sentences: Sequence[str] = (),
) -> list[Chart]:
    """The picture: a panel an answer, all on one scale, in parts where there are many; or none."""
    values = [known for panel in panels for known in panel.values if not known.silence]
    if not values:
        return []
    frame = sheet.frame
    entries = _key(panels, values, sheet, kinds)
    scale = tens(values)
    times = [p.time for panel in panels for c in panel.courses for p in c.polls]
    years = math.floor(min(times)), math.floor(max(times)) + 1
    right = _names_width(panels)
    tall = TALL if len(panels) <= FEW else LOW
    told = [seen, *told_of(values, frame, kinds)]
    if any(course.cuts for panel in panels for course in panel.courses):
        told.append(frame.say("chart.told_breaks"))
    parts = parted(panels, [LINE + tall + FOOT + BELOW] * len(panels), frame)
    charts = []
    for found, (part, name) in zip(parts, sheet.parts(id, len(parts)), strict=True):
        part.legend(entries)
        for panel in found:
            if panel.title:
                part.lines("heading", panel.title)
            _panel(part, panel, scale, years, (right, tall))
        charts.append(part.chart(name, [*told, *sentences]))
    return charts


# -- scales and names --------------------------------------------------------------------


def _names_width(panels: Sequence[Panel]) -> float:
    """How much room the names at the ends of the lines need; none where there is one line."""
    names = [clean(c.name) for panel in panels if len(panel.courses) > 1 for c in panel.courses]
    widest = max((width_of(name, SMALL) for name in names), default=0)
    return min(widest + 21, _NAMES) if names else 4


def _key(
    panels: Sequence[Panel], values: Sequence[Known], sheet: Sheet, kinds: Sequence[str | None]
) -> list[Entry]:
    say = sheet.frame.say
    named = {c.name: c.place for panel in panels for c in panel.courses}
    several = len(named) > 1
    entries = []
    if several:
        entries = [
            Entry("point", name, series(place), SHAPES[place % len(SHAPES)])
            for name, place in named.items()
        ]
    colour = INK if several else series(0)
    entries += key_of(values, sheet.frame, kinds, colour=colour, points=not several, tall=True)
    pieces = [piece for panel in panels for c in panel.courses for piece in c.pieces()]
    if any(not _far(*piece) for piece in pieces):
        entries.append(Entry("line", say("chart.joined"), colour))
    if any(_far(*piece) for piece in pieces):
        entries.append(Entry("thin", say("chart.joined_far"), colour))
    marks = sorted({cut.mark for panel in panels for c in panel.courses for cut in c.cuts})
    if marks:
        text = say("chart.break", marks=", ".join(mark for mark in marks if mark))
        entries.append(Entry("break", text, MUTED))
    return entries


def _far(first: Poll, second: Poll) -> bool:
    """Whether a whole year without a poll lies between two waves."""
    return int(second.time) - int(first.time) > 1


# -- a panel -----------------------------------------------------------------------------


def _panel(
    sheet: Sheet,
    panel: Panel,
    scale: tuple[float, float, float],
    years: tuple[int, int],
    size: tuple[float, float],
) -> None:
    """One answer's plot; ``size`` is what names take on the right, and how tall it is."""
    low, high, step = scale
    right, tall = size
    width = WIDTH - LEFT - right
    every = _every(years, width)
    ticks = [year + 0.5 for year in range(years[0], years[1]) if (year - years[1] + 1) % every == 0]
    plot = Plot(LEFT, sheet.down + 10, width, tall, (years[0], years[1]), ticks, _YEAR)
    height = Heights(low, high, 0, tall)
    for place in range(round((high - low) / step) + 1):
        value = low + place * step
        plot.rule("grid", (years[0], height(value)), (years[1], height(value)), RULE, width=1)
        text = f"{round(100 * value)}{'%' if value >= high - 1e-9 else ''}"
        at = (LEFT - 6, plot.top + height(value))
        sheet.ink.text("scale", at, text, align="right", size=SMALL, colour=MUTED)
    pixel = (years[1] - years[0]) / width
    _cuts(plot, panel, pixel)
    several = len(panel.courses) > 1
    for number, course in enumerate(panel.courses):
        aside = (number - (len(panel.courses) - 1) / 2) * _APART * pixel
        _course(plot, course, height, aside, pixel)
    if several:
        _names(sheet, plot, panel, height)
    sheet.plots.append(plot)
    sheet.down += tall + FOOT + BELOW


_YEAR = "'' + floor(datum.value)"


def _every(years: tuple[int, int], width: float) -> int:
    """How many years from one number on the axis to the next."""
    least = 42 * (years[1] - years[0]) / width
    return next((step for step in (1, 2, 5, 10, 20, 50) if step >= least), 100)


def _course(plot: Plot, course: Course, height: Heights, aside: float, pixel: float) -> None:
    colour, shape = series(course.place), SHAPES[course.place % len(SHAPES)]
    for first, second in course.pieces():
        start, end = ((poll.time + aside, height(poll.known.at or 0)) for poll in (first, second))
        if _far(first, second):
            plot.rule("joined-far", start, end, colour, width=1, dash=(2, 3))
        else:
            plot.rule("joined", start, end, colour, width=2)
    for poll in course.polls:
        upright(plot, poll.known, poll.time + aside, height, (colour, shape), pixel)


def _cuts(plot: Plot, panel: Panel, pixel: float) -> None:
    """Dashed lines between waves, with their letters; one where several populations share it.

    Letters that would meet stand below each other. No sign goes with them: among
    the points it would be taken for one; the words tell whose break each is.
    """
    found: dict[tuple[float, str], list[int]] = {}
    for course in panel.courses:
        for cut_ in course.cuts:
            found.setdefault((round(cut_.time, 2), cut_.mark), []).append(course.place)
    ends: list[float] = []  # of each row of letters
    for (time, mark), places in sorted(found.items()):
        shared = len(places) == len(panel.courses)
        colour = MUTED if shared else series(places[0])
        plot.rule("break", (time, 0), (time, plot.height), colour, width=1.5, dash=(5, 3))
        row = next((row for row, end in enumerate(ends) if end <= time), len(ends))
        ends[row : row + 1] = [time + 16 * pixel]
        plot.text("break-mark", (time + 3 * pixel, 8 + 14 * row), mark, size=SMALL, bold=True)


def _names(sheet: Sheet, plot: Plot, panel: Panel, height: Heights) -> None:
    """The names of lines at their ends, pushed apart where they would meet."""
    ends = []
    for course in panel.courses:
        told = [poll.known for poll in course.polls if not poll.known.silence]
        if told:
            last = told[-1]
            value = last.at if last.at is not None else (last.low + last.high) / 2
            ends.append((height(value), course))
    ends.sort(key=lambda end: end[0])
    floor = -math.inf
    places = []
    for place, _ in ends:
        floor = max(place, floor + _NEAR)
        places.append(floor)
    over = max(0.0, places[-1] - plot.height) if places else 0
    for place, (_, course) in zip(places, ends, strict=True):
        shown = cut(clean(course.name), _NAMES - 21, SMALL)
        sheet.noted(shown, clean(course.name))
        left, height_ = plot.left + plot.width + 8, plot.top + place - over
        shape = SHAPES[course.place % len(SHAPES)]
        sheet.ink.point("name", (left + 4, height_), series(course.place), shape=shape, size=SIGN)
        sheet.ink.text("name", (left + 13, height_), shown, size=SMALL)
