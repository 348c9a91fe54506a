"""Countries side by side: one item in every sample of a wave."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from kcli.analysis.estimate import Estimation, estimate_item, score_item
from kcli.analysis.evidence import ItemEvidence, Place
from kcli.analysis.label import label_item
from kcli.analysis.pairs import letters, pairs_of_item
from kcli.analysis.precision import Method
from kcli.model.concepts import Conventions
from kcli.model.evidence import Finding
from kcli.model.predicates import Assumption
from kcli.model.questionnaire import Asking, Questionnaire, SampleView
from kcli.model.records import Label, Note, Pair
from kcli.model.survey import Base
from kcli.text.countries import country_name
from kcli.text.sentences import listed

__all__ = ["Block", "Column", "Comparison", "Question", "compare_item"]


@dataclass(frozen=True)
class Question:
    """Which item, in which wave, in which samples, on which base, and how exactly."""

    questionnaire: Questionnaire
    item: str
    wave: str
    conventions: Conventions | None
    base: Base = "all"
    countries: Collection[str] | None = None
    population: str | None = None
    method: Method = field(default_factory=Method)
    language: str = "en"


@dataclass(frozen=True)
class Column:
    """One sample's answers to the item."""

    sample: SampleView
    estimations: tuple[Estimation, ...]
    label: Label


@dataclass(frozen=True)
class Comparison:
    """An item with its columns; ``pairs`` is empty where none were asked for."""

    asking: Asking
    columns: tuple[Column, ...]
    pairs: tuple[Pair, ...]
    assumptions: tuple[Assumption, ...]
    notes: tuple[Note, ...]
    known_from: frozenset[str]
    """``figures`` and ``words``: what was published of these samples."""


@dataclass(frozen=True)
class Block:
    """One survey's comparisons, for the renderers."""

    questionnaire: Questionnaire
    wave: str
    comparisons: tuple[Comparison, ...]
    single: bool
    language: str
    confidence: float


def compare_item(
    question: Question, findings: Sequence[Finding], *, pairs: bool = True
) -> Comparison:
    """The estimates, the label and, if asked for, the pairs of one item."""
    q = question
    evidence = ItemEvidence(q.questionnaire, q.item, findings, q.conventions, q.base)
    turned: Base = "all" if q.base == "substantive" else "substantive"
    other = ItemEvidence(q.questionnaire, q.item, findings, q.conventions, turned)
    places = [place for place, sample in evidence.samples.items() if _asked_for(q, place, sample)]
    estimated = {place: estimate_item(evidence, place, q.method, q.language) for place in places}
    substantive = evidence if q.base == "substantive" else other
    scores = {place: score_item(substantive, place) for place in places}
    found = pairs_of_item(evidence, estimated, q.method, q.language) if pairs else ()
    lettered = letters(estimated, found, 1 - q.method.confidence)
    columns = []
    for place in places:
        label = label_item(evidence, other, place, estimated[place], q.method.confidence)
        estimations = tuple(
            replace(
                estimation,
                record=replace(
                    estimation.record,
                    letters=lettered.get((place, estimation.record.option)),
                    label=label.label_sample if estimation.record.option == label.option else None,
                ),
            )
            for estimation in estimated[place]
        )
        score = scores[place]
        if score is not None:
            estimations = (*estimations, score)
        columns.append(Column(evidence.samples[place], estimations, label))
    assumptions = {a for column in columns for e in column.estimations for a in e.assumptions}
    return Comparison(
        evidence.questionnaire.asking(q.item, q.wave),
        tuple(columns),
        found,
        tuple(sorted(assumptions)),
        tuple(_notes(evidence, places)),
        _known_from(evidence, places),
    )


def _asked_for(question: Question, place: Place, sample: SampleView) -> bool:
    return (
        place[0] == question.wave
        and (question.countries is None or sample.country in question.countries)
        and (question.population is None or sample.population == question.population)
    )


def _known_from(evidence: ItemEvidence, places: Sequence[Place]) -> frozenset[str]:
    said = {finding.statement.predicate for place in places for finding in evidence.of(place)}
    figures = {"figures"} if said & {"share", "count", "answer"} else set()
    words = {"words"} if said - {"share", "count", "answer"} else set()
    return frozenset(figures | words)


def _notes(evidence: ItemEvidence, places: Sequence[Place]) -> list[Note]:
    """What a reader has to know of this item: clashes, empty bases, facts left out."""
    notes = []
    for place in places:
        sample = evidence.samples[place]
        where = country_name(sample.country) if sample.country else place[1]
        name = f"{sample.survey}.{evidence.item} in {where} ({place[0]})"
        clash = evidence.clash(place)
        if clash:
            facts = listed([f"{finding.id} ({finding.where})" for finding in clash])
            text = f"{name}: these facts cannot all be true: {facts}."
            notes.append(Note("facts-clash", text))
        elif not evidence.usable(place):
            notes.append(Note("empty-base", f"{name}: the facts leave nobody in this base."))
        aside = evidence.polytope(place).set_aside
        if aside:
            facts = listed([reading.finding.id for reading in aside])
            text = f"{name}: set aside, being about another base: {facts}."
            notes.append(Note("fact-set-aside", text))
    return notes
