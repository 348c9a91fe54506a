"""Names in a project that lead elsewhere, nowhere, round in circles, or to what is no file."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

from acceptance.hostile.good import (
    CONCEPTS,
    CONVENTIONS,
    FINDINGS,
    GOOD,
    QUESTIONNAIRE,
    SECRET,
    Case,
    Change,
    both,
    put,
    swap,
)

_FILES = {
    "questionnaire": QUESTIONNAIRE,
    "findings": FINDINGS,
    "concepts": CONCEPTS,
    "conventions": CONVENTIONS,
}


def _instead(name: str, make: Callable[[Path], object]) -> Change:
    """Something else where the file was."""

    def change(root: Path) -> None:
        path = root / name
        path.unlink(missing_ok=True)
        make(path)

    return change


def _link(name: str, to: str) -> Change:
    return _instead(name, lambda path: path.symlink_to(to))


def _outside(name: str) -> Change:
    """A link to a file beside the project that would be right if it were in it."""

    def make(path: Path) -> None:
        secret = path.parents[name.count("/")].parent / "secret" / Path(name).name
        secret.parent.mkdir(exist_ok=True)
        secret.write_text(f"{GOOD.get(name, '')}# {SECRET}\n", "utf-8")
        path.symlink_to(secret)

    return _instead(name, make)


def _folder_outside(name: str) -> Change:
    """A folder of the project is a link to one beside it."""

    def change(root: Path) -> None:
        away = root.parent / f"away-{Path(name).name}"
        (root / name).rename(away)
        (root / name).symlink_to(away)

    return change


def _circle(path: Path) -> None:
    path.symlink_to(path.name)


def _long_circle(path: Path) -> None:
    other = path.with_name("other")
    other.symlink_to(path.name)
    path.symlink_to(other.name)


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the name of a socket may have about 100 bytes
    try:
        with socket.socket(socket.AF_UNIX) as end:
            end.bind(path.name)
    finally:
        os.chdir(here)


def _moved(name: str, to: str) -> Change:
    """The file stands elsewhere in the project, and a link to it in its place."""

    def change(root: Path) -> None:
        (root / name).rename(root / to)
        (root / name).symlink_to(os.path.relpath(root / to, (root / name).parent))

    return change


def _reject(name: str, at: str, change: Change, code: str | None = "path") -> Case:
    return Case(name, "reject", code, at, change)


def _of(what: str, name: str) -> tuple[Case, ...]:
    return (
        _reject(f"path-symlink-out-{what}", name, _outside(name)),
        _reject(f"path-symlink-etc-passwd-{what}", name, _link(name, "/etc/passwd")),
        _reject(f"path-symlink-parent-{what}", name, _link(name, f"{'../' * 30}etc/passwd")),
        _reject(f"path-symlink-loop-{what}", name, _instead(name, _circle)),
        _reject(f"path-symlink-dangling-{what}", name, _link(name, "gone")),
        _reject(f"path-directory-{what}", name, _instead(name, Path.mkdir)),
        _reject(f"path-fifo-{what}", name, _instead(name, os.mkfifo)),
        _reject(f"path-device-{what}", name, _link(name, "/dev/zero")),
    )


_NAMES = {
    "path-absolute": "/etc/passwd",
    "path-parent": "../../../../etc/passwd",
    "path-file-url": "file:///etc/passwd",
    "path-device": "/dev/zero",
    "path-backslash": r"'..\\..\\x'",
    "path-nul": r'"a\0b"',
}
CASES = (
    *(case for what, name in _FILES.items() for case in _of(what, name)),
    _reject("path-symlink-loop-of-two", FINDINGS, _instead(FINDINGS, _long_circle)),
    _reject("path-symlink-stdin", FINDINGS, _link(FINDINGS, "/dev/stdin")),
    _reject("path-symlink-proc", FINDINGS, _link(FINDINGS, "/proc/self/environ")),
    _reject("path-socket", FINDINGS, _instead(FINDINGS, _socket)),
    _reject("path-dataset-folder-out", FINDINGS, _folder_outside("datasets/pulse")),
    _reject("path-datasets-out", FINDINGS, _folder_outside("datasets")),
    _reject("path-questionnaires-out", "questionnaires/", _folder_outside("questionnaires")),
    Case(
        "path-symlink-inside",
        "accept",
        None,
        None,
        both(_moved(FINDINGS, "facts.csv"), _moved(QUESTIONNAIRE, "pulse.txt")),
    ),
    *(
        Case(
            f"{name}-as-survey",
            "reject",
            None,
            QUESTIONNAIRE,
            swap(QUESTIONNAIRE, ("survey: pulse", f"survey: {text}")),
        )
        for name, text in _NAMES.items()
    ),
    _reject(
        "path-name-with-escape",
        "questionnaires/",
        put("questionnaires/\x1b[31mred.yaml", "survey: red\n"),
        None,
    ),
    _reject(
        "path-name-with-newline",
        "questionnaires/",
        put("questionnaires/a\nb.yaml", "survey: a\n"),
        None,
    ),
    _reject(
        "path-name-of-two-faults", "questionnaires/", put("questionnaires/x y.yaml", "x"), None
    ),
    Case(
        "path-name-not-utf8",
        "either",
        None,
        "datasets/pulse/",
        _instead(
            FINDINGS,
            lambda path: (path.parent / os.fsdecode(b"\xff.findings.csv")).write_text(
                GOOD[FINDINGS], "utf-8"
            ),
        ),
    ),
    Case(
        "editor-lock-beside",
        "either",
        None,
        "questionnaires/",
        _link("questionnaires/.#pulse.yaml", "me@here.1:2"),
    ),
    Case("folder-beside", "accept", None, None, lambda root: (root / "questionnaires/old").mkdir()),
)
