"""Sums that were read before, kept beside the project in ``.kcli/cells``.

What is kept is named by the hashes of the data and of the questionnaire and
by kcli's version: where any of them is another, nothing is found. Data whose
size, times and inode are those of the last reading are not hashed again,
unless they are so new that a change might not show. Whatever cannot be read
back is as good as not there, and whatever cannot be written is left.
"""

from __future__ import annotations

import hashlib
import io
import json
import time
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from kcli import __version__
from kcli.cells.cells import Cells
from kcli.cells.sums import Sums
from kcli.cells.tally import Key
from kcli.errors import CannotWriteError, Where
from kcli.io.write import make_folder, write_atomic
from kcli.stats.replicates import Replication

__all__ = ["Cache"]

FOLDER = ".kcli"
_FORMAT = 1  # of the files
_SETTLED = 2_000_000_000  # nanoseconds after which a file's times tell every change
_NOTE = "What kcli has summed; made anew where it is missing.\n"
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# https://bford.info/cachedir/\n"


class Cache:
    """The sums of one file of responses.

    Parameters
    ----------
    root : the project's folder
    data : the file of responses
    questionnaire : sha256 of the questionnaire
    name : SURVEY@WAVE
    """

    def __init__(self, root: Path, data: Path, questionnaire: str, name: str) -> None:
        self._folder = root / FOLDER / "cells"
        self._data, self._questionnaire, self._name = data, questionnaire, name
        self._began: tuple[list[int], int] | None = None

    def begin(self) -> None:
        """Before the data are read: a change from here on keeps them from being kept."""
        with suppress(OSError):
            self._began = (self._stamp(), time.time_ns())

    @property
    def empty(self) -> bool:
        """Whether nothing is kept of these data, whatever they hold."""
        return next(self._folder.glob(f"{self._name}-*.npz"), None) is None

    def known_hash(self) -> str | None:
        """The sha256 of the data, if nothing has touched them since it was taken."""
        try:
            kept = json.loads((self._folder / f"{self._name}.json").read_text("utf-8"))
            stamp = self._stamp()
        except (OSError, ValueError):
            return None
        if not isinstance(kept, dict) or kept.get("stamp") != stamp:
            return None
        taken, digest = kept.get("taken"), kept.get("sha256")
        if not isinstance(taken, int) or not isinstance(digest, str):
            return None
        settled = taken - max(stamp[1], stamp[2]) > _SETTLED
        return digest if settled else None

    def _stamp(self) -> list[int]:
        found = self._data.stat()
        return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_dev]

    def _path(self, digest: str) -> Path:
        words = (_FORMAT, __version__, digest, self._questionnaire)
        mark = hashlib.sha256(json.dumps(words).encode()).hexdigest()[:32]
        return self._folder / f"{self._name}-{mark}.npz"

    def load(self, digest: str, wanted: set[Key], file: str) -> Sums | None:
        """The sums of these data, if all that is wanted is among them."""
        try:
            with np.load(self._path(digest), allow_pickle=False) as kept:
                body = json.loads(bytes(kept["about"]).decode())
                keys = {tuple(key): number for number, key in enumerate(body["keys"])}
                if not wanted <= keys.keys():
                    return None
                cells = {key: dict(_cells(kept, body, keys[key])) for key in wanted}
        except (OSError, ValueError, KeyError, TypeError, IndexError, EOFError, zipfile.BadZipFile):
            return None
        unasked = {
            item: (count, Where(file, *place)) for item, (count, place) in body["unasked"].items()
        }
        return Sums(file, cells, unasked, body["rows"])

    def save(self, digest: str, sums: Sums) -> None:
        """Keep sums, with those of the same data that are there already."""
        before = self._all(digest, sums.file)
        cells = {**before.cells, **sums.cells} if before else dict(sums.cells)
        unasked = {**before.unasked, **sums.unasked} if before else dict(sums.unasked)
        path = self._path(digest)
        with suppress(CannotWriteError, OSError):
            if not self._unchanged():
                return
            make_folder(self._folder)
            for name, text in ((".gitignore", "*\n"), ("CACHEDIR.TAG", _TAG), ("README", _NOTE)):
                if not (self._folder.parent / name).exists():
                    write_atomic(self._folder.parent / name, text)
            whole = replace(sums, cells=cells, unasked=unasked)
            write_atomic(path, _packed(whole))
            self._remember(digest)
            for old in self._folder.glob(f"{self._name}-*.npz"):
                if old != path and len(old.stem) == len(path.stem):
                    old.unlink()

    def renew(self, digest: str) -> None:
        """Remember that the data have this hash."""
        with suppress(CannotWriteError, OSError):
            if self._unchanged():
                self._remember(digest)

    def _unchanged(self) -> bool:
        return self._began is not None and self._began[0] == self._stamp()

    def _remember(self, digest: str) -> None:
        assert self._began is not None
        body = {"sha256": digest, "stamp": self._began[0], "taken": self._began[1]}
        write_atomic(self._folder / f"{self._name}.json", json.dumps(body))

    def _all(self, digest: str, file: str) -> Sums | None:
        try:
            with np.load(self._path(digest), allow_pickle=False) as kept:
                keys = {tuple(key) for key in json.loads(bytes(kept["about"]).decode())["keys"]}
        except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
            return None
        return self.load(digest, keys, file)


