"""``kcli list`` and ``kcli show``."""

from __future__ import annotations

from typing import Annotated

import typer

from kcli.cli.offers import surveys, things
from kcli.cli.options import (
    FormatOption,
    JsonOption,
    LangOption,
    OutputOption,
    ProjectOption,
    QuietOption,
    RecordsOption,
    WaveOption,
)
from kcli.cli.output import Output, emit, open_project

__all__ = ["list_", "show"]

SurveyArgument = Annotated[
    str | None,
    typer.Argument(metavar="SURVEY", help="A survey, to list its items.", autocompletion=surveys),
]
ThingArgument = Annotated[
    str,
    typer.Argument(
        metavar="SURVEY|ITEM|CONCEPT", help="Such as kf-vub.us_nk_change.", autocompletion=things
    ),
]


def list_(
    what: SurveyArgument = None,
    project: ProjectOption = None,
    format: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    records: RecordsOption = None,
    lang: LangOption = "en",
    quiet: QuietOption = False,
) -> None:
    """List the surveys of the project and their waves; or the items of one survey."""
    from kcli import api

    out = Output(format, json, output, records, quiet)
    _ = out.chosen
    emit(api.list_surveys(open_project(project, out), what, lang=lang), out)


def show(
    what: ThingArgument,
    wave: WaveOption = None,
    project: ProjectOption = None,
    format: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    records: RecordsOption = None,
    lang: LangOption = "en",
    quiet: QuietOption = False,
) -> None:
    """Show one survey, item or concept: wording, answers, every fact with its source."""
    from kcli import api

    out = Output(format, json, output, records, quiet)
    _ = out.chosen
    emit(api.show(open_project(project, out), what, wave=wave, lang=lang), out)
