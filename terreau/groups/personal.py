"""What groups keep of a person."""

from django.utils.translation import gettext_lazy as _

from terreau.accounts.personal import Holding, register_holding
from terreau.groups.actions import let_go
from terreau.groups.models import Membership


def membership_rows(user):
    mine = Membership.objects.filter(user=user).select_related("group").order_by("pk")
    for each in mine:
        yield {
            "group": str(each.group.uid),
            "title": each.group.title,
            "state": each.state,
            "seen_by": each.reach,
            "is_told": each.is_told,
            "message": each.message,
            "reason": each.reason,
            "since": each.changed_at,
        }


register_holding(
    Holding("groups", _("Groups"), ("groups.Membership",), membership_rows, erase=let_go)
)
