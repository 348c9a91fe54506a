"""The exact simplex: values worked by hand, and HiGHS as an independent second opinion."""

from __future__ import annotations

from fractions import Fraction

import highspy
from hypothesis import given, settings
from hypothesis import strategies as st

from kcli.facts.simplex import Infeasible, Simplex

SHARES = {0: 1, 1: 1, 2: 1}


def solved(rows: list[tuple[dict[int, int], bool]]) -> Simplex | Infeasible:
    simplex = Simplex(3)
    for row, strict in rows:
        simplex.at_least(row, strict=strict)
    simplex.equal(SHARES, 1)
    return simplex.prepare() or simplex


def test_a_strict_bound_is_approached_and_not_reached() -> None:
    majority = {0: 1, 1: -1, 2: -1}  # the first is above the other two together
    simplex = solved([(majority, True)])
    assert isinstance(simplex, Simplex)
    least = simplex.maximise({0: -1})
    most = simplex.maximise({0: 1})
    assert (least.value, least.reached) == (Fraction(-1, 2), False)
    assert (most.value, most.reached) == (Fraction(1), True)


def test_a_weak_bound_is_reached() -> None:
    simplex = solved([({0: 1, 1: -1, 2: -1}, False)])
    assert isinstance(simplex, Simplex)
    least = simplex.maximise({0: -1})
    assert (least.value, least.reached) == (Fraction(-1, 2), True)


def test_a_strict_row_that_only_touches_leaves_nothing() -> None:
    above, below = {0: 1, 1: -1}, {0: -1, 1: 1}
    assert isinstance(solved([(above, False), (below, False)]), Simplex)
    outcome = solved([(above, True), (below, False)])
    assert isinstance(outcome, Infeasible)
    assert {0, 1} <= outcome.rows


def test_a_bound_on_a_face_where_a_strict_row_is_tight_is_not_reached() -> None:
    # The first is above the second; the greatest second is one half, shared with the first.
    simplex = solved([({0: 1, 1: -1}, True)])
    assert isinstance(simplex, Simplex)
    most = simplex.maximise({1: 1})
    assert (most.value, most.reached) == (Fraction(1, 2), False)


def test_a_direction_without_a_bound_has_none() -> None:
    simplex = Simplex(2)
    simplex.at_least({0: 1, 1: -1}, strict=False)
    assert simplex.prepare() is None
    assert simplex.maximise({0: 1}).value is None


def test_equations_that_contradict_each_other_are_named() -> None:
    simplex = Simplex(1)
    simplex.equal({0: 1}, 1)
    simplex.equal({0: 1}, 2)
    outcome = simplex.prepare()
    assert outcome == Infeasible(frozenset({0, 1}))


def by_highs(
    size: int,
    rows: list[dict[int, int]],
    equations: list[tuple[dict[int, int], int]],
    direction: dict[int, int],
) -> float | None:
    """The same maximum by HiGHS; None where it finds no point."""
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    programme = highspy.HighsLp()
    programme.num_col_, programme.num_row_ = size, len(rows) + len(equations)
    programme.col_cost_ = [-float(direction.get(j, 0)) for j in range(size)]
    programme.col_lower_, programme.col_upper_ = [0.0] * size, [highspy.kHighsInf] * size
    programme.row_lower_ = [0.0] * len(rows) + [float(k) for _, k in equations]
    programme.row_upper_ = [highspy.kHighsInf] * len(rows) + [float(k) for _, k in equations]
    start, index, value = [0], [], []
    for row in [*rows, *(row for row, _ in equations)]:
        index += list(row)
        value += [float(x) for x in row.values()]
        start.append(len(index))
    programme.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    programme.a_matrix_.start_ = start
    programme.a_matrix_.index_ = index
    programme.a_matrix_.value_ = value
    solver.passModel(programme)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return -float(solver.getInfo().objective_function_value)


@st.composite
def programmes(
    draw: st.DrawFn,
) -> tuple[int, list[dict[int, int]], dict[int, int] | None, dict[int, int]]:
    size = draw(st.integers(1, 6))
    columns = st.integers(0, size - 1)
    rows = draw(st.lists(st.dictionaries(columns, st.integers(-5, 5), min_size=1), max_size=7))
    tie = draw(st.none() | st.dictionaries(columns, st.integers(-3, 3), min_size=1))
    direction = draw(st.dictionaries(columns, st.integers(-4, 4), min_size=1))
    return size, rows, tie, direction


@settings(max_examples=300, deadline=None)
@given(programmes())
def test_values_equal_those_of_highs(
    programme: tuple[int, list[dict[int, int]], dict[int, int] | None, dict[int, int]],
) -> None:
    size, rows, tie, direction = programme
    equations = [(dict.fromkeys(range(size), 1), 1)]
    if tie is not None:
        equations.append((tie, 0))
    simplex = Simplex(size)
    for row in rows:
        simplex.at_least(row, strict=False)
    for row, constant in equations:
        simplex.equal(row, constant)
    outcome = simplex.prepare()
    second = by_highs(size, rows, equations, direction)
    if outcome is not None:
        assert second is None
        return
    assert second is not None
    first = simplex.maximise(direction).value
    assert first is not None
    assert abs(float(first) - second) < 1e-7
    # Other questions in between change no answer.
    simplex.maximise({j: -x for j, x in direction.items()})
    assert simplex.maximise(direction).value == first
