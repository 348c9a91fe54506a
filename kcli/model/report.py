"""The file of a report: its title, its languages, and its sections."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from kcli.model.fields import CountryCode, Id, LanguageTag, LocalText, Noun, Short, Switch, Text

__all__ = ["COMMANDS", "PARTS", "ReportFile", "Section"]

COMMANDS = ("compare", "concept", "label", "shift", "trend", "verify", "topline")
PARTS = ("text", "methods", "sources")


class Section(Noun):
    """One section: what a command says of something; or a text, the methods, the sources."""

    compare: Text | None = None
    """A survey, an item or a concept whose countries stand side by side."""
    concept: Text | None = None
    """A concept with the public, experts, commentators and government of each country."""
    label: Text | None = None
    """A survey or an item, with the word that each country's answers bear."""
    shift: Text | None = None
    """An item or a concept that is followed from one end to another: see between."""
    trend: Text | None = None
    """An item or a concept over all its waves; or a survey, with each item of several waves."""
    verify: Text | None = None
    """A survey whose claims are judged."""
    topline: Text | None = None
    """An item with its wording, bases, answers and past waves."""
    part: Literal["text", "methods", "sources"] | None = None
    """Instead: text (title and prose alone), methods, or sources."""
    title: LocalText | None = None
    """Its heading, in one language or several; kcli finds one where there is none."""
    prose: LocalText | None = None
    """Paragraphs before the tables, a blank line between them; text, never markup."""
    between: Annotated[list[Text], Field(min_length=2, max_length=2)] | None = None
    """For shift both ends, such as kf-vub@2019 and ifes@2025; for trend the first and last wave."""
    countries: Annotated[list[CountryCode], Field(min_length=1)] | None = None
    """Only these countries."""
    answers: Annotated[list[Id], Field(min_length=1)] | None = None
    """For trend: only these answers."""
    wave: Text | None = None
    """The wave; the latest where left out."""
    base: Literal["all", "substantive"] = "all"
    """Everyone asked, or those with an opinion."""
    lonely: Literal["fail", "centered", "remove"] = "fail"
    """What becomes of a stratum with a single sampling unit, where there are respondents."""
    charts: Switch = "yes"
    """Whether pictures are drawn."""
    tables: Switch = "yes"
    """Whether tables are printed beside pictures, too; without a picture they always are."""


class ReportFile(Noun):
    """The file report.yaml."""

    title: LocalText
    """The title of the report."""
    languages: Annotated[list[LanguageTag], Field(min_length=1)] = ["en"]
    """The languages it is written in, a file each."""
    prose: LocalText | None = None
    """Paragraphs at its beginning."""
    sections: Annotated[list[Annotated[Section, Short("part")]], Field(min_length=1)]
    """What it says, in this order."""
