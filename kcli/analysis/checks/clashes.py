"""Facts that cannot all be true: pairs of figures, then the smallest sets that exclude each other.

As many are told as facts have to be given up before the rest can be true:
after each set one of its facts is left out, and the rest is looked at again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from kcli.analysis.checks.flaw import Flaw, flaw
from kcli.analysis.checks.published import Figure, ItemFact, Published
from kcli.analysis.evidence import ItemEvidence, Place, Reading
from kcli.facts.polytope import Polytope
from kcli.model.evidence import Finding
from kcli.model.questionnaire import Questionnaire
from kcli.model.survey import Base

__all__ = ["check_clashes", "check_pairs", "clash_code", "origin_of"]

LARGE = 8

_HINTS = {
    "facts-clash": "compare them with the source",
    "reprint-differs": "a reprint proves nothing against its original",
    "sources-contradict": "leave out what is a misprint, or keep it as loose with a note",
}


def check_pairs(published: Published) -> Iterator[Flaw]:
    """Two figures for one answer on one base, of which no share is printed as both."""
    kept: dict[tuple[str, str], list[Figure]] = {}
    sources = published.evidence.questionnaire.sources
    # An original before what derives from it, so that the reprint is the one that differs.
    in_order = sorted(published.figures, key=lambda f: bool(_parent(sources, f.finding.source)))
    for figure in in_order:
        base = figure.finding.statement.base
        if base == "unknown" and not published.everyone_answers:
            continue  # the two may be on different bases
        others = kept.setdefault((figure.option, base), [])
        other = next((o for o in others if o.high < figure.low or figure.high < o.low), None)
        if other is None:
            others.append(figure)
        else:
            yield _flaw([published], [figure.finding, other.finding])


def check_clashes(
    evidence: ItemEvidence, published: Mapping[Place, Published], plain: Sequence[Flaw]
) -> Iterator[Flaw]:
    """The sets that exclude each other beyond what is plain already.

    Of each plain flaw the finding most in doubt is left out, so that one
    misprint is not told again in other words; but where it excludes another
    fact all by itself, that is told.
    """
    told = [found.ids for found in plain]
    doubted = _doubted(plain)
    sets = [found for one in published.values() for found in _alone(evidence, one, doubted)]
    sets += _together(_without(evidence, doubted), published, doubted)
    for findings in sets:
        if not any({finding.id for finding in findings} <= others for others in told):
            yield _flaw(list(published.values()), findings)


def _doubted(plain: Iterable[Flaw]) -> frozenset[str]:
    """Of each flaw the finding most in doubt.

    Of a sum any answer may be wrong: one that is in doubt already will do.
    """
    doubted: set[str] = set()
    for found in sorted(plain, key=lambda found: found.fault.code == "sum-not-100"):
        if found.fault.code != "sum-not-100" or not found.ids & doubted:
            doubted.add(found.findings[0].id)
    return frozenset(doubted)


def _together(
    evidence: ItemEvidence, published: Mapping[Place, Published], doubted: Collection[str]
) -> Iterator[list[Finding]]:
    """The sets among findings that nothing is known against."""
    groups: dict[int, Place] = {}
    for place, one in published.items():
        left = [fact for fact in one.facts if fact.label.finding.id not in doubted]
        if one.joined or not _fits_plainly(one, left):
            groups.setdefault(id(evidence.polytope(place)), place)
    for place in groups.values():
        yield from _sets(evidence, place)


def _alone(
    evidence: ItemEvidence, one: Published, doubted: Collection[str]
) -> Iterator[list[Finding]]:
    """Each doubted finding with each other fact of its sample that it excludes by itself."""
    wrong = [fact for fact in one.facts if fact.label.finding.id in doubted]
    sound = [fact for fact in one.facts if fact.label.finding.id not in doubted]
    for fact in wrong:
        for other in sound:
            both = [fact, other]
            if _fits_plainly(one, both):
                continue
            if Polytope({one.place: one.asking}, both, evidence.base).conflict:
                yield [fact.label.finding, other.label.finding]


def _without(evidence: ItemEvidence, ids: Collection[str]) -> ItemEvidence:
    if not ids:
        return evidence
    kept = [finding for finding in evidence.findings if finding.id not in ids]
    questionnaire, conventions = evidence.questionnaire, evidence.conventions
    return ItemEvidence(questionnaire, evidence.item, kept, conventions, evidence.base)


def origin_of(questionnaire: Questionnaire, source: str) -> str:
    """The source that a source repeats, at the end of the chain; itself where it repeats none."""
    parent = _parent(questionnaire.sources, source)
    return source if parent is None else origin_of(questionnaire, parent)


def _parent(sources: Mapping[str, object], source: str) -> str | None:
    return getattr(sources.get(source), "derived_from", None)


def _flaw(published: Sequence[Published], findings: Sequence[Finding]) -> Flaw:
    """The fault of a set, at the last of its findings."""
    by_place = {one.place: one for one in published}
    questionnaire = published[0].evidence.questionnaire
    in_order = sorted(findings, key=lambda finding: finding.where)
    places = list(dict.fromkeys((finding.wave, finding.sample) for finding in in_order))
    code = clash_code(questionnaire, findings)
    told = "; ".join(
        f"{by_place[place].name}: "
        + by_place[place].told(f for f in in_order if (f.wave, f.sample) == place)
        for place in places
    )
    verb = "cannot be true" if len(findings) == 1 else "cannot all be true"
    if len(findings) == 2:
        verb = "cannot both be true"
    return flaw(code, f"{told} {verb}", in_order[-1].where, findings, _HINTS[code])


def clash_code(questionnaire: Questionnaire, findings: Iterable[Finding]) -> str:
    """The code of facts that cannot all be true, by who states them."""
    sources = {finding.source for finding in findings}
    if len(sources) == 1:
        return "facts-clash"
    if len({origin_of(questionnaire, source) for source in sources}) == 1:
        return "reprint-differs"
    return "sources-contradict"


def _fits_plainly(one: Published, facts: Iterable[ItemFact]) -> bool:
    """Whether the facts are ranges of single answers of everyone, and some shares lie in all.

    False only says that it takes more to know.
    """
    if one.asking.type != "single":
        return False
    ends = dict.fromkeys(one.asking.options, (Fraction(0), Fraction(1)))
    for fact in facts:
        if fact.base != "all" and not one.everyone_answers:
            return False
        for row in fact.inequalities:
            ((term, factor), *more) = row.terms
            if more or row.strict or term.option not in ends:
                return False
            low, high = ends[term.option]
            bound = row.bound / factor
            ends[term.option] = (max(low, bound), high) if factor > 0 else (low, min(high, bound))
    full = all(low <= high for low, high in ends.values())
    complete = one.asking.options_complete != "incomplete"
    most = sum(high for _, high in ends.values())
    return full and sum(low for low, _ in ends.values()) <= 1 and (most >= 1 or not complete)


def _sets(evidence: ItemEvidence, place: Place) -> Iterator[list[Finding]]:
    """Smallest sets that exclude each other, on the base of everyone; then on the other one."""
    bases: list[Base] = ["all"]
    if evidence.polytope(place).set_aside:
        bases.append("substantive")
    seen: set[frozenset[str]] = set()
    for base in bases:
        read = evidence if base == evidence.base else _on(evidence, base)
        if read.polytope(place).empty_base:
            continue
        for labels in _conflicts(read, place):
            found = {label.finding.id: label.finding for label in labels}
            if frozenset(found) not in seen:
                seen.add(frozenset(found))
                yield list(found.values())


def _on(evidence: ItemEvidence, base: Base) -> ItemEvidence:
    questionnaire, conventions = evidence.questionnaire, evidence.conventions
    return ItemEvidence(questionnaire, evidence.item, evidence.findings, conventions, base)


def _conflicts(evidence: ItemEvidence, place: Place) -> Iterator[tuple[Reading, ...]]:
    polytope = evidence.polytope(place)
    joined = {p for p in evidence.samples if evidence.polytope(p) is polytope}
    askings = {member: evidence.asking(member) for member in sorted(joined)}
    facts = [fact for fact in evidence.facts if fact.touches() & joined]

    def conflict(rest: Sequence[ItemFact]) -> tuple[Reading, ...]:
        return Polytope(askings, rest, evidence.base).conflict

    found = polytope.conflict
    while found:
        labels = tuple(dict.fromkeys(found))
        yield labels
        found, facts = _without_one(labels, facts, conflict)


def _without_one(
    labels: Sequence[Reading],
    facts: Sequence[ItemFact],
    conflict: Callable[[Sequence[ItemFact]], tuple[Reading, ...]],
) -> tuple[tuple[Reading, ...], list[ItemFact]]:
    """What clashes without one of these: the one whose absence settles all, or else the last.

    Of a large set none is sought; it would take long, and mean little.
    """
    left: tuple[tuple[Reading, ...], list[ItemFact]] = ((), [])
    for label in labels if len(labels) <= LARGE else labels[-1:]:
        rest = [fact for fact in facts if fact.label != label]
        left = conflict(rest), rest
        if not left[0]:
            break
    return left
