from django.db.models import Max, Q
from django.utils import timezone

from terreau.entries.known import instant
from terreau.entries.models import Link, Role
from terreau.entries.rules import EDITING
from terreau.projects.models import Event, Project
from terreau.projects.phases import INCUBATION
from terreau.projects.queries import INCUBATED_BY, chain_of
from terreau.reviews.due import FREEZE_BEFORE, SILENCE, first_due, next_due
from terreau.reviews.models import (
    Condition,
    Decision,
    DecisionKind,
    Dossier,
    Remark,
    Review,
    Seat,
    Section,
    State,
)


def pending_of(project):
    """The review of a project that is neither decided nor cancelled, or None: one query."""
    return Review.objects.filter(subject=project, closed_at__isnull=True).first()


def decisions_of(project, known_at=None):
    """The decisions on a project known at a moment, newest first; "none taken" among them."""
    found = Decision.objects.known(known_at).filter(review__subject=project)
    return found.select_related("review").order_by("-held_on", "-pk")


def decision_before(review, known_at=None):
    """The decision on the project before this review, or None: one query."""
    found = decisions_of(review.subject, known_at).exclude(kind=DecisionKind.NONE)
    return found.exclude(review=review).first()


def decision_of(review, known_at=None):
    """The decision of a review as known at a moment, or None: one query."""
    found = Decision.objects.known(known_at).filter(review=review)
    return found.select_related("dossier", "receiver").first()


def last_committee(project):
    """The day of the last committee that a source of the project knows of, or None: one query."""
    events = Event.objects.known().filter(
        project=project, name=Event.Name.COMMITTEE, happened_on__lte=timezone.localdate()
    )
    return events.aggregate(last=Max("happened_on"))["last"]


def due_of(project):
    """(day, basis) on which the next review of a project is due: two or three queries.

    From its last decision or committee, else its first phase; None where it has none yet.
    """
    last = decisions_of(project).exclude(kind=DecisionKind.NONE).first()
    committee = last_committee(project)
    if last is not None or committee is not None:
        held = max(day for day in (last and last.held_on, committee) if day)
        return next_due(held, last.funded_until if last else None)
    begun = next((fact for fact in chain_of(project) if fact.phase in INCUBATION), None)
    return first_due(begun.valid_from) if begun else None


def sections_of(review, known_at=None):
    """{name: text} of what the team wrote, as known at a moment: one query."""
    known = Section.objects.known(known_at).filter(review=review).order_by("pk")
    return dict(known.values_list("name", "text"))


def known_seats(review, known_at=None):
    """The seats of a committee as known at a moment, the chair first: one query."""
    seats = Seat.objects.known(known_at).filter(review=review)
    return seats.select_related("organization", "user").order_by("role", "pk")


def last_version(review):
    """The number of the last version of the dossier, 0 without one: one query."""
    return Dossier.objects.filter(review=review).aggregate(last=Max("version"))["last"] or 0


def dossiers_of(review, known_at=None):
    """The frozen versions of a dossier, newest first: one query."""
    found = Dossier.objects.filter(review=review)
    if known_at is not None:
        found = found.filter(frozen_at__lt=instant(known_at))
    return found.order_by("-version")


def dossier_of(review, version):
    """One version of the dossier, or None: one query."""
    return Dossier.objects.filter(review=review, version=version).first()


def open_conditions(project, known_at=None):
    """The conditions on a project still open, as known at a moment: one query."""
    found = Condition.objects.filter(project=project).select_related("owner", "decision__review")
    if known_at is None:
        found = found.filter(outcome=Condition.Outcome.OPEN)
    else:
        moment = instant(known_at)
        still = Q(settled_at__isnull=True) | Q(settled_at__gte=moment)
        found = found.filter(still, recorded_at__lt=moment)
    return found.order_by("due_on", "pk")


def conditions_of(review, known_at=None):
    """The conditions that the decision of a review sets, open or not: one query."""
    found = Condition.objects.filter(decision__review=review).select_related("owner")
    if known_at is not None:
        found = found.filter(recorded_at__lt=instant(known_at))
    return found.order_by("due_on", "pk")


def remarks_of(review, known_at=None):
    """The remarks on a review that are shown, in their order: one query."""
    found = Remark.objects.filter(review=review, hidden_at__isnull=True)
    if known_at is not None:
        found = found.filter(recorded_at__lt=instant(known_at))
    return found.order_by("recorded_at", "pk")


def links_today(project, role, day):
    """How many entries a project is tied to in a role on a day: one query."""
    return Link.objects.at(day).filter(source=project, role=role).count()


def to_freeze(today):
    """The uids of the reviews whose dossier freezes by a day: one query."""
    reviews = Review.objects.filter(
        state__in=(State.PLANNED, State.OPEN), planned_on__lte=today + FREEZE_BEFORE
    )
    return list(reviews.order_by("pk").values_list("uid", flat=True))


def silent_since(today):
    """The uids of the reviews that were held two weeks ago without a decision: one query."""
    reviews = Review.objects.filter(state=State.HELD, held_on__lt=today - SILENCE)
    return list(reviews.order_by("pk").values_list("uid", flat=True))


def unreviewed():
    """[(project key, host key)] of the projects in incubation that have no review pending, and
    whose leading host has somebody here to hold one: one query."""
    hosts = Role.objects.filter(name__in=EDITING).values("entry")
    pending = Review.objects.filter(closed_at__isnull=True).values("subject")
    projects = Project.objects.public().filter(state__in=INCUBATION).exclude(pk__in=pending)
    ties = Link.objects.at(timezone.localdate()).filter(
        role=INCUBATED_BY, target__in=hosts, source__in=projects.values("pk")
    )
    rows = ties.order_by("source", "-leads", "pk").values_list("source", "target")
    return list({source: (source, target) for source, target in reversed(list(rows))}.values())
