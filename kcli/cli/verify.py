"""``kcli verify``."""

from __future__ import annotations

from typing import Annotated

import typer

from kcli.cli.offers import claimed
from kcli.cli.options import (
    READING,
    CiOption,
    ConfidenceOption,
    EvidenceOption,
    FormatOption,
    JsonOption,
    LangOption,
    LonelyOption,
    NoAssumedOptions,
    OutputOption,
    ProjectOption,
    QuietOption,
)
from kcli.cli.output import Output, emit, note, open_project

__all__ = ["verify"]

What = Annotated[
    str | None,
    typer.Argument(
        metavar="FILE|SURVEY",
        help="A file of claims, or a survey; all by default.",
        autocompletion=claimed,
    ),
]
Against = Annotated[
    str | None,
    typer.Option(
        "--against", metavar="SOURCE", help="Only this source's facts.", rich_help_panel=READING
    ),
]
Strict = Annotated[
    bool,
    typer.Option(
        "--strict", help="Exit with 1 also where a claim is not settled.", rich_help_panel=READING
    ),
]


def verify(
    what: What = None,
    against: Against = None,
    strict: Strict = False,
    confidence: ConfidenceOption = 0.95,
    ci: CiOption = "wilson",
    evidence: EvidenceOption = "best",
    no_assumed_options: NoAssumedOptions = False,
    lonely: LonelyOption = "fail",
    project: ProjectOption = None,
    format: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    lang: LangOption = "en",
    quiet: QuietOption = False,
) -> None:
    """Judge published sentences: supported, contradicted, or not settled, and by which facts.

    A sentence is judged without its own finding. Exit status 1 where a verdict is
    not the one its claim expects; without an expectation, where it is contradicted.
    """
    from kcli import api

    out = Output(format, json, output, None, quiet)
    _ = out.chosen
    result = api.verify(
        open_project(project, out, judged=what is None),
        what,
        against=against,
        confidence=confidence,
        ci=ci,
        evidence=evidence,
        lang=lang,
        assumed_options=not no_assumed_options,
        lonely=lonely,
    )
    emit(result, out)
    odd = [record for record in result.records if not record.as_expected]
    open_ = [
        record
        for record in result.records
        if strict and record.verdict == "not_settled" and record.expected is None
    ]
    count = len(result.records)
    told = f"{len(odd)} of {count} verdicts are not as expected" if odd else ""
    if open_:
        told = (
            f"{told}, and {len(open_)} are not settled where nothing was expected"
            if odd
            else f"{len(open_)} of {count} verdicts are not settled where nothing was expected"
        )
    if told:
        note(told)
        raise typer.Exit(1)
