"""What the pages of projects and incubators show of reviews."""

from django.db.models import Q

from terreau.entries.known import instant
from terreau.entries.models import visible
from terreau.entries.queries import authored
from terreau.prepared import prepared
from terreau.projects.models import Event
from terreau.reviews.models import AWAITING, Decision, Review
from terreau.reviews.queries import known_passages, late_answers, pending_of

MOST = 50  # decisions, or late answers, that a page shows


def pending_at(host):
    """The public reviews that an incubator has still to hold, by due date: one query."""
    return _pending_at(host.pk)


@prepared
def _pending_at(pk):
    pending = Review.objects.public().filter(pk__in=authored(pk), closed_at__isnull=True)
    return pending.order_by("due_on", "pk")[:1000]


def unanswered_at(host, today):
    """The remarks on public reviews of an incubator whose answer is late, the latest first: one
    query."""
    return _unanswered_at(host.pk, today)


@prepared
def _unanswered_at(pk, today):
    found = late_answers(today).filter(visible(None, "review__"), review_id__in=authored(pk))
    return found.select_related("review").order_by("answer_due_on", "pk")[:MOST]


def reviews_of(user, project, known_at=None):
    """{pending, awaits, decisions, committees} of a project, as known at a moment (None: now):
    three queries, four as known then where a review was pending.

    awaits: whether the pending review was held; committees: the days that sources tell of, without
    those on which a decision is known here.
    """
    decisions = _decisions(project.pk, user=user, known_at=known_at)
    known_here = {each.held_on for each in decisions}
    pending = pending_of(project) if known_at is None else pending_then(project, known_at)
    days = _committees(project.pk, known_at=known_at)
    return {
        "pending": pending,
        "awaits": pending is not None and state_then(pending, known_at) in AWAITING,
        "decisions": decisions,
        "committees": [day for day in days if day not in known_here],
    }


def pending_then(project, known_at):
    """The review of a project that was pending at a moment, or None: one query."""
    moment = instant(known_at)
    still = Q(closed_at__isnull=True) | Q(closed_at__gte=moment)
    found = Review.objects.filter(still, subject=project.pk, created_at__lt=moment)
    return found.order_by("-pk").first()


def state_then(review, known_at=None):
    """The state of a review as known at a moment, "" before there was one: one query, none now."""
    if known_at is None:
        return review.state
    passages = known_passages(review, known_at)
    return passages[-1].state if passages else ""


@prepared
def _decisions(pk, *, user, known_at):
    found = Decision.objects.known(known_at).filter(visible(user, "review__"), review__subject=pk)
    return found.select_related("review").order_by("-held_on", "-pk")[:MOST]


@prepared
def _committees(pk, *, known_at):
    """The days on which sources of a project tell of a committee."""
    events = Event.objects.known(known_at).filter(project=pk, name=Event.Name.COMMITTEE)
    events = events.filter(happened_on__isnull=False).order_by("happened_on")
    return events.values_list("happened_on", flat=True)


def decided_at(host, most):
    """The newest public decisions of an incubator: one query."""
    return _decided_at(host.pk, most=most)


@prepared
def _decided_at(pk, *, most):
    found = Decision.objects.known().filter(visible(None, "review__"), review_id__in=authored(pk))
    return found.select_related("review").order_by("-held_on", "-pk")[:most]
