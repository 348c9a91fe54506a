"""The page of ``kcli trend``: a wave a row, a country a column, dots on one scale beside them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kcli.analysis.estimate import Estimation
from kcli.analysis.precision import NAMED_KINDS
from kcli.analysis.quotes import quotes_of
from kcli.analysis.remarks import filter_of
from kcli.analysis.series import Point, Series, told_apart
from kcli.analysis.trend import TrendBlock
from kcli.model.records import Result
from kcli.model.shift_records import Shift
from kcli.render.pages.compare import footer, wording_words
from kcli.render.pages.marks import amount, nothing_said, option_name
from kcli.render.pages.page import Cell, Dot, Heading, Page, Row, Strip, Table, Tone, Words
from kcli.render.pages.trend_words import ARROWS, breaks, sentences, signs
from kcli.text.countries import country_name
from kcli.text.languages import listed_in, say
from kcli.text.numbers import percent
from kcli.text.people import kind_words
from kcli.text.summary.index import index_of

__all__ = ["lay_out"]

MARKS = "●○◆◇▲△■□"
MANY = 3  # more series than these stand in a table a survey
MANY_YEARS = 4  # more years than these without a poll are one row


@dataclass(frozen=True)
class _Line:
    """A row: a wave or year, the years of a gap, or a break before the next wave."""

    stub: str
    points: Mapping[tuple[str, str, str], Point]
    time: float | None = None
    breaks: tuple[tuple[tuple[str, str, str], str], ...] = ()
    empty: bool = False


def lay_out(result: Result) -> Page:
    """Each question with its answers, a table each; then breaks, changes, and the notes."""
    parts: list[Heading | Table | Words] = []
    index = index_of(result, str(result.parameters.get("lang") or "en"))
    for block in result.context:
        parts.append(_heading(block))
        for name in block.answers:
            parts += _tables(block, name)
        parts += breaks(block, index)
        parts += sentences(block, index)
        ends = [point.end for series in block.series for point in series.points]
        quotes = quotes_of(ends, block.language)
        parts += [Words(say("page.quotes", block.language), quotes)] if quotes else []
    legend = signs(result.context, [part for part in parts if isinstance(part, Table)])
    return Page((*parts, *legend, *footer(result, single=True)))


def _tables(block: TrendBlock, name: str) -> list[Table]:
    """One table of an answer, or one a survey where many are set side by side: on one scale."""
    offered = [each for each in block.series if name in each.names]
    having = [each for each in offered if _says(each, name)] or offered
    groups = [having]
    if len(having) > MANY:
        surveys = dict.fromkeys(each.key[:2] for each in having)
        groups = [[each for each in having if each.key[:2] == survey] for survey in surveys]
    tables = [_table(block, group, name, several=len(groups) > 1) for group in groups if group]
    drawn = [table.strip for table in tables if table.strip is not None]
    if not drawn:
        return tables
    low, high = min(strip.low for strip in drawn), max(strip.high for strip in drawn)
    return [
        replace(table, strip=replace(table.strip, low=low, high=high)) if table.strip else table
        for table in tables
    ]


def _says(series: Series, name: str) -> bool:
    """Whether any wave leaves less than everything open."""
    found = [p.end.estimations[name] for p in series.points if name in p.end.estimations]
    return any("no_bound" not in e.record.flags for e in found)


def _heading(block: TrendBlock) -> Heading:
    language = block.language
    below = [say("concept.id", language, id=block.concept)] if block.concept else []
    seen: dict[str, None] = {}
    for series in block.series:
        asking, sample = series.side.asking, series.side.sample
        about = [series.side.id, wording_words(asking.wording, language)]
        about.append(kind_words(sample.population, language))
        if asking.type == "multiple":
            about.append(say("page.several", language))
        about += filter_of(series.side.questionnaire, asking, language)
        seen[" · ".join(about)] = None
    return Heading(block.title, (*below, *seen))


# -- rows --------------------------------------------------------------------------------


def _lines(having: Sequence[Series]) -> list[_Line]:
    """Waves in the order of time; years between them without a poll; breaks."""
    found: list[_Line] = []
    for stub, points in _rows(having):
        times = [point.time for point in points.values() if point.time is not None]
        time = sum(times) / len(times) if times else None
        if found and time is not None and found[-1].time is not None:
            found += _without(int(found[-1].time), int(time), having)
        cuts = tuple(
            (series.key, gap.mark)
            for series in having
            for gap in series.gaps
            if points.get(series.key) is gap.after
        )
        if cuts:
            found.append(_Line("", {}, None, cuts))
        found.append(_Line(stub, points, time))
    return found


def _rows(
    series: Sequence[Series],
) -> list[tuple[str, dict[tuple[str, str, str], Point]]]:
    """Each wave of one survey; of several surveys each year, or wave where one has two a year."""
    placed = [(point, each.key) for each in series for point in each.points]
    surveys = {key[0] for _, key in placed}
    names = {id(point): point.wave for point, _ in placed}
    if len(surveys) > 1:
        names = _dates(placed)
    rows: dict[str, dict[tuple[str, str, str], Point]] = {}
    times: dict[str, float] = {}
    for point, key in placed:
        name = names[id(point)]
        rows.setdefault(name, {})[key] = point
        time = -math.inf if point.time is None else point.time
        times[name] = min(times.get(name, math.inf), time)
    return [(name, rows[name]) for name in sorted(rows, key=lambda name: times[name])]


def _dates(placed: Sequence[tuple[Point, tuple[str, str, str]]]) -> dict[int, str]:
    years: dict[tuple[tuple[str, str, str], str], int] = {}
    for point, key in placed:
        year = _year(point)
        years[key, year] = years.get((key, year), 0) + 1
    crowded = {year for (_, year), count in years.items() if count > 1}
    return {
        id(point): f"{point.wave}" if (year := _year(point)) in crowded else year
        for point, _ in placed
    }


def _year(point: Point) -> str:
    return point.wave if point.time is None else str(int(point.time))


def _without(first: int, last: int, having: Sequence[Series]) -> list[_Line]:
    """The years between two rows: without a poll, or with one that did not ask this."""
    lines: list[_Line] = []
    run: list[int] = []
    for year in range(first + 1, last):
        if any(_other_waves(series, str(year)) for series in having):
            lines += [*_run(run), _Line(str(year), {}, float(year), empty=True)]
            run = []
        else:
            run.append(year)
    return [*lines, *_run(run)]


def _run(years: Sequence[int]) -> list[_Line]:
    if len(years) > MANY_YEARS:
        return [_Line(f"{years[0]}–{years[-1]}", {}, None, empty=True)]
    return [_Line(str(year), {}, float(year), empty=True) for year in years]


def _other_waves(series: Series, year: str) -> bool:
    """Whether the sample was polled in that year or wave."""
    questionnaire, sample = series.side.questionnaire, series.side.sample
    return any(
        (other.id, other.population) == (sample.id, sample.population)
        for wave in questionnaire.waves
        if wave == year or str(questionnaire.started(wave).year) == year
        for other in questionnaire.samples(wave)
    )


# -- an answer ---------------------------------------------------------------------------


def _table(block: TrendBlock, having: Sequence[Series], name: str, *, several: bool) -> Table:
    lines = _lines(having)
    first = next(
        p.end.estimations[name] for s in having for p in s.points if name in p.end.estimations
    )
    changes: dict[tuple[int, int], Shift] = {
        (id(found.first.side), id(found.second.side)): shift
        for found in block.passages
        for shift in found.shifts
        if shift.category == name
    }
    rows: list[Row] = []
    dots: list[tuple[Dot, ...]] = []
    cuts: list[tuple[int, str]] = []
    for line in lines:
        cells = tuple(
            _cell(having, series, line, name, changes, block.language) for series in having
        )
        drawn = [
            dot
            for place, series in enumerate(having)
            if (point := line.points.get(series.key)) is not None
            for dot in _dots(point.end.estimations.get(name), MARKS[place % len(MARKS)])
        ]
        marks = [mark for key, mark in line.breaks if any(key == s.key for s in having)]
        if line.breaks and not marks:
            continue
        if marks:
            cuts.append((len(rows), _cut(sorted(set(marks)), block.language)))
        rows.append(Row(Cell.of(line.stub, "faint" if line.empty else "plain"), cells))
        dots.append(tuple(drawn))
    kind = first.record.option_kind
    title = option_name(first.record, block.language)
    if several:
        title = f"{title}: {having[0].side.id}"
    counted = all(s.side.sample.population in NAMED_KINDS for s in having)
    strip = None if counted or kind == "score" else _strip(dots, cuts, len(having))
    base = "substantive" if first.record.base == "substantive" else "all"
    share = say(f"page.percent_{base}", block.language)
    unit = "" if counted or kind == "score" else f", {share}"
    signs = strip.marks if strip else ("",) * len(having)
    headers = tuple(_header(block, having, each, m) for each, m in zip(having, signs, strict=True))
    return Table(
        f"{title}{unit}", headers, tuple(rows), numeric=True, names=True, titled=True, strip=strip
    )


def _header(block: TrendBlock, having: Sequence[Series], series: Series, mark: str) -> Cell:
    """Whose column this is: its mark, country, and where they differ survey and people."""
    sample = series.side.sample
    name = country_name(sample.country, block.language) if sample.country else sample.id
    lines: list[tuple[str, Tone]] = [(f"{mark} {name}".strip(), "strong")]
    own = told_apart(series, having)
    lines += [(part, "faint") for part in own.split(", ") if own]
    if len({each.side.sample.population for each in having}) > 1:
        lines.append((kind_words(sample.population, block.language), "faint"))
    return Cell(tuple(lines))


def _cut(marks: Sequence[str], language: str) -> str:
    return say("trend.break", language, marks=listed_in(marks, language))


def _cell(
    having: Sequence[Series],
    series: Series,
    line: _Line,
    name: str,
    changes: Mapping[tuple[int, int], Shift],
    language: str,
) -> Cell:
    mark = dict(line.breaks).get(series.key)
    if mark is not None:
        return Cell.of(f"{_cut([mark], language)}  ", "faint")
    point = line.points.get(series.key)
    if point is None:
        inside = not line.breaks and _inside(having, line)
        silent = "page.not_asked" if _other_waves(series, line.stub) else "trend.no_poll"
        return Cell.of(f"{say(silent, language)}  " if inside else "", "faint")
    found = point.end.estimations.get(name)
    if found is None:
        return Cell.of(f"{say('page.not_offered', language)}  ", "faint")
    silence = nothing_said(found.record, language)
    if silence is not None:
        return Cell.of(f"{silence}  ", "faint")
    text = f"{_share(found, language)} {_arrow(series, point, name, changes)}"
    return Cell(((text, "plain"),), found.record)


def _inside(having: Sequence[Series], line: _Line) -> bool:
    """Whether a row without a point lies between the first and the last wave of all."""
    times = [p.time for each in having for p in each.points if p.time is not None]
    if line.empty and line.time is None:
        return True
    return line.time is not None and bool(times) and min(times) <= line.time <= max(times)


def _share(found: Estimation, language: str) -> str:
    record = found.record
    text = amount(found, language)
    if (
        text == say("page.open", language)
        or record.population in NAMED_KINDS
        or record.low is None
        or record.option_kind == "score"
    ):
        return text
    high = 1.0 if record.high is None else record.high
    few = "*" if "small_base" in record.flags else ""
    return f"{text}{few} ({percent(record.low)}–{percent(high)})"


def _arrow(
    series: Series, point: Point, name: str, changes: Mapping[tuple[int, int], Shift]
) -> str:
    """Which way it went since the wave before of its stretch, where a test says so."""
    stretch = next(points for points in series.segments() if point in points)
    place = stretch.index(point)
    if place == 0:
        return " "
    found = changes.get((id(stretch[place - 1].end.side), id(point.end.side)))
    return ARROWS.get(found.direction, " ") if found and found.p_value is not None else " "


# -- dots --------------------------------------------------------------------------------


def _dots(found: Estimation | None, mark: str) -> list[Dot]:
    if found is None or found.bounds is None or "no_bound" in found.record.flags:
        return []
    record, bounds = found.record, found.bounds
    low = float(bounds.low or 0)
    high = 1.0 if bounds.high is None else float(bounds.high)
    interval = None
    if record.low is not None:
        interval = (record.low, 1.0 if record.high is None else record.high)
    return [Dot(mark, record.share, (low, high), interval)]


def _strip(
    dots: Sequence[tuple[Dot, ...]], cuts: Sequence[tuple[int, str]], columns: int
) -> Strip | None:
    """One scale for all: from ten to ten points around everything that is drawn."""
    ends = [end for row in dots for dot in row for end in (*dot.bounds, *(dot.interval or ()))]
    if not ends:
        return None
    low = math.floor(min(ends) * 10 + 1e-9) / 10
    high = math.ceil(max(ends) * 10 - 1e-9) / 10
    if high - low < 0.2:
        low, high = (low - 0.1, high) if low >= 0.1 else (low, high + 0.1)
    marks = tuple(MARKS[place % len(MARKS)] for place in range(columns))
    return Strip(max(0.0, low), min(1.0, high), tuple(dots), tuple(cuts), marks)
