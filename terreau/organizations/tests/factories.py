from itertools import count

from django.utils import timezone

from terreau.accounts.actions import open_account
from terreau.entries.actions import give_role
from terreau.entries.models import Role
from terreau.organizations.models import Invitation, Organization, OrganizationType, Request

_serial = count(1)


def make_organization(**given):
    number = next(_serial)
    defaults = {
        "title": f"Organisme {number}",
        "slug": f"organisme-{number}",
        "state": OrganizationType.STATE_SERVICE,
        "published_at": timezone.now(),
    }
    return Organization.objects.create(**defaults | given)


def make_incubator(**given):
    return make_organization(**{"state": OrganizationType.INCUBATOR} | given)


def make_account(email=None, *, proven=True, **given):
    """Somebody whose address is proven, as it is after the first sign-in."""
    email = email or f"agent{next(_serial)}@example.org"
    return open_account(email, is_proven=proven, **given)


def make_member(organization, role=Role.Name.MEMBER, email=None):
    user = make_account(email)
    give_role(user, organization, role)
    return user


def make_claimed(*, admin=None, **given):
    """(organization, its administrator)."""
    organization = make_organization(**{"claimed_at": timezone.now()} | given)
    admin = admin or make_account()
    give_role(admin, organization, Role.Name.ADMIN)
    return organization, admin


def make_invitation(organization, email, **given):
    return Invitation.objects.create(organization=organization, email=email, **given)


def make_request(organization, user, **given):
    aim = Request.Aim.JOIN if organization.is_claimed else Request.Aim.CLAIM
    return Request.objects.create(organization=organization, user=user, **{"aim": aim} | given)
