"""Rows one under the other, each with its name: the ground of bars and intervals."""

from collections.abc import Sequence
from dataclasses import dataclass

from terreau.charts.chart import Spec
from terreau.charts.frame import LINE, NARROW, SIZE, pixel_texts
from terreau.charts.lettering import clean, width, wrap

ABOVE = 18
"""Distance of a name from its mark when it stands above it."""


@dataclass(frozen=True)
class Ladder:
    """Where rows stand: names in a column to the left, or above their mark when narrow."""

    left: float
    names: tuple[tuple[str, ...], ...]
    middles: tuple[float, ...]
    height: float

    def lettering(self) -> list[Spec]:
        """The names, beside or above the marks."""
        beside = self.left > 1
        texts = []
        for lines, middle in zip(self.names, self.middles, strict=True):
            first = middle - (len(lines) - 1) * LINE / 2 if beside else middle - ABOVE
            place = -12.0 if beside else 0.0
            texts += [(place, first + i * LINE, line) for i, line in enumerate(lines)]
        return pixel_texts(texts, align="right" if beside else "left", halo=not beside)


def ladder(labels: Sequence[str], total: int, above_room: float) -> Ladder:
    """Places for the labels in a picture `total` pixels wide.

    In a narrow one the names stand above their marks and have `above_room` pixels.
    """
    if total == NARROW:
        names = tuple(tuple(wrap(label, above_room, SIZE, 1)) for label in labels)
        middles = tuple(30 + 44 * rank for rank in range(len(labels)))
        return Ladder(1, names, middles, 44 * len(labels) + 2)
    room = min(max(width(clean(label), SIZE) for label in labels), 230)
    names = tuple(tuple(wrap(label, room, SIZE, 2)) for label in labels)
    rungs: list[float] = []
    down = 4.0
    for lines in names:
        size = 30 if len(lines) == 1 else 42
        rungs.append(down + size / 2)
        down += size
    return Ladder(room + 14, names, tuple(rungs), down + 4)
