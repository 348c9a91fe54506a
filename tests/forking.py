"""A process that has loaded kcli, and forks for each run of it: ``python forking.py SOCKET``.

With each byte on the socket come the standard output and the standard error of a run, and a
connection. The fork reads there what to run, as JSON. This process answers with its number, and
when it has ended with its status and the seconds of a processor that it took.
"""

from __future__ import annotations

import gc
import io
import json
import os
import select
import signal
import socket
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pkgutil import walk_packages
from typing import NoReturn

import kcli

LIBRARIES = ("babel.dates", "babel.lists", "jinja2", "pandas", "scipy.special", "xlsxwriter")
DRAWS = "kcli.report.charts.png"  # by a library whose threads a fork would not have


def _load() -> None:
    """What a run would load and work out each time."""
    modules = {module.name for module in walk_packages(kcli.__path__, "kcli.")}
    for name in (*LIBRARIES, *sorted(modules - {"kcli.__main__", DRAWS})):
        import_module(name)
    from kcli.cli.app import app

    app(["compare", "--project", "shipped", "--quiet", "--json"], standalone_mode=False)


def serve(requests: socket.socket) -> None:
    """Fork until nobody can ask any more."""
    _load()
    gc.collect()
    gc.freeze()  # what no run changes is not copied for it
    awake, wake = socket.socketpair()
    wake.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake.fileno())
    asked: dict[int, socket.socket] = {}
    while True:
        ready, _, _ = select.select([requests, awake], [], [])
        if awake in ready:
            awake.recv(4096)
            for number, answer in _ended():
                with asked.pop(number) as connection, suppress(OSError):  # who asked has gone
                    connection.sendall(answer.encode())
        if requests in ready:
            byte, handles, _, _ = socket.recv_fds(requests, 1, 3)
            if not byte:
                return
            number = os.fork()
            if not number:
                _be_kcli(*handles)
            for handle in handles[:2]:
                os.close(handle)
            asked[number] = socket.socket(fileno=handles[2])
            with suppress(OSError):
                asked[number].sendall(f"{number}\n".encode())


def _ended() -> Iterator[tuple[int, str]]:
    while True:
        try:
            number, status, used = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not number:
            return
        spent = used.ru_utime + used.ru_stime
        yield number, f"{os.waitstatus_to_exitcode(status)} {spent}\n"


def _be_kcli(out: int, err: int, connection: int) -> NoReturn:
    status = 99
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        with open(connection, encoding="utf-8", closefd=False) as asked:
            arguments, cwd, env = json.load(asked)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(err, 2)
        os.closerange(3, 256)
        os.chdir(cwd)
        _stand(env)
        status = _run(arguments)
    finally:
        os._exit(status)


def _stand(env: Mapping[str, str]) -> None:
    """The environment and the standard streams are those of a new interpreter."""
    os.environ.clear()
    os.environ.update(env)
    encoding, _, errors = env["PYTHONIOENCODING"].partition(":")
    sys.stdin = open(0, encoding="utf-8")  # noqa: SIM115
    for fd, name, plain in ((1, "stdout", "strict"), (2, "stderr", "backslashreplace")):
        raw = open(fd, "wb", closefd=False)  # noqa: SIM115
        setattr(sys, name, io.TextIOWrapper(raw, encoding or "utf-8", errors or plain))
    warnings.resetwarnings()


def _run(arguments: Sequence[str]) -> int:
    from kcli.cli.main import main

    status = 0
    sys.argv = ["kcli", *arguments]
    try:
        main()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0
    sys.stdout.flush()
    sys.stderr.flush()
    return status


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
