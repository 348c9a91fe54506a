"""How much of a file is read before anything is made of it, and how to allow more.

Every limit is counted before work is done with what it counts: a small file
that would grow without end is refused as it grows. ``kcli --limit NAME=N``
raises (or lowers) one for a run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields, replace

from kcli.errors import UsageError, nearest

__all__ = ["Limits", "how_to_raise", "limits", "parse_limits", "raised", "set_limits"]

# Deeper than this, reading one level inside the other would use up Python's own stack.
_DEEPEST = 200


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits, by their names with underscores.

    Attributes
    ----------
    yaml_bytes, yaml_nodes, yaml_depth : of a file in YAML
    csv_bytes : of a file in CSV that is held in memory as a whole
    unpacked_bytes : of a compressed file, once it is unpacked
    unpacked_ratio : how many times as large as it is packed a file may be
    cell_characters : of one cell
    columns : of a file in CSV
    waves : of a survey
    samples : of a wave
    options : of an item, in each of its versions
    """

    yaml_bytes: int = 8_000_000
    yaml_nodes: int = 500_000
    yaml_depth: int = 40
    csv_bytes: int = 256_000_000
    unpacked_bytes: int = 2_000_000_000
    unpacked_ratio: int = 250
    cell_characters: int = 1_000_000
    columns: int = 20_000
    waves: int = 2_000
    samples: int = 1_000
    options: int = 1_000

    def of(self, name: str) -> int:
        """A limit by its name on the command line, such as ``yaml-nodes``."""
        value: int = getattr(self, name.replace("-", "_"))
        return value


_USUAL = Limits()
_current: ContextVar[Limits] = ContextVar("limits", default=_USUAL)


def limits() -> Limits:
    """The limits in force."""
    return _current.get()


def set_limits(new: Limits) -> None:
    """Put limits in force, from here on."""
    _current.set(new)


@contextmanager
def raised(new: Limits) -> Iterator[None]:
    """Limits in force within a block."""
    token = _current.set(new)
    try:
        yield
    finally:
        _current.reset(token)


def how_to_raise(name: str) -> str:
    """The hint of a fault that a limit raised."""
    return f"kcli --limit {name}=N allows more"


def parse_limits(texts: Iterable[str]) -> Limits:
    """Limits from texts such as ``yaml-nodes=1000000``. Raises UsageError for any other."""
    known = [field.name.replace("_", "-") for field in fields(Limits)]
    found: dict[str, int] = {}
    for text in texts:
        name, _, number = text.partition("=")
        if name not in known:
            hint = nearest(name, known) or f"known: {', '.join(known)}"
            raise UsageError(f"--limit: there is no limit {name!r}", hint)
        digits = number.replace("_", "").replace(",", "")
        if not (digits.isascii() and digits.isdecimal() and 0 < len(digits) <= 18 and int(digits)):
            raise UsageError(f"--limit {name} takes a whole number above 0 (got {number!r})")
        if name == "yaml-depth" and int(digits) > _DEEPEST:
            raise UsageError(f"--limit yaml-depth goes up to {_DEEPEST}")
        found[name.replace("-", "_")] = int(digits)
    return replace(Limits(), **found)
