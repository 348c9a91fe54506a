"""How often limits around a coarse figure, or a word, cover the population: by exact sums.

A sample is published only as a rounded percentage, or as a word. The limits
are Wilson's at the ends of what the publication leaves open. They cover at
least as often as Wilson's own around the exact count, at every share of the
population.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import floor

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import binom

from kcli.analysis.estimate import estimate_share
from kcli.analysis.evidence import ItemEvidence
from kcli.analysis.precision import Method
from kcli.errors import Where
from kcli.model.concepts import Conventions
from kcli.model.evidence import Finding, Statement
from kcli.model.figures import read_percent
from kcli.model.questionnaire import Questionnaire
from kcli.stats.intervals import normal_quantile, wilson

F = Fraction
SIZES = (40, 200, 1000)
QUANTILE = normal_quantile(0.95)
GRID = np.unique([*np.linspace(0.001, 0.999, 999), *(k / 400 for k in range(1, 400))])
ROUNDING = 1e-12  # of a sum of a thousand probabilities
CONVENTIONS = Conventions.model_validate({"conventions": {"half_or_less": "<= 50%"}})
Published = Callable[[int, int], Statement]
Floats = NDArray[np.float64]


def rounded(k: int, n: int) -> Statement:
    """The percentage without decimals, halves upward."""
    return Statement("share", "a", value=str(floor(F(100 * k, n) + F(1, 2))))


def rounded_down(k: int, n: int) -> Statement:
    """The same, halves downward, as some papers print it."""
    return Statement("share", "a", value=str(-floor(F(1, 2) - F(100 * k, n))))


def in_a_word(k: int, n: int) -> Statement:
    """A majority, or half or less."""
    return Statement("majority" if 2 * k > n else "half_or_less", "a")


def exactly(k: int, n: int) -> Statement:
    return Statement("count", "a", value=str(k))


def ends(statement: Statement, n: int) -> tuple[Fraction, Fraction]:
    """The share as far as it is published."""
    if statement.predicate == "share":
        printed = read_percent(statement.value or "")
        return printed.low, printed.high
    if statement.predicate == "count":
        return F(int(statement.value or ""), n), F(int(statement.value or ""), n)
    half = F(1, 2)
    return (half, F(1)) if statement.predicate == "majority" else (F(0), half)


def limits(publish: Published, n: int) -> tuple[Floats, Floats]:
    """Of every count of n, the limits at the ends of what is published of it."""
    found = [ends(publish(k, n), n) for k in range(n + 1)]
    lows = [wilson(float(low), n, QUANTILE)[0] for low, _ in found]
    highs = [wilson(float(high), n, QUANTILE)[1] for _, high in found]
    return np.array(lows), np.array(highs)


def coverage(publish: Published, n: int) -> Floats:
    """The probability, at each share of the grid, that the limits hold it between them."""
    lows, highs = limits(publish, n)
    chances = binom.pmf(np.arange(n + 1)[:, None], n, GRID)
    covers = (lows[:, None] <= GRID) & (highs[:, None] >= GRID)
    return np.asarray((chances * covers).sum(axis=0))


def estimate(statement: Statement, n: int) -> tuple[float | None, float | None]:
    """The limits that kcli gives where this is all that is published."""
    item = {"text": "Q", "options_complete": "published", "options": {"a": "A", "b": "B"}}
    questionnaire = Questionnaire.model_validate(
        {
            "survey": "poll",
            "title": "T",
            "sources": {"s": {"publisher": "S"}},
            "waves": {"1": {"published_base": "all", "samples": {"JP": str(n)}}},
            "items": {"q": item},
        }
    )
    finding = Finding("1", "poll", "1", "JP", "q", statement, "s", Where("f"))
    evidence = ItemEvidence(questionnaire, "q", [finding], CONVENTIONS)
    record = estimate_share(evidence, ("1", "JP"), "a", Method()).record
    return record.low, record.high


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("publish", [rounded, rounded_down, in_a_word, exactly])
def test_the_limits_of_a_publication_are_those_of_its_ends(publish: Published, n: int) -> None:
    lows, highs = limits(publish, n)
    for k in (0, 1, n // 8, n // 2, n // 2 + 1, 7 * n // 9, n):
        low, high = estimate(publish(k, n), n)
        assert low == pytest.approx(lows[k], abs=1e-11)
        assert high == pytest.approx(highs[k], abs=1e-11)


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("publish", [rounded, rounded_down, in_a_word])
def test_what_is_published_of_a_count_holds_the_count(publish: Published, n: int) -> None:
    for k in range(n + 1):
        low, high = ends(publish(k, n), n)
        assert low <= F(k, n) <= high


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("publish", [rounded, rounded_down, in_a_word])
def test_limits_around_a_publication_cover_as_often_as_those_around_the_count(
    publish: Published, n: int
) -> None:
    exact, coarse = coverage(exactly, n), coverage(publish, n)
    assert (coarse >= exact - ROUNDING).all()
    lacking = np.maximum(0.95 - exact, 0)
    assert (coarse >= 0.95 - lacking - ROUNDING).all()


@pytest.mark.parametrize("n", SIZES)
def test_limits_around_a_word_cover_nearly_always_away_from_one_half(n: int) -> None:
    # All that can go wrong is that the sample falls on the other side, and far beyond it.
    found = coverage(in_a_word, n)
    assert found.min() >= 0.95
    assert found[np.abs(GRID - 0.5) < 0.5 / n**0.5].min() >= 1 - ROUNDING


@pytest.mark.parametrize("n", SIZES)
def test_limits_around_a_figure_cover_on_average_as_they_should(n: int) -> None:
    assert coverage(rounded, n).mean() >= 0.95
    assert coverage(exactly, n).mean() == pytest.approx(0.95, abs=0.01)
