"""What is asked of a budget: projects with costs, ballots, and who many voters share one ballot.

Amounts are exact (`Fraction`): money in the currency's unit, points as they were given. Identical
ballots are merged on the way in, which is most of what makes the rules fast.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from math import lcm
from typing import Any

import numpy as np

Amount = int | float | str | Decimal | Fraction
LARGEST = 2**53  # whole numbers up to it are exact as floats


class BadElection(ValueError):
    """What was given is no election: the message says what is wrong and where."""


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


def amount(value: Amount, what: str) -> Fraction:
    """A number, exactly: a float is what it prints as. Not finite or below 0 is an error."""
    try:
        found = Fraction(str(value)) if isinstance(value, float | np.floating) else Fraction(value)
    except (ValueError, OverflowError, TypeError, ZeroDivisionError):
        raise BadElection(f"{what} is no amount: {value!r}") from None
    if found < 0:
        raise BadElection(f"{what} is below 0: {value}")
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


def positions(values, what) -> np.ndarray:
    """(N,) whole numbers from 0."""
    found = np.asarray(values)
    if not found.size:
        return np.empty(0, np.int64)
    if found.ndim != 1 or found.dtype.kind not in "iu":
        raise BadElection(f"{what}: whole numbers in one dimension are wanted")
    if int(found.min()) < 0:
        raise BadElection(f"{what}: {int(found.min())} is below 0")
    return found.astype(np.int64, copy=False)


def whole(points, count) -> tuple[np.ndarray, int]:
    """((N,) whole numbers, scale): points = whole / scale, exactly."""
    given = np.asarray(points)
    if given.shape != (count,):
        raise BadElection(f"{given.size} points beside {count} votes")
    scale = 1
    if given.dtype.kind not in "iu":
        values, where = np.unique(given, return_inverse=True)
        exact = [amount(each, "what a ballot gives") for each in values.tolist()]
        scale = lcm(1, *(each.denominator for each in exact))
        given = np.array([int(each * scale) for each in exact], np.int64)[where]
    given = given.astype(np.int64, copy=False)
    if count and int(given.min()) < 0:
        raise BadElection(f"what a ballot gives is below 0: {int(given.min())}")
    if int(given.sum(dtype=object) if count < LARGEST >> 40 else given.sum()) >= LARGEST:
        raise BadElection("points beyond 2**53 together are not told apart")
    return given, scale


def in_order(rows, columns, given, listed):
    """The votes by voter, then project; whoever names a project twice is an error."""
    keys = rows * len(listed) + columns
    if len(keys) and not (keys[1:] > keys[:-1]).all():
        if given is None:
            keys = np.sort(keys)
        else:
            order = np.argsort(keys, kind="stable")
            keys, given = keys[order], given[order]
        same = np.flatnonzero(keys[1:] == keys[:-1])
        if len(same):
            voter, project = divmod(int(keys[same[0]]), len(listed))
            raise BadElection(f"voter {voter} names {listed[project].key!r} twice")
        rows, columns = np.divmod(keys, len(listed))
    return rows, columns, given


def merged(rows, columns, given, count):
    """(ballot of each voter, voters of each ballot, where the votes of one voter a ballot are).

    Ballots are told apart by sums of 64 mixed bits, then held against each other vote by vote; in
    the unheard-of case that two have the same sum, they are mixed anew.
    """
    lengths = np.bincount(rows, minlength=count)
    starts = np.cumsum(lengths) - lengths
    who = np.flatnonzero(lengths)
    ballot_of = np.full(count, -1, np.int32)
    if not len(who):
        return ballot_of, np.empty(0, np.int64), np.empty(0, np.int64)
    for salt in range(8):
        words = mixed(columns, salt)
        if given is not None:
            words = mixed(words ^ given.astype(np.uint64), salt)
        sums = np.add.reduceat(words, starts[who])
        _sums, first, ballot, weights = np.unique(
            sums, return_index=True, return_inverse=True, return_counts=True
        )
        ballot_of[who] = ballot
        likeness = who[first][ballot]  # of each voter, the one whose ballot stands for theirs
        if not (lengths[who] == lengths[likeness]).all():
            continue
        other = np.repeat(likeness != who, lengths[who])
        place = np.arange(len(rows)) - np.repeat(starts[who], lengths[who])
        twin = (np.repeat(starts[likeness], lengths[who]) + place)[other]
        alike = (columns[other] == columns[twin]).all()
        if alike and (given is None or (given[other] == given[twin]).all()):
            chosen = np.flatnonzero(~other)
            return ballot_of, weights.astype(np.int64), chosen
    raise BadElection("ballots could not be told apart")


def mixed(values: np.ndarray, salt: int) -> np.ndarray:
    """(N,) 64 bits that look random, the same for the same value (splitmix64)."""
    words = values.astype(np.uint64) + np.uint64((salt * 2 + 1) * 0x9E3779B97F4A7C15 % 2**64)
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return words ^ (words >> np.uint64(31))
