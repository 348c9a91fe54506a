"""Whether published facts settle a sentence: it follows, it cannot be true, or neither.

A sentence is a conjunction of linear inequalities over the shares. It is
supported if each of them holds wherever the facts leave the shares, and
contradicted if no shares satisfy the facts and the sentence together; then a
smallest set of facts that excludes it is named.

A sentence is judged without its own finding: without findings of the same id,
or of the same words of the same source, and without what a source that is
derived from its source repeats of the same answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from kcli.analysis.estimate import ASSUMED_LIST
from kcli.analysis.evidence import ItemEvidence, Place, Reading
from kcli.errors import Where
from kcli.facts.polytope import Bounds, Fact, Polytope
from kcli.facts.whole import counts_that_fit
from kcli.model.claims import Claim
from kcli.model.evidence import Finding, Statement
from kcli.model.figures import read_percent
from kcli.model.predicates import Assumption, Inequality, Term, find_predicate
from kcli.model.questionnaire import Questionnaire
from kcli.model.records import Estimate
from kcli.model.survey import Base

__all__ = [
    "Beside",
    "Difference",
    "Judged",
    "Word",
    "bearing",
    "inequalities_of",
    "judge_published",
    "reading_of",
]

Word = Literal["supported", "sample_only", "contradicted", "not_settled", "not_testable"]
ONE = Fraction(1)
MANY = 12  # of more facts that a sentence follows from, none is tried for being spared
LEADERS = frozenset({"plurality", "at_least_plurality", "leading"})


@dataclass(frozen=True)
class Judged:
    """A verdict with its reason: the facts that decide it, or what they leave open."""

    verdict: Word
    why: str | None = None
    facts: tuple[Finding, ...] = ()
    bounds: Bounds[Reading] | None = None
    """Of the first answer that the sentence is about."""
    p_value: float | None = None
    rounding: str | None = None
    assumptions: tuple[Assumption, ...] = ()
    whole: tuple[int, ...] = ()
    """Bases of which a claimed figure is no whole number of people."""
    beside: tuple[Beside, ...] = ()
    """The shares of other countries or waves that were set beside it."""


@dataclass(frozen=True)
class Beside:
    """A share in another country or wave than that of a claim."""

    country: str | None
    """None where it is of the same country."""
    wave: str | None
    """None where it is of the same wave."""
    share: Estimate


@dataclass(frozen=True)
class Difference:
    """A share here minus a share in another sample: its size where known, its ends, its p."""

    low: float
    high: float
    p_value: float | None
    here: Estimate
    there: Estimate


def bearing(
    claim: Claim,
    statements: Sequence[Statement],
    questionnaire: Questionnaire,
    findings: Iterable[Finding],
    against: str | None = None,
) -> tuple[Finding, ...]:
    """The findings, of those of the claim's item, that may judge it."""
    echoes = _derived(questionnaire, claim.source)
    about = {name for s in statements for name in (s.option, s.other) if name}
    return tuple(
        finding
        for finding in findings
        if not _own(claim, finding)
        and not (finding.source in echoes and finding.statement.option in about)
        and against in (None, finding.source)
    )


def _own(claim: Claim, finding: Finding) -> bool:
    """Whether a finding is the claim's own sentence."""
    same_id = finding.id == claim.id or finding.id.startswith(f"{claim.id}.")
    return same_id or (finding.source == claim.source and finding.quote == claim.quote)


def _derived(questionnaire: Questionnaire, source: str) -> frozenset[str]:
    """The sources that repeat a source, directly or through others."""
    found: set[str] = set()
    grown = {source}
    while grown:
        grown = {
            name
            for name, body in questionnaire.sources.items()
            if body.derived_from in grown and name not in found
        }
        found |= grown
    return frozenset(found)


