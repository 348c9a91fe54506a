"""A concept side by side: the categories that the options of several surveys belong to.

An option may belong to one category or to several; an option that is not
mapped, and the unnamed rest of an incomplete list, may belong to any. So a
category's share lies between the options that surely belong to it and
everything that does not surely belong elsewhere. Don't know is in none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from kcli.analysis.comparability import Comparability, Side
from kcli.analysis.estimate import ASSUMED_LIST, Estimation, estimate_share
from kcli.analysis.evidence import ItemEvidence, Place, Reading
from kcli.analysis.precision import Method, precision_of
from kcli.facts.polytope import Bounds
from kcli.model.concepts import Concept
from kcli.model.fields import said
from kcli.model.item import Net
from kcli.model.questionnaire import Asking, Questionnaire, SampleView
from kcli.model.records import Estimate, Label, Note, Record, number

if TYPE_CHECKING:
    from kcli.analysis.respondents import Respondents

__all__ = [
    "ConceptBlock",
    "ConceptColumn",
    "concept_column",
    "sole_option",
    "sure_parts",
    "with_nets",
]

Categories = Mapping[str, Sequence[str]]
ONE = Fraction(1)


@dataclass(frozen=True)
class ConceptColumn:
    """One sample's answers to an item, by category."""

    questionnaire: Questionnaire
    asking: Asking
    sample: SampleView
    estimations: tuple[Estimation, ...]
    own: tuple[Estimation, ...] = ()
    """By the item's own answers."""
    label: Label | None = None
    """Which of these leads, where that is looked at."""
    figures: bool = False
    """Whether a figure was published of the sample, where that is looked at; else words were."""


@dataclass(frozen=True)
class ConceptBlock:
    """A concept with every sample that was asked about it."""

    id: str
    concept: Concept
    columns: tuple[ConceptColumn, ...]
    language: str
    confidence: float
    notes: tuple[Note, ...] = ()
    not_asked: tuple[tuple[Questionnaire, tuple[SampleView, ...]], ...] = ()
    """The publics whose survey asks of other concepts and not of this one."""
    grades: tuple[tuple[Side, Side, Comparability], ...] = ()
    """How comparable every two columns of different waves are."""
    quotes: tuple[str, ...] = ()
    """What named people and governments said."""
    by_country: bool = False
    """Whether the people of one country stand side by side, and not the countries."""

    @property
    def estimations(self) -> list[tuple[Questionnaire, Estimation]]:
        """Every estimation with its questionnaire, in reading order."""
        return [(c.questionnaire, found) for c in self.columns for found in c.estimations]

    @property
    def records(self) -> list[Record]:
        """All estimates; of whoever was not asked, one a category without a number."""
        records = [found.record for _, found in self.estimations]
        for questionnaire, samples in self.not_asked:
            for sample in samples:
                records += [
                    Estimate(
                        survey=questionnaire.survey,
                        wave=sample.wave,
                        population=sample.population,
                        country=sample.country,
                        sample=sample.id,
                        item=None,
                        option=category,
                        option_kind="substantive",
                        option_label=said(body.label, self.language),
                        n_base=0,
                        base="all",
                        flags=("not_asked",),
                    )
                    for category, body in self.concept.categories.items()
                ]
        return records


def concept_column(
    evidence: ItemEvidence,
    place: Place,
    name: str,
    concept: Concept,
    method: Method,
    language: str = "en",
    respondents: Respondents | None = None,
) -> ConceptColumn:
    """One sample, with a share, or its bounds, a category."""
    asking, sample = evidence.asking(place), evidence.samples[place]
    labels = {key: said(body.label, language) for key, body in concept.categories.items()}
    if respondents is not None and place in respondents:
        sample = respondents.sized(place)
        estimations = tuple(
            _measured(respondents, place, asking, name, category, label, method)
            for category, label in labels.items()
        )
    else:
        estimations = tuple(
            _category(evidence, place, name, category, label, method)
            for category, label in labels.items()
        )
    return ConceptColumn(evidence.questionnaire, asking, sample, estimations)


