"""``kcli topline``: one item as a topline document prints it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kcli.api.blocks import block_of, result_of, selections_of
from kcli.api.catalogue import item_record
from kcli.api.wish import Wish
from kcli.errors import UsageError
from kcli.io.project import Project
from kcli.model.records import Record, Result

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
    """One item: its wording, bases, answers, nets, and past waves beside the latest.

    The parameters are those of :func:`kcli.api.compare.compare`; ``what`` is an
    item, and ``wave`` leaves out all other waves.

    Returns
    -------
    Result
        An ``item`` record a wave, the newest first, then its ``estimate`` and
        ``label`` records.
    """
    wish = Wish(
        wave, countries, base, confidence, ci, evidence, lang, assumed_options, lonely, suppress
    )
    project = wish.read(project)
    (selection, *more) = selections_of(project, what, wish)
    if more or not selection.single:
        raise UsageError(f"{what!r} is a survey; a topline is of one item", f"kcli list {what}")
    questionnaire, (item,) = selection.survey.questionnaire, selection.items
    waves = reversed(questionnaire.waves_of(item))
    if wave is not None or "@" in what:
        waves = iter([selection.wave])
    blocks = [block_of(project, replace(selection, wave=name), wish) for name in waves]
    blocks = [block for block in blocks if block.comparisons]
    records: list[Record] = []
    for block in blocks:
        records.append(item_record(selection.survey, item, block.wave, lang))
        for column in block.comparisons[0].columns:
            records += [estimation.record for estimation in column.estimations]
            records.append(column.label)
    return result_of("topline", project, wish.parameters_of(what), blocks, records, lang=lang)
