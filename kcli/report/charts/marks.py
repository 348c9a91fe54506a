"""How what is known of a share is drawn: a point, or an open band without one; and intervals.

A band never ends as a bar does. An end that may be reached is a line across,
one that is not reached is a hollow circle, and where the band runs on to 0 or
100 there is an arrow.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from kcli.report.charts.key import Entry, Sign
from kcli.report.charts.known import Known
from kcli.report.charts.palette import INK
from kcli.report.charts.plot import Plot
from kcli.report.charts.sheet import Frame

__all__ = ["Heights", "across", "interval_words", "key_of", "tens", "told_of", "unit_of", "upright"]

SMALLER = 30  # points of which many stand side by side
HALF = 6  # half the height of a band


def across(
    plot: Plot,
    known: Known,
    middle: float,
    colour: str,
    *,
    limits: tuple[float, float] = (0.0, 1.0),
) -> None:
    """One share along a scale that runs from left to right; ``limits`` end all that can be."""
    if known.silence:
        return
    if known.at is None:
        top, bottom = middle - HALF, middle + HALF
        plot.bar("range", (known.low, top), (known.high, bottom), colour, opacity=0.2)
        for edge in (top, bottom):
            plot.rule("edge", (known.low, edge), (known.high, edge), colour, width=1)
    if known.interval is not None:
        first, last = known.interval
        plot.rule("interval", (first, middle), (last, middle), colour, width=2)
    if known.at is not None:
        plot.point("point", (known.at, middle), colour)
        return
    for value, kind, arrow in _ends(known, limits, ("triangle-left", "triangle-right")):
        if kind == "arrow":
            plot.point("arrow", (value, middle), colour, shape=arrow)
        elif kind == "end":
            ends = (value, middle - HALF - 2), (value, middle + HALF + 2)
            plot.rule("end", *ends, colour, width=2)
        else:
            plot.point("open-end", (value, middle), colour, hollow=True)


def upright(
    plot: Plot, known: Known, x: float, height: Heights, look: tuple[str, str], pixel: float
) -> None:
    """One share along a scale that runs from the bottom up; ``pixel`` is one in units of x."""
    if known.silence:
        return
    colour, shape = look
    if known.interval is not None:
        first, last = (height(value) for value in known.interval)
        plot.rule("interval", (x, first), (x, last), colour, width=1.5)
        for end in (first, last) if known.at is not None else ():
            plot.rule("cap", (x - 3 * pixel, end), (x + 3 * pixel, end), colour, width=1.5)
    if known.at is not None:
        plot.point("point", (x, height(known.at)), colour, shape=shape, size=SMALLER)
        return
    _upright_band(plot, known, x, height, colour, pixel)


def _upright_band(
    plot: Plot, known: Known, x: float, height: Heights, colour: str, pixel: float
) -> None:
    left, right = x - (HALF - 1) * pixel, x + (HALF - 1) * pixel
    low, high = height(known.low), height(known.high)
    plot.bar("range", (left, high), (right, low), colour, opacity=0.2)
    for edge in (left, right):
        plot.rule("edge", (edge, low), (edge, high), colour, width=1)
    for value, kind, arrow in _ends(known, (0.0, 1.0), ("triangle-down", "triangle-up")):
        place = height(value)
        if kind == "arrow":
            plot.point("arrow", (x, place), colour, shape=arrow)
        elif kind == "end":
            ends = (left - 2 * pixel, place), (right + 2 * pixel, place)
            plot.rule("end", *ends, colour, width=2)
        else:
            plot.point("open-end", (x, place), colour, hollow=True)


def _ends(
    known: Known, limits: tuple[float, float], arrows: tuple[str, str]
) -> Iterator[tuple[float, str, str]]:
    """Both ends of a band: where, how it ends, and the arrow of one that runs on."""
    values = (known.low, known.low_reached), (known.high, known.high_reached)
    for (value, reached), limit, arrow in zip(values, limits, arrows, strict=True):
        kind = "arrow" if value == limit else "end" if reached else "open-end"
        yield value, kind, arrow


class Heights:
    """From a share to a pixel of a plot whose top is ``high`` and whose bottom is ``low``."""

    def __init__(self, low: float, high: float, top: float, tall: float) -> None:
        self.low, self.high, self.top, self.tall = low, high, top, tall

    def __call__(self, value: float) -> float:
        """The pixel of a share."""
        return self.top + (self.high - value) / (self.high - self.low) * self.tall


def tens(values: Sequence[Known]) -> tuple[float, float, float]:
    """Low, high and step of a scale: from ten to ten points around everything, or all of it."""
    ends = [end for known in values if not known.silence for end in known.ends]
    low = math.floor(min(ends) * 10 + 1e-9) / 10
    high = math.ceil(max(ends) * 10 - 1e-9) / 10
    if high - low > 0.75:
        return 0.0, 1.0, 0.25
    while high - low < 0.2:
        low, high = (low - 0.1, high) if low >= 0.1 else (low, high + 0.1)
    return low, high, 0.1


# -- what the signs mean -----------------------------------------------------------------


def key_of(
    values: Iterable[Known],
    frame: Frame,
    kinds: Iterable[str | None],
    *,
    colour: str = INK,
    limits: tuple[float, float] = (0.0, 1.0),
    points: bool = True,
    tall: bool = False,
) -> list[Entry]:
    """Legend entries for those signs that are drawn; without ``points`` for all but these."""
    drawn = [known for known in values if not known.silence]
    bands = [known for known in drawn if known.at is None]
    entries = []
    if points and any(known.at is not None for known in drawn):
        entries.append(Entry("point", frame.say("chart.share"), colour))
    if any(known.interval is not None for known in drawn):
        sign: Sign = "upright" if tall else "line"
        entries.append(Entry(sign, interval_words(frame, kinds), colour))
        if _mixed(drawn):
            entries.append(Entry("none", frame.say("chart.told_some"), colour))
    if bands:
        entries.append(Entry("range", frame.say("chart.range"), colour))
    kinds_of_end = {kind for known in bands for _, kind, _ in _ends(known, limits, ("", ""))}
    for kind, entry, key in (
        ("end", "reached", "chart.reached"),
        ("open-end", "not_reached", "chart.not_reached"),
        ("arrow", "arrow", "chart.without_end"),
    ):
        if kind in kinds_of_end:
            entries.append(Entry(cast(Sign, entry), frame.say(key), colour))
    return entries


def _mixed(drawn: Sequence[Known]) -> bool:
    """Whether some points have an interval and others have none."""
    points = [known.interval is None for known in drawn if known.at is not None]
    return any(points) and not all(known.interval is None for known in drawn)


def interval_words(frame: Frame, kinds: Iterable[str | None]) -> str:
    """What an interval is: of a probability sample, or as if it were one."""
    design = set(kinds) - {None} == {"design"}
    return frame.say("chart.interval" if design else "chart.interval_model", level=frame.level)


def told_of(values: Sequence[Known], frame: Frame, kinds: Sequence[str | None]) -> list[str]:
    """Sentences on the uncertainty that is drawn, or on why none is."""
    drawn = [known for known in values if not known.silence]
    told = []
    if any(known.interval is not None for known in drawn):
        told.append(frame.say("chart.told_interval", text=interval_words(frame, kinds)))
        if _mixed(drawn):
            told.append(frame.say("chart.told_some"))
    elif any(known.at is not None for known in drawn):
        told.append(frame.say("chart.told_no_interval"))
    if any(known.at is None for known in drawn):
        told.append(frame.say("chart.told_bounds"))
    return told


def unit_of(base: str, frame: Frame) -> str:
    """Of whom the shares are."""
    return frame.say("chart.asked" if base == "all" else "chart.opinion")
