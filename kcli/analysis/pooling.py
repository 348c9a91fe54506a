"""A total over countries: only under a rule that has a name."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, Literal

from kcli.analysis.estimate import Estimation, silences
from kcli.analysis.precision import Method, is_counted
from kcli.analysis.presentation import SMALL_BASE, presented
from kcli.facts.polytope import Bounds
from kcli.model.questionnaire import TOTAL, Asking, SampleView
from kcli.model.records import Estimate, number

__all__ = ["Rule", "leading_in_total", "pool_weights", "pooled", "pooled_sample"]

Rule = Literal["equal", "n", "population"]
STRENGTH = (None, "measured", "published", "bounded")


def pool_weights(
    samples: Sequence[SampleView], rule: Rule, populations: Mapping[str, int]
) -> tuple[Fraction, ...]:
    """The part of each country in the total; they add up to 1.

    ``equal``: each the same; ``n``: by respondents; ``population``: by the
    people that the questionnaire says live there. Raises ValueError, with the
    reason, where a rule lacks a number.
    """
    if rule == "equal":
        return (Fraction(1, len(samples)),) * len(samples)
    sizes = [s.n if rule == "n" else populations.get(s.country or "") for s in samples]
    missing = [s.id for s, size in zip(samples, sizes, strict=True) if not size]
    if missing:
        what = "n" if rule == "n" else "population_totals"
        raise ValueError(f"the rule {rule!r} needs {what} of {', '.join(missing)}")
    total = sum(size or 0 for size in sizes)
    return tuple(Fraction(size or 0, total) for size in sizes)


def pooled(
    columns: Sequence[Sequence[Estimation]],
    samples: Sequence[SampleView],
    weights: Sequence[Fraction],
    rule: Rule,
    method: Method,
) -> tuple[Estimation, ...]:
    """Every answer of the total: the weighted mean of the countries, and its standard error.

    The samples are independent: the variance is the sum of the squared
    weights times theirs. Limits on p(1 - p)/V respondents, at the ends of what
    the roundings leave, where every country's share and standard error are known: of a country
    where all or none gave an answer the variance is 0, and not known to be. A total is shown,
    marked or withheld as a share of any sample is.
    """
    rows = zip(*columns, strict=True)
    return tuple(
        _marked(presented(_one(row, samples, weights, rule, method), method), row) for row in rows
    )


def _marked(found: Estimation, row: Sequence[Estimation]) -> Estimation:
    """With the mark of a small base, as its countries have it, also where it has no limits."""
    record = found.record
    few = any("small_base" in each.record.flags for each in row)
    if not few or "small_base" in record.flags or (record.n_base or SMALL_BASE) >= SMALL_BASE:
        return found
    return replace(found, record=replace(record, flags=(*record.flags, "small_base")))


def pooled_sample(samples: Sequence[SampleView]) -> SampleView:
    """The total as a sample: of so many respondents, known as well as those of every country."""
    sizes = [sample.size for sample in samples]
    n = None if None in sizes else sum(size or 0 for size in sizes)
    exact = all(sample.n is not None for sample in samples)
    return replace(
        samples[0],
        id=TOTAL,
        country=None,
        countries=tuple(sample.country or sample.id for sample in samples),
        n=n if exact else None,
        n_about=None if exact else n,
    )


def leading_in_total(
    asking: Asking, estimations: Sequence[Estimation]
) -> tuple[str | None, tuple[str, ...]]:
    """The answer of a total that is the largest wherever the shares lie, or those that are level.

    An answer that no source names counts as one beside them: of a single answer it has what
    the others leave at most, of several nothing bounds it.
    """
    shares = {e.record.option: e.bounds for e in estimations if e.bounds is not None}
    rivals = [name for name in asking.substantive if name in shares]
    if not rivals:
        return None, ()
    lows = {name: shares[name].low or Fraction(0) for name in rivals}
    highs = {name: _high(shares[name]) for name in rivals}
    best = max(rivals, key=lambda name: lows[name])
    others = [highs[name] for name in rivals if name != best]
    if asking.options_complete == "incomplete":
        given = (shares[name].low or Fraction(0) for name in asking.options if name in shares)
        others.append(1 - sum(given, Fraction(0)) if asking.type == "single" else Fraction(1))
    if len(rivals) == len(asking.substantive) and lows[best] > max(others, default=Fraction(-1)):
        return best, ()
    level = tuple(name for name in rivals if lows[name] == highs[name] == lows[best])
    return None, level if len(level) > 1 and lows[best] >= max(others) else ()


def _high(bounds: Bounds[Any]) -> Fraction:
    return Fraction(1) if bounds.high is None else bounds.high


def _one(
    row: Sequence[Estimation],
    samples: Sequence[SampleView],
    weights: Sequence[Fraction],
    rule: Rule,
    method: Method,
) -> Estimation:
    first = row[0].record
    records = [estimation.record for estimation in row]
    blank: dict[str, Any] = dict.fromkeys(
        ("low", "high", "se", "moe", "n_option", "n_eff", "deff", "dof", "method", "letters"),
    )
    blank |= {
        "interval_kind": None,
        "label": None,
        "country": None,
        "sample": TOTAL,
        "n_not_asked": None,
    }
    sizes = [record.n_base for record in records]
    about = ("base-approximate",) if _approximate(records) else ()
    blank |= {
        "n_base": None if None in sizes else sum(size or 0 for size in sizes),
        "w_base": None,
        "n_not_stated": None,
        "flags": (f"pooled-{rule}", *about),
    }
    known = [estimation.bounds for estimation in row if estimation.bounds is not None]
    if len(known) < len(row) or any(b.low is None or b.high is None for b in known):
        why = silences(records)[:1] or ["no_bound"]
        nothing = dict.fromkeys(("share", "bound_low", "bound_high", "evidence"))
        nothing |= dict.fromkeys(("bound_low_reached", "bound_high_reached"))
        told = {"flags": (*blank["flags"], *why), "suppressed": why == ["suppressed"]}
        told |= {"assumptions": (), "sources": ()}
        return Estimation(replace(first, **{**blank, **nothing, **told}), None, None, None)
    if all("no_bound" in record.flags for record in records):
        blank["flags"] = (*blank["flags"], "no_bound")
    bounds: Bounds[Any] = Bounds(
        sum((w * (b.low or Fraction(0)) for w, b in zip(weights, known, strict=True)), Fraction(0)),
        sum(
            (w * (b.high or Fraction(0)) for w, b in zip(weights, known, strict=True)), Fraction(0)
        ),
        all(b.low_reached for b in known),
        all(b.high_reached for b in known),
        frozenset(),
        frozenset(),
    )
    shares = [record.share for record in records]
    share = None
    if None not in shares:
        share = sum(float(w) * (p or 0.0) for w, p in zip(weights, shares, strict=True))
    limits = _limits(records, samples, weights, share, bounds, method)
    leans = {lean for estimation in row for lean in estimation.assumptions}
    record = replace(
        first,
        **{
            **blank,
            **limits,
            "share": number(share),
            "bound_low": number(bounds.low),
            "bound_high": number(bounds.high),
            "bound_low_reached": bounds.low_reached,
            "bound_high_reached": bounds.high_reached,
            "evidence": max((record.evidence for record in records), key=STRENGTH.index),
            "assumptions": tuple(sorted(lean.code for lean in leans)),
            "sources": tuple(dict.fromkeys(s for r in records for s in r.sources)),
        },
    )
    return Estimation(record, bounds, limits.get("n_eff"), None, tuple(sorted(leans)))


def _approximate(records: Sequence[Estimate]) -> bool:
    """Whether some base is not known exactly, and every base is known."""
    some = any("base-approximate" in record.flags for record in records)
    return some and all(record.n_base for record in records)


def _limits(
    records: Sequence[Any],
    samples: Sequence[SampleView],
    weights: Sequence[Fraction],
    share: float | None,
    bounds: Bounds[Any],
    method: Method,
) -> dict[str, Any]:
    ready = share is not None and not any(map(is_counted, samples))
    unknown = any({"no_dof", "zero_variance"}.intersection(record.flags) for record in records)
    if not ready or unknown or any(record.se is None for record in records):
        return {}
    assert share is not None
    variance = sum(
        (float(w) * (record.se or 0.0)) ** 2 for w, record in zip(weights, records, strict=True)
    )
    dofs = [record.dof for record in records]
    dof = None if None in dofs else sum(dof or 0 for dof in dofs)
    if records[0].option_kind == "score" or any(record.se == 0 for record in records):
        return {"se": number(math.sqrt(variance))}
    n_eff = share * (1 - share) / variance
    n_base = sum(record.n_base or 0 for record in records)
    low, high = (
        method.limits(float(end), n_eff, n_base, dof)[place]
        for place, end in enumerate((bounds.low or 0, 1 if bounds.high is None else bounds.high))
    )
    kinds = {record.interval_kind for record in records}
    return {
        "se": number(math.sqrt(variance)),
        "low": number(low),
        "high": number(high),
        "n_eff": number(n_eff),
        "dof": dof,
        "method": method.interval,
        "interval_kind": "design" if kinds == {"design"} else "model",
    }
