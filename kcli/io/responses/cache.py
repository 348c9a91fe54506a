"""Sums that were read before, kept beside the project in ``.kcli/cells``.

What is kept is named by the hashes of the data and of the questionnaire and
by kcli's version: where any of them is another, nothing is found. Data whose
size, times and inode are those of the last reading are not hashed again,
unless they are so new that a change might not show. Whatever cannot be read
back is as good as not there, and whatever cannot be written is left. Links
are not followed: nothing is read or written outside the project's own folder.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import os
import stat
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kcli import __version__
from kcli.cells.cells import Cells, Ints, strata_of
from kcli.cells.sums import Sums
from kcli.cells.tally import Key
from kcli.errors import CannotWriteError, Where
from kcli.io.write import make_folder, write_atomic
from kcli.stats.replicates import Replication

__all__ = ["Cache"]

FOLDER = ".kcli"
_FORMAT = 3  # of the files
_SETTLED = 2_000_000_000  # nanoseconds after which a file's times tell every change
_LARGEST_NOTE = 10_000  # bytes of what is remembered of the data
_SURE = os.name != "nt"
"""Whether a file has a time that nobody can set back, so that it need not be hashed each time."""
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
        if not self._is_own():
            return True
        try:
            return next(self._folder.glob(f"{self._name}-*.npz"), None) is None
        except OSError:  # a folder that may not be read
            return True

    def _is_own(self) -> bool:
        """Whether the folder is one that may be read, and no link to another."""
        try:
            return all(
                path.is_dir() and not path.is_symlink()
                for path in (self._folder.parent, self._folder)
            )
        except OSError:
            return False

    def known_hash(self) -> str | None:
        """The sha256 of the data, if nothing has touched them since it was taken."""
        try:
            kept = json.loads(_read(self._folder / f"{self._name}.json", _LARGEST_NOTE))
            stamp = self._stamp()
        except (OSError, ValueError, RecursionError):
            return None
        if not isinstance(kept, dict) or kept.get("stamp") != stamp:
            return None
        taken, digest = kept.get("taken"), kept.get("sha256")
        if not isinstance(taken, int) or not isinstance(digest, str):
            return None
        return digest if _SURE and _settled(stamp, taken) else None

    def _stamp(self) -> list[int]:
        found = self._data.stat()
        return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_dev]

    def _path(self, digest: str) -> Path:
        words = (_FORMAT, __version__, digest, self._questionnaire)
        mark = hashlib.sha256(json.dumps(words).encode()).hexdigest()[:32]
        return self._folder / f"{self._name}-{mark}.npz"

    def load(self, digest: str, wanted: set[Key], file: str) -> Sums | None:
        """The sums of these data, if all that is wanted is among them."""
        return self._loaded(digest, file, wanted)

    def _loaded(self, digest: str, file: str, wanted: set[Key] | None) -> Sums | None:
        """The same; all that there are where ``wanted`` is None."""
        path = self._path(digest)
        try:
            with (
                open(path, "rb", opener=_regular) as stream,
                np.load(stream, allow_pickle=False) as arrays,
            ):
                kept = _Kept(arrays)
                if wanted is not None and not wanted <= kept.keys.keys():
                    return None
                some = kept.keys if wanted is None else wanted
                cells = {key: kept.cells(key) for key in some}
            unasked = {
                item: (int(count), Where(file, int(line), int(column)))
                for item, (count, (line, column)) in kept.body["unasked"].items()
            }
            rows = {str(name): int(count) for name, count in kept.body["rows"].items()}
            return Sums(file, cells, unasked, rows)
        except Exception:  # noqa: BLE001 - a damaged file may fail in any way
            return None

    def save(self, digest: str, sums: Sums, *, apart: bool = False) -> None:
        """Keep sums, with those of the same data that are there already.

        ``apart``: the hash was taken of the file, and not of the very bytes that were summed;
        where the file is so new that a change in between might not show, nothing is kept.
        """
        if self._began is None or (apart and not _settled(*self._began)):
            return
        before = self._loaded(digest, sums.file, None) if self._is_own() else None
        cells = {**before.cells, **sums.cells} if before else dict(sums.cells)
        unasked = {**before.unasked, **sums.unasked} if before else dict(sums.unasked)
        path = self._path(digest)
        with suppress(CannotWriteError, OSError):
            if not self._unchanged() or self._folder.parent.is_symlink():
                return
            make_folder(self._folder)
            if not self._is_own():
                return
            for name, text in ((".gitignore", "*\n"), ("CACHEDIR.TAG", _TAG), ("README", _NOTE)):
                if not os.path.lexists(self._folder.parent / name):
                    write_atomic(self._folder.parent / name, text)
            whole = replace(sums, cells=cells, unasked=unasked)
            _put(path, _packed(whole))
            self._remember(digest)
            for old in self._folder.glob(f"{self._name}-*.npz"):
                if old != path and len(old.stem) == len(path.stem):
                    old.unlink()

    def renew(self, digest: str) -> None:
        """Remember that the data have this hash."""
        with suppress(CannotWriteError, OSError):
            if self._unchanged() and self._is_own():
                self._remember(digest)

    def _unchanged(self) -> bool:
        return self._began is not None and self._began[0] == self._stamp()

    def _remember(self, digest: str) -> None:
        assert self._began is not None
        body = {"sha256": digest, "stamp": self._began[0], "taken": self._began[1]}
        _put(self._folder / f"{self._name}.json", json.dumps(body).encode())


def _settled(stamp: list[int], taken: int) -> bool:
    """Whether the data were old enough when they were read that a later change has other times."""
    return taken - max(stamp[1], stamp[2]) > _SETTLED


def _read(path: Path, most: int) -> bytes:
    """A regular file. Raises OSError for anything else, ValueError for one that is too large."""
    with open(path, "rb", opener=_regular) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise ValueError
    return data


def _regular(path: str, flags: int) -> int:
    if not stat.S_ISREG(os.lstat(path).st_mode):
        raise OSError
    return os.open(path, flags)


def _put(path: Path, data: bytes) -> None:
    """Write a file where there is none, or a regular one; a link is taken away first."""
    if path.is_symlink():
        path.unlink()
    if not path.exists() or path.is_file():
        write_atomic(path, data)


def _packed(sums: Sums) -> bytes:
    """Sums as an ``npz`` file: names in JSON, the rows of all samples, and an array an item.

    A small array takes as long to find as a large one; and one item must not cost what all do.
    """
    samples: dict[str, dict[str, Any]] = {}
    rows: list[Ints] = []
    items: list[dict[str, Any]] = []
    arrays: dict[str, NDArray[Any]] = {}
    for number, by_sample in enumerate(sums.cells.values()):
        own: dict[str, Any] = {}
        for sample, cells in by_sample.items():
            if sample not in samples:
                samples[sample] = {
                    "strata": cells.strata,
                    "units": cells.units,
                    "clustered": cells.clustered,
                    "replication": asdict(cells.replication) if cells.replication else None,
                }
                rows.append(cells.rows)
            own[sample] = {
                "columns": cells.columns,
                "n_not_asked": cells.n_not_asked,
                "n_not_stated": cells.n_not_stated,
                "replicate_dof": cells.replicate_dof,
                "replicates": None if cells.replicates is None else len(cells.replicates),
            }
        every = list(by_sample.values())
        single = all((_whole(_diagonal(cells.w2)) == cells.w2).all() for cells in every)
        items.append({"single": single, "samples": own})
        arrays[f"item-{number}"] = _joined(
            part for cells in every for part in _parts(cells, single=single)
        )
    about = {
        "keys": list(sums.cells),
        "items": items,
        "samples": samples,
        "rows": dict(sums.rows),
        "unasked": {i: (n, (at.line, at.column)) for i, (n, at) in sums.unasked.items()},
    }
    arrays["rows"] = _joined(rows)
    arrays["about"] = np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)
    stream = io.BytesIO()
    np.savez(stream, **arrays)  # type: ignore[arg-type]
    return stream.getvalue()


def _parts(cells: Cells, *, single: bool) -> list[NDArray[Any]]:
    """The arrays of a sample, in the order in which they are kept."""
    some = [cells.n, cells.w, _diagonal(cells.w2) if single else cells.w2]
    return some if cells.replicates is None else [*some, cells.replicates]


def _joined(parts: Iterable[NDArray[Any]]) -> NDArray[np.float64]:
    """All numbers of some arrays; counts of respondents are exact as floats, too."""
    flat = [np.asarray(part, float).reshape(-1) for part in parts]
    return np.concatenate(flat) if flat else np.empty(0)


def _diagonal(w2: NDArray[Any]) -> NDArray[Any]:
    """The sums of squares of single answers; nobody has two where that is all there is."""
    return np.asarray(np.einsum("hcc->hc", w2))


def _whole(diagonal: NDArray[Any]) -> NDArray[Any]:
    place = np.arange(diagonal.shape[1])
    found = np.zeros((*diagonal.shape, diagonal.shape[1]))
    found[:, place, place] = diagonal
    return found


class _Kept:
    """What was packed, item by item. Whatever does not fit raises an error of some kind."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._arrays = arrays
        self.body = json.loads(bytes(arrays["about"]).decode())
        self.keys = {tuple(key): number for number, key in enumerate(self.body["keys"])}
        rows = _Pieces(arrays["rows"])
        self._shared = {name: _design(own, rows) for name, own in self.body["samples"].items()}
        rows.end()

    def cells(self, key: Key) -> dict[str, Cells]:
        """The cells of one item, by sample."""
        number = self.keys[key]
        item = self.body["items"][number]
        pieces = _Pieces(self._arrays[f"item-{number}"])
        found = {}
        for sample, own in item["samples"].items():
            shared = self._shared[sample]
            units, strata, width = len(shared["units"]), len(shared["strata"]), len(own["columns"])
            n, w = pieces.next(units, width), pieces.next(units, width)
            single = item["single"]
            w2 = _whole(pieces.next(strata, width)) if single else pieces.next(strata, width, width)
            count = own["replicates"]
            found[sample] = Cells(
                **shared,
                columns=tuple(own["columns"]),
                n=n.astype(np.int64),
                w=w,
                w2=w2,
                n_not_asked=own["n_not_asked"],
                n_not_stated=own["n_not_stated"],
                replicates=None if count is None else pieces.next(count, width),
                replicate_dof=own["replicate_dof"],
            )
        pieces.end()
        return found


def _design(own: Mapping[str, Any], rows: _Pieces) -> dict[str, Any]:
    """What the cells of all items of a sample have in common."""
    strata, units = tuple(own["strata"]), tuple(map(tuple, own["units"]))
    replication = own["replication"]
    if replication is not None:
        replication = Replication(**{**replication, "rscales": tuple(replication["rscales"])})
    return {
        "strata": strata,
        "units": units,
        "clustered": own["clustered"],
        "rows": rows.next(len(units)).astype(np.int64),
        "replication": replication,
        "known_strata": strata_of(strata, units),
    }


class _Pieces:
    """An array whose numbers belong to one thing after the other."""

    def __init__(self, whole: NDArray[Any]) -> None:
        self._whole, self._at = whole, 0

    def next(self, *shape: int) -> NDArray[Any]:
        """As many as the next one has. Raises ValueError where there are fewer."""
        begin, self._at = self._at, self._at + math.prod(shape)
        return self._whole[begin : self._at].reshape(shape)

    def end(self) -> None:
        """Raises ValueError where numbers are left."""
        if self._whole.shape != (self._at,):
            raise ValueError
