"""``kcli trend``."""

from __future__ import annotations

from typing import Annotated

import typer

from kcli.cli.offers import answers, things, waves
from kcli.cli.options import (
    READING,
    BaseOption,
    CiOption,
    ConfidenceOption,
    CountryOption,
    EvidenceOption,
    FormatOption,
    JsonOption,
    LangOption,
    LonelyOption,
    NoAssumedOptions,
    OutputOption,
    ProjectOption,
    QuietOption,
    RecordsOption,
)
from kcli.cli.output import Output, emit, open_project

__all__ = ["trend"]

What = Annotated[
    str,
    typer.Argument(
        metavar="ITEM|CONCEPT|SURVEY",
        help="Such as ipus.necessity, unification, or chicago.",
        autocompletion=things,
    ),
]
From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="WAVE|YEAR",
        help="The first wave or year.",
        autocompletion=waves,
        rich_help_panel=READING,
    ),
]
To = Annotated[
    str | None,
    typer.Option(
        "--to",
        metavar="WAVE|YEAR",
        help="The last wave or year.",
        autocompletion=waves,
        rich_help_panel=READING,
    ),
]
Answer = Annotated[
    list[str] | None,
    typer.Option(
        "--answer",
        metavar="NAME",
        autocompletion=answers,
        help="Only these answers, nets or categories: repeat it, or separate with commas.",
        rich_help_panel=READING,
    ),
]


def trend(
    what: What,
    start: From = None,
    end: To = None,
    answer: Answer = None,
    country: CountryOption = None,
    base: BaseOption = "all",
    confidence: ConfidenceOption = 0.95,
    ci: CiOption = "wilson",
    evidence: EvidenceOption = "best",
    no_assumed_options: NoAssumedOptions = False,
    lonely: LonelyOption = "fail",
    project: ProjectOption = None,
    format: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    records: RecordsOption = None,
    lang: LangOption = "en",
    quiet: QuietOption = False,
) -> None:
    """Follow a question over all its waves: shares, changes, slope, and where the series breaks.

    Waves are compared only where they were asked alike, by grade A or B. A new
    mode, partner, wording or population breaks the series: no line joins the
    two sides, and no test crosses over.
    """
    from kcli import api

    out = Output(format, json, output, records, quiet)
    _ = out.chosen
    result = api.trend(
        open_project(project, out),
        what,
        start=start,
        end=end,
        answers=[name for text in answer or () for name in text.split(",")],
        countries=[code for text in country or () for code in text.split(",")],
        base=base,
        confidence=confidence,
        ci=ci,
        evidence=evidence,
        lang=lang,
        assumed_options=not no_assumed_options,
        lonely=lonely,
    )
    emit(result, out)
