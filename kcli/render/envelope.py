"""A result as plain data: the same keys whatever the flags, and nothing of this machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from kcli import __version__
from kcli.model.records import Result

__all__ = ["envelope", "marked_synthetic"]


def envelope(result: Result, records: list[Any] | None = None) -> dict[str, Any]:
    """Everything but the records, then the records: as dictionaries, or as they are given."""
    return {
        "schema": f"kcli.{result.command}/1",
        "kcli": __version__,
        "command": result.command,
        "project": result.project,
        "synthetic": result.synthetic,
        "parameters": result.parameters,
        "inputs": [asdict(file) for file in result.inputs],
        "sources": [asdict(source) for source in result.sources],
        "records": result.rows() if records is None else records,
        "notes": [asdict(note) for note in result.notes],
    }


def marked_synthetic(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of a table of invented respondents: a word that nobody overlooks stands first.

    >>> marked_synthetic({"type": "survey", "synthetic": True})
    {'synthetic': 'SYNTHETIC', 'type': 'survey'}
    """
    return {"synthetic": "SYNTHETIC"} | {k: v for k, v in row.items() if k != "synthetic"}
