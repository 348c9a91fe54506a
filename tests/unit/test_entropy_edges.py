"""Edges of the most even shares and of chance, worked out by hand."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from pytest import approx

from kcli.stats.entropy import SplitMix64, maximum_entropy


def even(
    start: list[Fraction], equations: list[list[Fraction]], *rows: tuple[list[Fraction], Fraction]
) -> list[float]:
    return [float(p) for p in maximum_entropy(start, equations, rows)]


ONES = [Fraction(1)] * 3


def test_shares_are_as_even_as_they_may_be_to_twelve_decimals() -> None:
    start = [Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)]
    assert maximum_entropy(start, [ONES], []) == (Fraction(333333333333, 10**12),) * 3
    fixed = [[Fraction(1), Fraction(0), Fraction(0)], ONES]
    assert maximum_entropy(start, fixed, []) == (Fraction(1, 2), Fraction(1, 4), Fraction(1, 4))
    assert maximum_entropy(start, [ONES, *fixed, [Fraction(2), Fraction(2), Fraction(2)]], []) == (
        Fraction(1, 2),
        Fraction(1, 4),
        Fraction(1, 4),
    )
    # One that says what others say is passed over, and those after it count; so do multiples.
    doubled = [Fraction(2), Fraction(0), Fraction(0)]
    for more in ([[Fraction(3)] * 3, fixed[0]], [doubled], [doubled, doubled, ONES]):
        assert maximum_entropy(start, [ONES, *more], []) == (
            Fraction(1, 2),
            Fraction(1, 4),
            Fraction(1, 4),
        )
    # Equations that leave no freedom give the start back.
    assert maximum_entropy(start, [*fixed, [Fraction(0), Fraction(1), Fraction(0)]], []) == (
        Fraction(1, 2),
        Fraction(333333333333, 10**12),
        Fraction(166666666667, 10**12),
    )


def test_a_score_that_is_known_gives_shares_in_geometric_order() -> None:
    """With the mean of 0, 1, 2 known, the most even shares are 1, x, x squared, normed."""
    x = 0.5
    total = 1 + x + x * x
    mean = Fraction((x + 2 * x * x) / total)
    start = [1 - mean / 2 - Fraction(1, 100), Fraction(1, 50), mean / 2 - Fraction(1, 100)]
    found = even(start, [ONES, [Fraction(0), Fraction(1), Fraction(2)]])
    assert found == approx([1 / total, x / total, x * x / total], abs=1e-11)


def test_rows_that_bind_are_met_and_rows_that_do_not_are_not_felt() -> None:
    start = [Fraction(6, 10), Fraction(3, 10), Fraction(1, 10)]
    binding = (
        [Fraction(2), Fraction(0), Fraction(-1)],
        Fraction(1),
    )  # twice the first is one more than the third
    idle = ([Fraction(0), Fraction(0), Fraction(-1)], Fraction(-1, 2))
    found = even(start, [ONES], binding, idle)
    assert found == approx(even(start, [ONES], binding), abs=1e-11)
    assert 2 * found[0] - found[2] == approx(1, abs=1e-11)
    # There the slope of the entropy is a multiple of the row and of the sum.
    slope = [math.log(p) for p in found]
    assert slope[0] - slope[1] == approx(2 * (slope[1] - slope[2]), abs=1e-8)


def test_four_shares_of_two_sums_are_independent() -> None:
    """Shares of a table with known margins are most even where rows and columns are independent."""
    start = [Fraction(3, 20), Fraction(3, 20), Fraction(9, 20), Fraction(5, 20)]
    margins = [
        [Fraction(1), Fraction(1), Fraction(0), Fraction(0)],
        [Fraction(1), Fraction(0), Fraction(1), Fraction(0)],
        [Fraction(1)] * 4,
    ]
    assert even(start, margins) == approx([0.18, 0.12, 0.42, 0.28], abs=1e-11)


def test_rows_of_another_length_are_refused() -> None:
    start, short = [Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)], [Fraction(1), Fraction(0)]
    with pytest.raises(ValueError, match="zip"):
        maximum_entropy(start, [ONES], [(short, Fraction(1, 4))])
    with pytest.raises(ValueError, match="zip"):
        maximum_entropy(start, [ONES, short], [])


def test_bits_and_numbers_below_a_bound() -> None:
    # The reference outputs of splitmix64 for the seed 1234567.
    stream = SplitMix64(1234567)
    assert [stream.bits() for _ in range(5)] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]
    assert SplitMix64(2**64 + 7).bits() == SplitMix64(7).bits()
    stream = SplitMix64(1234567)
    assert stream.below(10) == 6457827717110365317 % 10
    assert stream.below(2**64) == 3203168211198807973
    assert SplitMix64(0).below(1) == 0


def test_the_uneven_rest_is_drawn_again() -> None:
    """Below 2**63 + 1 only the first 2**63 + 1 numbers count; the others are drawn again."""
    stream, bits = SplitMix64(1234567), SplitMix64(1234567)
    bound = 2**63 + 1
    drawn = [bits.bits() for _ in range(40)]
    kept = [number for number in drawn if number < bound]
    assert 5 < len(kept) < 35
    assert [stream.below(bound) for _ in kept] == kept


class Scripted(SplitMix64):
    """Bits that are given."""

    def __init__(self, *given: int) -> None:
        super().__init__(0)
        self.given = list(given)

    def bits(self) -> int:
        return self.given.pop(0)


def test_the_first_number_of_the_rest_is_drawn_again_and_the_last_before_it_counts() -> None:
    # 2**64 is 1 more than a multiple of 3.
    assert Scripted(2**64 - 1, 5).below(3) == 2
    assert Scripted(2**64 - 2, 6).below(3) == (2**64 - 2) % 3 == 2
    assert Scripted(2**64 - 1, 5).below(4) == 3
