"""What an author says about an axis, and the span of values that comes of it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from terreau.charts.figures import Kind, date_ticks, tick_labels, ticks
from terreau.charts.frame import Span

Position = int | float | date


@dataclass(frozen=True)
class Axis:
    """An axis: its title with the unit, how values are written, and what to force.

    `low` and `high` widen or narrow the span found in the data; `ticks` replaces the round
    values found for it (12, 24, 36 for months). A percent is a share between 0 and 1.
    """

    title: str = ""
    kind: Kind = "number"
    low: Position | None = None
    high: Position | None = None
    ticks: Sequence[Position] = ()


NUMBERS = Axis()
SHARES = Axis(kind="percent")


def number(value: Position) -> float:
    """A position as a finite number, a date as its day; ValueError otherwise."""
    if isinstance(value, date):
        return float(value.toordinal())
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"not a finite number or a date: {value!r}")
    return float(value)


def along(axis: Axis, values: Iterable[float], language: str, about: int) -> Span:
    """The span of a horizontal axis: exactly the data and the wanted marks, or about so many."""
    low, high = _ends(axis, [*values, *map(number, axis.ticks)])
    if axis.kind == "date":
        first, last = (date.fromordinal(round(end)) for end in (low, high))
        marks = date_ticks(first, last, language, about)
        chosen = [float(day.toordinal()) for day, _ in marks]
        return Span(low, high, tuple(chosen), tuple(label for _, label in marks))
    return _marked(axis, low, high, language, about)


def upright(axis: Axis, values: Iterable[float], language: str, about: int = 5) -> Span:
    """The span of a vertical axis: from zero, up to the first round value above the data."""
    found = list(values)
    low, high = _ends(axis, [0.0, *found])
    if axis.high is None:
        marks = ticks(low, high, about)
        step = marks[1] - marks[0] if len(marks) > 1 else high - low
        high = low + math.ceil((high - low) / step - 1e-9) * step
        if axis.kind == "percent":
            high = min(high, max(1.0, *found))
    return _marked(axis, low, high, language, about)


def _ends(axis: Axis, values: list[float]) -> tuple[float, float]:
    low = number(axis.low) if axis.low is not None else min(values)
    high = number(axis.high) if axis.high is not None else max(values)
    return (low, high) if high > low else (low, low + 1)


def _marked(axis: Axis, low: float, high: float, language: str, about: int) -> Span:
    wanted = [number(tick) for tick in axis.ticks] or ticks(low, high, about)
    kept = [tick for tick in wanted if low <= tick <= high]
    return Span(low, high, tuple(kept), tuple(tick_labels(kept, axis.kind, language)))
