"""How far groups hold when one participant in five had not come."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from terreau.opinionmap.geometry import likeliest, plane
from terreau.opinionmap.groups import MOST, Groups, adjusted_rand, grouped, in_conversation
from terreau.opinionmap.votes import Votes

SHARE = 0.8
CLEAR = 0.6
"""Mean agreement below which there are no clear groups."""
MOST_DRAWN = 20_000
"""Participants of one draw at most: with so many, a draw differs little from everybody."""


@dataclass(frozen=True)
class Stability:
    """agreements: adjusted Rand index of each draw's groups with everybody's, among those drawn who
    are in both conversations. seed: of the draws."""

    agreements: tuple[float, ...]
    seed: int

    @property
    def mean(self) -> float:
        return float(np.mean(self.agreements)) if self.agreements else 0.0

    @property
    def is_clear(self) -> bool:
        return self.mean >= CLEAR


def stability(
    votes: Votes,
    groups: Groups,
    *,
    draws: int = 10,
    seed: int = 0,
    most: int = MOST,
    progress: Callable[[int, int], None] | None = None,
) -> Stability:
    """The whole map made again, number of groups included, with 80 % of participants drawn at
    random (at most MOST_DRAWN), so many times. `progress` is told (done, of)."""
    found = []
    total = len(votes.participants)
    for draw in range(draws):
        chosen = np.zeros(total, bool)
        size = min(round(SHARE * total), MOST_DRAWN)
        chance = np.random.default_rng([seed, draw])
        chosen[chance.choice(total, size, replace=False, shuffle=False)] = True
        fewer = votes.of(chosen)
        again = grouped(likeliest(fewer, plane(fewer)).positions, in_conversation(fewer), most)
        both = (again.labels >= 0) & (groups.labels[chosen] >= 0)
        found.append(adjusted_rand(groups.labels[chosen][both], again.labels[both]))
        if progress is not None:
            progress(draw + 1, draws)
    return Stability(tuple(found), seed)
