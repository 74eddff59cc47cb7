"""The log-rank test: can the survival of several groups be told apart?

Mantel, *Evaluation of survival data and two new rank order statistics arising in its
consideration*, Cancer Chemother. Rep. 50 (1966) 163–170; k groups after Kalbfleisch & Prentice
2002, §1.5.
"""

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from operator import mul

from terreau.survival.observations import counted

SINGULAR = 1e-9
"""A pivot smaller than this share of the largest variance carries no information."""

Matrix = list[list[float]]
Sample = dict[float, tuple[int, int]]
"""{time: (events, left unobserved)} of one group, in order of time."""
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
    sizes = [sum(dead + lost for dead, lost in sample.values()) for sample in samples]
    observed = [sum(dead for dead, _ in sample.values()) for sample in samples]
    expected, covariance = _moments(samples, sizes)
    excess = [seen - expectation for seen, expectation in zip(observed, expected, strict=True)]
    statistic, rank = _quadratic_form(excess, covariance)
    counts = tuple(map(GroupCount, names, sizes, observed, expected))
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


def _sample(name: Hashable, group: Group, horizon: float | None) -> Sample:
    try:
        sample = counted(*group)
    except ValueError as error:
        raise ValueError(f"group {name!r}: {error}") from error
    if horizon is None:
        return sample
    if not horizon > 0:
        raise ValueError(f"horizon must be more than zero: {horizon!r}")
    within = {time: counts for time, counts in sample.items() if time <= horizon}
    beyond = sum(dead + lost for time, (dead, lost) in sample.items() if time > horizon)
    dead, lost = within.get(horizon, (0, 0))
    return within | {horizon: (dead, lost + beyond)}


def _moments(samples: list[Sample], sizes: list[int]) -> tuple[list[float], Matrix]:
    """Events expected by group, and the covariance of observed minus expected."""
    times = sorted({time for sample in samples for time, (dead, _) in sample.items() if dead})
    at_risk = [_at_risk(*pair, times) for pair in zip(samples, sizes, strict=True)]
    everybody = [sum(column) for column in zip(*at_risk, strict=True)]
    deaths = [sum(sample.get(time, (0, 0))[0] for sample in samples) for time in times]
    spreads = [
        dead * (n - dead) / (n - 1) if n > 1 else 0.0
        for dead, n in zip(deaths, everybody, strict=True)
    ]
    shares = [[mine / n for mine, n in zip(row, everybody, strict=True)] for row in at_risk]
    spread = [list(map(mul, row, spreads)) for row in shares]
    expected = [sum(map(mul, row, deaths)) for row in shares]
    k = len(samples)
    covariance = [[0.0] * k for _ in range(k)]
    for j in range(k):
        for m in range(j + 1):
            covariance[j][m] = covariance[m][j] = -sum(map(mul, spread[j], shares[m]))
        covariance[j][j] += sum(spread[j])
    return expected, covariance


def _at_risk(sample: Sample, size: int, times: list[float]) -> list[int]:
    """How many of a group have a duration of at least each of the times, which are in order."""
    gone, left, row = iter([*sample.items(), (math.inf, (0, 0))]), size, []
    time, counts = next(gone)
    for wanted in times:
        while time < wanted:
            left -= sum(counts)
            time, counts = next(gone)
        row.append(left)
    return row


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
