"""Laws and edges of the formulas; their values are compared in ``tests/oracle``."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from kcli.stats.design import ratios
from kcli.stats.differences import holm
from kcli.stats.intervals import normal_quantile
from kcli.stats.korn_graubard import korn_graubard, korn_graubard_base, presentation
from kcli.stats.lonely import lonely_covariance
from kcli.stats.multiple import benjamini_hochberg
from kcli.stats.raking import EmptyCategoryError, Margin, NotConvergedError, TargetError, rake
from kcli.stats.rao_scott import f_tail, rao_scott
from kcli.stats.replicates import (
    EmptyReplicateError,
    bootstrap,
    brr,
    jk1,
    jkn,
    replicate_covariance,
    replicate_dof,
)
from kcli.stats.standardise import EmptyCellError, pooled_composition, standardise

Z = normal_quantile(0.95)
shares = st.just(0.0) | st.floats(1e-12, 1)
sizes = st.floats(2, 1e6)


# ---------------------------------------------------------------- Korn and Graubard


@settings(deadline=None)  # the first call imports scipy
@given(shares, sizes, st.floats(0.5, 0.999))
def test_korn_graubard_limits_hold_their_share(p: float, n: float, confidence: float) -> None:
    low, high = korn_graubard(p, n, normal_quantile(confidence))
    assert 0 <= low <= p <= high <= 1


@settings(deadline=None)
@given(st.floats(0.001, 0.999), sizes)
def test_korn_graubard_limits_of_the_complement_are_mirrored(p: float, n: float) -> None:
    low, high = korn_graubard(p, n, Z)
    assert korn_graubard(1 - p, n, Z) == approx((1 - high, 1 - low), abs=1e-9)


@pytest.mark.parametrize("n", [1, 30, 488, 100_000])
def test_korn_graubard_limits_of_nobody_and_of_all(n: int) -> None:
    edge = 0.025 ** (1 / n)
    assert korn_graubard(0, n, Z) == (0, approx(1 - edge, rel=1e-9))
    assert korn_graubard(1, n, Z) == (approx(edge), 1)


@settings(deadline=None)
@given(st.floats(1, 1e5), st.integers(2, 10**5), st.floats(1, 1e5), st.floats(1, 1e5))
def test_fewer_degrees_of_freedom_never_make_a_larger_base(
    n_eff: float, n: int, dof: float, other: float
) -> None:
    few, many = sorted([dof, other])
    base = korn_graubard_base(n_eff, n, few, 0.95)
    assert 0 < base <= korn_graubard_base(n_eff, n, many, 0.95) + 1e-9 <= n + 1e-9


def test_without_an_effective_base_it_is_the_sample() -> None:
    assert korn_graubard_base(None, 40, 3, 0.95) == 40
    assert korn_graubard_base(None, 40, 0, 0.95) == 40


@pytest.mark.parametrize("n", [1, 2, 1000])
def test_a_simple_random_sample_loses_no_degrees_of_freedom(n: int) -> None:
    assert korn_graubard_base(0.8 * n, n, n - 1, 0.95) == 0.8 * n
    assert korn_graubard_base(1.2 * n, n, n - 1, 0.95) == n


@pytest.mark.parametrize(("n", "dof"), [(1, 5), (100, 0)])
def test_a_base_needs_degrees_of_freedom(n: int, dof: int) -> None:
    with pytest.raises(ValueError, match="no degrees of freedom"):
        korn_graubard_base(10.0, n, dof, 0.95)


@pytest.mark.parametrize(
    ("share", "limits", "n", "n_eff", "dof", "suppress", "review", "footnote"),
    [
        (0.5, (0.45, 0.55), 400, 400.0, 50, (), (), False),
        (0.5, (0.45, 0.55), 29, 400.0, 50, ("n",), (), False),
        (0.5, (0.45, 0.55), 400, 29.9, 50, ("n_eff",), (), False),
        (0.5, (0.45, 0.55), 30, 30.0, 50, (), (), False),
        (0.5, (0.25, 0.75), 40, 20.0, 5, ("n_eff", "width"), (), False),
        (0.25, (0.0, 0.3), 400, 40.0, 50, ("width",), (), False),
        (0.04, (0.01, 0.07), 400, 40.0, 50, ("relative_width",), (), False),
        (0.01, (0.00, 0.05), 400, 40.0, 50, (), (), False),  # so narrow that it may be any part
        (0.96, (0.93, 0.99), 400, 40.0, 50, (), (), True),
        (0.96, (0.93, 0.99), 400, 40.0, 7, (), ("dof",), True),
        (0.99, (0.951, 1.00), 400, 40.0, 50, (), (), False),
        (0.5, (0.45, 0.55), 400, 400.0, 8, (), (), False),
        (0.0, (0.0, 0.1157), 30, None, 29, (), ("extreme",), False),
        (1.0, (0.8843, 1.0), 30, None, 7, (), ("dof", "extreme"), False),
        (0.0, (0.0, 0.12), 29, None, 28, ("n",), (), False),
    ],
)
def test_what_nchs_presents(
    share: float,
    limits: tuple[float, float],
    n: int,
    n_eff: float | None,
    dof: int,
    suppress: Any,
    review: Any,
    footnote: bool,
) -> None:
    found = presentation(share, limits, n=n, n_eff=n_eff, dof=dof)
    assert (found.suppress, found.review, found.footnote) == (suppress, review, footnote)


# ---------------------------------------------------------------- independence


def multinomial(p: Any, n: int) -> Any:
    flat = np.ravel(p)
    return (np.diag(flat) - np.outer(flat, flat)) / n


@st.composite
def tables(draw: st.DrawFn) -> Any:
    rows, columns = draw(st.integers(2, 4)), draw(st.integers(2, 4))
    cells = st.lists(st.integers(1, 50), min_size=columns, max_size=columns)
    counts = np.array(draw(st.lists(cells, min_size=rows, max_size=rows)), float)
    return counts / counts.sum()


@settings(deadline=None)
@given(tables(), st.floats(0.2, 20))
def test_a_design_effect_divides_the_statistic(table: Any, deff: float) -> None:
    rows, columns = table.shape
    freedom = (rows - 1) * (columns - 1)
    found = rao_scott(table, deff * multinomial(table, 500), n=500, dof=60)
    assert found.deff == approx(deff)
    assert found.f == approx(found.chi_squared / deff / freedom)
    assert (found.ndf, found.ddf) == approx((freedom, freedom * 60))
    assert found.p_value == f_tail(found.f, found.ndf, found.ddf)


@settings(deadline=None)
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_changes_no_test(table: Any, random: Any) -> None:
    spread = np.diag(np.linspace(1, 2, table.size))
    covariance = spread @ multinomial(table, 500) @ spread
    places = np.arange(table.size).reshape(table.shape)
    turned = places[np.ix_(*(random.sample(range(size), size) for size in table.shape))].T
    flat = turned.ravel()
    found = rao_scott(table, covariance, n=500, dof=30)
    other = rao_scott(
        table.ravel()[flat].reshape(turned.shape), covariance[np.ix_(flat, flat)], n=500, dof=30
    )
    assert (other.f, other.ndf, other.deff) == approx((found.f, found.ndf, found.deff), rel=1e-6)


def test_independent_answers_have_no_statistic() -> None:
    table = np.outer([0.2, 0.8], [0.5, 0.3, 0.2])
    found = rao_scott(table, multinomial(table, 100), n=100, dof=99)
    assert (found.f, found.p_value) == (approx(0, abs=1e-12), approx(1))


def test_rows_of_nobody_are_left_out() -> None:
    table = np.array([[0.3, 0.0, 0.2], [0.0, 0.0, 0.0], [0.2, 0.0, 0.3]])
    small = table[np.ix_([0, 2], [0, 2])]
    assert rao_scott(table, multinomial(table, 100), 100, 99) == rao_scott(
        small, multinomial(small, 100), 100, 99
    )


def test_an_empty_cell_is_no_hindrance_and_a_block_of_them_is() -> None:
    one = np.array([[0.0, 0.3], [0.4, 0.3]])
    assert rao_scott(one, multinomial(one, 100), 100, 99).f > 0
    block = np.array([[0.0, 0.0, 0.3], [0.0, 0.0, 0.3], [0.1, 0.1, 0.2]])
    with pytest.raises(ValueError, match="too many cells are empty"):
        rao_scott(block, multinomial(block, 100), 100, 99)


@pytest.mark.parametrize(
    ("table", "size", "dof", "message"),
    [
        ([[0.5, 0.5]], 2, 9, "two rows"),
        ([[0.5, 0.5], [0, 0]], 4, 9, "two rows"),
        ([[0.5, 0.2], [0.2, 0.2]], 4, 9, "add up to 1.1"),
        ([[0.4, 0.2], [0.2, 0.2]], 4, 0, "0 degrees of freedom"),
        ([[0.4, 0.2], [0.2, 0.2]], 3, 9, "no covariance"),
        ([[0.4, 0.2], [0.2, 0.2]], 4, 9, "do not vary"),
    ],
)
def test_no_test_without_a_table(table: Any, size: int, dof: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        rao_scott(table, np.zeros((size, size)), 100, dof)


# ---------------------------------------------------------------- replicate weights


@given(st.lists(st.booleans(), min_size=2, max_size=40), st.booleans())
def test_leaving_out_one_at_a_time_gives_the_variance_of_the_design(
    answers: list[bool], mse: bool
) -> None:
    yes = np.array(answers, float)
    n = len(yes)
    columns = np.stack([yes, 1 - yes], axis=1)
    left_out = (columns.sum(axis=0) - columns) * n / (n - 1)
    found = replicate_covariance(
        [[1, 0]],
        [1, 1],
        totals=columns.sum(axis=0),
        replicates=left_out,
        replication=jk1(n, mse=mse),
    )
    design = ratios(
        [[1, 0]],
        [1, 1],
        n=columns.sum(axis=0, keepdims=True).astype(np.int64),
        w=columns.sum(axis=0, keepdims=True),
        w2=np.diag(columns.sum(axis=0))[None],
        rows=np.array([n]),
        stratum_of=np.array([0]),
        clustered=False,
    )
    assert found[0, 0] == approx(design.covariance[0, 0], abs=1e-15)


def test_half_samples_of_two_units_give_the_variance_of_the_design() -> None:
    w = np.array([[3.0, 7.0], [6.0, 4.0], [5.0, 5.0], [2.0, 8.0]])  # two strata, two units each
    design = ratios(
        [[1, 0]],
        [1, 1],
        n=w.astype(np.int64),
        w=w,
        w2=np.zeros((2, 2, 2)),
        rows=np.full(4, 10),
        stratum_of=np.array([0, 0, 1, 1]),
        clustered=True,
    )
    halves = [w[0] + w[2], w[0] + w[3], w[1] + w[2], w[1] + w[3]]
    for fay in (0.0, 0.5):
        replicates = [(2 - fay) * half + fay * (w.sum(axis=0) - half) for half in halves]
        found = replicate_covariance(
            [[1, 0]],
            [1, 1],
            totals=w.sum(axis=0),
            replicates=replicates,
            replication=brr(4, fay=fay),
        )
        assert found[0, 0] == approx(design.covariance[0, 0])
    left_out = [w.sum(axis=0) + w[place ^ 1] - w[place] for place in range(4)]
    found = replicate_covariance(
        [[1, 0]], [1, 1], totals=w.sum(axis=0), replicates=left_out, replication=jkn([0.5] * 4)
    )
    assert found[0, 0] == approx(design.covariance[0, 0])


def test_a_lead_has_the_variance_of_its_covariance() -> None:
    generator = np.random.default_rng(1)
    replicates = generator.uniform(5, 10, (20, 3))
    found = replicate_covariance(
        [[1, 0, 0], [0, 1, 0], [1, -1, 0]],
        [1, 1, 1],
        totals=[7, 8, 9],
        replicates=replicates,
        replication=bootstrap(20),
    )
    assert found[2, 2] == approx(found[0, 0] + found[1, 1] - 2 * found[0, 1])
    own = replicate_covariance(
        [[1, 0, 0], [0, 1, 0]],
        [[1, 0, 1], [0, 1, 1]],
        totals=[7, 8, 9],
        replicates=replicates,
        replication=bootstrap(20),
    )
    alone = replicate_covariance(
        [[0, 1, 0]], [0, 1, 1], totals=[7, 8, 9], replicates=replicates, replication=bootstrap(20)
    )
    assert own[1, 1] == approx(alone[0, 0])


@pytest.mark.parametrize("mse", [True, False])
def test_a_difference_of_ratios_has_the_variance_of_both_less_twice_their_covariance(
    mse: bool,
) -> None:
    generator = np.random.default_rng(11)
    sums = {"totals": [7, 8, 9, 6], "replicates": generator.uniform(5, 10, (20, 4))}
    ratios = ([[1, 0, 0, 0], [0, 0, 1, 0]], [[1, 1, 0, 0], [0, 0, 1, 1]])
    apart = replicate_covariance(*ratios, **sums, replication=bootstrap(20, mse=mse))
    together = replicate_covariance(
        *ratios, **sums, replication=bootstrap(20, mse=mse), combine=[[-1, 1]]
    )
    assert together.shape == (1, 1)
    assert together[0, 0] == approx(apart[0, 0] + apart[1, 1] - 2 * apart[0, 1])


def test_a_difference_that_is_the_same_under_every_replicate_has_no_variance() -> None:
    """Shares that differ from replicate to replicate, and never from each other."""
    columns = np.random.default_rng(2).uniform(5, 10, (20, 2))
    found = replicate_covariance(
        [[1, 0, 0, 0], [0, 0, 1, 0]],
        [[1, 1, 0, 0], [0, 0, 1, 1]],
        totals=[3, 7, 0.3, 0.7],
        replicates=np.concatenate([columns, columns / 10], axis=1),
        replication=jk1(20),
        combine=[-1, 1],
    )
    assert found.tolist() == [[0.0]]


def test_a_replicate_without_a_base_is_named() -> None:
    with pytest.raises(EmptyReplicateError) as caught:
        replicate_covariance(
            [[1, 0]], [1, 1], totals=[1, 1], replicates=[[1, 1], [0, 0]], replication=jk1(2)
        )
    assert caught.value.replicate == 1
    # One that does not count may be empty.
    found = replicate_covariance(
        [[1, 0]], [1, 1], totals=[1, 1], replicates=[[1, 3], [0, 0]], replication=jkn([1, 0])
    )
    assert found[0, 0] == 0.0625


def test_replicates_and_factors_are_as_many() -> None:
    with pytest.raises(ValueError, match="2 replicates have 3 factors"):
        replicate_covariance(
            [[1, 0]], [1, 1], totals=[1, 1], replicates=[[1, 1], [1, 1]], replication=jk1(3)
        )
    with pytest.raises(ValueError, match="Fay"):
        brr(8, fay=1)


def test_degrees_of_freedom_of_replicates() -> None:
    generator = np.random.default_rng(1)
    assert replicate_dof(np.zeros((0, 5))) == 0
    assert replicate_dof(np.zeros((3, 5))) == 0
    assert replicate_dof(np.ones((3, 5))) == 0
    assert replicate_dof(generator.integers(0, 3, (100, 20))) == 19
    assert replicate_dof(1e6 * generator.integers(0, 3, (10, 20))) == 9


# ---------------------------------------------------------------- lonely units


def test_what_lonely_units_add() -> None:
    z = [[0.1, -0.1], [0.0, 0.2]]
    assert lonely_covariance(z, "remove").tolist() == [[0, 0], [0, 0]]
    assert lonely_covariance(z, "centered") == approx(np.array([[0.01, -0.01], [-0.01, 0.05]]))
    assert lonely_covariance(np.zeros((0, 2)), "centered").tolist() == [[0, 0], [0, 0]]


# ---------------------------------------------------------------- raking


@st.composite
def samples(draw: st.DrawFn) -> tuple[Any, list[Margin]]:
    """A sample, and margins that it can have: those of other weights of its own."""
    n = draw(st.integers(1, 30))
    weights = st.lists(st.floats(0.2, 5), min_size=n, max_size=n)
    start, other = np.array(draw(weights)), np.array(draw(weights))
    margins = []
    for _ in range(draw(st.integers(1, 3))):
        size = draw(st.integers(1, 4))
        category = np.array(draw(st.lists(st.integers(0, size - 1), min_size=n, max_size=n)))
        margins.append(Margin(category, np.bincount(category, other, size) / other.sum()))
    return start, margins


@settings(deadline=None)
@given(samples(), st.floats(1e-3, 1e3), st.randoms(use_true_random=False))
def test_raking(sample: tuple[Any, list[Margin]], factor: float, random: Any) -> None:
    start, margins = sample
    found = rake(start, margins, max_iterations=100_000)
    assert found.weight.mean() == approx(1)
    assert found.deff >= 1 - 1e-12
    assert (found.least, found.greatest) == (found.weight.min(), found.weight.max())
    for margin, achieved in zip(margins, found.achieved, strict=True):
        by_hand = np.bincount(margin.category, found.weight, len(margin.target)) / len(start)
        assert np.abs(by_hand - margin.target).max() <= 1.001e-10
        assert np.abs(by_hand - achieved).max() <= 1e-14
    # The unit of the weights and the order of the rows change nothing.
    order = random.sample(range(len(start)), len(start))
    moved = [Margin(margin.category[order], margin.target) for margin in margins]
    other = rake(factor * start[order], moved, max_iterations=100_000)
    assert other.weight == approx(found.weight[order], rel=1e-6)
    # Weights that have the margins stay as they are.
    again = rake(found.weight, margins, tolerance=1.1e-10)
    assert again.iterations == 0
    assert again.weight == approx(found.weight)


def test_raking_keeps_the_association_of_the_margins() -> None:
    start = [4, 1, 2, 3]
    first, second = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    found = rake(start, [Margin(first, np.array([0.3, 0.7])), Margin(second, np.array([0.6, 0.4]))])
    a, b, c, d = found.weight
    assert a * d / (b * c) == approx(4 * 3 / (1 * 2))


def test_one_margin_is_poststratification() -> None:
    found = rake([1, 1, 2, 4], [Margin(np.array([0, 0, 1, 1]), np.array([0.5, 0.5]))])
    assert found.weight == approx([1, 1, 2 / 3, 4 / 3])
    assert found.iterations == 1
    assert (found.before[0].tolist(), found.achieved[0].tolist()) == ([0.25, 0.75], [0.5, 0.5])


def test_a_category_of_nobody_is_named() -> None:
    whole = Margin(np.array([0, 1]), np.array([0.5, 0.5]))
    with pytest.raises(EmptyCategoryError) as caught:
        rake([1, 1], [whole, Margin(np.array([0, 0]), np.array([0.9, 0.1]))])
    assert (caught.value.margin, caught.value.category) == (1, 1)
    with pytest.raises(EmptyCategoryError) as caught:
        rake([1, 0], [whole])
    assert (caught.value.margin, caught.value.category) == (0, 1)
    with pytest.raises(EmptyCategoryError):
        rake([1, 1e-310], [whole])
    # Nobody is wanted there, so nobody is missed; and who is not wanted weighs nothing.
    found = rake([1, 1], [Margin(np.array([0, 0]), np.array([1.0, 0.0]))])
    assert found.weight.tolist() == [1, 1]
    found = rake([1, 1, 1], [Margin(np.array([0, 1, 1]), np.array([0.0, 1.0]))])
    assert found.weight.tolist() == [0, 1.5, 1.5]


@pytest.mark.parametrize(
    ("target", "total"),
    [([0.5, 0.5000001], 1.0000001), ([1.5, -0.5], 1.0), ([0.5, math.nan], None)],
)
def test_targets_are_shares(target: list[float], total: float | None) -> None:
    with pytest.raises(TargetError) as caught:
        rake([1, 1], [Margin(np.array([0, 1]), np.array(target))])
    assert caught.value.margin == 0
    assert total is None or caught.value.total == approx(total, abs=1e-12)


def test_targets_may_miss_one_by_a_billionth() -> None:
    found = rake([1, 3], [Margin(np.array([0, 1]), np.array([0.5, 0.5000000008]))])
    assert found.weight == approx([1, 1], rel=1e-8)


def test_margins_that_contradict_each_other_in_the_sample() -> None:
    category = np.array([0, 1])  # the same two people in both
    margins = [Margin(category, np.array([0.5, 0.5])), Margin(category, np.array([0.4, 0.6]))]
    with pytest.raises(NotConvergedError) as caught:
        rake([1, 1], margins, max_iterations=50)
    assert caught.value.iterations == 50
    assert caught.value.distance == approx(0.1)


def test_margins_that_no_weights_of_the_sample_have() -> None:
    # Whoever is in the second category 0 is in the first: 0.7 cannot be part of 0.6.
    margins = [
        Margin(np.array([0, 0, 1]), np.array([0.6, 0.4])),
        Margin(np.array([0, 1, 1]), np.array([0.7, 0.3])),
    ]
    with pytest.raises(NotConvergedError):
        rake([1, 1, 1], margins, max_iterations=3000)


@pytest.mark.parametrize(
    ("weight", "category", "message"),
    [
        ([1, -1], [0, 1], "not negative"),
        ([0, 0], [0, 1], "not negative"),
        ([1, math.nan], [0, 1], "not negative"),
        ([1, math.inf], [0, 1], "not negative"),
        ([1, 1], [0, -1], "somebody has no category"),
        ([1, 1], [0], "somebody has no category"),
        ([1, 1], [0, 2], "category 2 has no target"),
    ],
)
def test_what_cannot_be_raked(weight: list[float], category: list[int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        rake(weight, [Margin(np.array(category), np.array([0.5, 0.5]))])
    with pytest.raises(ValueError, match="needs a margin"):
        rake(weight, [])


# ---------------------------------------------------------------- many tests


@given(st.lists(st.none() | st.floats(0, 1)))
def test_false_discovery_rates(ps: list[float | None]) -> None:
    adjusted = benjamini_hochberg(ps)
    assert [a is None for a in adjusted] == [p is None for p in ps]
    pairs = [(p, a) for p, a in zip(ps, adjusted, strict=True) if p is not None and a is not None]
    assert all(p <= a <= 1 for p, a in pairs)
    assert [a for _, a in sorted(pairs)] == sorted(a for _, a in pairs)
    stricter = [h for h in holm(ps) if h is not None]
    assert all(a <= h + 1e-12 for (_, a), h in zip(pairs, stricter, strict=True))
    if pairs:
        assert max(pairs)[0] == max(a for _, a in pairs)


@given(st.lists(st.floats(0, 1), min_size=1), st.data())
def test_a_smaller_p_never_makes_another_larger(ps: list[float], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(ps) - 1))
    smaller = [*ps]
    smaller[place] = data.draw(st.floats(0, ps[place]))
    after, before = benjamini_hochberg(smaller), benjamini_hochberg(ps)
    assert all(
        a is not None and b is not None and a <= b for a, b in zip(after, before, strict=True)
    )


# ---------------------------------------------------------------- standardisation


@given(
    st.lists(shares, min_size=3, max_size=3), st.lists(st.floats(0.1, 5), min_size=6, max_size=6)
)
def test_groups_that_answer_alike_do_not_differ(p: list[float], weights: list[float]) -> None:
    composition = pooled_composition(np.reshape(weights, (2, 3)))
    assert composition.sum() == approx(1)
    found = standardise([p, p], np.zeros((6, 6)), composition)
    assert found.value[0] == approx(found.value[1])
    assert min(p) - 1e-12 <= found.value[0] <= max(p) + 1e-12


def test_the_parts_of_a_difference_add_up() -> None:
    # Kitagawa's two parts, under the mean of both compositions.
    p = np.array([[0.2, 0.6], [0.3, 0.5]])
    made = np.array([[0.75, 0.25], [0.5, 0.5]])
    crude = (p * made).sum(axis=1)
    adjusted = standardise(p, np.zeros((4, 4)), pooled_composition(made)).value
    composition = p.mean(axis=0) @ (made[0] - made[1])
    assert crude[0] - crude[1] == approx(adjusted[0] - adjusted[1] + composition)


def test_the_variance_of_a_composition_adds_up() -> None:
    p = np.array([[0.2, 0.6]])
    fixed = standardise(p, np.diag([0.01, 0.02]), [0.5, 0.5])
    assert fixed.covariance[0, 0] == approx(0.25 * 0.01 + 0.25 * 0.02)
    parts = np.zeros((4, 4))
    parts[:2, :2] = np.diag([0.01, 0.02])
    parts[2:, 2:] = [[0.003, -0.003], [-0.003, 0.003]]
    both = standardise(p, parts, [0.5, 0.5])
    assert both.covariance[0, 0] == approx(fixed.covariance[0, 0] + 0.003 * (0.2 - 0.6) ** 2)


def test_a_cell_without_one_of_the_groups_is_named() -> None:
    with pytest.raises(EmptyCellError) as caught:
        pooled_composition([[1, 2, 0], [1, 0, 0]])
    assert (caught.value.group, caught.value.cell) == (1, 1)
    assert pooled_composition([[1, 0], [1, 0]]).tolist() == [1, 0]


@pytest.mark.parametrize(
    ("size", "composition", "message"),
    [
        (4, [0.5, 0.4], "composition of 2 cells"),
        (4, [1.5, -0.5], "composition of 2 cells"),
        (4, [1.0], "composition of 2 cells"),
        (5, [0.5, 0.5], "no covariance"),
    ],
)
def test_what_cannot_be_standardised(size: int, composition: list[float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        standardise([[0.2, 0.6], [0.2, 0.6]], np.zeros((size, size)), composition)
