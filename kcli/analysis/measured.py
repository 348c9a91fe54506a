"""Estimates from respondents: shares with the uncertainty of their design."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from kcli.analysis.estimate import Estimation
from kcli.analysis.precision import Lonely, Method, is_counted
from kcli.analysis.targets import Target, Targets
from kcli.cells.cells import Cells
from kcli.errors import Fault, InputError, Where
from kcli.facts.polytope import Bounds
from kcli.model.questionnaire import Asking, SampleView
from kcli.model.records import Estimate, number
from kcli.model.survey import Base
from kcli.stats.design import LonelyStratumError, Ratios, ratios, ratios_of_each
from kcli.stats.replicates import EmptyReplicateError, replicate_covariance
from kcli.stats.student import t_quantile

__all__ = ["MeasuredSample", "estimate_category", "estimate_measured", "prepare"]

Floats = NDArray[np.float64]
_NO_FACTS: frozenset[Any] = frozenset()
_NEAR, _DIGITS = 1e-15, 10**12


@dataclass(frozen=True)
class MeasuredSample:
    """One sample's answers to one item, ready for any ratio over one base."""

    asking: Asking
    sample: SampleView
    cells: Cells
    base: Base
    where: Where
    """The file of the respondents, for messages."""
    lonely: Lonely = "fail"
    """What becomes of a stratum with a single sampling unit."""
    shared: Targets | None = field(default=None, repr=False, compare=False)
    """What the samples of a wave have in common, if it is known."""

    @cached_property
    def targets(self) -> Targets:
        """What may be asked of these cells."""
        shared = self.shared
        same = shared is not None and shared.asking is self.asking and shared.base == self.base
        if shared is not None and same and shared.columns == self.cells.columns:
            return shared
        return Targets(self.asking, self.base, self.cells.columns)

    def ratios(self, targets: Sequence[Target]) -> Ratios:
        """Weighted combinations of shares, with their covariance; the same ones once only."""
        key = self._key(targets)
        if key not in self._found:
            rows = self.targets.rows(targets)
            self._found[key] = self.combined(rows, self.targets.base_row)
        return self._found[key]

    def keep(self, targets: Sequence[Target], found: Ratios) -> None:
        """For ``ratios`` to find what was worked out elsewhere."""
        self._found[self._key(targets)] = found

    def variance_about(self, target: Target, at: float) -> float:
        """The variance of a share's distance from a value, such as that of a fitted curve."""
        row = self.targets.rows([target])
        return float(self.combined(row, self.targets.base_row, (at,)).covariance[0, 0])

    def combined(
        self, numerators: Floats, base: Floats, at: Sequence[float] | None = None
    ) -> Ratios:
        """Ratios of any columns over any base, with their covariance, or that about ``at``.

        Raises InputError: lonely-psu where a stratum has a single unit,
        population-size where it cannot be that of these respondents.
        """
        cells, size = self.cells, self.sample.population_size
        if size is not None and cells.clustered:
            message = "population_size counts respondents; it cannot go with sampling units"
            raise InputError([Fault("population-size", message, self.where)])
        if size is not None and size < cells.rows.sum():
            message = f"population_size is {size}, and the file has {cells.rows.sum()} respondents"
            raise InputError([Fault("population-size", message, self.where)])
        try:
            found = ratios(
                numerators,
                base,
                **cells.moments._asdict(),
                population_size=size,
                lonely=self.lonely,
                at=at,
            )
        except LonelyStratumError as problem:
            stratum = cells.strata[problem.stratum]
            message = f"the stratum {stratum!r} has a single sampling unit: no variance"
            hint = "--lonely centered or --lonely remove say what becomes of it"
            raise InputError([Fault("lonely-psu", message, self.where, None, hint)]) from None
        return found if cells.replicates is None else self._replicated(found, numerators, base)

    def _replicated(self, found: Ratios, numerators: Floats, base: Floats) -> Ratios:
        """The same ratios, with the variance of the replicate weights."""
        cells = self.cells
        assert cells.replicates is not None
        assert cells.replication is not None
        if found.w_base <= 0:
            return found
        try:
            covariance = replicate_covariance(
                numerators,
                base,
                totals=cells.w.sum(axis=0),
                replicates=cells.replicates,
                replication=cells.replication,
            )
        except EmptyReplicateError as problem:
            message = f"replicate weight {problem.replicate + 1} leaves nobody in a base"
            raise InputError([Fault("empty-replicate", message, self.where)]) from None
        return replace(found, covariance=covariance, dof=cells.replicate_dof)

    def count(self, target: Target) -> int | None:
        """Respondents with one answer, or with one of several; None for another combination."""
        if set(target.values()) != {1.0}:
            return None
        return round(float(self.targets.row(target) @ self._counts))

    @cached_property
    def counts(self) -> dict[str, int]:
        """Respondents with each answer, and in each net, of the base."""
        counts = (self.targets.matrix @ self._counts).tolist()
        return dict(zip(self.targets.names, map(round, counts), strict=True))

    @cached_property
    def _found(self) -> dict[object, Ratios]:
        return {}

    def _key(self, targets: Sequence[Target]) -> object:
        if targets is self.targets.shares:
            return "shares"
        return tuple([tuple(target.items()) for target in targets])

    @cached_property
    def _counts(self) -> Floats:
        return np.asarray(self.cells.n.sum(axis=0), float)


