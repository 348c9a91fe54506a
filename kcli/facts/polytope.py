"""What a set of facts leaves possible: bounds, each reached or not, or the facts that clash.

The facts of one item in one sample give one polytope. Facts that relate
samples (more in China than in Japan, an increase since 2015) join theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Generic, TypeVar

from kcli.facts.ranges import Ranges, Top, ranges_of
from kcli.facts.shares import Columns, Shares, combined, side
from kcli.facts.simplex import Infeasible, Simplex, whole
from kcli.model.predicates import Inequality, Term
from kcli.model.questionnaire import Asking
from kcli.model.survey import Base

__all__ = ["Bounds", "Fact", "Polytope", "Target"]

Key = TypeVar("Key", bound=Hashable)
Label = TypeVar("Label", bound=Hashable)
Target = Mapping[tuple[Key, str], Fraction]


@dataclass(frozen=True, eq=False)
class Fact(Generic[Key, Label]):
    """Inequalities over the shares of one base, and whose fact they are.

    ``blocks`` names the sample that each term speaks of. A fact is equal to itself alone.
    """

    label: Label
    inequalities: tuple[Inequality, ...]
    base: Base
    blocks: Callable[[Term], Key]

    def touches(self) -> frozenset[Key]:
        """The samples that the fact relates."""
        return frozenset(self.blocks(term) for row in self.inequalities for term, _ in row.terms)


_Rows = dict[Fact[Key, Label], Sequence[tuple[dict[int, int], bool]]]


@dataclass(frozen=True)
class Bounds(Generic[Label]):
    """The least and the greatest possible value, whether each is reached, and the facts why.

    An end is None where nothing bounds it.
    """

    low: Fraction | None
    high: Fraction | None
    low_reached: bool
    high_reached: bool
    low_facts: frozenset[Label]
    high_facts: frozenset[Label]

    @property
    def sign(self) -> int:
        """1 or -1 where the value is known to be above or below 0, else 0."""
        if self.low is not None and (self.low > 0 or (self.low == 0 and not self.low_reached)):
            return 1
        if self.high is not None and (self.high < 0 or (self.high == 0 and not self.high_reached)):
            return -1
        return 0

    def minus(self, other: Bounds[Label]) -> Bounds[Label]:
        """The bounds of a difference where nothing relates the two."""
        low = high = None
        if self.low is not None and other.high is not None:
            low = self.low - other.high
        if self.high is not None and other.low is not None:
            high = self.high - other.low
        return Bounds(
            low,
            high,
            self.low_reached and other.high_reached,
            self.high_reached and other.low_reached,
            self.low_facts | other.high_facts,
            self.high_facts | other.low_facts,
        )


class Polytope(Generic[Key, Label]):
    """The share vectors of one or more samples that satisfy every fact.

    Parameters
    ----------
    askings : mapping of sample to item as asked there
    facts : the facts, each touching only these samples
    base : the base whose shares are asked about
    rows : what was worked out of facts beside the same samples, on the same base

    Attributes
    ----------
    set_aside : facts that relate samples on another base than the one asked
        about. Leaving them out can only widen the bounds.
    """

    def __init__(
        self,
        askings: Mapping[Key, Asking],
        facts: Sequence[Fact[Key, Label]],
        base: Base = "all",
        rows: _Rows[Key, Label] | None = None,
    ) -> None:
        self._base = base
        self._rows: _Rows[Key, Label] = {} if rows is None else rows
        self._shares: dict[Key, Shares] = {}
        self._end = 0
        for key, asking in askings.items():
            self._shares[key] = Shares(asking, self._end)
            self._end = self._shares[key].end
        self._facts = [fact for fact in facts if self._usable(fact)]
        self.set_aside = tuple(fact.label for fact in facts if not self._usable(fact))

    @cached_property
    def conflict(self) -> tuple[Label, ...]:
        """A smallest set of facts that cannot all be true; empty if all can."""
        if self._ranges is not None:
            return ()
        _, owners, problem = self._solved
        if problem is None:
            return ()
        named = {owners[row] for row in problem.rows if row in owners}
        suspects = [fact for fact in self._facts if fact.label in named]
        for fact in list(suspects):
            fewer = [other for other in suspects if other is not fact]
            if self._solve(fewer)[2] is not None:
                suspects = fewer
        return tuple(fact.label for fact in suspects)

    @property
    def infeasible(self) -> bool:
        """Whether no shares satisfy all facts."""
        return self._ranges is None and self._solved[2] is not None

    @cached_property
    def empty_base(self) -> bool:
        """Whether the facts leave nobody in the base that is asked about."""
        if self._base == "all" or not self.conflict:
            return False
        return not Polytope(
            {key: shares.asking for key, shares in self._shares.items()}, self._facts, "all"
        ).conflict

    def conflict_with(self, claims: Sequence[Fact[Key, Label]]) -> tuple[Label, ...]:
        """A smallest set of facts beside which these further ones cannot all be true.

        Empty where they can, and where they exclude each other without any fact.
        """
        _, owners, problem = self._with(claims)._solved  # noqa: SLF001 - another of this kind
        named = {owners[row] for row in problem.rows if row in owners} if problem else set()
        suspects = [fact for fact in self._facts if fact.label in named]
        for fact in list(suspects):
            fewer = [other for other in suspects if other is not fact]
            if self._with(claims, fewer).infeasible:
                suspects = fewer
        return tuple(dict.fromkeys(fact.label for fact in suspects))

    def _with(
        self,
        claims: Sequence[Fact[Key, Label]],
        facts: Sequence[Fact[Key, Label]] | None = None,
    ) -> Polytope[Key, Label]:
        askings = {key: shares.asking for key, shares in self._shares.items()}
        own = self._facts if facts is None else facts
        return Polytope(askings, [*own, *claims], self._base, self._rows)

    def excludes(self, claims: Sequence[Fact[Key, Label]]) -> bool:
        """Whether these further facts cannot be true beside those that are there."""
        if self.infeasible:
            return True
        usable = [fact for fact in claims if self._usable(fact)]
        rows = [row for fact in usable for row in self._rows_of(fact)]
        if any(not self._may_hold(row, strict=strict) for row, strict in rows):
            return True
        return len(rows) > 1 and self._with(claims).infeasible

    def _may_hold(self, row: Mapping[int, int], *, strict: bool) -> bool:
        """Whether ``row . x`` is 0 or more somewhere, or more than 0 where it has to be."""
        top = self._greatest(row)
        if top.value is None or top.value > 0:
            return True
        return top.value == 0 and top.reached and not strict

    def bounds(self, target: Target[Key]) -> Bounds[Label]:
        """The range of ``sum(coefficient * share)`` over the polytope.

        ``target`` gives the coefficient of each (sample, option or net).
        Raises ValueError where the facts clash.
        """
        if self.infeasible:
            raise ValueError("the facts cannot all be true")
        parts = [
            (value, self._shares[key].share(name, self._base))
            for (key, name), value in target.items()
        ]
        direction = combined(*parts)
        scale = lcm(*(value.denominator for value in direction.values()))
        upward = {column: int(value * scale) for column, value in direction.items()}
        high = self._greatest(upward)
        low = self._greatest({column: -value for column, value in upward.items()})
        return Bounds(
            None if low.value is None else -low.value / scale,
            None if high.value is None else high.value / scale,
            low.reached,
            high.reached,
            low.facts,
            high.facts,
        )

    def _greatest(self, direction: Mapping[int, int]) -> Top[Label]:
        """The greatest value of ``direction . x``; the facts do not clash."""
        top = None if self._ranges is None else self._ranges.greatest(direction)
        if top is not None:
            return top
        simplex, owners, _ = self._solved
        found = simplex.maximise(direction)
        facts = frozenset(owners[row] for row in found.rows if row in owners)
        return Top(found.value, found.reached, facts)

    @cached_property
    def _ranges(self) -> Ranges[Label] | None:
        """The facts as ranges of single shares, where that is all they are: no programme then."""
        if len(self._shares) != 1:
            return None
        (shares,) = self._shares.values()
        if any(True for _ in shares.structure()):
            return None
        rows = (
            (row, strict, fact.label) for fact in self._facts for row, strict in self._rows_of(fact)
        )
        return ranges_of(tuple(shares.base(self._base)), rows)

    @cached_property
    def _solved(self) -> tuple[Simplex, dict[int, Label], Infeasible | None]:
        """All facts together; every later question starts from where the last one ended."""
        return self._solve(self._facts)

    def _solve(
        self, facts: Iterable[Fact[Key, Label]]
    ) -> tuple[Simplex, dict[int, Label], Infeasible | None]:
        simplex = Simplex(self._end)
        owners: dict[int, Label] = {}
        count = 0
        for shares in self._shares.values():
            for columns in shares.structure():
                simplex.at_least(whole(columns), strict=False)
                count += 1
        for fact in facts:
            for row, strict in self._rows_of(fact):
                simplex.at_least(row, strict=strict)
                owners[count] = fact.label
                count += 1
        bases = [shares.base(self._base) for shares in self._shares.values()]
        for base in bases:
            simplex.equal(whole(base), 1)
        return simplex, owners, simplex.prepare()

    def _usable(self, fact: Fact[Key, Label]) -> bool:
        touched = fact.touches()
        return (
            len(touched) < 2
            or fact.base == self._base
            or all(self._shares[key].everyone_answers for key in touched)
        )

    def _rows_of(self, fact: Fact[Key, Label]) -> Sequence[tuple[dict[int, int], bool]]:
        """The inequalities of a fact in whole numbers, and whether each is strict."""
        if fact not in self._rows:
            self._rows[fact] = [(whole(self._row(fact, i)), i.strict) for i in fact.inequalities]
        return self._rows[fact]

    def _row(self, fact: Fact[Key, Label], inequality: Inequality) -> Columns:
        """``sum(coefficient * share) - bound * base``, at least 0."""
        parts = [
            (value, self._shares[fact.blocks(term)].share(term.option, side(fact.base, value)))
            for term, value in inequality.terms
        ]
        owner = fact.blocks(inequality.terms[0][0])
        base = self._shares[owner].base(self._denominator(fact.base, inequality.bound))
        return combined(*parts, (-inequality.bound, base))

    @staticmethod
    def _denominator(base: Base, bound: Fraction) -> Base:
        """The base to divide by; of an unknown one, whichever says less."""
        if base != "unknown":
            return base
        return "substantive" if bound >= 0 else "all"
