"""Parts of sentences that all kinds of records share, in any language."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from kcli.model.period import read_period
from kcli.model.records import Estimate
from kcli.text.countries import country_name
from kcli.text.languages import known, listed_in, say
from kcli.text.numbers import level_words, points, share_percent, signed, signed_ends
from kcli.text.people import NAMED, whom
from kcli.text.periods import day
from kcli.text.summary.index import Index, Known

__all__ = [
    "amount",
    "asked_whom",
    "assumed",
    "at",
    "clauses",
    "count_of",
    "ended",
    "figure",
    "figured",
    "group_name",
    "is_named",
    "of_base",
    "places",
    "quoted",
    "raised",
    "tested_by",
    "when",
]

MARKED = ("options-assumed", "large-majority-open", "equal-within", "pooled-rule")


def is_named(population: str) -> bool:
    """Whether a population is made of named people or governments: counted, never a share."""
    return population in NAMED


def quoted(names: Iterable[str], language: str) -> str:
    """Answers in quotes, joined as a sentence does."""
    return listed_in([say("summary.quoted", language, name=name) for name in names], language)


def raised(text: str) -> str:
    """With a capital at its beginning, where the language has capitals."""
    return text[:1].upper() + text[1:]


def ended(text: str, language: str) -> str:
    """A sentence with its full stop."""
    return raised(say("summary.sentence", language, text=text))


def clauses(parts: Sequence[tuple[str, dict[str, object]]], language: str) -> str:
    """Clauses in one sentence; all but the last in the form that goes on, where there is one."""
    told = []
    for place, (key, values) in enumerate(parts):
        onward = f"{key}.more"
        goes_on = place + 1 < len(parts) and known(onward, language)
        told.append(say(onward if goes_on else key, language, **values))
    return say("summary.between", language).join(told)


def group_name(country: str | None, kind: str, language: str) -> str:
    """A country where its public is meant, else whom of it."""
    if country is not None and kind == "general_public":
        return country_name(country, language, in_sentence=True)
    return whom(kind, country, language)


def figured(name: str, told: str, language: str) -> str:
    """A name with the figure, or whatever tells it from others, behind it; or the name alone."""
    return say("summary.figured", language, name=name, figure=told) if told else name


def places(names: Sequence[str], language: str, *, among: bool) -> str:
    """Where: ``in China (57.5%) and Russia``, or ``among`` people who are no country's public."""
    key = "summary.among" if among else "summary.in"
    return say(key, language, names=listed_in(names, language))


def figure(known_: Known | None) -> str:
    """A share that is known, as printed or counted; empty where it is not known."""
    if known_ is None or known_.record.share is None:
        return ""
    return f"{known_.printed or _exact(known_.record)}%"


def _exact(record: Estimate) -> str:
    """Of respondents one decimal; an exact published share as short as it is."""
    assert record.share is not None
    whole = record.evidence != "measured" and round(record.share * 1000) % 10 == 0
    return share_percent(record.share, 0 if whole else 1)


def count_of(known_: Known | None) -> str:
    """How many gave an answer, where people are counted; empty where nothing counts them."""
    if known_ is None:
        return ""
    record = known_.record
    if record.interval_kind is None and record.n_option is not None:
        return str(record.n_option)
    low, high = record.bound_low, record.bound_high
    if record.population not in NAMED or not record.n_base or low is None or high is None:
        return ""
    n = record.n_base
    if abs(low - high) < 1e-9:
        return str(round(low * n))
    least, most = math.ceil(low * n - 1e-6), math.floor(high * n + 1e-6)
    return f"{least}" if least == most else f"{least}–{most}"


def amount(known_: Known | None, language: str) -> str:
    """A share in a sentence: ``51.0%``, ``more than 50%``, ``11 of 40``; empty if nothing is."""
    if known_ is None:
        return ""
    record = known_.record
    low, high = record.bound_low, record.bound_high
    if is_named(record.population):
        count = count_of(known_)
        return say("amount.count", language, count=count, n=record.n_base) if count else ""
    if record.option_kind == "score":
        return _score(record, language)
    if record.share is not None or low is None or high is None or record.suppressed:
        return figure(known_)
    return _range(record, low, high, language)


def _range(record: Estimate, low: float, high: float, language: str) -> str:
    least, most = points(low), points(high, upper=True)
    if record.bound_low_reached and record.bound_high_reached and low > 0 and high < 1:
        return say("amount.between", language, low=least, high=most)
    told = []
    if low > 0 or not record.bound_low_reached:
        key = "amount.at_least" if record.bound_low_reached else "amount.more_than"
        told.append(say(key, language, value=least))
    if high < 1 or not record.bound_high_reached:
        key = "amount.at_most" if record.bound_high_reached else "amount.less_than"
        told.append(say(key, language, value=most))
    return say("amount.both", language).join(told) or say("amount.open", language)


def _score(record: Estimate, language: str) -> str:
    if record.share is not None:
        return signed(record.share)
    if record.bound_low is None or record.bound_high is None:
        return ""
    low, high = signed_ends(record.bound_low, record.bound_high)
    return say("amount.to", language, low=low, high=high)


def when(wave: str, language: str) -> str:
    """A wave in a sentence: ``2019``, ``June 2018``, ``before 2018``, ``wave two``."""
    earlier = wave.removeprefix("before-")
    try:
        date = day(read_period(earlier), language)
    except ValueError:
        return say("when.wave", language, wave=wave)
    return date if earlier == wave else say("when.before", language, date=date)


def at(wave: str, language: str) -> str:
    """The same with its preposition: ``in 2019``, ``before 2018``."""
    words = when(wave, language)
    if wave.startswith("before-"):
        return words
    return say("when.at", language, date=words)


def asked_whom(base: str, language: str) -> str:
    """Of whom something is true that no test carries to a population."""
    return say("summary.asked.all" if base == "all" else "summary.asked.substantive", language)


def of_base(who: str, base: str, language: str) -> str:
    """People, or those of them with an opinion where only these are in the base."""
    return who if base == "all" else say("summary.with_opinion", language, who=who)


def tested_by(index: Index, kinds: Iterable[str | None]) -> str:
    """The test that a statement on a population rests on; told if it takes samples as random."""
    level = say("summary.test", index.language)
    if index.confidence is not None:
        level = say("summary.test_at", index.language, level=level_words(index.confidence))
    if set(kinds) <= {"design"}:
        return level
    return say("summary.as_random", index.language, test=level)


def assumed(codes: Iterable[str], language: str) -> str:
    """A short clause for what an answer leans on that no source says; empty for nothing.

    The base, the size and the design of a sample are told with every result.
    """
    told = [say(f"assumed.{code}", language) for code in MARKED if code in set(codes)]
    for code in codes:
        if code.startswith("convention-"):
            word = code.removeprefix("convention-").replace("-", " ")
            told.append(say("assumed.convention", language, word=word))
    if not told:
        return ""
    return say("assumed.clause", language, told=say("assumed.between", language).join(told))