def prepare(samples: Sequence[MeasuredSample], wanted: Sequence[Sequence[Target]]) -> None:
    """Works out ratios of many samples at once, a list of targets each, for ``ratios`` to find.

    What one by one would be an error, or needs more than the sums of the
    design, is left to be asked for one by one.
    """
    together: dict[Any, list[tuple[MeasuredSample, Sequence[Target]]]] = {}
    for measured, targets in zip(samples, wanted, strict=True):
        cells = measured.cells
        if cells.replicates is None and measured.sample.population_size is None and targets:
            shape = (cells.clustered, measured.lonely, len(cells.columns), len(targets))
            together.setdefault(shape, []).append((measured, targets))
    for (_, lonely, _, _), group in together.items():
        numerators = np.array([_rows(measured, targets) for measured, targets in group])
        bases = np.array([measured.targets.base_row for measured, _ in group])
        whole = np.broadcast_to(bases[:, None, :], numerators.shape)
        moments = [measured.cells.moments for measured, _ in group]
        found = ratios_of_each(numerators, whole, moments, lonely=lonely)
        for (measured, targets), ratios_found in zip(group, found, strict=True):
            if isinstance(ratios_found, Ratios):
                measured.keep(targets, ratios_found)


def _rows(measured: MeasuredSample, targets: Sequence[Target]) -> Floats:
    known = measured.targets
    return known.matrix if targets is known.shares else known.rows(targets)


def estimate_measured(
    measured: MeasuredSample, method: Method, language: str = "en"
) -> tuple[Estimation, ...]:
    """Every option of the base, every net, and the mean score where each answer has one."""
    found = measured.ratios(measured.targets.shares)
    common = _common(measured, found)
    counts = measured.counts
    estimations = [
        _share(measured, found, place, {**common, **named, "n_option": counts[name]}, method)
        for place, (name, named) in enumerate(measured.targets.named(language).items())
    ]
    score = _score(measured, method)
    return tuple([*estimations, score] if score else estimations)


def _common(measured: MeasuredSample, found: Ratios) -> dict[str, Any]:
    sample = measured.sample
    return {
        "survey": sample.survey,
        "wave": sample.wave,
        "population": sample.population,
        "country": sample.country,
        "item": measured.asking.item,
        "base": measured.base,
        "n_base": found.n_base,
        "w_base": number(found.w_base),
        "n_not_asked": measured.cells.n_not_asked,
        "n_not_stated": measured.cells.n_not_stated,
        "evidence": "measured",
    }


