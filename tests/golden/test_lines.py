"""Commands that the documents name without showing what they print."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from golden.transcripts import documents
from running import run_kcli
from typer.main import get_command

from kcli.cli.app import app
from kcli.cli.everywhere import put_first

SHOWN = {"console", "shell-session"}  # other tests run these, and compare what they print
GENERATED = {"commands.md", "codes.md"}
OF_YOURS = {"ci.md", "engines.md", "import.md"}
"""Pages whose commands name files that nobody has here: they are only read."""


def lines(path: Path) -> Iterator[str]:
    """The commands in the page's blocks of code, fenced or indented."""
    kind: str | None = None
    for line in path.read_text("utf-8").split("\n"):
        if line.startswith("```"):
            kind = None if kind is not None else line.removeprefix("```").strip() or "plain"
        elif kind not in SHOWN and (kind or line.startswith("    ")):
            found = re.match(r"\s*(?:\$ )?(kcli .*?)(?:\s+#.*|\s*\|\|.*|\s*;.*)?$", line)
            if found:
                yield found[1]


LINES = [
    pytest.param(path.name, line, id=f"{path.name}:{line}")
    for path in documents()
    if path.name not in GENERATED
    for line in lines(path)
]


def test_there_are_such_lines() -> None:
    assert len(LINES) > 12


@pytest.mark.parametrize(("page", "line"), LINES)
def test_a_named_command_is_one(page: str, line: str) -> None:
    words = put_first(shlex.split(line)[1:])
    command: Any = get_command(app)
    context = typer.Context(command, info_name="kcli")
    while words:
        taken = command.make_context(context.info_name, words, resilient_parsing=False)
        words = [*taken._protected_args, *taken.args]
        if not hasattr(command, "commands"):
            break
        command = command.get_command(taken, words.pop(0))
        assert command is not None, line
        context = taken
    assert not words


@pytest.mark.slow
@pytest.mark.parametrize(("page", "line"), [p for p in LINES if p.values[0] not in OF_YOURS])
def test_a_named_command_runs_on_what_kcli_comes_with(page: str, line: str, tmp_path: Path) -> None:
    done = run_kcli(shlex.split(line)[1:], tmp_path, {})
    assert done.returncode == 0, done.stderr
