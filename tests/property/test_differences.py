"""Laws of gaps, limits and their tests."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st
from pytest import approx

from kcli.stats.differences import holm, newcombe, newcombe_p_value
from kcli.stats.intervals import INTERVALS, normal_quantile, wilson

shares = st.floats(0, 1)
sizes = st.floats(2, 1e6)


@given(shares, sizes, shares, sizes)
def test_swapping_two_samples_flips_the_gap(p: float, n: float, q: float, m: float) -> None:
    low, high = newcombe(p, n, q, m, 1.96)
    assert newcombe(q, m, p, n, 1.96) == approx((-high, -low))


@given(shares, sizes, shares, sizes)
def test_the_p_value_agrees_with_the_interval(p: float, n: float, q: float, m: float) -> None:
    p_value = newcombe_p_value(p, n, q, m)
    assume(abs(p_value - 0.05) > 1e-6)
    low, high = newcombe(p, n, q, m, normal_quantile(0.95))
    assert (p_value < 0.05) == (low > 0 or high < 0)


@given(st.sampled_from(sorted(INTERVALS)), st.floats(0.001, 0.999), sizes)
def test_limits_hold_their_share_and_stay_inside_the_scale(name: str, p: float, n: float) -> None:
    low, high = INTERVALS[name](p, n, 1.96)
    assert 0 <= low <= p <= high <= 1


@given(shares, sizes)
def test_a_larger_sample_never_widens_an_interval(p: float, n: float) -> None:
    low, high = wilson(p, n, 1.96)
    closer = wilson(p, 2 * n, 1.96)
    assert low <= closer[0] + 1e-12
    assert closer[1] <= high + 1e-12


@given(st.lists(st.none() | st.floats(0, 1)))
def test_adjusted_p_values_are_never_smaller_and_keep_their_order(ps: list[float | None]) -> None:
    adjusted = holm(ps)
    pairs = [(p, a) for p, a in zip(ps, adjusted, strict=True) if p is not None and a is not None]
    assert len(pairs) == sum(p is not None for p in ps)
    assert all(p <= a <= 1 for p, a in pairs)
    assert [a for _, a in sorted(pairs)] == sorted(a for _, a in pairs)
