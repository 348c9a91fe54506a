"""What inventing respondents takes: the most even shares, and chance. The same on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal, localcontext
from fractions import Fraction

__all__ = ["SplitMix64", "maximum_entropy"]

# Arithmetic in decimals is the same on every machine, logarithms included; that of floats is not.
_CONTEXT = Context(prec=60, Emin=-999_999, Emax=999_999)
_UNIT = Decimal("1e-12")
_GAP = Decimal("1e-26")
_GROWTH = 100
_CENTRED = Decimal("1e-12")
_NEAR = Decimal("0.25")
_MASK = 2**64 - 1

Vector = list[Decimal]
Rows = list[tuple[Vector, Decimal]]


def maximum_entropy(
    start: Sequence[Fraction],
    equations: Sequence[Sequence[Fraction]],
    inequalities: Sequence[tuple[Sequence[Fraction], Fraction]],
) -> tuple[Fraction, ...]:
    r"""The p that maximises :math:`-\sum p_j \ln p_j` where ``E p = E start`` and ``A p >= b``.

    Parameters
    ----------
    start : sequence of Fraction, shape (m,)
        Shares above 0 that satisfy every inequality with something to spare.
        The equations, of which one at least makes shares add up, hold there.
    equations : sequence of rows of shape (m,)
    inequalities : sequence of (row of shape (m,), bound)

    Returns
    -------
    tuple of Fraction, shape (m,)
        Shares, to 12 decimals.

    Notes
    -----
    The barrier method: for a growing t the minimum of
    :math:`t \sum p \ln p - \sum \ln p - \sum \ln(A p - b)` by Newton steps inside the equations.
    The function is self-concordant, so steps damped by 1/(1 + decrement) stay inside and
    arrive without a line search. With k logarithms its minimum is within k/t of the greatest
    entropy, and entropy is strongly concave: :math:`\|p - p^*\|_1 \le \sqrt{2k/t}`.

    References
    ----------
    Boyd, S. & Vandenberghe, L. (2004). *Convex Optimization*. Cambridge University Press,
    sections 9.6 and 11.3. Jaynes, E. T. (1957). Information theory and statistical mechanics.
    *Physical Review* 106, 620-630.

    Examples
    --------
    Three answers, of which the first has one half or more:

    >>> zero, half, one = Fraction(0), Fraction(1, 2), Fraction(1)
    >>> start = [Fraction(3, 4), Fraction(1, 8), Fraction(1, 8)]
    >>> at_least_half = ([one, zero, zero], half)
    >>> [str(p) for p in maximum_entropy(start, [[one, one, one]], [at_least_half])]
    ['1/2', '1/4', '1/4']
    """
    with localcontext(_CONTEXT):
        ways = [[_decimal(value) for value in way] for way in _null_space(equations, len(start))]
        rows = [([_decimal(v) for v in row], _decimal(bound)) for row, bound in inequalities]
        point = [_decimal(value) for value in start]
        weight = Decimal(1)
        while ways and (len(point) + len(rows)) / weight > _GAP:
            weight *= _GROWTH
            point = _centre(point, rows, ways, weight)
        return tuple(Fraction(value.quantize(_UNIT)) for value in point)


def _centre(point: Vector, rows: Rows, ways: list[Vector], weight: Decimal) -> Vector:
    """The minimum of the barrier function of one weight, by damped Newton steps."""
    while True:
        gradient, curvature = _derivatives(point, rows, weight)
        slope = [_dot(way, gradient) for way in ways]
        turned = [[_dot(row, way) for row in curvature] for way in ways]
        hessian = [[_dot(way, row) for way in ways] for row in turned]
        step = _solve(hessian, [-value for value in slope])
        decrement = (-_dot(slope, step)).max(Decimal(0)).sqrt()
        length = Decimal(1) if decrement < _NEAR else 1 / (1 + decrement)
        moves = [
            sum((way[place] * part for way, part in zip(ways, step, strict=True)), Decimal(0))
            for place in range(len(point))
        ]
        point = [value + length * move for value, move in zip(point, moves, strict=True)]
        if decrement < _CENTRED:
            return point


def _derivatives(point: Vector, rows: Rows, weight: Decimal) -> tuple[Vector, list[Vector]]:
    """Gradient and second derivatives of the barrier function in the shares."""
    size = range(len(point))
    gradient = [weight * (value.ln() + 1) - 1 / value for value in point]
    curvature = [[Decimal(0)] * len(point) for _ in size]
    for place, value in enumerate(point):
        curvature[place][place] = weight / value + 1 / (value * value)
    for row, bound in rows:
        slack = _dot(row, point) - bound
        scaled = [value / slack for value in row]
        gradient = [value - part for value, part in zip(gradient, scaled, strict=True)]
        for i in size:
            if scaled[i]:
                for j in size:
                    curvature[i][j] += scaled[i] * scaled[j]
    return gradient, curvature


def _solve(matrix: list[Vector], right: Vector) -> Vector:
    """The solution of a positive definite system, by elimination."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for place, pivot in enumerate(rows):
        for row in rows[place + 1 :]:
            factor = row[place] / pivot[place]
            for column in range(place, len(row)):
                row[column] -= factor * pivot[column]
    solution: Vector = []
    for place in reversed(range(len(rows))):
        known = _dot(rows[place][place + 1 : -1], solution)
        solution.insert(0, (rows[place][-1] - known) / rows[place][place])
    return solution


def _null_space(equations: Sequence[Sequence[Fraction]], size: int) -> list[list[Fraction]]:
    """Directions that change no equation, as many as there are freedoms."""
    reduced: list[tuple[int, list[Fraction]]] = []
    for equation in equations:
        row = list(equation)
        for pivot, other in reduced:
            row = [a - row[pivot] * b for a, b in zip(row, other, strict=True)]
        first = next((place for place, value in enumerate(row) if value), None)
        if first is None:
            continue
        row = [value / row[first] for value in row]
        reduced = [
            (pivot, [a - other[first] * b for a, b in zip(other, row, strict=True)])
            for pivot, other in reduced
        ]
        reduced.append((first, row))
    pivots = dict(reduced)
    return [
        [
            -pivots[place][free] if place in pivots else Fraction(int(place == free))
            for place in range(size)
        ]
        for free in range(size)
        if free not in pivots
    ]


def _dot(first: Sequence[Decimal], second: Sequence[Decimal]) -> Decimal:
    return sum((a * b for a, b in zip(first, second, strict=True)), Decimal(0))


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


class SplitMix64:
    """64 random bits at a time, the same in every version of every language.

    Steele, G. L., Lea, D. & Flood, C. H. (2014). Fast splittable pseudorandom
    number generators. *OOPSLA '14*, 453-472.

    >>> stream = SplitMix64(1234567)
    >>> [stream.bits() for _ in range(2)]
    [6457827717110365317, 3203168211198807973]
    """

    def __init__(self, seed: int) -> None:
        self._state = seed & _MASK

    def bits(self) -> int:
        """The next number from 0 to 2**64 - 1."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return mixed ^ (mixed >> 31)

    def below(self, bound: int) -> int:
        """A number from 0 to ``bound - 1``, each as likely: the uneven rest is drawn again."""
        limit = 2**64 - 2**64 % bound
        while (found := self.bits()) >= limit:
            pass
        return found % bound
