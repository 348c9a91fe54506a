"""What pyproject.toml asks for, what .ci pins, and what is installed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = "kcli-tracker"
EVERYWHERE = ""  # the key of what every installation has
# Extras and groups that nobody needs who only runs kcli; every other extra is checked as shipped.
WORKSHOP = frozenset({"browser", "dev", "docs", "fuzz", "supply", "test"})
LARGE = frozenset({"spark"})  # half a gigabyte, and Java: .ci/supply leaves them out, and says so


@dataclass(frozen=True)
class Pin:
    """A package at one version; the marker is blank where it is wanted everywhere."""

    name: str
    version: str
    marker: str = ""


def asked(root: Path = ROOT) -> dict[str, list[Requirement]]:
    """Requirements by extra or group; those that an extra takes from another extra left out."""
    tables = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    project = tables["project"]
    lists: dict[str, list[str]] = {
        EVERYWHERE: project["dependencies"],
        **project.get("optional-dependencies", {}),
        **tables.get("dependency-groups", {}),
    }
    return {
        extra: [r for r in map(Requirement, lines) if name_of(r) != PROJECT]
        for extra, lines in lists.items()
    }


def shipped(lists: Mapping[str, list[Requirement]]) -> list[str]:
    """The extras that a user may install, in order."""
    return sorted(set(lists) - WORKSHOP - {EVERYWHERE})


def name_of(requirement: Requirement) -> str:
    """Its normal form: ``Jinja2`` and ``jinja2`` are one package."""
    return str(canonicalize_name(requirement.name))


def pins(path: Path) -> list[Pin]:
    """The packages of a list that uv wrote; hashes are skipped."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        if not line or line[0] in " #":
            continue
        pinned, _, marker = line.removesuffix("\\").partition(";")
        name, _, version = pinned.strip().partition("==")
        found.append(Pin(canonicalize_name(name), version, marker.strip()))
    return found


def installed(path: Path | None = None) -> dict[str, Distribution]:
    """What can be imported here, or what lies in a folder, by its normal name."""
    found = distributions() if path is None else distributions(path=[str(path)])
    return {canonicalize_name(d.name): d for d in found}


def closure(
    roots: Iterable[Requirement], here: Mapping[str, Distribution]
) -> dict[str, Distribution]:
    """The installed packages that the roots lead to, themselves among them."""
    reached: dict[str, Distribution] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = [(r, frozenset[str]()) for r in roots]
    while waiting:
        requirement, extras = waiting.pop()
        name, wants = name_of(requirement), frozenset(requirement.extras)
        if name not in here or (name, wants) in seen or not _holds(requirement, extras):
            continue
        seen.add((name, wants))
        reached[name] = here[name]
        waiting += [(Requirement(text), wants) for text in here[name].requires or []]
    return reached


def _holds(requirement: Requirement, extras: frozenset[str]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": e}) for e in extras or {""})


if __name__ == "__main__":
    print(",".join(extra for extra in shipped(asked()) if extra not in LARGE))
