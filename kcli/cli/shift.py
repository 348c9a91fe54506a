"""``kcli shift``."""

from __future__ import annotations

from typing import Annotated

import typer

from kcli.cli.offers import ends, things
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

__all__ = ["shift"]

What = Annotated[
    str | None,
    typer.Argument(
        metavar="ITEM|CONCEPT",
        help="Such as ipus.necessity, or us_nk_outlook.",
        autocompletion=things,
    ),
]
From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="WAVE|SURVEY[@WAVE]",
        autocompletion=ends,
        help="Where it starts: 2015, kf-vub@2019/CN; of an item the last wave but one.",
        rich_help_panel=READING,
    ),
]
To = Annotated[
    str | None,
    typer.Option(
        "--to",
        metavar="WAVE|SURVEY[@WAVE]",
        autocompletion=ends,
        help="Where it ends: 2025, ifes@2025; of an item the latest wave.",
        rich_help_panel=READING,
    ),
]
All = Annotated[
    bool,
    typer.Option(
        "--all",
        help="Everything comparable between the two, the smallest adjusted p first.",
        rich_help_panel=READING,
    ),
]
Force = Annotated[
    bool,
    typer.Option(
        "--force", help="Numbers also where only the topic is shared.", rich_help_panel=READING
    ),
]


def shift(
    what: What = None,
    start: From = None,
    end: To = None,
    scan: All = False,
    force: Force = False,
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
    """Say what changed between two waves, or lies between two populations; how comparable they are.

    The questionnaires of both ends decide, with a grade from A to E, whether
    the difference is a shift of one population, which is tested, or a gap
    between two, which is not.
    """
    from kcli import api

    out = Output(format, json, output, records, quiet)
    _ = out.chosen
    result = api.shift(
        open_project(project, out),
        what,
        start=start,
        end=end,
        scan=scan,
        force=force,
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
