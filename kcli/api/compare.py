"""``kcli compare``: countries side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from kcli.analysis.compare import Block, Question, compare_item
from kcli.analysis.precision import Method
from kcli.api.envelope import inputs_of, sources_of
from kcli.api.select import Selection, check_countries, select
from kcli.errors import UsageError
from kcli.io.project import Project
from kcli.model.questionnaire import Questionnaire
from kcli.model.records import Note, Record, Result
from kcli.model.survey import Base
from kcli.stats.intervals import INTERVALS

__all__ = ["compare"]


def compare(
    project: Project,
    what: str | None = None,
    *,
    wave: str | None = None,
    countries: Sequence[str] = (),
    base: str = "all",
    confidence: float = 0.95,
    ci: str = "wilson",
    lang: str = "en",
) -> Result:
    """Set the countries of a survey or of one item side by side.

    Parameters
    ----------
    project : where the surveys are
    what : a survey or an item, as a selector; every survey where left out
    wave : the wave; the latest where left out
    countries : ISO codes of the countries wanted; all where left out
    base : ``all``, or ``substantive`` to leave don't know out of the base
    confidence : of the intervals, between 0 and 1
    ci : ``wilson``, ``logit`` or ``wald``
    lang : the language of labels, where they have several

    Returns
    -------
    Result
        ``estimate`` and ``label`` records; for one item ``pair`` records too.

    Raises
    ------
    UsageError : a name that nothing bears, a confidence that is none
    InputError : files that cannot be used
    """
    if not 0.5 <= confidence < 1:
        raise UsageError("a confidence lies between 0.5 and 1", "such as --confidence 0.95")
    if ci not in INTERVALS:
        raise UsageError(f"there is no interval {ci!r}", f"known: {', '.join(INTERVALS)}")
    if base not in ("all", "substantive"):
        raise UsageError(f"there is no base {base!r}", "it is all or substantive")
    selections = sorted(select(project, what, wave), key=_several_countries_first)
    wanted = tuple(country.upper() for country in countries)
    check_countries(selections, (*wanted, *(s.country for s in selections if s.country)))
    method = Method(confidence, ci)
    chosen = cast(Base, base)
    blocks = [_block(project, s, wanted, chosen, method, lang) for s in selections]
    blocks = [block for block in blocks if block.comparisons]
    return Result(
        command="compare",
        project=project.name,
        parameters={
            "item": what,
            "wave": wave,
            "countries": list(wanted),
            "base": base,
            "confidence": confidence,
            "ci": ci,
            "lang": lang,
        },
        inputs=inputs_of(project),
        sources=sources_of(_named_sources(blocks), lang),
        records=tuple(record for block in blocks for record in _records(block)),
        notes=_notes(blocks),
        context=blocks,
    )


def _several_countries_first(selection: Selection) -> bool:
    """Surveys of one country come after those that put several side by side."""
    return len(selection.survey.questionnaire.waves[selection.wave].samples) < 2


def _block(
    project: Project,
    selection: Selection,
    wanted: tuple[str, ...],
    base: Base,
    method: Method,
    language: str,
) -> Block:
    survey = selection.survey
    countries = [selection.country] if selection.country else list(wanted) or None
    comparisons = []
    for item in selection.items:
        question = Question(
            questionnaire=survey.questionnaire,
            item=item,
            wave=selection.wave,
            conventions=project.conventions,
            base=base,
            countries=countries,
            population=selection.population,
            method=method,
            language=language,
        )
        found = compare_item(question, survey.findings, pairs=selection.single)
        if found.columns:
            comparisons.append(found)
    return Block(
        survey.questionnaire,
        selection.wave,
        tuple(comparisons),
        selection.single,
        language,
        method.confidence,
    )


def _records(block: Block) -> list[Record]:
    records: list[Any] = []
    for comparison in block.comparisons:
        for column in comparison.columns:
            records += [estimation.record for estimation in column.estimations]
        records += [column.label for column in comparison.columns]
        records += comparison.pairs
    return records


def _notes(blocks: Sequence[Block]) -> tuple[Note, ...]:
    """What is assumed, each once, then what has to be known of single items."""
    comparisons = [comparison for block in blocks for comparison in block.comparisons]
    assumed = {a for comparison in comparisons for a in comparison.assumptions}
    special = [note for comparison in comparisons for note in comparison.notes]
    notes = [Note(a.code, a.text) for a in sorted(assumed)]
    return tuple(dict.fromkeys([*notes, *special]))


def _named_sources(blocks: Sequence[Block]) -> list[tuple[Questionnaire, set[str]]]:
    return [
        (
            block.questionnaire,
            {
                source
                for comparison in block.comparisons
                for column in comparison.columns
                for estimation in column.estimations
                for source in estimation.record.sources
            },
        )
        for block in blocks
    ]
