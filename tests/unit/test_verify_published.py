"""Published facts against sentences, worked by hand: what follows, what cannot be, what is open."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from kcli import api
from kcli.errors import InputError
from kcli.io.project import Project
from kcli.model.check_records import Verdict

COLUMNS = ("id", "wave", "country", "item", "option", "other", "predicate", "value", "base")
COLUMNS = (*COLUMNS, "base_n", "source", "quote", "respondent")
CONVENTIONS = """\
conventions:
  large_majority: ">= 60%"
  most: "> 50%"
  half_or_more: ">= 50%"
  half_or_less: "<= 50%"
  one_third: "30% to 36%"
  few: "< 20%"
"""
Row = dict[str, str]


def fact(predicate: str, option: str, value: str = "", **cells: str) -> Row:
    """A row of findings.csv: about JP in wave 2, of source s, on the base of its wave."""
    row = {"wave": "2", "country": "JP", "item": "q", "source": "s", **cells}
    return {**row, "predicate": predicate, "option": option, "value": value}


def share(option: str, value: str, **cells: str) -> Row:
    return fact("share", option, value, **cells)


def count(option: str, value: int, **cells: str) -> Row:
    return fact("count", option, str(value), **cells)


@dataclass(frozen=True)
class Poll:
    """An item with options a, b, c (and dk), asked in JP and KR in two waves."""

    complete: str = "published"
    kind: str = "single"
    dont_know: bool = False
    base: str = "all"
    weighted: str = "unknown"
    n: int = 40
    wave: str = ""
    """Further keys of a wave."""
    pooled: str = ""
    """Further samples."""
    top: str = ""
    """Further keys of the survey."""
    item: str = ""
    """Further keys of the item."""
    more: str = ""
    """Further items."""

    @property
    def questionnaire(self) -> str:
        dk = ", dk: {label: DK, kind: dont_know}" if self.dont_know else ""
        wave = f"published_base: {self.base}, weighted: {self.weighted}{self.wave}"
        wave += f", samples: {{JP: {self.n}, KR: {self.n}{self.pooled}}}"
        return f"""\
survey: poll
title: T
sources:
  s: {{publisher: S}}
  t: {{publisher: T}}
  copy: {{publisher: Copies S, derived_from: s}}
  copy2: {{publisher: Copies the copy, derived_from: copy}}
{self.top}
waves:
  "1": {{fieldwork: 2020, {wave}}}
  "2": {{fieldwork: 2021, {wave}}}
items:
  q:
    text: Q
    type: {self.kind}
    options_complete: {self.complete}
    options: {{a: A, b: B, c: C{dk}}}
    nets: {{ab: {{options: [a, b], label: A or B}}, bc: {{options: [b, c], label: B or C}},
      abc: {{options: [a, b, c], label: Any}}}}{self.item}
{self.more}"""


WITH_DK = Poll(dont_know=True)
UNWEIGHTED = Poll(weighted="no")
EXPERTS = Poll(weighted="no", dont_know=True)
OPEN = Poll(complete="incomplete")
ASSUMED = Poll(complete="assumed")
SEVERAL = Poll(kind="multiple")
FILTER = "  w: {text: W, options: {x: X, y: Y}}\n"


@dataclass(frozen=True)
class Court:
    """A folder in which polls are written down and claims about them are judged."""

    folder: Path
    number: Any = field(default_factory=itertools.count)

    def verdicts(
        self,
        says: str,
        facts: Sequence[Row] = (),
        poll: Poll = Poll(),
        claim: str = "id: C, source: t, countries: [JP]",
        **options: Any,
    ) -> tuple[Verdict, ...]:
        """The verdicts on one claim; facts are f1, f2, ... unless they bring an id."""
        root = self.folder / str(next(self.number))
        data = root / "datasets" / "poll"
        (root / "questionnaires").mkdir(parents=True)
        data.mkdir(parents=True)
        (root / "questionnaires" / "poll.yaml").write_text(poll.questionnaire, "utf-8")
        (root / "questionnaires" / "conventions.yaml").write_text(CONVENTIONS, "utf-8")
        if facts:
            (data / "findings.csv").write_text(_csv(facts), "utf-8")
        text = f'claims:\n  - {{{claim}, quote: words, wave: "2", item: q, says: [{says}]}}\n'
        (data / "claims.yaml").write_text(text, "utf-8")
        return api.verify(Project(root, "."), **options).records

    def verdict(self, says: str, facts: Sequence[Row] = (), *rest: Any, **more: Any) -> Verdict:
        (found,) = self.verdicts(says, facts, *rest, **more)
        return found

    def word(self, says: str, *rest: Any, **more: Any) -> str:
        return self.verdict(says, *rest, **more).verdict


def _csv(facts: Sequence[Row]) -> str:
    stream = io.StringIO()
    rows = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\n")
    rows.writeheader()
    rows.writerows({"id": f"f{place}", **row} for place, row in enumerate(facts, 1))
    return stream.getvalue()


@pytest.fixture
def court(tmp_path: Path) -> Court:
    return Court(tmp_path)


# -- every predicate ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A sentence, with its claim, its facts and its verdict; - is not settled."""

    sentence: str
    says: str
    facts: tuple[Row, ...]
    verdict: str
    poll: Poll = Poll()


def said(option: str, predicate: str, **cells: str) -> Row:
    return fact(predicate, option, **cells)


