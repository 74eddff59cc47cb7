from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Reader(models.Model):
    """How far somebody who follows something was told of it: private.

    told_to, seen_to: the number of the last statement that a digest told or left out, and of the
    newest that their own page showed; edition: the last digest made for them; sending_at: when a
    worker was about to hand their mail over; sent_at: when it last had done so.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reader")
    told_to = models.BigIntegerField(default=0)
    seen_to = models.BigIntegerField(default=0)
    edition = models.CharField(max_length=40, blank=True)
    sending_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("reader")

    def __str__(self):
        return f"{self.user_id} to {self.told_to}"
