"""Laws of sentences: nothing is said that no record says, and nobody is left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from telling import NAMES, counted, estimate, known, label, shift

from kcli.model.records import Label, Record
from kcli.model.shift_records import Shift
from kcli.text.countries import country_name
from kcli.text.people import whom
from kcli.text.summary import Sentence, summary_of
from kcli.text.summary.index import index_of

COUNTRIES = ("CN", "JP", "RU", "US", "KR", "AU", "DE")
WORDS = (None, "majority", "plurality", "at_least_plurality", "no_clear_leader")
FLAGS = (None, "not_reported", "no_share", "contradictory", "empty_base", "suppressed")
ASSUMED = ("options-assumed", "large-majority-open", "equal-within", "convention-most", "deff-one")
STRENGTH = {
    "en": re.compile(r"majorit(y|ies)\b(?! is read)"),
    "ko": re.compile("과반"),
}


@st.composite
def labels(draw: st.DrawFn, country: str) -> list[Record]:
    """A label as analysis makes them, with the estimates of its answers."""
    population = draw(st.sampled_from(("general_public", "general_public", "experts", "other")))
    flag = draw(st.sampled_from(FLAGS))
    if flag is not None and draw(st.booleans()):
        return [label(country, population=population, flags=(flag,))]
    word, tested = draw(st.sampled_from(WORDS)), draw(st.sampled_from(WORDS))
    option = draw(st.sampled_from(sorted(NAMES)))
    level = tuple(draw(st.permutations(sorted(NAMES)))[: draw(st.integers(2, 3))])
    none = word in (None, "no_clear_leader") and tested in (None, "no_clear_leader")
    flags = ("equal_share",) if word is None and draw(st.booleans()) else ()
    record = label(
        country, word, population=population, option=None if none else option, label=tested,
        tied=level if word in (None, "no_clear_leader") or tested == "no_clear_leader" else (),
        assumptions=tuple(draw(st.lists(st.sampled_from(ASSUMED), unique=True, max_size=2))),
        flags=flags, base=draw(st.sampled_from(("all", "all", "substantive"))),
    )  # fmt: skip
    if word == "no_clear_leader" or (word is None and tested is not None):
        record = replace(record, option=option if tested not in (None, "no_clear_leader") else None)
    kind = draw(st.sampled_from(("open", "known", "counted")))
    if kind == "counted" and population == "experts":
        return [record, *(counted(record, name, 9, 27) for name in NAMES)]
    if kind == "known":
        share = draw(st.integers(1, 999)) / 1000
        limits = draw(st.sampled_from(("design", "model")))
        return [record, *(known(record, name, share, interval_kind=limits) for name in NAMES)]
    return [record, *(estimate(record, name) for name in NAMES)]


@st.composite
def waves(draw: st.DrawFn) -> list[Record]:
    """Labels of several countries, each once, with their estimates."""
    countries = draw(st.lists(st.sampled_from(COUNTRIES), unique=True, min_size=1, max_size=5))
    return [record for country in countries for record in draw(labels(country))]


def labels_in(records: Sequence[Any]) -> list[Label]:
    return [record for record in records if record.type == "label"]


def spoken(record: Label, language: str) -> set[str]:
    """What a sample may be called."""
    assert record.country is not None
    return {
        country_name(record.country, language, in_sentence=True),
        whom(record.population, record.country, language),
    }


@given(waves(), st.sampled_from(("en", "ko")))
def test_no_majority_is_told_of_records_that_have_none(
    records: list[Record], language: str
) -> None:
    for sentence in summary_of(records, language):
        if STRENGTH[language].search(sentence.text):
            words = {(r.label, r.label_sample) for r in sentence.records}
            assert any("majority" in pair for pair in words)


@given(waves(), st.sampled_from(("en", "ko")))
def test_a_sentence_names_the_countries_of_its_records_and_no_others(
    records: list[Record], language: str
) -> None:
    for sentence in summary_of(records, language):
        own = {record.country for record in sentence.records}
        for country in COUNTRIES:
            name = country_name(country, language)
            assert (name in sentence.text) == (country in own), (sentence.text, country)


@given(waves(), st.sampled_from(("en", "ko")))
def test_every_record_is_spoken_of(records: list[Record], language: str) -> None:
    told = {id(record) for sentence in summary_of(records, language) for record in sentence.records}
    assert told == {id(record) for record in labels_in(records)}


def words_of(sentences: Sequence[Sentence]) -> Counter[str]:
    text = " ".join(sentence.text for sentence in sentences)
    # Which name stands last takes "and" in place of a comma; how many there are is no matter here.
    return Counter(word for word in re.findall(r"[\w%]+", text.casefold()) if word != "and")


@given(waves(), st.randoms(use_true_random=False))
def test_another_order_of_records_changes_the_order_alone(
    records: list[Record], random: Any
) -> None:
    shuffled = list(records)
    random.shuffle(shuffled)
    one, two = summary_of(records), summary_of(shuffled)
    assert words_of(one) == words_of(two)
    first, second = (
        Counter(frozenset(id(record) for record in s.records) for s in found)
        for found in (one, two)
    )
    assert first == second


@given(waves())
def test_the_same_records_are_told_in_the_same_words(records: list[Record]) -> None:
    assert summary_of(records) == summary_of(records, "tlh")


# -- every word of strength, read back ---------------------------------------------------------

PLACE = r"(?:in|among) (?P<where>.+?)"
ASKED = (
    ("majority", re.compile(rf"(?:a majority|majorities) {PLACE} said “(?P<option>\w+)”")),
    ("common", re.compile(
        rf"the most common answer {PLACE} was “(?P<option>\w+)”"
        r"(?P<share> \([\d.<>]+%\))?(?P<half>, with at most one half)?"
    )),
    ("level", re.compile(
        rf"as many {PLACE} said “(?P<option>\w+)” as “\w+”"
    )),
)  # fmt: skip
END = r"(?:;|$|\.| \()"
FIGURE = r"(?: \([\d.<>]+%\))?"
TESTED = (
    ("majority", re.compile(
        rf"(?:a majority|majorities) for “(?P<option>\w+)”{FIGURE} {PLACE}{END}"
    )),
    ("common", re.compile(
        rf"“(?P<option>\w+)”{FIGURE} the most common answer {PLACE}"
        rf"(?P<half>, with at most one half)?{END}"
    )),
)  # fmt: skip


def here(where: str, record: Label) -> bool:
    return any(name in where for name in spoken(record, "en"))


@given(waves())
def test_every_word_of_strength_is_that_of_each_country_it_is_told_of(
    records: list[Record],
) -> None:
    read = 0
    for sentence in summary_of(records):
        tested = " finds" in sentence.text
        for word, pattern in TESTED if tested else ASKED:
            for found in pattern.finditer(sentence.text):
                read += 1
                for record in labels_in(sentence.records):
                    if here(found["where"], record):
                        check(record, word, found, tested=tested)
    claims = [r for r in labels_in(records) if "majority" in (r.label, r.label_sample)]
    assert read or not claims or any(r.population == "experts" for r in claims)


def check(record: Label, word: str, found: re.Match[str], *, tested: bool) -> None:
    said = record.label if tested else record.label_sample
    name = NAMES.get(record.option or "")
    if word == "majority":
        assert (said, name) == ("majority", found["option"])
    elif word == "common":
        assert said in ("plurality", "at_least_plurality")
        assert name == found["option"]
        if found["half"]:
            assert said == "plurality"
    else:
        assert said == "no_clear_leader" or "equal_share" in record.flags


@given(waves())
def test_what_no_test_supports_is_never_told_as_a_finding_of_one(records: list[Record]) -> None:
    for sentence in summary_of(records):
        if " finds" in sentence.text:
            assert all(record.label is not None for record in sentence.records)


@given(waves())
def test_a_figure_in_a_sentence_is_a_share_of_its_records(records: list[Record]) -> None:
    index = index_of(records, "en")
    for sentence in summary_of(records):
        shares = {
            f"{100 * (found.record.share or 0):.1f}".removesuffix(".0")
            for record in labels_in(sentence.records)
            for found in index.answers(record)
        }
        for figure in re.findall(r"\((\d[\d.]*)%\)", sentence.text):
            assert figure.removesuffix(".0") in shares


# -- changes and gaps ---------------------------------------------------------------------------


@st.composite
def shifts(draw: st.DrawFn) -> Shift:
    wording = draw(st.sampled_from(("shift", "gap", "not_comparable")))
    direction = draw(st.sampled_from(("increase", "decrease", "no_clear_change", "undetermined")))
    first, second = sorted((draw(st.integers(1, 999)), draw(st.integers(1, 999))))
    low, high = first / 1000, second / 1000
    if direction == "decrease":
        low, high = -high, -low
    if direction in ("no_clear_change", "undetermined"):
        low = -low
    return shift(
        draw(st.sampled_from(sorted(NAMES))), wording=wording, direction=direction,
        bound_low=low, bound_high=high, bound_low_reached=draw(st.booleans()),
        bound_high_reached=draw(st.booleans()), country_from=draw(st.sampled_from(COUNTRIES[:3])),
        country_to="KR" if wording == "gap" else draw(st.sampled_from(COUNTRIES[:3])),
        p_adjusted=draw(st.sampled_from((None, 0.01))),
    )  # fmt: skip


@given(st.lists(shifts(), max_size=6))
def test_only_a_shift_rises_or_falls_and_as_its_record_does(records: list[Shift]) -> None:
    for sentence in summary_of(records):
        for word, direction in (("rose by", "increase"), ("fell by", "decrease")):
            if word in sentence.text:
                ways = {(r.wording, r.direction) for r in sentence.records}
                assert ("shift", direction) in ways
        if {r.wording for r in sentence.records} == {"gap"}:
            assert not re.search(r"\b(rose|fell)\b", sentence.text)


@given(st.lists(shifts(), max_size=6))
def test_what_is_not_comparable_is_told_in_no_sentence(records: list[Shift]) -> None:
    told = [record for sentence in summary_of(records) for record in sentence.records]
    assert all(record.wording != "not_comparable" for record in told)
    heard = {id(record) for record in told}
    for record in records:
        assert (id(record) in heard) == (record.wording != "not_comparable")
