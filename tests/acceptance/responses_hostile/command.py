"""The installed command as in ``hostile/command.py``, with what respondents need imported, too."""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
from functools import cache
from importlib import import_module, util
from pathlib import Path

_OTHER = Path(__file__).parent.parent / "hostile" / "command.py"


def kcli(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """``kcli ARGUMENTS`` in a folder; raises TimeoutExpired where it hangs.

    With the reader that KCLI_TEST_READER names, if it names one.
    """
    from acceptance.hostile import command

    if reader := os.environ.get("KCLI_TEST_READER"):
        environment = {"KCLI_READER": reader, **environment}
    if not hasattr(os, "fork"):
        return command.afresh(root, *arguments, **environment)
    return _server().run(root, arguments, command._environ(environment))


@cache
def _server():
    from acceptance.hostile import command

    class Server(command._Server):
        def __init__(self) -> None:
            self.process = subprocess.Popen(
                [sys.executable, "-P", __file__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONIOENCODING": "utf-8", "OPENBLAS_NUM_THREADS": "1"},
                encoding="utf-8",
            )
            atexit.register(self.close)

    return Server()


def _serve() -> None:
    spec = util.spec_from_file_location("command", _OTHER)
    assert spec and spec.loader
    other = util.module_from_spec(spec)
    spec.loader.exec_module(other)
    main = import_module("kcli.cli.main").main
    answers = os.dup(1)
    other._open(os.devnull, os.devnull)
    for format_ in ("json", "table"):
        for command in ("compare", "label", "topline"):
            other._run(main, [command, "anes.vote", "--project", "shipped", "-f", format_])
    os.dup2(answers, 1)
    other._serve()


if __name__ == "__main__":
    _serve()
