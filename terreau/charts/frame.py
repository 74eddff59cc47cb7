"""The frame of a picture: its size, its scales and axes, and marks placed by the pixel.

Every picture has a fixed size that this module knows to the pixel, so that nothing is clipped
and the same data always gives the same drawing.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from terreau.charts.chart import Spec
from terreau.charts.palette import GRID, INK, MUTED, PAPER

WIDE, NARROW = 640, 360
SIZE = 13
"""Font size in pixels: one step under the page's text when the picture has its natural size."""
LINE = 16
"""Distance of two lines of text."""
PALE = 0.4
"""Opacity of what is there without being compared."""

CONFIG: Spec = {
    "aria": False,
    "background": None,
    "font": "Liberation Sans",
    "view": {"stroke": None, "fill": None},
    "axis": {
        "labelFontSize": SIZE,
        "labelColor": MUTED,
        "labelPadding": 8,
        "ticks": False,
        "title": None,
        "domain": False,
        "gridColor": GRID,
        "gridWidth": 1,
    },
}


@dataclass(frozen=True)
class Span:
    """One direction of the plot: data from `low` to `high`, marked at `ticks`."""

    low: float
    high: float
    ticks: tuple[float, ...] = ()
    labels: tuple[str, ...] = ()

    def share(self, value: float) -> float:
        """Where a value lies between low (0) and high (1)."""
        return (value - self.low) / (self.high - self.low)

    def encoding(self, *, grid: bool, **axis: Any) -> Spec:
        """The Vega-Lite channel: an explicit domain, and labels by value."""
        names = json.dumps(
            {_key(tick): label for tick, label in zip(self.ticks, self.labels, strict=True)}
        )
        return {
            "type": "quantitative",
            "scale": {"domain": [self.low, self.high], "nice": False, "zero": False},
            "axis": {
                "values": list(self.ticks),
                "labelExpr": f"{names}[datum.value]",
                "grid": grid,
                "labelOverlap": "parity",
                "labelSeparation": 10,
                **axis,
            },
        }


@dataclass(frozen=True)
class Frame:
    """A plot of `width` × `height` pixels within its margins."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    x: Span
    y: Span

    def px(self, value: float) -> float:
        """Pixels from the left of the plot."""
        return round(self.width * self.x.share(value), 2)

    def py(self, value: float) -> float:
        """Pixels from the top of the plot."""
        return round(self.height * (1 - self.y.share(value)), 2)

    def spec(self, layers: Iterable[Spec], *, x: Spec | None, y: Spec | None) -> Spec:
        """The whole specification; `x` and `y` are channels shared by the layers."""
        shared = {name: channel for name, channel in (("x", x), ("y", y)) if channel}
        for name, channel in shared.items():
            channel["field"] = name
        return {
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
            "width": self.width,
            "height": self.height,
            "padding": {
                "left": self.left,
                "right": self.right,
                "top": self.top,
                "bottom": self.bottom,
            },
            "autosize": {"type": "none"},
            "config": CONFIG,
            "encoding": shared,
            "layer": [layer for layer in layers if layer["data"]["values"]],
        }


def marks(mark: Spec, rows: Sequence[Spec], **channels: Spec) -> Spec:
    """A layer with data of its own."""
    return {"data": {"values": list(rows)}, "mark": mark, "encoding": channels}


def pixel_texts(
    rows: Sequence[tuple[float, float, str]],
    *,
    colour: str = INK,
    align: str = "left",
    weight: str = "normal",
    halo: bool = False,
) -> list[Spec]:
    """Texts at (x, y) pixels of the plot, y being the middle of their line.

    With a halo of paper they stay readable across lines (the finished SVG paints it first).
    """
    values = [{"x": round(x, 2), "y": round(y, 2), "text": text} for x, y, text in rows]
    mark = {
        "type": "text",
        "align": align,
        "baseline": "middle",
        "fontSize": SIZE,
        "fontWeight": weight,
        "fill": colour,
        "limit": 0,
    }
    if halo:
        mark.update(stroke=PAPER, strokeWidth=4)
    return [marks(mark, values, **_pixels("x", "y"), text={"field": "text"})]


def pixel_rules(
    rows: Sequence[tuple[float, float, float, float]],
    *,
    colour: str = MUTED,
    thickness: float = 1,
    dash: Sequence[float] = (),
) -> Spec:
    """Straight lines (x1, y1, x2, y2) in pixels of the plot."""
    values = [
        {name: round(at, 2) for name, at in zip(("x", "y", "x2", "y2"), row, strict=True)}
        for row in rows
    ]
    mark = {"type": "rule", "stroke": colour, "strokeWidth": thickness, "strokeDash": list(dash)}
    return marks(mark, values, **_pixels("x", "y", "x2", "y2"))


def pixel_bars(
    rows: Sequence[tuple[float, float, float, float]], *, colour: str, pale: bool = False
) -> Spec:
    """Filled rectangles (x1, y1, x2, y2) in pixels of the plot."""
    values = [
        {name: round(at, 2) for name, at in zip(("x", "y", "x2", "y2"), row, strict=True)}
        for row in rows
    ]
    mark = {"type": "rect", "fill": colour, "fillOpacity": PALE if pale else 1}
    return marks(mark, values, **_pixels("x", "y", "x2", "y2"))


def pixel_dots(rows: Sequence[tuple[float, float]], *, colour: str, area: float = 50) -> Spec:
    """Filled points at (x, y) pixels of the plot, ringed with paper; `area` in square pixels."""
    values = [{"x": round(x, 2), "y": round(y, 2)} for x, y in rows]
    mark = {
        "type": "point",
        "filled": True,
        "opacity": 1,
        "size": area,
        "fill": colour,
        "stroke": PAPER,
        "strokeWidth": 1.5,
    }
    return marks(mark, values, **_pixels("x", "y"))


def _pixels(*names: str) -> dict[str, Spec]:
    """Channels whose fields are pixels already, untouched by any scale."""
    return {
        name: {"field": name}
        if name.endswith("2")
        else {"field": name, "type": "quantitative", "scale": None, "axis": None}
        for name in names
    }


def _key(value: float) -> str:
    """The text that the drawing engine makes of a number, to look up its label by."""
    return str(int(value)) if float(value).is_integer() else repr(float(value))
