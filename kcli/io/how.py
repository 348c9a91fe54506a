"""How files are read in this run: what the command line said of it, for every reader alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from kcli.errors import UsageError, nearest

__all__ = ["ENGINES", "How", "how", "named_responses", "read_as", "set_how"]

ENGINES = ("auto", "native", "duckdb", "spark")
READERS = ("auto", "strict", "swift")


@dataclass(frozen=True, slots=True)
class How:
    """Attributes.

    engine : who sums responses; ``auto`` is kcli itself, or DuckDB for what kcli does not read
    reader : ``strict`` keeps to the csv module, ``swift`` leaves to it only what it has to
    cache : whether sums are kept beside the project
    responses : paths that the user named, by survey and wave
    progress : called with a file's name, the bytes read so far and those there are
    """

    engine: str = "auto"
    reader: str = "auto"
    cache: bool = True
    responses: Mapping[tuple[str, str], str] = field(default_factory=dict)
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


def named_responses(texts: Iterable[str]) -> dict[tuple[str, str], str]:
    """Paths from texts such as ``poll@2024=part-*.csv``. Raises UsageError for any other."""
    found: dict[tuple[str, str], str] = {}
    for text in texts:
        name, _, path = text.partition("=")
        survey, _, wave = name.partition("@")
        if not (survey and wave and path):
            raise UsageError(f"--responses takes SURVEY@WAVE=PATH (got {text!r})")
        found[survey, wave] = path
    return found
