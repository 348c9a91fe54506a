"""Edges of tests of tables and of replicate weights, worked out by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from pytest import approx

from kcli.stats.rao_scott import f_tail, rao_scott
from kcli.stats.replicates import (
    EmptyReplicateError,
    Replication,
    bootstrap,
    brr,
    jk1,
    jkn,
    replicate_covariance,
    replicate_dof,
)

YES, ALL = [[1.0, 0.0]], [1.0, 1.0]


# ---------------------------------------------------------------- independence


def plain(table: Any, n: int) -> Any:
    p = np.ravel(table)
    return (np.diag(p) - np.outer(p, p)) / n


def test_independence_by_hand() -> None:
    table = np.array([[0.3, 0.2], [0.1, 0.4]])
    found = rao_scott(table, 2 * plain(table, 50), n=50, dof=30)
    # Each cell is 0.1 off 0.5 times 0.4 or 0.6, and 0.01 (2/0.2 + 2/0.3) is a sixth.
    assert found.chi_squared == approx(50 * 0.01 / (0.25 * 0.24))
    assert found.deff == approx(2)
    assert found.f == approx(found.chi_squared / found.deff)
    assert (found.ndf, found.ddf) == (approx(1), approx(30))
    assert found.p_value == f_tail(found.f, found.ndf, found.ddf)


def test_unequal_design_effects_take_degrees_of_freedom() -> None:
    table = np.full((2, 3), 1 / 6)
    covariance = plain(table, 60)
    row = np.kron([1, -1], [1.0, -1.0, 0.0])
    found = rao_scott(table, covariance + 0.01 * np.outer(row, row), n=60, dof=10)
    # One of the two effects stays 1; the other gains 0.01 r'D^-1 (D/n)^-1 ... = 0.01 * 60 * 24.
    extra = 0.01 * 60 * 4 * 6
    assert found.deff == approx((1 + 1 + extra) / 2)
    assert found.ndf == approx((2 + extra) ** 2 / (1 + (1 + extra) ** 2))
    assert found.ddf == approx(10 * found.ndf)
    assert (found.chi_squared, found.f, found.p_value) == (approx(0), approx(0), approx(1))


@pytest.mark.parametrize(
    ("table", "size", "dof", "message"),
    [
        ([0.5, 0.5], 2, 9, "a table of (2,) has no covariance of (2, 2)"),
        ([[0.4, 0.2], [0.2, 0.2]], 3, 9, "a table of (2, 2) has no covariance of (3, 3)"),
        ([[0.4, 0.2], [0.2, 0.1]], 4, 9, "the shares add up to 0.9, with 9 degrees of freedom"),
        ([[0.4, 0.2], [0.2, 0.2]], 4, -1, "the shares add up to 1, with -1 degrees of freedom"),
        (
            [[0.4, 0.6], [0, 0]],
            4,
            9,
            "a table needs two rows and two columns with somebody in them",
        ),
        (
            [[0.4, 0], [0.6, 0]],
            4,
            9,
            "a table needs two rows and two columns with somebody in them",
        ),
        ([[0.4, 0.2], [0.2, 0.2]], 4, 0.5, "the shares do not vary under this design"),
    ],
)
def test_no_test_without_a_table_and_the_reason_is_told(
    table: Any, size: int, dof: float, message: str
) -> None:
    with pytest.raises(ValueError) as caught:
        rao_scott(table, np.zeros((size, size)), 100, dof)
    assert str(caught.value) == message


def test_shares_may_miss_one_by_a_billionth() -> None:
    table = np.array([[0.3, 0.2], [0.2, 0.3]])
    assert rao_scott(table + 2e-10, plain(table, 100), 100, 99).f == approx(4.0)
    with pytest.raises(ValueError, match=r"add up to 1\.000000004"):
        rao_scott(table + 1e-9, plain(table, 100), 100, 99)
    with pytest.raises(ValueError, match=r"add up to 0\.999999996"):
        rao_scott(table - 1e-9, plain(table, 100), 100, 99)


def test_a_block_of_empty_cells_is_told() -> None:
    block = np.array([[0.0, 0.0, 0.3], [0.0, 0.0, 0.3], [0.1, 0.1, 0.2]])
    with pytest.raises(ValueError) as caught:
        rao_scott(block, plain(block, 100), 100, 99)
    assert str(caught.value) == "too many cells are empty"


def test_the_tail_of_f_by_hand() -> None:
    # Of 2 and 2 degrees of freedom it is 1 / (1 + f); of 2 and d it is (1 + 2 f / d) ** (-d / 2).
    assert f_tail(3.0, 2, 2) == approx(0.25)
    assert f_tail(3.0, 2, 6) == approx(2**-3)
    assert f_tail(0.0, 3, 7) == approx(1)
    assert f_tail(1.0, 5, 5) == approx(0.5)


# ---------------------------------------------------------------- replicate weights


def test_the_factors_of_each_kind_of_replicate() -> None:
    assert jk1(5) == Replication(0.8, (1.0,) * 5, mse=True)
    assert jk1(5, mse=False) == Replication(0.8, (1.0,) * 5, mse=False)
    assert jkn([0.5, 2]) == Replication(1.0, (0.5, 2.0), mse=True)
    assert jkn([0.5], mse=False).mse is False
    assert brr(4) == Replication(0.25, (1.0,) * 4, mse=True)
    assert brr(4, fay=0.5, mse=False) == Replication(1.0, (1.0,) * 4, mse=False)
    assert bootstrap(5) == Replication(0.25, (1.0,) * 5, mse=True)
    assert bootstrap(5, mse=False) == Replication(0.25, (1.0,) * 5, mse=False)
    for fay in (1.0, 1.5, -0.1, math.nan):
        with pytest.raises(ValueError) as caught:
            brr(4, fay=fay)
        assert str(caught.value) == f"Fay's factor is from 0 to below 1, not {fay}"


def test_a_covariance_of_replicates_by_hand() -> None:
    replicates = [[2.0, 2.0, 4.0], [1.0, 3.0, 0.0], [3.0, 1.0, 1.0]]
    how = Replication(0.5, (1.0, 2.0, 0.0), mse=True)
    found = replicate_covariance(
        [[1, 0, 0], [0, 0, 1]], [[1, 1, 0], [1, 1, 1]], totals=[4, 1, 5], replicates=replicates,
        replication=how,
    )  # fmt: skip
    # Shares 1/2, 1/4 against 4/5, and 1/2, 0 against 1/2; the third does not count.
    first, second = np.array([-0.3, -0.55]), np.array([0.0, -0.5])
    factor = np.array([1.0, 2.0])
    owed = [[(a * b * factor).sum() / 2 for b in (first, second)] for a in (first, second)]
    assert found == approx(np.array(owed))
    centred = replicate_covariance(
        [[1, 0, 0]], [1, 1, 0], totals=[4, 1, 5], replicates=replicates,
        replication=Replication(0.5, (1.0, 2.0, 0.0), mse=False),
    )  # fmt: skip
    assert centred == approx(np.array([[0.5 * (0.125**2 + 2 * 0.125**2)]]))
    # Shares 1/2, 0 have the mean 1/4; those of the rest, 1/2 and 1, have 3/4.
    two_means = replicate_covariance(
        [[1, 0], [0, 1]], [[1, 1], [1, 1]], totals=[1, 1], replicates=[[2.0, 2.0], [0.0, 4.0]],
        replication=Replication(1.0, (1.0, 1.0), mse=False),
    )  # fmt: skip
    assert two_means == approx(0.125 * np.array([[1, -1], [-1, 1]]))


def test_a_replicate_that_leaves_a_base_light_is_no_empty_one() -> None:
    found = replicate_covariance(
        [[1, 0]], [1, 1], totals=[0.5, 0.5], replicates=[[0.25, 0.25], [0.5, 0.0]],
        replication=jkn([0.5, 1]),
    )  # fmt: skip
    assert found[0, 0] == 0.25
    with pytest.raises(EmptyReplicateError) as caught:
        replicate_covariance(
            [[1, 0], [0, 1]], [[1, 0], [0, 1]], totals=[1, 1],
            replicates=[[1, 1], [2, 1], [1, 0]], replication=jkn([1, 1, 1]),
        )  # fmt: skip
    assert caught.value.replicate == 2
    assert str(caught.value) == "replicate 2 has nobody in the base"
    with pytest.raises(ValueError) as wrong:
        replicate_covariance(YES, ALL, totals=[1, 1], replicates=[[1, 1]], replication=jk1(2))
    assert str(wrong.value) == "1 replicates have 2 factors"


def test_degrees_of_freedom_are_independent_replicates_less_one() -> None:
    assert replicate_dof([[1, 0, 0], [0, 1, 0], [0, 0, 1]]) == 2
    assert replicate_dof([[1, 0, 1], [0, 1, 1]]) == 1
    assert replicate_dof([[1, 0, 0], [0, 0, 1]]) == 1  # the second leaves nobody
    assert replicate_dof([[3.0, 6.0]]) == 0
    assert replicate_dof([[4_000_000_000, 0], [0, 4_000_000_000]]) == 1
    assert replicate_dof([[0.0, 0.0]]) == 0
    assert replicate_dof([[0.0, 0.5]]) == 0
    # Columns that are a thousandth apart are two, columns that are a millionth apart are one.
    assert replicate_dof([[1, 1 + 1e-3], [1, 1]]) == 1
    assert replicate_dof([[1, 1 + 1e-6], [1, 1]]) == 0
    # They count from four hundred-thousandths on, where the sine of half their angle is 1e-5.
    assert replicate_dof([[1, 1 + 5e-5], [1, 1]]) == 1
    assert replicate_dof([[1, 1 + 3e-5], [1, 1]]) == 0
    assert replicate_dof([[1, 1e9, 0], [0, 0, 1e-9]]) == 1
