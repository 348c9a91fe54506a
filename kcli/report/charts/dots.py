"""Points with intervals, and open bands, on one scale: what is known of every share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kcli.report.charts.chart import Chart
from kcli.report.charts.known import Known
from kcli.report.charts.lettering import BOLD, clean, width_of, wrapped
from kcli.report.charts.marks import across, key_of, told_of
from kcli.report.charts.palette import INK, MUTED, RULE, series
from kcli.report.charts.plot import SIZE, SMALL, Plot
from kcli.report.charts.sheet import LINE, STEP, WIDTH, Sheet, parted, row_lines

__all__ = ["Group", "Rung", "dots"]

TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
LEFT, EDGE = 160, 12  # the column of names, and what is free beside it
ROW, LINES = 26, 4  # the height of a row of one line; the most lines of a name
_ABOVE = 6  # what is free above the title of a group
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
) -> list[Chart]:
    """The picture, in parts where it is tall; none where there is nothing to draw in it."""
    values = [rung.known for group in groups for rung in group.rungs]
    if all(known.silence for known in values):
        return []
    frame = sheet.frame
    told = [seen, *told_of(values, frame, kinds), *sentences]
    texts = max(width_of(known.text, SMALL) for known in values if not known.silence)
    right = min(max(texts + 8, _LEAST), _MOST)
    pieces = [
        replace(group, rungs=tuple(rungs))
        for group in groups
        for rungs in parted(group.rungs, _heights(group), frame)
    ]
    parts = parted(pieces, [_head(each) + sum(_heights(each)) for each in pieces], frame)
    return [
        _part(part, name, found, right, kinds, told)
        for found, (part, name) in zip(parts, sheet.parts(id, len(parts)), strict=True)
    ]


def _part(
    sheet: Sheet,
    id: str,
    groups: Sequence[Group],
    right: float,
    kinds: Sequence[str | None],
    told: Sequence[str],
) -> Chart:
    """These groups, with a legend and an axis; ``right`` is what the texts take beside them."""
    values = [rung.known for group in groups for rung in group.rungs]
    sheet.legend(key_of(values, sheet.frame, kinds, colour=series(0)))
    plot = Plot(LEFT, sheet.down, WIDTH - LEFT - right - 12, 0, (0.0, 1.0), TICKS, _PERCENT)
    for group in groups:
        if group.title:
            sheet.down += _ABOVE
            sheet.lines("heading", group.title)
        _grid(plot, sheet.down - plot.top, sum(_heights(group)))
        for rung in group.rungs:
            _rung(sheet, plot, rung)
    plot.height = sheet.down - plot.top
    sheet.plots.append(plot)
    sheet.down += 24
    return sheet.chart(id, told)


_PERCENT = "round(datum.value * 100) + (datum.value == 1 ? '%' : '')"


def _grid(plot: Plot, top: float, tall: float) -> None:
    """Lines at the ticks, beside the rows and not through titles; one half stands out."""
    for tick in TICKS:
        name, colour, dash = ("half", MUTED, (4, 3)) if tick == 0.5 else ("grid", RULE, ())
        plot.rule(name, (tick, top), (tick, top + tall), colour, width=1, dash=dash)


def _head(group: Group) -> float:
    lines = len(wrapped(clean(group.title), WIDTH, SIZE * BOLD, 2)) if group.title else 0
    return _ABOVE + LINE * lines if lines else 0


def _heights(group: Group) -> list[float]:
    return [_tall(rung) for rung in group.rungs]


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
