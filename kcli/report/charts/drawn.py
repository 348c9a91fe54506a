"""Which pictures a result has, by the command that it is of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from kcli.analysis.concept import ConceptBlock
from kcli.model.records import Result
from kcli.report.charts.chart import Chart
from kcli.report.charts.compare import concept_charts, item_charts, survey_charts
from kcli.report.charts.sheet import Frame
from kcli.report.charts.shift import shift_charts
from kcli.report.charts.trend import history_charts, trend_charts
from kcli.report.charts.vega import Draw

__all__ = ["drawn"]


def drawn(result: Result, language: str, inline: bool, library: Draw) -> tuple[Chart, ...]:
    """Every picture, in reading order; each id once."""
    draw = KINDS.get(result.command)
    if draw is None:
        return ()
    owed = tuple(note.text for note in result.notes if note.code == "attribution")
    confidence = result.parameters.get("confidence") or 0.95
    frame = Frame(language, inline, library, result.synthetic, owed, confidence)
    return tuple(draw(result.context, frame))


def _of_compare(blocks: Any, frame: Frame) -> Iterator[Chart]:
    for place, block in enumerate(blocks, start=1):
        if isinstance(block, ConceptBlock):
            yield from concept_charts(block, frame, f"concept-{place}")
        elif block.single:
            for comparison in block.comparisons:
                yield from item_charts(block, comparison, frame, f"answers-{place}")
        else:
            yield from survey_charts(block, frame, f"leading-{place}")


def _of_label(blocks: Any, frame: Frame) -> Iterator[Chart]:
    for place, block in enumerate(blocks, start=1):
        yield from survey_charts(block, frame, f"leading-{place}")


def _of_topline(found: Any, frame: Frame) -> Iterator[Chart]:
    (topline,) = found
    latest = topline.blocks[0]
    for comparison in latest.comparisons:
        yield from item_charts(latest, comparison, frame, "answers-1")
    yield from history_charts(topline, frame, "waves-1")


def _of_trend(blocks: Any, frame: Frame) -> Iterator[Chart]:
    for place, block in enumerate(blocks, start=1):
        yield from trend_charts(block, frame, f"trend-{place}")


def _of_shift(blocks: Any, frame: Frame) -> Iterator[Chart]:
    for place, block in enumerate(blocks, start=1):
        yield from shift_charts(block, frame, f"shift-{place}")


KINDS: dict[str, Callable[[Any, Frame], Iterator[Chart]]] = {
    "compare": _of_compare,
    "label": _of_label,
    "topline": _of_topline,
    "trend": _of_trend,
    "shift": _of_shift,
}
