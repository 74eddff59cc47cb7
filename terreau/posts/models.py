import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from terreau.entries.models import Entry, EntryManager
from terreau.groups.models import Group

MOST = 20_000  # letters of a post


class State(models.TextChoices):
    PUBLISHED = "published", pgettext_lazy("post", "published")
    WITHDRAWN = "withdrawn", pgettext_lazy("post", "withdrawn")


class Post(Entry):
    """What a person or an organization says in the open, or in a group, which is its context.

    In a closed group it is shared with its members and never published. user: who wrote it, which
    only they are told; `summary` is the beginning of `text`, which is Markdown.
    """

    KIND = "post"

    text = models.TextField(_("text"), max_length=MOST, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="posts", editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[EntryManager] = EntryManager()

    class Meta:
        verbose_name = _("post")


class Version(models.Model):
    """What a post said before it was changed."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="post_version_once")]

    def __str__(self):
        return f"{self.post_id} v{self.number}"


class Draft(models.Model):
    """What somebody has not published yet, seen by nobody else; uid: given by the page."""

    uid = models.UUIDField(default=uuid.uuid4)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="post_drafts")
    group = models.ForeignKey(Group, models.CASCADE, null=True, related_name="drafts_of_posts")
    title = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "uid"], name="post_draft_once")]
        indexes = [models.Index(fields=["user", "-saved_at"], name="post_draft_newest")]

    def __str__(self):
        return f"draft {self.uid}"
