"""What ``kcli trend`` gives besides estimates and shifts: lines, and where they break."""

from __future__ import annotations

from typing import Literal

from kcli.model.concepts import Grade
from kcli.model.records import EvidenceKind, record

__all__ = ["SeriesBreak", "Trend"]


@record
class Trend:
    """One answer over the waves of one population that are comparable with each other.

    ``slope`` is the change of the log-odds in a year; ``reason`` says why there is none.
    """

    type: Literal["trend"] = "trend"
    concept: str | None
    survey: str
    item: str
    category: str
    option_label: str
    option_kind: str
    country: str | None
    sample: str
    population: str
    segment: int
    """Which of the comparable stretches of the series this is, from 1 on."""
    waves: tuple[str, ...]
    wave_first: str
    wave_last: str
    fitted: tuple[str, ...]
    """The waves that the slope rests on."""
    slope: float | None
    low: float | None
    high: float | None
    se: float | None
    dof: float | None
    slope_low: float | None
    slope_high: float | None
    """The slopes that the facts allow: shares are known as far as they were printed."""
    odds_ratio: float | None
    points_per_year: float | None
    """Along the curve from the first of the fitted waves to the last, in shares."""
    p_value: float | None
    p_adjusted: float | None
    scatter: float | None
    scatter_p_value: float | None
    """Whether the waves lie further from the curve than sampling explains."""
    direction: Literal["rising", "falling", "no_clear_trend", "undetermined"]
    reason: str | None
    highest: str | None
    highest_level_with: tuple[str, ...]
    """Waves that a test does not tell from the highest."""
    highest_untested: tuple[str, ...]
    """Waves that cannot be tested against the highest: a size is not known, or who is who."""
    lowest: str | None
    lowest_level_with: tuple[str, ...]
    lowest_untested: tuple[str, ...]
    base: str
    evidence: EvidenceKind | None
    method: str | None
    assumptions: tuple[str, ...]
    text: str


@record
class SeriesBreak:
    """Two waves that no line joins and no test crosses.

    They follow each other in a trend; in a topline the second is the latest of its country.
    """

    type: Literal["break"] = "break"
    concept: str | None
    survey: str
    item: str
    country: str | None
    sample: str
    population: str
    wave_before: str
    wave_after: str
    mark: str
    grade: Grade
    reasons: tuple[str, ...]
    text: str
