"""One survey as its questionnaire file declares it, and what follows for one wave of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Annotated, TypeVar, cast

from pydantic import Field

from kcli.model.fields import Flag, Id, LocalText, Noun, Points, RangeField, Short, Text, said
from kcli.model.item import Asked, Item, Net, Option, Version
from kcli.model.period import read_period
from kcli.model.survey import (
    Base,
    BaseChoice,
    Break,
    Conduct,
    Fieldwork,
    MarginOfError,
    Sample,
    Source,
    Wave,
)

__all__ = ["TOTAL", "Asking", "Questionnaire", "SampleView"]

TOTAL = "Total"  # the name of all countries together, as of a sample


@dataclass(frozen=True)
class SampleView:
    """One sample with everything its wave says of it filled in."""

    survey: str
    wave: str
    id: str
    country: str | None
    countries: tuple[str, ...]
    n: int | None
    population: str
    population_size: int | None
    fieldwork: Fieldwork | None
    mode: str
    sampling: str
    weighted: str
    published_base: BaseChoice
    margin_of_error: MarginOfError | None
    deff: Fraction | None
    plurality_rivals: str
    universe: dict[str, str] | None = None
    organisations: tuple[str, ...] = ()
    same_respondents_as: str | None = None
    n_about: int | None = None
    """How many there are about, or are taken to be, where ``n`` is not known exactly."""
    n_status: str = "published"

    @property
    def size(self) -> int | None:
        """How many there are, exactly or about: for limits, never for counts."""
        return self.n_about if self.n is None else self.n

    def pools(self, other: SampleView) -> bool:
        """Whether it is a pooled sample that holds the other's respondents."""
        if not self.countries or self.population != other.population:
            return False
        return bool({*self.countries} & {*(other.countries or (other.country,))})

    @property
    def key(self) -> tuple[str, str, str]:
        """What names it among all samples: survey, wave, sample."""
        return (self.survey, self.wave, self.id)


@dataclass(frozen=True)
class Asking:
    """An item as one wave asked it."""

    survey: str
    item: str
    wave: str
    text: dict[str, str]
    wording: str
    type: str
    options_complete: str
    options: dict[str, Option]
    nets: dict[str, Net]
    score: dict[str, Fraction]
    time_frame: str | None = None
    asked: Asked | None = None
    concepts: tuple[tuple[str, dict[str, tuple[str, ...]]], ...] = ()
    whole_maps: frozenset[str] = frozenset()
    """The concepts whose mapped categories hold no answer outside the map."""
    shared: frozenset[str] = field(default=frozenset(), repr=False, compare=False)
    """The texts that several items of the survey have."""

    def title(self, language: str) -> str:
        """Its text; after one that other items have, too, the id of this one."""
        return _title(said(self.text, language), self.item, self.shared)

    @cached_property
    def substantive(self) -> tuple[str, ...]:
        """The options that answer the question, in order."""
        return tuple(o for o, option in self.options.items() if option.kind == "substantive")

    def parts(self, name: str, base: Base = "all") -> tuple[str, ...]:
        """The options of a net, or the option itself: of those that are in the base."""
        options = tuple(self.nets[name].options) if name in self.nets else (name,)
        if base != "substantive":
            return options
        return tuple(option for option in options if option in self.substantive)

    def names(self, base: Base) -> tuple[str, ...]:
        """The options of a base, then the nets that hold any of them."""
        options = self.substantive if base == "substantive" else tuple(self.options)
        return (*options, *(net for net in self.nets if self.parts(net, base)))

    def base_of(self, base: Base, *names: str | None) -> Base:
        """The base of a figure on these options, told for certain where only one can hold them.

        A figure on don't know is a share of everyone, whatever its source leaves open.
        """
        if base != "unknown" or all(self.parts(n, "substantive") for n in names if n is not None):
            return base
        return "all"

    def kind(self, name: str) -> str:
        """``substantive``, ``dont_know``, ``refused``, or ``net``."""
        return "net" if name in self.nets else self.options[name].kind

    def label(self, name: str, language: str = "en") -> str:
        """What an option or net is called."""
        found = self.nets.get(name) or self.options.get(name)
        return said(found.label, language, name) if found else name


