"""How often a verdict on respondents is wrong where the population lies near the threshold.

A false claim that is called supported, or a true one that is called
contradicted, is an error at the level of the test: 2.5% to each side at a
confidence of 95%. Without weights a verdict depends on the counts alone, so
the chances are exact sums; with weights they are those of a seeded study.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import binom

from kcli.analysis.evidence import ItemEvidence
from kcli.analysis.precision import Method
from kcli.analysis.respondents import Respondents
from kcli.analysis.verify_measured import Subject, judge_measured
from kcli.cells.coded import Coded, CodedItem
from kcli.model.evidence import Statement
from kcli.model.questionnaire import Questionnaire

pytestmark = pytest.mark.slow

Floats = NDArray[np.float64]
LEVEL = 0.025
PLACE = ("1", "JP")
METHOD = Method(0.95)


@dataclass(frozen=True)
class Question:
    """An item with so many options, asked of one sample."""

    options: int

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f"o{number}" for number in range(self.options))

    @cached_property
    def evidence(self) -> ItemEvidence:
        options = {name: name for name in self.names}
        item = {"text": "Q", "options_complete": "published", "options": options}
        waves = {"1": {"published_base": "all", "sampling": "probability", "samples": {"JP": {}}}}
        known = {"survey": "p", "title": "T", "waves": waves, "items": {"q": item}}
        return ItemEvidence(Questionnaire.model_validate(known), "q", [], None)

    def verdict(self, word: str, counts: Sequence[int], weights: Floats | None = None) -> str:
        """What is said of the first option, of respondents in the order of their answers."""
        n = sum(counts)
        first = np.zeros(n, dtype=np.int64)
        answers = np.repeat(np.arange(self.options), counts)
        coded = Coded(
            samples=("JP",),
            sample=first,
            weight=np.ones(n) if weights is None else weights,
            strata=("0",),
            stratum=first,
            psus=None,
            psu=None,
            items={"q": CodedItem(self.names, answers, None)},
        )
        asking = self.evidence.asking(PLACE)
        respondents = Respondents(coded, asking, self.evidence.samples, "all")
        estimations = respondents.estimate(PLACE, METHOD, "en")
        labels = respondents.labels(PLACE, METHOD)
        other = self.names[1] if word == "more_than" else None
        statement = Statement(word, self.names[0], other=other)
        subject = Subject(
            respondents, self.evidence, PLACE, labels, METHOD, lambda _here, _there, _base: None
        )
        return judge_measured(subject, [statement], estimations).verdict


TWO = Question(2)


@cache
def verdicts(word: str, n: int) -> tuple[str, ...]:
    """By how many of n gave the first of two answers."""
    return tuple(TWO.verdict(word, (k, n - k)) for k in range(n + 1))


def chance(word: str, n: int, p: float, verdict: str) -> float:
    found = np.array(verdicts(word, n)) == verdict
    return float(binom.pmf(np.arange(n + 1), n, p)[found].sum())


def allowed(repetitions: int) -> float:
    """The level, and three standard errors of a study of so many repetitions."""
    return LEVEL + 3 * math.sqrt(LEVEL * (1 - LEVEL) / repetitions)


# The tests are of the normal approximation: of a population that is level, 60 or more of 100 pass,
# at a chance of 2.84%, and a lead of 62 of 1000 does, at one of 2.68%.
NEAR = {100: 0.0285, 1000: 0.0269}


@pytest.mark.parametrize("n", NEAR)
@pytest.mark.parametrize("p", [0.40, 0.45, 0.48, 0.49, 0.50])
def test_a_majority_that_is_none_is_seldom_supported(n: int, p: float) -> None:
    assert chance("majority", n, p, "supported") <= NEAR[n]
    assert chance("minority", n, 1 - p, "supported") <= NEAR[n]


@pytest.mark.parametrize("n", NEAR)
@pytest.mark.parametrize("p", [0.5001, 0.51, 0.52, 0.55, 0.60])
def test_a_majority_that_is_one_is_seldom_contradicted(n: int, p: float) -> None:
    assert chance("majority", n, p, "contradicted") <= NEAR[n]
    assert chance("minority", n, 1 - p, "contradicted") <= NEAR[n]


@pytest.mark.parametrize("n", NEAR)
def test_a_majority_that_is_clear_is_mostly_supported(n: int) -> None:
    p = 0.5 + 2 / n**0.5
    assert chance("majority", n, p, "supported") > 0.97
    assert chance("majority", n, 1 - p, "contradicted") > 0.97


@pytest.mark.parametrize("n", NEAR)
@pytest.mark.parametrize("p", [0.48, 0.50, 0.52])
def test_a_lead_over_the_other_answer_is_as_seldom_wrong(n: int, p: float) -> None:
    for word in ("leading", "more_than"):
        wrong = "supported" if p <= 0.5 else "contradicted"
        assert chance(word, n, p, wrong) <= NEAR[n], word


@pytest.mark.parametrize("n", [100, 1000])
@pytest.mark.parametrize("p", [0.48, 0.50, 0.52])
def test_of_weighted_respondents_a_majority_is_as_seldom_wrong(n: int, p: float) -> None:
    # Seven of ten are of a group that is three of ten of the population, and think otherwise.
    repetitions, draw = 1000, np.random.default_rng(20250607 + n)
    found: Counter[str] = Counter()
    for _ in range(repetitions):
        group = draw.random(n) < 0.7
        share = np.where(group, p + 0.14, p - 0.06)  # 0.3 * 0.14 = 0.7 * 0.06
        answer = draw.random(n) >= share
        weight = np.where(group, 3 / 7, 7 / 3)
        order = np.argsort(answer, kind="stable")
        counts = (int((~answer).sum()), int(answer.sum()))
        found[TWO.verdict("majority", counts, weight[order])] += 1
    wrong = "supported" if p <= 0.5 else "contradicted"
    assert found[wrong] / repetitions <= allowed(repetitions), found


def _study(word: str, shares: Sequence[float], n: int, seed: int) -> Counter[str]:
    """The verdicts on the first option in samples of n of a population with these shares."""
    draw = np.random.default_rng(seed)
    question = Question(len(shares))
    tables = [tuple(map(int, draw.multinomial(n, shares))) for _ in range(1000)]
    return Counter(question.verdict(word, table) for table in tables)


@pytest.mark.parametrize("word", ["plurality", "leading"])
@pytest.mark.parametrize("n", [100, 1000])
def test_who_does_not_lead_is_seldom_said_to(word: str, n: int) -> None:
    for shares in ((0.4, 0.4, 0.2), (0.39, 0.41, 0.2), (1 / 3, 1 / 3, 1 / 3)):
        found = _study(word, shares, n, seed=n)
        assert found["supported"] / found.total() <= allowed(found.total()), (shares, found)


@pytest.mark.parametrize("word", ["plurality", "leading"])
@pytest.mark.parametrize("n", [100, 1000])
def test_who_leads_one_rival_is_seldom_said_not_to(word: str, n: int) -> None:
    for shares in ((0.41, 0.4, 0.19), (0.42, 0.3, 0.28)):
        found = _study(word, shares, n, seed=n)
        assert found["contradicted"] / found.total() <= allowed(found.total()), (shares, found)


@pytest.mark.parametrize("options", [5, 10])
def test_who_leads_many_rivals_is_seldom_said_not_to(options: int) -> None:
    least = (1 - 0.002) / options
    shares = (1 - least * (options - 1), *[least] * (options - 1))
    found = _study("leading", shares, 1000, seed=options)
    assert found["contradicted"] / found.total() <= allowed(found.total()), found
