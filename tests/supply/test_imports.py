"""Nothing is imported that is not asked for, and no extra is imported before it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from importlib.metadata import packages_distributions

import pytest
from packaging.utils import canonicalize_name
from supply.wanted import EVERYWHERE, PROJECT, ROOT, asked, closure, installed, name_of, shipped

LISTS = asked()
MODULES = {
    module: {canonicalize_name(name) for name in names}
    for module, names in packages_distributions().items()
}
KCLI = sorted((ROOT / "kcli").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
# What kcli is compared with is installed by those who compare, and never by kcli.
RIVALS = {ROOT / "tests/benchmarks/others.py"}
OWN = {"kcli"} | {p.stem for p in TESTS} | {p.parent.name for p in TESTS}
EXTRAS = {name_of(r) for extra in shipped(LISTS) for r in LISTS[extra]}


def named(*extras: str) -> set[str]:
    """The packages that these extras ask for by name."""
    return {name_of(r) for extra in extras for r in LISTS[extra]}


@cache
def imported(source: str) -> set[str]:
    """The packages that a module imports as it runs, without Python's own and kcli's."""
    found: set[str] = set()
    waiting: list[ast.AST] = [ast.parse(source)]
    while waiting:
        node = waiting.pop()
        typing = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        waiting += node.orelse if typing else ast.iter_child_nodes(node)
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            found.add(node.module)
    return {_package(name.partition(".")[0]) for name in found} - {""}


def _package(module: str) -> str:
    if module in sys.stdlib_module_names or module in OWN:
        return ""
    return next(iter(sorted(MODULES.get(module, set()))), str(canonicalize_name(module)))


def python(code: str) -> str:
    """What a new interpreter prints; it has to end well."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_import_is_seen_wherever_it_stands() -> None:
    source = (
        "import os, numpy.linalg\n"
        "if TYPE_CHECKING:\n    import scipy\nelse:\n    import rich\n"
        "def f():\n    from yaml import x\n    from . import y\n"
    )
    assert imported(source) == {"numpy", "pyyaml", "rich"}


def test_kcli_imports_only_what_it_asks_for() -> None:
    allowed = named(EVERYWHERE, *shipped(LISTS))
    loose = {str(p.relative_to(ROOT)): imported(p.read_text("utf-8")) - allowed for p in KCLI}
    assert {path: names for path, names in loose.items() if names} == {}


def test_kcli_asks_only_for_what_it_imports() -> None:
    used = set().union(*(imported(p.read_text("utf-8")) for p in KCLI))
    assert named(EVERYWHERE) - used == set()


def test_tests_import_only_what_their_extras_ask_for() -> None:
    everywhere = named(EVERYWHERE, *shipped(LISTS), "test")
    loose = {}
    for path in sorted(set(TESTS) - RIVALS):
        folder = "browser" if path.name == "browsing.py" else path.relative_to(ROOT).parts[1]
        allowed = everywhere | (named(folder) if folder in {"browser", "fuzz"} else set())
        loose[str(path.relative_to(ROOT))] = imported(path.read_text("utf-8")) - allowed
    assert {path: names for path, names in loose.items() if names} == {}


def test_every_command_and_its_function_load_nothing_that_is_not_asked_for() -> None:
    code = (
        "import sys\n"
        "before = set(sys.modules)  # what .pth files load\n"
        "import importlib, pkgutil, kcli.cli, kcli.api\n"
        "for package in (kcli.cli, kcli.api):\n"
        "    for found in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "        importlib.import_module(found.name)\n"
        "print(*{n.partition('.')[0] for n, m in list(sys.modules.items()) if n not in before\n"
        "        and 'site-packages' in (getattr(m, '__file__', None) or '')})\n"
    )
    loaded = {_package(module) for module in python(code).split()} - {"", PROJECT}
    reached = set(closure(LISTS[EVERYWHERE], installed()))
    assert named(EVERYWHERE) & loaded, "something was loaded at all"
    assert loaded - reached == set()
    assert not loaded & (EXTRAS | {"pandas"})


@pytest.mark.parametrize("extra", shipped(LISTS))
def test_every_command_can_be_loaded_where_an_extra_is_not_installed(extra: str) -> None:
    here = {module for module, names in MODULES.items() if names & named(extra)}
    modules = sorted(here | {name.replace("-", "_") for name in named(extra)})
    code = (
        "import sys, importlib, pkgutil\n"
        f"sys.modules.update(dict.fromkeys({modules!r}))\n"
        "import kcli.cli, kcli.api, kcli.render, kcli.report\n"
        "for package in (kcli.cli, kcli.api):\n"
        "    for found in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "        importlib.import_module(found.name)\n"
        "from kcli.cli.main import main\n"
        "sys.argv = ['kcli', 'compare', 'kf-vub', '--project', 'shipped']\n"
        "main()\n"
    )
    assert "United States" in python(code)
