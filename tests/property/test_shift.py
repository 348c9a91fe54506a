"""Laws of changes between two waves, whatever is known of either."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from pytest import approx

from kcli import api
from kcli.io.project import Project

OPTIONS = ("a", "b", "c", "dk")
SUBSTANTIVE = OPTIONS[:3]
Shift = dict[str, Any]
Map = Mapping[str, Sequence[str]]
TURNED = {"increase": "decrease", "decrease": "increase"}

# -- a poll of two waves -----------------------------------------------------------------------


@dataclass(frozen=True)
class Wave:
    """What is known of one wave: its respondents, or statements that are true of them."""

    counts: tuple[int, ...]
    """How many gave each option."""
    weights: tuple[int, ...] = ()
    """Of the respondents in turn, over and over; without any, all weigh the same."""
    facts: tuple[str, ...] = ()
    """``option,predicate,value`` each."""
    measured: bool = False

    @property
    def respondents(self) -> list[str]:
        """The answer of each."""
        return [name for name, n in zip(OPTIONS, self.counts, strict=True) for _ in range(n)]


@dataclass(frozen=True)
class Poll:
    """Two waves of one item, and the categories that its options belong to."""

    first: Wave
    second: Wave
    sampling: str = "probability"
    panel: bool = False
    """Whether the second wave asked the respondents of the first."""
    categories: tuple[str, ...] = ("x", "y", "z")
    map: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def shifts(self, what: str = "poll.q", start: str = "1", end: str = "2") -> list[Shift]:
        """The records of ``kcli shift``."""
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for path, text in self.files():
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(text, "utf-8")
            return api.shift(Project(root, "."), what, start=start, end=end).rows("shift")

    def by_concept(self, start: str = "poll@1", end: str = "poll@2") -> dict[str, Shift]:
        """The change of every category."""
        return {row["category"]: row for row in self.shifts("concept", start, end)}

    def by_item(self, start: str = "1", end: str = "2") -> dict[str, Shift]:
        """The change of every option."""
        return {row["category"]: row for row in self.shifts("poll.q", start, end)}

    def files(self) -> Iterable[tuple[str, str]]:
        """The files of the project, by their paths."""
        labels = ", ".join(f"{name}: Category {name}" for name in self.categories)
        concept = f"concepts: {{concept: {{title: T, categories: {{{labels}}}}}}}\n"
        yield "questionnaires/concepts.yaml", concept
        yield "questionnaires/poll.yaml", self._questionnaire()
        for name, wave in (("1", self.first), ("2", self.second)):
            if wave.measured:
                yield f"datasets/poll/{name}.responses.csv", _responses(wave)
        rows = [
            f"{name}.{number},{name},JP,q,{fact},s"
            for name, wave in (("1", self.first), ("2", self.second))
            for number, fact in enumerate(wave.facts)
        ]
        header = "id,wave,country,item,option,predicate,value,source"
        if rows:
            yield "datasets/poll/findings.csv", "\n".join([header, *rows]) + "\n"

    def _questionnaire(self) -> str:
        mapping = ", ".join(f"{name}: [{', '.join(to)}]" for name, to in self.map)
        waves = "".join(
            self._wave(name, wave, same="same_respondents_as: poll@1, " if same else "")
            for name, wave, same in (("1", self.first, False), ("2", self.second, self.panel))
        )
        return f"""\
survey: poll
title: T
sources: {{s: {{publisher: S}}}}
waves:
{waves}items:
  q:
    text: Q
    wording: verbatim
    options_complete: published
    options: {{a: A, b: B, c: C, dk: {{label: DK, kind: dont_know}}}}
    concept: {{id: concept, map: {{{mapping}}}}}
