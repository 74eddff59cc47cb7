"""What others do with jobs: ask for one, and, as an operator, run it again or forget it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from terreau.jobs.models import Job, Worker
from terreau.jobs.register import Registered

KEPT = timedelta(days=7)


def enqueue(
    job: Registered,
    *,
    run_at: datetime | None = None,
    unique: str | None = None,
    priority: int = 0,
    **arguments: Any,
) -> Job:
    """Ask for `job(**arguments)` to be done once the surrounding transaction has committed.

    If that transaction is undone, so is the request. `arguments` are JSON values. `run_at` (aware)
    defers it; jobs of higher `priority` go first. Among jobs that wait, a `unique` key exists once:
    asking again joins the one that waits, which then runs at the earlier of both times; two jobs of
    one key never run at the same time. One query, two with a key.
    """
    wanted = Job(
        name=job.name,
        arguments=arguments,
        due_at=run_at or timezone.now(),
        unique_key=unique,
        priority=priority,
        max_attempts=job.retries + 1,
    )
    if unique is None:
        wanted.save(force_insert=True)
        return wanted
    return _join_or_add(wanted)


@transaction.atomic
def _join_or_add(wanted: Job) -> Job:
    """The lock on the waiting job keeps workers from starting it before this commit is seen."""
    while True:
        Job.objects.bulk_create([wanted], ignore_conflicts=True)
        waiting = Job.objects.waiting().filter(unique_key=wanted.unique_key)
        found = waiting.select_for_update().first()
        if found is None:  # a worker took it between the two statements
            continue
        if wanted.due_at < found.due_at:
            found.due_at = wanted.due_at
            found.save(update_fields=["due_at"])
        return found


def run_again(user: Any, *, job: int) -> bool:
    """Give a failed job all its attempts again. False if it is not there, or no longer failed."""
    _check(user)
    with transaction.atomic():
        found = Job.objects.failed().select_for_update().filter(pk=job).first()
        if found is None:
            return False
        twin = Job.objects.waiting().filter(unique_key=found.unique_key)
        if found.unique_key and twin.exists():
            found.delete()
            return True
        found.state = Job.State.WAITING
        found.due_at = timezone.now()
        found.attempts = 0
        found.finished_at = None
        found.save()
        return True


def forget(user: Any, *, job: int) -> bool:
    """Drop a failed job for good. False if it is not there, or no longer failed."""
    _check(user)
    dropped, _ = Job.objects.failed().filter(pk=job).delete()
    return bool(dropped)


def forget_finished(*, before: datetime | None = None) -> Mapping[str, int]:
    """Drop the jobs done, and the workers last seen, more than a week ago. Failures stay."""
    before = before or timezone.now() - KEPT
    jobs, _ = Job.objects.filter(state=Job.State.DONE, finished_at__lt=before).delete()
    workers, _ = Worker.objects.filter(seen_at__lt=before).delete()
    return {"jobs": jobs, "workers": workers}


def _check(user: Any) -> None:
    if not user.has_perm("jobs.operate"):
        raise PermissionDenied("jobs.operate")
