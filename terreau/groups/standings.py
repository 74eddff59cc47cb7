"""How somebody comes to stand towards a group, for the page and the test of rights."""

from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.entries.actions import give_role
from terreau.entries.models import Role
from terreau.entries.rights import (
    register_situation,
    register_specimen,
    register_standing,
)
from terreau.groups.models import Admission, Group, Membership, State


def make(state, author):
    archived = state == State.ARCHIVED
    return Group.objects.create(
        title="Specimen", slug=f"specimen-{uuid4().hex}", charter="Specimen", state=state,
        admission=Admission.OPEN if archived or not state else state, author=author,
        published_at=timezone.now(),
    )  # fmt: skip


def unlist(group):
    group.admission = group.state = State.CLOSED
    group.is_listed, group.published_at, group.shared_at = False, None, timezone.now()
    group.save()


def group_of(entry):
    """The group that an entry is, or stands in; None where there is none."""
    group = entry if entry is None or entry.kind == Group.KIND else entry.context
    return group if group is not None and group.kind == Group.KIND and group.pk else None


def belonging_as(role):
    def stand(user, entry):
        group = group_of(entry)
        if group is not None:
            given = {"state": Membership.State.MEMBER}
            Membership.objects.get_or_create(group_id=group.pk, user=user, defaults=given)
            give_role(user, group, role)

    return stand


def standing_in(state):
    def stand(user, entry):
        if isinstance(entry, Group) and entry.pk:
            Membership.objects.create(group=entry, user=user, state=state)

    return stand


register_standing("applicant", _("asks to join the group"), standing_in("asked"), 42)
register_standing("guest", _("invited to the group"), standing_in("invited"), 43)
register_standing("belongs", _("member of the group"), belonging_as(Role.Name.MEMBER), 44)
register_standing("facilitates", _("facilitates the group"), belonging_as(Role.Name.ADMIN), 45)
register_situation(Group.KIND, "unlisted", _("seen by members alone"), unlist)
register_specimen(Group.KIND, make)
