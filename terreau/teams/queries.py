"""Who works for projects: only ever counts, and the day on which nobody is left."""

from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter

from django.db.models import Q

from terreau.entries.known import valid
from terreau.entries.models import Entry, OldSlug
from terreau.harvest.models import Alias, Record
from terreau.prepared import prepared
from terreau.projects.models import Project
from terreau.projects.phases import DEFINITIONS
from terreau.projects.queries import COUNTED, narrowed, spells_at
from terreau.teams.models import Mission

SOON = 90  # days
LEAST_TEAM, LEAST_DOMAIN = 5, 2  # members, from which on a count by domain is published
BATCH = 2000
LISTED = 1000  # projects that a query names one by one; beyond that all missions are read
ACCOMPANIED = DEFINITIONS["accompanied"].phases


@dataclass(frozen=True)
class Team:
    """The team of a project on a day.

    active: members with a mission that day; ends_on: the first day from then on without anybody,
    as far as missions are known, None where an end is not known. Without anybody active, ends_on
    is the day since when, None where nobody ever was.
    """

    project: int
    phase: str
    active: int
    ends_on: date | None

    def days_left(self, as_of):
        """In how many days the whole team ends; None where that is not known; 0 without one."""
        if not self.active:
            return 0
        return (self.ends_on - as_of).days if self.ends_on else None


def missions_on(as_of, known_at=None):
    """The missions on a day, as known at a moment (None: now)."""
    return Mission.objects.known(known_at).filter(valid(as_of))


def active_members(project, as_of, known_at=None):
    """How many members have a mission for the project on a day: one query."""
    missions = missions_on(as_of, known_at).filter(project=project)
    return missions.values("member").distinct().count()


def team_of(project, as_of, known_at=None):
    """(Team, {domain: members}) of a project on a day; None where nothing is known of one.

    One query. The domains are fit to be published: only those of a team of at least 5, those of a
    single member together as "". A member with two missions counts once, in that of the later one.
    """
    ask = _missions if known_at is None else _missions.afresh
    rows = ask(project.pk, known_at=known_at)
    if not rows:
        return None
    domain_of = {
        member: domain for _, member, since, until, domain in rows if is_on(as_of, since, until)
    }
    found = team(project.pk, project.state, [row[:4] for row in rows], as_of)
    return found, domains(domain_of)


@prepared
def _missions(pk, *, known_at):
    missions = Mission.objects.known(known_at).filter(project=pk).order_by("valid_from", "pk")
    return missions.values_list("project", "member", "valid_from", "valid_to", "domain")


def domains(domain_of):
    """{domain: members}, most first, of {member: domain}; {} where they are too few to say."""
    counts = Counter()
    if len(domain_of) >= LEAST_TEAM:
        for domain, n in Counter(domain_of.values()).items():
            counts[domain if n >= LEAST_DOMAIN else ""] += n
    return dict(sorted(counts.items(), key=lambda pair: (not pair[0], -pair[1], pair[0])))


def is_on(day, since, until):
    return since <= day and (until is None or day < until)


def continuity(as_of, known_at=None, *, host=None, phases=ACCOMPANIED):
    """[Team] of the public projects in those phases on a day, as known at a moment: two queries.

    By default the projects in construction, acceleration or consolidation: an investigation has
    no team of its own yet. host: the organization that hosted them that day. A mission counts from
    its first day to its last, both included. First those whose team ends first.
    """
    spells = spells_at(as_of, known_at).filter(COUNTED, narrowed(as_of, known_at, host=host))
    spells = spells.filter(phase__in=phases).order_by("project")
    phase_of = dict(spells.values_list("project", "phase"))
    missions = Mission.objects.known(known_at)
    if len(phase_of) <= LISTED:  # a subquery would be planned anew, and badly where tables grew
        missions = missions.filter(project__in=list(phase_of))
    rows = missions.order_by("project", "valid_from").values_list(
        "project", "member", "valid_from", "valid_to"
    )
    teams = []
    with closing(rows.iterator(chunk_size=BATCH)) as stream:
        for project, told in groupby(stream, itemgetter(0)):
            if project in phase_of:
                teams.append(team(project, phase_of.pop(project), list(told), as_of))
    teams += [Team(project, phase, 0, None) for project, phase in phase_of.items()]
    return sorted(teams, key=lambda each: (each.active > 0, each.ends_on or date.max, each.project))


def team(project, phase, missions, as_of):
    """The Team of one project from its missions (project, member, from, until), by their start."""
    members = {member for _, member, since, until in missions if is_on(as_of, since, until)}
    if not members:
        past = [until for *_, until in missions if until and until <= as_of]
        return Team(project, phase, 0, max(past, default=None))
    end = as_of
    for _, _, since, until in missions:
        if since > end:
            break
        if until is None:
            return Team(project, phase, len(members), None)
        end = max(end, until)
    return Team(project, phase, len(members), end)


def are_known(teams):
    """Whether missions tell anything of any of the teams; where none do, nobody is missing."""
    return any(each.active or each.ends_on for each in teams)


def figures(teams, as_of, soon=SOON):
    """{"projects", "without", "ending"}: how many of the teams have nobody active, and how many
    more lose all their members within so many days. No query."""
    limit = as_of + timedelta(days=soon)
    return {
        "projects": len(teams),
        "without": sum(not each.active for each in teams),
        "ending": sum(
            each.active > 0 and each.ends_on is not None and each.ends_on <= limit for each in teams
        ),
    }


def keys_of_names(names):
    """{name: key of the project} of those known here, by any name they have or had: ≤ 4 queries
    for every 500 names.

    The name in the source comes first, then its former names, then addresses here.
    """
    wanted, found = sorted(names), {}
    records = Record.objects.filter(entry__kind=Project.KIND)
    aliases = Alias.objects.filter(record__entry__kind=Project.KIND)
    here, before = (
        Entry.objects.filter(kind=Project.KIND),
        OldSlug.objects.filter(kind=Project.KIND),
    )
    doors = (
        (records, "identifier", "entry"),
        (aliases, "identifier", "record__entry"),
        (here, "slug", "pk"),
        (before, "slug", "entry"),
    )
    for start in range(0, len(wanted), 500):
        part = set(wanted[start : start + 500])
        for rows, name, key in doors:
            left = part - found.keys()
            if left:
                chosen = rows.filter(Q(**{f"{name}__in": left})).order_by("-pk")
                found |= dict(chosen.values_list(name, key))
    return found
