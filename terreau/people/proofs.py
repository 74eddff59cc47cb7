"""How somebody shows that they are an agent of an organization."""

from django.db.models import Q

from terreau.accounts.queries import verified_emails, verified_sirets
from terreau.entries.models import Role
from terreau.organizations.domains import domain_of
from terreau.organizations.models import Organization

MOST = 50


def proven(user):
    """The public organizations whose agent the user shows to be, by title: four queries.

    Those claimed in which they have a role; those whose SIRET their identity provider vouches
    for; those that give out an e-mail address like one that they have proven.
    """
    roles = Role.objects.filter(user=user, entry__kind=Organization.KIND).values("entry")
    public = Organization.objects.public().order_by("title", "pk")
    known = public.filter(
        Q(claimed_at__isnull=False, pk__in=roles) | Q(siret__in=verified_sirets(user) - {""})
    )
    domains = {domain_of(email) for email in verified_emails(user)}
    found = {each.pk: each for each in known[:MOST]}
    for each in public.exclude(domains=[]):
        if not domains.isdisjoint(each.domains):
            found[each.pk] = each
    return list(found.values())[:MOST]