def judge_published(
    evidence: Callable[[Base], ItemEvidence],
    place: Place,
    statements: Sequence[Statement],
    where: Where,
) -> Judged:
    """The verdict on what is said of one sample, by the facts that are left to judge it.

    ``evidence`` gives these facts, read for one base.
    """
    everyone = evidence("all")
    spoken = reading_of(everyone, place, statements)
    if any(statement.predicate == "loose" for statement in statements):
        return Judged("not_testable", "loose")
    claims = [_claimed(everyone, place, statement, where) for statement in statements]
    places = frozenset[Place]().union(*(fact.touches() for fact in claims)) | {place}
    joint = everyone.together(places)
    if joint.conflict:
        clash = tuple(reading.finding for reading in joint.conflict)
        return Judged("not_settled", "facts_clash", clash, None, None, None, spoken)
    first = _first_bounds(evidence, place, statements[0])
    whole = _no_whole_number(everyone, place, statements)
    excluding = _excluding(evidence, places, claims)
    if excluding is not None:
        facts = _findings(everyone, excluding)
        leans = {*spoken, *_leaning(everyone, place, first)}
        if any(everyone.asking(at).options_complete == "assumed" for at in places):
            opened = (_opened(evidence(base)) for base in _bases_of(statements))
            if not any(_excludes(read, places, claims) for read in opened):
                leans.add(ASSUMED_LIST)
        return Judged("contradicted", None, facts, first, None, None, tuple(sorted(leans)), whole)
    if whole:
        return Judged("contradicted", "no_whole_number", (), first, None, None, spoken, whole)
    entailed = [_entailed(evidence, place, statement, where) for statement in statements]
    if all(facts is not None for facts in entailed):
        readings = frozenset[Reading]().union(*(facts or frozenset() for facts in entailed))
        facts = _findings(everyone, readings)
        leans = {*spoken, *(lean for reading in readings for lean in reading.assumptions)}
        leans |= {*_of_lists(evidence, place, statements, where), *_leaning(everyone, place, first)}
        facts = _fewest(everyone, facts, place, statements, where)
        rounding = _rounding(evidence, place, statements)
        return Judged("supported", None, facts, first, None, rounding, tuple(sorted(leans)))
    known = [*everyone.of(place)] if everyone.reported(place) else []
    why = "left_open" if known else "nothing_published"
    why = _only_of(evidence, place, statements, where) or why
    return Judged("not_settled", why, tuple(known), first, None, None, spoken)


def _only_of(
    evidence: Callable[[Base], ItemEvidence],
    place: Place,
    statements: Sequence[Statement],
    where: Where,
) -> str | None:
    """``only_of_all`` or ``only_of_substantive``, where a base that is not told decides it."""
    if all(statement.base != "unknown" for statement in statements):
        return None
    bases: tuple[Base, ...] = ("all", "substantive")
    follows = [
        base
        for base in bases
        if all(
            _entailed(evidence, place, spoken, where) is not None
            for spoken in (replace(s, base=base) if s.base == "unknown" else s for s in statements)
        )
    ]
    return f"only_of_{follows[0]}" if len(follows) == 1 else None


def _bases_of(statements: Sequence[Statement]) -> tuple[Base, ...]:
    """The bases on which facts and claims are set against each other."""
    narrow = any(statement.base == "substantive" for statement in statements)
    return ("all", "substantive") if narrow else ("all",)


def _excluding(
    evidence: Callable[[Base], ItemEvidence],
    places: Iterable[Place],
    claims: Sequence[Fact[Place, Reading]],
) -> tuple[Reading, ...] | None:
    """The fewest facts that leave no room for the claims; None where there is room.

    What relates two samples counts on its own base only, and on the substantive base
    somebody has an opinion without a fact that says so: both bases are tried.
    """
    bases = _bases_of([fact.label.finding.statement for fact in claims])
    joints = [evidence(base).together(places) for base in bases]
    found = [
        joint.conflict_with(claims)
        for joint in joints
        if not joint.conflict and joint.excludes(claims)
    ]
    return min(found, key=len, default=None)


def _excludes(
    evidence: ItemEvidence, places: Iterable[Place], claims: Sequence[Fact[Place, Reading]]
) -> bool:
    joint = evidence.together(places)
    return not joint.conflict and joint.excludes(claims)


def _leaning(
    evidence: ItemEvidence, place: Place, bounds: Bounds[Reading] | None
) -> tuple[Assumption, ...]:
    """What is assumed of the base of the shares."""
    if bounds is None:
        return ()
    found = evidence.assumptions(place, bounds)
    return tuple(lean for lean in found if lean.code.startswith("base-"))


def reading_of(
    evidence: ItemEvidence, place: Place, statements: Sequence[Statement]
) -> tuple[Assumption, ...]:
    """What the words of the sentence are read as, where a convention says so."""
    scene = evidence.scenes[place]
    found: set[Assumption] = set()
    for statement in statements:
        predicate = find_predicate(
            statement.predicate, {*scene.conventions, *scene.own_conventions}
        )
        assert predicate is not None, "claims are checked when they are read"
        found |= set(predicate.assumptions(statement, scene))
    return tuple(sorted(found))


