"""``kcli report``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kcli.cli.offers import things
from kcli.cli.options import FormatOption, JsonOption, ProjectOption, QuietOption
from kcli.cli.output import Output, emit, note, open_project

__all__ = ["report"]

What = Annotated[
    str | None,
    typer.Argument(
        metavar="SURVEY|CONCEPT|FILE",
        help="Such as kf-vub, unification, or datasets/kf-vub/report.yaml; all reports without.",
        autocompletion=things,
    ),
]
Folder = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="DIR",
        help="The folder to write to; beside the data where left out.",
        file_okay=False,
    ),
]
Languages = Annotated[
    list[str] | None,
    typer.Option(
        "--lang",
        metavar="TAG",
        help="In place of the report's own languages: repeat it, or separate with commas.",
    ),
]
Check = Annotated[
    bool,
    typer.Option("--check", help="Write nothing; exit 1 where a file is stale or missing."),
]
ListStale = Annotated[
    bool,
    typer.Option("--list-stale", help="Write nothing; list what is stale or missing."),
]


def report(
    what: What = None,
    output: Folder = None,
    lang: Languages = None,
    check: Check = False,
    list_stale: ListStale = False,
    project: ProjectOption = None,
    format: FormatOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Write a report, in HTML and Markdown; or check that those on disk are up to date.

    A report is what a short YAML file says, or, of a survey or a concept
    without one, all that kcli knows of it.
    """
    from kcli import api
    from kcli.report.charts.press import Press

    out = Output(format, json, None, None, quiet)
    _ = out.chosen
    looking = check or list_stale
    with Press() as press:
        press.start()  # it gets ready to draw while the rest is loaded
        result = api.report(
            open_project(project, out, judged=looking and what is None),
            what,
            output=output,
            languages=[tag.strip() for text in lang or () for tag in text.split(",")],
            check=check,
            list_stale=list_stale,
            press=press,
        )
    emit(result, out)
    stale = sum(record.state in ("stale", "missing") for record in result.records)
    if check and stale:
        if not quiet:
            what_is = "file is" if stale == 1 else "files are"
            note(f"{stale} {what_is} not what kcli report would write now")
        raise typer.Exit(1)
