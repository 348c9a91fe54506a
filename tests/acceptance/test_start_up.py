"""What a command may load: nothing that it does not need."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"numpy", "pandas", "scipy", "highspy"}
MODELS = {"kcli.model.questionnaire", "kcli.model.item", "kcli.model.survey"}


def loaded(*arguments: str) -> set[str]:
    """The modules that ``kcli ARGUMENTS`` has imported when it ends."""
    code = (
        "import sys, contextlib, io\n"
        "sys.argv = ['kcli', *sys.argv[1:]]\n"
        "from kcli.cli.main import main\n"
        "try:\n"
        "    main()\n"
        "finally:\n"
        "    print(*sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["compare", "--help"]])
def test_version_and_help_load_neither_models_nor_numpy(arguments: list[str]) -> None:
    modules = loaded(*arguments)
    assert not modules & (HEAVY | MODELS | {"yaml", "babel"})


def test_version_loads_nothing_but_itself() -> None:
    assert not loaded("--version") & {"typer", "rich", "pydantic", "click"}


@pytest.mark.parametrize(
    "arguments", [["compare"], ["compare", "us_nk_change", "--json"], ["list"]]
)
def test_published_facts_need_neither_pandas_nor_scipy_nor_numpy(arguments: list[str]) -> None:
    assert not loaded(*arguments) & HEAVY


def test_json_is_printed_without_the_table_library() -> None:
    assert "rich.table" not in loaded("compare", "--json")
