import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from terreau.entries.models import Entry
from terreau.prepared.addresses import address


class Attachment(models.Model):
    """A file beside an entry, as whoever sees the entry may have it.

    path: under which the storage keeps it: random, told to nobody; digest: SHA-256 of its bytes,
    in hexadecimal; size: in bytes; width, height: in pixels, of pictures alone. The name that the
    file had where it came from is not kept: such names say who wrote what for whom.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="attachments")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="attachments"
    )
    title = models.CharField(max_length=200)
    alt = models.CharField(max_length=500, blank=True)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=64)
    path = models.CharField(max_length=80, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    hidden_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"file {self.uid}"

    def get_absolute_url(self):
        return address("files:detail", self.uid)

    @property
    def is_picture(self):
        return self.width is not None

    @property
    def is_public(self):
        """Whether anybody may have it; its entry is at hand."""
        return self.hidden_at is None and self.entry.is_public