class Questionnaire(Noun):
    """A survey programme: its waves, its populations, its items."""

    survey: Id
    """The survey's id, also the name of its file and of its folder in datasets/."""
    title: LocalText
    """Its title."""
    organisations: list[Text] = []
    """Who does it."""
    licence: LocalText | None = None
    """Under what terms its figures may be used."""
    attribution: LocalText | None = None
    """The sentence that is owed wherever its figures are shown."""
    url: Text | None = None
    """Where it is at home."""
    synthetic: Flag = "no"
    """Whether the respondents are invented; every output says so."""
    note: LocalText | None = None
    """Anything a reader should know."""
    sources: dict[Id, Source] = {}
    """The publications that facts are taken from."""
    conventions: dict[Id, RangeField] = {}
    """What this survey means by a word such as large_majority."""
    equal_within: Points | None = None
    """How many percentage points apart equal shares may lie."""
    waves: Annotated[dict[Id, Wave], Field(min_length=1)]
    """Its rounds of fieldwork."""
    breaks: list[Break] = []
    """Where a series stops being comparable."""
    items: Annotated[dict[Id, Annotated[Item, Short("text", local=True)]], Field(min_length=1)]
    """Its questions."""

    @cached_property
    def wave_order(self) -> tuple[str, ...]:
        """Wave ids from the oldest to the newest, by the start of fieldwork."""
        return tuple(sorted(self.waves, key=lambda wave: (self.started(wave), self._place[wave])))

    @cached_property
    def _place(self) -> dict[str, int]:
        return {wave: place for place, wave in enumerate(self.waves)}

    def started(self, wave: str) -> date:
        """The earliest day a wave may have been in the field; the year of its id, if undated."""
        found = self.waves[wave]
        conducts: list[Conduct] = [found, *found.samples.values()]
        starts = [
            period.first
            for conduct in conducts
            if conduct.fieldwork is not None
            for period in (conduct.fieldwork.start or conduct.fieldwork.end,)
            if period is not None
        ]
        return min(starts, default=_named_date(wave))

    def waves_of(self, item: str) -> tuple[str, ...]:
        """The waves that asked an item, oldest first."""
        asked_in = self.items[item].asked_in
        if asked_in is None:
            return self.wave_order
        if item not in self._asked:
            self._asked[item] = tuple(sorted(set(asked_in), key=self._order.__getitem__))
        return self._asked[item]

    @cached_property
    def _asked(self) -> dict[str, tuple[str, ...]]:
        return {}

    @cached_property
    def _order(self) -> dict[str, int]:
        return {wave: place for place, wave in enumerate(self.wave_order)}

    def samples(self, wave: str) -> tuple[SampleView, ...]:
        """The samples of a wave, in the order of the file."""
        return self._samples[wave]

    @cached_property
    def _samples(self) -> dict[str, tuple[SampleView, ...]]:
        return {
            wave: tuple(self._view(wave, body, name, s) for name, s in body.samples.items())
            for wave, body in self.waves.items()
        }

    def asking(self, item: str, wave: str) -> Asking:
        """An item as one wave asked it, every version up to that wave applied.

        Nets and scores of options that a version no longer offers are left out.
        """
        if (item, wave) not in self._askings:
            self._askings[item, wave] = self._asking(item, wave)
        return self._askings[item, wave]

    @cached_property
    def _askings(self) -> dict[tuple[str, str], Asking]:
        return {}

    def _asking(self, item: str, wave: str) -> Asking:
        found = self.items[item]
        layers: list[Item | Version] = [found]
        position = self._order
        layers += [
            found.versions[name]
            for name in sorted(found.versions, key=lambda name: position[name])
            if position[name] <= position[wave]
        ]

        def latest(field: str, otherwise: object) -> object:
            for layer in reversed(layers):
                value = getattr(layer, field)
                if value is not None:
                    return value
            return otherwise

        options: dict[str, Option] = dict(latest("options", {}))  # type: ignore[call-overload]
        nets: dict[str, Net] = dict(latest("nets", {}))  # type: ignore[call-overload]
        score: dict[str, Fraction] = dict(latest("score", {}))  # type: ignore[call-overload]
        return Asking(
            survey=self.survey,
            item=item,
            wave=wave,
            text=dict(latest("text", {})),  # type: ignore[call-overload]
            wording=str(latest("wording", "unpublished")),
            type=str(latest("type", "single")),
            options_complete=str(latest("options_complete", "incomplete")),
            options=options,
            nets={n: net for n, net in nets.items() if n not in options and _made(net, options)},
            score={option: value for option, value in score.items() if option in options},
            asked=cast(Asked | None, latest("asked", None)),
            time_frame=cast(str | None, latest("time_frame", None)),
            concepts=tuple(
                (concept.id, {option: tuple(to) for option, to in concept.map.items()})
                for concept in found.concept
            ),
            whole_maps=frozenset(c.id for c in found.concept if c.rest == "elsewhere"),
            shared=self._shared,
        )

    def title_of(self, item: str, language: str) -> str:
        """The first text of an item; after one that others have, too, the id of this one."""
        return _title(said(self.items[item].text, language), item, self._shared)

    @cached_property
    def _shared(self) -> frozenset[str]:
        """The texts, in any language, that several items have."""
        counts: Counter[str] = Counter()
        for item in self.items.values():
            layers: list[Item | Version] = [item, *item.versions.values()]
            counts.update({text for layer in layers for text in (layer.text or {}).values()})
        return frozenset(text for text, count in counts.items() if count > 1)

    def with_open_lists(self) -> Questionnaire:
        """The same, with every assumed list of answers as one that may be incomplete."""
        items = {}
        for name, item in self.items.items():
            versions = {wave: _opened(version) for wave, version in item.versions.items()}
            items[name] = _opened(item.model_copy(update={"versions": versions}))
        opened = self.model_copy(update={"items": items})
        opened.__dict__.pop("_askings", None)  # these are of the lists as they were
        return opened

    def _view(self, wave: str, found: Wave, name: str, sample: Sample) -> SampleView:
        population = sample.population or found.population
        pooled = tuple(sample.countries or ())
        is_code = len(name) == 2 and name.isascii() and name.isupper()
        size = sample.population_size
        country = None if pooled else sample.country or (name if is_code else None)
        if size is None and found.design is not None and found.design.population_size:
            size = found.design.population_size.get(country or "")
        exact = sample.n_status == "published"
        return SampleView(
            survey=self.survey,
            wave=wave,
            id=name,
            country=country,
            countries=pooled,
            n=sample.n if exact else None,
            n_about=None if exact else sample.n,
            n_status=sample.n_status,
            population=population.kind if population else "general_public",
            universe=population.universe if population else None,
            population_size=size,
            fieldwork=sample.fieldwork or found.fieldwork,
            mode=sample.mode or found.mode or "unknown",
            sampling=sample.sampling or found.sampling or "unknown",
            weighted=sample.weighted or found.weighted or "unknown",
            published_base=sample.published_base
            or found.published_base
            or BaseChoice(base="unknown"),
            margin_of_error=sample.margin_of_error or found.margin_of_error,
            deff=sample.deff if sample.deff is not None else found.deff,
            plurality_rivals=found.plurality_rivals,
            organisations=tuple(sample.organisations or found.organisations or self.organisations),
            same_respondents_as=sample.same_respondents_as or found.same_respondents_as,
        )


_Layer = TypeVar("_Layer", Item, Version)


def _opened(layer: _Layer) -> _Layer:
    if layer.options_complete != "assumed":
        return layer
    return layer.model_copy(update={"options_complete": "incomplete"})


def _title(text: str, item: str, shared: Collection[str]) -> str:
    return f"{text} ({item})" if text in shared else text


def _made(net: Net, options: Collection[str]) -> bool:
    """Whether all parts of a net are on offer."""
    return all(part in options for part in net.options)


def _named_date(wave: str) -> date:
    """The day a wave's id begins with, such as 2019; the beginning of time for another id."""
    try:
        return read_period(wave).first
    except ValueError:
        return date.min
