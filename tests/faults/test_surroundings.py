"""Where kcli is started: variables, working directories, rights, and what the machine can give."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Run
from faulting import KCLI, Ended, bound_by_modes, environment, kcli, line_of, posix, shell

from kcli.cli.main import WIDEST

ODD_WIDTHS = ("0", "1", "abc", "-5", "1e5", "８０", "", "9" * 30, "0" * 5000, "9" * 5000)
GONE = "kcli: usage: the working directory is gone"


@pytest.mark.parametrize("width", ODD_WIDTHS)
def test_a_width_that_is_none_is_bounded(width: str, run: Run, folder: Path) -> None:
    plain = run("compare", "poll.q", cwd=folder).stdout
    done = run("compare", "poll.q", cwd=folder, env={"COLUMNS": width})
    assert (done.returncode, done.stderr) == (0, "")
    numbers = re.compile(r"[<>≤≥]?\d+(?:\.\d+)?")
    assert sorted(numbers.findall(done.stdout)) == sorted(numbers.findall(plain))
    assert max(map(len, done.stdout.splitlines())) <= WIDEST
    helped = run("--help", cwd=folder, env={"COLUMNS": width})
    assert (helped.returncode, helped.stderr) == (0, "")
    assert "compare" in helped.stdout
    assert max(map(len, helped.stdout.splitlines())) <= WIDEST


@pytest.mark.parametrize(
    "variables",
    [{"HOME": "/nowhere"}, {"HOME": ""}, {"TERM": ""}, {"TERM": "dumb"}, {"TERM": "no-such"}],
)
def test_neither_home_nor_terminal_is_needed(
    variables: dict[str, str], run: Run, folder: Path
) -> None:
    plain = run("compare", "poll", cwd=folder).stdout
    done = run("compare", "poll", cwd=folder, env=variables)
    assert (done.returncode, done.stdout, done.stderr) == (0, plain, "")
    helped = run("--help", cwd=folder, env=variables)
    assert (helped.returncode, helped.stderr) == (0, "")
    assert "compare" in helped.stdout


@posix
@pytest.mark.slow
def test_an_empty_environment_is_enough(folder: Path) -> None:
    done = kcli("compare", "poll", "--json", cwd=folder, env={})
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == kcli("compare", "poll", "--json", cwd=folder).stdout


def test_a_project_that_is_nowhere_is_said(run: Run, folder: Path) -> None:
    for place in (folder / "nowhere", folder / "margins.yaml", folder / "datasets"):
        done = run("compare", cwd=folder, env={"KCLI_PROJECT": str(place)})
        assert (done.returncode, done.stdout) == (2, "")
        line = f"kcli: usage: KCLI_PROJECT: {place} holds no folder questionnaires/\n"
        assert done.stderr == line


def in_a_folder_that_is_gone(command: str, tmp_path: Path) -> Ended:
    (tmp_path / "gone").mkdir()
    return shell(f"cd '{tmp_path}/gone' && rmdir '{tmp_path}/gone' && exec KCLI {command}")


@posix
@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("compare", 2),
        pytest.param("check", 2, marks=pytest.mark.slow),
        pytest.param("diff a.yaml b.yaml", 2, marks=pytest.mark.slow),
        pytest.param("report poll --project {0} -o out", 2, marks=pytest.mark.slow),
        pytest.param("report ./report.yaml --project {0}", 2, marks=pytest.mark.slow),
        pytest.param("verify claims.yaml --project {0}", 2, marks=pytest.mark.slow),
        pytest.param("compare --project {0} -o x.json", 74, marks=pytest.mark.slow),
        pytest.param("simulate poll@2021 --project {0} --to x", 74, marks=pytest.mark.slow),
    ],
)
def test_a_working_directory_that_is_gone_is_said(
    command: str, status: int, folder: Path, tmp_path: Path
) -> None:
    done = in_a_folder_that_is_gone(command.format(folder), tmp_path)
    assert (done.returncode, done.stdout) == (status, b""), done.stderr
    said = line_of(done)
    assert said.startswith("kcli: cannot write" if status == 74 else "kcli: usage: ")
    if command == "compare":
        assert said.startswith(GONE)


@posix
@pytest.mark.slow
def test_a_project_that_is_named_needs_no_working_directory(folder: Path, tmp_path: Path) -> None:
    done = in_a_folder_that_is_gone(f"compare poll --json --project {folder}", tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == kcli("compare", "poll", "--json", "--project", folder).stdout


@posix
@pytest.mark.parametrize(
    ("place", "mode"),
    [
        ("questionnaires", 0o111),
        pytest.param("questionnaires", 0, marks=pytest.mark.slow),
        pytest.param("questionnaires", 0o444, marks=pytest.mark.slow),
        pytest.param("datasets", 0, marks=pytest.mark.slow),
        pytest.param("datasets/poll", 0, marks=pytest.mark.slow),
        pytest.param("datasets/poll", 0o111, marks=pytest.mark.slow),
        pytest.param("datasets/poll", 0o444, marks=pytest.mark.slow),
        pytest.param("questionnaires/poll.yaml", 0, marks=pytest.mark.slow),
        pytest.param("datasets/poll/findings.csv", 0, marks=pytest.mark.slow),
        pytest.param("datasets/poll/2022.responses.csv", 0, marks=pytest.mark.slow),
    ],
)
def test_what_may_not_be_read_is_never_taken_for_nothing(
    place: str, mode: int, folder: Path
) -> None:
    """A folder that cannot be listed is not an empty one: nothing is "without faults"."""
    before = bound_by_modes()
    old = (folder / place).stat().st_mode
    (folder / place).chmod(mode)
    try:
        for command in ("check", "compare poll"):
            done = kcli(*command.split(), cwd=folder, before=before)
            assert done.returncode in (1, 2), (command, done)
            told = (done.stdout + done.stderr).decode()
            assert "Permission denied" in told, (command, done)
            assert Path(place).name in told
            assert "Traceback" not in told
    finally:
        (folder / place).chmod(old)


@posix
def test_a_working_directory_that_may_not_be_read_is_said(folder: Path, tmp_path: Path) -> None:
    before = bound_by_modes()
    inside = tmp_path / "secret" / "inside"
    inside.mkdir(parents=True)
    command = " ".join([*before, *KCLI, "compare"])
    line = f"cd '{inside}' && chmod 0 '{inside}' '{tmp_path}/secret' && {command}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, env=environment(), check=False)
    (tmp_path / "secret").chmod(0o700)
    inside.chmod(0o700)
    assert done.returncode == 2
    assert line_of(done).endswith("questionnaires:1: path: cannot be opened: Permission denied")


def limited(kind: str, amount: int, *arguments: str, cwd: Path) -> Ended:
    import resource

    number = getattr(resource, kind)
    return subprocess.run(
        [*KCLI, *arguments],
        cwd=cwd,
        env=environment(OPENBLAS_NUM_THREADS="1"),
        capture_output=True,
        preexec_fn=lambda: resource.setrlimit(number, (amount, amount)),
        check=False,
    )


@posix
@pytest.mark.slow
def test_few_file_handles_are_enough(folder: Path) -> None:
    done = limited("RLIMIT_NOFILE", 10, "compare", "poll", "--json", cwd=folder)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == kcli("compare", "poll", "--json", cwd=folder).stdout


@posix
@pytest.mark.slow
@pytest.mark.parametrize("handles", [3, 4, 5, 6])
def test_too_few_file_handles_are_said(handles: int, folder: Path) -> None:
    whole = kcli("compare", "poll@2022", "--json", cwd=folder).stdout
    done = limited("RLIMIT_NOFILE", handles, "compare", "poll@2022", "--json", cwd=folder)
    if b"Fatal Python error" in done.stderr or b"error while loading" in done.stderr:
        return  # the interpreter itself did not start
    assert (done.returncode, done.stdout) in ((0, whole), (70, b""), (2, b"")), done
    if done.returncode:
        assert "oo many open files" in line_of(done)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps to this limit")
@pytest.mark.slow
@pytest.mark.parametrize("megabytes", [20, 40, 60, 80, 120, 160, 200, 240, 280, 320, 400])
@pytest.mark.parametrize("command", ["compare poll --json", "compare poll@2022 --json"])
def test_scarce_memory_ends_in_a_whole_result_or_in_none(
    megabytes: int, command: str, folder: Path
) -> None:
    whole = kcli(*command.split(), cwd=folder).stdout
    done = limited("RLIMIT_AS", megabytes << 20, *command.split(), cwd=folder)
    if b"OpenBLAS" in done.stderr or done.returncode < 0:
        assert done.stdout == b""  # a library has ended the program by itself
        return
    assert (done.returncode, done.stdout) in ((0, whole), (70, b"")), done
    if done.returncode:
        said = line_of(done)
        assert said.startswith(
            ("kcli: out of memory", "kcli: cannot ", "kcli: internal error: SystemError")
        )


@posix
@pytest.mark.parametrize(
    ("error", "said", "status"),
    [
        ("MemoryError()", "kcli: out of memory", 70),
        ("RecursionError('deep')", "internal error: RecursionError: deep; please report it", 70),
        ("OSError(24, 'Too many open files')", "kcli: cannot go on: Too many open files", 70),
        (
            "OSError(5, 'Input/output error', 'f')",
            "f:1: path: cannot be opened: Input/output er",
            2,
        ),
        ("ImportError('failed to map segment')", "cannot load a library: failed to map", 70),
        ("type('Panic', (BaseException,), {})('in Rust')", "internal error: Panic: in Rust", 70),
    ],
)
@pytest.mark.slow
def test_whatever_comes_to_the_edge_is_one_line(
    error: str, said: str, status: int, folder: Path, tmp_path: Path
) -> None:
    """In a copy of the program in which reading a project fails like this."""
    code = (
        "import sys, kcli.api\n"
        f"def failing(*_): raise {error}\n"
        "kcli.api.find_project = failing\n"
        "sys.argv = ['kcli', 'compare']\n"
        "from kcli.cli.main import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=environment(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (status, b"")
    assert said in line_of(done)


@posix
@pytest.mark.slow
@pytest.mark.parametrize("depth", [60, 80, 120, 200])
def test_a_shallow_stack_ends_in_a_whole_result_or_in_one_line(depth: int, folder: Path) -> None:
    code = (
        "import sys, kcli.api, kcli.cli.app, kcli.render.json\n"
        "from kcli.cli.main import main\n"
        "sys.argv = ['kcli', 'compare', 'poll', '--json']\n"
        f"sys.setrecursionlimit({depth})\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=environment(),
        capture_output=True,
        check=False,
    )
    whole = kcli("compare", "poll", "--json", cwd=folder).stdout
    assert (done.returncode, done.stdout) in ((0, whole), (70, b"")), done
    if done.returncode:
        assert "Recursion" in line_of(done)


def test_a_command_that_is_missing_is_said(run: Run) -> None:
    done = run()
    assert done.returncode == 2
    assert done.stderr == "kcli: usage: a command is missing; see --help\n"
    assert os.linesep not in done.stderr[:-1]
