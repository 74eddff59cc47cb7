"""Groups of participants who lie close together: the same ones in whatever order votes came.

k-means is seeded by trying, not by chance (global k-means: Likas, Vlassis & Verbeek, *The global
k-means clustering algorithm*, Pattern Recognition 36 (2003) 451–461): to k − 1 centres each of the
most promising cells of the plane is added in turn, and the one that ends best among the cells seeds
k-means among all. How many groups there are, the silhouette says (Rousseeuw, J. Comput. Appl. Math.
20 (1987) 53–65), with points weighing as many participants as lie there, so that everybody counting
double changes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any, NamedTuple

import numpy as np

from terreau.opinionmap.votes import Booleans, Floats, Integers, Votes

MOST = 5
"""Groups at most."""
CELLS = 100
"""Cells at most into which the plane is cut, to seed groups and to draw them."""
TRIED = 15
"""So many cells are tried as the seat of a further group."""
GAIN = 0.02
"""By so much a silhouette must be greater for one group more."""
SMALLEST = 5
"""Members of the smallest group; fewer, but two, where they would be more than a fifth of all."""
POINTS = 600
"""Beyond so many distinct positions, those within a square of the plane are taken together."""
SQUARES = 5
"""Squares to a standard deviation."""
FAR = 64
"""Squares from the middle, beyond which all are taken together."""
ACTIVE = 7
"""Votes that put a participant into the conversation, or all there are statements for."""
ENOUGH = 15
"""With fewer such participants, the most active are added."""


class End(NamedTuple):
    """What k-means came to; squares: the sum of squared distances to centres."""

    centres: Floats
    labels: Integers
    sizes: Any
    squares: float


@dataclass(frozen=True, eq=False)
class Groups:
    """labels (P): group of each participant from 0, the largest first; −1 for those with too few
    votes. centres (k × 2). silhouettes: {k: mean silhouette} of each number of groups that could
    be."""

    labels: Integers
    centres: Floats
    silhouettes: dict[int, float]

    @property
    def sizes(self) -> Integers:
        return np.bincount(self.labels[self.labels >= 0], minlength=len(self.centres))


def in_conversation(votes: Votes) -> Booleans:
    """Who voted enough to be in a group (P): at least min(7, S) votes; if fewer than 15 people did,
    the most active, those with equally many votes included."""
    cast = votes.cast
    active = cast >= max(1, min(ACTIVE, len(votes.statements)))
    if active.sum() < ENOUGH and len(cast):
        least = np.sort(cast)[-min(ENOUGH, len(cast))]
        active |= cast >= max(1, least)
    return active


def grouped(positions: Floats, active: Booleans, most: int = MOST) -> Groups:
    """The groups of the active among P participants; positions (P × 2)."""
    labels = np.full(len(positions), -1)
    points, weights = distinct(positions[active])
    if not len(points):
        return Groups(labels, np.zeros((0, 2)), {})
    cells = cut(points, weights, CELLS)
    allowed = min(most, 2 + len(cells[0]) // 12, len(points))
    least = max(2, min(SMALLEST, int(weights.sum()) // 5))
    whole = middle(points, weights)[None]
    grown = splits(points, weights, cells, allowed, whole)
    ends = {k: end for k, end in grown if (end.sizes >= least).all()}
    scores = silhouettes(points, weights, {k: end.labels for k, end in ends.items()})
    centres = whole
    if scores:
        chosen = min(k for k, score in scores.items() if score >= max(scores.values()) - GAIN)
        centres = ordered(ends[chosen].centres, ends[chosen].sizes)
    labels[active] = nearest(positions[active], centres)
    return Groups(labels, centres, scores)


def distinct(positions: Floats) -> tuple[Floats, Floats]:
    """Positions once each with their weights, or squares' means when they are many."""
    if len(np.unique(positions[: 8 * POINTS], axis=0)) <= POINTS:
        points, counts = np.unique(positions, axis=0, return_counts=True)
        if len(points) <= POINTS:
            return points, counts.astype(np.float64)
    side = np.sqrt(positions.var(axis=0).sum() / 2) / SQUARES
    column, row = np.clip(np.rint((positions - positions.mean(axis=0)) / side), -FAR, FAR).T
    square = ((column + FAR) * (2 * FAR + 1) + row + FAR).astype(np.int64)
    weights = np.bincount(square).astype(np.float64)
    held = weights > 0
    sums = np.stack([np.bincount(square, along)[held] for along in positions.T], axis=1)
    return sums / weights[held, None], weights[held]


def cut(points: Floats, weights: Floats, most: int) -> tuple[Floats, Floats]:
    """Means and weights of at most so many cells: the widest is halved at its mean, and so on."""
    heap = [(*width(points, weights, np.arange(len(points))), 0, np.arange(len(points)))]
    made = 0
    while len(heap) < min(most, len(points)):
        spread, axis, _, held = heappop(heap)
        along = points[held, axis]
        low = along <= (along * weights[held]).sum() / weights[held].sum()
        if spread >= 0 or low.all():
            heappush(heap, (0.0, axis, made, held))
            break
        for half in (held[low], held[~low]):
            made += 1
            heappush(heap, (*width(points, weights, half), made, half))
    found = [middle(points[held], weights[held]) for *_, held in heap]
    sizes = np.array([weights[held].sum() for *_, held in heap])
    order = np.lexsort(np.array(found).T[::-1])
    return np.array(found)[order], sizes[order]


