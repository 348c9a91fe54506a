"""Points with intervals, and open bands, on one scale: what is known of every share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kcli.report.charts.chart import Chart
from kcli.report.charts.known import Known
from kcli.report.charts.lettering import width_of
from kcli.report.charts.marks import across, key_of, told_of
from kcli.report.charts.palette import INK, MUTED, RULE, series
from kcli.report.charts.plot import SMALL, Plot
from kcli.report.charts.sheet import STEP, WIDTH, Sheet, row_lines

__all__ = ["Group", "Rung", "dots"]

TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
LEFT, EDGE = 160, 12  # the column of names, and what is free beside it
ROW, LINES = 26, 4  # the height of a row of one line; the most lines of a name
_LEAST, _MOST = 60, 104  # the column of texts


@dataclass(frozen=True)
class Rung:
    """One row: whose share, and what is known of it."""

    name: str
    below: str
    known: Known
    faint: bool = False


@dataclass(frozen=True)
class Group:
    """Rows under a title of their own; without one where they need none."""

    title: str
    rungs: tuple[Rung, ...]


def dots(
    sheet: Sheet,
    id: str,
    groups: Sequence[Group],
    seen: str,
    kinds: Sequence[str | None],
    sentences: Sequence[str] = (),
) -> Chart | None:
    """The picture; None where there is nothing to draw in it."""
    values = [rung.known for group in groups for rung in group.rungs]
    if all(known.silence for known in values):
        return None
    frame = sheet.frame
    sheet.legend(key_of(values, frame, kinds, colour=series(0)))
    texts = max(width_of(known.text, SMALL) for known in values if not known.silence)
    right = min(max(texts + 8, _LEAST), _MOST)
    plot = Plot(LEFT, sheet.down, WIDTH - LEFT - right - 12, 0, (0.0, 1.0), TICKS, _PERCENT)
    for group in groups:
        if group.title:
            sheet.down += 6
            sheet.lines("heading", group.title)
        _grid(plot, sheet.down - plot.top, sum(map(_tall, group.rungs)))
        for rung in group.rungs:
            _rung(sheet, plot, rung)
    plot.height = sheet.down - plot.top
    sheet.plots.append(plot)
    sheet.down += 24
    return sheet.chart(id, [seen, *told_of(values, frame, kinds), *sentences])


_PERCENT = "round(datum.value * 100) + (datum.value == 1 ? '%' : '')"


def _grid(plot: Plot, top: float, tall: float) -> None:
    """Lines at the ticks, beside the rows and not through titles; one half stands out."""
    for tick in TICKS:
        name, colour, dash = ("half", MUTED, (4, 3)) if tick == 0.5 else ("grid", RULE, ())
        plot.rule(name, (tick, top), (tick, top + tall), colour, width=1, dash=dash)


def _tall(rung: Rung) -> float:
    lines = len(row_lines(rung.name, rung.below, LEFT - EDGE, LINES))
    return ROW if lines < 2 else STEP * lines + 8


def _rung(sheet: Sheet, plot: Plot, rung: Rung) -> None:
    tall = _tall(rung)
    middle = sheet.down + tall / 2
    sheet.label("row", rung.name, middle, LEFT - EDGE, below=rung.below, most=LINES)
    known = rung.known
    if known.silence:
        sheet.ink.text("silence", (LEFT + 8, middle), known.silence, colour=MUTED, size=SMALL)
    else:
        colour = MUTED if rung.faint else series(0)
        across(plot, known, middle - plot.top, colour)
        sheet.ink.text("value", (WIDTH, middle), known.text, align="right", size=SMALL, colour=INK)
    sheet.down += tall
