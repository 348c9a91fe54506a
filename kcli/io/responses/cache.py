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
import os
import stat
import time
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
_FORMAT = 2  # of the files
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
                np.load(stream, allow_pickle=False) as kept,
            ):
                body = json.loads(bytes(kept["about"]).decode())
                keys = {tuple(key): number for number, key in enumerate(body["keys"])}
                if wanted is not None and not wanted <= keys.keys():
                    return None
                some = keys if wanted is None else wanted
                cells = {key: dict(_cells(kept, body, keys[key])) for key in some}
            unasked = {
                item: (int(count), Where(file, int(line), int(column)))
                for item, (count, (line, column)) in body["unasked"].items()
            }
            return Sums(file, cells, unasked, {str(k): int(n) for k, n in body["rows"].items()})
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
    """Sums as an ``npz`` file: names in JSON, and of each item few arrays for all its samples.

    A small array takes as long to find as a large one.
    """
    arrays: dict[str, np.ndarray[Any, Any]] = {}
    samples: dict[str, dict[str, Any]] = {}
    items: list[dict[str, Any]] = []
    for number, (_, by_sample) in enumerate(sums.cells.items()):
        item: dict[str, Any] = {}
        for sample, cells in by_sample.items():
            if sample not in samples:
                samples[sample] = {
                    "strata": cells.strata,
                    "units": cells.units,
                    "clustered": cells.clustered,
                    "replication": asdict(cells.replication) if cells.replication else None,
                }
                arrays[f"rows-{list(samples).index(sample)}"] = cells.rows
            item[sample] = {
                "columns": cells.columns,
                "n_not_asked": cells.n_not_asked,
                "n_not_stated": cells.n_not_stated,
                "replicate_dof": cells.replicate_dof,
                "replicates": None if cells.replicates is None else len(cells.replicates),
            }
        every = list(by_sample.values())
        if every:
            arrays[f"n-{number}"] = np.concatenate([cells.n for cells in every])
            arrays[f"w-{number}"] = np.concatenate([cells.w for cells in every])
            arrays[f"w2-{number}"] = _diagonal(np.concatenate([cells.w2 for cells in every]))
        replicated = [cells.replicates for cells in every if cells.replicates is not None]
        if replicated:
            arrays[f"r-{number}"] = np.concatenate(replicated)
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


def _diagonal(w2: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The sums of squares; only their diagonals, where nobody has two answers."""
    diagonal: np.ndarray[Any, Any] = np.einsum("hcc->hc", w2)
    return diagonal if (_whole(diagonal) == w2).all() else w2


def _whole(diagonal: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    place = np.arange(diagonal.shape[1])
    found = np.zeros((*diagonal.shape, diagonal.shape[1]))
    found[:, place, place] = diagonal
    return found


def _cells(kept: Any, body: Mapping[str, Any], number: int) -> Any:
    """The cells of one item, by sample."""
    names = list(body["samples"])
    own = body["items"][number]
    if not own:
        return
    n, w, w2 = (_Pieces(kept[f"{kind}-{number}"]) for kind in ("n", "w", "w2"))
    if w2.whole.ndim == 2:
        w2 = _Pieces(_whole(w2.whole))
    replicated = any(each["replicates"] is not None for each in own.values())
    replicates = _Pieces(kept[f"r-{number}"]) if replicated else None
    for sample, each in own.items():
        shared = body["samples"][sample]
        units, strata, width = len(shared["units"]), len(shared["strata"]), len(each["columns"])
        rows = kept[f"rows-{names.index(sample)}"]
        if rows.shape != (units,):
            raise ValueError
        count = each["replicates"]
        some = None if count is None or replicates is None else replicates.next(count, width)
        replication = shared["replication"]
        if replication is not None:
            replication = Replication(**{**replication, "rscales": tuple(replication["rscales"])})
        yield (
            sample,
            Cells(
                columns=tuple(each["columns"]),
                strata=tuple(shared["strata"]),
                units=tuple(map(tuple, shared["units"])),
                clustered=shared["clustered"],
                rows=rows,
                n=n.next(units, width),
                w=w.next(units, width),
                w2=w2.next(strata, width, width),
                n_not_asked=each["n_not_asked"],
                n_not_stated=each["n_not_stated"],
                replicates=some,
                replication=replication,
                replicate_dof=each["replicate_dof"],
            ),
        )
    for pieces in (n, w, w2, *([replicates] if replicates else [])):
        pieces.end()


class _Pieces:
    """An array whose rows belong to one sample after the other."""

    def __init__(self, whole: np.ndarray[Any, Any]) -> None:
        self.whole, self._at = whole, 0

    def next(self, *shape: int) -> np.ndarray[Any, Any]:
        """As many rows as the next sample has. Raises ValueError where they are others."""
        piece = self.whole[self._at : self._at + shape[0]]
        self._at += shape[0]
        if piece.shape != shape:
            raise ValueError
        return piece

    def end(self) -> None:
        """Raises ValueError where rows are left."""
        if self._at != len(self.whole):
            raise ValueError
