"""The Kaplan–Meier estimate of a survival function, with its uncertainty.

Kaplan & Meier, *Nonparametric estimation from incomplete observations*, J. Amer. Statist. Assoc.
53 (1958) 457–481.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from terreau.survival.limits import limit_before_any_event, log_log_limits, normal_quantile
from terreau.survival.observations import RiskSet, checked_confidence, checked_flags, risk_sets

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


@dataclass(frozen=True)
class SurvivalCurve:
    """A Kaplan–Meier curve: `n` subjects, `events` events, one point per distinct duration."""

    n: int
    events: int
    confidence: float
    points: tuple[SurvivalPoint, ...]

    def at(self, time: float) -> SurvivalEstimate:
        """Survival just after `time` (same unit as the durations) and the number at risk at it.

        At risk are those whose duration is `time` or more. Raises ValueError on a negative
        or undefined time.
        """
        if not time >= 0 or math.isinf(time):
            raise ValueError(f"time must be a finite number, zero or more: {time!r}")
        times = [point.time for point in self.points]
        following = bisect_left(times, time)
        at_risk = self.points[following].at_risk if following < len(times) else 0
        reached = bisect_right(times, time)
        if reached == 0:
            low = limit_before_any_event(self.n, self.confidence) if time else 1.0
            return SurvivalEstimate(time, at_risk, 1.0, low, 1.0)
        point = self.points[reached - 1]
        if at_risk == 0 and point.survival > 0:
            return SurvivalEstimate(time, 0, None, None, None)
        return SurvivalEstimate(time, at_risk, point.survival, point.low, point.high)

    def quantile(self, share: float) -> Quantile:
        """The first time at which survival is at most 1 − `share`, with its interval.

        The limits are the first times at which the lower and the upper confidence limit of the
        curve come down to 1 − `share` (Brookmeyer & Crowley, *A confidence interval for the
        median survival time*, Biometrics 38 (1982) 29–41, on the log-log scale).
        """
        if not 0 < share < 1:
            raise ValueError(f"share must be strictly between 0 and 1: {share!r}")
        level = 1 - share + ROUNDING
        time, low, high = (
            next((point.time for point in self.points if getattr(point, name) <= level), None)
            for name in ("survival", "low", "high")
        )
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
    quantile = normal_quantile(checked_confidence(confidence))
    outcomes = [True if flag else None for flag in checked_flags(events)]
    survival, spread, high = 1.0, 0.0, 1.0
    points = []
    for at_time in risk_sets(durations, outcomes, weights):
        dead, at_risk = at_time.deaths, at_time.at_risk
        if dead == at_risk:
            points.append(_point(at_time, 0.0, 0.0, 0.0, high))
            break
        survival *= (at_risk - dead) / at_risk
        spread += dead / (at_risk * (at_risk - dead))
        variance = survival**2 * spread
        low, high = log_log_limits(survival, variance, quantile)
        if survival == 1:
            low = limit_before_any_event(at_risk, confidence)
        points.append(_point(at_time, survival, variance, low, high))
    n, total = points[0].at_risk, sum(point.events for point in points)
    return SurvivalCurve(n, total, confidence, tuple(points))


def _point(
    at_time: RiskSet[bool], survival: float, variance: float, low: float, high: float
) -> SurvivalPoint:
    return SurvivalPoint(
        at_time.time,
        at_time.at_risk,
        at_time.deaths,
        at_time.censored,
        survival,
        variance,
        low,
        high,
    )
