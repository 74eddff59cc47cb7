from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.entries.known import instant, known
from terreau.entries.models import Entry, EntryManager
from terreau.projects.phases import Phase


class Accessibility(models.TextChoices):
    NONE = "non_compliant", _("not compliant")
    PARTIAL = "partially_compliant", _("partly compliant")
    FULL = "fully_compliant", _("fully compliant")


class Project(Entry):
    """A team's answer to a public problem. Its `state` caches phase(today, now)."""

    KIND = "project"

    problem = models.TextField(_("problem"), blank=True)
    solution = models.TextField(_("solution"), blank=True)
    audience = models.CharField(_("audience"), max_length=300, blank=True)
    born_on = models.DateField(_("born on"), null=True, blank=True)
    website = models.URLField(_("website"), max_length=500, blank=True)
    repository = models.URLField(_("source code"), max_length=500, blank=True)
    statistics_url = models.URLField(_("statistics"), max_length=500, blank=True)
    budget_url = models.URLField(_("budget"), max_length=500, blank=True)
    impact_url = models.URLField(_("impact"), max_length=500, blank=True)
    accessibility = models.CharField(
        _("accessibility"), max_length=24, choices=Accessibility, blank=True
    )

    objects: ClassVar[EntryManager] = EntryManager()

    class Meta:
        verbose_name = _("project")


class KnownQuerySet(models.QuerySet):
    def known(self, known_at=None):
        return self.filter(known(known_at))


class Spell(models.Model):
    """A stretch of time that a project spent in a phase, on both axes of time.

    Spells known at one time never overlap. One of no length (valid_from = valid_to) is evidence
    of a phase that another of the same day overtook.
    """

    class Cause(models.TextChoices):
        DECISION = "decision", _("decision")
        CORRECTION = "correction", _("correction")
        HARVEST = "harvest", _("harvested")

    project = models.ForeignKey(Project, models.CASCADE, related_name="spells")
    phase = models.CharField(_("phase"), max_length=32, choices=Phase)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    undated = models.BooleanField(default=False)
    declared_end = models.DateField(null=True, blank=True)
    word = models.CharField(max_length=80, blank=True)
    cause = models.CharField(max_length=16, choices=Cause, default=Cause.DECISION)
    reason = models.TextField(_("reason"), blank=True)
    confirmed_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    superseded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.UUIDField(null=True)

    objects = KnownQuerySet.as_manager()

    class Meta:
        verbose_name = _("spell")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="spell_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gt=F("recorded_at")),
                name="spell_knowledge_in_order",
            ),
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(superseded_at__isnull=True, valid_to__isnull=True),
                name="spell_open_once",
            ),
            models.UniqueConstraint(
                fields=["project", "sequence"],
                condition=Q(superseded_at__isnull=True),
                name="spell_sequence_once",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "superseded_at", "valid_from"], name="spell_of"),
            models.Index(
                fields=["superseded_at", "valid_from", "valid_to", "phase"], name="spell_at"
            ),
        ]

    def __str__(self):
        return f"{self.project_id} {self.phase} {self.valid_from}–{self.valid_to or ''}"

    def is_known(self, known_at=None):
        """What `known` asks of the database, of this row: whether it was known at a moment."""
        if known_at is None:
            return self.superseded_at is None
        moment = instant(known_at)
        return self.recorded_at < moment and (
            self.superseded_at is None or self.superseded_at >= moment
        )

    @property
    def days_late(self):
        """How many days after it began the spell was recorded; 0 where it was in time."""
        return max(0, (timezone.localdate(self.recorded_at) - self.valid_from).days)


class Listing(models.Model):
    """When the portfolio knew of a project: from its creation until its source lost it, if ever.

    recorded_by, as on all rows of a project: the uid of the person or of the source that said it.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="listings")
    recorded_at = models.DateTimeField(default=timezone.now)
    superseded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.UUIDField(null=True)

    objects = KnownQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project"], condition=Q(superseded_at__isnull=True), name="listing_once"
            )
        ]
        indexes = [models.Index(fields=["recorded_at", "superseded_at"], name="listing_known")]

    def __str__(self):
        return f"{self.project_id} {self.recorded_at}–{self.superseded_at or ''}"


class Event(models.Model):
    """A dated fact of a project's life that is not a phase: a committee, a launch, a funding."""

    class Name(models.TextChoices):
        COMMITTEE = "committee", _("committee")
        PRODUCT_LAUNCH = "product_launch", _("launch of the service")
        NATIONAL_IMPACT = "national_impact", _("national impact recognised")
        FUNDING = "funding", _("funding")
        END = "end", _("end announced")
        OTHER = "other", _("other event")

    project = models.ForeignKey(Project, models.CASCADE, related_name="events")
    name = models.CharField(max_length=32, choices=Name)
    word = models.CharField(max_length=80, blank=True)
    happened_on = models.DateField(null=True)
    amount = models.PositiveBigIntegerField(null=True)
    sequence = models.PositiveIntegerField(default=0)
    commented = models.BooleanField(default=False)  # whether its source says more of it
    recorded_at = models.DateTimeField(default=timezone.now)
    superseded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.UUIDField(null=True)

    objects = KnownQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["project", "superseded_at"], name="event_of")]

    def __str__(self):
        return f"{self.project_id} {self.name} {self.happened_on}"


class Step(models.Model):
    """What one person proposed and another has to confirm: an unusual step.

    With a spell: the correction of what that spell says, which makes an unusual step.
    """

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("waiting for a second person")
        CONFIRMED = "confirmed", _("confirmed")
        DECLINED = "declined", _("declined")

    project = models.ForeignKey(Project, models.CASCADE, related_name="steps")
    spell = models.ForeignKey(Spell, models.CASCADE, null=True, related_name="corrections")
    phase = models.CharField(_("phase"), max_length=32, choices=Phase)
    on = models.DateField(_("date"))
    reason = models.TextField(_("reason"))
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=16, choices=Outcome, default=Outcome.WAITING)
    settled_by = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project"], condition=Q(outcome="waiting"), name="step_waiting_once"
            )
        ]

    def __str__(self):
        return f"{self.project_id} → {self.phase} ({self.outcome})"
