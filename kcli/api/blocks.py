"""From a selector to blocks of comparisons, and from these to a result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol, cast

from kcli.analysis.compare import Block, Question, compare_item
from kcli.analysis.estimate import Estimation
from kcli.analysis.pooling import Rule
from kcli.api.envelope import inputs_of, sources_of
from kcli.api.select import Selection, check_countries, select
from kcli.api.wish import Wish
from kcli.errors import UsageError
from kcli.io.project import Project, Survey
from kcli.model.fields import said
from kcli.model.questionnaire import Questionnaire
from kcli.model.records import Note, Record, Result
from kcli.model.survey import Base
from kcli.text.people import KINDS

__all__ = ["Found", "attributions", "block_of", "blocks_of", "result_of", "selections_of"]


def selections_of(project: Project, what: str | None, wish: Wish) -> list[Selection]:
    """What is meant, publics first; raises UsageError for what is not."""
    selections = sorted(select(project, what, wish.wave), key=_publics_first)
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


class Found(Protocol):
    """What a command found, ready to become a result."""

    @property
    def estimations(self) -> Sequence[tuple[Questionnaire, Estimation]]:
        """Every estimation with its questionnaire, in reading order."""

    @property
    def notes(self) -> Sequence[Note]:
        """What a reader has to know of single items."""

    @property
    def records(self) -> Sequence[Record]:
        """What the command gives."""


def result_of(
    command: str,
    project: Project,
    parameters: Mapping[str, Any],
    found: Sequence[Found],
    records: Sequence[Record] | None = None,
    *,
    lang: str = "en",
) -> Result:
    """The result of a command that looks at evidence; all records found, unless some are named."""
    estimations = [pair for block in found for pair in block.estimations]
    if records is None:
        records = [record for block in found for record in block.records]
    special = [note for block in found for note in block.notes]
    assumed = {assumption for _, e in estimations for assumption in e.assumptions}
    return Result(
        command=command,
        project=project.name,
        synthetic=any(questionnaire.synthetic == "yes" for questionnaire, _ in estimations),
        parameters=dict(parameters),
        inputs=inputs_of(project),
        sources=sources_of(_named_sources(estimations), lang),
        records=tuple(records),
        notes=(
            *attributions([questionnaire for questionnaire, _ in estimations], lang),
            *dict.fromkeys([*(Note(a.code, a.text) for a in sorted(assumed)), *special]),
            *_strays(project),
        ),
        context=found,
    )


def _side_by_side(selection: Selection) -> bool:
    """Whether a survey sets publics side by side, or a panel beside them; not one public alone."""
    samples = selection.survey.questionnaire.samples(selection.wave)
    return len(samples) > 1 or any(s.population != "general_public" for s in samples)


def _publics_first(selection: Selection) -> tuple[int, int, int]:
    """Publics before experts, these before named voices; most countries first, then the newest."""
    questionnaire = selection.survey.questionnaire
    samples = questionnaire.samples(selection.wave)
    kind = min(list(KINDS).index(sample.population) for sample in samples)
    return kind, -len(samples), -questionnaire.started(selection.wave).toordinal()


def block_of(project: Project, selection: Selection, wish: Wish, *, pairs: bool = False) -> Block:
    """A selection's items in its wave, each compared; with pairs where they are asked for."""
    survey = selection.survey
    sums = None
    if wish.evidence != "published":
        asking = survey.questionnaire.asking
        wave = selection.wave
        sums = project.sums(survey, wave, [asking(item, wave) for item in selection.items])
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
            sums=sums,
            total=cast(Rule | None, wish.total),
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
        tuple(_of_wave(project, survey, selection.wave)),
    )


def _of_wave(project: Project, survey: Survey, wave: str) -> Iterator[Note]:
    """Where nothing is known of a wave yet: of which other something is."""
    if wave in survey.by_wave:
        return
    known = project.known_waves(survey)
    if known and wave not in known:
        name = survey.questionnaire.survey
        text = f"{name}: nothing is known of wave {wave} yet; something is of {known[-1]}."
        yield Note("empty-wave", text)


def attributions(questionnaires: Iterable[Questionnaire], language: str) -> list[Note]:
    """The sentences that are owed wherever a survey's figures are shown."""
    surveys = {questionnaire.survey: questionnaire for questionnaire in questionnaires}
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
