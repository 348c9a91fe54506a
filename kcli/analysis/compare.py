"""Countries side by side: one item in every sample of a wave."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kcli.analysis.estimate import Estimation, estimate_item, open_score, score_item
from kcli.analysis.evidence import ItemEvidence, Place
from kcli.analysis.label import label_item
from kcli.analysis.pairs import letters, pairs_of_item
from kcli.analysis.pooling import Rule, leading_in_total, pool_weights, pooled, pooled_sample
from kcli.analysis.precision import NAMED_KINDS, Lonely, Method
from kcli.analysis.presentation import presented
from kcli.errors import UsageError
from kcli.model.concepts import Conventions
from kcli.model.evidence import Finding
from kcli.model.predicates import Assumption
from kcli.model.questionnaire import TOTAL, Asking, Questionnaire, SampleView
from kcli.model.records import Label, Note, Pair, Record, is_total
from kcli.model.survey import Base
from kcli.text.countries import country_name
from kcli.text.sentences import listed

if TYPE_CHECKING:
    from kcli.analysis.respondents import Respondents
    from kcli.cells.coded import Coded
    from kcli.cells.sums import Sums

__all__ = [
    "Block",
    "Column",
    "Comparison",
    "Question",
    "compare_item",
    "notes_of",
    "respondents_of",
]


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
    sums: Coded | Sums | None = None
    """The respondents of the wave, where there are any and they are wanted."""
    total: Rule | None = None
    """The rule of a total over the countries, where one is wanted."""


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
    """``respondents``, ``answers``, ``figures``, ``words``: what these samples are known from."""


@dataclass(frozen=True)
class Block:
    """One survey's comparisons, for the renderers."""

    questionnaire: Questionnaire
    wave: str
    comparisons: tuple[Comparison, ...]
    single: bool
    language: str
    confidence: float
    aside: tuple[Note, ...] = ()
    """What a reader has to know of the wave."""

    @property
    def estimations(self) -> list[tuple[Questionnaire, Estimation]]:
        """Every estimation with its questionnaire, in reading order."""
        return [
            (self.questionnaire, found)
            for comparison in self.comparisons
            for column in comparison.columns
            for found in column.estimations
        ]

    @property
    def notes(self) -> tuple[Note, ...]:
        """What a reader has to know of the wave and of single items."""
        of_items = (note for comparison in self.comparisons for note in comparison.notes)
        return (*self.aside, *of_items)

    @property
    def records(self) -> list[Record]:
        """All estimates; then, item by item, labels and pairs."""
        records: list[Record] = [found.record for _, found in self.estimations]
        for comparison in self.comparisons:
            records += [column.label for column in comparison.columns]
            records += comparison.pairs
        return records


def compare_item(
    question: Question, findings: Sequence[Finding], *, pairs: bool = True
) -> Comparison:
    """The estimates, the label and, if asked for, the pairs of one item."""
    q = question
    evidence = ItemEvidence(q.questionnaire, q.item, findings, q.conventions, q.base)
    turned: Base = "all" if q.base == "substantive" else "substantive"
    other = ItemEvidence(q.questionnaire, q.item, findings, q.conventions, turned)
    places = [place for place, sample in evidence.samples.items() if _asked_for(q, place, sample)]
    measured = respondents_of(q.sums, evidence, q.wave, lonely=q.method.lonely)
    substantive = evidence if q.base == "substantive" else other
    if measured is not None:
        measured.prepare(places)
    estimated: dict[Place, tuple[Estimation, ...]] = {}
    for place in places:
        if measured is not None and place in measured:
            estimated[place] = measured.estimate(place, q.method, q.language)
        else:
            score = score_item(substantive, evidence, place)
            found = estimate_item(evidence, place, q.method, q.language)
            estimated[place] = (*found, *([score] if score else []))
        estimated[place] = tuple(presented(e, q.method) for e in estimated[place])
    estimated = _alike(estimated, substantive)
    paired = pairs_of_item(evidence, estimated, q.method, q.language) if pairs else ()
    confidence = q.method.confidence
    lettered = letters(estimated, paired, 1 - confidence)
    columns = []
    for place in places:
        sample = evidence.samples[place]
        if measured is not None and place in measured:
            sample = measured.sized(place)
            label = measured.label(place, estimated[place], confidence)
        else:
            label = label_item(evidence, other, place, estimated[place], confidence)
        label = _shown(label, estimated[place])
        estimations = tuple(
            _marked(estimation, label, lettered.get((place, estimation.record.option)))
            for estimation in estimated[place]
        )
        columns.append(Column(sample, estimations, label))
    total_notes: list[Note] = []
    if q.total is not None and len(columns) > 1:
        columns.append(_total(q, _unpooled(columns), total_notes))
    assumptions = {a for column in columns for e in column.estimations for a in e.assumptions}
    published = [place for place in places if measured is None or place not in measured]
    notes = [*notes_of(evidence, published), *total_notes]
    for place in places:
        if measured is not None and place in measured:
            notes += measured.notes(place, evidence)
    return Comparison(
        evidence.questionnaire.asking(q.item, q.wave),
        tuple(columns),
        paired,
        tuple(sorted(assumptions)),
        tuple(notes),
        _known_from(evidence, places, published),
    )


