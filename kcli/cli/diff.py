"""``kcli diff``."""

from __future__ import annotations

from typing import Annotated

import typer

from kcli.cli.offers import ends, items
from kcli.cli.options import (
    CountryOption,
    FormatOption,
    JsonOption,
    LangOption,
    OutputOption,
    ProjectOption,
    QuietOption,
    RecordsOption,
)
from kcli.cli.output import Output, emit, note, open_project

__all__ = ["diff"]

First = Annotated[
    str | None,
    typer.Argument(
        metavar="SURVEY[.ITEM]@WAVE|FILE",
        help="Such as ipus@2024, ipus.necessity@2024/KR, or old/ipus.yaml.",
        autocompletion=items,
    ),
]
Second = Annotated[
    str | None,
    typer.Argument(
        metavar="WAVE|SURVEY[@WAVE]|FILE",
        help="A wave of the same survey, another survey, or another version of the file.",
        autocompletion=ends,
    ),
]


def diff(
    first: First = None,
    second: Second = None,
    country: CountryOption = None,
    project: ProjectOption = None,
    format: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    records: RecordsOption = None,
    lang: LangOption = "en",
    quiet: QuietOption = False,
) -> int:
    """Compare two questionnaires or waves, question by question: what was asked, of whom, and how.

    Exit status 1 where people were asked otherwise. What is only said otherwise
    of the file, such as a source or a note, is listed and does not count.
    """
    from kcli import api
    from kcli.api.diff_ends import is_file_name
    from kcli.model.diff_records import Difference
    from kcli.text.differences import change_counts

    out = Output(format, json, output, records, quiet)
    _ = out.chosen
    files = project is None and is_file_name(first) and (second is None or is_file_name(second))
    result = api.diff(
        None if files else open_project(project, out),
        first,
        second,
        countries=[code for text in country or () for code in text.split(",")],
        lang=lang,
    )
    emit(result, out)
    told = change_counts(record for record in result.records if isinstance(record, Difference))
    if told and not quiet:
        note(told)
    return int(bool(told))
