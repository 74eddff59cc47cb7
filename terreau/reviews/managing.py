"""What somebody who manages an incubator looks at: reviews, money, teams, what waits."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import NamedTuple

from django.db.models import Max, Min

from terreau.entries.addresses import address_of
from terreau.entries.known import valid
from terreau.entries.models import Link
from terreau.projects.models import Event, Project, Spell
from terreau.projects.phases import INCUBATION, SUSPENDED, Phase
from terreau.projects.queries import INCUBATED_BY
from terreau.reviews.due import REMIND, first_due, next_due
from terreau.reviews.models import (
    AWAITING,
    Condition,
    Decision,
    DecisionKind,
    Review,
)
from terreau.reviews.queries import late_answers
from terreau.teams.queries import continuity

SOON = timedelta(days=max(REMIND))
SILENT, OVERDUE, DUE, BLIND, FINE = "silent", "overdue", "due", "blind", "ok"
STANDINGS = (SILENT, OVERDUE, DUE, BLIND, FINE)


class Shown(NamedTuple):
    """What is shown of a project: a list of hundreds needs no more."""

    kind: str
    slug: str
    title: str
    state: str

    def get_absolute_url(self):
        return address_of(self.kind, self.slug)


class Pending(NamedTuple):
    """What is shown of a review that is pending."""

    kind: str
    slug: str
    state: str
    due_on: date

    def get_absolute_url(self):
        return address_of(self.kind, self.slug)


class Told(NamedTuple):
    """What is shown of a decision; dossier: the key of the evidence that it rested on."""

    kind: str
    held_on: date
    amount: int | None
    funded_until: date | None
    dossier: int | None


@dataclass(slots=True)
class Line:
    """A project as its manager sees it on a day.

    due_on: of the pending review, or by the rule where none is planned; held_on, kind: of the last
    decision or committee; blind: that decision rested on no frozen dossier; conditions, remarks:
    how many are open, or late.
    """

    key: int
    project: Shown
    review: Pending | None
    due_on: date | None
    held_on: date | None
    decision: Told | None
    conditions: int
    remarks: int
    standing: str


@dataclass(frozen=True)
class Overview:
    """All of an incubator: lines by what is most pressing; teams: [Team] (see `teams.queries`);
    begun: {key of a project in investigation: since when}."""

    day: date
    lines: list
    teams: list
    begun: dict

    @property
    def counts(self):
        return Counter(line.standing for line in self.lines)

    @property
    def funded(self):
        """The lines whose money has an end that is known, the nearest end first."""
        known = [line for line in self.lines if line.decision and line.decision.funded_until]
        return sorted(known, key=lambda line: (line.decision.funded_until, line.project.title))

    @property
    def waiting(self):
        """The investigations, those that began to wait first, which a stop would fund."""
        found = [line for line in self.lines if line.project.state == Phase.INVESTIGATION]
        return sorted(
            found, key=lambda line: (self.begun.get(line.key, date.max), line.project.title)
        )

    @property
    def usual_grant(self):
        """The median of the last amounts that teams of this incubator were granted; or None."""
        amounts = [
            line.decision.amount
            for line in self.lines
            if line.decision is not None and line.decision.amount
        ]
        return median(amounts) if amounts else None


def overview(user, host, day):
    """What a manager of a host sees on a day: eleven queries, whatever the number of projects.

    Each asks by the ties of the host, and reads the columns alone that are shown.
    """
    ties = Link.objects.at(day).filter(role=INCUBATED_BY, target=host).values("source")
    projects = Project.objects.visible_to(user).filter(
        pk__in=ties, state__in=(*INCUBATION, *SUSPENDED)
    )
    rows = projects.order_by().values_list("pk", *Shown._fields)
    projects = {key: Shown(*row) for key, *row in rows}
    pending, told = pending_reviews(ties), last_decisions(ties)
    committees, begun = last_committees(ties, day), first_phases(ties)
    conditions = counted(
        Condition.objects.filter(project__in=ties, outcome=Condition.Outcome.OPEN), "project"
    )
    remarks = counted(
        late_answers(day).filter(review__subject__in=ties), "review__subject"
    )  # fmt: skip
    lines = [
        line(
            key, project, pending.get(key), told.get(key), committees.get(key), begun.get(key), day,
            conditions[key], remarks[key],
        )
        for key, project in projects.items()
    ]  # fmt: skip
    teams = continuity(day, host=host)
    return Overview(day, sorted(lines, key=urgency), teams, investigating(ties, day))


def pending_reviews(ties):
    """{project key: its pending review}: one query."""
    found = Review.objects.filter(subject__in=ties, closed_at__isnull=True).order_by()
    rows = found.values_list("subject", *Pending._fields)
    return {project: Pending(*row) for project, *row in rows}


def last_decisions(ties):
    """{project key: Told of its last decision known now, "none taken" left out}: one query."""
    known = Decision.objects.known().filter(review__subject__in=ties)
    known = known.exclude(kind=DecisionKind.NONE).order_by("held_on", "pk")
    rows = known.values_list("review__subject", *Told._fields)
    return {project: Told(*row) for project, *row in rows}


def last_committees(ties, day):
    """{project key: day of the last committee that a source tells of}: one query."""
    events = Event.objects.known().filter(
        project__in=ties, name=Event.Name.COMMITTEE, happened_on__lte=day
    )
    return dict(events.order_by().values_list("project").annotate(last=Max("happened_on")))


def first_phases(ties):
    """{project key: when its first phase of incubation began}: one query."""
    spells = Spell.objects.known().filter(project__in=ties, phase__in=INCUBATION)
    return dict(spells.order_by().values_list("project").annotate(first=Min("valid_from")))


def investigating(ties, day):
    """{project key: since when it is in investigation, where it is on a day}: one query."""
    spells = Spell.objects.known().filter(
        valid(day), project__in=ties, phase=Phase.INVESTIGATION
    )  # fmt: skip
    return dict(spells.order_by("valid_from").values_list("project", "valid_from"))


def counted(rows, key):
    """{project key: how many rows}: one query."""
    return Counter(rows.order_by().values_list(key, flat=True))


def line(key, project, review, decision, committee, begun, day, conditions, remarks):
    held = max((on for on in (decision and decision.held_on, committee) if on), default=None)
    if review is not None:
        due_on = review.due_on
    elif held is not None:
        due_on = next_due(held, decision.funded_until if decision else None)[0]
    else:
        due_on = first_due(begun)[0] if begun else None
    return Line(
        key, project, review, due_on, held, decision, conditions, remarks,
        standing(review, due_on, decision, day),
    )  # fmt: skip


def standing(review, due_on, decision, day):
    """What is most pressing about a project, one of STANDINGS."""
    if review is not None and review.state in AWAITING:
        return SILENT
    if due_on is not None and due_on < day:
        return OVERDUE
    if due_on is not None and due_on <= day + SOON:
        return DUE
    if decision is not None and decision.dossier is None:
        return BLIND
    return FINE


def urgency(line):
    return STANDINGS.index(line.standing), line.due_on or date.max, line.project.title
