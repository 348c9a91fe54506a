"""How files are read in this run: what the command line said of it, for every reader alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from kcli.errors import UsageError, nearest

__all__ = ["ENGINES", "How", "how", "read_as", "set_how"]

ENGINES = ("auto", "native", "duckdb", "spark")
READERS = ("auto", "strict", "swift")


@dataclass(frozen=True, slots=True)
class How:
    """Attributes.

    engine : who sums responses; ``auto`` is kcli itself, or DuckDB for what kcli does not read
    reader : ``strict`` keeps to the csv module, ``swift`` leaves to it only what it has to
    cache : whether sums are kept beside the project
    progress : called with a file's name, the bytes read so far and those there are
    """

    engine: str = "auto"
    reader: str = "auto"
    cache: bool = True
    progress: Callable[[str, int, int], None] | None = None

    def __post_init__(self) -> None:
        """Raise UsageError for names of nothing."""
        for option, name, known in (
            ("--engine", self.engine, ENGINES),
            ("KCLI_READER", self.reader, READERS),
        ):
            if name not in known:
                hint = nearest(name, known) or f"known: {', '.join(known)}"
                raise UsageError(f"{option}: there is no {name!r}", hint)


_USUAL = How()
_current: ContextVar[How] = ContextVar("how", default=_USUAL)


def how() -> How:
    """The way of this run."""
    return _current.get()


def set_how(new: How) -> None:
    """From here on, read so."""
    _current.set(new)


@contextmanager
def read_as(new: How) -> Iterator[None]:
    """Read so within a block."""
    token = _current.set(new)
    try:
        yield
    finally:
        _current.reset(token)
