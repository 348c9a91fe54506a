"""Whether respondents bear a sentence out: of themselves, and by test of their population.

A figure (a share, a count) speaks of the respondents and is looked up, with
its rounding. A word (majority, more than) speaks of the population: it is
supported where every inequality in it passes its test (intersection-union),
contradicted where one is significantly false, and true of the sample only
where it holds there and does not pass. The tests of majority and plurality
are those of ``kcli label``, so that the two never disagree. A panel that is
counted is all there is of it, and is looked up.

A sentence that sets a printed share beside one of respondents, in another
country or wave, is tested in the same way.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kcli.analysis.estimate import Estimation
from kcli.analysis.evidence import ItemEvidence, Place
from kcli.analysis.measured_label import lead_p
from kcli.analysis.precision import Method, is_counted
from kcli.analysis.respondents import TOLERANCE, Respondents
from kcli.analysis.verify import LEADERS, Difference, Judged, inequalities_of, reading_of
from kcli.model.evidence import Statement
from kcli.model.figures import read_count, read_percent
from kcli.model.predicates import Inequality, Term, find_predicate
from kcli.model.records import Label
from kcli.model.survey import Base
from kcli.stats.differences import holm
from kcli.stats.student import t_p_value

__all__ = ["Subject", "judge_across", "judge_measured"]

Finding = Literal["passes", "holds", "fails", "open", "false"]
FIGURES = frozenset({"share", "count", "answer"})
ENTAILED_BY = {
    "majority": frozenset({"majority"}),
    "plurality": frozenset({"plurality"}),
    "at_least_plurality": frozenset({"majority", "plurality", "at_least_plurality"}),
    "leading": frozenset({"majority", "plurality", "at_least_plurality"}),
}
Elsewhere = Callable[[Term, Term, Base], Difference | None]


@dataclass(frozen=True)
class _Test:
    finding: Finding
    p_value: float | None = None
    untested: bool = False
    """Whether nothing tells what holds of the respondents from sampling error."""


@dataclass(frozen=True)
class Subject:
    """One sample of respondents, and what a sentence about it is read against.

    ``labels`` are those of the sample on either base; ``elsewhere`` gives the
    difference of an answer here to one in another country or wave.
    """

    respondents: Respondents
    evidence: ItemEvidence
    place: Place
    labels: Mapping[Base, Label]
    method: Method
    elsewhere: Elsewhere

    @property
    def counted(self) -> bool:
        """Whether the sample is all there is of it."""
        return is_counted(self.evidence.samples[self.place])

    @property
    def level(self) -> float:
        """Below which p is a test passed."""
        return 1 - self.method.confidence


def judge_measured(
    subject: Subject, statements: Sequence[Statement], estimations: Sequence[Estimation]
) -> Judged:
    """The verdict on what is said of one sample of respondents.

    ``estimations`` are of the sample, on the base of the first statement.
    """
    if any(statement.predicate == "loose" for statement in statements):
        return Judged("not_testable", "loose")
    tests: list[_Test] = []
    for statement in statements:
        found = _judged(subject, statement)
        if isinstance(found, str):
            return Judged("not_testable", found)
        tests += found
    by_name = {found.record.option: found for found in estimations}
    first = by_name.get(statements[0].option or "")
    verdict, why = _verdict(tests)
    return Judged(
        verdict,
        why,
        bounds=first.bounds if first else None,
        p_value=_p_value(verdict, tests),
        rounding=_rounding(statements, by_name),
        assumptions=reading_of(subject.evidence, subject.place, statements),
    )


def _verdict(
    tests: Sequence[_Test],
) -> tuple[Literal["supported", "sample_only", "contradicted", "not_settled"], str | None]:
    found = {test.finding for test in tests}
    if "false" in found:
        return "contradicted", None
    if "open" in found:
        return "not_settled", "left_open"
    untested = {test.finding for test in tests if test.untested}
    if "fails" in found:
        return "not_settled", "untested" if "fails" in untested else "within_sampling_error"
    if "holds" in found:
        return "sample_only", "untested" if "holds" in untested else None
    return "supported", None


def _p_value(verdict: str, tests: Sequence[_Test]) -> float | None:
    """Of a contradiction that of what is false; else the largest of what has to pass."""
    wanted = [t for t in tests if t.finding == "false"] if verdict == "contradicted" else tests
    known = [test.p_value for test in wanted if test.p_value is not None]
    return min(known, default=None) if verdict == "contradicted" else max(known, default=None)


def _judged(subject: Subject, statement: Statement) -> list[_Test] | str:
    """A test an inequality; or why there is none. On an unknown base, what holds on both."""
    if statement.base != "unknown":
        return _on(subject, statement)
    both = [_on(subject, replace(statement, base=base)) for base in ("all", "substantive")]
    first, second = both
    if isinstance(first, str) or isinstance(second, str):
        return first if isinstance(first, str) else second
    return [_either(_joined(first), _joined(second))]


def _joined(tests: Sequence[_Test]) -> _Test:
    """The conjunction of several tests, as one."""
    verdict, why = _verdict(tests)
    findings: dict[str, Finding] = {
        "contradicted": "false",
        "supported": "passes",
        "sample_only": "holds",
        "not_settled": "open" if why == "left_open" else "fails",
    }
    return _Test(findings[verdict], _p_value(verdict, tests), untested=why == "untested")


def _either(first: _Test, second: _Test) -> _Test:
    """What is known where either of two bases may be meant."""
    if first.finding == second.finding:
        return first
    if {first.finding, second.finding} == {"passes", "holds"}:
        return first if first.finding == "holds" else second
    return _Test("open")


def _on(subject: Subject, statement: Statement) -> list[_Test] | str:
    """The tests of a statement on one base."""
    evidence, place = subject.evidence, subject.place
    n = subject.respondents.sized(place).n
    scene = replace(evidence.scenes[place], n=n)
    words = {*scene.conventions, *scene.own_conventions}
    predicate = find_predicate(statement.predicate, words)
    assert predicate is not None, "claims are checked when they are read"
    if statement.predicate == "count":
        return _counts(subject, statement)
    looked_up = statement.predicate in FIGURES or subject.counted
    tests: list[_Test] = []
    for row in predicate.inequalities(statement, scene):
        found: _Test | None
        if any(term.country or term.wave for term, _ in row.terms):
            found = _between(subject.elsewhere, row, statement.base, subject.level, subject.counted)
            if found is None:
                return "other_side"
        elif looked_up:
            value = subject.respondents.value(place, row, statement.base)
            found = None if math.isnan(value) else _Test("passes" if _true(row, value) else "false")
        elif len(row.terms) == 1:
            found = _of_one(subject, row, statement.base)
        else:
            found = _within(subject, row, statement.base)
        if found is None:
            return "empty_base"
        tests.append(found)
    if statement.predicate in LEADERS:
        tests = _adjusted(tests, 1 - subject.method.confidence)
    return _as_labelled(subject, statement, tests, looked_up=looked_up)


def _as_labelled(
    subject: Subject, statement: Statement, tests: list[_Test], *, looked_up: bool
) -> list[_Test]:
    """Of a word that labels use, about the answer that leads: what the label says."""
    wanted = ENTAILED_BY.get(statement.predicate)
    untrue = any(test.finding in ("fails", "false") for test in tests)
    label = subject.labels.get(statement.base)
    if wanted is None or looked_up or untrue or label is None or label.option != statement.option:
        return tests
    passes = label.label in wanted
    p_value = label.p_value if statement.predicate != "majority" else None
    return [_Test("passes" if passes else "holds", p_value, untested=label.label is None)]


def _adjusted(tests: Sequence[_Test], level: float) -> list[_Test]:
    """An answer is behind where one of its rivals is ahead: p adjusted for their number (Holm)."""
    behind = ("false", "fails")
    family = [
        None if test.p_value is None else test.p_value if test.finding in behind else 1.0
        for test in tests
    ]
    adjusted = holm(family)
    return [
        _Test("fails", test.p_value)
        if test.finding == "false" and p is not None and p >= level
        else test
        for test, p in zip(tests, adjusted, strict=True)
    ]


def _counts(subject: Subject, statement: Statement) -> list[_Test] | str:
    """A number of respondents, unweighted."""
    measured = subject.respondents.on(subject.place, statement.base)
    found = measured.count({statement.option or "": 1.0})
    size = measured.ratios([{statement.option or "": 1.0}]).n_base
    if not size:
        return "empty_base"
    total = statement.base_n if statement.base_n is not None else size
    right = found == read_count(statement.value or "") and total == size
    return [_Test("passes" if right else "false")]


def _true(row: Inequality, value: float) -> bool:
    bound = float(row.bound)
    return value > bound + TOLERANCE if row.strict else value >= bound - TOLERANCE


def _of_one(subject: Subject, row: Inequality, base: Base) -> _Test | None:
    """One share against a number, by the limits of its interval."""
    ((term, sign),) = row.terms
    value = subject.respondents.value(subject.place, row, base)
    if math.isnan(value):
        return None
    limits = subject.respondents.limits(subject.place, term.option, base, subject.method)
    holds = _true(row, value)
    if limits is None:
        return _Test("holds" if holds else "fails", untested=True)
    least, most = sorted(float(sign) * limit for limit in limits)
    bound = float(row.bound)
    if holds:
        passes = least > bound or (not row.strict and least == bound)
        return _Test("passes" if passes else "holds")
    return _Test("false" if most < bound or (row.strict and most == bound) else "fails")


def _within(subject: Subject, row: Inequality, base: Base) -> _Test | None:
    """Two shares of one sample: a lead as labels test it, another combination by t."""
    value, se, dof = subject.respondents.combination(subject.place, row, base)
    if math.isnan(value):
        return None
    holds, level = _true(row, value), 1 - subject.method.confidence
    signs = {term.option: factor for term, factor in row.terms}
    if row.bound == 0 and sorted(signs.values()) == [-1, 1]:
        ahead = next(name for name, factor in signs.items() if factor == 1)
        behind = next(name for name, factor in signs.items() if factor == -1)
        p_value = lead_p(subject.respondents.on(subject.place, base), ahead, behind)
    elif dof > 0 and se > 0:
        p_value = t_p_value((value - float(row.bound)) / se, dof)
    else:
        p_value = None
    clear, untested = p_value is not None and p_value < level, p_value is None
    if holds:
        return _Test("passes" if clear else "holds", p_value, untested)
    return _Test("false" if clear else "fails", p_value, untested)


def _between(
    elsewhere: Elsewhere, row: Inequality, base: Base, level: float, counted: bool
) -> _Test | None:
    """A share here against one in another country or wave."""
    (first, sign), (second, _) = row.terms
    here_first = first.country is None and first.wave is None
    here, there = (first, second) if here_first else (second, first)
    found = elsewhere(here, there, base)
    if found is None:
        return None
    upward = (sign > 0) == here_first
    low, high = (found.low, found.high) if upward else (-found.high, -found.low)
    clear, untested = found.p_value is not None and found.p_value < level, found.p_value is None
    known = clear or counted
    if low > TOLERANCE:
        return _Test("passes" if known else "holds", found.p_value, untested and not counted)
    if high <= TOLERANCE:
        return _Test("false" if known else "fails", found.p_value, untested and not counted)
    return _Test("open", found.p_value)


def judge_across(
    evidence: ItemEvidence,
    place: Place,
    statements: Sequence[Statement],
    elsewhere: Elsewhere,
    method: Method,
) -> Judged | None:
    """The verdict on printed shares that are set beside respondents of other countries or waves.

    None where a statement speaks of this sample alone, and where nothing is known of a share.
    """
    level, counted = 1 - method.confidence, is_counted(evidence.samples[place])
    tests: list[_Test] = []
    for statement in statements:
        unknown = statement.base == "unknown"
        bases: tuple[Base, ...] = ("all", "substantive") if unknown else (statement.base,)
        joined: list[_Test] = []
        for base in bases:
            rows = inequalities_of(evidence, place, replace(statement, base=base))
            if not all(any(t.country or t.wave for t, _ in row.terms) for row in rows):
                return None
            found = [_between(elsewhere, row, base, level, counted) for row in rows]
            known = [test for test in found if test is not None]
            if len(known) < len(found):
                return None
            joined.append(_joined(known))
        tests.append(_either(*joined) if unknown else joined[0])
    verdict, why = _verdict(tests)
    spoken_of = reading_of(evidence, place, statements)
    return Judged(verdict, why, p_value=_p_value(verdict, tests), assumptions=spoken_of)


def _rounding(statements: Sequence[Statement], by_name: Mapping[str, Estimation]) -> str | None:
    for statement in statements:
        if statement.predicate == "share" and statement.value:
            found = by_name.get(statement.option or "")
            printed = read_percent(statement.value)
            share = found.record.share if found else None
            cut = share is not None and abs(share - float(printed.high)) <= TOLERANCE
            if cut and printed.high < 1:
                return "rounding-down"
    return None
