"""How somebody comes to stand towards a need, for the page and the test of rights."""

from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.entries.actions import give_role
from terreau.entries.models import Role
from terreau.entries.rights import (
    register_situation,
    register_specimen,
    register_standing,
    specimen,
)
from terreau.needs.models import Help, Need, State
from terreau.organizations.models import Organization, OrganizationType


def make(state, author):
    return Need.objects.create(
        title="Specimen", slug=f"specimen-{uuid4().hex}", problem="Specimen", state=state,
        author=author, published_at=timezone.now(),
    )  # fmt: skip


def be_addressed(need):
    need.addressed_to = body()
    need.due_on, need.state = timezone.localdate(), State.OPEN
    need.save(update_fields=["addressed_to", "due_on", "state"])


def body():
    return Organization.objects.create(
        title="Specimen", slug=f"specimen-{uuid4().hex}", state=OrganizationType.OTHER,
        published_at=timezone.now(),
    )  # fmt: skip


def speak_for_addressed(user, entry):
    if isinstance(entry, Need) and entry.addressed_to_id:
        give_role(user, entry.addressed_to, Role.Name.EDITOR)


def offer(user, entry):
    """Somebody who speaks for an organization whose help is asked for."""
    if isinstance(entry, Need) and entry.pk:
        helper = specimen(None)
        give_role(user, helper, Role.Name.EDITOR)
        Help.objects.create(need=entry, helper=helper, asked=True)


register_standing("helper", _("asked for help"), offer, 40)
register_standing(
    "addressed", _("the need is addressed to their organization"), speak_for_addressed, 41
)
register_situation(Need.KIND, "addressed", _("addressed to an organization"), be_addressed)
register_specimen(Need.KIND, make)
