"""Concepts and conventions: what items measure alike, and what words mean by default."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kcli.model.fields import Id, LocalText, Noun, Points, RangeField, Short

__all__ = ["Category", "Concept", "Concepts", "Conventions"]


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


class Concepts(Noun):
    """The file questionnaires/concepts.yaml."""

    concepts: Annotated[dict[Id, Concept], Field(min_length=1)]
    """The concepts, by id."""


class Conventions(Noun):
    """The file questionnaires/conventions.yaml: what words mean where a survey does not say."""

    conventions: dict[Id, RangeField]
    """The range of shares that a word stands for."""
    equal_within: Points | None = None
    """How many percentage points apart equal shares may lie; 1 if left out."""
