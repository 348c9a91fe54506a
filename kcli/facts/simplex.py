"""Linear programmes in exact arithmetic, with strict inequalities kept strict.

The programmes that published facts give rise to are small and have to be
right at the edge: a majority is more than one half. So they are solved in
whole numbers, over the ordered field Q(e) of numbers a + b*e, where e is
positive and smaller than every positive rational. A strict row ``r > 0`` is
written ``r >= e``. Then

* no point satisfies all rows, strict ones included, exactly if the simplex
  method finds none over Q(e);
* the greatest value is a + b*e: a is the least upper bound, and it is reached
  exactly if b = 0.

The dictionary method of Chvátal (1983), *Linear Programming*, chapters 2-3 and
8; Bland's rule (1977) keeps it from cycling, over any ordered field. Every
row is a mapping from columns to integers with one positive denominator; the
columns ``ONE`` and ``EPS`` hold its constant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

__all__ = ["Infeasible", "Optimum", "Simplex", "whole"]

ONE = -1
EPS = -2

PATIENCE = 50

Row = dict[int, int]


@dataclass(frozen=True, slots=True)
class Infeasible:
    """No point satisfies the rows; those named by ``rows`` suffice to see it."""

    rows: frozenset[int]


@dataclass(frozen=True, slots=True)
class Optimum:
    """The least upper bound, whether it is reached, and the rows that hold it down.

    ``value`` is None where there is no bound.
    """

    value: Fraction | None
    reached: bool
    rows: frozenset[int]


class Simplex:
    """The points x >= 0 that satisfy some rows, ready to be maximised over.

    Columns 0 to ``size - 1`` are the variables; the slack of row i is column
    ``size + i``.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._next = size
        self._basis: dict[int, tuple[int, Row]] = {}  # column -> denominator, row
        self._users: dict[int, set[int]] = {}  # nonbasic column -> basic columns using it
        self._equations: list[tuple[int, Row]] = []

    def at_least(self, coefficients: Mapping[int, int], *, strict: bool) -> None:
        """Add the row ``coefficients . x >= 0``, or ``> 0``."""
        row = {column: value for column, value in coefficients.items() if value}
        if strict:
            row[EPS] = -1
        self._basis[self._next] = (1, row)
        self._next += 1

    def equal(self, coefficients: Mapping[int, int], constant: int) -> None:
        """Add the row ``coefficients . x = constant``."""
        row = {column: value for column, value in coefficients.items() if value}
        if constant:
            row[ONE] = -constant
        self._equations.append((self._next, row))
        self._next += 1

    def prepare(self) -> Infeasible | None:
        """Find a first point, or the rows that exclude every point."""
        # An equation is two inequalities in one: its slack is kept out of the basis for good.
        banned: set[int] = set()
        for slack, row in self._equations:
            self._basis[slack] = (1, row)
        self._index()
        for slack, _ in self._equations:
            _, row = self._basis[slack]
            pivots = [column for column in row if column >= 0 and column not in banned]
            if pivots:
                self._pivot(slack, min(pivots, key=lambda column: (column >= self._size, column)))
                banned.add(slack)
            elif row.get(ONE, 0) or row.get(EPS, 0):
                return Infeasible(self._named(slack, row))
            else:
                self._drop(slack)
        self._banned = banned
        return self._first_phase()

    def maximise(self, coefficients: Mapping[int, int]) -> Optimum:
        """The least upper bound of ``coefficients . x`` over the points."""
        denominator, row = self._in_nonbasic(coefficients)
        denominator, row, bounded = self._climb(denominator, row)
        if not bounded:
            return Optimum(None, False, frozenset())
        deciding = frozenset(
            column - self._size for column, value in row.items() if column >= self._size and value
        )
        return Optimum(Fraction(row.get(ONE, 0), denominator), row.get(EPS, 0) == 0, deciding)

    def point(self) -> tuple[Fraction, ...]:
        """The variables where the last maximisation ended: those that are not basic are 0."""
        found = (self._basis.get(column, (1, Row())) for column in range(self._size))
        return tuple(Fraction(row.get(ONE, 0), denominator) for denominator, row in found)

    # -- the dictionary ---------------------------------------------------

    def _index(self) -> None:
        self._users = {}
        for basic, (_, row) in self._basis.items():
            self._use(basic, row)

    def _use(self, basic: int, columns: Iterable[int]) -> None:
        for column in columns:
            self._users.setdefault(column, set()).add(basic)

    def _release(self, basic: int, columns: Iterable[int]) -> None:
        for column in columns:
            self._users[column].discard(basic)

    def _drop(self, basic: int) -> None:
        _, row = self._basis.pop(basic)
        self._release(basic, row)

    def _named(self, slack: int, row: Row) -> frozenset[int]:
        columns = [slack, *(column for column in row if column >= self._size)]
        return frozenset(column - self._size for column in columns)

    def _in_nonbasic(self, coefficients: Mapping[int, int]) -> tuple[int, Row]:
        """An objective in the original variables, written in the nonbasic ones."""
        denominator, total = 1, Row()
        for column, value in coefficients.items():
            if column in self._basis:
                other, row = self._basis[column]
                denominator, total = _combine(denominator, total, value, other, row)
            else:
                denominator, total = _combine(denominator, total, value, 1, {column: 1})
        return denominator, total

    def _pivot(self, leaving: int, entering: int) -> None:
        """Exchange a basic column with a nonbasic one of its row."""
        denominator, row = self._basis.pop(leaving)
        self._release(leaving, row)
        coefficient = row[entering]
        solved = {column: -value for column, value in row.items() if column != entering}
        solved[leaving] = denominator
        if coefficient < 0:
            solved = {column: -value for column, value in solved.items()}
        solved_denominator, solved = _reduce(abs(coefficient), solved)
        for basic in self._users.pop(entering, ()):
            other_denominator, other = self._basis[basic]
            factor = other[entering]
            rest = {column: value for column, value in other.items() if column != entering}
            scaled, combined = _combine(1, rest, factor, solved_denominator, solved)
            self._basis[basic] = _reduce(other_denominator * scaled, combined)
            self._release(basic, rest.keys() - combined.keys())
            self._use(basic, combined.keys() - rest.keys())
        self._basis[entering] = (solved_denominator, solved)
        self._use(entering, solved)

    def _ratio_test(self, entering: int) -> int | None:
        """The basic column that reaches 0 first as ``entering`` grows; ties by number."""
        leaving: int | None = None
        least = (0, 0, 1)
        for basic in self._users.get(entering, ()):
            row = self._basis[basic][1]
            fall = -row[entering]
            if fall <= 0:
                continue
            one, eps = row.get(ONE, 0), row.get(EPS, 0)
            mine, best = (one * least[2], eps * least[2]), (least[0] * fall, least[1] * fall)
            if leaving is None or mine < best or (mine == best and basic < leaving):
                least, leaving = (one, eps, fall), basic
        return leaving

    def _climb(self, denominator: int, row: Row) -> tuple[int, Row, bool]:
        """Pivot until the objective, written in nonbasic columns, cannot grow.

        The steepest column enters, as Dantzig's rule has it; after ``PATIENCE``
        pivots the first one does, by Bland's rule, which ends whatever happens.
        """
        pivots = 0
        while True:
            rising = [
                column
                for column, value in row.items()
                if column >= 0 and value > 0 and column not in self._banned
            ]
            if not rising:
                return denominator, row, True
            steepest = max(rising, key=lambda column: (row[column], -column))
            entering = steepest if pivots < PATIENCE else min(rising)
            leaving = self._ratio_test(entering)
            if leaving is None:
                return denominator, row, False
            self._pivot(leaving, entering)
            pivots += 1
            factor = row.pop(entering)
            denominator, row = self._substitute(denominator, row, factor, entering)

    def _substitute(self, denominator: int, row: Row, factor: int, column: int) -> tuple[int, Row]:
        other_denominator, other = self._basis[column]
        scaled, combined = _combine(1, row, factor, other_denominator, other)
        return _reduce(denominator * scaled, combined)

    def _first_phase(self) -> Infeasible | None:
        def constant(basic: int) -> tuple[Fraction, Fraction]:
            denominator, row = self._basis[basic]
            return (
                Fraction(row.get(ONE, 0), denominator),
                Fraction(row.get(EPS, 0), denominator),
            )

        below = [
            basic
            for basic, (_, row) in self._basis.items()
            if (row.get(ONE, 0), row.get(EPS, 0)) < (0, 0)
        ]
        worst = min(below, key=lambda basic: (constant(basic), basic), default=None)
        if worst is None:
            return None
        spare = self._next  # a column of its own, above every slack
        for basic, (denominator, row) in self._basis.items():
            row[spare] = denominator
            self._users.setdefault(spare, set()).add(basic)
        self._pivot(worst, spare)
        denominator, row = self._in_nonbasic({spare: -1})
        denominator, row, _ = self._climb(denominator, row)
        if row.get(ONE, 0) or row.get(EPS, 0):
            return Infeasible(
                frozenset(
                    column - self._size
                    for column, value in row.items()
                    if self._size <= column < spare and value
                )
            )
        if spare in self._basis:
            _, basic_row = self._basis[spare]
            columns = [c for c in basic_row if c >= 0 and c not in self._banned]
            if columns:
                self._pivot(spare, min(columns))
            else:
                self._drop(spare)
        for basic in self._users.pop(spare, set()):
            del self._basis[basic][1][spare]
        return None


def _reduce(denominator: int, row: Row) -> tuple[int, Row]:
    """The same row in lowest terms."""
    common = denominator
    for value in row.values():
        common = gcd(common, value)
        if common == 1:
            return denominator, row
    return denominator // common, {column: value // common for column, value in row.items()}


def _combine(
    denominator: int, row: Row, factor: int, other_denominator: int, other: Row
) -> tuple[int, Row]:
    """``row / denominator + factor * other / other_denominator``, unreduced."""
    result = {column: value * other_denominator for column, value in row.items()}
    scale = factor * denominator
    for column, value in other.items():
        total = result.get(column, 0) + scale * value
        if total:
            result[column] = total
        else:
            result.pop(column, None)
    return denominator * other_denominator, result


def whole(coefficients: Mapping[int, Fraction]) -> dict[int, int]:
    """The same direction in whole numbers: every coefficient times the common denominator."""
    scale = lcm(*(value.denominator for value in coefficients.values()))
    return {column: int(value * scale) for column, value in coefficients.items() if value}
