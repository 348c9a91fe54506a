"""What every result says of itself: the files it read, the publications it rests on."""

from __future__ import annotations

from collections.abc import Iterable

from kcli.io.project import Project
from kcli.model.fields import said
from kcli.model.questionnaire import Questionnaire
from kcli.model.records import Input, SourceRef

__all__ = ["inputs_of", "sources_of"]


def inputs_of(project: Project) -> tuple[Input, ...]:
    """The files read so far, by path."""
    return tuple(Input(path, digest) for path, digest in sorted(project.inputs.items()))


def sources_of(
    named: Iterable[tuple[Questionnaire, set[str]]], language: str
) -> tuple[SourceRef, ...]:
    """The publications that are named, in the order of their questionnaires."""
    return tuple(
        SourceRef(
            questionnaire.survey,
            name,
            said(source.title, language) or source.publisher,
            source.url,
        )
        for questionnaire, names in named
        for name, source in questionnaire.sources.items()
        if name in names
    )
