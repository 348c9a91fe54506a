"""``kcli schema``."""

from __future__ import annotations

from typing import Annotated

import typer

from kcli.cli.offers import schemas
from kcli.cli.options import OutputOption
from kcli.cli.output import print_text

__all__ = ["schema"]

NameArgument = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        help="questionnaire, concepts, conventions, claims, weighting, report-file; or a command.",
        autocompletion=schemas,
    ),
]


def schema(name: NameArgument, output: OutputOption = None) -> None:
    """Print the JSON Schema of a file that kcli reads, or of a command's JSON."""
    import json

    from kcli import api

    text = json.dumps(api.schema(name), ensure_ascii=False, indent=1) + "\n"
    print_text(text, output)
