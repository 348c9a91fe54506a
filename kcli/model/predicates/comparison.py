"""Predicates that set one share beside another: of an option, a country or a wave."""

from __future__ import annotations

from kcli.model.evidence import Statement
from kcli.model.predicates.base import Inequality, Predicate, Scene, Term, required
from kcli.model.predicates.order import above

__all__ = ["Decrease", "Increase", "MoreThan"]


class MoreThan(Predicate):
    """A larger share than another option's, or than in another country or wave."""

    name = "more_than"
    allows = frozenset({"other", "country", "since"})

    def inequalities(self, statement: Statement, scene: Scene) -> tuple[Inequality, ...]:
        option = required(statement.option, "an option")
        other = Term(statement.other or option, statement.country, statement.since)
        if other == Term(option):
            raise ValueError("more_than needs another option, country or wave")
        return (above(Term(option), other),)

    def words(self, statement: Statement, scene: Scene) -> str:
        where = "@".join(part for part in (statement.country, statement.since) if part)
        if statement.other and where:
            return f"more than {statement.other} in {where}"
        return f"more than {statement.other or where}"


class Increase(Predicate):
    """A larger share than in an earlier wave; the one before, where none is named."""

    name = "increase"
    allows = frozenset({"since"})

    def inequalities(self, statement: Statement, scene: Scene) -> tuple[Inequality, ...]:
        now, then = self._terms(statement, scene)
        return (above(now, then),)

    @staticmethod
    def _terms(statement: Statement, scene: Scene) -> tuple[Term, Term]:
        option = required(statement.option, "an option")
        wave = statement.since or scene.earlier_wave
        if wave is None:
            raise ValueError("there is no earlier wave: name one with since")
        return Term(option), Term(option, wave=wave)

    def words(self, statement: Statement, scene: Scene) -> str:
        return f"an {self.name} since {statement.since or scene.earlier_wave}"


class Decrease(Increase):
    """A smaller share than in an earlier wave; the one before, where none is named."""

    name = "decrease"

    def inequalities(self, statement: Statement, scene: Scene) -> tuple[Inequality, ...]:
        now, then = self._terms(statement, scene)
        return (above(then, now),)

    def words(self, statement: Statement, scene: Scene) -> str:
        return f"a {self.name} since {statement.since or scene.earlier_wave}"
