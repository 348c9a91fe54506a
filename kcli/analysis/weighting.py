"""Raking the respondents of each sample to its margins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kcli.cells.coded import NOT_ASKED, Coded
from kcli.errors import Fault, InputError
from kcli.model.questionnaire import Asking, SampleView
from kcli.model.records import number
from kcli.model.weighting import ItemMargin, MarginRecord, RakingRecord, SampleMargins, Target
from kcli.stats.raking import EmptyCategoryError, Margin, NotConvergedError, Raked, rake

__all__ = ["Weighed", "Weights", "weigh"]

Floats = NDArray[np.float64]
Ints = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class Weighed:
    """One sample with its new weights; ``margins`` is empty where it has none."""

    sample: SampleView
    margins: tuple[MarginRecord, ...]
    raking: RakingRecord


@dataclass(frozen=True)
class Weights:
    """The samples of a wave with their new weights, and what names their items."""

    survey: str
    wave: str
    samples: tuple[Weighed, ...]
    askings: Mapping[str, Asking]
    language: str


def weigh(
    coded: Coded,
    samples: Mapping[str, SampleView],
    margins: Mapping[str, SampleMargins],
    column: str,
    *,
    from_one: bool = False,
) -> tuple[Floats, tuple[Weighed, ...]]:
    """Everybody's weight, with mean 1 in each sample, and what the samples are like.

    A sample without margins keeps the weights before, made to have mean 1.

    Parameters
    ----------
    samples : those of the wave, by id
    margins : by the id of the sample
    from_one : whether everybody begins with 1, and not with the weight before

    Raises
    ------
    InputError : with every fault of margins and respondents together
    """
    start = np.ones(len(coded.sample)) if from_one else coded.weight
    places = {
        place: name for place, name in enumerate(coded.samples) if (coded.sample == place).any()
    }
    checked = {
        name: _Sample(coded, coded.sample == place, start[coded.sample == place], margins[name])
        for place, name in places.items()
        if name in margins
    }
    faults = [fault for sample in checked.values() for fault in sample.faults()]
    if faults:
        raise InputError(faults)
    weight = np.zeros(len(start))
    found = []
    for place, name in places.items():
        here = coded.sample == place
        try:
            raked = checked[name].rake() if name in checked else None
        except InputError as problem:
            faults += problem.faults
            continue
        weight[here] = _mean_one(start[here]) if raked is None else raked.weight
        found.append(_weighed(samples[name], weight[here], raked, checked.get(name), column))
    if faults:
        raise InputError(faults)
    return weight, tuple(found)


def _mean_one(weight: Floats) -> Floats:
    return weight / weight.mean() if weight.any() else weight


@dataclass(frozen=True)
class _Sample:
    """The respondents of one sample, and the margins they are to have."""

    coded: Coded
    here: NDArray[np.bool_]
    weight: Floats
    wanted: SampleMargins

    def faults(self) -> Iterator[Fault]:
        """Whatever keeps the respondents from being raked, for each margin."""
        for margin in self.wanted.margins:
            yield from self._faults(margin)

    def _faults(self, margin: ItemMargin) -> Iterator[Fault]:
        status, options = self._status(margin), self.coded.items[margin.item].options
        unanswered = int((status < 0).sum())
        if unanswered:
            passed = int((status == NOT_ASKED).sum())
            message = f"{self._people(unanswered)} without an answer to {margin.item!r}"
            message += f", of whom {passed:,} were not asked" if passed else ""
            hint = "a margin needs everybody's answer"
            yield Fault("margin-unanswered", message, margin.where, hint=hint)
        counts = np.bincount(status[status >= 0], minlength=len(options))
        sums = np.bincount(status[status >= 0], self.weight[status >= 0], len(options))
        targets = {target.option: target for target in margin.targets}
        for option, count, total in zip(options, counts.tolist(), sums.tolist(), strict=True):
            yield from self._option(margin, option, targets.get(option), count, total)

    def _option(
        self, margin: ItemMargin, option: str, target: Target | None, count: int, total: float
    ) -> Iterator[Fault]:
        if count and not (target and target.share):
            given = "a target of 0" if target else "no target"
            message = f"{self._people(count)} with {option!r}, which has {given}"
            where = target.where if target else margin.where
            hint = "give it the share that it has in the population"
            yield Fault("no-target", message, where, hint=hint)
        elif target and target.share and not total:
            message = f"nobody in {self.wanted.sample} has {option!r}, and it has a target"
            if count:
                message = f"{self._people(count)} with {option!r}, and all weights are 0"
            yield Fault("empty-category", message, target.where, hint="put it with another")

    def _people(self, count: int) -> str:
        what = "1 respondent" if count == 1 else f"{count:,} respondents"
        return f"{self.wanted.sample} has {what}"

    def _status(self, margin: ItemMargin) -> Ints:
        return self.coded.items[margin.item].status[self.here]

    def rake(self) -> Raked:
        """The weights. Raises InputError where there are none with these margins."""
        try:
            return rake(self.weight, [self._margin(margin) for margin in self.wanted.margins])
        except NotConvergedError as problem:
            reason = (
                f"after {problem.iterations:,} rounds a share is {problem.distance:.2g} from "
                "its target"
            )
        except EmptyCategoryError as problem:
            margin = self.wanted.margins[problem.margin]
            option = margin.targets[problem.category].option
            reason = f"no weight is left for {option!r} of {margin.item!r}"
        message = f"raking gives {self.wanted.sample} no such weights: {reason}"
        hint = "put small answers together, or leave a margin out"
        raise InputError([Fault("no-convergence", message, self.wanted.where, hint=hint)])

    def _margin(self, margin: ItemMargin) -> Margin:
        options = self.coded.items[margin.item].options
        place = np.full(len(options), -1, dtype=np.int64)
        for category, target in enumerate(margin.targets):
            place[options.index(target.option)] = category
        shares = np.array([float(target.share) for target in margin.targets])
        return Margin(place[self._status(margin)], shares)


def _weighed(
    sample: SampleView, weight: Floats, raked: Raked | None, checked: _Sample | None, column: str
) -> Weighed:
    margins: tuple[MarginRecord, ...] = ()
    if raked is not None and checked is not None:
        shares = zip(checked.wanted.margins, raked.before, raked.achieved, strict=True)
        margins = tuple(
            MarginRecord(
                survey=sample.survey,
                wave=sample.wave,
                population=sample.population,
                country=sample.country,
                sample=sample.id,
                item=margin.item,
                option=target.option,
                target=number(target.share),
                before=number(before),
                achieved=number(achieved),
            )
            for margin, befores, achieveds in shares
            for target, before, achieved in zip(margin.targets, befores, achieveds, strict=True)
        )
    n, square = len(weight), float((weight**2).mean())
    raking = RakingRecord(
        survey=sample.survey,
        wave=sample.wave,
        population=sample.population,
        country=sample.country,
        sample=sample.id,
        n=n,
        iterations=raked.iterations if raked else 0,
        deff=number(square) if square else None,
        n_eff=number(n / square) if square else None,
        least=number(weight.min()) if square else None,
        greatest=number(weight.max()) if square else None,
        column=column,
    )
    return Weighed(sample, margins, raking)
