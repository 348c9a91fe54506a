"""``kcli crosstab``."""

from __future__ import annotations

from typing import Annotated

import typer

from kcli.cli.offers import items, variables, words
from kcli.cli.options import (
    READING,
    BaseOption,
    CiOption,
    ConfidenceOption,
    CountryOption,
    FormatOption,
    JsonOption,
    LangOption,
    LonelyOption,
    OutputOption,
    ProjectOption,
    QuietOption,
    RecordsOption,
    SuppressOption,
    WaveOption,
)
from kcli.cli.output import Output, emit, open_project

__all__ = ["crosstab"]

Item = Annotated[
    str, typer.Argument(metavar="ITEM", help="Such as anes.vote.", autocompletion=items)
]
By = Annotated[
    list[str],
    typer.Option(
        "--by",
        metavar="VARIABLE",
        autocompletion=variables,
        help="country, wave, or items of the survey: repeat it, or separate with commas.",
        rich_help_panel=READING,
    ),
]
Adjust = Annotated[
    str,
    typer.Option(
        "--adjust",
        metavar="holm|bh",
        autocompletion=words("holm", "bh"),
        help="How p is adjusted within one row of one banner.",
        rich_help_panel=READING,
    ),
]


StandardiseBy = Annotated[
    list[str] | None,
    typer.Option(
        "--standardise-by",
        metavar="ITEM",
        autocompletion=variables,
        help="Gaps beside the crude ones, with the composition by these items made alike.",
        rich_help_panel=READING,
    ),
]


def crosstab(
    what: Item,
    by: By,
    country: CountryOption = None,
    wave: WaveOption = None,
    base: BaseOption = "all",
    confidence: ConfidenceOption = 0.95,
    ci: CiOption = "wilson",
    lonely: LonelyOption = "fail",
    suppress: SuppressOption = "none",
    adjust: Adjust = "holm",
    standardise_by: StandardiseBy = None,
    project: ProjectOption = None,
    format: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    records: RecordsOption = None,
    lang: LangOption = "en",
    quiet: QuietOption = False,
) -> None:
    """Cross an item with others: column percentages, bases, letters, and a test of each banner."""
    from kcli import api

    out = Output(format, json, output, records, quiet)
    _ = out.chosen
    result = api.crosstab(
        open_project(project, out),
        what,
        by=by,
        wave=wave,
        countries=[code for text in country or () for code in text.split(",")],
        base=base,
        confidence=confidence,
        ci=ci,
        lang=lang,
        lonely=lonely,
        suppress=suppress,
        adjust=adjust,
        standardise_by=standardise_by or (),
    )
    emit(result, out)
