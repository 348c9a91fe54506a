"""A picture with its words, and what the pictures need to be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

__all__ = ["PACKAGES", "Chart"]

PACKAGES = ("vl-convert-python",)
"""What draws: the bytes of a picture may change with its version."""


class Sketch(Protocol):
    """A picture that is drawn when it is looked at."""

    @property
    def drawing(self) -> str:
        """An SVG that names itself by the id."""


@dataclass(frozen=True)
class Chart:
    """A picture: its title, what is seen in it, and the drawing.

    ``drawing`` is an SVG that names itself by ``{id}``; ``svg`` has the id filled
    in, so that a chart with another id is another chart.
    """

    id: str
    title: str
    description: str
    sketch: Sketch
    width: int
    height: int

    @property
    def drawing(self) -> str:
        """The SVG without the id."""
        return self.sketch.drawing

    @property
    def svg(self) -> str:
        """The SVG, whose first elements are its title and its description."""
        return self.drawing.replace("{id}", self.id)
