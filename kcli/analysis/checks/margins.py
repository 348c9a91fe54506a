"""Stated margins of error that no sample of that size can have."""

from __future__ import annotations

import math
from collections.abc import Iterator

from kcli.analysis.checks.flaw import Declared, Flaw, flaw
from kcli.model.questionnaire import Questionnaire, SampleView
from kcli.stats.intervals import normal_quantile
from kcli.text.numbers import plain
from kcli.text.sentences import listed

__all__ = ["check_margins", "least_margin"]

Path = tuple[str | int, ...]


def least_margin(n: int, confidence: float, population_size: int | None = None) -> float:
    """The margin of error of a share of one half in a simple random sample, in points.

    >>> round(least_margin(1200, 0.95), 3)
    2.829
    """
    correction = 1.0
    if population_size is not None:
        correction = max(0.0, 1 - n / population_size)
    return 100 * normal_quantile(confidence) * math.sqrt(0.25 / n * correction)


def check_margins(questionnaire: Questionnaire, declared: Declared) -> Iterator[Flaw]:
    """Margins that imply an effective sample larger than n, as far as they are printed.

    A printed 2.8 may be 2.85, so it is right at n = 1,200, which gives 2.829.
    Each stated margin is told once, with the samples that it is too small for.
    """
    for wave in questionnaire.waves:
        by_path: dict[Path, list[SampleView]] = {}
        for sample in questionnaire.samples(wave):
            path: Path = ("waves", wave, "margin_of_error")
            if _states(questionnaire, wave, sample.id):
                path = ("waves", wave, "samples", sample.id, "margin_of_error")
            if sample.margin_of_error is not None and sample.n:
                by_path.setdefault(path, []).append(sample)
        for path, samples in by_path.items():
            yield from _too_small(samples, path, declared)


def _states(questionnaire: Questionnaire, wave: str, sample: str) -> bool:
    return questionnaire.waves[wave].samples[sample].margin_of_error is not None


def _too_small(samples: list[SampleView], path: Path, declared: Declared) -> Iterator[Flaw]:
    stated = samples[0].margin_of_error
    assert stated is not None, "samples without one are left out"
    text = declared.written(path) or declared.written((*path, "points"))
    most = 100 * float(stated.points.value + stated.points.half_unit)
    confidence = float(stated.confidence)
    wrong = []
    for sample in samples:
        least = least_margin(sample.n or 0, confidence, sample.population_size)
        if most < least - 1e-9:
            wrong.append((sample, least))
    if not wrong:
        return
    needs = listed([f"{sample.id} with n={sample.n} has {least:.2f}" for sample, least in wrong])
    points = text or plain(100 * stated.points.value)
    message = (
        f"a margin of {points} points at {100 * confidence:g}% is "
        f"smaller than a simple random sample can have: {needs}"
    )
    hint = "it may be that of another n, of another confidence, or of a share far from one half"
    yield flaw("margin-too-small", message, declared.where(path), (), hint)
