"""Faults that claims.yaml accepts: still told, marked with the reason, and not counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kcli.analysis.checks.flaw import Flaw, flaw
from kcli.errors import Fault, nearest
from kcli.io.claims import AcknowledgedFault
from kcli.io.inspection import Inspection
from kcli.model.check_records import FaultRecord
from kcli.text.codes import CODES

__all__ = ["Told", "acknowledge"]

LONGEST_CELL = 60
"""How much of a cell is repeated."""


@dataclass(frozen=True)
class Told:
    """A flaw, and the survey whose files or facts it is about."""

    flaw: Flaw
    survey: str | None
    unreadable: bool = False
    """Whether it keeps something of the survey from being read."""


def acknowledge(
    inspection: Inspection,
    told: Sequence[Told],
    entries: Mapping[str, Sequence[AcknowledgedFault]],
) -> list[FaultRecord]:
    """A record of every fault, and of every acknowledgement that accepts none."""
    records = []
    used: set[AcknowledgedFault] = set()
    for each in told:
        accepting = [
            entry
            for survey, body in entries.items()
            for entry in body
            if _accepts(inspection, entry, each, survey)
        ]
        used.update(accepting)
        records.append(_record(each.flaw, accepting[0].reason if accepting else None))
    broken = {each.survey for each in told if each.unreadable}
    for survey, body in entries.items():
        if survey not in broken:  # what cannot be read may hold the fault that is accepted
            records += [_record(found, None) for found in _unused(body, used)]
    return records


def _accepts(inspection: Inspection, entry: AcknowledgedFault, told: Told, survey: str) -> bool:
    fault = told.flaw.fault
    if fault.code != entry.code:
        return False
    if entry.place in told.flaw.ids:
        return told.survey == survey
    path, _, line = entry.place.rpartition(":")
    if not line.isdecimal() or not path:
        path, line = entry.place, ""
    at = fault.where.path in (path, inspection.shown(path))
    return at and line in ("", str(fault.where.line))


def _unused(entries: Sequence[AcknowledgedFault], used: set[AcknowledgedFault]) -> Iterator[Flaw]:
    for entry in entries:
        if entry not in used:
            message = f"there is no fault {entry.code} at {entry.place!r}"
            hint = None
            if entry.code not in CODES:
                hint = nearest(entry.code, CODES) or "kcli explain lists the codes"
            yield flaw("acknowledged-nothing", message, entry.where, (), hint)


def _record(found: Flaw, reason: str | None) -> FaultRecord:
    fault = found.fault
    return FaultRecord(
        code=fault.code,
        severity=fault.severity,
        path=fault.where.path,
        line=fault.where.line,
        column=fault.where.column,
        message=_message(fault),
        hint=fault.hint,
        facts=tuple(finding.id for finding in found.findings),
        acknowledged=reason is not None,
        reason=reason,
    )


def _message(fault: Fault) -> str:
    got = f" (got {_cut(fault.got, LONGEST_CELL)!r})" if fault.got is not None else ""
    return f"{fault.message}{got}"


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 3]}..."
