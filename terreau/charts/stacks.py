"""Parts of a whole, one on the other: over time as areas, by category as bars."""

import math
from collections.abc import Sequence

from terreau.charts.axes import NUMBERS, Axis, Position, along, number, upright
from terreau.charts.chart import Chart, Column, Spec, Table, table
from terreau.charts.figures import Value, written
from terreau.charts.frame import (
    LINE,
    NARROW,
    PALE,
    SIZE,
    WIDE,
    Frame,
    Span,
    marks,
    pixel_texts,
)
from terreau.charts.labels import Label, beside, legend
from terreau.charts.lettering import clean, width, wrap
from terreau.charts.lines import Series, marked, plot, surroundings
from terreau.charts.palette import INK, MUTED, PAPER

Layered = list[list[tuple[float, float]]]
"""For each series, the bottom and the top of its part at each x."""


def stacked_area(
    title: str,
    description: str,
    series: Sequence[Series],
    *,
    x: Axis = NUMBERS,
    y: Axis = NUMBERS,
    step: bool = False,
    data: Table | None = None,
    note: str = "",
    language: str = "en",
) -> Chart:
    """Areas one on the other, the first series at the bottom, each named at its right end.

    Every series has a value ≥ 0 for the same x, in the same order, or ValueError. With `step` a
    value holds until the next x.
    """
    positions = [point[0] for point in series[0].points] if series else []
    _check(series, [[point[0] for point in one.points] for one in series])
    rows = [[at, *(one.points[i][1] for one in series)] for i, at in enumerate(positions)]
    names = [Column(one.name, y.kind) for one in series]
    data = data or table([Column(x.title, x.kind), *names], rows)
    parts = [one for one in series if any(point[1] for point in one.points)]
    if not parts or len(positions) < 2:
        return Chart(title, description, data, note, language)
    wide, narrow = (_area(series, parts, x, y, step, language, total) for total in (WIDE, NARROW))
    return Chart(title, description, data, note, language, wide, narrow)


def stacked_bars(
    title: str,
    description: str,
    categories: Sequence[str],
    series: Sequence[Series],
    *,
    category_title: str = "",
    y: Axis = NUMBERS,
    immature: Sequence[str] = (),
    totals: bool = True,
    data: Table | None = None,
    note: str = "",
    language: str = "en",
) -> Chart:
    """Upright bars of parts one on the other, for categories with short names (years).

    The points of a series are (rank of the category from 0, value). `immature` names the
    categories drawn pale because they are not over yet; say so in the note. The total stands
    above each bar unless `totals` is false. Raises ValueError as `stacked_area`.
    """
    ranks: list[Position] = list(range(len(categories)))
    _check(series, [ranks, *([point[0] for point in one.points] for one in series)])
    names = [Column(one.name, y.kind) for one in series]
    rows: list[list[Value]] = [
        [category, *(one.points[rank][1] for one in series)]
        for rank, category in enumerate(categories)
    ]
    data = data or table([Column(category_title, "text"), *names], rows)
    parts = [one for one in series if any(point[1] for point in one.points)]
    if not parts:
        return Chart(title, description, data, note, language)
    bars = [(clean(category), category in set(immature)) for category in categories]
    x = Axis(category_title)
    wide, narrow = (
        _bars(bars, series, parts, x, y, totals, language, total) for total in (WIDE, NARROW)
    )
    return Chart(title, description, data, note, language, wide, narrow)


def _check(series: Sequence[Series], positions: Sequence[Sequence[Position]]) -> None:
    if any(found != positions[0] for found in positions):
        raise ValueError("the series of a stack need a value for the same positions")
    for one in series:
        for point in one.points:
            if number(point[1]) < 0:
                raise ValueError(f"{one.name}: a part of a whole cannot be negative: {point[1]!r}")


def _layered(parts: Sequence[Series]) -> Layered:
    heights = [0.0] * len(parts[0].points)
    layered = []
    for part in parts:
        bottoms, heights = (
            heights,
            [height + point[1] for height, point in zip(heights, part.points, strict=True)],
        )
        layered.append(list(zip(bottoms, heights, strict=True)))
    return layered


def _paints(series: Sequence[Series], parts: Sequence[Series]) -> list[str]:
    return [one.paint(rank) for rank, one in enumerate(series, start=1) if one in parts]


