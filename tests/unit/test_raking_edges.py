"""Edges of raking and standardisation, worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from pytest import approx

from kcli.stats.raking import EmptyCategoryError, Margin, NotConvergedError, TargetError, rake
from kcli.stats.standardise import EmptyCellError, pooled_composition, standardise

# ---------------------------------------------------------------- raking


def two(target: list[float], category: list[int] | None = None) -> Margin:
    return Margin(np.array(category if category is not None else [0, 1]), np.array(target))


def test_a_weight_by_hand() -> None:
    found = rake([1, 1, 1, 1], [two([0.5, 0.5], [0, 0, 0, 1])])
    assert found.weight == approx([2 / 3, 2 / 3, 2 / 3, 2])
    assert (found.least, found.greatest) == (approx(2 / 3), approx(2))
    assert found.deff == approx((3 * 4 / 9 + 4) / 4)
    assert found.iterations == 1
    assert found.before[0].tolist() == [0.75, 0.25]
    assert found.achieved[0] == approx([0.5, 0.5])


def test_without_convergence_it_says_how_far_it_came() -> None:
    both = [two([0.5, 0.5]), two([0.4, 0.6])]
    for limit in (0, 1, 7):
        with pytest.raises(NotConvergedError) as caught:
            rake([1, 1], both, max_iterations=limit)
        assert caught.value.iterations == limit
        assert caught.value.distance == approx(0.1)
        assert str(caught.value) == f"after {limit} iterations a share is 0.1 from its target"
    with pytest.raises(NotConvergedError) as caught:
        rake([1, 1], both)
    assert caught.value.iterations == 1000


def test_a_share_may_miss_its_target_by_the_tolerance_and_no_more() -> None:
    margin = [two([0.5, 0.5])]
    assert rake([1.25, 0.75], margin, tolerance=0.125).iterations == 0
    assert rake([1.25, 0.75], margin, tolerance=0.124).iterations == 1
    near = [1 + 1.5e-10, 1 - 1.5e-10]
    assert rake(near, margin).iterations == 0
    assert rake([1 + 3e-10, 1 - 3e-10], margin).iterations == 1


def test_who_weighed_nothing_weighs_nothing() -> None:
    found = rake([1, 3, 0], [two([0.5, 0.5], [0, 1, 1])])
    assert found.weight == approx([1.5, 1.5, 0])
    assert found.least == 0
    # Nor does anybody who is alone in his cell.
    found = rake([1, 3, 0], [two([0.5, 0.5], [0, 1, 1]), two([0.5, 0.5], [0, 1, 0])])
    assert found.weight == approx([1.5, 1.5, 0])


@pytest.mark.parametrize("weight", [[-1.0, 2.0], [0.0, 0.0], [math.nan, 1.0], [math.inf, 1.0], []])
def test_weights_that_cannot_be_raked_are_refused(weight: list[float]) -> None:
    with pytest.raises(ValueError) as caught:
        rake(weight, [two([0.5, 0.5], [0, 1][: len(weight)])])
    assert str(caught.value) == "raking needs a margin, and weights that are not negative"


def test_raking_needs_a_margin_and_takes_light_weights() -> None:
    with pytest.raises(ValueError, match="raking needs a margin"):
        rake([1, 1], [])
    assert rake([0.1, 0.3], [two([0.5, 0.5])]).weight == approx([1, 1])


def test_a_share_that_is_next_to_nothing_can_be_brought_back() -> None:
    assert rake([1, 1e-299], [two([0.5, 0.5])]).weight == approx([1, 1])
    with pytest.raises(EmptyCategoryError):
        rake([1, 1e-301], [two([0.5, 0.5])])


def test_targets_that_are_none_are_told_with_their_sum() -> None:
    for target, text in (
        ([0.5, 0.6], "margin 0: targets must not be negative, and add up to 1.1"),
        ([0.5, 0.4], "margin 0: targets must not be negative, and add up to 0.9"),
        ([1.5, -0.5], "margin 0: targets must not be negative, and add up to 1"),
        ([0.5, 0.500000002], "margin 0: targets must not be negative, and add up to 1.000000002"),
    ):
        with pytest.raises(TargetError) as caught:
            rake([1, 1], [two(target)])
        assert str(caught.value) == text
        assert caught.value.total == approx(math.fsum(target), rel=1e-15)
    with pytest.raises(TargetError) as caught:
        rake([1, 1], [two([0.5, 0.5]), two([0.1, 0.1])])
    assert caught.value.margin == 1


def test_somebody_without_a_category_is_found() -> None:
    for category in ([0, -1], [0], [0, 1, 1]):
        with pytest.raises(ValueError) as caught:
            rake([1, 1], [two([0.5, 0.5]), two([0.5, 0.5], category)])
        assert str(caught.value) == "margin 1: somebody has no category"
    for high in (2, 3):
        with pytest.raises(ValueError) as caught:
            rake([1, 1], [two([0.5, 0.5]), two([0.5, 0.5], [0, high])])
        assert str(caught.value) == f"margin 1: category {high} has no target"


def test_a_category_without_anybody_is_told() -> None:
    with pytest.raises(EmptyCategoryError) as caught:
        rake([1, 1], [two([0.5, 0.5]), two([0.2, 0.8], [1, 1])])
    assert str(caught.value) == "margin 1: nobody is in category 0"


def test_people_of_one_cell_keep_their_ratio_and_cells_of_three_margins_do_not_mix() -> None:
    category = np.array(
        [[0, 0, 1], [0, 1, 2], [1, 0, 0], [1, 1, 1], [1, 1, 2], [0, 0, 1], [0, 0, 2]]
    )
    targets = [[0.4, 0.6], [0.55, 0.45], [0.2, 0.5, 0.3]]
    margins = [two(t, category[:, m].tolist()) for m, t in enumerate(targets)]
    start = [1.0, 2, 3, 1, 2, 4, 5]
    found = rake(start, margins)
    assert found.weight[5] / found.weight[0] == approx(4)
    for m, target in enumerate(targets):
        shares = np.bincount(category[:, m], found.weight) / 7
        assert shares == approx(target, abs=1e-9)
        assert found.before[m] == approx(np.bincount(category[:, m], start) / 18)


# ---------------------------------------------------------------- standardisation


def test_the_composition_of_all_is_by_weight_and_needs_everybody_everywhere() -> None:
    assert pooled_composition([[1, 0, 3], [2, 0, 2]]) == approx(np.array([3, 0, 5]) / 8)
    assert pooled_composition([[0.1, 0.1], [0.1, 0.1]]) == approx([0.5, 0.5])
    with pytest.raises(EmptyCellError) as caught:
        pooled_composition([[1, 1, 1], [1, 1, 0], [0, 1, 1]])
    assert (caught.value.group, caught.value.cell) == (1, 2)
    assert str(caught.value) == "group 1 has nobody in cell 2"
    with pytest.raises(EmptyCellError):
        pooled_composition([[0.5, 0.3], [0.2, 0.0]])


def test_standardised_shares_and_their_covariance_by_hand() -> None:
    p, c = [[0.2, 0.6], [0.4, 0.5]], [0.75, 0.25]
    v = np.diag([0.01, 0.02, 0.03, 0.04])
    v[1, 2] = v[2, 1] = 0.005
    found = standardise(p, v, c)
    assert found.value == approx([0.3, 0.425])
    cross = 0.25 * 0.75 * 0.005
    assert found.covariance == approx(
        np.array(
            [
                [0.5625 * 0.01 + 0.0625 * 0.02, cross],
                [cross, 0.5625 * 0.03 + 0.0625 * 0.04],
            ]
        )
    )
    # An estimated composition adds the covariance of its shares, by the shares of the cells.
    larger = np.zeros((6, 6))
    larger[:4, :4] = v
    larger[4:, 4:] = [[0.001, -0.001], [-0.001, 0.001]]
    more = standardise(p, larger, c)
    assert more.value == approx([0.3, 0.425])
    assert more.covariance - found.covariance == approx(
        0.001 * np.array([[0.16, 0.04], [0.04, 0.01]])
    )


@pytest.mark.parametrize(
    "composition", [[0.5, 0.6], [0.5, 0.4], [1.0], [0.25] * 4, [1.5, -0.5], [math.nan, 0.5]]
)
def test_a_composition_that_is_none_is_told(composition: list[float]) -> None:
    with pytest.raises(ValueError) as caught:
        standardise([[0.2, 0.6]], np.zeros((2, 2)), composition)
    assert str(caught.value) == f"the composition of 2 cells is not {composition}"


def test_a_composition_may_hold_nobody_of_a_cell_and_miss_one_by_a_billionth() -> None:
    assert standardise([[0.2, 0.6]], np.zeros((2, 2)), [1.0, 0.0]).value == approx([0.2])
    assert standardise([[0.2, 0.6]], np.zeros((2, 2)), [0.5, 0.5 + 9e-10]).value == approx([0.4])
    for miss in (3e-9, -3e-9):
        with pytest.raises(ValueError, match="the composition of 2 cells is not"):
            standardise([[0.2, 0.6]], np.zeros((2, 2)), [0.5, 0.5 + miss])


@pytest.mark.parametrize("shape", [(3, 3), (2, 4), (6, 4), (4, 6), (5, 5)])
def test_a_covariance_of_other_shares_is_told(shape: tuple[int, int]) -> None:
    with pytest.raises(ValueError) as caught:
        standardise([[0.2, 0.6], [0.1, 0.3]], np.zeros(shape), [0.5, 0.5])
    assert str(caught.value) == f"shares of (2, 2) have no covariance of {shape}"
