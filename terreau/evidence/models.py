import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.entries.known import instant
from terreau.evidence.decimals import DIGITS, MONEY_PLACES, PLACES
from terreau.evidence.vocabulary import (
    Dimension,
    Direction,
    Level,
    Period,
    Schedule,
    StandsFor,
    Way,
)
from terreau.organizations.models import Organization
from terreau.projects.models import KnownQuerySet, Project


def shown(organization):
    """The name of an organization, as far as everybody may know it."""
    if organization.is_public:
        return organization.title
    return gettext("an organization that is no longer shown")


class Recorded(models.Model):
    """A row that corrections supersede: from when to when it was what is known, and who said it.

    `because` says why it no longer holds; it may be erased without the record losing its thread.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    superseded_at = models.DateTimeField(null=True, editable=False)
    recorded_by = models.UUIDField(null=True, editable=False)
    because = models.TextField(blank=True, editable=False)

    objects = KnownQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_known(self, known_at=None):
        """What `known` asks of the database, of this row."""
        if known_at is None:
            return self.superseded_at is None
        moment = instant(known_at)
        return self.recorded_at < moment and (
            self.superseded_at is None or self.superseded_at >= moment
        )

    def is_superseded(self, known_at=None):
        """Whether it was known before a moment and no longer at it."""
        if known_at is None or self.superseded_at is None:
            return self.superseded_at is not None
        return self.superseded_at < instant(known_at)


def in_order(name):
    """Nothing is superseded before it was recorded."""
    return models.CheckConstraint(
        condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("recorded_at")),
        name=f"{name}_knowledge_in_order",
    )


def lasting(name):
    return models.CheckConstraint(
        condition=Q(period_to__gt=F("period_from")), name=f"{name}_period_lasts"
    )


class IndicatorQuerySet(models.QuerySet):
    def known(self, known_at=None):
        """Those that there were at a moment, retired ones included."""
        return self if known_at is None else self.filter(recorded_at__lt=instant(known_at))


class Indicator(models.Model):
    """Something that a project measures. What it means exactly is said by its `MethodVersion`s."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="indicators")
    name = models.CharField(_("name"), max_length=120)
    dimension = models.CharField(_("dimension"), max_length=16, choices=Dimension)
    stands_for = models.CharField(_("counts"), max_length=16, choices=StandsFor, blank=True)
    source_url = models.URLField(_("where it is published"), max_length=500, blank=True)
    measurer = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="measured",
        verbose_name=_("measured by"),
    )  # fmt: skip
    measured_by = models.CharField(_("measured by, in words"), max_length=120, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.UUIDField(null=True, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)
    because = models.TextField(blank=True, editable=False)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "name"],
                condition=Q(retired_at__isnull=True),
                name="indicator_name_once",
            )
        ]

    def __str__(self):
        return self.name

    def is_retired(self, known_at=None):
        if known_at is None:
            return self.retired_at is not None
        return self.retired_at is not None and self.retired_at < instant(known_at)

    @property
    def by(self):
        """Who measures it, in words; "" where nobody says."""
        if self.measurer and self.measurer.is_public:
            return self.measurer.title
        return self.measured_by


class MethodVersion(Recorded):
    """What an indicator means, from a day on.

    `number` is the same for rows that only say the same in other words: values under one number
    can be compared. `valid_from` is empty for the first one.
    """

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="methods")
    number = models.PositiveSmallIntegerField(default=1)
    valid_from = models.DateField(_("valid from"), null=True)
    definition = models.TextField(_("definition"))
    unit = models.CharField(_("unit"), max_length=40)
    numerator = models.CharField(_("numerator"), max_length=200, blank=True)
    denominator = models.CharField(_("denominator"), max_length=200, blank=True)
    period = models.CharField(_("period"), max_length=16, choices=Period, default=Period.MONTH)
    direction = models.CharField(
        _("direction"), max_length=8, choices=Direction, default=Direction.UP
    )

    class Meta:
        verbose_name = _("definition")
        constraints = [
            in_order("method"),
            models.UniqueConstraint(
                fields=["indicator", "number"],
                condition=Q(superseded_at__isnull=True),
                name="method_number_once",
            ),
        ]

    def __str__(self):
        return f"{self.indicator_id} method {self.number}"


