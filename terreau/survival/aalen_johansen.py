"""Cumulative incidence of exits that exclude each other (competing risks).

Aalen & Johansen, *An empirical transition matrix for non-homogeneous Markov chains based on
censored observations*, Scand. J. Statist. 5 (1978) 141–150.
"""

import math
from bisect import bisect_right
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from terreau.survival.limits import log_log_limits, normal_quantile
from terreau.survival.observations import checked_confidence, risk_sets


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


class Step(NamedTuple):
    """A point before its limits are worked out."""

    time: float
    at_risk: int
    events: int
    remaining: float
    incidence: float
    variance: float


@dataclass(frozen=True)
class IncidenceCurve:
    """Cumulative incidence of one outcome: one step per distinct duration.

    `point` works out the limits of one step, `points` those of all.
    """

    outcome: Hashable
    n: int
    events: int
    confidence: float
    steps: tuple[Step, ...]

    @cached_property
    def points(self) -> tuple[IncidencePoint, ...]:
        """Every step with its limits."""
        return tuple(self.point(index) for index in range(len(self.steps)))

    def point(self, index: int) -> IncidencePoint:
        """One step with its limits; a negative index counts from the end."""
        step = self.steps[index]
        limits = log_log_limits(step.incidence, step.variance, normal_quantile(self.confidence))
        return IncidencePoint(*step, *limits)

    def at(self, time: float) -> IncidencePoint | None:
        """The point in force at `time`; None when nobody was followed that long and some remain.

        Before the first duration the incidence is 0. Raises ValueError on a negative time.
        """
        if not time >= 0 or math.isinf(time):
            raise ValueError(f"time must be a finite number, zero or more: {time!r}")
        times = [step.time for step in self.steps]
        reached = bisect_right(times, time)
        if reached == 0:
            return IncidencePoint(time, self.n, 0, 1.0, 0.0, 0.0, 0.0, 0.0)
        if time > times[-1] and self.steps[-1].remaining > 0:
            return None
        return self.point(reached - 1)


@dataclass
class _Sums:
    """Running sums of one outcome, so that each variance costs O(1) instead of O(n)."""

    incidence: float = 0.0
    constant: float = 0.0
    spread: list[float] = field(default_factory=lambda: [0.0, 0.0, 0.0])
    cross: list[float] = field(default_factory=lambda: [0.0, 0.0])
    variance: float = 0.0

    def add(self, n: int, dead: int, events: int, survival_before: float) -> float:
        """Take in `events` of this outcome, of `dead` among `n` at risk; returns the variance."""
        if not dead:
            return self.variance
        self.incidence += survival_before * events / n
        level = self.incidence
        if dead < n:
            weight = dead / (n * (n - dead))
            for power in range(3):
                self.spread[power] += weight * level**power
        if events:
            weight = survival_before * events / n**2
            for power in range(2):
                self.cross[power] += weight * level**power
            self.constant += survival_before**2 * events * (n - events) / n**3
        squares = level**2 * self.spread[0] - 2 * level * self.spread[1] + self.spread[2]
        products = level * self.cross[0] - self.cross[1]
        self.variance = max(0.0, squares + self.constant - 2 * products)
        return self.variance


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
    checked_confidence(confidence)
    seen = list(outcomes)
    ways = _ways(seen, known)
    sums = {way: _Sums() for way in ways}
    steps: dict[Hashable, list[Step]] = {way: [] for way in ways}
    survival = 1.0
    for at_time in risk_sets(durations, seen, weights):
        time, at_risk, dead = at_time.time, at_time.at_risk, at_time.deaths
        remaining = survival * (at_risk - dead) / at_risk
        for way in ways:
            events = at_time.events[way]
            variance = sums[way].add(at_risk, dead, events, survival)
            level = min(sums[way].incidence, 1.0)
            steps[way].append(Step(time, at_risk, events, remaining, level, variance))
        survival = remaining
    return {way: _curve(way, confidence, steps[way]) for way in ways}


def _curve(way: Hashable, confidence: float, steps: list[Step]) -> IncidenceCurve:
    total = sum(step.events for step in steps)
    return IncidenceCurve(way, steps[0].at_risk, total, confidence, tuple(steps))


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
