"""Renew every list of dependencies: ``python tests/supply/renew.py``.

Writes .ci/lock.txt, .ci/lowest.txt, .ci/tools.txt and docs/dependencies.md from
pyproject.toml and what is published today. Needs uv, and a few minutes where an
extra is large.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from supply import licences, table
from supply.table import PAGE, Row
from supply.wanted import (
    EVERYWHERE,
    PROJECT,
    ROOT,
    asked,
    installed,
    name_of,
    pins,
    shipped,
)

Graph = dict[str, list[str]]
HEAD = "# Written by tests/supply/renew.py. {}\n"
WHAT = {
    "lock": "Every package at the version that is tested, with the hashes of its files.",
    "lowest": "The lowest versions that pyproject.toml allows; what they bring is new.",
    "tools": "What .ci/supply and .ci/locked work with; the hashes are those of .ci/lock.txt.",
}


def main() -> None:
    """Write the four files."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        _lay(copy)
        _write("lowest", copy, "--all-extras", "--all-groups", "--no-hashes", lowest=True)
        (copy / "uv.lock").unlink()
        _write("lock", copy, "--all-extras", "--all-groups")
        _write("tools", copy, "--only-group", "supply")
        packages = tomllib.loads((copy / "uv.lock").read_text("utf-8"))["package"]
        unpacked = Path(folder) / "packages"
        _unpack(unpacked)
        sections = _sections(packages, unpacked)
    PAGE.write_text(table.page(datetime.now(UTC).date(), sections), "utf-8")


def _lay(copy: Path) -> None:
    """As much of the project as uv asks for."""
    (copy / "kcli").mkdir(parents=True)
    for name in ("pyproject.toml", "README.md", "LICENSE", "kcli/__init__.py"):
        shutil.copy(ROOT / name, copy / name)


def _write(name: str, copy: Path, *options: str, lowest: bool = False) -> None:
    """One list under .ci; an index is never named in it."""
    how = ["--resolution", "lowest-direct"] if lowest else []
    _uv("lock", "--quiet", *how, cwd=copy)
    plain = ["--locked", "--no-emit-project", "--no-annotate", "--no-header"]
    text = _uv("export", "--quiet", *how, *plain, *options, cwd=copy)
    (ROOT / ".ci" / f"{name}.txt").write_text(HEAD.format(WHAT[name]) + text, "utf-8")


def _unpack(folder: Path) -> None:
    """Every package of the lock, even those of other systems, to read its metadata."""
    newest = {pin.name: f"{pin.name}=={pin.version}" for pin in pins(ROOT / ".ci" / "lock.txt")}
    for pin in pins(ROOT / ".ci" / "lock.txt"):
        if not pin.marker or "python_full_version < '3.12'" in pin.marker:
            newest[pin.name] = f"{pin.name}=={pin.version}"
    plain = ["--quiet", "--no-deps", "--python", sys.executable, "--target", str(folder)]
    _uv("pip", "install", *plain, *newest.values())


def _uv(*arguments: str, cwd: Path = ROOT) -> str:
    env = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    beside = Path(sys.executable).with_name("uv")
    uv = str(beside) if beside.exists() else "uv"
    done = subprocess.run(
        [uv, *arguments], cwd=cwd, env=env, stdout=subprocess.PIPE, encoding="utf-8", check=False
    )
    if done.returncode:
        sys.exit(f"uv {arguments[0]} failed, status {done.returncode}")
    return done.stdout


def _sections(packages: list[dict[str, Any]], unpacked: Path) -> list[list[Row]]:
    """The rows, each package where it matters most to those who run kcli."""
    lists = asked()
    graph = _graph(packages)
    direct = {extra: [name_of(r) for r in found] for extra, found in lists.items()}
    everywhere = _reached(direct[EVERYWHERE], graph)
    extras = _reached((n for e in shipped(lists) for n in direct[e]), graph) | everywhere
    scopes = [everywhere, extras, {p["name"] for p in packages} - {PROJECT}]
    sections, told = [], set[str]()
    for scope in scopes:
        wanted = {name: _wanted(name, direct, graph, scope) for name in sorted(scope - told)}
        sections.append(_rows(packages, wanted, unpacked))
        told |= scope
    return sections


def _graph(packages: list[dict[str, Any]]) -> Graph:
    """What each package wants, extras of it that are asked for among them."""
    found: Graph = {}
    for package in packages:
        wanted = found.setdefault(package["name"], [])
        wanted += [d["name"] for d in package.get("dependencies", [])]
        for more in package.get("optional-dependencies", {}).values():
            wanted += [d["name"] for d in more]
    return found


def _reached(roots: Iterable[str], graph: Graph) -> set[str]:
    reached: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += graph.get(name, [])
    return reached


def _wanted(
    name: str, direct: Mapping[str, list[str]], graph: Graph, scope: Collection[str]
) -> str:
    """``kcli`` or the extras that name it, and the packages of the scope that bring it."""
    named = [f"[{extra}]" if extra else "kcli" for extra, names in direct.items() if name in names]
    bring = sorted(n for n, wants in graph.items() if name in wants and n in scope)
    return ", ".join(named[:1] if "kcli" in named else [*named, *bring])


def _rows(packages: list[dict[str, Any]], wanted: Mapping[str, str], unpacked: Path) -> list[Row]:
    here = installed(unpacked)
    rows = []
    for name, by in wanted.items():
        mine = [p for p in packages if p["name"] == name]
        versions = ", ".join(p["version"] for p in mine)
        days = [_released(p) for p in mine]
        told = licences.licence(here[name]) if name in here else licences.UNKNOWN
        rows.append(Row(name, versions, max(days), told, by))
    return rows


def _released(package: dict[str, Any]) -> str:
    """The day of its first file; ``unknown`` where the index tells none."""
    files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
    days = [str(f["upload-time"])[:10] for f in files if "upload-time" in f]
    return min(days, default="unknown")


if __name__ == "__main__":
    main()
