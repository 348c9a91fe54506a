"""The samples of one item that have respondents; loaded only where there are any."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kcli.analysis.estimate import Estimation
from kcli.analysis.evidence import ItemEvidence, Place, Reading
from kcli.analysis.measured import MeasuredSample, prepare
from kcli.analysis.measured_estimate import estimate_category, estimate_measured
from kcli.analysis.measured_label import label_measured
from kcli.analysis.precision import Lonely, Method
from kcli.analysis.targets import Targets
from kcli.cells.coded import Coded
from kcli.cells.sums import Sums, cells_of
from kcli.errors import Where
from kcli.facts.polytope import Fact
from kcli.model.evidence import Finding
from kcli.model.predicates import Inequality
from kcli.model.questionnaire import Asking, SampleView
from kcli.model.records import Label, Note
from kcli.model.survey import Base
from kcli.text.sentences import listed

__all__ = ["TOLERANCE", "Respondents", "bases_of"]

LONELY_WORDS = {
    "centered": "strata with a single sampling unit are set against the mean of all units.",
    "remove": "strata with a single sampling unit add nothing to the variance: intervals may be "
    "too narrow.",
}
TOLERANCE = 1e-9  # shares of respondents are sums of floating-point weights


def bases_of(base: Base) -> tuple[Base, ...]:
    """The bases that a figure may be on."""
    return ("all", "substantive") if base == "unknown" else (base,)


class Respondents:
    """Estimates and labels of the samples that a file of responses covers.

    Parameters
    ----------
    respondents : of the wave, or their sums
    asking : the item as the wave asked it
    samples : the samples of the wave
    base : the base whose shares are asked about
    lonely : what becomes of a stratum with a single sampling unit
    """

    def __init__(
        self,
        respondents: Coded | Sums,
        asking: Asking,
        samples: Mapping[Place, SampleView],
        base: Base,
        lonely: Lonely = "fail",
    ) -> None:
        cells = cells_of(respondents, asking)
        turned: Base = "all" if base == "substantive" else "substantive"
        where = Where(respondents.file)
        columns = next((found.columns for found in cells.values()), ())
        shared = [(on, Targets(asking, on, columns)) for on in (base, turned)]
        self._samples = {
            place: tuple(
                MeasuredSample(asking, sample, cells[sample.id], on, where, lonely, targets)
                for on, targets in shared
            )
            for place, sample in samples.items()
            if sample.wave == asking.wave and sample.id in cells
        }

    def prepare(self, places: Collection[Place]) -> None:
        """Works out what the estimates and labels of these samples need, all at once."""
        samples = [self._samples[place][0] for place in places if place in self._samples]
        prepare(samples, [measured.targets.shares for measured in samples])

    def __contains__(self, place: object) -> bool:
        return place in self._samples

    def measured(self, place: Place) -> MeasuredSample:
        """One sample, ready for any ratio on the base that is asked about."""
        return replace(self._samples[place][0], sample=self.sized(place))

    def sized(self, place: Place) -> SampleView:
        """The sample, with the size of its file where the questionnaire gives none."""
        measured = self._samples[place][0]
        n = measured.sample.n
        return replace(measured.sample, n=int(measured.cells.rows.sum()) if n is None else n)

    def estimate(self, place: Place, method: Method, language: str) -> tuple[Estimation, ...]:
        """Every option, net and mean score of one sample."""
        return estimate_measured(self._samples[place][0], method, language)

    def estimates_on(
        self, place: Place, base: Base, method: Method, language: str
    ) -> tuple[Estimation, ...]:
        """The same on a base of its own."""
        return estimate_measured(self.on(place, base), method, language)

    def notes(self, place: Place, evidence: ItemEvidence) -> list[Note]:
        """Where what was published of a sample is not what its respondents say.

        And by what rule their variance was found, where the design alone has none.
        """
        measured = self._samples[place][0]
        sample = measured.sample
        name = f"{sample.survey}.{evidence.item} in {sample.id} ({sample.wave})"
        notes = []
        rows = int(measured.cells.rows.sum())
        if sample.n is not None and sample.n != rows:
            text = f"{name}: the questionnaire says n={sample.n}, the file has {rows} respondents."
            notes.append(Note("n-differs", text))
        wrong = self.differing(place, evidence)
        if wrong:
            facts = listed([f"{finding.id} ({finding.where})" for finding in wrong])
            text = f"{name}: published, and not what the respondents say: {facts}."
            notes.append(Note("figure-differs", text))
        return [*notes, *self.lonely_notes(place)]

    def lonely_notes(self, place: Place) -> list[Note]:
        """What became of strata with a single sampling unit, where a sample has any."""
        measured = self._samples[place][0]
        if not measured.ratios(measured.targets.shares).lonely:
            return []
        wave = f"{measured.sample.survey} ({measured.sample.wave})"
        return [Note("lonely-psu", f"{wave}: {LONELY_WORDS[measured.lonely]}")]

    def differing(self, place: Place, evidence: ItemEvidence) -> list[Finding]:
        """The findings about one sample that its respondents do not bear out."""
        wrong = [
            fact.label.finding
            for fact in evidence.facts_about(place)
            if not any(self._holds(place, fact, base) for base in bases_of(fact.base))
        ]
        return list(dict.fromkeys(wrong))

    def on(self, place: Place, base: Base) -> MeasuredSample:
        """One sample, on a base of its own."""
        wanted = "substantive" if base == "substantive" else "all"
        return next(m for m in self._samples[place] if m.base == wanted)

    def value(self, place: Place, row: Inequality, base: Base) -> float:
        """The left side of an inequality, of the respondents; NaN where nobody is in the base."""
        return self.combination(place, row, base)[0]

    def combination(self, place: Place, row: Inequality, base: Base) -> tuple[float, float, int]:
        """The left side of an inequality over one sample, its standard error, and its dof."""
        measured = self.on(place, base)
        target: dict[str, float] = {}
        for term, value in row.terms:
            target[term.option] = target.get(term.option, 0.0) + float(value)
        found = measured.ratios([target])
        if found.w_base <= 0:
            return math.nan, math.nan, 0
        return float(found.value[0]), math.sqrt(float(found.covariance[0, 0])), found.dof

    def limits(
        self, place: Place, option: str, base: Base, method: Method
    ) -> tuple[float, float] | None:
        """The confidence limits of a share; None where it has none."""
        measured = self.on(place, base)
        if not measured.asking.parts(option, base):
            return None
        found = {e.record.option: e.record for e in estimate_measured(measured, method)}
        record = found[option]
        if record.low is None or record.high is None:
            return None
        return record.low, record.high

    def _holds(self, place: Place, fact: Fact[Place, Reading], base: Base) -> bool:
        """Whether a fact is true of the respondents, on one base."""
        measured = next(m for m in self._samples[place] if m.base == base)
        for row in fact.inequalities:
            names = [term.option for term, _ in row.terms]
            found = measured.ratios([{name: 1.0} for name in names])
            value = sum(
                float(c) * float(v) for (_, c), v in zip(row.terms, found.value, strict=True)
            )
            if not value >= float(row.bound) - TOLERANCE:
                return False
            if row.strict and value <= float(row.bound) + TOLERANCE:
                return False
        return True

    def category(
        self,
        place: Place,
        sure: Sequence[str],
        elsewhere: Sequence[str],
        named: Mapping[str, Any],
        method: Method,
    ) -> Estimation:
        """A category of a concept in one sample."""
        measured = self._samples[place][0]
        return estimate_category(measured, sure, elsewhere, named, method)

    def labels(self, place: Place, method: Method) -> dict[Base, Label]:
        """The label of one sample on either base."""
        found: dict[Base, Label] = {}
        for measured, other in (self._samples[place], self._samples[place][::-1]):
            estimations = estimate_measured(measured, method)
            found[measured.base] = label_measured(measured, other, estimations, method.confidence)
        return found

    def label(self, place: Place, estimations: tuple[Estimation, ...], confidence: float) -> Label:
        """The label of one sample."""
        measured, other_base = self._samples[place]
        return label_measured(measured, other_base, estimations, confidence)
