"""A small corpus out of a large one: the inputs that reach a line of kcli that no other does."""

from __future__ import annotations

import heapq
import math
import shutil
import sys
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from types import FrameType
from typing import Any

from fuzz.seeds import CORPUS
from fuzz.target import Target
from fuzz.targets import make

import kcli

MOST = 14_000  # bytes a target
SMALL = 100  # bytes that do not count: so many smaller inputs are not better than one
OWN = str(Path(kcli.__file__).resolve().parent)
Line = tuple[str, int]


def keep(name: str, corpus: Path) -> tuple[int, int]:
    """Renew the corpus of a target from a working one; how many inputs it has, and bytes."""
    folder = CORPUS / name
    old = [path.read_bytes() for path in sorted(folder.glob("*"))]
    inputs = dict.fromkeys([*old, *(path.read_bytes() for path in sorted(corpus.iterdir()))])
    chosen = smallest(inputs, make(name), lines_of(name))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for data in chosen:
        (folder / sha256(data).hexdigest()[:12]).write_bytes(data)
    return len(chosen), sum(map(len, chosen))


def smallest(
    inputs: Iterable[bytes], target: Target, lines: Callable[[bytes], set[Line]]
) -> list[bytes]:
    """Time and again the input that reaches most new lines for its size, up to a size.

    The smallest that is read and the smallest that is refused come first, whatever their sizes.
    """
    ordered = sorted(inputs, key=lambda data: (len(data), data))
    read = {data: _is_read(target, data) for data in ordered}
    firsts = (next((d for d in ordered if read[d] is wanted), None) for wanted in (True, False))
    chosen = [data for data in firsts if data is not None]
    reached = set().union(*map(lines, chosen))
    waiting = [(-math.inf, data, lines(data)) for data in ordered if data not in chosen]
    size = sum(map(len, chosen))
    while waiting:
        _, data, own = heapq.heappop(waiting)
        worth = len(own - reached) / (len(data) + SMALL)
        if not worth or size + len(data) > MOST:
            continue
        if waiting and -waiting[0][0] > worth:  # another may be worth more by now
            heapq.heappush(waiting, (-worth, data, own))
            continue
        chosen.append(data)
        reached |= own
        size += len(data)
    return chosen


def _is_read(target: Target, data: bytes) -> bool:
    try:
        return target.run(data)
    except Exception:  # noqa: BLE001 - what breaks is a finding, and no part of the corpus
        return False


def lines_of(name: str) -> Callable[[bytes], set[Line]]:
    """The lines of kcli that run for an input of a target; none for one that breaks it."""
    target = make(name)

    def lines(data: bytes) -> set[Line]:
        reached: set[Line] = set()

        def note(frame: FrameType, event: str, _: Any) -> Any:
            reached.add((frame.f_code.co_filename, frame.f_lineno))
            return note

        def enter(frame: FrameType, event: str, _: Any) -> Any:
            return note if frame.f_code.co_filename.startswith(OWN) else None

        sys.settrace(enter)
        try:
            target.run(data)
        except Exception:  # noqa: BLE001 - what breaks is a finding, and no part of the corpus
            return set()
        finally:
            sys.settrace(None)
        return reached

    return lines
