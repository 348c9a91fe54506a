"""What no reader of files has seen: arguments, variables, names of files and of folders.

A shell hands over anything but a nought. None of it reaches a terminal as it
is, none becomes a formula, a command or markup, and none ends in a traceback.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hostile_text import reading
from hypertext import check_document
from reporting import make_project

Run = Callable[..., "subprocess.CompletedProcess[str]"]
posix = pytest.mark.skipif(sys.platform == "win32", reason="names may hold no such signs there")

NASTY = "\x1b[31m\x9b1m\u202egnp\u2028\a\r\n::error::x\n[red]x[/][link=x] =1+1 <b> %s {0}"
LONG = "y" * 70_000
FORMATS = ["table", "json", "jsonl", "csv", "markdown", "html", "xlsx"]
BYTES = os.fsdecode(b"\xff\x1b[1m\xed\xa0\x80") if sys.platform != "win32" else "\ud800"

COMMANDS = """\
compare X
compare poll@X
compare poll.X
compare X.q
compare poll:X
compare poll.q/X
compare poll --wave X
compare poll --country X
compare poll --base X
compare poll --confidence X
compare poll --ci X
compare poll --evidence X
compare poll --lonely X
compare poll --suppress X
compare poll --total X
compare poll --concept X
compare poll --format X
compare poll --records X -f csv
compare poll --project X
compare poll --limit X
compare poll --X
compare poll -o X
compare poll -o X/x.json
X
crosstab X --by q
crosstab poll.q --by X
label X
topline X
shift X --from 2020 --to 2021
shift poll.q --from X --to 2021
shift poll.q --from 2020 --to X
trend X
trend poll.q --answer X
trend poll.q --from X
diff X poll@2021
diff poll@2020 X
diff X.yaml X.yaml
verify X
verify X.yaml
verify poll --against X
report X
report --section X
check X
explain X
list X
show X
simulate X
simulate poll --seed X
weight X --margins m.yaml -o x.responses.csv
weight poll@2022 --margins X -o x.responses.csv
weight poll@2022 --margins margins.yaml -o X
schema X
plot X
plot compare X -o x.svg
plot compare poll.q -o X
plot trend X -o x.svg
""".splitlines()


def now_and_then(values: Iterable[Any], every: int) -> list[Any]:
    """One in so many of them; the others are for those who have the time."""
    return [
        pytest.param(value, marks=[pytest.mark.slow] if place % every else [])
        for place, value in enumerate(values)
    ]


@pytest.fixture(scope="module")
def poll(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_project(tmp_path_factory.mktemp("poll"), report=None)
    (root / "margins.yaml").write_text("margins: {q: {good: 0.5, bad: 0.5}}\n", "utf-8")
    return root


def given(command: str, value: str) -> list[str]:
    """The arguments, one of which is or holds the value."""
    return [part.replace("X", value) for part in shlex.split(command)]


def is_refused_kindly(done: subprocess.CompletedProcess[str]) -> None:
    reading.keeps_still(done.stderr)
    assert done.returncode in (2, 74), done
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert len(line) < 2000


@pytest.mark.parametrize("command", now_and_then(COMMANDS, 5))
def test_an_argument_that_a_terminal_would_obey_is_named_and_not_obeyed(
    command: str, run: Run, poll: Path
) -> None:
    is_refused_kindly(run(*given(command, NASTY), cwd=poll))


@posix
@pytest.mark.parametrize("command", now_and_then(COMMANDS[1::3], 5))
def test_an_argument_of_bytes_that_are_no_text_is_refused_in_words(
    command: str, run: Run, poll: Path
) -> None:
    is_refused_kindly(run(*given(command, BYTES), cwd=poll))


@pytest.mark.parametrize("command", now_and_then(COMMANDS[2::3], 5))
def test_an_endless_argument_is_not_printed_in_full(command: str, run: Run, poll: Path) -> None:
    is_refused_kindly(run(*given(command, LONG), cwd=poll))


@pytest.mark.parametrize("format_", now_and_then(FORMATS[:-1], 2))
def test_a_language_that_is_none_is_refused_in_every_format(
    format_: str, run: Run, poll: Path
) -> None:
    is_refused_kindly(run("compare", "poll.q", "--lang", NASTY, "-f", format_, cwd=poll))


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("KCLI_PROJECT", NASTY, 2),
        ("KCLI_PROJECT", LONG, 2),
        pytest.param("KCLI_PROJECT", BYTES, 2, marks=posix),
        ("COLUMNS", NASTY, 0),
        ("COLUMNS", "-5", 0),
        ("COLUMNS", "0", 0),
        ("COLUMNS", "٣٣", 0),
        ("COLUMNS", "9" * 20, 0),
        ("COLUMNS", "9" * 5000, 0),
        ("NO_COLOR", NASTY, 0),
        ("TERM", NASTY, 0),
        ("HOME", NASTY, 0),
    ],
)
def test_a_variable_is_read_as_what_it_is(
    name: str, value: str, status: int, run: Run, poll: Path
) -> None:
    done = run("compare", "poll.q", cwd=poll, env={name: value})
    assert done.returncode == status, done.stderr
    reading.keeps_still(done.stdout)
    reading.keeps_still(done.stderr)
    assert len(done.stderr) < 2000


# -- names -----------------------------------------------------------------------------

NAMES = {
    "escape": "\x1b[31mred",
    "lines": "a\nb\r\nc",
    "turned": "\u202egnp",
    "bytes": BYTES,
    "markup": "[red]x[] <b>|`*_",
    "annotation": "::error::x",
    "formula": "=1+1",
    "line-separator": "a\u2028b",
    "8-bit": "\x9b31m",
}


def check_output(format_: str, output: str) -> None:
    """What holds of a format, whatever is told in it."""
    if format_ == "html":
        check_document(output)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", output)
        return
    reading.keeps_still(output)
    if format_ in ("json", "sarif"):
        reading.loaded(output)
    elif format_ == "jsonl":
        for line in output.splitlines():
            reading.loaded(line)
    elif format_ == "csv":
        reading.rows_of(output)
    elif format_ == "markdown":
        reading.markdown_pieces(output)
    elif format_ == "github":
        for line in output.splitlines():
            assert re.fullmatch(r"::(error|warning|notice) (\w+=[^,:]*,)*\w+=[^,:]*::.*", line)


@pytest.fixture(scope="module", params=now_and_then(NAMES, 3))
def strange(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in a folder of a strange name, with files and folders of such names in it."""
    name = NAMES[request.param]
    if sys.platform == "win32":
        pytest.skip("names may hold no such signs there")
    root = tmp_path_factory.mktemp("names") / name
    root.mkdir()
    make_project(root, report=None)
    (root / "datasets" / name).mkdir()
    (root / "datasets" / "poll" / f"{name}.csv").write_text("x")
    (root / "questionnaires" / f"{name}.yaml").write_text("survey: [\n")
    return root


