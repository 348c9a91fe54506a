"""Edges of the slope of a share over time, worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from pytest import approx

from kcli.stats.trend import chi_squared_tail, logistic_slope


def test_a_curve_through_two_shares_goes_through_them() -> None:
    found = logistic_slope([0, 2], [0.2, 0.5], [10, 40])
    assert found is not None
    assert found.slope == approx(math.log(4) / 2, rel=1e-9)
    assert found.fitted == approx((0.2, 0.5), rel=1e-9)
    # The variance of a difference of two logits, 1/(n p (1 - p)) each, by the two years.
    assert found.se == approx(math.sqrt(1 / 1.6 + 1 / 10) / 2, rel=1e-9)
    assert found.scatter == approx(0, abs=1e-9)


def test_a_design_brings_its_own_variances() -> None:
    """Of two shares: each logit has the variance v / (p (1 - p))**2."""
    variances = [lambda pi: 3 * pi * (1 - pi) / 10, lambda pi: 0.5 * pi * (1 - pi) / 40]
    found = logistic_slope([0, 2], [0.2, 0.5], [10, 40], variances)
    assert found is not None
    assert found.se == approx(math.sqrt(3 / 1.6 + 0.5 / 10) / 2, rel=1e-9)


def test_level_shares_have_no_slope_and_shares_off_the_level_scatter() -> None:
    found = logistic_slope([0, 1, 2], [0.5, 0.6, 0.5], [100, 100, 100])
    assert found is not None
    assert found.slope == approx(0, abs=1e-12)
    mean = 1.6 / 3
    assert found.fitted == approx((mean,) * 3)
    # Pearson's distances: the middle lies 2d above, the others d below.
    d = 0.1 / 3
    assert found.scatter == approx(100 * 6 * d * d / (mean * (1 - mean)), rel=1e-9)


def test_shares_of_one_half_are_level() -> None:
    found = logistic_slope([0, 1, 2], [0.5, 0.5, 0.5], [100, 50, 20])
    assert found is not None
    assert (found.slope, found.fitted, found.scatter) == (0.0, (0.5, 0.5, 0.5), 0.0)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_shares_of_none_and_of_all_have_no_curve(share: float) -> None:
    assert logistic_slope([0, 1, 2], [share] * 3, [100, 50, 20]) is None


def test_shares_at_the_middle_of_time_weigh_as_they_are_sized() -> None:
    """The estimate leaves no distance on the whole, and none that goes with time."""
    times, printed, sizes = [1.0, 2.0, 4.0, 7.0], [0.1, 0.3, 0.2, 0.6], [50.0, 80.0, 120.0, 30.0]
    found = logistic_slope(times, printed, sizes)
    assert found is not None
    away = [s * (p - q) for s, p, q in zip(sizes, printed, found.fitted, strict=True)]
    assert math.fsum(away) == approx(0, abs=1e-9)
    assert math.fsum(u * t for u, t in zip(away, times, strict=True)) == approx(0, abs=1e-9)


def test_steep_curves_are_found_too() -> None:
    for slope in (3.0, -6.0, 9.0):
        fitted = [1 / (1 + math.exp(-slope * t)) for t in (-1.0, -0.5, 0.25, 1.0)]
        found = logistic_slope([-1.0, -0.5, 0.25, 1.0], fitted, [100, 10, 1000, 100])
        assert found is not None
        assert found.slope == approx(slope, rel=1e-9)


@pytest.mark.parametrize(
    ("times", "printed", "sizes"),
    [
        ([0, 3, 7], [0.0, 0.001, 0.99], [1, 1000, 100]),
        ([0, 2, 4, 10], [0.001, 1.0, 0.99, 0.99], [10, 100000, 1000, 10]),
        ([1, 3, 10], [0.0, 0.001, 0.999], [100, 100000, 100]),
        ([1, 2, 4], [1.0, 0.99, 0.999], [100000, 100, 1]),
        ([2, 6, 6], [0.01, 1.0, 0.001], [1000, 100000, 10]),
        ([0, 0, 2, 9], [1.0, 1.0, 0.999, 1.0], [1, 100000, 1000, 1000]),
    ],
)
def test_a_curve_that_is_hard_to_find_is_found(
    times: list[float], printed: list[float], sizes: list[float]
) -> None:
    found = logistic_slope(times, printed, sizes)
    assert found is not None
    away = [s * (p - q) for s, p, q in zip(sizes, printed, found.fitted, strict=True)]
    assert math.fsum(away) == approx(0, abs=1e-6)
    assert math.fsum(u * t for u, t in zip(away, times, strict=True)) == approx(0, abs=1e-6)


def test_a_curve_that_cannot_be_found_is_given_up() -> None:
    assert logistic_slope([0, 3, 5, 6], [0.01, 0.99, 1.0, 1.0], [10, 1, 100000, 10]) is None


def test_times_far_from_zero_lose_no_digits() -> None:
    near = logistic_slope([0, 1, 2], [0.3, 0.45, 0.5], [100, 200, 300])
    far = logistic_slope([1e8, 1e8 + 1, 1e8 + 2], [0.3, 0.45, 0.5], [100, 200, 300])
    assert near is not None
    assert far is not None
    assert far.slope == approx(near.slope, rel=1e-6)
    assert far.fitted == approx(near.fitted, rel=1e-6)


def test_sizes_below_one_fit_the_same_curve() -> None:
    one = logistic_slope([0, 1, 2], [0.3, 0.45, 0.5], [100, 200, 300])
    other = logistic_slope([0, 1, 2], [0.3, 0.45, 0.5], [0.1, 0.2, 0.3])
    assert one is not None
    assert other is not None
    assert other.slope == approx(one.slope, rel=1e-9)
    assert other.fitted == approx(one.fitted, rel=1e-9)
    assert other.se**2 == approx(1000 * one.se**2, rel=1e-9)
    assert other.scatter == approx(one.scatter / 1000, rel=1e-9)


def test_sizes_of_nothing_have_no_curve_and_variances_of_nothing_have_no_scatter() -> None:
    assert logistic_slope([0, 1], [0.2, 0.4], [0, 0]) is None
    found = logistic_slope([0, 1, 2], [0.2, 0.4, 0.5], [10, 10, 10], [lambda _: 0.0] * 3)
    assert found is not None
    assert (found.se, found.scatter) == (0.0, 0.0)
    # One that has no variance does not scatter; one wave alone is no curve to move.
    single = logistic_slope(
        [0, 1, 2], [0.2, 0.4, 0.5], [10, 10, 10], [lambda _: 0.0, lambda _: 0.01, lambda _: 0.0]
    )
    assert single is not None
    assert single.scatter == approx((0.4 - single.fitted[1]) ** 2 / 0.01)


def test_lists_of_different_lengths_are_refused() -> None:
    two_of = [lambda _: 0.01] * 2
    for arguments in (
        ([0, 1, 2], [0.2, 0.4, 0.5], [10, 10]),
        ([0, 1, 2], [0.2, 0.4], [10, 10, 10]),
        ([0, 1], [0.2, 0.4, 0.5], [10, 10, 10]),
        ([0, 1, 2], [0.2, 0.4, 0.5], [10, 10, 10], two_of),
    ):
        with pytest.raises(ValueError, match="zip"):
            logistic_slope(*arguments)


def test_the_scatter_is_what_the_best_small_move_of_the_curve_leaves() -> None:
    times, printed, sizes = [0.0, 1.0, 3.0, 4.0], [0.2, 0.45, 0.4, 0.7], [50.0, 80.0, 120.0, 30.0]
    own = [0.002, 0.0005, 0.004, 0.001]
    found = logistic_slope(times, printed, sizes, [lambda _, v=v: v for v in own])
    assert found is not None
    fitted, root = np.array(found.fitted), np.sqrt(own)
    moves = (fitted * (1 - fitted) / root)[:, None] * np.array([[1.0, t] for t in times])
    away = (np.array(printed) - fitted) / root
    best, *_ = np.linalg.lstsq(moves, away)
    assert found.scatter == approx(float(((away - moves @ best) ** 2).sum()), rel=1e-9)
    assert found.scatter < float((away**2).sum()) - 0.01


@pytest.mark.parametrize(
    ("value", "dof", "owed"),
    [
        (0.0, 2, 1.0),
        (2.0, 2, math.exp(-1)),
        (2.0, 4, 2 * math.exp(-1)),
        (4.0, 6, math.exp(-2) * (1 + 2 + 2)),
        (2.0, 1, math.erfc(1)),
        (2.0, 3, math.erfc(1) + 2 / math.sqrt(math.pi) * math.exp(-1)),
        (2.0, 5, math.erfc(1) + 2 / math.sqrt(math.pi) * math.exp(-1) * (1 + 1 / 1.5)),
        (1e-12, 9, 1.0),
        (0.5, 1, math.erfc(0.5)),
    ],
)
def test_the_tail_of_chi_squared_in_closed_form(value: float, dof: int, owed: float) -> None:
    assert chi_squared_tail(value, dof) == approx(owed, rel=1e-14)
    assert chi_squared_tail(value, dof) <= 1.0


def test_a_chance_is_never_above_1() -> None:
    for value, dof in ((0.0069154305710177775, 32), (0.029410020397065053, 57)):
        assert chi_squared_tail(value, dof) == 1.0