def _alike(
    estimated: dict[Place, tuple[Estimation, ...]], substantive: ItemEvidence
) -> dict[Place, tuple[Estimation, ...]]:
    """With a mean score in each sample where any has one, so that all have the same lines.

    Respondents have one; beside them a published list may have answers without a score.
    """
    scored = {
        place for place, found in estimated.items() if found[-1].record.option_kind == "score"
    }
    if not scored or len(scored) == len(estimated):
        return estimated
    return {
        place: found if place in scored else (*found, open_score(substantive, place))
        for place, found in estimated.items()
    }


def _unpooled(columns: Sequence[Column]) -> list[Column]:
    """The columns, without the pools of what stands beside them.

    Raises UsageError where fewer than two are left.
    """
    samples = [column.sample for column in columns]
    single = [sample for sample in samples if not sample.countries]
    parts = [c for c in columns if not any(c.sample.pools(sample) for sample in single)]
    if len(parts) < 2:
        message = "no total: a pooled sample and its country have no other beside them"
        raise UsageError(message, "leave --total out")
    return parts


def _total(q: Question, columns: Sequence[Column], notes: list[Note]) -> Column:
    """The countries together, under a named rule.

    Raises UsageError where it lacks a number, where they are of several kinds of people, and
    where people are named, so that no share is made of them.
    """
    assert q.total is not None
    kinds = list(dict.fromkeys(column.sample.population for column in columns))
    if NAMED_KINDS.intersection(kinds):
        named = listed([kind for kind in kinds if kind in NAMED_KINDS])
        message = f"no total: {named} are named and counted, and no share is made of them"
        raise UsageError(message, "leave --total out")
    if len(kinds) > 1:
        message = f"no total: there are samples of {listed(kinds)}, and no one people of them all"
        hint = f"name one: {q.questionnaire.survey}.{q.item}:{kinds[0]}"
        raise UsageError(message, hint)
    samples = asked = [column.sample for column in columns]
    some = q.questionnaire.asking(q.item, q.wave).asked is not None
    if some and q.total == "population":
        message = f"no total: {q.item!r} was put to some only, and populations are of everyone"
        raise UsageError(message, "--total n weighs by those who answered")
    if some:  # of these the total is made, and not of everyone
        samples = [_of_base(column) for column in columns]
    populations = q.questionnaire.waves[q.wave].population_totals or {}
    try:
        weights = pool_weights(samples, q.total, populations)
    except ValueError as problem:
        raise UsageError(f"no total: {problem}", "--total equal needs nothing") from None
    found = pooled([c.estimations for c in columns], samples, weights, q.total, q.method)
    parts = [f"{s.id} {float(w):.1%}" for s, w in zip(samples, weights, strict=True)]
    text = f"The total weighs the countries by the rule {q.total!r}: {', '.join(parts)}."
    if some and q.total == "n":  # of each question others
        text = f"{q.questionnaire.survey}.{q.item}: {text[:1].lower()}{text[1:]}"
    notes.append(Note("pooled-total", text))
    first = columns[0].label
    option, tied = leading_in_total(q.questionnaire.asking(q.item, q.wave), found)
    told = next((e.record for e in found if e.record.option == option), None)
    label = Label(
        survey=first.survey,
        wave=first.wave,
        population=first.population,
        country=None,
        sample=TOTAL,
        item=first.item,
        base=first.base,
        option=option,
        tied=tied,
        share=told.share if told else None,
        low=told.low if told else None,
        high=told.high if told else None,
        bound_low=told.bound_low if told else None,
        bound_high=told.bound_high if told else None,
        evidence=told.evidence if told else None,
        assumptions=told.assumptions if told else (),
        sources=told.sources if told else (),
        flags=(f"pooled-{q.total}",),
    )
    return Column(pooled_sample(asked), found, _shown(label, found))


