import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from terreau.entries.models import Entry


class Reason(models.TextChoices):
    PERSONAL_DATA = "personal_data", _("personal data")
    SPAM = "spam", _("spam")
    INSULT = "insult", _("insult")
    ILLEGAL = "illegal", _("illegal content")
    OUTDATED = "outdated", _("outdated")
    DUPLICATE = "duplicate", _("duplicate")


class Verdict(models.TextChoices):
    HIDE = "hide", pgettext_lazy("moderated things", "hidden")
    KEEP = "keep", _("kept")
    SHOW = "show", _("shown again")


class Case(models.Model):
    """A thing that moderators are asked to look at: by reports, or by signs of spam in its text.

    what: the name of its Reportable; subject: its uid; entry: the page on which it stands; signs:
    {name: number} of what its text shows, as `spam.signs` names them.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    what = models.CharField(max_length=32)
    subject = models.UUIDField()
    entry = models.ForeignKey(Entry, models.SET_NULL, null=True, related_name="cases")
    signs = models.JSONField(default=dict)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["what", "subject"], condition=Q(closed_at__isnull=True),
                name="case_open_once",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=models.F("opened_at")),
                name="case_in_order",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["opened_at"], condition=Q(closed_at__isnull=True), name="case_waiting"
            ),
        ]

    def __str__(self):
        return f"{self.what} {self.subject}"


class Report(models.Model):
    """What somebody reported of a thing: private, who it was and their words."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="reports")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="reports"
    )
    reason = models.CharField(_("reason"), max_length=16, choices=Reason)
    text = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="report_once")]
        indexes = [models.Index(fields=["at"], name="report_at")]

    def __str__(self):
        return f"{self.reason} {self.case_id}"


class Decision(models.Model):
    """What a moderator decided on a thing; reason and words are public, who decided is not."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=8, choices=Verdict)
    reason = models.CharField(max_length=16, choices=Reason, blank=True)
    words = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="decided_cases"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.HIDE) | ~Q(reason=""), name="decision_hides_for_reason"
            )
        ]
        indexes = [
            models.Index(fields=["-at", "-id"], name="decision_newest"),
            models.Index(fields=["case", "-id"], name="decision_of_case"),
        ]

    def __str__(self):
        return f"{self.verdict} {self.case_id}"


class Appeal(models.Model):
    """What who answers for a hidden thing has against the decision: once a decision.

    text is private; words: the public answer of the moderator who settled it.
    """

    decision = models.OneToOneField(Decision, models.CASCADE, related_name="appeal")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="appeals"
    )
    text = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    is_granted = models.BooleanField(null=True)
    words = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="settled_appeals"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, is_granted__isnull=True)
                | Q(settled_at__isnull=False, is_granted__isnull=False),
                name="appeal_settled_has_outcome",
            )
        ]
        indexes = [
            models.Index(
                fields=["at"], condition=Q(settled_at__isnull=True), name="appeal_waiting"
            )
        ]  # fmt: skip

    def __str__(self):
        return f"appeal {self.decision_id}"


class Posting(models.Model):
    """That somebody posted something: what keeps the pace of accounts, and finds twins of texts.

    digest: of the text without its case and spaces, "" for what has none. Kept for thirty days.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="postings")
    what = models.CharField(max_length=32)
    digest = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["user", "what", "-at"], name="posting_pace"),
            models.Index(
                fields=["digest", "at"], condition=~Q(digest=""), name="posting_twins"
            ),
            models.Index(fields=["at"], name="posting_at"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.what} {self.at}"
