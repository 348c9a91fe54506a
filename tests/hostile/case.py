"""What a hostile case is, and the list of them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from hostile.pair import Files, Pair

LIST = Path(__file__).with_name("cases.csv")
Place = tuple[str, int, int]
Make = Callable[[Pair], "Mutant"]
MAKERS: dict[str, tuple[Make, bool]] = {}
SAME = ("share", "n_base", "n_option", "n_not_asked", "n_not_stated")


@dataclass(frozen=True)
class Mutant:
    """A pair with one thing put wrong in it.

    ``files`` stand instead of the good ones (None takes one away), ``act`` does to the folder
    what no bytes can. ``at`` is where the fault is, ``also`` where others are, with their
    codes: path, line and column. A pair that is to be accepted gives the records of ``like`` (of
    the good one, if there is no other), but for the words in them; with ``roughly``, the shares
    and counts alone.
    ``renamed`` are values of records that the mutation changes on purpose, with the ones before.
    ``shown`` is a label that has to come out as it stands.
    """

    files: Mapping[str, bytes | None] = field(default_factory=dict)
    at: Place | None = None
    also: tuple[tuple[Place, str], ...] = ()
    act: Callable[[Path], None] | None = None
    says: tuple[str, ...] = ()
    like: Files | None = None
    roughly: bool = False
    renamed: Mapping[str, str] = field(default_factory=dict)
    shown: str | None = None


@dataclass(frozen=True)
class Entry:
    """A line of the list: what a case of this name is owed."""

    name: str
    expect: str
    code: str
    place: str
    promise: str


@dataclass(frozen=True)
class HostileCase:
    """One case of one pair; what is wrong in it is made when it is asked for."""

    entry: Entry
    pair: Pair
    make: Make

    @cached_property
    def mutant(self) -> Mutant:
        return self.make(self.pair)

    @property
    def name(self) -> str:
        return self.entry.name

    def build(self, root: Path) -> Path:
        """The project with the fault in it."""
        write(root, {**self.pair.files, **self.mutant.files})
        if self.mutant.act is not None:
            self.mutant.act(root)
        return root


def write(root: Path, files: Mapping[str, bytes | None]) -> None:
    """Put files in a folder."""
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if data is not None:
            path.write_bytes(data)


def case(name: str, *, full: bool = False) -> Callable[[Make], Make]:
    """Register what makes a case; ``full``: of a pair with an id, a country, weights, codes."""

    def register(make: Make) -> Make:
        # Whoever collects doctests imports a module once more.
        known = MAKERS.get(name, (make, full))[0].__code__
        code = make.__code__
        assert (known.co_filename, known.co_firstlineno) == (code.co_filename, code.co_firstlineno)
        MAKERS[name] = (make, full)
        return make

    return register


def entries() -> tuple[Entry, ...]:
    """The list, in its order."""
    with LIST.open(encoding="utf-8", newline="") as stream:
        return tuple(Entry(**row) for row in csv.DictReader(stream))
