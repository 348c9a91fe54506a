"""Answers that are each in a range of their own, and together everyone: bounds without a programme.

That is what a printed table says. The greatest value of a combination is
reached by filling the answers from their least shares on, those that count
most first, until nobody is left: the continuous knapsack of Dantzig (1957,
*Operations Research* 5). Where an answer is filled just as nobody is left,
either of two sets of facts decides, and the smaller one is named.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Generic, TypeVar

__all__ = ["Ranges", "Top", "ranges_of"]

Label = TypeVar("Label", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Top(Generic[Label]):
    """The least upper bound, whether it is reached, and the facts that hold it down.

    ``value`` is None where there is no bound.
    """

    value: Fraction | None
    reached: bool
    facts: frozenset[Label]


@dataclass(frozen=True, slots=True)
class _End(Generic[Label]):
    """Where a range ends, whether that is left out, and the fact that says so, if it takes one."""

    value: Fraction
    strict: bool = False
    facts: tuple[Label, ...] = ()


class Ranges(Generic[Label]):
    """Shares between their ends that add up to 1, more than one way; see ``ranges_of``."""

    def __init__(
        self, low: Mapping[int, _End[Label]], high: Mapping[int, _End[Label]], scale: int
    ) -> None:
        self._low, self._high, self._scale = low, high, scale
        self._least = {column: int(end.value * scale) for column, end in low.items()}
        self._room = {
            column: int(high[column].value * scale) - self._least[column] for column in low
        }
        self._spare = scale - sum(self._least.values())

    def greatest(self, direction: Mapping[int, int]) -> Top[Label] | None:
        """The least upper bound of ``direction . x``; None where it is not about these shares."""
        if not direction.keys() <= self._low.keys():
            return None
        weight = {column: direction.get(column, 0) for column in self._low}
        turns = self._turns(weight)
        reasons = [self._ends(weight, turn) for turn in turns]
        reached = not any(end.strict for ends in reasons for end in ends)
        # Where a strict end keeps the bound from being reached, it has to be among the reasons.
        whole = [ends for ends in reasons if reached or any(end.strict for end in ends)]
        facts = min((_facts(ends) for ends in whole), key=len)
        turn = turns[0]
        total, spare = 0, self._spare
        for column, value in weight.items():
            total += value * self._least[column]
            if value > turn:
                total += value * self._room[column]
                spare -= self._room[column]
        return Top(Fraction(total + turn * spare, self._scale), reached, facts)

    def _turns(self, weight: Mapping[int, int]) -> list[int]:
        """The weight at which nobody is left; where it is just filled, also the next below it."""
        spare = self._spare
        weights = sorted(set(weight.values()), reverse=True)
        for place, value in enumerate(weights):
            room = sum(self._room[column] for column, other in weight.items() if other == value)
            if spare <= room:
                return weights[place : place + 1 + (spare == room)]
            spare -= room
        raise AssertionError("there is room for more than everyone")

    def _ends(self, weight: Mapping[int, int], turn: int) -> list[_End[Label]]:
        """The ends that hold the total down: upper ones above the turn, lower ones below it."""
        return [
            (self._high if value > turn else self._low)[column]
            for column, value in weight.items()
            if value != turn
        ]


def _facts(ends: Iterable[_End[Label]]) -> frozenset[Label]:
    return frozenset(fact for end in ends for fact in end.facts)


def ranges_of(
    columns: Sequence[int], rows: Iterable[tuple[Mapping[int, int], bool, Label]]
) -> Ranges[Label] | None:
    """The ranges that rows give to shares of which everyone has one.

    Parameters
    ----------
    columns : whose sum is 1, none of them below 0
    rows : ``row . x >= 0``, or ``> 0`` where the second part is true; and whose fact it is

    Returns
    -------
    Ranges or None
        None where a row is about more than one share, and where there is no
        room on both sides of 1: then a programme has to find out.
    """
    none, everyone = Fraction(0), Fraction(1)
    low: dict[int, _End[Label]] = {column: _End(none) for column in columns}
    high: dict[int, _End[Label]] = {column: _End(everyone) for column in columns}
    for row, strict, fact in rows:
        found = _range(columns, row)
        if found is None:
            return None
        column, value, rises = found
        ends = low if rises else high
        ends[column] = _nearer(ends[column], _End(value, strict, (fact,)), rises=rises)
    for column in columns:
        least, most = low[column], high[column]
        if least.value > most.value or (
            least.value == most.value and (least.strict or most.strict)
        ):
            return None
    scale = lcm(*(end.value.denominator for end in (*low.values(), *high.values())))
    inside = sum(end.value for end in low.values()) < 1 < sum(end.value for end in high.values())
    return Ranges(low, high, scale) if inside else None


def _range(columns: Sequence[int], row: Mapping[int, int]) -> tuple[int, Fraction, bool] | None:
    """The share that a row bounds, by what, and whether from below: all others weigh the same."""
    if not row.keys() <= set(columns) or len(columns) < 2:
        return None
    values = [row.get(column, 0) for column in columns]
    common = values[0] if values[0] in values[1:] else values[1]
    odd = [column for column, value in zip(columns, values, strict=True) if value != common]
    if len(odd) != 1:
        return None
    slope = row.get(odd[0], 0) - common
    return odd[0], Fraction(-common, slope), slope > 0


def _nearer(old: _End[Label], new: _End[Label], *, rises: bool) -> _End[Label]:
    """The end that leaves less; the old one where they leave the same."""
    one, other = (old.value, old.strict), (new.value, new.strict)
    if not rises:
        one, other = (-old.value, old.strict), (-new.value, new.strict)
    return new if other > one else old
