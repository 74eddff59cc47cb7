"""Who is told what of a need, and once: the caller holds the transaction."""

from django.utils.translation import gettext_lazy as _

from terreau.entries.models import Role
from terreau.entries.rules import EDITING
from terreau.notifications.actions import notify
from terreau.notifications.texts import register_text
from terreau.projects.actions import day_label

register_text("needs.addressed", _("{entry}: an answer is due on {due_on}."), due_on=day_label)
register_text("needs.answered", _("{entry}: your need was answered."))
register_text("needs.offered", _("{entry}: somebody offers help. Accept it or decline it."))
register_text("needs.asked", _("{entry}: your help is asked for. Accept or decline."))
register_text("needs.accepted", _("{entry}: the help is agreed on."))
register_text(
    "needs.outcome",
    _("{entry}: somebody has helped for {days} days. Was the need met? Say how it went."),
)


def editors_of(entries):
    """{entry key: [User]} of those who speak for entries: one query."""
    keys = {key for key in entries if key}
    roles = Role.objects.filter(entry__in=keys, name__in=EDITING).select_related("user")
    found = {key: [] for key in keys}
    for role in roles.order_by("pk"):
        found[role.entry_id].append(role.user)
    return found


def tell(need, users, what, about="", **parameters):
    key = ":".join(str(part) for part in (what, need.uid, about) if part != "")
    return notify(users, need, key=key, text=what, **parameters)


def tell_author(need, what, about="", **parameters):
    """Tell those who speak for who needs it, or edit the need itself."""
    found = editors_of([need.pk, need.author_id])
    return tell(
        need, {user for users in found.values() for user in users}, what, about, **parameters
    )
