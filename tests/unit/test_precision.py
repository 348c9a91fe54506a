"""When an interval is right, and how wide."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from kcli.analysis.precision import precision_of
from kcli.model.questionnaire import SampleView
from kcli.model.survey import BaseChoice, MarginOfError

SAMPLE = SampleView(
    survey="s",
    wave="1",
    id="JP",
    country="JP",
    countries=(),
    n=1000,
    population="general_public",
    population_size=None,
    fieldwork=None,
    mode="unknown",
    sampling="probability",
    weighted="unknown",
    published_base=BaseChoice(base="all"),
    margin_of_error=None,
    deff=None,
    plurality_rivals="substantive",
)


def stated(points: str) -> MarginOfError:
    return MarginOfError.model_validate({"points": points})


def test_without_a_design_effect_it_is_one_and_said_so() -> None:
    found = precision_of(SAMPLE, 1000)
    assert found is not None
    assert (found.n_eff, found.deff, found.kind) == (1000, 1, "design")
    assert [a.code for a in found.assumptions] == ["deff-one"]


def test_a_stated_design_effect_divides_n() -> None:
    found = precision_of(replace(SAMPLE, deff=Fraction(2)), 1000)
    assert found is not None
    assert (found.n_eff, found.assumptions) == (500, ())


@pytest.mark.parametrize(
    ("points", "deff"), [("3.1", 1.0), ("3", 1.0), ("3.10", 1.0), ("2.8", 1.0)]
)
def test_a_margin_that_rounds_from_a_random_sample_says_nothing_more(
    points: str, deff: float
) -> None:
    # +/-3.099 at n = 1,000; 2.8 is that of n = 1,200, better than n can give.
    found = precision_of(replace(SAMPLE, margin_of_error=stated(points)), 1000)
    assert found is not None
    assert found.deff == deff
    assert found.assumptions == ()


def test_a_larger_margin_gives_the_design_effect() -> None:
    found = precision_of(replace(SAMPLE, margin_of_error=stated("4.0")), 1000)
    assert found is not None
    assert found.deff == pytest.approx((4.0 / 3.0990) ** 2, rel=1e-4)


@pytest.mark.parametrize(("points", "deff"), [("3", 1.0), ("3.0", 1.1246), ("3.00", 1.1246)])
def test_the_decimals_of_a_margin_count(points: str, deff: float) -> None:
    """At n = 1,200 chance alone gives 2.829: which may be printed as 3, and never as 3.0."""
    sample = replace(SAMPLE, margin_of_error=stated(points), n=1200)
    found = precision_of(sample, 1200)
    assert found is not None
    assert found.deff == pytest.approx(deff, rel=1e-3)


def test_panels_are_counted_unless_their_population_is_known() -> None:
    panel = replace(SAMPLE, population="experts", sampling="expert", n=40)
    assert precision_of(panel, 40) is None
    known = precision_of(replace(panel, population_size=400), 40)
    assert known is not None
    assert known.n_eff == pytest.approx(40 / (1 - 40 / 400))
    assert known.kind == "model"
    assert precision_of(replace(panel, population_size=40), 40) is None


def test_a_census_and_an_unknown_n_have_no_interval() -> None:
    assert precision_of(replace(SAMPLE, sampling="census"), 1000) is None
    assert precision_of(replace(SAMPLE, n=None), None) is None
    assert precision_of(SAMPLE, None) is None


def test_any_other_sample_is_called_model_based() -> None:
    for sampling in ("quota", "opt_in", "unknown"):
        found = precision_of(replace(SAMPLE, sampling=sampling), 1000)
        assert found is not None
        assert found.kind == "model"
