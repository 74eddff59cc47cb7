from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _


class JobQuerySet(models.QuerySet["Job"]):
    def waiting(self) -> "JobQuerySet":
        return self.filter(state=Job.State.WAITING)

    def failed(self) -> "JobQuerySet":
        return self.filter(state=Job.State.FAILED)

    def claimable(self, moment: datetime) -> "JobQuerySet":
        """Due, or left by a worker whose lease has run out; never beside another of its key."""
        twin = Job.objects.filter(unique_key=OuterRef("unique_key"), state=Job.State.RUNNING)
        return (
            self.filter(state__in=Job.UNFINISHED, due_at__lte=moment)
            .filter(Q(unique_key=None) | Q(state=Job.State.RUNNING) | ~Exists(twin))
            .order_by("-priority", "due_at", "pk")
        )

    def held(self, job: "Job") -> "JobQuerySet":
        """The row of a claimed job, as long as the lease is still the one it was claimed with."""
        return self.filter(pk=job.pk, state=Job.State.RUNNING, lease=job.lease)


class Job(models.Model):
    """One piece of work to do after a commit.

    Arguments hold uids and plain values, never personal data: operators see them.
    `due_at` is when a worker may take it: the asked time while it waits, the end of the lease while
    it runs.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    UNFINISHED = (State.WAITING, State.RUNNING)

    name = models.CharField(_("name"), max_length=80)
    arguments = models.JSONField(_("arguments"), default=dict)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    priority = models.SmallIntegerField(_("priority"), default=0)
    due_at = models.DateTimeField(_("due at"))
    unique_key = models.CharField(_("unique key"), max_length=200, null=True)  # noqa: DJ001
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    max_attempts = models.PositiveIntegerField(_("attempts allowed"), default=1)
    lease = models.UUIDField(_("lease"), null=True)
    last_error = models.TextField(_("last error"), blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = [
            models.UniqueConstraint(
                fields=["unique_key"],
                condition=Q(state="waiting"),
                name="jobs_one_waiting_per_key",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-priority", "due_at", "id"],
                condition=Q(state__in=["waiting", "running"]),
                name="jobs_claimable",
            ),
            models.Index(
                fields=["unique_key"], condition=Q(state="running"), name="jobs_running_key"
            ),
            models.Index(fields=["state", "-finished_at"], name="jobs_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class Periodic(models.Model):
    """A job that repeats. Its schedule is in the code; the row holds when it is due next."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    interval = models.DurationField(_("interval"), null=True)
    daily_at = models.TimeField(_("daily at"), null=True)
    next_run_at = models.DateTimeField(_("next run"), db_index=True)
    last_run_at = models.DateTimeField(_("last run"), null=True)

    class Meta:
        verbose_name = _("periodic job")
        verbose_name_plural = _("periodic jobs")

    def __str__(self) -> str:
        return self.name


class Worker(models.Model):
    """A worker process that says now and then that it is alive."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    started_at = models.DateTimeField(_("started at"))
    seen_at = models.DateTimeField(_("seen at"))

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")

    def __str__(self) -> str:
        return self.name
