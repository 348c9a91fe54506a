"""What is wrong with a file of responses: counted by kind, the first of each kind shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from kcli.errors import Fault, InputError, Where

__all__ = ["Faults"]

_SHOWN = 20  # faults of one kind that are printed one by one


class Faults:
    """Faults by the check that found them; their places are looked up when they are shown.

    Which of many are shown does not hang on how many rows were read at a time.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._found: dict[tuple[str, int], list[Fault]] = {}
        self._kept: Counter[tuple[str, int, str]] = Counter()

    def __bool__(self) -> bool:
        return bool(self._found)

    def note_fault(
        self, check: str, code: str, message: str, where: Where | Callable[[], Where],
        got: str | None = None, hint: str | None = None, part: int = 0,
    ) -> None:  # fmt: skip
        """One more; ``check`` is who found it, in which of the parts it looks at in turn."""
        self.counts[code] += 1
        kept = (check, part, code)
        if self._kept[kept] < _SHOWN:
            self._kept[kept] += 1
            place = where() if callable(where) else where
            self._found.setdefault((check, part), []).append(Fault(code, message, place, got, hint))

    def stop(self, checks: tuple[str, ...], last: Where) -> None:
        """Raise InputError with them all, if there are any; ``last`` is the end of the file."""
        if not self._found:
            return
        told: Counter[str] = Counter()
        faults = []
        for check, part in sorted(self._found, key=lambda key: (checks.index(key[0]), key[1])):
            for fault in self._found[check, part]:
                told[fault.code] += 1
                if told[fault.code] <= _SHOWN:
                    faults.append(fault)
        for code in told:
            if self.counts[code] > _SHOWN:
                message = f"and {self.counts[code] - _SHOWN} more of this kind"
                faults.append(Fault(code, message, last))
        raise InputError(faults)
