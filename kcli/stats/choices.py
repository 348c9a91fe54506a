"""What a user may choose where statisticians differ; no arrays, so it loads at once."""

from __future__ import annotations

from typing import Literal

__all__ = ["Lonely"]

Lonely = Literal["fail", "centered", "remove"]
"""What becomes of a stratum with a single sampling unit."""
