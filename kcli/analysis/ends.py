"""Two ends of a comparison: what is known of each, and the test of the one against the other.

Samples are independent of each other, or of the same people. The latter are
tested with the respondents themselves at hand, and not otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from kcli.analysis.comparability import Side
from kcli.analysis.estimate import Estimation
from kcli.analysis.evidence import ItemEvidence, Place, Reading
from kcli.analysis.precision import Method, is_counted
from kcli.analysis.tested import Tested, difference_at_bounds, student, welch
from kcli.errors import Where
from kcli.facts.polytope import Bounds
from kcli.model.predicates import Assumption
from kcli.model.records import Note

if TYPE_CHECKING:
    from kcli.analysis.panel import PanelWave
    from kcli.analysis.respondents import Respondents
    from kcli.cells.coded import Coded
    from kcli.cells.sums import Sums

__all__ = ["End", "Ends", "shares_respondents"]

ONE = Fraction(1)
SAME_PEOPLE = Assumption(
    "same-respondents",
    "Both samples are the same people; without their answers one by one no test is made.",
)
OTHER_REPLICATES = Assumption(
    "replicates-differ",
    "Both samples are the same people; without replicate weights of one kind, number and order "
    "in both no test is made.",
)


@dataclass(frozen=True)
class End:
    """One side: the asking, its sample, and what is known of every answer."""

    side: Side
    place: Place
    evidence: ItemEvidence
    estimations: Mapping[str, Estimation]
    """By option, or by category of a concept."""
    parts: Mapping[str, tuple[str, ...]]
    """The options that make up each of these, where they do so for certain."""
    sole: Mapping[str, str]
    """The option or net whose share each of these is, where it is nothing else."""
    sums: Sums | None = None
    """The sums over the respondents, where the estimates are theirs."""
    rows: Callable[[], Coded] | None = None
    """Reads the respondents themselves."""
    notes: tuple[Note, ...] = ()
    """What has to be known of this side."""
    respondents: Respondents | None = None
    """Their sums, where the estimates are theirs."""


@dataclass(frozen=True)
class Ends:
    """Two ends that are set against each other, the second less the first."""

    first: End
    second: End

    @cached_property
    def shared(self) -> bool:
        """Whether both samples are the same people."""
        return shares_respondents(self.first.side, self.second.side)

    @cached_property
    def missing(self) -> tuple[Assumption, ...]:
        """What a test of the same people lacks, where these are the same and it lacks anything."""
        if not self.shared:
            return ()
        if self.first.rows is None or self.second.rows is None:
            return (SAME_PEOPLE,)
        one, two = self.first.rows(), self.second.rows()
        if one.respondents is None or two.respondents is None:
            return (SAME_PEOPLE,)
        if one.replication != two.replication:
            return (OTHER_REPLICATES,)
        if one.replication is None:
            return ()
        from kcli.analysis.panel import replicates_agree  # numpy comes with it

        return () if replicates_agree(*self._waves) else (OTHER_REPLICATES,)

    def gap(self, name: str) -> Bounds[Reading] | None:
        """The range of a share's difference, from the facts together where they meet."""
        first, second = self.first, self.second
        one, two = first.estimations[name], second.estimations[name]
        if one.bounds is None or two.bounds is None:
            return None
        known = "measured" not in (one.record.evidence, two.record.evidence)
        was, now = first.sole.get(name), second.sole.get(name)
        if known and was and now and first.evidence is second.evidence:
            places = (first.place, second.place)
            together = first.evidence.together(places)
            if not together.conflict:
                return together.bounds({(places[1], now): ONE, (places[0], was): -ONE})
        return two.bounds.minus(one.bounds)

    def tested(self, names: tuple[str, str], method: Method) -> Tested:
        """The difference of two shares, tested: of the same people, or of independent samples.

        Raises DataError where a stratum of the same people has one unit, and ``method`` has
        no rule for it.
        """
        one, two = self.first.estimations[names[0]], self.second.estimations[names[1]]
        if not self.shared:
            return _independent(one, two, method)
        ready = all(
            name in end.parts
            and found.n_eff is not None
            and found.record.share is not None
            and not is_counted(end.side.sample)
            for end, name, found in zip((self.first, self.second), names, (one, two), strict=True)
        )
        if not ready or self.missing:
            return Tested()
        return self._of_the_same((self.first.parts[names[0]], self.second.parts[names[1]]), method)

    def _of_the_same(
        self, parts: tuple[tuple[str, ...], tuple[str, ...]], method: Method
    ) -> Tested:
        from kcli.analysis.measured import lonely_error  # numpy comes with it
        from kcli.analysis.panel import change_of_the_same, change_under_replicates
        from kcli.stats.design import LonelyStratumError

        one, two = self._waves
        replication = one.coded.replication
        if replication is not None:
            change, variance, dof = change_under_replicates(one, two, parts, replication)
            return student(change, variance**0.5, dof, method, "same_respondents")
        sizes = {end.side.sample.population_size for end in (self.first, self.second)}
        size = sizes.pop() if len(sizes) == 1 else None
        try:
            change, variance, dof = change_of_the_same(one, two, parts, size, method.lonely)
        except LonelyStratumError:
            message = "a stratum of the two waves together has a single unit: no variance"
            raise lonely_error(message, Where(two.coded.file)) from None
        return student(change, variance**0.5, dof, method, "same_respondents")

    @cached_property
    def _waves(self) -> tuple[PanelWave, PanelWave]:
        """The respondents of both ends, one by one."""
        from kcli.analysis.panel import PanelWave

        def of(end: End) -> PanelWave:
            assert end.rows is not None, "it has respondents"
            return PanelWave(end.rows(), end.side.asking, end.side.sample.id, end.evidence.base)

        return of(self.first), of(self.second)


def shares_respondents(first: Side, second: Side) -> bool:
    """Whether two samples are the same people: one wave, or declared to be."""
    a, b = first.sample, second.sample
    if (a.country, a.population) != (b.country, b.population):
        return False
    return bool(first.origins & second.origins)


def _independent(one: Estimation, two: Estimation, method: Method) -> Tested:
    if one.record.evidence == two.record.evidence == "measured" and one.record.share is not None:
        return welch(two, one, method)
    found = difference_at_bounds(two, one, method)
    # Where the facts leave the sign open there is nothing to test, only limits.
    if one.bounds is None or two.bounds is None or two.bounds.minus(one.bounds).sign == 0:
        return replace(found, p_value=None)
    return found
