"""What a shell is answered when Tab is pressed: quickly, and never with anything but words.

Typer speaks to the shells. Here stands what it leaves open: bash divides words
at ``@``, ``:`` and ``=``, options of all commands may stand anywhere, and
whatever goes wrong is no answer rather than a message in the middle of a line.
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import redirect_stderr, redirect_stdout

__all__ = ["answer_shell", "bash_words"]

_BREAKS = frozenset("@:=")


def answer_shell() -> int:
    """Answer what the environment asks, and return the exit status that tells the shell more."""
    from kcli.cli.app import app

    typed = ""
    if os.environ["_KCLI_COMPLETE"] == "complete_bash":
        typed = _bash()
    answer = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    status = 0
    with redirect_stdout(answer), redirect_stderr(io.StringIO()):
        try:
            app([], prog_name="kcli", standalone_mode=False)
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 0
        except Exception:  # noqa: BLE001 - whatever it is, somebody is typing
            return 1
    answer.seek(0)
    lines = [line.removeprefix(typed) for line in answer.read().splitlines() if line]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return status


def _bash() -> str:
    """Put bash's words together again; what of the last one stays as it is when one is chosen."""
    from kcli.cli.everywhere import put_first

    words = os.environ.get("COMP_WORDS", "").split("\n")
    cursor = os.environ.get("COMP_CWORD", "")
    if not cursor.isascii() or not cursor.isdigit():
        return ""
    whole, last, kept = bash_words(words, int(cursor))
    arranged = [*words[:1], *put_first(whole[1:]), last]
    os.environ["COMP_WORDS"] = "\n".join(arranged)
    os.environ["COMP_CWORD"] = str(len(arranged) - 1)
    return kept


def bash_words(words: list[str], cursor: int) -> tuple[list[str], str, str]:
    """The words before the one at the cursor, that word, and the part of it that bash keeps.

    >>> bash_words(["kcli", "show", "poll", "@", "20"], 4)
    (['kcli', 'show'], 'poll@20', 'poll')
    >>> bash_words(["kcli", "trend", "--from", "=", "poll", "@"], 5)
    (['kcli', 'trend'], '--from=poll@', 'poll')
    """
    whole: list[str] = []
    joins = False
    for word in [*words[: cursor + 1], *[""] * (cursor + 1 - len(words))]:
        is_break = bool(word) and set(word) <= _BREAKS
        if whole and (joins or is_break) and len(whole) > 1:
            whole[-1] += word
        else:
            whole.append(word)
        joins = is_break
    last = whole.pop()
    tail = "" if joins or cursor >= len(words) else words[cursor]
    kept = last[: len(last) - len(tail)].removesuffix("@")  # which bash gives back, too
    if kept.startswith("-"):
        kept = kept.partition("=")[2]  # an option is told apart from its value by itself
    return whole, last, kept
