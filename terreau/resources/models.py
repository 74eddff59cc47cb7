import uuid
from typing import ClassVar

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from terreau.entries.models import Entry, EntryManager
from terreau.resources import licences

DUPLICATES = "duplicates"  # the role of the link from a resource to the one that it repeats
LONGEST_BODY = 50_000
LONGEST_REASON = 2_000
LONGEST_TEXT = 5_000  # of feedback and of its answer
LANGUAGES = ("fr", "en", "de", "es", "it", "pt", "nl", "br", "ca", "eu")
SCHEMES = ("https", "http")


class Sort(models.TextChoices):
    GUIDE = "guide", pgettext_lazy("resource", "guide")
    METHOD = "method", pgettext_lazy("resource", "method")
    TEMPLATE = "template", pgettext_lazy("resource", "template")
    TRAINING = "training", pgettext_lazy("resource", "training module")
    TOOLKIT = "toolkit", pgettext_lazy("resource", "toolkit")
    EXPERIENCE = "experience", pgettext_lazy("resource", "account of an experience")
    STUDY = "study", pgettext_lazy("resource", "study")
    OTHER = "other", pgettext_lazy("resource", "other")


class State(models.TextChoices):
    CURRENT = "current", pgettext_lazy("resource", "current")
    REPORTED = "reported", pgettext_lazy("resource", "reported")
    OUTDATED = "outdated", pgettext_lazy("resource", "outdated")
    DUPLICATE = "duplicate", pgettext_lazy("resource", "duplicate")


class Rating(models.IntegerChoices):
    USELESS = 1, pgettext_lazy("resource", "of no use")
    LITTLE = 2, pgettext_lazy("resource", "of little use")
    USEFUL = 3, pgettext_lazy("resource", "useful")
    ESSENTIAL = 4, pgettext_lazy("resource", "very useful")


class Resource(Entry):
    """What somebody made so that others need not begin anew: elsewhere, here, or both.

    address: where it is; body: its text, in Markdown. audience: whom it is for. identifier: what it
    is called in the library that it was imported from. reason: why it is outdated, a duplicate or
    reported. ratings_N: how many people whose feedback is shown rate it N.
    """

    KIND = "resource"

    sort = models.CharField(_("type"), max_length=16, choices=Sort)
    address = models.CharField(
        _("where it is"), max_length=500, blank=True, validators=[URLValidator(SCHEMES)]
    )
    body = models.TextField(_("text"), max_length=LONGEST_BODY, blank=True)
    licence = models.CharField(_("licence"), max_length=40, blank=True, choices=licences.CHOICES)
    audience = models.CharField(_("whom it is for"), max_length=300, blank=True)
    identifier = models.CharField(_("identifier elsewhere"), max_length=120, blank=True)
    reason = models.TextField(max_length=LONGEST_REASON, blank=True, editable=False)
    ratings_1 = models.PositiveIntegerField(default=0, editable=False)
    ratings_2 = models.PositiveIntegerField(default=0, editable=False)
    ratings_3 = models.PositiveIntegerField(default=0, editable=False)
    ratings_4 = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[EntryManager] = EntryManager()

    class Meta:
        verbose_name = _("resource")
        constraints = [
            models.CheckConstraint(
                condition=~Q(address="") | ~Q(body=""), name="resource_is_somewhere"
            )
        ]
        indexes = [
            models.Index(fields=["address"], condition=~Q(address=""), name="resource_address"),
            models.Index(
                fields=["identifier"], condition=~Q(identifier=""), name="resource_identifier"
            ),
        ]  # fmt: skip

    @property
    def ratings(self):
        """How many people give each rating, from 1 to 4."""
        return [getattr(self, f"ratings_{each}") for each in Rating.values]


class Feedback(models.Model):
    """What one person says of a resource: once each, to be changed, or withdrawn and given anew.

    is_signed: whether they had a public profile when they said it. Withdrawn, nothing is left of it
    but that it was there; erased with its person, the rating stays. reply: what who publishes the
    resource answered, once.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    resource = models.ForeignKey(Resource, models.CASCADE, related_name="feedback")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="feedback"
    )
    is_signed = models.BooleanField(default=False)
    rating = models.PositiveSmallIntegerField(_("rating"), choices=Rating, null=True)
    text = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "user"], condition=Q(withdrawn_at__isnull=True),
                name="feedback_once",
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True, withdrawn_at__isnull=False)
                | Q(rating__in=Rating.values, withdrawn_at__isnull=True),
                name="feedback_rates_or_is_withdrawn",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["resource", "-id"], name="feedback_of")]

    def __str__(self):
        return f"feedback {self.uid}"

    @property
    def is_said(self):
        """Whether it is there to be read by everybody."""
        return self.hidden_at is None and self.withdrawn_at is None
