"""``kcli export``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kcli.cli.offers import things, words
from kcli.cli.options import (
    BaseOption,
    CiOption,
    ConfidenceOption,
    CountryOption,
    EvidenceOption,
    LangOption,
    LonelyOption,
    NoAssumedOptions,
    ProjectOption,
    QuietOption,
    SuppressOption,
    WaveOption,
)
from kcli.cli.output import Output, note, open_project

__all__ = ["export"]

WRITTEN = "What is written"
TABLES = (
    "estimates", "facts", "sources", "cells", "squares", "units", "silent", "replicates",
)  # fmt: skip
What = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[SURVEY|ITEM|CONCEPT]...",
        help="Such as kf-vub@2019 or kf-vub.us_nk_change/CN; all that kcli compare shows, if none.",
        autocompletion=things,
    ),
]
Folder = Annotated[
    Path,
    typer.Option(
        "--output", "-o", metavar="FOLDER", help="Made if need be.", rich_help_panel=WRITTEN
    ),
]
Format = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar="csv|parquet|sqlite|xlsx",
        help="Files of CSV or Parquet, a table each; or one database, or one workbook.",
        autocompletion=words("csv", "parquet", "sqlite", "xlsx"),
        rich_help_panel=WRITTEN,
    ),
]
Tables = Annotated[
    list[str] | None,
    typer.Option(
        "--table",
        metavar="NAME",
        help=f"{', '.join(TABLES)}; or all.",
        autocompletion=words(*TABLES, "all"),
        rich_help_panel=WRITTEN,
    ),
]
Force = Annotated[
    bool,
    typer.Option(
        "--force",
        help="Also over files that kcli did not write, or that have changed since.",
        rich_help_panel=WRITTEN,
    ),
]


def export(
    what: What = None,
    *,
    output: Folder,
    format: Format = "csv",
    table: Tables = None,
    force: Force = False,
    country: CountryOption = None,
    wave: WaveOption = None,
    base: BaseOption = "all",
    confidence: ConfidenceOption = 0.95,
    ci: CiOption = "wilson",
    evidence: EvidenceOption = "best",
    no_assumed_options: NoAssumedOptions = False,
    lonely: LonelyOption = "fail",
    suppress: SuppressOption = "none",
    project: ProjectOption = None,
    lang: LangOption = "en",
    quiet: QuietOption = False,
) -> None:
    """Write estimates, published facts and sums of respondents as tables for other programs.

    What is meant is what kcli compare shows. A datapackage.json beside the tables
    describes every column, and tells what they were made of. Equal data give equal files.
    """
    from kcli import api

    out = Output(quiet=quiet)
    found = api.export(
        open_project(project, out),
        what or (),
        output=output,
        format=format,
        tables=[name for text in table or () for name in text.split(",")],
        force=force,
        lang=lang,
        wave=wave,
        countries=[code for text in country or () for code in text.split(",")],
        base=base,
        confidence=confidence,
        ci=ci,
        evidence=evidence,
        assumed_options=not no_assumed_options,
        lonely=lonely,
        suppress=suppress,
    )
    if quiet:
        return
    if found.synthetic:
        note("SYNTHETIC: some of these respondents are invented")
    for file in found.files:
        rows = ", ".join(f"{name} {count:,}" for name, count in file.rows.items())
        note(f"written {file.path}" + (f" ({rows})" if rows else ""))
    for path in found.removed:
        note(f"removed {path}, of an earlier export")
