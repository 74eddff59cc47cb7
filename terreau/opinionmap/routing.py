"""Which statement to ask a participant about next.

What a vote is expected to teach is how far two guesses at it differ: that of somebody who knows the
participant and the statement, and ours. In the model of `factors` it is ½·log(1 + u/σ²) nats, u
being what is unsure of the expected vote, about the participant and about the statement, and σ² the
noise of votes. Statements seldom seen teach more, so that this also covers them; a share of draws
is even over all that remain, so that none starves and every statement keeps a known probability.
With it every count can be weighed back to what everybody would have said (Horvitz & Thompson, *A
generalization of sampling without replacement from a finite universe*, JASA 47 (1952) 663–685).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from terreau.opinionmap.factors import Factors
from terreau.opinionmap.ids import Id
from terreau.opinionmap.votes import ANSWERS, Booleans, Floats, Votes

EVEN = 0.2
"""Share of draws that are even over all statements that remain."""
SHARPNESS = 2.0
"""Power of what a vote teaches to which the other draws are in proportion."""


@dataclass(frozen=True)
class Draw:
    """A statement drawn, and with what probability it was: to be stored with the vote."""

    statement: Any
    probability: float


class Router:
    """Draws statements for participants from the votes and factors of one moment."""

    def __init__(self, votes: Votes, factors: Factors) -> None:
        """Raises ValueError on factors that are not of these votes."""
        if (len(factors.people), len(factors.topics)) != (
            len(votes.participants),
            len(votes.statements),
        ):
            raise ValueError("these are factors of other votes")
        self.votes, self.factors = votes, factors

    def probabilities(self, place: int | None, left: Booleans) -> Floats:
        """With what probability each statement is drawn (S), among those left (S), for the
        participant at a place of `votes.participants`; None for somebody without a vote."""
        if not left.any():
            raise ValueError("no statement is left")
        taught = np.where(left, self.lesson(place), 0.0) ** SHARPNESS
        even = left / left.sum()
        if not taught.sum():
            return even
        return EVEN * even + (1 - EVEN) * taught / taught.sum()

    def lesson(self, place: int | None) -> Floats:
        """What a vote on each statement would teach, in nats (S)."""
        factors = self.factors
        if place is None:
            known, unsure = np.zeros(3), self.newcomer
        else:
            known, unsure = factors.people[place], factors.people_covariances[place]
        asks = np.column_stack([np.ones(len(factors.topics)), factors.topics[:, 1:]])
        tells = np.array([1.0, known[1], known[2]])
        both = (unsure[1:, 1:] * factors.topics_covariances[:, 1:, 1:]).sum(axis=(1, 2))
        of_person = np.einsum("sk,kl,sl->s", asks, unsure, asks)
        of_topic = np.einsum("k,skl,l->s", tells, factors.topics_covariances, tells)
        return 0.5 * np.log1p((of_person + of_topic + both) / factors.noise)

    @property
    def newcomer(self) -> Floats:
        """How unsure everything is about somebody who has not voted (3 × 3)."""
        people = self.factors.people
        spread = (people**2 + np.einsum("ikk->ik", self.factors.people_covariances)).mean(axis=0)
        return np.diag(spread if len(people) else np.ones(3))

    def draw(
        self, participant: Id | None, *, seed: int, seen: Iterable[Id] = (), count: int = 1
    ) -> tuple[Draw, ...]:
        """At most `count` statements for a participant, none moderated out, voted on or `seen`.

        The same seed draws the same; one seed a question is meant. Each draw's probability is that
        given the ones before it.
        """
        votes = self.votes
        found = np.flatnonzero(votes.participants == participant) if participant is not None else []
        place = int(found[0]) if len(found) else None
        left = ~votes.moderated_out & ~np.isin(
            votes.statements, np.array(list(seen), votes.statements.dtype)
        )
        if place is not None:
            left[votes.codes[votes.starts[place] : votes.starts[place + 1]] // ANSWERS] = False
        chance, drawn = np.random.default_rng(seed), []
        while len(drawn) < count and left.any():
            shares = self.probabilities(place, left)
            j = int(chance.choice(len(shares), p=shares))
            drawn.append(Draw(votes.statements[j].item(), float(shares[j])))
            left[j] = False
        return tuple(drawn)