def sole_option(asking: Asking, name: str, category: str) -> str | None:
    """The option or net whose share a category's is, where it is that and nothing else."""
    categories = dict(asking.concepts)[name]
    sure = [option for option, to in categories.items() if list(to) == [category]]
    elsewhere = [option for option, to in categories.items() if category not in to]
    settled = len(sure) == 1 and len(sure) + len(elsewhere) == len(categories)
    return sure[0] if settled and _whole(asking, name) else None


def _whole(asking: Asking, name: str) -> bool:
    """Whether no answer outside the map may belong to a category that the map names."""
    if name in asking.whole_maps:
        return True
    mapped = set(asking.substantive) <= set(_parts(asking, dict(asking.concepts)[name]))
    return mapped and asking.options_complete != "incomplete"


def with_nets(asking: Asking, name: str) -> Asking:
    """Where several answers are allowed, with a net for whoever gave any answer of a category."""
    if asking.type != "multiple":
        return asking
    categories = dict(asking.concepts)[name]
    found = {category for to in categories.values() for category in to}
    parts = {category: sure_parts(asking, name, category) for category in sorted(found)}
    nets = {
        f"@{category}": Net(options=list(options), label={"und": category})
        for category, options in parts.items()
        if len(options) > 1
    }
    return replace(asking, nets={**asking.nets, **nets})


def sure_parts(asking: Asking, name: str, category: str) -> tuple[str, ...]:
    """The options that belong to a category and to no other."""
    categories = dict(asking.concepts)[name]
    return tuple(_parts(asking, [o for o, to in categories.items() if list(to) == [category]]))


def _measured(
    respondents: Respondents,
    place: Place,
    asking: Asking,
    concept: str,
    category: str,
    label: str,
    method: Method,
) -> Estimation:
    """The estimate of a category from respondents."""
    categories: Categories = dict(asking.concepts)[concept]
    sure = [option for option, to in categories.items() if list(to) == [category]]
    elsewhere = [option for option, to in categories.items() if category not in to]
    if asking.type == "single":
        sure, elsewhere = _parts(asking, sure), _parts(asking, elsewhere)
    if concept in asking.whole_maps and len(elsewhere) < len(_parts(asking, categories)):
        mapped = _parts(asking, categories)
        elsewhere += [option for option in asking.substantive if option not in mapped]
    named = {"option": category, "option_label": label, "option_kind": "substantive"}
    return respondents.category(place, sure, elsewhere, named, method)


