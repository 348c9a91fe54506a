"""``kcli label`` and ``kcli topline``."""

from __future__ import annotations

from typing import Annotated

import typer

from kcli.cli.offers import items
from kcli.cli.options import (
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

__all__ = ["label", "topline"]

What = Annotated[
    str | None,
    typer.Argument(
        metavar="SURVEY|ITEM",
        help="Such as kf-vub, or kf-vub.us_nk_change/CN.",
        autocompletion=items,
    ),
]
Item = Annotated[
    str, typer.Argument(metavar="ITEM", help="Such as anes.own_position.", autocompletion=items)
]


def label(
    what: What = None,
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
    format: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    records: RecordsOption = None,
    bars: BarsOption = False,
    lang: LangOption = "en",
    quiet: QuietOption = False,
) -> None:
    """Say majority, plurality or no clear leader: of the respondents, and by a test."""
    from kcli import api

    out = Output(format, json, output, records, quiet, bars)
    _ = out.chosen
    result = api.label(
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
    )
    emit(result, out)


def topline(
    what: Item,
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
    format: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    records: RecordsOption = None,
    bars: BarsOption = False,
    lang: LangOption = "en",
    quiet: QuietOption = False,
) -> None:
    """Print one item as a topline document does: bases first, answers, nets, past waves."""
    from kcli import api

    out = Output(format, json, output, records, quiet, bars)
    _ = out.chosen
    result = api.topline(
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
    )
    emit(result, out)
