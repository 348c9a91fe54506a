"""What is to be written: items with their options, the design, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kcli.io.importing.described import Texts
from kcli.model.records import Note

__all__ = ["Choice", "LeftOut", "Plan", "PlannedDesign", "PlannedItem", "Wishes"]


@dataclass(frozen=True)
class Wishes:
    """What the user said about an import."""

    name: str
    wave: str | None = None
    country: str | None = None
    country_column: str | None = None
    weight: str | None = None
    respondent: str | None = None
    stratum: str | None = None
    psu: str | None = None
    answers: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()
    empty_missing: bool = False
    language: str = "und"


@dataclass(frozen=True)
class Choice:
    """A response option. Cells of the responses hold its code, or its id where it has none."""

    id: str
    code: str | None
    label: Texts
    kind: str = "substantive"
    comment: str = ""
    score: str = ""

    @property
    def written(self) -> str:
        """What stands in a cell of the responses."""
        return self.id if self.code is None else self.code


@dataclass(frozen=True)
class PlannedItem:
    """A question and its columns of the responses."""

    id: str
    source: str
    text: Texts
    options: tuple[Choice, ...]
    columns: Mapping[str, Sequence[str]]
    answered: int
    several: bool = False
    complete: str = "assumed"
    comment: str = ""
    confirm: tuple[str, ...] = ()
    asked: tuple[str, tuple[str, ...]] | None = None
    score: Mapping[str, str] = field(default_factory=dict)
    """By option: the number that it counts for in a mean; of every answer, or of none."""


@dataclass(frozen=True)
class LeftOut:
    """A variable that became nothing, why, and what would change that."""

    name: str
    label: str
    reason: str
    hint: str = ""


@dataclass
class PlannedDesign:
    """The columns beside the answers, by their part in the design."""

    columns: dict[str, tuple[str, str, Sequence[str]]] = field(default_factory=dict)
    """For respondent, country, weight, stratum, psu: its variable, its column, its cells."""
    proposed_weight: tuple[str, str, Sequence[str]] | None = None
    samples: dict[str, int | None] = field(default_factory=dict)
    confirm: dict[str, str] = field(default_factory=dict)
    """By part: what is only guessed."""
    failed: list[LeftOut] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """Everything that is written and told."""

    format: str
    survey: str
    wave: str
    wave_guessed: bool
    title: Texts
    source: str
    rows: int | None
    design: PlannedDesign
    items: tuple[PlannedItem, ...]
    left: tuple[LeftOut, ...]
    notes: tuple[Note, ...]