def width(points: Floats, weights: Floats, held: Integers) -> tuple[float, int]:
    """Minus the sum of squares along the wider axis, and which that is."""
    squares = ((points[held] - middle(points[held], weights[held])) ** 2 * weights[held, None]).sum(
        axis=0
    )
    axis = int(np.argmax(squares))
    return -float(squares[axis]), axis


def splits(
    points: Floats, weights: Floats, cells: tuple[Floats, Floats], most: int, centres: Floats
) -> Iterator[tuple[int, End]]:
    """(k, end) for k from 2, each grown from the one before."""
    places, sizes = cells
    between = squared(places, places)
    for k in range(2, most + 1):
        now = squared(places, centres).min(axis=1)
        gains = (sizes[:, None] * np.maximum(0, now[:, None] - between)).sum(axis=0)
        tried = np.argsort(-gains, kind="stable")[:TRIED]
        ends = [settled(places, sizes, np.vstack([centres, places[each]])) for each in tried]
        best = min(ends, key=lambda end: round(end.squares, 9))
        end = settled(points, weights, best.centres)
        centres = end.centres
        yield k, end


def settled(points: Floats, weights: Floats, centres: Floats) -> End:
    """Lloyd's iteration to its end."""
    labels = np.full(len(points), -1)
    while True:
        apart = squared(points, centres)
        now = apart.argmin(axis=1)
        sizes = np.bincount(now, weights, len(centres))
        if (now == labels).all():
            return End(centres, labels, sizes, float((weights * apart.min(axis=1)).sum()))
        labels = now
        sums = [np.bincount(labels, weights * column, len(centres)) for column in points.T]
        held = sizes > 0
        centres = centres.copy()
        centres[held] = (np.stack(sums, axis=1)[held]) / sizes[held, None]


def silhouettes(
    points: Floats, weights: Floats, labellings: dict[int, Integers]
) -> dict[int, float]:
    """{k: weighted mean silhouette}; the mean distance to one's own group has oneself in it."""
    if not labellings:
        return {}
    apart = np.sqrt(squared(points, points))
    found = {}
    for k, labels in labellings.items():
        member = (labels[:, None] == np.arange(k)) * weights[:, None]
        means = apart @ member / member.sum(axis=0)
        own = means[np.arange(len(points)), labels]
        means[np.arange(len(points)), labels] = np.inf
        other = means.min(axis=1)
        larger = np.maximum(own, other)
        share = np.divide(other - own, larger, out=np.zeros_like(own), where=larger > 0)
        found[k] = float((share * weights).sum() / weights.sum())
    return found


def middle(points: Floats, weights: Floats) -> Floats:
    """The weighted mean of points (2)."""
    return (points * weights[:, None]).sum(axis=0) / weights.sum()


def squared(points: Floats, centres: Floats) -> Floats:
    """Squared distances, points × centres."""
    across = points[:, 0, None] - centres[None, :, 0]
    up = points[:, 1, None] - centres[None, :, 1]
    return across * across + up * up


def nearest(positions: Floats, centres: Floats) -> Integers:
    """The group whose centre is nearest (P)."""
    best, labels = np.full(len(positions), np.inf), np.zeros(len(positions), np.int64)
    for group, centre in enumerate(centres):
        apart = ((positions - centre) ** 2).sum(axis=1)
        labels[apart < best] = group
        best = np.minimum(best, apart)
    return labels


def ordered(centres: Floats, sizes: Floats) -> Floats:
    """Centres of the largest group first; of equal ones from the left, from below."""
    return centres[np.lexsort((centres[:, 1], centres[:, 0], -sizes))]


def adjusted_rand(one: Integers, other: Integers) -> float:
    """How far two groupings of the same things agree: 1 wholly, 0 as far as by chance.

    Hubert & Arabie, *Comparing partitions*, Journal of Classification 2 (1985) 193–218; 1 where
    both put everything together or both keep everything apart.
    """
    one, other = (np.unique(each, return_inverse=True)[1] for each in (one, other))
    if len(one) != len(other):
        raise ValueError(f"{len(one)} and {len(other)} labels")
    if len(one) < 2:
        return 1.0
    shared = np.bincount(one * (other.max() + 1) + other)
    both, first, second = (pairs(each) for each in (shared, np.bincount(one), np.bincount(other)))
    expected = first * second / pairs(np.array([len(one)]))
    middle = (first + second) / 2
    return 1.0 if middle == expected else float((both - expected) / (middle - expected))


def pairs(sizes: Integers) -> float:
    sizes = sizes.astype(np.float64)
    return float((sizes * (sizes - 1) / 2).sum())
