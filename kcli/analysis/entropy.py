"""Numbers of respondents that satisfy linear rows: as even as the rows allow, then whole.

Every answer of every sample is a column, and every row is in whole numbers,
so that whether something can be held is decided exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop, heappush
from math import ceil, floor, gcd, lcm

from kcli.analysis.evidence import Place, Reading
from kcli.facts.polytope import Fact
from kcli.facts.shares import Shares, combined, side
from kcli.facts.simplex import Simplex
from kcli.model.predicates import Inequality
from kcli.model.questionnaire import Asking
from kcli.model.survey import Base
from kcli.stats.entropy import maximum_entropy

__all__ = [
    "Block",
    "ItemFact",
    "Row",
    "Sheet",
    "agreed",
    "even_shares",
    "greatest",
    "linear_row",
    "whole",
    "whole_near",
]

ItemFact = Fact[Place, Reading]

_Box = tuple[tuple[int, int], ...]
_Found = tuple[Fraction, tuple[int, ...]] | None

_NODES = 500
_SIZES = 20_000
_GRID = 10**6


@dataclass(frozen=True, slots=True)
class Block:
    """The columns of one sample's answers, which share out its ``n`` respondents.

    ``answered`` are those of answers to the question; the others are don't know.
    """

    columns: range
    n: int
    answered: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """``sum(coefficient * respondents) >= least``."""

    coefficients: tuple[tuple[int, int], ...]
    least: int

    def holds(self, counts: Sequence[int]) -> bool:
        """Whether numbers of respondents, by column, satisfy it."""
        return sum(value * counts[column] for column, value in self.coefficients) >= self.least

    def tightened(self) -> Row:
        """The row that says the same of whole numbers and less than it of others."""
        common = gcd(*(value for _, value in self.coefficients)) or 1
        coefficients = tuple((column, value // common) for column, value in self.coefficients)
        return Row(coefficients, -(-self.least // common))

    def is_ratio(self, block: Block) -> bool:
        """Whether it sets some of those who answered against all of them."""
        found = dict(self.coefficients)
        values = {found.get(column, 0) for column in block.answered}
        return len(values) > 1 and 0 not in values

    def of_size(self, block: Block, size: int) -> Row:
        """The row without its ratio, where ``size`` answered."""
        if not self.is_ratio(block):
            return self
        found = dict(self.coefficients)
        values = [found[column] for column in block.answered]
        common = max(values, key=lambda value: (values.count(value), value))
        left = {c: v - common * (c in block.answered) for c, v in self.coefficients}
        kept = tuple((column, value) for column, value in left.items() if value)
        return Row(kept, self.least - common * size)

    def eased(self) -> Row:
        """The row that holds where one respondent more or less would satisfy this one."""
        step = max((abs(value) for _, value in self.coefficients), default=0)
        return Row(self.coefficients, self.least - step)


def linear_row(
    coefficients: Mapping[int, Fraction], least: Fraction, *, strict: bool = False
) -> Row:
    """A row in whole numbers; of respondents, so a strict one is passed by a whole step."""
    scale = lcm(least.denominator, *(value.denominator for value in coefficients.values()))
    whole_numbers = ((column, int(value * scale)) for column, value in coefficients.items())
    kept = tuple(sorted((column, value) for column, value in whole_numbers if value))
    return Row(kept, int(least * scale) + strict)


class Sheet:
    """Samples laid out in columns of respondents, one column an answer."""

    def __init__(self, asking: Asking, sizes: Mapping[Place, int]) -> None:
        self.asking = asking
        self.sizes = sizes
        self._everyone_answers = Shares(asking).everyone_answers
        self._reading: Base = "all"
        self.blocks: list[Block] = []
        self._shares: dict[Place, Shares] = {}
        end = 0
        for place, n in sizes.items():
            shares = self._shares[place] = Shares(asking, end)
            answered = tuple(sorted(shares.base("substantive")))
            self.blocks.append(Block(range(end, shares.end), n, answered))
            end = shares.end

    def settle(self, facts: Sequence[ItemFact]) -> None:
        """Choose the base that shares of an unknown one are read on: the first that fits."""
        readings: tuple[Base, ...] = ("all", "substantive")
        for reading in readings:
            self._reading = reading
            rows = [row for fact in facts for row in self.rows(fact)]
            if all(fact.base != "unknown" for fact in facts) or whole(self.blocks, rows):
                return
        self._reading = "unknown"

    def base(self, fact: ItemFact) -> Base:
        """The base that a fact is read on; everyone, where everyone answers."""
        base = self._reading if fact.base == "unknown" else fact.base
        return "all" if self._everyone_answers else base

    def rows(self, fact: ItemFact) -> tuple[Row, ...]:
        """A fact, as rows of respondents; if it speaks of those who answered, somebody did."""
        found = [self.row(fact, inequality) for inequality in fact.inequalities]
        if self.base(fact) == "substantive":
            somebody = {place: Fraction(1, self.sizes[place]) for place in sorted(fact.touches())}
            found += [linear_row(self.answered(place), one) for place, one in somebody.items()]
        return tuple(found)

    def row(self, fact: ItemFact, inequality: Inequality, beyond: Fraction = Fraction(0)) -> Row:
        """An inequality on its base, held by ``beyond`` more, as a share of everyone."""
        base = self.base(fact)
        parts = [
            (value, self._among(fact.blocks(t), t.option, side(base, value)))
            for t, value in inequality.terms
        ]
        if base == "unknown":  # whichever says less
            base = "substantive" if inequality.bound >= 0 else "all"
        if base == "all":
            beyond += inequality.bound
        else:
            place = fact.blocks(inequality.terms[0][0])
            parts.append((-inequality.bound, self.answered(place)))
        return linear_row(combined(*parts), beyond, strict=inequality.strict)

    def share(self, place: Place, name: str) -> dict[int, Fraction]:
        """The share of an answer or a net among everyone, in columns of respondents."""
        return self._among(place, name, "all")

    def _among(self, place: Place, name: str, base: Base) -> dict[int, Fraction]:
        """What of it counts on a base."""
        return self._per_head(place, self._shares[place].share(name, base))

    def answered(self, place: Place) -> dict[int, Fraction]:
        """The share of those with a substantive answer among everyone."""
        return self._per_head(place, self._shares[place].base("substantive"))

    def _per_head(self, place: Place, columns: Mapping[int, Fraction]) -> dict[int, Fraction]:
        return {column: value / self.sizes[place] for column, value in columns.items()}


def greatest(
    blocks: Sequence[Block], rows: Iterable[Row], target: Mapping[int, Fraction]
) -> Fraction:
    """The greatest value of ``sum(coefficient * respondents)``, not only in whole numbers."""
    simplex = _programme(blocks, rows)
    assert simplex is not None, "asked only of rows that have a solution"
    scale = lcm(*(value.denominator for value in target.values()))
    value = simplex.maximise({c: int(part * scale) for c, part in target.items()}).value
    assert value is not None, "every column is at most its sample's n"
    return value / scale


def agreed(
    blocks: Sequence[Block], rows: Sequence[Row], demands: Sequence[Sequence[Sequence[Row]]]
) -> tuple[list[Row], list[int]]:
    """The rows with those of every demand that whole numbers can meet beside those before it.

    A demand is several ways of meeting it, the best first. Also given is which
    way each took: the number of its ways where none was left.
    """
    if all(demands):
        together = [*rows, *(row for ways in demands for row in ways[0])]
        if whole(blocks, together) is not None:
            return together, [0] * len(demands)
    kept, taken = list(rows), []
    for ways in demands:
        way = 0
        while way < len(ways) and whole(blocks, [*kept, *ways[way]]) is None:
            way += 1
        kept += ways[way] if way < len(ways) else ()
        taken.append(way)
    return kept, taken


def whole(
    blocks: Sequence[Block], rows: Sequence[Row], near: Sequence[Fraction] | None = None
) -> tuple[int, ...] | None:
    """Whole numbers of respondents that satisfy every row; None where there are none.

    Those nearest to ``near``, in the sum of the differences; by largest
    remainder, if that breaks no row. Without ``near``, some in the middle.
    A search that has become too long is given up, as if there were none.
    """
    rows = [row.tightened() for row in rows]
    if near is None:
        simplex = _programme(blocks, rows)
        if simplex is None:
            return None
        near = _middle(simplex, blocks)
    rounded = _rounded(blocks, near)
    if all(row.holds(rounded) for row in rows):
        return tuple(rounded)
    found = _nearest(blocks, rows, near)
    return found[1] if found else None


def _nearest(blocks: Sequence[Block], rows: Sequence[Row], near: Sequence[Fraction]) -> _Found:
    """The nearest whole numbers and their distance: one size after another of a base in a ratio.

    Once it is known how many answered, 51.3% of them is a whole number or none.
    """
    block = next((b for b in blocks if any(row.is_ratio(b) for row in rows)), None)
    if block is None:
        return _branched(blocks, rows, near)
    simplex = _programme(blocks, rows)
    if simplex is None:
        return None
    base = dict.fromkeys(block.answered, 1)
    high = simplex.maximise(base).value or 0
    low = -(simplex.maximise(dict.fromkeys(base, -1)).value or 0)
    middle = sum((near[column] for column in base), Fraction(0))
    best: _Found = None
    sizes = sorted(range(ceil(low), floor(high) + 1), key=lambda size: abs(size - middle))
    for size in sizes[:_SIZES]:
        if best is not None and abs(size - middle) >= best[0]:
            break  # so far from the middle, nothing is nearer
        known = _of_size(rows, block, size)
        found = _nearest(blocks, known, near) if known is not None else None
        if found is not None and (best is None or found[0] < best[0]):
            best = found
    return best


def _of_size(rows: Sequence[Row], block: Block, size: int) -> list[Row] | None:
    """The rows where this many answered; None where two of them leave no number between them."""
    found = [Row(tuple((column, 1) for column in block.answered), size)]
    found.append(Row(tuple((column, -1) for column in block.answered), -size))
    ends: dict[tuple[tuple[int, int], ...], int] = {(): 0}
    for row in rows:
        known = row.of_size(block, size).tightened()
        opposite = tuple((column, -value) for column, value in known.coefficients)
        if ends.get(opposite, -known.least) + known.least > 0:
            return None
        ends[known.coefficients] = max(known.least, ends.get(known.coefficients, known.least))
        found.append(known)
    return found


def _branched(blocks: Sequence[Block], rows: Sequence[Row], near: Sequence[Fraction]) -> _Found:
    """The nearest whole numbers by branch and bound (Land & Doig 1960, *Econometrica* 28)."""
    size = blocks[-1].columns.stop
    everything: _Box = ((0, max(block.n for block in blocks)),) * size
    waiting: list[tuple[Fraction, int, _Box, tuple[Fraction, ...]]] = []
    boxes = [everything]
    for serial in range(_NODES):
        for place, box in enumerate(boxes):
            found = _relaxed(blocks, rows, box, near)
            if found is not None:
                # Of equally near ones, the youngest: straight down to a solution.
                heappush(waiting, (found[0], -2 * serial - place, box, found[1]))
        if not waiting:
            return None
        distance, _, box, point = heappop(waiting)
        column = next((c for c, value in enumerate(point) if value.denominator > 1), None)
        if column is None:
            return distance, tuple(int(value) for value in point)
        (low, high), value = box[column], floor(point[column])
        halves = ((low, value), (value + 1, high))
        boxes = [(*box[:column], half, *box[column + 1 :]) for half in halves]
    return None


def even_shares(blocks: Sequence[Block], rows: Sequence[Row]) -> tuple[Fraction, ...]:
    """The share of every column in its sample, at the greatest sum of the samples' entropies.

    Columns that the rows hold at nothing, and rows that they hold tight, are
    found first, so that the rest has a point with something to spare.
    """
    simplex = _programme(blocks, rows)
    assert simplex is not None, "asked only of rows that have a solution"
    size = blocks[-1].columns.stop
    sizes = [block.n for block in blocks for _ in block.columns]
    points, free, loose = [], [], []
    for column in range(size):
        if simplex.maximise({column: 1}).value:
            free.append(column)
            points.append(simplex.point()[:size])
    for place, row in enumerate(rows):
        if simplex.maximise({**dict(row.coefficients), size: -row.least}).value:
            loose.append(place)
            points.append(simplex.point()[:size])

    def over_free(coefficients: Mapping[int, int]) -> list[Fraction]:
        return [Fraction(coefficients.get(column, 0) * sizes[column]) for column in free]

    start = [sum((p[c] for p in points), Fraction(0)) / len(points) / sizes[c] for c in free]
    tight = [over_free(dict(r.coefficients)) for i, r in enumerate(rows) if i not in set(loose)]
    adding_up = [over_free(dict.fromkeys(block.columns, 1)) for block in blocks]
    spare = [(over_free(dict(rows[i].coefficients)), Fraction(rows[i].least)) for i in loose]
    found = dict(zip(free, maximum_entropy(start, [*adding_up, *tight], spare), strict=True))
    return tuple(found.get(column, Fraction(0)) for column in range(size))


def whole_near(
    blocks: Sequence[Block], rows: Sequence[Row], shares: Sequence[Fraction]
) -> tuple[int, ...]:
    """Shares as whole numbers of respondents that satisfy every row, the nearest there are."""
    sizes = [block.n for block in blocks for _ in block.columns]
    # What differs in the arithmetic only is made equal: a millionth of a respondent is enough.
    exact = zip(shares, sizes, strict=True)
    quotas = [Fraction(round(share * n * _GRID), _GRID) for share, n in exact]
    found = whole(blocks, rows, quotas) or whole(blocks, rows)
    assert found is not None, "asked only of rows that have a solution"
    return found


def _rounded(blocks: Sequence[Block], quotas: Sequence[Fraction]) -> list[int]:
    """Whole numbers by largest remainder; ties go to the first answer."""
    rounded = [floor(quota) for quota in quotas]
    for block in blocks:
        order = sorted(block.columns, key=lambda column: rounded[column] - quotas[column])
        missing = block.n - sum(rounded[column] for column in block.columns)
        for column in order[:missing]:
            rounded[column] += 1
    return rounded


def _middle(simplex: Simplex, blocks: Sequence[Block]) -> list[Fraction]:
    """The middle between the points that are the greatest for each answer."""
    size = blocks[-1].columns.stop
    points = []
    for column in range(size):
        simplex.maximise({column: 1})
        points.append(simplex.point()[:size])
    return [sum(values, Fraction(0)) / size for values in zip(*points, strict=True)]


def _relaxed(
    blocks: Sequence[Block], rows: Iterable[Row], box: _Box, near: Sequence[Fraction]
) -> tuple[Fraction, tuple[Fraction, ...]] | None:
    """The nearest numbers in a box, not only whole ones, and how far they are."""
    size = len(near)
    simplex = _programme(blocks, [*rows, *_sides(box)], near)
    if simplex is None:
        return None
    value = simplex.maximise({size + 1 + column: -1 for column in range(size)}).value
    assert value is not None, "nothing is nearer than near"
    return -value, simplex.point()[:size]


def _sides(box: _Box) -> Iterator[Row]:
    for column, (low, high) in enumerate(box):
        if low:
            yield Row(((column, 1),), low)
        yield Row(((column, -1),), -high)


def _programme(
    blocks: Sequence[Block], rows: Iterable[Row], near: Sequence[Fraction] = ()
) -> Simplex | None:
    """The rows as a linear programme, ready to be maximised over; None where nothing fits.

    Column ``size`` is 1. Those after it are what each answer gains over ``near``.
    """
    size = blocks[-1].columns.stop
    simplex = Simplex(size + 1 + len(near))
    for row in rows:
        simplex.at_least({**dict(row.coefficients), size: -row.least}, strict=False)
    for column, quota in enumerate(near):
        part = quota.denominator
        simplex.at_least(
            {size + 1 + column: part, column: -part, size: quota.numerator}, strict=False
        )
    simplex.equal({size: 1}, 1)
    for block in blocks:
        simplex.equal({**dict.fromkeys(block.columns, 1), size: -block.n}, 0)
    return simplex if simplex.prepare() is None else None
