"""How somebody comes to stand towards an organization, for the page and the test of rights."""

from uuid import uuid4

from allauth.account.models import EmailAddress
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.entries.rights import register_situation, register_standing
from terreau.organizations.models import Invitation, Organization, Request

DOMAIN = "specimen.example.org"


def is_there(entry):
    return isinstance(entry, Organization) and entry.pk is not None


def prove(user, entry):
    """Somebody with a proven address at a domain of the organization."""
    if is_there(entry):
        address = f"{uuid4().hex}@{DOMAIN}"
        EmailAddress.objects.create(user=user, email=address, verified=True)
        change(entry, domains=[DOMAIN])


def be_invited(user, entry):
    if is_there(entry):
        email = f"{uuid4().hex}@example.org"
        EmailAddress.objects.create(user=user, email=email, verified=True)
        Invitation.objects.create(organization=entry, email=email)


def have_asked(user, entry):
    if is_there(entry):
        aim = Request.Aim.JOIN if entry.is_claimed else Request.Aim.CLAIM
        Request.objects.create(organization=entry, user=user, aim=aim)


def change(organization, **values):
    for name, value in values.items():
        setattr(organization, name, value)
    organization.save(update_fields=list(values))


def be_claimed(organization):
    change(organization, claimed_at=timezone.now())


def be_closed(organization):
    change(organization, claimed_at=timezone.now(), closed_on=timezone.localdate())


register_standing("proven", _("signed in with an address at its domain"), prove, 15)
register_standing("invited", _("invited by the organization"), be_invited, 16)
register_standing("asking", _("waiting for an answer of the organization"), have_asked, 17)
register_situation(Organization.KIND, "claimed", _("claimed"), be_claimed)
register_situation(Organization.KIND, "closed", _("closed"), be_closed)