def estimate_category(
    measured: MeasuredSample,
    sure: Sequence[str],
    elsewhere: Sequence[str],
    named: Mapping[str, Any],
    method: Method,
) -> Estimation:
    """A category that some options surely belong to, and some surely do not.

    What may belong to it either way makes a range: the lower limit is that of
    what is sure, the upper one that of all that may be.
    """
    if measured.asking.type == "multiple" and len(sure) > 1:
        return _of_any(measured, sure, named, method)
    low = measured.ratios([dict.fromkeys(sure, 1.0)])
    options = measured.asking.options
    may_be = [option for option in measured.asking.substantive if option not in elsewhere]
    count = measured.count(dict.fromkeys(sure, 1.0)) if sure else 0
    least = _share(measured, low, 0, {**_common(measured, low), **named, "n_option": count}, method)
    if set(may_be) == set(sure) or least.bounds is None:
        return least
    if measured.asking.type == "multiple":
        may_be = list(options)
    high = measured.ratios([dict.fromkeys(may_be, 1.0)])
    known = {**_common(measured, high), **named, "n_option": None}
    most = _share(measured, high, 0, known, method)
    a, b = least.record, most.record
    top = min(1.0, b.share) if b.share is not None else 1.0
    bounds: Any = Bounds(
        Fraction(a.share or 0), Fraction(top), True, True, frozenset(), frozenset()
    )
    record = replace(
        a,
        share=None,
        se=None,
        moe=None,
        deff=None,
        n_option=None,
        bound_high=number(top),
        high=b.high,
    )
    return Estimation(record, bounds, least.n_eff, None)


def _of_any(
    measured: MeasuredSample, sure: Sequence[str], named: Mapping[str, Any], method: Method
) -> Estimation:
    """Whoever gave any of several answers: a net that is counted, or from the largest part on.

    How many gave two of them is not among the sums, so without a net the share
    lies between that of the largest answer and the sum of all.
    """
    nets = measured.asking.nets
    net = next((name for name, body in nets.items() if set(body.options) == set(sure)), None)
    if net is not None:
        found = measured.ratios([{net: 1.0}])
        count = measured.count({net: 1.0})
        known = {**_common(measured, found), **named, "n_option": count}
        return _share(measured, found, 0, known, method)
    found = measured.ratios([{option: 1.0} for option in sure])
    known = {**_common(measured, found), **named, "n_option": None}
    parts = [_share(measured, found, place, known, method) for place in range(len(sure))]
    largest = max(parts, key=lambda part: part.record.share or 0.0)
    if largest.bounds is None:
        return largest
    top = min(
        Fraction(1), sum((p.bounds.high or Fraction(0) for p in parts if p.bounds), Fraction(0))
    )
    record = replace(
        largest.record,
        share=None,
        se=None,
        moe=None,
        deff=None,
        high=None,
        low=None,
        method=None,
        interval_kind=None,
        bound_high=number(top),
    )
    bounds = replace(largest.bounds, high=top)
    return Estimation(record, bounds, None, None)


