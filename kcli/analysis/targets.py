"""What may be asked of the cells of an item: each share as a row of factors of their columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kcli.cells.cells import ANSWERED, OPINION
from kcli.model.questionnaire import Asking
from kcli.model.survey import Base

__all__ = ["Target", "Targets"]

Floats = NDArray[np.float64]
Target = Mapping[str, float]


@dataclass(frozen=True)
class Targets:
    """The options and nets of an item over one base, in the columns of its cells.

    All samples of a wave share one: what they have in common is worked out once.
    """

    asking: Asking
    base: Base
    columns: tuple[str, ...]

    @cached_property
    def options(self) -> tuple[str, ...]:
        """The options of the base, in order."""
        if self.base == "substantive":
            return self.asking.substantive
        return tuple(self.asking.options)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The options of the base, then the nets."""
        return self.asking.names(self.base)

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each of the names stands."""
        return {name: place for place, name in enumerate(self.names)}

    @cached_property
    def shares(self) -> tuple[Target, ...]:
        """The share of each of the names."""
        return tuple({name: 1.0} for name in self.names)

    def named(self, language: str) -> dict[str, dict[str, str]]:
        """The names with what records say of them."""
        if language not in self._named:
            self._named[language] = {
                name: {
                    "option": name,
                    "option_kind": self.asking.kind(name),
                    "option_label": self.asking.label(name, language),
                }
                for name in self.names
            }
        return self._named[language]

    @cached_property
    def _named(self) -> dict[str, dict[str, dict[str, str]]]:
        return {}

    @cached_property
    def base_columns(self) -> Sequence[str]:
        """The columns that make up the base."""
        if self._several:
            return [OPINION if self.base == "substantive" else ANSWERED]
        return self.options

    @cached_property
    def base_row(self) -> Floats:
        """1 for each of them."""
        names = self.base_columns
        return np.array([float(column in names) for column in self.columns])

    def parts(self, name: str) -> Sequence[str]:
        """The columns whose sum is an option's or a net's, of those in the base."""
        if not self._several:
            return self.asking.parts(name, self.base)
        held = self.base == "substantive" and len(self.asking.substantive) < len(
            self.asking.options
        )
        return [f"{OPINION}:{name}" if held else name]

    def row(self, target: Target) -> Floats:
        """The factors of the columns whose sum is a combination of shares."""
        found = np.zeros(len(self.columns))
        for name, factor in target.items():
            found += factor * self._row_of(name)
        return found

    def rows(self, targets: Iterable[Target]) -> Floats:
        """A row for each of them."""
        return np.array([self.row(target) for target in targets])

    @cached_property
    def matrix(self) -> Floats:
        """The rows of all shares."""
        return self.rows(self.shares)

    @cached_property
    def _several(self) -> bool:
        return self.asking.type == "multiple"

    @cached_property
    def _places(self) -> dict[str, int]:
        return {column: number for number, column in enumerate(self.columns)}

    @cached_property
    def _known(self) -> dict[str, Floats]:
        return {}

    def _row_of(self, name: str) -> Floats:
        if name not in self._known:
            found = np.zeros(len(self.columns))
            for part in self.parts(name):
                found[self._places[part]] += 1.0
            self._known[name] = found
        return self._known[name]
