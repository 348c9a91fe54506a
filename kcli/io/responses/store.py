"""A wave's sums, from where they are fastest found: the cache, or the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from kcli.cells.coded import Coded
from kcli.cells.sums import Sums
from kcli.cells.tally import key_of
from kcli.errors import InputError, UsageError, Where
from kcli.io.engines.table import Table
from kcli.io.how import how
from kcli.io.plain import open_bytes
from kcli.io.responses.cache import Cache
from kcli.io.responses.opening import Reading
from kcli.io.responses.read import read_respondents, read_sums
from kcli.io.responses.source import Source
from kcli.model.questionnaire import Asking, Questionnaire

__all__ = ["Responses"]

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://")
_PATTERN = re.compile(r"[*?\[]")
KEPT_FROM = 2_000_000  # bytes of a file whose sums are worth keeping


@dataclass
class Responses:
    """One wave's file of responses.

    Attributes
    ----------
    root : the project's folder, which the file must lie in once links are followed
    name : the path to print
    declared : where the questionnaire declares each item, for messages
    digest : sha256 of the questionnaire's file
    keeps : whether sums may be kept in the project
    """

    root: Path
    path: Path
    name: str
    questionnaire: Questionnaire
    wave: str
    declared: Mapping[str, Where]
    digest: str
    keeps: bool
    given: str | None = None
    """Where the user said that it is: a path, a pattern, or an address."""
    sha256: str = ""
    """Of the file, once it has been read."""

    def respondents(self, items: Sequence[str]) -> Coded:
        """Every respondent. Raises InputError with every fault of the file."""
        reading = self._reading()
        try:
            coded = read_respondents(reading, items)
        except InputError:
            if reading.table is None or not self._names_lines():
                raise
            reading = replace(reading, table=None)  # it names the lines
            coded = read_respondents(reading, items)
        self.sha256 = _hash_of(reading)
        return coded

    def sums(self, askings: Sequence[Asking]) -> Sums:
        """The cells of several items. Raises InputError with every fault of the file."""
        reading = self._reading()
        wanted = {key_of(asking) for asking in askings}
        cache = self._cache(reading)
        if cache is not None:
            cache.begin()
        if cache is not None and not cache.empty:
            digest = cache.known_hash()
            if digest is None:
                digest = reading.source.hash()
                cache.renew(digest)
            kept = cache.load(digest, wanted, self.name)
            if kept is not None:
                self.sha256 = digest
                return kept
        found = self._summed(reading, askings)
        if cache is not None and self.sha256:
            cache.save(self.sha256, found, apart=reading.source.apart)
        return found

    def rows(self) -> Mapping[str, int] | None:
        """How many respondents each sample has; None where only a long reading would tell.

        Raises InputError with every fault of a file that is read for it.
        """
        reading = self._reading()
        if reading.table is not None or how().engine == "spark":
            return None
        if reading.source.size < KEPT_FROM:
            return self.sums([]).rows
        cache = self._cache(reading)
        digest = None if cache is None or cache.empty else cache.known_hash()
        kept = None if cache is None or digest is None else cache.load(digest, set(), self.name)
        if kept is None:
            return None
        self.sha256 = digest or ""
        return kept.rows

    def _summed(self, reading: Reading, askings: Sequence[Asking]) -> Sums:
        try:
            if how().engine == "spark":
                from kcli.io.engines.sparked import spark_sums

                return spark_sums(reading, self.name, self.given or str(self.path), askings)
            found = read_sums(reading, askings)
        except InputError:
            if (reading.table is None and how().engine != "spark") or not self._names_lines():
                raise
            reading = replace(reading, table=None)  # it names the lines
            found = read_sums(reading, askings)
        self.sha256 = _hash_of(reading)
        return found

    def _names_lines(self) -> bool:
        """Whether kcli itself can read the file, and say where its faults are."""
        path = Path(self.given) if self.given else self.path
        return path.is_file() and path.name.endswith((".csv", ".csv.gz"))

    def _table(self) -> Table | None:
        """Where the rows come from, if kcli's own readers are not the ones to ask."""
        path, engine = self.given or str(self.path), how().engine
        if engine == "spark":
            return None
        if engine == "duckdb":
            from kcli.io.engines.duck import DuckTable

            return DuckTable(path, self.name)
        local = Path(path)
        if path.endswith((".parquet", ".pq")) and (local.is_file() or local.is_dir()):
            from kcli.io.engines.parquet import ParquetTable

            root = self.root if self.given is None else local.resolve().parent
            return ParquetTable(local, self.name, root)
        if self.given is None or local.is_file():
            return None
        if engine == "auto" and (_ADDRESS.match(path) or _PATTERN.search(path) or local.is_dir()):
            from kcli.io.engines.duck import DuckTable

            return DuckTable(path, self.name)
        hint = "a pattern, a folder or an address needs --engine duckdb or spark"
        raise UsageError(f"--responses: there is no file {path}", hint)

    def _cache(self, reading: Reading) -> Cache | None:
        size = reading.source.size
        if not (self.keeps and how().cache and size >= KEPT_FROM and self.path.is_file()):
            return None
        name = f"{self.questionnaire.survey}@{self.wave}"
        return Cache(self.root, self.path, self.digest, name)

    def _reading(self) -> Reading:
        now = how()
        path, root = self.path, self.root
        if self.given is not None:
            path = Path(self.given)
            root = path.resolve().parent
        try:
            size = path.stat().st_size
        except OSError:
            size = 0  # opening it says why
        source = Source(
            self.name,
            partial(open_bytes, path, self.name, root=root),
            packed=path.name.endswith(".gz"),
            size=size,
        )
        progress: Callable[[int], None] | None = None
        if now.progress is not None:
            tell = now.progress
            progress = partial(_told, tell, self.name, size)
        table = self._table()
        return Reading(
            source,
            self.questionnaire,
            self.wave,
            self.declared,
            now.reader,
            progress,
            table,
        )


def _hash_of(reading: Reading) -> str:
    """The sha256 of what was read; empty where it is not one file's."""
    if reading.table is not None:
        return reading.table.sha256
    return reading.source.sha256 or ""


def _told(tell: Callable[[str, int, int], None], name: str, size: int, done: int) -> None:
    tell(name, done, size)
