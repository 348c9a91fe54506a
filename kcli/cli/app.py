"""The commands, put together."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from kcli import __version__
from kcli.cli.commands import LateGroup
from kcli.cli.examples import with_examples
from kcli.cli.progress import progress_shown
from kcli.io.how import ENGINES, How, named_responses, set_how
from kcli.io.limits import parse_limits, set_limits

__all__ = ["app"]

ABOUT = "What publics and experts think: country beside country, year beside year."

app = typer.Typer(
    name="kcli",
    cls=LateGroup,
    help=with_examples("", ABOUT),
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


@app.callback()
def root(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    limit: Annotated[
        list[str] | None,
        typer.Option(
            "--limit",
            metavar="NAME=N",
            help="Read larger files than kcli would, such as yaml-nodes=1000000.",
        ),
    ] = None,
    no_cache: Annotated[
        bool,
        typer.Option("--no-cache", help="Sum responses anew, and keep no sums in .kcli/."),
    ] = False,
    engine: Annotated[
        str,
        typer.Option("--engine", metavar="|".join(ENGINES), help="Who sums responses."),
    ] = "auto",
    responses: Annotated[
        list[str] | None,
        typer.Option(
            "--responses",
            metavar="SURVEY@WAVE=PATH",
            help="Read a wave's responses from elsewhere: a file, a pattern, or what DuckDB or "
            "Spark can follow.",
        ),
    ] = None,
) -> None:
    """What publics and experts think: country beside country, year beside year."""
    set_limits(parse_limits(limit or ()))
    reader = os.environ.get("KCLI_READER") or "auto"
    named = named_responses(responses or ())
    set_how(How(engine, reader, not no_cache, named, progress_shown()))
    if version:
        typer.echo(f"kcli {__version__}")
        raise typer.Exit
