"""Edges of limits, gaps and tests of them, worked out by hand."""

from __future__ import annotations

import math
from typing import Any

import pytest
from pytest import approx

from kcli.stats.differences import (
    exact_lead_p_value,
    holm,
    lead_p_value,
    newcombe,
    newcombe_p_value,
    satterthwaite,
)
from kcli.stats.intervals import logit, normal_quantile, wald, wilson
from kcli.stats.korn_graubard import korn_graubard, korn_graubard_base, presentation
from kcli.stats.multiple import benjamini_hochberg
from kcli.stats.student import t_p_value, t_quantile, t_tail

# ---------------------------------------------------------------- differences


def test_a_gap_of_two_samples_is_that_of_newcombe() -> None:
    # Newcombe (1998), table II, method 10.
    z = normal_quantile(0.95)
    assert newcombe(56 / 70, 70, 48 / 80, 80, z) == approx((0.0524, 0.3339), abs=5e-5)
    assert newcombe(9 / 10, 10, 3 / 10, 10, z) == approx((0.1705, 0.8090), abs=5e-5)
    assert newcombe(5 / 56, 56, 0 / 29, 29, z) == approx((-0.0381, 0.1926), abs=5e-5)


def test_the_p_value_of_a_gap_is_where_its_limit_touches_0() -> None:
    seen = []

    def tail(x: float) -> float:
        seen.append(x)
        return 0.125

    assert newcombe_p_value(0.8, 70, 0.6, 80, tail) == 0.25
    assert newcombe(0.8, 70, 0.6, 80, -seen[0])[0] == approx(0, abs=1e-12)
    assert newcombe_p_value(0.6, 80, 0.8, 70, tail) == 0.25
    assert seen[1] == seen[0]
    assert 2 < -seen[0] < 3


def test_the_p_value_of_a_gap_is_by_the_normal_distribution_where_no_other_is_named() -> None:
    seen = []
    newcombe_p_value(0.8, 70, 0.6, 80, lambda x: seen.append(x) or 0.0)  # type: ignore[func-returns-value]
    assert newcombe_p_value(0.8, 70, 0.6, 80) == approx(math.erfc(-seen[0] / math.sqrt(2)))


def test_equal_shares_have_a_p_value_of_1_and_shares_far_apart_one_of_0() -> None:
    assert newcombe_p_value(0.3, 10, 0.3, 999, lambda _: 0.1) == 1.0
    # All against none: the limit touches 0 where the square of z is n / (sqrt(2) - 1).
    assert newcombe_p_value(1.0, 1600, 0.0, 1600, lambda _: 0.125) == 0.25  # z is 62.15
    assert newcombe_p_value(1.0, 1800, 0.0, 1800, lambda _: 0.125) == 0.0  # z is 65.9


def test_degrees_of_freedom_of_a_sum_weigh_its_parts() -> None:
    assert satterthwaite((1.0, 4), (2.0, 8)) == approx(9 / (1 / 4 + 4 / 8))
    assert satterthwaite((3.0, 7)) == approx(7)


def test_a_lead_is_tested_at_the_largest_variance_it_can_have() -> None:
    assert lead_p_value(0.0, 100) == 1.0
    assert lead_p_value(-0.1, 100) == 1.0
    assert lead_p_value(1.0, 100) == 0.0
    assert lead_p_value(1.5, 100) == 0.0
    z = 0.2 / math.sqrt((1 - 0.04) / 100)
    assert lead_p_value(0.2, 100) == approx(math.erfc(z / math.sqrt(2)), rel=1e-9)
    assert lead_p_value(0.999, 4) == approx(0.0, abs=1e-9)
    assert lead_p_value(1e-3, 100) == approx(0.99203, abs=1e-5)


@pytest.mark.parametrize(
    ("first", "second", "p"),
    [(5, 5, 1.0), (0, 0, 1.0), (1, 0, 1.0), (3, 0, 0.25), (0, 3, 0.25), (4, 1, 0.375), (2, 3, 1.0)],
)
def test_the_exact_p_value_of_a_lead_is_that_of_a_coin(first: int, second: int, p: float) -> None:
    found = exact_lead_p_value(first, second)
    assert (found, type(found)) == (p, float)


def test_p_values_are_adjusted_by_hand_as_by_holm() -> None:
    assert holm([0.5, 0.01, None, 0.3, 0.02]) == [0.6, 0.04, None, 0.6, 0.06]
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([0.4, 0.6]) == [0.8, 0.8]
    assert holm([None]) == [None]
    assert holm([0.0, 1.0]) == [0.0, 1.0]


def test_p_values_are_adjusted_by_hand_as_by_benjamini_and_hochberg() -> None:
    assert benjamini_hochberg([0.5, 0.01, None, 0.3, 0.02]) == [
        0.5,
        approx(0.04),
        None,
        approx(0.4),
        approx(0.04),
    ]
    assert benjamini_hochberg([0.9, 0.95, 1.0]) == [1.0, 1.0, 1.0]
    assert benjamini_hochberg([0.2, 0.0]) == [0.2, 0.0]
    assert benjamini_hochberg([]) == []


# ---------------------------------------------------------------- limits of a share


