"""One pass over the known spells, project by project: all that the figures are made of.

Rows come in the order of their projects and are let go at once: the pass needs the memory of its
counts, not that of the portfolio. The same code serves both databases.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, fields
from datetime import date
from itertools import groupby, islice
from operator import itemgetter
from typing import NamedTuple

from django.db.models import CharField, Q
from django.db.models.functions import Cast

from terreau.entries.invented import invented
from terreau.entries.known import known
from terreau.entries.models import Entry, Link
from terreau.projects.models import Listing, Project, Spell
from terreau.projects.phases import EXITS, INCUBATION, NOT_YET, STOPS, Phase
from terreau.projects.queries import COUNTED, INCUBATED_BY, narrowed
from terreau.territories.models import Territory

BATCH = 2000
COMPARED_DAYS = 731  # the first 24 months, and the day after: who was followed for longer
CONSTRUCTION = Phase.CONSTRUCTION.value
STEPS = frozenset(phase.value for phase in INCUBATION)
WAYS = frozenset(phase.value for phase in EXITS)
ENDS = frozenset(phase.value for phase in (*STOPS, Phase.ENDED))
BITS = {phase.value: 1 << rank for rank, phase in enumerate(Phase)}
ONGOING = ""  # in the place of the phase that ended it: nothing has, by the last day


def counters():
    return defaultdict(Counter)


@dataclass
class Reading:
    """What the spells of some projects say on a day, counted: {phase: {number: n}} for the most.

    now: projects by phase, "" for none yet; the number is 0. begun, ended, overtaken: spells by
    the `half` of their first day and of their last, and those of no length. spans: spells of
    incubation that are over by the day, by their days; lasting: the others. alive and ways: by the
    days since first construction, under the phase that ended it (ONGOING for none) of those in
    ENDS and in WAYS. alive_by: {(host that leads, phase): …} as alive, cut after 24 months. met:
    {"": {BITS of the phases ever entered: projects}}. hosts, places, departments (what a place
    lies in), themes: {phase now: {key: projects}}.
    """

    now: dict = field(default_factory=counters)
    begun: dict = field(default_factory=counters)
    ended: dict = field(default_factory=counters)
    overtaken: dict = field(default_factory=counters)
    spans: dict = field(default_factory=counters)
    lasting: dict = field(default_factory=counters)
    alive: dict = field(default_factory=counters)
    ways: dict = field(default_factory=counters)
    alive_by: dict = field(default_factory=counters)
    met: dict = field(default_factory=counters)
    hosts: dict = field(default_factory=counters)
    places: dict = field(default_factory=counters)
    departments: dict = field(default_factory=counters)
    themes: dict = field(default_factory=counters)

    @property
    def phases(self):
        """{phase now: projects} in the order of the phases, "" for none yet."""
        counts = {name: self.now[name][0] for name in (NOT_YET, *Phase.values) if name in self.now}
        return {name: n for name, n in counts.items() if n}


MEASURES = tuple(each.name for each in fields(Reading))


def half(day):
    """The month of a date as a number that grows: twice it on its first day, one more after.

    So both the first days of months and years can be told from it.
    """
    return 2 * (day.year * 12 + day.month - 1) + (day.day > 1)


def read(as_of, known_at=None, **narrow):
    """All that began by a day, as known at a moment (None: now): six queries.

    narrow: as of `projects.queries.narrowed`.
    """
    return read_chosen(narrowed(as_of, known_at, **narrow), as_of, known_at)


def read_chosen(chosen, as_of, known_at=None):
    """`read` of the projects that a Q on rows of theirs chooses: six queries."""
    reading, last = Reading(), as_of.toordinal()
    with ExitStack() as streams:
        rows, *ties = (
            streams.enter_context(closing(pairs.iterator(chunk_size=BATCH)))
            for pairs in (
                spells_known(as_of, known_at, chosen), *ties_known(as_of, known_at, chosen)
            )
        )  # fmt: skip
        tied = [Tied(pairs) for pairs in ties]
        projects, days = groupby(rows, itemgetter(0)), Days()
        while courses := count_courses(reading, islice(projects, BATCH), days, last):
            count_ties(reading, courses, tied)
    begun = sum(counts[0] for counts in reading.now.values())
    reading.now[NOT_YET][0] += there(known_at, chosen).count() - begun
    return reading


def count_courses(reading, projects, days, last):
    """Count the spells of some projects; {project: (phase on the last day, its end)}.

    The end is (days, phase) since first construction, None where none began. A spell that another
    of the same day overtook has no length: it says that its phase was entered, and nobody spent
    time in it.
    """
    courses, met = {}, []
    begun, ended, overtaken, spans, lasting = ({phase: [] for phase in BITS} for _ in range(5))
    for project, spells in projects:
        now, first, entered, left = NOT_YET, None, 0, []
        for _, phase, since, until in spells:
            start, begins = days[since]
            end, ends = days[until] if until else (None, None)
            if end == start:
                entered |= BITS[phase] if phase in STEPS else 0
                overtaken[phase].append(begins)
            else:
                entered |= BITS[phase]
                begun[phase].append(begins)
                over = end is not None and end <= last
                if over:
                    ended[phase].append(ends)
                else:
                    now = phase
                if phase in STEPS:
                    (spans if over else lasting)[phase].append((end if over else last) - start)
                elif phase in WAYS:
                    left.append((start, phase))
            if phase == CONSTRUCTION and (first is None or start < first):
                first = start
        met.append(entered)
        courses[project] = now, ways_out(left, first, last)
    for now, _ in courses.values():
        reading.now[now][0] += 1
    if met:
        reading.met[""].update(met)
    for counts, lists in (
        (reading.begun, begun), (reading.ended, ended), (reading.overtaken, overtaken),
        (reading.spans, spans), (reading.lasting, lasting),
    ):  # fmt: skip
        for phase, numbers in lists.items():
            if numbers:
                counts[phase].update(numbers)
    followed = [ways for _, ways in courses.values() if ways]
    for counts, place in ((reading.ways, 0), (reading.alive, 1)):
        for (length, phase), n in Counter(map(itemgetter(place), followed)).items():
            counts[phase][length] += n
    return courses


def ways_out(left, first, last):
    """((days, way out), (days, end)) since first construction; None where none began."""
    if first is None:
        return None
    end = way = (last - first, ONGOING)
    for start, phase in sorted(left, reverse=True):
        if start >= first:
            way = (start - first, phase)
            end = way if phase in ENDS else end
    return way, end


def count_ties(reading, courses, tied):
    """Count some projects by their hosts, places, departments and themes."""
    newest = max(courses)
    hosts, *others = ([tie for tie in each.until(newest) if tie[0] in courses] for each in tied)
    ties = {project: {} for project in courses}
    for project, host, _ in hosts:
        ties[project][host] = None
    pairs = [(project, host) for project, mine in ties.items() for host in mine]
    measures = (reading.hosts, reading.places, reading.departments, reading.themes)
    for counts, rows in zip(measures, (pairs, *others), strict=True):
        for (key, now), n in Counter((key, courses[each][0]) for each, key in rows).items():
            counts[now][key] += n
    for project, mine in ties.items():
        ways = courses[project][1]
        if mine and ways:
            host, (length, phase) = next(iter(mine)), ways[1]
            if length < COMPARED_DAYS:
                reading.alive_by[host, phase][length] += 1
            else:
                reading.alive_by[host, ONGOING][COMPARED_DAYS] += 1


def there(known_at, chosen):
    """The listings known at a moment of the public projects that a Q chooses, one a project."""
    found = Listing.objects.known(known_at).filter(chosen)
    return found.filter(COUNTED) if chosen else found.exclude(project__in=withheld())


def withheld():
    """The projects that the public does not see, and those of a demonstration, to leave out."""
    projects = Entry.objects.filter(kind=Project.KIND)
    unseen = Q(published_at=None) | Q(hidden_at__isnull=False)
    return projects.filter(unseen | invented()).values("pk")


def spells_known(as_of, known_at, chosen):
    """(project, phase, from, until) of the public spells that began by a day, project by project.

    Of the whole, projects that were not listed at that moment are left out: few, so that no join
    is needed.
    """
    if chosen:
        spells = Spell.objects.known(known_at)
        spells = spells.filter(project__in=there(known_at, chosen).values("project"))
    else:
        spells = all_known(known_at)
        listed = Listing.objects.known(known_at).values("project")
        unlisted = Listing.objects.exclude(known(known_at)).exclude(project__in=listed)
        spells = spells.exclude(project__in=withheld())
        spells = spells.exclude(project__in=unlisted.values("project"))
    days = (Cast(name, CharField()) for name in ("valid_from", "valid_to"))
    spells = spells.filter(valid_from__lte=as_of)
    return spells.order_by("project").values_list("project", "phase", *days)


def all_known(known_at):
    """The spells known at a moment.

    Those known now are found by an expression that has no index: to read all of them in the order
    of the index by project is faster than to find them by another and sort them, and needs less
    memory.
    """
    if known_at is not None:
        return Spell.objects.known(known_at)
    ended = Cast("superseded_at", CharField())
    return Spell.objects.alias(known_until=ended).filter(known_until__isnull=True)


def ties_known(as_of, known_at, chosen):
    """(project, host, leads), (project, territory), the same of its department, (project, theme).

    Each project by project, of hosts the leading one first. Places and themes are those of today:
    only hosts are known with their dates.
    """
    links = Link.objects.at(as_of, known_at).filter(role=INCUBATED_BY)
    placed = Entry.objects.filter(kind=Project.KIND, territory__isnull=False)
    themed = Entry.topics.through.objects.all()
    if chosen:
        projects = there(known_at, chosen).values("project")
        links, placed = links.filter(source__in=projects), placed.filter(pk__in=projects)
        themed = themed.filter(entry__in=projects)
    inside = placed.filter(territory__containments__ancestor__level=Territory.Level.DEPARTMENT)
    return (
        links.order_by("source", "-leads", "target").values_list("source", "target", "leads"),
        placed.order_by("pk").values_list("pk", "territory"),
        inside.order_by("pk").values_list("pk", "territory__containments__ancestor"),
        themed.order_by("entry").values_list("entry", "topic"),
    )


class Tied:
    """Pairs (project, key) in the order of the projects, taken as the projects come."""

    def __init__(self, pairs):
        self.pairs, self.waiting = pairs, []

    def until(self, project):
        """The pairs of projects up to that one that were not taken yet."""
        while not self.waiting or self.waiting[-1][0] <= project:
            more = list(islice(self.pairs, BATCH))
            if not more:
                break
            self.waiting += more
        cut = bisect_right(self.waiting, project, key=itemgetter(0))
        taken, self.waiting = self.waiting[:cut], self.waiting[cut:]
        return taken


class Marked(NamedTuple):
    """A day as its proleptic ordinal and its `half`."""

    ordinal: int
    half: int


class Days(dict):
    """The marks of a day written YYYY-MM-DD, each worked out once."""

    def __missing__(self, text):
        day = date.fromisoformat(text)
        self[text] = marked = Marked(day.toordinal(), half(day))
        return marked
