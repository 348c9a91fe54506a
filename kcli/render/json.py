"""JSON: one object, indented, in UTF-8; never NaN or Infinity."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kcli.model.records import Result
from kcli.render.envelope import envelope

if TYPE_CHECKING:
    from kcli.render import Settings

__all__ = ["render"]


def render(result: Result, settings: Settings) -> str:
    """The whole result."""
    return json.dumps(envelope(result), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
