from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.entries.models import Entry


class Notice(models.Model):
    """Something that a user is told once, on the site and by e-mail.

    key: what it is about, once a user; text: the name of its words in `texts`, with their
    parameters, read in the language of the reader. sending_at: when a worker was about to hand
    the mail over; mailed_at: when it had done so.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="notices")
    key = models.CharField(max_length=200)
    text = models.CharField(max_length=60)
    parameters = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    sending_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notice_once")]
        indexes = [
            models.Index(fields=["user", "-id"], name="notice_newest"),
            models.Index(
                fields=["user"], condition=models.Q(read_at__isnull=True), name="notice_unread"
            ),
        ]

    def __str__(self):
        return self.key


class Preference(models.Model):
    """How somebody wants to be written to, and whether their address still takes mails.

    Nobody has to choose: who has no row is written to once a week. bounced_at: when a mail server
    said that the address takes none; mails pause until the person says that it does again.
    """

    class Rhythm(models.TextChoices):
        IMMEDIATE = "immediate", _("as it happens")
        DAILY = "daily", _("once a day")
        WEEKLY = "weekly", _("once a week")
        NONE = "none", _("never")

    USUAL = Rhythm.WEEKLY

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_preference"
    )
    rhythm = models.CharField(max_length=10, choices=Rhythm, default=USUAL)
    bounced_at = models.DateTimeField(null=True, blank=True)
    bounce_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("mail preference")
        indexes = [models.Index(fields=["rhythm", "user"], name="preference_rhythm")]

    def __str__(self):
        return self.rhythm
