"""Actions on invitations: by e-mail, signed, for one address, used once, until a day."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from terreau.accounts.models import User
from terreau.accounts.queries import verified_emails
from terreau.entries.actions import action, give_role
from terreau.entries.models import Role
from terreau.jobs.actions import enqueue
from terreau.organizations import tasks
from terreau.organizations.members import ADMIN, become_claimed
from terreau.organizations.models import Invitation, Outcome
from terreau.organizations.requests import CLAIMED, LABELS, turn_claims

MOST_WAITING = 100  # of one organization
MOST_A_DAY = 50  # of one person
RANK = {Role.Name.MEMBER: 0, Role.Name.EDITOR: 1, Role.Name.ADMIN: 2}


@action("organizations.invite")
def invite(user, organization, *, email, role=Role.Name.MEMBER):
    """Invite whoever has an e-mail address; the message leaves once this has committed."""
    email = User.objects.folded(email)
    validate_email(email)
    owner = owner_of(email)
    if owner and Role.objects.filter(entry=organization.pk, user=owner).exists():
        raise ValidationError({"email": _("Whoever has this address is a member already.")})
    waiting = Invitation.objects.filter(organization=organization, state=Outcome.PENDING)
    now = timezone.now()
    waiting.filter(expires_at__lte=now).update(state=Outcome.WITHDRAWN, settled_at=now)
    if waiting.filter(email=email).exists():
        raise ValidationError({"email": _("An invitation to this address waits for an answer.")})
    today = Invitation.objects.filter(invited_by=user, invited_at__gt=now - timedelta(days=1))
    if waiting.count() >= MOST_WAITING or today.count() >= MOST_A_DAY:
        raise ValidationError(_("Too many invitations wait for an answer. Try again tomorrow."))
    invitation = Invitation.objects.create(
        organization=organization,
        email=email,
        role=role,
        invited_by=user,
        language=owner.language if owner else get_language() or "fr",
    )
    enqueue(tasks.send_invitation, invitation=invitation.pk)
    return invitation


def owner_of(email):
    """The user who has proven that an address is theirs, or None."""
    proven = EmailAddress.objects.filter(email__iexact=email, verified=True)
    found = proven.select_related("user").order_by("pk").first()
    return found.user if found else None


@action("organizations.withdraw_invitation")
def withdraw_invitation(user, organization, *, invitation):
    """Make an invitation worthless while it waits."""
    settle(Invitation.objects.filter(organization=organization), invitation, Outcome.WITHDRAWN)


def settle(invitations, invitation, state, **given):
    """The update is the test: of two who settle an invitation at once, one does."""
    waiting = invitations.filter(pk=invitation.pk, state=Outcome.PENDING)
    if not waiting.update(state=state, settled_at=timezone.now(), **given):
        raise ValidationError(_("This invitation was used or withdrawn meanwhile."))


@action("organizations.accept_invitation", sentence=CLAIMED, labels=LABELS)
def accept_invitation(user, organization, *, invitation):
    """Take the role to which one's own address was invited.

    Public only where it gives an organization its first administrator.
    """
    found = Invitation.objects.filter(organization=organization, pk=invitation.pk).first()
    if found is None or found.email not in verified_emails(user):
        raise ValidationError(_("This invitation is for another address."))
    if found.is_expired:
        raise ValidationError(_("This invitation has ended. Ask for another one."))
    settle(Invitation.objects.all(), found, Outcome.ACCEPTED, accepted_by=user)
    held = Role.objects.filter(entry=organization.pk, user=user).first()
    if held is None or RANK[held.name] < RANK[found.role]:
        give_role(user, organization, found.role, by=found.invited_by)
    if found.role != ADMIN or organization.is_claimed:
        return None
    become_claimed(organization)
    turn_claims(organization, user)
    return {"proof": "request"}


def decline_invitation(invitation):
    """Refuse an invitation, with or without an account: whoever holds the link received it."""
    settle(Invitation.objects.all(), invitation, Outcome.REFUSED)
