"""What somebody who manages an incubator looks at: reviews, money, teams, what waits."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import NamedTuple

from django.db.models import F, Max, Min, Window
from django.db.models.functions import RowNumber

from terreau.entries.addresses import address_of
from terreau.entries.known import valid
from terreau.prepared import prepared
from terreau.projects.models import Event, Project, Spell
from terreau.projects.phases import INCUBATION, SUSPENDED, Phase
from terreau.projects.queries import hosted_by
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


CARRIED = (*INCUBATION, *SUSPENDED)  # phases of the projects that an incubator works on


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
    """What a manager of a host sees on a day: at most twelve queries for any number of projects.

    Each asks by the ties of the host, and reads the columns alone that are shown.
    """
    asked = host.pk, day
    rows = Project.objects.visible_to(user).filter(pk__in=hosted_by(*asked), state__in=CARRIED)
    rows = rows.order_by().values_list("pk", *Shown._fields)
    projects = {key: Shown(*row) for key, *row in rows}
    pending = {key: Pending(*row) for key, *row in _pending(*asked)}
    told = {key: Told(*row) for key, *row in _last_decisions(*asked)}
    committees = dict(_last_committees(*asked))
    new = projects.keys() - {*pending, *told, *committees}
    begun = dict(_first_phases(list(new)))
    conditions, remarks = Counter(_conditions(*asked)), Counter(_late_remarks(*asked))
    lines = [
        line(
            key, project, pending.get(key), told.get(key), committees.get(key), begun.get(key), day,
            conditions[key], remarks[key],
        )
        for key, project in projects.items()
    ]  # fmt: skip
    teams = continuity(day, host=host)
    return Overview(day, sorted(lines, key=urgency), teams, dict(_investigations(*asked)))


@prepared
def _pending(pk, day):
    found = Review.objects.filter(subject__in=hosted_by(pk, day), closed_at__isnull=True)
    return found.order_by("pk").values_list("subject", *Pending._fields)


@prepared
def _last_decisions(pk, day):
    """The last decision known now on each project, "none taken" left out."""
    known = Decision.objects.known().filter(review__subject__in=hosted_by(pk, day))
    newest_first = Window(
        RowNumber(), partition_by="review__subject", order_by=[F("held_on").desc(), F("pk").desc()]
    )
    last = known.exclude(kind=DecisionKind.NONE).annotate(number=newest_first).filter(number=1)
    return last.order_by("pk").values_list("review__subject", *Told._fields)


@prepared
def _last_committees(pk, day):
    """The day of the last committee that a source tells of."""
    events = Event.objects.known().filter(
        project__in=hosted_by(pk, day), name=Event.Name.COMMITTEE, happened_on__lte=day
    )
    return events.order_by().values_list("project").annotate(last=Max("happened_on"))


@prepared
def _first_phases(keys):
    """When the first phase of incubation of each of some projects began."""
    spells = Spell.objects.known().filter(project__in=keys, phase__in=INCUBATION)
    return spells.order_by().values_list("project").annotate(first=Min("valid_from"))


@prepared
def _investigations(pk, day):
    """Since when the projects in investigation are."""
    spells = Spell.objects.known().filter(
        valid(day), project__in=hosted_by(pk, day), phase=Phase.INVESTIGATION
    )
    return spells.order_by("valid_from").values_list("project", "valid_from")


@prepared
def _conditions(pk, day):
    """The project of each open condition."""
    found = Condition.objects.filter(
        project__in=hosted_by(pk, day), outcome=Condition.Outcome.OPEN
    ).order_by("pk")
    return found.values_list("project", flat=True)


@prepared
def _late_remarks(pk, day):
    """The project of each remark whose answer is late."""
    found = late_answers(day).filter(review__subject__in=hosted_by(pk, day)).order_by("pk")
    return found.values_list("review__subject", flat=True)


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
