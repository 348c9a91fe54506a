"""Every example in the help of every command is run, and does what it is there to show."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from typer.main import get_command
from typer.testing import CliRunner

from kcli import api
from kcli.cli.app import app
from kcli.cli.examples import EXAMPLES, IN_NEW, OF_YOURS

TABLES = {"shipped": EXAMPLES, "new": IN_NEW, "yours": OF_YOURS}
LONG = {"report", "simulate", "plot", "check"}
JUDGES = ("kcli check", "kcli report --check")  # what they judge has to be somebody's own
FOUND = {"diff genron-eai@2023 2024": 1}  # exit status 1: something was found, as is to be shown
CASES = [
    pytest.param(
        where,
        typed,
        id=typed.partition(" \\\n")[0],
        marks=[pytest.mark.slow] if place or name.partition(" ")[0] in LONG else [],
    )
    for where, table in TABLES.items()
    for name, examples in table.items()
    for place, (typed, _) in enumerate(examples)
]


def words(typed: str) -> list[str]:
    """As a shell divides them."""
    return shlex.split(typed.replace("\\\n", " "))


def prepare(where: str, typed: str, folder: Path) -> None:
    """Put there what an example needs."""
    if where == "new" or typed.startswith(JUDGES):
        api.init(folder)
        if "report --check" in typed:
            api.report(api.find_project(str(folder)))
    elif "answers.csv" in typed:
        rows = [
            "id,submitdate,lastpage,startlanguage,q1",
            "1,2026-01-01 00:00:00,3,en,A1",
            "2,2026-01-01 00:00:00,3,en,A2",
        ]
        (folder / "answers.csv").write_text("\n".join([*rows, ""]), "utf-8")
    elif "poll.sav" in typed:
        pandas = pytest.importorskip("pandas")
        labels = {"q1": {1.0: "Yes", 2.0: "No"}}
        frame = pandas.DataFrame({"q1": [1.0, 2.0, 1.0]})
        pytest.importorskip("pyreadstat").write_sav(
            frame, str(folder / "poll.sav"), variable_value_labels=labels
        )


@pytest.mark.parametrize(("where", "typed"), CASES)
def test_an_example_runs(where: str, typed: str, tmp_path: Path, run: Run) -> None:
    prepare(where, typed, tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    program, *arguments = words(typed)
    assert program == "kcli"
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == FOUND.get(" ".join(arguments), 0), done.stderr
    assert "Traceback" not in done.stderr
    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert done.stdout or after != before
    if "-o" in arguments:
        written = tmp_path / arguments[arguments.index("-o") + 1]
        assert written.is_file() or any(written.iterdir())


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every command and group, by the words that are typed; the program itself by none."""
    yield " ".join(path), group
    for name in group.list_commands(None) if hasattr(group, "list_commands") else ():
        yield from commands(group.get_command(None, name), (*path, name))


NAMES = [name for name, _ in commands(get_command(app))]


def test_every_command_has_examples_and_nothing_else_has() -> None:
    given = [name for table in TABLES.values() for name in table]
    assert sorted(given) == sorted(NAMES)


def printed(*arguments: str) -> str:
    """What kcli prints, in this process; it has to end well."""
    done = CliRunner().invoke(app, arguments, env={"COLUMNS": "80", "NO_COLOR": "1"})
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize("name", NAMES)
def test_the_help_begins_with_the_examples_and_breaks_none(name: str) -> None:
    text = "\n".join(line.strip() for line in printed(*name.split(), "--help").splitlines())
    table = next(table for table in TABLES.values() if name in table)
    head, _, rest = text.partition("\nExamples")
    assert "Usage: " in head
    assert "Options" not in head
    for typed, does in table[name]:
        assert "\n".join(line.strip() for line in f"$ {typed}\n{does}".splitlines()) in rest
        assert rest.index(does) < rest.index("─ Options ─")


@pytest.mark.parametrize("name", NAMES)
def test_h_and_help_are_the_same_everywhere(name: str) -> None:
    words = name.split()
    assert printed(*words, "-h") == printed(*words, "--help")
    if words:
        assert printed("help", *words) == printed(*words, "-h")


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_of_its_command(name: str) -> None:
    table = next(table for table in TABLES.values() if name in table)
    for typed, does in table[name]:
        assert typed.startswith(f"kcli {name}".rstrip())
        assert does.endswith(".")
        assert max(map(len, typed.splitlines())) <= 76
