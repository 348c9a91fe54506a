"""Concepts and conventions: what items measure alike, and what words mean by default."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from kcli.model.fields import Id, LocalText, Noun, Points, RangeField, Short

__all__ = ["Category", "Concept", "Concepts", "Conventions", "Grade", "Judgement"]

Grade = Literal["A", "B", "C", "D", "E"]
ASKED_PATTERN = r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+(?:@[A-Za-z0-9_-]+)?$"


class Category(Noun):
    """What several surveys' answers have in common."""

    label: LocalText
    """What it is called."""


class Concept(Noun):
    """What items of several surveys measure alike."""

    title: LocalText
    """What it is called."""
    definition: LocalText | None = None
    """What belongs to it and what does not."""
    categories: Annotated[
        dict[Id, Annotated[Category, Short("label", local=True)]], Field(min_length=1)
    ]
    """Its categories, in order."""


class Judgement(Noun):
    """How comparable two items are, by a person who knows better than the questionnaires."""

    between: Annotated[
        list[Annotated[str, Field(pattern=ASKED_PATTERN)]], Field(min_length=2, max_length=2)
    ]
    """The two: SURVEY.ITEM, or SURVEY.ITEM@WAVE."""
    grade: Grade
    """A to E; instead of the grade that kcli computes."""
    reason: LocalText
    """Why. Every output that uses the grade says it."""


class Concepts(Noun):
    """The file questionnaires/concepts.yaml."""

    concepts: Annotated[dict[Id, Concept], Field(min_length=1)]
    """The concepts, by id."""
    comparability: list[Judgement] = []
    """Grades that are set by hand."""


class Conventions(Noun):
    """The file questionnaires/conventions.yaml: what words mean where a survey does not say."""

    conventions: dict[Id, RangeField]
    """The range of shares that a word stands for."""
    equal_within: Points | None = None
    """How many percentage points apart equal shares may lie; 1 if left out."""
