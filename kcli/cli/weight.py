"""``kcli weight``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kcli.cli.offers import surveys
from kcli.cli.options import (
    PRINTING,
    READING,
    JsonOption,
    LangOption,
    ProjectOption,
    QuietOption,
    RecordsOption,
)
from kcli.cli.output import Output, emit, note, open_project
from kcli.errors import UsageError

__all__ = ["weight"]

FORMATS = ("table", "json", "jsonl", "csv", "markdown", "html")
KINDS = ("margin", "raking")

What = Annotated[
    str,
    typer.Argument(
        metavar="SURVEY[@WAVE]", help="Such as anes, or anes@1996.", autocompletion=surveys
    ),
]
Margins = Annotated[
    Path,
    typer.Option(
        "--margins",
        metavar="FILE",
        help="YAML: the share of each option in the population.",
        rich_help_panel=READING,
    ),
]
NewFile = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        metavar="NEW.responses.csv",
        help="The responses with their weights: .csv or .csv.gz, never the file that is read.",
        rich_help_panel="What is written",
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="|".join(FORMATS),
        help="Of the report; table by default.",
        rich_help_panel=PRINTING,
    ),
]


def weight(
    what: What,
    margins: Margins,
    output: NewFile,
    project: ProjectOption = None,
    format: Format = None,
    json: JsonOption = False,
    records: RecordsOption = None,
    lang: LangOption = "en",
    quiet: QuietOption = False,
) -> None:
    """Rake respondents to the margins of their population, and write them to a new file.

    Rows and columns stay as they are, beside the weight, which has mean 1 in each
    sample. The report tells every margin before and after, and what weights cost.
    """
    from kcli import api

    out = Output(format, json, None, records, quiet)
    if out.chosen not in FORMATS:  # before anything is written
        raise UsageError(f"{out.chosen} is not of weights", f"known: {', '.join(FORMATS)}")
    if records not in (None, *KINDS):
        raise UsageError(f"there are no {records!r} records", f"there are: {', '.join(KINDS)}")
    result = api.weight(open_project(project, out), what, margins=margins, output=output, lang=lang)
    if not quiet:
        note(f"written {output}")
    emit(result, out)
