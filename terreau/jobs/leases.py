"""How a worker takes a job, keeps it, and gives it back.

A lease is a random value with an end. Whoever finds the end in the past may take the job over and
gives it a new lease; a worker that was only slow then finds that its lease is no longer the one in
the row, and undoes what it did.
"""

import random
import traceback
from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from terreau.jobs import queries
from terreau.jobs.models import Job
from terreau.jobs.register import HopelessError

LEASE = timedelta(seconds=60)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=1)
ERROR_LENGTH = 1000


class LeaseLostError(Exception):
    """Another worker has taken the job over: what this one did must not take effect."""


def claim(*, lease: timedelta = LEASE) -> Job | None:
    """Take the most urgent job, or None. An idle poll costs one read and no lock."""
    now = timezone.now()
    if not queries.anything_due(now):
        return None
    with transaction.atomic():
        due = Job.objects.claimable(now).select_for_update(skip_locked=True)
        job = due.first()
        if job is None:
            return None
        unchanged = Job.objects.filter(
            pk=job.pk, state=job.state, lease=job.lease, due_at=job.due_at
        )
        job.state, job.lease, job.due_at = Job.State.RUNNING, uuid4(), now + lease
        job.attempts += 1
        taken = unchanged.update(
            state=job.state, lease=job.lease, due_at=job.due_at, attempts=job.attempts
        )
        return job if taken else None


def renew(job: Job, *, lease: timedelta = LEASE) -> bool:
    """Move the end of the lease. False once it is no longer ours."""
    return bool(Job.objects.held(job).update(due_at=timezone.now() + lease))


def finish(job: Job) -> None:
    """Mark it done, inside the transaction of its work. Raises LeaseLostError to undo both."""
    done = Job.objects.held(job).update(
        state=Job.State.DONE, finished_at=timezone.now(), lease=None, last_error=""
    )
    if not done:
        raise LeaseLostError(str(job))


def give_back(job: Job, error: Exception) -> None:
    """After a failure: wait longer each time, then fail. Nothing happens if the lease is lost."""
    hopeless = isinstance(error, HopelessError) or job.attempts >= job.max_attempts
    with transaction.atomic():
        held = Job.objects.held(job).select_for_update()
        if not held.exists():
            return
        if not hopeless and queries.is_awaited_twice(job):
            held.delete()  # the job that waits under the same key does this one's work
        elif hopeless:
            _fail(job, describe(error))
        else:
            Job.objects.held(job).update(
                state=Job.State.WAITING,
                due_at=timezone.now() + pause(job.attempts),
                lease=None,
                last_error=describe(error),
            )


def exhaust(job: Job) -> None:
    """Fail a job just claimed whose workers died more often than it may be tried."""
    _fail(job, "Its workers ended without a word, the last of the attempts allowed included.")


def _fail(job: Job, reason: str) -> None:
    Job.objects.held(job).update(
        state=Job.State.FAILED, finished_at=timezone.now(), lease=None, last_error=reason
    )


def pause(attempts: int) -> timedelta:
    """5 s doubled at each attempt up to an hour, times a random factor of 0.5 to 1.5."""
    doubled = FIRST_PAUSE * 2 ** min(attempts - 1, 20)
    return min(doubled, LONGEST_PAUSE) * random.uniform(0.5, 1.5)  # noqa: S311


def describe(error: Exception) -> str:
    """The kind of error and where it was raised; never its text, which may quote someone's data.

    The text of HopelessError is written for operators and kept.
    """
    if isinstance(error, HopelessError):
        return str(error)[:ERROR_LENGTH]
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    places = [f"{frame.name}, line {frame.lineno}" for frame in frames]
    return " · ".join([kind, *places])[:ERROR_LENGTH]