def test_limits_by_hand() -> None:
    # With n = 4 and z = 2 the square over n is 1.
    assert wilson(0.5, 4, 2.0) == approx((0.5 - math.sqrt(0.5) / 2, 0.5 + math.sqrt(0.5) / 2))
    assert wilson(0.25, 4, 2.0) == approx(
        (0.375 - math.sqrt(0.4375) / 2, 0.375 + math.sqrt(0.4375) / 2)
    )
    assert wilson(0.0, 4, 2.0) == approx((0.0, 0.5))
    assert wilson(1.0, 4, 2.0) == approx((0.5, 1.0))
    assert wald(0.5, 100, 2.0) == approx((0.4, 0.6))
    assert wald(0.2, 16, 1.0) == approx((0.1, 0.3))
    assert wald(0.1, 9, 2.0) == (0.0, approx(0.3))
    assert wald(0.9, 9, 2.0) == (approx(0.7), 1.0)
    assert logit(0.2, 100, 2.0) == approx(
        (1 / (1 + 4 * math.exp(0.5)), 1 / (1 + 4 * math.exp(-0.5)))
    )
    for share in (0.0, 1.0, -0.1, 1.1):
        assert all(map(math.isnan, logit(share, 100, 2.0)))


def test_limits_never_leave_the_scale() -> None:
    for n in (1.0, 3.0, 7.0, 40.0, 1e5):
        for z in (0.1, 1.96, 2.5758, 5.0):
            low, high = wilson(0.0, n, z)
            assert low == 0.0
            assert high == approx(z * z / (n + z * z))
            low, high = wilson(1.0, n, z)
            assert low == approx(n / (n + z * z))
            assert high == approx(1.0)
            assert high <= 1.0


def test_quantiles_are_two_sided() -> None:
    assert normal_quantile(0.95) == approx(1.959963984540054)
    assert normal_quantile(0.5) == approx(0.6744897501960817)
    assert t_quantile(0.95, 30) == approx(2.042272456301238)
    assert t_quantile(0.5, 1) == approx(1.0)
    assert t_tail(1.0, 1) == approx(0.75)
    assert t_tail(-1.0, 1) == approx(0.25)
    assert t_p_value(1.0, 1) == approx(0.5)
    assert t_p_value(-1.0, 1) == approx(0.5)
    assert t_p_value(0.0, 5) == approx(1.0)


def test_korn_and_graubard_by_hand() -> None:
    tail = math.erfc(2 / math.sqrt(2)) / 2
    assert korn_graubard(0.0, 1, 2.0) == (0.0, approx(1 - tail))
    assert korn_graubard(1.0, 1, 2.0) == (approx(tail), 1.0)
    # Of two, one: 1 - (1 - low)**2 and 1 - high**2 are the tail.
    low, high = korn_graubard(0.5, 2, 2.0)
    assert (low, high) == (approx(1 - math.sqrt(1 - tail)), approx(math.sqrt(1 - tail)))
    # A share that is hardly one has limits that are hardly others than those of none.
    assert korn_graubard(0.2, 0.5, 2.0)[0] > 0
    assert korn_graubard(0.2, 0.5, 2.0)[1] < 1
    assert korn_graubard(0.5, 1.6, 2.0)[1] < 1


def test_few_degrees_of_freedom_shrink_the_base_by_the_quantiles() -> None:
    # t of 1 degree of freedom is 1 at one half, of 2 it is 0.8165 (the root of 2/3).
    assert korn_graubard_base(2.0, 3, 1, 0.5) == approx(2.0 * 2 / 3)
    assert korn_graubard_base(9.0, 2, 2, 0.5) == 2
    assert korn_graubard_base(1.0, 2, 2, 0.5) == approx(1.5)
    for n, dof, message in (
        (1, 5, "no degrees of freedom: n is 1, dof 5"),
        (100, 0, "no degrees of freedom: n is 100, dof 0"),
    ):
        with pytest.raises(ValueError) as caught:
            korn_graubard_base(10.0, n, dof, 0.95)
        assert str(caught.value) == message
    assert korn_graubard_base(10.0, 100, 0.5, 0.95) < korn_graubard_base(10.0, 100, 1, 0.95) < 10


@pytest.mark.parametrize(
    ("share", "limits", "n", "n_eff", "suppress", "footnote"),
    [
        (0.5, (0.3, 0.599), 100, 80.0, (), False),  # just below 0.3, 1.3 times 0.5 is 0.65
        (0.5, (0.25, 0.55), 100, 80.0, ("width",), False),
        (0.5, (0.25, 0.5625), 100, 80.0, ("width",), False),
        (0.1, (0.0, 0.125), 100, 80.0, (), False),  # 0.125 is below 0.13
        (0.1, (0.0, 0.135), 100, 80.0, ("relative_width",), False),
        (0.125, (0.0, 0.1625), 100, 80.0, (), False),  # exactly 1.3 times the share
        (0.875, (0.8375, 1.0), 100, 80.0, (), False),  # exactly 1.3 times the other share
        (0.875, (0.8365, 1.0), 100, 80.0, (), True),
        (0.875, (0.0, 0.1625), 100, 80.0, (), False),  # the same to the last bit
        (0.2, (0.0, 0.3), 100, 80.0, ("width",), False),  # so wide that its share is no matter
        (1.0, (0.9, 1.0), 100, None, (), False),
        (0.0, (0.0, 0.1), 100, None, (), False),
        (0.01, (0.0, 0.0625), 100, 80.0, ("relative_width",), False),
        (0.01, (0.0, 0.05), 100, 80.0, (), False),
        (0.01, (0.0, 0.0505), 100, 80.0, ("relative_width",), False),
        (0.01, (0.0, 0.0495), 100, 80.0, (), False),
        (0.99, (0.951, 1.0), 100, 80.0, (), False),
    ],
)
def test_the_width_that_nchs_allows(
    share: float,
    limits: tuple[float, float],
    n: int,
    n_eff: float | None,
    suppress: Any,
    footnote: bool,
) -> None:
    found = presentation(share, limits, n=n, n_eff=n_eff, dof=40)
    assert found.suppress == suppress
    assert found.footnote is footnote
