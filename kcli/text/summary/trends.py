"""Sentences from trends and breaks: which way a series goes, its highest and lowest wave."""

from __future__ import annotations

from collections.abc import Sequence

from kcli.model.records import Record
from kcli.model.shift_records import Shift
from kcli.model.trend_records import SeriesBreak, Trend
from kcli.text.languages import listed_in, plural, say
from kcli.text.numbers import level_words
from kcli.text.people import whom
from kcli.text.retold import retold, retold_reason
from kcli.text.summary.index import Index, Known, Sentence
from kcli.text.summary.words import amount, at, ended, of_base, when

__all__ = ["break_sentences", "trend_sentences", "without_slope"]

FEW = 3  # of more waves that are level with the highest it is told how many they are
UNEVEN = 0.05  # a smaller p of the scatter, and the waves lie further off than sampling explains


def trend_sentences(records: Sequence[Trend], index: Index) -> list[Sentence]:
    """Each line with a slope or a peak on its own; the rest together, a sentence a reason."""
    sentences = []
    silent: dict[tuple[object, ...], list[Trend]] = {}
    for record in records:
        if record.slope is None and not record.highest and not record.lowest:
            key = (record.country, record.population, record.wave_first, record.wave_last,
                   record.survey, record.item, index.apart.get(id(record)),
                   record.reason)  # fmt: skip
            silent.setdefault(key, []).append(record)
        else:
            text = _line(record, index)
            sentences.append(Sentence(ended(text, index.language), (record,)))
    for own in silent.values():
        values = {**_frame(own[0], index), "options": _options(own, index)}
        values["reason"] = retold(own[0].reason or "", "slope.", index.language)
        text = say("trend.no_slope", index.language, **values)
        sentences.append(Sentence(ended(text, index.language), tuple(own)))
    return sentences


def without_slope(records: Sequence[Record]) -> list[Record]:
    """The changes from the first wave to the last of the lines that have no slope."""
    lines = {
        (r.survey, r.item, r.country, r.population, r.category, r.wave_first, r.wave_last)
        for r in records
        if r.type == "trend" and r.slope is None
    }
    return [r for r in records if r.type == "shift" and _ends(r) in lines]


def _ends(record: Shift) -> tuple[object, ...]:
    return (
        record.survey_to, record.item_to, record.country_to, record.population_to,
        record.category, record.wave_from, record.wave_to,
    )  # fmt: skip


def _options(records: Sequence[Trend], index: Index) -> str:
    names = dict.fromkeys(_quoted(record, index) for record in records)
    return listed_in(list(names), index.language)


def _quoted(record: Trend, index: Index) -> str:
    known = _at(record, record.wave_last, index)
    score = known is not None and known.record.option_kind == "score"
    name = say("page.mean_score", index.language) if score else record.option_label
    return say("summary.quoted", index.language, name=name)


def _frame(record: Trend, index: Index) -> dict[str, object]:
    language = index.language
    return {
        "who": of_base(_whom(record, index), record.base, language),
        "first": when(record.wave_first, language),
        "last": when(record.wave_last, language),
        "option": _quoted(record, index),
    }


def _whom(record: Trend | SeriesBreak, index: Index) -> str:
    """The people of a series; with what tells it from others beside it."""
    name = whom(record.population, record.country, index.language)
    own = index.apart.get(id(record))
    return say("summary.figured", index.language, name=name, figure=own) if own else name


def _line(record: Trend, index: Index) -> str:
    """The slope, then the peaks, where it is settled which they are."""
    language = index.language
    values: dict[str, object] = {**_frame(record, index), "waves": len(record.fitted)}
    parts = []
    if record.slope is None:
        values["reason"] = retold(record.reason or "", "slope.", language)
        parts.append(say("trend.only_peaks", language, **values))
    else:
        values["level"] = "" if index.confidence is None else level_words(index.confidence)
        values["random"] = "" if record.method == "design" else say("trend.random", language)
        values["size"] = _a_year(record)
        key = "trend.tested" if index.confidence is not None else "trend.tested_so"
        if record.p_adjusted is None:
            key = "trend.not_tested"
        values["test"] = say(key, language, **values)
        parts.append(say(f"trend.{record.direction}", language, **values))
        p = record.scatter_p_value
        if p is not None and p < UNEVEN:
            parts.append(say("trend.uneven", language))
    for key, wave, level_with, untested in (
        ("highest", record.highest, record.highest_level_with, record.highest_untested),
        ("lowest", record.lowest, record.lowest_level_with, record.lowest_untested),
    ):
        if wave is not None:
            told = _peak(key, wave, record, index)
            parts.append(told + _beside(wave, level_with, untested, record, language))
    return say("trend.between", language).join(parts)


def _a_year(record: Trend) -> str:
    return f"{abs(100 * (record.points_per_year or 0.0)):.1f}"


def _peak(key: str, wave: str, record: Trend, index: Index) -> str:
    """The highest wave, or the lowest."""
    language = index.language
    share = amount(_at(record, wave, index), language)
    size = say("trend.size", language, share=share) if share else ""
    values = {"wave": when(wave, language), "at": at(wave, language), "size": size}
    return say(f"trend.{key}", language, **values)


def _beside(
    wave: str, level_with: Sequence[str], untested: Sequence[str], record: Trend, language: str
) -> str:
    """Which waves a test does not tell from the highest, and which are not tested against it."""
    if set(untested) == {*record.waves} - {wave}:
        return say("trend.untested_all", language)
    level = _waves("trend.level_with", level_with, language)
    return level + _waves("trend.untested_with", untested, language)


def _waves(key: str, waves: Sequence[str], language: str) -> str:
    """A few waves by name; of more how many they are; of none nothing."""
    if not waves:
        return ""
    if len(waves) > FEW:
        return plural(f"{key}_many", len(waves), language)
    names = listed_in([when(wave, language) for wave in waves], language)
    return say(key, language, waves=names)


def _at(record: Trend, wave: str, index: Index) -> Known | None:
    key = (record.survey, wave, record.population, record.country, record.item, record.category)
    return index.estimates.get(key)


def break_sentences(records: Sequence[SeriesBreak], index: Index) -> list[Sentence]:
    """Where a series breaks and why: breaks of one mark and people together."""
    language = index.language
    groups: dict[tuple[object, ...], list[SeriesBreak]] = {}
    for record in records:
        own_name = index.apart.get(id(record))
        key = (record.survey, record.item, record.population, record.country, own_name,
               record.reasons)  # fmt: skip
        groups.setdefault(key, []).append(record)
    sentences = []
    for own in groups.values():
        first = own[0]
        between = [
            say("break.between", language, before=when(r.wave_before, language),
                after=when(r.wave_after, language))
            for r in own
        ]  # fmt: skip
        weight = max((reason[:1] for reason in first.reasons), default="")
        heavy = [r for r in first.reasons if r[:1] == weight]
        text = say(
            "break.series",
            language,
            who=_whom(first, index),
            between=listed_in(between, language),
            reasons=say("break.and", language).join(retold_reason(r, language) for r in heavy),
        )
        sentences.append(Sentence(ended(text, language), tuple(own)))
    return sentences