def _share(
    measured: MeasuredSample, found: Ratios, place: int, known: Mapping[str, Any], method: Method
) -> Estimation:
    """One of the ratios as an estimate, with what is known of it besides."""
    if found.w_base <= 0:
        record = Estimate(**known, flags=("empty_base",))
        return Estimation(record, None, None, None)
    p, variance = float(found.value[place]), float(found.covariance[place, place])
    p = min(1.0, max(0.0, p))
    share, se = number(p), math.sqrt(variance)
    n_eff, flags = _effective(p, variance, found)
    limits: tuple[float | None, float | None] = (None, None)
    moe = None
    counted = is_counted(measured.sample)
    if found.dof <= 0:
        flags = (*flags, "no_dof")
    elif n_eff is not None and not counted:
        quantile = t_quantile(method.confidence, found.dof)
        limits = _limits(p, n_eff, found, method, flags)
        probability = measured.sample.sampling == "probability"
        moe = quantile * se if probability else None
    shown = limits[0] is not None
    record = Estimate(
        **known,
        share=share,
        low=number(limits[0]),
        high=number(limits[1]),
        se=number(se),
        moe=number(moe),
        bound_low=share,
        bound_high=share,
        bound_low_reached=True,
        bound_high_reached=True,
        n_eff=number(n_eff),
        deff=_deff(p, variance, found.n_base),
        dof=found.dof,
        method=method.interval if shown else None,
        interval_kind=_kind(measured.sample) if shown else None,
        flags=flags,
    )
    exact = _exact(p, known["n_option"], found.n_base)
    bounds: Any = Bounds(exact, exact, True, True, _NO_FACTS, _NO_FACTS)
    return Estimation(record, bounds, n_eff if shown else None, None)


def _exact(p: float, count: int | None, n: int) -> Fraction:
    """The share of a count, where it is one; otherwise to twelve digits, being a sum of floats."""
    if count is not None and n and abs(p - count / n) < _NEAR:
        return Fraction(count, n)
    return Fraction(round(p * _DIGITS), _DIGITS)


def _limits(
    p: float, n_eff: float, found: Ratios, method: Method, flags: tuple[str, ...]
) -> tuple[float, float]:
    """Kish's base stands in where the design has none; Korn and Graubard take n there."""
    of_design = None if method.interval == "kg" and "kish_n_eff" in flags else n_eff
    return method.limits(p, of_design, found.n_base, found.dof)


def _kind(sample: SampleView) -> Literal["design", "model"]:
    return "design" if sample.sampling == "probability" else "model"


def _effective(p: float, variance: float, found: Ratios) -> tuple[float | None, tuple[str, ...]]:
    """The design's effective base; Kish's at 0 and 1, where the design has none."""
    if p in (0.0, 1.0):
        return found.kish_n, ("kish_n_eff",)
    if variance <= 0:
        return None, ("zero_variance",)
    return p * (1 - p) / variance, ()


def _deff(p: float, variance: float, n: int) -> float | None:
    if p in (0.0, 1.0) or n < 2:
        return None
    return number(variance / (p * (1 - p) / (n - 1)))


def _score(measured: MeasuredSample, method: Method) -> Estimation | None:
    """The mean of the scores, over those whose answer has one; t limits."""
    asking = measured.asking
    scored = {
        name: float(asking.score[name]) for name in asking.score if name in asking.substantive
    }
    if not scored or set(scored) != set(asking.substantive) or asking.type != "single":
        return None
    narrow = replace(measured, base="substantive")
    found = narrow.ratios([scored])
    common = _common(narrow, found)
    named: dict[str, Any] = {
        "option": "score",
        "option_kind": "score",
        "option_label": "Mean score",
    }
    if found.w_base <= 0:
        return Estimation(Estimate(**common, **named, flags=("empty_base",)), None, None, None)
    mean, se = float(found.value[0]), math.sqrt(float(found.covariance[0, 0]))
    low = high = None
    counted = is_counted(measured.sample)
    if found.dof > 0 and se > 0 and not counted:
        spread = t_quantile(method.confidence, found.dof) * se
        low, high = mean - spread, mean + spread
    record = Estimate(
        **common,
        **named,
        share=number(mean),
        low=number(low),
        high=number(high),
        se=number(se),
        bound_low=number(mean),
        bound_high=number(mean),
        bound_low_reached=True,
        bound_high_reached=True,
        dof=found.dof,
        method="t" if low is not None else None,
        interval_kind=_kind(measured.sample) if low is not None else None,
    )
    exact = _exact(mean, None, 0)
    bounds: Any = Bounds(exact, exact, True, True, _NO_FACTS, _NO_FACTS)
    return Estimation(record, bounds, None, None)
