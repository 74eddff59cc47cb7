"""The opinion map beside red-dwarf, another implementation of Polis, on invented conversations.

Everybody votes on some 50 of 1,000 statements. Both are given what they read fastest; the clock
starts after that. Asked are positions, groups and all statistics, which both have.
"""

from importlib import import_module

import numpy as np

from bench.engines.contest import Contest, Goal, Peer
from terreau.opinionmap import Votes, factorised, opinion_map, plane, stability

STATEMENTS, EACH = 1000, 50
CAMPS = np.array([[1.2, 0.0], [-0.8, 1.0], [-0.4, -1.2]])
AT_ONCE = 20_000
LATER = 1000
SIZES = (1_000, 10_000, 100_000, 1_000_000)


def drawn(people):
    """Votes of so many people of three camps."""
    chance = np.random.default_rng(people)
    weight, appeal = chance.normal(0, 0.8, (STATEMENTS, 2)), chance.normal(0, 0.5, STATEMENTS)
    codes = np.empty(people * EACH, np.int32)
    starts = np.zeros(people + 1, np.int64)
    for first in range(0, people, AT_ONCE):
        size = min(AT_ONCE, people - first)
        places = CAMPS[chance.integers(0, 3, size)] + chance.normal(0, 0.5, (size, 2))
        asked = chance.integers(0, STATEMENTS, (size, EACH)) + np.arange(size)[:, None] * STATEMENTS
        who, what = np.divmod(np.unique(asked), STATEMENTS)
        leaning = (places[who] * weight[what]).sum(axis=1) + appeal[what]
        leaning += chance.normal(0, 0.7, len(who))
        votes = np.where(leaning > 0.4, 2, np.where(leaning < -0.4, 0, 1))
        begin = starts[first]
        starts[first + 1 : first + size + 1] = begin + np.cumsum(np.bincount(who, minlength=size))
        codes[begin : begin + len(who)] = 3 * what + votes
    none = np.zeros(STATEMENTS, bool)
    ids = np.arange(people), np.arange(STATEMENTS)
    return Votes(*ids, starts, codes[: starts[-1]], none, none)


def agreed(extremity):
    """What both must find: how far statements lie from the middle, on average."""
    return round(float(np.mean(extremity)), 4)


def ours(people):
    votes = drawn(people)
    yield
    found = opinion_map(votes, draws=0, factors=False)
    yield agreed(found.plane.extremity)


def red_dwarf(people):
    votes = drawn(people)
    run = import_module("reddwarf.implementations.polis").run_pipeline
    names = ("participant_id", "statement_id", "vote", "modified")
    rows = [dict(zip(names, (*row, 0), strict=True)) for row in votes.rows()]
    yield
    found = run(votes=rows, random_state=0)
    yield agreed(found.statements_df["extremity"])


def steadiness(people):
    votes = drawn(people)
    found = opinion_map(votes, draws=0, factors=False)
    yield
    yield round(stability(votes, found.groups).mean, 3)


def second_look(people):
    votes = drawn(people)
    found = plane(votes)
    yield
    yield round(factorised(votes, found).noise, 3)


def update(people):
    rows = list(drawn(people).rows())
    np.random.default_rng(0).shuffle(rows)
    found = opinion_map(Votes.from_rows(rows[:-LATER]), draws=0, factors=False)
    yield
    yield found.updated(rows[-LATER:], draws=0, factors=False).groups.sizes.tolist()


CONTESTS = [
    Contest(
        "map and statistics of so many participants",
        SIZES,
        ours,
        (Peer("red-dwarf", "reddwarf", red_dwarf),),
        {
            100_000: Goal(times_faster=200, times_leaner=10),
            1_000_000: Goal(seconds=10, mebibytes=1024),
        },
        seconds=900,
        mebibytes=12_288,
    ),
    Contest("stability of the groups of so many", SIZES, steadiness),
    Contest("second look (factors) at the votes of so many", SIZES, second_look),
    Contest("a thousand later votes of so many", SIZES[:3], update),
]
