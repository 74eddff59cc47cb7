"""The Kaplan–Meier estimate of a survival function, with its uncertainty.

Kaplan & Meier, *Nonparametric estimation from incomplete observations*, J. Amer. Statist. Assoc.
53 (1958) 457–481.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from terreau.survival.limits import limit_before_any_event, log_log_limits, normal_quantile
from terreau.survival.observations import checked_confidence, counted

ROUNDING = 1e-12
"""Products of fractions that make exactly one half may miss it by less than this."""


@dataclass(frozen=True)
class SurvivalPoint:
    """The state of the curve at one distinct duration; it holds until the next one.

    `survival` is P(T > time); `variance` is Greenwood's; `low` and `high` are its log-log limits.
    """

    time: float
    at_risk: int
    events: int
    censored: int
    survival: float
    variance: float
    low: float
    high: float


@dataclass(frozen=True)
class SurvivalEstimate:
    """Survival at a time someone asked for.

    `survival`, `low` and `high` are None when nobody was followed that long and some were still
    alive at the last time seen: the data then says nothing.
    """

    time: float
    at_risk: int
    survival: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Quantile:
    """A time by which a share of the subjects has had the event; None where never reached.

    An upper limit of None means "no upper limit can be given", not "equal to the value".
    """

    share: float
    time: float | None
    low: float | None
    high: float | None


class Step(NamedTuple):
    """What is known at one distinct duration before any limit is worked out; spread is Greenwood's
    sum."""

    time: float
    at_risk: int
    events: int
    censored: int
    survival: float
    spread: float


@dataclass(frozen=True)
class SurvivalCurve:
    """A Kaplan–Meier curve: `n` subjects, `events` events, one step per distinct duration.

    Limits cost more than all the rest: `point` works out those of one step, `points` those of all.
    """

    n: int
    events: int
    confidence: float
    steps: tuple[Step, ...]

    @cached_property
    def points(self) -> tuple[SurvivalPoint, ...]:
        """Every step with its variance and limits."""
        return tuple(self.point(index) for index in range(len(self.steps)))

    def point(self, index: int) -> SurvivalPoint:
        """One step with its variance and limits; a negative index counts from the end."""
        step = self.steps[index]
        variance = step.survival**2 * step.spread
        low, high = self._limits(index % len(self.steps))
        return SurvivalPoint(*step[:5], variance, low, high)

    def _limits(self, index: int) -> tuple[float, float]:
        _, at_risk, _, _, survival, spread = self.steps[index]
        if survival == 0:
            return 0.0, self._limits(index - 1)[1] if index else 1.0
        if survival == 1:
            return limit_before_any_event(at_risk, self.confidence), 1.0
        return log_log_limits(survival, survival**2 * spread, self._quantile)

    @cached_property
    def _quantile(self) -> float:
        return normal_quantile(self.confidence)

    @cached_property
    def _times(self) -> list[float]:
        return [step.time for step in self.steps]

    def at(self, time: float) -> SurvivalEstimate:
        """Survival just after `time` (same unit as the durations) and the number at risk at it.

        At risk are those whose duration is `time` or more. Raises ValueError on a negative
        or undefined time.
        """
        if not time >= 0 or math.isinf(time):
            raise ValueError(f"time must be a finite number, zero or more: {time!r}")
        times = self._times
        following = bisect_left(times, time)
        at_risk = self.steps[following].at_risk if following < len(times) else 0
        reached = bisect_right(times, time)
        if reached == 0:
            low = limit_before_any_event(self.n, self.confidence) if time else 1.0
            return SurvivalEstimate(time, at_risk, 1.0, low, 1.0)
        survival = self.steps[reached - 1].survival
        if at_risk == 0 and survival > 0:
            return SurvivalEstimate(time, 0, None, None, None)
        return SurvivalEstimate(time, at_risk, survival, *self._limits(reached - 1))

    def quantile(self, share: float) -> Quantile:
        """The first time at which survival is at most 1 − `share`, with its interval.

        The limits are the first times at which the lower and the upper confidence limit of the
        curve come down to 1 − `share` (Brookmeyer & Crowley, *A confidence interval for the
        median survival time*, Biometrics 38 (1982) 29–41, on the log-log scale).
        """
        if not 0 < share < 1:
            raise ValueError(f"share must be strictly between 0 and 1: {share!r}")
        level, steps = 1 - share + ROUNDING, self.steps
        reached = next((i for i, step in enumerate(steps) if step.survival <= level), len(steps))
        before, after = range(min(reached + 1, len(steps))), range(reached, len(steps))
        # The limits lie around the curve: the lower one comes down before it, the upper one after.
        low = next((steps[i].time for i in before if self._limits(i)[0] <= level), None)
        high = next((steps[i].time for i in after if self._limits(i)[1] <= level), None)
        time = steps[reached].time if reached < len(steps) else None
        return Quantile(share, time, low, high)

    @property
    def median(self) -> Quantile:
        """The time by which half of the subjects have had the event, censoring allowed for."""
        return self.quantile(0.5)


def kaplan_meier(
    durations: Iterable[float],
    events: Iterable[bool],
    *,
    weights: Iterable[int] | None = None,
    confidence: float = 0.95,
) -> SurvivalCurve:
    """Kaplan–Meier curve of `durations`, where `events[i]` says whether i had the event.

    `weights[i]` is how many subjects i stands for, each one alone without.

    S(t) = Π over tᵢ ≤ t of (1 − dᵢ/nᵢ), with dᵢ events among nᵢ at risk at tᵢ.
    Greenwood's variance: S(t)² · Σ dᵢ / (nᵢ (nᵢ − dᵢ)). The interval never claims more than the
    data does: before the first event its lower limit is the binomial one for those at risk, and
    where S comes down to 0 (its variance undefined, given as 0) the upper limit of the point
    before is kept.
    Raises ValueError on an empty, negative or undefined duration, on an event that is neither
    true nor false, on unequal lengths, and on a confidence outside (0, 1). O(n log n).
    """
    checked_confidence(confidence)
    observed = counted(durations, events, weights)
    n = at_risk = sum(dead + lost for dead, lost in observed.values())
    survival, spread, total = 1.0, 0.0, 0
    steps = []
    for time, (dead, lost) in observed.items():
        if dead == at_risk:
            survival, spread = 0.0, 0.0
        elif dead:
            survival *= (at_risk - dead) / at_risk
            spread += dead / (at_risk * (at_risk - dead))
        steps.append(Step(time, at_risk, dead, lost, survival, spread))
        at_risk -= dead + lost
        total += dead
    return SurvivalCurve(n, total, confidence, tuple(steps))