def _claimed(
    evidence: ItemEvidence, place: Place, statement: Statement, where: Where
) -> Fact[Place, Reading]:
    """A statement of the claim as a fact among others; its label is its own."""
    finding = Finding("", "", place[0], place[1], evidence.item, statement, "", where)
    rows = inequalities_of(evidence, place, statement)
    label = Reading(finding, ())
    return Fact(label, rows, statement.base, evidence.resolver(place, where))


def inequalities_of(
    evidence: ItemEvidence, place: Place, statement: Statement
) -> tuple[Inequality, ...]:
    """What a statement of a claim says of the shares of its sample, and of others."""
    scene = evidence.scenes[place]
    words = {*scene.conventions, *scene.own_conventions}
    predicate = find_predicate(statement.predicate, words)
    assert predicate is not None, "claims are checked when they are read"
    return predicate.inequalities(statement, scene)


def _first_bounds(
    evidence: Callable[[Base], ItemEvidence], place: Place, statement: Statement
) -> Bounds[Reading] | None:
    read = evidence("substantive" if statement.base == "substantive" else "all")
    if statement.option is None or not read.usable(place):
        return None
    return read.bounds(place, {statement.option: ONE})


# -- entailment -------------------------------------------------------------------------------


def _entailed(
    evidence: Callable[[Base], ItemEvidence], place: Place, statement: Statement, where: Where
) -> frozenset[Reading] | None:
    """The facts that a statement follows from; None where it does not.

    On an unknown base it has to follow on either.
    """
    bases: tuple[Base, ...] = (statement.base,)
    if statement.base == "unknown":
        bases = ("all", "substantive")
    found = frozenset[Reading]()
    for base in bases:
        read = evidence(base)
        resolve = read.resolver(place, where)
        rows = inequalities_of(read, place, statement)
        said = _said_to_lead(read, place, statement)
        if said is not None:
            rows, found = rows[:1] if statement.predicate == "plurality" else (), found | said
        elif statement.predicate in LEADERS:
            rows = (*rows, *_above_the_unnamed(read, place, statement))
        for row in rows:
            facts = _holds(read, row, resolve)
            if facts is None:
                return None
            found |= facts
    return found


def _fewest(
    evidence: ItemEvidence,
    facts: Sequence[Finding],
    place: Place,
    statements: Sequence[Statement],
    where: Where,
) -> tuple[Finding, ...]:
    """Facts that the statements still follow from, none of which can be spared."""
    kept = list(facts)
    named = any(fact.statement.predicate == "answer" for fact in facts)
    for fact in () if named or not 1 < len(facts) <= MANY else facts:
        fewer = [other for other in kept if other is not fact]
        read = {base: _only(evidence, fewer, base) for base in ("all", "substantive")}
        follows = (_entailed(read.__getitem__, place, s, where) for s in statements)
        if fewer and all(found is not None for found in follows):
            kept = fewer
    return tuple(kept)


def _only(evidence: ItemEvidence, facts: Sequence[Finding], base: str) -> ItemEvidence:
    return ItemEvidence(
        evidence.questionnaire,
        evidence.item,
        facts,
        evidence.conventions,
        "substantive" if base == "substantive" else "all",
    )


def _holds(
    evidence: ItemEvidence, row: Inequality, resolve: Callable[[Term], Place]
) -> frozenset[Reading] | None:
    """The facts by which an inequality holds wherever they leave the shares."""
    target: dict[tuple[Place, str], Fraction] = {}
    for term, value in row.terms:
        key = (resolve(term), term.option)
        target[key] = target.get(key, Fraction(0)) + value
    joint: Polytope[Place, Reading] = evidence.together(place for place, _ in target)
    if joint.conflict:
        return None
    bounds = joint.bounds(target)
    if bounds.low is None or bounds.low < row.bound:
        return None
    if bounds.low == row.bound and row.strict and bounds.low_reached:
        return None
    return bounds.low_facts


def _said_to_lead(
    evidence: ItemEvidence, place: Place, statement: Statement
) -> frozenset[Reading] | None:
    """The fact, in words, that an answer leads all others: unnamed ones, too."""
    if statement.predicate not in LEADERS:
        return None
    rank_of_base = evidence.scenes[place].rivals == "all"
    for fact in evidence.facts_about(place):
        told = fact.label.finding.statement
        same = told.option == statement.option and (told.base == statement.base or not rank_of_base)
        if told.predicate in LEADERS and same:
            return frozenset([fact.label])
    return None