def _of_base(column: Column) -> SampleView:
    """The sample as those in the base of its shares."""
    record = column.estimations[0].record
    about = "base-approximate" in record.flags
    n = None if about else record.n_base
    return replace(column.sample, n=n, n_about=record.n_base if about else None)


def _shown(label: Label, estimations: Sequence[Estimation]) -> Label:
    """The label, where no share of the sample is withheld."""
    if not any(estimation.record.suppressed for estimation in estimations):
        return label
    return Label(
        survey=label.survey,
        wave=label.wave,
        population=label.population,
        country=label.country,
        sample=label.sample,
        item=label.item,
        base=label.base,
        evidence=label.evidence,
        flags=(*(label.flags if is_total(label) else ()), "suppressed"),
    )


def _marked(estimation: Estimation, label: Label, letters_of: str | None) -> Estimation:
    """With its letters, and the label of the sample where it is the option that leads."""
    told = label.label_sample if estimation.record.option == label.option else None
    if told is None and letters_of is None:
        return estimation  # as it was made
    return replace(estimation, record=replace(estimation.record, letters=letters_of, label=told))


def respondents_of(
    sums: Coded | Sums | None,
    evidence: ItemEvidence,
    wave: str,
    concept: str | None = None,
    *,
    lonely: Lonely = "fail",
) -> Respondents | None:
    """The samples of an item's wave that have respondents; ready for a concept's categories."""
    if sums is None:
        return None
    from kcli.analysis.respondents import Respondents  # numpy comes with it

    asking = evidence.questionnaire.asking(evidence.item, wave)
    if concept is not None:
        from kcli.analysis.concept import with_nets  # a survey needs nothing of concepts

        asking = with_nets(asking, concept)
    return Respondents(sums, asking, evidence.samples, evidence.base, lonely)


def _asked_for(question: Question, place: Place, sample: SampleView) -> bool:
    return (
        place[0] == question.wave
        and (question.countries is None or sample.country in question.countries)
        and (question.population is None or sample.population == question.population)
    )


def _known_from(
    evidence: ItemEvidence, places: Sequence[Place], published: Sequence[Place]
) -> frozenset[str]:
    said = {finding.statement.predicate for place in published for finding in evidence.of(place)}
    respondents = {"respondents"} if len(published) < len(places) else set()
    answers = {"answers"} if "answer" in said else set()
    figures = {"figures"} if said & {"share", "count"} else set()
    words = {"words"} if said - {"share", "count", "answer"} else set()
    return frozenset(respondents | answers | figures | words)


def _once(names: Iterable[str]) -> list[str]:
    """Each once: a figure is several inequalities."""
    return list(dict.fromkeys(names))


def notes_of(evidence: ItemEvidence, places: Sequence[Place]) -> list[Note]:
    """What a reader has to know of this item: clashes, empty bases, facts left out."""
    notes = []
    for place in places:
        sample = evidence.samples[place]
        where = country_name(sample.country) if sample.country else place[1]
        name = f"{sample.survey}.{evidence.item} in {where} ({place[0]})"
        clash = evidence.clash(place)
        if clash:
            facts = listed(_once(f"{finding.id} ({finding.where})" for finding in clash))
            text = f"{name}: these facts cannot all be true: {facts}."
            notes.append(Note("facts-clash", text))
        elif not evidence.usable(place):
            notes.append(Note("empty-base", f"{name}: the facts leave nobody in this base."))
        aside = evidence.polytope(place).set_aside
        unknown = [r.finding.id for r in aside if r.finding.statement.base == "unknown"]
        others = [r.finding.id for r in aside if r.finding.statement.base != "unknown"]
        if unknown:
            text = (
                f"{name}: set aside, as no source names the base: {listed(_once(unknown))}; "
                "published_base: all says that it is everyone asked."
            )
            notes.append(Note("fact-set-aside", text))
        if others:
            text = f"{name}: set aside, being about another base: {listed(_once(others))}."
            notes.append(Note("fact-set-aside", text))
    return notes
