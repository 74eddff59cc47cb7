"""What the measurements of an indicator say of its targets, as known at a moment."""

from dataclasses import dataclass, field
from datetime import date

from terreau.evidence.models import Feed, Indicator, Measurement, MethodVersion, Target
from terreau.evidence.periods import ONE_DAY
from terreau.evidence.vocabulary import Direction, Verdict


@dataclass(frozen=True)
class Judged:
    """A target with its verdict on a day.

    verdict: not due before its day, from then on by the last period that had ended by its day;
    so_far: the same by the last period that has ended, due or not. measurement: what was judged
    by (of `so_far` where the target is not due), or None.
    """

    target: Target
    verdict: Verdict
    so_far: Verdict
    measurement: Measurement | None


@dataclass(frozen=True)
class IndicatorState:
    """An indicator on a day, as known at a moment.

    methods: in the order of their days; values: of periods that have ended, in their order;
    targets: those set by that day, in the order of their days. All known then. corrections: values
    that had been superseded by then, where they were asked for.
    """

    indicator: Indicator
    as_of: date
    methods: tuple[MethodVersion, ...]
    values: tuple[Measurement, ...] = ()
    targets: tuple[Judged, ...] = ()
    corrections: tuple[Measurement, ...] = field(default=())
    is_retired: bool = False
    known_at: date | None = None

    @property
    def feed(self) -> Feed | None:
        """The statistics address that it is read from, as it is today."""
        return getattr(self.indicator, "feed", None)

    @property
    def method(self) -> MethodVersion:
        """The definition in effect on the day."""
        return method_on(self.methods, self.as_of)

    @property
    def latest(self) -> Measurement | None:
        return self.values[-1] if self.values else None

    @property
    def target(self) -> Judged | None:
        """The target that counts: the last one due, or before any was due the next one."""
        due = [each for each in self.targets if each.target.due_on <= self.as_of]
        return due[-1] if due else next(iter(self.targets), None)

    @property
    def verdict(self) -> Verdict:
        return self.target.verdict if self.target else Verdict.NO_TARGET

    def method_of(self, measurement: Measurement) -> MethodVersion:
        """The definition that a value was measured by: in effect on the last day of its period."""
        return method_on(self.methods, measurement.period_to - ONE_DAY)


def method_on(methods, day):
    """The last of some definitions that began by a day; the first where none did.

    methods: in the order of their days, at least one.
    """
    begun = [each for each in methods if each.valid_from is None or each.valid_from <= day]
    return begun[-1] if begun else methods[0]


def judge(target, methods, values, as_of):
    """A target judged on a day by the values of periods that had ended by then."""
    so_far, latest = outcome(target, methods, values, as_of)
    if target.due_on > as_of:
        return Judged(target, Verdict.NOT_DUE, so_far, latest)
    verdict, measurement = outcome(target, methods, values, target.due_on)
    return Judged(target, verdict, so_far, measurement)


def outcome(target, methods, values, day):
    """(Verdict, the value it rests on): by the last period that had ended on a day.

    A value of a period that was over when the target was set is no evidence about it. Values
    measured by another definition than the one the target was set for cannot be compared with it.
    """
    ended = [
        each
        for each in values
        if target.set_on < each.period_to and each.period_to <= day + ONE_DAY
    ]
    if not ended:
        return Verdict.NO_MEASUREMENT, None
    last = ended[-1]
    if method_on(methods, last.period_to - ONE_DAY).number != target.method:
        return Verdict.DEFINITION_CHANGED, last
    method = method_on(methods, last.period_to - ONE_DAY)
    is_met = (
        last.value >= target.value
        if method.direction == Direction.UP
        else last.value <= target.value
    )
    return (Verdict.MET if is_met else Verdict.NOT_MET), last
