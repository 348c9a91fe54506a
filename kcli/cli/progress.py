"""How far the reading of a large file has come: a line on a terminal, gone when it is done."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

__all__ = ["progress_shown"]

_AFTER = 1.0  # seconds, before which nobody wants to know
_EVERY = 0.1


def progress_shown() -> Callable[[str, int, int], None] | None:
    """What shows progress on standard error; None where that is no terminal, or a dumb one."""
    if sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return None
    return _Line()


class _Line:
    """One line, written over itself."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._shown = 0.0
        self._width = 0

    def __call__(self, name: str, done: int, size: int) -> None:
        now = time.monotonic()
        finished = done >= size
        if now - self._began < _AFTER or (now - self._shown < _EVERY and not finished):
            return
        self._shown = now
        text = "" if finished else f"kcli: reading {name}: {100 * done // max(size, 1)}%"
        sys.stderr.write("\r" + text.ljust(self._width) + ("\r" if finished else ""))
        sys.stderr.flush()
        self._width = len(text)
