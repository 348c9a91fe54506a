"""The parts of a crosstab: everyone, and for each variable a banner of its groups."""

from __future__ import annotations

from dataclasses import dataclass

from kcli.analysis.estimate import Estimation
from kcli.model.crosstab_records import Contrast, CrosstabCell, Independence
from kcli.model.questionnaire import Asking, Questionnaire, SampleView
from kcli.model.records import Note, Record

__all__ = ["Banner", "BannerColumn", "Crosstab"]


@dataclass(frozen=True)
class BannerColumn:
    """One group's answers."""

    group: str
    label: str
    estimations: tuple[Estimation, ...]


@dataclass(frozen=True)
class Banner:
    """The groups of one variable side by side."""

    by: str
    label: str
    columns: tuple[BannerColumn, ...]
    contrasts: tuple[Contrast, ...]
    independence: Independence


@dataclass(frozen=True)
class Crosstab:
    """One table, for the renderers: everyone, then a banner a variable."""

    questionnaire: Questionnaire
    asking: Asking
    sample: SampleView | None
    """None where the columns are samples of their own."""
    total: tuple[Estimation, ...]
    banners: tuple[Banner, ...]
    language: str
    notes: tuple[Note, ...] = ()
    modes: tuple[str, ...] = ()
    """How the waves were asked, where they are the columns; else as the sample was."""

    @property
    def estimations(self) -> list[tuple[Questionnaire, Estimation]]:
        """Every estimation with its questionnaire, in reading order."""
        columns = [column.estimations for banner in self.banners for column in banner.columns]
        found = [e for column in (self.total, *columns) for e in column]
        return [(self.questionnaire, e) for e in found]

    @property
    def records(self) -> list[Record]:
        """The cells of everyone, then of each banner; its contrasts and its test."""
        found: list[Record] = [_cell(e, None, None, "Total") for e in self.total]
        for banner in self.banners:
            found += [
                _cell(e, banner.by, column.group, column.label)
                for column in banner.columns
                for e in column.estimations
            ]
            found += [*banner.contrasts, banner.independence]
        return found


def _cell(estimation: Estimation, by: str | None, group: str | None, label: str) -> CrosstabCell:
    r = estimation.record
    return CrosstabCell(
        survey=r.survey,
        wave=r.wave,
        population=r.population,
        country=r.country,
        sample=r.sample,
        item=r.item or "",
        by=by,
        group=group,
        group_label=label,
        option=r.option,
        option_kind=r.option_kind,
        option_label=r.option_label,
        share=r.share,
        low=r.low,
        high=r.high,
        se=r.se,
        bound_low=r.bound_low,
        bound_high=r.bound_high,
        n_base=r.n_base,
        w_base=r.w_base,
        n_option=r.n_option,
        n_eff=r.n_eff,
        deff=r.deff,
        dof=r.dof,
        method=r.method,
        interval_kind=r.interval_kind,
        base=r.base,
        letters=r.letters,
        suppressed=r.suppressed,
        evidence=r.evidence,
        flags=r.flags,
    )
