"""Horizontal bars, one per thing."""

from collections.abc import Sequence
from dataclasses import dataclass

from terreau.charts.axes import number
from terreau.charts.chart import Chart, Column, Spec, Table, table
from terreau.charts.figures import Kind, written
from terreau.charts.frame import (
    NARROW,
    SIZE,
    WIDE,
    Frame,
    Span,
    pixel_bars,
    pixel_rules,
    pixel_texts,
)
from terreau.charts.ladder import ladder
from terreau.charts.lettering import width
from terreau.charts.palette import MUTED, series_colour

BAR = 14
"""Thickness of a bar in pixels."""


@dataclass(frozen=True)
class Bar:
    """A bar from zero to `value` ≥ 0, with its name; grey when `muted`."""

    label: str
    value: float
    muted: bool = False


def bars(
    title: str,
    description: str,
    rows: Sequence[Bar],
    *,
    kind: Kind = "number",
    label_title: str = "",
    value_title: str = "",
    colour: int = 1,
    data: Table | None = None,
    note: str = "",
    language: str = "en",
) -> Chart:
    """Horizontal bars in the order given, each with its name and its value in figures.

    Raises ValueError on a value that is negative or not finite.
    """
    for row in rows:
        if number(row.value) < 0:
            raise ValueError(f"{row.label}: a bar cannot be negative: {row.value!r}")
    columns = [Column(label_title, "text"), Column(value_title, kind)]
    data = data or table(columns, [(row.label, row.value) for row in rows])
    if not rows:
        return Chart(title, description, data, note, language)
    values = [written(row.value, kind, language) for row in rows]
    wide, narrow = (_bars(rows, values, colour, total) for total in (WIDE, NARROW))
    return Chart(title, description, data, note, language, wide, narrow)


def _bars(rows: Sequence[Bar], values: Sequence[str], colour: int, total: int) -> Spec:
    rungs = ladder([row.label for row in rows], total, total - 4)
    right = max(width(value, SIZE) for value in values) + 12
    plot = round(total - rungs.left - right)
    left = total - plot - right
    top = max(row.value for row in rows) or 1
    frame = Frame(plot, rungs.height, left, right, 2, 4, Span(0, top), Span(0, 1))
    layers = []
    for muted in (False, True):
        boxes = [
            (0.0, middle - BAR / 2, frame.px(row.value), middle + BAR / 2)
            for row, middle in zip(rows, rungs.middles, strict=True)
            if row.muted == muted and row.value
        ]
        paint = MUTED if muted else series_colour(colour)
        layers.append(pixel_bars(boxes, colour=paint, pale=muted))
    layers.append(
        pixel_rules([(0, middle - 10, 0, middle + 10) for middle in rungs.middles], colour=MUTED)
    )
    figures = [
        (frame.px(row.value) + 8, middle, value)
        for row, value, middle in zip(rows, values, rungs.middles, strict=True)
    ]
    layers += pixel_texts(figures, weight="bold")
    return frame.spec([*layers, *rungs.lettering()], x=None, y=None)
