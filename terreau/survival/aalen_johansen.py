"""Cumulative incidence of exits that exclude each other (competing risks).

Aalen & Johansen, *An empirical transition matrix for non-homogeneous Markov chains based on
censored observations*, Scand. J. Statist. 5 (1978) 141–150.
"""

import math
from bisect import bisect_right
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
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
    """A distinct duration, whatever the outcome; spread is Greenwood's sum over all exits."""

    time: float
    at_risk: int
    remaining: float
    spread: float


class Move(NamedTuple):
    """A step at which one outcome was met: all that its variance is made of until the next one.

    With wᵢ = dᵢ/(nᵢ(nᵢ − dᵢ)), vᵢ = S(tᵢ₋) dₖᵢ/nᵢ² and F the incidence, zero, one and two are
    Σ wᵢ F(tᵢ)^p and spread Σ wᵢ over the steps before this one; cross Σ vᵢ, cross_one Σ vᵢ F(tᵢ)
    and constant Σ S(tᵢ₋)² dₖᵢ(nᵢ − dₖᵢ)/nᵢ³ over those until this one.
    """

    step: int
    events: int
    incidence: float
    spread: float
    zero: float
    one: float
    two: float
    cross: float
    cross_one: float
    constant: float

    def variance(self, spread: float) -> float:
        """That of the incidence where Greenwood's sum has come to `spread`."""
        level, gained = self.incidence, spread - self.spread
        squares = (
            level**2 * (self.zero + gained)
            - 2 * level * (self.one + gained * level)
            + (self.two + gained * level**2)
        )
        return max(0.0, squares + self.constant - 2 * (level * self.cross - self.cross_one))


@dataclass(frozen=True)
class IncidenceCurve:
    """Cumulative incidence of one outcome: one step per distinct duration.

    `point` works out the variance and the limits of one step, `points` those of all.
    """

    outcome: Hashable
    n: int
    events: int
    confidence: float
    steps: tuple[Step, ...]
    moves: tuple[Move, ...]

    @cached_property
    def points(self) -> tuple[IncidencePoint, ...]:
        """Every step with its limits."""
        return tuple(self.point(index) for index in range(len(self.steps)))

    def point(self, index: int) -> IncidencePoint:
        """One step with its limits; a negative index counts from the end."""
        index %= len(self.steps)
        time, at_risk, remaining, spread = self.steps[index]
        reached = bisect_right(self.moves, index, key=itemgetter(0))
        if not reached:
            return IncidencePoint(time, at_risk, 0, remaining, 0.0, 0.0, 0.0, 0.0)
        move = self.moves[reached - 1]
        events = move.events if move.step == index else 0
        variance = move.variance(spread)
        level = min(move.incidence, 1.0)
        limits = log_log_limits(level, variance, normal_quantile(self.confidence))
        return IncidencePoint(time, at_risk, events, remaining, level, variance, *limits)

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


def _moves(met: list[tuple[int, int]], steps: list[Step]) -> tuple[Move, ...]:
    """The moves of an outcome of which there were [(step, events)]."""
    level = zero = one = two = cross = cross_one = constant = before = 0.0
    moves = []
    for place, events in met:
        n = steps[place].at_risk
        alive, spread = (
            (steps[place - 1].remaining, steps[place - 1].spread) if place else (1.0, 0.0)
        )
        gained, weight = spread - before, alive * events / n**2
        zero, one, two = zero + gained, one + gained * level, two + gained * level * level
        level += alive * events / n
        cross, cross_one = cross + weight, cross_one + weight * level
        constant += alive**2 * events * (n - events) / n**3
        moves.append(Move(place, events, level, spread, zero, one, two, cross, cross_one, constant))
        before = spread
    return tuple(moves)


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
    met: dict[Hashable, list[tuple[int, int]]] = {way: [] for way in ways}
    steps: list[Step] = []
    remaining, spread = 1.0, 0.0
    for place, at_time in enumerate(risk_sets(durations, seen, weights)):
        n, dead = at_time.at_risk, at_time.deaths
        remaining *= (n - dead) / n
        spread += dead / (n * (n - dead)) if dead < n else 0.0
        steps.append(Step(at_time.time, n, remaining, spread))
        for way, events in at_time.events.items():
            met[way].append((place, events))
    return {way: _curve(way, confidence, steps, _moves(met[way], steps)) for way in ways}


def _curve(
    way: Hashable, confidence: float, steps: list[Step], moves: tuple[Move, ...]
) -> IncidenceCurve:
    total = sum(move.events for move in moves)
    return IncidenceCurve(way, steps[0].at_risk, total, confidence, tuple(steps), moves)


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
