"""The commands by name; each is loaded when it is asked for, or when all are listed."""

from __future__ import annotations

import inspect
from importlib import import_module
from typing import TYPE_CHECKING

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

from kcli.cli.examples import with_examples
from kcli.cli.once import OnceCommand
from kcli.errors import UsageError, nearest

if TYPE_CHECKING:
    from typer._click import Command, Context

__all__ = ["COMMANDS", "Group", "LateGroup"]

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
    "import": "kcli.cli.import_:import_",
    "export": "kcli.cli.export:export",
    "schema": "kcli.cli.schema:schema",
    "plot": "kcli.cli.plot:plot",
    "init": "kcli.cli.init:init",
    "new": "kcli.cli.new:new",
    "help": "kcli.cli.help:help_",
}
"""In the order of the help: a function to make a command of, or a group of commands."""


class Group(TyperGroup):
    """A group that knows what was probably meant."""

    def resolve_command(
        self, ctx: Context, args: list[str]
    ) -> tuple[str | None, Command | None, list[str]]:
        """The command of the first word. Raises UsageError where there is none."""
        known = self.list_commands(ctx)
        if args[0] not in known and not ctx.resilient_parsing:
            hint = nearest(args[0], known) or f"{ctx.command_path} --help lists them"
            raise UsageError(f"there is no command {args[0]!r}", hint)
        return super().resolve_command(ctx, args)


class LateGroup(Group):
    """A group that makes a command when its name is said, and all of them for the help."""

    def list_commands(self, ctx: Context) -> list[str]:
        """All names, whatever has been made yet."""
        return list(COMMANDS)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """The command of a name, or None."""
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            self.commands[cmd_name] = _made(cmd_name)
        return self.commands.get(cmd_name)


def _made(name: str) -> Command:
    module, _, attribute = COMMANDS[name].partition(":")
    found = getattr(import_module(module), attribute)
    if isinstance(found, typer.Typer):
        return _group(name, found)
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    text = with_examples(name, inspect.getdoc(found) or "")
    alone.command(name, cls=OnceCommand, help=text)(found)
    return get_command(alone)


def _group(name: str, found: typer.Typer) -> Command:
    """A group, whose commands have examples of their own."""
    group = get_group(found)
    group.help = with_examples(name, group.help or "")
    for inner, command in group.commands.items():
        command.help = with_examples(f"{name} {inner}", command.help or "")
    return group
