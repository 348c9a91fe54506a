"""Whole numbers of respondents: can published figures all be shares of one table of counts?

Where n respondents were asked and none was weighted, the answers to an item
are whole numbers k >= 0 that add up to n. Every published fact is a set of
linear inequalities over the shares k/n, so the question whether a table fits
all facts is a programme in whole numbers, answered without rounding:

* 27.7% of 40 is no whole number of respondents (10.8 are 27%, 11 are 27.5%);
* 33.3%, 33.3% and 33.3% are shares of 99 (33 each), and no shares of 100: each
  figure allows 33 only, and 33 + 33 + 33 < 100.

The first is the GRIM test (Brown & Heathers 2017, *Social Psychological and
Personality Science* 8); the second is the same test of a table. Ranges are
closed, so a half may have been rounded either way.

Where each fact bounds the share of one answer among everyone, answer i has
L_i = ceil(n * low_i) to U_i = floor(n * high_i) respondents, and a table fits
exactly if L_i <= U_i and sum(L) <= n <= sum(U). Anything else (nets, several
bases, leads, several answers allowed) is decided by branch and bound (Land &
Doig 1960, *Econometrica* 28) on the exact simplex, one size after another of
the base of those who answered.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from heapq import heappop, heappush
from itertools import count
from math import ceil, floor, gcd, lcm
from typing import Generic, TypeVar

from kcli.facts.polytope import Fact
from kcli.facts.shares import Columns, Shares, combined
from kcli.facts.simplex import Simplex
from kcli.model.figures import Printed
from kcli.model.predicates import Inequality
from kcli.model.questionnaire import Asking
from kcli.model.survey import Base

__all__ = [
    "Counts",
    "Fitting",
    "WholeTable",
    "counts_that_fit",
    "fits_whole_numbers",
    "whole_table",
    "whole_tables",
]

Key = TypeVar("Key", bound=Hashable)
Label = TypeVar("Label", bound=Hashable)

LIMIT = 5000
"""How many nodes a set of facts may take before it is given up."""

_PROGRAMME = 5  # for how many nodes one counts that the simplex is needed for
_SIZES = 100
"""How many sizes of a base are tried one by one; of more, branch and bound chooses."""

_PASSES = 4
_HALF = Fraction(1, 2)

_Box = tuple[int, int]
_Point = Sequence[int | Fraction]


# -- one figure ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fitting:
    """The counts of n that a figure may be the share of.

    ``rounding_down``: there are some, each of them exactly half a unit above
    the figure: it fits only if its halves were cut, as 11 of 40 printed 27.
    ``half_to_even``: and the last digit is even, so that rounding halves to the
    even digit gives it, too.
    """

    counts: range
    rounding_down: bool
    half_to_even: bool


def counts_that_fit(printed: Printed, n: int) -> Fitting:
    """The counts k with ``|k/n - p| <= u/2``, for a figure p whose last decimal has the unit u.

    Both ends belong to it, as a half is rounded up here and down there (the
    GRIM test, Brown & Heathers 2017). The range is empty where no count fits.

    >>> from kcli.model.figures import read_percent
    >>> [list(counts_that_fit(read_percent(p), 40).counts) for p in ("27", "27.5", "27.7")]
    [[11], [11], []]
    """
    _check(n)
    counts = range(ceil(printed.low * n), floor(printed.high * n) + 1)
    end = (printed.value + printed.half_unit) * n
    cut = bool(counts) and counts[0] == end
    even = (printed.value / printed.half_unit) % 4 == 0
    return Fitting(counts, cut, cut and even)


# -- a table ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counts:
    """The least and the greatest number of respondents; not each between them need fit."""

    least: int
    greatest: int


@dataclass(frozen=True)
class WholeTable(Generic[Label]):
    """Whether whole numbers of n respondents fit all facts, and which.

    fits : None where the search was given up.
    counts : of each answer and net, within the table; None where nothing fits.
    alone : of each answer and net, by the facts that speak of it and nothing else.
    impossible : what no whole numbers of n fit, each fact taken by itself.
    clash : a smallest set of the other facts that no table fits together.
    settled : whether the ends of every range are reached. They hold in any case.

    A table that fits is one that the facts do not exclude. They say less than
    their words in one place: who leads an incomplete list leads answers that no
    source names, and how many respondents share these is open.
    """

    n: int
    fits: bool | None
    counts: Mapping[str, Counts | None]
    alone: Mapping[str, Counts | None]
    impossible: tuple[Label, ...]
    clash: tuple[Label, ...]
    settled: bool


def whole_tables(
    asking: Asking,
    facts: Sequence[Fact[Key, Label]],
    candidates: Iterable[int],
    *,
    limit: int = LIMIT,
) -> dict[int, WholeTable[Label]]:
    """``whole_table`` for each n that may have been the number of respondents."""
    return {n: whole_table(asking, facts, n, limit=limit) for n in candidates}


def whole_table(
    asking: Asking, facts: Sequence[Fact[Key, Label]], n: int, *, limit: int = LIMIT
) -> WholeTable[Label]:
    """Whether one table of whole numbers of n respondents fits every fact about one sample.

    Facts with one label are one fact. A share of those who answered says that
    somebody did; a fact on an unknown base is one on either base, which may be
    another one for another fact. Where several answers are allowed, a table is
    a number for each answer and net that keeps within ``Shares.structure``.
    Raises ValueError for facts that relate samples, and n below 1.
    """
    _check(n, facts)
    labelled = _by_label(facts)
    problem = _problem(asking, facts, n, limit)
    fits = problem.fits()
    names = [*asking.options, *asking.nets]
    counts = {name: None if fits is False else problem.counts(name) for name in names}
    alone, settled = _alone(asking, labelled, n, limit)
    impossible, clash = _reasons(asking, labelled, n, limit) if fits is False else ((), ())
    return WholeTable(n, fits, counts, alone, impossible, clash, settled and problem.settled)


def fits_whole_numbers(
    asking: Asking, facts: Sequence[Fact[Key, Label]], n: int, *, limit: int = LIMIT
) -> bool | None:
    """Whether a table of n respondents fits, and no more than that; None where given up."""
    _check(n, facts)
    return _problem(asking, facts, n, limit).fits()


def _check(n: int, facts: Iterable[Fact[Key, Label]] = ()) -> None:
    if n < 1:
        raise ValueError("a table is of one respondent or more")
    if len({key for fact in facts for key in fact.touches()}) > 1:
        raise ValueError("a table is of one sample")


def _by_label(facts: Iterable[Fact[Key, Label]]) -> dict[Label, list[Fact[Key, Label]]]:
    found: dict[Label, list[Fact[Key, Label]]] = {}
    for fact in facts:
        found.setdefault(fact.label, []).append(fact)
    return found


def _alone(
    asking: Asking, labelled: Mapping[Label, list[Fact[Key, Label]]], n: int, limit: int
) -> tuple[dict[str, Counts | None], bool]:
    """The counts of each answer and net by its own facts, and whether all are settled."""
    own: dict[str, list[Fact[Key, Label]]] = {}
    for together in labelled.values():
        for name in {name for fact in together if (name := _subject(fact)) is not None}:
            own.setdefault(name, []).extend(together)
    found, settled = {}, True
    for name in [*asking.options, *asking.nets]:
        problem = _problem(asking, own.get(name, []), n, limit)
        found[name] = problem.counts(name)
        settled = settled and problem.settled
    return found, settled


def _subject(fact: Fact[Key, Label]) -> str | None:
    """The one answer or net that a fact speaks of."""
    names = {term.option for inequality in fact.inequalities for term, _ in inequality.terms}
    return names.pop() if len(names) == 1 else None


def _reasons(
    asking: Asking, labelled: Mapping[Label, list[Fact[Key, Label]]], n: int, limit: int
) -> tuple[tuple[Label, ...], tuple[Label, ...]]:
    """The facts that fit no table by themselves, and a smallest set of others that clash.

    The set is found by leaving out one fact after another (Chinneck & Dravnieks
    1991, *ORSA Journal on Computing* 3); a question that is given up keeps its fact.
    """

    def excluded(labels: Iterable[Label]) -> bool:
        facts = [fact for label in labels for fact in labelled[label]]
        return _problem(asking, facts, n, limit).fits() is False

    impossible = tuple(label for label in labelled if excluded([label]))
    suspects = [label for label in labelled if label not in impossible]
    if not excluded(suspects):
        return impossible, ()
    for label in list(suspects):
        fewer = [other for other in suspects if other != label]
        if excluded(fewer):
            suspects = fewer
    return impossible, tuple(suspects)


def _problem(
    asking: Asking, facts: Sequence[Fact[Key, Label]], n: int, limit: int
) -> _Plain | _Search:
    """The short way where the facts allow it."""
    return _plain(asking, facts, n) or _Search(asking, facts, n, limit)


# -- the plain case -----------------------------------------------------------


class _Plain:
    """Answers with a range each, that add up to n; what is left over has a range, too."""

    settled = True

    def __init__(self, asking: Asking, boxes: Mapping[str, _Box], rest: int, n: int) -> None:
        self._asking = asking
        self._boxes = boxes
        self._n = n
        self._low = sum(low for low, _ in boxes.values())
        self._high = sum(high for _, high in boxes.values()) + rest

    def fits(self) -> bool:
        """``sum(L) <= n <= sum(U)``, and no range empty."""
        full = all(low <= high for low, high in self._boxes.values())
        return full and self._low <= self._n <= self._high

    def counts(self, name: str) -> Counts | None:
        """The range of an answer or net: its own, and what the others leave of n."""
        if not self.fits():
            return None
        net = self._asking.nets.get(name)
        boxes = [self._boxes[part] for part in (net.options if net else (name,))]
        low, high = sum(low for low, _ in boxes), sum(high for _, high in boxes)
        return Counts(
            max(low, self._n - (self._high - high)), min(high, self._n - (self._low - low))
        )


def _plain(asking: Asking, facts: Iterable[Fact[Key, Label]], n: int) -> _Plain | None:
    """The ranges of the answers; None where a fact says more than a range among everyone."""
    if asking.type != "single":
        return None
    complete = asking.options_complete != "incomplete"
    all_answer = complete and len(asking.substantive) == len(asking.options)
    boxes = dict.fromkeys(asking.options, (0, n))
    for fact in facts:
        if fact.base != "all" and not all_answer:
            return None
        for inequality in fact.inequalities:
            name = inequality.terms[0][0].option
            if len(inequality.terms) > 1 or name not in boxes:
                return None
            boxes[name] = _clipped(boxes[name], inequality, n)
    return _Plain(asking, boxes, 0 if complete else n, n)


def _clipped(box: _Box, inequality: Inequality, n: int) -> _Box:
    """The range where ``factor * count >= bound * n``, or more than that where strict."""
    factor, bound = inequality.terms[0][1], inequality.bound
    (low, high), strict = box, inequality.strict
    top, bottom = bound.numerator * n * factor.denominator, bound.denominator * factor.numerator
    if bottom > 0:
        return max(low, top // bottom + 1 if strict else -(-top // bottom)), high
    return low, min(high, -(-top // bottom) - 1 if strict else top // bottom)


# -- branch and bound ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    """``sum(coefficient * respondents) >= least``, over columns of respondents."""

    parts: tuple[tuple[int, int], ...]
    least: int

    def holds(self, point: _Point) -> bool:
        return sum(value * point[column] for column, value in self.parts) >= self.least

    def within(self, boxes: Sequence[_Box]) -> _Row:
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

    def always(self, boxes: Sequence[_Box]) -> bool:
        """Whether it holds wherever in its ranges the columns are."""
        low = sum(value * boxes[column][value < 0] for column, value in self.parts)
        return low >= self.least

    def narrow(self, boxes: list[_Box]) -> bool:
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

    boxes: tuple[_Box, ...]
    rows: tuple[_Row, ...]
    readings: tuple[_Reading, ...]


_Queue = list[tuple[int, int, _Node, _Point, bool]]


class _Search:
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
            columns = combined(*((value, self._shares.share(t.option)) for t, value in terms))
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

    def _link(self, boxes: Sequence[_Box]) -> tuple[_Row, ...]:
        """How many answered is the sum of the answers; of a known size, a sum says so."""
        if not self._ratios or _known(boxes[self._answered]):
            return ()
        parts = (*((column, 1) for column in self._inside), (self._answered, -1))
        return _Row(parts, 0), _Row(tuple((column, -value) for column, value in parts), 0)

    def _sums(self, boxes: Sequence[_Box]) -> tuple[tuple[tuple[int, ...], int], ...]:
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

    def _within(self, node: _Node, column: int, box: _Box) -> _Node | None:
        boxes = [*node.boxes[:column], box, *node.boxes[column + 1 :]]
        return self._narrowed(boxes, node.rows, node.readings)

    def _narrowed(
        self, boxes: list[_Box], rows: Iterable[_Row], readings: tuple[_Reading, ...]
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


def _known(box: _Box) -> bool:
    return box[0] == box[1]


def _most(simplex: Simplex, upward: Mapping[int, int]) -> Fraction:
    value = simplex.maximise(upward).value
    assert value is not None, "every column has a range"
    return value


def _value(target: Mapping[int, int], point: Sequence[int]) -> int:
    return sum(factor * point[column] for column, factor in target.items())


def _filled(boxes: list[_Box], columns: Iterable[int], total: int) -> bool:
    """Take from the ranges what their sum excludes; False where it excludes all."""
    below = total - sum(boxes[column][0] for column in columns)
    above = sum(boxes[column][1] for column in columns) - total
    if below < 0 or above < 0:
        return False
    for column in columns:
        low, high = boxes[column]
        boxes[column] = max(low, high - above), min(high, low + below)
    return True
