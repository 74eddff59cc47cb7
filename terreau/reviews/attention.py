"""What asks for the attention of those who manage an incubator: odd data, silence, waiting."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, DateTimeField, Max, OuterRef, Q, Subquery, Window
from django.db.models.functions import Coalesce
from django.utils import timezone

from terreau.harvest.findings import headline, message, remedy
from terreau.harvest.models import Record, Run
from terreau.harvest.records import Finding
from terreau.prepared import prepared
from terreau.projects.models import Project
from terreau.projects.queries import hosted_by
from terreau.reviews.managing import CARRIED, Shown

SILENT_DAYS = 365
SEVERITIES = ("error", "warning", "info")
SHARED = "shared-budget-page"


@dataclass(frozen=True)
class Odd:
    """One thing that is odd in what a source says of a project, in words, and what to do."""

    project: Shown
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

    project: Shown
    since: date
    days: int


def hosted(host, day):
    """The public projects that a host carries on a day and that are in incubation today."""
    return Project.objects.public().filter(pk__in=hosted_by(host, day), state__in=CARRIED)


def inbox(host, day):
    """[Matter], the gravest and most frequent first: what the newest harvest of each source found
    odd in the projects of a host: two queries, one where no harvest found anything.
    """
    told = findings()
    found = defaultdict(list)
    for source, identifier, budget, *shown in _told_of(host.pk, day) if told else []:
        about, shared = told.get(source, NOTHING)
        project = Shown(*shown)
        for finding in about.get(identifier, ()):
            found[finding.severity, finding.code].append(odd(project, finding))
        if finding := shared.get(bare(budget)):
            found[finding.severity, SHARED].append(odd(project, finding))
    matters = [
        Matter(code, severity, headline(code), sorted(lines, key=by_title))
        for (severity, code), lines in found.items()
    ]
    return sorted(matters, key=lambda m: (SEVERITIES.index(m.severity), -len(m.lines), m.code))


NOTHING = ({}, {})


def findings():
    """{source: ({identifier: [Finding]}, {address of a budget that projects share: Finding})} of
    the newest complete run of each source that found anything: one query."""
    told = {}
    for source, kept in _newest_runs():
        about, shared = told.setdefault(source, (defaultdict(list), {}))
        for finding in map(Finding.from_dict, kept):
            if finding.code == SHARED:
                shared[dict(finding.params).get("url")] = finding
            elif identifier := identifier_of(finding.path):
                about[identifier].append(finding)
    return told


@prepared
def _newest_runs():
    runs = Run.objects.filter(source=OuterRef("source"), completed_at__isnull=False)
    newest = Subquery(runs.order_by("-known_at").values("pk")[:1])
    found = Run.objects.filter(pk=newest).exclude(findings=[])
    return found.order_by("source").values_list("source", "findings")


@prepared
def _told_of(pk, day):
    records = Record.objects.filter(entry__in=hosted(pk, day)).order_by("pk")
    shown = [f"entry__{name}" for name in Shown._fields]
    return records.values_list("source", "identifier", "entry__project__budget_url", *shown)


def odd(project, finding):
    return Odd(project, message(finding), remedy(finding), finding.place)


def by_title(line):
    return line.project.title, line.project.slug, line.place


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


def silent(host, day, most):
    """(how many, [Silent] of the most longest ones): nothing new for a year: one query.

    Of what a source tells, new is the day on which it last said something else; of what is kept
    here, the last change.
    """
    before = day - timedelta(days=SILENT_DAYS)
    rows = _silent(host.pk, day, before, start_of_day(before), most=most)
    found = []
    for _, told, changed, *shown in rows:
        since = told or timezone.localdate(changed)
        found.append(Silent(Shown(*shown), since, (day - since).days))
    return (rows[0][0] if rows else 0), found


def start_of_day(day):
    return timezone.make_aware(datetime.combine(day, time.min))


@prepared
def _silent(pk, day, before, moment, *, most):
    records = Record.objects.filter(entry=OuterRef("pk"), adopted_at__isnull=True).order_by()
    told = Subquery(records.values("entry").annotate(last=Max("versions__first")).values("last"))
    quiet = hosted(pk, day).annotate(told=told).filter(
        Q(told__lt=before) | Q(told__isnull=True, updated_at__lt=moment)
    ).annotate(total=Window(Count("pk")))  # fmt: skip
    since = Coalesce("told", "updated_at", output_field=DateTimeField())
    return quiet.order_by(since, "title", "pk").values_list(
        "total", "told", "updated_at", *Shown._fields
    )[:most]
