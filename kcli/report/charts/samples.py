"""The samples of a result as rows of a picture: what they are called, and who is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kcli.analysis.estimate import Estimation
from kcli.analysis.precision import NAMED_KINDS
from kcli.model.questionnaire import TOTAL, SampleView
from kcli.model.records import Label
from kcli.report.charts.sheet import Frame
from kcli.text.countries import country_name
from kcli.text.people import kind_words

__all__ = ["Sampled", "drawable", "named"]


@dataclass(frozen=True)
class Sampled:
    """One sample with its estimates; ``below`` tells it from another of the same name."""

    name: str
    below: str
    size: str
    estimations: tuple[Estimation, ...]
    label: Label | None = None

    @property
    def by_option(self) -> dict[str, Estimation]:
        """Its estimates by option, category or net."""
        return {found.record.option: found for found in self.estimations}


def drawable(sample: SampleView) -> bool:
    """Named people and governments are no sample: no share is drawn of them."""
    return sample.population not in NAMED_KINDS


def named(
    columns: Sequence[tuple[SampleView, tuple[Estimation, ...], Label | None]],
    frame: Frame,
    *,
    whole: bool = False,
) -> list[Sampled]:
    """The samples of which shares are drawn, each with a name of its own.

    ``whole`` tells of each who and when it was, even where all are alike.
    """
    kept = [column for column in columns if drawable(column[0])]
    samples = [sample for sample, _, _ in kept]
    return [
        Sampled(
            _name(sample, frame),
            _apart(sample, samples, frame, whole=whole),
            _size(sample, frame),
            estimations,
            label,
        )
        for sample, estimations, label in kept
    ]


def _name(sample: SampleView, frame: Frame) -> str:
    if sample.country:
        return country_name(sample.country, frame.language)
    return frame.say("chart.everyone") if sample.id == TOTAL else sample.id


def _apart(sample: SampleView, samples: Sequence[SampleView], frame: Frame, *, whole: bool) -> str:
    """Kind of people, survey and wave, as far as these differ from those of the others."""
    parts = []
    if whole or len({other.population for other in samples}) > 1:
        parts.append(kind_words(sample.population, frame.language))
    if whole or len({other.survey for other in samples}) > 1:
        parts.append(f"{sample.survey} {sample.wave}")
    elif len({other.wave for other in samples}) > 1:
        parts.append(sample.wave)
    alike = [
        other
        for other in samples
        if (other.survey, other.wave, other.country, other.population)
        == (sample.survey, sample.wave, sample.country, sample.population)
    ]
    if len(alike) > 1:
        parts.append(sample.id)
    return ", ".join(parts)


def _size(sample: SampleView, frame: Frame) -> str:
    if sample.size is None:
        return frame.say("page.n_unknown")
    return f"n{'=' if sample.n is not None else '≈'}{sample.size:,}"
