from terreau.entries.models import Role
from terreau.entries.queries import by_uid_or_404, entry_at, links_of
from terreau.entries.sentences import said_of
from terreau.harvest.queries import provenance_of
from terreau.ledger.queries import latest
from terreau.organizations.models import HOSTS, Organization
from terreau.prepared import prepared

LATEST = 6  # statements that a page shows
MOST_PARTS = 200
BATCH = 500


def organization_page(user, slug):
    """What the page of an organization shows, its panels apart: 6 queries."""
    organization = entry_at(Organization, user, slug, ("territory", "parent"))
    out, into = links_of(organization, user, roles=("part_of", "merged_into"))
    return {
        "organization": organization,
        "parts": _parts(organization.pk, user=user),
        "links_out": out,
        "links_in": into,
        "statements": said_of(user, organization, latest(LATEST, organization.uid)),
        "provenance": provenance_of(organization),
    }


@prepared
def _parts(pk, *, user):
    parts = Organization.objects.visible_to(user).filter(parent=pk)
    return parts.only("kind", "slug", "title").order_by("title")[:MOST_PARTS]


def hosts():
    """The incubators and accelerators, by title: one query."""
    return Organization.objects.public().filter(state__in=HOSTS).order_by("title")


def edited_by(user):
    """The organizations that a user has a role to speak for, by title: one query."""
    roles = Role.objects.filter(user=user, name__in=(Role.Name.ADMIN, Role.Name.EDITOR))
    mine = Organization.objects.visible_to(user).filter(pk__in=roles.values("entry"))
    return mine.order_by("title")


def export_rows(organizations):
    """The open data of organizations: one plain row each, read as they are sent: one query."""
    rows = organizations.select_related("territory", "parent").order_by("pk")
    for organization in rows.iterator(chunk_size=BATCH):
        parent = organization.parent
        yield {
            "uid": str(organization.uid),
            "slug": organization.slug,
            "title": organization.title,
            "acronym": organization.acronym,
            "type": organization.state,
            "siren": organization.siren,
            "siret": organization.siret,
            "website": organization.website,
            "parent": parent.slug if parent and parent.is_public else "",
            "territory": organization.territory.code if organization.territory else "",
            "opened_on": organization.opened_on,
            "closed_on": organization.closed_on,
            "domains": organization.domains,
            "claimed_at": organization.claimed_at,
        }


def organization_by_uid(user, uid):
    """An organization by its identifier: two queries. Raises Http404."""
    return by_uid_or_404(Organization, user, uid)
