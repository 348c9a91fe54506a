"""The word for what a sample says: majority, plurality, or that no option is known to lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from kcli.analysis.estimate import Estimation
from kcli.analysis.evidence import ItemEvidence, Place, Reading
from kcli.analysis.precision import NAMED_KINDS
from kcli.facts.polytope import Bounds, Fact
from kcli.model.predicates import Inequality, Term
from kcli.model.records import Label, number
from kcli.stats.differences import lead_p_value

__all__ = ["label_item", "sample_label"]

ONE = Fraction(1)
HALF = Fraction(1, 2)
MANY = 30  # among more options, the size of a lead that a source declares is not worked out
FEW = 8  # of more options that may lead, each is not set against every other


@dataclass(frozen=True)
class _Leader:
    """The option known to lead, its label, its lead over each rival; or who may lead."""

    option: str | None
    label: str | None
    tied: tuple[str, ...]
    leads: tuple[Bounds[Reading], ...] = ()


def sample_label(evidence: ItemEvidence, place: Place) -> str | None:
    """What is true of the respondents, as far as the facts settle it."""
    if not evidence.usable(place) or not evidence.reported(place):
        return None
    return _leader(evidence, place).label


def label_item(
    evidence: ItemEvidence,
    other_base: ItemEvidence,
    place: Place,
    estimations: Sequence[Estimation],
    confidence: float,
) -> Label:
    """The label of an item in one sample, with its lead and its test.

    ``other_base`` is the same item with don't know left out (or in).
    """
    sample = evidence.samples[place]
    first = estimations[0].record
    who: dict[str, Any] = {
        "survey": sample.survey,
        "wave": sample.wave,
        "population": sample.population,
        "country": sample.country,
        "sample": sample.id,
        "item": evidence.item,
        "base": evidence.base,
        "label_other_base": sample_label(other_base, place),
    }
    if not evidence.usable(place) or not evidence.reported(place):
        return Label(**{**who, "label_other_base": None}, flags=first.flags)
    leader = _leader(evidence, place)
    worded = sample.population not in NAMED_KINDS
    if not worded:
        who["label_other_base"] = None
    by_name = {estimation.record.option: estimation for estimation in estimations}
    chosen = by_name.get(leader.option) if leader.option else None
    record = chosen.record if chosen else None
    lead_low = min((b.low for b in leader.leads if b.low is not None), default=None)
    lead_high = min((b.high for b in leader.leads if b.high is not None), default=None)
    n_eff = chosen.n_eff if chosen else None
    p_value = None
    if n_eff is not None and lead_low is not None:
        p_value = lead_p_value(float(lead_low), n_eff)
    facts = frozenset[Reading]().union(*(b.low_facts | b.high_facts for b in leader.leads))
    named = {reading.finding.source for reading in facts} | set(record.sources if record else ())
    return Label(
        **who,
        option=leader.option,
        label=_tested(record, p_value, 1 - confidence),
        label_sample=leader.label if worded else None,
        tied=leader.tied,
        share=record.share if record else None,
        low=record.low if record else None,
        high=record.high if record else None,
        bound_low=record.bound_low if record else None,
        bound_high=record.bound_high if record else None,
        p_value=number(p_value),
        lead=number(lead_low) if lead_low == lead_high else None,
        lead_low=number(lead_low),
        lead_high=number(lead_high),
        method="least_favourable_lead" if p_value is not None else None,
        evidence=record.evidence if record else "bounded",
        assumptions=record.assumptions if record else (),
        sources=tuple(s for s in evidence.questionnaire.sources if s in named),
        flags=_flags(evidence, place),
    )


def _leader(evidence: ItemEvidence, place: Place) -> _Leader:
    """The option that is larger than every rival wherever the facts leave the shares.

    An option that always leads has the greatest lower bound and the greatest
    upper one, so only those are set against all their rivals.
    """
    asking = evidence.asking(place)
    rivals_all = evidence.samples[place].plurality_rivals == "all" and evidence.base == "all"
    names = tuple(asking.options) if rivals_all else asking.substantive
    own = {name: evidence.bounds(place, {name: ONE}) for name in names}
    leading = _said_to_lead(evidence, place, names)
    if leading is not None:
        bounds = own.get(leading) or evidence.bounds(place, {leading: ONE})
        rivals = [name for name in names if name not in _parts(evidence, place, leading)]
        leads = _leads(evidence, place, leading, rivals) if len(names) <= MANY else ()
        return _Leader(leading, _word(bounds), (), leads)
    least = max((b.low for b in own.values() if b.low is not None), default=Fraction(0))
    most = max((b.high for b in own.values() if b.high is not None), default=ONE)
    first = [name for name, b in own.items() if b.low == least and b.high == most]
    level = []
    one_answer = asking.type == "single"
    for name in first:
        if not (one_answer and _above_half(own[name])) and _is_behind(evidence, place, name, first):
            continue
        leads = _leads(evidence, place, name, names)
        if asking.options_complete == "incomplete":
            leads += _lead_over_rest(evidence, place, name) if one_answer else ()
            leads_all = len(leads) == len(names) and all(b.sign > 0 for b in leads)
        else:
            leads_all = all(b.sign > 0 for b in leads)
        if leads_all or (one_answer and _above_half(own[name])):
            return _Leader(name, _word(own[name]), (), leads)
        if leads and all(b.low is not None and b.low >= 0 for b in leads):
            level.append(name)
    if len(level) > 1:
        return _Leader(None, "no_clear_leader", tuple(level))
    may_lead = [name for name, b in own.items() if b.high is None or b.high >= least]
    if len(may_lead) <= FEW:
        may_lead = [name for name in may_lead if _may_lead(evidence, place, name, names)]
    return _Leader(None, None, tuple(may_lead))


def _is_behind(evidence: ItemEvidence, place: Place, name: str, rivals: Sequence[str]) -> bool:
    """Whether one of these may have more: the first that may ends the search."""
    gaps = (evidence.bounds(place, {name: ONE, r: -ONE}) for r in rivals if r != name)
    return any(gap.low is None or gap.low < 0 for gap in gaps)


def _leads(
    evidence: ItemEvidence, place: Place, name: str, names: Sequence[str]
) -> tuple[Bounds[Reading], ...]:
    rivals = [rival for rival in names if rival != name]
    return tuple(evidence.bounds(place, {name: ONE, rival: -ONE}) for rival in rivals)


def _may_lead(evidence: ItemEvidence, place: Place, name: str, names: Sequence[str]) -> bool:
    """Whether an option may have as much as each rival, of all at once."""
    rows = tuple(
        Inequality(((Term(name), ONE), (Term(rival), -ONE)), Fraction(0), strict=False)
        for rival in names
        if rival != name
    )
    claim = Fact(evidence.facts[0].label, rows, evidence.base, lambda _: place)
    return not evidence.polytope(place).excludes([claim])


def _lead_over_rest(evidence: ItemEvidence, place: Place, name: str) -> tuple[Bounds[Reading], ...]:
    """The lead over everything that no option names, were it one answer."""
    asking = evidence.asking(place)
    names = asking.substantive if evidence.base == "substantive" else tuple(asking.options)
    found = evidence.bounds(place, {o: ONE + ONE if o == name else ONE for o in names})
    if found.low is None or found.high is None:
        return ()
    return (replace(found, low=found.low - 1, high=found.high - 1),)


def _above_half(bounds: Bounds[Reading]) -> bool:
    low = bounds.low
    return low is not None and (low > HALF or (low == HALF and not bounds.low_reached))


def _said_to_lead(evidence: ItemEvidence, place: Place, names: Sequence[str]) -> str | None:
    """The option that a source says is ahead of all others, also of unnamed ones.

    To lead those who answered is not to lead don't know, where that is a rival;
    and among those who answered don't know cannot lead.
    """
    words = ("plurality", "at_least_plurality", "leading")
    substantive = set(evidence.asking(place).substantive)
    for finding in evidence.of(place):
        said = finding.statement
        if said.predicate not in words or said.option is None:
            continue
        counted = evidence.base == "all" or substantive.issuperset(
            _parts(evidence, place, said.option)
        )
        if counted and (said.base != "substantive" or substantive.issuperset(names)):
            return said.option
    return None


def _parts(evidence: ItemEvidence, place: Place, name: str) -> Sequence[str]:
    """The options of a net, or the option itself."""
    nets = evidence.asking(place).nets
    return nets[name].options if name in nets else (name,)


def _word(bounds: Bounds[Reading]) -> str:
    """The strongest word that holds for an option that leads."""
    if _above_half(bounds):
        return "majority"
    if bounds.high is not None and bounds.high <= HALF:
        return "plurality"
    return "at_least_plurality"


def _tested(record: Any, p_value: float | None, level: float) -> str | None:
    """The word that holds for the population by test, in the order of the words' strength."""
    if record is None or record.low is None or record.high is None:
        return None
    if record.low > 0.5:
        return "majority"
    if p_value is None or p_value >= level:
        return None
    return "plurality" if record.high <= 0.5 else "at_least_plurality"


def _flags(evidence: ItemEvidence, place: Place) -> tuple[str, ...]:
    said = {finding.statement.predicate for finding in evidence.of(place)}
    return ("equal_share",) if "equal_share" in said else ()
