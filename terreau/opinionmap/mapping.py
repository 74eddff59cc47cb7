"""The whole map: where people stand, in which groups, how sure that is, and what groups say."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
import rfc8785

from terreau.opinionmap.factors import Factors, factorised, likeness
from terreau.opinionmap.geometry import Likeliest, Plane, likeliest, plane
from terreau.opinionmap.groups import (
    MOST,
    Groups,
    adjusted_rand,
    grouped,
    in_conversation,
)
from terreau.opinionmap.polis import Statistics, priority, statistics
from terreau.opinionmap.resampling import Stability, stability
from terreau.opinionmap.votes import Floats, Votes

Progress = Callable[[str, int, int], None]
Reason = Literal["votes", "participants", "statements", "variation"]


class TooLittle(ValueError):
    """Votes of which no map can be made, and what they lack."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, eq=False)
class OpinionMap:
    """A map of opinions and all that it was made of. stability and factors: None where not asked
    for."""

    votes: Votes
    plane: Plane
    likeliest: Likeliest
    groups: Groups
    statistics: Statistics
    stability: Stability | None = None
    factors: Factors | None = None

    @property
    def has_clear_groups(self) -> bool | None:
        """Whether groups would be much the same with fewer participants; None where not tried."""
        if len(self.groups.centres) < 2:
            return False
        return None if self.stability is None else self.stability.is_clear

    @property
    def priority(self) -> Floats:
        """Polis's priority of each statement (S)."""
        return priority(self.statistics.counts, self.plane.extremity, self.votes.meta)

    def updated(self, rows: Iterable[Sequence[Any]], **options: Any) -> "OpinionMap":
        """The map with later votes (participant, statement, vote): that of all votes together, but
        found sooner. options: as of `opinion_map`."""
        votes = self.votes.updated(rows)
        return opinion_map(votes, start=carried(self.plane, self.votes, votes), **options)

    def as_dict(self, *, participants: bool = True) -> dict[str, Any]:
        """All results as plain values, numbers in full; without participants nobody is in it."""
        said: dict[str, Any] = {
            "participants": len(self.votes.participants),
            "votes": len(self.votes.codes),
            "variances": self.likeliest.variances.tolist(),
            "noise": self.likeliest.noise,
            "silhouettes": {str(k): score for k, score in self.groups.silhouettes.items()},
            "groups": self._groups(),
            "statements": self._statements(),
            "agreed": [asdict(each) for each in self.statistics.agreed],
            "disagreed": [asdict(each) for each in self.statistics.disagreed],
            "clear_groups": self.has_clear_groups,
        }
        if self.stability is not None:
            found = {"mean": self.stability.mean, "agreements": list(self.stability.agreements)}
            said["stability"] = {**found, "seed": self.stability.seed}
        if self.factors is not None:
            said["second_look"] = self._second_look(self.factors)
        if participants:
            said["positions"] = self._positions()
        return said

    def to_json(self, *, participants: bool = True) -> bytes:
        """`as_dict` as canonical JSON (RFC 8785): the same votes give the same bytes."""
        return rfc8785.dumps(self.as_dict(participants=participants))

    def _groups(self) -> list[dict[str, Any]]:
        rows = zip(
            self.groups.sizes, self.groups.centres, self.statistics.representative, strict=True
        )
        return [
            {
                "size": int(size),
                "centre": centre.tolist(),
                "representative": [asdict(one) for one in chosen],
            }
            for size, centre, chosen in rows
        ]

    def _statements(self) -> list[dict[str, Any]]:
        columns = {
            "id": self.votes.statements,
            "disagree": self.votes.counts[:, 0],
            "pass": self.votes.counts[:, 1],
            "agree": self.votes.counts[:, 2],
            "moderated_out": self.votes.moderated_out,
            "meta": self.votes.meta,
            "x": self.plane.statements[:, 0],
            "y": self.plane.statements[:, 1],
            "extremity": self.plane.extremity,
            "priority": self.priority,
            "group_consensus": self.statistics.group_consensus,
        }
        if self.factors is not None:
            columns["bridging"] = self.factors.bridging
            columns["bridging_deviation"] = self.factors.bridging_deviation
        values = zip(*(column.tolist() for column in columns.values()), strict=True)
        return [dict(zip(columns, each, strict=True)) for each in values]

    def _positions(self) -> dict[str, Any]:
        x, y = self.likeliest.positions.T
        return {
            "id": self.votes.participants.tolist(),
            "x": x.tolist(),
            "y": y.tolist(),
            "group": self.groups.labels.tolist(),
            "votes": self.votes.cast.tolist(),
        }

    def _second_look(self, factors: Factors) -> dict[str, float]:
        """How far the factors see the same: R² of positions, adjusted Rand index of groups."""
        active = self.groups.labels >= 0
        again = grouped(factors.positions, active, max(2, len(self.groups.centres)))
        return {
            "positions": likeness(self.likeliest.positions[active], factors.positions[active]),
            "groups": adjusted_rand(self.groups.labels[active], again.labels[active]),
            "noise": factors.noise,
        }


def opinion_map(
    votes: Votes,
    *,
    most_groups: int = MOST,
    draws: int = 10,
    seed: int = 0,
    factors: bool = True,
    start: Plane | None = None,
    progress: Progress | None = None,
) -> OpinionMap:
    """The map of votes: the same whatever the order in which they came.

    draws: how often stability is tried, by chance that `seed` fixes; 0 leaves it out. factors:
    whether to take the second look. start: a plane of nearly the same votes, only to save time.
    progress is told (step, done, of); steps are "plane", "groups", "factors" and "stability".
    Raises TooLittle where there is no vote, fewer than two participants or statements in play, or
    where everybody answers alike.
    """
    checked(votes)
    tell = progress or (lambda step, done, of: None)
    found = plane(votes, start)
    if not found.variances.any():
        raise TooLittle("variation", "everybody answers alike: nothing tells participants apart")
    tell("plane", 1, 1)
    places = likeliest(votes, found)
    groups = grouped(places.positions, in_conversation(votes), most_groups)
    said = statistics(votes, groups.labels, len(groups.centres))
    tell("groups", 1, 1)
    second = None
    if factors:
        second = factorised(votes, found, progress=lambda done, of: tell("factors", done, of))
    held = None
    if draws:
        held = stability(
            votes,
            groups,
            draws=draws,
            seed=seed,
            most=most_groups,
            progress=lambda done, of: tell("stability", done, of),
        )
    return OpinionMap(votes, found, places, groups, said, held, second)


def checked(votes: Votes) -> None:
    """Raises TooLittle where no map can be made."""
    if not len(votes.codes):
        raise TooLittle("votes", "there is no vote")
    if len(votes.participants) < 2:
        raise TooLittle("participants", "a map needs at least two participants")
    if (~votes.aside).sum() < 2:
        raise TooLittle("statements", "a map needs at least two statements in play")
    in_play = votes.counts[~votes.aside]
    if not in_play[:, [0, 2]].any():
        raise TooLittle("variation", "every vote is a pass: nothing tells participants apart")


def carried(found: Plane, before: Votes, after: Votes) -> Plane:
    """A plane of earlier votes, laid out for later ones that may know more statements."""
    places = np.searchsorted(after.statements, before.statements)
    components = np.zeros((len(found.components), len(after.statements)))
    components[:, places] = found.components
    means = np.zeros(len(after.statements))
    means[places] = found.means
    return Plane(means, components, found.variances)
