"""The words below a trend: why it breaks, which way it goes, and what its signs mean."""

from __future__ import annotations

from collections.abc import Sequence

from kcli.analysis.trend import TrendBlock
from kcli.model.shift_records import Shift
from kcli.model.trend_records import Trend
from kcli.render.pages.page import Table, Words
from kcli.text.countries import country_name
from kcli.text.languages import listed_in, say, tag_of
from kcli.text.numbers import level_words
from kcli.text.people import kind_words, people
from kcli.text.summary.index import Index
from kcli.text.summary.shifts import shift_sentences
from kcli.text.summary.trends import break_sentences, trend_sentences

__all__ = ["ARROWS", "breaks", "sentences", "signs"]

ARROWS = {"increase": "↑", "decrease": "↓"}
DRAWN = frozenset({"interval", "range", "several"})  # signs of the dots, and of nothing else


def breaks(block: TrendBlock, index: Index) -> list[Words]:
    lines: dict[str, list[str]] = {}
    for found in block.breaks:
        text = found.text
        if tag_of(block.language) != "en":
            text = break_sentences([found], index)[0].text
        lines.setdefault(found.mark, []).append(text)
    if not lines:
        return []
    told = tuple(
        f"{mark}: {text}" for mark, texts in lines.items() for text in dict.fromkeys(texts)
    )
    return [Words(say("trend.breaks_title", block.language), told)]


def sentences(block: TrendBlock, index: Index) -> list[Words]:
    """The whole of each series, then every change that a test supports."""
    language = block.language
    parts = []
    trends = _slopes(block, index)
    if trends:
        parts.append(Words(say("trend.slopes_title", language), tuple(trends)))
        if any(_tests_peaks(t) for t in block.trends):
            parts.append(Words("", (say("trend.families", language),), "faint"))
    shifts = [s for s in block.shifts if s.direction in ARROWS and s.p_value is not None]
    tested = sum(s.p_value is not None for s in block.shifts)
    if not shifts and tested:
        parts.append(Words("", (say("trend.none_clear", language, count=tested),)))
    elif shifts:
        clear = _changes(block, shifts, index)
        parts.append(Words(say("trend.clear_title", language, count=tested), tuple(clear)))
    return parts


def _slopes(block: TrendBlock, index: Index) -> list[str]:
    """A sentence a line; those of which there is none to tell together, by reason and people."""
    if tag_of(block.language) != "en":
        return [sentence.text for sentence in trend_sentences(block.trends, index)]
    told = [t.text for t in block.trends if not _silent(t)]
    for reason in dict.fromkeys(t.reason for t in block.trends if _silent(t)):
        whose: dict[str, dict[str, None]] = {}
        for t in block.trends:
            if _silent(t) and t.reason == reason:
                whose.setdefault(f"“{t.option_label}”", {})[_whose(t, block.trends)] = None
        everybody = {_whose(t, block.trends) for t in block.trends}
        for people_of in dict.fromkeys(tuple(found) for found in whose.values()):
            options = [name for name, found in whose.items() if tuple(found) == people_of]
            names = listed_in(options, block.language)
            if set(people_of) != everybody:
                names += f" ({listed_in(people_of, block.language)})"
            told.append(say("trend.no_slopes", block.language, names=names, reason=reason))
    return told


def _tests_peaks(trend: Trend) -> bool:
    """Whether its highest or its lowest wave was tested against another."""
    others = len(trend.waves) - 1
    peaks = (trend.highest, trend.highest_untested), (trend.lowest, trend.lowest_untested)
    return any(wave is not None and len(untested) < others for wave, untested in peaks)


def _silent(trend: Trend) -> bool:
    return trend.slope is None and not trend.highest and not trend.lowest


def _people_of(trend: Trend) -> tuple[object, ...]:
    return (trend.survey, trend.item, trend.population, trend.country)


def _whose(trend: Trend, trends: Sequence[Trend]) -> str:
    """The people of a line; and which stretch of theirs it is, where there are several."""
    own = people(trend.population, trend.country)
    if len({t.survey for t in trends}) > 1:
        own = f"{own} ({trend.survey})"
    alike = [t for t in trends if _people_of(t) == _people_of(trend)]
    if len({(t.wave_first, t.wave_last) for t in alike}) < 2:
        return own
    return f"{own}, {trend.wave_first} to {trend.wave_last}"


def _changes(block: TrendBlock, shifts: Sequence[Shift], index: Index) -> list[str]:
    """The changes that a test supports, each with its country where there are several."""
    if tag_of(block.language) != "en":
        return [sentence.text for sentence in shift_sentences(shifts, index)]
    named = len({s.key for s in block.series}) > 1
    return [f"{_place(block, s)}: {s.text}" if named else s.text for s in shifts]


def _place(block: TrendBlock, shift: Shift) -> str:
    """The country of a change, and what tells its series from others."""
    kinds = {each.side.sample.population for each in block.series}
    parts = [kind_words(shift.population_to, block.language)] if len(kinds) > 1 else []
    parts += [own] if (own := block.apart.get(id(shift), "")) else []
    name = say("compare.pooled", block.language)
    if shift.country_to:
        name = country_name(shift.country_to, block.language)
    return f"{name} ({', '.join(parts)})" if parts else name


def signs(blocks: Sequence[TrendBlock], tables: Sequence[Table]) -> list[Words]:
    """What the arrows, the dots and the words of empty cells mean: of those that are printed."""
    language, found = blocks[0].language, []
    if any(s.direction in ARROWS and s.p_value is not None for b in blocks for s in b.shifts):
        found.append("arrows")
    dots = [dot for t in tables if t.strip is not None for row in t.strip.rows for dot in row]
    if any(dot.interval is not None for dot in dots):
        found.append("interval")
    if any(dot.at is None for dot in dots):
        found.append("range")
    if len({dot.mark for dot in dots}) > 1:
        found.append("several")
    cells = {cell.lines[0][0].strip() for t in tables for row in t.rows for cell in row.cells}
    if say("trend.no_poll", language) in cells:
        found.append("no_poll")
    if say("page.not_asked", language) in cells:
        found.append("not_asked")
    sure = level_words(blocks[0].confidence)
    told = {sign: say(f"trend.sign.{sign}", language, level=sure) for sign in found}
    plain = [text for sign, text in told.items() if sign not in DRAWN]
    texts = [
        (say("trend.signs", language, signs="; ".join(signs)),) if signs else ()
        for signs in (told.values(), plain)
    ]
    return [Words("", texts[0], "faint", undrawn=texts[1])] if found else []
