"""The shares of one item in one sample, as records."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kcli.analysis.evidence import ItemEvidence, Place, Reading
from kcli.analysis.precision import Method, precision_of
from kcli.facts.polytope import Bounds
from kcli.model.evidence import Finding
from kcli.model.figures import read_percent
from kcli.model.predicates import Assumption
from kcli.model.records import Estimate, number

__all__ = [
    "ASSUMED_LIST",
    "SILENCE",
    "Estimation",
    "estimate_item",
    "estimate_share",
    "open_score",
    "score_item",
    "silences",
]

SILENCE = ("not_reported", "no_share", "contradictory", "empty_base", "suppressed")
"""The flags that say why an estimate has no number."""

ASSUMED_LIST = Assumption(
    "options-assumed", "The list of answers is assumed: no source prints all of them."
)


@dataclass(frozen=True)
class Estimation:
    """An estimate with what never reaches the record: exact bounds, and the texts behind codes."""

    record: Estimate
    bounds: Bounds[Reading] | None
    n_eff: float | None
    printed: str | None
    assumptions: tuple[Assumption, ...] = ()


def estimate_item(
    evidence: ItemEvidence, place: Place, method: Method, language: str = "en"
) -> tuple[Estimation, ...]:
    """Every option of the base, then every net that holds any of them."""
    asking = evidence.asking(place)
    names = asking.names(evidence.base)
    return tuple(estimate_share(evidence, place, name, method, language) for name in names)


def estimate_share(
    evidence: ItemEvidence, place: Place, name: str, method: Method, language: str = "en"
) -> Estimation:
    """One option or net."""
    asking = evidence.asking(place)
    target = {name: Fraction(1)}
    kind = asking.kind(name)
    label = asking.label(name, language)
    if not evidence.usable(place) or not evidence.reported(place):
        return _nothing(evidence, place, name, kind, label)
    bounds = evidence.bounds(place, target)
    figure = _figure(evidence, place, name, bounds)
    exact = bounds.low is not None and bounds.low == bounds.high
    share = bounds.low if exact else figure[0] if figure else None
    assumptions = _assumptions(evidence, place, target, bounds, leaning=share is None)
    n_base = _base_n(evidence, place)
    precision = precision_of(evidence.samples[place], n_base)
    low = high = se = moe = None
    if precision is not None and bounds.low is not None and bounds.high is not None:
        n = precision.n_eff
        size = n_base or round(n)
        low = method.limits(float(bounds.low), n, size)[0]
        high = method.limits(float(bounds.high), n, size)[1]
        assumptions = tuple(sorted({*assumptions, *precision.assumptions}))
        if share is not None:
            se = math.sqrt(float(share) * (1 - float(share)) / n)
            moe = method.quantile * se if precision.kind == "design" else None
    trivial = bounds.low == 0 and bounds.high == 1
    record = Estimate(
        **_who(evidence, place, name, kind, label),
        share=number(share),
        low=number(low),
        high=number(high),
        se=number(se),
        moe=number(moe),
        bound_low=number(bounds.low),
        bound_high=number(bounds.high),
        bound_low_reached=bounds.low_reached,
        bound_high_reached=bounds.high_reached,
        n_option=_count(share, n_base, exact and evidence.samples[place].n_about is None),
        n_eff=number(precision.n_eff) if precision else None,
        deff=number(precision.deff) if precision else None,
        method=method.interval if precision else None,
        interval_kind=precision.kind if precision else None,
        evidence="published" if share is not None else "bounded",
        assumptions=tuple(a.code for a in assumptions),
        sources=_sources(evidence, place, name, bounds),
        flags=(
            *(("no_bound",) if trivial else ()),
            *_flags(bounds, figure),
            *_about(evidence, place, n_base),
        ),
    )
    printed = figure[1] if figure and not exact else None
    return Estimation(record, bounds, precision.n_eff if precision else None, printed, assumptions)


def _who(evidence: ItemEvidence, place: Place, name: str, kind: str, label: str) -> dict[str, Any]:
    """What every estimate begins with: the sample, the item, the option, the base."""
    sample = evidence.samples[place]
    return {
        "survey": sample.survey,
        "wave": sample.wave,
        "population": sample.population,
        "country": sample.country,
        "sample": sample.id,
        "item": evidence.item,
        "option": name,
        "option_kind": kind,
        "option_label": label,
        "base": evidence.base,
        "n_base": _base_n(evidence, place),
    }


def _nothing(evidence: ItemEvidence, place: Place, name: str, kind: str, label: str) -> Estimation:
    """The estimate where nothing was published, nobody is in the base, or facts clash."""
    if not evidence.reported(place):
        flag = "no_share" if evidence.of(place) else "not_reported"
    elif evidence.clash(place):
        flag = "contradictory"
    else:
        flag = "empty_base"
    about = _about(evidence, place, _base_n(evidence, place))
    record = Estimate(**_who(evidence, place, name, kind, label), flags=(flag, *about))
    return Estimation(record, None, None, None)


def silences(records: Iterable[Estimate]) -> list[str]:
    """Why any of some estimates has no number; empty where each has one."""
    found = {flag for record in records for flag in record.flags}
    return [flag for flag in SILENCE if flag in found]


def open_score(evidence: ItemEvidence, place: Place) -> Estimation:
    """The mean score of a sample that has none to tell, beside one that has."""
    if not evidence.usable(place) or not evidence.reported(place):
        return _nothing(evidence, place, "score", "score", "Mean score")
    record = Estimate(**_who(evidence, place, "score", "score", "Mean score"), flags=("no_bound",))
    return Estimation(record, None, None, None)


def score_item(evidence: ItemEvidence, everyone: ItemEvidence, place: Place) -> Estimation | None:
    """The mean score of those who gave an answer that has one.

    None where the item has no scores, or where an answer without a score may
    exist. ``evidence`` is on the substantive base; where the facts clash on
    the base that is asked about, ``everyone``, there is no score either.
    """
    asking = evidence.asking(place)
    scored = {name: asking.score[name] for name in asking.score if name in asking.substantive}
    closed = asking.options_complete != "incomplete" and asking.type == "single"
    if not scored or set(scored) != set(asking.substantive) or not closed:
        return None
    label = "Mean score"
    if not everyone.usable(place):
        return _nothing(everyone, place, "score", "score", label)
    if not evidence.usable(place) or not evidence.reported(place):
        return _nothing(evidence, place, "score", "score", label)
    bounds = evidence.bounds(place, scored)
    exact = bounds.low is not None and bounds.low == bounds.high
    assumptions = _assumptions(evidence, place, scored, bounds, leaning=True)
    record = Estimate(
        **_who(evidence, place, "score", "score", label),
        share=number(bounds.low) if exact else None,
        bound_low=number(bounds.low),
        bound_high=number(bounds.high),
        bound_low_reached=bounds.low_reached,
        bound_high_reached=bounds.high_reached,
        evidence="published" if exact else "bounded",
        assumptions=tuple(a.code for a in assumptions),
        sources=_sources(evidence, place, "", bounds),
        flags=(),
    )
    return Estimation(record, bounds, None, None, assumptions)


def _figure(
    evidence: ItemEvidence, place: Place, name: str, bounds: Bounds[Reading]
) -> tuple[Fraction, str, Finding] | None:
    """The figure printed for this share on this base: the finest that the facts allow."""
    asking = evidence.asking(place)
    everyone = len(asking.substantive) == len(asking.options)
    fitting = []
    for finding in evidence.of(place):
        statement = finding.statement
        same_base = statement.base == evidence.base or (
            everyone and asking.options_complete != "incomplete"
        )
        if statement.predicate == "share" and statement.option == name and same_base:
            printed = read_percent(statement.value or "")
            if _within(printed.value, bounds):
                text = (statement.value or "").removesuffix("%").strip()
                fitting.append((printed.half_unit, printed.value, text, finding))
    if not fitting:
        return None
    _, value, text, finding = min(fitting, key=lambda found: (found[0], found[3].where))
    return value, text, finding


def _within(value: Fraction, bounds: Bounds[Reading]) -> bool:
    return (bounds.low is None or bounds.low <= value) and (
        bounds.high is None or value <= bounds.high
    )


def _flags(
    bounds: Bounds[Reading], figure: tuple[Fraction, str, Finding] | None
) -> tuple[str, ...]:
    """``rounding-down``: the exact share fits its printed figure only at the closed end."""
    if figure is None or bounds.low is None or bounds.low != bounds.high:
        return ()
    printed = read_percent(figure[1])
    return ("rounding-down",) if bounds.low == printed.value + printed.half_unit else ()


def _assumptions(
    evidence: ItemEvidence,
    place: Place,
    target: dict[str, Fraction],
    bounds: Bounds[Reading],
    *,
    leaning: bool,
) -> tuple[Assumption, ...]:
    found = set(evidence.assumptions(place, bounds))
    if leaning and evidence.leans_on_list(place, target):
        found.add(ASSUMED_LIST)
    return tuple(sorted(found))


def _base_n(evidence: ItemEvidence, place: Place) -> int | None:
    """The unweighted base, where it is known."""
    asking = evidence.asking(place)
    answers = {f.respondent for f in evidence.of(place) if f.statement.predicate == "answer"}
    if answers:
        return len(answers)
    everyone = len(asking.substantive) == len(asking.options)
    stated = {
        finding.statement.base_n
        for finding in evidence.of(place)
        if finding.statement.base == "substantive" and finding.statement.base_n
    }
    if evidence.base == "all" or (everyone and not stated):
        return evidence.asked(place)
    return min(stated) if everyone else stated.pop() if len(stated) == 1 else None


def _about(evidence: ItemEvidence, place: Place, n_base: int | None) -> tuple[str, ...]:
    """``base-approximate``: the base is that of a sample whose size is not known exactly."""
    about = evidence.samples[place].n_about
    return ("base-approximate",) if about is not None and about == n_base else ()


def _count(share: Fraction | None, n_base: int | None, exact: bool) -> int | None:
    """The number of respondents, where the share is exact and makes a whole number."""
    if not exact or share is None or not n_base:
        return None
    count = share * n_base
    return int(count) if count.denominator == 1 else None


def _sources(
    evidence: ItemEvidence, place: Place, name: str, bounds: Bounds[Reading]
) -> tuple[str, ...]:
    """The sources of the facts that hold the bounds, in the order of the questionnaire."""
    named = {r.finding.source for r in bounds.low_facts | bounds.high_facts}
    named |= {f.source for f in evidence.of(place) if f.statement.option == name}
    return tuple(source for source in evidence.questionnaire.sources if source in named)
