"""Greedy: by utility for each unit of cost, as long as the money lasts.

With cost utility that is the number of votes, what most cities do.
"""

from collections.abc import Iterable
from fractions import Fraction

from terreau.equalshares.amounts import BadElection
from terreau.equalshares.elections import Election
from terreau.equalshares.shares import Utility


def ranking(election: Election, utility: Utility = "cost", seed: int | None = None) -> list[int]:
    """Projects that somebody supports, best first: votes (cost), votes / cost (cardinality),
    points / cost (cardinal). Ties: lower cost, then more votes, then the lot."""
    if utility == "cardinal" and election.points is None and len(election.weights):
        raise BadElection("ballots give no points: cardinal utility says nothing")
    votes, ties = election.votes, election.tie_ranks(seed)
    total = election.scores if utility == "cardinal" else votes

    def key(p: int) -> tuple:
        cost = election.projects[p].cost
        if utility == "cost":
            return -votes[p], ties[p]
        return (cost > 0, -Fraction(total[p]) / cost if cost else 0, ties[p])

    return sorted((p for p, count in enumerate(votes) if count), key=key)


def greedy(
    election: Election,
    utility: Utility = "cost",
    *,
    skip: bool = True,
    threshold: int = 0,
    seed: int | None = None,
    already: Iterable[int] = (),
) -> list[int]:
    """Positions of winners in the order in which they are taken.

    skip: pass over what does not fit, or stop there. threshold: votes below which a project takes
    no part; neither does one that costs more than the whole budget. already: winners beforehand,
    whose cost is spent.
    """
    taken = list(already)
    left = election.budget - election.total(taken)
    votes, won = election.votes, []
    for p in ranking(election, utility, seed):
        cost = election.projects[p].cost
        if p in taken or votes[p] < threshold or cost > election.budget:
            continue
        if cost <= left:
            won.append(p)
            left -= cost
        elif not skip:
            break
    return won
