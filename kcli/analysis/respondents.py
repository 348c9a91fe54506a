"""The samples of one item that have respondents; loaded only where there are any."""

from __future__ import annotations

from collections.abc import Mapping

from kcli.analysis.estimate import Estimation
from kcli.analysis.evidence import Place
from kcli.analysis.measured import MeasuredSample, estimate_measured
from kcli.analysis.measured_label import label_measured
from kcli.analysis.precision import Method
from kcli.cells.cells import tabulate
from kcli.cells.coded import Coded
from kcli.errors import Where
from kcli.model.questionnaire import Asking, SampleView
from kcli.model.records import Label
from kcli.model.survey import Base

__all__ = ["Respondents"]


class Respondents:
    """Estimates and labels of the samples that a file of responses covers.

    Parameters
    ----------
    coded : the respondents of the wave
    asking : the item as the wave asked it
    samples : the samples of the wave
    base : the base whose shares are asked about
    file : where the respondents are, for messages
    """

    def __init__(
        self,
        coded: Coded,
        asking: Asking,
        samples: Mapping[Place, SampleView],
        base: Base,
        file: str,
    ) -> None:
        cells = tabulate(coded, asking)
        turned: Base = "all" if base == "substantive" else "substantive"
        self._samples = {
            place: tuple(
                MeasuredSample(asking, sample, cells[sample.id], on, Where(file))
                for on in (base, turned)
            )
            for place, sample in samples.items()
            if sample.wave == asking.wave and sample.id in cells
        }

    def __contains__(self, place: object) -> bool:
        return place in self._samples

    def estimate(self, place: Place, method: Method, language: str) -> tuple[Estimation, ...]:
        """Every option, net and mean score of one sample."""
        return estimate_measured(self._samples[place][0], method, language)

    def label(self, place: Place, estimations: tuple[Estimation, ...], confidence: float) -> Label:
        """The label of one sample."""
        measured, other_base = self._samples[place]
        return label_measured(measured, other_base, estimations, confidence)
