"""Who works for projects: only ever counts, and the day on which nobody is left."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter

from django.db.models import Max, Q

from terreau.entries.known import valid
from terreau.entries.models import Entry, OldSlug
from terreau.harvest.models import Alias, Record
from terreau.prepared import prepared
from terreau.projects.models import Project
from terreau.projects.phases import DEFINITIONS
from terreau.projects.queries import COUNTED, hosted_by, narrowed, spells_at
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
    rows = _missions(project.pk, known_at=known_at)
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
    """[Team] of the public projects in those phases on a day, as known at a moment: two queries,
    three where some have nobody.

    By default the projects in construction, acceleration or consolidation: an investigation has
    no team of its own yet. host: the organization that hosted them that day. A mission counts from
    its first day to its last, both included. First those whose team ends first.
    """
    if host is not None and known_at is None:  # a page of an organization
        phase_of = dict(_phases(host.pk, as_of, phases=tuple(phases)))
        rows = _lasting(list(phase_of), as_of)
    else:
        spells = spells_at(as_of, known_at).filter(COUNTED, narrowed(as_of, known_at, host=host))
        phase_of = dict(spells.filter(phase__in=phases).values_list("project", "phase"))
        rows = lasting(of_some(phase_of, known_at), as_of).iterator(chunk_size=BATCH)
    teams = []
    for project, told in groupby(rows, itemgetter(0)):
        if project in phase_of:
            teams.append(team(project, phase_of[project], list(told), as_of))
    teams = [each for each in teams if each.active]
    left = phase_of.keys() - {each.project for each in teams}
    last = last_days(left, as_of, known_at)
    teams += [Team(project, phase_of[project], 0, last.get(project)) for project in left]
    return sorted(teams, key=lambda each: (each.active > 0, each.ends_on or date.max, each.project))


@prepared
def _phases(host, as_of, *, phases):
    spells = spells_at(as_of).filter(COUNTED, project__in=hosted_by(host, as_of))
    return spells.filter(phase__in=phases).order_by().values_list("project", "phase")


@prepared
def _lasting(projects, as_of):
    return lasting(Mission.objects.known().filter(project__in=projects), as_of)


def lasting(missions, as_of):
    """Those that are not over on a day, by project and start."""
    found = missions.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=as_of))
    return found.order_by("project", "valid_from").values_list(
        "project", "member", "valid_from", "valid_to"
    )


def of_some(projects, known_at):
    """The missions of some projects, perhaps with others where these are many."""
    missions = Mission.objects.known(known_at)
    if len(projects) > LISTED:
        return missions
    # A subquery would be planned anew, and badly where tables grew.
    return missions.filter(project__in=list(projects))


def last_days(projects, as_of, known_at):
    """{project: the day since when nobody works for it}: one query, none for no project."""
    if not projects:
        return {}
    past = of_some(projects, known_at).filter(valid_to__lte=as_of).order_by()
    return dict(past.values_list("project").annotate(last=Max("valid_to")))


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
