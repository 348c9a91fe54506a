"""Standard streams that are closed, full, broken, or cannot show every sign."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import Run
from faulting import environment, kcli, line_of, posix, shell

pytestmark = posix

FULL = "kcli: cannot write standard output: No space left on device"
CLOSED = "kcli: cannot write standard output: it is closed"
PRINTING = (
    "--help",
    "compare --help",
    "compare poll",
    "compare poll -f csv -q",
    "compare poll -f xlsx",
    "list",
    "schema compare",
    "explain empty",
    "check",
)
ENCODINGS = ("latin-1", "cp1252", "ascii", "shift_jis", "utf-16", "ascii:strict")


def some(quick: Sequence[object], slow: Sequence[object]) -> list[object]:
    """All of them, of which continuous integration runs the later ones."""
    return [*quick, *(pytest.param(each, marks=pytest.mark.slow) for each in slow)]


@pytest.mark.parametrize("command", some(["--version", "compare poll --json"], PRINTING))
def test_a_full_standard_output_is_said_with_status_74(command: str, folder: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    done = shell(f"KCLI {command} > /dev/full", folder)
    assert (done.returncode, line_of(done)) == (74, FULL)


@pytest.mark.parametrize("command", some(["--version"], ["compare poll --json", *PRINTING]))
def test_a_closed_standard_output_is_said_with_status_74(command: str, folder: Path) -> None:
    done = shell(f"KCLI {command} >&-", folder)
    assert (done.returncode, line_of(done)) == (74, CLOSED)


@pytest.mark.parametrize("command", some(["--version"], ["compare poll --json", *PRINTING]))
def test_a_reader_that_has_gone_is_no_fault(command: str, folder: Path) -> None:
    done = shell(f"(sleep 0.1; exec KCLI {command}) | true; exit ${{PIPESTATUS[0]}}", folder)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize("format", some(["json"], ["table", "csv", "jsonl", "html"]))
def test_a_reader_that_stops_early_gets_what_it_reads(format: str, folder: Path) -> None:
    if format != "json":
        pytest.importorskip("jinja2")
    command = f"(KCLI compare kf-vub -q --project shipped -f {format}; echo $? >&2) | head -c 9"
    done = shell(command, folder)
    assert len(done.stdout) == 9
    assert done.stderr.strip() in (b"0", b"141")  # all of it may fit into the pipe


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("compare nowhere", 2),
        pytest.param("compare poll", 0, marks=pytest.mark.slow),
        pytest.param("compare poll -o no/x.json", 74, marks=pytest.mark.slow),
    ],
)
def test_a_closed_standard_error_changes_no_status(command: str, status: int, folder: Path) -> None:
    done = shell(f"KCLI {command} 2>&-", folder)
    assert (done.returncode, done.stderr) == (status, b"")
    assert bool(done.stdout) == (status == 0)


@pytest.mark.parametrize("closed", some(["<&- >&- 2>&-"], ["<&-", ">&-", "2>&-"]))
def test_no_file_takes_the_place_of_a_closed_stream(closed: str, folder: Path) -> None:
    done = shell(f"KCLI compare poll -o it.json {closed}", folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    whole = kcli("compare", "poll", "--json", cwd=folder).stdout
    assert (folder / "it.json").read_bytes() == whole


def test_an_error_that_nobody_can_read_has_its_status_all_the_same(folder: Path) -> None:
    assert shell("KCLI compare nowhere > /dev/null 2> /dev/full", folder).returncode == 2
    command = "(sleep 0.1; exec KCLI compare nowhere 2>&1 >/dev/null) | true"
    assert shell(f"{command}; exit ${{PIPESTATUS[0]}}", folder).returncode == 2


@pytest.mark.parametrize("encoding", some([], ["cp949", *ENCODINGS]))
def test_a_terminal_of_any_encoding_shows_every_number(
    encoding: str, run: Run, folder: Path
) -> None:
    """Signs that it has not are spelt out; digits and their order are the same."""
    name = encoding.partition(":")[0]
    command = ("compare", "poll.q", "--wave", "2021", "--lang", "ko")
    plain = run(*command, cwd=folder).stdout
    done = kcli(*command, cwd=folder, env=environment(PYTHONIOENCODING=encoding))
    assert (done.returncode, done.stderr) == (0, b"")
    shown = done.stdout.decode(name)
    spelt = re.sub(r"\\u[0-9a-f]{4}|\\x[0-9a-f]{2}", "", shown)
    assert re.findall(r"\d+(?:\.\d+)?", spelt) == re.findall(r"\d+(?:\.\d+)?", plain)
    assert kcli("--help", env=environment(PYTHONIOENCODING=encoding)).returncode == 0


@pytest.mark.parametrize(
    "changed",
    some(
        [{"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}],
        [
            {"LANG": "C", "LC_ALL": "C"},
            {"LC_ALL": "no_SUCH.locale", "LANG": "nonsense"},
            {"LC_ALL": None, "LANG": None, "LC_CTYPE": "POSIX"},
        ],
    ),
)
def test_no_locale_changes_a_byte_of_json_or_stops_a_table(
    changed: dict[str, str | None], folder: Path
) -> None:
    env = environment(**{"PYTHONIOENCODING": None, **changed})
    plain = kcli("compare", "poll", "--json", "--lang", "ko", cwd=folder)
    done = kcli("compare", "poll", "--json", "--lang", "ko", cwd=folder, env=env)
    assert (done.returncode, done.stdout) == (0, plain.stdout)
    table = kcli("compare", "poll", "--lang", "ko", cwd=folder, env=env)
    assert (table.returncode, table.stderr) == (0, b"")
    nowhere = kcli("compare", "한국", cwd=folder, env=env)
    assert nowhere.returncode == 2
    assert line_of(nowhere).startswith("kcli: usage: ")