def told(run: Run, root: Path, *arguments: str) -> None:
    """A command in a format, from outside the project, so that its name is in every path."""
    format_ = arguments[-1]
    last = ["-o", str(root.parent / "out.xlsx")] if format_ == "xlsx" else ["-f", format_]
    done = run(*arguments[:-1], *last, "--project", str(root), cwd=root.parent)
    assert done.returncode in (0, 1), done.stderr
    reading.keeps_still(done.stderr)
    if format_ == "xlsx":
        assert reading.book_of((root.parent / "out.xlsx").read_bytes())
    else:
        assert done.stdout
        check_output(format_, done.stdout)


@pytest.mark.parametrize("format_", ["table", "csv", "markdown", "github", "sarif"])
def test_strange_names_of_files_are_texts_where_faults_are_told(
    format_: str, strange: Path, run: Run
) -> None:
    told(run, strange, "check", format_)


@pytest.mark.slow
@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("command", ["check", "compare poll", "verify poll", "list poll"])
def test_strange_names_of_files_are_texts_in_every_format(
    command: str, format_: str, strange: Path, run: Run
) -> None:
    told(run, strange, *command.split(), format_)


@posix
@pytest.mark.parametrize("name", now_and_then(NAMES, 3))
def test_a_file_of_a_strange_name_is_written_or_refused(name: str, run: Run, poll: Path) -> None:
    path = poll / f"{NAMES[name]}.json"
    done = run("compare", "poll.q", "-o", str(path), cwd=poll)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert reading.loaded(path.read_text("utf-8"))["records"]
    unknown: Any = run("compare", "poll.q", "-o", f"{NAMES[name]}.what", cwd=poll)
    is_refused_kindly(unknown)
