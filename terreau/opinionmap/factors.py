"""A second look, without groups: leanings of participants, appeals of statements, two factors.

v_ij = c_j + b_i + p_i·q_j + e, with normal priors on all of them whose variances are learnt too
(variational Bayes: Lim & Teh, *Variational Bayesian approach to movie rating prediction*, KDD Cup
2007; biases as in Koren, Bell & Volinsky, *Matrix factorization techniques for recommender
systems*, Computer 42:8 (2009) 30–37). What is left of a statement's appeal, c_j, once everybody's
camp is accounted for, is its bridging score: it is high only where people agree who otherwise do
not (Wojcik et al., *Birdwatch: crowd wisdom and bridging algorithms*, arXiv:2210.15723).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from terreau.opinionmap.geometry import TINY, Plane, plane
from terreau.opinionmap.votes import ANSWERS, Floats, Votes

ROUNDS = 10
"""Measured: more rounds no longer predict held-out votes better."""
FIRST = (0.05, 0.3, 0.3), (0.2, 1.0, 1.0), 0.4
"""Variances of leaning and factors, of appeal and factors, and of noise, before the first round."""
UPPER = np.triu_indices(3)
VALUES = np.array([-1.0, 0.0, 1.0])


@dataclass(frozen=True, eq=False)
class Factors:
    """people (P × 3): leaning b_i and factors p_i; topics (S × 3): appeal c_j and factors q_j.
    people_covariances (P × 3 × 3), topics_covariances (S × 3 × 3): of these estimates.
    noise: variance of votes around what is expected of them."""

    people: Floats
    topics: Floats
    people_covariances: Floats
    topics_covariances: Floats
    noise: float

    @property
    def bridging(self) -> Floats:
        """The appeal of each statement to people of every camp alike (S), from −1 to 1 or so."""
        return self.topics[:, 0]

    @property
    def bridging_deviation(self) -> Floats:
        """Standard deviation of `bridging` (S)."""
        return np.sqrt(self.topics_covariances[:, 0, 0])

    @property
    def positions(self) -> Floats:
        """Where participants lie by their factors alone (P × 2), principal axis first, scaled so
        that distances are those of the votes expected on all statements."""
        q = self.topics[:, 1:]
        spread = np.linalg.cholesky(q.T @ q + TINY * np.eye(2))
        places = self.people[:, 1:] @ spread
        _, axes = np.linalg.eigh(places.T @ places)
        return places @ axes[:, ::-1]

    def expected(self, people: np.ndarray, topics: np.ndarray) -> Floats:
        """The votes expected of participants on statements, given by places in pairs; −1 to 1."""
        x, y = self.people[people], self.topics[topics]
        return np.clip(y[:, 0] + x[:, 0] + (x[:, 1:] * y[:, 1:]).sum(axis=1), -1, 1)


def factorised(
    votes: Votes,
    start: Plane | None = None,
    *,
    rounds: int = ROUNDS,
    progress: Callable[[int, int], None] | None = None,
) -> Factors:
    """The factors of the votes; `start` saves finding the plane. Statements set aside have none.

    `progress` is told (done, of). Each round reads the votes twice.
    """
    found = start or plane(votes)
    counts = votes.counts * ~votes.aside[:, None]
    size = max(1, int(counts.sum()))
    means = counts @ VALUES / np.maximum(counts.sum(axis=1), 1)
    people, unsure = np.zeros((len(votes.participants), 3)), np.zeros((0, 3, 3))
    topics = np.column_stack([means, found.components.T * np.sqrt(len(means))])
    doubt: Floats = np.zeros((len(means), 3, 3))
    likely, appeal, noise = np.array(FIRST[0]), np.array(FIRST[1]), FIRST[2]
    middle = float(counts.sum(axis=0) @ VALUES) / size
    squares = float(counts.sum(axis=0) @ VALUES**2)
    for done in range(rounds):
        precision, pull = asked_of_people(votes, topics, doubt)
        people, unsure = solved(precision, pull, likely, noise)
        likely = variances(people, unsure)
        precision, pull, left = asked_of_topics(votes, people, unsure)
        topics, doubt = solved(precision, pull, appeal, noise, middle)
        middle = float(topics[:, 0].mean())
        appeal = variances(topics - np.array([middle, 0, 0]), doubt)
        second = topics[:, :, None] * topics[:, None, :] + doubt
        told = 2 * (topics * pull).sum() - (second * precision).sum()
        noise = max(float(squares + left - told) / size, TINY)
        if progress is not None:
            progress(done + 1, rounds)
    return Factors(people, topics, unsure, doubt, noise)


def solved(
    precision: Floats, pull: Floats, spread: Floats, noise: float, middle: float = 0.0
) -> tuple[Floats, Floats]:
    """Means (n × 3) and covariances (n × 3 × 3) of what is normal around (middle, 0, 0) with
    variances `spread` (3) before votes, from what votes say of it."""
    covariances = inverse(precision / noise + np.diag(1 / spread))
    pulled = pull / noise + np.array([middle / spread[0], 0, 0])
    return (covariances @ pulled[:, :, None])[:, :, 0], covariances


def inverse(matrices: Floats) -> Floats:
    """Inverses of symmetric positive matrices (n × 3 × 3), by cofactors: for millions of them."""
    a, b, c, d, e, f = matrices[:, UPPER[0], UPPER[1]].T.copy()
    first, second, third = d * f - e * e, c * e - b * f, b * e - c * d
    rest = a * f - c * c, b * c - a * e, a * d - b * b
    upper = np.stack([first, second, third, *rest]) / (a * first + b * second + c * third)
    return symmetric(upper.T)


def variances(means: Floats, covariances: Floats) -> Floats:
    """Mean squares of what is estimated so surely (3)."""
    return np.maximum((means**2 + np.einsum("ikk->ik", covariances)).mean(axis=0), TINY)


def regressors(estimates: Floats, covariances: Floats) -> tuple[Floats, Floats]:
    """Of d = (1, factors): E ddᵀ as its upper triangle (n × 6), and E d·offset (n × 3)."""
    d = np.column_stack([np.ones(len(estimates)), estimates[:, 1:]])
    second = d[:, :, None] * d[:, None, :]
    second[:, 1:, 1:] += covariances[:, 1:, 1:]
    offset = d * estimates[:, :1]
    offset[:, 1:] += covariances[:, 0, 1:]
    return second[:, UPPER[0], UPPER[1]], offset


def asked_of_people(votes: Votes, topics: Floats, doubt: Floats) -> tuple[Floats, Floats]:
    """For each participant Σ E aaᵀ (P × 3 × 3) and Σ (v E a − E a·c) (P × 3), a = (1, q_j)."""
    second, offset = regressors(topics, doubt)
    table = np.empty((len(topics), ANSWERS, 9))
    table[:, :, :6] = second[:, None]
    table[:, :, 6:] = VALUES[None, :, None] * second[:, None, :3] - offset[:, None]
    table[votes.aside] = 0
    sums = votes.gather(table.reshape(-1, 9))
    return symmetric(sums[:, :6]), sums[:, 6:]


def asked_of_topics(votes: Votes, people: Floats, unsure: Floats) -> tuple[Floats, Floats, float]:
    """For each statement Σ E ddᵀ and Σ (v E d − E d·b), d = (1, p_i); Σ E(b² − 2vb) of all."""
    second, offset = regressors(people, unsure)
    leaning = people[:, :1] ** 2 + unsure[:, 0, :1]
    sums = votes.scatter(np.hstack([second, offset, leaning])).reshape(-1, ANSWERS, 10)
    sums[votes.aside] = 0
    pull = (VALUES[None, :, None] * sums[:, :, :3]).sum(axis=1) - sums[:, :, 6:9].sum(axis=1)
    left = sums[:, :, 9].sum() - 2 * (VALUES * sums[:, :, 6].sum(axis=0)).sum()
    return symmetric(sums[:, :, :6].sum(axis=1)), pull, float(left)


def symmetric(upper: Floats) -> Floats:
    """n × 3 × 3 from upper triangles (n × 6)."""
    whole = np.empty((len(upper), 3, 3))
    whole[:, UPPER[0], UPPER[1]] = upper
    whole[:, UPPER[1], UPPER[0]] = upper
    return whole


def likeness(one: Floats, other: Floats) -> float:
    """How much of positions (P × 2) others explain, turned and stretched: R² from 0 to 1."""
    one, other = one - one.mean(axis=0), other - other.mean(axis=0)
    total = float((one**2).sum())
    if not total:
        return 1.0
    turned = other @ np.linalg.lstsq(other, one, rcond=None)[0]
    return 1 - float(((one - turned) ** 2).sum()) / total
