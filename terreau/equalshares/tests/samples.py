"""Invented elections, small and full of ties."""

from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

from terreau.equalshares import Election

SMALL = st.integers(1, 12)


@st.composite
def elections(draw, *, points=False, free=False):
    """(costs, ballots, budget): [Fraction], [{project: points}] and a Fraction ≥ every cost."""
    count = draw(st.integers(1, 6))
    parts = draw(st.sampled_from([1, 1, 2, 100]))
    lowest = 0 if free else 1
    costs = [Fraction(draw(st.integers(lowest, 12)), parts) for _ in range(count)]
    given = st.integers(1, 4) if points else st.just(1)
    ballot = st.dictionaries(st.integers(0, count - 1), given, max_size=count)
    ballots = draw(st.lists(ballot, min_size=1, max_size=10))
    budget = max([*costs, Fraction(draw(st.integers(1, 40)), parts)])
    return costs, ballots, budget


def election(costs, ballots, budget, keys=None, points=False):
    keys = keys or [f"p{place}" for place in range(len(costs))]
    named = [
        {keys[p]: value for p, value in each.items()} if points else [keys[p] for p in each]
        for each in ballots
    ]
    return Election.of_ballots(list(zip(keys, costs, strict=True)), budget, named)


def crowd(seed, voters=400, projects=25, largest=6):
    """A larger one, of the shape of real ones: skewed tastes, costs from small to large."""
    random = np.random.default_rng(seed)
    costs = [Fraction(int(each)) for each in random.integers(1, 60, projects) * 500]
    weights = random.pareto(1.2, projects) + 0.1
    ballots = []
    for _ in range(voters):
        size = int(random.integers(0, largest + 1))
        named = random.choice(projects, size, replace=False, p=weights / weights.sum())
        ballots.append({int(p): int(random.integers(1, 5)) for p in named})
    return costs, ballots, Fraction(int(sum(costs) * 0.4))