YES, NO = "supported", "contradicted"
KR, BEFORE = {"country": "KR"}, {"wave": "1"}
THIRDS = (count("a", 20), count("b", 12), count("c", 8))
CASES = [
    # A share is the closed interval of its rounding.
    Case("a finer figure entails a coarser", '{share: {a: "40"}}', (share("a", "40.2"),), YES),
    Case("a coarser figure leaves a finer open", '{share: {a: "40.2"}}', (share("a", "40"),), "-"),
    Case("a figure entails itself", '{share: {a: "40%"}}', (share("a", "40"),), YES),
    Case("a count entails its share", '{share: {a: "40"}}', (count("a", 16),), YES),
    Case("a further figure is excluded", '{share: {a: "40"}}', (share("a", "42"),), NO),
    Case("the half between two figures is both's", '{share: {a: "40"}}', (share("a", "41"),), "-"),
    Case(
        "the rest follows from the others",
        '{share: {c: "30"}}',
        (share("a", "50.0"), share("b", "20.0")),
        YES,
    ),
    Case(
        "what does not add up is excluded",
        '{share: {c: "32"}}',
        (share("a", "50.0"), share("b", "20.0")),
        NO,
    ),
    Case("a word leaves a figure open", '{share: {a: "60"}}', (said("a", "majority"),), "-"),
    Case("a word excludes a figure", '{share: {a: "49"}}', (said("a", "majority"),), NO),
    Case(
        "all figures of a sentence have to hold",
        '{share: {a: "40", b: "30"}}',
        (count("a", 16), count("b", 14)),
        NO,
    ),
    Case(
        "two figures follow from two facts",
        '{share: {a: "40", b: "35"}}',
        (count("a", 16), count("b", 14)),
        YES,
    ),
    # A count is exact.
    Case("a count entails itself", '{count: {a: "16"}}', (count("a", 16),), YES),
    Case(
        "the counts of the others leave one",
        '{count: {a: "16"}}',
        (count("b", 14), count("c", 10)),
        YES,
    ),
    Case("another count is excluded", '{count: {a: "17"}}', (count("a", 16),), NO),
    Case("a figure is never a count for certain", '{count: {a: "16"}}', (share("a", "40"),), "-"),
    Case("a figure excludes a count", '{count: {a: "16"}}', (share("a", "41"),), NO),
    Case(
        "a count is out of the base it names",
        '{count: {option: a, value: "8", base_n: "20"}}',
        (count("a", 16),),
        YES,
    ),
    # A majority is more than one half.
    Case("one half is no majority", "{majority: a}", THIRDS, NO),
    Case("one more than half is", "{majority: a}", (count("a", 21),), YES),
    Case("50 may be rounded from either side", "{majority: a}", (share("a", "50"),), "-"),
    Case("50.1 is 50.05 at least", "{majority: a}", (share("a", "50.1"),), YES),
    Case("50.0 may be 50.05", "{majority: a}", (share("a", "50.0"),), "-"),
    Case("49.9 is 49.95 at most", "{majority: a}", (share("a", "49.9"),), NO),
    Case("an end at one half that is not reached", "{majority: a}", (said("a", "most"),), YES),
    Case("an end at one half that is", "{majority: a}", (said("a", "half_or_more"),), "-"),
    Case("no more than half is no majority", "{majority: a}", (said("a", "half_or_less"),), NO),
    Case("a minority is none", "{majority: a}", (said("a", "minority"),), NO),
    Case("a plurality is none", "{majority: a}", (said("a", "plurality"),), NO),
    Case("a leader may be one", "{majority: a}", (said("a", "leading"),), "-"),
    Case("two majorities are too many", "{majority: a}", (said("b", "majority"),), NO),
    Case("half elsewhere leaves none", "{majority: a}", (said("b", "half_or_more"),), NO),
    Case(
        "minorities elsewhere may leave none",
        "{majority: a}",
        (said("b", "minority"), said("c", "minority")),
        "-",
    ),
    # A minority is less than one half.
    Case("one half is no minority", "{minority: a}", THIRDS, NO),
    Case("one less than half is", "{minority: a}", (count("a", 19),), YES),
    Case("half or less need not be less", "{minority: a}", (said("a", "half_or_less"),), "-"),
    Case("beside a majority the others are", "{minority: a}", (said("b", "majority"),), YES),
    Case("beside one half an answer may be", "{minority: a}", (said("b", "half_or_more"),), "-"),
    Case("a plurality may be one half", "{minority: a}", (said("a", "plurality"),), "-"),
    Case("a majority is no minority", "{minority: a}", (said("a", "majority"),), NO),
    # A plurality is the largest share, and one half at most.
    Case("one half is a plurality", "{plurality: a}", THIRDS, YES),
    Case("a level second leaves none", "{plurality: a}", (count("a", 20), count("b", 20)), NO),
    Case("more than half is none", "{plurality: a}", (share("a", "51"),), NO),
    Case(
        "a leader with 50 may have more than half",
        "{plurality: a}",
        (share("a", "50"), share("b", "30"), share("c", "20")),
        "-",
    ),
    Case("40 and 39 may be level", "{plurality: a}", (share("a", "40"), share("b", "39")), "-"),
    Case(
        "40 and 39 are not level beside 20: 39.5 twice leaves 21",
        "{plurality: a}",
        (share("a", "40"), share("b", "39"), share("c", "20")),
        YES,
    ),
    Case(
        "a leader without a majority is one",
        "{plurality: a}",
        (said("a", "leading"), said("a", "minority")),
        YES,
    ),
    Case("a majority is none", "{plurality: a}", (said("a", "majority"),), NO),
    Case("another's plurality excludes it", "{plurality: a}", (said("b", "plurality"),), NO),
    Case("a share alone says nothing of rank", "{plurality: a}", (share("a", "34"),), "-"),
    Case("a third at most leads nothing", "{plurality: a}", (share("a", "32.8"),), NO),
    # A leader is larger than every other.
    Case("a majority leads", "{leading: a}", (said("a", "majority"),), YES),
    Case("a plurality leads", "{at_least_plurality: a}", (said("a", "plurality"),), YES),
    Case("half may be half of a tie", "{leading: a}", (count("a", 20),), "-"),
    Case("half leads a divided rest", "{leading: a}", (count("a", 20), count("b", 1)), YES),
    Case("a tie has no leader", "{leading: a}", (count("a", 14), count("b", 14)), NO),
    Case("another's majority excludes it", "{leading: a}", (said("b", "majority"),), NO),
    Case(
        "shares called equal leave it open",
        "{leading: a}",
        (fact("equal_share", "a", other="b"),),
        "-",
    ),
    Case(
        "don't know is no rival",
        "{leading: a}",
        (share("a", "30"), share("b", "20"), share("c", "10")),
        YES,
        WITH_DK,
    ),
    Case(
        "don't know is a rival where it is declared to be",
        "{leading: a}",
        (share("a", "30"), share("b", "20"), share("c", "10")),
        NO,
        replace(WITH_DK, wave=", plurality_rivals: all"),
    ),
    # Equal shares lie at most one point apart.
    Case(
        "40.0 and 40.8 are 0.9 apart at most",
        "{equal_share: [a, b]}",
        (share("a", "40.0"), share("b", "40.8")),
        YES,
    ),
    Case(
        "40 and 41 may be two points apart",
        "{equal_share: [a, b]}",
        (share("a", "40"), share("b", "41")),
        "-",
    ),
    Case(
        "40 and 43 are two points apart at least",
        "{equal_share: [a, b]}",
        (share("a", "40"), share("b", "43")),
        NO,
    ),
    Case(
        "one point exactly is equal",
        "{equal_share: [a, b]}",
        (count("a", 40), count("b", 41)),
        YES,
        Poll(n=100),
    ),
    Case(
        "two points exactly are not",
        "{equal_share: [a, b]}",
        (count("a", 40), count("b", 42)),
        NO,
        Poll(n=100),
    ),
    Case(
        "two points are equal to who says so",
        "{equal_share: [a, b]}",
        (count("a", 40), count("b", 42)),
        YES,
        Poll(n=100, top="equal_within: 2"),
    ),
    # More than another option.
    Case(
        "40 is more than 38",
        "{more_than: {option: a, other: b}}",
        (share("a", "40"), share("b", "38")),
        YES,
    ),
    Case(
        "40 may be as much as 39",
        "{more_than: {option: a, other: b}}",
        (share("a", "40"), share("b", "39")),
        "-",
    ),
    Case(
        "40 is as much as 41 at most",
        "{more_than: {option: a, other: b}}",
        (share("a", "40"), share("b", "41")),
        NO,
    ),
    Case(
        "what is level is not more",
        "{more_than: {option: a, other: b}}",
        (count("a", 16), count("b", 16)),
        NO,
    ),
    Case(
        "a leader is more than each other",
        "{more_than: {option: a, other: c}}",
        (said("a", "plurality"),),
        YES,
    ),
    Case(
        "a net is more than its part where the rest is there",
        "{more_than: {option: ab, other: a}}",
        (count("b", 1),),
        YES,
    ),
    # More than another country.
    Case(
        "40 here is more than 38 there",
        "{more_than: {option: a, country: KR}}",
        (share("a", "40"), share("a", "38", **KR)),
        YES,
    ),
    Case(
        "40 here may be 40 there",
        "{more_than: {option: a, country: KR}}",
        (share("a", "40"), share("a", "40", **KR)),
        "-",
    ),
    Case(
        "40 here is no more than 41 there",
        "{more_than: {option: a, country: KR}}",
        (share("a", "40"), share("a", "41", **KR)),
        NO,
    ),
    Case(
        "more than there is said in words",
        "{more_than: {option: a, country: KR}}",
        (fact("more_than", "a", other="/KR"),),
        YES,
    ),
    Case(
        "more there excludes more here",
        "{more_than: {option: a, country: KR}}",
        (fact("more_than", "a", other="/JP", **KR),),
        NO,
    ),
    Case(
        "more than more than half is a majority",
        "{majority: a}",
        (fact("more_than", "a", other="/KR"), share("a", "51", **KR)),
        YES,
    ),
    # Increase, decrease, more than a wave.
    Case(
        "40 after 38 is more", "{increase: a}", (share("a", "40"), share("a", "38", **BEFORE)), YES
    ),
    Case(
        "40 after 39 may be", "{increase: a}", (share("a", "40"), share("a", "39", **BEFORE)), "-"
    ),
    Case("40 after 41 is not", "{increase: a}", (share("a", "40"), share("a", "41", **BEFORE)), NO),
    Case(
        "38 after 40 is less", "{decrease: a}", (share("a", "38"), share("a", "40", **BEFORE)), YES
    ),
    Case(
        "39 after 40 may be", "{decrease: a}", (share("a", "39"), share("a", "40", **BEFORE)), "-"
    ),
    Case("no change is no decrease", "{decrease: a}", (count("a", 9), count("a", 9, **BEFORE)), NO),
    Case(
        "an increase in words is one since that wave",
        '{more_than: {option: a, since: "1"}}',
        (said("a", "increase"),),
        YES,
    ),
    Case("an increase is no decrease", "{decrease: a}", (said("a", "increase"),), NO),
    Case(
        "an increase since an unknown share",
        '{increase: {option: a, since: "1"}}',
        (share("a", "40"),),
        "-",
    ),
    # A word of a convention.
    Case("33 is one third", "{one_third: a}", (share("a", "33"),), YES),
    Case("30 may be less than one third", "{one_third: a}", (share("a", "30"),), "-"),
    Case("30% exactly is one third", "{one_third: a}", (count("a", 12),), YES),
    Case("29 is less than one third", "{one_third: a}", (share("a", "29"),), NO),
    Case("20% exactly are not few", "{few: a}", (count("a", 8),), NO),
    Case("19 are few", "{few: a}", (share("a", "19"),), YES),
    Case(
        "51 is a large majority to who says no more",
        "{large_majority: a}",
        (share("a", "51"),),
        YES,
    ),
    Case(
        "51 is none to who says how large",
        "{large_majority: a}",
        (share("a", "51"),),
        NO,
        Poll(top='conventions: {large_majority: ">= 60%"}'),
    ),
    Case(
        "60% exactly is one",
        "{large_majority: a}",
        (count("a", 24),),
        YES,
        Poll(top='conventions: {large_majority: ">= 60%"}'),
    ),
    Case(
        "60 may be less",
        "{large_majority: a}",
        (share("a", "60"),),
        "-",
        Poll(top='conventions: {large_majority: ">= 60%"}'),
    ),
    Case("most is more than half", "{most: a}", (said("a", "majority"),), YES),
    Case("a large majority is a majority", "{majority: a}", (said("a", "large_majority"),), YES),
    # Bases: 20 of 40 is one half of everyone, and 62.5% of the 32 with an opinion.
    Case(
        "a share of those with an opinion",
        '{share: {option: a, value: "62.5", base: substantive}}',
        (count("a", 20), count("dk", 8)),
        YES,
        WITH_DK,
    ),
    Case(
        "is not that of everyone",
        '{share: {option: a, value: "62.5", base: all}}',
        (count("a", 20), count("dk", 8)),
        NO,
        WITH_DK,
    ),
    Case(
        "on an unknown base it may be either",
        '{share: {option: a, value: "62.5", base: unknown}}',
        (count("a", 20), count("dk", 8)),
        "-",
        WITH_DK,
    ),
    Case(
        "a majority of those with an opinion",
        "{majority: {option: a, base: substantive}}",
        (count("a", 20), count("dk", 8)),
        YES,
        WITH_DK,
    ),
    Case(
        "a majority on either base is one on an unknown",
        "{majority: {option: a, base: unknown}}",
        (count("a", 21), count("dk", 8)),
        YES,
        WITH_DK,
    ),
    Case(
        "a majority on one base only is open on an unknown",
        "{majority: {option: a, base: unknown}}",
        (count("a", 20), count("dk", 8)),
        "-",
        WITH_DK,
    ),
    Case(
        "a minority on either base excludes one on an unknown",
        "{majority: {option: a, base: unknown}}",
        (count("a", 16), count("dk", 8)),
        NO,
        WITH_DK,
    ),
    Case(
        "60 on an unknown base is a majority of those with an opinion",
        "{majority: {option: a, base: substantive}}",
        (share("a", "60", base="unknown"),),
        YES,
        WITH_DK,
    ),
    Case(
        "60 on an unknown base may be a minority of everyone",
        "{majority: {option: a, base: all}}",
        (share("a", "60", base="unknown"),),
        "-",
        WITH_DK,
    ),
    Case(
        "two bases give one answer: 20 of 40 and of 39",
        '{count: {dk: "1"}}',
        (count("a", 20), share("a", "51.3", base="substantive", base_n="39")),
        YES,
        EXPERTS,
    ),
    # Incomplete lists: an unnamed answer may be larger than the named ones.
    Case(
        "exceeding the named answers is not leading",
        "{leading: a}",
        (share("a", "30"), share("b", "20"), share("c", "10")),
        "-",
        OPEN,
    ),
    Case(
        "exceeding all that is left is",
        "{leading: a}",
        (share("a", "45"), share("b", "20"), share("c", "10")),
        YES,
        OPEN,
    ),
    Case("a majority leads an open list", "{leading: a}", (said("a", "most"),), YES, OPEN),
    Case(
        "a fact in words leads an open list",
        "{leading: a}",
        (said("a", "plurality"),),
        YES,
        OPEN,
    ),
    Case(
        "a leader in words, of less than half, is a plurality of an open list",
        "{plurality: a}",
        (said("a", "leading"), share("a", "45")),
        YES,
        OPEN,
    ),
    Case(
        "a leader in words may have a majority of an open list",
        "{plurality: a}",
        (said("a", "leading"),),
        "-",
        OPEN,
    ),
    Case("a named majority excludes a leader", "{leading: a}", (said("b", "most"),), NO, OPEN),
    Case("nothing leads with nothing", "{leading: a}", (count("a", 0),), NO, OPEN),
    Case(
        "a leader of an open list is more than the named",
        "{more_than: {option: a, other: b}}",
        (said("a", "plurality"),),
        YES,
        OPEN,
    ),
    Case(
        "the rest of an open list is not the last answer's",
        "{majority: c}",
        (share("a", "20"), share("b", "20")),
        "-",
        OPEN,
    ),
    # Nets.
    Case("a net adds up", "{majority: ab}", (share("a", "30"), share("b", "25")), YES),
    Case("a net is what its rest leaves", "{majority: ab}", (share("c", "40"),), YES),
    Case("a net is excluded by its rest", "{majority: ab}", (said("c", "most"),), NO),
    Case("a net has its parts at least", "{majority: ab}", (share("a", "40"),), "-"),
    Case("a net is counted", '{count: {ab: "30"}}', (count("a", 16), count("b", 14)), YES),
    Case(
        "a net leads without its own parts as rivals",
        "{leading: ab}",
        (share("a", "31"), share("b", "25")),
        YES,
    ),
    Case(
        "two nets share a part",
        "{more_than: {option: ab, other: bc}}",
        (share("a", "40"), share("c", "30")),
        YES,
    ),
    # Several answers allowed: shares do not add up.
    Case("several majorities are possible", "{majority: b}", (share("a", "60"),), "-", SEVERAL),
    Case(
        "a net has the largest part at least",
        "{majority: ab}",
        (share("a", "60"), share("b", "50")),
        YES,
        SEVERAL,
    ),
    Case(
        "a net has the sum of its parts at most",
        "{majority: ab}",
        (share("a", "20"), share("b", "25")),
        NO,
        SEVERAL,
    ),
    Case(
        "a leader exceeds every answer of a list",
        "{leading: a}",
        (share("a", "60"), share("b", "50"), share("c", "10")),
        YES,
        SEVERAL,
    ),
    Case(
        "a leader that some answer may exceed",
        "{leading: a}",
        (share("a", "60"), share("b", "50")),
        "-",
        SEVERAL,
    ),
    Case(
        "of several answers, too, a plurality is half at most",
        "{plurality: a}",
        (share("a", "60"),),
        NO,
        SEVERAL,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.sentence.replace(" ", "_"))
def test_the_verdict_is_the_one_worked_by_hand(court: Court, case: Case) -> None:
    verdict = case.verdict.replace("-", "not_settled")
    assert court.word(case.says, case.facts, case.poll) == verdict


SETTLED = [case for case in CASES if case.verdict in (YES, NO)]


@pytest.mark.parametrize("case", SETTLED, ids=lambda case: case.sentence.replace(" ", "_"))
def test_the_facts_that_are_named_decide_it_alone_and_none_of_them_can_be_spared(
    court: Court, case: Case
) -> None:
    # Facts that have nothing to do with it stand around the ones that have.
    rows = [{**row, "id": f"x{place}"} for place, row in enumerate(case.facts)]
    noise = [share("b", "1", country="KR", wave="1", id="n1"), said("a", "loose", id="n2")]
    found = court.verdict(case.says, [*noise, *rows, *noise_again(rows)], case.poll)
    assert found.verdict == case.verdict
    named = [row for row in [*rows, *noise_again(rows)] if row["id"] in found.facts]
    assert len(named) == len(found.facts)
    assert court.word(case.says, named, case.poll) == case.verdict
    for spared in named:
        fewer = [row for row in named if row is not spared]
        assert court.word(case.says, fewer, case.poll) != case.verdict, spared


def noise_again(rows: Sequence[Row]) -> list[Row]:
    """Every fact said a second time: a smallest set has it once."""
    return [{**row, "id": f"{row['id']}again"} for row in rows]


# -- what cannot be tested ---------------------------------------------------------------------


def test_a_sentence_that_names_no_share_is_not_testable(court: Court) -> None:
    found = court.verdict("{loose: what it is about}", [share("a", "60")])
    assert (found.verdict, found.why, found.facts) == ("not_testable", "loose", ())


def test_a_sentence_is_not_testable_as_far_as_it_names_no_share(court: Court) -> None:
    assert court.word("{loose: many}, {majority: a}", [share("a", "60")]) == "not_testable"


# -- figures -----------------------------------------------------------------------------------


def test_27_for_11_of_40_is_supported_and_rounded_down(court: Court) -> None:
    found = court.verdict('{share: {a: "27"}}', [count("a", 11)], UNWEIGHTED)
    assert (found.verdict, found.rounding, found.facts) == ("supported", "rounding-down", ("f1",))
    assert "half cut off" in found.text


@pytest.mark.parametrize("figure", ["28", "27.5", "27.50"])
def test_28_for_11_of_40_is_supported_and_not_rounded_down(court: Court, figure: str) -> None:
    found = court.verdict(f'{{share: {{a: "{figure}"}}}}', [count("a", 11)], UNWEIGHTED)
    assert (found.verdict, found.rounding) == ("supported", None)


@pytest.mark.parametrize("figure", ["26", "27.4", "27.6", "29"])
def test_a_figure_beyond_the_closed_ends_is_contradicted(court: Court, figure: str) -> None:
    assert court.word(f'{{share: {{a: "{figure}"}}}}', [count("a", 11)]) == "contradicted"


@pytest.mark.parametrize(("figure", "rounding"), [("100", None), ("99", None), ("99.5", None)])
def test_everyone_is_never_rounded_down(court: Court, figure: str, rounding: str | None) -> None:
    found = court.verdict(f'{{share: {{a: "{figure}"}}}}', [count("a", 40)])
    assert found.rounding is rounding
    assert found.verdict == ("supported" if figure == "100" else "contradicted")


TALKS = (count("a", 11), count("b", 28), count("c", 0), count("dk", 1))


def test_a_share_of_no_whole_number_of_people_names_both_bases(court: Court) -> None:
    found = court.verdict('{share: {a: "27.7"}}', TALKS, EXPERTS)
    assert (found.verdict, found.facts) == ("contradicted", ("f1",))
    assert "27.7% is no share of 39 or 40 people" in found.text
    assert "11 of 39 are 28.2%; 11 of 40 are 27.5%" in found.text


def test_a_share_of_those_with_an_opinion_is_none_of_everyone_asked(court: Court) -> None:
    talks = (count("a", 11), count("b", 27), count("c", 0), count("dk", 2))
    found = court.verdict('{share: {a: "28.9"}}', talks, EXPERTS)
    assert found.verdict == "contradicted"
    assert "28.9% is no share of 40 people: 11 of 40 are 27.5%" in found.text
    assert "38" not in found.text


def test_a_share_of_no_whole_number_of_people_is_wrong_whatever_is_published(court: Court) -> None:
    found = court.verdict('{share: {a: "27.7"}}', [count("b", 20)], UNWEIGHTED)
    assert (found.verdict, found.why, found.facts) == ("contradicted", "no_whole_number", ())
    assert "27.7% is no share of 40 people: 11 of 40 are 27.5%, 12 of 40 are 30.0%" in found.text


@pytest.mark.parametrize("weighted", ["unknown", "yes"])
def test_weighted_shares_are_of_no_whole_number(court: Court, weighted: str) -> None:
    poll = Poll(weighted=weighted)
    assert court.word('{share: {a: "27.7"}}', [count("b", 20)], poll) == "not_settled"


def test_a_share_of_39_is_none_of_40_and_may_be_said_of_39(court: Court) -> None:
    says = '{{share: {{option: a, value: "28.2"{}}}}}'
    of_39 = says.format(', base: substantive, base_n: "39"')
    assert court.word(of_39, [count("b", 28)], EXPERTS) == "not_settled"
    assert court.word(of_39, TALKS, EXPERTS) == "supported"
    assert court.word(says.format(""), [count("b", 28)], EXPERTS) == "contradicted"


# -- assumed lists -----------------------------------------------------------------------------

LEANING = [
    ("{majority: c}", (share("a", "20"), share("b", "20"))),
    ('{share: {c: "60"}}', (share("a", "20.0"), share("b", "20.0"))),
    ("{leading: a}", (fact("more_than", "a", other="b"), fact("more_than", "a", other="c"))),
    ("{more_than: {option: c, other: a}}", (share("a", "20"), share("b", "20"))),
]
STANDING = [
    ("{majority: a}", (share("a", "60"),)),
    ("{leading: a}", (share("a", "60"),)),
    ("{leading: a}", (said("a", "plurality"),)),
    ("{leading: a}", (share("a", "45"), share("b", "30"))),
    ("{more_than: {option: a, other: b}}", (share("a", "40"), share("b", "30"))),
    ("{minority: b}", (share("a", "60"),)),
]


@pytest.mark.parametrize(("says", "facts"), LEANING)
def test_a_verdict_that_leans_on_an_assumed_list_says_so(
    court: Court, says: str, facts: tuple[Row, ...]
) -> None:
    found = court.verdict(says, facts, ASSUMED)
    assert (found.verdict, found.assumptions) == ("supported", ("options-assumed",))
    assert court.verdict(says, facts).assumptions == ()
    assert court.word(says, facts, OPEN) == "not_settled"


@pytest.mark.parametrize(("says", "facts"), STANDING)
def test_a_verdict_that_stands_without_the_assumed_list_does_not_name_it(
    court: Court, says: str, facts: tuple[Row, ...]
) -> None:
    found = court.verdict(says, facts, ASSUMED)
    assert (found.verdict, found.assumptions) == ("supported", ())
    assert court.word(says, facts, OPEN) == "supported"


@pytest.mark.parametrize(("says", "facts"), LEANING)
def test_without_assumed_options_a_list_is_read_as_incomplete(
    court: Court, says: str, facts: tuple[Row, ...]
) -> None:
    found = court.verdict(says, facts, ASSUMED, assumed_options=False)
    assert (found.verdict, found.assumptions) == ("not_settled", ())


@pytest.mark.parametrize(("says", "facts"), [*LEANING, *STANDING])
def test_without_assumed_options_a_published_list_is_still_complete(
    court: Court, says: str, facts: tuple[Row, ...]
) -> None:
    assert court.word(says, facts, assumed_options=False) == "supported"


@pytest.mark.parametrize(("says", "facts"), STANDING)
def test_without_assumed_options_a_verdict_that_does_not_lean_on_them_stands(
    court: Court, says: str, facts: tuple[Row, ...]
) -> None:
    assert court.word(says, facts, ASSUMED, assumed_options=False) == "supported"


def test_a_contradiction_that_leans_on_an_assumed_list_says_so(court: Court) -> None:
    facts = (share("a", "30"), share("b", "30"))
    assert court.word('{share: {c: "10"}}', facts, OPEN) == "not_settled"
    found = court.verdict('{share: {c: "10"}}', facts, ASSUMED)
    assert (found.verdict, found.assumptions) == ("contradicted", ("options-assumed",))
    found = court.verdict("{majority: b}", (share("a", "60"),), ASSUMED)
    assert (found.verdict, found.assumptions) == ("contradicted", ())


def test_a_verdict_that_leans_on_an_assumed_base_says_so(court: Court) -> None:
    poll = replace(WITH_DK, base="{base: all, status: assumed}")
    found = court.verdict("{majority: a}", [share("a", "60")], poll)
    assert (found.verdict, found.assumptions) == ("supported", ("base-assumed",))


def test_where_the_base_decides_and_is_not_told_it_is_named(court: Court) -> None:
    """20 of 32 with an opinion, 20 of 40 in all: a majority of the former alone."""
    facts = (count("a", 20), count("dk", 8))
    found = court.verdict("{majority: {option: a, base: unknown}}", facts, WITH_DK)
    assert (found.verdict, found.why) == ("not_settled", "only_of_substantive")
    assert "Follows of those with an opinion, not of everyone asked" in found.text
    less = (count("a", 18), count("dk", 8))
    below = court.verdict("{minority: {option: a, base: unknown}}", less, WITH_DK)
    assert (below.verdict, below.why) == ("not_settled", "only_of_all")
    assert "Follows of everyone asked, not of those with an opinion" in below.text
    # Where it follows on neither base, or the base is told, nothing is said of bases.
    neither = court.verdict("{majority: {option: a, base: unknown}}", (count("dk", 8),), WITH_DK)
    assert neither.why == "left_open"
    told = court.verdict("{majority: {option: a, base: all}}", (count("dk", 8),), WITH_DK)
    assert told.why == "left_open"


def test_words_that_a_convention_explains_are_listed_on_both_sides(court: Court) -> None:
    found = court.verdict("{most: a}", [said("a", "large_majority")])
    assert (found.verdict, found.assumptions) == (
        "supported",
        ("convention-most", "large-majority-open"),
    )
    found = court.verdict("{equal_share: [a, b]}", [share("a", "40.0"), share("b", "40.0")])
    assert (found.verdict, found.assumptions) == ("supported", ("equal-within",))


# -- its own sentence --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["C", "C.JP", "C.JP.1"])
def test_a_sentence_does_not_judge_itself(court: Court, name: str) -> None:
    found = court.verdict("{majority: a}", [share("a", "60", id=name)])
    assert (found.verdict, found.why, found.facts) == ("not_settled", "own_source_only", ())


@pytest.mark.parametrize("name", ["C1", "C-JP", "c", "Ca", "AC", "A.C"])
def test_a_sentence_with_another_id_judges(court: Court, name: str) -> None:
    found = court.verdict("{majority: a}", [share("a", "60", id=name)])
    assert (found.verdict, found.facts) == ("supported", (name,))


def test_the_same_words_of_the_same_source_are_the_same_sentence(court: Court) -> None:
    own = share("a", "60", source="t", quote="words")
    found = court.verdict("{majority: a}", [own])
    assert (found.verdict, found.why) == ("not_settled", "own_source_only")
    assert court.word("{majority: a}", [{**own, "quote": "other words"}]) == "supported"
    assert court.word("{majority: a}", [{**own, "source": "s"}]) == "supported"
    assert court.word("{majority: a}", [{**own, "quote": ""}]) == "supported"


@pytest.mark.parametrize("source", ["copy", "copy2"])
def test_a_repetition_by_a_derived_source_does_not_judge(court: Court, source: str) -> None:
    claim = "id: C, source: s, countries: [JP]"
    found = court.verdict("{majority: a}", [share("a", "60", source=source)], claim=claim)
    assert (found.verdict, found.why) == ("not_settled", "own_source_only")


def test_further_figures_of_a_derived_source_judge(court: Court) -> None:
    claim = "id: C, source: s, countries: [JP]"
    facts = [share("b", "10", source="copy"), share("c", "10", source="copy2")]
    found = court.verdict("{majority: a}", facts, claim=claim)
    assert (found.verdict, found.facts) == ("supported", ("f1", "f2"))


def test_the_original_judges_what_was_derived_from_it(court: Court) -> None:
    claim = "id: C, source: copy2, countries: [JP]"
    for source in ("s", "copy"):
        facts = [share("a", "60", source=source)]
        assert court.word("{majority: a}", facts, claim=claim) == "supported"


def test_another_sentence_of_the_same_source_judges(court: Court) -> None:
    found = court.verdict("{majority: a}", [share("a", "60", source="t")])
    assert (found.verdict, found.facts) == ("supported", ("f1",))


def test_where_nothing_of_another_source_bears_on_it_that_is_why(court: Court) -> None:
    facts = [share("b", "30", source="t")]
    assert court.verdict("{majority: a}", facts).why == "own_source_only"
    facts += [share("c", "10")]
    assert court.verdict('{share: {a: "60"}}', facts).why == "left_open"
    facts = [share("b", "30", source="t"), said("a", "loose"), share("a", "60", country="KR")]
    assert court.verdict("{majority: a}", facts).why == "own_source_only"


# -- one source against another ----------------------------------------------------------------


def test_against_one_source_only_its_facts_judge(court: Court) -> None:
    facts = [share("a", "60"), share("b", "40", source="t")]
    assert court.verdict("{majority: a}", facts, against="s").facts == ("f1",)
    assert court.word("{majority: a}", facts, against="copy") == "not_settled"
    facts = [share("a", "60"), share("a", "40", source="copy")]
    assert court.verdict("{majority: a}", facts).why == "facts_clash"
    assert court.word("{majority: a}", facts, against="s") == "supported"
    assert court.word("{majority: a}", facts, against="copy") == "contradicted"


# -- facts that clash --------------------------------------------------------------------------


def test_facts_that_clash_settle_nothing_and_are_named(court: Court) -> None:
    facts = [share("b", "10"), share("a", "60"), said("a", "minority")]
    for says in ("{majority: a}", "{minority: a}", '{share: {c: "10"}}'):
        found = court.verdict(says, facts)
        assert (found.verdict, found.why) == ("not_settled", "facts_clash")
        assert found.facts == ("f2", "f3")


def test_a_clash_elsewhere_does_not_matter(court: Court) -> None:
    clash = [share("a", "60", country="KR"), said("a", "minority", country="KR")]
    assert court.word("{majority: a}", [share("a", "60"), *clash]) == "supported"


def test_a_clash_where_it_is_compared_with_does(court: Court) -> None:
    clash = [share("a", "60", country="KR"), said("a", "minority", country="KR")]
    found = court.verdict("{more_than: {option: a, country: KR}}", [share("a", "70"), *clash])
    assert (found.verdict, found.why, found.facts) == ("not_settled", "facts_clash", ("f2", "f3"))


def test_own_sentences_do_not_clash(court: Court) -> None:
    facts = [share("a", "60"), share("a", "40", id="C")]
    assert court.word("{majority: a}", facts) == "supported"


# -- whom it is about --------------------------------------------------------------------------


def test_a_claim_without_countries_is_about_all_of_its_wave(court: Court) -> None:
    facts = [share("a", "60"), share("a", "40", country="KR"), share("a", "10", wave="1")]
    found = court.verdicts("{majority: a}", facts, claim="id: C, source: t")
    assert [(v.country, v.verdict) for v in found] == [("JP", "supported"), ("KR", "contradicted")]


def test_without_a_base_of_its_own_a_claim_is_on_that_of_its_wave(court: Court) -> None:
    facts = [count("a", 20, base="all", base_n="40"), count("dk", 8, base="all", base_n="40")]
    poll = replace(WITH_DK, base="substantive")
    assert court.word("{majority: a}", facts, poll) == "supported"
    assert court.word("{majority: {option: a, base: all}}", facts, poll) == "contradicted"
    poll = replace(WITH_DK, base="unknown")
    assert court.word("{majority: a}", facts, poll) == "not_settled"


# -- a claim alone -----------------------------------------------------------------------------


def test_a_sentence_that_cannot_be_is_contradicted_by_itself(court: Court) -> None:
    found = court.verdict("{majority: a}, {minority: a}", [share("b", "30")])
    assert (found.verdict, found.why, found.facts) == ("contradicted", None, ())


def test_a_sentence_that_cannot_be_by_itself_needs_no_fact(court: Court) -> None:
    found = court.verdict("{majority: a}, {minority: a}", [said("a", "minority")])
    assert (found.verdict, found.facts) == ("contradicted", ())


def test_a_sentence_that_cannot_be_is_told_with_a_reason(court: Court) -> None:
    found = court.verdict("{majority: a}, {minority: a}", [share("b", "30")])
    assert not found.text.endswith(": .")


def test_a_sentence_that_holds_whatever_is_published_is_told_with_a_reason(court: Court) -> None:
    found = court.verdict('{share: {abc: "100"}}', [count("c", 0, country="KR")])
    assert (found.verdict, found.facts) == ("supported", ())
    assert "Follows from ." not in found.text


def test_where_nobody_published_anything_that_is_why(court: Court) -> None:
    assert court.verdict("{majority: a}").why == "nothing_published"


# -- several answers, open lists, two bases ----------------------------------------------------


def test_of_several_answers_an_unnamed_one_may_lead_an_open_list(court: Court) -> None:
    facts = [share("a", "60"), share("b", "50"), share("c", "10")]
    assert (
        court.word("{leading: a}", facts, replace(SEVERAL, complete="incomplete")) == "not_settled"
    )


def test_who_leads_in_words_leads_on_an_unknown_base(court: Court) -> None:
    poll = replace(OPEN, dont_know=True)
    says = "{leading: {option: a, base: unknown}}"
    assert court.word(says, [said("a", "leading", base="all")], poll) == "supported"


SUBSTANTIVE = {"base": "substantive"}
TWO_COUNTRIES = (share("a", "40", **SUBSTANTIVE), share("a", "50", **SUBSTANTIVE, **KR))


def test_more_of_those_with_an_opinion_than_elsewhere_follows(court: Court) -> None:
    says = "{more_than: {option: a, country: KR, base: substantive}}"
    facts = (share("a", "51", **SUBSTANTIVE), TWO_COUNTRIES[1])
    assert court.word(says, TWO_COUNTRIES, WITH_DK) != "supported"
    assert court.word(says, (share("a", "52", **SUBSTANTIVE), facts[1]), WITH_DK) == "supported"


def test_less_of_those_with_an_opinion_than_elsewhere_excludes_more(court: Court) -> None:
    says = "{more_than: {option: a, country: KR, base: substantive}}"
    assert court.word(says, TWO_COUNTRIES, WITH_DK) == "contradicted"


# -- samples that are tied ---------------------------------------------------------------------


def test_a_fact_about_another_country_bears_on_it_where_it_compares_them(court: Court) -> None:
    facts = [share("a", "40", **KR), fact("more_than", "a", other="/JP", **KR)]
    assert court.word("{majority: a}", facts) == "contradicted"
    found = court.verdict('{share: {a: "30"}}', facts)
    assert (found.verdict, found.why) == ("not_settled", "left_open")


POOLED = Poll(wave=", pooled_rule: n", pooled=", both: {n: 80, countries: [JP, KR]}")


def test_a_pooled_figure_judges_its_countries(court: Court) -> None:
    # Of both 19.5% to 20.5%: of one of two countries of a size 41% at most.
    facts = [share("b", "20", country="")]
    found = court.verdict('{share: {b: "60"}}', facts, POOLED)
    assert (found.verdict, found.facts) == ("contradicted", ("f1",))


def test_a_pooled_figure_of_another_answer_is_not_named(court: Court) -> None:
    facts = [share("a", "50", country=""), share("b", "20", country="")]
    assert court.verdict('{share: {b: "60"}}', facts, POOLED).facts == ("f2",)


def test_a_change_since_the_wave_itself_is_a_fault(court: Court) -> None:
    with pytest.raises(InputError):
        court.verdict('{increase: {option: a, since: "2"}}', [share("a", "40")])


# -- answers of named respondents --------------------------------------------------------------


def test_answers_that_are_counted_are_all_named(court: Court) -> None:
    named = replace(Poll(), wave=", population: commentators")
    answers = [("Zhao", "a"), ("Liu", "a"), ("Qian", "b")]
    facts = [fact("answer", option, respondent=who) for who, option in answers]
    found = court.verdict('{share: {a: "67"}}', facts, named)
    assert (found.verdict, found.facts) == ("supported", ("f1", "f2", "f3"))


# -- whole numbers of people -------------------------------------------------------------------


@pytest.mark.parametrize("base", ["substantive", "unknown"])
def test_a_share_of_an_unknown_number_of_people_may_be_any(court: Court, base: str) -> None:
    # 13 of 39 are 33.3%; how many of the 40 had an opinion is not known.
    says = f'{{share: {{option: a, value: "33.3", base: {base}}}}}'
    assert court.word(says, [share("b", "20")], EXPERTS) == "not_settled"


def test_a_share_of_those_who_were_asked_is_none_of_everyone(court: Court) -> None:
    # Of the 40 some number was asked: 33.3% may be 13 of 39.
    asked = replace(UNWEIGHTED, item="\n    asked: {item: w, options: [x]}", more=FILTER)
    assert court.word('{share: {a: "33.3"}}', [share("b", "10")], asked) == "not_settled"


def test_a_further_fact_does_not_unsay_that_a_share_is_impossible(court: Court) -> None:
    # 51.3% of everyone are no whole number of 40, whoever had an opinion.
    facts = [share("b", "30")]
    assert court.word('{share: {a: "51.3"}}', facts, EXPERTS) == "contradicted"
    facts += [share("b", "30.8", base="substantive", base_n="39")]
    assert court.word('{share: {a: "51.3"}}', facts, EXPERTS) == "contradicted"


def test_each_figure_has_its_own_base(court: Court) -> None:
    # 20 of 39 are 51.3%, 18 of 40 are 45%.
    first = '{share: {option: a, value: "51.3", base: substantive, base_n: "39"}}'
    facts = [count("a", 20), count("b", 18), count("c", 1), count("dk", 1)]
    assert court.word(f'{first}, {{share: {{b: "45"}}}}', facts, EXPERTS) == "supported"


# -- claims that say nothing, or more than is read ---------------------------------------------


def test_a_claim_is_of_no_named_persons_answer(court: Court) -> None:
    with pytest.raises(InputError):
        court.verdict("{answer: a}", [share("a", "60")])


@pytest.mark.parametrize("says", ["{share: {}}", "{majority: {}}"])
def test_a_claim_of_no_statement_is_a_fault(court: Court, says: str) -> None:
    with pytest.raises(InputError):
        court.verdict(says, [share("a", "60")])


@pytest.mark.parametrize(
    "says",
    [
        "{majority: [a, b]}",
        '{majority: {a: "60"}}',
        '{majority: {option: a, value: "60"}}',
        "{majority: {option: a, country: KR}}",
        "{share: {option: a, value: '60', other: b}}",
        "{increase: {option: a, country: KR}}",
        "{large_majority: {option: a, since: '1'}}",
    ],
)
def test_a_part_of_a_claim_that_its_predicate_does_not_take_is_a_fault(
    court: Court, says: str
) -> None:
    with pytest.raises(InputError):
        court.verdict(says, [share("a", "60")])


def test_dont_know_has_no_share_of_those_with_an_opinion(court: Court) -> None:
    with pytest.raises(InputError):
        court.verdict(
            '{share: {option: dk, value: "10", base: substantive}}', [share("a", "60")], WITH_DK
        )


@pytest.mark.parametrize("base", ["unknown", "substantive"])
def test_a_count_without_a_base_is_a_fault_of_the_file(court: Court, base: str) -> None:
    with pytest.raises(InputError):
        court.verdict('{count: {a: "11"}}', [share("a", "60")], replace(WITH_DK, base=base))
