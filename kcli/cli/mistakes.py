"""What was wrong with a command line, in a line, and what was probably meant."""

from __future__ import annotations

import re
from typing import Any

__all__ = ["usage_text"]

_EXTRA = re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)\.?")


def usage_text(problem: Any) -> str:
    """The line for an error of the parser of command lines, whichever copy of it raised it."""
    context = getattr(problem, "ctx", None)
    option = getattr(problem, "option_name", None)
    if type(problem).__name__ == "NoSuchOption" and option is not None and context is not None:
        return _no_option(str(option), context)
    say = getattr(problem, "format_message", problem.__str__)
    message = " ".join(say().split())
    extra = _EXTRA.fullmatch(message)
    if extra and context is not None:
        return _too_many(extra.group(1), context)
    return f"{message.rstrip('.') or 'a command is missing'}; see --help"


def _too_many(words: str, context: Any) -> str:
    options = [text for param in context.command.get_params(context) for text in param.opts]
    if "--wave" in options and words.isdecimal():
        return f"too many arguments: {words}; a wave is named with --wave {words}"
    return f"too many arguments: {words}; see --help"


def _no_option(name: str, context: Any) -> str:
    from kcli.cli.everywhere import EVERYWHERE
    from kcli.errors import nearest

    own = [text for param in context.command.get_params(context) for text in param.opts]
    known = [text for text in (*own, *EVERYWHERE) if text.startswith("-")]
    hint = nearest(name, known) or f"{context.command_path} --help lists them"
    return f"there is no option {name!r}; {hint}"
