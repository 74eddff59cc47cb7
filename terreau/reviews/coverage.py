"""How many projects were reviewed: one pass over phases and reviews, project by project.

The pass needs the memory of its counts and of the projects now in incubation, not that of all.
"""

from bisect import bisect_right
from collections import Counter
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from heapq import merge
from itertools import groupby, pairwise
from operator import attrgetter, itemgetter
from statistics import median

from terreau.entries.models import Entry, Link
from terreau.portfolio.courses import BATCH
from terreau.portfolio.queries import kept
from terreau.projects.models import Spell
from terreau.projects.phases import INCUBATION
from terreau.projects.queries import INCUBATED_BY, narrowed
from terreau.reviews.due import REMIND, first_due, next_due
from terreau.reviews.held import UNRECORDED, UNSETTLED, Held, merged, seen, streams
from terreau.survival import DAYS_PER_MONTH

AGE = 183  # days since the first phase, from which on a project counts
WINDOW = 365  # days in which it is to be reviewed
NEVER = date.max.toordinal()
SOON = max(REMIND)  # days before a review is due


@dataclass(frozen=True)
class Overdue:
    """A project whose review is late: due_on: since when; last: the review before, if any."""

    due_on: date
    project: int
    last: date | None


@dataclass(frozen=True)
class Coverage:
    """The figures of the reviews on a day.

    projects, reviewed: the M and the N of "N of M". points: [(day, M, N)]. recorded, silent,
    ahead: committees told by sources, those of them without any comment, and those after the day.
    kinds: {kind: (within the last 365 days, ever)}. gaps: {days between a project's reviews: n}.
    on_time, soon: projects whose review is not due, or due within 45 days; overdue: [Overdue],
    the longest first. hosts: [(slug, title, M, N)] by title.
    """

    projects: int
    reviewed: int
    points: list
    recorded: int
    silent: int
    ahead: int
    kinds: dict
    gaps: dict
    on_time: int
    soon: int
    overdue: list
    hosts: list

    @property
    def median_months(self):
        """The median of the gaps in months, None without one."""
        days = list(Counter(self.gaps).elements())
        return median(days) / DAYS_PER_MONTH if days else None


@dataclass
class Reading:
    """What the pass counts; days are proleptic ordinals.

    eligible, covered: {day: by how many the number of projects changes}. live: {project: reviewed
    or not} of those that count on the last day.
    """

    eligible: Counter = field(default_factory=Counter)
    covered: Counter = field(default_factory=Counter)
    live: dict = field(default_factory=dict)
    recorded: int = 0
    silent: int = 0
    ahead: int = 0
    recent: Counter = field(default_factory=Counter)
    ever: Counter = field(default_factory=Counter)
    gaps: Counter = field(default_factory=Counter)
    on_time: int = 0
    soon: int = 0
    overdue: list = field(default_factory=list)


def coverage(as_of, known_at=None, *, host=None):
    """The Coverage of a day, as known at a moment (None: now); host: an organization, for the
    projects that it hosted that day. Six queries and one for the version, or that one where it
    was asked before."""
    asked = f"{as_of} {known_at} {host.pk if host else ''}"
    return kept("reviews", asked, lambda: counted(as_of, known_at, host))


def counted(as_of, known_at=None, host=None):
    """The same, counted anew: six queries."""
    reading = read(as_of, known_at, host=host)
    eligible, covered = reading.eligible, reading.covered
    return Coverage(
        projects=len(reading.live),
        reviewed=sum(reading.live.values()),
        points=points(eligible, covered, as_of),
        recorded=reading.recorded,
        silent=reading.silent,
        ahead=reading.ahead,
        kinds={kind: (reading.recent[kind], n) for kind, n in reading.ever.items()},
        gaps=dict(reading.gaps),
        on_time=reading.on_time,
        soon=reading.soon,
        overdue=sorted(reading.overdue, key=attrgetter("due_on", "project")),
        hosts=by_host(reading.live, as_of, known_at),
    )


def read(as_of, known_at=None, **narrow):
    """The Reading of a day: four queries."""
    chosen = narrowed(as_of, known_at, **narrow)
    spells = seen(Spell.objects.known(known_at), known_at).filter(
        chosen, phase__in=INCUBATION, valid_from__lte=as_of
    )
    spells = spells.order_by("project").values_list("project", "valid_from", "valid_to")
    reading = Reading()
    with ExitStack() as open_streams:
        rows, *others = (
            open_streams.enter_context(closing(each.iterator(chunk_size=BATCH)))
            for each in (spells, *streams(as_of, known_at, **narrow))
        )
        both = merge(rows, merged(others), key=itemgetter(0))
        for project, told in groupby(both, itemgetter(0)):
            phases, reviews = [], []
            for row in told:
                (reviews if type(row) is Held else phases).append(row)
            held = once_a_day(reviews, as_of) if reviews else {}
            if reviews:
                count_reviews(reading, reviews, held, as_of)
            if phases:
                count_project(reading, project, phases, held, as_of)
                count_due(reading, project, phases, reviews, as_of)
    return reading


