"""How somebody shows that they belong to an organization."""

from allauth.account.models import EmailAddress

from terreau.accounts.models import User
from terreau.organizations.domains import domain_of
from terreau.organizations.models import Request


def addresses_of(user):
    """The e-mail addresses that the user has proven to be theirs, folded: one query."""
    proven = EmailAddress.objects.filter(user=user, verified=True).order_by("pk")
    return [User.objects.folded(email) for email in proven.values_list("email", flat=True)]


def sirets_of(user):
    """The SIRET that the user's identity provider vouches for."""
    return []


def proof_of(user, organization):
    """The Request.Proof by which the user may claim an organization at once, or None: one query.

    By its SIRET, or by its SIREN where it says no SIRET.
    """
    if organization.domains and not set(organization.domains).isdisjoint(
        map(domain_of, addresses_of(user))
    ):
        return Request.Proof.DOMAIN
    sirets = sirets_of(user) if organization.siret or organization.siren else []
    if organization.siret:
        return Request.Proof.SIRET if organization.siret in sirets else None
    if organization.siren and organization.siren in {siret[:9] for siret in sirets}:
        return Request.Proof.SIRET
    return None
