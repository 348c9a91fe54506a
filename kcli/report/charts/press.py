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
from concurrent.futures import Future
from importlib.util import find_spec
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread, current_thread
from typing import IO, Self

from kcli.report.charts.vega import LIBRARY, Spec, draw

__all__ = ["Press"]

WORKER = Path(__file__).with_name("worker.py")
PATIENCE = 60.0  # seconds for what takes a tenth of one


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
        self._worker: _Worker | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End the process; what it has not drawn is drawn here, if somebody looks at it."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.end()

    def start(self) -> None:
        """Start the process, where another core has time for it and nothing is loaded here yet."""
        if self._worker is None and not _is_loaded() and _is_python() and _cores() > 1:
            self._worker = _Worker.started()

    def draw(self, spec: Spec) -> Callable[[], str]:
        """Begin to draw a picture; it is done, at the latest, when it is looked at."""
        worker = self._worker
        if worker is None:
            return draw(spec)
        answer = worker.ask(spec)
        return lambda: worker.told(answer) or draw(spec)()


class _Worker:
    """A running process, what it was asked, and two threads that wait for it."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self._lines = SimpleQueue[bytes | None]()
        self._asked: dict[int, Future[str | None]] = {}
        self._count = 0
        self._ended = False
        self._threads: tuple[Thread, ...] = ()
        self._lock = Lock()

    @classmethod
    def started(cls) -> _Worker | None:
        """A new one; None where there can be none."""
        library = find_spec(LIBRARY)
        if library is None or not library.origin:
            return None
        try:
            process = subprocess.Popen(  # noqa: S603 - kcli's own file, and no shell
                [sys.executable, "-I", "-S", str(WORKER)],  # it is told where to look for what
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for this process, which ends the other
            )
        except (OSError, ValueError, RuntimeError):
            return None
        worker = cls(process)
        worker._lines.put(_line({"path": sys.path, "library": library.origin}))
        try:
            for work in (worker._send, worker._take):
                thread = Thread(target=work, daemon=True)
                thread.start()
                worker._threads += (thread,)
        except RuntimeError:  # as many threads as there may be
            worker.end()
            return None
        return worker

    def ask(self, spec: Spec) -> Future[str | None]:
        """What will be its answer, or None."""
        answer: Future[str | None] = Future()
        with self._lock:
            self._count += 1
            if self._ended:
                answer.set_result(None)
            else:
                self._asked[self._count] = answer
                self._lines.put(_line([self._count, spec]))
        return answer

    def told(self, answer: Future[str | None]) -> str | None:
        """The answer; None where there is none, or none in time: then no other is waited for."""
        try:
            return answer.result(PATIENCE)
        except TimeoutError:
            self.end()
            return None

    def end(self) -> None:
        """End the process; to whatever it was asked, there is no answer."""
        with self._lock:
            first, self._ended = not self._ended, True
            asked, self._asked = self._asked, {}
        for answer in asked.values():
            answer.set_result(None)
        if first:
            self._lines.put(None)
            self.process.kill()
            self.process.wait()
            for thread in self._threads:
                if thread is not current_thread():
                    thread.join(1)  # longer only where others hold the pipe, too
            if not self._threads:
                _close(_open(self.process.stdin))
                _close(_open(self.process.stdout))

    def _send(self) -> None:
        pipe = _open(self.process.stdin)
        try:
            for line in iter(self._lines.get, None):
                pipe.write(line)
                pipe.flush()
        except (OSError, ValueError):
            pass  # it has ended, and whoever takes the answers will see that
        _close(pipe)

    def _take(self) -> None:
        pipe = _open(self.process.stdout)
        try:
            for line in pipe:
                number, svg = json.loads(line)
                whole = isinstance(svg, str) and svg.startswith("<svg")
                with self._lock:
                    answer = self._asked.pop(number)
                answer.set_result(svg if whole else None)
        except (OSError, ValueError, TypeError, KeyError):
            pass  # what comes is no answer to what was asked: nothing more is believed
        self.end()
        _close(pipe)


def _line(message: object) -> bytes:
    return json.dumps(message).encode() + b"\n"


def _open(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except (OSError, ValueError):
        return  # what was left in it has nobody to go to


def _is_loaded() -> bool:
    return LIBRARY in sys.modules


def _is_python() -> bool:
    """Whether what runs this is Python itself, and not a program that has it inside."""
    name = Path(sys.executable or "").name.casefold()
    return name.startswith(("python", "pypy")) and not getattr(sys, "frozen", False)


def _cores() -> int:
    """How many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except (AttributeError, OSError):
        return os.cpu_count() or 1