def count_reviews(reading, reviews, held, as_of):
    """Count the reviews of one project, whatever its phase; held: {day: kind} of those held."""
    told = [each for each in reviews if each.kind == UNRECORDED]
    reading.recorded += len(told)
    reading.silent += sum(not each.commented for each in told)
    reading.ahead += sum(each.on is not None and each.on > as_of for each in told)
    for day, kind in held.items():
        reading.ever[kind] += 1
        reading.recent[kind] += (as_of - day).days <= WINDOW
    reading.gaps.update((b - a).days for a, b in pairwise(sorted(held)))


def once_a_day(reviews, as_of):
    """{day: kind} of the reviews held by a day; a decision here counts before what sources say."""
    found = {}
    for each in sorted(reviews, key=lambda each: each.kind == UNRECORDED):
        if each.on is not None and each.on <= as_of:
            found.setdefault(each.on, each.kind)
    return found


def count_project(reading, project, phases, held, as_of):
    """Count the days on which one project counts, and on which it had been reviewed."""
    last, old = as_of.toordinal(), begun(phases).toordinal() + AGE
    covered = windows(sorted(day.toordinal() for day in held)) if held else ()
    now = False
    for _, since, until in phases:
        end = until.toordinal() if until else NEVER
        now |= since.toordinal() <= last < end
        begin = max(since.toordinal(), old)
        if begin < end:
            add(reading.eligible, begin, end)
            for start, stop in covered:
                if max(begin, start) < min(end, stop):
                    add(reading.covered, max(begin, start), min(end, stop))
    if now and old <= last:
        reading.live[project] = bool(covered) and last < covered[-1][1]


def begun(phases):
    """When the first of them began."""
    return min(since for _, since, _ in phases)


def add(changes, start, end):
    changes[start] += 1
    changes[end] -= 1


def windows(held):
    """[(first day, day after the last)] on which a project had been reviewed within 365 days."""
    found = []
    for day in held:
        if found and found[-1][1] >= day:
            found[-1] = (found[-1][0], day + WINDOW + 1)
        else:
            found.append((day, day + WINDOW + 1))
    return found


def count_due(reading, project, phases, reviews, as_of):
    """Count a project that is in incubation on the day by when its next review is due."""
    if not any(since <= as_of and (until is None or as_of < until) for _, since, until in phases):
        return
    settled = [
        each for each in reviews if each.on and each.on <= as_of and each.kind not in UNSETTLED
    ]
    last = max((each.on for each in settled), default=None)
    here = [each for each in settled if each.kind != UNRECORDED]
    until = max(here, key=attrgetter("on")).funded_until if here else None
    due_on = due(last, until) if last else due_first(begun(phases))
    left = (due_on - as_of).days
    if left < 0:
        reading.overdue.append(Overdue(due_on, project, last))
    elif left <= SOON:
        reading.soon += 1
    else:
        reading.on_time += 1


@lru_cache(4096)
def due(last, until):
    return next_due(last, until)[0]


@lru_cache(4096)
def due_first(first):
    return first_due(first)[0]


def points(eligible, covered, as_of):
    """[(day, M, N)] on the first day of each quarter from the first project on, and on the day."""
    if not eligible:
        return []
    days = [*quarters(date.fromordinal(min(eligible)), as_of), as_of]
    counts = zip(days, running(eligible, days), running(covered, days), strict=True)
    return [each for each in counts if each[1]]


def quarters(start, end):
    """The first days of quarters after one day and before another."""
    for number in range(start.year * 4 + (start.month - 1) // 3 + 1, end.year * 4 + 4):
        day = date(number // 4, number % 4 * 3 + 1, 1)
        if day < end:
            yield day


def running(changes, days):
    """How many there are on each day."""
    marks, totals, total = sorted(changes), [], 0
    for mark in marks:
        total += changes[mark]
        totals.append(total)
    for day in days:
        place = bisect_right(marks, day.toordinal())
        yield totals[place - 1] if place else 0


def by_host(live, as_of, known_at):
    """[(slug, title, projects, reviewed)] of their public hosts, by title: two queries."""
    projects, reviewed = Counter(), Counter()
    links = Link.objects.at(as_of, known_at).filter(role=INCUBATED_BY).order_by()
    pairs = links.values_list("source", "target").distinct()
    for project, host in pairs.iterator(chunk_size=BATCH):
        if project in live:
            projects[host] += 1
            reviewed[host] += live[project]
    hosts = Entry.objects.public().in_bulk(projects)
    found = [
        (entry.slug, entry.title, projects[key], reviewed[key]) for key, entry in hosts.items()
    ]
    return sorted(found, key=lambda each: (each[1], each[0]))
