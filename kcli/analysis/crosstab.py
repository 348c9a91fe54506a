"""Crosstabs: an item's answers by group, with the tests that a banner carries.

Every group is a domain of the whole sample: no row is dropped, groups of one
sample have their covariance, and samples of their own have none.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np

from kcli.analysis.banners import Banner, BannerColumn
from kcli.analysis.estimate import Estimation
from kcli.analysis.measured import MeasuredSample
from kcli.analysis.measured_estimate import estimate_measured
from kcli.analysis.pairs import FEW
from kcli.analysis.precision import Method, is_counted
from kcli.analysis.presentation import presented
from kcli.analysis.tested import Tested, difference_of_respondents
from kcli.cells.cells import Cells
from kcli.cells.domains import Domains, beside
from kcli.model.crosstab_records import Contrast, Independence
from kcli.model.records import number
from kcli.stats.design import Ratios
from kcli.stats.rao_scott import UntestableError, rao_scott

__all__ = ["banner_of", "banner_of_samples"]


def banner_of(
    total: MeasuredSample,
    domains: Domains,
    by: str,
    labels: tuple[str, Mapping[str, str]],
    method: Method,
    language: str = "en",
) -> Banner:
    """The groups of a variable: their estimates, every difference of two, and one test of all.

    Parameters
    ----------
    total : everyone in the sample, on the base that is asked about
    domains : the same by group
    by : the variable
    labels : what it is called, and what each group is
    """
    samples = {group: replace(total, cells=cells) for group, cells in domains.parts.items()}
    together = replace(total, cells=domains.together)
    ratios_of = partial(_by_group, together)
    return _banner(samples, together, domains, by, labels, ratios_of, method, language)


def banner_of_samples(
    samples: Mapping[str, MeasuredSample],
    by: str,
    labels: tuple[str, Mapping[str, str]],
    method: Method,
    language: str = "en",
) -> Banner:
    """The same of samples of their own, countries or waves: each has its strata, none a covariance.

    Degrees of freedom are those of all columns together.
    """
    tested = {g: s for g, s in samples.items() if not is_counted(s.sample)} or dict(samples)
    domains = beside({group: _of_unit_mean(sample.cells) for group, sample in tested.items()})
    first = next(iter(tested.values()))
    whole = replace(first.sample, population_size=None)
    together = replace(first, sample=whole, cells=domains.together)

    def ratios_of(name: str, groups: Sequence[str]) -> Ratios:
        parts = [samples[group].ratios([{name: 1.0}]) for group in groups]
        return Ratios(
            value=np.array([part.value[0] for part in parts]),
            covariance=np.diag([part.covariance[0, 0] for part in parts]),
            dof=sum(part.dof for part in parts),
            n_base=sum(part.n_base for part in parts),
            w_base=sum(part.w_base for part in parts),
            kish_n=math.nan,
        )

    return _banner(samples, together, domains, by, labels, ratios_of, method, language)


def _banner(
    samples: Mapping[str, MeasuredSample],
    together: MeasuredSample,
    domains: Domains,
    by: str,
    labels: tuple[str, Mapping[str, str]],
    ratios_of: Callable[[str, Sequence[str]], Ratios],
    method: Method,
    language: str,
) -> Banner:
    estimated = {
        group: tuple(presented(e, method) for e in estimate_measured(sample, method, language))
        for group, sample in samples.items()
    }
    live = {
        group: found
        for group, found in estimated.items()
        if not is_counted(samples[group].sample)
        and not any("empty_base" in e.record.flags for e in found if not _is_score(e))
    }
    contrasts = _contrasts(together, live, by, ratios_of, method)
    letters = _letters(estimated, contrasts, 1 - method.confidence)
    columns = tuple(
        BannerColumn(
            group,
            labels[1].get(group, group),
            tuple(_lettered(e, letters.get((group, e.record.option))) for e in found),
        )
        for group, found in estimated.items()
    )
    test = _independence(together, tuple(live), by)
    return Banner(by, labels[0], columns, contrasts, test)


def _is_score(estimation: Estimation) -> bool:
    """Its base is of those with a score: a group that only says don't know has shares, and none."""
    return estimation.record.option_kind == "score"


def _lettered(estimation: Estimation, letters: str | None) -> Estimation:
    return replace(estimation, record=replace(estimation.record, letters=letters))


def _contrasts(
    together: MeasuredSample,
    estimated: Mapping[str, Sequence[Estimation]],
    by: str,
    ratios_of: Callable[[str, Sequence[str]], Ratios],
    method: Method,
) -> tuple[Contrast, ...]:
    """Every two groups, answer by answer; p adjusted within one row of the banner."""
    groups = tuple(estimated)
    found: list[Contrast] = []
    names = [e.record.option for e in next(iter(estimated.values()), ())]
    for place, name in enumerate(names):
        row = {group: estimated[group][place] for group in groups}
        if _is_score(next(iter(row.values()))):
            continue
        ratios = ratios_of(name, groups)
        tests = [
            _contrast(together, row, (a, b), _pair(ratios, groups, a, b), by, method)
            for a, b in combinations(groups, 2)
        ]
        adjusted = method.adjusted([test.p_value for test in tests])
        found += [
            replace(test, p_adjusted=number(p)) for test, p in zip(tests, adjusted, strict=True)
        ]
    return tuple(found)


