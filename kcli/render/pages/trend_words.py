"""The words below a trend: why it breaks, which way it goes, and what its signs mean."""

from __future__ import annotations

from collections.abc import Sequence

from kcli.analysis.trend import TrendBlock
from kcli.model.shift_records import Shift
from kcli.render.pages.page import Table, Words
from kcli.text.countries import country_name
from kcli.text.languages import listed_in, say, tag_of
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
    shifts = [s for s in block.shifts if s.direction in ARROWS and s.p_value is not None]
    tested = sum(s.p_value is not None for s in block.shifts)
    if not shifts and tested:
        parts.append(Words("", (say("trend.none_clear", language, count=tested),)))
    elif shifts:
        clear = _changes(block, shifts, index)
        parts.append(Words(say("trend.clear_title", language, count=tested), tuple(clear)))
    return parts


def _slopes(block: TrendBlock, index: Index) -> list[str]:
    """A sentence a line; those of which there is none to tell together, by the reason."""
    if tag_of(block.language) != "en":
        return [sentence.text for sentence in trend_sentences(block.trends, index)]
    trends = [t.text for t in block.trends if t.slope is not None or t.highest or t.lowest]
    silent = [t for t in block.trends if t.slope is None and not t.highest and not t.lowest]
    for reason in dict.fromkeys(t.reason for t in silent):
        names = dict.fromkeys(f"“{t.option_label}”" for t in silent if t.reason == reason)
        told = listed_in(list(names), block.language)
        trends.append(say("trend.no_slopes", block.language, names=told, reason=reason))
    return trends


def _changes(block: TrendBlock, shifts: Sequence[Shift], index: Index) -> list[str]:
    """The changes that a test supports, each with its country where there are several."""
    if tag_of(block.language) != "en":
        return [sentence.text for sentence in shift_sentences(shifts, index)]
    named = len({s.key for s in block.series}) > 1
    return [
        f"{country_name(s.country_to, block.language)}: {s.text}"
        if named and s.country_to
        else s.text
        for s in shifts
    ]


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
    level = f"{blocks[0].confidence:.0%}"
    told = {sign: say(f"trend.sign.{sign}", language, level=level) for sign in found}
    plain = [text for sign, text in told.items() if sign not in DRAWN]
    texts = [
        (say("trend.signs", language, signs="; ".join(signs)),) if signs else ()
        for signs in (told.values(), plain)
    ]
    return [Words("", texts[0], "faint", undrawn=texts[1])] if found else []
