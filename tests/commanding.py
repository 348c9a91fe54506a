"""The commands and their options, by the names that Python can have for them."""

from __future__ import annotations

import keyword
from collections.abc import Iterator
from typing import Any

from typer.main import get_command

from kcli.cli.app import app
from kcli.cli.commands import COMMANDS

# Commands that are no function of a notebook, each with the reason.
COMMAND_LINE_ONLY = {
    "init": "a folder is begun once, before there is a project to open",
    "new": "it asks for an editor's work: text is added for a person to fill in",
    "help": "help(kcli.Surveys.compare) is Python's own",
}
# Options that are no parameter, each with the reason.
OPTIONS_ONLY = {
    "--help": "help() is Python's own",
    "--format": "a result has a function for each format",
    "--json": "to_json()",
    "--records": "to_frame(type)",
    "--bars": "text(bars=True)",
    "--quiet": "nothing is printed, notes are on the result",
    "--project": "said once, to kcli.open()",
    "--strict": "decides on an exit status: a record tells its verdict or severity",
    "--output": "a text is given, and goes wherever one likes",
}
# What these write is theirs to say.
PLOTS = {"plot compare", "plot shift", "plot trend"}
OWN = {
    "--output": {"weight", "report", "export", "import", *PLOTS},
    "--format": {"export"},
}


def commands() -> Iterator[tuple[str, Any]]:
    """Every command that can be run, by its words."""
    root: Any = get_command(app)
    for name in COMMANDS:
        command = root.get_command(None, name)
        inner = getattr(command, "commands", None)
        if inner:
            yield from ((f"{name} {sub}", body) for sub, body in inner.items())
        else:
            yield name, command


EVERY = dict(commands())
HERE = {n: body for n, body in EVERY.items() if n.partition(" ")[0] not in COMMAND_LINE_ONLY}


def python_name(option: str) -> str:
    """How Python can call an option, or a command."""
    name = option.removeprefix("--").replace("-", "_")
    return f"{name}_" if keyword.iskeyword(name) else name


def options(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    """The options of a command that have to be parameters, by their long names."""
    for parameter in command.params:
        if parameter.param_type_name == "option":
            (option,) = (o for o in parameter.opts if o.startswith("--"))
            if name in OWN.get(option, ()) or option not in OPTIONS_ONLY:
                yield option, parameter
