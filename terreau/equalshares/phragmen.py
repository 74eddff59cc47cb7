"""Phragmén's sequential rule: voters' loads grow evenly, projects are bought as loads allow.

load(c) = (cost + Σ supporters' loads) / supporters; the project of least load is bought and its
supporters bear that load from then on. The rule stops when the next project, or one tied with it,
does not fit into what is left of the budget. Loads are sums of positive numbers: as floats they are
right to (supporters + rounds) roundings; whatever that leaves open is decided in rationals.
"""

from collections.abc import Iterator
from fractions import Fraction
from heapq import heapify, heappop, heappush

import numpy as np

from terreau.equalshares.elections import Election

MARGIN = 1e-9  # relative; far above the roundings of 1,000,000 ballots


class Loads:
    """What each ballot bears: the exact load of the last round in which it took part."""

    def __init__(self, election: Election):
        self.election, self.votes = election, election.votes
        self.last = np.zeros(len(election.weights), np.int64)  # 0: never
        self.exact = [Fraction(0)]
        self.floats = np.zeros(len(election.weights))
        self.weights = election.weights.astype(float)

    def near(self, p: int) -> float:
        who = self.election.supporters[p]
        borne = float(self.weights[who] @ self.floats[who])
        return (float(self.election.projects[p].cost) + borne) / self.votes[p]

    def of(self, p: int) -> Fraction:
        who = self.election.supporters[p]
        heads = np.bincount(self.last[who], self.weights[who], len(self.exact))
        pairs = zip(self.exact, heads.tolist(), strict=True)
        borne = sum((load * int(count) for load, count in pairs if count), Fraction(0))
        return (self.election.projects[p].cost + borne) / self.votes[p]

    def bear(self, p: int, load: Fraction) -> None:
        who = self.election.supporters[p]
        self.last[who] = len(self.exact)
        self.exact.append(load)
        self.floats[who] = float(load)


def phragmen(election: Election, seed: int | None = None) -> list[int]:
    """Positions of winners in order. Projects without support, or that cost more than the whole
    budget, take no part. Ballots approve; points are not looked at."""
    return [p for p, _load in purchases(election, seed)]


def purchases(election: Election, seed: int | None = None) -> Iterator[tuple[int, Fraction]]:
    """(project, load of its supporters) in order."""
    ties, loads, left = election.tie_ranks(seed), Loads(election), election.budget
    projects = election.projects
    entering = [p for p, each in enumerate(projects) if each.cost <= election.budget]
    heap = [(loads.near(p), p) for p in entering if loads.votes[p]]
    heapify(heap)
    while heap:
        tied = least(heap, loads)
        if any(projects[p].cost > left for p, _load in tied):
            return
        won, load = min(tied, key=lambda each: ties[each[0]])
        for p, _load in tied:
            if p != won:
                heappush(heap, (float(load), p))
        loads.bear(won, load)
        left -= projects[won].cost
        yield won, load


def least(heap: list[tuple[float, int]], loads: Loads) -> list[tuple[int, Fraction]]:
    """All projects of least load, taken off the heap; loads only grow, old ones are bounds."""
    fresh: list[tuple[float, int]] = []
    ceiling = float("inf")
    while heap and heap[0][0] <= ceiling:
        p = heappop(heap)[1]
        load = loads.near(p)
        fresh.append((load, p))
        ceiling = min(ceiling, load * (1 + MARGIN))
    close = [(loads.of(p), p) for load, p in fresh if load <= ceiling]
    lowest = min(close)[0]
    tied = [(p, load) for load, p in close if load == lowest]
    gone = {p for p, _load in tied}
    for load, p in fresh:
        if p not in gone:
            heappush(heap, (load, p))
    return tied
