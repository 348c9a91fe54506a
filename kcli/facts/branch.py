"""Branch and bound: whole numbers of people that satisfy all facts about one sample.

Land & Doig (1960, *Econometrica* 28), best first, on the exact simplex; the
ranges of the columns are narrowed by every row before a programme is solved.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from heapq import heappop, heappush
from itertools import count
from math import ceil, floor, gcd, lcm
from typing import TypeVar

from kcli.facts.polytope import Fact
from kcli.facts.shares import Columns, Shares, combined, side
from kcli.facts.simplex import Simplex
from kcli.model.questionnaire import Asking
from kcli.model.survey import Base

__all__ = ["Box", "Counts", "Search"]

Key = TypeVar("Key", bound=Hashable)
Label = TypeVar("Label", bound=Hashable)

_PROGRAMME = 5  # for how many nodes one counts that the simplex is needed for
_SIZES = 100
"""How many sizes of a base are tried one by one; of more, branch and bound chooses."""

_PASSES = 4
_HALF = Fraction(1, 2)

Box = tuple[int, int]
"""The least and the greatest value of a column."""
_Point = Sequence[int | Fraction]


@dataclass(frozen=True, slots=True)
class Counts:
    """The least and the greatest number of respondents; not each between them need fit."""

    least: int
    greatest: int


@dataclass(frozen=True, slots=True)
class _Row:
    """``sum(coefficient * respondents) >= least``, over columns of respondents."""

    parts: tuple[tuple[int, int], ...]
    least: int

    def holds(self, point: _Point) -> bool:
        return sum(value * point[column] for column, value in self.parts) >= self.least

    def within(self, boxes: Sequence[Box]) -> _Row:
        """The row over the columns that vary, as tight as it is for whole numbers."""
        free, least = [], self.least
        for column, value in self.parts:
            low, high = boxes[column]
            if low == high:
                least -= value * low
            else:
                free.append((column, value))
        common = gcd(*(value for _, value in free)) or 1
        return _Row(tuple((column, value // common) for column, value in free), -(-least // common))

    def always(self, boxes: Sequence[Box]) -> bool:
        """Whether it holds wherever in its ranges the columns are."""
        low = sum(value * boxes[column][value < 0] for column, value in self.parts)
        return low >= self.least

    def narrow(self, boxes: list[Box]) -> bool:
        """Take from the ranges what the row excludes; False where it excludes all."""
        spare = sum(value * boxes[column][value > 0] for column, value in self.parts) - self.least
        if spare < 0:
            return False
        for column, value in self.parts:
            low, high = boxes[column]
            if value > 0:
                boxes[column] = max(low, high - spare // value), high
            else:
                boxes[column] = low, min(high, low + spare // -value)
        return True


_Reading = tuple[tuple[_Row, ...], ...]
"""The rows of a fact on each base that it may be on."""


@dataclass(frozen=True, slots=True)
class _Node:
    """A part of the search: ranges, the rows they leave open, facts whose base is open."""

    boxes: tuple[Box, ...]
    rows: tuple[_Row, ...]
    readings: tuple[_Reading, ...]


_Queue = list[tuple[int, int, _Node, _Point, bool]]


class Search:
    """Whole numbers that satisfy the rows of any facts about one sample.

    The columns are those of ``Shares``, in respondents, and one for how many
    answered: at a known size of that base, a share of it is a share of n.
    """

    def __init__(
        self, asking: Asking, facts: Iterable[Fact[Key, Label]], n: int, limit: int
    ) -> None:
        self._n = n
        self._left = limit
        self._younger = count(0, -1)
        self._found: list[Sequence[int]] = []
        self.settled = True
        self._shares = Shares(asking)
        self._answered = self._shares.end
        self._inside = tuple(sorted(self._shares.base("substantive")))
        everyone = self._shares.base("all").keys()
        self._outside = tuple(sorted(everyone - set(self._inside)))
        none = Fraction(0)
        structure = self._shares.structure()
        self._rows = [self._row(c, none, "all", strict=False) for c in structure]
        self._readings: list[_Reading] = []
        for fact in facts:
            self._read(fact)
        rows = [*self._rows, *(row for reading in self._readings for way in reading for row in way)]
        named = {column for row in rows for column, _ in row.parts}
        self._ratios = asking.type == "multiple" or self._answered in named

    def fits(self) -> bool | None:
        """Whether there are any; None where the search was given up."""
        value, settled = self._greatest({})
        self.settled = self.settled and settled
        return value is not None if settled else None

    def counts(self, name: str) -> Counts | None:
        """The least and the greatest number that an answer or net has among them."""
        columns = self._shares.share(name)
        high, high_settled = self._greatest(dict.fromkeys(columns, 1))
        low, low_settled = self._greatest(dict.fromkeys(columns, -1))
        self.settled = self.settled and high_settled and low_settled
        return None if low is None or high is None else Counts(-low, high)

    # -- rows -----------------------------------------------------------------

    def _read(self, fact: Fact[Key, Label]) -> None:
        """The rows of a fact; of one on an unknown base, those that hold on either."""
        if fact.base == "all" or self._shares.everyone_answers:
            self._rows += self._on(fact, "all")
        elif fact.base == "substantive":
            self._rows += self._on(fact, "substantive")
        else:
            self._rows += self._on(fact, "unknown")
            self._readings.append((self._on(fact, "all"), self._on(fact, "substantive")))

    def _on(self, fact: Fact[Key, Label], base: Base) -> tuple[_Row, ...]:
        rows = []
        for inequality in fact.inequalities:
            terms = inequality.terms
            columns = combined(
                *((value, self._shares.share(t.option, side(base, value))) for t, value in terms)
            )
            rows.append(self._row(columns, inequality.bound, base, strict=inequality.strict))
        if base == "substantive":
            rows.append(_Row(((self._answered, 1),), 1))
        return tuple(rows)

    def _row(self, columns: Columns, bound: Fraction, base: Base, *, strict: bool) -> _Row:
        """``sum(coefficient * count) >= bound * base``; of an unknown base whichever says less."""
        scale = lcm(bound.denominator, *(value.denominator for value in columns.values()))
        parts = {column: int(value * scale) for column, value in columns.items()}
        least, narrow = int(bound * scale), base == "substantive"
        if least and (narrow or (base == "unknown" and bound > 0)):
            parts[self._answered] = -least
            least = 0
        return _Row(tuple(sorted(parts.items())), least * self._n + strict)

    def _link(self, boxes: Sequence[Box]) -> tuple[_Row, ...]:
        """How many answered is the sum of the answers; of a known size, a sum says so."""
        if not self._ratios or _known(boxes[self._answered]):
            return ()
        parts = (*((column, 1) for column in self._inside), (self._answered, -1))
        return _Row(parts, 0), _Row(tuple((column, -value) for column, value in parts), 0)

    def _sums(self, boxes: Sequence[Box]) -> tuple[tuple[tuple[int, ...], int], ...]:
        """Columns that add up to a number; no column is in two of them."""
        low, high = boxes[self._answered]
        if low == high:
            return (self._inside, low), (self._outside, self._n - low)
        return (((*self._inside, *self._outside), self._n),)

    # -- nodes ----------------------------------------------------------------

    @cached_property
    def _starts(self) -> tuple[_Node, ...]:
        """All there is: a node for each size of the base of those who answered, where it counts."""
        boxes = [(0, self._n)] * (self._answered + 1)
        if not self._outside:
            boxes[self._answered] = (self._n, self._n)
        root = self._narrowed(boxes, self._rows, tuple(self._readings))
        if root is not None and root.rows:
            root = self._shaved(root)
        if root is None:
            return ()
        if not self._ratios:
            return (root,)
        low, high = root.boxes[self._answered]
        if high - low >= _SIZES:
            return (root,)
        sizes = (self._within(root, self._answered, (m, m)) for m in range(low, high + 1))
        return tuple(node for node in sizes if node is not None)

    def _shaved(self, node: _Node) -> _Node | None:
        """The node whose ranges are those of numbers that need not be whole."""
        simplex, free = self._programme(node)
        if simplex is None:
            return None
        boxes = list(node.boxes)
        for place, column in enumerate(free):
            low, _ = node.boxes[column]
            least, most = -_most(simplex, {place: -1}), _most(simplex, {place: 1})
            boxes[column] = low + ceil(least), low + floor(most)
            if boxes[column][0] > boxes[column][1]:
                return None
        return self._narrowed(boxes, node.rows, node.readings)

    def _within(self, node: _Node, column: int, box: Box) -> _Node | None:
        boxes = [*node.boxes[:column], box, *node.boxes[column + 1 :]]
        return self._narrowed(boxes, node.rows, node.readings)

    def _narrowed(
        self, boxes: list[Box], rows: Iterable[_Row], readings: tuple[_Reading, ...]
    ) -> _Node | None:
        """The node whose ranges are what each row leaves of them; None where nothing is left.

        Its sums come last: where no row is left open, each end of a range is reached.
        """
        for _ in range(_PASSES):
            before = list(boxes)
            rows = [row.within(boxes) for row in rows]
            if not all(row.narrow(boxes) for row in (*rows, *self._link(boxes))):
                return None
            if not all(_filled(boxes, columns, total) for columns, total in self._sums(boxes)):
                return None
            if boxes == before:
                break
        tight = (row.within(boxes) for row in rows)
        return _Node(tuple(boxes), tuple(r for r in tight if not r.always(boxes)), readings)

    def _corner(self, node: _Node, target: Mapping[int, int]) -> tuple[int, ...]:
        """The numbers of the greatest value, by ranges and sums alone."""
        point = [box[target.get(column, 0) > 0] for column, box in enumerate(node.boxes)]
        for columns, total in self._sums(node.boxes):
            spare = total - sum(node.boxes[column][0] for column in columns)
            for column in sorted(columns, key=lambda column: -target.get(column, 0)):
                low, high = node.boxes[column]
                point[column] = min(high, low + spare)
                spare -= point[column] - low
        point[self._answered] = sum(point[column] for column in self._inside)
        return tuple(point)

    def _programme(self, node: _Node) -> tuple[Simplex | None, list[int]]:
        """The node in numbers that need not be whole, each above the least of its range.

        Also given are the columns that vary, in the order of the programme's.
        None for the programme where it has no solution.
        """
        boxes = node.boxes
        free = [column for column, box in enumerate(boxes) if not _known(box)]
        place = {column: position for position, column in enumerate(free)}
        simplex = Simplex(len(free) + 1)
        one = len(free)
        for row in (*node.rows, *self._link(boxes)):
            short = row.least - sum(value * boxes[column][0] for column, value in row.parts)
            parts = {place[column]: value for column, value in row.parts if column in place}
            simplex.at_least({**parts, one: -short}, strict=False)
        for column in free:
            low, high = boxes[column]
            simplex.at_least({place[column]: -1, one: high - low}, strict=False)
        simplex.equal({one: 1}, 1)
        for columns, total in self._sums(boxes):
            spare = total - sum(boxes[column][0] for column in columns)
            simplex.equal({place[column]: 1 for column in columns if column in place}, spare)
        return (simplex if simplex.prepare() is None else None), free

    def _relaxed(
        self, node: _Node, target: Mapping[int, int]
    ) -> tuple[int, tuple[Fraction, ...]] | None:
        """The greatest value of numbers that need not be whole, rounded down, and those numbers."""
        simplex, free = self._programme(node)
        if simplex is None:
            return None
        upward = {place: target[column] for place, column in enumerate(free) if column in target}
        best = _most(simplex, upward)
        above = dict(zip(free, simplex.point(), strict=False))
        lows = [low for low, _ in node.boxes]
        point = tuple(low + above.get(column, Fraction(0)) for column, low in enumerate(lows))
        return floor(best) + _value(target, lows), point

    # -- the search -----------------------------------------------------------

    def _greatest(self, target: Mapping[int, int]) -> tuple[int | None, bool]:
        """The greatest value, None where nothing fits; or, where given up, one it is not above.

        The node that may have the greatest comes first, of equals the youngest;
        the search ends where none may have more than a table that is known.
        """
        queue: _Queue = []
        known = max((_value(target, table) for table in self._found), default=None)
        for node in self._starts:
            self._push(queue, node, target)
        while queue:
            bound, _, node, point, sure = heappop(queue)
            if known is not None and known >= -bound:
                return known, True
            if self._left <= 0:
                return -bound, False
            self._left -= 1 if sure else _PROGRAMME
            if not sure:
                relaxed = self._relaxed(node, target)
                if relaxed is not None:
                    self._wait(queue, relaxed[0], node, relaxed[1], True)
                continue
            branches = self._branches(node, point)
            if branches is None:
                self._found.append([int(value) for value in point])
                return -bound, True
            for branch in branches:
                self._push(queue, branch, target)
        return known, True

    def _push(self, queue: _Queue, node: _Node, target: Mapping[int, int]) -> None:
        point = self._corner(node, target)
        low, high = node.boxes[self._answered]
        holds = low <= point[self._answered] <= high
        holds = holds and all(row.holds(point) for row in node.rows)
        self._wait(queue, _value(target, point), node, point, holds)

    def _wait(self, queue: _Queue, value: int, node: _Node, point: _Point, sure: bool) -> None:
        heappush(queue, (-value, next(self._younger), node, point, sure))

    def _branches(self, node: _Node, point: _Point) -> list[_Node] | None:
        """The parts of a node without a point that is not whole, or fits no base; None if it does.

        How many answered is settled first, then the bases, then the number that
        is nearest to a half.
        """
        broken = [column for column, value in enumerate(point) if value.denominator > 1]
        if broken and self._ratios and not _known(node.boxes[self._answered]):
            return self._split(node, self._answered, round(point[self._answered]), alone=True)
        for reading in node.readings:
            if not any(all(row.holds(point) for row in way) for way in reading):
                return list(self._read_as(node, reading))
        if broken:
            column = min(broken, key=lambda column: abs(point[column] % 1 - _HALF))
            return self._split(node, column, floor(point[column]), alone=False)
        return None

    def _split(self, node: _Node, column: int, value: int, *, alone: bool) -> list[_Node]:
        """The node above a value, and up to it, or below it and at it; what is likeliest last."""
        low, high = node.boxes[column]
        boxes = [(value + 1, high), (low, value - alone), *([(value, value)] if alone else [])]
        parts = (self._within(node, column, box) for box in boxes if box[0] <= box[1])
        return [part for part in parts if part is not None]

    def _read_as(self, node: _Node, reading: _Reading) -> Iterator[_Node]:
        """A node for each base that a fact may be on."""
        others = tuple(other for other in node.readings if other is not reading)
        for way in reading:
            child = self._narrowed(list(node.boxes), (*node.rows, *way), others)
            if child is not None:
                yield child


def _known(box: Box) -> bool:
    return box[0] == box[1]


def _most(simplex: Simplex, upward: Mapping[int, int]) -> Fraction:
    value = simplex.maximise(upward).value
    assert value is not None, "every column has a range"
    return value


def _value(target: Mapping[int, int], point: Sequence[int]) -> int:
    return sum(factor * point[column] for column, factor in target.items())


def _filled(boxes: list[Box], columns: Iterable[int], total: int) -> bool:
    """Take from the ranges what their sum excludes; False where it excludes all."""
    below = total - sum(boxes[column][0] for column in columns)
    above = sum(boxes[column][1] for column in columns) - total
    if below < 0 or above < 0:
        return False
    for column in columns:
        low, high = boxes[column]
        boxes[column] = max(low, high - above), min(high, low + below)
    return True
