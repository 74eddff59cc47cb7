"""What was observed: how long each subject was followed, and how that ended.

A duration is a number of any one unit (days, months), zero or more. An outcome of `None` means
*censored*: the subject was still there when one stopped looking.
"""

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from numbers import Real
from typing import Generic, TypeVar

Outcome = TypeVar("Outcome", bound=Hashable)
PLAIN = (int, float)
"""Types that are numbers without a closer look; thousands are checked at once."""

DAYS_PER_MONTH = 30.4375
"""Mean length of a month in days: 365.25 / 12."""


@dataclass(frozen=True)
class RiskSet(Generic[Outcome]):
    """All that happened at one time.

    `at_risk` subjects had a duration of at least `time`; of those, `events[outcome]` ended then
    with that outcome and `censored` left unobserved just after it.
    """

    time: float
    at_risk: int
    events: Counter[Outcome] = field(default_factory=Counter)
    censored: int = 0

    @property
    def deaths(self) -> int:
        """Number of events of any outcome at this time."""
        return self.events.total()


def months_between(start: date, end: date) -> float:
    """Months from `start` to `end`: days / 30.4375, negative when `end` comes first."""
    return (end - start).days / DAYS_PER_MONTH


def checked_durations(durations: Iterable[float]) -> list[float]:
    """The durations as a list of finite floats ≥ 0.

    Raises ValueError that names the first bad one, and when there is none at all.
    """
    checked: list[float] = []
    for position, duration in enumerate(durations):
        if type(duration) not in PLAIN and (
            isinstance(duration, bool) or not isinstance(duration, Real)
        ):
            raise ValueError(f"duration {position} is not a number: {duration!r}")
        if not 0 <= duration < math.inf:
            wrong = "negative" if duration > -math.inf and duration < 0 else "not finite"
            raise ValueError(f"duration {position} is {wrong}: {duration!r}")
        checked.append(float(duration))
    if not checked:
        raise ValueError("no observation: at least one duration is needed")
    return checked


def checked_flags(flags: Iterable[bool]) -> list[bool]:
    """The event indicators as booleans; ValueError unless each is True, False, 1 or 0."""
    checked: list[bool] = []
    for position, flag in enumerate(flags):
        if type(flag) is not bool and (not isinstance(flag, Real) or flag not in (0, 1)):
            raise ValueError(f"event {position} is neither true nor false: {flag!r}")
        checked.append(bool(flag))
    return checked


def checked_weights(weights: Iterable[int] | None, length: int) -> Sequence[int]:
    """How many subjects each observation stands for, one each for None; ValueError otherwise."""
    if weights is None:
        return [1] * length
    checked = list(weights)
    if len(checked) != length:
        raise ValueError(f"{length} durations but {len(checked)} weights")
    for position, weight in enumerate(checked):
        if (type(weight) is not int and not is_whole(weight)) or weight < 1:
            raise ValueError(f"weight {position} is not a whole number from 1: {weight!r}")
    return checked


def is_whole(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)


def checked_confidence(confidence: float) -> float:
    """The confidence level; ValueError unless strictly between 0 and 1."""
    if not isinstance(confidence, Real) or not 0 < confidence < 1:
        raise ValueError(f"confidence must be strictly between 0 and 1: {confidence!r}")
    return float(confidence)


def risk_sets(
    durations: Iterable[float],
    outcomes: Sequence[Outcome | None],
    weights: Iterable[int] | None = None,
) -> list[RiskSet[Outcome]]:
    """The risk sets in order of time, one per distinct duration.

    weights: how many subjects share each pair of duration and outcome, where they are counted.

    Events at a time come before the censorings of that time, as is usual: who is censored at
    `t` was at risk at `t`. Raises ValueError as `checked_durations`, and when the two lengths
    differ. O(n log n).
    """
    checked = checked_durations(durations)
    if len(checked) != len(outcomes):
        raise ValueError(f"{len(checked)} durations but {len(outcomes)} outcomes")
    shares = checked_weights(weights, len(checked))
    events: dict[float, Counter[Outcome]] = {}
    censored: Counter[float] = Counter()
    for duration, outcome, share in zip(checked, outcomes, shares, strict=True):
        tally = events.get(duration)
        if tally is None:
            tally = events[duration] = Counter()
        if outcome is None:
            censored[duration] += share
        else:
            tally[outcome] += share
    sets, at_risk = [], sum(shares)
    for time in sorted(events):
        sets.append(RiskSet(time, at_risk, events[time], censored[time]))
        at_risk -= events[time].total() + censored[time]
    return sets


def counted(
    durations: Iterable[float], flags: Iterable[bool], weights: Iterable[int] | None = None
) -> dict[float, tuple[int, int]]:
    """{duration: (how many had the event then, how many left unobserved)}, in order of time.

    Raises ValueError as `checked_durations`, `checked_flags` and `checked_weights`, and when the
    lengths differ.
    """
    checked, outcomes = checked_durations(durations), checked_flags(flags)
    if len(checked) != len(outcomes):
        raise ValueError(f"{len(checked)} durations but {len(outcomes)} outcomes")
    shares = checked_weights(weights, len(checked))
    found: dict[float, tuple[int, int]] = {}
    for duration, flag, share in zip(checked, outcomes, shares, strict=True):
        dead, lost = found.get(duration, (0, 0))
        found[duration] = (dead + share, lost) if flag else (dead, lost + share)
    return dict(sorted(found.items()))
