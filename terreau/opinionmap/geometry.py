"""Where participants and statements lie: two principal components of centred votes.

Votes not cast count as the statement's mean, which centring turns into 0 (Polis: Small, Björkegren,
Erkkilä, Shaw & Megill, *Polis: scaling deliberation by mapping high dimensional opinion spaces*,
Recerca 26 (2021)). The centred matrix C = v − m where voted, 0 elsewhere, is therefore sparse, and
its components are exact: Lanczos on v ↦ CᵀCv, which reads the votes once a step.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse.linalg import LinearOperator, eigsh

from terreau.opinionmap.votes import ANSWERS, Floats, Votes

AXES = 2
COLD, WARM = 16, 8
"""Lanczos vectors that are kept at once, and with a plane to start from."""
SMALL = 24
"""Below so many statements CᵀC is made whole."""
TOLERANCE = 1e-11
PIECE = 1 << 14
"""Participants that are worked on at once."""
ROUNDS = 30
SETTLED = 1e-5
TINY = 1e-12
FLAT = 1e-12
"""Share of the first component's variance below which a component is nothing but rounding."""


@dataclass(frozen=True, eq=False)
class Plane:
    """means (S): of the votes of each statement, 0 where set aside. components (2 × S): of length
    one and orthogonal, or 0 where votes do not vary that much. variances (2): of the positions of
    those who voted on everything, by component."""

    means: Floats
    components: Floats
    variances: Floats
    passes: int = 0

    @property
    def statements(self) -> Floats:
        """Where one lies who only agrees with a statement (S × 2): √S·(1 − m_j)·pc_j."""
        scale = np.sqrt(len(self.means)) * (1 - self.means)
        return scale[:, None] * self.components.T

    @property
    def extremity(self) -> Floats:
        """How far each statement lies from the middle (S)."""
        return np.hypot(*self.statements.T)


def plane(votes: Votes, start: Plane | None = None) -> Plane:
    """The two principal components of the votes; `start` shortens the work, nothing else.

    Signs are such that the cubes of a component's loadings sum to more than 0.
    """
    means = centre(votes)
    work = Normal(votes, means)
    size = len(means)
    if size == 0 or not work.total:
        return Plane(means, np.zeros((AXES, size)), np.zeros(AXES))
    if size <= SMALL:
        values, vectors = np.linalg.eigh(work.product(np.eye(size)))
    else:
        operator = LinearOperator((size, size), matvec=work.product, dtype=np.float64)
        first, kept = np.random.default_rng(0).standard_normal(size), COLD
        if start is not None and len(start.means) == size:
            first, kept = first * 1e-6 + start.components.sum(axis=0), WARM
        values, vectors = eigsh(operator, k=AXES, v0=first, tol=TOLERANCE, ncv=min(size, kept))
    order = np.argsort(-values)[:AXES]
    values, components = values[order], vectors[:, order].T
    values, components = filled(values, components, size)
    components[values <= FLAT * work.total] = 0
    skew = (components**3).sum(axis=1)
    components = np.where(skew < 0, -1.0, 1.0)[:, None] * components
    return Plane(means, components, values / max(1, len(votes.participants)), work.passes)


def filled(values: Floats, components: Floats, size: int) -> tuple[Floats, Floats]:
    """Two components where there is but one statement."""
    missing = AXES - len(values)
    if missing <= 0:
        return np.maximum(values, 0), components
    return (
        np.concatenate([np.maximum(values, 0), np.zeros(missing)]),
        np.concatenate([components, np.zeros((missing, size))]),
    )


def centre(votes: Votes) -> Floats:
    """The mean vote on each statement (S), 0 without votes and where set aside."""
    disagree, _, agree = votes.counts.T
    seen = votes.counts.sum(axis=1)
    means = (agree - disagree) / np.maximum(seen, 1)
    return np.where(votes.aside, 0.0, means)


def centred(votes: Votes, means: Floats) -> Floats:
    """v − m for each statement and answer (S × 3), 0 where set aside."""
    table = np.array([-1.0, 0.0, 1.0]) - means[:, None]
    table[votes.aside] = 0
    return table


class Normal:
    """CᵀC as an operator on S-vectors, and how often the votes were read."""

    def __init__(self, votes: Votes, means: Floats) -> None:
        self.votes, self.table, self.passes = votes, centred(votes, means), 0
        self.total = float((votes.counts * self.table**2).sum())

    def product(self, vectors: Floats) -> Floats:
        """CᵀC v (S) or (S × k)."""
        self.passes += 1
        flat = vectors.reshape(len(vectors), -1)
        spread = (self.table[:, :, None] * flat[:, None, :]).reshape(-1, flat.shape[1])
        spread = spread[:, 0] if flat.shape[1] == 1 else spread
        gathered = np.zeros_like(spread)
        for block in self.votes.blocks:
            gathered += block.T @ (block @ spread)
        back = gathered.reshape(len(vectors), ANSWERS, -1)
        return (self.table[:, :, None] * back).sum(axis=1).reshape(vectors.shape)


