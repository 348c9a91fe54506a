"""What a sample leaves open about its population: whether a test is right, and how precise."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from kcli.model.predicates import Assumption
from kcli.model.questionnaire import SampleView
from kcli.stats.choices import Lonely
from kcli.stats.differences import holm
from kcli.stats.intervals import INTERVALS, normal_quantile
from kcli.stats.korn_graubard import korn_graubard, korn_graubard_base
from kcli.stats.multiple import benjamini_hochberg
from kcli.stats.student import t_quantile

Suppress = Literal["none", "nchs"]
Adjust = Literal["holm", "bh"]
ADJUSTMENTS: dict[str, Callable[[Sequence[float | None]], list[float | None]]] = {
    "holm": holm,
    "bh": benjamini_hochberg,
}

__all__ = [
    "NAMED_KINDS",
    "Adjust",
    "Lonely",
    "Method",
    "Precision",
    "Suppress",
    "is_counted",
    "precision_of",
]

# Of these nobody is a sample: they are named and counted, and no share is made of them.
NAMED_KINDS = frozenset({"commentators", "governments"})
_COUNTED_KINDS = NAMED_KINDS | {"experts"}
_COUNTED_SAMPLING = frozenset({"expert", "purposive", "census"})


@dataclass(frozen=True, slots=True)
class Method:
    """How limits are computed, and what is done where a design or a base gives none.

    ``interval`` is wilson, logit, wald or kg (Korn and Graubard's); ``lonely``
    says what becomes of a stratum with a single unit; ``suppress`` by which
    standard shares are withheld; ``adjust`` how p is adjusted for many.
    """

    confidence: float = 0.95
    interval: str = "wilson"
    lonely: Lonely = "fail"
    suppress: Suppress = "none"
    adjust: Adjust = "holm"

    @property
    def quantile(self) -> float:
        """Two-sided, of the normal distribution."""
        return normal_quantile(self.confidence)

    def limits(
        self, share: float, n_eff: float | None, n: int, dof: float | None = None
    ) -> tuple[float, float]:
        """Both limits of a share, on its effective base.

        ``n`` is its respondents, ``dof`` the degrees of freedom of its design; None
        for a published share, which is taken as one of a simple random sample.
        """
        if self.interval == "kg":
            base = korn_graubard_base(n_eff, n, dof or n - 1, self.confidence)
            return korn_graubard(share, base, self.quantile)
        base = n if n_eff is None else n_eff
        quantile = self.quantile if dof is None else t_quantile(self.confidence, dof)
        return INTERVALS[self.interval](share, base, quantile)

    @property
    def adjusted(self) -> Callable[[Sequence[float | None]], list[float | None]]:
        """The function that adjusts the p-values of one family."""
        return ADJUSTMENTS[self.adjust]


@dataclass(frozen=True, slots=True)
class Precision:
    """How large a simple random sample would be as precise, and on what grounds."""

    n_eff: float
    deff: float
    kind: Literal["design", "model"]
    assumptions: tuple[Assumption, ...]


def is_counted(sample: SampleView) -> bool:
    """Whether a sample is described by counts and nothing is said of a population beyond it."""
    counted = sample.population in _COUNTED_KINDS or sample.sampling in _COUNTED_SAMPLING
    return counted and sample.population_size is None


def precision_of(sample: SampleView, n_base: int | None) -> Precision | None:
    """The precision of a published sample; None where no interval is right.

    A panel of experts, named commentators and governments are described by
    counts, unless the size of their population is known: then the finite
    population correction applies.
    """
    if not n_base or sample.size is None:
        return None
    size = sample.population_size
    if is_counted(sample) or sample.sampling == "census":
        return None
    deff, assumptions = _design_effect(sample, sample.size)
    by_margin = sample.deff is None and sample.margin_of_error is not None
    if n_base == sample.size or by_margin:  # and not of a base whose size is told itself
        assumptions += _size_assumed(sample)
    n_eff = n_base / deff
    if size is not None:
        if size <= n_base:
            return None
        n_eff /= 1 - n_base / size
    kind: Literal["design", "model"] = "design" if sample.sampling == "probability" else "model"
    return Precision(n_eff, deff, kind, assumptions)


def _design_effect(sample: SampleView, n: int) -> tuple[float, tuple[Assumption, ...]]:
    if sample.deff is not None and sample.deff > 0:
        return float(sample.deff), ()
    stated = sample.margin_of_error
    if stated is None:
        text = "No design effect is published; limits are those of a simple random sample."
        return 1.0, (Assumption("deff-one", text),)
    quantile = normal_quantile(float(stated.confidence))
    margin = float(stated.points.value)
    simple = quantile * math.sqrt(0.25 / n)
    if abs(simple - margin) <= float(stated.points.half_unit) + 1e-11:
        return 1.0, ()
    return max(1.0, (margin / simple) ** 2), ()


def _size_assumed(sample: SampleView) -> tuple[Assumption, ...]:
    if sample.n_status == "approximate":
        text = "A number of respondents is published as about so many; limits take it as exact."
        return (Assumption("size-approximate", text),)
    if sample.n_status == "assumed":
        text = "No source gives a number of respondents; limits take that of the questionnaire."
        return (Assumption("size-assumed", text),)
    return ()
