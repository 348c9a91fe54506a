"""One sample of respondents: any ratio of its answers, with the uncertainty of its design."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kcli.analysis.precision import Lonely
from kcli.analysis.targets import Target, Targets
from kcli.cells.cells import Cells
from kcli.errors import Fault, InputError, Where
from kcli.model.questionnaire import Asking, SampleView
from kcli.model.survey import Base
from kcli.stats.design import LonelyStratumError, Ratios, ratios, ratios_of_each
from kcli.stats.replicates import EmptyReplicateError, replicate_covariance

__all__ = ["MeasuredSample", "lonely_error", "prepare"]

Floats = NDArray[np.float64]
CANCELLED = 1e-9  # the part of a sum of variances below which their difference is worked out anew


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

        Replicate weights go before strata and units: of these nothing is asked then, and ``at``
        changes nothing.

        Raises InputError: lonely-psu where a stratum has a single unit,
        population-size where it cannot be that of these respondents.
        """
        cells, moments = self.cells, self.cells.moments._asdict()
        if cells.replicates is not None:
            found = ratios(numerators, base, **moments, lonely="remove")
            return self._replicated(found, numerators, base)
        try:
            return ratios(
                numerators,
                base,
                **moments,
                population_size=self._population_size,
                lonely=self.lonely,
                at=at,
            )
        except LonelyStratumError as problem:
            stratum = cells.strata[problem.stratum]
            message = f"the stratum {stratum!r} has a single sampling unit: no variance"
            raise lonely_error(message, self.where) from None

    @property
    def _population_size(self) -> int | None:
        """What the finite population correction counts from. Raises InputError."""
        size, rows = self.sample.population_size, self.cells.rows.sum()
        if size is not None and self.cells.clustered:
            message = "population_size counts respondents; it cannot go with sampling units"
            raise InputError([Fault("population-size", message, self.where)])
        if size is not None and size < rows:
            message = f"population_size is {size}, and the file has {rows} respondents"
            raise InputError([Fault("population-size", message, self.where)])
        return size

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
        return replace(found, covariance=covariance, dof=cells.replicate_dof, lonely=0)

    @cached_property
    def ranked(self) -> tuple[list[str], dict[str, float]]:
        """The options that may lead, largest share first, ties in the order of the questionnaire.

        With their shares, to twelve digits. Empty where nobody is in the base.
        """
        rivals_all = self.sample.plurality_rivals == "all" and self.base == "all"
        names = self.targets.options if rivals_all else self.asking.substantive
        if self._base <= 0:
            return [], {}
        shares = {name: round(self._sums[name] / self._base, 12) for name in names}
        return sorted(names, key=lambda name: -shares[name]), shares

    def difference(self, first: str, second: str) -> tuple[float, float]:
        """One share less another, and its standard error, from what is known of both."""
        found = self.ratios(self.targets.shares)
        a, b = self.targets.places[first], self.targets.places[second]
        apart = float(found.covariance[a, a] + found.covariance[b, b])
        variance = apart - 2 * float(found.covariance[a, b])
        if variance > CANCELLED * apart:
            return (self._sums[first] - self._sums[second]) / self._base, math.sqrt(variance)
        alone = self.ratios([{first: 1.0, second: -1.0}])
        return float(alone.value[0]), math.sqrt(float(alone.covariance[0, 0]))

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
    def _totals(self) -> Floats:
        return np.asarray(self.cells.w.sum(axis=0), float)

    @cached_property
    def _base(self) -> float:
        return float(self.targets.base_row @ self._totals)

    @cached_property
    def _sums(self) -> dict[str, float]:
        """The weights of those with each answer, and in each net, of the base."""
        sums = (self.targets.matrix @ self._totals).tolist()
        return dict(zip(self.targets.names, sums, strict=True))

    @cached_property
    def _counts(self) -> Floats:
        return np.asarray(self.cells.n.sum(axis=0), float)


def lonely_error(message: str, where: Where) -> InputError:
    """A stratum with a single sampling unit, and who can be told what becomes of it."""
    hint = (
        "every command that computes it takes --lonely centered or --lonely remove, "
        "and a section of a report lonely: remove"
    )
    return InputError([Fault("lonely-psu", message, where, None, hint)])


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
