"""Sentences from shifts: what rose and fell, what lies between populations, what is open.

A gap is never told in words of change, and what shares no more than a topic
is not told at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from kcli.model.shift_records import Shift
from kcli.text.languages import listed_in, say
from kcli.text.numbers import percent, points, signed
from kcli.text.people import whom, whom_of_several
from kcli.text.retold import retold_reason
from kcli.text.summary.index import Index, Known, Sentence
from kcli.text.summary.words import (
    amount,
    asked_whom,
    clauses,
    count_of,
    ended,
    is_named,
    of_base,
    tested_by,
    when,
)

__all__ = ["shift_sentences"]

Side = tuple[str, str, str, str | None, str]  # survey, wave, population, country, item


def shift_sentences(records: Sequence[Shift], index: Index) -> list[Sentence]:
    """Each pair of samples in turn; gaps between populations last, and what they are."""
    sentences: list[Sentence] = []
    changes = [r for r in records if r.wording == "shift" and not _named(r)]
    for pair in _pairs(changes, index):
        sentences += _changes(pair, index)
    named = [r for r in records if _named(r) and r.wording != "not_comparable"]
    for pair in _pairs(named, index):
        sentences += _answers(pair, index)
    gaps = [r for r in records if r.wording == "gap" and not _named(r)]
    for pair in _pairs([r for r in gaps if _alike(r)], index):
        sentences += _apart(pair, index)
    return sentences + _gaps([r for r in gaps if not _alike(r)], index)


def _named(record: Shift) -> bool:
    return is_named(record.population_from) or is_named(record.population_to)


def _alike(record: Shift) -> bool:
    """Whether both ends are one people."""
    return (record.population_from, record.country_from) == (
        record.population_to,
        record.country_to,
    )


def _sides(record: Shift) -> tuple[Side, Side]:
    return (
        (record.survey_from, record.wave_from, record.population_from, record.country_from,
         record.item_from),
        (record.survey_to, record.wave_to, record.population_to, record.country_to,
         record.item_to),
    )  # fmt: skip


def _pairs(records: Iterable[Shift], index: Index) -> list[list[Shift]]:
    """Records of the same two samples together, in the order of the first."""
    found: dict[tuple[object, ...], list[Shift]] = {}
    for record in records:
        own = index.apart.get(id(record))
        found.setdefault((record.concept, *_sides(record), own), []).append(record)
    return list(found.values())


# -- changes of one people -------------------------------------------------------------


def _changes(pair: Sequence[Shift], index: Index) -> list[Sentence]:
    """What a test supports, what is so of those asked only, what is unclear, what is open."""
    language = index.language
    moved = [r for r in pair if r.direction in ("increase", "decrease")]
    tested = [r for r in moved if r.p_adjusted is not None]
    asked = [r for r in moved if r.p_adjusted is None]
    sentences = []
    if tested:
        told = clauses([_moved(r, index) for r in tested], language)
        kinds = {_kind(r, index) for r in tested}
        values = {**_frame(pair[0], index), "test": tested_by(index, kinds), "told": told}
        text = say("shift.tested", language, **values)
        sentences.append(Sentence(ended(text, language), tuple(tested)))
    if asked:
        told = clauses([_moved(r, index) for r in asked], language)
        basis = asked_whom(asked[0].base, language)
        text = say("shift.asked", language, **_frame(pair[0], index), asked=basis, told=told)
        sentences.append(Sentence(ended(text, language), tuple(asked)))
    still = [r for r in pair if r.direction == "no_clear_change"]
    level = [r for r in still if r.bound_low == r.bound_high == 0]
    unclear = [r for r in still if r not in level]
    silent = [r for r in pair if r.direction == "undetermined" and _silent(r)]
    unsettled = [r for r in pair if r.direction == "undetermined" and not _silent(r)]
    for key, own in (
        ("shift.unclear", unclear),
        ("shift.level", level),
        ("shift.unsettled", unsettled),
        ("shift.silent", silent),
    ):
        if own:
            names = listed_in([_quoted(r, index) for r in own], language)
            text = say(key, language, **_frame(pair[0], index), options=names)
            sentences.append(Sentence(ended(text, language), tuple(own)))
    return sentences


def _silent(record: Shift) -> bool:
    """Whether nothing is known of the difference: one end, or both, says nothing."""
    return record.bound_low is None


def _frame(record: Shift, index: Index) -> dict[str, object]:
    """Who, and from when to when."""
    language = index.language
    return {
        "who": of_base(_whom(record, index), record.base, language),
        "first": when(record.wave_from, language),
        "last": when(record.wave_to, language),
    }


def _whom(record: Shift, index: Index) -> str:
    """The people at the later end; with what tells them from others beside them."""
    name = whom(record.population_to, record.country_to, index.language)
    own = index.apart.get(id(record))
    return say("summary.figured", index.language, name=name, figure=own) if own else name


def _moved(record: Shift, index: Index) -> tuple[str, dict[str, object]]:
    """One answer: up or down, by how much, from where to where."""
    language = index.language
    ends = [amount(known, language) for known in _ends(record, index)]
    span = ""
    if all(ends):
        span = say("shift.span", language, first=ends[0], last=ends[1])
    values: dict[str, object] = {
        "option": _quoted(record, index),
        "by": _by(record, index),
        "span": span,
    }
    return f"shift.{record.direction}", values


def _ends(record: Shift, index: Index) -> tuple[Known | None, Known | None]:
    told = index.ends.get(id(record))
    if told is not None:
        return told
    first, second = _sides(record)
    return (
        index.estimates.get((*first, record.category)),
        index.estimates.get((*second, record.category)),
    )


def _kind(record: Shift, index: Index) -> str | None:
    kinds = {known.record.interval_kind if known else None for known in _ends(record, index)}
    return "design" if kinds == {"design"} else "model"


def _quoted(record: Shift, index: Index) -> str:
    known = next((known for known in _ends(record, index) if known is not None), None)
    name = known.record.option_label if known is not None else record.category
    if _is_score(record, index):
        name = say("page.mean_score", index.language)
    return say("summary.quoted", index.language, name=name)


def _is_score(record: Shift, index: Index) -> bool:
    known = next((known for known in _ends(record, index) if known is not None), None)
    return known.record.option_kind == "score" if known else record.category == "score"


def _by(record: Shift, index: Index) -> str:
    """How much: of two figures their difference, of ranges what is least and most."""
    language = index.language
    if _is_score(record, index):
        if record.shift is None:
            return ""
        return say("shift.by_score", language, size=signed(abs(record.shift)).lstrip("+"))
    if record.shift is not None:
        return say("shift.by", language, size=_printed_size(record, index))
    low, high = record.bound_low, record.bound_high
    if low is None or high is None:
        return ""
    low_reached, high_reached = record.bound_low_reached, record.bound_high_reached
    if high <= 0:
        low, high, low_reached, high_reached = abs(high), abs(low), high_reached, low_reached
    least, most = points(low), points(high, upper=True)
    key = "shift.by_at_least" if low_reached else "shift.by_more_than"
    text = say(key, language, size=least)
    if high >= 1:
        return text
    key = "shift.and_at_most" if high_reached else "shift.and_less_than"
    return text + say(key, language, size=most)


def _printed_size(record: Shift, index: Index) -> str:
    """The difference of two figures, to as many decimals as they are printed with."""
    assert record.shift is not None
    printed = [known.printed for known in _ends(record, index) if known is not None]
    figures = [text for text in printed if text is not None]
    if len(figures) == 2:
        decimals = max(len(text.partition(".")[2]) for text in figures)
        return f"{float(abs(Fraction(figures[1]) - Fraction(figures[0]))):.{decimals}f}"
    return percent(abs(record.shift), 1)


# -- named people ------------------------------------------------------------------------


def _answers(pair: Sequence[Shift], index: Index) -> list[Sentence]:
    """What was counted at both ends, side by side."""
    language, first = index.language, pair[0]
    told = []
    for place in (0, 1):
        side = _sides(first)[place]
        found = []
        for record in pair:
            known = _ends(record, index)[place]
            count = count_of(known)
            if known is None or not count or count == "0":
                continue
            n = known.record.n_base
            values = {"count": count, "n": n, "option": _quoted(record, index)}
            found.append(say("named.alone" if n == 1 else "named.count", language, **values))
        who = whom(side[2], side[3], language)
        answers = listed_in(found, language) if found else say("shift.nothing", language)
        told.append(
            say("shift.end", language, who=who, wave=when(side[1], language), answers=answers)
        )
    text = say("shift.side_by_side", language, first=told[0], second=told[1])
    return [Sentence(ended(text, language), tuple(pair))]


# -- gaps ----------------------------------------------------------------------------------


def _apart(pair: Sequence[Shift], index: Index) -> list[Sentence]:
    """One people that was asked otherwise: both shares, and that their difference is no change."""
    language, first = index.language, pair[0]
    parts: list[tuple[str, dict[str, object]]] = []
    for record in pair:
        ends = [amount(k, language) or say("amount.none", language) for k in _ends(record, index)]
        about = {"option": _quoted(record, index), "first": ends[0], "last": ends[1]}
        parts.append(("shift.apart_answer", {**about}))
    reason = retold_reason(first.reasons[0], language) if first.reasons else ""
    values = {**_frame(first, index), "told": clauses(parts, language), "reason": reason}
    key = "shift.apart"
    if (first.survey_from, first.wave_from) == (first.survey_to, first.wave_to):
        key = "shift.two_questions"
        values |= {"one": f"{first.survey_from}.{first.item_from}",
                   "two": f"{first.survey_to}.{first.item_to}"}  # fmt: skip
    return [Sentence(ended(say(key, language, **values), language), tuple(pair))]


def _gaps(records: Sequence[Shift], index: Index) -> list[Sentence]:
    """An answer a clause: among whom it is higher, and by how much; last, that it is a gap."""
    language = index.language
    groups: dict[tuple[object, ...], list[Shift]] = {}
    for record in records:
        key = (
            record.concept or record.item_from, record.category, record.direction,
            record.survey_from, record.wave_from, record.population_from,
            _sides(record)[1], _silent(record), _size(record, index),
        )  # fmt: skip
        groups.setdefault(key, []).append(record)
    sentences = []
    settled = []
    for own in groups.values():
        text = _gap(own, index)
        settled += [r for r in own if r.direction in ("increase", "decrease")]
        sentences.append(Sentence(ended(text, language), tuple(own)))
    if settled:
        text = say("gap.no_change", language)
        sentences.append(Sentence(ended(text, language), tuple(settled)))
    return sentences


def _size(record: Shift, index: Index) -> str:
    """How far apart both are, where it is settled which is higher."""
    return _by(record, index) if record.direction in ("increase", "decrease") else ""


def _gap(own: Sequence[Shift], index: Index) -> str:
    language, first = index.language, own[0]
    countries = [r.country_from for r in own if r.country_from is not None]
    kind = first.population_from
    one = whom_of_several(kind, countries, language) if countries else whom(kind, None, language)
    two = whom(first.population_to, first.country_to, language)
    ends = [
        say(
            "gap.who",
            language,
            who=of_base(who, first.base, language),
            wave=when(wave, language),
        )
        for who, wave in ((one, first.wave_from), (two, first.wave_to))
    ]
    if first.direction in ("increase", "decrease"):
        high, low = (ends[1], ends[0]) if first.direction == "increase" else (ends[0], ends[1])
        values = {"option": _quoted(first, index), "high": high, "low": low,
                  "by": _by(first, index)}  # fmt: skip
        if first.p_adjusted is None:
            asked = asked_whom(first.base, language)
            return say("gap.higher", language, asked=asked, **values)
        test = tested_by(index, {_kind(r, index) for r in own})
        return say("gap.higher_tested", language, test=test, **values)
    key = "gap.silent" if _silent(first) else "gap.unsettled"
    if first.direction == "no_clear_change":
        level = all(r.bound_low == r.bound_high == 0 for r in own)
        key = "gap.level" if level else "gap.unclear"
    return say(key, language, option=_quoted(first, index), one=ends[0], two=ends[1])
