"""Cumulative incidence of exits that exclude each other (competing risks).

Aalen & Johansen, *An empirical transition matrix for non-homogeneous Markov chains based on
censored observations*, Scand. J. Statist. 5 (1978) 141–150.
"""

import math
from bisect import bisect_right
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from terreau.survival.limits import log_log_limits, normal_quantile
from terreau.survival.observations import RiskSet, checked_confidence, risk_sets


@dataclass(frozen=True)
class IncidencePoint:
    """Probability of having left by one way up to and including `time`, with its limits.

    `remaining` is the probability of not having left by any way (Kaplan–Meier, all exits).
    """

    time: float
    at_risk: int
    events: int
    remaining: float
    incidence: float
    variance: float
    low: float
    high: float


@dataclass(frozen=True)
class IncidenceCurve:
    """Cumulative incidence of one outcome: one point per distinct duration."""

    outcome: Hashable
    n: int
    events: int
    confidence: float
    points: tuple[IncidencePoint, ...]

    def at(self, time: float) -> IncidencePoint | None:
        """The point in force at `time`; None when nobody was followed that long and some remain.

        Before the first duration the incidence is 0. Raises ValueError on a negative time.
        """
        if not time >= 0 or math.isinf(time):
            raise ValueError(f"time must be a finite number, zero or more: {time!r}")
        times = [point.time for point in self.points]
        reached = bisect_right(times, time)
        if reached == 0:
            return IncidencePoint(time, self.n, 0, 1.0, 0.0, 0.0, 0.0, 0.0)
        point = self.points[reached - 1]
        return point if time <= times[-1] or point.remaining == 0 else None


@dataclass
class _Sums:
    """Running sums of one outcome, so that each variance costs O(1) instead of O(n)."""

    incidence: float = 0.0
    constant: float = 0.0
    spread: list[float] = field(default_factory=lambda: [0.0, 0.0, 0.0])
    cross: list[float] = field(default_factory=lambda: [0.0, 0.0])

    def add(self, at_time: RiskSet[Hashable], events: int, survival_before: float) -> float:
        """Take in one risk set and return the variance of the incidence at its time."""
        n, dead = at_time.at_risk, at_time.deaths
        self.incidence += survival_before * events / n
        level = self.incidence
        if dead < n:
            weight = dead / (n * (n - dead))
            for power in range(3):
                self.spread[power] += weight * level**power
        weight = survival_before * events / n**2
        for power in range(2):
            self.cross[power] += weight * level**power
        self.constant += survival_before**2 * events * (n - events) / n**3
        squares = level**2 * self.spread[0] - 2 * level * self.spread[1] + self.spread[2]
        products = level * self.cross[0] - self.cross[1]
        return max(0.0, squares + self.constant - 2 * products)


def cumulative_incidence(
    durations: Iterable[float],
    outcomes: Iterable[Hashable | None],
    *,
    known: Iterable[Hashable] | None = None,
    weights: Iterable[int] | None = None,
    confidence: float = 0.95,
) -> Mapping[Hashable, IncidenceCurve]:
    """Aalen–Johansen curves, one for each of the `known` outcomes, in their order.

    `outcomes[i]` is how subject i left, None when censored. Without `known` the outcomes are
    those met, in order of their text. `weights[i]` is how many subjects i stands for.
    Fₖ(t) = Σ over tᵢ ≤ t of S(tᵢ₋) · dₖᵢ/nᵢ, with S the Kaplan–Meier survival of all exits
    together; hence Σₖ Fₖ(t) + S(t) = 1. Variance by the delta method:
    Σ (Fₖ(t) − Fₖ(tᵢ))² dᵢ/(nᵢ(nᵢ − dᵢ)) + Σ S(tᵢ₋)² dₖᵢ(nᵢ − dₖᵢ)/nᵢ³
    − 2 Σ (Fₖ(t) − Fₖ(tᵢ)) S(tᵢ₋) dₖᵢ/nᵢ² (Marubini & Valsecchi, Analysing Survival Data from
    Clinical Trials and Observational Studies, 1995, §10.3; Collett 2015, §12.2). Log-log limits.
    Raises ValueError on an outcome outside `known` and as `kaplan_meier` does. O(n log n).
    """
    quantile = normal_quantile(checked_confidence(confidence))
    seen = list(outcomes)
    ways = _ways(seen, known)
    sums = {way: _Sums() for way in ways}
    points: dict[Hashable, list[IncidencePoint]] = {way: [] for way in ways}
    survival = 1.0
    for at_time in risk_sets(durations, seen, weights):
        time, at_risk = at_time.time, at_time.at_risk
        remaining = survival * (at_risk - at_time.deaths) / at_risk
        for way in ways:
            events = at_time.events[way]
            variance = sums[way].add(at_time, events, survival)
            level = min(sums[way].incidence, 1.0)
            limits = log_log_limits(level, variance, quantile)
            points[way].append(
                IncidencePoint(time, at_risk, events, remaining, level, variance, *limits)
            )
        survival = remaining
    return {way: _curve(way, confidence, points[way]) for way in ways}


def _curve(way: Hashable, confidence: float, points: list[IncidencePoint]) -> IncidenceCurve:
    total = sum(point.events for point in points)
    return IncidenceCurve(way, points[0].at_risk, total, confidence, tuple(points))


def _ways(seen: list[Hashable | None], known: Iterable[Hashable] | None) -> list[Hashable]:
    met = {outcome for outcome in seen if outcome is not None}
    if known is None:
        return sorted(met, key=str)
    ways = list(dict.fromkeys(known))
    if None in ways:
        raise ValueError("None stands for a censored subject and cannot be a known outcome")
    unknown = sorted(met.difference(ways), key=str)
    if unknown:
        raise ValueError(f"unknown outcome: {', '.join(map(repr, unknown))}")
    return ways
