"""Pictures of ``kcli trend``, and of the past waves of ``kcli topline``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kcli.analysis.comparability import Side
from kcli.analysis.compare import Block
from kcli.analysis.estimate import Estimation
from kcli.analysis.series import Point, Series, time_of
from kcli.analysis.shift import alike
from kcli.analysis.topline import History, Past, Topline
from kcli.analysis.trend import TrendBlock
from kcli.model.questionnaire import SampleView
from kcli.report.charts.chart import Chart
from kcli.report.charts.courses import Course, Cut, Panel, Poll, courses
from kcli.report.charts.known import Known, known_of, unreported
from kcli.report.charts.marks import unit_of
from kcli.report.charts.samples import drawable
from kcli.report.charts.sheet import Frame, Sheet
from kcli.text.countries import country_name
from kcli.text.people import kind_words, sample_name

__all__ = ["history_charts", "trend_charts"]

MANY = 4  # more series than these stand in a panel a survey


def trend_charts(block: TrendBlock, frame: Frame, id: str) -> list[Chart]:
    """All answers of a block, as small multiples on one scale."""
    drawn = [each for each in block.series if drawable(each.side.sample)]
    panels: list[Panel] = []
    records = [e.record for _, e in block.estimations]
    for name in block.answers:
        having = [each for each in drawn if name in each.names]
        first = next((e for each in having if (e := _latest(each, name))), None)
        if first is None or first.record.option_kind == "score":
            continue
        label = first.record.option_label
        title = frame.say("page.net", name=label) if first.record.option_kind == "net" else label
        panels += _panels(title, name, having, drawn, frame)
    panels = [panel for panel in panels if panel.courses]
    if not panels:
        return []
    sheet = Sheet(frame, block.title, _about(drawn, frame))
    names = ", ".join(dict.fromkeys(panel.title for panel in panels))
    waves = [p.wave for each in drawn for p in sorted(each.points, key=lambda p: p.time or 0)]
    dated = sorted((p.time, p.wave) for e in drawn for p in e.points if p.time is not None)
    ends = (dated[0][1], dated[-1][1]) if dated else (waves[0], waves[-1])
    seen = frame.say(
        "chart.seen_trend",
        first=ends[0],
        last=ends[1],
        names=names,
        unit=unit_of(records[0].base, frame),
    )
    told = _breaks(block, frame)
    told += _undated([p.wave for e in drawn for p in e.points if p.time is None], frame)
    return courses(sheet, id, panels, seen, [r.interval_kind for r in records], told)


def _breaks(block: TrendBlock, frame: Frame) -> list[str]:
    """What each letter stands for: the whole reason where there are words for it, else when."""
    told: dict[str, str] = {}
    for found in block.breaks:
        place = country_name(found.country, frame.language) if found.country else found.survey
        between = f"{place}, {found.wave_before} – {found.wave_after}"
        text = found.text if frame.language[:2] == "en" else between
        told.setdefault(found.mark, text)
    marked = [f"{mark}: {text}" for mark, text in sorted(told.items())]
    return marked if frame.language[:2] == "en" else ["; ".join(marked)]


def _latest(series: Series, name: str) -> Estimation | None:
    found = (point.end.estimations.get(name) for point in reversed(series.points))
    return next((estimation for estimation in found if estimation), None)


def _panels(
    title: str, name: str, having: Sequence[Series], drawn: Sequence[Series], frame: Frame
) -> Iterator[Panel]:
    """One panel, or one a question where many populations are set side by side.

    Of several panels one legend tells the signs, so a country has the same in each.
    """
    named = {each.key: _name(each, drawn, frame) for each in having}
    if len(having) <= MANY:
        yield Panel(
            title,
            tuple(_course(s, name, named[s.key], drawn.index(s), frame) for s in having),
        )
        return
    questions = dict.fromkeys(each.key[:2] for each in having)
    groups = [[each for each in having if each.key[:2] == question] for question in questions]
    labels = {id(each): label for group in groups for each, label in _labels(group, frame)}
    places = {label: place for place, label in enumerate(dict.fromkeys(labels.values()))}
    for group in groups:
        yield Panel(
            f"{title}: {group[0].side.id}",
            tuple(_course(s, name, labels[id(s)], places[labels[id(s)]], frame) for s in group),
        )


def _labels(group: Sequence[Series], frame: Frame) -> Iterator[tuple[Series, str]]:
    """Each by its country; two samples of one country by their ids as well."""
    names = [_country(each.side.sample, frame) for each in group]
    for each, name in zip(group, names, strict=True):
        sample = each.side.sample.id
        yield each, f"{name} · {sample}" if names.count(name) > 1 and sample != name else name


def _course(series: Series, name: str, label: str, place: int, frame: Frame) -> Course:
    polls = [
        Poll(
            point.time,
            _stretch(series, point, name),
            _known(point.end.estimations.get(name), frame),
        )
        for point in series.points
        if point.time is not None
    ]
    cuts = [
        Cut((gap.before.time + gap.after.time) / 2, gap.mark)
        for gap in series.gaps
        if gap.before.time is not None and gap.after.time is not None
    ]
    return Course(label, place, tuple(polls), tuple(cuts))


def _stretch(series: Series, point: Point, name: str) -> int:
    """The first point that a line may lead from: of the same stretch, and of the same net."""
    found = point.end.estimations
    return next(
        place
        for place, other in enumerate(series.points)
        if other is point
        or (
            other.segment == point.segment
            and (
                name not in found
                or name not in other.end.estimations
                or alike(other.end, point.end, name)
            )
        )
    )


def _known(found: Estimation | None, frame: Frame) -> Known:
    """What is known of a wave; of one that says nothing of this answer, that it does not."""
    if found is None:
        return unreported(frame.say("chart.not_offered"))
    if "no_bound" in found.record.flags:
        return unreported(frame.say("page.open"))
    return known_of(found, frame.language)


def _name(series: Series, drawn: Sequence[Series], frame: Frame) -> str:
    """What tells a series from the others: country, survey, kind of people; else its country."""
    found = [
        (_country(each.side.sample, frame), each.key[0], each.side.sample.population)
        for each in drawn
    ]
    mine = found[drawn.index(series)]
    differ = [len({names[place] for names in found}) > 1 for place in range(3)]
    parts = [mine[0]] if differ[0] or not any(differ) else []
    parts += [mine[1]] if differ[1] else []
    parts += [kind_words(mine[2], frame.language)] if differ[2] else []
    own = series.side.sample.id
    parts += [own] if found.count(mine) > 1 and own not in parts else []
    return " · ".join(parts)


def _country(sample: SampleView, frame: Frame) -> str:
    return country_name(sample.country, frame.language) if sample.country else sample.id


def _about(drawn: Sequence[Series], frame: Frame) -> str:
    asked = dict.fromkeys(each.side.id for each in drawn)
    kinds = dict.fromkeys(kind_words(e.side.sample.population, frame.language) for e in drawn)
    places = dict.fromkeys(_country(e.side.sample, frame) for e in drawn)
    return " · ".join(", ".join(part) for part in (places, asked, kinds))


def _undated(waves: Sequence[str], frame: Frame) -> list[str]:
    names = ", ".join(dict.fromkeys(waves))
    return [frame.say("chart.told_undated", names=names)] if names else []


# -- past waves of a topline -----------------------------------------------------------------


def history_charts(topline: Topline, frame: Frame, id: str) -> list[Chart]:
    """Every wave of every sample, as small multiples; none where there is one wave."""
    kept = [h for h in topline.histories if drawable(h.sample) and len(h.waves) > 1]
    if not kept:
        return []
    latest: Block = topline.blocks[0]
    first: dict[str, Estimation] = {}
    for history in kept:
        for past in history.waves:
            for name, found in past.by_option.items():
                if found.record.option_kind != "score":
                    first.setdefault(name, found)
    order = ("substantive", "dont_know", "refused", "net")
    panels = []
    samples = [history.sample for history in kept]
    for name, found in sorted(first.items(), key=lambda e: order.index(e[1].record.option_kind)):
        label = found.record.option_label
        title = frame.say("page.net", name=label) if found.record.option_kind == "net" else label
        drawn = tuple(_past_course(h, name, place, samples, frame) for place, h in enumerate(kept))
        panels.append(Panel(title, drawn))
    asking = latest.comparisons[0].asking
    title = frame.say("chart.title_waves", title=asking.title(frame.language))
    sheet = Sheet(frame, title, f"{asking.survey}.{asking.item}")
    pasts = [past for history in kept for past in history.waves]
    records = [e.record for past in pasts for e in past.by_option.values()]
    names = ", ".join(panel.title for panel in panels)
    dated = sorted((time, past.wave) for past in pasts if (time := _time(past)) is not None)
    if not dated:
        return []
    seen = frame.say(
        "chart.seen_trend",
        first=dated[0][1],
        last=dated[-1][1],
        names=names,
        unit=unit_of(records[0].base, frame),
    )
    notes = {past.mark: past.footnote for past in pasts if past.mark}
    told = [f"{mark}: {text}" for mark, text in sorted(notes.items())]
    told += _undated([past.wave for past in pasts if _time(past) is None], frame)
    return courses(sheet, id, panels, seen, [r.interval_kind for r in records], told)


def _past_course(
    history: History, name: str, place: int, samples: Sequence[SampleView], frame: Frame
) -> Course:
    """A sample's waves in the order of time; a letter where two neighbours are of two stretches."""
    waves = [(time, past) for past in history.waves if (time := _time(past)) is not None]
    waves.sort(key=lambda wave: wave[0])
    polls = [
        Poll(time, past.segment, _known(past.by_option.get(name), frame)) for time, past in waves
    ]
    cuts = [
        Cut((before + after) / 2, one.mark or two.mark)
        for (before, one), (after, two) in pairwise(waves)
        if one.segment != two.segment
    ]
    label = sample_name(history.sample, samples, frame.language)
    return Course(label, place, tuple(polls), tuple(cuts))


def _time(past: Past) -> float | None:
    return time_of(Side(past.block.questionnaire, past.asking, past.column.sample))
