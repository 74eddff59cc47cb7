"""Names written beside what they name, pushed apart where they would overlap."""

from collections.abc import Sequence
from dataclasses import dataclass

from terreau.charts.chart import Spec
from terreau.charts.frame import LINE, SIZE, pixel_bars, pixel_rules, pixel_texts
from terreau.charts.lettering import width, wrap

LEADER = 18
"""Room between the plot and a name, in which a line leads from one to the other."""


@dataclass(frozen=True)
class Label:
    """A name for what ends at height `y` (pixels from the top of the plot) in `colour`."""

    name: str
    y: float
    colour: str


def column(names: Sequence[str], limit: float) -> float:
    """Width of the column that the names need, leader included, at most `limit`; 0 for none."""
    widest = max((width(name, SIZE) for name in names), default=0)
    return min(LEADER + widest, limit) if widest else 0


def beside(labels: Sequence[Label], left: float, room: float, height: float) -> list[Spec]:
    """Layers that write the labels in a column that begins at `left` and is `room` wide."""
    wrapped = [wrap(label.name, room - LEADER, SIZE, 3) for label in labels]
    sizes = [len(lines) * LINE + 2 for lines in wrapped]
    middles = spread([label.y for label in labels], sizes, -6, height + 6)
    layers, texts = [], []
    for label, lines, middle in zip(labels, wrapped, middles, strict=True):
        leader = (left + 3, label.y, left + LEADER - 5, middle)
        layers.append(pixel_rules([leader], colour=label.colour, thickness=1.5))
        first = middle - (len(lines) - 1) * LINE / 2
        texts += [(left + LEADER, first + index * LINE, line) for index, line in enumerate(lines)]
    return [*layers, *pixel_texts(texts)]


def legend(labels: Sequence[Label], left: float, room: float) -> list[Spec]:
    """Layers that write the names down a column from the top, each after a square of its colour."""
    layers, texts, down = [], [], 8.0
    for label in labels:
        square = (left + 6, down - 5, left + LEADER - 1, down + 6)
        layers.append(pixel_bars([square], colour=label.colour))
        for line in wrap(label.name, room - LEADER - 6, SIZE, 3):
            texts.append((left + LEADER + 6, down, line))
            down += LINE
        down += 6
    return [*layers, *pixel_texts(texts)]


def spread(
    targets: Sequence[float], sizes: Sequence[float], low: float, high: float
) -> list[float]:
    """Middles as near their targets as can be without overlap, within [low, high] if they fit.

    Neighbours that collide move together, as a block, to the mean of what they would like.
    """
    order = sorted(range(len(targets)), key=lambda index: (targets[index], index))
    blocks: list[list[int]] = []
    tops: list[float] = []
    for index in order:
        blocks.append([index])
        tops.append(_top([index], targets, sizes, low, high))
        while len(blocks) > 1 and tops[-2] + sum(sizes[i] for i in blocks[-2]) > tops[-1]:
            merged = blocks.pop(-2) + blocks.pop()
            blocks.append(merged)
            tops[-2:] = [_top(merged, targets, sizes, low, high)]
    middles = [0.0] * len(targets)
    for block, top in zip(blocks, tops, strict=True):
        for index in block:
            middles[index] = top + sizes[index] / 2
            top += sizes[index]
    return middles


def _top(
    block: list[int], targets: Sequence[float], sizes: Sequence[float], low: float, high: float
) -> float:
    """Where a block of labels begins so that its members are nearest to their targets."""
    before, wishes = 0.0, 0.0
    for index in block:
        wishes += targets[index] - before - sizes[index] / 2
        before += sizes[index]
    return max(low, min(wishes / len(block), high - before))
