"""Whether respondents bear a sentence out: of themselves, and by test of their population.

A figure (a share, a count) speaks of the respondents and is looked up, with
its rounding. A word (majority, more than) speaks of the population: it is
supported where every inequality in it passes its test (intersection-union),
contradicted where one is significantly false, and true of the sample only
where it holds there and does not pass. The tests of majority and plurality
are those of ``kcli label``, so that the two never disagree. A panel that is
counted is all there is of it, and is looked up.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from kcli.analysis.estimate import Estimation
from kcli.analysis.evidence import ItemEvidence, Place
from kcli.analysis.precision import Method, is_counted
from kcli.analysis.respondents import TOLERANCE, Respondents
from kcli.analysis.verify import Difference, Judged, reading_of
from kcli.model.evidence import Statement
from kcli.model.figures import read_percent
from kcli.model.predicates import Inequality, Term, find_predicate
from kcli.model.records import Label
from kcli.stats.student import t_p_value

__all__ = ["judge_measured"]

Finding = Literal["passes", "holds", "fails", "false"]
FIGURES = frozenset({"share", "count", "answer"})
ENTAILED_BY = {
    "majority": frozenset({"majority"}),
    "plurality": frozenset({"plurality"}),
    "at_least_plurality": frozenset({"majority", "plurality", "at_least_plurality"}),
    "leading": frozenset({"majority", "plurality", "at_least_plurality"}),
}


@dataclass(frozen=True)
class _Test:
    finding: Finding
    p_value: float | None = None


def judge_measured(
    respondents: Respondents,
    evidence: ItemEvidence,
    place: Place,
    statements: Sequence[Statement],
    estimations: Sequence[Estimation],
    label: Label,
    method: Method,
    elsewhere: Callable[[Term], Difference | None],
) -> Judged:
    """The verdict on what is said of one sample of respondents.

    Parameters
    ----------
    estimations, label : of the sample, on the base that is asked about
    elsewhere : the difference of an answer's share to that in another country
        or wave; None where the other side has none
    """
    if any(statement.predicate == "loose" for statement in statements):
        return Judged("not_testable", "loose")
    by_name = {found.record.option: found for found in estimations}
    tests: list[_Test] = []
    for statement in statements:
        found = _judged(respondents, evidence, place, statement, label, method, elsewhere)
        if found is None:
            return Judged("not_testable", "other_side")
        tests += found
    first = by_name.get(statements[0].option or "")
    known = [test.p_value for test in tests if test.p_value is not None]
    return Judged(
        *_verdict(tests),
        bounds=first.bounds if first else None,
        p_value=max(known, default=None),
        rounding=_rounding(statements, by_name),
        assumptions=reading_of(evidence, place, statements),
    )


def _verdict(
    tests: Sequence[_Test],
) -> tuple[Literal["supported", "sample_only", "contradicted", "not_settled"], str | None]:
    found = {test.finding for test in tests}
    if "false" in found:
        return "contradicted", None
    if "fails" in found:
        return "not_settled", "within_sampling_error"
    return ("sample_only" if "holds" in found else "supported"), None


def _judged(
    respondents: Respondents,
    evidence: ItemEvidence,
    place: Place,
    statement: Statement,
    label: Label,
    method: Method,
    elsewhere: Callable[[Term], Difference | None],
) -> list[_Test] | None:
    """A test an inequality; of a word that labels use, the label's own."""
    scene = evidence.scenes[place]
    words = {*scene.conventions, *scene.own_conventions}
    predicate = find_predicate(statement.predicate, words)
    assert predicate is not None, "claims are checked when they are read"
    looked_up = statement.predicate in FIGURES or is_counted(evidence.samples[place])
    tests = []
    for row in predicate.inequalities(statement, scene):
        if any(term.country or term.wave for term, _ in row.terms):
            found = _between(row, elsewhere, method.confidence)
        elif looked_up:
            value = respondents.value(place, row, statement.base)
            found = _Test("passes" if _true(row, value) else "false")
        elif len(row.terms) == 1:
            found = _of_one(row, respondents, place, statement, method)
        else:
            found = _within(row, respondents, place, statement, method.confidence)
        if found is None:
            return None
        tests.append(found)
    wanted = ENTAILED_BY.get(statement.predicate)
    same_base = statement.base in (label.base, "unknown")
    untrue = any(test.finding in ("fails", "false") for test in tests)
    if wanted is None or looked_up or untrue or not same_base:
        return tests
    # It is true of the sample: whether it is of the population is what the label says.
    passes = label.option == statement.option and label.label in wanted
    p_value = label.p_value if statement.predicate != "majority" else None
    return [_Test("passes" if passes else "holds", p_value)]


def _true(row: Inequality, value: float) -> bool:
    bound = float(row.bound)
    return value > bound + TOLERANCE if row.strict else value >= bound - TOLERANCE


def _of_one(
    row: Inequality,
    respondents: Respondents,
    place: Place,
    statement: Statement,
    method: Method,
) -> _Test | None:
    """One share against a number, by the limits of its interval."""
    ((term, sign),) = row.terms
    value = respondents.value(place, row, statement.base)
    limits = respondents.limits(place, term.option, statement.base, method)
    if math.isnan(value):
        return None
    holds = _true(row, value)
    if limits is None:
        return _Test("holds" if holds else "fails")
    least, most = sorted(float(sign) * limit for limit in limits)
    bound = float(row.bound)
    if holds:
        passes = least > bound or (not row.strict and least == bound)
        return _Test("passes" if passes else "holds")
    return _Test("false" if most < bound or (row.strict and most == bound) else "fails")


def _within(
    row: Inequality,
    respondents: Respondents,
    place: Place,
    statement: Statement,
    confidence: float,
) -> _Test | None:
    """Two shares of one sample, by t with the variance of their combination."""
    value, se, dof = respondents.combination(place, row, statement.base)
    if math.isnan(value):
        return None
    holds = _true(row, value)
    if dof <= 0 or se <= 0:
        return _Test("holds" if holds else "fails")
    p_value = t_p_value((value - float(row.bound)) / se, dof)
    clear = p_value < 1 - confidence
    if holds:
        return _Test("passes" if clear else "holds", p_value)
    return _Test("false" if clear else "fails", p_value)


def _between(
    row: Inequality, elsewhere: Callable[[Term], Difference | None], confidence: float
) -> _Test | None:
    """A share here against one in another country or wave."""
    (first, sign), (second, _) = row.terms
    here_first = first.country is None and first.wave is None
    other = second if here_first else first
    found = elsewhere(other)
    if found is None:
        return None
    upward = (sign > 0) == here_first
    low, high = (found.low, found.high) if upward else (-found.high, -found.low)
    clear = found.p_value is not None and found.p_value < 1 - confidence
    if low > TOLERANCE:
        return _Test("passes" if clear else "holds", found.p_value)
    if high <= TOLERANCE:
        return _Test("false" if clear else "fails", found.p_value)
    return _Test("fails", found.p_value)


def _rounding(statements: Sequence[Statement], by_name: dict[str, Estimation]) -> str | None:
    for statement in statements:
        if statement.predicate == "share" and statement.value:
            found = by_name.get(statement.option or "")
            printed = read_percent(statement.value)
            share = found.record.share if found else None
            cut = share is not None and abs(share - float(printed.high)) <= TOLERANCE
            if cut and printed.high < 1:
                return "rounding-down"
    return None
