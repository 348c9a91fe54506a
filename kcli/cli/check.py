"""``kcli check`` and ``kcli explain``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kcli.cli.offers import codes
from kcli.cli.options import (
    PRINTING,
    READING,
    FormatOption,
    JsonOption,
    LangOption,
    OutputOption,
    ProjectOption,
    QuietOption,
)
from kcli.cli.output import Output, emit, note, open_project

__all__ = ["check", "explain"]

PathArgument = Annotated[
    Path | None,
    typer.Argument(
        metavar="PATH",
        help="A project's folder, or one file of a project; the project here by default.",
    ),
]
StrictOption = Annotated[
    bool,
    typer.Option("--strict", help="Exit with 1 for warnings, too.", rich_help_panel=READING),
]
CodeArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="CODE",
        help="Such as sum-not-100; a list of all codes by default.",
        autocompletion=codes,
    ),
]
AllOption = Annotated[
    bool,
    typer.Option("--all", help="The page of every code.", rich_help_panel=PRINTING),
]


def check(
    path: PathArgument = None,
    strict: StrictOption = False,
    project: ProjectOption = None,
    format: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    lang: LangOption = "en",
    quiet: QuietOption = False,
) -> int:
    """Find every fault of every file, and every set of facts that cannot be true.

    Exit status 1 where there is an error that claims.yaml does not acknowledge.
    """
    from kcli import api
    from kcli.text.faults import fault_counts

    out = Output(format, json, output, None, quiet)
    _ = out.chosen
    folder, file = _project_of(path, project)
    result = api.check(open_project(folder, out, judged=True), file, lang=lang)
    emit(result, out)
    counted = [record for record in result.records if not record.acknowledged]
    failed = any(strict or record.severity == "error" for record in counted)
    if failed and not quiet:
        note(fault_counts(counted))
    return int(failed)


def explain(
    code: CodeArgument = None,
    everything: AllOption = False,
    format: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    lang: LangOption = "en",
    quiet: QuietOption = False,
) -> None:
    """Explain a code that kcli prints: what it means, why it matters, how it is repaired."""
    from kcli import api

    out = Output(format, json, output, None, quiet)
    _ = out.chosen
    emit(api.explain(code, everything=everything, lang=lang), out)


def _project_of(path: Path | None, named: str | None) -> tuple[str | None, Path | None]:
    """The folder to check, and the one file of it that is meant."""
    from kcli.errors import UsageError
    from kcli.io.project import QUESTIONNAIRES

    if path is None:
        return named, None
    if path.is_dir():
        if named is not None:
            raise UsageError("a folder and --project were given", "one of the two is enough")
        if not (path / QUESTIONNAIRES).is_dir():
            raise UsageError(f"{path} holds no folder {QUESTIONNAIRES}/", "name a project's folder")
        return str(path), None
    if named is not None:
        return named, path
    above = (folder for folder in path.absolute().parents if (folder / QUESTIONNAIRES).is_dir())
    found = next(above, None)
    if found is None:
        raise UsageError(f"{path} is in no project", f"no folder above it holds {QUESTIONNAIRES}/")
    return str(found), path
