"""From a selector to blocks of comparisons, and from these to a result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from kcli.analysis.compare import Block, Question, compare_item
from kcli.analysis.concept import ConceptBlock
from kcli.analysis.estimate import Estimation
from kcli.api.envelope import inputs_of, sources_of
from kcli.api.select import Selection, check_countries, select
from kcli.api.wish import Wish
from kcli.errors import UsageError
from kcli.io.project import Project
from kcli.model.fields import said
from kcli.model.questionnaire import Questionnaire
from kcli.model.records import Note, Record, Result
from kcli.model.survey import Base

__all__ = ["block_of", "blocks_of", "result_of", "selections_of"]


def selections_of(project: Project, what: str | None, wish: Wish) -> list[Selection]:
    """What is meant, surveys of several countries first; raises UsageError for what is not."""
    selections = sorted(select(project, what, wish.wave), key=_several_countries_first)
    if what is None:
        selections = [s for s in selections if _side_by_side(s)] or selections
    named = [selection.country for selection in selections if selection.country]
    check_countries(selections, (*wish.codes, *named))
    return selections


def blocks_of(
    project: Project, what: str | None, wish: Wish, *, pairs: bool = False
) -> list[Block]:
    """A block a survey; with pairs, where they are asked for and one item is meant."""
    selections = selections_of(project, what, wish)
    blocks = [block_of(project, s, wish, pairs=pairs and s.single) for s in selections]
    if what is not None and not any(block.comparisons for block in blocks):
        waves = ", ".join(f"{s.survey.questionnaire.survey}@{s.wave}" for s in selections)
        raise UsageError(f"nothing was asked there: {waves} has no item for {what!r}")
    return [block for block in blocks if block.comparisons]


def result_of(
    command: str,
    project: Project,
    what: str | None,
    wish: Wish,
    blocks: Sequence[Block] | Sequence[ConceptBlock],
    records: Sequence[Record] | None = None,
) -> Result:
    """The result of a command that looks at blocks; all their records, unless some are named."""
    estimations = list(_estimations(blocks))
    if records is None:
        records = [record for block in blocks for record in _records(block)]
    return Result(
        command=command,
        project=project.name,
        synthetic=any(questionnaire.synthetic == "yes" for questionnaire, _ in estimations),
        parameters={"item": what, **wish.parameters},
        inputs=inputs_of(project),
        sources=sources_of(_named_sources(estimations), wish.lang),
        records=tuple(records),
        notes=(
            *_attributions(estimations, wish.lang),
            *_notes(blocks, estimations),
            *_strays(project),
        ),
        context=blocks,
    )


def _side_by_side(selection: Selection) -> bool:
    """Whether a survey sets publics side by side, or a panel beside them; not one public alone."""
    samples = selection.survey.questionnaire.samples(selection.wave)
    return len(samples) > 1 or any(s.population != "general_public" for s in samples)


def _several_countries_first(selection: Selection) -> bool:
    """Surveys of one country come after those that put several side by side."""
    return len(selection.survey.questionnaire.waves[selection.wave].samples) < 2


def block_of(project: Project, selection: Selection, wish: Wish, *, pairs: bool = False) -> Block:
    """A selection's items in its wave, each compared; with pairs where they are asked for."""
    survey = selection.survey
    coded = None
    if wish.evidence != "published":
        coded = project.responses(survey, selection.wave, selection.items)
    countries = [selection.country] if selection.country else wish.codes or None
    comparisons = []
    for item in selection.items:
        question = Question(
            questionnaire=survey.questionnaire,
            item=item,
            wave=selection.wave,
            conventions=project.conventions,
            base=cast(Base, wish.base),
            countries=countries,
            population=selection.population,
            method=wish.method,
            language=wish.lang,
            coded=coded,
        )
        found = compare_item(question, survey.findings, pairs=pairs)
        if found.columns:
            comparisons.append(found)
    return Block(
        survey.questionnaire,
        selection.wave,
        tuple(comparisons),
        selection.single,
        wish.lang,
        wish.confidence,
    )


def _estimations(
    blocks: Sequence[Block | ConceptBlock],
) -> Iterator[tuple[Questionnaire, Estimation]]:
    """Every estimation with its questionnaire, in reading order."""
    for block in blocks:
        if isinstance(block, ConceptBlock):
            for asked in block.columns:
                yield from ((asked.questionnaire, found) for found in asked.estimations)
        else:
            for comparison in block.comparisons:
                for column in comparison.columns:
                    yield from ((block.questionnaire, found) for found in column.estimations)


def _records(block: Block | ConceptBlock) -> list[Record]:
    records: list[Any] = [estimation.record for _, estimation in _estimations([block])]
    if isinstance(block, Block):
        for comparison in block.comparisons:
            records += [column.label for column in comparison.columns]
            records += comparison.pairs
    return records


def _notes(
    blocks: Sequence[Block | ConceptBlock],
    estimations: Sequence[tuple[Questionnaire, Estimation]],
) -> tuple[Note, ...]:
    """What is assumed, each once, then what has to be known of single items."""
    assumed = {assumption for _, found in estimations for assumption in found.assumptions}
    special = [
        note
        for block in blocks
        for note in (
            block.notes
            if isinstance(block, ConceptBlock)
            else [note for comparison in block.comparisons for note in comparison.notes]
        )
    ]
    notes = [Note(a.code, a.text) for a in sorted(assumed)]
    return tuple(dict.fromkeys([*notes, *special]))


def _attributions(
    estimations: Sequence[tuple[Questionnaire, Estimation]], language: str
) -> list[Note]:
    """The sentences that are owed wherever a survey's figures are shown."""
    surveys = {questionnaire.survey: questionnaire for questionnaire, _ in estimations}
    return [
        Note("attribution", said(questionnaire.attribution, language))
        for questionnaire in surveys.values()
        if questionnaire.attribution
    ]


def _strays(project: Project) -> list[Note]:
    text = "{} belongs to no survey or wave: ignored."
    return [Note("ignored-file", text.format(path)) for path in project.ignored]


def _named_sources(
    estimations: Sequence[tuple[Questionnaire, Estimation]],
) -> list[tuple[Questionnaire, set[str]]]:
    """The sources that the estimations rest on, questionnaire by questionnaire."""
    named: dict[str, tuple[Questionnaire, set[str]]] = {}
    for questionnaire, estimation in estimations:
        _, sources = named.setdefault(questionnaire.survey, (questionnaire, set()))
        sources.update(estimation.record.sources)
    return list(named.values())
