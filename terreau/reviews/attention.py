"""What asks for the attention of those who manage an incubator: odd data, silence, waiting."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone

from terreau.entries.models import Link
from terreau.harvest.findings import headline, message, remedy
from terreau.harvest.models import Record, Run
from terreau.harvest.records import Finding
from terreau.projects.models import Project
from terreau.projects.phases import INCUBATION, SUSPENDED
from terreau.projects.queries import INCUBATED_BY

SILENT_DAYS = 365
SEVERITIES = ("error", "warning", "info")
SHARED = "shared-budget-page"


@dataclass(frozen=True)
class Odd:
    """One thing that is odd in what a source says of a project, in words, and what to do."""

    project: Project
    message: str
    remedy: str
    place: str


@dataclass(frozen=True)
class Matter:
    """Odd things of one sort; severity: error, warning or info. lines: [Odd] by title."""

    code: str
    severity: str
    title: str
    lines: list


@dataclass(frozen=True)
class Silent:
    """A project of which nothing new was told since a day."""

    project: Project
    since: date
    days: int


def hosted(host, day, phases=(*INCUBATION, *SUSPENDED)):
    """The public projects that a host carries on a day and that are in those phases today."""
    ties = Link.objects.at(day).filter(role=INCUBATED_BY, target=host)
    return Project.objects.public().filter(pk__in=ties.values("source"), state__in=phases)


def inbox(host, day):
    """[Matter], the gravest and most frequent first: what the newest harvest of each source found
    odd in the projects of a host: three queries, two where none has a source.
    """
    projects = hosted(host, day).in_bulk()
    records = Record.objects.filter(entry__in=projects).values_list("source", "identifier", "entry")
    key_of = {(source, identifier): projects[entry] for source, identifier, entry in records}
    found = defaultdict(list)
    for run in newest_runs({source for source, _ in key_of}):
        shared = {}
        for kept in run.findings:
            finding = Finding.from_dict(kept)
            if finding.code == SHARED:
                shared[dict(finding.params).get("url")] = finding
                continue
            project = key_of.get((run.source_id, identifier_of(finding.path)))
            if project is not None:
                found[finding.severity, finding.code].append(odd(project, finding))
        for (source, _), project in key_of.items():
            finding = shared.get(bare(project.budget_url)) if source == run.source_id else None
            if finding is not None:
                found[finding.severity, SHARED].append(odd(project, finding))
    matters = [
        Matter(code, severity, headline(code), sorted(lines, key=by_title))
        for (severity, code), lines in found.items()
    ]
    return sorted(matters, key=lambda m: (SEVERITIES.index(m.severity), -len(m.lines), m.code))


def newest_runs(sources):
    """The newest complete run of each source, findings included: one query."""
    runs = Run.objects.filter(source=OuterRef("source"), completed_at__isnull=False)
    newest = Subquery(runs.order_by("-known_at").values("pk")[:1])
    return Run.objects.filter(source__in=sources, pk=newest).order_by("source")


def odd(project, finding):
    return Odd(project, message(finding), remedy(finding), finding.place)


def by_title(line):
    return line.project.title, line.project.pk, line.place


def identifier_of(path):
    """What the source calls the product that a path of a finding is about; "" for another thing.

    Paths are as in content/_startups/name.md, startups/name or startups.json#name.
    """
    if "startups" not in path:
        return ""
    return re.split("[/#]", path)[-1].removesuffix(".md")


def bare(address):
    """An address without what does not tell pages apart."""
    return re.split("[?#]", address)[0].rstrip("/")


def silent(host, day):
    """[Silent], the longest first: nothing new for a year: two queries.

    Of what a source tells, new is the day on which it last said something else; of what is kept
    here, the last change.
    """
    projects = hosted(host, day).in_bulk()
    records = Record.objects.filter(entry__in=projects, adopted_at__isnull=True)
    told = records.order_by().values_list("entry").annotate(last=Max("versions__first"))
    last = dict(told)
    found = []
    for key, project in projects.items():
        since = last.get(key) or timezone.localdate(project.updated_at)
        days = (day - since).days
        if days > SILENT_DAYS:
            found.append(Silent(project, since, days))
    return sorted(found, key=lambda each: (each.since, each.project.title))
