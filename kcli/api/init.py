"""``kcli init``: a new project, small and whole, of invented respondents."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from kcli.errors import UsageError
from kcli.io.root import QUESTIONNAIRES
from kcli.io.scaffold.example import example_project
from kcli.io.write import write_new

__all__ = ["Made", "init"]


@dataclass(frozen=True)
class Made:
    """What was written: paths of files from a folder."""

    folder: Path
    files: tuple[str, ...]


def init(folder: str | Path = ".") -> Made:
    """Make a project in a folder, which may be there or not; everything is written, or nothing.

    Raises UsageError where a project or one of the files is there already, and
    CannotWriteError.
    """
    place = Path(folder)
    files = example_project()
    _spare(place, files)
    write_new(Path(os.path.abspath(place)), files)  # noqa: PTH100 - links stay as they are named
    return Made(place, tuple(files))


def _spare(folder: Path, files: dict[str, str]) -> None:
    """Raise UsageError for anything that is in the way."""
    hint = "name a new folder: kcli init FOLDER"
    if os.path.lexists(folder) and not folder.is_dir():
        raise UsageError(f"{folder} is there, and is no folder", hint)
    if os.path.lexists(folder / QUESTIONNAIRES):
        raise UsageError(f"{folder / QUESTIONNAIRES} is there: this is a project already", hint)
    for name in files:
        for path in (folder / name, *(folder / name).parents):
            if path == folder:
                break
            if os.path.lexists(path) and (path == folder / name or not path.is_dir()):
                raise UsageError(f"{path} is there, and nothing is written over", hint)
