"""What a predicate is: words on one side, linear inequalities over shares on the other."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from kcli.model.evidence import Statement
from kcli.model.figures import Range
from kcli.model.questionnaire import Asking

__all__ = ["Assumption", "Inequality", "Predicate", "Scene", "Term", "at_least", "at_most"]


@dataclass(frozen=True, slots=True)
class Term:
    """The share of an option or net; in another country or wave where one is named."""

    option: str
    country: str | None = None
    wave: str | None = None


@dataclass(frozen=True, slots=True)
class Inequality:
    """``sum(coefficient * share) >= bound``, or ``>`` where strict; shares are 0 to 1."""

    terms: tuple[tuple[Term, Fraction], ...]
    bound: Fraction
    strict: bool


@dataclass(frozen=True, slots=True, order=True)
class Assumption:
    """Something no source says that a number leans on."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Scene:
    """What a statement is read against: the item as asked, and what words mean here."""

    asking: Asking
    rivals: str = "substantive"
    own_conventions: Mapping[str, Range] = ()  # type: ignore[assignment]
    conventions: Mapping[str, Range] = ()  # type: ignore[assignment]
    equal_within: Fraction = Fraction(1)
    n: int | None = None
    earlier_wave: str | None = None


class Predicate(ABC):
    """One word of the vocabulary that findings, claims and labels share."""

    name: ClassVar[str]
    needs: ClassVar[frozenset[str]] = frozenset({"option"})
    allows: ClassVar[frozenset[str]] = frozenset()

    @abstractmethod
    def inequalities(self, statement: Statement, scene: Scene) -> tuple[Inequality, ...]:
        """What the statement says of the shares of its base; all must hold.

        Raises ValueError, with the reason, where the statement cannot be read.
        """

    @abstractmethod
    def words(self, statement: Statement, scene: Scene) -> str:
        """The statement in a few English words."""

    def assumptions(self, statement: Statement, scene: Scene) -> tuple[Assumption, ...]:
        """What reading the statement takes for granted."""
        return ()


def at_least(option: str, bound: Fraction, *, strict: bool = False) -> Inequality:
    """The share of an option is ``bound`` or more (more, where strict)."""
    return Inequality(((Term(option), Fraction(1)),), bound, strict)


def at_most(option: str, bound: Fraction, *, strict: bool = False) -> Inequality:
    """The share of an option is ``bound`` or less (less, where strict)."""
    return Inequality(((Term(option), Fraction(-1)),), -bound, strict)


def required(value: str | None, what: str) -> str:
    """A part of a statement that its predicate cannot do without."""
    if value is None:
        raise ValueError(f"{what} is needed")
    return value
