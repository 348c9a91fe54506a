"""Pictures of ``kcli shift``: both ends of every answer, and their difference beside them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kcli.analysis.ends import End
from kcli.analysis.shift import Change, Passage, ShiftBlock
from kcli.model.shift_records import Shift
from kcli.report.charts.chart import Chart
from kcli.report.charts.key import Entry, Sign
from kcli.report.charts.known import Known, difference_of, known_of
from kcli.report.charts.lettering import width_of
from kcli.report.charts.marks import across, key_of, tens, told_of, unit_of
from kcli.report.charts.palette import INK, MUTED, RULE, series
from kcli.report.charts.plot import SMALL, Plot
from kcli.report.charts.samples import drawable
from kcli.report.charts.sheet import STEP, WIDTH, Frame, Sheet, parted
from kcli.text.countries import country_name
from kcli.text.people import kind_words, own_id

__all__ = ["shift_charts"]

LEFT, EDGE, GUTTER, RIGHT = 128, 12, 34, 62
BESIDE = 10  # what an arrow or a circle at the end of the scale has beside it
ROW, FOOT = 46, 24
MOST = 40  # rows of a scan that are drawn


@dataclass(frozen=True)
class _Line:
    """One answer: its ends, their difference, and whether it is a change."""

    name: str
    below: str
    first: Known
    second: Known
    difference: Known
    shift: Shift
    kinds: tuple[str | None, ...] = ()
    """What the intervals of both ends are."""
    places: str = ""

    @property
    def joined(self) -> bool:
        """Whether both ends are points, which a line may join."""
        return self.first.at is not None and self.second.at is not None

    @property
    def changed(self) -> bool:
        """Whether a test says that one population changed: what an arrow says."""
        return self._moved and self.shift.p_adjusted is not None

    @property
    def untested(self) -> bool:
        """Whether it is a change of those who were asked, which nothing tests."""
        return self._moved and self.shift.p_adjusted is None

    @property
    def _moved(self) -> bool:
        return self.shift.wording == "shift" and self.shift.direction in ("increase", "decrease")


def shift_charts(block: ShiftBlock, frame: Frame, id: str) -> list[Chart]:
    """A picture a pair of samples; of a scan one of all that the evidence settles."""
    if block.scan:
        places = {_places(found, frame) for found in block.passages}
        alike = len(places) == 1
        lines = [line for found in block.passages for line in _lines(found, frame, scan=True)]
        settled = [line for line in lines if line.shift.direction != "undetermined"]
        if not alike:
            settled = [replace(line, below=f"{line.below}, {line.places}") for line in settled]
        sheet = Sheet(frame, block.title, places.pop() if alike else "")
        return _charts(sheet, f"{id}-1", settled[:MOST], len(settled), frame)
    charts: list[Chart] = []
    for place, passage in enumerate(block.passages, start=1):
        title = block.title
        if len(block.passages) > 1:
            title = f"{title} · {_places(passage, frame)}"
        sheet = Sheet(frame, title, _about(passage, frame))
        lines = _lines(passage, frame)
        charts += _charts(sheet, f"{id}-{place}", lines, len(lines), frame)
    return charts


def _lines(passage: Passage, frame: Frame, *, scan: bool = False) -> list[_Line]:
    """The answers of which a difference may be drawn: of samples, and of shares."""
    if not all(drawable(end.side.sample) for end in (passage.first, passage.second)):
        return []
    found = []
    for change, shift in zip(passage.changes, passage.shifts, strict=True):
        difference = difference_of(shift, frame.language)
        if difference is None or change.first.record.option_kind == "score":
            continue
        first, second = (
            known_of(change.first, frame.language),
            known_of(change.second, frame.language),
        )
        if _open(first) and _open(second):
            continue
        name, below = _name(change, frame), ""
        if scan:
            below = passage.concept or passage.first.side.asking.item
        kinds = (change.first.record.interval_kind, change.second.record.interval_kind)
        places = _places(passage, frame)
        found.append(_Line(name, below, first, second, difference, shift, kinds, places))
    return found


def _open(known: Known) -> bool:
    return known.at is None and (known.low, known.high) == (0.0, 1.0)


def _name(change: Change, frame: Frame) -> str:
    record = change.first.record
    label = record.option_label
    return frame.say("page.net", name=label) if record.option_kind == "net" else label


def _places(passage: Passage, frame: Frame) -> str:
    names = (_place(end, frame) for end in (passage.first, passage.second))
    return " – ".join(dict.fromkeys(names))


def _place(end: End, frame: Frame) -> str:
    """The country of a sample, and its id where the wave has two of the same people."""
    sample = end.side.sample
    if not sample.country:
        return sample.id
    own = own_id(sample, end.side.questionnaire.samples(sample.wave))
    return " · ".join(part for part in (country_name(sample.country, frame.language), own) if part)


def _end_words(end: End, frame: Frame) -> str:
    sample = end.side.sample
    kind = kind_words(sample.population, frame.language)
    return f"{_place(end, frame)}, {kind}, {sample.survey} {sample.wave}"


def _about(passage: Passage, frame: Frame) -> str:
    """Who was asked, at both ends; what both have in common once."""
    one, two = passage.first.side.sample, passage.second.side.sample
    same = (one.country, one.population, one.survey) == (two.country, two.population, two.survey)
    if same and _place(passage.first, frame) == _place(passage.second, frame):
        return f"{_end_words(passage.first, frame)} → {two.wave}"
    return f"{_end_words(passage.first, frame)} → {_end_words(passage.second, frame)}"


# -- the picture -------------------------------------------------------------------------


def _charts(sheet: Sheet, id: str, lines: Sequence[_Line], all_: int, frame: Frame) -> list[Chart]:
    """The picture, in parts where it has many rows; ``all_`` are those that might be drawn."""
    if not lines:
        return []
    names = ", ".join(dict.fromkeys(line.name for line in lines))
    seen = frame.say("chart.seen_shift", names=names, unit=unit_of(lines[0].shift.base, frame))
    values = [known for line in lines for known in (line.first, line.second, line.difference)]
    told = [seen, *told_of(values, frame, _kinds(lines))]
    if all_ > len(lines):
        told.append(frame.say("chart.other", count=all_ - len(lines)))
    parts = parted(lines, [ROW] * len(lines), frame)
    charts = []
    for found, (part, name) in zip(parts, sheet.parts(id, len(parts)), strict=True):
        part.legend(_key(lines, frame))
        _draw(part, found, lines, frame)
        charts.append(part.chart(name, told))
    return charts


def _draw(sheet: Sheet, lines: Sequence[_Line], of: Sequence[_Line], frame: Frame) -> None:
    """Rows on the scales of all the rows that they are ``of``."""
    span, right = _span(of), _right(of)
    middle = (WIDTH - LEFT - GUTTER - right) * 0.56
    low, high, step = tens([known for line in of for known in (line.first, line.second)])
    ticks = [round(low + place * step, 2) for place in range(round((high - low) / step) + 1)]
    shares = Plot(LEFT, sheet.down + 20, middle, 0, (low, high), ticks, _SHARE)
    left = LEFT + middle + GUTTER
    gaps = Plot(left, shares.top, WIDTH - right - left, 0, (-span, span), (-span, 0, span), _POINTS)
    for plot, title in ((shares, "shares"), (gaps, "difference")):
        place = (plot.left, sheet.down + 8)
        sheet.ink.text("head", place, frame.say(f"chart.{title}"), size=SMALL, bold=True)
    tall = ROW * len(lines)
    for tick in shares.ticks:
        shares.rule("grid", (tick, 0), (tick, tall), RULE, width=1)
    for tick in gaps.ticks:
        colour, dash = (MUTED, (4, 3)) if not tick else (RULE, ())
        gaps.rule("grid", (tick, 0), (tick, tall), colour, width=1, dash=dash)
    for number, line in enumerate(lines):
        _row(sheet, shares, gaps, line, number * ROW + ROW / 2)
    for plot in (shares, gaps):
        plot.height = tall
        sheet.plots.append(plot)
    sheet.down = shares.top + tall + FOOT


HEAD = 90  # the area of an arrow's head, in square pixels
TIP = math.sqrt(3 * HEAD) / 4  # how far its tip lies from its middle, in pixels
_SHARE = "'' + round(datum.value * 100)"
_POINTS = "(datum.value > 0 ? '+' : datum.value < 0 ? '−' : '') + round(abs(datum.value) * 100)"


def _kinds(lines: Sequence[_Line]) -> list[str | None]:
    """What the intervals are: of a test of shares of probability samples, or as if of these."""
    return [kind for line in lines for kind in line.kinds]


def _key(lines: Sequence[_Line], frame: Frame) -> list[Entry]:
    ends = {
        (s.survey_from, s.wave_from, s.survey_to, s.wave_to) for s in (line.shift for line in lines)
    }
    names = frame.say("chart.before"), frame.say("chart.after")
    if len(ends) == 1:
        (found,) = ends
        names = f"{found[0]} {found[1]}", f"{found[2]} {found[3]}"
    entries = [Entry("swatch", names[0], MUTED), Entry("swatch", names[1], series(0))]
    joined = [line for line in lines if line.joined]
    if any(line.changed for line in joined):
        entries.append(Entry("from_to", frame.say("chart.shift"), series(0)))
    still = [line for line in joined if not line.changed and line.shift.wording == "shift"]
    if any(not line.untested for line in still):
        entries.append(Entry("from_and_to", frame.say("chart.unclear"), series(0)))
    if any(line.untested for line in still):
        entries.append(Entry("from_and_to", frame.say("trend.not_tested"), series(0)))
    if any(line.shift.wording != "shift" for line in lines):
        sign: Sign = "from_and_to" if joined else "none"
        entries.append(Entry(sign, frame.say("chart.gap"), series(0)))
    values = [known for line in lines for known in (line.first, line.second, line.difference)]
    return entries + key_of(values, frame, _kinds(lines), colour=series(0), points=False)


_SECOND = re.compile(r"(?<=.)(?=(?<![<>≤≥])[+−])")


def _told(line: _Line) -> list[str]:
    """The difference in figures; of a range too wide for one line both ends below each other."""
    text = line.difference.text
    if width_of(text, SMALL) <= RIGHT - BESIDE:
        return [text]
    return [part.strip() for part in _SECOND.split(text)]


def _right(lines: Sequence[_Line]) -> float:
    """Room for the differences in figures, so that none lies on a mark."""
    return max(RIGHT, *(width_of(text, SMALL) + BESIDE for line in lines for text in _told(line)))


def _span(lines: Sequence[_Line]) -> float:
    """How far the scale of differences runs to either side: whole steps of ten points."""
    ends = [abs(end) for line in lines for end in line.difference.ends]
    return min(1.0, max(0.1, -(-round(max(ends) * 1000) // 100) / 10))


def _row(sheet: Sheet, shares: Plot, gaps: Plot, line: _Line, middle: float) -> None:
    """Both ends, joined where both are points; an arrow only for a change of one population."""
    sheet.label("row", line.name, shares.top + middle, LEFT - EDGE, below=line.below)
    colour = series(0)
    if line.joined:
        _dumbbell(shares, line, middle, colour)
    else:
        across(shares, line.first, middle - 9, MUTED)
        across(shares, line.second, middle + 9, colour)
    across(gaps, line.difference, middle, colour, limits=(-1.0, 1.0))
    told = _told(line)
    first = shares.top + middle - STEP * (len(told) - 1) / 2
    for number, text in enumerate(told):
        place = (WIDTH, first + STEP * number)
        sheet.ink.text("value", place, text, align="right", size=SMALL, colour=INK)


def _dumbbell(plot: Plot, line: _Line, middle: float, colour: str) -> None:
    one, two = line.first.at or 0.0, line.second.at or 0.0
    for known, height in ((line.first, middle - 8), (line.second, middle + 8)):
        if known.interval is not None:
            ends = (known.interval[0], height), (known.interval[1], height)
            plot.rule("interval", *ends, MUTED if known is line.first else colour, width=1.5)
    plot.rule("joined", (one, middle), (two, middle), colour, width=2)
    plot.point("from", (one, middle), MUTED, hollow=True)
    if line.changed and one != two:
        shape, back = ("triangle-right", -1) if two > one else ("triangle-left", 1)
        assert plot.domain is not None
        a_pixel = (plot.domain[1] - plot.domain[0]) / plot.width
        # A symbol stands around its middle, and it is the tip of an arrow that shows the value.
        plot.point(
            "to-changed", (two + back * TIP * a_pixel, middle), colour, shape=shape, size=HEAD
        )
    else:
        plot.point("to", (two, middle), colour)
