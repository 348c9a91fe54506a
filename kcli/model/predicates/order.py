"""Predicates without a number: which share is above one half, or above the others."""

from __future__ import annotations

from fractions import Fraction

from kcli.model.evidence import Statement
from kcli.model.predicates.base import (
    Assumption,
    Inequality,
    Predicate,
    Scene,
    Term,
    at_least,
    at_most,
    required,
)
from kcli.model.survey import Base

__all__ = ["EqualShare", "Leading", "Majority", "Minority", "Plurality"]

HALF = Fraction(1, 2)


def above(first: Term, second: Term) -> Inequality:
    """The first share is larger than the second."""
    return Inequality(((first, Fraction(1)), (second, Fraction(-1))), Fraction(0), strict=True)


class Majority(Predicate):
    """More than one half."""

    name = "majority"

    def inequalities(self, statement: Statement, scene: Scene) -> tuple[Inequality, ...]:
        return (at_least(required(statement.option, "an option"), HALF, strict=True),)

    def words(self, statement: Statement, scene: Scene) -> str:
        return "a majority"


class Minority(Predicate):
    """Less than one half."""

    name = "minority"

    def inequalities(self, statement: Statement, scene: Scene) -> tuple[Inequality, ...]:
        return (at_most(required(statement.option, "an option"), HALF, strict=True),)

    def words(self, statement: Statement, scene: Scene) -> str:
        return "a minority"


class Leading(Predicate):
    """Larger than every other substantive option."""

    name = "at_least_plurality"

    def inequalities(self, statement: Statement, scene: Scene) -> tuple[Inequality, ...]:
        option = required(statement.option, "an option")
        rivals = self.rivals(option, scene, statement.base)
        # Larger than options that no source names, too: so somebody chose it.
        return (
            at_least(option, Fraction(0), strict=True),
            *(above(Term(option), Term(rival)) for rival in rivals),
        )

    @staticmethod
    def rivals(option: str, scene: Scene, base: Base = "all") -> tuple[str, ...]:
        """The options of the base a leader is compared with: never a part of its own net."""
        asking = scene.asking
        own = {option, *(asking.nets[option].options if option in asking.nets else ())}
        everyone = scene.rivals == "all" and base != "substantive"
        names = asking.options if everyone else asking.substantive
        return tuple(name for name in names if name not in own)

    def words(self, statement: Statement, scene: Scene) -> str:
        return "at least a plurality"


class Plurality(Leading):
    """The largest share, and not more than one half."""

    name = "plurality"

    def inequalities(self, statement: Statement, scene: Scene) -> tuple[Inequality, ...]:
        option = required(statement.option, "an option")
        return (at_most(option, HALF), *super().inequalities(statement, scene))

    def words(self, statement: Statement, scene: Scene) -> str:
        return "a plurality"


class EqualShare(Predicate):
    """Two shares that are called equal: apart by no more than is declared."""

    name = "equal_share"
    needs = frozenset({"option", "other"})

    def inequalities(self, statement: Statement, scene: Scene) -> tuple[Inequality, ...]:
        first = Term(required(statement.option, "an option"))
        second = Term(required(statement.other, "another option"))
        one, within = Fraction(1), scene.equal_within / 100
        return (
            Inequality(((first, one), (second, -one)), -within, strict=False),
            Inequality(((second, one), (first, -one)), -within, strict=False),
        )

    def words(self, statement: Statement, scene: Scene) -> str:
        return f"about as many as {statement.other}"

    def assumptions(self, statement: Statement, scene: Scene) -> tuple[Assumption, ...]:
        points = float(scene.equal_within)
        unit = "point" if points == 1 else "points"
        return (
            Assumption(
                "equal-within",
                f"Shares called equal are read as at most {points:g} percentage {unit} apart.",
            ),
        )
