"""What is asked of a budget: projects with costs, ballots, and how many voters share one ballot.

Amounts are exact (`Fraction`): money in the currency's unit, points as they were given. Identical
ballots are merged on the way in, which is most of what makes the rules fast.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from hashlib import sha256
from math import lcm
from typing import Any

import numpy as np

from terreau.equalshares.amounts import LARGEST, Amount, BadElection, amount, positions, whole
from terreau.equalshares.merging import in_order, merged


@dataclass(frozen=True, slots=True)
class Project:
    key: str
    cost: Fraction
    name: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Election:
    """P projects, V voters, and the B distinct ballots among theirs that name a project.

    weights: (B,) voters of each ballot. supporters: for each project the (S,) ballots that name it,
    ascending. points: for each project what those ballots give it, (S,) whole numbers of
    1 / points_scale; None where ballots approve. ballot_of: (V,) the ballot of each voter in the
    order in which they were given, -1 where it names nothing.
    """

    projects: tuple[Project, ...]
    budget: Fraction
    voters: int
    weights: np.ndarray
    supporters: tuple[np.ndarray, ...]
    points: tuple[np.ndarray, ...] | None = None
    points_scale: int = 1
    ballot_of: np.ndarray = field(default_factory=lambda: np.empty(0, np.int32))

    @classmethod
    def of_arrays(
        cls,
        projects: Iterable[Project | tuple[str, Amount]],
        budget: Amount,
        voter: Sequence[int] | np.ndarray,
        project: Sequence[int] | np.ndarray,
        points: Sequence[Amount] | np.ndarray | None = None,
        voters: int | None = None,
    ) -> "Election":
        """voter, project: (N,) whole numbers, who names what by position; points: (N,) above or
        equal 0, whoever gives 0 does not support; voters: how many there are, those who name
        nothing included (default: the highest voter + 1)."""
        listed, money = checked(projects, budget)
        rows, columns = positions(voter, "voter"), positions(project, "project")
        if len(rows) != len(columns):
            raise BadElection(f"{len(rows)} voters beside {len(columns)} projects")
        count = int(rows.max(initial=-1)) + 1 if voters is None else voters
        if count < 1:
            raise BadElection("nobody votes")
        if len(rows) and int(rows.max()) >= count:
            raise BadElection(f"voter {int(rows.max())} of {count}")
        if len(columns) and int(columns.max()) >= len(listed):
            raise BadElection(
                f"a ballot names project number {int(columns.max())}, of {len(listed)}"
            )
        given, scale = (None, 1) if points is None else whole(points, len(rows))
        if given is not None:
            kept = given > 0
            rows, columns, given = rows[kept], columns[kept], given[kept]
        rows, columns, given = in_order(rows, columns, given, listed)
        ballot_of, weights, chosen = merged(rows, columns, given, count)
        order = np.argsort(columns[chosen], kind="stable")
        of_ballot = ballot_of[rows[chosen]][order]
        ends = np.cumsum(np.bincount(columns[chosen], minlength=len(listed)))[:-1]
        return cls(
            projects=listed,
            budget=money,
            voters=count,
            weights=weights,
            supporters=tuple(np.split(of_ballot, ends)),
            points=None if given is None else tuple(np.split(given[chosen][order], ends)),
            points_scale=scale,
            ballot_of=ballot_of,
        )

    @classmethod
    def of_rows(
        cls,
        projects: Iterable[Project | tuple[str, Amount]],
        budget: Amount,
        rows: Iterable[Sequence],
        voters: int | None = None,
    ) -> "Election":
        """rows: (voter, project) or (voter, project, points), as a database gives them; voters are
        numbered as they come. voters: as in `of_arrays`."""
        listed, _money = checked(projects, budget)
        places = {each.key: place for place, each in enumerate(listed)}
        numbers: dict[Hashable, int] = {}
        who, what, points, width = [], [], [], 0
        for number, row in enumerate(rows):
            width = width or len(row)
            if len(row) != width or width not in (2, 3):
                raise BadElection(f"row {number} has {len(row)} values")
            if row[1] not in places:
                raise BadElection(f"row {number} names an unknown project: {row[1]!r}")
            who.append(numbers.setdefault(row[0], len(numbers)))
            what.append(places[row[1]])
            points += row[2:]
        count = len(numbers) if voters is None else voters
        return cls.of_arrays(listed, budget, who, what, points if width == 3 else None, count)

    @classmethod
    def of_ballots(
        cls,
        projects: Iterable[Project | tuple[str, Amount]],
        budget: Amount,
        ballots: Iterable[Iterable[str] | Mapping[str, Amount]],
    ) -> "Election":
        """ballots: each voter's project keys, or {key: points}; an empty one still counts."""
        listed, _money = checked(projects, budget)
        places = {each.key: place for place, each in enumerate(listed)}
        who: list[int] = []
        what: list[int] = []
        points: list[Amount] | None = None
        count = 0
        for count, ballot in enumerate(ballots, 1):
            if isinstance(ballot, Mapping):
                points = [] if points is None else points
                points += ballot.values()
            for key in ballot:
                if key not in places:
                    raise BadElection(f"ballot {count} names an unknown project: {key!r}")
                who.append(count - 1)
                what.append(places[key])
        return cls.of_arrays(listed, budget, who, what, points, count)

    @property
    def votes(self) -> list[int]:
        """(P,) voters that name each project."""
        return [int(self.weights[each].sum()) for each in self.supporters]

    @property
    def scores(self) -> list[int]:
        """(P,) points in units of 1 / points_scale; votes where ballots approve."""
        if self.points is None:
            return self.votes
        pairs = zip(self.supporters, self.points, strict=True)
        return [int((self.weights[who] * points).sum()) for who, points in pairs]

    @property
    def money_scale(self) -> int:
        """The smallest number by which every cost and the budget become whole."""
        return lcm(self.budget.denominator, *(each.cost.denominator for each in self.projects))

    def total(self, chosen: Iterable[int]) -> Fraction:
        """What projects cost together, by their positions."""
        return sum((self.projects[each].cost for each in chosen), Fraction(0))

    def tie_ranks(self, seed: int | None = None) -> list[int]:
        """(P,) who goes first among equals: lower cost, then more votes, then the lot."""
        lots = lot([each.key for each in self.projects], seed)
        votes = self.votes
        keys = [(each.cost, -votes[p], lots[p]) for p, each in enumerate(self.projects)]
        return ranks(keys)


