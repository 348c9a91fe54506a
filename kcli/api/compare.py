"""``kcli compare``: countries side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, cast

from kcli.analysis.compare import Block, Question, compare_item
from kcli.analysis.concept import ConceptBlock, ConceptColumn, concept_columns
from kcli.analysis.estimate import Estimation
from kcli.analysis.evidence import ItemEvidence
from kcli.analysis.precision import Method
from kcli.api.envelope import inputs_of, sources_of
from kcli.api.select import Selection, check_countries, select
from kcli.errors import UsageError
from kcli.io.project import Project
from kcli.model.concepts import Concept
from kcli.model.fields import said
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
    what : a survey, an item or a concept, as a selector; every survey where left out
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
    wish = _checked(_Wish(wave, countries, base, confidence, ci, lang))
    concepts = project.concepts.concepts if project.concepts else {}
    blocks: list[Block] | list[ConceptBlock]
    if what in concepts and what not in project.survey_ids:
        blocks = [_concept(project, what, concepts[what], wish)]
    else:
        selections = sorted(select(project, what, wave), key=_several_countries_first)
        named = [selection.country for selection in selections if selection.country]
        check_countries(selections, (*wish.codes, *named))
        blocks = [_block(project, selection, wish) for selection in selections]
        if what is not None and not any(block.comparisons for block in blocks):
            waves = ", ".join(f"{s.survey.questionnaire.survey}@{s.wave}" for s in selections)
            raise UsageError(f"nothing was asked there: {waves} has no item for {what!r}")
        blocks = [block for block in blocks if block.comparisons]
    estimations = list(_estimations(blocks))
    return Result(
        command="compare",
        project=project.name,
        parameters={"item": what, **wish.parameters},
        inputs=inputs_of(project),
        sources=sources_of(_named_sources(estimations), lang),
        records=tuple(record for block in blocks for record in _records(block)),
        notes=(*_attributions(estimations, lang), *_notes(blocks, estimations), *_strays(project)),
        context=blocks,
    )


@dataclass(frozen=True)
class _Wish:
    """What the user asked for, besides what to compare."""

    wave: str | None
    countries: Sequence[str]
    base: str
    confidence: float
    ci: str
    lang: str

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(country.strip().upper() for country in self.countries)

    @property
    def method(self) -> Method:
        return Method(self.confidence, self.ci)

    @property
    def parameters(self) -> dict[str, Any]:
        return {**asdict(self), "countries": list(self.codes)}


def _checked(wish: _Wish) -> _Wish:
    if not 0.5 <= wish.confidence < 1:
        raise UsageError("a confidence lies between 0.5 and 1", "such as --confidence 0.95")
    if wish.ci not in INTERVALS:
        raise UsageError(f"there is no interval {wish.ci!r}", f"known: {', '.join(INTERVALS)}")
    if wish.base not in ("all", "substantive"):
        raise UsageError(f"there is no base {wish.base!r}", "it is all or substantive")
    return wish


def _several_countries_first(selection: Selection) -> bool:
    """Surveys of one country come after those that put several side by side."""
    return len(selection.survey.questionnaire.waves[selection.wave].samples) < 2


def _block(project: Project, selection: Selection, wish: _Wish) -> Block:
    survey = selection.survey
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
        )
        found = compare_item(question, survey.findings, pairs=selection.single)
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


def _concept(project: Project, name: str, concept: Concept, wish: _Wish) -> ConceptBlock:
    """Every survey's latest wave of every item that is mapped to the concept."""
    columns: list[ConceptColumn] = []
    for survey in project.surveys():
        questionnaire = survey.questionnaire
        for item, body in questionnaire.items.items():
            waves = questionnaire.waves_of(item)
            wave = waves[-1] if wish.wave is None and waves else wish.wave
            if wave not in waves or name not in (mapping.id for mapping in body.concept):
                continue
            base = cast(Base, wish.base)
            facts = ItemEvidence(questionnaire, item, survey.findings, project.conventions, base)
            columns += concept_columns(
                facts,
                wave,
                name,
                concept,
                wish.method,
                countries=wish.codes or None,
                language=wish.lang,
            )
    if not columns:
        hint = f"kcli show {name} tells who asks about it"
        raise UsageError(f"nobody was asked about {name!r} in that wave or country", hint)
    return ConceptBlock(name, concept, tuple(columns), wish.lang, wish.confidence)


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
        if isinstance(block, Block)
        for comparison in block.comparisons
        for note in comparison.notes
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
    return [
        Note("ignored-file", f"{path} belongs to no survey: ignored.") for path in project.strays
    ]


def _named_sources(
    estimations: Sequence[tuple[Questionnaire, Estimation]],
) -> list[tuple[Questionnaire, set[str]]]:
    """The sources that the estimations rest on, questionnaire by questionnaire."""
    named: dict[str, tuple[Questionnaire, set[str]]] = {}
    for questionnaire, estimation in estimations:
        _, sources = named.setdefault(questionnaire.survey, (questionnaire, set()))
        sources.update(estimation.record.sources)
    return list(named.values())
