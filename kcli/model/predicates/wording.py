"""Predicates that are words with a declared range, and words that name no share at all."""

from __future__ import annotations

from fractions import Fraction

from kcli.model.evidence import Statement
from kcli.model.figures import Range
from kcli.model.predicates.base import (
    Assumption,
    Inequality,
    Predicate,
    Scene,
    at_least,
    at_most,
    required,
)

__all__ = ["Convention", "Loose"]


class Convention(Predicate):
    """A word such as ``most`` or ``one_third``, by the range a convention gives it.

    A large majority is the exception: the word says more than one half, and no
    more than that unless the survey itself declares how much.
    """

    needs = frozenset({"option"})

    def __init__(self, name: str) -> None:
        self.word = name

    def inequalities(self, statement: Statement, scene: Scene) -> tuple[Inequality, ...]:
        option = required(statement.option, "an option")
        if self._by_word_alone(scene):
            return (at_least(option, Fraction(1, 2), strict=True),)
        found = self._range(scene)
        return (
            at_least(option, found.low, strict=found.low_open),
            at_most(option, found.high, strict=found.high_open),
        )

    def _by_word_alone(self, scene: Scene) -> bool:
        return self.word == "large_majority" and self.word not in scene.own_conventions

    def _range(self, scene: Scene) -> Range:
        return scene.own_conventions.get(self.word) or scene.conventions[self.word]

    def words(self, statement: Statement, scene: Scene) -> str:
        return self.word.replace("_", " ")

    def assumptions(self, statement: Statement, scene: Scene) -> tuple[Assumption, ...]:
        if self._by_word_alone(scene):
            return (
                Assumption(
                    "large-majority-open",
                    "A large majority is read as more than one half: no source says how large.",
                ),
            )
        spoken = self.word.replace("_", " ")
        text = f"The word {spoken!r} is read as {self._range(scene).text}."
        return (Assumption(f"convention-{self.word.replace('_', '-')}", text),)


class Loose(Predicate):
    """A sentence that names no share: kept with its quote, and says nothing of the shares."""

    name = "loose"
    needs = frozenset()
    allows = frozenset({"option", "other", "country", "since", "value", "respondent"})

    def inequalities(self, statement: Statement, scene: Scene) -> tuple[Inequality, ...]:
        return ()

    def words(self, statement: Statement, scene: Scene) -> str:
        return "no share named"
