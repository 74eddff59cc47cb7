import rules
from django.utils import timezone

from terreau.entries.models import Link
from terreau.entries.rules import edits_one_of, is_administrator, is_editor
from terreau.projects.queries import INCUBATED_BY
from terreau.reviews.models import AWAITING, Decision, DecisionKind, Review, Seat, State

LEADING = (Seat.Role.CHAIR, Seat.Role.RAPPORTEUR)


@rules.predicate
def author_hosts(user, review=None):
    """Whether the incubator that is to hold the review hosts its project today: one query."""
    if review is None or not review.author_id or not review.subject_id:
        return False
    ties = Link.objects.at(timezone.localdate()).filter(role=INCUBATED_BY)
    return ties.filter(source=review.subject_id, target=review.author_id).exists()


@rules.predicate
def is_of_team(user, review=None):
    """Whether the user edits the project or speaks for who leads it: two queries."""
    if review is None or not user.is_authenticated:
        return False
    return edits_one_of(user, [review.subject_id, review.subject.author_id])


@rules.predicate
def is_seated(user, review=None):
    """Whether the user has a seat in the committee: one query."""
    if review is None or not user.is_authenticated:
        return False
    return Seat.objects.known().filter(review=review.pk, user=user).exists()


@rules.predicate
def leads_committee(user, review=None):
    """Whether the user chairs the committee or writes its decision down: one query."""
    if review is None or not user.is_authenticated:
        return False
    seats = Seat.objects.known().filter(review=review.pk, user=user, role__in=LEADING)
    return seats.exists()


@rules.predicate
def is_recused(user, review=None):
    """Whether the user said that they take no part in this decision: one query."""
    if review is None or not user.is_authenticated:
        return False
    return Seat.objects.known().filter(review=review.pk, user=user, recused=True).exists()


@rules.predicate
def dossier_is_there(user, review=None):
    return review is not None and review.state in (State.OPEN, State.FROZEN)


@rules.predicate
def receives(user, review=None):
    """Whether the user speaks for whom the project is to be transferred to: two queries."""
    if review is None or not user.is_authenticated:
        return False
    decisions = Decision.objects.known().filter(review=review.pk)
    return edits_one_of(user, receivers(decisions))


def receivers(decisions):
    """The keys of those who have still to confirm a transfer: one query."""
    waiting = decisions.filter(kind=DecisionKind.TRANSFER, received_at__isnull=True)
    return list(waiting.values_list("receiver", flat=True))


@rules.predicate
def decides_here(user, project=None):
    """Whether the user may decide a review of the project that was held, or receives it."""
    if project is None or not user.is_authenticated:
        return False
    review = Review.objects.filter(subject=project.pk, state__in=AWAITING).first()
    if review is not None and decides(user, review):
        return True
    decisions = Decision.objects.known().filter(review__subject=project.pk)
    return edits_one_of(user, receivers(decisions))


is_authenticated = rules.is_authenticated & rules.is_active
manages = is_administrator | is_editor
contributes = manages | is_of_team
decides = (manages | leads_committee) & ~is_recused

rules.add_perm("reviews.plan", is_administrator | (is_editor & author_hosts))
rules.add_perm("reviews.reschedule", manages)
rules.add_perm("reviews.open_dossier", contributes)
rules.add_perm("reviews.write", contributes)
rules.add_perm("reviews.freeze", manages)
rules.add_perm("reviews.reopen", manages)
rules.add_perm("reviews.hold", manages)
rules.add_perm("reviews.cancel", manages)
rules.add_perm("reviews.rearm", manages)
rules.add_perm("reviews.seat", manages)
rules.add_perm("reviews.unseat", manages)
rules.add_perm("reviews.declare", is_seated)
rules.add_perm("reviews.read_interests", manages | is_seated)
rules.add_perm("reviews.decide", decides)
rules.add_perm("reviews.correct", decides)
rules.add_perm("reviews.apply", is_administrator | decides_here)
rules.add_perm("reviews.settle", manages)
rules.add_perm("reviews.receive", is_administrator | receives)
rules.add_perm("reviews.end", is_administrator)
rules.add_perm("reviews.alarm", is_administrator)
rules.add_perm("reviews.reply", is_administrator | is_of_team)
rules.add_perm("reviews.remark", is_authenticated & dossier_is_there)
rules.add_perm("reviews.answer", contributes)
rules.add_perm("reviews.hide_remark", is_administrator)
rules.add_perm("reviews.manage", manages)
