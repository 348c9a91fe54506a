"""A picture laid out from the top down: what stands above and below the marks."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import TypeVar

from kcli.report.charts.chart import Chart
from kcli.report.charts.key import SIGN, Entry, draw_sign
from kcli.report.charts.lettering import BOLD, clean, cut, width_of, wrapped
from kcli.report.charts.palette import INK, MUTED
from kcli.report.charts.plot import SIZE, SMALL, Plot
from kcli.report.charts.svg import Drawn
from kcli.report.charts.vega import Draw
from kcli.text.languages import say

__all__ = ["LINE", "ROOM", "STEP", "WIDTH", "Frame", "Sheet", "parted", "row_lines"]

T = TypeVar("T")
WIDTH = 500
LINE, GAP = 20, 10
STEP = 17  # from one line of a row's name to the next
_TITLE = 16
ROOM = 460  # for rows or panels: with legend and axis less than a screen or a page of paper


@dataclass(frozen=True)
class Frame:
    """What every picture of one result has in common."""

    language: str
    inline: bool
    draw: Draw
    synthetic: bool = False
    owed: tuple[str, ...] = ()
    confidence: float = 0.95

    @property
    def level(self) -> str:
        """The confidence, as a legend prints it."""
        return f"{100 * self.confidence:g}%"

    def say(self, key: str, **values: object) -> str:
        """One of the tool's own words, in the language of the picture."""
        return say(key, self.language, **values)


def row_lines(text: str, below: str, width: float, most: int) -> list[tuple[str, str, int]]:
    """The lines of a row's name, with colour and size; ``most`` of them, half for what is below."""
    share = max(1, most // 2) if below else min(most, 2)
    lines = [(line, INK, SIZE) for line in wrapped(clean(text), width, SIZE, share)]
    if below:
        lines += [(line, MUTED, SMALL) for line in wrapped(clean(below), width, SMALL, share)]
    return lines


def parted(pieces: Sequence[T], heights: Sequence[float], frame: Frame) -> list[Sequence[T]]:
    """The rows or panels of each picture of a page: as few pictures as have room, all about alike.

    A file that stands alone is one picture, however tall.
    """
    if not frame.inline:
        return [pieces]
    rooms = range(math.ceil(max(heights, default=0)), ROOM)
    least = list(_filled(heights, ROOM))
    room = next((r for r in rooms if len(list(_filled(heights, r))) == len(least)), ROOM)
    ends = [0, *accumulate(_filled(heights, room))]
    return [pieces[start:end] for start, end in pairwise(ends)]


def _filled(heights: Sequence[float], room: float) -> Iterator[int]:
    """How many stand below each other before the next has no room."""
    count, down = 0, 0.0
    for tall in heights:
        if count and down + tall > room:
            yield count
            count, down = 0, 0.0
        count, down = count + 1, down + tall
    yield count


@dataclass
class Sheet:
    """The plots so far, and how far down they reach."""

    frame: Frame
    title: str
    about: str = ""
    ink: Plot = field(default_factory=lambda: Plot(0, 0, WIDTH, 10))
    plots: list[Plot] = field(default_factory=list)
    down: float = 4
    cuts: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Put up the title of a picture that stands alone; and that respondents are invented."""
        self.title = clean(self.title)
        if not self.frame.inline:
            for line in wrapped(self.title, WIDTH, _TITLE * BOLD, 3):
                self.line("title", line, bold=True, size=_TITLE)
            for line in wrapped(clean(self.about), WIDTH, SMALL, 2):
                self.line("about", line, colour=MUTED, size=SMALL)
        if self.frame.synthetic:
            self.line("synthetic", self.frame.say("report.synthetic"), bold=True)
        if self.down > 4:
            self.down += GAP / 2

    def parts(self, id: str, count: int) -> Iterator[tuple[Sheet, str]]:
        """The sheet and its id; in place of it as many as a picture has parts, with theirs."""
        if count == 1:
            yield self, id
            return
        for number in range(1, count + 1):
            which = self.frame.say("document.which", number=number, total=count)
            yield Sheet(self.frame, f"{self.title} ({which})", self.about), f"{id}-{number}"

    def line(
        self,
        name: str,
        text: str,
        *,
        bold: bool = False,
        colour: str = INK,
        size: int = SIZE,
        indent: float = 0,
    ) -> None:
        """A line of text below everything so far."""
        if text:
            place = (indent, self.down + LINE / 2)
            self.ink.text(name, place, text, bold=bold, colour=colour, size=size)
            self.down += LINE

    def lines(self, name: str, text: str, width: float = WIDTH, most: int = 2) -> None:
        """A text in bold, over a group of marks."""
        shown = clean(text)
        for line in wrapped(shown, width, SIZE * BOLD, most):
            self.line(name, self.noted(line, shown), bold=True)

    def label(
        self, name: str, text: str, middle: float, width: float, *, below: str = "", most: int = 2
    ) -> None:
        """The name of a row, in as many lines as have room, and fainter lines below it."""
        rows = row_lines(text, below, width, most)
        for whole, colour in ((clean(text), INK), (clean(below), MUTED)):
            shown = [line for line, tone, _ in rows if tone == colour]
            if shown:
                self.noted(shown[-1], whole)
        first = middle - STEP * (len(rows) - 1) / 2
        for place, (line, colour, size) in enumerate(rows):
            self.ink.text(name, (0, first + STEP * place), line, colour=colour, size=size)

    def noted(self, shown: str, whole: str) -> str:
        """The text that is shown; if it was cut, the description will tell the whole."""
        if shown.endswith("…") and not whole.endswith("…"):
            self.cuts[whole] = None
        return shown

    def legend(self, entries: Iterable[Entry]) -> None:
        """Signs and what they mean, side by side as long as there is room."""
        left = 0.0
        for entry in entries:
            indent = 0 if entry.sign == "none" else SIGN
            text = cut(clean(entry.text), WIDTH - indent, SMALL)
            self.noted(text, clean(entry.text))
            width = indent + width_of(text, SMALL) + 16
            if left and left + width > WIDTH + 16:
                left, self.down = 0.0, self.down + LINE
            middle = self.down + LINE / 2
            draw_sign(self.ink, entry, left, middle)
            self.ink.text("legend", (left + indent, middle), text, size=SMALL)
            left += width
        if left:
            self.down += LINE
        self.down += GAP

    def chart(self, id: str, sentences: Sequence[str]) -> Chart:
        """The picture; ``sentences`` say what is seen."""
        if not self.frame.inline and self.frame.owed:
            self.down += GAP
            for text in self.frame.owed:
                for line in wrapped(clean(text), WIDTH, SMALL, 4):
                    self.line("owed", line, colour=MUTED, size=SMALL)
        title, told = self.title, [clean(sentence) for sentence in sentences if sentence]
        if self.frame.synthetic:
            title = f"{title} ({self.frame.say('report.synthetic')})"
        height = round(self.down + 6)
        self.ink.height = height
        whole = [*told]
        if self.cuts:
            whole.append(self.frame.say("chart.told_labels", names="; ".join(self.cuts)))
        plots = [*self.plots, self.ink]
        drawn = Drawn(
            tuple((plot.left, plot.top, self.frame.draw(plot.spec())) for plot in plots),
            (WIDTH, height),
            (title, " ".join(whole)),
            self.frame.inline,
        )
        return Chart(id, title, " ".join(told), drawn, WIDTH, height)
