"""Bars that are 100% wide, parted by answer: only where every share is a known figure.

Where answers have scores on both sides of nought the bars are set against a
middle line: one side runs left, the other right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kcli.analysis.estimate import Estimation
from kcli.model.questionnaire import Asking
from kcli.report.charts.chart import Chart
from kcli.report.charts.key import Entry
from kcli.report.charts.known import Known, known_of
from kcli.report.charts.lettering import width_of, wrapped
from kcli.report.charts.marks import interval_words, unit_of
from kcli.report.charts.palette import DONT_KNOW, INK, MUTED, SERIES, series
from kcli.report.charts.plot import SMALL, Plot
from kcli.report.charts.samples import Sampled
from kcli.report.charts.sheet import WIDTH, Sheet
from kcli.text.numbers import percent

__all__ = ["stackable", "stacked"]

ANSWERS = ("substantive", "dont_know", "refused")
LEFT, BAR, ROW = 126, 22, 66
_APART = 0.04  # between the bar and don't know, where a middle line sets them apart
_EXACT = 1e-6


@dataclass(frozen=True)
class _Part:
    """An answer: its colour, and how full the colour is."""

    name: str
    label: str
    colour: str
    opacity: float = 1


def stackable(samples: Sequence[Sampled], asking: Asking) -> bool:
    """Whether every share of every sample of which anything is known is a figure, 100 in all."""
    if asking.type != "single" or len(asking.substantive) > len(SERIES):
        return False  # no two answers of one colour
    told = [each for each in samples if not _silent(each)]
    return bool(told) and all(_whole(each) for each in told)


def _silent(each: Sampled) -> bool:
    return all(bool(known_of(found, "en").silence) for found in _answers(each))


def _whole(each: Sampled) -> bool:
    """Whether the shares are figures that can be 100 in all, as far as they were rounded."""
    known = [known_of(found, "en") for found in _answers(each)]
    if any(k.at is None or k.silence for k in known):
        return False
    return sum(k.low for k in known) <= 1 + _EXACT and sum(k.high for k in known) >= 1 - _EXACT


def _answers(each: Sampled) -> list[Estimation]:
    return [found for found in each.estimations if found.record.option_kind in ANSWERS]


def stacked(sheet: Sheet, id: str, samples: Sequence[Sampled], asking: Asking) -> Chart:
    """The picture of samples that are stackable."""
    frame = sheet.frame
    parts, middle = _parts(samples, asking)
    sheet.legend(Entry("swatch", p.label, p.colour, opacity=p.opacity) for p in parts)
    sheet.down -= 8
    kinds = [f.record.interval_kind for each in samples for f in each.estimations]
    widest = _widest(samples)
    words = interval_words(frame, kinds)
    if widest is not None:
        figures = frame.say("chart.small_figures", text=words, points=percent(widest, 1))
        for line in wrapped(figures, WIDTH, SMALL):
            sheet.line("legend", line, size=SMALL, colour=MUTED)
    sheet.down += 8
    pitch, most = (ROW, 4) if widest is not None else (ROW - 16, 2)  # lines of a name
    rows = [_row(each, parts, asking, middle) for each in samples]
    ends = [
        end for row in rows for start, known, _ in row for end in (start, start + (known.at or 0))
    ]
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    plot = Plot(LEFT, sheet.down, WIDTH - LEFT, len(samples) * pitch, (low, high))
    for place, (each, row) in enumerate(zip(samples, rows, strict=True)):
        _draw(sheet, plot, each, row, place * pitch + BAR / 2 + 4, most)
        if middle and row:
            top = place * pitch
            plot.rule("middle", (0, top), (0, top + BAR + 8), INK, width=1.5)
    sheet.plots.append(plot)
    sheet.down += plot.height
    records = [found.record for each in samples for found in each.estimations]
    seen = frame.say(
        "chart.seen_diverging" if middle else "chart.seen_stacked",
        names=", ".join(each.name for each in samples),
        unit=unit_of(records[0].base, frame),
    )
    sentences = [seen]
    if any(part.colour == DONT_KNOW for part in parts):
        sentences.append(frame.say("chart.dont_know_last"))
    if widest is not None:
        sentences.append(frame.say("chart.told_widest", text=words, points=percent(widest, 1)))
    else:
        sentences.append(frame.say("chart.told_no_interval"))
    return sheet.chart(id, sentences)


# -- answers -----------------------------------------------------------------------------


def _parts(samples: Sequence[Sampled], asking: Asking) -> tuple[list[_Part], bool]:
    """The answers in the order in which they are drawn, don't know last; whether two-sided."""
    first: dict[str, Estimation] = {}
    for each in samples:
        for found in _answers(each):
            first.setdefault(found.record.option, found)
    names = [n for n, f in first.items() if f.record.option_kind == "substantive"]
    scores = {name: float(asking.score[name]) for name in names if name in asking.score}
    signs = {score > 0 for score in scores.values() if score}
    middle = len(scores) == len(names) > 2 and len(signs) == 2
    if middle:
        names.sort(key=lambda name: scores[name])
        most = max(abs(score) for score in scores.values())
        parts = [_sided(first[n], scores[n], most) for n in names]
    else:
        parts = [
            _Part(name, first[name].record.option_label, series(place))
            for place, name in enumerate(names)
        ]
    rest = [name for name, found in first.items() if found.record.option_kind != "substantive"]
    parts += [
        _Part(name, first[name].record.option_label, DONT_KNOW, 1 - 0.4 * place)
        for place, name in enumerate(rest)
    ]
    return parts, middle


