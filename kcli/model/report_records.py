"""What ``kcli report`` says of each file that it writes or checks."""

from __future__ import annotations

from typing import Literal

from kcli.model.records import record

__all__ = ["ReportRecord"]


@record
class ReportRecord:
    """One file of a report, and how it stands to what kcli would write now."""

    type: Literal["report"] = "report"
    report: str
    path: str
    language: str
    format: Literal["html", "markdown"]
    state: Literal["written", "unchanged", "current", "stale", "missing"]
    """written or unchanged by this command; with --check current, stale or missing."""
    sha256: str
    """Of the file as kcli writes it now."""
    edited: bool | None
    """Whether it is another file than the one that was written; null where no manifest tells."""
    changed: tuple[str, ...]
    """The inputs that are other ones than when it was written, each with how."""
    tools: tuple[str, ...]
    """The programs that have another version than when it was written."""
    synthetic: bool
