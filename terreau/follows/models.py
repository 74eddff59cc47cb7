from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from terreau.entries.models import Entry, Topic
from terreau.territories.models import Territory


class Level(models.TextChoices):
    """How much of what happens somebody wants to be told; nothing: not even what a watch finds."""

    EVERYTHING = "everything", _("everything")
    DECISIONS = "decisions", _("decisions only")
    NOTHING = "nothing", pgettext_lazy("told of", "nothing")


class Follow(models.Model):
    """That somebody follows an entry: private, told to nobody else.

    is_automatic: made by what they did, not by a press of the button.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows", db_index=False
    )
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="follows", db_index=False)
    level = models.CharField(max_length=10, choices=Level, default=Level.EVERYTHING)
    is_automatic = models.BooleanField(default=False)
    since = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "entry"], name="follow_once")]
        indexes = [
            models.Index(fields=["entry", "level", "user"], name="follow_of_entry"),
            models.Index(fields=["user", "-id"], name="follow_newest"),
        ]

    def __str__(self):
        return f"{self.level} of {self.entry_id}"


class Watch(models.Model):
    """That somebody follows whatever a filter finds: a kind, a place with all inside it, a theme.

    Private, as a follow is. What several of the three say must all be true.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="watches")
    kind = models.CharField(max_length=32, blank=True)
    territory = models.ForeignKey(
        Territory, models.CASCADE, null=True, blank=True, related_name="watches"
    )
    topic = models.ForeignKey(Topic, models.CASCADE, null=True, blank=True, related_name="watches")
    level = models.CharField(max_length=10, choices=Level, default=Level.EVERYTHING)
    since = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "watches"
        constraints = [
            models.UniqueConstraint(
                "user", "kind", Coalesce("territory", Value(0)), Coalesce("topic", Value(0)),
                name="watch_once",
            ),
            models.CheckConstraint(
                condition=~Q(kind="") | Q(territory__isnull=False) | Q(topic__isnull=False),
                name="watch_of_something",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.kind} {self.territory_id} {self.topic_id}"
