"""``kcli import``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kcli.cli.offers import words
from kcli.cli.options import PRINTING, READING, JsonOption, QuietOption, RecordsOption
from kcli.cli.output import Output, emit
from kcli.errors import UsageError

__all__ = ["import_"]

FORMATS = ("table", "json", "jsonl", "csv", "markdown", "html")
PROGRAMS = ("spss", "stata", "xlsform", "qualtrics", "triple-s", "limesurvey", "surveymonkey")
KINDS = ("imported", "unmapped")
WRITING = "What is written"

File = Annotated[
    Path, typer.Argument(metavar="FILE", help=".sav, .zsav, .dta, .xlsx (XLSForm), .sss, .csv")
]
Named = Annotated[
    str | None,
    typer.Option(
        "--as", metavar="NAME", help="The survey; as the file by default.", rich_help_panel=WRITING
    ),
]
To = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FOLDER",
        help="For questionnaires/ and datasets/; the project, or here, by default.",
        rich_help_panel=WRITING,
    ),
]
Force = Annotated[
    bool,
    typer.Option("--force", help="Replace a survey of that name.", rich_help_panel=WRITING),
]
Wave = Annotated[
    str | None,
    typer.Option("--wave", metavar="WAVE", help="Such as 2024.", rich_help_panel=WRITING),
]
Lang = Annotated[
    str,
    typer.Option(
        "--lang", metavar="TAG", help="Language of the labels, such as ko.", rich_help_panel=WRITING
    ),
]


def _variable(flag: str, what: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(
        flag, metavar="VARIABLE", help=what, rich_help_panel=READING
    )
    return option


Country = Annotated[
    str | None,
    typer.Option("--country", metavar="CODE", help="Of all respondents.", rich_help_panel=READING),
]
CountryColumn = Annotated[str | None, _variable("--country-column", "Has each one's country.")]
Weight = Annotated[str | None, _variable("--weight", "The weight; none for no weight.")]
Respondent = Annotated[str | None, _variable("--respondent", "The id; none for no id.")]
Stratum = Annotated[str | None, _variable("--stratum", "The stratum.")]
Psu = Annotated[str | None, _variable("--psu", "The primary sampling unit.")]
Answers = Annotated[
    list[str] | None, _variable("--answers", "Take its values as answers; may be repeated.")
]
Leave = Annotated[list[str] | None, _variable("--leave", "Leave it out; may be repeated.")]
EmptyMissing = Annotated[
    bool,
    typer.Option(
        "--empty-missing",
        help="Leave user-missing values empty; they are kept as answers otherwise.",
        rich_help_panel=READING,
    ),
]
From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="FORMAT",
        help=f"{', '.join(PROGRAMS[:-1])} or {PROGRAMS[-1]}; as the file looks by default.",
        autocompletion=words(*PROGRAMS),
        rich_help_panel=READING,
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        "--encoding", metavar="NAME", help="Of its letters, such as cp949.", rich_help_panel=READING
    ),
]
Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="FILE",
        help="The respondents of an XLSForm (CSV) or of Triple-S.",
        rich_help_panel=READING,
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="|".join(FORMATS),
        help="Of the report; table by default.",
        autocompletion=words(*FORMATS),
        rich_help_panel=PRINTING,
    ),
]


def import_(
    file: File,
    name: Named = None,
    to: To = None,
    force: Force = False,
    wave: Wave = None,
    lang: Lang = "und",
    country: Country = None,
    country_column: CountryColumn = None,
    weight: Weight = None,
    respondent: Respondent = None,
    stratum: Stratum = None,
    psu: Psu = None,
    answers: Answers = None,
    leave: Leave = None,
    empty_missing: EmptyMissing = False,
    from_: From = None,
    encoding: Encoding = None,
    data: Data = None,
    format: Format = None,
    json: JsonOption = False,
    records: RecordsOption = None,
    quiet: QuietOption = False,
) -> None:
    """Make a questionnaire and responses of a file of SPSS, Stata or a survey tool.

    Prints what became of every variable, what is only guessed, and what was left
    out and why. kcli check passes what is written.
    """
    from kcli import api

    out = Output(format, json, None, records, quiet)
    if out.chosen not in FORMATS:  # before anything is written
        raise UsageError(f"{out.chosen} is not of imports", f"known: {', '.join(FORMATS)}")
    if records not in (None, *KINDS):
        raise UsageError(f"there are no {records!r} records", f"there are: {', '.join(KINDS)}")
    result = api.import_(
        file,
        name=name,
        to=to,
        wave=wave,
        country=country,
        country_column=country_column,
        weight=weight,
        respondent=respondent,
        stratum=stratum,
        psu=psu,
        answers=answers or (),
        leave=leave or (),
        empty_missing=empty_missing,
        format=from_,
        encoding=encoding,
        data=data,
        lang=lang,
        force=force,
    )
    emit(result, out)
