"""``kcli init``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kcli.cli.options import QuietOption
from kcli.cli.output import note, print_text

__all__ = ["init"]

Folder = Annotated[
    Path,
    typer.Argument(
        metavar="FOLDER", help="Where it is made; the working directory by default.", file_okay=True
    ),
]


def init(folder: Folder = Path(), quiet: QuietOption = False) -> None:
    """Make a small project that runs, of invented respondents, to try things on and to copy from.

    Nothing is written over, and where one file cannot be written, none is.
    """
    from kcli import api

    made = api.init(folder)
    print_text("".join(f"{(made.folder / name).as_posix()}\n" for name in made.files))
    if not quiet:
        here = made.folder == Path()
        note(f"a project is made; now try: {'' if here else f'cd {made.folder} && '}kcli compare")
