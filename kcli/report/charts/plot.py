"""Marks on a scale, in Vega-Lite: a plot knows where, the library turns it into SVG.

Heights are pixels from the top of the plot. A mark belongs to a layer, and the
layer's name is the class of its marks in the SVG. Later layers cover earlier ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from kcli.report.charts.palette import INK, MUTED, PAPER

__all__ = ["SIZE", "SMALL", "Plot"]

SIZE, SMALL = 14, 13
_CHANNELS = {"shape": "nominal", "size": "quantitative", "fill": "nominal", "stroke": "nominal"}
Align = Literal["left", "center", "right"]


@dataclass
class _Layer:
    """Marks of one kind that differ in their place and colour only."""

    name: str
    kind: str
    settings: dict[str, Any]
    rows: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Plot:
    """A part of a picture: ``left`` and ``top`` say where; without a domain ``x`` is pixels too."""

    left: float
    top: float
    width: float
    height: float
    domain: tuple[float, float] | None = None
    ticks: Sequence[float] = ()
    tick_text: str = "datum.label"
    """How the library writes a tick, in its own language of expressions."""
    layers: list[_Layer] = field(default_factory=list)

    def rule(
        self,
        name: str,
        start: tuple[float, float],
        end: tuple[float, float],
        colour: str = INK,
        *,
        width: float = 1.5,
        dash: tuple[float, ...] = (),
        opacity: float = 1,
    ) -> None:
        """A straight line."""
        settings: dict[str, Any] = {"strokeWidth": width, "opacity": opacity}
        if dash:
            settings["strokeDash"] = list(dash)
        self._add(name, "rule", settings, start, {**_end(end), "stroke": colour})

    def bar(
        self,
        name: str,
        start: tuple[float, float],
        end: tuple[float, float],
        colour: str,
        *,
        opacity: float = 1,
        outline: str | None = None,
    ) -> None:
        """A rectangle, from one corner to the other."""
        settings = {"fillOpacity": opacity, "strokeWidth": 1.5 if outline else 0}
        row = {**_end(end), "fill": colour, "stroke": outline or colour}
        self._add(name, "rect", settings, start, row)

    def point(
        self,
        name: str,
        place: tuple[float, float],
        colour: str,
        *,
        shape: str = "circle",
        size: float = 64,
        hollow: bool = False,
    ) -> None:
        """A sign; a hollow one has the colour of the page inside."""
        row = {"fill": PAPER if hollow else colour, "stroke": colour, "shape": shape, "size": size}
        self._add(name, "point", {"strokeWidth": 1.5, "opacity": 1}, place, row)

    def text(
        self,
        name: str,
        place: tuple[float, float],
        text: str,
        *,
        align: Align = "left",
        colour: str = INK,
        size: int = SIZE,
        bold: bool = False,
    ) -> None:
        """A line of text, its middle at the height that is given."""
        settings = {
            "align": align,
            "baseline": "middle",
            "fontSize": size,
            "fontWeight": "bold" if bold else "normal",
        }
        self._add(name, "text", settings, place, {"text": text, "fill": colour})

    def _add(
        self,
        name: str,
        kind: str,
        settings: dict[str, Any],
        place: tuple[float, float],
        row: dict[str, Any],
    ) -> None:
        full = {"x": round(place[0], 6), "y": round(place[1], 2), **row}
        for layer in self.layers:
            if (layer.name, layer.kind, layer.settings) == (name, kind, settings):
                layer.rows.append(full)
                return
        self.layers.append(_Layer(name, kind, settings, [full]))

    def spec(self) -> dict[str, Any]:
        """What the library is given to draw, in Vega-Lite: nothing in it depends on a font."""
        return {
            "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
            "width": self.width,
            "height": self.height,
            "padding": 0,
            "autosize": {"type": "none"},
            "background": "transparent",
            "config": {"view": {"strokeWidth": 0}},
            "layer": [self._layer(layer, place) for place, layer in enumerate(self.layers)],
        }

    def _layer(self, layer: _Layer, place: int) -> dict[str, Any]:
        keys = layer.rows[0].keys()
        encoding: dict[str, Any] = {
            "x": {"field": "x", "type": "quantitative", **self._scale()},
            "y": {"field": "y", "type": "quantitative", "scale": None, "axis": None},
        }
        encoding |= {key: {"field": key} for key in ("x2", "y2") if key in keys}
        encoding |= {
            key: {"field": key, "type": kind, "scale": None}
            for key, kind in _CHANNELS.items()
            if key in keys
        }
        if "text" in keys:
            encoding["text"] = {"field": "text", "type": "nominal"}
        return {
            "name": f"{layer.name}-{place}",
            "data": {"values": layer.rows},
            "mark": {"type": layer.kind, **layer.settings},
            "encoding": encoding,
        }

    def _scale(self) -> dict[str, Any]:
        """The scale of x and its axis; of a plot in pixels there is none."""
        if self.domain is None:
            return {"scale": None, "axis": None}
        scale = {"domain": list(self.domain), "nice": False, "zero": False, "clamp": False}
        return {"scale": scale, "axis": self._axis() if self.ticks else None}

    def _axis(self) -> dict[str, Any]:
        return {
            "values": list(self.ticks),
            "title": None,
            "domain": False,
            "ticks": False,
            "grid": False,
            "labelExpr": self.tick_text,
            "labelFontSize": SMALL,
            "labelColor": MUTED,
            "labelPadding": 6,
            "labelOverlap": False,
            "labelBound": False,
            "labelFlush": False,
            "labelLimit": 0,
            "zindex": 0,
        }


def _end(place: tuple[float, float]) -> dict[str, float]:
    return {"x2": round(place[0], 6), "y2": round(place[1], 2)}
