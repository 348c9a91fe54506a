"""What is left of the differences between groups when all are made up alike.

Direct standardisation: the share of every group in the cells of other
variables is set to that of all groups together, and the shares within the
cells are kept (Kitagawa 1955, *JASA* 50; Fleiss, Levin & Paik 2003,
*Statistical Methods for Rates and Proportions*, chapter 19).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from kcli.analysis.measured import MeasuredSample
from kcli.analysis.precision import Method
from kcli.analysis.tested import student
from kcli.cells.coded import Coded
from kcli.cells.domains import Mask, crossed, members
from kcli.model.crosstab_records import Contrast
from kcli.model.records import number
from kcli.stats.standardise import EmptyCellError, pooled_composition, standardise

__all__ = ["Adjusted", "adjusted_contrasts"]

BETWEEN = "~"


@dataclass(frozen=True)
class Adjusted:
    """The contrasts with what is left of them, and why there is nothing where there is not."""

    contrasts: tuple[Contrast, ...]
    why: str | None = None


def adjusted_contrasts(
    total: MeasuredSample,
    coded: Coded,
    contrasts: Sequence[Contrast],
    by: str,
    items: Sequence[str],
    method: Method,
) -> Adjusted:
    """Each contrast beside the same with the composition of all groups together.

    The cells are those of ``items`` crossed; the composition is taken as it is
    in the sample. Whoever gave no answer to one of them is in no cell.
    """
    groups = tuple(dict.fromkeys(g for c in contrasts for g in (c.group_a, c.group_b)))
    cells = _cells([members(coded.items[item]) for item in items])
    inside = members(coded.items[by])
    masks = {
        f"{group}{BETWEEN}{name}": inside[group] & mask
        for group in groups
        for name, mask in cells.items()
    }
    found = crossed(coded, total.asking, masks).get(total.sample.id)
    if found is None:
        return Adjusted(tuple(contrasts), "nobody is in any cell")
    together = replace(total, cells=found.together)
    met = [c for c in cells if any(f"{g}{BETWEEN}{c}" in found.groups for g in groups)]
    empty = [(g, c) for g in groups for c in met if f"{g}{BETWEEN}{c}" not in found.groups]
    if empty:
        group, cell = empty[0]
        return Adjusted(tuple(contrasts), f"nobody of {group!r} is in the cell {cell!r}")
    options = tuple(dict.fromkeys(contrast.option for contrast in contrasts))
    left: dict[tuple[str, str, str], Contrast] = {}
    for option in options:
        try:
            values, covariance, dof = _standardised(together, groups, met, option)
        except EmptyCellError as problem:
            return Adjusted(tuple(contrasts), str(problem))
        for contrast in (c for c in contrasts if c.option == option):
            i, j = groups.index(contrast.group_a), groups.index(contrast.group_b)
            gap = float(values[i] - values[j])
            variance = float(covariance[i, i] + covariance[j, j] - 2 * covariance[i, j])
            tested = student(gap, math.sqrt(max(variance, 0.0)), dof, method, "t")
            left[option, contrast.group_a, contrast.group_b] = replace(
                contrast,
                adjusted_gap=number(gap),
                adjusted_low=tested.low if contrast.method else None,
                adjusted_high=tested.high if contrast.method else None,
                composition=tuple(items),
            )
    return Adjusted(tuple(left[c.option, c.group_a, c.group_b] for c in contrasts))


def _cells(variables: Sequence[Mapping[str, Mask]]) -> dict[str, Mask]:
    """The crossing of several variables, each cell named after its answers."""
    cells = {}
    for names in product(*variables):
        masks = [variable[name] for variable, name in zip(variables, names, strict=True)]
        cells["/".join(names)] = np.logical_and.reduce(masks)
    return cells


def _standardised(
    together: MeasuredSample, groups: Sequence[str], cells: Sequence[str], option: str
) -> tuple[np.ndarray, np.ndarray, int]:
    """The shares of the groups with one composition, their covariance, and the dof."""
    place = {column: number_ for number_, column in enumerate(together.cells.columns)}
    numerators, bases = [], []
    for group, cell in product(groups, cells):
        name = f"{group}{BETWEEN}{cell}"
        top, base = np.zeros(len(place)), np.zeros(len(place))
        for part in together.targets.parts(option):
            top[place[f"{name}|{part}"]] = 1.0
        for column in together.targets.base_columns:
            base[place[f"{name}|{column}"]] = 1.0
        numerators.append(top)
        bases.append(base)
    weights = np.array(bases) @ together.cells.w.sum(axis=0)
    composition = pooled_composition(weights.reshape(len(groups), len(cells)))
    ratios = together.combined(np.array(numerators), np.array(bases))
    shape = (len(groups), len(cells))
    found = standardise(ratios.value.reshape(shape), ratios.covariance, composition)
    return found.value, found.covariance, ratios.dof
