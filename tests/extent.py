"""How much of what could be tried without end is tried."""

from __future__ import annotations

import os

__all__ = ["THOROUGH"]

THOROUGH = os.environ.get("KCLI_TESTS") in ("all", "spawn")
"""Whether time does not matter: ``KCLI_TESTS=all``."""
