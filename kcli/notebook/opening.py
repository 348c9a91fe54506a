"""Where work in a notebook begins: a project, or the surveys shipped with kcli."""

from __future__ import annotations

import os
from collections.abc import Mapping

from kcli.io.how import How, named_responses
from kcli.io.limits import parse_limits
from kcli.io.project import find_project
from kcli.notebook.surveys import Surveys
from kcli.notebook.words import Engine, PathName

__all__ = ["open", "shipped"]

FALLBACK = "no project here or above: using the surveys shipped with kcli"


def open(  # noqa: A001 - kcli.open
    path: PathName | None = None,
    *,
    limit: Mapping[str, int] | None = None,
    no_cache: bool = False,
    engine: Engine = "auto",
    responses: Mapping[str, PathName] | None = None,
) -> Surveys:
    """The surveys of a project, ready to be asked.

    Files are read when a function asks for them, each time anew: what was
    edited in the meantime counts.

    Parameters
    ----------
    path : a folder that holds questionnaires/, or ``shipped``; where left out, as the
        command line does, the variable KCLI_PROJECT, this folder or one above it, else
        the surveys shipped with kcli
    limit : read larger files than kcli would, such as ``{"yaml-nodes": 1_000_000}``
    no_cache : sum responses anew, and keep no sums in .kcli/
    engine : who sums responses
    responses : a wave's responses from elsewhere, such as ``{"poll@2024": "part-*.csv"}``

    Raises
    ------
    UsageError : a folder that is no project, a limit or an engine that there is not
    """
    named = os.fspath(path) if path is not None else None
    limits = parse_limits(f"{name}={number}" for name, number in (limit or {}).items())
    elsewhere = [f"{wave}={os.fspath(place)}" for wave, place in (responses or {}).items()]
    reader = os.environ.get("KCLI_READER") or "auto"
    way = How(engine, reader, not no_cache, named_responses(elsewhere))
    project = find_project(named)
    project.check_named(way.responses)
    asked = named or os.environ.get("KCLI_PROJECT")
    fallen = project.name == "shipped" and not asked
    return Surveys(
        project.root, project.name, limits, way,
        named=named is not None, warnings=(FALLBACK,) if fallen else (),
    )  # fmt: skip


def shipped() -> Surveys:
    """The surveys shipped with kcli, wherever one works."""
    return open("shipped")
