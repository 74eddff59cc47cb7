from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone

from terreau.jobs.models import Job, Periodic, Worker

ALIVE = timedelta(seconds=90)
SHOWN = 50


@dataclass(frozen=True)
class Overview:
    """What operators see. `counts` has every state; `failures` the latest 50."""

    counts: dict[str, int]
    failures: list[Job]
    overdue: datetime | None
    periodic: list[Periodic]
    workers: list[Worker]


def overview() -> Overview:
    """The operators' page: five queries, whatever the number of jobs."""
    now = timezone.now()
    counted = dict(Job.objects.order_by().values_list("state").annotate(n=Count("pk")))
    waiting = Job.objects.waiting().filter(due_at__lte=now).order_by("due_at")
    return Overview(
        counts={state: counted.get(state, 0) for state in Job.State.values},
        failures=list(Job.objects.failed().order_by("-finished_at", "-pk")[:SHOWN]),
        overdue=waiting.values_list("due_at", flat=True).first(),
        periodic=list(Periodic.objects.order_by("next_run_at", "name")),
        workers=list(Worker.objects.filter(seen_at__gte=now - ALIVE).order_by("started_at", "pk")),
    )


def anything_due(moment: datetime) -> bool:
    """Whether a worker has something to take: one query that reads an index."""
    return Job.objects.claimable(moment).exists()


def unfinished() -> int:
    """How many jobs wait or run, those of later days included: one query."""
    return Job.objects.filter(state__in=Job.UNFINISHED).count()


def is_awaited_twice(job: Job) -> bool:
    """Whether another job of the same key waits: one query, none without a key."""
    if job.unique_key is None:
        return False
    return Job.objects.waiting().filter(unique_key=job.unique_key).exists()


def due_periodic(moment: datetime) -> list[Periodic]:
    """Periodic rows whose time has come: one query."""
    return list(Periodic.objects.filter(next_run_at__lte=moment).order_by("next_run_at", "pk"))


def schedules() -> dict[str, Any]:
    """Periodic rows by name: one query."""
    return {row.name: row for row in Periodic.objects.order_by("pk")}