def _by_group(together: MeasuredSample, name: str, groups: Sequence[str]) -> Ratios:
    """The share of one answer in every group, each over its own base, with their covariance."""
    numerators, bases = [], []
    place = {column: number for number, column in enumerate(together.cells.columns)}
    for group in groups:
        top, base = np.zeros(len(place)), np.zeros(len(place))
        for part in together.targets.parts(name):
            top[place[f"{group}|{part}"]] = 1.0
        for column in together.targets.base_columns:
            base[place[f"{group}|{column}"]] = 1.0
        numerators.append(top)
        bases.append(base)
    return together.combined(np.array(numerators), np.array(bases))


@dataclass(frozen=True)
class _Gap:
    value: float
    se: float
    dof: int


def _pair(ratios: Ratios, groups: Sequence[str], a: str, b: str) -> _Gap:
    i, j = groups.index(a), groups.index(b)
    v = ratios.covariance
    variance = float(v[i, i] + v[j, j] - 2 * v[i, j])
    return _Gap(float(ratios.value[i] - ratios.value[j]), math.sqrt(max(variance, 0.0)), ratios.dof)


def _contrast(
    together: MeasuredSample,
    row: Mapping[str, Estimation],
    pair: tuple[str, str],
    gap: _Gap,
    by: str,
    method: Method,
) -> Contrast:
    one, two = (row[group] for group in pair)
    a = one.record
    sample = together.sample
    known = a.share is not None and two.record.share is not None
    tested = Tested()
    if known and not is_counted(sample) and gap.dof > 0:
        tested = difference_of_respondents(one, two, method, gap.dof, se=gap.se)
    return Contrast(
        survey=sample.survey,
        wave=None if by == "wave" else sample.wave,
        country=None if by == "country" else sample.country,
        sample=None if by == "country" else sample.id,
        item=together.asking.item,
        option=a.option,
        by=by,
        group_a=pair[0],
        group_b=pair[1],
        gap=number(gap.value) if known else None,
        se=number(gap.se) if known else None,
        low=tested.low,
        high=tested.high,
        dof=gap.dof if tested.method else None,
        p_value=tested.p_value,
        p_adjusted=None,
        method=tested.method,
    )


def _letters(
    estimated: Mapping[str, Sequence[Estimation]],
    contrasts: Sequence[Contrast],
    level: float,
) -> dict[tuple[str, str], str]:
    """The larger column carries the smaller one's letter; none at 0, at 1 or on a small base."""
    letter = {group: _letter(place) for place, group in enumerate(estimated)}
    records = {
        (group, e.record.option): e.record for group, found in estimated.items() for e in found
    }
    found: dict[tuple[str, str], list[str]] = {}
    for test in contrasts:
        if test.p_adjusted is None or test.p_adjusted >= level or not test.gap:
            continue
        ends = [records[group, test.option] for group in (test.group_a, test.group_b)]
        if any(end.share in (0.0, 1.0) or (end.n_base or 0) < FEW for end in ends):
            continue
        pair = (test.group_a, test.group_b)
        winner, loser = pair if test.gap > 0 else pair[::-1]
        found.setdefault((winner, test.option), []).append(letter[loser])
    return {key: " ".join(names) if len(letter) > 26 else "".join(sorted(names))
            for key, names in found.items()}  # fmt: skip


def _letter(number_: int) -> str:
    first, second = divmod(number_, 26)
    return (chr(64 + first) if first else "") + chr(65 + second)


def _of_unit_mean(cells: Cells) -> Cells:
    """Weights have no unit: of samples beside each other each one's mean is 1."""
    total = float(cells.w.sum())
    factor = float(cells.n.sum()) / total if total > 0 else 1.0
    replicates = None if cells.replicates is None else cells.replicates * factor
    return replace(cells, w=cells.w * factor, w2=cells.w2 * factor**2, replicates=replicates)


def _independence(together: MeasuredSample, groups: Sequence[str], by: str) -> Independence:
    """Rao and Scott's test of the table of answers and groups."""
    sample = together.sample
    common: dict[str, Any] = {
        "survey": sample.survey,
        "wave": None if by == "wave" else sample.wave,
        "country": None if by == "country" else sample.country,
        "sample": None if by == "country" else sample.id,
        "item": together.asking.item,
        "by": by,
    }
    why = None
    if together.asking.type == "multiple":
        why = "several-answers"
    elif is_counted(sample):
        why = "counted"
    elif len(groups) < 2:
        why = "one-group"
    elif together.cells.mixed:
        why = "designs-differ"
    if why is not None:
        return Independence(
            **common, f=None, ndf=None, ddf=None, p_value=None, method=None, why=why
        )
    cells = together.cells
    place = {column: number_ for number_, column in enumerate(cells.columns)}
    met = [
        option
        for option in together.targets.options
        if any(cells.n[:, place[f"{group}|{option}"]].any() for group in groups)
    ]
    chosen = [place[f"{group}|{option}"] for group in groups for option in met]
    numerators = np.eye(len(place))[chosen]
    base = numerators.sum(axis=0)
    ratios = together.combined(numerators, base)
    shape = (len(groups), len(met))
    try:
        found = rao_scott(ratios.value.reshape(shape), ratios.covariance, ratios.n_base, ratios.dof)
    except UntestableError as problem:
        return Independence(
            **common, f=None, ndf=None, ddf=None, p_value=None, method=None, why=problem.why
        )
    return Independence(
        **common,
        f=number(found.f),
        ndf=number(found.ndf),
        ddf=number(found.ddf),
        p_value=number(found.p_value),
        method="rao_scott",
        why=None,
    )