"""

    def _wave(self, name: str, wave: Wave, *, same: str) -> str:
        design = "design: {respondent: id, weight: w}, " if wave.measured else ""
        n = sum(wave.counts)
        return (
            f'  "{name}": {{fieldwork: 202{name}, mode: online, sampling: {self.sampling}, '
            f"weighted: yes, published_base: all, {same}{design}samples: {{JP: {n}}}}}\n"
        )


def _responses(wave: Wave) -> str:
    stream = io.StringIO()
    rows = csv.writer(stream, lineterminator="\n")
    rows.writerow(["id", "w", "q"])
    weights = wave.weights or (1,)
    for place, answer in enumerate(wave.respondents):
        rows.writerow([place, weights[place % len(weights)], answer])
    return stream.getvalue()


def printed(share: Fraction, decimals: int) -> str:
    exact = Decimal(share.numerator) * 100 / Decimal(share.denominator)
    return str(exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))


@st.composite
def waves(draw: st.DrawFn, measured: bool | None = None) -> Wave:
    """Respondents, or some true statements about respondents that nobody has."""
    counts = draw(st.tuples(*[st.integers(0, 60)] * 4).filter(lambda c: sum(c[:3]) > 1))
    if draw(st.booleans()) if measured is None else measured:
        weights = draw(st.lists(st.integers(1, 4), max_size=5))
        return Wave(counts, tuple(weights), measured=True)
    facts = []
    for name in draw(st.lists(st.sampled_from(OPTIONS), unique=True)):
        share = Fraction(counts[OPTIONS.index(name)], sum(counts))
        word = "majority" if 2 * share > 1 else "minority" if 2 * share < 1 else "share"
        if word == "share" or draw(st.booleans()):
            facts.append(f"{name},share,{printed(share, draw(st.integers(0, 1)))}")
        else:
            facts.append(f"{name},{word},")
    top = max(counts[:3])
    leader = SUBSTANTIVE[counts.index(top)]
    if counts.count(top) == 1 + (counts[3] == top) and draw(st.booleans()):
        facts.append(f"{leader},at_least_plurality,")
    return Wave(counts, facts=tuple(facts))


@st.composite
def polls(draw: st.DrawFn) -> Poll:
    """Two waves, of the same people or of others, under a test or not."""
    first, second = draw(waves()), draw(waves())
    if not second.measured:
        shares = [[Fraction(n, sum(w.counts)) for n in w.counts] for w in (first, second)]
        for option, before, after in zip(OPTIONS, *shares, strict=True):
            if before != after and draw(st.integers(0, 3)) == 0:
                word = "increase" if after > before else "decrease"
                second = replace(second, facts=(*second.facts, f"{option},{word},"))
    sampling = draw(st.sampled_from(["probability", "probability", "purposive"]))
    return Poll(first, second, sampling, panel=draw(st.booleans()))


# Categories may be called as options are, and stand for others.
NAMES = st.sampled_from([("x", "y", "z"), SUBSTANTIVE, ("b", "c", "a"), ("a", "y", "c")])


@st.composite
def mapped(draw: st.DrawFn, found: st.SearchStrategy[Poll]) -> Poll:
    """With each option in one category, or in several that it may belong to."""
    names = draw(NAMES)
    to = st.lists(st.sampled_from(names), min_size=1, unique=True).map(tuple)
    pairs = tuple((option, draw(to)) for option in SUBSTANTIVE)
    return replace(draw(found), categories=names, map=pairs)


SIZES = ("share_from", "share_to", "shift", "low", "high", "bound_low", "bound_high", "p_value")
REACHED = ("bound_low_reached", "bound_high_reached")


def near(value: float | None) -> Any:
    return None if value is None else approx(value, rel=1e-9, abs=1e-11)


def minus(value: float | None) -> float | None:
    return None if value is None else -value


def number(value: Any) -> float:
    assert value is not None
    return float(value)


# -- the laws ----------------------------------------------------------------------------------


@settings(max_examples=50, deadline=None)
@given(poll=polls(), names=NAMES)
def test_a_map_of_each_option_to_a_category_of_its_own_changes_nothing(
    poll: Poll, names: tuple[str, ...]
) -> None:
    pairs = tuple((name, (to,)) for name, to in zip(SUBSTANTIVE, names, strict=True))
    poll = replace(poll, categories=names, map=pairs)
    by_item, by_concept = poll.by_item(), poll.by_concept()
    for option, (category,) in pairs:
        one, two = by_item[option], by_concept[category]
        for key in SIZES:
            assert two[key] == near(one[key]), (option, key)
        for key in (*REACHED, "method", "grade", "reasons", "wording"):
            assert two[key] == one[key], (option, key)


@settings(max_examples=50, deadline=None)
@given(poll=mapped(polls()))
def test_swapping_the_ends_flips_signs_and_keeps_p_and_grade(poll: Poll) -> None:
    for forward, backward in (
        (poll.by_item("1", "2"), poll.by_item("2", "1")),
        (poll.by_concept("poll@1", "poll@2"), poll.by_concept("poll@2", "poll@1")),
    ):
        assert forward.keys() == backward.keys()
        for name, one in forward.items():
            two = backward[name]
            assert two["shift"] == near(minus(one["shift"]))
            assert two["bound_low"] == near(minus(one["bound_high"]))
            assert two["bound_high"] == near(minus(one["bound_low"]))
            assert two["bound_low_reached"] == one["bound_high_reached"]
            assert two["bound_high_reached"] == one["bound_low_reached"]
            assert two["low"] == near(minus(one["high"]))
            assert two["high"] == near(minus(one["low"]))
            assert two["p_value"] == near(one["p_value"])
            assert two["p_adjusted"] == near(one["p_adjusted"])
            assert two["direction"] == TURNED.get(one["direction"], one["direction"])
            assert (two["share_from"], two["share_to"]) == (one["share_to"], one["share_from"])
            for key in ("method", "grade", "wording"):
                assert two[key] == one[key]


@settings(max_examples=50, deadline=None)
@given(poll=mapped(polls()), option=st.sampled_from(SUBSTANTIVE), place=st.integers(0, 2))
@example(
    poll=Poll(
        Wave((40, 40, 20, 0), facts=("a,share,40", "b,share,40")),
        Wave((50, 20, 30, 0), facts=("a,share,50", "b,share,20")),
        categories=SUBSTANTIVE,
        map=(("a", ("a",)), ("b", ("b",)), ("c", ("b",))),
    ),
    option="c",
    place=0,
).via("the category A is no longer the option A alone")
def test_one_more_category_for_an_option_only_widens_bounds(
    poll: Poll, option: str, place: int
) -> None:
    more = poll.categories[place]
    assume(more not in dict(poll.map)[option])
    wider = tuple((o, (*to, more) if o == option else to) for o, to in poll.map)
    before, after = poll.by_concept(), replace(poll, map=wider).by_concept()
    assert before.keys() == after.keys()
    for category, one in before.items():
        two = after[category]
        assert (one["bound_low"] is None) == (two["bound_low"] is None)
        if one["bound_low"] is None:
            continue
        assert number(two["bound_low"]) <= number(one["bound_low"]) + 1e-11, category
        assert number(two["bound_high"]) >= number(one["bound_high"]) - 1e-11, category
        for end in ("bound_low", "bound_high"):
            if two[end] == one[end]:
                assert two[f"{end}_reached"] >= one[f"{end}_reached"], category


@settings(max_examples=40, deadline=None)
@given(poll=mapped(st.builds(Poll, waves(measured=True), waves(measured=True))))
def test_a_category_changes_between_what_is_surely_in_it_and_what_may_be(poll: Poll) -> None:
    to, found = dict(poll.map), poll.by_concept()
    for category in poll.categories:
        ends = []
        for wave in (poll.first, poll.second):
            weights = wave.weights or (1,)
            given = [(o, weights[i % len(weights)]) for i, o in enumerate(wave.respondents)]
            total = sum(w for _, w in given)
            sure = sum(w for o, w in given if to.get(o) == (category,))
            maybe = sum(w for o, w in given if category in to.get(o, ()))
            ends.append((sure / total, maybe / total))
        (low, high), (low_to, high_to) = ends
        assert found[category]["bound_low"] == near(low_to - high)
        assert found[category]["bound_high"] == near(high_to - low)


WORDS = {
    "increase": r"^(Of those asked, )?“\w+” rose(?!.*within sampling error)",
    "decrease": r"^(Of those asked, )?“\w+” fell(?!.*within sampling error)",
    "no_clear_change": r"no clear change|within sampling error|stayed at",
    "undetermined": r"not settled|cannot be followed",
}


@settings(max_examples=50, deadline=None)
@given(poll=polls())
@example(
    poll=Poll(
        Wave((40, 60, 0, 0), facts=("a,share,40",)),
        Wave((40, 60, 0, 0), facts=("a,share,40",)),
        panel=True,
    )
).via("equal figures, and no test")
def test_the_sentence_says_what_the_direction_is(poll: Poll) -> None:
    for row in poll.by_item().values():
        told = [name for name, words in WORDS.items() if re.search(words, row["text"])]
        assert told == [row["direction"]], row["text"]


@settings(max_examples=50, deadline=None)
@given(wave=waves(), sampling=st.sampled_from(["probability", "purposive"]), panel=st.booleans())
def test_a_wave_against_its_copy_may_be_no_change(wave: Wave, sampling: str, panel: bool) -> None:
    for name, row in Poll(wave, wave, sampling, panel=panel).by_item().items():
        if row["bound_low"] is not None:
            assert number(row["bound_low"]) <= 0 <= number(row["bound_high"]), name
            assert row["bound_low_reached"] or row["bound_low"] < 0
            assert row["bound_high_reached"] or row["bound_high"] > 0
        assert row["direction"] in ("no_clear_change", "undetermined"), name
        assert row["p_value"] is None or row["p_value"] == approx(1)


@settings(max_examples=50, deadline=None)
@given(wave=waves(), decimals=st.integers(0, 1))
@example(wave=Wave((9, 191, 0, 0)), decimals=0).via("4.5% of respondents, printed as 5")
def test_respondents_against_what_is_printed_of_them_may_be_no_change(
    wave: Wave, decimals: int
) -> None:
    n = sum(wave.counts)
    facts = tuple(
        f"{name},share,{printed(Fraction(count, n), decimals)}"
        for name, count in zip(OPTIONS, wave.counts, strict=True)
    )
    measured = replace(wave, weights=(), measured=True, facts=())
    figures = replace(wave, weights=(), measured=False, facts=facts)
    for name, row in Poll(measured, figures, "purposive").by_item().items():
        assert number(row["bound_low"]) <= 0 <= number(row["bound_high"]), name
        assert row["direction"] in ("no_clear_change", "undetermined"), name
        assert not (row["bound_high"] == 0 and not row["bound_high_reached"])


def test_a_fact_that_joins_two_waves_joins_their_categories() -> None:
    """More than in the first wave: by option and by category the change is above 0."""
    first, second = Wave((40, 60, 0, 0), facts=("a,share,40",)), Wave((50, 50, 0, 0))
    poll = Poll(first, replace(second, facts=("a,increase,",)))
    pairs = (("a", ("x",)), ("b", ("y",)), ("c", ("z",)))
    one, two = poll.by_item()["a"], replace(poll, map=pairs).by_concept()["x"]
    assert (one["bound_low"], one["bound_low_reached"]) == (0, False)
    assert (two["bound_low"], two["bound_low_reached"]) == (0, False)
    assert one["direction"] == two["direction"]
