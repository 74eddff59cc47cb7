import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.entries.models import Entry, Link
from terreau.projects.models import Project
from terreau.territories.models import Territory

REPLICATES = "replicates"


class Replication(models.Model):
    """Somebody took a project over elsewhere: what stands beside the Link that says so.

    link: from who took it over to the project, None until who took it over has confirmed it;
    superseded when it is taken back. user: who declared it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for confirmation")
        CONFIRMED = "confirmed", _("confirmed")
        DECLINED = "declined", _("not confirmed")
        RETRACTED = "retracted", _("taken back")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="replications")
    taker = models.ForeignKey(Entry, models.CASCADE, related_name="replications_of_others")
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="replications"
    )
    on = models.DateField(_("since"))
    adaptation = models.TextField(_("what was adapted"), max_length=4000, blank=True)
    cost = models.DecimalField(
        _("cost in euros"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    result = models.TextField(_("result"), max_length=4000, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    link = models.OneToOneField(Link, models.SET_NULL, null=True, related_name="replication")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="replications_declared"
    )
    declared_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("replication of a project")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "taker"],
                condition=Q(state__in=["waiting", "confirmed"]),
                name="replication_live_once",
            ),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | Q(cost__gte=0), name="replication_cost_positive"
            ),
        ]
        indexes = [models.Index(fields=["project", "state", "on"], name="replication_of")]

    def __str__(self):
        return f"{self.taker_id} from {self.project_id}: {self.state}"
