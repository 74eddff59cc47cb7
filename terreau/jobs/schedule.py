"""Periodic jobs: rows that say when each is due next, and the turning of due rows into jobs."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from terreau.jobs import queries
from terreau.jobs.actions import enqueue
from terreau.jobs.models import Periodic
from terreau.jobs.register import Registered, Schedule, periodic_jobs


def lay_out() -> None:
    """Make the rows say what the code says. Several workers may start at the same moment."""
    present = queries.schedules()
    now = timezone.now()
    wanted = {job.name: schedule for job, schedule in periodic_jobs()}
    new = [_row(name, wanted[name], now) for name in wanted if name not in present]
    Periodic.objects.bulk_create(new, ignore_conflicts=True)
    for name, row in present.items():
        schedule = wanted.get(name)
        if schedule is None:
            row.delete()
        elif (row.interval, row.daily_at) != (schedule.every, schedule.daily_at):
            changed = _row(name, schedule, now)
            changed.pk, changed.last_run_at = row.pk, row.last_run_at
            changed.save()


def _row(name: str, schedule: Schedule, now: datetime) -> Periodic:
    """A new periodic job runs at once if it has an interval, at its time of day otherwise."""
    return Periodic(
        name=name,
        interval=schedule.every,
        daily_at=schedule.daily_at,
        next_run_at=now if schedule.every else schedule.after(now),
    )


def enqueue_due() -> int:
    """Ask for each periodic job that is due, once, however many schedulers look; how many.

    A job whose last run still waits is not asked for again, and missed runs are not made up for.
    """
    due = {row.name: row for row in queries.due_periodic(timezone.now())}
    jobs = [(job, schedule) for job, schedule in periodic_jobs() if job.name in due]
    return sum(_enqueue_once(job, schedule, due[job.name]) for job, schedule in jobs)


@transaction.atomic
def _enqueue_once(job: Registered, schedule: Schedule, row: Periodic) -> bool:
    now = timezone.now()
    seen = Periodic.objects.filter(pk=row.pk, next_run_at=row.next_run_at)
    if not seen.update(next_run_at=schedule.after(now), last_run_at=now):
        return False
    enqueue(job, unique=f"periodic:{job.name}")
    return True
