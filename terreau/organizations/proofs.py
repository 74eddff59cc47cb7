"""How somebody shows that they belong to an organization."""

from terreau.accounts.queries import verified_emails, verified_sirets
from terreau.organizations.domains import domain_of
from terreau.organizations.models import Request


def proof_of(user, organization):
    """The Request.Proof by which the user may claim an organization at once, or None.

    By an e-mail address at one of its domains, by its SIRET, or by its SIREN where it says no
    SIRET: one query, two where no address is enough.
    """
    if organization.domains:
        mine = {domain_of(email) for email in verified_emails(user)}
        if not mine.isdisjoint(organization.domains):
            return Request.Proof.DOMAIN
    if not organization.siret and not organization.siren:
        return None
    sirets = verified_sirets(user)
    known = {organization.siret} if organization.siret else {organization.siren}
    told = sirets if organization.siret else {siret[:9] for siret in sirets}
    return None if known.isdisjoint(told) else Request.Proof.SIRET
