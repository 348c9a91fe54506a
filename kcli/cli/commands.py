"""The commands by name; each is loaded when it is asked for, or when all are listed."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

if TYPE_CHECKING:
    from typer._click import Command, Context

__all__ = ["COMMANDS", "LateGroup"]

COMMANDS = {
    "compare": "kcli.cli.compare:compare",
    "crosstab": "kcli.cli.crosstab:crosstab",
    "label": "kcli.cli.label:label",
    "topline": "kcli.cli.label:topline",
    "shift": "kcli.cli.shift:shift",
    "trend": "kcli.cli.trend:trend",
    "diff": "kcli.cli.diff:diff",
    "verify": "kcli.cli.verify:verify",
    "report": "kcli.cli.report:report",
    "check": "kcli.cli.check:check",
    "explain": "kcli.cli.check:explain",
    "list": "kcli.cli.catalogue:list_",
    "show": "kcli.cli.catalogue:show",
    "simulate": "kcli.cli.simulate:simulate",
    "weight": "kcli.cli.weight:weight",
    "schema": "kcli.cli.schema:schema",
    "plot": "kcli.cli.plot:plot",
}
"""In the order of the help: a function to make a command of, or a group of commands."""


class LateGroup(TyperGroup):
    """A group that makes a command when its name is said, and all of them for the help."""

    def list_commands(self, ctx: Context) -> list[str]:
        """All names, whatever has been made yet."""
        return list(COMMANDS)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """The command of a name, or None: then all are made, so that the nearest can be told."""
        for name in [cmd_name] if cmd_name in COMMANDS else COMMANDS:
            if name not in self.commands:
                self.commands[name] = _made(name)
        return self.commands.get(cmd_name)


def _made(name: str) -> Command:
    module, _, attribute = COMMANDS[name].partition(":")
    found = getattr(import_module(module), attribute)
    if isinstance(found, typer.Typer):
        return get_group(found)
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    alone.command(name)(found)
    return get_command(alone)
