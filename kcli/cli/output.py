"""Where a result goes: standard output, or a file; notes go to standard error."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kcli.cli.streams import note, tell
from kcli.errors import CannotWriteError, UsageError, nearest
from kcli.render import BINARY, FORMATS, SUFFIXES, WARNINGS, Settings, check_installed

if TYPE_CHECKING:
    from kcli.io.project import Project
    from kcli.model.records import Result

__all__ = ["Output", "emit", "note", "open_project", "print_text", "tell"]


@dataclass(frozen=True)
class Output:
    """What the user said about printing."""

    format: str | None = None
    json: bool = False
    path: Path | None = None
    records: str | None = None
    quiet: bool = False
    bars: bool = False

    @property
    def chosen(self) -> str:
        """The format: as said, else by the suffix, else a table. Raises UsageError."""
        if self.json and self.format not in (None, "json"):
            raise UsageError("--json and another --format were given")
        name = "json" if self.json else self.format
        if name is None and self.path is not None:
            name = SUFFIXES.get(self.path.suffix.lower())
            if name is None:
                hint = f"name one with --format, or end in {', '.join(SUFFIXES)}"
                raise UsageError(f"no format is known by {self.path.name!r}", hint)
        name = name or "table"
        if name not in FORMATS:
            hint = nearest(name, FORMATS) or f"known: {', '.join(FORMATS)}"
            raise UsageError(f"there is no format {name!r}", hint)
        if name in BINARY and self.path is None and sys.stdout.isatty():
            hint = f"write it to a file with --output FILE.{name}, or into a pipe"
            raise UsageError(f"{name} is no text that a terminal shows", hint)
        if self.bars and name != "table":
            raise UsageError(f"--bars draws in a table, not in {name}", "kcli plot writes pictures")
        check_installed(name)
        if self.path is not None:
            _spare_data(self.path)
        return name


def _spare_data(path: Path) -> None:
    """Raise UsageError where a result would take the place of a file that kcli reads, or be one."""
    from kcli.io.project import DATA_NAMES, DATASETS, QUESTIONNAIRES

    if not path.name.endswith((*DATA_NAMES, ".yaml", ".yml")):
        return
    if os.path.lexists(path):
        raise UsageError(f"{path} is there, and of the kind that kcli reads", "name another file")
    for folder in path.absolute().parents:
        project = (folder.parent / QUESTIONNAIRES).is_dir()
        if folder.name in (QUESTIONNAIRES, DATASETS) and project:
            raise UsageError(f"{path} would be read as data of the project", "name another file")


def open_project(named: str | None, output: Output, *, judged: bool = False) -> Project:
    """The project to work in; says on standard error where nobody named one and none was found.

    Raises UsageError there for what is ``judged``: in the wrong folder nothing may pass.
    """
    from kcli.api import find_project
    from kcli.io.how import how

    project = find_project(named)
    project.check_named(how().responses)
    asked = named or os.environ.get("KCLI_PROJECT")
    if project.name != "shipped" or asked:
        return project
    if judged:
        hint = "--project shipped means the surveys shipped with kcli"
        raise UsageError("no project here or above", hint)
    if not output.quiet:
        note("no project here or above: using the surveys shipped with kcli")
    return project


def emit(result: Result, output: Output) -> None:
    """Render a result and put it where it belongs; warn of what nobody should overlook."""
    from kcli.render import render

    name = output.chosen
    to_terminal = output.path is None and sys.stdout.isatty()
    settings = Settings(_width(to_terminal), _colour(to_terminal), output.records, output.bars)
    content = render(result, name, settings)
    print_text(content, output.path, encoded=name != "table")
    if output.quiet:
        return
    for warning in result.notes:
        if warning.code in WARNINGS:
            note(f"warning: {warning.text}")
    kinds = list(dict.fromkeys(record.type for record in result.records))
    if name == "csv" and output.records is None and len(kinds) > 1:
        note(f"csv shows the {kinds[0]} records; --records for {', '.join(kinds[1:])}")


def print_text(text: str | bytes, path: Path | None = None, *, encoded: bool = True) -> None:
    """Write to a file, or to standard output: always UTF-8, but tables as the terminal reads.

    Bytes are written as they are.
    """
    if path is not None:
        from kcli.io.write import write_atomic

        _spare_data(path)
        write_atomic(path, text)
        return
    encoding = "utf-8" if encoded else (sys.stdout.encoding or "utf-8")
    data = text if isinstance(text, bytes) else text.encode(encoding, errors="kcli")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise CannotWriteError("standard output", reason) from None


def _width(terminal: bool) -> int:
    if terminal:
        return max(40, shutil.get_terminal_size().columns)
    columns = os.environ.get("COLUMNS", "")
    return max(40, int(columns)) if columns.isascii() and columns.isdigit() else 80


def _colour(terminal: bool) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"