class Measurement(Recorded):
    """One value of an indicator over a stretch of days, half open."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="measurements")
    value = models.DecimalField(_("value"), max_digits=DIGITS, decimal_places=PLACES)
    period_from = models.DateField(_("first day"))
    period_to = models.DateField(_("day after the last"))
    level = models.CharField(_("level"), max_length=16, choices=Level, default=Level.DECLARED)
    checker = models.ForeignKey(
        Organization, models.PROTECT, null=True, related_name="checked_measurements"
    )
    way = models.CharField(max_length=16, choices=Way, default=Way.HAND)
    source = models.CharField(_("source"), max_length=500, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("measurement")
        constraints = [
            in_order("measurement"),
            lasting("measurement"),
            models.UniqueConstraint(
                fields=["indicator", "period_from", "period_to"],
                condition=Q(superseded_at__isnull=True),
                name="measurement_once",
            ),
        ]
        indexes = [
            models.Index(fields=["indicator", "superseded_at", "period_to"], name="measurement_of")
        ]

    def __str__(self):
        return f"{self.indicator_id} {self.period_from}–{self.period_to}: {self.value}"


class Target(Recorded):
    """A value to be reached by a day. One that a review froze is never edited.

    `method` is the number of the definition that it was set for.
    """

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="targets")
    value = models.DecimalField(_("value"), max_digits=DIGITS, decimal_places=PLACES)
    due_on = models.DateField(_("by"))
    set_on = models.DateField(default=timezone.localdate)
    method = models.PositiveSmallIntegerField(default=1)
    frozen_at = models.DateTimeField(null=True)
    review = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("target")
        constraints = [
            in_order("target"),
            models.UniqueConstraint(
                fields=["indicator", "due_on"],
                condition=Q(superseded_at__isnull=True),
                name="target_once",
            ),
        ]
        indexes = [models.Index(fields=["indicator", "superseded_at"], name="target_of")]

    def __str__(self):
        return f"{self.indicator_id} {self.value} by {self.due_on}"


class Cost(Recorded):
    """What a project cost over a stretch of days, and what that figure covers."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="costs")
    amount = models.DecimalField(_("amount"), max_digits=DIGITS, decimal_places=MONEY_PLACES)
    currency = models.CharField(max_length=3, default="EUR")
    period_from = models.DateField(_("first day"))
    period_to = models.DateField(_("day after the last"))
    covers = models.JSONField(_("what it covers"), default=list)
    says = models.CharField(_("what it covers, in words"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("cost")
        constraints = [
            in_order("cost"),
            lasting("cost"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="cost_not_negative"),
        ]
        indexes = [models.Index(fields=["project", "superseded_at"], name="cost_of")]

    def __str__(self):
        return f"{self.project_id} {self.period_from}–{self.period_to}: {self.amount}"


class Attestation(Recorded):
    """A title that an organization says it gave to a project; nobody else can say so."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="attestations")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="attestations")
    title = models.CharField(_("title"), max_length=120)
    attested_on = models.DateField(_("given on"))
    source = models.URLField(_("where it is published"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("title")
        constraints = [
            in_order("attestation"),
            models.UniqueConstraint(
                fields=["project", "organization", "title"],
                condition=Q(superseded_at__isnull=True),
                name="attestation_once",
            ),
        ]

    def __str__(self):
        return f"{self.project_id} {self.title}"


class Feed(models.Model):
    """A public statistics address that an indicator is read from, and how the last reading went.

    `failure` holds why the last reading failed, as a code and its parameters, so that pages say it
    in their language; the values that were read before stay.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    indicator = models.OneToOneField(Indicator, models.CASCADE, related_name="feed")
    url = models.URLField(_("address of the statistics"), max_length=1000)
    value_path = models.CharField(_("where the value is"), max_length=300)
    period_path = models.CharField(_("where its period is"), max_length=300, blank=True)
    schedule = models.CharField(_("read"), max_length=8, choices=Schedule, default=Schedule.DAILY)
    next_at = models.DateTimeField(default=timezone.now)
    tried_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    failure = models.JSONField(null=True)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name = _("statistics address")
        indexes = [models.Index(fields=["next_at"], name="feed_due")]

    def __str__(self):
        return f"{self.indicator_id} ← {self.url}"


class Token(models.Model):
    """A secret by which a program records measurements of one project, with its maker's rights.

    Only a digest of the secret is kept. The name is private, as is who made it.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="tokens")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="measurement_tokens"
    )
    name = models.CharField(_("name"), max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("token")

    def __str__(self):
        return str(self.uid)
