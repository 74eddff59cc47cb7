"""Who is told what of a group, and once: the caller holds the transaction."""

from django.utils.translation import gettext_lazy as _

from terreau.accounts.models import User
from terreau.entries.models import Role
from terreau.entries.rules import EDITING
from terreau.notifications.actions import notify
from terreau.notifications.texts import register_text
from terreau.projects.actions import day_label

register_text("groups.asked", _("{entry}: somebody asks to join. Accept or refuse."))
register_text("groups.accepted", _("{entry}: you are a member now."))
register_text("groups.refused", _("{entry}: your request to join was refused. {reason}"))
# Who is invited, or was removed, may know what the group is called, though they do not see it.
register_text("groups.invited", _("{entry}: you are invited to join."), is_apart=True)
register_text("groups.removed", _("{entry}: you are no longer a member. {reason}"), is_apart=True)
register_text("groups.appointed", _("{entry}: you facilitate this group now."))
register_text(
    "groups.review", _("{entry}: on {day} its charter is to be looked at again."), day=day_label
)
register_text(
    "groups.silent",
    _("{entry}: nothing was said for twelve months. Archive it, or say that it goes on."),
)


def facilitators(group):
    """[User] of those who facilitate a group, the first of them first: one query."""
    roles = Role.objects.filter(entry=group.pk, name__in=EDITING).order_by("since", "pk")
    return [role.user for role in roles.select_related("user")]


def tell(name, group, users, about, **parameters):
    """about: what could be said a second time."""
    key = f"groups.{name}:{group.uid}:{about}"
    return notify(users, group, key=key, text=f"groups.{name}", **parameters)


def tell_facilitators(name, group, about, **parameters):
    users: list[User] = facilitators(group)
    return tell(name, group, users, about, **parameters)
