"""``import kcli`` costs nothing, and what a name costs is paid when it is used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import kcli

HEAVY = {"numpy", "pandas", "scipy", "pyarrow", "duckdb", "vl_convert", "jinja2", "IPython"}


def loaded(code: str) -> set[str]:
    """What a new interpreter loads for these lines, beside what it has loaded by itself."""
    whole = f"import sys\nbefore = set(sys.modules)\n{code}\nprint(*set(sys.modules) - before)"
    done = subprocess.run(
        [sys.executable, "-c", whole],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_import_loads_kcli_and_nothing_else() -> None:
    assert loaded("import kcli") == {"kcli"}


def test_errors_are_named_without_loading_anything_that_computes() -> None:
    modules = loaded("import kcli\nkcli.UsageError, kcli.InputError")
    assert "kcli.errors" in modules
    assert not modules & {"kcli.api", "kcli.notebook", "pydantic", "yaml"}


def test_published_facts_are_compared_without_numpy_or_pandas() -> None:
    modules = loaded("import kcli\nkcli.shipped().compare('us_nk_change').to_json()")
    assert "kcli.api.compare" in modules
    assert not modules & HEAVY
    assert "kcli.cli" not in modules
    assert "typer" not in modules


def test_a_frame_loads_pandas_and_nothing_that_draws() -> None:
    modules = loaded("import kcli\nkcli.shipped().list().to_frame()")
    assert "pandas" in modules
    assert not modules & {"vl_convert", "jinja2"}


def test_every_name_of_the_package_is_there_and_no_other() -> None:
    for name in kcli.__all__:
        assert getattr(kcli, name) is not None
    assert set(kcli.__all__) <= set(dir(kcli))
    with pytest.raises(AttributeError, match="no attribute 'compare'"):
        _ = kcli.compare  # type: ignore[attr-defined]


def test_the_names_of_the_types_are_those_of_the_package(root: Path) -> None:
    text = (root / "kcli" / "__init__.py").read_text("utf-8")
    typed = text.partition("TYPE_CHECKING:\n")[2].partition("\n\n")[0]
    for name in set(kcli.__all__) - {"__version__"}:
        assert f" {name}" in typed, name


def test_types_are_said_to_be_there(root: Path) -> None:
    assert (root / "kcli" / "py.typed").exists()
