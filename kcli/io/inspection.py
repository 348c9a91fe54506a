"""A project read as far as it can be: every fault of every file, and all that is left of them.

What cannot be read does not keep the rest from being read. Where a shared
file is broken, what depends on it is read without it, and no fault is told
that the broken file alone may be to blame for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from kcli.errors import Fault, InputError
from kcli.io.claims import AcknowledgedFault, read_acknowledged
from kcli.io.findings import look_at_rows
from kcli.io.project import Project, Survey
from kcli.model.concepts import Concepts, Conventions

if TYPE_CHECKING:
    from kcli.cells.sums import Sums

__all__ = ["Inspection"]


class Inspection(Project):
    """A project whose faults are collected in ``faults``, in the order they are met.

    ``concepts`` and ``conventions`` are None where they are broken, and
    ``survey`` gives a survey without the findings that cannot be read. It
    still raises InputError where a questionnaire cannot be read at all.
    """

    def __init__(self, project: Project) -> None:
        super().__init__(project.root, project.name)
        self.faults: dict[Fault, None] = {}
        self.unread: list[str] = []
        """Surveys whose questionnaires cannot be read."""

    def tell(self, faults: Iterable[Fault]) -> None:
        """Note faults, each once."""
        self.faults.update(dict.fromkeys(faults))

    @cached_property
    def concepts(self) -> Concepts | None:
        """questionnaires/concepts.yaml, if there is one that can be read."""
        try:
            return super().concepts
        except InputError as problem:
            self.tell(problem.faults)
            return None

    @cached_property
    def conventions(self) -> Conventions | None:
        """questionnaires/conventions.yaml, if there is one that can be read."""
        try:
            return super().conventions
        except InputError as problem:
            self._without_words = True
            self.tell(problem.faults)
            return None

    _without_words = False

    def look_at_shared(self) -> None:
        """Read what all surveys share; faults are told."""
        _ = self.concepts, self.conventions
        try:
            _ = self.judgements
        except InputError as problem:
            self.tell(problem.faults)

    def opened(self, name: str) -> Survey | None:
        """A survey, as far as it can be read; None where its questionnaire cannot."""
        try:
            return self.survey(name)
        except InputError as problem:
            self.tell(problem.faults)
        if name not in self.unread:
            self.unread.append(name)
            self._look_at_rows(name)
        return None

    def answers(self, survey: Survey) -> Iterator[tuple[str, Sums]]:
        """The sums over the respondents of each wave that has a file of them which can be read."""
        for wave in survey.questionnaire.waves:
            try:
                asked = survey.questionnaire
                items = [item for item in asked.items if wave in asked.waves_of(item)]
                sums = self.sums(survey, wave, [asked.asking(item, wave) for item in items])
            except InputError as problem:
                self.tell(problem.faults)
                continue
            if sums is not None:
                yield wave, sums

    def acknowledged(self, name: str) -> tuple[AcknowledgedFault, ...]:
        """What the claims.yaml of a survey accepts; the faults of its claims are told."""
        try:
            self.claims(name)
        except InputError as problem:
            self.tell(self._own(problem.faults))
        try:
            file = self._claims_file(name)
            entries = read_acknowledged(file) if file else ()
        except InputError:
            entries = ()  # told already
        return entries

    def _unasked(self, name: str) -> tuple[str, str | None] | None:
        try:
            return super()._unasked(name)
        except InputError:
            return None  # what a questionnaire that cannot be read asks is not known

    def _look(self, name: str) -> tuple[Survey, list[Fault]]:
        survey, faults = super()._look(name)
        self.tell(self._own(faults))
        return survey, []

    def _own(self, faults: Iterable[Fault]) -> Iterator[Fault]:
        """The faults that a broken file of conventions is not to blame for."""
        for fault in faults:
            if not (self._without_words and fault.code == "unknown-predicate"):
                yield fault

    def _look_at_rows(self, name: str) -> None:
        for path in self._findings_of(name):
            try:
                self.tell(look_at_rows(self._text(path, "csv-bytes")))
            except InputError as problem:
                self.tell(problem.faults)
