"""Raking: weights under which a sample has the margins of its population."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["EmptyCategoryError", "Margin", "NotConvergedError", "Raked", "TargetError", "rake"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SUM_TOLERANCE = 1e-9
NOTHING = 1e-300  # a share that no factor can bring back


class EmptyCategoryError(ValueError):
    """Nobody with a weight is in a category that has a target.

    ``margin`` and ``category`` are their places.
    """

    def __init__(self, margin: int, category: int) -> None:
        super().__init__(f"margin {margin}: nobody is in category {category}")
        self.margin = margin
        self.category = category


class TargetError(ValueError):
    """The targets of a margin are no shares that add up to 1.

    ``margin`` is its place, ``total`` what they add up to.
    """

    def __init__(self, margin: int, total: float) -> None:
        super().__init__(
            f"margin {margin}: targets must not be negative, and add up to {total:.15g}"
        )
        self.margin = margin
        self.total = total


class NotConvergedError(ArithmeticError):
    """The margins contradict each other in this sample, or need more rounds.

    ``iterations`` were made, and some share is still ``distance`` from its target.
    """

    def __init__(self, iterations: int, distance: float) -> None:
        super().__init__(f"after {iterations} iterations a share is {distance:.3g} from its target")
        self.iterations = iterations
        self.distance = distance


@dataclass(frozen=True)
class Margin:
    """One margin.

    Attributes
    ----------
    category : int array, shape (n,)
        Everyone's category, 0 to K - 1.
    target : float array, shape (K,)
        The share of each category in the population; they add up to 1.
    """

    category: Ints
    target: Floats


@dataclass(frozen=True)
class Raked:
    """Raked weights.

    Attributes
    ----------
    weight : float array, shape (n,)
        With mean 1.
    iterations : int
        Rounds over all margins.
    before, achieved : tuple of float arrays
        The shares of each margin under the weights before, and after.
    deff : float
        Kish's design effect of the weights, n Σw² / (Σw)².
    least, greatest : float
        The extremes of the weights.
    """

    weight: Floats
    iterations: int
    before: tuple[Floats, ...]
    achieved: tuple[Floats, ...]
    deff: float
    least: float
    greatest: float


def rake(
    weight: ArrayLike,
    margins: Sequence[Margin],
    *,
    tolerance: float = 1e-10,
    max_iterations: int = 1000,
) -> Raked:
    r"""Weights with given margins that are as near to the weights before as can be.

    Iterative proportional fitting: in turn each margin's targets are divided by its shares, and
    everyone's weight is multiplied by the factor of his category, until all shares are within
    the tolerance. The weights :math:`w` then minimise :math:`\sum w \ln (w / w_0)` (Ireland &
    Kullback 1968).

    Parameters
    ----------
    weight : array_like of float, shape (n,)
        The weights before, 0 or more, in any unit: 1 each where there are none.
    margins : sequence of Margin
    tolerance : float
        How far any share may be from its target at the end.
    max_iterations : int

    Raises
    ------
    TargetError
        Where a target is negative or targets do not add up to 1, give or take 1e-9.
    EmptyCategoryError
        Where a target above 0 has nobody.
    NotConvergedError
        Where the iterations are used up.
    ValueError
        Where weights are negative, or somebody has no category.

    Notes
    -----
    Standard errors that take raked weights as fixed do not know that the margins are without
    error; for what the margins explain they are too large.

    References
    ----------
    Deming, W. E. & Stephan, F. F. (1940). On a least squares adjustment of a sampled frequency
    table when the expected marginal totals are known. *Annals of Mathematical Statistics* 11,
    427-444. Ireland, C. T. & Kullback, S. (1968). Contingency tables with given marginals.
    *Biometrika* 55, 179-188.

    Examples
    --------
    Three women and a man, of a population that is half and half:

    >>> import numpy as np
    >>> found = rake([1, 1, 1, 1], [Margin(np.array([0, 0, 0, 1]), np.array([0.5, 0.5]))])
    >>> found.weight.round(3).tolist(), found.iterations, round(found.deff, 3)
    ([0.667, 0.667, 0.667, 2.0], 1, 1.333)
    """
    start = np.asarray(weight, float)
    _check(start, margins)
    targets = [margin.target / margin.target.sum() for margin in margins]
    cell, categories = _cells(margins)
    before = np.bincount(cell, start / start.sum()).astype(float)
    current = before
    iterations = 0
    shares = _shares(current, categories, targets)
    while (distance := _distance(shares, targets)) > tolerance:
        if iterations == max_iterations:
            raise NotConvergedError(iterations, distance)
        for place, (category, target) in enumerate(zip(categories, targets, strict=True)):
            share = np.bincount(category, current, len(target))
            unmet = np.flatnonzero((share < NOTHING) & (target > 0))
            if len(unmet):
                raise EmptyCategoryError(place, int(unmet[0]))
            factor = np.divide(target, share, where=share >= NOTHING, out=np.zeros_like(target))
            current = current * factor[category]
        iterations += 1
        shares = _shares(current, categories, targets)
    factor = np.divide(current, before, where=before > 0, out=np.zeros_like(before))
    raked = start * factor[cell]
    raked /= raked.mean()
    return Raked(
        weight=raked,
        iterations=iterations,
        before=tuple(_shares(before, categories, targets)),
        achieved=tuple(shares),
        deff=float((raked**2).mean()),
        least=float(raked.min()),
        greatest=float(raked.max()),
    )


def _cells(margins: Sequence[Margin]) -> tuple[Ints, list[Ints]]:
    """Everyone's cell in the crossing of all margins, and the categories of each cell."""
    cell = np.zeros_like(margins[0].category)
    for margin in margins:
        _, first, cell = np.unique(
            cell * len(margin.target) + margin.category, return_index=True, return_inverse=True
        )
    return cell, [margin.category[first] for margin in margins]


def _shares(weight: Floats, categories: Sequence[Ints], targets: Sequence[Floats]) -> list[Floats]:
    return [
        np.bincount(category, weight, len(target)) / weight.sum()
        for category, target in zip(categories, targets, strict=True)
    ]


def _distance(shares: Sequence[Floats], targets: Sequence[Floats]) -> float:
    return max(
        float(np.abs(share - target).max()) for share, target in zip(shares, targets, strict=True)
    )


def _check(weight: Floats, margins: Sequence[Margin]) -> None:
    if not margins or not (weight >= 0).all() or not 0 < weight.sum() < math.inf:
        raise ValueError("raking needs a margin, and weights that are not negative")
    for place, margin in enumerate(margins):
        total = math.fsum(margin.target)
        if not (margin.target >= 0).all() or not abs(total - 1) <= SUM_TOLERANCE:
            raise TargetError(place, total)
        category = margin.category
        if category.shape != weight.shape or category.min() < 0:
            raise ValueError(f"margin {place}: somebody has no category")
        if category.max() >= len(margin.target):
            raise ValueError(f"margin {place}: category {category.max()} has no target")
