"""Student's t beside SciPy, which takes another way, and at its ends."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx
from scipy.special import betainc, stdtr, stdtrit

from kcli.stats.student import t_p_value, t_quantile, t_tail

dofs = st.integers(1, 3000) | st.floats(0.5, 1e7)


@given(st.floats(1e-6, 40), dofs)
def test_tails_are_those_of_scipy(t: float, dof: float) -> None:
    square = t * t
    if t < 1:  # there `stdtr` itself loses digits
        expected = 0.5 - betainc(0.5, dof / 2, square / (dof + square)) / 2
    else:
        expected = float(stdtr(dof, -t))
    assert t_tail(-t, dof) == approx(expected, rel=2e-12, abs=1e-290)
    assert t_tail(t, dof) == approx(1 - expected, rel=1e-14)
    assert t_p_value(t, dof) == t_p_value(-t, dof) == 2 * t_tail(-t, dof)


@given(st.floats(0.01, 0.9999), dofs)
def test_quantiles_are_those_of_scipy_and_give_back_their_tails(
    confidence: float, dof: float
) -> None:
    found = t_quantile(confidence, dof)
    assert found == approx(float(stdtrit(dof, 0.5 + confidence / 2)), rel=1e-9)
    assert 2 * t_tail(-found, dof) == approx(1 - confidence, rel=1e-11)


@pytest.mark.parametrize(("t", "dof", "tail"), [
    (0.0, 3, 0.5),
    (1.0, 1, 0.75),
    (-2.0, 2, 0.5 - 1 / math.sqrt(6)),
    (-math.sqrt(3), 3, 1 / 4 - 1 / (2 * math.pi)),
])  # fmt: skip
def test_tails_by_hand(t: float, dof: float, tail: float) -> None:
    assert t_tail(t, dof) == approx(tail, rel=1e-14)


def test_the_ends_of_the_scale() -> None:
    assert t_tail(-math.inf, 5) == 0
    assert t_tail(math.inf, 5) == 1
    assert t_tail(-1e200, 5) == 0
    assert t_tail(-1.5, math.inf) == approx(math.erfc(1.5 / math.sqrt(2)) / 2)
    assert t_quantile(0.95, math.inf) == approx(1.959963984540054)
    assert t_quantile(0.0, 5) == 0
    assert t_quantile(1.0, 5) == math.inf


@pytest.mark.parametrize("dof", [0, -1, math.nan])
def test_without_degrees_of_freedom_there_is_no_distribution(dof: float) -> None:
    assert math.isnan(t_tail(1, dof))
    assert math.isnan(t_quantile(0.95, dof))


def test_what_is_no_number_has_no_tail() -> None:
    assert math.isnan(t_tail(math.nan, 5))
    assert math.isnan(t_quantile(math.nan, 5))


@pytest.mark.parametrize("dof", [1, 2, 5, 30, 149.5, 150.5, 300.5, 1e4, 1e8])
def test_the_tail_falls_without_a_jump(dof: float) -> None:
    """Also where the way of computing it changes."""
    turn = math.sqrt(dof * (1 / ((dof / 2 + 1) / (dof / 2 + 2.5)) - 1))
    below, above = t_tail(-turn * (1 - 1e-9), dof), t_tail(-turn * (1 + 1e-9), dof)
    assert below > above
    assert below == approx(above, rel=1e-8)
