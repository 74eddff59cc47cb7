"""Whose turn it is: what the calendar, an incubator, a team or a member has to do next."""

from django.db.models import Q
from django.utils import timezone

from terreau.entries.models import Link, Role
from terreau.entries.rules import EDITING, edits_one_of
from terreau.projects.models import Project
from terreau.projects.phases import INCUBATION, SUSPENDED
from terreau.projects.queries import HOSTING, INCUBATED_BY
from terreau.reviews.due import FREEZE_BEFORE, SILENCE
from terreau.reviews.models import PREPARING, Review, Seat, State

MOST = 50  # reviews that wait, that a page shows


def to_freeze(today):
    """The uids of the reviews whose dossier freezes by a day: one query."""
    reviews = Review.objects.filter(
        state__in=(State.PLANNED, State.OPEN), planned_on__lte=today + FREEZE_BEFORE
    )
    return list(reviews.order_by("pk").values_list("uid", flat=True))


def departed():
    """The uids of the reviews that are prepared for a project which left incubation: one query."""
    reviews = Review.objects.filter(state__in=PREPARING, closed_at__isnull=True)
    gone = reviews.exclude(subject__state__in=(*INCUBATION, *SUSPENDED))
    return list(gone.order_by("pk").values_list("uid", flat=True))


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


def waiting_for(user):
    """[(review, the roles in which it may wait for the user)] of those pending: three queries.

    roles: among "manage", "team" and "seat"; a decided review waits for the reply of its team.
    """
    mine = set(
        Role.objects.filter(user=user, name__in=EDITING).values_list("entry", flat=True)
    )  # fmt: skip
    seats = Seat.objects.known().filter(user=user).values_list("review", "declared")
    undeclared = {review for review, declared in seats if not declared}
    today = timezone.localdate()
    open_ones = Q(closed_at__isnull=True) | Q(reply_due_on__gte=today)
    near = Q(author__in=mine) | Q(subject__in=mine) | Q(subject__author__in=mine)
    found = Review.objects.visible_to(user).filter(open_ones, near | Q(pk__in=undeclared))
    found = found.exclude(state=State.CANCELLED).select_related("subject")
    return [
        (review, roles_in(review, mine, undeclared))
        for review in found.order_by("due_on", "pk")[:MOST]
    ]


def roles_in(review, mine, undeclared):
    roles = {"manage"} if review.author_id in mine else set()
    if mine & {review.subject_id, review.subject.author_id}:
        roles.add("team")
    return roles | ({"seat"} if review.pk in undeclared else set())


def owners_of(review):
    """The keys of those who may owe a condition: project, incubator, who carries it: one query."""
    ties = Link.objects.at(timezone.localdate()).filter(source=review.subject_id, role__in=HOSTING)
    tied = list(ties.values_list("target", flat=True))
    return [key for key in (review.subject_id, review.author_id, *tied) if key]


def host_for(user, project):
    """Who would hold the review of a project that a user plans: an incubator that they speak for,
    the leading one first; of an administrator, the leading one. One or two queries."""
    ties = Link.objects.at(timezone.localdate()).filter(source=project, role=INCUBATED_BY)
    hosts = [tie.target for tie in ties.select_related("target").order_by("-leads", "pk")]
    if user.is_staff:
        return hosts[0] if hosts else None
    return next((host for host in hosts if edits_one_of(user, [host.pk])), None)
