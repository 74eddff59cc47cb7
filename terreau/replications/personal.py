"""What replications keep of a person: that they declared one."""

from django.utils.translation import gettext_lazy as _

from terreau.accounts.personal import Holding, register_holding
from terreau.replications.models import Replication


def replication_rows(user):
    mine = Replication.objects.filter(user=user).select_related("project", "taker")
    for each in mine.order_by("pk"):
        yield {
            "project": str(each.project.uid),
            "taker": str(each.taker.uid),
            "state": each.state,
            "declared_at": each.declared_at,
        }


def forget(user):
    """What an organization declared stays; who did it goes."""
    Replication.objects.filter(user=user).update(user=None)


register_holding(
    Holding(
        "replications", _("Replications declared"), ("replications.Replication",),
        replication_rows, forget,
    )
)  # fmt: skip
