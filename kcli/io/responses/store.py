"""A wave's sums, from where they are fastest found: the cache, or the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kcli.cells.coded import Coded
from kcli.cells.sums import Sums
from kcli.cells.tally import key_of
from kcli.errors import Where
from kcli.io.how import how
from kcli.io.plain import open_bytes
from kcli.io.responses.cache import Cache
from kcli.io.responses.opening import Reading
from kcli.io.responses.read import read_respondents, read_sums
from kcli.io.responses.source import Source
from kcli.model.questionnaire import Asking, Questionnaire

__all__ = ["Responses"]

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
    sha256: str = ""
    """Of the file, once it has been read."""

    def respondents(self, items: Sequence[str]) -> Coded:
        """Every respondent. Raises InputError with every fault of the file."""
        reading = self._reading()
        coded = read_respondents(reading, items)
        self.sha256 = reading.source.sha256 or ""
        return coded

    def sums(self, askings: Sequence[Asking]) -> Sums:
        """The cells of several items. Raises InputError with every fault of the file."""
        reading = self._reading()
        wanted = {key_of(asking) for asking in askings}
        cache = self._cache(reading.source)
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
        found = read_sums(reading, askings)
        self.sha256 = reading.source.sha256 or ""
        if cache is not None and self.sha256:
            cache.save(self.sha256, found)
        return found

    def _cache(self, source: Source) -> Cache | None:
        if not (self.keeps and how().cache and source.size >= KEPT_FROM):
            return None
        name = f"{self.questionnaire.survey}@{self.wave}"
        return Cache(self.root, self.path, self.digest, name)

    def _reading(self) -> Reading:
        now = how()
        try:
            size = self.path.stat().st_size
        except OSError:
            size = 0  # opening it says why
        source = Source(
            self.name,
            partial(open_bytes, self.path, self.name, root=self.root),
            packed=self.path.name.endswith(".gz"),
            size=size,
        )
        progress: Callable[[int], None] | None = None
        if now.progress is not None:
            tell = now.progress
            progress = partial(_told, tell, self.name, size)
        return Reading(source, self.questionnaire, self.wave, self.declared, now.reader, progress)


def _told(tell: Callable[[str, int, int], None], name: str, size: int, done: int) -> None:
    tell(name, done, size)
