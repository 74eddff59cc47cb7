"""From counted courses to published statistics: durations in days, shares between 0 and 1.

Nothing is published of fewer than MINIMUM projects, and what fewer than MINIMUM are still followed
for is immature.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from terreau.portfolio.courses import BITS, half
from terreau.projects.phases import EXITS, INCUBATION, STOPS, Phase
from terreau.survival import DAYS_PER_MONTH, cumulative_incidence, kaplan_meier, log_rank

MINIMUM = 10
MONTHS = (6, 12, 24, 36)
COMPARED_MONTHS = 24
WAYS_MONTHS = (12, 24, 36, 60)
MOST_POINTS = 240
SUSTAINED = (Phase.OPERATED, Phase.TRANSFERRED, Phase.SUSTAINED)
LEFT = (*STOPS, Phase.ENDED, Phase.MERGED)


@dataclass(frozen=True)
class Estimate:
    """A share at a time, with its interval and how many were followed that long; None: unknown."""

    months: float
    at_risk: int
    share: float | None
    low: float | None
    high: float | None

    @property
    def immature(self):
        return self.at_risk < MINIMUM


@dataclass(frozen=True)
class Survival:
    """Kaplan–Meier since first construction: the event is a stop.

    unknown: how many ended with an outcome that nobody wrote down; they are followed until then.
    """

    n: int
    stopped: int
    unknown: int
    marks: tuple[Estimate, ...]
    points: tuple[Estimate, ...]


@dataclass(frozen=True)
class Ways:
    """Aalen–Johansen since first construction, month by month: [(month, at risk, remaining,
    {phase: (share, low, high)})]; left: {phase: projects that took that way}."""

    n: int
    left: dict
    months: list


@dataclass(frozen=True)
class Stay:
    """Time in a phase in days: the censored median with its interval, None where not reached."""

    n: int
    ended: int
    median: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Passage:
    """Of `n` projects ever in a phase: how many went on, left, or are still on the way."""

    phase: str
    n: int
    further: int
    left: int

    @property
    def still(self):
        return self.n - self.further - self.left


@dataclass(frozen=True)
class Peer:
    """An incubator beside the others: the share of its projects alive after 24 months."""

    key: str
    name: str
    n: int
    stopped: int
    estimate: Estimate


@dataclass(frozen=True)
class Compared:
    """Incubators by name, all their stops within 24 months and how many ended nobody knows how.

    p_value: of the log-rank test over those months; None where there are not two incubators.
    """

    peers: list
    stopped: int
    unknown: int
    p_value: float | None


def evolution(reading, last, months=3):
    """[(day, {phase: projects})]: at the first of every third month, and on the last day."""
    changes = defaultdict(Counter)
    for sign, counts in ((1, reading.begun), (-1, reading.ended)):
        for phase, halves in counts.items():
            for number, n in halves.items():
                changes[number][phase] += sign * n
    if not changes:
        return []
    points, now, halves = [], Counter(), sorted(changes, reverse=True)
    for point in first_days(*month_of(halves[-1]), last, months):
        while halves and halves[-1] <= half(point):
            now.update(changes[halves.pop()])
        points.append((point, {phase: n for phase, n in now.items() if n}))
    return [*points, (last, {phase: n for phase, n in reading.phases.items() if phase})]


def flows(reading):
    """[(year, {phase: (entered, left)})] of years in their order and phases in theirs.

    A spell that another of the same day overtook was entered and left.
    """
    entered, left = Counter(), Counter()
    for counts, ways in (
        (reading.begun, (entered,)), (reading.ended, (left,)), (reading.overtaken, (entered, left)),
    ):  # fmt: skip
        for phase, halves in counts.items():
            for number, n in halves.items():
                for way in ways:
                    way[month_of(number)[0], phase] += n
    found = defaultdict(dict)
    for year, phase in sorted(entered | left, key=lambda each: (each[0], BITS[each[1]])):
        found[year][phase] = entered[year, phase], left[year, phase]
    return list(found.items())


def month_of(number):
    """The year and the month, from 1, of a `half`."""
    year, month = divmod(number // 2, 12)
    return year, month + 1


def first_days(year, month, end, months):
    """The first days of every `months`-th month of a year, from such a month on until before end.

    The first is the last one before the month given: where a picture of it begins, with nothing.
    """
    first, last = year * 12 + month - 1, end.year * 12 + end.month - 1
    for number in range((first - 1) // months * months, last + 1, months):
        day = date(number // 12, number % 12 + 1, 1)
        if day < end:
            yield day


def observed(counts, event):
    """{outcome: {duration: n}} as the parallel lists that the estimators take.

    event: what each outcome is to them.
    """
    durations, outcomes, weights = [], [], []
    for outcome, lengths in counts.items():
        durations += lengths
        outcomes += [event(outcome)] * len(lengths)
        weights += lengths.values()
    return durations, outcomes, weights


def is_stop(phase):
    """Whether the end of a course was a stop: what ended unknown is censored."""
    return phase in STOPS


def survival(reading):
    """The survival of the projects that ever began construction; None where none did."""
    if not reading.alive:
        return None
    durations, stopped, weights = observed(reading.alive, is_stop)
    curve = kaplan_meier(durations, stopped, weights=weights)
    marks = tuple(estimated(curve, months) for months in MONTHS)
    points = [
        Estimate(p.time / DAYS_PER_MONTH, p.at_risk, p.survival, p.low, p.high)
        for p in map(curve.point, thinned(curve.steps))
    ]
    unknown = reading.alive[Phase.ENDED].total() if Phase.ENDED in reading.alive else 0
    return Survival(curve.n, curve.events, unknown, marks, tuple(points))


def estimated(curve, months):
    found = curve.at(months * DAYS_PER_MONTH)
    return Estimate(months, found.at_risk, found.survival, found.low, found.high)


def thinned(steps):
    """Where to draw a curve: at each event and the last step, or at about MOST_POINTS of these.

    Of each stretch of time the last one, and the very last.
    """
    last = len(steps) - 1
    shown = [index for index, step in enumerate(steps) if step.events or index == last]
    if len(shown) <= MOST_POINTS:
        return shown
    width = steps[last].time / MOST_POINTS
    return list({int(steps[index].time / width): index for index in shown}.values())


def ways(reading):
    """How those that began construction left it, and how likely each way is by each month."""
    if not reading.ways:
        return None
    durations, outcomes, weights = observed(reading.ways, lambda phase: phase or None)
    taken = {phase: lengths.total() for phase, lengths in reading.ways.items()}
    known = [phase.value for phase in EXITS if taken.get(phase)]
    n = sum(weights)
    if not known:
        return Ways(n, {}, [])
    curves = cumulative_incidence(durations, outcomes, known=known, weights=weights)
    return Ways(n, {way: taken[way] for way in known}, by_month(curves))


def by_month(curves):
    """The curves as `Ways.months`: what holds at each whole month, until the last one followed."""
    steps = next(iter(curves.values())).steps
    nothing = 1.0, dict.fromkeys(curves, (0.0, 0.0, 0.0))
    months, reached = [], 0
    for month in range(int(steps[-1].time / DAYS_PER_MONTH) + 1):
        while reached < len(steps) and steps[reached].time <= month * DAYS_PER_MONTH:
            reached += 1
        at_risk = steps[reached].at_risk if reached < len(steps) else 0
        remaining, shares = nothing
        if reached:
            remaining = steps[reached - 1].remaining
            points = {way: curve.point(reached - 1) for way, curve in curves.items()}
            shares = {way: (each.incidence, each.low, each.high) for way, each in points.items()}
        months.append((month, at_risk, remaining, shares))
    return months


def stays(reading):
    """{phase: Stay} of the phases of incubation, those still in it censored."""
    found = {}
    for phase in INCUBATION:
        counts = {True: reading.spans.get(phase, {}), False: reading.lasting.get(phase, {})}
        if any(counts.values()):
            durations, ended, weights = observed(counts, bool)
            curve = kaplan_meier(durations, ended, weights=weights)
            median = curve.median
            found[phase.value] = Stay(curve.n, curve.events, median.time, median.low, median.high)
    return found


def funnel(reading):
    """[Passage] of the phases of incubation, in their order."""
    passages, met_by = [], reading.met.get("", {})
    for rank, phase in enumerate(INCUBATION):
        later = sum(BITS[each] for each in (*INCUBATION[rank + 1 :], *SUSTAINED))
        gone = sum(BITS[each] for each in LEFT)
        inside = {met: n for met, n in met_by.items() if met & BITS[phase]}
        further = sum(n for met, n in inside.items() if met & later)
        left = sum(n for met, n in inside.items() if not met & later and met & gone)
        passages.append(Passage(phase.value, sum(inside.values()), further, left))
    return passages


def compared(reading, named):
    """The incubators with at least MINIMUM projects that began construction, by name."""
    groups, ends = defaultdict(dict), Counter()
    for (host, phase), lengths in reading.alive_by.items():
        groups[host][phase] = lengths
        ends[phase] += lengths.total()
    samples = {
        host: observed(groups[host], is_stop)
        for host in sorted(groups)
        if host in named and sum(n.total() for n in groups[host].values()) >= MINIMUM
    }
    peers = []
    for host, (durations, stopped, weights) in samples.items():
        curve = kaplan_meier(durations, stopped, weights=weights)
        estimate = estimated(curve, COMPARED_MONTHS)
        peers.append(Peer(*named[host], curve.n, curve.events, estimate))
    horizon = COMPARED_MONTHS * DAYS_PER_MONTH
    p_value = log_rank(samples, horizon=horizon).p_value if len(samples) > 1 else None
    return Compared(
        sorted(peers, key=lambda peer: (peer.name, peer.key)),
        sum(ends[phase] for phase in STOPS),
        ends[Phase.ENDED],
        p_value,
    )
