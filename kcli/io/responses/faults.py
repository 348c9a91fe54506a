"""What is wrong with a file of responses: counted by kind, the first of each kind shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from kcli.errors import Fault, InputError, Where

__all__ = ["Faults"]

_SHOWN = 20  # faults of one kind that are printed one by one


class Faults:
    """Faults in the order of the checks that found them; their places are looked up when shown."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._found: dict[str, list[Fault]] = {}

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(
        self, check: str, code: str, message: str, where: Where | Callable[[], Where],
        got: str | None = None, hint: str | None = None,
    ) -> None:  # fmt: skip
        """One more; ``check`` is who found it."""
        self.counts[code] += 1
        if self.counts[code] <= _SHOWN:
            place = where() if callable(where) else where
            self._found.setdefault(check, []).append(Fault(code, message, place, got, hint))

    def stop(self, checks: tuple[str, ...], last: Where) -> None:
        """Raise InputError with them all, if there are any; ``last`` is the end of the file."""
        if not self._found:
            return
        faults = [fault for check in checks for fault in self._found.get(check, ())]
        for code, count in self.counts.items():
            if count > _SHOWN:
                message = f"and {count - _SHOWN} more of this kind"
                faults.append(Fault(code, message, last))
        raise InputError(faults)
