"""What was asked, and what could be answered."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from kcli.model.fields import Code, Decimal, Id, Ids, LocalText, Noun, OneOrMore, Short

__all__ = ["Asked", "ConceptMap", "Item", "Net", "Option", "Version"]

OptionKind = Literal["substantive", "dont_know", "refused"]


class Option(Noun):
    """A response option."""

    code: Code | None = None
    """Its code in the responses, compared as text; its id where none is given."""
    label: LocalText
    """What the respondent reads or hears."""
    kind: OptionKind = "substantive"
    """Whether it answers the question."""


class Net(Noun):
    """Options reported together."""

    options: Ids
    """The options it adds up."""
    label: LocalText
    """What it is called."""


class Asked(Noun):
    """A filter: who is asked; the others are not in the base."""

    item: Id
    """The item that decides."""
    options: Ids
    """The answers to it that lead to this item."""


class ConceptMap(Noun):
    """What the answers mean in a concept."""

    id: Id
    """The concept."""
    map: dict[Id, Ids]
    """For each option the category it belongs to, or the list of those it may belong to."""
    rest: Literal["anywhere", "elsewhere"] = "anywhere"
    """Whether answers outside the map, named or not, may be in a category that the map names."""


Options = Annotated[dict[Id, Annotated[Option, Short("label", local=True)]], Field(min_length=1)]


class _Asking(Noun):
    """What may change from one version of an item to the next."""

    wording: Literal["verbatim", "paraphrase", "unpublished"] | None = None
    """Whether the text is what people were asked."""
    type: Literal["single", "multiple"] | None = None
    """single: one answer; multiple: several answers allowed."""
    options_complete: Literal["published", "assumed", "incomplete"] | None = None
    """Whether the options listed are all there were, and who says so."""
    time_frame: Literal["past", "present", "future"] | None = None
    """What the question looks at."""
    asked: Asked | None = None
    """Who is asked, if not everyone."""
    options: Options | None = None
    """The response options, in the order of the questionnaire."""
    nets: dict[Id, Net] | None = None
    """Options reported together."""
    score: dict[Id, Decimal] | None = None
    """A number for each option, for a mean score."""
    note: LocalText | None = None
    """Anything a reader should know."""


class Version(_Asking):
    """What a wave and later ones asked instead; what is left out stays."""

    text: LocalText | None = None
    """The question."""


class Item(_Asking):
    """A question."""

    text: LocalText
    """The question, or a short description where its wording is unpublished."""
    options: Options
    """The response options, in the order of the questionnaire."""
    asked_in: Annotated[list[Id], Field(min_length=1)] | None = None
    """The waves that asked it, if not all."""
    versions: dict[Id, Version] = {}
    """By wave: what that wave and later ones asked instead."""
    concept: Annotated[list[ConceptMap], OneOrMore()] = []
    """What it measures in common with other items."""
