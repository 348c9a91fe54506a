"""Options that mean the same in every command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kcli.cli.offers import countries, languages, waves, words
from kcli.render import FORMATS

__all__ = [
    "PRINTING",
    "READING",
    "BarsOption",
    "BaseOption",
    "CiOption",
    "ConfidenceOption",
    "CountryOption",
    "EvidenceOption",
    "FormatOption",
    "JsonOption",
    "LangOption",
    "LonelyOption",
    "NoAssumedOptions",
    "OutputOption",
    "ProjectOption",
    "QuietOption",
    "RecordsOption",
    "SuppressOption",
    "WaveOption",
]

READING, PRINTING = "What is read", "How it is printed"

FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="|".join(FORMATS),
        help="Table by default; the suffix of --output decides too.",
        autocompletion=words(*FORMATS),
        rich_help_panel=PRINTING,
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="The same as --format json.", rich_help_panel=PRINTING)
]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write to a file.", rich_help_panel=PRINTING
    ),
]
RecordsOption = Annotated[
    str | None,
    typer.Option(
        "--records",
        metavar="TYPE",
        help="The type of record that csv shows, such as estimate, label or pair.",
        rich_help_panel=PRINTING,
    ),
]
BarsOption = Annotated[
    bool,
    typer.Option(
        "--bars",
        help="Draw each share in the table, from 0 to 100: a bar, or the range that is known.",
        rich_help_panel=PRINTING,
    ),
]


def _language(ctx: typer.Context, value: str) -> str:
    """Raise UsageError for what no language is called."""
    if value != "en" and not ctx.resilient_parsing:
        from kcli.text.tags import check_language

        check_language(value)
    return value


LangOption = Annotated[
    str,
    typer.Option(
        "--lang",
        metavar="TAG",
        help="Language of labels and words, such as ko.",
        callback=_language,
        autocompletion=languages,
        rich_help_panel=PRINTING,
    ),
]
QuietOption = Annotated[
    bool,
    typer.Option("--quiet", "-q", help="No notes on standard error.", rich_help_panel=PRINTING),
]
CountryOption = Annotated[
    list[str] | None,
    typer.Option(
        "--country",
        metavar="CODE",
        help="Only these countries: repeat it, or separate with commas.",
        autocompletion=countries,
        rich_help_panel=READING,
    ),
]
WaveOption = Annotated[
    str | None,
    typer.Option(
        "--wave",
        metavar="WAVE",
        help="The wave; the latest by default.",
        autocompletion=waves,
        rich_help_panel=READING,
    ),
]
BaseOption = Annotated[
    str,
    typer.Option(
        "--base",
        metavar="all|substantive",
        help="Everyone asked, or only those with an opinion.",
        autocompletion=words("all", "substantive"),
        rich_help_panel=READING,
    ),
]
ConfidenceOption = Annotated[
    float, typer.Option("--confidence", help="Of the intervals.", rich_help_panel=READING)
]
CiOption = Annotated[
    str,
    typer.Option(
        "--ci",
        metavar="wilson|logit|kg|wald",
        help="How intervals are computed.",
        autocompletion=words("wilson", "logit", "kg", "wald"),
        rich_help_panel=READING,
    ),
]
EvidenceOption = Annotated[
    str,
    typer.Option(
        "--evidence",
        metavar="best|published",
        help="Respondents where there are any, or what was published of them.",
        autocompletion=words("best", "published"),
        rich_help_panel=READING,
    ),
]
LonelyOption = Annotated[
    str,
    typer.Option(
        "--lonely",
        metavar="fail|centered|remove",
        help="What becomes of a stratum with a single sampling unit.",
        autocompletion=words("fail", "centered", "remove"),
        rich_help_panel=READING,
    ),
]
SuppressOption = Annotated[
    str,
    typer.Option(
        "--suppress",
        metavar="nchs|none",
        help="Withhold shares that the presentation standards of NCHS do.",
        autocompletion=words("nchs", "none"),
        rich_help_panel=READING,
    ),
]
NoAssumedOptions = Annotated[
    bool,
    typer.Option(
        "--no-assumed-options",
        help="Read every assumed list of answers as possibly incomplete.",
        rich_help_panel=READING,
    ),
]
ProjectOption = Annotated[
    str | None,
    typer.Option(
        "--project",
        metavar="DIR",
        help="A folder that holds questionnaires/, or: shipped.",
        rich_help_panel=READING,
    ),
]
