import rules

from terreau.accounts.queries import verified_emails
from terreau.entries.models import Role
from terreau.entries.rules import is_administrator, is_editor
from terreau.organizations.models import Invitation, Outcome, Request
from terreau.organizations.proofs import proof_of


@rules.predicate
def is_signed_in(user, organization=None):
    return bool(user.is_authenticated and user.is_active)


def has_role(user, organization, *names):
    if organization is None or organization.pk is None or not user.is_authenticated:
        return False
    roles = Role.objects.filter(user=user, entry=organization.pk)
    return (roles.filter(name__in=names) if names else roles).exists()


@rules.predicate
def is_member(user, organization=None):
    """Whether the user has any role in the organization: one query."""
    return has_role(user, organization)


@rules.predicate
def administers(user, organization=None):
    """Whether the user is an administrator of the organization: one query."""
    return has_role(user, organization, Role.Name.ADMIN)


@rules.predicate
def administers_alone(user, organization=None):
    """Whether the user is its only administrator: two queries."""
    if not has_role(user, organization, Role.Name.ADMIN):
        return False
    admins = Role.objects.filter(entry=organization.pk, name=Role.Name.ADMIN)
    return not admins.exclude(user=user).exists()


@rules.predicate
def is_claimed(user, organization=None):
    return organization is not None and organization.is_claimed


@rules.predicate
def is_open(user, organization=None):
    return organization is not None and organization.closed_on is None


@rules.predicate
def can_prove(user, organization=None):
    """Whether an address or identity of the user shows that they belong there: one query."""
    if organization is None or not user.is_authenticated or not user.is_active:
        return False
    return proof_of(user, organization) is not None


@rules.predicate
def has_asked(user, organization=None):
    """Whether a request of the user waits: one query."""
    if organization is None or organization.pk is None or not user.is_authenticated:
        return False
    waiting = Request.objects.filter(user=user, state=Outcome.PENDING)
    return waiting.filter(organization=organization.pk).exists()


@rules.predicate
def is_invited(user, organization=None):
    """Whether an invitation went to a proven address of the user, be it settled: two queries."""
    if organization is None or organization.pk is None or not user.is_authenticated:
        return False
    mine = Invitation.objects.filter(organization=organization.pk, email__in=verified_emails(user))
    return mine.exists()


governs = is_administrator | administers

rules.add_perm("organizations.create", is_administrator)
rules.add_perm("organizations.edit", is_administrator | is_editor)
rules.add_perm("organizations.close", is_administrator)
rules.add_perm("organizations.set_domains", is_administrator)
rules.add_perm("organizations.claim", is_open & ~is_claimed & can_prove)
rules.add_perm("organizations.accept_claim", is_administrator)
rules.add_perm("organizations.refuse_claim", is_administrator)
rules.add_perm("organizations.release", is_administrator | administers_alone)
rules.add_perm("organizations.ask", is_signed_in & is_open & (~is_member | ~is_claimed))
rules.add_perm("organizations.withdraw_request", has_asked)
rules.add_perm("organizations.accept_request", governs)
rules.add_perm("organizations.refuse_request", governs)
rules.add_perm("organizations.see_members", is_administrator | is_member)
rules.add_perm("organizations.govern", governs)
rules.add_perm("organizations.invite", governs & is_open)
rules.add_perm("organizations.withdraw_invitation", governs)
rules.add_perm("organizations.accept_invitation", is_invited & is_open)
rules.add_perm("organizations.change_role", governs)
rules.add_perm("organizations.remove_member", governs)
rules.add_perm("organizations.transfer", administers)
rules.add_perm("organizations.leave", is_member)
