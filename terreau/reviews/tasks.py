"""The calendar of reviews: what happens when its day has come, whoever is there.

A periodic job only asks for one job a review; each of these is a transaction of its own.
"""

from datetime import time

from django.utils import timezone

from terreau.jobs.actions import enqueue
from terreau.jobs.register import job
from terreau.reviews import actions, reminders
from terreau.reviews.due import freeze_on
from terreau.reviews.duties import departed, silent_since, to_freeze, unreviewed
from terreau.reviews.models import PREPARING, Review, State


@job("reviews.remind", daily_at=time(6, 30))
def remind():
    reminders.remind()


@job("reviews.look_at_calendar", daily_at=time(0, 20))
def look_at_calendar():
    """Ask for what is due today: dossiers to freeze, silences to say, reviews to plan or to end."""
    today = timezone.localdate()
    for uid in to_freeze(today):
        enqueue(freeze, unique=f"reviews.freeze:{uid}", review=str(uid))
    for uid in silent_since(today):
        enqueue(alarm, unique=f"reviews.alarm:{uid}", review=str(uid))
    for uid in departed():
        enqueue(end, unique=f"reviews.end:{uid}", review=str(uid))
    for project, host in unreviewed():
        enqueue(plan, unique=f"reviews.plan:{project}", project=project, host=host)


@job("reviews.freeze")
def freeze(*, review):
    found = Review.objects.filter(uid=review, state__in=PREPARING).first()
    due = found and found.planned_on and freeze_on(found.planned_on) <= timezone.localdate()
    if due and found.state != State.FROZEN:
        actions.freeze(actions.INSTALLATION, found)


@job("reviews.alarm")
def alarm(*, review):
    found = Review.objects.filter(uid=review, state=State.HELD).first()
    if found is not None:
        actions.alarm(actions.INSTALLATION, found)


@job("reviews.end")
def end(*, review):
    found = Review.objects.filter(uid=review, state__in=PREPARING).first()
    if found is not None:
        actions.end(actions.INSTALLATION, found)


@job("reviews.plan")
def plan(*, project, host):
    actions.plan_first(project, host)
