"""Workflow annotations, as GitHub reads them from the output of a step: one line each.

``::error file=FILE,line=LINE,col=COLUMN,title=CODE::MESSAGE``. What would end
a line, a property or the command is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kcli.errors import UsageError
from kcli.model.check_records import FaultRecord, Verdict
from kcli.model.diff_records import Difference
from kcli.model.records import Result
from kcli.text.unseen import shown

if TYPE_CHECKING:
    from kcli.render import Settings

__all__ = ["render"]

_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}


def render(result: Result, settings: Settings) -> str:
    """A line for each fault, each change, and each verdict that its claim does not expect.

    What is so of several waves stands in one line of the file, and is told once.
    """
    if result.command not in ("check", "verify", "diff"):
        hint = "kcli check, kcli verify and kcli diff have them"
        raise UsageError(f"github annotates faults and verdicts, not kcli {result.command}", hint)
    lines = (line for record in result.records for line in _annotations(record))
    return "".join(f"{line}\n" for line in dict.fromkeys(lines))


def _annotations(record: Any) -> Iterator[str]:
    if isinstance(record, FaultRecord):
        yield _fault(record)
    elif isinstance(record, Verdict) and not record.as_expected and record.verdict != "not_settled":
        where = {"file": record.path, "line": str(record.line)}
        title = f"{record.verdict}: {record.claim}"
        yield _annotation("error", {**where, "title": title}, record.text)
    elif isinstance(record, Difference) and record.counts:
        where = {"file": record.path, "line": str(record.line)}
        item = record.item_to or record.item_from
        title = f"{record.survey_to}.{item}" if item else record.survey_to
        yield _annotation("warning", {**where, "title": title}, record.text)


def _fault(record: FaultRecord) -> str:
    where = {"file": record.path}
    if record.line:
        where["line"] = str(record.line)
        if record.column:
            where["col"] = str(record.column)
    text = "; ".join(part for part in (record.message, record.hint) if part)
    if record.acknowledged:
        text = f"{text}; acknowledged: {record.reason}"
    level = "notice" if record.acknowledged else record.severity
    return _annotation(level, {**where, "title": record.code}, text)


def _annotation(level: str, properties: dict[str, str], text: str) -> str:
    told = ",".join(f"{name}={_escaped(value, _PROPERTY)}" for name, value in properties.items())
    return f"::{level} {told}::{_escaped(text, _DATA)}"


def _escaped(text: str, signs: dict[str, str]) -> str:
    return shown("".join(signs.get(sign, sign) for sign in text))
