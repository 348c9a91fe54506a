"""``kcli help``."""

from __future__ import annotations

from typing import Annotated

import typer

from kcli.cli.commands import COMMANDS
from kcli.cli.offers import commands_and_topics
from kcli.cli.output import print_text
from kcli.cli.topics import TOPICS, topic
from kcli.errors import UsageError, nearest

__all__ = ["help_"]

Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[TOPIC|COMMAND]...",
        help=f"{', '.join(TOPICS)}; or a command. All of them by default.",
        autocompletion=commands_and_topics,
    ),
]


def help_(words: Words = None) -> None:
    """Print help on a topic or a command."""
    named = list(words or ())
    text = topic(named[0]) if named else None
    if text is not None:
        if named[1:]:
            raise UsageError(f"{named[0]} is a topic of its own", f"kcli help {named[0]}")
        print_text(text, encoded=False)
        return
    if named and named[0] not in COMMANDS:
        hint = nearest(named[0], [*TOPICS, *COMMANDS]) or f"topics: {', '.join(TOPICS)}"
        raise UsageError(f"there is no help on {named[0]!r}", hint)
    from kcli.cli.app import app

    app([*named, "--help"], prog_name="kcli", standalone_mode=False)
    if not named:
        print_text(_topics(), encoded=False)


def _topics() -> str:
    """The topics, each with its line."""
    width = max(map(len, TOPICS))
    lines = [f"   kcli help {name.ljust(width)}  {about}" for name, (about, _) in TOPICS.items()]
    return "\n".join(["", " Topics:", *lines, "", ""])
