"""``kcli simulate``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kcli.cli.offers import surveys
from kcli.cli.options import (
    FormatOption,
    JsonOption,
    LangOption,
    OutputOption,
    ProjectOption,
    QuietOption,
    RecordsOption,
)
from kcli.cli.output import Output, emit, open_project

__all__ = ["simulate"]

WRITING = "What is written"

What = Annotated[
    str,
    typer.Argument(
        metavar="SURVEY[@WAVE]", help="Such as kf-vub, or kf-vub@2019.", autocompletion=surveys
    ),
]
SeedOption = Annotated[
    int,
    typer.Option(
        "--seed", help="Decides which respondent gives which answer.", rich_help_panel=WRITING
    ),
]
NameOption = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar="NAME",
        help="What the invented survey is called; SURVEY-synthetic by default.",
        rich_help_panel=WRITING,
    ),
]
ToOption = Annotated[
    Path | None,
    typer.Option(
        "--to",
        metavar="DIR",
        help="A folder for questionnaires/ and datasets/; the project by default.",
        rich_help_panel=WRITING,
    ),
]
SizeOption = Annotated[
    int | None,
    typer.Option(
        "--n",
        metavar="N",
        help="Respondents of each sample whose size was not published.",
        rich_help_panel=WRITING,
    ),
]


def simulate(
    what: What,
    seed: SeedOption = 1,
    name: NameOption = None,
    to: ToOption = None,
    n: SizeOption = None,
    project: ProjectOption = None,
    format: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    records: RecordsOption = None,
    lang: LangOption = "en",
    quiet: QuietOption = False,
) -> None:
    """Invent respondents of whom everything that was published is true, marked synthetic.

    Writes a questionnaire and its responses into the project. Every fact
    holds, and a word such as majority by the margin with which it passes a
    test. The same seed gives the same bytes.
    """
    from kcli import api

    out = Output(format, json, output, records, quiet)
    _ = out.chosen
    found = open_project(project, out)
    emit(api.simulate(found, what, seed=seed, name=name, to=to, n=n, lang=lang), out)
