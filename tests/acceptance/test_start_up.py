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
    assert not {name for name in modules if name.startswith(("kcli.model", "kcli.analysis"))}


def test_the_list_of_commands_needs_no_pydantic() -> None:
    assert "pydantic" not in loaded("--help")


def test_version_loads_nothing_but_itself() -> None:
    assert not loaded("--version") & {"typer", "rich", "pydantic", "click"}


@pytest.mark.parametrize(
    "arguments", [["compare"], ["compare", "us_nk_change", "--json"], ["list"]]
)
def test_published_facts_need_neither_pandas_nor_scipy_nor_numpy(arguments: list[str]) -> None:
    assert not loaded(*arguments) & HEAVY


def test_respondents_need_no_pandas() -> None:
    assert not loaded("compare", "anes") & {"pandas", "pyarrow", "duckdb"}


def test_a_command_loads_no_other_command() -> None:
    modules = loaded("compare", "kf-vub")
    assert "kcli.api.compare" in modules
    others = {"trend", "diff", "report", "simulate", "verify", "weight", "check"}
    assert not {f"kcli.{layer}.{name}" for layer in ("api", "cli") for name in others} & modules


def test_json_is_printed_without_the_table_library() -> None:
    assert "rich.table" not in loaded("compare", "--json")


def test_a_name_of_the_api_is_the_function_however_it_was_loaded() -> None:
    code = (
        "import kcli.api.plot\n"  # which loads modules that are called like functions
        "import kcli.api.compare, kcli.api.shift\n"
        "from kcli import api\n"
        "from kcli.api import check\n"
        "names = [getattr(api, name) for name in api.__all__ if name[0].islower()]\n"
        "assert all(callable(found) for found in [check, *names]), names\n"
        "assert set(api.__all__) <= set(dir(api))\n"
        "assert not hasattr(api, 'nothing')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
