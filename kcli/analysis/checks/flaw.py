"""A flaw: a fault of a file, with the findings it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from kcli.errors import Fault, Where
from kcli.model.evidence import Finding
from kcli.text.codes import CODES

__all__ = ["Declared", "Flaw", "flaw"]


class Declared(Protocol):
    """The text of a questionnaire: where its parts stand, and how they are written."""

    def where(self, path: tuple[str | int, ...], *, key: bool = False) -> Where:
        """The place of a path, or of the nearest part of it that there is."""

    def written(self, path: tuple[str | int, ...]) -> str | None:
        """The text that stands at a path, if one does."""


@dataclass(frozen=True)
class Flaw:
    """A fault, and the findings that it is about: the one that is most in doubt first."""

    fault: Fault
    findings: tuple[Finding, ...] = ()

    @property
    def ids(self) -> frozenset[str]:
        """The ids of its findings."""
        return frozenset(finding.id for finding in self.findings)


def flaw(
    code: str,
    message: str,
    where: Where,
    findings: Iterable[Finding] | Sequence[Finding] = (),
    hint: str | None = None,
) -> Flaw:
    """A flaw as severe as its code is."""
    severity = CODES[code].severity
    assert severity != "note", f"{code} is no fault"
    return Flaw(Fault(code, message, where, hint=hint, severity=severity), tuple(findings))
