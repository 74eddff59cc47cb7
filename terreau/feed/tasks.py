from datetime import time, timedelta

from django.utils import timezone

from terreau.feed.digests import Rhythm, send_all
from terreau.jobs.register import job

MONDAY = 0


@job("feed.tell_at_once", every=timedelta(minutes=5), in_transaction=False)
def tell_at_once():
    send_all(Rhythm.IMMEDIATE, timezone.now().isoformat(timespec="minutes"))


@job("feed.tell_daily", daily_at=time(6, 30), in_transaction=False)
def tell_daily():
    send_all(Rhythm.DAILY, f"day {timezone.localdate().isoformat()}")


@job("feed.tell_weekly", daily_at=time(6, 0), in_transaction=False)
def tell_weekly():
    """On Mondays; a job that was late is done the same week, once."""
    today = timezone.localdate()
    if today.weekday() == MONDAY:
        send_all(Rhythm.WEEKLY, f"week {today.isoformat()}")
