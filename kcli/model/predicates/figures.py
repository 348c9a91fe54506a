"""Predicates with a number: a printed share, a count, a named respondent's answer."""

from __future__ import annotations

from fractions import Fraction

from kcli.model.evidence import Statement
from kcli.model.figures import read_count, read_percent
from kcli.model.predicates.base import (
    Inequality,
    Predicate,
    Scene,
    at_least,
    at_most,
    required,
)

__all__ = ["Answer", "Count", "Share"]


class Share(Predicate):
    """A printed percentage: the share lies where it is printed so, ends included."""

    name = "share"
    needs = frozenset({"option", "value"})

    def inequalities(self, statement: Statement, scene: Scene) -> tuple[Inequality, ...]:
        printed = read_percent(required(statement.value, "a percentage"))
        option = required(statement.option, "an option")
        return at_least(option, printed.low), at_most(option, printed.high)

    def words(self, statement: Statement, scene: Scene) -> str:
        return f"{(statement.value or '').removesuffix('%')}%"


class Count(Predicate):
    """A number of respondents out of the base."""

    name = "count"
    needs = frozenset({"option", "value"})

    def inequalities(self, statement: Statement, scene: Scene) -> tuple[Inequality, ...]:
        count = read_count(required(statement.value, "a count"))
        option = required(statement.option, "an option")
        total = self.total(statement, scene)
        if total == 0 or count > total:
            raise ValueError(f"a count lies between 0 and its base, which is {total}")
        share = Fraction(count, total)
        return at_least(option, share), at_most(option, share)

    def total(self, statement: Statement, scene: Scene) -> int:
        """The base the count is out of: the statement's own, or everyone asked."""
        if statement.base_n is not None:
            return statement.base_n
        if scene.n is None or statement.base != "all":
            raise ValueError("a count needs its base: give base_n")
        return scene.n

    def words(self, statement: Statement, scene: Scene) -> str:
        return f"{statement.value} of {self.total(statement, scene)}"


class Answer(Predicate):
    """What a named person or government answered; kcli counts these, one each."""

    name = "answer"
    needs = frozenset({"option", "respondent"})

    def inequalities(self, statement: Statement, scene: Scene) -> tuple[Inequality, ...]:
        required(statement.option, "an option")
        return ()

    def words(self, statement: Statement, scene: Scene) -> str:
        return scene.asking.label(required(statement.option, "an option"))
