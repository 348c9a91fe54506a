"""The library that draws, in a process of its own while this one goes on.

It holds the interpreter for as long as it draws, so that a thread would win
nothing. What goes to the other process is Vega-Lite, a line each; what comes
back is SVG. Whatever goes wrong there, the picture is drawn here instead.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Self

from kcli.report.charts.library import LIBRARY, Spec, draw

__all__ = ["Press"]

WORKER = Path(__file__).with_name("worker.py")


class Press:
    """A process that draws, for as long as a ``with`` lasts.

    Examples
    --------
    >>> with Press() as press:
    ...     press.start()
    ...     pictures = [press.draw({"mark": "point"}) for _ in range(2)]
    ...     [picture()[:4] for picture in pictures]
    ['<svg', '<svg']
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._sends = ThreadPoolExecutor(1)
        self._takes = ThreadPoolExecutor(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End the process, whatever it still has to draw."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()  # what waits for it sees the end of its pipe
        for threads in (self._sends, self._takes):
            threads.shutdown(cancel_futures=True)
        if process is not None:
            for pipe in (process.stdin, process.stdout):
                _close(pipe)
            process.wait()

    def start(self) -> None:
        """Start the process, where another core has time for it and nothing is loaded here yet."""
        if self._process is not None or LIBRARY in sys.modules:
            return
        if not sys.executable or _cores() < 2:
            return
        try:
            self._process = subprocess.Popen(  # noqa: S603 - kcli's own file, and no shell
                [sys.executable, "-P", str(WORKER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for this process, which ends the other
            )
        except (OSError, ValueError):
            return  # it is drawn here

    def draw(self, spec: Spec) -> Callable[[], str]:
        """Begin to draw a picture; it is done, at the latest, when it is looked at."""
        process = self._process
        if process is None:
            return draw(spec)
        assert process.stdin is not None
        assert process.stdout is not None
        line = json.dumps(spec).encode() + b"\n"
        self._sends.submit(_send, process.stdin, line)
        answer = self._takes.submit(_take, process.stdout)
        return lambda: answer.result() or draw(spec)()


def _send(pipe: IO[bytes], line: bytes) -> None:
    try:
        pipe.write(line)
        pipe.flush()
    except (OSError, ValueError):
        return  # the process has ended: there will be no answer


def _take(pipe: IO[bytes]) -> str | None:
    """The next answer; None where there is none."""
    try:
        answer = json.loads(pipe.readline())
    except (OSError, ValueError):
        return None
    return answer if isinstance(answer, str) and answer.startswith("<svg") else None


def _close(pipe: IO[bytes] | None) -> None:
    try:
        if pipe is not None:
            pipe.close()
    except OSError:
        return  # what was left in it has nobody to go to


def _cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
