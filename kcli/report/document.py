"""What a report consists of, before any format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kcli.model.records import Result
from kcli.render.pages.page import Page

if TYPE_CHECKING:
    from kcli.report.charts import Chart

__all__ = ["Cited", "Document", "Evidence", "Part", "Publication", "Quote", "Survey", "Told"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a sentence rests on: a survey, its waves, and the ids of the sources of their facts."""

    survey: str
    waves: tuple[str, ...]
    sources: tuple[str, ...] = ()

    @property
    def when(self) -> str:
        """The wave, or both; of more than two the first and the last."""
        if len(self.waves) < 3:
            return ", ".join(self.waves)
        return f"{self.waves[0]}–{self.waves[-1]}"


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence with its evidence."""

    text: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a source, and the findings that they are read as."""

    findings: tuple[str, ...]
    quote: str


@dataclass(frozen=True, slots=True)
class Publication:
    """A source: what it is called, whose it is, when it came out, where it is, what it says."""

    id: str
    title: str
    published: str
    url: str
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey that the report speaks of, with those of its sources that it rests on."""

    id: str
    title: str
    publications: tuple[Publication, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """Where the facts of a project come from: the ids of sources."""

    places: Mapping[tuple[str, str, str, str | None], tuple[str, ...]] = field(default_factory=dict)
    """By survey, wave, item and country."""
    findings: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """By survey and finding."""


@dataclass(frozen=True)
class Part:
    """A section: prose, sentences, pictures, and the page of a command."""

    id: str
    title: str
    prose: tuple[str, ...] = ()
    told: tuple[tuple[Told, ...], ...] = ()
    """Sentences; those on one question stand together."""
    about: tuple[str, ...] = ()
    """What the page is about, where its heading is the title of the section."""
    charts: tuple[Chart, ...] = ()
    page: Page | None = None
    kind: str = ""
    """The command; or text, methods, sources."""


@dataclass(frozen=True)
class Document:
    """A report in one language."""

    title: str
    language: str
    prose: tuple[str, ...]
    parts: tuple[Part, ...]
    synthetic: bool
    assumed: tuple[str, ...]
    owed: tuple[str, ...]
    surveys: tuple[Survey, ...]
    results: tuple[Result, ...] = ()

    @property
    def assumed_apart(self) -> bool:
        """Whether what is assumed needs a section of its own: no report leaves it out."""
        return bool(self.assumed) and all(part.kind != "methods" for part in self.parts)
