"""Options of all commands, wherever they stand.

``kcli compare --no-cache`` is the same as ``kcli --no-cache compare``.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["EVERYWHERE", "put_first"]

_WITH_VALUE = ("--limit", "--engine", "--responses")
_ALONE = ("--no-cache",)
EVERYWHERE = (*_WITH_VALUE, *_ALONE)
"""The options of all commands."""


def put_first(arguments: Sequence[str]) -> list[str]:
    """The arguments with the options of all commands before the command; nothing behind ``--``.

    >>> put_first(["compare", "poll", "--no-cache", "--limit", "columns=9", "-f", "json"])
    ['--no-cache', '--limit', 'columns=9', 'compare', 'poll', '-f', 'json']
    """
    first: list[str] = []
    rest: list[str] = []
    left = list(arguments)
    while left:
        argument = left.pop(0)
        if argument == "--":
            rest += [argument, *left]
            break
        if argument in _ALONE or argument.startswith(tuple(f"{name}=" for name in _WITH_VALUE)):
            first.append(argument)
        elif argument in _WITH_VALUE and left:
            first += [argument, left.pop(0)]
        else:
            rest.append(argument)
    return first + rest