def _above_the_unnamed(
    evidence: ItemEvidence, place: Place, statement: Statement
) -> tuple[Inequality, ...]:
    """On an incomplete list a leader has to be larger than all unnamed answers together.

    That is more than is needed, and enough: any one of them is smaller.
    """
    asking = evidence.asking(place)
    if asking.options_complete != "incomplete":
        return ()
    option = statement.option or ""
    if asking.type == "multiple":  # everyone may have given an unnamed answer, too
        return (Inequality(((Term(option), ONE),), ONE, strict=True),)
    names = asking.substantive if evidence.base == "substantive" else tuple(asking.options)
    terms = ((Term(option), ONE), *((Term(name), ONE) for name in names))
    return (Inequality(terms, ONE, strict=True),)


def _of_lists(
    evidence: Callable[[Base], ItemEvidence],
    place: Place,
    statements: Sequence[Statement],
    where: Where,
) -> list[Assumption]:
    """Whether the verdict leans on an assumed list of answers, or on an assumed base."""
    found: list[Assumption] = []
    for statement in statements:
        read = evidence("substantive" if statement.base == "substantive" else "all")
        if read.asking(place).options_complete != "assumed":
            continue
        opened = _opened(read)
        if _entailed(lambda _, opened=opened: opened, place, statement, where) is None:  # type: ignore[misc]
            found.append(ASSUMED_LIST)
    return found


def _opened(evidence: ItemEvidence) -> ItemEvidence:
    """The same facts, read with every assumed list as possibly incomplete."""
    return ItemEvidence(
        evidence.questionnaire.with_open_lists(),
        evidence.item,
        evidence.findings,
        evidence.conventions,
        evidence.base,
    )


# -- figures ----------------------------------------------------------------------------------


def _rounding(
    evidence: Callable[[Base], ItemEvidence], place: Place, statements: Sequence[Statement]
) -> str | None:
    """``rounding-down``: a share that is known fits the figure only if its half was cut."""
    for statement in statements:
        if statement.predicate == "share" and statement.option and statement.value:
            bounds = _first_bounds(evidence, place, statement)
            printed = read_percent(statement.value)
            if bounds is not None and bounds.low == bounds.high == printed.high < 1:
                return "rounding-down"
    return None


def _no_whole_number(
    evidence: ItemEvidence, place: Place, statements: Sequence[Statement]
) -> tuple[int, ...]:
    """The bases of which a claimed share is no whole number of people; empty if it is of one."""
    sample, asking = evidence.samples[place], evidence.asking(place)
    plain = asking.type == "single" and asking.asked is None
    if sample.weighted != "no" or sample.n is None or not plain:
        return ()
    answered = _answered(evidence, place)
    for statement in statements:
        if statement.predicate != "share" or not statement.value:
            continue
        sizes = _sizes(statement, sample.n, answered)
        printed = read_percent(statement.value)
        if sizes and not any(counts_that_fit(printed, size).counts for size in sizes):
            others = () if statement.base_n is not None else (answered,)
            odd = (n for n in others if n is not None and not counts_that_fit(printed, n).counts)
            return tuple(sorted({*sizes, *odd}))
    return ()


def _sizes(statement: Statement, n: int, answered: int | None) -> tuple[int, ...]:
    """The bases that a figure may be a share of; empty where one of them is not known."""
    if statement.base_n is not None:
        return (statement.base_n,)
    if statement.base == "all":
        return (n,)
    if answered is None:
        return ()
    return (answered,) if statement.base == "substantive" else (answered, n)


def _answered(evidence: ItemEvidence, place: Place) -> int | None:
    """How many gave a substantive answer, where the facts say so."""
    asking, n = evidence.asking(place), evidence.samples[place].n
    if n is None or not evidence.usable(place) or asking.options_complete == "incomplete":
        return None
    bounds = evidence.bounds(place, dict.fromkeys(asking.substantive, ONE))
    if bounds.low is None or bounds.low != bounds.high:
        return None
    count = bounds.low * n
    return int(count) if count.denominator == 1 and count else None


def _findings(evidence: ItemEvidence, readings: Iterable[Reading]) -> tuple[Finding, ...]:
    """The findings of readings, each once, in the order of their files.

    The answers of named people are one count: where one decides, all do.
    """
    found: dict[str, Finding] = {}
    for reading in readings:
        finding = reading.finding
        if finding.statement.predicate == "answer":
            told = evidence.of((finding.wave, finding.sample))
            found |= {f.id: f for f in told if f.statement.predicate == "answer"}
        else:
            found[finding.id] = finding
    return tuple(sorted(found.values(), key=lambda finding: finding.where))