def _area(
    series: Sequence[Series],
    parts: Sequence[Series],
    x: Axis,
    y: Axis,
    step: bool,
    language: str,
    total: int,
) -> Spec:
    positions = [number(point[0]) for point in parts[0].points]
    layered, paints = _layered(parts), _paints(series, parts)
    across = along(x, positions, language, 4 if total == NARROW else 7)
    up = upright(y, (top for _, top in layered[-1]), language)
    frame, heading = plot(total, [part.name for part in parts], x, y, (across, up))
    mark = {
        "type": "area",
        "interpolate": "step-after" if step else "linear",
        "stroke": PAPER,
        "strokeWidth": 1.25,
        "clip": True,
    }
    layers = [
        marks(
            {**mark, "fill": paint, "fillOpacity": PALE if paint == MUTED else 1},
            [
                {"x": at, "y": bottom, "y2": top}
                for at, (bottom, top) in zip(positions, layer, strict=True)
            ],
            y2={"field": "y2"},
        )
        for layer, paint in zip(layered, paints, strict=True)
    ]
    layers += surroundings(frame, x, heading)
    ends = [
        Label(part.name, frame.py(sum(layer[-1]) / 2), paint)
        for part, layer, paint in zip(parts, layered, paints, strict=True)
    ]
    layers += beside(ends, frame.width, frame.right, frame.height)
    return frame.spec(layers, x=marked(across, x), y=up.encoding(grid=True))


def _bars(
    bars: Sequence[tuple[str, bool]],
    series: Sequence[Series],
    parts: Sequence[Series],
    x: Axis,
    y: Axis,
    totals: bool,
    language: str,
    total: int,
) -> Spec:
    layered, paints = _layered(parts), _paints(series, parts)
    up = upright(y, (top for _, top in layered[-1]), language)
    names = [part.name for part in parts]
    frame, heading = plot(total, names, x, y, (Span(0, len(bars)), up))
    pitch = frame.width / len(bars)
    inset = min(pitch * 0.16, (pitch - 1) / 2 if len(bars) > 60 else 9)
    layers = []
    for layer, paint in zip(layered, paints, strict=True):
        for pale in (False, True):
            rows = [
                _segment(rank * pitch + inset, (rank + 1) * pitch - inset, *layer[rank])
                for rank, (_, immature) in enumerate(bars)
                if immature == pale and layer[rank][1] > layer[rank][0]
            ]
            layers.append(_segments(rows, paint, pale))
    layers += surroundings(frame, x, heading)
    layers += _category_names([name for name, _ in bars], frame, pitch)
    if totals:
        layers += _totals([top for _, top in layered[-1]], y, frame, pitch, language)
    keys = [Label(name, 0, paint) for name, paint in zip(names, paints, strict=True)]
    layers += legend(keys[::-1], frame.width, frame.right)
    return frame.spec(layers, x=None, y=up.encoding(grid=True))


def _segment(left: float, right: float, bottom: float, top: float) -> Spec:
    return {"left": round(left, 2), "right": round(right, 2), "y": bottom, "y2": top}


def _segments(rows: list[Spec], paint: str, pale: bool) -> Spec:
    pixels = {"type": "quantitative", "scale": None, "axis": None}
    mark = {
        "type": "rect",
        "fill": paint,
        "fillOpacity": PALE if pale or paint == MUTED else 1,
        "stroke": PAPER,
        "strokeWidth": 1,
    }
    return marks(
        mark, rows, x={"field": "left", **pixels}, x2={"field": "right"}, y2={"field": "y2"}
    )


def _category_names(names: Sequence[str], frame: Frame, pitch: float) -> list[Spec]:
    """One line under each bar; every second or third only, when they would touch."""
    room = max(pitch - 4, min(frame.width / 3, 90))
    short = [wrap(name, room, SIZE, 1)[0] for name in names]
    widest = max(width(name, SIZE) for name in short)
    every = max(1, math.ceil((widest + 8) / pitch))
    texts = [
        ((rank + 0.5) * pitch, frame.height + 8 + LINE / 2, name)
        for rank, name in enumerate(short)
        if (len(short) - 1 - rank) % every == 0
    ]
    return pixel_texts(texts, colour=MUTED, align="center")


def _totals(
    tops: Sequence[float], y: Axis, frame: Frame, pitch: float, language: str
) -> list[Spec]:
    texts = [
        ((rank + 0.5) * pitch, frame.py(top) - 10, written(top, y.kind, language))
        for rank, top in enumerate(tops)
        if top
    ]
    if max(width(text, SIZE) for _, _, text in texts) > pitch:
        return []
    return pixel_texts(texts, colour=INK, align="center", halo=True)
