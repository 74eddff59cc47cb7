import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.projects.models import KnownQuerySet, Project


class Member(models.Model):
    """Somebody of a team: a random identifier, and what their source calls them.

    Neither is ever shown. Deleting the row erases the person, missions included.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    identifier = models.CharField(max_length=80, unique=True)

    def __str__(self):
        return str(self.uid)


class Mission(models.Model):
    """A stretch of time that a member worked for a project, on both axes of time; half open.

    domain: the word of the source for what they do. No valid_to: the end is not known.
    """

    class Status(models.TextChoices):
        AGENT = "admin", _("public agent")
        INDEPENDENT = "independent", _("independent")
        SERVICE = "service", _("through a company")
        UNKNOWN = "", _("not known")

    project = models.ForeignKey(Project, models.CASCADE, related_name="missions")
    member = models.ForeignKey(Member, models.CASCADE, related_name="missions")
    domain = models.CharField(_("domain"), max_length=60, blank=True)
    status = models.CharField(_("status"), max_length=16, choices=Status, blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    superseded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.UUIDField(null=True)  # the source, never a person

    objects = KnownQuerySet.as_manager()

    class Meta:
        verbose_name = _("mission")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="mission_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gt=F("recorded_at")),
                name="mission_knowledge_in_order",
            ),
        ]
        indexes = [models.Index(fields=["project", "superseded_at", "valid_to"], name="mission_of")]

    def __str__(self):
        return f"{self.project_id} {self.valid_from}–{self.valid_to or ''}"
