"""The sums of a file of responses: what is left of it once it has been read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kcli.cells.cells import Cells, pool
from kcli.cells.coded import Coded
from kcli.cells.tally import Key, key_of, tabulate
from kcli.errors import Where
from kcli.model.questionnaire import Asking

__all__ = ["Sums", "cells_of", "key_of", "pooled"]


@dataclass(frozen=True)
class Sums:
    """Cells by item and sample.

    Attributes
    ----------
    file : where the respondents were read from, for messages
    cells : by item and what its cells depend on, then by sample
    unasked : by item, how many answers stand where its filter passes over, and the first of them
    rows : respondents in the file, by sample
    """

    file: str
    cells: Mapping[Key, Mapping[str, Cells]]
    unasked: Mapping[str, tuple[int, Where]] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)

    def with_others(self, others: Sums) -> Sums:
        """These and those of more items of the same file."""
        cells = {**self.cells, **others.cells}
        return replace(self, cells=cells, unasked={**self.unasked, **others.unasked})


def pooled(file: str, parts: Sequence[Sums]) -> Sums:
    """The sums of all parts of a file: cells are added by the names of their units."""
    samples = dict.fromkeys(name for part in parts for name in part.rows)
    cells = {
        key: {
            sample: pool([part.cells[key][sample] for part in parts if sample in part.cells[key]])
            for sample in samples
            if any(sample in part.cells[key] for part in parts)
        }
        for key in parts[0].cells
    }
    rows = {name: sum(part.rows.get(name, 0) for part in parts) for name in samples}
    unasked: dict[str, tuple[int, Where]] = {}
    for part in parts:
        for item, (count, where) in part.unasked.items():
            before, first = unasked.get(item, (0, where))
            unasked[item] = before + count, first
    return Sums(file, cells, unasked, rows)


def cells_of(respondents: Coded | Sums, asking: Asking) -> Mapping[str, Cells]:
    """The cells of one item, by sample. Raises KeyError for one that was not summed."""
    if isinstance(respondents, Coded):
        return tabulate(respondents, asking)
    return respondents.cells[key_of(asking)]