def _sided(found: Estimation, score: float, most: float) -> _Part:
    """The fuller the further from the middle; the middle answer itself is pale."""
    record = found.record
    if not score:
        return _Part(record.option, record.option_label, MUTED, 0.25)
    opacity = 0.35 + 0.65 * abs(score) / most
    return _Part(record.option, record.option_label, series(0 if score > 0 else 1), opacity)


Row = list[tuple[float, Known, _Part]]


def _row(each: Sampled, parts: Sequence[_Part], asking: Asking, middle: bool) -> Row:
    """Where each answer of a sample begins."""
    by_option = each.by_option
    known = [
        (known_of(by_option[part.name], "en"), part) for part in parts if part.name in by_option
    ]
    if not known or all(value.silence for value, _ in known):
        return []
    start = 0.0
    if middle:
        for value, part in known:
            score = asking.score.get(part.name)
            if part.colour != DONT_KNOW and score is not None:
                start -= (value.at or 0) * (1 if score < 0 else 0.5 if score == 0 else 0)
    row: Row = []
    aside = False
    for value, part in known:
        if middle and part.colour == DONT_KNOW and not aside:
            start, aside = start + _APART, True
        row.append((start, value, part))
        start += value.at or 0
    return row


# -- bars --------------------------------------------------------------------------------


def _draw(sheet: Sheet, plot: Plot, each: Sampled, row: Row, middle: float, most: int) -> None:
    """A bar with its figures below it, where these have room."""
    below = " · ".join(part for part in (each.below, each.size) if part)
    sheet.label("row", each.name, plot.top + middle + 6, LEFT - 14, below=below, most=most)
    if not row:
        why = known_of(each.estimations[0], sheet.frame.language).silence
        place = (LEFT, plot.top + middle)
        sheet.ink.text("silence", place, why, colour=MUTED, size=SMALL)
        return
    assert plot.domain is not None
    scale = plot.width / (plot.domain[1] - plot.domain[0])
    for start, known, part in row:
        share = known.at or 0
        if not share:
            continue
        inset = min(1 / scale, share / 4)
        plot.bar(
            "part",
            (start + inset, middle - BAR / 2),
            (start + share - inset, middle + BAR / 2),
            part.colour,
            opacity=part.opacity,
            outline=part.colour,
        )
        centre = plot.left + (start + share / 2 - plot.domain[0]) * scale
        room = share * scale - 2
        for line, text, colour in (
            (1, known.text, INK),
            (2, _limits(known), MUTED),
        ):
            if text and width_of(text, SMALL) <= room:
                height = plot.top + middle + BAR / 2 + 16 * line - 5
                sheet.ink.text(
                    "value", (centre, height), text, align="center", size=SMALL, colour=colour
                )


def _limits(known: Known) -> str:
    if known.interval is None:
        return ""
    return f"{percent(known.interval[0])}–{percent(known.interval[1])}"


def _widest(samples: Sequence[Sampled]) -> float | None:
    """The furthest that the limit of any interval lies from its share."""
    known = [known_of(found, "en") for each in samples for found in _answers(each)]
    arms = [
        max(k.at - k.interval[0], k.interval[1] - k.at)
        for k in known
        if k.interval is not None and k.at is not None
    ]
    return max(arms, default=None)
