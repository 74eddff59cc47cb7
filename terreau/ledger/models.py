import uuid

from django.db import models

from terreau.prepared.addresses import address


class Statement(models.Model):
    """One line of the public record: who did what to which entry.

    It names its actor by an opaque uid and keeps a salted digest of its payload, so that the
    payload can be erased and the line still be proven. The database refuses every other change.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    verb = models.CharField(max_length=60)
    subject = models.UUIDField()
    payload = models.JSONField(null=True)
    salt = models.CharField(max_length=32, null=True)  # noqa: DJ001 - null says: erased
    payload_digest = models.CharField(max_length=64)
    leaf_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "-id"], name="statement_subject"),
            models.Index(fields=["actor", "-id"], name="statement_actor"),
            models.Index(fields=["verb", "-id"], name="statement_verb"),
        ]

    def __str__(self):
        return f"{self.verb} {self.subject}"

    def get_absolute_url(self):
        return address("record:detail", self.uid)

    @property
    def is_erased(self):
        return self.salt is None
