"""One pass over the known spells, project by project: all that the figures are made of.

Rows come in the order of their projects and are let go at once: the pass needs the memory of its
counts, not that of the portfolio. The same code serves both databases.
"""

from bisect import bisect_right
from collections import Counter
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, islice
from operator import itemgetter

from django.db.models import CharField, Q
from django.db.models.functions import Cast

from terreau.entries.known import known
from terreau.entries.models import Entry, Link
from terreau.projects.models import Listing, Project, Spell
from terreau.projects.phases import EXITS, INCUBATION, NOT_YET, STOPS, Phase
from terreau.projects.queries import INCUBATED_BY, narrowed

BATCH = 2000
COMPARED_DAYS = 731  # the first 24 months, and the day after: who was followed for longer
CONSTRUCTION = Phase.CONSTRUCTION.value
STEPS = frozenset(phase.value for phase in INCUBATION)
WAYS = frozenset(phase.value for phase in EXITS)
ENDS = frozenset(phase.value for phase in (*STOPS, Phase.ENDED))
BITS = {phase.value: 1 << rank for rank, phase in enumerate(Phase)}


def counters():
    return {phase.value: Counter() for phase in Phase}


@dataclass
class Reading:
    """What the spells of some projects say on a day, counted; days are proleptic ordinals.

    now: {phase: projects}, "" for none yet. begun and ended: {phase: {day: spells}}. spans:
    {phase: {days: spells}} of those that are over by the day, lasting: of the others. alive and
    ways: {(days since first construction, phase that ended it or None): projects}, by the phases
    in ENDS and in WAYS; alive_by: {(host, days, phase)}, cut after 24 months. met: {BITS of the
    phases ever entered: projects}. hosts, places, themes: {(key, phase now): projects}.
    """

    now: Counter = field(default_factory=Counter)
    begun: dict = field(default_factory=counters)
    ended: dict = field(default_factory=counters)
    spans: dict = field(default_factory=counters)
    lasting: dict = field(default_factory=counters)
    alive: Counter = field(default_factory=Counter)
    ways: Counter = field(default_factory=Counter)
    alive_by: Counter = field(default_factory=Counter)
    met: Counter = field(default_factory=Counter)
    hosts: Counter = field(default_factory=Counter)
    places: Counter = field(default_factory=Counter)
    themes: Counter = field(default_factory=Counter)


def read(as_of, known_at=None, **narrow):
    """All that began by a day, as known at a moment (None: now): five queries.

    narrow: as of `projects.queries.narrowed`.
    """
    chosen = narrowed(as_of, known_at, **narrow)
    reading, last = Reading(), as_of.toordinal()
    with ExitStack() as streams:
        rows, *ties = (
            streams.enter_context(closing(pairs.iterator(chunk_size=BATCH)))
            for pairs in (spells_known(as_of, known_at, chosen), *ties_known(as_of, known_at))
        )
        tied = [Tied(pairs) for pairs in ties]
        projects, ordinal = groupby(rows, itemgetter(0)), Ordinals()
        while courses := count_courses(reading, islice(projects, BATCH), ordinal, last):
            count_ties(reading, courses, tied)
    there = Listing.objects.known(known_at).filter(chosen).exclude(project__in=withheld())
    reading.now[NOT_YET] += there.count() - reading.now.total()
    return reading


def count_courses(reading, projects, ordinal, last):
    """Count the spells of some projects; {project: (phase on the last day, its end)}.

    The end is (days, phase) since first construction, None where none began. A spell that another
    of the same day overtook has no length: it says that its phase was entered, and nobody spent
    time in it.
    """
    courses, met = {}, []
    begun, ended, spans, lasting = ({phase: [] for phase in BITS} for _ in range(4))
    for project, spells in projects:
        now, first, entered, left = NOT_YET, None, 0, []
        for _, phase, since, until in spells:
            start = ordinal[since]
            end = ordinal[until] if until else None
            if end == start:
                entered |= BITS[phase] if phase in STEPS else 0
            else:
                entered |= BITS[phase]
                begun[phase].append(start)
                if end is not None and end <= last:
                    ended[phase].append(end)
                    spans[phase].append(end - start)
                else:
                    now = phase
                    lasting[phase].append(last - start)
                if phase in WAYS:
                    left.append((start, phase))
            if phase == CONSTRUCTION and (first is None or start < first):
                first = start
        met.append(entered)
        courses[project] = now, ways_out(left, first, last)
    reading.met.update(met)
    reading.now.update([now for now, _ in courses.values()])
    for name, lists in {"begun": begun, "ended": ended, "spans": spans, "lasting": lasting}.items():
        for phase, days in lists.items():
            getattr(reading, name)[phase].update(days)
    ways = [ways for _, ways in courses.values() if ways]
    reading.ways.update([way for way, _ in ways])
    reading.alive.update([end for _, end in ways])
    return courses


def ways_out(left, first, last):
    """((days, way out), (days, end)) since first construction; None where none began."""
    if first is None:
        return None
    end = way = (last - first, None)
    for start, phase in sorted(left, reverse=True):
        if start >= first:
            way = (start - first, phase)
            end = way if phase in ENDS else end
    return way, end


def count_ties(reading, courses, tied):
    """Count some projects by their hosts, places and themes."""
    newest = max(courses)
    hosts, places, themes = (
        [(key, courses[project]) for project, key in each.until(newest) if project in courses]
        for each in tied
    )
    for counter, pairs in (
        (reading.hosts, hosts), (reading.places, places), (reading.themes, themes),
    ):  # fmt: skip
        counter.update((key, now) for key, (now, _) in pairs)
    ends = [(host, *ways[1]) for host, (_, ways) in hosts if ways]
    reading.alive_by.update(
        each if each[1] < COMPARED_DAYS else (each[0], COMPARED_DAYS, None) for each in ends
    )


def withheld():
    """The projects that the public does not see, to leave out."""
    projects = Entry.objects.filter(kind=Project.KIND)
    return projects.filter(Q(published_at=None) | Q(hidden_at__isnull=False)).values("pk")


def spells_known(as_of, known_at, chosen):
    """(project, phase, from, until) of the public spells that began by a day, project by project.

    Leaves projects out that were not listed at that moment: few, so that no join is needed.
    """
    there = Listing.objects.known(known_at).values("project")
    unlisted = Listing.objects.exclude(known(known_at)).exclude(project__in=there)
    spells = Spell.objects.known(known_at).filter(chosen, valid_from__lte=as_of)
    spells = spells.exclude(project__in=withheld()).exclude(project__in=unlisted.values("project"))
    days = (Cast(name, CharField()) for name in ("valid_from", "valid_to"))
    return spells.order_by("project").values_list("project", "phase", *days)


def ties_known(as_of, known_at):
    """(project, host), (project, territory) and (project, theme), each project by project.

    Places and themes are those of today: only hosts are known with their dates.
    """
    links = Link.objects.at(as_of, known_at).filter(role=INCUBATED_BY)
    placed = Entry.objects.filter(kind=Project.KIND, territory__isnull=False)
    themed = Entry.topics.through.objects
    return (
        links.order_by("source").values_list("source", "target").distinct(),
        placed.order_by("pk").values_list("pk", "territory"),
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


class Ordinals(dict):
    """The ordinal of a day written YYYY-MM-DD, each worked out once."""

    def __missing__(self, text):
        self[text] = ordinal = date.fromisoformat(text).toordinal()
        return ordinal