def _packed(sums: Sums) -> bytes:
    """Sums as an ``npz`` file: arrays by number, names in JSON."""
    arrays: dict[str, np.ndarray[Any, Any]] = {}
    samples: dict[str, dict[str, Any]] = {}
    items: list[dict[str, Any]] = []
    for number, (_, by_sample) in enumerate(sums.cells.items()):
        item: dict[str, Any] = {}
        for place, (sample, cells) in enumerate(by_sample.items()):
            if sample not in samples:
                samples[sample] = {
                    "strata": cells.strata,
                    "units": cells.units,
                    "clustered": cells.clustered,
                    "replication": asdict(cells.replication) if cells.replication else None,
                }
                arrays[f"rows-{list(samples).index(sample)}"] = cells.rows
            item[sample] = {
                "place": place,
                "columns": cells.columns,
                "n_not_asked": cells.n_not_asked,
                "n_not_stated": cells.n_not_stated,
                "replicate_dof": cells.replicate_dof,
                "replicated": cells.replicates is not None,
            }
            name = f"{number}-{place}"
            arrays |= {f"n-{name}": cells.n, f"w-{name}": cells.w, f"w2-{name}": _diagonal(cells)}
            if cells.replicates is not None:
                arrays[f"r-{name}"] = cells.replicates
        items.append(item)
    about = {
        "keys": list(sums.cells),
        "items": items,
        "samples": samples,
        "rows": dict(sums.rows),
        "unasked": {i: (n, (at.line, at.column)) for i, (n, at) in sums.unasked.items()},
    }
    arrays["about"] = np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)
    stream = io.BytesIO()
    np.savez(stream, **arrays)  # type: ignore[arg-type]
    return stream.getvalue()


def _diagonal(cells: Cells) -> np.ndarray[Any, Any]:
    """The sums of squares; only their diagonals, where nobody has two answers."""
    size = len(cells.columns)
    diagonal = np.einsum("hcc->hc", cells.w2)
    whole = np.zeros_like(cells.w2)
    place = np.arange(size)
    whole[:, place, place] = diagonal
    return diagonal if (whole == cells.w2).all() else cells.w2


def _cells(kept: Any, body: Mapping[str, Any], number: int) -> Any:
    """The cells of one item, by sample."""
    names = list(body["samples"])
    for sample, own in body["items"][number].items():
        shared = body["samples"][sample]
        name = f"{number}-{own['place']}"
        w2 = kept[f"w2-{name}"]
        if w2.ndim == 2:
            place = np.arange(w2.shape[1])
            whole = np.zeros((*w2.shape, w2.shape[1]))
            whole[:, place, place] = w2
            w2 = whole
        replication = shared["replication"]
        if replication is not None:
            replication = Replication(**{**replication, "rscales": tuple(replication["rscales"])})
        yield (
            sample,
            Cells(
                columns=tuple(own["columns"]),
                strata=tuple(shared["strata"]),
                units=tuple(map(tuple, shared["units"])),
                clustered=shared["clustered"],
                rows=kept[f"rows-{names.index(sample)}"],
                n=kept[f"n-{name}"],
                w=kept[f"w-{name}"],
                w2=w2,
                n_not_asked=own["n_not_asked"],
                n_not_stated=own["n_not_stated"],
                replicates=kept[f"r-{name}"] if own["replicated"] else None,
                replication=replication,
                replicate_dof=own["replicate_dof"],
            ),
        )
