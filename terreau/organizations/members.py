"""Actions on the roles of members: private, since about persons; their history keeps them."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.accounts.queries import verified_emails
from terreau.entries.actions import action, end_role, give_role, lock
from terreau.entries.models import Role
from terreau.notifications.actions import notify
from terreau.organizations import letters  # noqa: F401 - registers the words of `tell`
from terreau.organizations.models import Invitation, Organization, Outcome, Request
from terreau.organizations.rules import administers_alone

ADMIN = Role.Name.ADMIN


def role_in(organization, person, was=None):
    """The role of a person, which must be the one that the page showed."""
    role = Role.objects.filter(entry=organization.pk, user=person).first()
    if role is None:
        raise ValidationError(_("This person is no longer a member."))
    if was is not None and role.name != was:
        raise ValidationError(_("Somebody else changed this role meanwhile. Look at it again."))
    return role


def keep_an_administrator(organization, role):
    """Refuse to end the role of the only administrator; the caller holds the lock."""
    admins = Role.objects.filter(entry=organization.pk, name=ADMIN)
    if role.name == ADMIN and not admins.exclude(pk=role.pk).exists():
        raise ValidationError(
            _("An organization always has an administrator: give that role to somebody else first.")
        )


def tell(name, organization, *users, key="", **parameters):
    """Tell users something about an organization once, on the site and by e-mail.

    key: what it is about, where it could be said a second time.
    """
    key = f"organizations.{name}:{key or uuid4().hex}"
    notify(users, organization, key=key, text=f"organizations.{name}", **parameters)


@action("organizations.change_role")
def change_role(user, organization, *, person, name, was=None):
    """Give a member another role. was: the role that the page showed."""
    role = role_in(organization, person, was)
    if role.name == name:
        return
    if name == ADMIN and not organization.is_claimed:
        raise ValidationError(
            _("Nobody has claimed this organization: invite its first administrator.")
        )
    keep_an_administrator(organization, role)
    give_role(person, organization, name, by=user)
    if person != user:
        tell("role", organization, person, role=name)


@action("organizations.remove_member")
def remove_member(user, organization, *, person, was=None):
    """End the role of a member."""
    keep_an_administrator(organization, role_in(organization, person, was))
    end_role(person, organization, by=user)
    if person != user:
        tell("removed", organization, person)


@action("organizations.leave")
def leave(user, organization):
    """End one's own role."""
    keep_an_administrator(organization, role_in(organization, user))
    end_role(user, organization, by=user)


@action("organizations.transfer")
def transfer(user, organization, *, person, was=None):
    """Hand one's own administration over to another member, and stay as an editor."""
    if person == user:
        raise ValidationError(_("You are an administrator already."))
    role = role_in(organization, person, was)
    if role.name != ADMIN:
        give_role(person, organization, ADMIN, by=user)
        tell("role", organization, person, role=ADMIN)
    give_role(user, organization, Role.Name.EDITOR, by=user)


@action(
    "organizations.release",
    sentence=gettext_lazy("{subject} no longer has an administrator here. {reason}"),
)
def release(user, organization, *, reason=""):
    """End the administration of an organization, so that it can be claimed again.

    For the only administrator who goes without a successor, and for a claim given by mistake.
    """
    if not organization.is_claimed:
        raise ValidationError(_("Nobody administers this organization."))
    admins = Role.objects.filter(entry=organization.pk, name=ADMIN).select_related("user")
    for role in admins.order_by("pk"):
        end_role(role.user, organization, by=user)
        if role.user != user:
            tell("removed", organization, role.user)
    close_doors(organization)
    organization.claimed_at = None
    organization.save(update_fields=["claimed_at"])
    return {"reason": reason}


def close_doors(organization):
    """What administrators that are no more had opened: nobody comes in by it afterwards."""
    now = timezone.now()
    invited = Invitation.objects.filter(organization=organization, state=Outcome.PENDING)
    invited.update(state=Outcome.WITHDRAWN, settled_at=now)
    asked = Request.objects.filter(organization=organization, state=Outcome.PENDING)
    asked.update(aim=Request.Aim.CLAIM)


def let_go(user):
    """Forget what organizations hold of a user whose account is to be erased, in one transaction.

    What they administered alone can be claimed again, and the public record says so.
    """
    with transaction.atomic():
        mine = Organization.objects.filter(roles__user=user).order_by("pk")
        for organization in mine:
            lock(organization)
            if organization.is_claimed and administers_alone(user, organization):
                release(user, organization)
            end_role(user, organization, by=user)
        Invitation.objects.filter(Q(email__in=verified_emails(user)) | Q(accepted_by=user)).delete()
        Request.objects.filter(user=user).delete()


def become_claimed(organization):
    organization.claimed_at = timezone.now()
    organization.save(update_fields=["claimed_at"])