def positions(votes: Votes, found: Plane) -> Floats:
    """Where each participant lies (P × 2), as Polis has it: √(S/max(n_i,1))·Σ (v_ij − m_j)·pc_j.

    n_i counts the votes of participant i, and each statement set aside as one.
    """
    table = centred(votes, found.means)[:, :, None] * found.components.T[:, None, :]
    sums = votes.gather(table.reshape(-1, AXES))
    part = np.repeat((~votes.aside).astype(np.float64), ANSWERS)
    cast = votes.gather(part) + votes.aside.sum()
    return np.sqrt(len(found.means) / np.maximum(cast, 1))[:, None] * sums


@dataclass(frozen=True, eq=False)
class Likeliest:
    """Where participants most likely lie, and how sure that is.

    positions (P × 2); covariances (P × 3): of each position, as xx, xy, yy. variances (2): of
    positions by component, before any vote. noise: variance of a vote around what a position says.
    """

    positions: Floats
    covariances: Floats
    variances: Floats
    noise: float


def likeliest(votes: Votes, found: Plane) -> Likeliest:
    """The positions of greatest posterior probability (MAP), on the scale of `positions`.

    Votes are v_ij = m_j + pc_j·y_i + e with y_i ~ N(0, Λ) and e ~ N(0, σ²); hence
    y_i = (B_iᵀB_i + σ²Λ⁻¹)⁻¹ B_iᵀ(v_i − m), the rows of B_i being pc_j of what i voted on. Λ and σ²
    are those that make the votes likeliest, by expectation–maximisation: with few votes a position
    stays near the middle, with many it is that of least squares (Tipping & Bishop, *Probabilistic
    principal component analysis*, J. R. Stat. Soc. B 61 (1999) 611–622, for votes not cast).
    """
    sums, squares = moments(votes, found)
    pieces = [np.ascontiguousarray(sums[at : at + PIECE].T) for at in range(0, len(sums), PIECE)]
    size = max(1, int(votes.counts[~votes.aside].sum()))
    variances, noise = np.maximum(found.variances, TINY), max(squares / size, TINY)
    for _ in range(ROUNDS):
        spread, told = learnt(pieces, variances, noise)
        before, variances = noise, np.maximum(spread / len(sums), TINY)
        noise = max((squares - told) / size, TINY)
        if abs(noise - before) <= SETTLED * before:
            break
    ends = [posterior(piece, variances, noise) for piece in pieces]
    places, covariances = (np.concatenate(each, axis=1).T for each in zip(*ends, strict=True))
    return Likeliest(places.copy(), covariances, variances, float(noise))


def moments(votes: Votes, found: Plane) -> tuple[Floats, float]:
    """BᵀB as xx, xy, yy and Bᵀ(v − m) of each participant (P × 5); Σ (v − m)² of all votes."""
    x, y = found.components
    table = centred(votes, found.means)
    products = np.stack([x * x, x * y, y * y], axis=1) * ~votes.aside[:, None]
    parts = [
        np.repeat(products[:, None], ANSWERS, axis=1),
        table[:, :, None] * found.components.T[:, None],
    ]
    sums = votes.gather(np.concatenate(parts, axis=2).reshape(len(x) * ANSWERS, 5))
    return sums, float((votes.counts * table**2).sum())


def posterior(sums: Floats, variances: Floats, noise: float) -> tuple[Floats, Floats]:
    """Means (2 × P) and covariances (xx, xy, yy: 3 × P) of positions from `moments` (5 × P)."""
    a, b, c, r, s = sums
    a, c = a + noise / variances[0], c + noise / variances[1]
    scale = 1 / (a * c - b * b)
    places = np.stack([(c * r - b * s) * scale, (a * s - b * r) * scale])
    return places, np.stack([c, -b, a]) * (noise * scale)


def learnt(pieces: list[Floats], variances: Floats, noise: float) -> tuple[Floats, float]:
    """Σ E y² (2) over participants, and by how much positions lower Σ (v − m)²."""
    spread, told = np.zeros(AXES), 0.0
    for sums in pieces:
        places, covariances = posterior(sums, variances, noise)
        x, y = places
        xx, xy, yy = (
            each + cov for each, cov in zip((x * x, x * y, y * y), covariances, strict=True)
        )
        a, b, c, r, s = sums
        spread += xx.sum(), yy.sum()
        told += float((2 * (x * r + y * s) - (a * xx + 2 * b * xy + c * yy)).sum())
    return spread, told
