"""The log-rank test: can the survival of several groups be told apart?

Mantel, *Evaluation of survival data and two new rank order statistics arising in its
consideration*, Cancer Chemother. Rep. 50 (1966) 163–170; k groups after Kalbfleisch & Prentice
2002, §1.5.
"""

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from terreau.survival.observations import (
    RiskSet,
    checked_durations,
    checked_flags,
    checked_weights,
    risk_sets,
)

SINGULAR = 1e-9
"""A pivot smaller than this share of the largest variance carries no information."""

Matrix = list[list[float]]
Group = (
    tuple[Iterable[float], Iterable[bool]] | tuple[Iterable[float], Iterable[bool], Iterable[int]]
)


@dataclass(frozen=True)
class GroupCount:
    """One group of a log-rank test: events observed, and expected were all groups alike."""

    name: Hashable
    n: int
    observed: int
    expected: float


@dataclass(frozen=True)
class LogRank:
    """The outcome of a log-rank test.

    A `p_value` of 1 with 0 degrees of freedom means that no two groups were ever at risk at the
    time of an event: the data cannot compare them.
    """

    statistic: float
    degrees_of_freedom: int
    p_value: float
    groups: tuple[GroupCount, ...]


def log_rank(
    groups: Mapping[Hashable, Group],
    *,
    horizon: float | None = None,
) -> LogRank:
    """Log-rank test of two or more groups, each (durations, events) or with weights as the third.

    With Oⱼ, Eⱼ = Σ dᵢ nᵢⱼ/nᵢ and Vⱼₗ = Σ dᵢ (nᵢ − dᵢ)/(nᵢ − 1) · nᵢⱼ/nᵢ · (δⱼₗ − nᵢₗ/nᵢ), the
    statistic (O − E)ᵀ V⁻ (O − E) is compared with χ² of rank(V) degrees of freedom, which is
    k − 1 unless a group was never at risk together with the others.
    `horizon` (same unit as the durations) looks at the first part only: whoever lasted longer is
    censored there. Raises ValueError on fewer than two groups and as `kaplan_meier` does.
    """
    if len(groups) < 2:
        raise ValueError("a comparison needs at least two groups")
    names = list(groups)
    samples = [_sample(name, groups[name], horizon) for name in names]
    durations = [duration for sample in samples for duration, _, _ in sample]
    outcomes = [(group, event) for group, sample in enumerate(samples) for _, event, _ in sample]
    weights = [weight for sample in samples for _, _, weight in sample]
    sizes = [sum(weight for _, _, weight in sample) for sample in samples]
    expected, excess, covariance = _moments(risk_sets(durations, outcomes, weights), sizes)
    statistic, rank = _quadratic_form(excess, covariance)
    counts = tuple(
        GroupCount(name, size, sum(w for _, event, w in sample if event), expectation)
        for name, size, sample, expectation in zip(names, sizes, samples, expected, strict=True)
    )
    return LogRank(statistic, rank, chi_squared_tail(statistic, rank), counts)


def chi_squared_tail(statistic: float, degrees_of_freedom: int) -> float:
    """P(χ² > statistic); 1 for no degree of freedom.

    The tail at m degrees follows from that at m − 2 (Abramowitz & Stegun 1964, 26.4.4–26.4.8):
    Q(x, m) = Q(x, m − 2) + (x/2)^(m/2 − 1) e^(−x/2) / Γ(m/2), Q(x, 1) = erfc(√(x/2)),
    Q(x, 2) = e^(−x/2).
    """
    if degrees_of_freedom < 0 or not statistic >= 0:
        raise ValueError(f"no such chi-squared: {statistic!r} on {degrees_of_freedom!r}")
    half = statistic / 2
    if degrees_of_freedom == 0 or half == 0:
        return 1.0
    odd = degrees_of_freedom % 2
    tail = math.erfc(math.sqrt(half)) if odd else math.exp(-half)
    for degrees in range(odd + 2 if odd else 4, degrees_of_freedom + 1, 2):
        shape = degrees / 2
        tail += math.exp((shape - 1) * math.log(half) - half - math.lgamma(shape))
    return min(tail, 1.0)


def _sample(name: Hashable, group: Group, horizon: float | None) -> list[tuple[float, bool, int]]:
    durations, events, *weights = group
    try:
        times, flags = checked_durations(durations), checked_flags(events)
        shares = checked_weights(weights[0] if weights else None, len(times))
    except ValueError as error:
        raise ValueError(f"group {name!r}: {error}") from error
    if len(times) != len(flags):
        raise ValueError(f"group {name!r}: {len(times)} durations but {len(flags)} outcomes")
    sample = list(zip(times, flags, shares, strict=True))
    if horizon is None:
        return sample
    if not horizon > 0:
        raise ValueError(f"horizon must be more than zero: {horizon!r}")
    return [(min(time, horizon), event and time <= horizon, n) for time, event, n in sample]


def _moments(
    sets: list[RiskSet[tuple[int, bool]]], sizes: list[int]
) -> tuple[list[float], list[float], Matrix]:
    """Expected events, observed minus expected, and the covariance of the latter, by group."""
    k = len(sizes)
    expected, excess = [0.0] * k, [0.0] * k
    lower = [[0.0] * (j + 1) for j in range(k)]
    remaining = list(sizes)
    for at_time in sets:
        n = at_time.at_risk
        dead = sum(count for (_, event), count in at_time.events.items() if event)
        shares = [count / n for count in remaining]
        if dead:
            spread = dead * (n - dead) / (n - 1) if n > 1 else 0.0
            for j in range(k):
                expected[j] += dead * shares[j]
                excess[j] += at_time.events[j, True] - dead * shares[j]
                weight = spread * shares[j]
                if weight:
                    lower[j] = [c - weight * s for c, s in zip(lower[j], shares, strict=False)]
                    lower[j][j] += weight
        for (group, _), count in at_time.events.items():
            remaining[group] -= count
    covariance = [[lower[max(j, m)][min(j, m)] for m in range(k)] for j in range(k)]
    return expected, excess, covariance


def _quadratic_form(vector: list[float], matrix: Matrix) -> tuple[float, int]:
    """xᵀ A⁻ x and the rank of the symmetric non-negative A, by elimination on the largest pivot."""
    x, a = list(vector), [list(row) for row in matrix]
    left = set(range(len(x)))
    floor = SINGULAR * max(a[j][j] for j in left)
    statistic, rank = 0.0, 0
    while left:
        pivot = max(left, key=lambda j: a[j][j])
        if a[pivot][pivot] <= floor:
            break
        left.discard(pivot)
        statistic += x[pivot] ** 2 / a[pivot][pivot]
        rank += 1
        for j in left:
            factor = a[j][pivot] / a[pivot][pivot]
            x[j] -= factor * x[pivot]
            for m in left:
                a[j][m] -= factor * a[pivot][m]
    return statistic, rank
