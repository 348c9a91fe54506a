"""``kcli plot``: the pictures of compare, shift and trend, with the words of the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kcli.notebook.words import (
    Base,
    Ci,
    Evidence,
    Lonely,
    Names,
    PathName,
    Suppress,
    Total,
)

if TYPE_CHECKING:
    from kcli.notebook.charts import Charts
    from kcli.notebook.outcome import Outcome
    from kcli.notebook.surveys import Surveys

__all__ = ["Plotting"]


class Plotting:
    """``surveys.plot``: draws at once, and writes where ``output`` says so.

    ``output`` ends in ``.svg``, ``.png`` or ``.html``; several pictures are
    numbered. The other parameters, and what is raised, are those of the
    functions of the same name. Raises UsageError, too, where nothing can be
    drawn.
    """

    def __init__(self, surveys: Surveys) -> None:
        self._surveys = surveys

    def compare(
        self,
        what: str | None = None,
        *,
        output: PathName | None = None,
        concept: str | None = None,
        country: Names = (),
        wave: str | None = None,
        base: Base = "all",
        confidence: float = 0.95,
        ci: Ci = "wilson",
        evidence: Evidence = "best",
        no_assumed_options: bool = False,
        lonely: Lonely = "fail",
        suppress: Suppress = "none",
        total: Total | None = None,
        lang: str = "en",
    ) -> Charts:
        """Draw countries side by side: all answers to one item, or the leading ones of a survey."""
        _check(output)
        found = self._surveys.compare(
            what, concept=concept, country=country, wave=wave, base=base, confidence=confidence,
            ci=ci, evidence=evidence, no_assumed_options=no_assumed_options, lonely=lonely,
            suppress=suppress, total=total, lang=lang,
        )  # fmt: skip
        return _drawn(found, output)

    def shift(
        self,
        what: str | None = None,
        *,
        output: PathName | None = None,
        from_: str | None = None,
        to: str | None = None,
        all: bool = False,
        force: bool = False,
        country: Names = (),
        base: Base = "all",
        confidence: float = 0.95,
        ci: Ci = "wilson",
        evidence: Evidence = "best",
        no_assumed_options: bool = False,
        lonely: Lonely = "fail",
        lang: str = "en",
    ) -> Charts:
        """Draw both ends of every answer, and their difference beside them."""
        _check(output)
        found = self._surveys.shift(
            what, from_=from_, to=to, all=all, force=force, country=country, base=base,
            confidence=confidence, ci=ci, evidence=evidence,
            no_assumed_options=no_assumed_options, lonely=lonely, lang=lang,
        )  # fmt: skip
        return _drawn(found, output)

    def trend(
        self,
        what: str,
        *,
        output: PathName | None = None,
        from_: str | None = None,
        to: str | None = None,
        answer: Names = (),
        country: Names = (),
        base: Base = "all",
        confidence: float = 0.95,
        ci: Ci = "wilson",
        evidence: Evidence = "best",
        no_assumed_options: bool = False,
        lonely: Lonely = "fail",
        lang: str = "en",
    ) -> Charts:
        """Draw all waves: a panel an answer, lines between comparable waves only."""
        _check(output)
        found = self._surveys.trend(
            what, from_=from_, to=to, answer=answer, country=country, base=base,
            confidence=confidence, ci=ci, evidence=evidence,
            no_assumed_options=no_assumed_options, lonely=lonely, lang=lang,
        )  # fmt: skip
        return _drawn(found, output)


def _check(output: PathName | None) -> None:
    """Refuse a file that no picture can be written to before anything is computed."""
    if output is not None:
        from kcli.api.plot import check_pictures

        check_pictures(Path(output))


def _drawn(found: Outcome[Any], output: PathName | None) -> Charts:
    charts = found.chart()
    if output is not None:
        charts.save(output)
    return charts
