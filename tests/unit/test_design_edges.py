"""Edges of ratios under a design, worked out by hand: what a small change would move."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from pytest import approx

from kcli.stats.design import LonelyStratumError, Ratios, effective_base, ratios

NOBODY: Any = [0.0, 0.0]
YES, ALL = [[1.0, 0.0]], [1.0, 1.0]


def of_units(
    w: list[list[float]],
    stratum_of: list[int],
    numerators: Any = YES,
    base: Any = ALL,
    *,
    n: list[list[int]] | None = None,
    **more: Any,
) -> Ratios:
    """Ratios of clusters, each with the weights of its answers."""
    sums = np.array(w, float)
    count = sums.shape[1]
    return ratios(
        numerators,
        base,
        n=np.array(n if n is not None else sums.astype(int).tolist(), dtype=np.int64),
        w=sums,
        w2=more.pop("w2", np.zeros((max(stratum_of) + 1, count, count))),
        rows=more.pop("rows", sums.sum(axis=1).astype(np.int64)),
        stratum_of=np.array(stratum_of),
        clustered=True,
        **more,
    )


def of_people(
    counts: list[list[int]], numerators: Any = YES, base: Any = ALL, **more: Any
) -> Ratios:
    """Ratios of respondents who weigh 1 each, by stratum."""
    n = np.array(counts, dtype=np.int64)
    return ratios(
        numerators,
        base,
        n=n,
        w=n.astype(float),
        w2=np.array([np.diag(row) for row in n], float),
        rows=more.pop("rows", n.sum(axis=1)),
        stratum_of=np.arange(len(n)),
        clustered=False,
        **more,
    )


def test_a_share_of_ten_people_has_the_variance_of_the_textbook() -> None:
    found = of_people([[3, 7]])
    assert found.value.tolist() == [approx(0.3, rel=1e-15)]
    assert found.covariance[0, 0] == approx(0.3 * 0.7 / 9, rel=1e-13)
    assert (found.dof, found.n_base, found.w_base, found.kish_n) == (9, 10, 10.0, 10.0)


def test_whoever_is_outside_the_base_counts_with_nothing_and_in_the_units() -> None:
    found = of_people([[3, 1, 6]], [[1.0, 0.0, 0.0]], [1.0, 1.0, 0.0], rows=np.array([12]))
    assert found.value.tolist() == [0.75]
    # u is 1/16 for the three and -3/16 for the one; 12 rows stand in the file.
    assert found.covariance[0, 0] == approx(12 / 11 * (3 / 256 + 9 / 256), rel=1e-13)
    assert (found.dof, found.n_base, found.w_base, found.kish_n) == (3, 4, 4.0, 4.0)


def test_strata_of_people_add_up_and_each_costs_a_degree_of_freedom() -> None:
    found = of_people([[1, 3], [4, 2]])
    assert found.value.tolist() == [0.5]
    within = 4 / 3 * (4 * 0.25 - (1 - 2) ** 2 / 4 - 0) / 100
    # In each stratum: the squares of +-1/20, less the square of their sum over the people.
    first = 4 / 3 * (4 / 400 - (2 / 20) ** 2 / 4)
    second = 6 / 5 * (6 / 400 - (2 / 20) ** 2 / 6)
    assert within == approx(first)
    assert found.covariance[0, 0] == approx(first + second, rel=1e-13)
    assert found.dof == 10 - 2


def test_a_stratum_in_which_nobody_is_in_the_base_costs_no_degree_of_freedom() -> None:
    found = of_people([[1, 3], [0, 0]], rows=np.array([4, 5]))
    assert found.dof == 4 - 1
    assert found.covariance[0, 0] == approx(4 / 3 * (4 * 0.75 * 0.25 / 16), rel=1e-13)


def test_units_of_two_strata_have_the_variance_worked_out_by_hand() -> None:
    found = of_units([[2, 0], [1, 1], [0, 2], [1, 3]], [0, 0, 1, 1])
    assert found.value.tolist() == [0.4]
    # z of each unit: its yeses less 0.4 of its people, over 10.
    z = [(2 - 0.8) / 10, (1 - 0.8) / 10, (0 - 0.8) / 10, (1 - 1.6) / 10]
    owed = 2 * ((z[0] - z[1]) ** 2 / 2 + (z[2] - z[3]) ** 2 / 2)
    assert found.covariance[0, 0] == approx(owed, rel=1e-12)
    assert (found.dof, found.n_base, found.w_base) == (2, 10, 10.0)


def test_a_unit_with_nobody_in_the_base_gives_no_degree_of_freedom_and_counts_in_the_variance() -> (
    None
):
    found = of_units([[2, 2], [0, 0], [1, 3]], [0, 0, 0], rows=np.array([4, 4, 4]))
    assert found.value.tolist() == [0.375]
    z = np.array([0.5, 0.0, -0.5]) / 8
    assert found.covariance[0, 0] == approx(3 / 2 * float(z @ z), rel=1e-12)
    assert found.dof == 2 - 1


def test_a_known_population_takes_its_part_off_the_variance() -> None:
    free = of_people([[3, 7]])
    for size, rest in ((40, 0.75), (20, 0.5), (10, 0.0)):
        assert of_people([[3, 7]], population_size=size).covariance[0, 0] == approx(
            rest * free.covariance[0, 0], rel=1e-12, abs=0
        )


def test_two_shares_of_one_base_go_against_each_other() -> None:
    found = of_people([[2, 3, 5]], [[1, 0, 0], [0, 1, 0], [1, -1, 0]], [1, 1, 1])
    assert found.value == approx([0.2, 0.3, -0.1])
    owed = [
        [0.2 * 0.8, -0.2 * 0.3, 0.2 * 0.8 + 0.2 * 0.3],
        [-0.2 * 0.3, 0.3 * 0.7, -0.2 * 0.3 - 0.3 * 0.7],
        [0.2 * 0.8 + 0.06, -0.06 - 0.21, 0.2 + 0.3 - 0.01],
    ]
    assert found.covariance == approx(np.array(owed) / 9)


def test_bases_of_their_own_are_counted_together_and_divide_apart() -> None:
    found = of_people([[1, 3, 4, 2]], [[1, 0, 0, 0], [0, 0, 1, 0]], [[1, 1, 0, 0], [0, 0, 1, 1]])
    assert found.value == approx([1 / 4, 4 / 6])
    # Nobody is in both, so only the factor 10/9 ties them: no covariance of the sums of u.
    assert found.covariance == approx(10 / 9 * np.diag([3 / 64, 8 / 216]))
    assert (found.n_base, found.w_base, found.kish_n, found.dof) == (10, 10.0, 10.0, 9)


def test_linearised_elsewhere_it_is_the_variance_of_the_distances_from_there() -> None:
    found = of_people([[3, 1, 6]], [[1.0, 0.0, 0.0]], [1.0, 1.0, 0.0], at=[0.5])
    assert found.value.tolist() == [0.75]
    # u is +-1/8 for the four of the base; less the square of their sum, 1/4, over all ten.
    assert found.covariance[0, 0] == approx(10 / 9 * (4 / 64 - 1 / 16 / 10), rel=1e-13)


def test_where_no_ratio_is_asked_for_there_is_none() -> None:
    found = of_people([[3, 7]], np.zeros((0, 2)), ALL)
    assert (found.value.shape, found.covariance.shape) == ((0,), (0, 0))
    assert (found.dof, found.n_base, found.w_base, found.kish_n) == (0, 0, 0.0, 0.0)


def test_a_unit_with_one_person_in_the_base_gives_a_degree_of_freedom() -> None:
    found = of_units([[1, 0], [0, 1], [2, 1]], [0, 0, 0])
    assert (found.value.tolist(), found.dof) == ([0.6], 2)


@pytest.mark.parametrize("base", [NOBODY, [0.0, 1.0]])
def test_an_empty_base_has_no_share_and_no_variance_and_says_so(base: Any) -> None:
    found = of_people([[3, 0]], [[1, 0], [0, 1]], base)
    assert found.value.shape == (2,)
    assert found.covariance.shape == (2, 2)
    assert np.isnan(found.value).all()
    assert np.isnan(found.covariance).all()
    assert (found.dof, found.n_base, found.w_base, found.kish_n) == (0, 0, 0.0, 0.0)


def test_people_who_all_weigh_nothing_are_counted_and_have_no_share() -> None:
    found = of_units([[0.0, 0.0], [0.0, 0.0]], [0, 0], n=[[1, 2], [3, 4]], rows=np.array([3, 7]))
    assert np.isnan(found.value).all()
    assert (found.dof, found.n_base, found.w_base) == (0, 10, 0.0)


def test_one_empty_base_among_several_leaves_none() -> None:
    found = of_people([[3, 7, 0]], [[1, 0, 0], [0, 0, 1]], [[1, 1, 0], [0, 0, 1]])
    assert np.isnan(found.value).all()
    assert (found.n_base, found.w_base) == (10, 10.0)


def test_a_base_lighter_than_one_is_a_base() -> None:
    found = of_units([[0.25, 0.25], [0.125, 0.375]], [0, 0], n=[[1, 1], [1, 1]])
    assert found.value.tolist() == [0.375]
    assert found.w_base == 1.0
    small = of_units([[0.1, 0.1], [0.05, 0.15]], [0, 0], n=[[1, 1], [1, 1]])
    assert small.value == approx([0.375])
    assert small.covariance == approx(found.covariance)


def test_kish_counts_those_of_the_base_only_and_by_their_weights() -> None:
    squares = np.array([np.diag([1.0 + 4.0, 9.0, 100.0])])
    found = of_units([[3, 3, 10]], [0], [[1, 0, 0]], [1, 1, 0], n=[[2, 1, 1]], w2=squares,
                     lonely="remove")  # fmt: skip
    assert found.kish_n == approx(6**2 / 14, rel=1e-15)
    assert effective_base([4, 0], [6, 0])[0] == approx(16 / 6)
    assert math.isnan(effective_base(0, 0))
    assert math.isnan(effective_base(1, 0))
    assert float(effective_base(0.1, 0.01)) == approx(1)
    # Whole numbers are not squared as such: 64 bits would not hold this one.
    assert float(effective_base(4_000_000_000, 4_000_000_000)) == 4e9


@pytest.mark.parametrize("clustered", [True, False])
def test_a_stratum_with_a_single_unit_is_named(clustered: bool) -> None:
    sums = np.array([[2.0, 1], [1, 1], [1, 0]])
    count = sums.astype(np.int64)
    w2 = np.array([np.diag(row) for row in (sums[0] + sums[1], sums[2])])
    if not clustered:
        sums, count = np.array([[3.0, 2], [1, 0]]), np.array([[3, 2], [1, 0]])
    with pytest.raises(LonelyStratumError) as caught:
        ratios(YES, ALL, n=count, w=sums, w2=w2, rows=count.sum(axis=1),
               stratum_of=np.array([0, 0, 1] if clustered else [0, 1]),
               clustered=clustered)  # fmt: skip
    assert caught.value.stratum == 1
    assert str(caught.value) == "stratum 1 has a single primary sampling unit"


def test_a_single_unit_outside_the_base_hinders_nothing() -> None:
    found = of_units([[2, 1], [1, 1], [0, 0]], [0, 0, 1], rows=np.array([3, 2, 4]))
    whole = of_units([[2, 1], [1, 1]], [0, 0])
    assert found.value == approx(whole.value)
    assert found.covariance == approx(whole.covariance)
    assert found.dof == 1


def test_two_units_of_a_stratum_are_enough() -> None:
    assert of_units([[2, 1], [1, 1]], [0, 0]).dof == 1


def test_one_cluster_is_refused_and_one_respondent_is_not() -> None:
    with pytest.raises(LonelyStratumError):
        of_units([[2, 1]], [0])
    found = of_people([[1, 0]])
    assert (found.value.tolist(), found.covariance.tolist(), found.dof) == ([1.0], [[0.0]], 0)


@pytest.mark.parametrize(
    ("lonely", "more"), [("remove", 0.0), ("centered", ((3 - 4 * 5 / 9) / 9) ** 2)]
)
def test_what_a_single_unit_adds(lonely: Any, more: float) -> None:
    units, strata = [[2, 1], [0, 2], [3, 1]], [0, 0, 1]
    z = np.array([2 - 15 / 9, 0 - 10 / 9]) / 9
    own = 2 * float(((z - z.mean()) ** 2).sum())
    found = of_units(units, strata, lonely=lonely)
    assert found.covariance[0, 0] == approx(own + more, rel=1e-12)
    assert found.dof == 3 - 2
    # It is taken before the correction of a known population, which is the same for both.
    finite = of_units(units, strata, lonely=lonely, population_size=18)
    assert finite.covariance[0, 0] == approx((own + more) / 2, rel=1e-12)


def test_single_units_add_their_own_totals_and_those_alone() -> None:
    """Linearised elsewhere the totals do not add up to 0, so each shows."""
    found = of_units(
        [[2, 1], [1, 0], [1, 3]], [0, 1, 2], [[1, 0], [0, 1]], ALL, at=[0.4, 0.5], lonely="centered"
    )
    z = np.array([[2 - 1.2, 1 - 1.5], [1 - 0.4, -0.5], [1 - 1.6, 3 - 2.0]]) / 8
    assert found.covariance == approx(z.T @ z)


@pytest.mark.parametrize("lonely", ["remove", "centered"])
def test_a_single_unit_outside_the_base_adds_nothing(lonely: Any) -> None:
    found = of_units([[2, 1], [0, 2], [0, 0]], [0, 0, 1], at=[0.1], lonely=lonely)
    whole = of_units([[2, 1], [0, 2]], [0, 0], at=[0.1])
    assert found.covariance == approx(whole.covariance)


def test_what_rounding_leaves_is_no_variance() -> None:
    """Of all who agree, sums of squares leave some 1e-33; of a real share they leave it be."""
    weights = np.array([0.1, 0.7, 1.3])
    found = ratios(
        [[1, 0], [0, 1]],
        ALL,
        n=np.array([[3, 0]]),
        w=np.array([[weights.sum(), 0]]),
        w2=np.array([np.diag([(weights**2).sum(), 0])]),
        rows=np.array([3]),
        stratum_of=np.array([0]),
        clustered=False,
    )
    assert found.value.tolist() == [1.0, 0.0]
    assert found.covariance.tolist() == [[0.0, 0.0], [0.0, 0.0]]


def test_a_small_variance_is_kept_and_one_below_the_noise_is_none() -> None:
    pair = [[1.0 + 1e-12, 1.0], [1.0, 1.0 + 1e-12]]
    kept = of_units(pair, [0, 0], n=[[1, 1]] * 2).covariance[0, 0]
    assert kept == approx(2 * 2 * (0.5e-12 / 4) ** 2, rel=1e-3)
    pair = [[1.0 + 1e-14, 1.0], [1.0, 1.0 + 1e-14]]
    assert of_units(pair, [0, 0], n=[[1, 1]] * 2).covariance[0, 0] == 0.0


def test_the_noise_of_large_means_is_measured_by_them() -> None:
    """Of scores of ten million, a variance of 1e-15 is rounding; one of 1e-9 is none."""

    def variance(step: float, apart: float) -> float:
        pair = [[1 + step, 1.0], [1.0, 1 + step]]
        scores = [[1e7, 1e7 - apart]]
        return float(of_units(pair, [0, 0], scores, n=[[1, 1]] * 2).covariance[0, 0])

    assert variance(1e-3, 1e-4) == 0.0
    assert variance(1e-2, 1e-2) == approx((1e-4) ** 2 / 16, rel=0.05)


@pytest.mark.parametrize("clustered", [False, True])
def test_what_stratification_leaves_no_chance_is_no_variance(clustered: bool) -> None:
    """Each stratum of one weight says one thing: whatever the weights, the share is certain."""
    random = np.random.default_rng(5)
    for _ in range(300):
        strata = int(random.integers(2, 7))
        rows = random.integers(2, 40, strata)
        weight = random.uniform(0.1, 5, strata)
        says = np.eye(2)[np.arange(strata) % 2]
        if clustered:  # people of a stratum are its units, one by one
            of = np.repeat(np.arange(strata), rows)
            n, w = says[of].astype(int), says[of] * weight[of, None]
            w2, stratum_of, members = np.zeros((strata, 2, 2)), of, np.ones(len(of), int)
        else:
            n, w = (says * rows[:, None]).astype(int), says * (rows * weight)[:, None]
            w2 = np.array(
                [np.diag(s * r * v**2) for s, r, v in zip(says, rows, weight, strict=True)]
            )
            stratum_of, members = np.arange(strata), rows
        found = ratios(np.eye(2), ALL, n=n, w=w, w2=w2, rows=members, stratum_of=stratum_of,
                       clustered=clustered)  # fmt: skip
        assert found.covariance.tolist() == [[0.0, 0.0], [0.0, 0.0]]


def test_a_single_deviation_among_millions_is_no_rounding() -> None:
    """One person of ten million answers otherwise than all of the same stratum."""
    n = np.array([[9_999_999, 1], [0, 10_000_000]])
    w = n * 0.37
    w2 = np.array([np.diag(row) for row in n * 0.37**2])
    found = ratios(np.eye(2), ALL, n=n, w=w, w2=w2, rows=n.sum(axis=1),
                   stratum_of=np.array([0, 1]), clustered=False)  # fmt: skip
    assert found.covariance[0, 0] == approx(1 / (2e7) ** 2, rel=1e-6)


def one_by_one(people: list[tuple[int, int, int]], places: int) -> Any:
    """The covariance of all shares by its definition: people of (stratum, unit, answer)."""
    stratum, unit, answer = (np.array(x) for x in zip(*people, strict=True))
    y = np.eye(places)[answer]
    u = (y - y.mean(axis=0)) / len(y)
    total = np.zeros((places, places))
    for h in np.unique(stratum):
        z = np.array([u[unit == c].sum(axis=0) for c in np.unique(unit[stratum == h])])
        away = z - z.mean(axis=0)
        total += len(z) / (len(z) - 1) * away.T @ away
    return total


@pytest.mark.parametrize("clustered", [True, False])
def test_covariances_are_those_of_people_one_by_one(clustered: bool) -> None:
    counts = [[1, 3, 2], [4, 2, 2], [0, 1, 2], [3, 0, 0]]
    stratum_of = [0, 0, 1, 1] if clustered else [0, 1, 2, 3]
    people = [
        (stratum_of[unit], unit, answer)
        for unit, row in enumerate(counts)
        for answer, count in enumerate(row)
        for _ in range(count)
    ]
    each = np.eye(3)
    if clustered:
        found = of_units(counts, stratum_of, each, [1, 1, 1])
    else:
        found = of_people(counts, each, [1, 1, 1])
        people = [(h, person, answer) for person, (h, _, answer) in enumerate(people)]
    assert found.covariance == approx(one_by_one(people, 3), rel=1e-12, abs=1e-18)
