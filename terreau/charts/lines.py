"""Lines over time or over a duration, with confidence bands: survival, evolution."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from terreau.charts.axes import NUMBERS, Axis, Position, along, number, upright
from terreau.charts.chart import Chart, Column, Spec, Table, table
from terreau.charts.figures import Value
from terreau.charts.frame import (
    LINE,
    NARROW,
    SIZE,
    WIDE,
    Frame,
    Span,
    marks,
    pixel_dots,
    pixel_rules,
    pixel_texts,
)
from terreau.charts.labels import Label, beside, column
from terreau.charts.lettering import clean, width, wrap
from terreau.charts.palette import INK, MUTED, series_colour, series_dash


@dataclass(frozen=True)
class Series:
    """A named series of (x, y) or (x, y, low, high) points, in order of x.

    `colour` (1 to 8) keeps a thing's colour from chart to chart, 0 takes the series' rank;
    `muted` draws in grey what is not to be compared (an immature cohort).
    """

    name: str
    points: Sequence[tuple[Position, float] | tuple[Position, float, float, float]]
    colour: int = 0
    muted: bool = False

    def paint(self, rank: int) -> str:
        """Sentinel colour of the series that stands at `rank`, counted from 1."""
        return MUTED if self.muted else series_colour(self.colour or rank)


@dataclass(frozen=True)
class Reference:
    """A dashed line at a value of one axis, with a label: a promise, a whole, a half."""

    value: Position
    label: str
    axis: Literal["x", "y"] = "x"


@dataclass(frozen=True)
class Callout:
    """A dot on the picture with a few characters beside it: "88.9%"."""

    x: Position
    y: float
    text: str


def lines(
    title: str,
    description: str,
    series: Sequence[Series],
    *,
    x: Axis = NUMBERS,
    y: Axis = NUMBERS,
    step: bool = False,
    references: Sequence[Reference] = (),
    callouts: Sequence[Callout] = (),
    data: Table | None = None,
    limit_names: tuple[str, str] = ("lower limit", "upper limit"),
    note: str = "",
    language: str = "en",
) -> Chart:
    """Lines, or steps that hold until the next point, each with a band where it has limits.

    A series differs by colour, by dash, and by its name at its end. Without `data` the table is
    made of the points: one row per x, one column per series and per limit. Raises ValueError on
    a value that is neither a finite number nor a date.
    """
    shown = [one for one in series if one.points]
    data = data or _table(shown, x, y, limit_names)
    if not shown:
        return Chart(title, description, data, note, language)
    wide, narrow = (
        _spec(shown, x, y, step, references, callouts, language, small) for small in (False, True)
    )
    return Chart(title, description, data, note, language, wide, narrow)


def plot(
    total: int, names: Sequence[str], x: Axis, y: Axis, spans: tuple[Span, Span]
) -> tuple[Frame, list[str]]:
    """A frame `total` pixels wide with names beside it, and the lines of the title of y."""
    narrow = total == NARROW
    heading = wrap(y.title, total - 8, SIZE, 2) if y.title else []
    left = max((width(label, SIZE) for label in spans[1].labels), default=0) + 12
    right = max(column(names, 118 if narrow else 190), 14)
    top = 20 + len(heading) * LINE if heading else 22
    bottom = 30 + len(wrap(x.title, total - 8, SIZE, 2)) * LINE + (4 if x.title else 0)
    height = 250 if narrow else 290
    room = round(total - left - right)
    return Frame(room, height, total - room - right, right, top, bottom, *spans), heading


def surroundings(frame: Frame, x: Axis, heading: Sequence[str]) -> list[Spec]:
    """The titles of both axes and the base line."""
    texts = [
        (-frame.left + 1, index * LINE - frame.top + 12, line) for index, line in enumerate(heading)
    ]
    layers = pixel_texts(texts, colour=MUTED)
    layers += foot(frame, x.title)
    return [*layers, pixel_rules([(0, frame.height, frame.width, frame.height)])]


def marked(across: Span, x: Axis) -> Spec:
    """The channel of x with small marks; long labels, of dates, stay within the plot."""
    flush = x.kind == "date"
    return across.encoding(grid=False, ticks=True, tickSize=5, tickColor=MUTED, labelFlush=flush)


def foot(frame: Frame, title: str) -> list[Spec]:
    """The title of x under the end of the plot, or along the whole foot when it is longer."""
    fits = width(clean(title), SIZE) <= frame.width + frame.left - 4
    room = frame.left + frame.width + frame.right - 8
    texts = [
        (frame.width if fits else 1 - frame.left, frame.height + 38 + index * LINE, line)
        for index, line in enumerate(wrap(title, room, SIZE, 2))
    ]
    return pixel_texts(texts, colour=MUTED, align="right" if fits else "left")


def _spec(
    series: Sequence[Series],
    x: Axis,
    y: Axis,
    step: bool,
    references: Sequence[Reference],
    callouts: Sequence[Callout],
    language: str,
    narrow: bool,
) -> Spec:
    points = [[tuple(map(number, point)) for point in one.points] for one in series]
    flat = [point for one in points for point in one]
    across = along(x, (point[0] for point in flat), language, 4 if narrow else 7)
    up = upright(y, (value for point in flat for value in point[1:]), language)
    total = NARROW if narrow else WIDE
    frame, heading = plot(total, [one.name for one in series], x, y, (across, up))
    paints = [one.paint(rank) for rank, one in enumerate(series, start=1)]
    layers = surroundings(frame, x, heading)
    layers += [_band(one, paint, step) for one, paint in zip(points, paints, strict=True) if one]
    layers += _references(frame, references, flat)
    layers += [
        _line(one, paint, rank, step)
        for rank, (one, paint) in enumerate(zip(points, paints, strict=True))
    ]
    layers += _callouts(frame, callouts)
    ends = [
        Label(one.name, frame.py(path[-1][1]), paint)
        for one, path, paint in zip(series, points, paints, strict=True)
        if one.name
    ]
    layers += beside(ends, frame.width, frame.right, frame.height)
    return frame.spec(layers, x=marked(across, x), y=up.encoding(grid=True))


def _band(points: list[tuple[float, ...]], paint: str, step: bool) -> Spec:
    rows = [{"x": p[0], "y": p[2], "y2": p[3]} for p in points if len(p) == 4]
    mark = {
        "type": "area",
        "interpolate": "step-after" if step else "linear",
        "fill": paint,
        "fillOpacity": 0.16,
        "clip": True,
    }
    return marks(mark, rows, y2={"field": "y2"})


def _line(points: list[tuple[float, ...]], paint: str, rank: int, step: bool) -> Spec:
    mark = {
        "type": "line",
        "interpolate": "step-after" if step else "linear",
        "stroke": paint,
        "strokeWidth": 2.25,
        "strokeDash": series_dash(rank + 1),
        "strokeJoin": "round",
        "clip": True,
    }
    return marks(mark, [{"x": point[0], "y": point[1]} for point in points])


def _references(
    frame: Frame, references: Sequence[Reference], points: Sequence[tuple[float, ...]]
) -> list[Spec]:
    layers = []
    for reference in references:
        value = number(reference.value)
        if reference.axis == "y":
            at = frame.py(value)
            rule = (0.0, at, frame.width, at)
            place, align, room = (4.0, at - 10), "left", frame.width - 8
        else:
            at = frame.px(value)
            rule = (at, 0.0, at, frame.height)
            align = "right" if at > frame.width / 2 else "left"
            room = max(at, frame.width - at) - 8
            ends = sorted((at, at + (-room if align == "right" else room)))
            place = (at + (-6 if align == "right" else 6), _free_height(frame, points, ends))
        layers.append(pixel_rules([rule], colour=MUTED, dash=(3, 3)))
        text = "".join(wrap(reference.label, room, SIZE, 1))
        layers += pixel_texts([(*place, text)], colour=MUTED, align=align, halo=True)
    return layers


def _free_height(frame: Frame, points: Sequence[tuple[float, ...]], ends: Sequence[float]) -> float:
    """Top or bottom of the plot, whichever the data leaves freer between two abscissas."""
    near = [frame.y.share(p[1]) for p in points if ends[0] <= frame.px(p[0]) <= ends[1]]
    above, below = 1 - max(near, default=0), min(near, default=1)
    return 9.0 if above > below else frame.height - 12


def _callouts(frame: Frame, callouts: Sequence[Callout]) -> list[Spec]:
    places = [(frame.px(number(one.x)), frame.py(one.y)) for one in callouts]
    layers = [pixel_dots(places, colour=INK)]
    for (x, y), one in zip(places, callouts, strict=True):
        after, before = frame.width - x - 7, x - 7
        right = width(clean(one.text), SIZE) > after and before > after
        text = wrap(one.text, before if right else after, SIZE, 1)[0]
        layers += pixel_texts(
            [(x - 7 if right else x + 7, y - 13, text)],
            weight="bold",
            align="right" if right else "left",
            halo=True,
        )
    return layers


def _table(series: Sequence[Series], x: Axis, y: Axis, limit_names: tuple[str, str]) -> Table:
    banded = [any(len(point) == 4 for point in one.points) for one in series]
    columns = [Column(x.title, x.kind)]
    rows: dict[Position, list[Value]] = {}
    for one, band in zip(series, banded, strict=True):
        name = one.name or y.title
        names = [name, *(f"{name}, {limit}" for limit in limit_names)] if band else [name]
        start = len(columns) - 1
        columns += [Column(column, y.kind) for column in names]
        for point in one.points:
            row = rows.setdefault(point[0], [])
            row += [None] * (start - len(row))
            row[start:] = [*point[1:], *[None] * (len(names) - len(point) + 1)]
    full = [[at, *row, *[None] * (len(columns) - 1 - len(row))] for at, row in rows.items()]
    return table(columns, sorted(full, key=lambda row: _order(row[0])))


def _order(position: Value) -> float:
    return number(position) if isinstance(position, date | int | float) else 0.0
