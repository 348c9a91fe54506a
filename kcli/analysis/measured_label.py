"""Labels from respondents: a word for the population is the finding of a test, not of a sort."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kcli.analysis.estimate import Estimation
from kcli.analysis.measured import MeasuredSample
from kcli.analysis.precision import is_counted
from kcli.model.records import Label, number
from kcli.stats.design import Ratios
from kcli.stats.differences import exact_lead_p_value, holm
from kcli.stats.student import t_p_value

__all__ = ["label_measured", "lead_p", "measured_sample_label"]

SMALL = 50  # at most so many answers to the two leading options: their lead is tested exactly


@dataclass(frozen=True)
class _Lead:
    """The lead of the first option over another: its size, its standard error, its p."""

    rival: str
    lead: float
    se: float
    p_value: float | None
    method: str | None


def measured_sample_label(measured: MeasuredSample) -> str | None:
    """What is true of these respondents; None where nobody is in the base."""
    order, shares = measured.ranked
    if not order:
        return None
    first = shares[order[0]]
    if len(order) > 1 and shares[order[1]] == first:
        return "no_clear_leader"
    return "majority" if first > 0.5 else "plurality"


def label_measured(
    measured: MeasuredSample,
    other_base: MeasuredSample,
    estimations: Sequence[Estimation],
    confidence: float,
) -> Label:
    """The label of an item in one sample of respondents.

    Majority where the lower limit is above one half; plurality where the lead
    passes its test and the upper limit is not above one half; at least a
    plurality where the lead passes; otherwise no clear leader, with the tied
    set: the leader, the second, and every option not rejected against the
    leader (Holm).
    """
    sample = measured.sample
    order, shares = measured.ranked
    who: dict[str, Any] = {
        "survey": sample.survey,
        "wave": sample.wave,
        "population": sample.population,
        "country": sample.country,
        "sample": sample.id,
        "item": measured.asking.item,
        "base": measured.base,
        "label_other_base": measured_sample_label(other_base),
        "evidence": "measured",
    }
    if not order:
        return Label(**who, flags=("empty_base",))
    leader = order[0]
    record = next(e.record for e in estimations if e.record.option == leader)
    leads = _leads(measured, leader, order[1:])
    second = next(leads, None)
    level = 1 - confidence
    label, tied = _tested(record, second, leads, level, testable=not is_counted(sample))
    in_sample = measured_sample_label(measured)
    level_top = tuple(name for name in order if shares[name] == shares[leader])
    return Label(
        **who,
        option=None if in_sample == "no_clear_leader" else leader,
        label=label,
        label_sample=in_sample,
        tied=tied or (level_top if len(level_top) > 1 else ()),
        share=record.share,
        low=record.low,
        high=record.high,
        bound_low=record.bound_low,
        bound_high=record.bound_high,
        p_value=number(second.p_value) if second and second.p_value is not None else None,
        lead=number(second.lead) if second else None,
        lead_low=number(second.lead) if second else None,
        lead_high=number(second.lead) if second else None,
        method=second.method if second else None,
    )


def _leads(measured: MeasuredSample, leader: str, rivals: Sequence[str]) -> Iterator[_Lead]:
    """The lead of one answer over each of several, each tested once it is asked for."""
    found = measured.ratios(measured.targets.shares)
    for rival in rivals:
        yield _lead(measured, found, leader, rival)


def _lead(measured: MeasuredSample, found: Ratios, leader: str, rival: str) -> _Lead:
    lead, se = measured.difference(leader, rival)
    first, second = measured.counts[leader], measured.counts[rival]
    if _countable(measured, found, first + second):
        return _Lead(rival, lead, se, exact_lead_p_value(first, second), "exact_binomial")
    if found.dof <= 0:
        return _Lead(rival, lead, se, None, None)
    if se <= 0:  # nothing varies: counts may still be tested, a design may not
        if _simple(measured, found):
            return _Lead(rival, lead, se, exact_lead_p_value(first, second), "exact_binomial")
        return _Lead(rival, lead, se, 1.0 if lead == 0 else None, None)
    return _Lead(rival, lead, se, t_p_value(lead / se, found.dof), "t")


def lead_p(measured: MeasuredSample, first: str, second: str) -> float | None:
    """Two-sided p of no lead of one answer over another; None where nothing tests it."""
    if is_counted(measured.sample):
        return None
    return next(_leads(measured, first, [second])).p_value


def _countable(measured: MeasuredSample, found: Ratios, answers: int) -> bool:
    """Whether a lead is tested by its counts: few of them, unweighted, of a simple sample."""
    return _simple(measured, found) and answers <= SMALL


def _simple(measured: MeasuredSample, found: Ratios) -> bool:
    """Whether the sample is a simple one: unweighted, one answer each, no strata or clusters."""
    cells = measured.cells
    simple = not cells.clustered and len(cells.strata) == 1 and cells.replicates is None
    unweighted = math.isclose(found.kish_n, found.n_base)
    return simple and unweighted and measured.asking.type == "single"


def _tested(
    record: Any, second: _Lead | None, others: Iterable[_Lead], level: float, *, testable: bool
) -> tuple[str | None, tuple[str, ...]]:
    """The label for the population, and the tied set where there is no clear leader."""
    if not testable or record.low is None or record.high is None:
        return None, ()
    if record.low > 0.5:
        return "majority", ()
    p_second = second.p_value if second else 0.0
    if p_second is None:
        return None, ()
    if second is None or p_second < level:
        return ("plurality" if record.high <= 0.5 else "at_least_plurality"), ()
    leads = [second, *others]
    adjusted = holm([lead.p_value for lead in leads])
    tied = [record.option, second.rival]
    tied += [
        lead.rival
        for lead, p in zip(leads[1:], adjusted[1:], strict=True)
        if p is None or p >= level
    ]
    return "no_clear_leader", tuple(tied)
