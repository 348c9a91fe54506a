"""The exact simplex against every corner of a small polytope, one by one, and what it names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kcli.facts.simplex import Infeasible, Optimum, Simplex, whole

F = Fraction
Point = tuple[Fraction, ...]
Row = tuple[dict[int, int], bool]
"""Coefficients of a row that is at least 0, and whether it is above 0."""


# -- every corner -------------------------------------------------------------


def value(row: dict[int, int], point: Point) -> Fraction:
    return sum((factor * point[column] for column, factor in row.items()), F(0))


def solved(rows: Sequence[Sequence[Fraction]]) -> Point | None:
    """The one solution of as many equations as unknowns, the last entry the right hand side."""
    matrix = [list(row) for row in rows]
    for column in range(len(matrix)):
        pivot = next((r for r in range(column, len(matrix)) if matrix[r][column]), None)
        if pivot is None:
            return None
        matrix[column], matrix[pivot] = matrix[pivot], matrix[column]
        lead = matrix[column][column]
        matrix[column] = [x / lead for x in matrix[column]]
        for other in range(len(matrix)):
            if other != column and matrix[other][column]:
                factor = matrix[other][column]
                pairs = zip(matrix[other], matrix[column], strict=True)
                matrix[other] = [x - factor * y for x, y in pairs]
    return tuple(row[-1] for row in matrix)


def corners(size: int, rows: Iterable[dict[int, int]]) -> list[Point]:
    """Of the shares that add up to 1 and satisfy all rows, strict ones too weakly."""
    weak = [*({column: 1} for column in range(size)), *rows]
    total = [F(1)] * (size + 1)
    found = set()
    for tight in combinations(weak, size - 1):
        dense = [[F(row.get(column, 0)) for column in range(size)] + [F(0)] for row in tight]
        point = solved([*dense, total])
        if point is not None and all(value(row, point) >= 0 for row in weak):
            found.add(point)
    return sorted(found)


def middle(points: Sequence[Point]) -> Point:
    """A point inside of what they span: a strict row holds there if it holds anywhere in it."""
    return tuple(sum(xs, F(0)) / len(points) for xs in zip(*points, strict=True))


def there_is_one(size: int, rows: Sequence[Row]) -> bool:
    """Whether a point satisfies all rows."""
    points = corners(size, [row for row, _ in rows])
    return bool(points) and all(value(row, middle(points)) > 0 for row, strict in rows if strict)


def greatest(size: int, rows: Sequence[Row], direction: dict[int, int]) -> tuple[Fraction, bool]:
    """The least upper bound, and whether it is reached."""
    points = corners(size, [row for row, _ in rows])
    most = max(value(direction, point) for point in points)
    inside = middle([point for point in points if value(direction, point) == most])
    return most, all(value(row, inside) > 0 for row, strict in rows if strict)


def programme(size: int, rows: Sequence[Row]) -> Simplex:
    simplex = Simplex(size)
    for row, strict in rows:
        simplex.at_least(row, strict=strict)
    simplex.equal(dict.fromkeys(range(size), 1), 1)
    return simplex


@st.composite
def programmes(draw: st.DrawFn) -> tuple[int, list[Row], dict[int, int]]:
    size = draw(st.integers(2, 4))
    columns = st.integers(0, size - 1)
    row = st.dictionaries(columns, st.integers(-4, 4), min_size=1)
    rows = draw(st.lists(st.tuples(row, st.booleans()), max_size=5))
    return size, rows, draw(st.dictionaries(columns, st.integers(-4, 4), min_size=1))


@settings(max_examples=150, deadline=None)
@given(programmes())
@example((3, [({0: 1, 1: -1}, True), ({1: 1, 2: -1}, True), ({2: 1, 0: -1}, False)], {0: 1}))
@example((3, [({0: 1, 1: -1}, True), ({1: 1, 2: -1}, False)], {2: 1}))
@example((2, [({0: -1}, False), ({0: 1}, False)], {0: 1, 1: -1}))
@example((2, [({0: -1}, True)], {0: 1}))
@example((4, [({0: 1, 1: -2}, False), ({1: 3, 2: -1}, True), ({3: 1, 0: -1}, True)], {1: 1, 2: 2}))
def test_it_finds_what_looking_at_every_corner_finds(
    given_programme: tuple[int, list[Row], dict[int, int]],
) -> None:
    size, rows, direction = given_programme
    simplex = programme(size, rows)
    outcome = simplex.prepare()
    assert (outcome is None) == there_is_one(size, rows)
    if outcome is not None:
        # The rows that are named suffice; the last one is the sum of all.
        assert outcome.rows <= set(range(len(rows) + 1))
        assert not there_is_one(size, [r for place, r in enumerate(rows) if place in outcome.rows])
        return
    for way in (direction, {column: -factor for column, factor in direction.items()}):
        most = simplex.maximise(way)
        assert (most.value, most.reached) == greatest(size, rows, way)
        assert most.rows <= set(range(len(rows) + 1))
        held = [row for place, row in enumerate(rows) if place in most.rows]
        assert greatest(size, held, way)[0] == most.value
        point = simplex.point()
        assert value(way, point) == most.value
        assert sum(point) == 1
        assert all(x >= 0 for x in point)
        assert all(value(row, point) >= 0 for row, _ in rows)


# -- worked by hand -----------------------------------------------------------


def test_only_rows_that_hold_a_bound_down_are_named() -> None:
    # x1 <= x0 and x2 <= x0 are rows 0 and 1; x1 is at most a half because of row 0 alone.
    simplex = programme(3, [({0: 1, 1: -1}, False), ({0: 1, 2: -1}, False)])
    assert simplex.prepare() is None
    assert simplex.maximise({1: 1}) == Optimum(F(1, 2), True, frozenset({0, 2}))
    assert simplex.point() == (F(1, 2), F(1, 2), 0)
    assert simplex.maximise({2: 1}) == Optimum(F(1, 2), True, frozenset({1, 2}))
    assert simplex.maximise({0: 1}) == Optimum(1, True, frozenset({2}))
    assert simplex.point() == (1, 0, 0)


def test_where_nothing_bounds_a_direction_nothing_is_reached_or_named() -> None:
    simplex = Simplex(2)
    simplex.at_least({0: 1, 1: -1}, strict=False)
    assert simplex.prepare() is None
    assert simplex.maximise({0: 1}) == Optimum(None, False, frozenset())
    assert simplex.maximise({1: 1, 0: -1}) == Optimum(0, True, frozenset({0}))


def test_without_rows_only_nought_is_the_greatest_of_what_falls() -> None:
    simplex = Simplex(1)
    assert simplex.prepare() is None
    assert simplex.maximise({0: -1}) == Optimum(0, True, frozenset())
    assert simplex.maximise({}) == Optimum(0, True, frozenset())
    assert simplex.maximise({0: 1}).value is None
    assert simplex.point() == (0,)


@pytest.mark.parametrize("constants", [(1, 2), (2, 1), (0, 1), (1, 0)])
def test_equations_that_contradict_each_other_are_both_named(constants: tuple[int, int]) -> None:
    simplex = Simplex(2)
    simplex.at_least({0: 1}, strict=True)
    for constant in constants:
        simplex.equal({0: 1, 1: 1}, constant)
    assert simplex.prepare() == Infeasible(frozenset({1, 2}))


def test_an_equation_without_variables_is_true_or_names_itself() -> None:
    for constant, outcome in ((0, None), (1, Infeasible(frozenset({0})))):
        simplex = Simplex(1)
        simplex.equal({}, constant)
        assert simplex.prepare() == outcome


def test_an_equation_said_twice_says_nothing_more() -> None:
    simplex = programme(2, [({0: 1, 1: -3}, False)])
    simplex.equal({0: 2, 1: 2}, 2)
    assert simplex.prepare() is None
    assert simplex.maximise({1: 1}) == Optimum(F(1, 4), True, frozenset({0, 1}))


def test_a_factor_of_nought_is_no_factor() -> None:
    simplex = Simplex(2)
    simplex.at_least({0: 0, 1: -2}, strict=False)
    simplex.equal({0: 0, 1: 5}, 0)
    simplex.equal({0: 3, 1: 0}, 2)
    assert simplex.prepare() is None
    assert simplex.maximise({0: 1, 1: 7}).value == F(2, 3)


def test_a_row_that_needs_more_than_nought_of_nothing_names_itself() -> None:
    simplex = programme(2, [({0: 1}, False), ({}, True)])
    assert simplex.prepare() == Infeasible(frozenset({1}))


def test_an_equation_that_asks_for_less_than_nought_has_no_point() -> None:
    simplex = Simplex(2)
    simplex.equal({0: 1, 1: 1}, -1)
    assert simplex.prepare() == Infeasible(frozenset({0}))


def test_a_strict_row_beside_a_factor_of_nought_stays_strict() -> None:
    simplex = Simplex(2)
    simplex.at_least({1: 0}, strict=False)
    simplex.at_least({0: 0, 1: 1}, strict=True)
    assert simplex.prepare() is None
    assert simplex.maximise({0: -3, 1: -3}) == Optimum(0, False, frozenset({1}))
    simplex = Simplex(2)
    simplex.at_least({1: 1}, strict=True)
    simplex.equal({0: 1}, 0)
    assert simplex.prepare() is None
    assert simplex.maximise({0: 5, 1: -2}) == Optimum(0, False, frozenset({0, 1}))


def test_an_equation_stays_one_where_a_single_point_is_left() -> None:
    simplex = Simplex(3)
    simplex.equal({0: 1, 1: 1, 2: 1}, 1)
    simplex.equal({0: 1, 1: -1, 2: 1}, 0)
    simplex.at_least({0: 1}, strict=False)
    simplex.at_least({2: 2, 1: -1}, strict=False)
    simplex.at_least({1: 1, 2: 2}, strict=False)
    simplex.at_least({2: -1, 0: 1}, strict=False)
    simplex.at_least({1: 2}, strict=False)
    assert simplex.prepare() is None
    # The second is a half; the third a quarter or more, and no more than the first.
    assert simplex.maximise({0: 3, 1: -2, 2: 3}).value == F(1, 2)
    assert simplex.point() == (F(1, 4), F(1, 2), F(1, 4))
    assert simplex.maximise({0: 1}).value == F(1, 4)


def test_a_steepest_ascent_that_would_turn_in_circles_ends() -> None:
    """Chvátal (1983), chapter 3: steepest first, six pivots lead back to where they began."""
    simplex = Simplex(7)  # two slacks, four variables, and 1
    simplex.at_least({2: -1, 6: 1}, strict=False)
    simplex.equal({0: 2, 2: 1, 3: -11, 4: -5, 5: 18}, 0)
    simplex.equal({1: 2, 2: 1, 3: -3, 4: -1, 5: 2}, 0)
    simplex.equal({6: 1}, 1)
    assert simplex.prepare() is None
    most = simplex.maximise({2: 10, 3: -57, 4: -9, 5: -24})
    assert most == Optimum(1, True, frozenset({0, 2, 3}))
    assert simplex.point() == (2, 0, 1, 0, 1, 0, 1)


def test_a_direction_in_whole_numbers_keeps_its_ratios() -> None:
    assert whole({0: F(1, 4), 3: F(-5, 6), 5: F(0)}) == {0: 3, 3: -10}
    assert whole({}) == {}
