"""``kcli topline``: one item as a topline document prints it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from kcli.analysis.compare import Block
from kcli.analysis.evidence import ItemEvidence
from kcli.analysis.topline import History, Topline, histories_of
from kcli.api.blocks import block_of, result_of
from kcli.api.catalogue import item_record
from kcli.api.select import Selection, check_countries, select
from kcli.api.wish import Wish
from kcli.errors import UsageError
from kcli.io.project import Project
from kcli.model.records import Record, Result
from kcli.model.survey import Base

__all__ = ["topline"]


def topline(
    project: Project,
    what: str,
    *,
    wave: str | None = None,
    countries: Sequence[str] = (),
    base: str = "all",
    confidence: float = 0.95,
    ci: str = "wilson",
    evidence: str = "best",
    lang: str = "en",
    assumed_options: bool = True,
    lonely: str = "fail",
    suppress: str = "none",
) -> Result:
    """One item: its wording, bases, answers, nets, and past waves below the latest.

    The parameters are those of :func:`kcli.api.compare.compare`; ``what`` is an
    item, and ``wave`` leaves out all other waves.

    Returns
    -------
    Result
        An ``item`` record a wave, the newest first, then its ``estimate`` and
        ``label`` records. Last a ``break`` record for each wave of a sample
        that is not comparable with the latest one of that sample.
    """
    wish = Wish(
        wave, countries, base, confidence, ci, evidence, lang, assumed_options, lonely, suppress
    )
    project = wish.read(project)
    selections = _waves(project, what, wish)
    blocks = [block_of(project, selection, wish) for selection in selections]
    blocks = [block for block in blocks if block.comparisons]
    if not blocks:
        raise UsageError(f"nobody was asked there: no sample is left of {what!r}")
    histories = _histories(project, selections[0], blocks, wish)
    records = _records(selections[0], blocks, histories, lang)
    found = Topline(tuple(blocks), histories, tuple(records))
    return result_of("topline", project, wish.parameters_of(what), [found], lang=lang)


def _waves(project: Project, what: str, wish: Wish) -> list[Selection]:
    """The item in each of its waves, the newest first; in one alone where one is named."""
    (selection, *more) = select(project, what, wish.wave)
    if more or not selection.single:
        raise UsageError(f"{what!r} is a survey; a topline is of one item", f"kcli list {what}")
    waves = [selection]
    if wish.wave is None and "@" not in what:
        asked = selection.survey.questionnaire.waves_of(selection.items[0])
        waves = [replace(selection, wave=name) for name in reversed(asked)]
    check_countries(waves, (*wish.codes, *filter(None, [selection.country])))
    return waves


def _histories(
    project: Project, selection: Selection, blocks: Sequence[Block], wish: Wish
) -> tuple[History, ...]:
    survey, (item,) = selection.survey, selection.items
    evidence = ItemEvidence(
        survey.questionnaire, item, survey.findings, project.conventions, cast(Base, wish.base)
    )
    judgements = project.concepts.comparability if project.concepts else ()
    return histories_of(blocks, evidence, judgements, wish.lang)


def _records(
    selection: Selection, blocks: Sequence[Block], histories: Sequence[History], language: str
) -> list[Record]:
    records: list[Record] = []
    for block in blocks:
        records.append(item_record(selection.survey, selection.items[0], block.wave, language))
        for column in block.comparisons[0].columns:
            records += [estimation.record for estimation in column.estimations]
            records.append(column.label)
    for history in histories:
        records += history.breaks(language)
    return records
