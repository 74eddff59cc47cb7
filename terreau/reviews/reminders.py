"""Reminders: read from the dates each day, told once; a day that was missed is not made up for."""

from collections import Counter
from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from terreau.entries.models import Entry
from terreau.notifications.actions import notify
from terreau.projects.models import Spell
from terreau.projects.phases import INCUBATION, SUSPENDED
from terreau.reviews.due import CHECKED_WITHIN, CHECKS, check_due, months_after, reminder
from terreau.reviews.models import (
    AWAITING,
    PREPARING,
    Condition,
    Decision,
    DecisionKind,
    Review,
    State,
)
from terreau.reviews.notices import editors_of, everybody, key_of, team_keys
from terreau.reviews.queries import late_answers, unconfirmed

BEFORE_REPLY = timedelta(days=4)
BEFORE_CONDITION = timedelta(days=14)


def remind(today=None):
    """Tell all that today calls for; how many notices are new. The caller holds the transaction."""
    today = today or timezone.localdate()
    told = remind_due(today) + remind_late(today) + remind_replies(today)
    return told + remind_owed(today) + remind_checks(today)


def preparing():
    return Review.objects.filter(closed_at__isnull=True, state__in=PREPARING).select_related(
        "subject"
    )


def keys_of(reviews):
    return [key for review in reviews for key in (review.author_id, *team_keys(review))]


def remind_due(today):
    """Reviews due in 45, 30 and 7 days, and overdue; not while their project rests or has left.

    Those that were overdue when they were planned are told of together: see `remind_late`.
    """
    awake = [each for each in preparing() if each.subject.state in INCUBATION]
    reviews = [each for each in awake if not is_born_late(each)]
    editors, rounds, told = editors_of(keys_of(reviews)), rounds_of(reviews, today), 0
    for review in reviews:
        which = reminder(review.due_on, today)
        if not which:
            continue
        told += notify(
            everybody(review, editors),
            review,
            key=key_of(review, "reviews.due", f"{which}:{rounds[review.pk]}"),
            text="reviews.overdue" if which == "overdue" else "reviews.due",
            due_on=review.due_on.isoformat(),
        )
    return told


def is_born_late(review):
    return review.due_on < timezone.localdate(review.created_at)


def remind_late(today):
    """How many reviews an incubator had to plan when they were overdue already: once a month."""
    late = Counter(each.author_id for each in preparing() if is_born_late(each))
    hosts = Entry.objects.filter(pk__in=[key for key in late if key]).order_by("pk")
    editors, told = editors_of(late), 0
    for host in hosts:
        key = f"reviews.late:{host.uid}:{today:%Y-%m}"
        told += notify(
            editors[host.pk], host, key=key, text="reviews.late", count=late[host.pk]
        )  # fmt: skip
    return told


def rounds_of(reviews, today):
    """{review key: how often its reminders were set again}: by hand, or by the end of a pause that
    lay after the review was planned. One query."""
    pauses = Spell.objects.known().filter(
        project__in=[review.subject_id for review in reviews],
        phase__in=SUSPENDED,
        valid_to__lte=today,
        valid_to__gt=F("valid_from"),
    )
    ended = Counter()
    planned = {review.subject_id: timezone.localdate(review.created_at) for review in reviews}
    for project, until in pauses.order_by("pk").values_list("project", "valid_to"):
        ended[project] += until > planned[project]
    return {review.pk: review.rearmed + ended[review.subject_id] for review in reviews}


def remind_replies(today):
    """The last days in which the team may reply, and the silence after a committee."""
    told = 0
    open_ones = Review.objects.filter(
        state=State.DECIDED, reply_due_on__gte=today, reply_due_on__lte=today + BEFORE_REPLY
    ).exclude(replies__superseded_at__isnull=True, replies__isnull=False)
    silent = Review.objects.filter(state=State.HELD_WITHOUT_DECISION)
    found = [*open_ones.select_related("subject"), *silent.select_related("subject")]
    editors = editors_of(keys_of(found))
    for review in found:
        awaits = review.state in AWAITING
        keys = [review.author_id] if awaits else team_keys(review)
        users = [user for key in keys for user in editors.get(key, ())]
        what = "reviews.silent" if awaits else "reviews.reply_due"
        day = review.held_on if awaits else review.reply_due_on
        named = {"held_on" if awaits else "due_on": day.isoformat()}
        told += notify(users, review, key=key_of(review, what), text=what, **named)
    return told


def remind_owed(today):
    """Conditions soon due or late, remarks whose answer is late, and transfers whose confirmation
    is."""
    conditions = Condition.objects.filter(
        outcome=Condition.Outcome.OPEN, due_on__lte=today + BEFORE_CONDITION
    ).select_related("decision__review__subject")
    remarks = late_answers(today).select_related("review__subject")
    owed = [
        (each.decision.review, [each.owner_id, each.decision.review.author_id], "condition", each,
         each.due_on)
        for each in conditions.order_by("pk")
    ] + [
        (each.review, [each.review.author_id, *team_keys(each.review)], "remark", each,
         each.answer_due_on)
        for each in remarks.order_by("pk")
    ] + [
        (each.review, [each.receiver_id, each.review.author_id, *team_keys(each.review)], "receive",
         each.review, each.receive_by)
        for each in unconfirmed().filter(receive_by__lt=today)
    ]  # fmt: skip
    editors, told = editors_of(key for _, keys, *_ in owed for key in keys), 0
    for review, keys, name, each, due_on in owed:
        what = f"reviews.{name}_{'late' if due_on < today else 'due'}"
        users = [user for key in keys if key for user in editors[key]]
        key = key_of(review, what, each.pk)
        told += notify(users, review, key=key, text=what, due_on=due_on.isoformat())
    return told


def remind_checks(today):
    """Projects that left with a future 6, 12 and 24 months ago: whether they still serve."""
    first = months_after(today, -max(CHECKS)) - CHECKED_WITHIN
    left = Decision.objects.known().filter(
        Q(kind=DecisionKind.OPERATE) | Q(received_at__isnull=False), held_on__lte=today
    )
    left = left.filter(Q(held_on__gte=first) | Q(received_at__date__gte=first))
    found = []
    for each in left.select_related("review__subject").order_by("pk"):
        since = timezone.localdate(each.received_at) if each.received_at else each.held_on
        months = check_due(since, today)
        if months:
            found.append((each, months))
    editors, told = editors_of(key for each, _ in found for key in heirs_of(each)), 0
    for each, months in found:
        users = [user for key in heirs_of(each) if key for user in editors[key]]
        key = key_of(each.review, "reviews.check", months)
        told += notify(users, each.review, key=key, text="reviews.check", months=months)
    return told


def heirs_of(decision):
    """Who looks after a project that left: who received it, its team, the incubator it had."""
    return [decision.receiver_id, decision.review.author_id, *team_keys(decision.review)]
