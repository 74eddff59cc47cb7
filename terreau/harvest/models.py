from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.entries.models import Entry


class Source(models.Model):
    """A public place that entries are harvested from."""

    slug = models.SlugField(max_length=40, unique=True)
    uid = models.UUIDField(unique=True)
    name = models.CharField(max_length=120)
    url = models.URLField()
    licence = models.CharField(max_length=120)
    attribution = models.TextField()

    class Meta:
        verbose_name = _("source")

    def __str__(self):
        return self.name


class Run(models.Model):
    """One harvest of one state of a source. Runs of one known-at date are one run, completed."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="runs")
    known_at = models.DateField()
    started_at = models.DateTimeField(default=timezone.now)
    completed_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    whole = models.JSONField(default=list)  # collections whose absent records are gone
    counts = models.JSONField(default=dict)
    findings = models.JSONField(default=list)

    is_repeated = False  # whether it was complete before it was asked for, and nothing is new

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "known_at"], name="run_once")]

    def __str__(self):
        return f"{self.source_id} {self.known_at}"


class Record(models.Model):
    """What a source calls one thing, and the entry that it became here."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="records")
    collection = models.CharField(max_length=32)
    identifier = models.CharField(max_length=200)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="records")
    url = models.URLField(max_length=500, blank=True)
    vanished_on = models.DateField(null=True)  # the first run that no longer saw it
    adopted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "collection", "identifier"], name="record_once"
            )
        ]

    def __str__(self):
        return f"{self.collection}/{self.identifier}"


class Alias(models.Model):
    """A name that a source gave to a record before: what says it means the present one."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="aliases")
    source = models.ForeignKey(Source, models.CASCADE, related_name="aliases")
    collection = models.CharField(max_length=32)
    identifier = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "collection", "identifier"], name="alias_once"
            )
        ]

    def __str__(self):
        return f"{self.collection}/{self.identifier} → {self.record_id}"


class Version(models.Model):
    """What a record said from one run until another, both included: the evidence of its entry."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="versions")
    first = models.DateField()
    last = models.DateField()
    digest = models.CharField(max_length=64)
    facts = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "first"], name="version_once")]

    def __str__(self):
        return f"{self.record_id} {self.first}–{self.last}"
