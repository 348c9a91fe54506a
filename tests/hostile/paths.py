"""Names that lead elsewhere, and things that stand where a file should."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

from hostile.case import Mutant, Place, case
from hostile.changes import on_yaml
from hostile.pair import Pair

SECRET = "what nobody in the project may read 5527"
"""Stands in files outside the project; no message may hold it."""

_NAMES = {
    "path-absolute": "/etc/passwd",
    "path-parent": "../../../../etc/passwd",
    "path-file-url": "file:///etc/passwd",
    "path-web-url": "https://example.org/x.csv",
    "path-device": "/dev/zero",
    "path-backslash": r"'..\\..\\x.csv'",
    "path-drive": "'C:\\x.csv'",
    "path-home": "~/x.csv",
    "path-nul": r'"a\0b.csv"',
}
for _name, _raw in _NAMES.items():

    @case(_name)
    def _(pair: Pair, raw: str = _raw) -> Mutant:
        """A key that would name the file of the responses: there is none."""
        key, nul = ("waves", pair.wave), "\\0" in raw
        text, at = pair.written(key, raw, key="responses")
        return on_yaml(pair, text, (at[0], at[1] + len("responses: ")) if nul else at)

    @case(f"{_name}-as-wave")
    def _(pair: Pair, raw: str = _raw) -> Mutant:
        text, at = pair.written(("waves",), "{samples: {KR: 10}}", key=f"? {raw}\n  ")
        return on_yaml(pair, text, (at[0], at[1] + 2))

    @case(f"{_name}-as-survey")
    def _(pair: Pair, raw: str = _raw) -> Mutant:
        return on_yaml(pair, *pair.written(("survey",), raw))


# -- links, devices, folders -----------------------------------------------------------


def _outside(root: Path) -> Path:
    """A file beside the project."""
    path = root.parent / f"{root.name}-secret.csv"
    path.write_text(f"id,country\n{SECRET},{SECRET}\n", "utf-8")
    return path


def _circle(path: Path, root: Path) -> None:
    other = path.with_name("other")
    other.symlink_to(path.name)
    path.symlink_to(other.name)


def _parent(path: Path, root: Path) -> None:
    path.symlink_to(os.path.relpath(_outside(root), path.parent))


_PUT: dict[str, Callable[[Path, Path], None]] = {
    "path-symlink-out": lambda path, root: path.symlink_to(_outside(root)),
    "path-symlink-passwd": lambda path, root: path.symlink_to("/etc/passwd"),
    "path-symlink-parent": _parent,
    "path-symlink-environ": lambda path, root: path.symlink_to("/proc/self/environ"),
    "path-symlink-loop": lambda path, root: path.symlink_to(path.name),
    "path-symlink-circle": _circle,
    "path-symlink-dangling": lambda path, root: path.symlink_to("gone.csv"),
    "path-symlink-zero": lambda path, root: path.symlink_to("/dev/zero"),
    "path-symlink-stdin": lambda path, root: path.symlink_to("/dev/stdin"),
    "path-symlink-root": lambda path, root: path.symlink_to("/"),
    "path-directory": lambda path, root: path.mkdir(),
    "path-fifo": lambda path, root: os.mkfifo(path),
    "path-socket": lambda path, root: os.mknod(path, stat.S_IFSOCK | 0o600),
}
for _name, _act in _PUT.items():
    for _what in ("csv", "yaml"):

        @case(_name if _what == "csv" else f"{_name}-yaml")
        def _(pair: Pair, act=_act, what: str = _what) -> Mutant:
            name = pair.csv_path if what == "csv" else pair.yaml_path
            at: Place = (name, 1, 1)
            return Mutant({name: None}, at, act=lambda root: act(root / name, root))


@case("path-folder-out")
def _(pair: Pair) -> Mutant:
    """The folder of the survey is a link to one outside."""
    folder = Path(pair.csv_path).parent

    def act(root: Path) -> None:
        outside = root.parent / f"{root.name}-outside"
        outside.mkdir()
        (root / pair.csv_path).rename(outside / Path(pair.csv_path).name)
        (root / folder).rmdir()
        (root / folder).symlink_to(outside)

    return Mutant({}, (pair.csv_path, 1, 1), act=act)


@case("path-symlink-inside")
def _(pair: Pair) -> Mutant:
    def act(root: Path) -> None:
        (root / pair.csv_path).rename(root / "kept.gz" if pair.packed else root / "kept.csv")
        target = "kept.gz" if pair.packed else "kept.csv"
        (root / pair.csv_path).symlink_to(f"../../{target}")

    return Mutant(act=act)


@case("path-hard-link")
def _(pair: Pair) -> Mutant:
    def act(root: Path) -> None:
        other = root.parent / f"{root.name}-other"
        (root / pair.csv_path).rename(other)
        os.link(other, root / pair.csv_path)

    return Mutant(act=act)


@case("path-read-only")
def _(pair: Pair) -> Mutant:
    return Mutant(act=lambda root: (root / pair.csv_path).chmod(0o400))


@case("name-case-clash")
def _(pair: Pair) -> Mutant:
    folder, name = os.path.split(pair.plain_path)
    other = name.replace(".responses.csv", ".Responses.CSV")
    return Mutant({f"{folder}/{other}": b"a,b\n1\n"})


@case("csv-beside-gz")
def _(pair: Pair) -> Mutant:
    both = {pair.plain_path: pair.responses.encode(), f"{pair.plain_path}.gz": b"rubbish"}
    return Mutant(both, (pair.plain_path, 1, 1), says=(f"{pair.plain_path}.gz",))


for _name, _file in {
    "name-with-newline": "a\nb.responses.csv",
    "name-with-escape": "\x1b[31mred.responses.csv",
    "name-with-markup": "[red]x[/].responses.csv",
    "name-with-percent": "%s{0}.responses.csv",
    "name-not-utf8": os.fsdecode(b"\xff\xfe.responses.csv"),
}.items():

    @case(_name)
    def _(pair: Pair, file: str = _file) -> Mutant:
        """A file that no wave bears is passed over, and told of on one harmless line."""
        return Mutant({f"datasets/{pair.survey}/{file}": b"x\n"})


@case("questionnaire-named-otherwise")
def _(pair: Pair) -> Mutant:
    """A second questionnaire that says it is the first."""
    name = "questionnaires/another.yaml"
    return Mutant({pair.yaml_path: None, name: pair.dumped().encode()}, (name, 1, 1))