def _category(
    evidence: ItemEvidence,
    place: Place,
    concept: str,
    category: str,
    label: str,
    method: Method,
) -> Estimation:
    """The estimate of a category; the option's own where it is the category and no other may be."""
    asking = evidence.asking(place)
    categories: Categories = dict(asking.concepts)[concept]
    sure = [option for option, to in categories.items() if list(to) == [category]]
    elsewhere = [option for option, to in categories.items() if category not in to]
    may_be = [option for option, to in categories.items() if category in to]
    maybe = len(sure) < len(may_be)
    name = sure[0] if sure else next(iter(asking.options))
    own = estimate_share(evidence, place, name, method)
    renamed = replace(own.record, option=category, option_label=label, option_kind="substantive")
    closed = may_be and not maybe and _whole(asking, concept)
    if own.bounds is None or (closed and len(sure) == 1):
        return replace(own, record=renamed)
    if asking.type == "single":
        sure, elsewhere = _parts(asking, sure), _parts(asking, elsewhere)
        may_be = _parts(asking, may_be)
    if asking.type == "single" and may_be and concept in asking.whole_maps:
        bounds = _named_only(evidence, place, sure, may_be)
    else:
        bounds = _bounds(evidence, place, sure, elsewhere)
    exact = bounds.low is not None and bounds.low == bounds.high
    precision = precision_of(evidence.samples[place], own.record.n_base)
    low = high = None
    if precision is not None and bounds.low is not None and bounds.high is not None:
        n, size = precision.n_eff, own.record.n_base or round(precision.n_eff)
        low = method.limits(float(bounds.low), n, size)[0]
        high = method.limits(float(bounds.high), n, size)[1]
    leans = {*evidence.assumptions(place, bounds), *(precision.assumptions if precision else ())}
    silent = _outside(evidence, place)
    for target in (sure, [*elsewhere, *silent]):
        if evidence.leans_on_list(place, dict.fromkeys(target, ONE)):
            leans.add(ASSUMED_LIST)
    sources = {r.finding.source for r in bounds.low_facts | bounds.high_facts}
    trivial = bounds.low == 0 and bounds.high == 1
    record = replace(
        renamed,
        share=number(bounds.low) if exact else None,
        low=number(low),
        high=number(high),
        se=None,
        moe=None,
        bound_low=number(bounds.low),
        bound_high=number(bounds.high),
        bound_low_reached=bounds.low_reached,
        bound_high_reached=bounds.high_reached,
        n_option=None,
        evidence="published" if exact else "bounded",
        assumptions=tuple(sorted(a.code for a in leans)),
        sources=tuple(s for s in evidence.questionnaire.sources if s in sources),
        flags=("no_bound",) if trivial else (),
    )
    return Estimation(record, bounds, own.n_eff, None, tuple(sorted(leans)))


def _bounds(
    evidence: ItemEvidence, place: Place, sure: Sequence[str], elsewhere: Sequence[str]
) -> Bounds[Reading]:
    """From the share of what surely belongs to all that does not surely belong elsewhere."""
    asking, silent = evidence.asking(place), _outside(evidence, place)
    inside = evidence.bounds(place, dict.fromkeys(sure, ONE))
    outside = evidence.bounds(place, dict.fromkeys([*elsewhere, *silent], ONE))
    if asking.type == "multiple":
        return _of_several(evidence, place, sure)
    return Bounds(
        inside.low,
        None if outside.low is None else 1 - outside.low,
        inside.low_reached,
        outside.low_reached,
        inside.low_facts,
        outside.low_facts,
    )


def _named_only(
    evidence: ItemEvidence, place: Place, sure: Sequence[str], may_be: Sequence[str]
) -> Bounds[Reading]:
    """From the share of what surely belongs to that of all that may; nothing else does."""
    least = evidence.bounds(place, dict.fromkeys(sure, ONE))
    most = evidence.bounds(place, dict.fromkeys(may_be, ONE))
    return replace(
        least, high=most.high, high_reached=most.high_reached, high_facts=most.high_facts
    )


def _parts(asking: Asking, names: Iterable[str]) -> list[str]:
    """Options, and the options of nets, each once."""
    parts: dict[str, None] = {}
    for name in names:
        net = asking.nets.get(name)
        parts |= dict.fromkeys(net.options if net else [name])
    return list(parts)


def _outside(evidence: ItemEvidence, place: Place) -> list[str]:
    """The options of the base that are in no category: don't know and refused."""
    asking = evidence.asking(place)
    if evidence.base == "substantive":
        return []
    return [option for option in asking.options if asking.kind(option) != "substantive"]


def _of_several(evidence: ItemEvidence, place: Place, sure: Sequence[str]) -> Bounds[Reading]:
    """Where several answers are allowed: at least the largest part, and perhaps everyone."""
    parts = [evidence.bounds(place, {option: ONE}) for option in sure]
    known = [part for part in parts if part.low is not None]
    if not known:
        return Bounds(Fraction(0), ONE, True, True, frozenset(), frozenset())
    largest = max(known, key=lambda part: part.low or 0)
    return Bounds(largest.low, ONE, largest.low_reached, True, largest.low_facts, frozenset())
