import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.entries.models import Entry
from terreau.prepared.addresses import address


class Meaning(models.TextChoices):
    """What a reaction says."""

    USEFUL = "useful", _("Useful")
    TOO = "too", _("We do this too")
    HELP = "help", _("Can help")


class Counted(models.Model):
    """How many people reacted, kept in the transaction of each reaction."""

    useful_count = models.PositiveIntegerField(default=0)
    too_count = models.PositiveIntegerField(default=0)
    help_count = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class Talk(Counted):
    """What is counted of the talk beside an entry: comments that are shown, and reactions to it."""

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="talk")
    comment_count = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.entry_id}: {self.comment_count}"

    @property
    def is_kept(self):
        """Whether anything was ever said or felt beside the entry."""
        return not self._state.adding


class Comment(Counted):
    """What somebody says beside an entry, as themselves or for an organization.

    is_signed: whether they had a public profile when they wrote: a profile that is made later names
    nobody in what they said before. Erased with its person: neither user nor text is left.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="comments"
    )
    organization = models.ForeignKey(Entry, models.SET_NULL, null=True, related_name="+")
    is_signed = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    reply_count = models.PositiveIntegerField(default=0)
    answer_due_on = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answer_due_on__isnull=False),
                name="comment_answers_question",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | Q(answer_due_on__isnull=True),
                name="comment_question_on_top",
            ),
        ]
        indexes = [
            models.Index(fields=["entry", "parent", "-id"], name="comment_of"),
            models.Index(
                fields=["entry", "answer_due_on"],
                condition=Q(answer_due_on__isnull=False, answered_at__isnull=True),
                name="comment_unanswered",
            ),
            models.Index(
                fields=["answer_due_on", "id"],
                condition=Q(answer_due_on__isnull=False, answered_at__isnull=True),
                name="comment_late",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"comment {self.uid}"

    def get_absolute_url(self):
        return address("comments:detail", self.uid)

    @property
    def is_question(self):
        return self.answer_due_on is not None

    @property
    def is_said(self):
        """Whether its words are there to be read by everybody."""
        return self.hidden_at is None and self.deleted_at is None


class Version(models.Model):
    """What a comment said before it was changed."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "number"], name="comment_version_once")
        ]

    def __str__(self):
        return f"{self.comment_id} v{self.number}"


class Reaction(models.Model):
    """One meaning of one person for an entry, or for a comment beside it; whose is private."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="reactions"
    )
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="reactions")
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, related_name="reactions")
    meaning = models.CharField(max_length=8, choices=Meaning)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "entry", "meaning"], condition=Q(comment__isnull=True),
                name="reaction_once_entry",
            ),
            models.UniqueConstraint(
                fields=["user", "comment", "meaning"], condition=Q(comment__isnull=False),
                name="reaction_once_comment",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.meaning} {self.entry_id} {self.comment_id}"


class Draft(models.Model):
    """What somebody has not published yet beside an entry: one each, seen by nobody else."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="drafts")
    text = models.TextField()
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "entry"], name="draft_once")]

    def __str__(self):
        return f"draft {self.entry_id}"
