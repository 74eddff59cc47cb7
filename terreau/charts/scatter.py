"""Points on a plane without units, in named clouds: who stands near whom."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from terreau.charts.axes import number
from terreau.charts.chart import Chart, Column, Spec, Table, table
from terreau.charts.frame import NARROW, SIZE, WIDE, Frame, Span, marks, pixel_rules, pixel_texts
from terreau.charts.labels import spread
from terreau.charts.lettering import width, wrap
from terreau.charts.palette import GRID, INK, PAPER, series_colour

SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
"""Shape of the points of each cloud, so that colour alone tells nothing."""
COVERED = 0.1
"""Share of the picture that all points together cover at most."""
EDGE = 26
FLATTEST, STEEPEST = 0.5, 1.1
"""Height of a picture, in widths."""


@dataclass(frozen=True)
class Cloud:
    """A named set of points (x, y, weight), weight > 0 being how many things lie there."""

    name: str
    points: Sequence[tuple[float, float, float]]
    colour: int = 0


def scatter(
    title: str,
    description: str,
    clouds: Sequence[Cloud],
    *,
    column_names: tuple[str, str, str, str] = ("cloud", "n", "x", "y"),
    data: Table | None = None,
    note: str = "",
    language: str = "en",
) -> Chart:
    """Points whose area is their weight, one unit the same length both ways; names at the middle.

    Raises ValueError on a position that is not finite or a weight that is not more than 0.
    """
    for cloud in clouds:
        for x, y, weight in cloud.points:
            number(x), number(y)
            if not number(weight) > 0:
                raise ValueError(f"{cloud.name}: a point weighs {weight!r}")
    names = [Column(column_names[0], "text"), Column(column_names[1])]
    names += [Column(name, decimals=2) for name in column_names[2:]]
    rows = [(cloud.name, n, x, y) for cloud in clouds for x, y, n in cloud.points]
    data = data or table(names, rows)
    drawn = [cloud for cloud in clouds if cloud.points]
    if not drawn:
        return Chart(title, description, data, note, language)
    wide, narrow = (_scatter(drawn, total) for total in (WIDE, NARROW))
    return Chart(title, description, data, note, language, wide, narrow)


def _scatter(clouds: Sequence[Cloud], total: int) -> Spec:
    across, up = ([point[axis] for cloud in clouds for point in cloud.points] for axis in (0, 1))
    middle = [(max(each) + min(each)) / 2 for each in (across, up)]
    extent = [max(each) - min(each) for each in (across, up)]
    plot = total - 2 * EDGE
    least = max(extent) * 0.05 or 1.0
    wide, high = max(extent[0], least), max(extent[1], least)
    height = round(min(max(plot * high / wide, plot * FLATTEST), plot * STEEPEST))
    unit = min(plot / wide, height / high)
    reach = plot / unit / 2, height / unit / 2
    spans = [Span(at - far, at + far) for at, far in zip(middle, reach, strict=True)]
    frame = Frame(plot, height, EDGE, EDGE, EDGE, EDGE, *spans)
    layers = [pixel_rules(_cross(frame), colour=GRID)]
    whole = sum(weight for cloud in clouds for *_, weight in cloud.points)
    count = sum(len(cloud.points) for cloud in clouds)
    ink = COVERED * plot * height
    for rank, cloud in enumerate(clouds, start=1):
        paint, shape = series_colour(cloud.colour or rank), SHAPES[(rank - 1) % len(SHAPES)]
        layers.append(_points(frame, cloud, paint, shape, ink / whole, ink / count / 3))
    layers += _names(frame, clouds)
    return frame.spec(layers, x=None, y=None)


def _cross(frame: Frame) -> list[tuple[float, float, float, float]]:
    """Where both components are 0, as far as the picture shows it."""
    rules = []
    if frame.x.low < 0 < frame.x.high:
        rules.append((frame.px(0), -EDGE / 2, frame.px(0), frame.height + EDGE / 2))
    if frame.y.low < 0 < frame.y.high:
        rules.append((-EDGE / 2, frame.py(0), frame.width + EDGE / 2, frame.py(0)))
    return rules


def _points(frame: Frame, cloud: Cloud, paint: str, shape: str, area: float, least: float) -> Spec:
    values = [
        {
            "x": frame.px(x),
            "y": frame.py(y),
            "size": round(min(max(weight * area, least, 12), 900), 1),
        }
        for x, y, weight in sorted(cloud.points, key=lambda point: (-point[2], point[:2]))
    ]
    mark = {
        "type": "point",
        "filled": True,
        "shape": shape,
        "opacity": 1,
        "fill": paint,
        "fillOpacity": 0.8,
        "stroke": PAPER,
        "strokeWidth": 1,
    }
    place = {"type": "quantitative", "scale": None, "axis": None}
    size = {"field": "size", "type": "quantitative", "scale": None, "legend": None}
    return marks(mark, values, x={"field": "x", **place}, y={"field": "y", **place}, size=size)


def _names(frame: Frame, clouds: Sequence[Cloud]) -> list[Spec]:
    """Each cloud's name at its middle, moved up or down where two would meet."""
    places = []
    for cloud in clouds:
        weight = sum(point[2] for point in cloud.points)
        x, y = (sum(p[axis] * p[2] for p in cloud.points) / weight for axis in (0, 1))
        text = "".join(wrap(cloud.name, frame.width * 0.6, SIZE, 1))
        half = width(text, SIZE) / 2
        at = min(max(frame.px(x), half - EDGE), frame.width + EDGE - half)
        places.append((at, frame.py(y), text))
    heights = spread([y for _, y, _ in places], [SIZE + 6] * len(places), 0, frame.height)
    apart = any(
        abs(a[1] - b[1]) < SIZE + 6
        and abs(a[0] - b[0]) < (width(a[2], SIZE) + width(b[2], SIZE)) / 2
        for rank, a in enumerate(places)
        for b in places[:rank]
    )
    rows = [
        (x, moved if apart else y, text)
        for (x, y, text), moved in zip(places, heights, strict=True)
        if math.isfinite(moved)
    ]
    return pixel_texts(rows, colour=INK, align="center", weight="bold", halo=True)
