"""``kcli compare``."""

from __future__ import annotations

from typing import Annotated

import typer

from kcli.cli.offers import concepts, things, words
from kcli.cli.options import (
    READING,
    BarsOption,
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
    SuppressOption,
    WaveOption,
)
from kcli.cli.output import Output, emit, open_project

__all__ = ["compare"]

What = Annotated[
    str | None,
    typer.Argument(
        metavar="SURVEY|ITEM|CONCEPT",
        help="Such as kf-vub, kf-vub@2019, kf-vub.us_nk_change/CN, us_nk_change or us_nk_outlook.",
        autocompletion=things,
    ),
]


TotalOption = Annotated[
    str | None,
    typer.Option(
        "--total",
        metavar="equal|n|population",
        autocompletion=words("equal", "n", "population"),
        help="A column of all countries together, which are weighed so; none by default.",
        rich_help_panel=READING,
    ),
]


ConceptOption = Annotated[
    str | None,
    typer.Option(
        "--concept",
        metavar="CONCEPT",
        autocompletion=concepts,
        help="Public, experts, commentators and government of each country side by side on it.",
        rich_help_panel=READING,
    ),
]


def compare(
    what: What = None,
    concept: ConceptOption = None,
    country: CountryOption = None,
    wave: WaveOption = None,
    base: BaseOption = "all",
    confidence: ConfidenceOption = 0.95,
    ci: CiOption = "wilson",
    evidence: EvidenceOption = "best",
    no_assumed_options: NoAssumedOptions = False,
    lonely: LonelyOption = "fail",
    suppress: SuppressOption = "none",
    total: TotalOption = None,
    project: ProjectOption = None,
    format: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    records: RecordsOption = None,
    bars: BarsOption = False,
    lang: LangOption = "en",
    quiet: QuietOption = False,
) -> None:
    """Set countries side by side: the leading answer to every item, or all of one item.

    With a survey, or with nothing, an item is a line and a country a column.
    With an item, every answer is a line, and what follows from the facts is
    said in sentences. With a concept, every survey that measures it is a column.
    """
    from kcli import api

    out = Output(format, json, output, records, quiet, bars)
    _ = out.chosen
    result = api.compare(
        open_project(project, out),
        what,
        wave=wave,
        countries=[code for text in country or () for code in text.split(",")],
        base=base,
        confidence=confidence,
        ci=ci,
        evidence=evidence,
        lang=lang,
        assumed_options=not no_assumed_options,
        lonely=lonely,
        suppress=suppress,
        total=total,
        concept=concept,
    )
    emit(result, out)
