"""Where a project is: the folder that holds questionnaires/, and the surveys by their files.

Nothing is read here, and nothing large is imported: a shell completes names with it.
"""

from __future__ import annotations

import os
from fnmatch import fnmatch
from pathlib import Path

from kcli.errors import UsageError

__all__ = [
    "DATASETS",
    "QUESTIONNAIRES",
    "REPORTS",
    "RESERVED",
    "SHARED_FILES",
    "find_root",
    "listed",
    "shipped_root",
    "survey_names",
]

QUESTIONNAIRES = "questionnaires"
DATASETS = "datasets"
REPORTS = "reports"  # in DATASETS: reports on several surveys
SHARED_FILES = frozenset({"concepts", "conventions"})
RESERVED = SHARED_FILES | {REPORTS}  # what no survey is called


def find_root(named: str | None = None) -> tuple[Path, str]:
    """The folder of the project to work in, and what the project is called: ``.`` or ``shipped``.

    ``named`` (or the variable KCLI_PROJECT) is a folder, or ``shipped``.
    Otherwise the working directory and the folders above it are searched for
    one that holds questionnaires/; outside any, it is that of the shipped surveys.
    """
    chosen = named or os.environ.get("KCLI_PROJECT") or None
    if chosen == "shipped":
        return shipped_root(), "shipped"
    if chosen is not None:
        root = Path(chosen)
        if not (root / QUESTIONNAIRES).is_dir():
            origin = "--project" if named else "KCLI_PROJECT"
            raise UsageError(f"{origin}: {chosen} holds no folder {QUESTIONNAIRES}/")
        return root.resolve(), "."
    try:
        here = Path.cwd()
    except OSError:
        hint = "go to another, or name a project with --project DIR"
        raise UsageError("the working directory is gone", hint) from None
    for folder in (here, *here.parents):
        if (folder / QUESTIONNAIRES).is_dir():
            return folder, "."
    return shipped_root(), "shipped"


def shipped_root() -> Path:
    """The project inside the package; in a source checkout, the checkout itself."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "shipped"
    return inside if inside.is_dir() else package.parent


def survey_names(root: Path) -> tuple[str, ...]:
    """The surveys of a project, by the names of their questionnaires, in order."""
    names = (path.stem for path in listed(root / QUESTIONNAIRES, "*.yaml"))
    return tuple(sorted(name for name in names if name not in SHARED_FILES))


def listed(folder: Path, pattern: str = "*") -> list[Path]:
    """What a folder holds, in order; nothing where there is none.

    Raises OSError for one that cannot be read, which ``glob`` would pass over.
    """
    try:
        found = sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [path for path in found if fnmatch(path.name, pattern)]
