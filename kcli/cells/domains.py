"""Cells of one item within the groups of another: every group is a domain, and no row is dropped.

The columns of all groups stand side by side, at the grain of the whole design.
So a share of one group has its variance with the strata and units in which
nobody of the group was met, and two groups have their covariance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kcli.cells.cells import Cells
from kcli.cells.coded import NOT_ASKED, Coded, CodedItem
from kcli.cells.tally import tabulate
from kcli.model.questionnaire import Asking
from kcli.stats.replicates import replicate_dof

__all__ = ["Domains", "beside", "cross", "crossed", "members", "within"]

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Domains:
    """One sample's answers by group.

    Attributes
    ----------
    groups : tuple of str
        The groups, in the order of the options that make them.
    parts : dict of group to Cells
        The cells of each group alone, with every row of the sample.
    together : Cells
        All of them side by side; the columns of a group are ``group|column``.
    """

    groups: tuple[str, ...]
    parts: dict[str, Cells]
    together: Cells


def within(coded: Coded, item: str, inside: Mask) -> Coded:
    """The same respondents, of whom only some count as asked about an item.

    The others keep their rows, their strata and their units.
    """
    answers = coded.items[item]
    status = np.where(inside, answers.status, NOT_ASKED)
    chosen = None if answers.chosen is None else answers.chosen & inside[:, None]
    items = {**coded.items, item: CodedItem(answers.options, status, chosen)}
    return Coded(**{**coded.__dict__, "items": items})


def members(answers: CodedItem) -> dict[str, Mask]:
    """Who gave each answer to the item that makes the groups."""
    if answers.chosen is None:
        return {name: answers.status == place for place, name in enumerate(answers.options)}
    return {name: answers.chosen[:, place] for place, name in enumerate(answers.options)}


def cross(coded: Coded, asking: Asking, by: str) -> dict[str, Domains]:
    """The cells of an item by the answers to another, sample by sample.

    Groups nobody is in are left out; whoever gave no answer to ``by`` is in none.
    """
    return crossed(coded, asking, members(coded.items[by]))


def crossed(coded: Coded, asking: Asking, groups: dict[str, Mask]) -> dict[str, Domains]:
    """The same by any groups of respondents that do not overlap."""
    found: dict[str, dict[str, Cells]] = {}
    for group, inside in groups.items():
        for sample, cells in tabulate(within(coded, asking.item, inside), asking).items():
            if cells.n.any():
                found.setdefault(sample, {})[group] = cells
    return {
        sample: _side_by_side(parts, _dof(coded, asking, groups, sample))
        for sample, parts in found.items()
    }


def _dof(coded: Coded, asking: Asking, groups: dict[str, Mask], sample: str) -> int:
    """Degrees of freedom of the replicate weights of everyone in any group."""
    if coded.replicates is None:
        return 0
    inside = np.any(list(groups.values()), axis=0) & (coded.items[asking.item].status >= 0)
    here = inside & (coded.sample == coded.samples.index(sample))
    return replicate_dof(coded.replicates[here])


def beside(parts: dict[str, Cells]) -> Domains:
    """Groups that are samples of their own, side by side: each with strata of its own."""
    columns, n, w, rows, strata, units = [], [], [], [], [], []
    size = sum(len(own.columns) for own in parts.values())
    height = sum(len(own.strata) for own in parts.values())
    w2 = np.zeros((height, size, size))
    left = top = 0
    for group, own in parts.items():
        width = len(own.columns)
        columns += [f"{group}|{column}" for column in own.columns]
        strata += [f"{group}|{stratum}" for stratum in own.strata]
        units += [(f"{group}|{stratum}", unit) for stratum, unit in own.units]
        wide = ((0, 0), (left, size - left - width))
        n.append(np.pad(own.n, wide))
        w.append(np.pad(own.w, wide))
        rows.append(own.rows)
        here = slice(left, left + width)
        w2[top : top + len(own.strata), here, here] = own.w2
        left, top = left + width, top + len(own.strata)
    first = next(iter(parts.values()))
    # Replicates of one file belong together; those of several files have nothing in common.
    shared = first.replication is not None and all(
        own.replication is first.replication for own in parts.values()
    )
    together = Cells(
        columns=tuple(columns),
        strata=tuple(strata),
        units=tuple(units),
        clustered=first.clustered,
        rows=np.concatenate(rows),
        n=np.concatenate(n),
        w=np.concatenate(w),
        w2=w2,
        n_not_asked=0,
        n_not_stated=0,
        replicates=_replicates(list(parts.values())) if shared else None,
        replication=first.replication,
        replicate_dof=sum(own.replicate_dof for own in parts.values()),
        mixed=any(own.clustered != first.clustered for own in parts.values())
        or not (shared or all(own.replicates is None for own in parts.values())),
    )
    return Domains(tuple(parts), parts, together)


def _side_by_side(parts: dict[str, Cells], dof: int) -> Domains:
    cells = list(parts.values())
    first = cells[0]
    columns = tuple(f"{group}|{column}" for group, own in parts.items() for column in own.columns)
    size, strata = len(first.columns), len(first.strata)
    w2 = np.zeros((strata, len(columns), len(columns)))
    for place, own in enumerate(cells):
        here = slice(place * size, (place + 1) * size)
        w2[:, here, here] = own.w2
    together = Cells(
        columns=columns,
        strata=first.strata,
        units=first.units,
        clustered=first.clustered,
        rows=first.rows,
        n=np.concatenate([own.n for own in cells], axis=1),
        w=np.concatenate([own.w for own in cells], axis=1),
        w2=w2,
        n_not_asked=0,
        n_not_stated=first.n_not_stated,
        replicates=_replicates(cells),
        replication=first.replication,
        replicate_dof=dof,
    )
    return Domains(tuple(parts), parts, together)


def _replicates(cells: Sequence[Cells]) -> NDArray[np.float64] | None:
    found = [own.replicates for own in cells if own.replicates is not None]
    return np.concatenate(found, axis=1) if found else None
