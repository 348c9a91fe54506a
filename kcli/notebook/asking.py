"""How a function of a notebook asks one of ``kcli.api``."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Concatenate, ParamSpec

from kcli.io.how import How, read_as
from kcli.io.limits import Limits, raised
from kcli.io.project import Project
from kcli.model.records import Result
from kcli.notebook.outcome import Outcome
from kcli.notebook.words import check_kinds

__all__ = ["Asking"]

P = ParamSpec("P")


class Asking:
    """A project that was opened, and how its files are read."""

    def __init__(
        self,
        root: Path,
        name: str,
        limits: Limits,
        way: How,
        *,
        named: bool,
        warnings: tuple[str, ...],
    ) -> None:
        """``named``: somebody said which project; ``warnings`` are told with every outcome."""
        self._root = root
        self._name = name
        self._limits = limits
        self._way = way
        self._named = named
        self._warnings = warnings

    def _told(
        self,
        function: Callable[Concatenate[Project, P], Result],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Outcome[Any]:
        """What a function says of the project, whose files are read anew."""
        check_kinds(function, *args, **kwargs)
        with self._reading():
            return Outcome(function(self._project(), *args, **kwargs), self._warnings)

    def _project(self) -> Project:
        """The project with nothing read yet: a result names the files that it rests on."""
        return Project(self._root, self._name)

    def _reading(self) -> ExitStack:
        """Limits and readers as they were chosen, for a while."""
        stack = ExitStack()
        stack.enter_context(raised(self._limits))
        stack.enter_context(read_as(self._way))
        return stack
