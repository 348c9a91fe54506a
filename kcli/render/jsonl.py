"""JSON lines: a line of type ``result`` with everything but the records, then a line a record."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kcli.model.records import Result
from kcli.render.envelope import envelope
from kcli.text.unseen import escaped_json

if TYPE_CHECKING:
    from kcli.render import Settings

__all__ = ["render"]


def render(result: Result, settings: Settings) -> str:
    """One JSON value a line."""
    whole = envelope(result)
    records = whole.pop("records")
    if result.synthetic:
        records = [{**record, "synthetic": True} for record in records]
    lines = [{"type": "result", **whole}, *records]
    told = (json.dumps(line, ensure_ascii=False, allow_nan=False) for line in lines)
    return "".join(f"{escaped_json(line)}\n" for line in told)
