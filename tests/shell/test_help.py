"""``kcli help``: topics that hold true, and the help of every command."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from conftest import Run
from running import run_kcli

import kcli
from kcli import errors
from kcli.cli import main, streams
from kcli.cli.topics import TOPICS, topic
from kcli.render import FORMATS

PACKAGE = Path(kcli.__file__).parent


def variables() -> set[str]:
    """Every variable of the environment that the source names."""
    found = set()
    texts = (path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    for text in texts:
        for node in ast.walk(ast.parse(text)) if "environ" in text or "getenv" in text else ():
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {
                "os.environ.get",
                "os.getenv",
                "os.environ.pop",
            }:
                found.add(node.args[0])
            elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
                found.add(node.slice)
    assert all(isinstance(node, ast.Constant) for node in found)
    return {node.value for node in found if isinstance(node, ast.Constant)}


def test_every_variable_is_in_the_topic_and_no_other() -> None:
    text = topic("environment") or ""
    told = set(re.findall(r"^  ([A-Z_]+) ", text, re.MULTILINE))
    asked_by_shells = {"COMP_WORDS", "COMP_CWORD"}
    assert told == variables() - asked_by_shells | {"PYTHONIOENCODING"}


def test_every_exit_status_is_in_the_topic() -> None:
    text = topic("exit-codes") or ""
    told = {int(status) for status in re.findall(r"^ +(\d+)  ", text, re.MULTILINE)}
    kinds = [each for each in vars(errors).values() if isinstance(each, type)]
    raised = {each.exit_status for each in kinds if issubclass(each, errors.KcliError)}
    assert told == raised | {0, 1, main.INTERNAL, main.INTERRUPTED, streams.BROKEN_PIPE}


def test_every_format_is_in_the_topic() -> None:
    text = topic("formats") or ""
    listed = re.findall(r"^  ([a-z]+)  ", text.partition("What kcli reads")[0], re.MULTILINE)
    assert listed == [name for name in listed if name in FORMATS]
    assert set(listed) == set(FORMATS)


def test_the_files_of_the_topic_are_those_of_a_new_project(tmp_path: Path) -> None:
    kcli_files = {
        path.relative_to(tmp_path).as_posix()
        for path in kcli.api.init(tmp_path).folder.rglob("*")
        if path.suffix in (".yaml", ".csv")
    }
    text = (topic("formats") or "").replace("SURVEY", "example").replace("WAVE", "2025")
    missing = {name for name in kcli_files if name not in text}
    assert missing == {"datasets/example/margins.yaml"}  # of any name and place


@pytest.mark.parametrize("name", TOPICS)
def test_a_topic_is_printed_and_fits_a_terminal(name: str, run: Run) -> None:
    done = run("help", name)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == topic(name)
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize("name", ["compare", "plot trend"])
def test_help_on_a_command_is_what_the_command_says(name: str, run: Run) -> None:
    words = name.split()
    assert run("help", *words).stdout == run(*words, "--help").stdout


def test_help_alone_lists_commands_and_topics(run: Run) -> None:
    done = run("help")
    assert done.returncode == 0
    assert done.stdout.startswith(run("--help").stdout)
    for name in TOPICS:
        assert f"kcli help {name}" in done.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("help formts", "there is no help on 'formts'; did you mean 'formats'?"),
        ("help comapre", "there is no help on 'comapre'; did you mean 'compare'?"),
        ("help xyz", "there is no help on 'xyz'; topics: formats, exit-codes, environment"),
        ("help formats compare", "formats is a topic of its own; kcli help formats"),
        ("help plot tred", "there is no command 'tred'; did you mean 'trend'?"),
        ("comapre", "there is no command 'comapre'; did you mean 'compare'?"),
        ("xyz", "there is no command 'xyz'; kcli --help lists them"),
        ("plot tred", "there is no command 'tred'; did you mean 'trend'?"),
        ("new suvrey", "there is no command 'suvrey'; did you mean 'survey'?"),
        ("compare --contry JP", "there is no option '--contry'; did you mean '--country'?"),
        ("compare --country=JP --contry=KR", "no option '--contry'; did you mean '--country'?"),
        ("compare --limt yaml-depth=9", "there is no option '--limt'; did you mean '--limit'?"),
        ("--versoin", "there is no option '--versoin'; did you mean '--version'?"),
        ("compare -x", "there is no option '-x'; kcli compare --help lists them"),
        ("plot trend --anser a", "there is no option '--anser'; did you mean '--answer'?"),
        ("new wave --lik 2025", "there is no option '--lik'; did you mean '--like'?"),
        ("compare --wave", "Option '--wave' requires an argument; see --help"),
    ],
)
def test_what_was_meant_is_told_in_one_line(words: str, told: str, run: Run) -> None:
    done = run(*words.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("kcli: usage: ")
    assert done.stderr.count("\n") == 1
    assert told in done.stderr


def test_a_mistaken_command_is_told_without_loading_the_others(run: Run) -> None:
    done = run("comapre", env={"PYTHONPROFILEIMPORTTIME": "1", "KCLI_READER": "", "LC_ALL": "C"})
    loaded = set(re.findall(r"\| +(kcli\.cli\.\w+)", done.stderr))
    assert "kcli.cli.commands" in loaded
    assert not loaded & {"kcli.cli.compare", "kcli.cli.trend", "kcli.cli.help", "kcli.cli.options"}


def test_an_option_that_is_given_twice_is_refused(tmp_path: Path) -> None:
    """Its first value would be lost without a word."""
    done = run_kcli(["compare", "ipus", "--wave", "2015", "--wave", "2025"], tmp_path, {})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "kcli: usage: --wave is given twice, and takes one value\n"
    lists = ["compare", "ifes", "--country", "KR", "--country", "KR", "-f", "csv"]
    assert run_kcli(lists, tmp_path, {}).returncode == 0
