"""Every command on the project whose texts are hostile, and which of them it shows."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path
from unittest import mock

import typer
from hostile_text.nasty import TEXTS, chunks
from hostile_text.reading import composed

import kcli.render
from kcli.cli.app import app
from kcli.model.records import Result

ALL = tuple(map(composed, TEXTS.values()))
PARTS = [tuple(map(composed, chunk)) for chunk in chunks()]

# Those that are quick; what else there is runs where slow tests do.
QUICK: dict[str, tuple[str, ...]] = {
    "compare": (),
    "compare nasty.p1@2020": PARTS[1],
    "compare c0": ALL[:1],
    "label nasty.q": (),
    "topline nasty.q": ALL,
    "shift nasty.p2 --from 2019 --to 2020": PARTS[2],
    "trend nasty.p4": PARTS[4],
    "diff nasty@2019 nasty@2020": ALL,
    "verify nasty": ALL,
    "list": (),
    "list nasty": (),
    "show nasty": ALL,
    "show nasty.q": ALL,
    "show nasty.i3": ALL[3:4],
    "show c0": ALL[:1],
}
SLOW: dict[str, tuple[str, ...]] = {
    "compare nasty@2020": ALL,
    "compare nasty.q": ALL,
    "compare nasty.p0@2020": PARTS[0],
    "compare nasty.p2@2020": PARTS[2],
    "compare nasty.p3@2020": PARTS[3],
    "compare --concept c0": ALL[:1],
    "compare nasty.p1@2020 --total equal": PARTS[1],
    "crosstab nasty.sex --by q": ALL,
    "crosstab nasty.q --by sex": ALL,
    "label nasty": (),
    "topline nasty.p3": PARTS[3],
    "shift nasty.q --from 2022 --to 2023 --force": ALL,
    "trend nasty.q": ALL,
    "trend nasty.p5": PARTS[5],
    "diff nasty@2022 nasty@2023": ALL,
    "check": (),
    "explain sum-not-100": (),
}
COMMANDS = {**QUICK, **SLOW}
_FOUND: dict[tuple[Path, str], Result] = {}


def result_of(root: Path, command: str) -> Result:
    """What the command line hands to the module that prints it; computed once."""
    key = (root, command)
    if key not in _FOUND:
        with _held() as found, chdir(root):
            try:
                app([*shlex.split(command), "-q"], standalone_mode=False)
            except typer.Exit as end:
                assert end.exit_code == 1
        (_FOUND[key],) = found
    return _FOUND[key]


@contextmanager
def _held() -> Iterator[list[Result]]:
    found: list[Result] = []

    def hold(result: Result, *_: object) -> str:
        found.append(result)
        return ""

    kept = {k: v for k, v in os.environ.items() if not k.startswith("KCLI_")}
    with (
        mock.patch.object(kcli.render, "render", hold),
        mock.patch.dict("os.environ", kept, clear=True),
    ):
        yield found
