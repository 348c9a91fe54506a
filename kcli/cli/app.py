"""The commands, put together."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from kcli import __version__
from kcli.cli.catalogue import list_, show
from kcli.cli.check import check, explain
from kcli.cli.compare import compare
from kcli.cli.crosstab import crosstab
from kcli.cli.diff import diff
from kcli.cli.label import label, topline
from kcli.cli.plot import plot
from kcli.cli.progress import progress_shown
from kcli.cli.report import report
from kcli.cli.schema import schema
from kcli.cli.shift import shift
from kcli.cli.simulate import simulate
from kcli.cli.trend import trend
from kcli.cli.verify import verify
from kcli.cli.weight import weight
from kcli.io.how import ENGINES, How, named_responses, set_how
from kcli.io.limits import parse_limits, set_limits

__all__ = ["app"]

app = typer.Typer(
    name="kcli",
    help="What publics and experts think: country beside country, year beside year.",
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command("compare")(compare)
app.command("crosstab")(crosstab)
app.command("label")(label)
app.command("topline")(topline)
app.command("shift")(shift)
app.command("trend")(trend)
app.command("diff")(diff)
app.command("verify")(verify)
app.add_typer(plot, name="plot")
app.command("report")(report)
app.command("check")(check)
app.command("explain")(explain)
app.command("list")(list_)
app.command("show")(show)
app.command("simulate")(simulate)
app.command("weight")(weight)
app.command("schema")(schema)


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
