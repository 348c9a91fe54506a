"""One vocabulary for findings, claims and labels.

A new predicate is a class with its inequalities and its words, and one line in
``PREDICATES``; a word with a range needs only a line in a conventions file.
"""

from __future__ import annotations

from collections.abc import Iterable

from kcli.model.predicates.base import Assumption, Inequality, Predicate, Scene, Term
from kcli.model.predicates.comparison import Decrease, Increase, MoreThan
from kcli.model.predicates.figures import Answer, Count, Share
from kcli.model.predicates.order import EqualShare, Leading, Majority, Minority, Plurality
from kcli.model.predicates.wording import Convention, Loose

__all__ = [
    "PREDICATES",
    "Assumption",
    "Inequality",
    "Predicate",
    "Scene",
    "Term",
    "find_predicate",
]

PREDICATES: dict[str, Predicate] = {
    "share": Share(),
    "count": Count(),
    "answer": Answer(),
    "majority": Majority(),
    "plurality": Plurality(),
    "at_least_plurality": Leading(),
    "leading": Leading(),
    "minority": Minority(),
    "equal_share": EqualShare(),
    "more_than": MoreThan(),
    "increase": Increase(),
    "decrease": Decrease(),
    "loose": Loose(),
}


def find_predicate(name: str, conventions: Iterable[str] = ()) -> Predicate | None:
    """The predicate of a name; a word that a convention declares is one too."""
    if name in PREDICATES:
        return PREDICATES[name]
    return Convention(name) if name in conventions else None
