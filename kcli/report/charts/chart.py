"""A picture with its words, and what the pictures need to be drawn."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PACKAGES", "Chart"]

PACKAGES = ("vl-convert-python",)
"""What draws: the bytes of a picture may change with its version."""


@dataclass(frozen=True)
class Chart:
    """A picture: its title, what is seen in it, and the drawing.

    ``drawing`` is an SVG that names itself by the id; ``svg`` has the id filled
    in, so that a chart with another id is another chart.
    """

    id: str
    title: str
    description: str
    drawing: str
    width: int
    height: int

    @property
    def svg(self) -> str:
        """The SVG, whose first elements are its title and its description."""
        return self.drawing.replace("{id}", self.id)
