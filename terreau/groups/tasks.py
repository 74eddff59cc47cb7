"""The calendar of groups: silence is answered, charters are looked at again."""

from datetime import time, timedelta

from django.utils import timezone

from terreau.entries.installation import INSTALLATION
from terreau.groups import notices
from terreau.groups.actions import propose_archive
from terreau.groups.models import Group, State
from terreau.jobs.register import job

SILENCE = timedelta(days=365)


@job("groups.look_after", daily_at=time(6, 20))
def look_after():
    propose()
    remind()


def propose(now=None):
    """Propose to archive each group in which nothing was said for twelve months; how many."""
    silent = Group.objects.filter(
        active_at__lt=(now or timezone.now()) - SILENCE, proposed_at=None, hidden_at=None
    )
    found = list(silent.exclude(state=State.ARCHIVED).order_by("pk"))
    for group in found:
        propose_archive(INSTALLATION, group)
    return len(found)


def remind(today=None):
    """Tell those who facilitate groups whose charter is to be looked at again; how many notices are
    new. Safe to run twice."""
    today = today or timezone.localdate()
    due = Group.objects.filter(review_on__lte=today, review_on__gt=today - timedelta(days=30))
    due = due.exclude(state=State.ARCHIVED).filter(hidden_at=None)
    return sum(
        notices.tell_facilitators("review", group, group.review_on, day=group.review_on.isoformat())
        for group in due.order_by("pk")
    )
