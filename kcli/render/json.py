"""JSON: one object, indented, in UTF-8; never NaN or Infinity."""

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
    """The whole result."""
    document = json.dumps(envelope(result), ensure_ascii=False, indent=1, allow_nan=False)
    return escaped_json(document) + "\n"