def lot(keys: Sequence[str], seed: int | None = None) -> list[int]:
    """The place of each key in a lot that anybody can draw again: the order of the SHA-256 digests
    of "seed:key"; without a seed the order in which keys are listed."""
    if seed is None:
        return list(range(len(keys)))
    return ranks([sha256(f"{seed}:{key}".encode()).digest() for key in keys])


def ranks(keys: Sequence[Any]) -> list[int]:
    """The place of each key among all, sorted; equal ones in the order of the list."""
    found = [0] * len(keys)
    for place, index in enumerate(sorted(range(len(keys)), key=keys.__getitem__)):
        found[index] = place
    return found


def checked(projects, budget):
    """(tuple of Project, budget): keys told apart, amounts that can be."""
    listed = []
    for each in projects:
        key, cost, *rest = (each.key, each.cost, each.name) if isinstance(each, Project) else each
        listed.append(Project(str(key), amount(cost, f"the cost of {key}"), *rest))
    if not listed:
        raise BadElection("there is no project")
    if len({each.key for each in listed}) < len(listed):
        keys = [each.key for each in listed]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise BadElection(f"two projects have the key {twice!r}")
    money = amount(budget, "the budget")
    if not money:
        raise BadElection("the budget is 0")
    if max(each.cost for each in listed) * money.denominator >= LARGEST or money >= LARGEST:
        raise BadElection("amounts beyond 2**53 are not told apart")
    return tuple(listed), money
