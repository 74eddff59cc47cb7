"""The calendar of needs: how it went is asked after 30 and 90 days, once each."""

from datetime import time, timedelta

from django.utils import timezone

from terreau.jobs.register import job
from terreau.needs import notices, skills
from terreau.needs.models import HELPED, Need

ASKED_AFTER = (90, 30)  # days since help was agreed on, the longest first


@job("needs.ask_for_outcomes", daily_at=time(6, 40))
def ask_for_outcomes():
    ask()


def ask(today=None):
    """Ask those who needed help how it went; how many notices are new. Safe to run twice.

    A day that was missed is made up for; of both questions the later is asked alone.
    """
    today = today or timezone.localdate()
    due = today - timedelta(days=min(ASKED_AFTER))
    told = 0
    helped = Need.objects.filter(state__in=HELPED, matched_on__lte=due, hidden_at__isnull=True)
    for need in helped.order_by("pk").iterator(chunk_size=500):
        days = next(n for n in ASKED_AFTER if (today - need.matched_on).days >= n)
        told += notices.tell_author(need, "needs.outcome", about=days, days=days)
    return told


@job("needs.reread_profiles", daily_at=time(3, 20))
def reread_profiles():
    """What opened without an action, as when a first contribution was accepted, is found too."""
    skills.rebuild()
