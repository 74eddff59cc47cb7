"""Points with their intervals, one per group: what can and what cannot be told apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from terreau.charts.axes import SHARES, Axis, along, number
from terreau.charts.chart import Chart, Column, Spec, Table, table
from terreau.charts.figures import Value, written
from terreau.charts.frame import (
    LINE,
    NARROW,
    SIZE,
    WIDE,
    Frame,
    Span,
    marks,
    pixel_rules,
    pixel_texts,
)
from terreau.charts.ladder import ABOVE, Ladder, ladder
from terreau.charts.lettering import width, wrap
from terreau.charts.lines import foot
from terreau.charts.palette import INK, MUTED, PAPER, series_colour


@dataclass(frozen=True)
class Interval:
    """An estimate with its confidence limits, and the number `n` of things it was made from."""

    label: str
    n: int
    value: float
    low: float
    high: float
    muted: bool = False


def intervals(
    title: str,
    description: str,
    rows: Sequence[Interval],
    *,
    x: Axis = SHARES,
    whole: tuple[float, str] | None = None,
    label_title: str = "",
    column_names: tuple[str, str, str, str] = ("n", "estimate", "lower limit", "upper limit"),
    colour: int = 1,
    data: Table | None = None,
    note: str = "",
    language: str = "en",
) -> Chart:
    """A point and its interval per group, in the order given: not a league table.

    `whole` is the (value, label) of all groups together, drawn as a dashed line through all.
    Raises ValueError unless low ≤ value ≤ high.
    """
    for row in rows:
        if not number(row.low) <= number(row.value) <= number(row.high):
            raise ValueError(f"{row.label}: the interval does not hold its estimate")
    names = zip(column_names, ("number", x.kind, x.kind, x.kind), strict=True)
    columns = [Column(label_title, "text"), *(Column(name, kind) for name, kind in names)]
    body: list[tuple[Value, ...]] = [
        (row.label, row.n, row.value, row.low, row.high) for row in rows
    ]
    data = data or table(columns, body)
    if not rows:
        return Chart(title, description, data, note, language)
    wide, narrow = (_intervals(rows, x, whole, colour, language, t) for t in (WIDE, NARROW))
    return Chart(title, description, data, note, language, wide, narrow)


def _intervals(
    rows: Sequence[Interval],
    x: Axis,
    whole: tuple[float, str] | None,
    colour: int,
    language: str,
    total: int,
) -> Spec:
    sizes = [f"n\u00a0=\u00a0{written(row.n, 'number', language)}" for row in rows]
    counts = max(width(size, SIZE) for size in sizes)
    narrow = total == NARROW
    rungs = ladder([row.label for row in rows], total, total - counts - 26)
    right = 22 if narrow else counts + 28
    plot = round(total - rungs.left - (14 if narrow else 8) - right)
    left = total - plot - right
    found = [edge for row in rows for edge in (row.low, row.high)]
    span = along(x, [*found, *([whole[0]] if whole else [])], language, 4 if narrow else 6)
    bottom = 30 + len(wrap(x.title, total - 8, SIZE, 2)) * LINE + (4 if x.title else 0)
    top = 26 if whole else 4
    frame = Frame(plot, rungs.height, left, right, top, bottom, span, Span(0, 1))
    layers: list[Spec] = []
    if whole:
        layers += _whole(frame, *whole)
    layers += _estimates(frame, rows, rungs, colour)
    layers += rungs.lettering()
    places = [
        (frame.width + right - 2, middle - (ABOVE if narrow else 0), size)
        for middle, size in zip(rungs.middles, sizes, strict=True)
    ]
    layers += pixel_texts(places, colour=MUTED, align="right", halo=narrow)
    layers += foot(frame, x.title)
    return frame.spec(layers, x=span.encoding(grid=True, labelFlush=False), y=None)


def _whole(frame: Frame, value: float, label: str) -> list[Spec]:
    at = frame.px(number(value))
    right = at > frame.width / 2
    text = "".join(wrap(label, max(at, frame.width - at) - 4, SIZE, 1))
    return [
        pixel_rules([(at, -6, at, frame.height)], colour=INK, dash=(3, 3)),
        *pixel_texts([(at, -16, text)], colour=INK, align="right" if right else "left"),
    ]


def _estimates(frame: Frame, rows: Sequence[Interval], rungs: Ladder, colour: int) -> list[Spec]:
    layers = []
    for muted in (False, True):
        paint = MUTED if muted else series_colour(colour)
        values = [
            {"x": row.low, "x2": row.high, "at": row.value, "y": middle}
            for row, middle in zip(rows, rungs.middles, strict=True)
            if row.muted == muted
        ]
        y = {"field": "y", "type": "quantitative", "scale": None, "axis": None}
        rule = {"type": "rule", "stroke": paint, "strokeWidth": 3, "strokeCap": "round"}
        layers.append(marks({**rule, "strokeOpacity": 0.55}, values, x2={"field": "x2"}, y=y))
        point = {
            "type": "point",
            "filled": True,
            "opacity": 1,
            "size": 90,
            "fill": paint,
            "stroke": PAPER,
            "strokeWidth": 1.5,
        }
        layers.append(marks(point, values, x={"field": "at"}, y=y))
    return layers
